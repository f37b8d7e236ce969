"""gouji (勾稽): reads published fiscal disclosures and reconciles what they state.

What stands in `__all__` is the stable surface (docs/library.md); all else may change without notice. The names are
loaded when they are first asked for, so that importing the package costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from audit.version import __version__

if TYPE_CHECKING:
    from audit.extracts import read_extract, save_extract
    from audit.model.extract import Extract
    from audit.model.raw import ReadError
    from audit.model.report import AuditReport
    from audit.pipeline import (
        Settings,
        audit_publication,
        check_extract,
        extract_publication,
        report_dict,
        write_report,
    )

__all__ = [
    "AuditReport",
    "Extract",
    "ReadError",
    "Settings",
    "__version__",
    "audit_publication",
    "check_extract",
    "extract_publication",
    "read_extract",
    "report_dict",
    "save_extract",
    "write_report",
]

_PLACES = MappingProxyType(
    {
        "AuditReport": "audit.model.report",
        "Extract": "audit.model.extract",
        "ReadError": "audit.model.raw",
        "Settings": "audit.pipeline",
        "audit_publication": "audit.pipeline",
        "check_extract": "audit.pipeline",
        "extract_publication": "audit.pipeline",
        "read_extract": "audit.extracts",
        "report_dict": "audit.pipeline",
        "save_extract": "audit.extracts",
        "write_report": "audit.pipeline",
    }
)


def __getattr__(name: str) -> object:
    """Load a name of the stable surface. Raises AttributeError for any other."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_PLACES[name]), name)
