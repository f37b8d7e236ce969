"""Answers to the rows of a checklist."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from audit.model.places import Ref


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
