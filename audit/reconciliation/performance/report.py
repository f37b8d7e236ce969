"""Evaluation reports: what the prose says of the levels of the scoring tables, and these tables against each other."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import regex

from audit.model.claims import Status
from audit.model.findings import Category, Severity
from audit.reconciliation.bounds import same_quantity
from audit.reconciliation.performance.subjects import REPORT

if TYPE_CHECKING:
    from audit.reconciliation.performance.sheets import Indicator, Known, Sheet
    from audit.reconciliation.performance.stage import Stage
    from audit.reconciliation.performance.statements import Statement

_STOP = regex.compile(r"[。；]")
_PAUSE = regex.compile(r"[，。；]")
_NONE = Decimal(0)
_COLUMNS = {"weight": ("weight", "share"), "score": ("score",), "share": ("share", "weight"), "score_rate": ("ratio",)}

_RATES = ("ratio", "share")
_HALF = Decimal("0.5")


def settle_report(stage: Stage) -> None:
    """Hold points and shares of the levels to the summary of the scores, and the summary to the scoring table."""
    summaries = [s for s in stage.cast.whole.sheets if s.is_summary and not s.has_levels]
    for sheet in summaries:
        for statement in stage.statements:
            if statement.scene.part == REPORT and statement.measure in _COLUMNS and statement.direct:
                _level(stage, sheet, statement)
        for scoring in (s for s in stage.cast.whole.sheets if s.is_summary and s.has_levels):
            _sums(stage, sheet, scoring)


def _level(stage: Stage, sheet: Sheet, statement: Statement) -> None:
    """Compare one figure with the row of the level that its sentence names last."""
    claim = statement.claim
    text = stage.story.paragraph(claim).text
    # a clause of measure words alone goes on with the level that its sentence names
    pause = _STOP if statement.bare else _PAUSE
    start = max([0, *(m.end() for m in pause.finditer(text, 0, claim.start))])
    named = [(text.rfind(i.name, start, claim.start), i) for i in sheet.indicators]
    at, indicator = max(named, key=lambda n: n[0], default=(-1, None))
    if at < 0 or indicator is None or not stage.is_open(claim):
        return
    for key in _COLUMNS[statement.measure]:
        known = sheet.known(indicator.row, key)
        if known is None:
            continue
        # rates are printed to as many places as one likes, points are exact
        halves = (_half(claim.quantity.places), _half(known.places)) if key in _RATES else (_NONE, _NONE)
        comparison = same_quantity(claim.quantity.value, halves[0], known.value, halves[1])
        if comparison.status is Status.AGREES:
            why = stage.text("why.agrees.sheet", table=known.ref.table or "", row=indicator.name)
            stage.agrees(claim, why, [known.ref], comparison)
        elif sheet.is_sound:
            stage.disagrees(statement, comparison, [known.ref], name=indicator.name)
        return


def _sums(stage: Stage, summary: Sheet, scoring: Sheet) -> None:
    """The rows of a level in the scoring table add up to the level's row in the summary."""
    if not (summary.is_sound and scoring.is_sound):
        return
    for level in summary.indicators:
        rows = [i for i in scoring.indicators if i.first == level.name]
        for key in ("weight", "score"):
            known = summary.known(level.row, key)
            parts = [p for i in rows for p in [_part(i, key)] if p is not None]
            if known is None or not rows or len(parts) < len(rows):
                continue
            total = sum((p.value for p in parts), _NONE)
            if total != known.value:
                stage.story.findings.append(
                    stage.story.wording.finding(
                        "sheet.level_sum", "P-level_sum", Category.TABLE_CROSS, Severity.ERROR,
                        [known.ref, *(p.ref for p in parts)], stated=known.value, expected=total, name=level.name,
                        table=scoring.table.caption,
                    )
                )  # fmt: skip


def _part(indicator: Indicator, key: str) -> Known | None:
    return indicator.weight if key == "weight" else indicator.score


def _half(places: int) -> Decimal:
    """Return half a unit of the last place printed."""
    return _HALF.scaleb(-places)
