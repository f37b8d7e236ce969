"""Ruled lines into grids: where the walls of a table stand, and which spaces between them are one cell."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.readers.pdf_geometry import Segment, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.model.places import BBox

_TOLERANCE = 3.0
"""Lines nearer than this are one line (double rules); ends nearer than this to a line touch it."""

_THIN = 3.0
"""A filled box up to this thickness is a drawn line, a thicker one is shading."""

_MIN_LENGTH = 6.0
_MIN_OPEN = 8.0
"""How far walls must run on beyond the last line across before an open row (or column) is seen there."""

_WALL = 0.6
"""Share of a side that must be ruled for a wall."""

Slot = tuple[int, int]
"""Row and column between neighbouring lines of a grid."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A box of a grid: rows and columns from `row`, `column` up to but without `row_end`, `column_end`."""

    row: int
    column: int
    row_end: int
    column_end: int
    bbox: BBox


@dataclass(frozen=True, slots=True)
class Grid:
    """One ruled table: positions of its lines, cells in reading order. What lies outside its walls is no cell."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def bbox(self) -> BBox:
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]


def find_grids(shapes: Iterable[Shape]) -> tuple[list[Grid], list[Segment]]:
    """Find the ruled tables of a page, from the top, and the lines across that no line down meets.

    A box of one column is a frame around text and no table.
    """
    across: list[Segment] = []
    down: list[Segment] = []
    for shape in shapes:
        _add_segments(shape, across, down)
    grids: list[Grid] = []
    lone: list[Segment] = []
    for horizontals, verticals in _components(join_segments(across), join_segments(down)):
        grid = build_grid(horizontals, verticals) if horizontals and verticals else None
        if grid is not None:
            grids.append(grid)
        elif not verticals:
            lone += horizontals
    return sorted(grids, key=lambda grid: (grid.ys[0], grid.xs[0])), lone


def _add_segments(shape: Shape, across: list[Segment], down: list[Segment]) -> None:
    """Add the straight visible edges of a shape to the lines across and the lines down the page."""
    x0, top, x1, bottom = shape.bbox
    width, height = x1 - x0, bottom - top
    if min(width, height) <= _THIN and shape.kind != "curve":
        if width > height:
            across.append(Segment((top + bottom) / 2, x0, x1))
        elif height > width:
            down.append(Segment((x0 + x1) / 2, top, bottom))
        return
    if not shape.stroked or shape.kind == "line":
        return
    if shape.kind == "rect":
        across += (Segment(top, x0, x1), Segment(bottom, x0, x1))
        down += (Segment(x0, top, bottom), Segment(x1, top, bottom))
        return
    for (ax, ay), (bx, by) in pairwise(shape.points):
        if abs(ay - by) <= 1 < abs(ax - bx):
            across.append(Segment((ay + by) / 2, min(ax, bx), max(ax, bx)))
        elif abs(ax - bx) <= 1 < abs(ay - by):
            down.append(Segment((ax + bx) / 2, min(ay, by), max(ay, by)))


def join_segments(segments: Iterable[Segment]) -> list[Segment]:
    """Put lines that nearly coincide on one position, and join pieces of one line."""
    joined: list[Segment] = []
    group: list[Segment] = []
    for segment in sorted(segments, key=lambda segment: segment.at):
        if group and segment.at - group[-1].at > _TOLERANCE:
            joined += _join_group(group)
            group = []
        group.append(segment)
    joined += _join_group(group)
    return [segment for segment in joined if segment.length >= _MIN_LENGTH]


def _join_group(group: Sequence[Segment]) -> list[Segment]:
    joined: list[Segment] = []
    if not group:
        return joined
    weight = sum(segment.length for segment in group) or 1.0
    at = sum(segment.at * segment.length for segment in group) / weight
    for segment in sorted(group, key=lambda segment: segment.start):
        if joined and segment.start <= joined[-1].end + _TOLERANCE:
            last = joined.pop()
            joined.append(Segment(at, last.start, max(last.end, segment.end)))
        else:
            joined.append(Segment(at, segment.start, segment.end))
    return joined


def _components(across: Sequence[Segment], down: Sequence[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """Separate the lines into groups that touch: one group for each table, and one for each line that stands alone."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, one in enumerate(across):
        for j, other in enumerate(down, len(across)):
            if _touch(one, other):
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for index in range(len(parent)):
        group = groups.setdefault(root(index), ([], []))
        if index < len(across):
            group[0].append(across[index])
        else:
            group[1].append(down[index - len(across)])
    return list(groups.values())


