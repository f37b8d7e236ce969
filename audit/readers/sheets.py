"""One worksheet as it is seen: cells that show something or have a border, laid out as lines and rows."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

from audit.model.raw import ReadError
from audit.readers.flow import COVERED, COVERED_FROM_ABOVE, FlowCell

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.readers.flow import Flow

_REMARK = re.compile(r"[：:。，；]")


@dataclass(frozen=True, slots=True)
class SheetCell:
    """What a cell shows; `bordered` where it has a line on any side."""

    text: str
    bordered: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """A merged range: its upper left cell shows its text, the others are covered. Ends are included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(slots=True)
class Sheet:
    """The cells of a sheet by row and column, counted from 0; nothing is kept for places that show nothing."""

    name: str
    cells: dict[tuple[int, int], SheetCell] = field(default_factory=dict)
    merged: list[Range] = field(default_factory=list)

    def put(self, row: int, column: int, text: str, *, bordered: bool) -> None:
        """Keep a cell that shows something or has a border."""
        if text or bordered:
            self.cells[row, column] = SheetCell(text, bordered)


def write_sheet(flow: Flow, sheet: Sheet) -> None:
    """Add a sheet: its name as a line, then lines for what stands outside of tables, rows for what stands in them."""
    flow.text(sheet.name)
    columns = sorted({column for _, column in sheet.cells})
    rows = sorted({row for row, _ in sheet.cells})
    if len(rows) * len(columns) > flow.limits.max_cells:
        limit = flow.limits.max_cells
        raise ReadError("E108", path=flow.path, what="cells", size=len(rows) * len(columns), limit=limit)
    covered = _covered(sheet, rows, columns)
    ruled = any(cell.bordered for cell in sheet.cells.values())
    for block in _blocks(rows):
        is_row = _ruled_rows(sheet, block, columns) if ruled else _unruled_rows(sheet, block, columns)
        for belongs, run in groupby(zip(is_row, block, strict=True), key=itemgetter(0)):
            numbers = [row for _, row in run]
            if belongs:
                used = [column for column in columns if any((row, column) in sheet.cells for row in numbers)]
                flow.table([[_flow_cell(sheet, row, column, covered) for column in used] for row in numbers])
                continue
            for row in numbers:
                filled = _filled(sheet, row, columns)
                if filled:
                    flow.text("\t".join(text for _, text in filled))


def _blocks(rows: list[int]) -> Iterator[list[int]]:
    """Yield the runs of rows without an empty row between."""
    block: list[int] = []
    for row in rows:
        if block and row != block[-1] + 1:
            yield block
            block = []
        block.append(row)
    if block:
        yield block


def _covered(sheet: Sheet, rows: list[int], columns: list[int]) -> dict[tuple[int, int], FlowCell]:
    """Return the places that merged ranges cover, as far as they are used."""
    covered: dict[tuple[int, int], FlowCell] = {}
    for area in sheet.merged:
        across = columns[bisect_left(columns, area.left) : bisect_right(columns, area.right)]
        down = rows[bisect_left(rows, area.top) : bisect_right(rows, area.bottom)]
        for row in down:
            sign = COVERED if row == area.top else COVERED_FROM_ABOVE
            covered |= {(row, column): sign for column in across if (row, column) != (area.top, area.left)}
    return covered


def _flow_cell(sheet: Sheet, row: int, column: int, covered: dict[tuple[int, int], FlowCell]) -> FlowCell:
    if (row, column) in covered:
        return covered[row, column]
    cell = sheet.cells.get((row, column))
    return FlowCell(_one_line(cell.text) if cell else "")


def _filled(sheet: Sheet, row: int, columns: list[int]) -> list[tuple[int, str]]:
    """Return the texts of a row with their columns."""
    cells = ((column, sheet.cells.get((row, column))) for column in columns)
    return [(column, _one_line(cell.text)) for column, cell in cells if cell is not None and cell.text.strip()]


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _ruled_rows(sheet: Sheet, rows: list[int], columns: list[int]) -> list[bool]:
    """Tell table rows in a sheet with borders: they have some."""
    cells = ([sheet.cells.get((row, column)) for column in columns] for row in rows)
    return [any(cell is not None and cell.bordered for cell in row) for row in cells]


def _unruled_rows(sheet: Sheet, rows: list[int], columns: list[int]) -> list[bool]:
    """Tell table rows in a sheet without any border: a title above and remarks below stand in one cell alone."""
    filled = [_filled(sheet, row, columns) for row in rows]
    first = next((at for at, row in enumerate(filled) if len(row) > 1), len(filled))
    last = len(filled)
    while last > first and len(filled[last - 1]) == 1 and _is_remark(filled[last - 1][0], columns[0]):
        last -= 1
    return [first <= at < last for at in range(len(filled))]


def _is_remark(cell: tuple[int, str], first_column: int) -> bool:
    return cell[0] == first_column and bool(_REMARK.search(cell[1]))
