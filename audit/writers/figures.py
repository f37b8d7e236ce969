"""The explanation part with every stated figure marked by what became of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from audit.writers.contract import lines_of

if TYPE_CHECKING:
    from audit.writers.contract import ClaimDict, ReportDict, TextDict
    from audit.writers.places import PlaceIndex

_NUMBER = re.compile(r"\d(?:[\d,，.．\s]*\d)?")
_SEPARATORS = re.compile(r"[,，\s]")
_FULL_WIDTH = str.maketrans("．％", ".%")
_GRAVEST_FIRST = ("disagrees", "unverified", "rounding", "agrees")
"""Where one printed figure answers to several claims, the reader must see the one that needs looking at."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One printed figure. `href` leads to what it was compared with, else to the list of what is not settled."""

    anchor: str
    status: str
    why: str
    expected: str
    href: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A run of text. `is_quoted`: a finding stands on it."""

    text: str
    figure: Figure | None = None
    is_quoted: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line; `cells` has more than one entry where the line is a row of a table."""

    anchor: str
    line: int | None
    page: int | None
    cells: tuple[tuple[Segment, ...], ...]
    notes: tuple[str, ...]
    """Ids of the findings that stand here."""


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that are read together: a heading, a paragraph or the rows of a table.

    `table` is the index of the recognised table that the rows belong to, where nothing in them is marked here:
    they stand there, with their cells.
    """

    kind: str
    lines: tuple[Line, ...]
    table: int | None = None

    @property
    def width(self) -> int:
        """The most cells that one of its lines has."""
        return max(len(line.cells) for line in self.lines)


@dataclass(frozen=True, slots=True)
class MarkedText:
    blocks: tuple[Block, ...]
    anchors: dict[int, str]
    """For each claim that is marked in the text, the anchor of its figure."""
    cited: tuple[Block, ...] = ()
    """What is cited of other parts."""


def as_number(text: str) -> Decimal | None:
    """Return the figure that a text prints, None where it prints none."""
    try:
        number = Decimal(_SEPARATORS.sub("", text).translate(_FULL_WIDTH))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def figure_span(text: str, start: int, end: int, value: str, unit: str) -> tuple[int, int] | None:
    """Find the printed figure of a claim inside the words that state it, its unit included where it follows."""
    wanted = as_number(value)
    if wanted is None:
        return None
    for found in _NUMBER.finditer(text, start, end):
        printed = as_number(found.group())
        if printed is not None and abs(printed) == abs(wanted):
            tail = len(text[found.end() :]) - len(text[found.end() :].lstrip(" "))
            after = found.end() + tail
            has_unit = bool(unit) and text[after : after + len(unit)].translate(_FULL_WIDTH) == unit
            return found.start(), after + len(unit) if has_unit else found.end()
    return None


def mark_text(data: ReportDict, index: PlaceIndex) -> MarkedText:
    """Return the explanation part in blocks, with its figures and with the findings that stand beside each line."""
    shown = lines_of(data)
    spans = _claim_spans(data, shown, index)
    by_figure = _findings_by_figure(data, shown, index)
    anchors: dict[int, str] = {}
    figures: dict[int, list[tuple[int, int, Figure]]] = {}
    for (line, start, end), claims in sorted(spans.items()):
        figure = _figure(data, claims, index, by_figure.get((line, start), ""))
        placed = figures.setdefault(line, [])
        if placed and placed[-1][1] > start:  # two claims whose figures overlap only in part: the first one is shown
            figure = placed[-1][2]
        else:
            placed.append((start, end, figure))
        anchors.update(dict.fromkeys(claims, figure.anchor))
    notes, quotes = _notes(data, index), _quotes(data, index)
    lines = [
        _line(i, entry, figures.get(i, []), quotes.get(i, []), tuple(dict.fromkeys(notes.get(i, ()))))
        for i, entry in enumerate(shown)
    ]
    own = len(data["text"])
    blocks = (replace(block, table=_table_of(block, shown, index)) for block in _blocks(shown[:own], lines[:own]))
    return MarkedText(tuple(blocks), anchors, _blocks(shown[own:], lines[own:]))


def _table_of(block: Block, shown: list[TextDict], index: PlaceIndex) -> int | None:
    segments = [segment for line in block.lines for cell in line.cells for segment in cell]
    if block.kind != "rows" or any(segment.figure for segment in segments):
        return None
    tables = {index.table_at(shown[int(line.anchor.removeprefix("x"))]) for line in block.lines}
    return tables.pop() if len(tables) == 1 else None


def _claim_spans(data: ReportDict, shown: list[TextDict], index: PlaceIndex) -> dict[tuple[int, int, int], list[int]]:
    spans: dict[tuple[int, int, int], list[int]] = {}
    for number, claim in enumerate(data["claims"]):
        at = index.text(claim)
        if at is None:
            continue
        text = shown[at.index]["text"]
        words = (at.start, at.end)
        if at.start <= claim["start"] < claim["end"] <= at.end:  # narrower than what it quotes: the figure itself
            words = (claim["start"], claim["end"])
        start = figure_span(text, *words, claim["value"], "")
        span = figure_span(text, start[0], at.end, claim["value"], claim["unit"]) if start else None
        span = span or words
        spans.setdefault((at.index, *span), []).append(number)
    return spans


def _findings_by_figure(data: ReportDict, shown: list[TextDict], index: PlaceIndex) -> dict[tuple[int, int], str]:
    """Map the line and the start of the figure that a finding is about to the finding's id."""
    found: dict[tuple[int, int], str] = {}
    for finding in data["findings"]:
        at = index.text(finding)
        number = _NUMBER.search(finding["stated"])
        if at is None or number is None:
            continue
        span = figure_span(shown[at.index]["text"], at.start, at.end, number.group(), "")
        if span:
            found.setdefault((at.index, span[0]), finding["id"])
    return found


