"""A picture of a page into characters, lines and figures, so that the page is understood as one of a PDF is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import cv2
import numpy as np

from audit.model.raw import LOW_CONFIDENCE, Damage
from audit.readers.ocr_crops import Crop, cut_lines
from audit.readers.ocr_engine import confidence_of, find_text, read_crops
from audit.readers.ocr_rules import Rules, find_rules, ink_of, skew_of
from audit.readers.pdf_geometry import Char, PageObjects, Shape
from audit.readers.pdf_lines import is_wide
from audit.readers.pdf_rules import find_grids

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from audit.model.places import BBox
    from audit.readers.ocr_engine import ReadChar, Reading
    from audit.readers.pdf_lines import TextLine
    from audit.readers.pdf_reader import PageContent
    from audit.readers.pdf_tables import TableCell

    Picture = NDArray[np.uint8]
    PixelBox = tuple[int, int, int, int]

DPI = 200
PIXELS = DPI / 72
"""Pixels of a point in the pictures that are read here."""

_NOISE = 0.5
"""A line outside of tables of which the engine is less sure is dirt, a stamp or a part of a picture."""

_NUMERALS, _MARK, _LIKE_MARK = "一二三四五六七八九十", "、", ":：;；,，.．·"
_LONGEST_ORDINAL = 4
_MISSING, _LEFT_OVER = 1.5, 0.75
"""Units of a character's size: how far apart the neighbours of a lost character are, or the last one and the end."""

_LIKE_MARKS = frozenset('()（）[]〔〕【】《》"“”、，。：:；;')
"""Which of these is printed is never sure in a picture, and no figure hangs on it."""

_FRAME = (3, 5, 6, 6)
"""White added above, below and beside a crop for a second look."""

_NOT_SURE = 0.7
_UNREAD = "\ufffd"
_TALL, _FEW = 1.5, 5
_SAMPLE, _SURE = 6, 0.85
_COARSE = 8
_FIGURE_WIDE, _FIGURE_HIGH = 60.0, 40.0


@dataclass(frozen=True, slots=True)
class _Read:
    """A character with what the engine said of it."""

    char: Char
    confidence: float


@dataclass(frozen=True, slots=True)
class _Upright:
    """A page turned upright. `back` leads from its points to those of the page as it lies in the file."""

    gray: Picture
    found: list[PixelBox]
    back: NDArray[np.float64]


def read_page(number: int, gray: Picture, understand: Callable[[PageObjects], PageContent]) -> PageContent:
    """Read the picture of a page, drawn at `DPI`. `understand` parts it into lines, tables and figures."""
    page = _upright(gray)
    ink = ink_of(page.gray)
    rules = find_rules(ink)
    shapes = _shapes(rules)
    clean, left = _without_rules(page.gray, ink, rules)
    grids, _ = find_grids(shapes)
    cells = [_pixels(cell.bbox) for grid in grids for cell in grid.cells]
    crops = cut_lines(clean, left, page.found, cells)
    readings = _second_look(crops, read_crops([crop.picture for crop in crops]))
    read = [one for crop, reading in zip(crops, readings, strict=True) for one in _chars(crop, reading)]
    height, width = page.gray.shape
    objects = PageObjects(
        number=number,
        width=width / PIXELS,
        height=height / PIXELS,
        chars=tuple(one.char for one in read),
        shapes=shapes,
        images=tuple(_figures(left, [crop.box for crop in crops], [_pixels(grid.bbox) for grid in grids])),
    )
    content = understand(objects)
    return _placed_back(_with_confidence(content, read), page.back, gray.shape)


def _upright(gray: Picture) -> _Upright:
    """Turn a page by right angles until its text stands upright, then by the little that it lies askew."""
    back = np.eye(3)
    found = find_text(_colour(gray))
    if len(found) >= _FEW and np.median([(b[3] - b[1]) / (b[2] - b[0]) for b in found]) > _TALL:
        gray, back = _quarter(gray, back)
        found = find_text(_colour(gray))
    if _is_upside_down(gray, found):
        gray, back = _quarter(*_quarter(gray, back))
        found = find_text(_colour(gray))
    angle = skew_of(gray)
    if angle:
        height, width = gray.shape
        turn = np.vstack([cv2.getRotationMatrix2D((width / 2, height / 2), -angle, 1.0), [0, 0, 1]])
        white = int(np.percentile(gray, 90))
        level = cv2.warpAffine(gray, turn[:2], (width, height), flags=cv2.INTER_CUBIC, borderValue=white)
        gray, back = np.asarray(level, dtype=np.uint8), back @ np.linalg.inv(turn)
        found = find_text(_colour(gray))
    return _Upright(gray, found, back)


def _is_upside_down(gray: Picture, found: list[PixelBox]) -> bool:
    """Tell whether a page is read with more confidence when it is turned on its head."""
    usual = sorted(found, key=lambda box: box[0] - box[2])[: 2 * _SAMPLE][-_SAMPLE:]
    crops = [_colour(gray[top:bottom, left:right]) for left, top, right, bottom in usual]
    upright = confidence_of(crops)
    if not crops or upright >= _SURE:
        return False
    return confidence_of([np.ascontiguousarray(crop[::-1, ::-1]) for crop in crops]) > upright


