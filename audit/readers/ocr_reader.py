"""Reads picture files (PNG, JPEG, TIFF of several pages): scans that were published without a PDF around them."""

from __future__ import annotations

import warnings
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageOps, ImageSequence

from audit.heartbeat import beat
from audit.model.raw import Damage, ReadError
from audit.readers.ocr_engine import is_installed
from audit.readers.ocr_scans import BROKEN_PICTURE, read_drawn
from audit.readers.pdf_reader import PageContent, file_content, understand_page

if TYPE_CHECKING:
    from audit.readers.content import FileContent, ReadLimits

FORMATS = ("png", "jpg", "tiff")
_KINDS = ("PNG", "JPEG", "TIFF")

_INCH = 72
_A4_WIDTH = 595.0
_LEAST_DPI, _MOST_DPI = 90.0, 1200.0


def read_picture(data: bytes, file_id: str, path: str, limits: ReadLimits) -> FileContent:
    """Read a picture file. Raises ReadError E106 or E150 without text, E108 too large, E113 broken."""
    if not is_installed():
        raise ReadError("E150", path=path, pages=1)
    try:
        with warnings.catch_warnings():
            # broken tags are Pillow's business; a picture beyond its own limit is ours
            warnings.simplefilter("ignore")
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            pages = _read_frames(data, path, limits)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        limit = Image.MAX_IMAGE_PIXELS
        raise ReadError("E108", path=path, what="pixels", size=f"> {limit}", limit=limit) from error
    except BROKEN_PICTURE as error:
        raise ReadError("E113", path=path, reason="damaged picture") from error
    return file_content(pages, file_id, path)


def _read_frames(data: bytes, path: str, limits: ReadLimits) -> list[PageContent]:
    pages = []
    with Image.open(BytesIO(data), formats=_KINDS) as image:
        count = getattr(image, "n_frames", 1)
        if count > limits.max_pages:
            raise ReadError("E108", path=path, what="pages", size=count, limit=limits.max_pages)
        for number, frame in enumerate(ImageSequence.Iterator(image), 1):
            width, height = page_size(frame)
            page = read_drawn(number, ImageOps.exif_transpose(frame), (width, height), understand_page)
            beat(number, count)
            pages.append(page or PageContent(number, width, height, damage=Damage.NO_TEXT_LAYER))
    return pages


def draw_page(data: bytes, number: int, scale: float) -> Image.Image | None:
    """Return a page of a picture file with `scale` pixels for a point, None where it cannot be drawn."""
    try:
        with warnings.catch_warnings(), Image.open(BytesIO(data), formats=_KINDS) as image:
            warnings.simplefilter("ignore")
            image.seek(number - 1)
            width, height = page_size(image)
            upright = ImageOps.exif_transpose(image).convert("RGB")
            return upright.resize((max(1, round(width * scale)), max(1, round(height * scale))))
    except (*BROKEN_PICTURE, MemoryError):
        return None


def page_size(image: Image.Image) -> tuple[float, float]:
    """Return a picture's size in points: by its own resolution, as wide as A4 where it has none that can be true."""
    stated = image.info.get("dpi", (0, 0))
    dpi = float(stated[0]) if isinstance(stated, tuple) and stated else 0.0
    turned = image.getexif().get(0x0112) in (5, 6, 7, 8)
    width, height = (image.height, image.width) if turned else (image.width, image.height)
    if not _LEAST_DPI <= dpi <= _MOST_DPI:
        dpi = _INCH * min(width, height) / _A4_WIDTH
    return _INCH * width / dpi, _INCH * height / dpi
