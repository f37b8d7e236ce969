"""Finds what is drawn in a picture of a page: ruled lines, and how far the page is turned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]
    PixelBox = tuple[int, int, int, int]

_BLOCK, _DARKER = 51, 18
"""A pixel is ink where it is this much darker than the square around it."""

_THICKEST = 9
_SURE = 60
_SHORTEST = 20
_SMALLEST = 150
"""Pixels at 200 dpi: a stroke longer than `_SURE` is a ruled line, a shorter one only where it runs without a break
from one line to another; lines that meet nothing and stay below `_SMALLEST` are strokes of large print."""

_STEEPEST, _STEP, _FINE = 3.0, 0.25, 0.05
_LEAST_SKEW = 0.1
_SMALL = 0.25


@dataclass(frozen=True, slots=True)
class Rules:
    """Ruled lines as boxes in pixels, and the pixels that they cover."""

    across: tuple[PixelBox, ...]
    down: tuple[PixelBox, ...]
    mask: Picture


def ink_of(gray: Picture) -> Picture:
    """Return 1 where there is ink, on paper however grey."""
    smooth = cv2.adaptiveThreshold(gray, 1, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, _BLOCK, _DARKER)
    return np.asarray(smooth, dtype=np.uint8)


def find_rules(ink: Picture) -> Rules:
    """Find the lines across and down."""
    across, down = _strokes(ink, flat=True), _strokes(ink, flat=False)
    sure_across = [box for box in across if box[2] - box[0] >= _SURE]
    sure_down = [box for box in down if box[3] - box[1] >= _SURE]
    across = [box for box in across if box[2] - box[0] >= _SURE or _spans(box, sure_down, flat=True)]
    down = [box for box in down if box[3] - box[1] >= _SURE or _spans(box, sure_across, flat=False)]
    mask = np.zeros_like(ink)
    for left, top, right, bottom in (*across, *down):
        mask[max(0, top - 1) : bottom + 1, max(0, left - 1) : right + 1] = 1
    _, labels, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    large = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= _SMALLEST
    large[0] = False
    return Rules(
        tuple(box for box in across if large[labels[box[1], box[0]]]),
        tuple(box for box in down if large[labels[box[1], box[0]]]),
        np.asarray(large[labels], dtype=np.uint8),
    )


def _strokes(ink: Picture, *, flat: bool) -> list[PixelBox]:
    """Return the long thin runs of ink along one axis."""
    # a line that climbs a pixel on its way is one line: thicken it across before looking for long runs
    thick = cv2.dilate(ink, np.ones((3, 1) if flat else (1, 3), np.uint8))
    size = (_SHORTEST, 1) if flat else (1, _SHORTEST)
    runs = cv2.morphologyEx(thick, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, size))
    _, _, stats, _ = cv2.connectedComponentsWithStats(runs, connectivity=8)
    boxes = [(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:]]
    return [box for box in boxes if _thickness(box, flat=flat) <= _THICKEST and _length(box, flat=flat) >= _SHORTEST]


def _length(box: PixelBox, *, flat: bool) -> int:
    return box[2] - box[0] if flat else box[3] - box[1]


def _thickness(box: PixelBox, *, flat: bool) -> int:
    return _length(box, flat=not flat)


def _spans(box: PixelBox, walls: list[PixelBox], *, flat: bool) -> bool:
    """Tell whether a short stroke runs from one wall into another, as strokes of letters do not."""
    first, last, at = (box[0], box[2], (box[1] + box[3]) / 2) if flat else (box[1], box[3], (box[0] + box[2]) / 2)
    met = [False, False]
    for wall in walls:
        near, start, far, end = wall if flat else (wall[1], wall[0], wall[3], wall[2])
        if start <= at <= end:
            # walls were thickened by a pixel on either side
            met[0] = met[0] or near <= first < far - 1
            met[1] = met[1] or near + 1 < last <= far
    return all(met)


def skew_of(gray: Picture) -> float:
    """Return by how many degrees a page is turned against the clock, 0 where it is too little to matter."""
    small = cv2.resize(gray, None, fx=_SMALL, fy=_SMALL, interpolation=cv2.INTER_AREA)
    ink = ink_of(np.asarray(small, dtype=np.uint8)).astype(np.float32)
    if ink.sum() < 50:
        return 0.0
    coarse = max(np.arange(-_STEEPEST, _STEEPEST + _STEP, _STEP), key=lambda angle: _evenness(ink, float(angle)))
    around = np.arange(coarse - _STEP, coarse + _STEP + _FINE / 2, _FINE)
    best = float(max(around, key=lambda angle: _evenness(ink, float(angle))))
    return best if abs(best) >= _LEAST_SKEW and abs(best) < _STEEPEST else 0.0


def _evenness(ink: NDArray[np.float32], angle: float) -> float:
    """Say how sharply the rows of a page differ in ink once it is turned: lines lie level where they differ most."""
    height, width = ink.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0)
    rows = cv2.warpAffine(ink, turn, (width, height), flags=cv2.INTER_LINEAR).sum(axis=1)
    return float(np.square(np.diff(rows)).sum())
