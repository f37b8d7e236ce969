"""Turns a pdfplumber page into plain values: characters once each, shapes that can be seen, pictures."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

from audit.readers.pdf_clip import apply_clipping
from audit.readers.pdf_geometry import Char, PageObjects, Shape

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from pdfplumber.page import Page

    from audit.model.places import BBox

_DOUBLE_SHIFT = 0.15
"""Bold is often made by drawing a character twice, less than this share of its size apart."""

_PALE = 0.95
"""Brightness from which a colour does not show on white paper: word processors paint white behind every paragraph."""

_SLANT = 0.1


def page_objects(page: Page) -> PageObjects:
    """Take everything that recognition may need from a page; the page can be closed afterwards."""
    unpainted = apply_clipping(page)
    width, height = float(page.width), float(page.height)
    chars = [_char(item) for item in page.chars if _is_upright(item) and _is_on_page(item, width, height)]
    readable = without_doubles(char for char in chars if char.text)
    shapes = [_shape(item) for name in ("line", "rect", "curve") for item in page.objects.get(name, ())]
    return PageObjects(
        number=page.page_number,
        width=width,
        height=height,
        chars=readable,
        shapes=tuple(shape for shape in shapes if shape.filled or shape.stroked),
        images=tuple(_clipped(item, width, height) for item in page.images if _is_on_page(item, width, height)),
        unreadable=sum(_is_unreadable(char.text) for char in readable),
        unpainted=unpainted,
    )


def without_doubles(chars: Iterable[Char]) -> tuple[Char, ...]:
    """Drop characters that were drawn again at nearly the same place."""
    kept: list[Char] = []
    seen: dict[tuple[str, int, int], list[Char]] = {}
    for char in chars:
        reach = _DOUBLE_SHIFT * char.size
        column, row = int(char.x0 // 4), int(char.top // 4)
        around = (
            other
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for other in seen.get((char.text, column + dx, row + dy), ())
        )
        if any(abs(other.x0 - char.x0) <= reach and abs(other.top - char.top) <= reach for other in around):
            continue
        kept.append(char)
        seen.setdefault((char.text, column, row), []).append(char)
    return tuple(kept)


def is_pale(color: object) -> bool:
    """Tell whether a PDF colour (grey, RGB or CMYK numbers) is white or nearly so; patterns and None are not."""
    values = color if isinstance(color, (tuple, list)) else (color,)
    numbers = [float(value) for value in values if isinstance(value, (int, float))]
    if len(numbers) != len(values):
        return False
    if len(numbers) == 4:
        return max(numbers) <= 1 - _PALE
    return len(numbers) in (1, 3) and min(numbers) >= _PALE


def _char(item: Mapping[str, Any]) -> Char:
    return Char(
        text=_clean(str(item["text"])),
        x0=float(item["x0"]),
        top=float(item["top"]),
        x1=float(item["x1"]),
        bottom=float(item["bottom"]),
        size=float(item["size"]) or 1.0,
    )


def _clean(text: str) -> str:
    """Give blanks one shape and drawn radicals the character that they show; drop control characters."""
    if text.isspace():
        return " "
    if len(text) == 1 and ("\u2e80" <= text <= "\u2fdf" or "\uf900" <= text <= "\ufaff"):
        return unicodedata.normalize("NFKC", text)
    return "".join(char for char in text if char >= " " and char != "\x7f")


def _is_unreadable(text: str) -> bool:
    return text.startswith("(cid:") or text == "\ufffd" or "\ue000" <= text[:1] <= "\uf8ff"


def _is_upright(item: Mapping[str, Any]) -> bool:
    """Tell printed text from a watermark, which runs aslant; text turned by a right angle stays."""
    matrix: Sequence[float] = item.get("matrix") or (1, 0, 0, 1, 0, 0)
    along, across = abs(matrix[0]), abs(matrix[1])
    return min(along, across) <= _SLANT * max(along, across)


def _is_on_page(item: Mapping[str, Any], width: float, height: float) -> bool:
    x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
    return bool(0 <= x <= width and 0 <= y <= height)


def _clipped(item: Mapping[str, Any], width: float, height: float) -> BBox:
    return (
        max(0.0, float(item["x0"])),
        max(0.0, float(item["top"])),
        min(width, float(item["x1"])),
        min(height, float(item["bottom"])),
    )


def _shape(item: Mapping[str, Any]) -> Shape:
    points = tuple((float(x), float(y)) for x, y in item.get("pts") or ())
    return Shape(
        kind=str(item["object_type"]),
        bbox=(float(item["x0"]), float(item["top"]), float(item["x1"]), float(item["bottom"])),
        filled=bool(item.get("fill")) and not is_pale(item.get("non_stroking_color")),
        stroked=bool(item.get("stroke")) and not is_pale(item.get("stroking_color")),
        points=points,
    )
