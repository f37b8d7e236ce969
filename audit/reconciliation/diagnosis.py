"""Which single slip explains a conflict: a digit mistaken, dropped, doubled or swapped, a decimal point moved."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import TYPE_CHECKING

from audit.model.values import Unit, plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.model.values import Quantity

_DIGITS = "0123456789"
_MOST_SHIFT = 4


def slips(printed: str, places: int | None = None) -> list[Decimal]:
    """Return every figure from which one slip makes the printed one, likelier slips first.

    `printed` is a figure as it stands in the text; thousands separators are passed over, and one that is written in
    words has no slips. `places`: the most decimals that such a figure is printed with, None where that is not known.
    """
    text = _bare(printed)
    stated = _read(text)
    if stated is None:
        return []
    found: dict[Decimal, None] = {}
    for candidate in (*_swapped(text), *_dropped(text), *_doubled(text), *_mistaken(text), *_shifted(stated)):
        value = _read(candidate)
        if value is not None and value != stated and (places is None or decimals(value) <= places):
            found.setdefault(value)
    return list(found)


def _bare(printed: str) -> str:
    return printed.replace(",", "").rstrip("%")


def _read(text: str) -> Decimal | None:
    """Return the figure that a text is, None where it is none: 1亿2000万, 三百."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def decimals(value: Decimal) -> int:
    """Return how many decimals a figure needs: 690.40 needs one."""
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def in_unit(quantity: Quantity, unit: Unit) -> Decimal | None:
    """Return what an amount is, in its own unit, if its digits stood before another one: 910.8 元 as 910.8 万元."""
    if not quantity.unit.is_money or not quantity.value or unit is quantity.unit:
        return None
    return quantity.value * unit.in_yuan / quantity.unit.in_yuan


def is_unit_slip(quantity: Quantity, value: Decimal, unit: Unit) -> bool:
    """Tell whether a value is what the printed digits are in the usual unit, and nothing but the unit is wrong."""
    return value == in_unit(quantity, unit)


def shown(quantity: Quantity, value: Decimal, unit: Unit) -> str:
    """Print what a figure should be, with its unit where the unit is all that is wrong."""
    return f"{plain(quantity.value)} {unit.value}" if is_unit_slip(quantity, value, unit) else plain(value)


def is_slip(printed: str, value: Decimal) -> bool:
    """Tell whether one slip makes the printed figure of a value: cut-off decimals and a point moved with them too."""
    stated = _read(_bare(printed))
    if stated is None:
        return False
    if value in slips(printed):
        return True
    places = max(0, -int(stated.as_tuple().exponent))
    return any(_cut(value.scaleb(n), places) == stated for n in range(-_MOST_SHIFT, _MOST_SHIFT + 1) if stated)


def at_slipped_digits(printed: str, value: Decimal) -> Decimal | None:
    """Return a value at the digits from which one slip makes the printed figure: 67.7 was 97.7 for 97.74."""
    for places in range(decimals(value), -1, -1):
        rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        if is_slip(printed, rounded):
            return rounded
    return None


def _cut(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_DOWN)


def _swapped(text: str) -> list[str]:
    """Two neighbouring digits that changed places."""
    pairs = [i for i in range(len(text) - 1) if text[i].isdigit() and text[i + 1].isdigit() and text[i] != text[i + 1]]
    return [text[:i] + text[i + 1] + text[i] + text[i + 2 :] for i in pairs]


def _dropped(text: str) -> list[str]:
    """A digit that was left out: put one back."""
    return [text[:i] + d + text[i:] for i in range(len(text) + 1) for d in _DIGITS]


def _doubled(text: str) -> list[str]:
    """A digit too many: take one out."""
    return [text[:i] + text[i + 1 :] for i in range(len(text)) if text[i].isdigit() and len(text) > 1]


def _mistaken(text: str) -> list[str]:
    """One digit for another."""
    return [text[:i] + d + text[i + 1 :] for i in range(len(text)) if text[i].isdigit() for d in _DIGITS]


def _shifted(value: Decimal) -> list[str]:
    """A decimal point moved, 元 for 万元."""
    return [f"{value.scaleb(n):f}" for n in range(-_MOST_SHIFT, _MOST_SHIFT + 1) if n]


def repairs(
    printed: str, fits: Callable[[Decimal], bool], *, most: int = 3, places: int | None = None
) -> list[Decimal]:
    """Return the figures that one slip away satisfy every relation, none where more than `most` do."""
    found = [value for value in slips(printed, places) if value >= 0 and fits(value)]
    # the same slip may be told with and without a trailing zero
    distinct = list(dict.fromkeys(value.normalize() for value in found))
    return distinct if len(distinct) <= most else []
