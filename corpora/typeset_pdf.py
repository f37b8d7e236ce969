"""Sets blocks as pages: running text, ruled tables with merged cells, tables continued over pages, page numbers."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpora.blocks import Block, Grid
    from corpora.compose import Draft

FONT = "STSong-Light"
WIDTH, HEIGHT = A4
LEFT, RIGHT, TOP, BOTTOM = 70.0, 70.0, 74.0, 72.0
INNER = WIDTH - LEFT - RIGHT
SIZES = {"cover": 22.0, "part": 16.0, "heading": 14.0, "title": 13.0, "unit": 9.0, "note": 9.0, "chart": 10.0}
LEADING = 1.65
CELL_LEADING = 1.3
CENTRED = ("cover", "part", "title", "chart")
INDENTED = ("text", "heading", "subheading")
NO_START = "，。；：、）”%】》"


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text at a place; `align` is -1 left, 0 centred, 1 right of `x`."""

    x: float
    y: float
    size: float
    text: str
    align: int = -1


@dataclass(frozen=True, slots=True)
class Rule:
    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Picture:
    x: float
    y: float
    seed: str


@dataclass(frozen=True, slots=True)
class PagedRun:
    """A line of a block with its page."""

    page: int
    start: int
    length: int


@dataclass(slots=True)
class PagedSheet:
    """The pages and where each block stands in them."""

    pages: list[list[Words | Rule | Picture]] = field(default_factory=lambda: [[]])
    runs: dict[str, list[PagedRun]] = field(default_factory=dict)
    rows: dict[str, list[int]] = field(default_factory=dict)

    def page_of(self, key: str, start: int) -> tuple[int, int]:
        """Return the page of a character of a block, and where the block's text on that page ends."""
        runs = self.runs[key]
        run = next((r for r in reversed(runs) if r.start <= start), runs[0])
        return run.page, max(r.start + r.length for r in runs if r.page == run.page)

    def bytes(self) -> bytes:
        """Draw the pages. The same pages always give the same bytes."""
        _register()
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=A4, invariant=1, pageCompression=1)
        for page in self.pages:
            canvas.setLineWidth(0.5)
            for mark in page:
                _draw(canvas, mark)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()


@lru_cache(maxsize=1)
def _register() -> None:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def _draw(canvas: Canvas, mark: Words | Rule | Picture) -> None:
    if isinstance(mark, Words):
        canvas.setFont(FONT, mark.size)
        draw = (canvas.drawString, canvas.drawCentredString, canvas.drawRightString)[mark.align + 1]
        draw(mark.x, mark.y, mark.text)
    elif isinstance(mark, Rule):
        canvas.line(mark.x1, mark.y1, mark.x2, mark.y2)
    else:
        canvas.drawImage(ImageReader(bars(mark.seed)), mark.x, mark.y, 270, 120)


def bars(seed: str) -> Image.Image:
    """Return a picture of a bar chart."""
    picture = Image.new("RGB", (360, 160), "white")
    pen = ImageDraw.Draw(picture)
    for n, c in enumerate(f"{seed}ab"[-4:]):
        height = 40 + (ord(c) * 7) % 90
        pen.rectangle((40 + 80 * n, 150 - height, 80 + 80 * n, 150), fill=(70 + 40 * n, 110, 160))
    return picture


_TOKENS = re.compile(r"[0-9][0-9,.]*%?|[A-Za-z]+|.", re.DOTALL)


@lru_cache(maxsize=20_000)
def width_of(text: str, size: float) -> float:
    """Return the printed width of a text."""
    _register()
    return float(pdfmetrics.stringWidth(text, FONT, size))


def wrapped(text: str, size: float, room: float, first: float = 0.0) -> list[str]:
    """Break a text into lines. Numbers stay whole, closing punctuation never starts a line."""
    lines: list[str] = []
    line, used = "", first
    for token in _TOKENS.findall(text):
        wide = width_of(token, size)
        if used + wide > room and line and token not in NO_START:
            lines.append(line)
            line, used = "", 0.0
        line += token
        used += wide
    return [*lines, line]


