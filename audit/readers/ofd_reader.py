"""Reads OFD files (GB/T 33190): each page's text and ruled tables by the geometry of the PDF reader."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image

from audit.heartbeat import beat
from audit.model.raw import Damage, ReadError
from audit.readers.ocr_engine import is_installed
from audit.readers.ocr_scans import BROKEN_PICTURE, MOST_PIXELS, SCALE, read_drawn
from audit.readers.ofd_page import page_objects
from audit.readers.ofd_parts import open_ofd
from audit.readers.pdf_reader import UNREAD, PageContent, file_content, understand_page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.model.places import BBox
    from audit.readers.content import FileContent, ReadLimits
    from audit.readers.ofd_parts import OfdFile, Page


def read_ofd(data: bytes, file_id: str, path: str, limits: ReadLimits) -> FileContent:
    """Read an OFD file. Raises ReadError E104 encrypted, E106 or E150 without text, E108 too large, E113 broken."""
    opened = open_ofd(data, path, limits)
    pages: list[PageContent] = []
    for document in opened.documents():
        for page in opened.pages(document):
            if len(pages) >= limits.max_pages:
                raise ReadError("E108", path=path, what="pages", size=f"> {limits.max_pages}", limit=limits.max_pages)
            pages.append(_read_page(opened, page, len(pages) + 1))
    if not pages or all(page.damage is Damage.TRUNCATED for page in pages):
        raise ReadError("E113", path=path, reason="missing part")
    return file_content(pages, file_id, path)


def _read_page(opened: OfdFile, page: Page | None, number: int) -> PageContent:
    if page is None:
        return PageContent(number, 0.0, 0.0, damage=Damage.TRUNCATED)
    objects, images = page_objects(page, number)
    content = understand_page(objects)
    is_picture = content.damage in UNREAD or (images and not content.has_text)
    if not is_picture or not is_installed():
        return content
    beat(number, number)
    drawn = _drawn(opened, images, (content.width, content.height))
    scan = read_drawn(number, drawn, (content.width, content.height), understand_page) if drawn is not None else None
    return scan or content


def _drawn(opened: OfdFile, images: Sequence[tuple[BBox, str]], size: tuple[float, float]) -> Image.Image | None:
    """Lay the pictures of a page on white paper; None where none of them can be opened."""
    width, height = (max(1, round(edge * SCALE)) for edge in size)
    if width * height > MOST_PIXELS:
        return None
    paper = Image.new("RGB", (width, height), "white")
    found = False
    for box, part in images:
        data = opened.picture(part) if part else None
        left, top, right, bottom = (round(edge * SCALE) for edge in box)
        if data is None or right <= left or bottom <= top or (right - left) * (bottom - top) > MOST_PIXELS:
            continue
        try:
            with Image.open(BytesIO(data), formats=["PNG", "JPEG", "TIFF", "BMP"]) as image:
                if image.width * image.height <= 4 * MOST_PIXELS:
                    paper.paste(image.convert("RGB").resize((right - left, bottom - top)), (left, top))
                    found = True
        except BROKEN_PICTURE:
            continue
    return paper if found else None
