"""Characters into the cells of ruled tables. A character that stands in no cell is left to the lines of text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.readers.pdf_geometry import Char, contains
from audit.readers.pdf_lines import cell_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.model.places import BBox
    from audit.readers.pdf_rules import Grid, GridCell

_RUN_GAP = 0.1
"""Characters that follow one another at less than this share of their size were set as one word."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """One place in a row: its text, or `merged` where a neighbour's box covers it; `bbox` is then the neighbour's.

    `full` says that the text leaves no room in its last line.
    """

    text: str
    merged: bool
    bbox: BBox | None
    full: bool = False
    confidence: float | None = None
    """How sure the reading is, None where the text was not recognised from a picture."""


@dataclass(frozen=True, slots=True)
class TableRow:
    cells: tuple[TableCell, ...]
    bbox: BBox


@dataclass(frozen=True, slots=True)
class PageTable:
    rows: tuple[TableRow, ...]
    bbox: BBox


def fill_grids(grids: Sequence[Grid], chars: Sequence[Char]) -> tuple[list[PageTable], list[Char]]:
    """Put characters into the grids of a page; return the tables that hold any text, and the characters left over."""
    outer = [grid for grid in grids if not any(other is not grid and _inside(grid, other) for other in grids)]
    places = _place_words(outer, chars)
    held = {home[0] for index, home in places.items() if not chars[index].is_blank}
    tables = []
    for number, grid in enumerate(outer):
        if number in held:
            contents: dict[GridCell, list[Char]] = {}
            for index, (owner, cell) in places.items():
                if owner == number:
                    contents.setdefault(cell, []).append(chars[index])
            tables.append(_table(grid, contents))
    rest = [char for index, char in enumerate(chars) if places.get(index, (-1,))[0] not in held]
    return tables, rest


def _inside(grid: Grid, other: Grid) -> bool:
    x0, top, x1, bottom = grid.bbox
    return any(
        contains(cell.bbox, x0, top) and contains(cell.bbox, x1, bottom) and cell.bbox != grid.bbox
        for cell in other.cells
    )


def _place_words(grids: Sequence[Grid], chars: Sequence[Char]) -> dict[int, tuple[int, GridCell]]:
    """Find each character's cell. A word that runs over a wall goes as a whole where most of it stands."""
    places: dict[int, tuple[int, GridCell]] = {}
    finders = [_CellFinder(grid) for grid in grids]
    run: list[int] = []
    for index, char in enumerate(chars):
        for number, finder in enumerate(finders):
            cell = finder.find(char.x, char.y)
            if cell is not None:
                places[index] = (number, cell)
                break
        if run and not _follows(chars[run[-1]], char):
            _keep_together(run, places)
            run = []
        run.append(index)
    _keep_together(run, places)
    return places


def _follows(left: Char, right: Char) -> bool:
    if left.is_blank or right.is_blank or abs(left.y - right.y) > 1:
        return False
    return abs(right.x0 - left.x1) <= _RUN_GAP * right.size


def _keep_together(run: Sequence[int], places: dict[int, tuple[int, GridCell]]) -> None:
    homes = Counter(places[index] for index in run if index in places)
    if len(homes) > 1:
        home = homes.most_common(1)[0][0]
        places.update((index, home) for index in run if index in places)


class _CellFinder:
    """Looks up the cell at a point."""

    def __init__(self, grid: Grid) -> None:
        self.grid = grid
        self.slots = {
            (row, column): cell
            for cell in grid.cells
            for row in range(cell.row, cell.row_end)
            for column in range(cell.column, cell.column_end)
        }

    def find(self, x: float, y: float) -> GridCell | None:
        row, column = bisect_right(self.grid.ys, y) - 1, bisect_right(self.grid.xs, x) - 1
        return self.slots.get((row, column))


def _table(grid: Grid, contents: dict[GridCell, list[Char]]) -> PageTable:
    slots = _CellFinder(grid).slots
    texts = {cell: cell_text(chars, cell.bbox[2] - cell.bbox[0]) for cell, chars in contents.items()}
    rows = []
    for row in range(len(grid.ys) - 1):
        cells = tuple(_cell(slots.get((row, column)), row, column, texts) for column in range(len(grid.xs) - 1))
        if any(not cell.merged for cell in cells):
            rows.append(TableRow(cells, (grid.xs[0], grid.ys[row], grid.xs[-1], grid.ys[row + 1])))
    return PageTable(tuple(rows), grid.bbox)


def _cell(cell: GridCell | None, row: int, column: int, texts: dict[GridCell, tuple[str, bool]]) -> TableCell:
    if cell is None:
        return TableCell("", merged=True, bbox=None)
    if (cell.row, cell.column) != (row, column):
        return TableCell("", merged=True, bbox=cell.bbox)
    text, full = texts.get(cell, ("", False))
    return TableCell(text, merged=False, bbox=cell.bbox, full=full)
