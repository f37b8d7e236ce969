"""Reads evidence.yaml: what only someone outside the publication knows, such as dates and web addresses."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TYPE_CHECKING

from audit.model.packs import OutsideEvidence
from audit.packs.strict_yaml import RuleFileError, line_of, load

if TYPE_CHECKING:
    from pathlib import Path


def load_evidence(path: Path) -> OutsideEvidence:
    """Read the file strictly. Raises RuleFileError for unknown keys, wrong values and dates that are none."""
    evidence = load(path, OutsideEvidence)
    for field in fields(evidence):
        value = getattr(evidence, field.name)
        if isinstance(value, str) and not field.name.endswith("_url"):
            _refuse_no_date(path, field.name, value)
    return evidence


def _refuse_no_date(path: Path, key: str, value: str) -> None:
    try:
        datetime.fromisoformat(value)
    except ValueError:
        raise RuleFileError.of(path, line_of(path, key), "date", where=key, value=value) from None