def _quarter(gray: Picture, back: NDArray[np.float64]) -> tuple[Picture, NDArray[np.float64]]:
    """Turn a page by a right angle with the clock."""
    height = gray.shape[0]
    # a point x, y of the turned page was at y, height - x before
    turned = np.array([[0.0, 1.0, 0.0], [-1.0, 0.0, float(height)], [0.0, 0.0, 1.0]])
    return np.asarray(np.rot90(gray, k=-1).copy(), dtype=np.uint8), back @ turned


def _colour(gray: Picture) -> Picture:
    return np.asarray(cv2.cvtColor(np.ascontiguousarray(gray), cv2.COLOR_GRAY2BGR), dtype=np.uint8)


def _shapes(rules: Rules) -> tuple[Shape, ...]:
    """Return the ruled lines as a PDF would have drawn them."""
    lines: list[BBox] = []
    for left, top, right, bottom in rules.across:
        middle = (top + bottom) / 2 / PIXELS
        lines.append((left / PIXELS, middle, right / PIXELS, middle))
    for left, top, right, bottom in rules.down:
        middle = (left + right) / 2 / PIXELS
        lines.append((middle, top / PIXELS, middle, bottom / PIXELS))
    return tuple(Shape("line", box, filled=False, stroked=True) for box in lines)


def _pixels(box: BBox) -> PixelBox:
    left, top, right, bottom = (round(edge * PIXELS) for edge in box)
    return left, top, right, bottom


def _without_rules(gray: Picture, ink: Picture, rules: Rules) -> tuple[Picture, Picture]:
    """Paint the ruled lines over, in the picture and in its ink."""
    clean = gray.copy()
    clean[rules.mask > 0] = int(np.percentile(gray, 90))
    return clean, np.asarray(ink & (1 - rules.mask), dtype=np.uint8)


def _second_look(crops: Sequence[Crop], readings: list[Reading]) -> list[Reading]:
    """Read doubtful crops again, framed in another way: what is read twice alike is as sure as the better reading."""
    again = [at for at, reading in enumerate(readings) if _surest(reading) < LOW_CONFIDENCE]
    framed = [cv2.copyMakeBorder(crops[at].picture, *_FRAME, cv2.BORDER_REPLICATE).astype(np.uint8) for at in again]
    for at, second in zip(again, read_crops(framed), strict=True):
        first = readings[at]
        if [char.text for char in first] == [char.text for char in second]:
            readings[at] = tuple(
                replace(one, confidence=max(one.confidence, other.confidence))
                for one, other in zip(first, second, strict=True)
            )
        elif _surest(second) > _surest(first):
            readings[at] = tuple(replace(one, confidence=min(one.confidence, _NOT_SURE)) for one in second)
    return readings


def _surest(reading: Reading) -> float:
    """Return how sure the least sure character of a reading is that matters, 0 where nothing was read."""
    return min((char.confidence for char in reading if char.text not in _LIKE_MARKS), default=float(bool(reading)))


def _chars(crop: Crop, reading: Reading) -> list[_Read]:
    """Give the characters of a crop their places. One that could not be read stands there as unreadable."""
    left, top, right, bottom = (edge / PIXELS for edge in crop.box)
    if not reading:
        sign = Char(_UNREAD, left, top, right, bottom, bottom - top)
        return [_Read(sign, 0.0)] if crop.in_cell else []
    if not crop.in_cell and sum(char.confidence for char in reading) < _NOISE * len(reading):
        return []
    low, high = crop.inner
    across = crop.picture.shape[1]
    share = [min(1.0, max(0.0, (char.middle * across - low) / max(1, high - low))) for char in reading]
    middles = [left + part * (right - left) for part in share]
    size = crop.em / PIXELS
    reading, middles = _with_marks(reading, middles, right, size)
    edges = [
        (left, left),
        *(_between(crop, *pair) for pair in pairwise(zip(middles, reading, strict=True))),
        (right, right),
    ]
    return [
        _Read(Char(char.text, edges[at][1], top, max(edges[at][1], edges[at + 1][0]), bottom, size), char.confidence)
        for at, char in enumerate(reading)
    ]


def _with_marks(reading: Reading, middles: list[float], right: float, em: float) -> tuple[Reading, list[float]]:
    """Put back the mark after a heading's number where the engine misread it, or left it out and its place is empty."""
    count = next((at for at, char in enumerate(reading) if char.text not in _NUMERALS), len(reading))
    if not 0 < count <= _LONGEST_ORDINAL:
        return reading, middles
    mark = replace(reading[0], text=_MARK, after_blank=False)
    for at in range(1, min(count + 1, len(reading))):
        if middles[at] - middles[at - 1] >= _MISSING * em and is_wide(reading[at].text):
            between = (middles[at - 1] + middles[at]) / 2
            rest = (replace(reading[at], after_blank=False), *reading[at + 1 :])
            return (*reading[:at], mark, *rest), [*middles[:at], between, *middles[at:]]
    if count == len(reading):
        return ((*reading, mark), [*middles, right]) if right - middles[-1] > _LEFT_OVER * em else (reading, middles)
    if reading[count].text in _LIKE_MARK:
        return (*reading[:count], replace(reading[count], text=_MARK), *reading[count + 1 :]), middles
    return reading, middles


