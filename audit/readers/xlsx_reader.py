"""Reads Excel workbooks (.xlsx): what the cells of the visible sheets show, row by row."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING

from lxml import etree

from audit.model.raw import Damage, PageWarning, ReadError
from audit.readers.charts import chart_title
from audit.readers.flow import Flow
from audit.readers.number_formats import BUILT_IN, GENERAL, show_number, show_text
from audit.readers.ooxml_package import Package, main_part, open_package
from audit.readers.sheets import Range, Sheet, write_sheet
from audit.readers.xml_tree import attribute, check_declarations, child, children, descendants, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.readers.content import FileContent, ReadLimits
    from audit.readers.xml_tree import Element

_USUAL_PART = "xl/workbook.xml"
_PLACE = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")
_SIDES = ("left", "right", "top", "bottom")
_KEPT = frozenset(("row", "mergeCell", "col", "drawing", "sheetFormatPr"))
_MOST_RANGES = 100_000


@dataclass(slots=True)
class _Book:
    """What all sheets share."""

    strings: list[str] = field(default_factory=list)
    formats: list[str] = field(default_factory=list)
    """Number format of each cell style."""
    bordered: list[bool] = field(default_factory=list)
    from_1904: bool = False


def read_xlsx(data: bytes, file_id: str, path: str, limits: ReadLimits) -> FileContent:
    """Read a workbook. Raises ReadError E101, E115 without text, E108 too large, E113 broken, E114 hostile."""
    package = open_package(data, path, limits)
    part = main_part(package, _USUAL_PART)
    root = package.xml(part)
    book = _Book(from_1904=attribute(child(root, "workbookPr"), "date1904") in ("1", "true"))
    strings, styles = package.related(part, "sharedStrings"), package.related(part, "styles")
    if strings:
        book.strings = list(_strings(package, strings))
    if styles:
        book.formats, book.bordered = _styles(package.xml(styles))
    targets = package.relations(part)
    flow = Flow(file_id, path, limits)
    hidden = False
    for node in children(child(root, "sheets"), "sheet"):
        target = targets.get(attribute(node, "id"))
        if attribute(node, "state", "visible") != "visible":
            hidden = True
        elif target is not None and target.kind == "worksheet":
            _read_sheet(flow, package, target.target, attribute(node, "name"), book)
    return flow.content([PageWarning(file_id, None, Damage.HIDDEN_SHEET)] if hidden else [])


def _read_sheet(flow: Flow, package: Package, part: str, name: str, book: _Book) -> None:
    sheet = Sheet(name)
    reader = _SheetReader(sheet, book)
    drawings = []
    for node in _parsed(package, part):
        if local(node) == "drawing":
            drawings.append(attribute(node, "id"))
        else:
            reader.take(node)
        if len(sheet.cells) > flow.limits.max_cells:
            limit = flow.limits.max_cells
            raise ReadError("E108", path=flow.path, what="cells", size=f"> {limit}", limit=limit)
    if not sheet.cells and not drawings:
        return
    write_sheet(flow, sheet)
    relations = package.relations(part)
    for drawing in drawings:
        if drawing in relations:
            _read_drawing(flow, package, relations[drawing].target)


def _parsed(package: Package, part: str) -> Iterator[Element]:
    """Yield the elements of a sheet that matter as they end, and drop them again: a sheet may have a million cells."""
    data = package.bytes(part)
    check_declarations(data, package.path)
    events = etree.iterparse(
        BytesIO(data), events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )
    try:
        for _, node in events:
            if local(node) in _KEPT:
                yield node
                node.clear()
    except etree.XMLSyntaxError as error:
        raise ReadError("E113", path=package.path, reason="damaged xml") from error


class _SheetReader:
    """Takes rows, columns and merged ranges as they come. Hidden rows and columns are not published, so not read."""

    def __init__(self, sheet: Sheet, book: _Book) -> None:
        self.sheet = sheet
        self.book = book
        self.hidden: list[tuple[int, int]] = []
        self.next_row = 0
        self.rows_hidden = False

    def take(self, node: Element) -> None:
        """Take one element."""
        name = local(node)
        if name == "row":
            self._row(node)
        elif name == "col" and attribute(node, "hidden") in ("1", "true"):
            low, high = attribute(node, "min"), attribute(node, "max")
            if low.isdecimal() and high.isdecimal():
                self.hidden.append((int(low) - 1, int(high) - 1))
        elif name == "sheetFormatPr":
            self.rows_hidden = attribute(node, "zeroHeight") in ("1", "true")
        elif name == "mergeCell":
            area = _area(attribute(node, "ref"))
            if area is not None and len(self.sheet.merged) < _MOST_RANGES:
                self.sheet.merged.append(area)

    def _row(self, node: Element) -> None:
        number = attribute(node, "r")
        row = int(number) - 1 if number.isdecimal() else self.next_row
        self.next_row = row + 1
        if attribute(node, "hidden", "1" if self.rows_hidden and not len(node) else "0") in ("1", "true"):
            return
        column = 0
        for cell in children(node, "c"):
            place = _place(attribute(cell, "r"))
            column = place[1] if place else column
            if not any(low <= column <= high for low, high in self.hidden):
                style = attribute(cell, "s")
                at = int(style) if style.isdecimal() else 0
                bordered = at < len(self.book.bordered) and self.book.bordered[at]
                self.sheet.put(row, column, self._shown(cell, at), bordered=bordered)
            column += 1

    def _shown(self, cell: Element, style: int) -> str:
        """Return what a cell shows. A formula that no program has computed shows itself: it is not 0."""
        kind = attribute(cell, "t", "n")
        code = self.book.formats[style] if style < len(self.book.formats) else GENERAL
        if kind == "inlineStr":
            return show_text(_rich_text(child(cell, "is")), code)
        value = child(cell, "v")
        stored = "" if value is None else value.text or ""
        if not stored:
            formula = child(cell, "f")
            return f"={formula.text or ''}" if formula is not None and kind != "str" else ""
        if kind == "s":
            at = int(stored) if stored.isdecimal() else -1
            return show_text(self.book.strings[at], code) if 0 <= at < len(self.book.strings) else ""
        if kind == "b":
            return "TRUE" if stored == "1" else "FALSE"
        if kind == "n":
            return show_number(stored, code, from_1904=self.book.from_1904)
        return show_text(stored, code) if kind == "str" else stored


def _strings(package: Package, part: str) -> Iterator[str]:
    for node in children(package.xml(part), "si"):
        yield _rich_text(node)


def _rich_text(node: Element | None) -> str:
    """Join the runs of a text; readings printed above characters are no part of it."""
    if node is None:
        return ""
    parts = []
    for one in node:
        if local(one) == "t":
            parts.append(one.text or "")
        elif local(one) == "r":
            parts += [text.text or "" for text in children(one, "t")]
    return "".join(parts)


def _styles(root: Element) -> tuple[list[str], list[bool]]:
    """Return the number format of every cell style, and whether it draws a border."""
    own = {attribute(n, "numFmtId"): attribute(n, "formatCode") for n in children(child(root, "numFmts"), "numFmt")}
    lines = [
        any(attribute(child(border, side), "style", "none") != "none" for side in _SIDES)
        for border in children(child(root, "borders"), "border")
    ]
    formats, bordered = [], []
    for style in children(child(root, "cellXfs"), "xf"):
        number = attribute(style, "numFmtId", "0")
        formats.append(own.get(number) or BUILT_IN.get(int(number) if number.isdecimal() else 0, GENERAL))
        border = attribute(style, "borderId", "0")
        at = int(border) if border.isdecimal() else 0
        bordered.append(at < len(lines) and lines[at])
    return formats, bordered


def _read_drawing(flow: Flow, package: Package, part: str) -> None:
    """Add the charts and pictures of a sheet after its rows."""
    relations = package.relations(part)
    for node in descendants(package.xml(part), "chart", "pic"):
        target = relations.get(attribute(node, "id")) if local(node) == "chart" else None
        if target is not None:
            title = chart_title(package.xml(target.target))
            if title:
                flow.text(title)
        flow.figure()


def _place(reference: str) -> tuple[int, int] | None:
    found = _PLACE.fullmatch(reference)
    return (int(found[2]) - 1, column_index(found[1])) if found else None


def column_index(letters: str) -> int:
    """Return the index of a column by its letters: A is 0, Z 25, AA 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


def _area(reference: str) -> Range | None:
    first, _, second = reference.partition(":")
    start, end = _place(first), _place(second)
    return Range(start[0], start[1], end[0], end[1]) if start and end else None
