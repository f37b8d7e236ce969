"""The figures of the tables, by role, row and column, each with the bound that its column's printing grid allows."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.document import Cell, CellState, Document, Row, RowKind, Table
from audit.model.values import Interval, Unit, in_wan_yuan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.places import Ref
    from audit.model.rules import FunctionalClasses

_HALF = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a table: exact digits in 万元 (`value`), and half a unit of its column's grid.

    `value` is None where the cell is damaged. A blank, a zero and an empty table are exact zeros.
    """

    value: Decimal | None
    half: Decimal
    ref: Ref
    table: str
    row: str
    column: str
    key: tuple[int, int, int]
    """Table, row and column index: tells the cell from all others."""
    is_nil_table: bool = False
    is_blank: bool = False
    """True for a cell in which nothing is printed."""

    @property
    def interval(self) -> Interval | None:
        return None if self.value is None else Interval.of(self.value, self.half)


def grid_of(cells: list[Cell]) -> Decimal:
    """Return half a unit of the finest place printed among cells, 0 where none has a figure."""
    places = [_places(c.value) for c in cells if c.state is CellState.VALUE and c.value is not None]
    return _HALF.scaleb(-max(places)) if places else Decimal(0)


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True, slots=True)
class _KeyedRow:
    key: str
    row: Row
    panels: set[str]
    """Of the columns in which the row has cells."""


class FactIndex:
    """All figures of the tables with a role."""

    def __init__(self, doc: Document, classes: FunctionalClasses) -> None:
        self.doc = doc
        self._tables = {t.role: t for t in reversed(doc.tables) if t.role}
        self._class_names = {name: e.code for e in classes.classes for name in e.names}
        self._grids: dict[tuple[int, int], Decimal] = {}
        for table in doc.tables:
            for column in table.columns:
                cells = [c for row in table.rows for c in row.cells if c.column == column.index]
                self._grids[table.index, column.index] = grid_of(cells)
        self._wide = {t.index: self._table_grid(t) for t in doc.tables}
        self._rows = {role: self._keyed(table) for role, table in self._tables.items()}
        self._numbers = {id(row): number for table in doc.tables for number, row in enumerate(table.rows)}
        """By identity: rows may be equal, and the document that holds them lives as long as this index."""

    def _table_grid(self, table: Table) -> Decimal:
        found = [self._grids[table.index, c.index] for c in table.columns if self._grids[table.index, c.index]]
        return min(found, default=Decimal(0))

    def _keyed(self, table: Table) -> list[_KeyedRow]:
        """Return the rows of a table with what they are looked up by."""
        panels = {c.index: c.key.split(":", maxsplit=1)[0] for c in table.columns if ":" in c.key}
        return [
            _KeyedRow(self.effective_code(table, row), row, {panels[c.column] for c in row.cells if c.column in panels})
            for row in table.rows
        ]

    def table(self, role: str) -> Table | None:
        return self._tables.get(role)

    def effective_code(self, table: Table, row: Row) -> str:
        """Return the code of a row; a 类 whose printed code is wrong goes by what its name and its children prove."""
        if row.kind is not RowKind.CLASS:
            return row.key
        own = self._class_names.get(row.name)
        children = {r.code[:3] for r in table.rows if r.kind is RowKind.SECTION}
        if own and own != row.code and own in children and row.code not in children:
            return own
        return row.key

    def rows(self, role: str, panel: str = "") -> Iterator[tuple[str, Row, Table]]:
        """Yield the rows of a table with their keys; `panel` narrows a side-by-side table to one panel."""
        for keyed in self._rows.get(role, ()):
            if not panel or panel in keyed.panels:
                yield keyed.key, keyed.row, self._tables[role]

    def figure(self, role: str, row_key: str, column_key: str) -> Figure | None:
        """Return one figure, None where the table has no such row or column. An empty table holds zeros."""
        table = self._tables.get(role)
        if table is None:
            return None
        column = table.column(column_key)
        if column is None:
            return None
        for key, row, _ in self.rows(role, column_key.split(":", maxsplit=1)[0] if ":" in column_key else ""):
            if key == row_key:
                return self.of_cell(table, row, column.index)
        return self.nil(role, column_key) if not table.rows and row_key == "total" else None

    def nil(self, role: str, column_key: str) -> Figure | None:
        """Return the nothing that a table holds where it has no row; None where its rows were not all read."""
        table = self._tables.get(role)
        column = table.column(column_key) if table else None
        if table is None or column is None or (table.rows and table.quality):
            return None
        return Figure(
            Decimal(0),
            Decimal(0),
            self._nil_ref(table),
            table.caption,
            "",
            column.label,
            (table.index, -1, column.index),
            is_nil_table=not table.rows,
        )

    def is_of_which(self, figure: Figure) -> bool:
        """Tell whether a figure stands in a 其中 row."""
        table, row, _ = figure.key
        return row >= 0 and self.doc.tables[table].rows[row].of_which

    def _nil_ref(self, table: Table) -> Ref:
        """Return the note that says why a table is empty, else the table's own place."""
        if table.notes:
            return self.doc.paragraphs[table.notes[-1]].ref.at_cell(table.caption, "", None)
        return table.caption_ref or table.ref

    def of_cell(self, table: Table, row: Row, column: int) -> Figure | None:
        """Return the figure of a row under a column."""
        cell = row.cell(column)
        if cell is None:
            return None
        label = table.columns[column].label
        value = None if cell.amount is None else in_wan_yuan(cell.amount, cell.unit)
        half = Decimal(0)
        if cell.state is CellState.VALUE and cell.unit is not Unit.YUAN:
            half = in_wan_yuan(self._grids[table.index, column], cell.unit)
        ref = cell.ref
        if cell.state is CellState.BLANK and row.name_ref is not None:
            # an empty cell has no words of its own: its row's label shows the place
            ref = row.name_ref.at_cell(table.caption, f"{row.code} {row.name}".strip(), label)
        return Figure(
            value,
            half,
            ref,
            table.caption,
            row.name or table.caption,
            label,
            (table.index, self._numbers[id(row)], column),
            table.is_nil,
            cell.state is CellState.BLANK,
        )
