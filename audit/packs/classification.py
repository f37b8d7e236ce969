"""Reads the names of the classification (rules/classification/*.csv): code, name, the years in which it holds."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from audit.model.text_rules import ClassName
from audit.packs.strict_yaml import RuleFileError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COLUMNS = ("code", "name", "valid_from", "valid_to", "source")
LENGTHS = (3, 5, 7)


def load_classification(folder: Path) -> tuple[ClassName, ...]:
    """Read all lists. Raises RuleFileError, which names file and line, for what is no name of a code."""
    return tuple(name for path in sorted(folder.glob("*.csv")) for name in _read(path))


def _read(path: Path) -> Iterator[ClassName]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.reader(stream))
    except (UnicodeDecodeError, csv.Error) as error:
        raise RuleFileError(path, 1, "is not CSV in UTF-8") from error
    if not rows or tuple(rows[0]) != COLUMNS:
        raise RuleFileError(path, 1, f"the columns must be {', '.join(COLUMNS)}")
    seen: set[tuple[str, str]] = set()
    for line, row in enumerate(rows[1:], start=2):
        if len(row) != len(COLUMNS):
            raise RuleFileError(path, line, f"{len(COLUMNS)} cells are needed, not {len(row)}")
        code, name, first, last, source = row
        if not (code.isascii() and code.isdigit() and len(code) in LENGTHS):
            raise RuleFileError(path, line, f"'{code}' is no code of 3, 5 or 7 digits")
        if not name or not source:
            raise RuleFileError(path, line, "name and source must not be empty")
        if (code, name) in seen:
            raise RuleFileError(path, line, f"{code} {name} stands twice")
        seen.add((code, name))
        start, end = _year(path, line, first), _year(path, line, last)
        if start is not None and end is not None and end < start:
            raise RuleFileError(path, line, f"{first} comes after {last}")
        yield ClassName(code, name, start, end, source)


def _year(path: Path, line: int, text: str) -> int | None:
    if text and not (text.isascii() and text.isdigit() and len(text) == 4):
        raise RuleFileError(path, line, f"'{text}' is no year")
    return int(text) if text else None
