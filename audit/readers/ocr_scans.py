"""Pages that are pictures: drawn and read where the extra `ocr` is installed, left unread where it is not."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pypdfium2
from PIL import Image

from audit.heartbeat import beat
from audit.readers.ocr_engine import is_installed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from audit.readers.pdf_geometry import PageObjects
    from audit.readers.pdf_reader import PageContent

BROKEN_PICTURE = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, struct.error),
    Image.DecompressionBombError,
)
"""How Pillow fails on hostile pictures."""

SCALE = 200 / 72
"""Pixels of a point: the engine reads small print well at 200 dpi, and no better above."""

_SAME_SIZE = 4
MOST_PIXELS = 40_000_000
"""A page of A1 at 200 dpi; a larger one is left unread rather than filling the memory."""


def read_scans(
    data: bytes, numbers: Sequence[int], understand: Callable[[PageObjects], PageContent]
) -> dict[int, PageContent]:
    """Read some pages of a PDF from their pictures; those that cannot be drawn, or show no text, are left out."""
    if not is_installed():
        return {}
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return {}
    try:
        found: dict[int, PageContent] = {}
        for count, number in enumerate(numbers, 1):
            page = _read(document, number, understand)
            if page is not None:
                found[number] = page
            beat(count, len(numbers))
        return found
    finally:
        document.close()


def read_drawn(
    number: int, image: Image.Image, size: tuple[float, float], understand: Callable[[PageObjects], PageContent]
) -> PageContent | None:
    """Read the picture of a page of some size in points, None where it shows no text."""
    import numpy as np  # noqa: PLC0415  these need the extra

    from audit.readers.ocr_page import read_page  # noqa: PLC0415

    width, height = (max(1, round(edge * SCALE)) for edge in size)
    if width * height > MOST_PIXELS:
        return None
    gray = image.convert("RGB").convert("L")
    if abs(gray.width - width) + abs(gray.height - height) > _SAME_SIZE:
        gray = gray.resize((width, height))
    page = read_page(number, np.array(gray), understand)
    return page if page.has_text else None


def _read(
    document: pypdfium2.PdfDocument, number: int, understand: Callable[[PageObjects], PageContent]
) -> PageContent | None:
    try:
        page = document[number - 1]
        size = page.get_size()
        if size[0] * size[1] * SCALE**2 > MOST_PIXELS:
            return None
        drawn = page.render(scale=SCALE).to_pil()
        page.close()
    except (pypdfium2.PdfiumError, ValueError, IndexError, MemoryError):
        return None
    return read_drawn(number, drawn, size, understand)
