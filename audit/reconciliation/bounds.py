"""Comparison by the bounds that the printing grid allows. There is no tolerance constant."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Status
from audit.model.values import Interval

if TYPE_CHECKING:
    from audit.model.claims import Claim

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
    if own >= places or comparison.status is Status.DISAGREES:
        return False
    half = comparison.bound - Decimal(1).scaleb(-own) / 2
    true = Interval.of(comparison.true, half)
    return percentage(claim.quantity.value, places, true).status is Status.DISAGREES
