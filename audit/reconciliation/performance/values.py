"""Values as indicators print them: ≥95%, ≤24小时, 约6.9亿条, 1154台. Figures with what they count."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import regex

from audit.model.values import Comparator, Unit
from audit.reconciliation.bounds import Comparison, same_quantity

if TYPE_CHECKING:
    from audit.model.values import Quantity

_HALF = Decimal("0.5")
_SCALES = {"万": Decimal(10_000), "亿": Decimal(100_000_000)}
_SIGNS = {
    "≥": Comparator.AT_LEAST, "≫": Comparator.AT_LEAST, ">": Comparator.MORE,
    "≤": Comparator.AT_MOST, "≪": Comparator.AT_MOST, "<": Comparator.LESS,
}  # fmt: skip
_FIGURE = regex.compile(
    r"(?P<sign>[<>≥≤≪≫=])?约?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"(?P<scale>[万亿])?(?P<unit>%|[\p{Han}A-Za-z]{0,6}(?:/[\p{Han}A-Za-z]{1,4})?)"
)
_WHOLE = regex.compile(r"^[^\d]{0,2}$")
_MOST_TAIL = 8


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure with its unit: `unit` is % or what is counted, "" where nothing stands behind it."""

    value: Decimal
    half: Decimal
    unit: str
    sign: Comparator = Comparator.EQUAL

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"


def figures_in(text: str) -> tuple[Printed, ...]:
    """Return all figures of a text."""
    return tuple(_printed(m) for m in _FIGURE.finditer(text))


def printed(text: str) -> Printed | None:
    """Return the figure that a whole cell is, None for words and for several figures."""
    found = list(_FIGURE.finditer(text))
    if len(found) != 1 or not _WHOLE.match(text[: found[0].start()]) or len(text) - found[0].end() > _MOST_TAIL:
        return None
    return _printed(found[0])


def _printed(match: regex.Match[str]) -> Printed:
    number = Decimal(match["number"].replace(",", ""))
    exponent = number.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    scale = _SCALES.get(match["scale"] or "", Decimal(1))
    return Printed(
        number * scale, _HALF.scaleb(-places) * scale, match["unit"], _SIGNS.get(match["sign"] or "", Comparator.EQUAL)
    )


def of_quantity(quantity: Quantity) -> Printed:
    """Return a stated figure in the same shape."""
    unit = "%" if quantity.unit is Unit.PERCENT else quantity.counter
    if quantity.unit is Unit.SCORE:
        unit = quantity.unit.value
    elif quantity.unit.is_money:
        return Printed(
            quantity.value * quantity.unit.in_yuan,
            _HALF.scaleb(-quantity.places) * quantity.unit.in_yuan,
            Unit.YUAN.value,
            quantity.comparator,
        )
    scale = _SCALES.get(unit[:1], Decimal(1)) if len(unit) > 1 or unit in _SCALES else Decimal(1)
    if scale != 1:
        unit = unit[1:]
    half = _HALF.scaleb(-quantity.places) * scale
    return Printed(quantity.value * scale, half, unit, quantity.comparator)


def same_kind(one: Printed, other: Printed) -> bool:
    """Tell whether two figures count the same thing, as far as their units say."""
    if one.is_percent or other.is_percent:
        return one.unit == other.unit
    return not one.unit or not other.unit or one.unit.startswith(other.unit) or other.unit.startswith(one.unit)


def compare(one: Printed, other: Printed) -> Comparison | None:
    """Compare two figures of one kind at the digits of the coarser; None where they count different things."""
    if not same_kind(one, other):
        return None
    return same_quantity(one.value, one.half, other.value, other.half)


def falls_short(target: Printed, actual: Printed) -> bool:
    """Tell whether what was reached breaks a target that says at least or at most."""
    if not same_kind(target, actual) or actual.sign is not Comparator.EQUAL:
        return False
    if target.sign in (Comparator.AT_LEAST, Comparator.MORE):
        return actual.value + actual.half < target.value
    if target.sign in (Comparator.AT_MOST, Comparator.LESS):
        return actual.value - actual.half > target.value
    return False
