"""Typesets tiny PDF files for tests. Coordinates have their origin at the upper left, as the reader gives them."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audit.model.raw import RawDocument, RawLine

WIDTH, HEIGHT = A4
CJK = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(CJK))


class Sheet:
    """A file in the making."""

    def __init__(self, password: str | None = None, owner: str | None = None) -> None:
        self.buffer = BytesIO()
        encryption = StandardEncryption(password or "", ownerPassword=owner) if password or owner else None
        self.canvas = Canvas(self.buffer, pagesize=A4, encrypt=encryption, invariant=1)

    def text(self, x: float, y: float, text: str, size: float = 12, font: str = CJK) -> Sheet:
        """Print text with its base line at y."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, HEIGHT - y, text)
        return self

    def line(self, x0: float, y0: float, x1: float, y1: float) -> Sheet:
        self.canvas.setLineWidth(0.5)
        self.canvas.line(x0, HEIGHT - y0, x1, HEIGHT - y1)
        return self

    def box(self, x0: float, y0: float, x1: float, y1: float, *, fill: str = "", stroke: str = "") -> Sheet:
        if fill:
            self.canvas.setFillColor(fill)
        if stroke:
            self.canvas.setStrokeColor(stroke)
        self.canvas.rect(x0, HEIGHT - y1, x1 - x0, y1 - y0, fill=bool(fill), stroke=bool(stroke))
        self.canvas.setFillColor("black")
        self.canvas.setStrokeColor("black")
        return self

    def grid(self, xs: Sequence[float], ys: Sequence[float], *, top: bool = True, left: bool = True) -> Sheet:
        """Rule a table; without `top` its first line across is missing, without `left` its first line down."""
        for y in ys if top else ys[1:]:
            self.line(xs[0], y, xs[-1], y)
        for x in xs if left else xs[1:]:
            self.line(x, ys[0], x, ys[-1])
        return self

    def table(
        self, xs: Sequence[float], ys: Sequence[float], rows: Sequence[Sequence[str]], *, top: bool = True
    ) -> Sheet:
        """Rule a table and print one line of text in each cell."""
        self.grid(xs, ys, top=top)
        for row, y in zip(rows, ys, strict=False):
            for text, x in zip(row, xs, strict=False):
                self.text(x + 3, y + 14, text, size=10)
        return self

    def page(self) -> Sheet:
        self.canvas.showPage()
        return self

    def data(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()

    def write(self, folder: Path, name: str = "sample.pdf") -> Path:
        path = folder / name
        path.write_bytes(self.data())
        return path


def rows_of(raw: RawDocument, grid: int | None = None) -> list[list[str]]:
    """Return the cells' texts of one ruled table, or of all."""
    return [
        [cell.text for cell in line.cells]
        for line in raw.lines
        if line.grid is not None and (grid is None or line.grid == grid)
    ]


def texts_of(raw: RawDocument) -> list[str]:
    return [line.text for line in plain_lines(raw)]


def plain_lines(raw: RawDocument) -> list[RawLine]:
    return [line for line in raw.lines if line.grid is None]
