"""Single edits of a text, for measuring: one figure of the prose or of a table, by one operator, nothing else.

The operators of a digit need the figure alone (`operators.py`); the others need what stands around it: the word of
direction before it, its unit, the figures beside it and in the rows around it, last year's figure. An edit that could
be just as true is none and is left out: a direction that nothing else in its sentence repeats, a ratio of 100 %,
a change that rounding explains.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from random import Random
from typing import TYPE_CHECKING

from corpora.operators import DIGIT_OPERATORS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from corpora.generator import Placed, Publication

OPPOSITES = {
    "增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "上升": "下降", "提高": "降低", "降低": "提高",
    "大于": "小于", "小于": "大于", "高于": "低于", "低于": "高于", "增幅": "降幅", "降幅": "增幅",
}  # fmt: skip
RISES = ("增加", "增长", "上升", "提高", "增幅", "大于", "高于")
FALLS = ("减少", "下降", "降低", "降幅", "小于", "低于")
UNITS = {"万元": ("元", "亿元"), "亿元": ("万元",), "元": ("万元",)}
LEAST = Decimal("0.03")
"""Amounts that differ by no more may differ by rounding alone."""
_MOVES = "增加|减少|增长|下降|上升|提高|降低|增幅|降幅"
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_MOVE_BEFORE = re.compile(rf"(?P<word>{_MOVES})[了为]?\s*$")
_AMOUNT_THEN_RATE = re.compile(
    rf"(?:{_MOVES})了?\s*(?P<amount>{_NUMBER})\s*(?:万|亿)?元[，,、]?\s*(?:同比)?(?:{_MOVES})[了为]?\s*(?P<rate>{_NUMBER})\s*[%％]"
)
_COMPARED = re.compile(
    r"\s*[%％][，,]\s*(?:支出|收入)?决算数?(?P<word>大于|小于|高于|低于)(?:年初|全年|调整)?(?:后)?预算"
)
_UNIT_BEHIND = re.compile(r"\s*(?P<unit>万元|亿元|元)")
_PERCENT_BEHIND = re.compile(r"\s*[%％]")
_THAN_LAST_YEAR = re.compile(
    rf"[^。；\d]{{0,14}}[。；，]?\s*(?:与|比|较|同)\s*(?:上年|20\d\d\s*年)(?:度)?(?:相比)?[^。；\d]{{0,24}}"
    rf"(?P<word>增加|减少)\s*(?P<change>{_NUMBER})\s*万元"
)


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a figure's digits stand. `where` is prose or cell; `line` counts from 1."""

    line: int
    start: int
    end: int
    where: str


@dataclass(frozen=True, slots=True)
class Change:
    """One edit: on the spot's line the characters from `start` to `end` become `new`."""

    operator: str
    spot: Spot
    start: int
    end: int
    old: str
    new: str

    @property
    def span(self) -> tuple[int, int]:
        """Return the changed characters, with the figure that they are about, as they stand after the edit."""
        grown = len(self.new) - len(self.old)
        figure = self.spot.end + (grown if self.start < self.spot.end else 0)
        return min(self.start, self.spot.start), max(self.start + len(self.new), figure)

    def on(self, lines: Sequence[str]) -> list[str]:
        """Return the lines after the edit."""
        row = lines[self.spot.line - 1]
        changed = row[: self.start] + self.new + row[self.end :]
        return [*lines[: self.spot.line - 1], changed, *lines[self.spot.line :]]


