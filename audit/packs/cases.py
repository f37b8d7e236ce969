"""Loads the cases of a row strictly, so that a slip in them is told by file, line and key."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from audit.model.cases import Case
from audit.packs.strict_yaml import RuleFileError, line_of, load

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from audit.model.cases import Edit


def load_cases(path: Path) -> tuple[Case, ...]:
    """Read one file of cases. Raises RuleFileError for what no run of the cases could make sense of."""
    cases = load(path, tuple[Case, ...])
    for number, case in enumerate(cases):
        for at, edit in enumerate(case.edits):
            for kind in _wrong(edit):
                raise RuleFileError.of(path, line_of(path, number, "edits", at), kind, where=case.name)
    return cases


def _wrong(edit: Edit) -> Iterator[str]:
    """Name what is wrong with an edit, by the sentences of the strict reader."""
    if sum((bool(edit.drop), bool(edit.replace), edit.cut)) != 1:
        yield "edit_kind"
    if bool(edit.replace) != (edit.by is not None):
        yield "edit_by"
    if len(edit.within) not in (0, 2) or (edit.cut and not edit.within):
        yield "edit_within"
    for pattern in (edit.drop, edit.replace, *edit.within):
        try:
            re.compile(pattern)
        except re.error:
            yield "edit_pattern"
