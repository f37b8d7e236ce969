"""Turns typeset pages into pictures of themselves, as a scanner would."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pytest

from audit.readers import ocr_engine
from tests.readers.pdf_maker import Sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL import Image

DPI = 200


def needs_ocr() -> None:
    """Skip a test where the extra `ocr` is absent, or no font that could be scanned."""
    if not ocr_engine.is_installed():
        pytest.skip("the extra ocr is not installed")
    if not _draws_chinese():
        pytest.skip("no Chinese font is installed: pages cannot be drawn")


@cache
def _draws_chinese() -> bool:
    one, other = (np.array(drawn(Sheet().text(80, 80, text, size=40).data())[0]) for text in ("预", "算"))
    return bool((one < 128).any() and (one != other).any())


def drawn(data: bytes, pages: Sequence[int] | None = None) -> list[Image.Image]:
    """Draw pages of a PDF in grey."""
    document = pypdfium2.PdfDocument(data)
    wanted = range(len(document)) if pages is None else pages
    images = [document[number].render(scale=DPI / 72).to_pil().convert("L") for number in wanted]
    document.close()
    return images


def as_pdf(images: Sequence[Image.Image]) -> bytes:
    """Return a PDF whose pages are pictures."""
    buffer = BytesIO()
    images[0].save(buffer, "PDF", resolution=DPI, save_all=True, append_images=images[1:])
    return buffer.getvalue()


def as_file(images: Sequence[Image.Image], kind: str, dpi: int | None = DPI) -> bytes:
    """Return a picture file, with its resolution in it or not."""
    buffer = BytesIO()
    options = {} if dpi is None else {"dpi": (dpi, dpi)}
    if kind == "TIFF":
        options |= {"save_all": True, "append_images": list(images[1:])}
    images[0].save(buffer, kind, **options)
    return buffer.getvalue()
