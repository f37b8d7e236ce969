"""Finds the table cell or the line of text that a place of report.json names."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.writers.contract import CellDict, PlaceDict, TableDict, TableRowDict, TextDict

    Line = tuple[str, int | None, int | None]

_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class CellAt:
    """One cell: indices of its table, its row and its place in that row. `cell` -1 stands for the row's name."""

    table: int
    row: int
    cell: int

    @property
    def anchor(self) -> str:
        return f"t{self.table}-{self.row}-{self.cell}" if self.cell >= 0 else f"t{self.table}-{self.row}"


@dataclass(frozen=True, slots=True)
class TextAt:
    """One span of one line of the explanation part."""

    index: int
    start: int
    end: int

    @property
    def anchor(self) -> str:
        return f"x{self.index}"


class PlaceIndex:
    """All lines and cells of one report by where they stand."""

    def __init__(self, tables: list[TableDict], text: list[TextDict]) -> None:
        self._tables = tables
        self._text = text
        self._cells: dict[Line, list[CellAt]] = {}
        for at, row, cell in _all_cells(tables):
            file = tables[at.table]["file"]
            self._cells.setdefault(_line_key(file, row, cell), []).append(at)
        self._lines = {_line_key(line["file"], line): i for i, line in reversed(list(enumerate(text)))}

    def cell(self, place: PlaceDict) -> CellAt | None:
        """Return the cell that a place names, None where it names none.

        Cells of one line are told apart by their offsets, blank ones (which have none) by their labels;
        what is left is the row itself. On a page without line numbers the labels alone must do.
        """
        key = _line_key(place["file"], place)
        if key[1:] != (None, None):
            here = self._cells.get(key, [])
            best = max(here, key=lambda at: self._fit(at, place), default=None)
            if best is not None and self._fit(best, place):
                return best
            if best is not None:
                return CellAt(best.table, best.row, -1)
        if place["page"] is not None and place["table"]:
            return next((at for at in self._on_page(place) if self._is_labelled(at, place)), None)
        return None

    def table_at(self, line: TextDict) -> int | None:
        """Return the index of the table that has a row in a line of text, None where none has."""
        here = self._cells.get(_line_key(line["file"], line))
        return here[0].table if here else None

    def paragraph(self, index: int) -> tuple[int, str, int]:
        """Return the paragraph of a line: its first line, its whole text, and where in it the line begins."""
        number, file = self._text[index]["paragraph"], self._text[index]["file"]

        def belongs(line: TextDict) -> bool:
            return number is not None and (line["file"], line["paragraph"]) == (file, number)

        first = last = index
        while first > 0 and belongs(self._text[first - 1]):
            first -= 1
        while last + 1 < len(self._text) and belongs(self._text[last + 1]):
            last += 1
        before = "".join(line["text"] for line in self._text[first:index])
        return first, before + "".join(line["text"] for line in self._text[index : last + 1]), len(before)

    def text(self, place: PlaceDict) -> TextAt | None:
        """Return the span of the explanation part that a place names, None where it stands elsewhere."""
        index = self._lines.get(_line_key(place["file"], place))
        if index is not None and place.get("block", place["line"]) is not None:
            return self._span(index, place)
        if place["page"] is not None and "block" not in place:
            for i, line in enumerate(self._text):
                if (line["file"], line["page"]) == (place["file"], place["page"]) and place["quote"] in line["text"]:
                    return self._span(i, place)
        return None

    def _span(self, index: int, place: PlaceDict) -> TextAt | None:
        """Return where the quote stands; the place's own offsets may be narrower than what it quotes."""
        text, quote = self._text[index]["text"], place["quote"]
        if not quote:
            return TextAt(index, 0, 0)
        start = quote_start(text, place)
        return TextAt(index, start, start + len(quote)) if start >= 0 else None

    def _fit(self, at: CellAt, place: PlaceDict) -> int:
        """Return how well a cell of the same line fits a place, 0 where it does not."""
        cell = self._tables[at.table]["cells"][at.row]["cells"][at.cell]
        is_inside = cell["start"] <= place["start"] < place["end"] <= cell["end"]
        return 2 * (is_inside and bool(cell["text"].strip())) + self._is_labelled(at, place)

    def _is_labelled(self, at: CellAt, place: PlaceDict) -> bool:
        if not place["row"] or not place["column"]:
            return False
        table = self._tables[at.table]
        row = table["cells"][at.row]
        heads = {head["column"]: head["label"] for head in table["heads"]}
        column = heads.get(row["cells"][at.cell]["column"], "")
        names = {_squeeze(row["name"]), row["code"], row["code"] + _squeeze(row["name"])} - {""}
        return _squeeze(place["row"]) in names and _squeeze(place["column"]) == _squeeze(column)

    def _on_page(self, place: PlaceDict) -> Iterator[CellAt]:
        for at, row, cell in _all_cells(self._tables):
            table = self._tables[at.table]
            if place["table"] in (table["role"], table["caption"]) and _line_key("", row, cell)[1] == place["page"]:
                yield at


def own_words(place: PlaceDict) -> str:
    """Return the words of the place itself; the quote of a cell may begin in a column before it."""
    length, quote = place["end"] - place["start"], place["quote"]
    return quote[-length:] if "\t" in quote and 0 < length < len(quote) else quote


def quote_start(text: str, place: PlaceDict) -> int:
    """Return where the quote of a place begins in its line, -1 where it is not there.

    Of several occurrences the one that holds the place's own span is meant.
    """
    near = text.find(place["quote"], max(0, place["end"] - len(place["quote"])))
    return near if 0 <= near <= place["start"] else text.find(place["quote"])


def _squeeze(text: str) -> str:
    return _SPACE.sub("", text)


def _line_key(file: str, line: PlaceDict | TextDict | TableRowDict, cell: CellDict | None = None) -> Line:
    """Return what tells one physical line from every other: file, page and number of the line."""
    if cell is not None and ("line" in cell or "page" in cell):
        return file, cell.get("page"), cell.get("block", cell.get("line"))
    return file, line["page"], line.get("block", line["line"])


def _all_cells(tables: list[TableDict]) -> Iterator[tuple[CellAt, TableRowDict, CellDict]]:
    for t, table in enumerate(tables):
        for r, row in enumerate(table["cells"]):
            for c, cell in enumerate(row["cells"]):
                yield CellAt(t, r, c), row, cell
