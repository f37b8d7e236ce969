"""Figures that one publication shares with another: of the year before, of the budget, of a subordinate unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from audit.model.claims import Status
from audit.model.document import PublicationType
from audit.model.places import Ref
from audit.model.values import Interval


@dataclass(frozen=True, slots=True)
class Locator:
    """A cell that holds a figure: role, row key and column key."""

    role: str
    row: str
    column: str


class Stated(StrEnum):
    """What a publication states of a total: its own figure, or one that another publication holds."""

    OWN = "own"
    LAST_YEAR = "last_year"
    LAST_BUDGET = "last_budget"
    INITIAL_BUDGET = "initial_budget"


@dataclass(frozen=True, slots=True)
class KeyFact:
    """One figure that can be held against another publication; `value` and `half` in 万元.

    `doubtful` is true where the publication itself contradicts the figure: a conflict may then be its own.
    """

    key: str
    label: str
    stated: Stated
    value: Decimal
    half: Decimal
    places: tuple[Ref, ...]
    derived: bool = False
    """True where it is computed: this year's figure less the rise that the text states."""
    doubtful: bool = False

    @property
    def interval(self) -> Interval:
        return Interval.of(self.value, self.half)


@dataclass(frozen=True, slots=True)
class Total:
    """A figure by which publications are compared: the cells that hold it, the first that is there counts.

    `concepts`: what the prose calls it where no table holds it.
    """

    key: str
    label: str
    cells: tuple[Locator, ...] = ()
    concepts: tuple[str, ...] = ()
    by_code: bool = False
    """True where every 科目 of the cells' tables is a figure of its own."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A figure of one publication and the figure of another one that it must equal."""

    own: str
    other: str


@dataclass(frozen=True, slots=True)
class Link:
    """What a publication shares with another one of the same body.

    `stated`: the figures that are compared under their own key; `pairs`: own figures under two keys. `back`: how many
    years earlier the other one is.
    """

    id: str
    publication_type: PublicationType
    against: PublicationType
    message: str
    basis: str
    back: int = 0
    stated: Stated = Stated.OWN
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitSum:
    """A department against the sum of its units. Where a unit has `transfers`, the figures would be counted twice."""

    id: str
    message: str
    basis: str
    totals: tuple[str, ...] = ()
    by_code: tuple[str, ...] = ()
    open_totals: tuple[str, ...] = ()
    """Totals that hold transfers between the units; they are summed only where there are none."""
    transfers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChainRules:
    """What rules/relations/chains.yaml says."""

    totals: tuple[Total, ...] = ()
    links: tuple[Link, ...] = ()
    units: tuple[UnitSum, ...] = ()
    explained: tuple[str, ...] = ()
    """Patterns of sentences that explain a difference between two publications: it is left to a person then."""
    reasons: dict[str, str] = field(default_factory=dict)
    """Why two figures could not be compared."""
    unit_columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Heads of the list of units: department, unit, year."""


@dataclass(frozen=True, slots=True)
class Head:
    """Whose publication of which year and kind a report is of; `name` is its folder."""

    name: str
    entity: str
    year: int
    publication_type: PublicationType
    units: tuple[str, ...] = ()
    """The bodies whose sum it is, where evidence.yaml lists them."""


@dataclass(frozen=True, slots=True)
class Published:
    """What a comparison needs to know of one audited publication."""

    name: str
    """Its folder under the output folder."""
    entity: str
    year: int
    publication_type: PublicationType
    facts: tuple[KeyFact, ...]
    is_explained: bool = False
    """True where its text explains why figures differ from those of another publication."""
    units: tuple[str, ...] = ()

    @property
    def head(self) -> Head:
        """Return whose publication it is."""
        return Head(self.name, self.entity, self.year, self.publication_type, self.units)


@dataclass(frozen=True, slots=True)
class UnitEntry:
    """One line of a list of units; without a year it holds for all of them."""

    department: str
    unit: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """Where a figure stands: the publication's folder, its year and kind, and the places there."""

    name: str
    places: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures of different publications and whether they agree. `why` says why they could not be compared."""

    rule: str
    status: Status
    entity: str
    year: int
    key: str
    label: str
    stated: Decimal
    expected: Decimal | None
    difference: Decimal | None
    bound: Decimal | None
    message: str
    basis: str
    why: str
    own: Side
    others: tuple[Side, ...]
