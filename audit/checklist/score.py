"""The score of a checklist, with its bounds."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from audit.model.checklist import Outcome, Score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.checklist import ItemResult

LEAST_DECIDED = Decimal("0.6")


def score_items(items: Iterable[ItemResult], formula: str) -> Score:
    """Score 0..100 over the decided rows; no value where under 60 % of the applicable rows are decided."""
    outcomes = [item.outcome for item in items]
    passed, failed = outcomes.count(Outcome.PASS), outcomes.count(Outcome.FAIL)
    open_ = outcomes.count(Outcome.REVIEW)
    applicable, decided = passed + failed + open_, passed + failed
    settled = applicable > 0 and decided >= LEAST_DECIDED * applicable
    return Score(
        passed=passed,
        failed=failed,
        review=open_,
        not_applicable=outcomes.count(Outcome.NOT_APPLICABLE),
        value=_percent(passed, decided) if settled else None,
        low=_percent(passed, applicable),
        high=_percent(passed + open_, applicable),
        formula=formula,
    )


def _percent(part: int, whole: int) -> float:
    """Return a percentage with one decimal, 0 of nothing."""
    if not whole:
        return 0.0
    return float((Decimal(100 * part) / Decimal(whole)).quantize(Decimal("0.1"), ROUND_HALF_UP))
