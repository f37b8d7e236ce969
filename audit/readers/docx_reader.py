"""Reads Word files: paragraphs with their drawn numbers, tables, text boxes, notes and charts, in the body's order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.model.raw import ReadError
from audit.readers.charts import chart_title
from audit.readers.docx_numbering import Numbering, read_numbering
from audit.readers.docx_text import Inline, mark_is_deleted, read_inline, without_alternatives
from audit.readers.flow import COVERED, COVERED_FROM_ABOVE, Flow, FlowCell
from audit.readers.ooxml_package import Package, main_part, open_package
from audit.readers.xml_tree import attribute, child, children, local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.readers.content import FileContent, ReadLimits
    from audit.readers.ooxml_package import Relation
    from audit.readers.xml_tree import Element

_USUAL_PART = "word/document.xml"
_WRAPPERS = frozenset(("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
_NOTES = (("footnoteReference", "footnotes"), ("endnoteReference", "endnotes"))
_DEEPEST_TABLE = 20
_MANY_PARAGRAPHS = 8
"""A single cell with more paragraphs than this is a frame around text, no table."""


def read_docx(data: bytes, file_id: str, path: str, limits: ReadLimits) -> FileContent:
    """Read a Word file. Raises ReadError E101, E115 without text, E108 too large, E113 broken, E114 hostile."""
    package = open_package(data, path, limits)
    part = main_part(package, _USUAL_PART)
    root = package.xml(part)
    body = child(root, "body")
    if body is None:
        raise ReadError("E113", path=path, reason="missing part")
    reader = _Body(Flow(file_id, path, limits), package, package.relations(part), _numbering(package, part))
    reader.blocks(body)
    reader.write_notes(part)
    return reader.flow.content()


def _numbering(package: Package, part: str) -> Numbering:
    numbering, styles = package.related(part, "numbering"), package.related(part, "styles")
    return read_numbering(
        package.xml(numbering) if numbering else None,
        package.xml(styles) if styles else None,
    )


def unwrapped(node: Element) -> Iterator[Element]:
    """Yield the children of an element, those of content controls and accepted changes in their place."""
    for one in node:
        name = local(one)
        if name in _WRAPPERS:
            yield from unwrapped(one)
        elif name == "AlternateContent":
            for option in without_alternatives(one):
                yield from unwrapped(option)
        elif name:
            yield one


@dataclass(slots=True)
class _Anchored:
    """What is shown after a paragraph or a row: text boxes, nested tables, charts, pictures."""

    inlines: list[Inline]
    tables: list[Element]


class _Body:
    """Walks the blocks of a document once."""

    def __init__(self, flow: Flow, package: Package, relations: dict[str, Relation], numbering: Numbering) -> None:
        self.flow = flow
        self.package = package
        self.relations = relations
        self.numbering = numbering
        self.notes: list[tuple[str, str]] = []
        self.depth = 0

    def blocks(self, node: Element) -> None:
        """Read paragraphs and tables in order."""
        kept = ""
        for one in unwrapped(node):
            name = local(one)
            if name == "p":
                text, inline = self._paragraph(one)
                if mark_is_deleted(one):
                    kept += text
                else:
                    self.flow.text(kept + text)
                    kept = ""
                self._after(_Anchored([inline], []))
            elif name == "tbl":
                self._table(one)
        if kept:
            self.flow.text(kept)

    def _paragraph(self, node: Element) -> tuple[str, Inline]:
        properties = child(node, "pPr")
        inline = read_inline(node)
        text = "" if self.numbering.is_hidden(properties) else inline.text
        return self.numbering.mark(properties) + text, inline

    def _after(self, anchored: _Anchored) -> None:
        for inline in anchored.inlines:
            self.notes += inline.notes
            for box in inline.boxes:
                self.blocks(box)
            for _ in range(inline.pictures):
                self.flow.figure()
            for chart in inline.charts:
                self._chart(chart)
        for table in anchored.tables:
            self._table(table)

    def _chart(self, relation: str) -> None:
        target = self.relations.get(relation)
        if target is not None:
            title = chart_title(self.package.xml(target.target))
            if title:
                self.flow.text(title)
        self.flow.figure()

    def _table(self, table: Element) -> None:
        """Read a table; one with a single column is a frame around text, and read as that."""
        if self.depth > _DEEPEST_TABLE:
            raise ReadError("E113", path=self.flow.path, reason="nested too deep")
        self.depth += 1
        rows = [row for row in unwrapped(table) if local(row) == "tr" and child(row, "trPr", "del") is None]
        if all(sum(local(cell) == "tc" for cell in unwrapped(row)) <= 1 for row in rows) and self._is_frame(rows):
            for row in rows:
                for cell in unwrapped(row):
                    if local(cell) == "tc":
                        self.blocks(cell)
        else:
            self._grid(rows)
        self.depth -= 1

    def _is_frame(self, rows: list[Element]) -> bool:
        cells = [cell for row in rows for cell in unwrapped(row) if local(cell) == "tc"]
        nested = any(local(block) == "tbl" for cell in cells for block in unwrapped(cell))
        return nested or any(sum(1 for _ in children(cell, "p")) > _MANY_PARAGRAPHS for cell in cells)

    def _grid(self, rows: list[Element]) -> None:
        """Read a ruled table; what is nested or anchored in it follows under its last row."""
        grid: list[list[FlowCell]] = []
        anchored = _Anchored([], [])
        for row in rows:
            properties = child(row, "trPr")
            cells = [COVERED] * _count(child(properties, "gridBefore"), least=0)
            for cell in unwrapped(row):
                if local(cell) == "tc":
                    cells += self._cell(cell, anchored)
            grid.append(cells + [COVERED] * _count(child(properties, "gridAfter"), least=0))
        self.flow.table(grid)
        self._after(anchored)

    def _cell(self, cell: Element, anchored: _Anchored) -> list[FlowCell]:
        """Read a cell: its text, then one covered place for each further column that it spans."""
        properties = child(cell, "tcPr")
        texts = []
        for one in unwrapped(cell):
            if local(one) == "p":
                text, inline = self._paragraph(one)
                texts.append(text.strip())
                anchored.inlines.append(inline)
            elif local(one) == "tbl":
                anchored.tables.append(one)
        across = _count(child(properties, "gridSpan"), least=1)
        if _goes_on(properties, "vMerge"):
            return [COVERED_FROM_ABOVE] * across
        gone = _goes_on(properties, "hMerge") or child(properties, "cellDel") is not None
        first = COVERED if gone else FlowCell(" ".join(text for text in texts if text))
        return [first, *[COVERED] * (across - 1)]

    def write_notes(self, part: str) -> None:
        """Write footnotes and endnotes after the body, in the order of their marks."""
        for reference, kind in _NOTES:
            wanted = [name for found, name in self.notes if found == reference]
            source = self.package.related(part, kind)
            if not wanted or source is None:
                continue
            texts = {attribute(note, "id"): note for note in self.package.xml(source)}
            for name in wanted:
                if name in texts:
                    self.blocks(texts[name])


def _goes_on(properties: Element | None, kind: str) -> bool:
    """Tell whether a cell belongs to the merged cell before it."""
    merge = child(properties, kind)
    return merge is not None and attribute(merge, "val", "continue") != "restart"


def _count(node: Element | None, *, least: int) -> int:
    """Return a number of columns, held within reason."""
    value = attribute(node, "val")
    return min(max(int(value), least), 200) if value.isdecimal() else least
