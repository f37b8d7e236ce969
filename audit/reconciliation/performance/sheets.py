"""What a self-evaluation table or a scoring table says: money, total, indicators, each with its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

import regex

from audit.model.document import CellState, Row, Table
from audit.model.values import Unit
from audit.reconciliation.performance.values import Printed, printed

if TYPE_CHECKING:
    from audit.model.document import Cell, Document
    from audit.model.places import Ref

_HALF = Decimal("0.5")
_WAN = Unit.WAN_YUAN.in_yuan
_NEAR_WAN = (Decimal(9_000), Decimal(11_000))
_LIST = "、"
_BRACKETS = regex.compile(r"（[^（）]*）")
_UNSOUND = frozenset({"row_cells", "header_cells", "header", "damaged_cells"})
_PROJECT, _WHOLE = "self_evaluation", "whole_self_evaluation"
_SUMMARY = "score_summary"
_SCORING = ("scoring", _SUMMARY)


@dataclass(frozen=True, slots=True)
class Known:
    """A figure of a table: amounts in 万元 as the table declares its unit, points and percentages as printed."""

    value: Decimal
    half: Decimal
    ref: Ref
    places: int = 0

    def near(self, stated: Decimal) -> Known:
        """Return the amount in 万元 where a place beside it proves that it is printed in 元 (a ratio of 10,000)."""
        if stated and _NEAR_WAN[0] < self.value / stated < _NEAR_WAN[1]:
            return Known(self.value / _WAN, self.half / _WAN, self.ref, self.places)
        return self


@dataclass(frozen=True, slots=True)
class Indicator:
    """One row of the list of indicators."""

    name: str
    row: Row
    first: str
    second: str
    target: Cell | None
    actual: Cell | None
    weight: Known | None
    label_weight: Known | None
    score: Known | None

    @property
    def ref(self) -> Ref:
        return self.row.name_ref or self.row.ref


class Sheet:
    """One table with its figures by name."""

    def __init__(self, table: Table, grid: Decimal) -> None:
        self.table = table
        self.fixes: dict[Ref, Decimal] = {}
        """Cells that this settlement has proven wrong, with what they should be."""
        self.grid = grid
        self.name = table.subject
        self.is_whole = table.role == _WHOLE
        self.is_summary = table.role in _SCORING
        self.has_levels = table.role != _SUMMARY
        self.keys = {column.index: column.key for column in table.columns}
        self.labels = {column.key: column.label for column in table.columns}
        self.funds_row = table.row("funds")
        self.total_row = table.row("total")
        rows = [self._indicator(row) for row in table.rows if row.key.startswith("indicator:")]
        self.indicators = tuple(rows)
        self.parts = tuple(part for indicator in rows for part in _parts_of(indicator))

    @property
    def is_sound(self) -> bool:
        """True where nothing of the table is known to be lost or misplaced."""
        return not _UNSOUND & set(self.table.quality)

    def cell(self, row: Row | None, key: str) -> Cell | None:
        if row is None:
            return None
        return next((c for c in row.cells if self.keys[c.column] == key), None)

    def known(self, row: Row | None, key: str) -> Known | None:
        """Return the figure of a cell, None where it has none or is damaged."""
        cell = self.cell(row, key)
        if cell is None or cell.value is None or cell.state not in (CellState.VALUE, CellState.ZERO):
            return None
        places = _places(cell.value)
        if cell.ref in self.fixes:
            return Known(self.fixes[cell.ref], self.grid if cell.unit.is_money else Decimal(0), cell.ref, places)
        if cell.unit.is_money:
            factor = cell.unit.in_yuan / _WAN
            half = Decimal(0) if cell.unit is Unit.YUAN else self.grid * factor
            return Known(cell.value * factor, half, cell.ref, places)
        # points are exact where they are whole
        half = _HALF.scaleb(-places) if places or cell.unit is Unit.PERCENT else Decimal(0)
        return Known(cell.value, half, cell.ref, places)

    def funds(self, key: str) -> Known | None:
        return self.known(self.funds_row, key)

    def part(self, key: str) -> Known | None:
        """Return 基本支出总额 or 项目支出总额."""
        return self.known(self.table.row(key), "executed")

    @property
    def total(self) -> Known | None:
        return self.known(self.total_row, "score")

    def _indicator(self, row: Row) -> Indicator:
        first, second = self.cell(row, "first"), self.cell(row, "second")
        return Indicator(
            name=row.name,
            row=row,
            first=_BRACKETS.sub("", first.text) if first else "",
            second=_BRACKETS.sub("", second.text) if second else "",
            target=self.cell(row, "target"),
            actual=self.cell(row, "actual"),
            weight=self.known(row, "weight") or self.known(row, "label_weight"),
            label_weight=self.known(row, "label_weight"),
            score=self.known(row, "score"),
        )


def _parts_of(indicator: Indicator) -> list[Indicator]:
    """Part a row that lists several names with as many values: 甲率、乙率 | 90%、80% | 95%、80%."""
    names = indicator.name.split(_LIST)
    values = [_split(indicator.target, len(names)), _split(indicator.actual, len(names))]
    if len(names) < 2 or not any(values):
        return []
    return [
        replace(
            indicator,
            name=name,
            target=values[0][n] if values[0] else None,
            actual=values[1][n] if values[1] else None,
            weight=None,
            label_weight=None,
            score=None,
        )
        for n, name in enumerate(names)
    ]


def _split(cell: Cell | None, count: int) -> list[Cell]:
    texts = cell.text.split(_LIST) if cell is not None else []
    return [replace(cell, text=text) for text in texts] if cell is not None and len(texts) == count else []


def value_of(cell: Cell | None) -> Printed | None:
    """Return the figure that a target or an actual value is."""
    if cell is None or cell.state in (CellState.DAMAGED, CellState.MERGED):
        return None
    return printed(cell.text)


def sheets_of(doc: Document) -> tuple[Sheet, ...]:
    """Return all self-evaluation and scoring tables of a document."""
    tables = [t for t in doc.tables if t.role in (_PROJECT, _WHOLE, *_SCORING) and t.rows]
    amounts = [
        c.value for t in tables for row in t.rows for c in row.cells
        if c.value is not None and c.unit is Unit.WAN_YUAN and c.state is CellState.VALUE
    ]  # fmt: skip
    places = max((_places(value) for value in amounts), default=0)
    return tuple(Sheet(table, _HALF.scaleb(-places)) for table in tables)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