def _between(crop: Crop, one: tuple[float, ReadChar], other: tuple[float, ReadChar]) -> tuple[float, float]:
    """Return where a character ends and the next begins: at the white between them, else half way."""
    (before, first), (after, second) = one, other
    for start, end in crop.gaps:
        if before < (start + end) / 2 / PIXELS < after:
            return start / PIXELS, end / PIXELS
    middle = (before + after) / 2
    parted = second.after_blank and first.text.isalnum() and second.text.isalnum()
    half = 0.25 * crop.em / PIXELS if parted and not (is_wide(first.text) and is_wide(second.text)) else 0.0
    return middle - half, middle + half


def _figures(ink: Picture, texts: Sequence[PixelBox], tables: Sequence[PixelBox]) -> list[BBox]:
    """Return the boxes of what is neither text nor table and too large for dirt: pictures and charts."""
    rest = ink.copy()
    for left, top, right, bottom in (*texts, *tables):
        rest[max(0, top - 3) : bottom + 3, max(0, left - 3) : right + 3] = 0
    height, width = rest.shape[0] // _COARSE * _COARSE, rest.shape[1] // _COARSE * _COARSE
    coarse = rest[:height, :width].reshape(height // _COARSE, _COARSE, width // _COARSE, _COARSE).max(axis=(1, 3))
    _, _, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(coarse), connectivity=8)
    scale = _COARSE / PIXELS
    boxes = [(x * scale, y * scale, (x + w) * scale, (y + h) * scale) for x, y, w, h, _ in stats[1:]]
    return [box for box in boxes if box[2] - box[0] >= _FIGURE_WIDE and box[3] - box[1] >= _FIGURE_HIGH]


def _with_confidence(page: PageContent, read: Sequence[_Read]) -> PageContent:
    """Add to lines and cells what the engine said of their characters."""
    tables = tuple(
        replace(
            table,
            rows=tuple(replace(row, cells=tuple(_sure_cell(cell, read) for cell in row.cells)) for row in table.rows),
        )
        for table in page.tables
    )
    outside = [one for one in read if not any(_holds(table.bbox, one.char) for table in page.tables)]
    lines = tuple(replace(line, doubts=_doubts(line, outside)) for line in page.lines)
    damage = Damage.RECOGNISED if page.has_text else Damage.NO_TEXT_LAYER
    return replace(page, lines=lines, tables=tables, damage=damage, has_picture=True)


def _holds(box: BBox, char: Char) -> bool:
    return box[0] <= char.x <= box[2] and box[1] <= char.y <= box[3]


def _sure_cell(cell: TableCell, read: Sequence[_Read]) -> TableCell:
    if cell.bbox is None or cell.merged or not cell.text:
        return cell
    inside = [one for one in read if cell.bbox and _holds(cell.bbox, one.char)]
    sure = [one.confidence for one in inside if one.char.text not in _LIKE_MARKS]
    return replace(cell, confidence=min(sure, default=1.0 if inside else 0.0))


def _doubts(line: TextLine, read: Sequence[_Read]) -> tuple[tuple[int, int], ...]:
    """Return the spans of a line that were read with low confidence; the whole line where that cannot be told."""
    own = sorted((one for one in read if _holds(line.bbox, one.char)), key=lambda one: (one.char.x0, one.char.x1))
    spots = [at for at, char in enumerate(line.text) if char != " "]
    if "".join(one.char.text for one in own) != line.text.replace(" ", ""):
        return ((0, len(line.text)),)
    low = [
        at
        for at, one in zip(spots, own, strict=True)
        if one.confidence < LOW_CONFIDENCE and one.char.text not in _LIKE_MARKS
    ]
    spans: list[tuple[int, int]] = []
    for at in low:
        if spans and spans[-1][1] == at:
            spans[-1] = (spans[-1][0], at + 1)
        else:
            spans.append((at, at + 1))
    return tuple(spans)


def _placed_back(page: PageContent, back: NDArray[np.float64], shape: tuple[int, ...]) -> PageContent:
    """Say how the page's boxes lie in the file's page; their order stays that of the page as it is read."""
    if np.allclose(back, np.eye(3)):
        return page
    scaled = back.copy()
    scaled[:2, 2] /= PIXELS
    (a, c, e), (b, d, f) = ((float(value) for value in row) for row in scaled[:2])
    return replace(page, width=shape[1] / PIXELS, height=shape[0] / PIXELS, turn=(a, b, c, d, e, f))
