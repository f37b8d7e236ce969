"""Sets laid-out pages as an OFD file (GB/T 33190): the same words, rules and pictures at the same places as the PDF."""

from __future__ import annotations

import io
import zipfile
from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from corpora.typeset_pdf import FONT, HEIGHT, WIDTH, Picture, Rule, Words, bars, width_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from corpora.typeset_pdf import PagedSheet

NAMESPACE = "http://www.ofdspec.org/2016"
MILLIMETRE = 25.4 / 72
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TIME = (2020, 1, 1, 0, 0, 0)
_PICTURE = (270.0, 120.0)
_FONT_ID, _FIRST_PICTURE, _FIRST_PAGE, _FIRST_OBJECT = 1, 10, 1000, 10_000


def ofd_bytes(sheet: PagedSheet) -> bytes:
    """Write the pages. The same pages always give the same bytes."""
    seeds = list(dict.fromkeys(mark.seed for page in sheet.pages for mark in page if isinstance(mark, Picture)))
    pictures = {seed: _FIRST_PICTURE + number for number, seed in enumerate(seeds)}
    parts: dict[str, bytes] = {
        "OFD.xml": _part("OFD", _body(), 'Version="1.1" DocType="OFD"'),
        "Doc_0/Document.xml": _part("Document", _document(len(sheet.pages))),
        "Doc_0/PublicRes.xml": _part("Res", _fonts(), 'BaseLoc="Res"'),
        "Doc_0/DocumentRes.xml": _part("Res", _media(pictures), 'BaseLoc="Res"'),
    }
    for seed, number in pictures.items():
        buffer = io.BytesIO()
        bars(seed).save(buffer, "PNG")
        parts[f"Doc_0/Res/image_{number}.png"] = buffer.getvalue()
    for number, page in enumerate(sheet.pages):
        parts[f"Doc_0/Pages/Page_{number}/Content.xml"] = _part("Page", _page(page, pictures))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _TIME), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _part(name: str, inner: str, attributes: str = "") -> bytes:
    return f'{_HEAD}<ofd:{name} xmlns:ofd="{NAMESPACE}" {attributes}>{inner}</ofd:{name}>'.encode()


def _body() -> str:
    info = "<ofd:DocInfo><ofd:DocID>0</ofd:DocID></ofd:DocInfo>"
    return f"<ofd:DocBody>{info}<ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody>"


def _document(pages: int) -> str:
    area = f"<ofd:PageArea><ofd:PhysicalBox>0 0 {_mm(WIDTH)} {_mm(HEIGHT)}</ofd:PhysicalBox></ofd:PageArea>"
    resources = "<ofd:PublicRes>PublicRes.xml</ofd:PublicRes><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    listed = "".join(
        f'<ofd:Page ID="{_FIRST_PAGE + number}" BaseLoc="Pages/Page_{number}/Content.xml"/>' for number in range(pages)
    )
    return f"<ofd:CommonData>{area}{resources}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>"


def _fonts() -> str:
    return f'<ofd:Fonts><ofd:Font ID="{_FONT_ID}" FontName="{FONT}"/></ofd:Fonts>'


def _media(pictures: dict[str, int]) -> str:
    entries = "".join(
        f'<ofd:MultiMedia ID="{number}" Type="Image"><ofd:MediaFile>image_{number}.png</ofd:MediaFile></ofd:MultiMedia>'
        for number in pictures.values()
    )
    return f"<ofd:MultiMedias>{entries}</ofd:MultiMedias>"


def _page(marks: Sequence[Words | Rule | Picture], pictures: dict[str, int]) -> str:
    objects = "".join(
        _object(mark, number, pictures) for number, mark in enumerate(marks, _FIRST_OBJECT) if not _is_blank(mark)
    )
    return f'<ofd:Content><ofd:Layer ID="2" Type="Body">{objects}</ofd:Layer></ofd:Content>'


def _is_blank(mark: Words | Rule | Picture) -> bool:
    return isinstance(mark, Words) and not mark.text.strip()


def _object(mark: Words | Rule | Picture, number: int, pictures: dict[str, int]) -> str:
    if isinstance(mark, Words):
        return _words(mark, number)
    if isinstance(mark, Rule):
        left, top = min(mark.x1, mark.x2), HEIGHT - max(mark.y1, mark.y2)
        width, height = abs(mark.x2 - mark.x1), abs(mark.y2 - mark.y1)
        box = _box(left, top, max(width, 0.5), max(height, 0.5))
        line = f"M 0 0 L {_mm(width)} {_mm(height)}"
        data = f"<ofd:AbbreviatedData>{line}</ofd:AbbreviatedData>"
        return f'<ofd:PathObject ID="{number}" Boundary="{box}" LineWidth="{_mm(0.5)}">{data}</ofd:PathObject>'
    width, height = _PICTURE
    box = _box(mark.x, HEIGHT - mark.y - height, width, height)
    matrix = f"{_mm(width)} 0 0 {_mm(height)} 0 0"
    resource = pictures[mark.seed]
    return f'<ofd:ImageObject ID="{number}" Boundary="{box}" CTM="{matrix}" ResourceID="{resource}"/>'


def _words(mark: Words, number: int) -> str:
    """Write a line of words; its place is that of its base line, as in the PDF."""
    widths = [width_of(char, mark.size) for char in mark.text]
    whole = sum(widths)
    left = mark.x - whole * (mark.align + 1) / 2
    top = HEIGHT - mark.y - mark.size
    steps = " ".join(_runs(widths[:-1]))
    delta = f' DeltaX="{steps}"' if steps else ""
    code = f'<ofd:TextCode X="0" Y="{_mm(mark.size)}"{delta}>{escape(mark.text)}</ofd:TextCode>'
    box = _box(left, top, max(whole, 1.0), 1.3 * mark.size)
    font = f'Font="{_FONT_ID}" Size="{_mm(mark.size)}"'
    return f'<ofd:TextObject ID="{number}" Boundary="{box}" {font}>{code}</ofd:TextObject>'


def _runs(widths: Sequence[float]) -> Iterator[str]:
    """Write equal distances as one run."""
    for width, run in groupby(map(_mm, widths)):
        count = len(list(run))
        yield width if count == 1 else f"g {count} {width}"


def _box(left: float, top: float, width: float, height: float) -> str:
    return " ".join(map(_mm, (left, top, width, height)))


def _mm(points: float) -> str:
    return f"{points * MILLIMETRE:.3f}"