class Surroundings:
    """A text with the spots of its figures, and what stands around each."""

    def __init__(self, lines: Sequence[str], spots: Iterable[Spot]) -> None:
        self.lines = lines
        self.spots = tuple(spots)
        self._on_line: dict[int, list[Spot]] = defaultdict(list)
        self._cells: dict[tuple[int, int], Spot] = {}
        self._equal: dict[Decimal, list[Spot]] = defaultdict(list)
        self._last_years: dict[Decimal, Decimal] = {}
        for spot in self.spots:
            self._on_line[spot.line].append(spot)
            if spot.where == "cell":
                self._cells[spot.line, self._column(spot)] = spot
                self._equal[self.value(spot)].append(spot)
        for spot in self.spots:
            last = self._stated_last_year(spot)
            if last is not None:
                self._last_years.setdefault(self.value(spot), last)

    def printed(self, spot: Spot) -> str:
        return self.lines[spot.line - 1][spot.start : spot.end]

    def value(self, spot: Spot) -> Decimal:
        return number(self.printed(spot))

    def is_percent(self, spot: Spot) -> bool:
        return bool(_PERCENT_BEHIND.match(self.lines[spot.line - 1], spot.end))

    def changes(self, spot: Spot, operator: str, rng: Random) -> Iterator[Change]:
        """Yield the edits of one figure by one operator that make the text false."""
        printed = self.printed(spot)
        if operator in DIGIT_OPERATORS:
            new = DIGIT_OPERATORS[operator](printed, rng)
            if new is not None and self._is_told(spot, new):
                yield Change(operator, spot, spot.start, spot.end, printed, new)
        elif operator in _WORDS:
            yield from _WORDS[operator](self, spot)
        else:
            for new in dict.fromkeys(_FIGURES[operator](self, spot)):
                if self._is_told(spot, new):
                    yield Change(operator, spot, spot.start, spot.end, printed, new)

    def _is_told(self, spot: Spot, new: str) -> bool:
        """Tell whether another figure in this place is more than rounding."""
        old, other = self.value(spot), number(new)
        if not self.is_percent(spot):
            return abs(other - old) > LEAST
        return abs(other - old) > max(_unit(old), _unit(other) / 2)

    def _column(self, spot: Spot) -> int:
        return self.lines[spot.line - 1].count("\t", 0, spot.start)

    def _is_row(self, line: int) -> bool:
        return 0 < line <= len(self.lines) and "\t" in self.lines[line - 1]

    def _in_column(self, spot: Spot, step: int) -> Iterator[Spot]:
        """Yield the figures of the same column, row by row away from one."""
        line = spot.line + step
        while self._is_row(line):
            found = self._cells.get((line, self._column(spot)))
            if found is not None:
                yield found
            line += step

    def _others(self, spot: Spot, spots: Iterable[Spot | None]) -> list[Spot]:
        """Return figures of the same kind with other values."""
        own, kind = self.value(spot), self.is_percent(spot)
        found = [s for s in spots if s is not None and s.where == spot.where and self.is_percent(s) is kind]
        return [s for s in found if self.value(s) not in (own, 0)]

    def neighbours(self, spot: Spot) -> Iterator[str]:
        """Yield the nearest figures: of the same line, for a cell of the rows above and below too."""
        line = sorted(self._others(spot, self._on_line[spot.line]), key=lambda s: abs(s.start - spot.start))
        yield from (self.printed(s) for s in line[:2])
        if spot.where == "cell":
            near = [next(self._in_column(spot, step), None) for step in (-1, 1)]
            yield from (self.printed(s) for s in self._others(spot, near))

    def of_wrong_row(self, spot: Spot) -> Iterator[str]:
        """Yield figures of other rows of the same column: for prose of the cell that prints the same figure."""
        if spot.where == "cell":
            far = [s for step in (-1, 1) for s in list(self._in_column(spot, step))[1:4]]
            yield from (self.printed(s) for s in self._others(spot, far))
            return
        if self.is_percent(spot):
            return
        for cell in self._equal.get(self.value(spot), ())[:2]:
            near = [next(self._in_column(cell, step), None) for step in (-1, 1)]
            yield from (self.printed(s) for s in self._others(cell, near))

    def of_last_year(self, spot: Spot) -> Iterator[str]:
        """Yield last year's figure of a total that the prose compares with last year's."""
        last = self._last_years.get(self.value(spot))
        if last is not None and not self.is_percent(spot):
            yield f"{last:f}"

    def _stated_last_year(self, spot: Spot) -> Decimal | None:
        """Return last year's level of a stated one: the level less the change that is said right after it."""
        if spot.where != "prose":
            return None
        unit = _UNIT_BEHIND.match(self.lines[spot.line - 1], spot.end)
        said = _THAN_LAST_YEAR.match(self.lines[spot.line - 1], unit.end()) if unit else None
        if unit is None or unit["unit"] != "万元" or said is None:
            return None
        change = number(said["change"])
        last = self.value(spot) - (change if said["word"] == "增加" else -change)
        return last if last > 0 else None

    def inverted(self, spot: Spot) -> Iterator[str]:
        """Yield a ratio's inverse in percent."""
        value = self.value(spot)
        if value and self.is_percent(spot):
            yield f"{(Decimal(10_000) / value).quantize(_unit(value)):f}"

    def of_sign(self, spot: Spot) -> Iterator[Change]:
        """Yield the opposite direction where its sentence says the direction twice; a minus before a cell."""
        row = self.lines[spot.line - 1]
        if spot.where == "cell":
            if self.value(spot):
                old = self.printed(spot)
                yield Change("sign", spot, spot.start, spot.end, old, f"-{old}")
            return
        twice = any(spot.start in (m.start("amount"), m.start("rate")) for m in _AMOUNT_THEN_RATE.finditer(row))
        word = _MOVE_BEFORE.search(row, 0, spot.start) if twice else _COMPARED.match(row, spot.end)
        if word is not None and self.value(spot) and not (self.value(spot) == 100 and not twice):
            start, end = word.span("word")
            yield Change("sign", spot, start, end, word["word"], OPPOSITES[word["word"]])

    def of_unit(self, spot: Spot) -> Iterator[Change]:
        """Yield another unit behind a figure; a cell printed in 元 under a head in 万元."""
        if not self.value(spot) or self.is_percent(spot):
            return
        if spot.where == "cell":
            old = self.printed(spot)
            new = f"{(self.value(spot) * 10_000).quantize(Decimal(1)):f}"
            yield Change("unit", spot, spot.start, spot.end, old, new)
            return
        unit = _UNIT_BEHIND.match(self.lines[spot.line - 1], spot.end)
        if unit is not None:
            start, end = unit.span("unit")
            yield from (Change("unit", spot, start, end, unit["unit"], new) for new in UNITS[unit["unit"]])


