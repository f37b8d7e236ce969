"""Bands of a scoring standard, as a cell prints them (90%-95%得9分，95%-100%得10分): no value may lie in two."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.phrasing import build
from audit.checklist.text_checks.table_lines import clean
from audit.model.findings import Category

if TYPE_CHECKING:
    from audit.model.document import Document
    from audit.model.findings import Finding
    from audit.model.raw import RawCell, RawLine
    from audit.model.text_rules import TableFormatRules


@dataclass(frozen=True, slots=True)
class _Band:
    low: Decimal
    high: Decimal
    points: Decimal
    said: str


def find_bands(doc: Document, rules: TableFormatRules) -> list[Finding]:
    """Return the cells in which one value lies in two bands with different points."""
    return [
        finding
        for table in doc.tables
        for line in table.lines
        for cell in line.cells
        if (finding := _overlap(line, cell, rules)) is not None
    ]


def _overlap(line: RawLine, cell: RawCell, rules: TableFormatRules) -> Finding | None:
    bands = [
        _Band(low, high, Decimal(match["points"]), match[0])
        for match in regex.finditer(rules.band, clean(cell.text))
        if (low := Decimal(match["low"])) < (high := Decimal(match["high"]))
    ]
    # bands may share an end, as 90%-95% and 95%-100%: which of them holds it is left to the reader
    for upper, lower in pairwise(sorted(bands, key=lambda band: band.high, reverse=True)):
        if lower.high > upper.low and lower.points != upper.points:
            return build(
                rules.messages,
                "table.bands",
                [line.ref(cell.start, cell.end)],
                category=Category.LOGIC,
                stated=lower.said,
                expected=upper.said,
                low=upper.low,
                high=lower.high,
            )
    return None
