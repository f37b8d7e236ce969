"""The publication before it is set in lines or pages: blocks of text and grids, every stated figure marked."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

FIGURE_OPEN, FIGURE_CLOSE, SPAN_OPEN, SPAN_NAME, SPAN_CLOSE = "\ue000", "\ue001", "\ue002", "\ue003", "\ue004"


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure that prose or a cell states. `printed` is the number alone, `unit` what follows it."""

    key: str
    kind: str
    """amount, percent, count, score or code."""
    printed: str
    unit: str = ""
    verifiable: str = "table"
    """table, arith, text or no."""
    evidence: str = ""
    trailing: str = ""
    """What is printed after the number; the unit unless the sentence names it elsewhere."""

    @property
    def value(self) -> str:
        return self.printed.replace(",", "")


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a figure's digits stand in a block's text."""

    start: int
    end: int
    stated: Stated


@dataclass(frozen=True, slots=True)
class Span:
    """A named part of a block's text: a reason, a list, a sentence."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a grid. A covered cell belongs to the merged cell left of or above it."""

    text: str = ""
    across: int = 1
    down: int = 1
    covered: bool = False
    stated: Stated | None = None


COVERED = Cell(covered=True)


@dataclass(frozen=True, slots=True)
class GridRow:
    """`key` is the code, line name or running number of a row; `head` is True in the header."""

    key: str
    cells: tuple[Cell, ...]
    head: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table. `widths` are relative column widths for pages."""

    role: str
    rows: tuple[GridRow, ...]
    widths: tuple[int, ...]
    subject: str = ""

    def find(self, key: str) -> tuple[int, int]:
        """Return the indices of the cell with a figure's key, as `2010350.total`. Raises KeyError."""
        for r, row in enumerate(self.rows):
            for c, cell in enumerate(row.cells):
                if cell.stated is not None and cell.stated.key == key:
                    return r, c
        raise KeyError(key)

    def cell(self, key: str) -> Cell:
        """Return the cell with a figure's key. Raises KeyError."""
        r, c = self.find(key)
        return self.rows[r].cells[c]

    def row(self, key: str) -> int:
        """Return the index of a data row. Raises KeyError."""
        for r, row in enumerate(self.rows):
            if row.key == key and not row.head:
                return r
        raise KeyError(key)

    def with_text(self, r: int, c: int, text: str) -> Grid:
        """Return the grid with another text in one cell."""
        old = self.rows[r].cells[c]
        stated = replace(old.stated, printed=text) if old.stated else None
        cells = tuple(replace(old, text=text, stated=stated) if n == c else x for n, x in enumerate(self.rows[r].cells))
        return self.with_row(r, replace(self.rows[r], cells=cells))

    def with_row(self, r: int, row: GridRow) -> Grid:
        return replace(self, rows=tuple(row if n == r else x for n, x in enumerate(self.rows)))


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, table or line of the cover. `section` is its place in the outline (explanation.5)."""

    key: str
    kind: str
    """cover, contents, part, heading, subheading, text, title, unit, chart, note or table."""
    text: str
    section: str
    marks: tuple[Mark, ...] = ()
    spans: tuple[Span, ...] = ()
    grid: Grid | None = None

    def mark(self, key: str) -> Mark:
        """Return the mark of a figure. Raises KeyError."""
        for mark in self.marks:
            if mark.stated.key == key:
                return mark
        raise KeyError(key)

    def span(self, name: str) -> Span:
        """Return a named span. Raises KeyError."""
        for span in self.spans:
            if span.name == name:
                return span
        raise KeyError(name)

    def replaced(self, start: int, end: int, text: str) -> Block:
        """Return the block with a part of its text replaced; marks and spans move along or shrink."""
        shift = len(text) - (end - start)

        def move(at: int, *, is_end: bool) -> int:
            if at >= end:
                return at + shift
            if at <= start:
                return at
            return start + len(text) if is_end else start

        marks = []
        for m in self.marks:
            inside = start < m.end and m.start < end
            if inside and not (m.start <= start and end <= m.end):
                continue
            first, last = (
                (m.start, m.end + shift) if inside else (move(m.start, is_end=False), move(m.end, is_end=True))
            )
            marks.append(Mark(first, last, m.stated))
        spans = [
            Span(s.name, move(s.start, is_end=False), move(s.end, is_end=True))
            for s in self.spans
            if not (start <= s.start and s.end <= end and not text)
        ]
        whole = self.text[:start] + text + self.text[end:]
        fresh = tuple(replace(m, stated=_reprinted(m.stated, whole[m.start : m.end])) for m in marks if m.start < m.end)
        return replace(self, text=whole, marks=fresh, spans=tuple(spans))

    def restated(self, key: str, printed: str) -> Block:
        """Return the block with other digits for one figure."""
        mark = self.mark(key)
        return self.replaced(mark.start, mark.end, printed)


def _reprinted(stated: Stated, printed: str) -> Stated:
    return stated if stated.printed == printed else replace(stated, printed=printed)


class Ink:
    """Registers the figures of one publication, so that templates can print them and their places are known after."""

    def __init__(self) -> None:
        self.stated: list[Stated] = []

    def put(self, stated: Stated) -> Printed:
        """Register a figure."""
        self.stated.append(stated)
        return Printed(len(self.stated) - 1, stated)

    def settle(self, text: str) -> tuple[str, tuple[Mark, ...], tuple[Span, ...]]:
        """Turn the place holders of a rendered template into text, marks and spans."""
        out: list[str] = []
        at = 0
        marks: list[Mark] = []
        spans: list[Span] = []
        opened: list[tuple[str, int]] = []
        for piece in _HOLDERS.split(text):
            head = piece[:1]
            if head == FIGURE_OPEN:
                bare = piece[1] == "-"
                stated = self.stated[int(piece[2:-1])]
                printed = stated.printed if bare else stated.printed + stated.trailing
                marks.append(Mark(at, at + len(stated.printed), stated))
                out.append(printed)
                at += len(printed)
            elif head == SPAN_OPEN:
                opened.append((piece[1:-1], at))
            elif head == SPAN_CLOSE:
                name, start = opened.pop()
                spans.append(Span(name, start, at))
            else:
                out.append(piece)
                at += len(piece)
        return "".join(out), tuple(marks), tuple(spans)


_HOLDERS = re.compile(
    f"({FIGURE_OPEN}[^{FIGURE_CLOSE}]*{FIGURE_CLOSE}|{SPAN_OPEN}[^{SPAN_NAME}]*{SPAN_NAME}|{SPAN_CLOSE})"
)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a template sees of a figure: printing it leaves a place holder."""

    index: int
    stated: Stated

    def __str__(self) -> str:
        return f"{FIGURE_OPEN}+{self.index}{FIGURE_CLOSE}"

    @property
    def bare(self) -> str:
        """The number without its unit."""
        return f"{FIGURE_OPEN}-{self.index}{FIGURE_CLOSE}"


