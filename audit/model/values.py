"""Quantities with their units, and the intervals that printed figures stand for. Decimal only, never float."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Unit(StrEnum):
    """Unit of a quantity; the value is what a report prints."""

    YUAN = "元"
    WAN_YUAN = "万元"
    YI_YUAN = "亿元"
    PERCENT = "%"
    POINT = "百分点"
    SCORE = "分"
    COUNT = ""
    """Counted things; the counter (辆, 批次, 人次 ...) stands beside it."""
    NONE = "-"

    @property
    def is_money(self) -> bool:
        return self in _YUAN_PER

    @property
    def in_yuan(self) -> Decimal:
        """How many yuan one unit is. Raises KeyError for units that are not money."""
        return _YUAN_PER[self]


_YUAN_PER = {Unit.YUAN: Decimal(1), Unit.WAN_YUAN: Decimal(10_000), Unit.YI_YUAN: Decimal(100_000_000)}


def in_wan_yuan(value: Decimal, unit: Unit) -> Decimal:
    """Return an amount of a unit in 万元; what is no money stays as it is."""
    return value * unit.in_yuan / Unit.WAN_YUAN.in_yuan if unit.is_money else value


def from_wan_yuan(value: Decimal, unit: Unit) -> Decimal:
    """Return an amount of 万元 in another unit; what is no money stays as it is."""
    return value * Unit.WAN_YUAN.in_yuan / unit.in_yuan if unit.is_money else value


class Comparator(StrEnum):
    EQUAL = "="
    AT_LEAST = "≥"
    MORE = ">"
    AT_MOST = "≤"
    LESS = "<"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A figure as printed: value in its own unit, and how it was printed."""

    value: Decimal
    unit: Unit
    printed: str
    counter: str = ""
    comparator: Comparator = Comparator.EQUAL
    approximate: bool = False

    @property
    def places(self) -> int:
        """Number of decimal places as printed."""
        exponent = self.value.as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    @property
    def kind(self) -> str:
        """Kind as the report names it: amount, percent or count."""
        if self.unit.is_money:
            return "amount"
        return "percent" if self.unit is Unit.PERCENT else "count"


@dataclass(frozen=True, slots=True)
class Interval:
    """All true values that a printed figure may stand for, from `low` to `high`."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, value: Decimal, half: Decimal) -> Interval:
        return cls(value - half, value + half)

    @classmethod
    def exact(cls, value: Decimal) -> Interval:
        return cls(value, value)

    def __add__(self, other: Interval) -> Interval:
        return Interval(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Interval) -> Interval:
        return Interval(self.low - other.high, self.high - other.low)

    def scaled(self, factor: Decimal) -> Interval:
        """Return the interval times a factor that is not negative."""
        return Interval(self.low * factor, self.high * factor)

    def meets(self, other: Interval) -> bool:
        return self.low <= other.high and other.low <= self.high

    @property
    def width(self) -> Decimal:
        return self.high - self.low

    @property
    def middle(self) -> Decimal:
        return (self.low + self.high) / 2


def plain(value: Decimal) -> str:
    """Print a Decimal without exponent and without trailing zeros: 690.40 -> 690.4."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text
