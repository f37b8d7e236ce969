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
    weight: Decimal = Decimal(1)
    """How much the row counts in the score."""
    waived: tuple[str, ...] = ()
    """Findings that would have turned the row and that somebody answers for; named as in `findings`."""


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
    weighted: tuple[Decimal, Decimal, Decimal] | None = None
    """Weights of the rows that pass, fail and are open, where they are not all 1; `value` is made from them."""

    @classmethod
    def of(cls, outcomes: Iterable[Outcome], formula: str, weights: Iterable[Decimal] = ()) -> Score:
        """Score the outcomes of all rows; no value where under 60 % of the applicable rows are decided."""
        outcomes = tuple(outcomes)
        weights = tuple(weights) or (Decimal(1),) * len(outcomes)
        counts = Counter(outcomes)
        sums = dict.fromkeys(Outcome, Decimal(0))
        for outcome, weight in zip(outcomes, weights, strict=True):
            sums[outcome] += weight
        passed, failed, open_ = sums[Outcome.PASS], sums[Outcome.FAIL], sums[Outcome.REVIEW]
        applicable, decided = passed + failed + open_, passed + failed
        settled = applicable > 0 and decided >= LEAST_DECIDED * applicable
        return cls(
            passed=counts[Outcome.PASS],
            failed=counts[Outcome.FAIL],
            review=counts[Outcome.REVIEW],
            not_applicable=counts[Outcome.NOT_APPLICABLE],
            value=_percent(passed, decided) if settled else None,
            low=_percent(passed, applicable),
            high=_percent(passed + open_, applicable),
            formula=formula,
            weighted=None if set(weights) <= {Decimal(1)} else (passed, failed, open_),
        )


def _percent(part: Decimal, whole: Decimal) -> float:
    """Return a percentage with one decimal, 0 of nothing."""
    if not whole:
        return 0.0
    return float((100 * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP))
