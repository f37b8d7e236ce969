"""Writes tiny OFD files for tests. Lengths are in millimetres, the origin is at the upper left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.readers.office_maker import pack

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAMES = 'xmlns:ofd="http://www.ofdspec.org/2016"'


def text(x: float, y: float, words: str, *, size: float = 4, more: str = "", code: str | None = None) -> str:
    """Return a text object; its words stand a full or a half width apart unless `code` says more of them."""
    steps = " ".join(str(size if ord(char) > 0x2E7F else size / 2) for char in words[:-1])
    inner = code or f'<ofd:TextCode X="0" Y="{size}" DeltaX="{steps}">{words}</ofd:TextCode>'
    box = f"{x} {y} 150 {1.3 * size}"
    return f'<ofd:TextObject ID="9" Boundary="{box}" Font="1" Size="{size}" {more}>{inner}</ofd:TextObject>'


def path(x: float, y: float, data: str, *, more: str = "", inner: str = "") -> str:
    return (
        f'<ofd:PathObject ID="9" Boundary="{x} {y} 150 150" LineWidth="0.2" {more}>{inner}'
        f"<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData></ofd:PathObject>"
    )


def image(x: float, y: float, width: float, height: float, resource: int) -> str:
    return f'<ofd:ImageObject ID="9" Boundary="{x} {y} {width} {height}" ResourceID="{resource}"/>'


def table(xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]]) -> str:
    """Rule a table and print a line of text in each cell."""
    lines = [path(xs[0], y, f"M 0 0 L {xs[-1] - xs[0]} 0") for y in ys]
    lines += [path(x, ys[0], f"M 0 0 L 0 {ys[-1] - ys[0]}") for x in xs]
    words = [
        text(x + 1, y + 1, cell, size=3)
        for row, y in zip(rows, ys, strict=False)
        for cell, x in zip(row, xs, strict=False)
        if cell
    ]
    return "".join(lines + words)


def part(name: str, inner: str, head: str = "") -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?>{head}<ofd:{name} {NAMES}>{inner}</ofd:{name}>'


def page(objects: str, *, before: str = "") -> str:
    """Return the part of a page."""
    return part("Page", f'{before}<ofd:Content><ofd:Layer ID="2">{objects}</ofd:Layer></ofd:Content>')


def root(*documents: str) -> str:
    bodies = "".join(f"<ofd:DocBody><ofd:DocRoot>{name}</ofd:DocRoot></ofd:DocBody>" for name in documents)
    return part("OFD", bodies)


def document(pages: Sequence[str], common: str = "") -> str:
    listed = "".join(f'<ofd:Page ID="{number}" BaseLoc="{name}"/>' for number, name in enumerate(pages, 10))
    area = "<ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea>"
    return part("Document", f"<ofd:CommonData>{area}{common}</ofd:CommonData><ofd:Pages>{listed}</ofd:Pages>")


def ofd(*pages: str, common: str = "", more: Mapping[str, str | bytes] | None = None) -> bytes:
    """Return a file of one document."""
    names = [f"Pages/Page_{number}/Content.xml" for number in range(len(pages))]
    parts: dict[str, str | bytes] = {
        "OFD.xml": root("Doc_0/Document.xml"),
        "Doc_0/Document.xml": document(names, common),
    }
    parts |= {f"Doc_0/{name}": content for name, content in zip(names, pages, strict=True)}
    return pack(parts | dict(more or {}))
