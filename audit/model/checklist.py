"""Answers to the rows of a checklist."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from audit.model.places import Ref

LEAST_DECIDED = Decimal("0.6")
"""Share of the applicable rows that must be decided before a score says anything."""


class Outcome(StrEnum):
    PASS = "pass"
    FAIL = "fail"
    REVIEW = "review"
    NOT_APPLICABLE = "n/a"


class Answer(StrEnum):
    """Answer to the form's own question (row 35 is good when `no`)."""

    YES = "yes"
    NO = "no"
    REVIEW = "review"
    NOT_APPLICABLE = "n/a"


@dataclass(frozen=True, slots=True)
class ItemResult:
    """One answered row. A pass or n/a without evidence is not possible: it is a review."""

    item: int
    id: str
    category: str
    question: str
    answer: Answer
    outcome: Outcome
    reason: str
    basis: str
    declared: str | None = None
    """是 or 否 as the department itself answered, None where it did not."""
    findings: tuple[str, ...] = ()
    """Fingerprints while checking, ids in the report."""
    evidence: tuple[Ref, ...] = ()
    good: Answer = Answer.YES
    """The answer that is good: `no` for a row that asks for what should not be."""
    abridged: bool = False
    """True where the pack's own short question stands for the official one (简写)."""


@dataclass(frozen=True, slots=True)
class Score:
    """0..100; `value` is None (未定) when under 60 % of the applicable rows are decided."""

    passed: int
    failed: int
    review: int
    not_applicable: int
    value: float | None
    low: float
    high: float
    formula: str

    @classmethod
    def of(cls, outcomes: Iterable[Outcome], formula: str) -> Score:
        """Score the outcomes of all rows; no value where under 60 % of the applicable rows are decided."""
        counts = Counter(outcomes)
        passed, failed, open_ = counts[Outcome.PASS], counts[Outcome.FAIL], counts[Outcome.REVIEW]
        applicable, decided = passed + failed + open_, passed + failed
        settled = applicable > 0 and decided >= LEAST_DECIDED * applicable
        return cls(
            passed=passed,
            failed=failed,
            review=open_,
            not_applicable=counts[Outcome.NOT_APPLICABLE],
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
