"""How a text prints its figures: the grid of its amounts, its usual unit, the decimals of its percentages."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Relation
from audit.model.values import Unit

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.document import Document

_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
_ENOUGH = 4
_HALF_OF_ALL = 0.5


@dataclass(frozen=True, slots=True)
class Printing:
    """How one text prints its figures."""

    doc: Document
    grids: dict[tuple[Unit, str], Decimal]
    """Half a unit of the finest place printed, for each unit in each part of the text."""
    usual_unit: Unit
    """The unit before which most amounts of the text stand."""
    percent_places: int
    """How many decimals most percentages are printed with."""
    firm_places: int
    """The same of those that are computed, 0 where there are too few of them."""

    @classmethod
    def of(cls, doc: Document, claims: tuple[Claim, ...]) -> Printing:
        """Look at all figures of a text."""
        return cls(doc, _grids(doc, claims), _usual_unit(claims), _usual_places(claims), _firm_places(claims))

    def half(self, claim: Claim) -> Decimal:
        """Return half a unit of the grid on which a claim's amount is printed, in its own unit."""
        if not claim.quantity.value or claim.quantity.unit is Unit.COUNT:
            # nothing and people are counted, not rounded
            return Decimal(0)
        return self.grids.get((claim.quantity.unit, _top(self.doc, claim)), _HALF.scaleb(-claim.quantity.places))

    def places_of(self, claim: Claim) -> int:
        """Return the most decimals with which figures like a claim's are printed."""
        if claim.quantity.unit is Unit.PERCENT:
            return max(claim.quantity.places, self.percent_places)
        return max(claim.quantity.places, -_exponent(self.half(claim) * 2))


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _grids(doc: Document, claims: tuple[Claim, ...]) -> dict[tuple[Unit, str], Decimal]:
    """Return half a unit of the finest place printed for each unit in each part of the text."""
    places: dict[tuple[Unit, str], int] = {}
    for claim in claims:
        if claim.quantity.unit.is_money:
            key = (claim.quantity.unit, _top(doc, claim))
            places[key] = max(places.get(key, 0), claim.quantity.places)
    return {key: _HALF.scaleb(-n) for key, n in places.items()}


def _usual_unit(claims: tuple[Claim, ...]) -> Unit:
    """Return the unit before which most amounts of the text stand."""
    counts = Counter(c.quantity.unit for c in claims if c.quantity.unit.is_money)
    return counts.most_common(1)[0][0] if counts else Unit.WAN_YUAN


def _usual_places(claims: tuple[Claim, ...]) -> int:
    """Return how many decimals most percentages of the text are printed with."""
    counts = Counter(c.quantity.places for c in claims if c.quantity.unit is Unit.PERCENT)
    return counts.most_common(1)[0][0] if counts else 1


def _firm_places(claims: tuple[Claim, ...]) -> int:
    """Return how many decimals most computed percentages are printed with, 0 where there are too few of them."""
    computed = (Relation.SHARE, Relation.COMPLETION, Relation.GROWTH)
    counts = Counter(
        c.quantity.places
        for c in claims
        if c.relation in computed and c.quantity.unit is Unit.PERCENT and c.quantity.value % _HUNDRED
    )
    usual, most = counts.most_common(1)[0] if counts else (0, 0)
    return usual if most >= _ENOUGH and most >= _HALF_OF_ALL * counts.total() else 0


def _top(doc: Document, claim: Claim) -> str:
    return doc.path_of(claim.section).split(".")[0]
