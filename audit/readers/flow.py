"""Collects what stands in a file without pages: lines of text, rows of tables, figures, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from audit.model.raw import RawCell, RawFigure, RawLine, ReadError
from audit.readers.content import FileContent

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.model.raw import PageWarning
    from audit.readers.content import ReadLimits

_SEPARATORS = str.maketrans(dict.fromkeys("\r\n\v\f\t\x1c\x1d\x1e\x85\u2028\u2029", " "))
"""What would end a line or a cell must not stand inside one."""
_CONTROL = dict.fromkeys((*range(9), *range(14, 28), 31, 127))


@dataclass(frozen=True, slots=True)
class FlowCell:
    """A place of a table's grid: its own text, or `merged` where another cell covers it, maybe from a row above."""

    text: str = ""
    merged: bool = False
    from_above: bool = False


COVERED = FlowCell(merged=True)
COVERED_FROM_ABOVE = FlowCell(merged=True, from_above=True)


@dataclass(slots=True)
class Flow:
    """Numbers lines and tables over a whole file."""

    file: str
    path: str
    limits: ReadLimits
    lines: list[RawLine] = field(default_factory=list)
    figures: list[RawFigure] = field(default_factory=list)
    grids: int = 0

    def text(self, text: str) -> None:
        """Add a paragraph; each line break in it begins a line of its own."""
        for part in text.split("\n"):
            self._add(RawLine(self.file, len(self.lines) + 1, plain_text(part).strip(" \u3000\u00a0")))

    def figure(self) -> None:
        """Add a picture or chart after the last line."""
        self.figures.append(RawFigure(self.file, None, None, after_line=len(self.lines)))

    def table(self, rows: Sequence[Sequence[FlowCell]]) -> None:
        """Add a table; a note under its last row that spans it all becomes a line of text."""
        kept = without_dead_columns(rows)
        if not any(cell.text for row in kept for cell in row):
            return
        last = len(kept)
        while last and spans_all(kept[last - 1]):
            last -= 1
        for row in kept[:last]:
            self.row(row)
        self.grids += bool(last)
        for row in kept[last:]:
            self.text(row[0].text)

    def row(self, row: Sequence[FlowCell]) -> None:
        """Add one row of the current table."""
        cells: list[RawCell] = []
        offset = 0
        for cell in row:
            text = plain_text(cell.text.translate(_SEPARATORS)).strip(" \u3000\u00a0")
            cells.append(RawCell(text, offset, offset + len(text), merged=cell.merged))
            offset += len(text) + 1
        line = "\t".join(cell.text for cell in cells)
        self._add(RawLine(self.file, len(self.lines) + 1, line, cells=tuple(cells), grid=self.grids))

    def renumbered(self, other: Flow) -> None:
        """Add all lines and figures of another flow after those that stand here."""
        shift = len(self.lines)
        for line in other.lines:
            self._add(replace(line, number=line.number + shift))
        self.figures += (replace(figure, after_line=figure.after_line + shift) for figure in other.figures)

    def _add(self, line: RawLine) -> None:
        if len(line.text) > self.limits.max_line:
            limit = self.limits.max_line
            raise ReadError("E108", path=self.path, what="line characters", size=len(line.text), limit=limit)
        self.lines.append(line)
        if len(self.lines) > self.limits.max_lines:
            limit = self.limits.max_lines
            raise ReadError("E108", path=self.path, what="lines", size=f"> {limit}", limit=limit)

    @property
    def has_text(self) -> bool:
        return any(line.text.strip() for line in self.lines)

    def content(self, warnings: Sequence[PageWarning] = ()) -> FileContent:
        """Return the file's content. Raises ReadError E101 for an empty file, E115 for one with pictures only."""
        if not self.has_text:
            raise ReadError("E115" if self.figures else "E101", path=self.path)
        return FileContent(tuple(self.lines), tuple(self.figures), tuple(warnings))


def plain_text(text: str) -> str:
    """Drop control characters, which no reader of the report could see."""
    return text.translate(_CONTROL)


def without_dead_columns(rows: Sequence[Sequence[FlowCell]]) -> list[list[FlowCell]]:
    """Fill ragged rows up and drop columns in which no row has a cell of its own: layout programs leave such behind."""
    width = max((len(row) for row in rows), default=0)
    full = [[*row, *[COVERED] * (width - len(row))] for row in rows]
    alive = [at for at in range(width) if any(not row[at].merged for row in full)]
    return [[row[at] for at in alive] for row in full]


def spans_all(row: Sequence[FlowCell]) -> bool:
    """Tell whether one cell spans the whole row: that is a line of text in a frame."""
    return not row[0].merged and all(cell.merged and not cell.from_above for cell in row[1:])
