"""Reads saved web pages: their main text as lines, their tables as rows. A page that only links to files says so."""

from __future__ import annotations

import email
import email.policy
import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from audit.model.raw import Damage, PageWarning, ReadError
from audit.readers.docx_numerals import drawn
from audit.readers.flow import COVERED, COVERED_FROM_ABOVE, Flow, FlowCell
from audit.readers.html_page import attachments, collapsed, main_part, page_title, parse_page, strip_surroundings
from audit.readers.xml_tree import descendants, local

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from audit.readers.content import FileContent, ReadLimits
    from audit.readers.xml_tree import Element

_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figure",
    "figcaption", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "ol", "p", "pre",
    "section", "summary", "ul", "caption", "tr", "td", "th", "tbody", "thead", "tfoot",
))  # fmt: skip
_LITTLE_TEXT = 600
"""A page with files attached and no more text than this only announces them."""
_MOST_SPAN = 200
_LONG_CELL = 300
_PICTURE = re.compile(r"\.(?:jpe?g|png|webp)\b", re.IGNORECASE)
_FIGURES = re.compile(r"\d\.\d")
_LIST_FORMS: Mapping[str, str] = MappingProxyType(
    {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
)
_MIN_WIDTH, _MIN_HEIGHT = 80, 50


def read_html(data: bytes, file_id: str, path: str, limits: ReadLimits) -> FileContent:
    """Read a page. Raises ReadError E110 where its content is attached, E115, E116 without text, E113 too deep."""
    root, too_deep = parse_page(data, path)
    files = attachments(root)
    title = page_title(root)
    strip_surroundings(root)
    walker = _Walker(Flow(file_id, path, limits))
    try:
        main = main_part(root)
        walker.block(main)
    except RecursionError as error:
        raise ReadError("E113", path=path, reason="nested too deep") from error
    walker.flush()
    lines = walker.flow.lines
    length = sum(len(line.text) for line in lines) - sum(len(name) for name in files)
    if files and length < _LITTLE_TEXT and not any(line.cells and _FIGURES.search(line.text) for line in lines):
        raise ReadError("E110", path=path, names="、".join(files[:3]), count=len(files))
    if not walker.flow.has_text:
        if too_deep:
            raise ReadError("E113", path=path, reason="nested too deep")
        raise ReadError("E115" if walker.flow.figures else "E116", path=path)
    flow = _with_title(walker.flow, title)
    return flow.content([PageWarning(file_id, None, Damage.TRUNCATED)] if too_deep else [])


def read_mhtml(data: bytes, file_id: str, path: str, limits: ReadLimits) -> FileContent:
    """Read a page that was saved with its pictures in one file. Raises ReadError as for a page."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                return read_html(payload, file_id, path, limits)
    raise ReadError("E116", path=path)


def _with_title(flow: Flow, title: str) -> Flow:
    """Put the page's title above its text unless it stands there already."""
    if not title or any(title in line.text for line in flow.lines[:8]):
        return flow
    whole = Flow(flow.file, flow.path, flow.limits, grids=flow.grids)
    whole.text(title)
    whole.renumbered(flow)
    return whole


@dataclass(slots=True)
class _Walker:
    """Walks the elements once; `parts` holds the text of the paragraph under way."""

    flow: Flow
    parts: list[str] = field(default_factory=list)
    figures: int = 0

    def flush(self) -> None:
        """End the paragraph under way."""
        for text in "".join(self.parts).split("\n"):
            shown = collapsed(text)
            if shown:
                self.flow.text(shown)
        self.parts.clear()
        for _ in range(self.figures):
            self.flow.figure()
        self.figures = 0

    def block(self, node: Element) -> None:
        """Read an element and what is in it."""
        name = local(node)
        if name == "table":
            self.flush()
            self._table(node)
            return
        is_block = name in _BLOCKS
        if is_block:
            self.flush()
        if name == "li":
            self.parts.append(_list_mark(node))
        self._text(node.text, keep=name == "pre")
        for one in node:
            self._child(one, keep=name == "pre")
        if is_block:
            self.flush()

    def _child(self, node: Element, *, keep: bool) -> None:
        name = local(node)
        if name == "br":
            self.parts.append("\n")
        elif name == "img":
            self.figures += _is_picture(node)
        elif name:
            self.block(node)
        self._text(node.tail, keep=keep)

    def _text(self, text: str | None, *, keep: bool) -> None:
        if text:
            self.parts.append(text if keep else text.replace("\n", " ").replace("\r", " "))

    def _table(self, table: Element) -> None:
        """Read a table; one that only arranges the page is read cell after cell."""
        rows = list(_rows(table))
        cells = [cell for row in rows for cell in _cells(row)]
        for caption in (one for one in table if local(one) == "caption"):
            self.block(caption)
        if _is_layout(rows, cells):
            for cell in cells:
                self.block(cell)
            return
        self.flow.table(_grid(rows))
        self.figures += sum(_is_picture(image) for cell in cells for image in descendants(cell, "img"))
        self.flush()


def _is_layout(rows: list[Element], cells: list[Element]) -> bool:
    if any(True for cell in cells for _ in descendants(cell, "table")):
        return True
    if max((len(_cells(row)) for row in rows), default=0) <= 1:
        return True
    return len(cells) <= 4 and any(
        len(cell_text(cell)) > _LONG_CELL and sum(1 for _ in descendants(cell, "p", "div")) > 3 for cell in cells
    )


def _rows(table: Element) -> Iterator[Element]:
    for one in table:
        if local(one) == "tr":
            yield one
        elif local(one) in ("tbody", "thead", "tfoot"):
            yield from (row for row in one if local(row) == "tr")


def _cells(row: Element) -> list[Element]:
    return [one for one in row if local(one) in ("td", "th")]


def cell_text(cell: Element) -> str:
    """Return the text of a cell on one line."""
    return collapsed("".join(_cell_parts(cell)))


def _cell_parts(node: Element) -> Iterator[str]:
    yield node.text or ""
    for one in node:
        apart = " " if local(one) in _BLOCKS or local(one) == "br" else ""
        yield apart
        yield from _cell_parts(one)
        yield apart + (one.tail or "")


def _grid(rows: list[Element]) -> list[list[FlowCell]]:
    """Lay cells out on a grid: what a cell spans is covered."""
    grid: list[list[FlowCell]] = []
    waiting: dict[int, int] = {}
    for row in rows:
        line: list[FlowCell] = []
        below: dict[int, int] = {}
        for cell in _cells(row):
            _cover(line, waiting)
            across, down = _span(cell, "colspan"), _span(cell, "rowspan")
            if down > 1:
                below |= {len(line) + at: down - 1 for at in range(across)}
            line += [FlowCell(cell_text(cell)), *[COVERED] * (across - 1)]
        while any(at >= len(line) for at in waiting):
            line.append(COVERED_FROM_ABOVE if len(line) in waiting else COVERED)
        waiting = {at: left - 1 for at, left in waiting.items() if left > 1} | below
        grid.append(line)
    return grid


def _cover(line: list[FlowCell], waiting: dict[int, int]) -> None:
    while len(line) in waiting:
        line.append(COVERED_FROM_ABOVE)


def _span(cell: Element, name: str) -> int:
    value = (cell.get(name) or "").strip()
    return min(max(int(value), 1), _MOST_SPAN) if value.isdecimal() and len(value) < 6 else 1


def _list_mark(item: Element) -> str:
    """Return the number that a browser draws before an item of an ordered list."""
    above = item.getparent()
    if above is None or local(above) != "ol" or "none" in (above.get("style") or ""):
        return ""
    start = above.get("start") or "1"
    place = [one for one in above if local(one) == "li"].index(item)
    value = (int(start) if start.isdecimal() else 1) + place
    return drawn(value, _LIST_FORMS.get(above.get("type") or "", "decimal")) + ". "


def _is_picture(node: Element) -> bool:
    """Tell a picture of the text from icons and spacers."""
    sides = [re.match(r"\d+", node.get(side) or "") for side in ("width", "height")]
    if all(sides):
        width, height = (int(side[0]) for side in sides if side)
        return width >= _MIN_WIDTH and height >= _MIN_HEIGHT
    return bool(_PICTURE.search(node.get("src") or ""))
