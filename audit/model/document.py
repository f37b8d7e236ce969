"""The recognised publication: outline, paragraphs, tables by role."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from audit.model.places import Ref
from audit.model.raw import PageWarning, RawFigure, RawLine, SourceFile
from audit.model.values import Unit


class PublicationType(StrEnum):
    FINAL_ACCOUNTS = "final_accounts"
    BUDGET = "budget"
    PERFORMANCE_EVALUATION = "performance_evaluation"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Identity:
    """What the publication is, decided from evidence in its text, never from its file name."""

    publication_type: PublicationType
    entity: str
    fiscal_year: int | None
    unit: Unit
    template: str
    confidence: float
    """0..1, of the template."""
    is_blank_template: bool = False
    """True for an issued form whose place holders (XX) were never filled in."""
    evidence: tuple[Ref, ...] = ()


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of a paragraph's text that stands together in one physical line.

    `start`/`end`: span in the paragraph's text. `line`: index in the paragraph's `lines`. `offset`/`length`:
    span there. Where `length` equals `end - start` the characters stand one for one; otherwise the run maps as a
    whole.
    """

    start: int
    end: int
    line: int
    offset: int
    length: int


class ParagraphKind(StrEnum):
    COVER = "cover"
    CONTENTS = "contents"
    HEADING = "heading"
    TEXT = "text"
    CAPTION = "caption"
    """Title, unit line or unit name above a table, caption of a chart."""
    NOTE = "note"
    """A note under a table (注：…, 说明：…, 本部门没有…故本表无数据)."""
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Joined lines. `text` has no white space except between two numbers, half-width digits and full-width brackets."""

    index: int
    text: str
    pieces: tuple[Piece, ...]
    lines: tuple[RawLine, ...]
    kind: ParagraphKind
    section: int
    """Index in Document.sections; -1 before the first."""

    def places(self, start: int, end: int) -> tuple[Ref, ...]:
        """Return the physical places of a span, one for each line that it touches, in reading order."""
        spans: dict[int, tuple[int, int]] = {}
        for piece in self.pieces:
            low, high = max(start, piece.start), min(end, piece.end)
            if low >= high:
                continue
            if piece.length == piece.end - piece.start:
                first, last = piece.offset + low - piece.start, piece.offset + high - piece.start
            else:
                first, last = piece.offset, piece.offset + piece.length
            old = spans.get(piece.line)
            spans[piece.line] = (min(old[0], first), max(old[1], last)) if old else (first, last)
        return tuple(self.lines[i].ref(first, last) for i, (first, last) in sorted(spans.items()))

    def place(self, start: int, end: int) -> Ref:
        """Return the first physical place of a span."""
        found = self.places(start, end)
        return found[0] if found else self.lines[0].ref()

    def around(self, place: Ref, start: int, end: int) -> Ref | None:
        """Return what of a span stands in the line of a place, None where the place is not inside it."""
        for ref in self.places(start, end):
            if ref.line_id == place.line_id and ref.start <= place.start and place.end <= ref.end:
                return ref
        return None

    @property
    def ref(self) -> Ref:
        return self.place(0, len(self.text))


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with what stands under it.

    `key` is its canonical name (`overview`, `tables`, `explanation`, `explanation.revenue`, `key_work`, `glossary`,
    `attachments`, `form`), "" where no template names it. `number` is the ordinal printed (一 -> 1), None without one.
    """

    index: int
    key: str
    title: str
    level: int
    number: int | None
    parent: int
    """Index of the parent section, -1 for none."""
    first: int
    """Index of its heading paragraph."""
    last: int
    """Index of the last paragraph under it, sub-sections included."""
    ref: Ref
    path: str = ""
    """Place in the outline as the labels write it: explanation.13"""


