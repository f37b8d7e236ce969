"""Where a value stands: every other value carries one of these."""

from __future__ import annotations

from dataclasses import dataclass, replace

QUOTE_LIMIT = 120
_IN_NUMBERS = tuple("0123456789.,，")

BBox = tuple[float, float, float, float]
"""left, top, right, bottom in points, origin at the upper left of the page."""


@dataclass(frozen=True, slots=True)
class Ref:
    """One place in one file.

    `line` is the 1-based line of a text input, `page` the 1-based page of a paged one; the other is None.
    `start` and `end` are character offsets in that line (in the line of text, for paged inputs).
    `quote` is an exact substring of the line, at most 120 characters.
    """

    file: str
    line: int | None = None
    page: int | None = None
    start: int = 0
    end: int = 0
    quote: str = ""
    table: str | None = None
    row: str | None = None
    column: str | None = None
    bbox: BBox | None = None
    block: int | None = None
    """Running number of the line in a paged file, None for a text input: tells the lines of one page apart."""

    def at_cell(self, table: str | None, row: str | None, column: str | None) -> Ref:
        """Return the same place, named as a table cell."""
        return replace(self, table=table, row=row, column=column)

    @property
    def number(self) -> int:
        """Running number of the line in its file, that of `RawLine`; 0 for a place that is a whole page or file."""
        return self.line or self.block or 0

    @property
    def line_id(self) -> tuple[str, int]:
        """File and number: all places in one line share it with the line."""
        return (self.file, self.number)

    @property
    def order(self) -> tuple[str, int, int]:
        """Sort key: reading order inside a file."""
        return (self.file, self.number or self.page or 0, self.start)


def unmistakable(ref: Ref, text: str) -> Ref:
    """Return a place of a line whose quote is widened to the left until its first occurrence there is the one meant.

    Who only has the quote looks for it from the left: `0` of a row that prints it in two columns names neither.
    The offsets stay those of the place itself. A quote that would get longer than allowed stays as it is.
    """
    low = text.find(ref.quote)
    if not ref.quote or low < 0 or (low <= ref.start and ref.end <= low + len(ref.quote)):
        return ref
    for start in range(ref.start - 1, max(0, ref.end - QUOTE_LIMIT) - 1, -1):
        wider = text[start : ref.end]
        cuts_a_number = start > 0 and wider[0] in _IN_NUMBERS and text[start - 1] in _IN_NUMBERS
        if not wider[0].isspace() and not cuts_a_number and text.find(wider) == start:
            return replace(ref, quote=wider)
    return ref


def shorten(text: str, start: int, end: int, limit: int = QUOTE_LIMIT) -> tuple[int, int]:
    """Narrow a span to at most `limit` characters without white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    end = min(end, start + limit)
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
