"""Targets that were missed in a table which says that nothing deviates from them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import CellState
from audit.model.findings import Category, Severity
from audit.reconciliation.performance.sheets import value_of
from audit.reconciliation.performance.values import falls_short

if TYPE_CHECKING:
    from audit.model.places import Ref
    from audit.reconciliation.performance.sheets import Indicator, Sheet
    from audit.reconciliation.performance.stage import Stage


def settle_unexplained(stage: Stage) -> None:
    """Hold the row for the causes of deviations to the indicators; where points were taken off, they say it."""
    for sheet in stage.cast.sheets():
        if not sheet.is_sound or any(indicator.score is not None for indicator in sheet.indicators):
            continue
        missed = [indicator for indicator in sheet.indicators if _is_missed(indicator)]
        denied = _denied(stage, sheet) if missed else None
        for indicator in missed if denied is not None else []:
            if indicator.actual is None or indicator.target is None or denied is None:
                continue
            stage.story.findings.append(
                stage.story.wording.finding(
                    "sheet.unexplained", "P-unexplained", Category.LOGIC, Severity.WARNING,
                    [indicator.actual.ref, indicator.target.ref, denied], name=indicator.name,
                    stated=indicator.actual.text, expected=indicator.target.text, detail=denied.quote,
                )
            )  # fmt: skip


def _is_missed(indicator: Indicator) -> bool:
    target, actual = value_of(indicator.target), value_of(indicator.actual)
    if target is None or actual is None or indicator.actual is None:
        return False
    return indicator.actual.state in (CellState.VALUE, CellState.TEXT) and falls_short(target, actual)


def _denied(stage: Stage, sheet: Sheet) -> Ref | None:
    """Return the cell for the causes of deviations that says that there are none."""
    label, none = ("|".join(stage.rules.words[key]) for key in ("deviation_reason", "no_deviation"))
    for line in sheet.table.lines:
        cells = [cell for cell in line.cells if cell.text.strip()]
        for head, cell in pairwise(cells):
            if regex.search(label, head.text) and regex.search(none, cell.text.strip()):
                return line.ref(cell.start, cell.end)
    return None