def _figure(data: ReportDict, claims: list[int], index: PlaceIndex, finding: str) -> Figure:
    shown = min(claims, key=lambda i: _rank(data["claims"][i]["status"]))
    claim = data["claims"][shown]
    anchor = f"c{claims[0]}"
    has_finding = finding and claim["status"] in ("disagrees", "rounding")
    href = f"#{finding}" if has_finding else evidence_link(claim, shown, index)
    return Figure(anchor, claim["status"], claim["why"], claim["expected"], href)


def evidence_link(claim: ClaimDict, number: int, index: PlaceIndex) -> str:
    """Return where a claim's figure leads: to its cell, else to the words that settle it, else to its own entry."""
    for place in claim["evidence"]:
        cell = index.cell(place)
        if cell:
            return f"#{cell.anchor}"
    for place in claim["evidence"]:
        text = index.text(place)
        if text:
            return f"#{text.anchor}"
    return f"#u{number}" if claim["status"] == "unverified" else ""


def _rank(status: str) -> int:
    return _GRAVEST_FIRST.index(status) if status in _GRAVEST_FIRST else 0


def _notes(data: ReportDict, index: PlaceIndex) -> dict[int, list[str]]:
    notes: dict[int, list[str]] = {}
    for finding in data["findings"]:
        places = [finding, *finding["evidence"]] if finding["category"] == "FORMAT" else [finding]
        for place in places:
            at = index.text(place)
            if at:
                notes.setdefault(at.index, []).append(finding["id"])
    return notes


def _quotes(data: ReportDict, index: PlaceIndex) -> dict[int, list[tuple[int, int]]]:
    """Return the spans of each line on which findings stand, those that run into each other as one."""
    spans: dict[int, list[tuple[int, int]]] = {}
    for finding in data["findings"]:
        at = index.text(finding)
        if at and at.start < at.end:
            spans.setdefault(at.index, []).append((at.start, at.end))
    return {line: _joined(sorted(found)) for line, found in spans.items()}


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    out = spans[:1]
    for start, end in spans[1:]:
        if start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return out


def _line(
    number: int,
    entry: TextDict,
    figures: list[tuple[int, int, Figure]],
    quotes: list[tuple[int, int]],
    notes: tuple[str, ...],
) -> Line:
    text, cells, offset = entry["text"], [], 0
    for part in text.split("\t"):
        cells.append(_segments(text, offset, offset + len(part), figures, quotes))
        offset += len(part) + 1
    return Line(f"x{number}", entry["line"], entry["page"], tuple(cells), notes)


def _segments(
    text: str, start: int, end: int, figures: list[tuple[int, int, Figure]], quotes: list[tuple[int, int]]
) -> tuple[Segment, ...]:
    """Cut a cell at its figures, and what is left at the words on which findings stand."""
    out: list[Segment] = []
    at = start
    for first, last, figure in figures:
        if start <= first and last <= end:
            out += _words(text, at, first, quotes)
            out.append(Segment(text[first:last], figure, any(a < last and first < b for a, b in quotes)))
            at = last
    out += _words(text, at, end, quotes)
    return tuple(segment for segment in out if segment.text)


def _words(text: str, start: int, end: int, quotes: list[tuple[int, int]]) -> list[Segment]:
    out: list[Segment] = []
    at = start
    for first, last in quotes:
        low, high = max(first, at), min(last, end)
        if low < high:
            out += [Segment(text[at:low]), Segment(text[low:high], is_quoted=True)]
            at = high
    return [*out, Segment(text[at:end])]


def _blocks(text: list[TextDict], lines: list[Line]) -> tuple[Block, ...]:
    blocks: list[Block] = []
    last: tuple[str, int | None] | None = None
    for entry, line in zip(text, lines, strict=True):
        if not entry["text"].strip():
            last = None
            continue
        kind = "rows" if len(line.cells) > 1 else "heading" if entry["kind"] == "heading" else "paragraph"
        here = (kind, None if kind == "rows" else entry["paragraph"])
        if here == last and (kind == "rows" or entry["paragraph"] is not None):
            blocks[-1] = Block(kind, (*blocks[-1].lines, line))
        else:
            blocks.append(Block(kind, (line,)))
        last = here
    return tuple(blocks)
