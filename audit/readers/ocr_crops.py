"""Cuts a page's picture into crops of one line each: what the engine found, parted at the walls of the tables' cells.

Ink in a cell that the engine's search missed (a lone digit, a dash) becomes a crop too: a cell must not look blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    PixelBox = tuple[int, int, int, int]

_INSET = 2
_LEAST_SHARE = 0.5
_LEAST_WIDTH = 4
_SPECK = 0.22
_SPECK_WIDE = 0.35
"""Shares of the usual line's height below which ink is a speck of dirt."""

_USUAL_HEIGHT = 30
_TALL, _ONE_LINE = 1.6, 1.2
"""Usual heights: from where a box may hold several lines, and up to where strokes are parts of one."""

_LEAST_EM = 0.95
_GAP = 0.9
_AROUND = 0.18
"""White around a crop, as a share of its height: the engine was trained on crops that have some."""


@dataclass(frozen=True, slots=True)
class Crop:
    """One line of text: its box on the page, and the picture that the engine is to read."""

    box: PixelBox
    inner: tuple[int, int]
    """Where the page's part begins and ends in the picture, from the left."""
    picture: Picture
    em: float
    """Height of a full character of its line, in pixels."""
    gaps: tuple[tuple[int, int], ...]
    """White from top to bottom, nearly as wide as a character, that parts words: where it begins and ends."""
    in_cell: bool


def cut_lines(gray: Picture, ink: Picture, found: Sequence[PixelBox], cells: Sequence[PixelBox]) -> list[Crop]:
    """Return the crops of a page whose ruled lines are painted over already."""
    usual = _usual_height(found)
    walls = np.array(cells, dtype=np.int32).reshape(-1, 4)
    pieces: list[tuple[PixelBox, PixelBox | None]] = []
    for box in found:
        pieces += _pieces(box, walls, usual)
    trimmed = [(_trim(ink, box, cell), cell) for box, cell in pieces]
    lines = [(part, cell) for box, cell in trimmed if box is not None for part in _split(ink, box, usual)]
    lines = _whole_lines(ink, lines)
    lines += _missed(ink, [box for box, _ in lines], walls, usual)
    return [_crop(gray, ink, box, cell, usual) for box, cell in lines]


