"""Gives the rows of a table that goes on overleaf the columns of its first page, where the walls are the same.

A page is ruled only where its own rows need it: without the head, two columns may look like one.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from audit.model.raw import RawCell
    from audit.recognition.lines import Line

_SAME_PLACE = 4.0
"""Walls nearer than this are one wall, in points."""


def align_columns(rows: list[Line]) -> list[Line]:
    """Return the rows with the columns of the page that has most, where the walls of the others are among its walls."""
    runs = [list(run) for _, run in groupby(rows, key=lambda line: (line.raw.page, line.raw.grid))]
    if len(runs) < 2 or rows[0].raw.page is None or len({len(line.raw.cells) for line in rows}) == 1:
        return rows
    walls = [_walls(run) for run in runs]
    widest = max((found for found in walls if found is not None), key=len, default=None)
    if widest is None:
        return rows
    aligned: list[Line] = []
    for run, own in zip(runs, walls, strict=True):
        places = _places(own, widest) if own is not None and len(own) < len(widest) else None
        aligned += run if places is None else [_spread(line, places, len(widest)) for line in run]
    return aligned


def _walls(run: list[Line]) -> list[float] | None:
    """Return where the columns of a ruled table begin; None where its cells do not tell."""
    lefts: list[float] = []
    for left in sorted(cell.bbox[0] for line in run for cell in line.raw.cells if cell.bbox is not None):
        if not lefts or left - lefts[-1] > _SAME_PLACE:
            lefts.append(left)
    return lefts if all(len(line.raw.cells) == len(lefts) for line in run) else None


def _places(own: list[float], widest: list[float]) -> list[int] | None:
    """Return the column of the widest page in which each column begins; None where a wall is at another place."""
    found = [min(range(len(widest)), key=lambda at: abs(widest[at] - left)) for left in own]
    near = all(abs(widest[at] - left) <= _SAME_PLACE for at, left in zip(found, own, strict=True))
    return found if near and len(set(found)) == len(found) else None


def _spread(line: Line, places: list[int], width: int) -> Line:
    """Put the cells of a row into their columns; what a cell covers beside its own column is merged with it."""
    cells: list[RawCell] = []
    for at, cell in enumerate(line.raw.cells):
        end = places[at + 1] if at + 1 < len(places) else width
        covered = replace(cell, text="", start=cell.end, merged=True, full=False)
        cells += (cell, *[covered] * (end - places[at] - 1))
    return replace(line, raw=replace(line.raw, cells=tuple(cells)))