class Setter:
    """Lays one draft out on pages."""

    def __init__(self, draft: Draft, contents: dict[str, int]) -> None:
        self.draft, self.contents = draft, contents
        self.sheet = PagedSheet()
        self.y = HEIGHT - TOP

    @property
    def page(self) -> int:
        return len(self.sheet.pages)

    def run(self) -> PagedSheet:
        """Lay all blocks out."""
        last = ""
        for block in self.draft.blocks:
            section = block.section.split(".")[0]
            table = block.kind == "title" and section == "tables" and self.y < HEIGHT - TOP - 160
            if last and (section != last or table):
                self.new_page()
            if not last:
                self.y -= 180
            last = section
            self.block(block)
        for number, page in enumerate(self.sheet.pages, 1):
            if number > 1:
                page.append(Words(WIDTH / 2, BOTTOM - 34, 9, f"- {number} -", 0))
        return self.sheet

    def put(self, mark: Words | Rule | Picture, page: int = 0) -> None:
        self.sheet.pages[(page or self.page) - 1].append(mark)

    def new_page(self) -> None:
        self.sheet.pages.append([])
        self.y = HEIGHT - TOP

    def room(self, height: float) -> None:
        """Move down by a height, to the next page where it does not fit."""
        if self.y - height < BOTTOM:
            self.new_page()
        self.y -= height

    def block(self, block: Block) -> None:
        if block.grid is not None:
            self.grid(block.key, block.grid)
        elif block.kind == "contents" and block.key != "contents":
            self.contents_line(block)
        else:
            if block.kind == "chart":
                self.room(130)
                self.put(Picture((WIDTH - 270) / 2, self.y, block.key))
            self.paragraph(block)

    def paragraph(self, block: Block) -> None:
        """Lay a paragraph out line by line; a line that does not fit opens a page, inside a sentence too."""
        size = 16.0 if block.kind == "contents" else SIZES.get(block.kind, 12.0)
        indent = 2 * size if block.kind in INDENTED else 0.0
        at = 0
        for n, line in enumerate(wrapped(block.text, size, INNER, indent)):
            self.room(size * LEADING)
            if block.kind in CENTRED or block.key == "contents":
                self.put(Words(WIDTH / 2, self.y, size, line, 0))
            elif block.key.startswith(("unit.", "code.")) and block.section == "tables":
                self.put(Words(WIDTH - RIGHT, self.y, size, line, 1))
            else:
                self.put(Words(LEFT + (indent if n == 0 else 0.0), self.y, size, line))
            self.note(block.key, at, len(line))
            at += len(line)
        self.y -= 4

    def note(self, key: str, start: int, length: int) -> None:
        self.sheet.runs.setdefault(key, []).append(PagedRun(self.page, start, length))

    def contents_line(self, block: Block) -> None:
        """Lay out a line of the contents page, with leaders and the page where the template prints them."""
        title = block.text.partition("\t")[0]
        size = 11.0
        lines = wrapped(title, size, INNER - 60)
        for line in lines:
            self.room(size * 1.75)
            self.put(Words(LEFT, self.y, size, line))
        if self.draft.template.contents_pages:
            number = str(self.contents.get(block.key.removeprefix("contents."), 1))
            room = INNER - width_of(lines[-1], size) - width_of(number, size) - 12
            dots = "." * int(room / width_of(".", size))
            self.put(Words(WIDTH - RIGHT, self.y, size, f"{dots} {number}", 1))
        self.note(block.key, 0, len(title))

    def grid(self, key: str, grid: Grid) -> None:
        """Lay a ruled table out. It goes on over pages without repeating its head."""
        size = 7.0 if len(grid.widths) > 8 else 8.5
        scale = INNER / sum(grid.widths)
        edges = [LEFT]
        for part in grid.widths:
            edges.append(edges[-1] + part * scale)
        tops: list[tuple[int, float]] = []
        heights = [self.row_height(grid, r, edges, size) for r in range(len(grid.rows))]
        for height in heights:
            if self.y - height < BOTTOM:
                self.new_page()
            tops.append((self.page, self.y))
            self.y -= height
        self.sheet.rows[key] = [page for page, _ in tops]
        for r, row in enumerate(grid.rows):
            for c, cell in enumerate(row.cells):
                if not cell.covered:
                    span = [(*tops[n], heights[n]) for n in range(r, min(r + cell.down, len(grid.rows)))]
                    self.cell(cell.text, edges[c], edges[c + cell.across], span, size)
        self.y -= 8

    def row_height(self, grid: Grid, r: int, edges: Sequence[float], size: float) -> float:
        """Return the height that a row needs; a cell merged downwards asks for its share only."""
        most = 1
        for c, cell in enumerate(grid.rows[r].cells):
            if cell.text:
                lines = len(wrapped(cell.text, size, edges[c + cell.across] - edges[c] - 4))
                most = max(most, -(-lines // cell.down))
        return most * size * CELL_LEADING + 6

    def cell(self, text: str, left: float, right: float, span: Sequence[tuple[int, float, float]], size: float) -> None:
        """Draw the box of a cell on every page that it touches, its text on the first."""
        for page in sorted({p for p, _, _ in span}):
            parts = [(top, height) for p, top, height in span if p == page]
            top, bottom = parts[0][0], parts[-1][0] - parts[-1][1]
            box = (
                (left, top, right, top),
                (left, bottom, right, bottom),
                (left, top, left, bottom),
                (right, top, right, bottom),
            )
            for rule in box:
                self.put(Rule(*rule), page)
            if page != span[0][0] or not text:
                continue
            lines = wrapped(text, size, right - left - 4)
            y = (top + bottom) / 2 + len(lines) * size * CELL_LEADING / 2 - size
            for line in lines:
                self.cell_line(line, (left, right), y, size, page)
                y -= size * CELL_LEADING

    def cell_line(self, line: str, edges: tuple[float, float], y: float, size: float, page: int) -> None:
        """Put numbers at the right edge, words in the middle of a cell, long ones at its left."""
        left, right = edges
        if line[:1].isdigit() and "." in line:
            self.put(Words(right - 2, y, size, line, 1), page)
        elif width_of(line, size) > (right - left) * 0.8:
            self.put(Words(left + 2, y, size, line), page)
        else:
            self.put(Words((left + right) / 2, y, size, line, 0), page)


def typeset(draft: Draft) -> PagedSheet:
    """Set a draft on pages; twice where its contents page prints page numbers."""
    sheet = Setter(draft, {}).run()
    if not draft.template.contents_pages:
        return sheet
    return Setter(draft, {key: runs[0].page for key, runs in sheet.runs.items()}).run()
