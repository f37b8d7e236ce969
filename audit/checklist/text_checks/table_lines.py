"""The coded lines of tables (科目), read by role, or from the plain rows where no template knows the table."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import regex

from audit.model.document import CellState, RowKind

if TYPE_CHECKING:
    from audit.model.document import Document, Row, Table
    from audit.model.places import Ref
    from audit.model.raw import RawCell, RawLine

_CODE = regex.compile(r"[1-9]\d{2}(?:\d{2}(?:\d{2})?)?")
_HAN = regex.compile(r"\p{Han}")
_BLANKS = regex.compile(r"\s+")
_AMOUNT = regex.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_CODED = frozenset({RowKind.CLASS, RowKind.SECTION, RowKind.ITEM})
_HARMLESS = frozenset({"no_unit"})
"""Doubts about a table that leave its names and blanks as they are."""
_FOLD = {ord("("): "（", ord(")"): "）", ord("“"): '"', ord("”"): '"'}


@dataclass(frozen=True, slots=True)
class CodedLine:
    """One 科目 of a table. `filled`: it has an amount; None where the cells are damaged."""

    code: str
    name: str
    filled: bool | None
    amount: Decimal | None
    ref: Ref
    table: str


@dataclass(frozen=True, slots=True)
class CodedTable:
    """The 科目 of one table. `sound`: nothing of it was lost, so that what is not there is not there."""

    caption: str
    lines: tuple[CodedLine, ...]
    sound: bool
    index: int

    def of(self, digits: int) -> tuple[CodedLine, ...]:
        """Return the lines of one level: 3 digits for 类, 5 for 款, 7 for 项."""
        return tuple(line for line in self.lines if len(line.code) == digits)

    def line(self, code: str) -> CodedLine | None:
        """Return the line of a code."""
        return next((line for line in self.lines if line.code == code), None)


def read_tables(doc: Document) -> tuple[CodedTable, ...]:
    """Return every table that has coded lines."""
    found = (_by_role(table) if table.role else _by_rows(table) for table in doc.tables)
    return tuple(table for table in found if table is not None and table.lines)


def table_of(doc: Document, tables: tuple[CodedTable, ...], roles: tuple[str, ...]) -> CodedTable | None:
    """Return the coded lines of the first table that has one of the roles, the first role first."""
    return next((t for role in roles for t in tables if doc.tables[t.index].role == role), None)


def expenditure_tables(tables: tuple[CodedTable, ...]) -> tuple[CodedTable, ...]:
    """Return the tables whose lines are functional 科目 (2xx)."""
    return tuple(t for t in tables if sum(line.code.startswith("2") for line in t.lines) * 2 > len(t.lines))


def _by_role(table: Table) -> CodedTable | None:
    rows = [row for row in table.rows if row.kind in _CODED and _CODE.fullmatch(row.code) and _HAN.search(row.name)]
    if not rows:
        return None
    sound = not set(table.quality) - _HARMLESS
    return CodedTable(table.caption, tuple(_line(table, row) for row in rows), sound, table.index)


def _line(table: Table, row: Row) -> CodedLine:
    states = {cell.state for cell in row.cells}
    amount = next((cell.value for cell in row.cells if cell.state is CellState.VALUE), None)
    filled: bool | None = amount is not None
    if amount is None and states & {CellState.DAMAGED, CellState.MERGED, CellState.TEXT}:
        filled = None
    return CodedLine(row.code, row.name, filled, amount, row.name_ref or row.ref, table.caption)


def filled_in(table: Table, code: str, column: str) -> bool | None:
    """Tell whether a coded row has an amount in a column; None where nobody can know."""
    found = table.column(column)
    row = table.row(code)
    cell = row.cell(found.index) if found and row else None
    if cell is None or cell.state in (CellState.DAMAGED, CellState.MERGED, CellState.TEXT):
        return None
    return cell.state is CellState.VALUE


def _by_rows(table: Table) -> CodedTable | None:
    """Read code, name and first amount from plain rows: a table that no template describes."""
    lines: list[CodedLine] = []
    sound = True
    for raw in table.lines:
        found = _entries(raw, table.caption)
        sound = sound and len(found) <= len({entry.code for entry in found})
        lines.extend(found)
    return CodedTable(table.caption, tuple(lines), sound, table.index) if len(lines) >= 3 else None


def _entries(raw: RawLine, caption: str) -> list[CodedLine]:
    found: list[CodedLine] = []
    cells = [(cell, clean(cell.text)) for cell in raw.cells]
    for i, (_, text) in enumerate(cells):
        if not _CODE.fullmatch(text) or i + 1 >= len(cells):
            continue
        name_cell, name = cells[i + 1]
        if not _HAN.match(name) or len(name) > 40:
            continue
        amounts = _amounts(cells[i + 2 :])
        amount = amounts[0] if amounts else None
        ref = raw.ref(name_cell.start, name_cell.end).at_cell(caption, f"{text} {name}", None)
        found.append(CodedLine(text, name, bool(amounts), amount, ref, caption))
    return found


def _amounts(cells: list[tuple[RawCell, str]]) -> list[Decimal]:
    """Return the amounts up to the next code."""
    found: list[Decimal] = []
    for i, (_, text) in enumerate(cells):
        if _CODE.fullmatch(text) and i + 1 < len(cells) and _HAN.match(cells[i + 1][1]):
            break
        if _AMOUNT.fullmatch(text) and Decimal(text.replace(",", "")):
            found.append(Decimal(text.replace(",", "")))
    return found


def clean(text: str) -> str:
    """Return a cell's text without white space, with full-width brackets."""
    bare: str = _BLANKS.sub("", text)
    return bare.translate(_FOLD)
