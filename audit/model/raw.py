"""What a reader hands over: physical lines and cells, nothing joined, nothing interpreted."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from audit.model.places import BBox, Ref, shorten

LOW_CONFIDENCE = 0.8
"""What was recognised from a picture with less confidence in any of its characters proves nothing."""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One input file of a publication."""

    id: str
    path: str
    sha256: str
    format: str
    pages: int | None = None
    role: str = "main"


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell of a line that is a table row; `start`/`end` are offsets in the line's text.

    `merged` is True for a cell that a ruled table shows as covered by its neighbour (no value of its own);
    an empty cell that has its own box is an empty string with `merged` False.
    `confidence` is the reading's own, 0..1, None where the text was not recognised from a picture.
    `full` says that the text fills its last line up to the cell's edge: at the foot of a page it may go on overleaf.
    """

    text: str
    start: int
    end: int
    merged: bool = False
    bbox: BBox | None = None
    confidence: float | None = None
    full: bool = False


@dataclass(frozen=True, slots=True)
class RawLine:
    """One physical line of text, or one row of a ruled table (then `cells` is not empty).

    `number` is the 1-based line of a text input; for paged inputs the running number over the whole file.
    `text` of a table row is its cells' texts joined with TAB. `grid` names the ruled table (None: not ruled;
    in text inputs cells come from TABs, which are a hint and no verdict).
    """

    file: str
    number: int
    text: str
    page: int | None = None
    cells: tuple[RawCell, ...] = ()
    bbox: BBox | None = None
    grid: int | None = None
    doubts: tuple[tuple[int, int], ...] = ()
    """Spans of `text` that were recognised from a picture with low confidence."""

    @property
    def line_id(self) -> tuple[str, int]:
        """File and number, as the places in this line have them."""
        return (self.file, self.number)

    def ref(self, start: int = 0, end: int | None = None) -> Ref:
        """Return the place of a span of this line."""
        first, last = shorten(self.text, start, len(self.text) if end is None else end)
        box = self.bbox
        for cell in self.cells:
            if cell.bbox is not None and cell.start <= first and last <= cell.end:
                box = cell.bbox
        return Ref(
            file=self.file,
            line=self.number if self.page is None else None,
            page=self.page,
            start=first,
            end=last,
            quote=self.text[first:last],
            bbox=box,
            block=self.number if self.page is not None else None,
        )


@dataclass(frozen=True, slots=True)
class RawFigure:
    """A picture or a drawn chart."""

    file: str
    page: int | None
    bbox: BBox | None
    after_line: int
    """`number` of the last line above it, 0 where it is first."""


class Damage(StrEnum):
    """Why a page's extraction is not to be trusted."""

    NO_TEXT_LAYER = "no_text_layer"
    RECOGNISED = "recognised"
    """The page is a picture; its text was recognised from it and may hold misread characters."""
    UNREADABLE_FONT = "unreadable_font"
    TRUNCATED = "truncated"
    HIDDEN_SHEET = "hidden_sheet"
    """A workbook has sheets that nobody sees; they are not read."""


@dataclass(frozen=True, slots=True)
class PageWarning:
    """A page that could not be read as it should; rows that rest on it answer 需核."""

    file: str
    page: int | None
    kind: Damage


@dataclass(frozen=True, slots=True)
class RawDocument:
    """All physical lines of one publication in reading order, per file."""

    files: tuple[SourceFile, ...]
    lines: tuple[RawLine, ...]
    figures: tuple[RawFigure, ...] = ()
    warnings: tuple[PageWarning, ...] = field(default=())


class ReadError(Exception):
    """A file that could not be read. The text is one sentence: what, where, what to do.

    `code` is an entry of the message catalogue (E1xx); `values` fill its place holders.
    """

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values
