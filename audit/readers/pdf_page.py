"""Turns a page into plain values: characters once each, shapes that can be seen, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.readers.pdf_device import draw_page
from audit.readers.pdf_geometry import Char, PageObjects

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pdfplumber.page import Page

    from audit.model.places import BBox
    from audit.readers.pdf_device import Drawn, Glyphs

_DOUBLE_SHIFT = 0.15
"""Bold is often made by drawing a character twice, less than this share of its size apart."""


def page_objects(page: Page, glyphs: Glyphs) -> PageObjects:
    """Take everything that recognition may need from a page; the page can be closed afterwards."""
    drawn = draw_page(page, glyphs)
    readable = without_doubles(drawn.chars)
    return PageObjects(
        number=page.page_number,
        width=drawn.width,
        height=drawn.height,
        chars=readable,
        shapes=tuple(drawn.shapes),
        images=tuple(_cut(box, drawn.width, drawn.height) for box in drawn.images if _is_on_page(box, drawn)),
        unreadable=sum(_is_unreadable(char.text) for char in readable),
        unpainted=drawn.unpainted,
    )


def without_doubles(chars: Iterable[Char]) -> tuple[Char, ...]:
    """Drop characters that were drawn again at nearly the same place."""
    kept: list[Char] = []
    seen: dict[str, dict[tuple[int, int], list[Char]]] = {}
    for char in chars:
        column, row = int(char.x0 // 4), int(char.top // 4)
        alike = seen.setdefault(char.text, {})
        if len(alike) > 0 and _is_double(char, alike, column, row):
            continue
        kept.append(char)
        alike.setdefault((column, row), []).append(char)
    return tuple(kept)


def _is_double(char: Char, alike: dict[tuple[int, int], list[Char]], column: int, row: int) -> bool:
    reach = _DOUBLE_SHIFT * char.size
    for place in ((column + dx, row + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)):
        for other in alike.get(place, ()):
            if abs(other.x0 - char.x0) <= reach and abs(other.top - char.top) <= reach:
                return True
    return False


def _is_unreadable(text: str) -> bool:
    return text.startswith("(cid:") or text == "\ufffd" or "\ue000" <= text[:1] <= "\uf8ff"


def _is_on_page(box: BBox, drawn: Drawn) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return bool(0 <= x <= drawn.width and 0 <= y <= drawn.height)


def _cut(box: BBox, width: float, height: float) -> BBox:
    return max(0.0, box[0]), max(0.0, box[1]), min(width, box[2]), min(height, box[3])
