"""What a page of an OFD file draws, as characters, shapes and pictures in the terms of the PDF reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from math import hypot
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

from audit.readers.ofd_parts import Box, box_of, numbers
from audit.readers.pdf_device import clean_char, is_pale
from audit.readers.pdf_geometry import Char, PageObjects, Shape, turned
from audit.readers.pdf_lines import is_wide
from audit.readers.pdf_page import without_doubles
from audit.readers.xml_tree import attribute, child, children, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.places import BBox
    from audit.readers.ofd_parts import Page
    from audit.readers.pdf_geometry import Turn
    from audit.readers.xml_tree import Element

POINT = 72 / 25.4
"""Points of a millimetre."""

_PLAIN: Turn = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
_ASCENT = 0.88
_NARROW = 0.5
"""Shares of a character's size: how far it rises above its base line, and how wide one is that is not full width."""

_SLANT = 0.1
_DEEPEST = 50
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}
_CURVES = "QBA"


@dataclass(slots=True)
class _Found:
    chars: list[Char] = field(default_factory=list)
    shapes: list[Shape] = field(default_factory=list)
    images: list[tuple[BBox, str]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Pen:
    """Where a line of text goes on: the place in the object's own measure."""

    x: float
    y: float


def page_objects(page: Page, number: int) -> tuple[PageObjects, tuple[tuple[BBox, str], ...]]:
    """Return everything that a page draws, and its pictures with the parts that hold them."""
    found = _Found()
    for layer in page.layers:
        _draw(layer, found, 0)
    left, top, width, height = page.box
    chars = [_moved(char, -left * POINT, -top * POINT) for char in found.chars]
    shift: Turn = (1.0, 0.0, 0.0, 1.0, -left * POINT, -top * POINT)
    images = tuple((turned(box, shift), page.pictures.get(resource, "")) for box, resource in found.images)
    inside = [char for char in chars if 0 <= char.x <= width * POINT and 0 <= char.y <= height * POINT]
    objects = PageObjects(
        number=number,
        width=width * POINT,
        height=height * POINT,
        chars=without_doubles(inside),
        shapes=tuple(
            Shape(shape.kind, turned(shape.bbox, shift), shape.filled, shape.stroked, shape.points)
            for shape in found.shapes
        ),
        images=tuple(box for box, _ in images),
        unreadable=sum("\ue000" <= char.text[:1] <= "\uf8ff" or char.text == "\ufffd" for char in inside),
    )
    return objects, images


def _moved(char: Char, x: float, y: float) -> Char:
    return Char(char.text, char.x0 + x, char.top + y, char.x1 + x, char.bottom + y, char.size)


def _draw(node: Element, found: _Found, depth: int) -> None:
    """Take what a layer or a block draws."""
    if depth > _DEEPEST:
        return
    for item in node:
        kind = local(item)
        if attribute(item, "Visible").lower() == "false" or attribute(item, "Alpha") == "0":
            continue
        if kind == "PageBlock":
            _draw(item, found, depth + 1)
            continue
        box = box_of(attribute(item, "Boundary"))
        if box is None:
            continue
        turn = _turn(item, box)
        if kind == "TextObject":
            found.chars += _text(item, turn)
        elif kind == "PathObject":
            found.shapes += _path(item, turn)
        elif kind in ("ImageObject", "CompositeObject"):
            x, y, width, height = (edge * POINT for edge in box)
            found.images.append(((x, y, x + width, y + height), attribute(item, "ResourceID")))


def _turn(node: Element, box: Box) -> Turn:
    """Return the matrix from an object's own measure to points on the page."""
    own = numbers(attribute(node, "CTM"))
    a, b, c, d, e, f = own if len(own) == 6 else _PLAIN
    return a * POINT, b * POINT, c * POINT, d * POINT, (e + box[0]) * POINT, (f + box[1]) * POINT


def _text(node: Element, turn: Turn) -> Iterator[Char]:
    """Yield the characters of a text object. Text that runs aslant is a watermark."""
    a, b, c, d, e, f = turn
    size = next(iter(numbers(attribute(node, "Size"))), 0.0)
    along, across = hypot(a, b), hypot(c, d)
    if size <= 0 or min(abs(a), abs(b)) > _SLANT * max(abs(a), abs(b)):
        return
    stretch = next(iter(numbers(attribute(node, "HScale"))), 1.0)
    pen = _Pen(0.0, 0.0)
    for code in children(node, "TextCode"):
        text = code.text or ""
        start = [numbers(attribute(code, name)) for name in ("X", "Y")]
        pen = _Pen(start[0][0] if start[0] else pen.x, start[1][0] if start[1] else pen.y)
        steps_x, steps_y = (_steps(attribute(code, name), len(text) - 1) for name in ("DeltaX", "DeltaY"))
        x, y = pen.x, pen.y
        for at, sign in enumerate(text):
            natural = size * stretch * _width(sign)
            free = not steps_x and not steps_y
            step = natural if free else (steps_x[at] if at < len(steps_x) else 0.0)
            shown = clean_char(sign)
            if shown:
                left, base = a * x + c * y + e, b * x + d * y + f
                width = (min(natural, step) if step > 0 else natural) * along
                height = size * across
                top = base - _ASCENT * height
                yield Char(shown, left, top, left + width, top + height, height)
            x += step
            y += steps_y[at] if at < len(steps_y) else 0.0


def _width(sign: str) -> float:
    """Return how wide a character is, in units of its size; what may be wide or narrow is wide in Chinese fonts."""
    return 1.0 if is_wide(sign) or east_asian_width(sign) == "A" else _NARROW


def _steps(text: str, count: int) -> list[float]:
    """Read the distances between characters: numbers, `g 3 5` for three times 5; a short list goes on as it ends."""
    words = text.split()
    steps: list[float] = []
    at = 0
    while at < len(words) and len(steps) < count:
        run = words[at : at + 3]
        repeated = run[0].lower() == "g" and len(run) == 3
        values = numbers(" ".join(run[1:]) if repeated else run[0])
        if len(values) != (2 if repeated else 1):
            break
        times = int(values[0]) if repeated else 1
        steps += [values[-1]] * max(0, min(times, count - len(steps)))
        at += 3 if repeated else 1
    return steps + [steps[-1]] * (count - len(steps)) if steps else []


def _path(node: Element, turn: Turn) -> Iterator[Shape]:
    """Yield the parts of a path: a straight piece as a line, a box as a rectangle, anything else as a curve."""
    stroked = attribute(node, "Stroke", "true").lower() != "false" and not _is_pale(child(node, "StrokeColor"))
    filled = attribute(node, "Fill").lower() == "true" and not _is_pale(child(node, "FillColor"))
    if not stroked and not filled:
        return
    data = child(node, "AbbreviatedData")
    for points, is_curve in _subpaths(data.text or "" if data is not None else ""):
        placed = tuple(_placed(point, turn) for point in points)
        xs, ys = [x for x, _ in placed], [y for _, y in placed]
        box = (min(xs), min(ys), max(xs), max(ys))
        if not is_curve and len(set(placed)) == 2:
            yield Shape("line", box, filled=False, stroked=stroked)
        elif not is_curve and _is_box(placed):
            yield Shape("rect", box, filled=filled, stroked=stroked)
        else:
            yield Shape("curve", box, filled=filled, stroked=stroked, points=placed)


def _is_pale(color: Element | None) -> bool:
    """Tell whether a colour does not show on white paper; without one it is black."""
    if color is None:
        return False
    if attribute(color, "Alpha") == "0":
        return True
    values = numbers(attribute(color, "Value"))
    return bool(values) and is_pale([value / 255 for value in values])


def _placed(point: tuple[float, float], turn: Turn) -> tuple[float, float]:
    a, b, c, d, e, f = turn
    return a * point[0] + c * point[1] + e, b * point[0] + d * point[1] + f


def _subpaths(data: str) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """Yield the points of each run of a path, and whether it is curved."""
    words = data.split()
    points: list[tuple[float, float]] = []
    is_curve = False
    at = 0
    while at < len(words):
        count = _ARGUMENTS.get(words[at])
        values = numbers(" ".join(words[at + 1 : at + 1 + (count or 0)]))
        if count is None or len(values) != count:
            break
        if words[at] in "SM" and len(points) > 1:
            yield points, is_curve
        if words[at] in "SM":
            points, is_curve = [(values[0], values[1])], False
        elif words[at] == "C" and points:
            points.append(points[0])
        elif values and points:
            points.append((values[-2], values[-1]))
            is_curve = is_curve or words[at] in _CURVES
        at += 1 + count
    if len(points) > 1:
        yield points, is_curve


def _is_box(points: tuple[tuple[float, float], ...]) -> bool:
    """Tell whether some points are the corners of an upright rectangle."""
    corners = {(round(x, 2), round(y, 2)) for x, y in points}
    return len(corners) == 4 and len({x for x, _ in corners}) == 2 and len({y for _, y in corners}) == 2
