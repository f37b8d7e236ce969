"""Comparison by the bounds that the printing grid allows. There is no tolerance constant."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Status
from audit.model.values import Comparator, Interval

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.values import Quantity

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Outcome of one comparison: what the digits should be, how far off they are, how far off they may be."""

    status: Status
    expected: Decimal
    difference: Decimal
    bound: Decimal
    true: Decimal = Decimal(0)
    """For a percentage: the ratio before rounding."""


def same_quantity(stated: Decimal, half: Decimal, other: Decimal, other_half: Decimal) -> Comparison:
    """Compare two printings of one quantity: they agree when some true value rounds to both.

    On one grid that leaves equal digits only; on a coarser grid the finer figure must round to the coarser one.
    """
    difference = abs(stated - other)
    bound = half + other_half
    fits = difference == 0 or difference < bound or (half != other_half and difference <= bound)
    return Comparison(Status.AGREES if fits else Status.DISAGREES, other, difference, bound)


def sums(total: Decimal, parts: Decimal, bound: Decimal) -> Comparison:
    """Compare a total with the sum of its parts; `bound` is the sum of all their half units."""
    difference = abs(total - parts)
    if difference == 0:
        status = Status.AGREES
    elif difference <= bound:
        status = Status.ROUNDING
    else:
        status = Status.DISAGREES
    return Comparison(status, parts, difference, bound)


def ratio_interval(numerator: Interval, denominator: Interval) -> Interval | None:
    """Return all percentages that a ratio may be, None where the denominator may be zero."""
    if denominator.low <= 0:
        return None
    quotients = [n / d for n in (numerator.low, numerator.high) for d in (denominator.low, denominator.high)]
    return Interval(min(quotients) * _HUNDRED, max(quotients) * _HUNDRED)


def percentage(stated: Decimal, places: int, true: Interval) -> Comparison:
    """Compare a printed percentage with the interval of the true ratio, at the digits printed.

    Off by one unit in the last printed digit (cut off, or adjusted so that shares add to 100) is rounding.
    """
    unit = Decimal(1).scaleb(-places)
    low, high = (v.quantize(unit, ROUND_HALF_UP) for v in (true.low, true.high))
    middle = true.middle.quantize(unit, ROUND_HALF_UP)
    difference = abs(stated - true.middle)
    if low <= stated <= high:
        return Comparison(Status.AGREES, middle, difference, unit / 2 + true.width / 2, true.middle)
    cut = true.middle.quantize(unit, ROUND_DOWN)
    near = stated == cut or low - unit <= stated <= high + unit
    return Comparison(
        Status.ROUNDING if near else Status.DISAGREES, middle, difference, unit / 2 + true.width / 2, true.middle
    )


def is_coarse(claim: Claim, comparison: Comparison, places: int) -> bool:
    """Tell whether a percentage that fits at its own digits does not at `places`, its trailing zeros written out."""
    own = claim.quantity.places
    if own >= places or comparison.status is Status.DISAGREES or is_loose(claim.quantity):
        return False
    half = comparison.bound - Decimal(1).scaleb(-own) / 2
    true = Interval.of(comparison.true, half)
    return percentage(claim.quantity.value, places, true).status is Status.DISAGREES


def is_loose(quantity: Quantity) -> bool:
    """Tell whether a figure is no more than a bound or a rough number (不足 210, 90% 以上, 约 120)."""
    return quantity.comparator is not Comparator.EQUAL or quantity.approximate


def loosely(quantity: Quantity, stated: Decimal, true: Interval) -> Comparison | None:
    """Hold a bound to what is true; a rough number agrees where it is near, and else nothing is known.

    `stated` is the quantity in the unit of `true`. Rough is as rough as its last digit that is no zero.
    """
    low, high = {
        Comparator.AT_LEAST: (stated, None), Comparator.MORE: (stated, None),
        Comparator.AT_MOST: (None, stated), Comparator.LESS: (None, stated),
        Comparator.EQUAL: (stated, stated),
    }[quantity.comparator]  # fmt: skip
    # 94.8 is printed as 95, and so is what is said to be more than it
    room = Decimal("0.5").scaleb(-quantity.places)
    if quantity.approximate:
        exponent = stated.normalize().as_tuple().exponent
        room = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
    fits = (low is None or true.high >= low - room) and (high is None or true.low <= high + room)
    if not fits and quantity.approximate:
        return None
    difference = Decimal(0) if fits else abs(stated - true.middle)
    return Comparison(Status.AGREES if fits else Status.DISAGREES, true.middle, difference, Decimal(0), true.middle)
