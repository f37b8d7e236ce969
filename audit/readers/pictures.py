"""Pictures of the places that findings cite: the strip of the page around each, with its frame drawn on it."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from PIL import ImageDraw
from PIL.Image import Dither, Quantize

from audit.model.raw import ReadError
from audit.readers.bundles import open_bundle
from audit.readers.content import ReadLimits
from audit.readers.formats import detect_format
from audit.readers.ocr_reader import FORMATS, draw_page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from PIL.Image import Image

    from audit.model.places import BBox, Ref

_SCALE = 1.6
"""Pixels for a point: 115 dpi, enough to read small print."""
_AROUND = 30.0
_TALLEST = 260.0
_FRAME = (200, 30, 30)
_COLOURS = 32
"""Print has few colours: kept to these, a strip is small and sharp without any loss, and quickly written."""
_MOST_PIXELS = 4_000_000
_SAME_SIZE = 2.0
_MOST_PICTURES = 200


@dataclass(frozen=True, slots=True)
class PictureKey:
    """What a picture shows: two places with one key have one picture."""

    file: str
    page: int
    bbox: BBox


def picture_key(ref: Ref) -> PictureKey | None:
    """Return the key of a place's picture, None for a place that has none."""
    if ref.page is None or ref.bbox is None:
        return None
    left, top, right, bottom = (round(edge, 1) for edge in ref.bbox)
    return PictureKey(ref.file, ref.page, (left, top, right, bottom))


def take_pictures(paths: Mapping[str, str], refs: Iterable[Ref]) -> dict[PictureKey, bytes]:
    """Return a WebP picture for each place on a page of a PDF or picture file. `paths`: id of each file -> its path.

    A page that cannot be drawn gives no picture: the words of the finding stand without it.
    """
    keys = list(dict.fromkeys(key for key in map(picture_key, refs) if key is not None))[:_MOST_PICTURES]
    found: dict[PictureKey, bytes] = {}
    for file in dict.fromkeys(key.file for key in keys):
        data = _bytes_of(paths.get(file, ""))
        wanted = [key for key in keys if key.file == file]
        if data is not None and b"%PDF-" in data[:1024]:
            found |= _strips(data, wanted)
        elif data is not None and detect_format(data) in FORMATS:
            found |= dict(_strips_of_scan(data, wanted))
    return found


def _bytes_of(path: str) -> bytes | None:
    """Return a file's bytes, those of an archive's member too; None where it is gone meanwhile."""
    place = Path(path)
    try:
        if place.is_file():
            return place.read_bytes()
        archive = next((above for above in place.parents if above.is_file()), None)
        if archive is None:
            return None
        members = open_bundle(archive.read_bytes(), str(archive), ReadLimits())
    except (OSError, ReadError):
        return None
    return next((member.data for member in members if member.path == path), None)


def _strips(data: bytes, keys: list[PictureKey]) -> dict[PictureKey, bytes]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return {}
    found: dict[PictureKey, bytes] = {}
    try:
        for page in sorted({key.page for key in keys}):
            wanted = [key for key in keys if key.page == page]
            found |= dict(_page_strips(document, page, wanted))
    finally:
        document.close()
    return found


def _strips_of_scan(data: bytes, keys: list[PictureKey]) -> Iterator[tuple[PictureKey, bytes]]:
    """Cut the strips out of a picture file."""
    for number in sorted({key.page for key in keys}):
        drawn = draw_page(data, number, _SCALE)
        for key in keys if drawn is not None and drawn.width * drawn.height <= _MOST_PIXELS else ():
            strip = _strip(drawn, key.bbox, (0.0, 0.0)) if drawn is not None and key.page == number else None
            if strip is not None:
                yield key, strip


def _page_strips(
    document: pypdfium2.PdfDocument, number: int, keys: list[PictureKey]
) -> Iterator[tuple[PictureKey, bytes]]:
    """Draw a page once and cut its strips out."""
    if not 1 <= number <= len(document):
        return
    try:
        page = document[number - 1]
        width, height = page.get_size()
        shift = _shift(page)
        if shift is None or width * height * _SCALE**2 > _MOST_PIXELS:
            return
        drawn = page.render(scale=_SCALE).to_pil().convert("RGB")
        page.close()
    except (pypdfium2.PdfiumError, ValueError, MemoryError):
        return
    for key in keys:
        strip = _strip(drawn, key.bbox, shift)
        if strip is not None:
            yield key, strip


def _shift(page: pypdfium2.PdfPage) -> tuple[float, float] | None:
    """Return how far the drawn part of a page lies from the corner that boxes are measured from; None: unknown."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    if all(abs(one - other) <= _SAME_SIZE for one, other in zip(media, crop, strict=True)):
        return 0.0, 0.0
    return (crop[0] - media[0], media[3] - crop[3]) if page.get_rotation() == 0 else None


def _strip(drawn: Image, bbox: BBox, shift: tuple[float, float]) -> bytes | None:
    left, right = ((edge - shift[0]) * _SCALE for edge in (bbox[0], bbox[2]))
    top, bottom = ((edge - shift[1]) * _SCALE for edge in (bbox[1], bbox[3]))
    upper = max(0, int(top - _AROUND * _SCALE))
    lower = min(drawn.height, int(min(bottom + _AROUND * _SCALE, upper + _TALLEST * _SCALE)))
    if lower <= upper or right <= 0 or left >= drawn.width:
        return None
    strip = drawn.crop((0, upper, drawn.width, lower))
    frame = (max(0.0, left - 3), top - upper - 3, min(drawn.width - 1.0, right + 3), bottom - upper + 3)
    ImageDraw.Draw(strip).rectangle(frame, outline=_FRAME, width=2)
    out = BytesIO()
    few = strip.quantize(_COLOURS, method=Quantize.FASTOCTREE, dither=Dither.NONE).convert("RGB")
    few.save(out, format="WEBP", lossless=True, quality=0, method=0)
    return out.getvalue()