def _usual_height(found: Sequence[PixelBox]) -> int:
    heights = sorted(box[3] - box[1] for box in found)
    return heights[len(heights) // 2] if heights else _USUAL_HEIGHT


def _pieces(box: PixelBox, walls: NDArray[np.int32], usual: int) -> list[tuple[PixelBox, PixelBox | None]]:
    """Part a box at the walls of the cells that it lies in; outside of tables it stays whole."""
    left = np.maximum(walls[:, 0], box[0])
    top = np.maximum(walls[:, 1], box[1])
    right = np.minimum(walls[:, 2], box[2])
    bottom = np.minimum(walls[:, 3], box[3])
    width, height = np.maximum(right - left, 0), np.maximum(bottom - top, 0)
    inside = float((width * height).sum())
    if inside < _LEAST_SHARE * (box[2] - box[0]) * (box[3] - box[1]):
        return [(box, None)]
    least = _LEAST_SHARE * min(box[3] - box[1], usual)
    parts: list[tuple[PixelBox, PixelBox | None]] = []
    for at in np.nonzero((width >= _LEAST_WIDTH) & (height >= least))[0]:
        cell = _box(walls[at])
        parts.append(((int(left[at]), int(top[at]), int(right[at]), int(bottom[at])), cell))
    return parts


def _box(row: NDArray[np.int32]) -> PixelBox:
    left, top, right, bottom = (int(value) for value in row)
    return left, top, right, bottom


def _trim(ink: Picture, box: PixelBox, cell: PixelBox | None) -> PixelBox | None:
    """Shrink a box to its ink, inside its cell; None for one without."""
    left, top, right, bottom = box
    if cell is not None:
        left, right = max(left, cell[0] + _INSET), min(right, cell[2] - _INSET)
        top, bottom = max(top, cell[1] + _INSET), min(bottom, cell[3] - _INSET)
    left, top = max(0, left), max(0, top)
    part = ink[top:bottom, left:right]
    rows, columns = np.nonzero(part.any(axis=1))[0], np.nonzero(part.any(axis=0))[0]
    if not len(rows):
        return None
    return left + int(columns[0]), top + int(rows[0]), left + int(columns[-1]) + 1, top + int(rows[-1]) + 1


def _split(ink: Picture, box: PixelBox, usual: int) -> list[PixelBox]:
    """Part a box into lines where several short ones, one above the other, were found as one."""
    left, top, right, bottom = box
    if bottom - top <= _TALL * usual or right - left > 2 * (bottom - top):
        return [box]
    rows = np.nonzero(ink[top:bottom, left:right].any(axis=1))[0]
    breaks = np.nonzero(np.diff(rows) > 1)[0]
    starts, ends = [0, *(rows[breaks + 1])], [*(rows[breaks] + 1), rows[-1] + 1]
    lines: list[tuple[int, int]] = []
    for start, end in zip(starts, ends, strict=True):
        if lines and end - lines[-1][0] <= _ONE_LINE * usual:
            lines[-1] = (lines[-1][0], int(end))
        else:
            lines.append((int(start), int(end)))
    return [found for one in lines if (found := _trim(ink, (left, top + one[0], right, top + one[1]), None))]


def _whole_lines(
    ink: Picture, lines: Sequence[tuple[PixelBox, PixelBox | None]]
) -> list[tuple[PixelBox, PixelBox | None]]:
    """Let each line in a cell reach as far as its ink, and join what then is one line."""
    whole: list[tuple[PixelBox, PixelBox | None]] = []
    homes: dict[PixelBox, list[int]] = {}
    for box, cell in sorted(lines, key=lambda line: line[0][1]):
        if cell is None:
            whole.append((box, None))
            continue
        wide = _trim(ink, (cell[0], box[1], cell[2], box[3]), cell) or box
        same = [at for at in homes.setdefault(cell, []) if _is_one_line(whole[at][0], wide)]
        if same:
            other = whole[same[0]][0]
            joined = (min(other[0], wide[0]), min(other[1], wide[1]), max(other[2], wide[2]), max(other[3], wide[3]))
            whole[same[0]] = (joined, cell)
        else:
            homes[cell].append(len(whole))
            whole.append((wide, cell))
    return whole


def _is_one_line(one: PixelBox, other: PixelBox) -> bool:
    common = min(one[3], other[3]) - max(one[1], other[1])
    return common > _LEAST_SHARE * min(one[3] - one[1], other[3] - other[1])


def _missed(
    ink: Picture, taken: Sequence[PixelBox], walls: NDArray[np.int32], usual: int
) -> list[tuple[PixelBox, PixelBox | None]]:
    """Return lines of ink in cells that no box covers."""
    inside = np.zeros_like(ink)
    for left, top, right, bottom in walls:
        inside[top + _INSET + 1 : bottom - _INSET - 1, left + _INSET + 1 : right - _INSET - 1] = 1
    rest = ink & inside
    for left, top, right, bottom in taken:
        rest[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(rest, connectivity=8)
    lines: dict[int, list[PixelBox]] = {}
    for x, y, width, height, _ in stats[1:]:
        if height < _SPECK * usual and width < _SPECK_WIDE * usual:
            continue
        part = (int(x), int(y), int(x + width), int(y + height))
        middle_x, middle_y = x + width / 2, y + height / 2
        home = np.nonzero(
            (walls[:, 0] <= middle_x) & (middle_x < walls[:, 2]) & (walls[:, 1] <= middle_y) & (middle_y < walls[:, 3])
        )[0]
        if len(home):
            _add(lines.setdefault(int(home[0]), []), part, usual)
    return [(box, _box(walls[at])) for at, boxes in lines.items() for box in boxes]


def _add(boxes: list[PixelBox], part: PixelBox, usual: int) -> None:
    """Join a part to the line that it stands in: no taller than a line together."""
    for at, box in enumerate(boxes):
        whole = (min(box[0], part[0]), min(box[1], part[1]), max(box[2], part[2]), max(box[3], part[3]))
        if whole[3] - whole[1] <= 1.3 * usual:
            boxes[at] = whole
            return
    boxes.append(part)


def _crop(gray: Picture, ink: Picture, box: PixelBox, cell: PixelBox | None, usual: int) -> Crop:
    """Cut one line out, as tall as lines usually are, with some white around it."""
    left, top, right, bottom = box
    em = max(float(bottom - top), _LEAST_EM * usual)
    part = gray[top:bottom, left:right]
    margin = max(2, round(_AROUND * em))
    # a lone stroke blown up to the height of a line would be read as something else
    above = margin + max(0, int(em) - (bottom - top)) // 2
    paper = int(np.percentile(part, 95))
    framed = cv2.copyMakeBorder(part, above, above, margin, margin, cv2.BORDER_CONSTANT, value=paper)
    colour = np.asarray(cv2.cvtColor(framed, cv2.COLOR_GRAY2BGR), dtype=np.uint8)
    inner = (margin, margin + right - left)
    return Crop(box, inner, colour, em, _gaps(ink, box, em), in_cell=cell is not None)


def _gaps(ink: Picture, box: PixelBox, em: float) -> tuple[tuple[int, int], ...]:
    left, top, right, bottom = box
    inked = np.nonzero(ink[top:bottom, left:right].any(axis=0))[0]
    wide = np.nonzero(np.diff(inked) > _GAP * em)[0]
    return tuple((left + int(inked[at]) + 1, left + int(inked[at + 1])) for at in wide)