def begin(name: str) -> str:
    """Open a named span in a template."""
    return f"{SPAN_OPEN}{name}{SPAN_NAME}"


def spaced(text: str, marks: Sequence[Mark], spans: Sequence[Span]) -> tuple[str, tuple[Mark, ...], tuple[Span, ...]]:
    """Put a blank between digits and Chinese characters, and move marks and spans along."""
    cuts = [m.end() for m in _SEAMS.finditer(text)]
    if not cuts:
        return text, tuple(marks), tuple(spans)
    pieces, last = [], 0
    for cut in cuts:
        pieces.append(text[last:cut])
        last = cut
    pieces.append(text[last:])

    def move(at: int, *, is_end: bool) -> int:
        return at + sum(cut < at or (cut == at and not is_end) for cut in cuts)

    whole = " ".join(pieces)
    ends = [(move(m.start, is_end=False), move(m.end, is_end=True), m.stated) for m in marks]
    moved = tuple(Mark(low, high, _reprinted(stated, whole[low:high])) for low, high, stated in ends)
    named = tuple(Span(s.name, move(s.start, is_end=False), move(s.end, is_end=True)) for s in spans)
    return whole, moved, named


_SEAMS = re.compile(r"(?<=[\u4e00-\u9fff])(?=\d)|(?<=\d)(?=[\u4e00-\u9fff])")