class CellState(StrEnum):
    VALUE = "value"
    ZERO = "zero"
    BLANK = "blank"
    TEXT = "text"
    MERGED = "merged"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell under its column. `value` in `unit`; None where there is no figure. BLANK counts as zero in sums."""

    text: str
    state: CellState
    column: int
    """Index in Table.columns."""
    ref: Ref
    value: Decimal | None = None
    unit: Unit = Unit.WAN_YUAN

    @property
    def amount(self) -> Decimal | None:
        """The figure, 0 for a blank cell, None where it is text, merged or damaged."""
        if self.state is CellState.BLANK:
            return Decimal(0)
        return self.value if self.state in (CellState.VALUE, CellState.ZERO) else None


@dataclass(frozen=True, slots=True)
class Column:
    """A column with figures. `key` is canonical within the role (`total`, `basic`, `amount` ...), "" if unknown."""

    index: int
    key: str
    label: str
    path: tuple[str, ...] = ()
    number: int | None = None
    """Number printed in the 栏次 row."""
    panel: int = 0


class RowKind(StrEnum):
    TOTAL = "total"
    CLASS = "class"
    SECTION = "section"
    ITEM = "item"
    UNIT = "unit"
    LINE = "line"
    """A named line of a summary table."""
    RECORD = "record"
    """A row of any other table."""


@dataclass(frozen=True, slots=True)
class Row:
    """One data row of one panel. `key`: canonical name of a summary line, the code of a coded row, `total` for 合计."""

    kind: RowKind
    key: str
    code: str
    name: str
    cells: tuple[Cell, ...]
    ref: Ref
    panel: int = 0
    number: int | None = None
    """行次 printed beside it."""
    of_which: bool = False
    """A 其中 row: no addend."""
    level: int = 0
    """Depth of the ordinal printed before its label: 1 for 一、, 2 for （一）, 3 for 1., 4 for （1）; 0 without one."""
    ordinal: int | None = None
    code_ref: Ref | None = None
    name_ref: Ref | None = None

    def cell(self, column: int) -> Cell | None:
        for cell in self.cells:
            if cell.column == column:
                return cell
        return None


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its role. `role` is a name (`three_public`), never a number; "" where it is not understood.

    `grid` holds every physical row as cells of text (for tables that are read by their layout, as 自评表).
    `quality` is empty where extraction looks right, else the reasons why not (no unit line, columns drifted ...).
    """

    index: int
    role: str
    caption: str
    unit: Unit | None
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    lines: tuple[RawLine, ...]
    ref: Ref
    section: int
    caption_ref: Ref | None = None
    unit_ref: Ref | None = None
    notes: tuple[int, ...] = ()
    """Indices of its note paragraphs."""
    quality: tuple[str, ...] = ()
    subject: str = ""
    """Which project or unit it is about, for tables that recur (自评表)."""
    header_rows: int = 0
    after: int = -1
    """Index of the last paragraph above it."""
    halves: tuple[RawLine, ...] = ()
    """Rows as they are printed that a page break has cut in two; `lines` has each of them put together."""

    def column(self, key: str, panel: int | None = None) -> Column | None:
        for column in self.columns:
            if column.key == key and (panel is None or column.panel == panel):
                return column
        return None

    def row(self, key: str) -> Row | None:
        for row in self.rows:
            if row.key == key:
                return row
        return None

    def cell(self, row_key: str, column_key: str) -> Cell | None:
        """Return the cell of a row and a column by their canonical names."""
        for row in self.rows:
            if row.key == row_key:
                for cell in row.cells:
                    if self.columns[cell.column].key == column_key:
                        return cell
        return None

    @property
    def is_nil(self) -> bool:
        """True for a table printed without any figure."""
        return not any(cell.state is CellState.VALUE for row in self.rows for cell in row.cells)

    @property
    def fact_count(self) -> int:
        return sum(cell.state in (CellState.VALUE, CellState.ZERO) for row in self.rows for cell in row.cells)


@dataclass(frozen=True, slots=True)
class ContentsEntry:
    """One entry of the contents page."""

    title: str
    level: int
    number: int | None
    page: int | None
    ref: Ref


@dataclass(frozen=True, slots=True)
class Document:
    """The recognised publication."""

    files: tuple[SourceFile, ...]
    identity: Identity
    lines: tuple[RawLine, ...]
    paragraphs: tuple[Paragraph, ...]
    sections: tuple[Section, ...]
    tables: tuple[Table, ...]
    contents: tuple[ContentsEntry, ...] = ()
    figures: tuple[RawFigure, ...] = ()
    warnings: tuple[PageWarning, ...] = field(default=())

    def table(self, role: str) -> Table | None:
        """Return the first table of a role."""
        for table in self.tables:
            if table.role == role:
                return table
        return None

    def section(self, key: str) -> Section | None:
        """Return the first section of a canonical name."""
        for section in self.sections:
            if section.key == key:
                return section
        return None

    def within(self, section: Section) -> tuple[Paragraph, ...]:
        """Return the paragraphs under a section, its heading first."""
        return self.paragraphs[section.first : section.last + 1]

    def keys_of(self, section: int) -> tuple[str, ...]:
        """Return the canonical names of a section and its ancestors, innermost first."""
        keys = []
        while section >= 0:
            keys.append(self.sections[section].key)
            section = self.sections[section].parent
        return tuple(key for key in keys if key)

    def path_of(self, section: int) -> str:
        """Return the place of a section in the outline (`explanation.13`), "" before the first."""
        return self.sections[section].path if section >= 0 else ""
