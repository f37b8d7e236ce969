"""Plain values for what stands on a page of a PDF. Origin at the upper left, lengths in points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.model.places import BBox


Turn = tuple[float, float, float, float, float, float]
"""a, b, c, d, e, f of the matrix that leads x, y to ax + cy + e, bx + dy + f."""


@dataclass(frozen=True, slots=True)
class Char:
    """One printed character. `size` is the font's; `text` may hold more than one code point (a ligature)."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def x(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> float:
        return (self.top + self.bottom) / 2

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def is_blank(self) -> bool:
        return self.text.isspace()


@dataclass(frozen=True, slots=True)
class Segment:
    """One straight visible line along an axis: at `at`, from `start` to `end`."""

    at: float
    start: float
    end: float

    @property
    def length(self) -> float:
        return self.end - self.start


@dataclass(frozen=True, slots=True)
class Shape:
    """Something drawn: a line, a rectangle, a curve. `filled`, `stroked`: with a colour that shows on paper."""

    kind: str
    bbox: BBox
    filled: bool
    stroked: bool
    points: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True)
class PageObjects:
    """Everything on one page, in the order in which it was drawn."""

    number: int
    width: float
    height: float
    chars: tuple[Char, ...]
    shapes: tuple[Shape, ...] = ()
    images: tuple[BBox, ...] = ()
    unreadable: int = 0
    """How many of the characters have no known code point."""
    unpainted: int = 0
    """How many of the characters are not painted: a recognised text layer over a scan."""


def bounds(boxes: Iterable[BBox]) -> BBox:
    """Return the smallest box around some boxes, of which there must be one."""
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)


def char_bounds(chars: Sequence[Char]) -> BBox:
    """Return the smallest box around some characters, of which there must be one."""
    return bounds((char.x0, char.top, char.x1, char.bottom) for char in chars)


def contains(box: BBox, x: float, y: float) -> bool:
    """Tell whether a point lies in a box or on its edge."""
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def area(box: BBox) -> float:
    """Return the area of a box, 0 for one that is inside out."""
    return max(0.0, box[2] - box[0]) * max(0.0, box[3] - box[1])


def near(one: BBox, other: BBox, distance: float) -> bool:
    """Tell whether two boxes touch when each gap up to `distance` is closed."""
    return (
        one[0] <= other[2] + distance
        and other[0] <= one[2] + distance
        and one[1] <= other[3] + distance
        and other[1] <= one[3] + distance
    )


def turned(box: BBox, turn: Turn) -> BBox:
    """Return the smallest box around a box that is moved by a matrix."""
    a, b, c, d, e, f = turn
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (box[0], box[2]) for y in (box[1], box[3])]
    return bounds((x, y, x, y) for x, y in corners)
