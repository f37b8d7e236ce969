"""The indicators of a scoring table and what the report says of each: titles, bodies, the sections of the levels."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import CellState, ParagraphKind, RowKind

if TYPE_CHECKING:
    from audit.model.document import Cell, Document, Paragraph, Row, Section, Table
    from audit.model.places import Ref
    from audit.model.rules import EvaluationRules

SCORING = ("scoring", "score_summary")
ITEM = regex.compile(r"(?P<number>\d{1,2})[、.．](?!\d)")
_MARK = regex.compile(
    r"(?:\d{1,2}[、.．](?!\d)|（(?:\d{1,2}|[一二三四五六七八九十]{1,3})）|[一二三四五六七八九十]{1,3}、)"
)
_NOISE = regex.compile(r"[\s\"（）、，。；：]")
_TITLE_END = regex.compile(r"[。：；，]")
_LONGEST_TITLE = 24


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator with its levels, its weight and its score."""

    name: str
    first: str
    second: str
    row: Row
    weight: Cell
    score: Cell
    note: str = ""
    """What the table itself says beside the score: a column of reasons."""

    @property
    def bare(self) -> str:
        return bare(self.name)

    @property
    def place(self) -> Ref:
        return self.row.name_ref or self.row.ref

    @property
    def points(self) -> tuple[Decimal, Decimal]:
        """Return weight and score."""
        return self.weight.value or Decimal(0), self.score.value or Decimal(0)

    @property
    def is_full(self) -> bool:
        weight, score = self.points
        return score == weight

    @property
    def lost(self) -> bool:
        weight, score = self.points
        return score < weight


@dataclass(frozen=True, slots=True)
class Discussion:
    """A numbered title of the prose with the paragraphs below it. `title` is without its number."""

    title: str
    head: Paragraph
    body: tuple[Paragraph, ...]

    @property
    def place(self) -> Ref:
        found = _MARK.match(self.head.text)
        start = found.end() if found else 0
        return self.head.place(0, start + len(self.title))


def bare(text: str) -> str:
    """Return a name without quotation marks, brackets and pauses."""
    name: str = _NOISE.sub("", text)
    return name


def cell_of(table: Table, row: Row, key: str) -> Cell | None:
    """Return the cell of a row under a column."""
    return next((c for c in row.cells if table.columns[c.column].key == key), None)


def indicators(doc: Document) -> list[Indicator]:
    """Return the indicators of the scoring table that have a weight and a score."""
    found = []
    table = doc.table("scoring")
    for row in table.rows if table is not None else ():
        if row.kind is not RowKind.RECORD or not row.key.startswith("indicator:") or table is None:
            continue
        weight, score = cell_of(table, row, "weight"), cell_of(table, row, "score")
        if weight is None or score is None or weight.value is None or score.value is None:
            continue
        first, second = cell_of(table, row, "first"), cell_of(table, row, "second")
        note = _note(table, row)
        levels = [bare(cell.text) if cell is not None else "" for cell in (first, second)]
        found.append(Indicator(row.name, levels[0], levels[1], row, weight, score, note))
    return found


def _note(table: Table, row: Row) -> str:
    """Return the words of a row behind its last figure: why points were given or taken off."""
    line = next((one for one in table.lines if one.line_id == row.ref.line_id), None)
    behind = max(cell.ref.end for cell in row.cells)
    words: str = line.text[behind:] if line is not None else ""
    return words.strip()


def total_score(doc: Document) -> Cell | None:
    """Return the score of the whole in the scoring table."""
    for table in doc.tables:
        row = table.row("total") if table.role in SCORING else None
        cell = cell_of(table, row, "score") if row is not None else None
        if cell is not None and cell.state is CellState.VALUE:
            return cell
    return None


def prose(doc: Document) -> list[Paragraph]:
    """Return the paragraphs that say something: no contents page, no cover."""
    return [p for p in doc.paragraphs if p.kind not in (ParagraphKind.CONTENTS, ParagraphKind.COVER)]


def level_section(doc: Document, level: str, rules: EvaluationRules) -> Section | None:
    """Return the section of the prose that is about a first level."""
    for section in doc.sections:
        said = regex.fullmatch(rules.level_title, section.title)
        if said is not None and said["level"] == level:
            return section
    return None


def discussions(doc: Document) -> list[Discussion]:
    """Return every numbered short title of the prose with what stands below it, up to the next one or a heading."""
    paragraphs = prose(doc)
    found: list[Discussion] = []
    for position, paragraph in enumerate(paragraphs):
        title = _title(paragraph)
        if not title:
            continue
        body = [paragraph]
        for other in paragraphs[position + 1 :]:
            if other.kind is ParagraphKind.HEADING or _MARK.match(other.text):
                break
            body.append(other)
        found.append(Discussion(title, paragraph, tuple(body)))
    return found


def _title(paragraph: Paragraph) -> str:
    """Return the words of a numbered title up to its first pause, "" where a paragraph is none."""
    mark = _MARK.match(paragraph.text)
    if mark is None:
        return ""
    words: str = _TITLE_END.split(paragraph.text[mark.end() :], maxsplit=1)[0]
    return words if len(words) <= _LONGEST_TITLE else ""
