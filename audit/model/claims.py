"""What one clause of the prose states, and what became of it in reconciliation."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from audit.model.places import Ref
from audit.model.values import Quantity


class Relation(StrEnum):
    LEVEL = "level"
    SHARE = "share"
    CHANGE = "change"
    GROWTH = "growth"
    COMPLETION = "completion"
    PART_OF = "part_of"
    COUNT = "count"
    SCORE = "score"
    OTHER = "other"


class Measure(StrEnum):
    """Which of the figures of one concept is meant."""

    FINAL = "final_amount"
    INITIAL_BUDGET = "initial_budget"
    FULL_YEAR_BUDGET = "full_year_budget"
    ADJUSTED_BUDGET = "adjusted_budget"
    BUDGET = "budget"
    EXECUTED = "executed_amount"
    TARGET = "target_value"
    ACTUAL = "actual_value"
    WEIGHT = "weight"
    SCORE = "score"
    NONE = ""

    @property
    def is_budget(self) -> bool:
        """Tell whether it says what was planned, at whatever stage of the year."""
        return self in _BUDGETS


_BUDGETS = frozenset({Measure.INITIAL_BUDGET, Measure.FULL_YEAR_BUDGET, Measure.ADJUSTED_BUDGET, Measure.BUDGET})


class Period(StrEnum):
    CURRENT = "current"
    LAST = "last"
    OPENING = "opening"
    CLOSING = "closing"


@dataclass(frozen=True, slots=True)
class Concept:
    """What a figure is about: canonical name, the words that said so, and where they stand in the paragraph."""

    key: str
    """Canonical concept of the lexicon (`revenue_total`), `line:<name>` for a table line, `code:<code>` for a 科目."""
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Base:
    """What a ratio or a change is relative to."""

    concept: str
    """Canonical concept, "" for the claim's own concept."""
    measure: Measure
    period: Period
    words: str = ""


@dataclass(frozen=True, slots=True)
class Claim:
    """One stated figure with its meaning. Offsets are in the paragraph's text."""

    index: int
    paragraph: int
    start: int
    end: int
    clause_start: int
    clause_end: int
    quantity: Quantity
    relation: Relation
    concept: Concept | None
    measure: Measure
    period: Period
    fund: str
    section: int
    subject: str = ""
    base: Base | None = None
    direction: int = 0
    """+1 rise, -1 fall, 0 where no direction is said."""
    head: int | None = None
    """Index of the claim of which this one is a part (其中)."""
    about: int | None = None
    """Index of the claim that a ratio or a rate is of: the level, or for growth the change, said before it."""
    against: int | None = None
    """Index of the budget that a completion rate is measured against, where the item states it."""
    listing: int = 0
    """Number of the list in its paragraph: parts of one head may be listed twice, by 科目 and by project."""
    group: int = 0
    """Item of the enumeration: claims are only ever related inside one."""


class Status(StrEnum):
    AGREES = "agrees"
    ROUNDING = "rounding"
    DISAGREES = "disagrees"
    UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What reconciliation made of a claim. `evidence` is empty only for `unverified`."""

    claim: int
    status: Status
    why: str
    evidence: tuple[Ref, ...] = ()
    expected: str = ""
    difference: Decimal | None = None
    bound: Decimal | None = None