_FIGURES: dict[str, Callable[[Surroundings, Spot], Iterator[str]]] = {
    "neighbour": Surroundings.neighbours,
    "wrong_row": Surroundings.of_wrong_row,
    "stale_year": Surroundings.of_last_year,
    "inverted": Surroundings.inverted,
}
_WORDS: dict[str, Callable[[Surroundings, Spot], Iterator[Change]]] = {
    "sign": Surroundings.of_sign,
    "unit": Surroundings.of_unit,
}
OPERATORS = (*DIGIT_OPERATORS, *_FIGURES, *_WORDS)


def number(printed: str) -> Decimal:
    """Return the value of printed digits. Raises ValueError where they are no number."""
    try:
        return Decimal(printed.replace(",", ""))
    except InvalidOperation as error:
        raise ValueError(printed) from error


def _unit(value: Decimal) -> Decimal:
    """Return one unit in the last place of a printed figure."""
    exponent = value.as_tuple().exponent
    return Decimal(1).scaleb(min(0, exponent if isinstance(exponent, int) else 0))


def verifiable(placed: Placed) -> bool:
    """Tell whether a table or arithmetic settles a figure."""
    stated = placed.stated
    settled = stated.kind in ("amount", "percent") and stated.verifiable in ("table", "arith")
    return settled and bool(re.fullmatch(_NUMBER, stated.printed)) and bool(number(stated.printed))


def spots_of(publication: Publication) -> list[Spot]:
    """Return where the figures of a generated publication stand that something settles."""
    lines = publication.lines
    placed = [p for p in publication.placed if verifiable(p)]
    spots = [Spot(p.line, p.start, p.start + len(p.stated.printed), p.where) for p in placed]
    return [s for p, s in zip(placed, spots, strict=True) if lines[s.line - 1].startswith(p.stated.printed, s.start)]


def mutations(publication: Publication, *, where: str = "", operators: tuple[str, ...] = ()) -> Iterator[Change]:
    """Yield every edit of every verifiable figure. `where` is prose, cell or "" for both."""
    around = Surroundings(publication.lines, spots_of(publication))
    for n, spot in enumerate(around.spots):
        rng = Random(f"{publication.template}/{publication.seed}/{n}")  # noqa: S311 - repeatable
        for operator in operators or OPERATORS:
            if not where or spot.where == where:
                yield from around.changes(spot, operator, rng)
