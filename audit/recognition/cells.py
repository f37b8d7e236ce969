"""Reads single cells: figures, blanks, and what extraction damaged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import regex

from audit.model.document import Cell, CellState
from audit.model.raw import LOW_CONFIDENCE
from audit.model.values import Unit
from audit.recognition.cleaning import clean_text

if TYPE_CHECKING:
    from audit.model.raw import RawCell, RawLine

_NUMBER = regex.compile(r"-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_MOST_DIGITS = 20
"""More than any amount that is published has: longer ones are figures that ran together."""
_DASH = regex.compile(r"[-—–－/\\]+|无")
_CUT_NUMBER = regex.compile(r"(?<=\d[.,])\s+(?=\d)")
_NUMBERING_LABEL = regex.compile("(?:类款项)?栏次|栏次合计|行次|合计|[类款项]|类?款项|[-—]")


@dataclass(frozen=True, slots=True)
class Text:
    """A raw cell with its cleaned text and its place among the cells of its row."""

    raw: RawCell
    text: str
    position: int

    @property
    def number(self) -> Decimal | None:
        return number(self.text)

    @property
    def is_integer(self) -> bool:
        return self.text.isdecimal()


def number(text: str) -> Decimal | None:
    """Return the figure that a whole cleaned cell is, None for anything else."""
    return Decimal(text.replace(",", "")) if _NUMBER.fullmatch(text) else None


def is_glued(value: Decimal) -> bool:
    """Tell whether a figure is several that ran together."""
    return len(value.as_tuple().digits) > _MOST_DIGITS


def texts(line: RawLine) -> list[Text]:
    """Return the cells of a row, cleaned."""
    return [Text(cell, clean_text(_CUT_NUMBER.sub("", cell.text)), i) for i, cell in enumerate(line.cells)]


def read_cell(line: RawLine, text: Text | None, column: int, unit: Unit, names: tuple[str, str, str]) -> Cell:
    """Turn one raw cell into a cell with its state. `names` are table, row and column for its place.

    A missing cell (`text` None) is damaged: nobody knows what stood there.
    """
    table, row, label = names
    if text is None:
        return Cell("", CellState.DAMAGED, column, line.ref().at_cell(table, row, label), None, unit)
    ref = line.ref(text.raw.start, text.raw.end) if text.text else line.ref()
    ref = ref.at_cell(table, row, label)
    value = text.number
    if text.raw.merged and not text.text:
        return Cell("", CellState.MERGED, column, ref, None, unit)
    if not text.text or _DASH.fullmatch(text.text):
        return Cell(text.text, CellState.BLANK, column, ref, None, unit)
    percent = number(text.text[:-1]) if text.text.endswith("%") else None
    if percent is not None and not is_glued(percent):
        return Cell(text.text, CellState.VALUE if percent else CellState.ZERO, column, ref, percent, Unit.PERCENT)
    low = text.raw.confidence is not None and text.raw.confidence < LOW_CONFIDENCE
    if value is None or is_glued(value):
        return Cell(text.text, CellState.DAMAGED, column, ref, None, unit)
    if low:
        return Cell(text.text, CellState.DAMAGED, column, ref, value, unit)
    return Cell(text.text, CellState.VALUE if value else CellState.ZERO, column, ref, value, unit)


def is_numbering(cells: list[Text]) -> bool:
    """Tell whether a row numbers the columns: 1 2 3 ..., beside 栏次 or alone."""
    numbers = [int(c.text) for c in cells if c.is_integer and len(c.text) <= 2]
    others = [c.text for c in cells if c.text and not (c.is_integer and len(c.text) <= 2)]
    if not any("栏次" in text for text in others) and not all(_NUMBERING_LABEL.fullmatch(text) for text in others):
        return False
    first = numbers[0] if numbers else 0
    return len(numbers) >= 2 and first in (0, 1) and numbers == list(range(first, first + len(numbers)))