def _touch(across: Segment, down: Segment) -> bool:
    return (
        across.start - _TOLERANCE <= down.at <= across.end + _TOLERANCE
        and down.start - _TOLERANCE <= across.at <= down.end + _TOLERANCE
    )


def build_grid(across: Sequence[Segment], down: Sequence[Segment]) -> Grid | None:
    """Build a grid from lines that touch; None for what is no table (fewer than two columns or two cells)."""
    ys = _with_open_ends([segment.at for segment in across], down)
    xs = _with_open_ends([segment.at for segment in down], across)
    if len(ys) < 2 or len(xs) < 3:
        return None
    walls = _Walls(xs, ys, across, down)
    cells: list[GridCell] = []
    taken: set[Slot] = set()
    for row in range(len(ys) - 1):
        for column in range(len(xs) - 1):
            if (row, column) in taken:
                continue
            row_end, column_end = _extent(walls, taken, row, column)
            taken.update((r, c) for r in range(row, row_end) for c in range(column, column_end))
            if not walls.is_outside(row, column, row_end, column_end):
                box = (xs[column], ys[row], xs[column_end], ys[row_end])
                cells.append(GridCell(row, column, row_end, column_end, box))
    if len({cell.column for cell in cells}) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(cells))


def _with_open_ends(positions: Sequence[float], crossing: Sequence[Segment]) -> list[float]:
    """Return the sorted positions of the lines, and of an open end where two or more crossing lines run on beyond them.

    A table that goes on from the page before often has no top line: without this its first row would be lost.
    """
    found = sorted(set(positions))
    for end, beyond in ((min(s.start for s in crossing), -1), (max(s.end for s in crossing), 1)):
        edge = found[0] if beyond < 0 else found[-1]
        if (end - edge) * beyond < _MIN_OPEN:
            continue
        reaching = sum(abs((s.start if beyond < 0 else s.end) - end) <= _TOLERANCE for s in crossing)
        if reaching >= 2:
            found.insert(0 if beyond < 0 else len(found), end)
    return found


def _extent(walls: _Walls, taken: set[Slot], row: int, column: int) -> Slot:
    """Grow a cell from its upper left slot to the right, then down, as far as no wall stands."""
    column_end = column + 1
    while column_end < walls.columns and (row, column_end) not in taken and not walls.left(row, column_end):
        column_end += 1
    row_end = row + 1
    while row_end < walls.rows and _row_is_open(walls, taken, row_end, column, column_end):
        row_end += 1
    return row_end, column_end


def _row_is_open(walls: _Walls, taken: set[Slot], row: int, column: int, column_end: int) -> bool:
    """Tell whether a cell goes on into a row: nothing above it, no wall inside it, walls where the cell ends."""
    if any((row, c) in taken or walls.above(row, c) for c in range(column, column_end)):
        return False
    return not any(walls.left(row, c) for c in range(column + 1, column_end))


class _Walls:
    """Answers between which slots a wall stands."""

    def __init__(
        self, xs: Sequence[float], ys: Sequence[float], across: Sequence[Segment], down: Sequence[Segment]
    ) -> None:
        self.rows, self.columns = len(ys) - 1, len(xs) - 1
        self._above = {
            (row, column)
            for row, y in enumerate(ys)
            for column in range(self.columns)
            if _is_ruled(across, y, xs[column], xs[column + 1])
        }
        self._left = {
            (row, column)
            for column, x in enumerate(xs)
            for row in range(self.rows)
            if _is_ruled(down, x, ys[row], ys[row + 1])
        }

    def above(self, row: int, column: int) -> bool:
        return (row, column) in self._above

    def left(self, row: int, column: int) -> bool:
        return (row, column) in self._left

    def is_outside(self, row: int, column: int, row_end: int, column_end: int) -> bool:
        """Tell whether a space at the rim is open on two sides that meet: then it lies beside the table."""
        columns, rows = range(column, column_end), range(row, row_end)
        top = row == 0 and not any(self.above(0, c) for c in columns)
        bottom = row_end == self.rows and not any(self.above(self.rows, c) for c in columns)
        left = column == 0 and not any(self.left(r, 0) for r in rows)
        right = column_end == self.columns and not any(self.left(r, self.columns) for r in rows)
        return (top or bottom) and (left or right)


def _is_ruled(segments: Sequence[Segment], at: float, start: float, end: float) -> bool:
    covered = sum(
        max(0.0, min(segment.end, end) - max(segment.start, start)) for segment in segments if segment.at == at
    )
    return covered >= _WALL * (end - start)
