"""Everything that is printed: each writer knows report.json and nothing of the rooms before it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from audit.writers.contract import ReportDict
from audit.writers.html_writer import write_html
from audit.writers.json_writer import report_to_dict, write_json
from audit.writers.xlsx_writer import write_xlsx

Writer = Callable[[ReportDict, Path], Path]

WRITERS: Mapping[str, Writer] = MappingProxyType({"json": write_json, "html": write_html, "xlsx": write_xlsx})
"""Output formats by the name that `--format` knows; each writes one file into a folder and returns its path."""

__all__ = ["WRITERS", "ReportDict", "Writer", "report_to_dict", "write_html", "write_json", "write_xlsx"]
