"""Characters into lines of text: which stand on one line, and where a blank belongs between two."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.readers.pdf_geometry import Char, char_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.model.places import BBox

_SAME_LINE = 0.5
"""Share of the lower character's height that two characters of one line have in common. Figures set in another font
sit a few points off their line; neighbouring lines do not overlap at all."""

_BLANK = 0.3
_BLANK_WIDE = 0.8
_BLANK_PRINTED = 0.12
"""Gaps, in units of the font size, that count as a blank: beside Latin letters or digits; between two wide characters,
which are often spaced out; where a blank was printed too."""

_PADDING = 12.0
"""What cells leave free at both sides of their text."""
_WIDE = 12
"""Cells of text are wider than this many characters."""

_NUMBER = re.compile(r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?%?")
_NUMBER_TAIL = re.compile(r"[-+]?[\d,.]*[\d,.]$")
_NUMBER_HEAD = re.compile(r"[\d,.][\d,.]*%?")
_AMOUNT = re.compile(r"[-+]?[\d,]*\d\.\d{2}")
_WORD = re.compile(r"[A-Za-z]")


@dataclass(frozen=True, slots=True)
class TextLine:
    """One line as it is printed."""

    text: str
    bbox: BBox
    doubts: tuple[tuple[int, int], ...] = ()
    """Spans that were read from a picture with low confidence."""


class _Band:
    """The height at which a line runs: the mean of its characters' tops and bottoms."""

    def __init__(self, char: Char) -> None:
        self.chars = [char]
        self.top, self.bottom = char.top, char.bottom

    def share(self, char: Char) -> float:
        common = min(self.bottom, char.bottom) - max(self.top, char.top)
        return common / max(0.1, min(self.bottom - self.top, char.height))

    def add(self, char: Char) -> None:
        count = len(self.chars)
        self.chars.append(char)
        self.top += (char.top - self.top) / (count + 1)
        self.bottom += (char.bottom - self.bottom) / (count + 1)


def cluster_lines(chars: Iterable[Char]) -> list[list[Char]]:
    """Group characters into lines, from the top; the characters of each run from the left. Blanks are not kept."""
    blanks: list[Char] = []
    bands: list[_Band] = []
    for char in sorted(chars, key=lambda char: (char.y, char.x0)):
        if char.is_blank:
            blanks.append(char)
            continue
        best = max(bands[-4:], key=lambda band: band.share(char), default=None)
        if best is not None and best.share(char) >= _SAME_LINE:
            best.add(char)
        else:
            bands.append(_Band(char))
    lines = [band.chars for band in sorted(bands, key=lambda band: band.top)]
    return [_with_blanks(line, blanks) for line in lines]


def _with_blanks(line: Sequence[Char], blanks: Iterable[Char]) -> list[Char]:
    """Add the printed blanks that stand inside a line, and sort it from the left."""
    box = char_bounds(line)
    inside = [char for char in blanks if box[0] < char.x < box[2] and box[1] < char.y < box[3]]
    return sorted([*line, *inside], key=lambda char: (char.x0, char.x1))


def line_text(chars: Sequence[Char]) -> str:
    """Join the characters of one line, with one blank where the gap is real."""
    parts: list[str] = []
    last: Char | None = None
    printed = False
    for char in chars:
        if char.is_blank:
            printed = True
            continue
        if last is not None and needs_blank(last, char, printed=printed):
            parts.append(" ")
        parts.append(char.text)
        last, printed = char, False
    return "".join(parts)


def needs_blank(left: Char, right: Char, *, printed: bool) -> bool:
    """Tell whether a blank belongs between two neighbours; `printed` says that the file has one there."""
    gap = (right.x0 - left.x1) / min(left.size, right.size)
    if is_wide(left.text[-1]) and is_wide(right.text[0]):
        return gap > _BLANK_WIDE
    return gap > (_BLANK_PRINTED if printed else _BLANK)


def is_wide(char: str) -> bool:
    """Tell whether a character takes a full square: ideographs, full-width signs, curly quotes."""
    return unicodedata.east_asian_width(char) in ("W", "F") or char in "“”‘’…—·"


def text_lines(chars: Iterable[Char]) -> list[TextLine]:
    """Return the printed lines of some characters, from the top."""
    lines = cluster_lines(chars)
    return [TextLine(line_text(line), char_bounds(line)) for line in lines]


def cell_text(chars: Iterable[Char], width: float) -> tuple[str, bool]:
    """Join the lines of a table cell into one string, and tell whether the last line leaves no room for more."""
    text = ""
    room, height = width, 0.0
    for line in text_lines(chars):
        text = join_wrapped(text, line.text, narrow=room > height + _PADDING)
        room, height = width - (line.bbox[2] - line.bbox[0]), line.bbox[3] - line.bbox[1]
        if width > _WIDE * height:
            # no line begins with a stop, so that one of a long text may end two characters early
            height *= 2
    return text, bool(text) and room <= height + _PADDING


def join_wrapped(first: str, second: str, *, narrow: bool = False) -> str:
    """Join two lines of one cell: a wrapped word or number without a blank, two readings with one.

    `narrow` says that the first line ends well before the cell's edge, so that a number there cannot have been broken.
    """
    if not first or not second:
        return first + second
    if _WORD.match(first[-1]) and _WORD.match(second[0]):
        return f"{first} {second}"
    tail, head = _NUMBER_TAIL.search(first), _NUMBER_HEAD.match(second)
    if tail and head:
        complete = _AMOUNT.fullmatch(tail.group()) is not None
        whole = _NUMBER.fullmatch(tail.group() + head.group()) is not None
        if narrow or complete or not whole:
            return f"{first} {second}"
    return first + second
