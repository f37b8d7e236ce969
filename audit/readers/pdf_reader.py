"""Reads PDF files with pdfplumber: lines of text and rows of ruled tables in reading order, figures, warnings."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import TYPE_CHECKING

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from audit.model.raw import LOW_CONFIDENCE, Damage, PageWarning, RawCell, RawFigure, RawLine, ReadError
from audit.readers.content import FileContent, ReadLimits
from audit.readers.ocr_engine import is_installed
from audit.readers.ocr_scans import read_scans
from audit.readers.pdf_figures import find_figures
from audit.readers.pdf_furniture import without_furniture
from audit.readers.pdf_geometry import PageObjects, area, turned
from audit.readers.pdf_lines import TextLine, text_lines
from audit.readers.pdf_open_tables import open_grids
from audit.readers.pdf_page import page_objects
from audit.readers.pdf_rules import find_grids
from audit.readers.pdf_tables import PageTable, TableRow, fill_grids

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pdfplumber.page import Page
    from pdfplumber.pdf import PDF

    from audit.model.places import BBox
    from audit.readers.pdf_device import Glyphs
    from audit.readers.pdf_geometry import Turn

# pdfminer reports every small defect of a file; with no handler at all Python would print them, and ours, to stderr.
_LOG = logging.getLogger(__name__)
for _logger in (_LOG, logging.getLogger("pdfminer")):
    _logger.addHandler(logging.NullHandler())

_TAIL = 2048
_UNREADABLE_SHARE = 0.3
_FEW_CHARS = 20
_UNPAINTED_SHARE = 0.5
"""A page whose text is mostly not painted is a scan: its text was guessed from the picture and proves nothing."""
_SCANNED_SHARE = 0.4
_MANY_CURVES = 200
"""Letters drawn as outlines leave hundreds of curves and no character."""

UNREAD = frozenset({Damage.NO_TEXT_LAYER, Damage.UNREADABLE_FONT})
"""Pages with these are read from their picture, where that is possible."""


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page, understood: what stands on it, from the top."""

    number: int
    width: float
    height: float
    lines: tuple[TextLine, ...] = ()
    tables: tuple[PageTable, ...] = ()
    figures: tuple[BBox, ...] = ()
    damage: Damage | None = None
    has_picture: bool = False
    turn: Turn | None = None
    """A page that was read upright but lies turned in the file: the matrix that leads its boxes back there."""

    @property
    def has_text(self) -> bool:
        return bool(self.lines or self.tables)


@dataclass(slots=True)
class _Collector:
    """Numbers lines and tables over the whole file."""

    file: str
    lines: list[RawLine] = field(default_factory=list)
    figures: list[RawFigure] = field(default_factory=list)
    grids: int = 0

    def add_page(self, page: PageContent) -> None:
        items: list[tuple[BBox, TextLine | PageTable | None]] = [(line.bbox, line) for line in page.lines]
        items += ((table.bbox, table) for table in page.tables)
        items += ((box, None) for box in page.figures)
        for box, item in sorted(items, key=lambda pair: (pair[0][1], pair[0][0])):
            if isinstance(item, PageTable):
                for row in item.rows:
                    line = row_line(row, self.file, len(self.lines) + 1, page.number, self.grids)
                    self.lines.append(line if page.turn is None else turned_line(line, page.turn))
                self.grids += 1
            elif isinstance(item, TextLine):
                number = len(self.lines) + 1
                line = RawLine(self.file, number, item.text, page=page.number, bbox=item.bbox, doubts=item.doubts)
                self.lines.append(line if page.turn is None else turned_line(line, page.turn))
            else:
                place = box if page.turn is None else turned(box, page.turn)
                self.figures.append(RawFigure(self.file, page.number, place, after_line=len(self.lines)))


def read_pdf(data: bytes, file_id: str, path: str, limits: ReadLimits) -> FileContent:
    """Read a PDF. Raises ReadError E104 encrypted, E105 broken, E106 or E150 without any text, E108 too long."""
    with _opened(data, path) as pdf:
        declared = _declared_pages(pdf)
        if max(declared, len(pdf.pages)) > limits.max_pages:
            raise ReadError("E108", path=path, size=max(declared, len(pdf.pages)), limit=limits.max_pages, what="pages")
        pages = list(_read_pages(pdf.pages))
    if not pages or all(page.damage is Damage.TRUNCATED for page in pages):
        raise ReadError("E105", path=path)
    unread = [page.number for page in map(_without_text, without_furniture(pages)) if page.damage in UNREAD]
    scans = read_scans(data, unread, understand_page) if unread else {}
    content = file_content([scans.get(page.number, page) for page in pages], file_id, path)
    if b"%%EOF" not in data[-_TAIL:] or declared > len(pages):
        return replace(content, warnings=(*content.warnings, PageWarning(file_id, None, Damage.TRUNCATED)))
    return content


def file_content(pages: Sequence[PageContent], file_id: str, path: str) -> FileContent:
    """Put the pages of a file together. Raises ReadError E106 where none has text, E150 where the extra is missing."""
    clean = [_without_text(page) for page in without_furniture(pages)]
    if not any(page.has_text and page.damage is not Damage.UNREADABLE_FONT for page in clean):
        is_scan = any(page.damage in UNREAD for page in clean)
        raise ReadError("E150" if is_scan and not is_installed() else "E106", path=path, pages=len(clean))
    collector = _Collector(file_id)
    for page in clean:
        collector.add_page(page)
    warnings = tuple(PageWarning(file_id, page.number, page.damage) for page in clean if page.damage)
    return FileContent(tuple(collector.lines), tuple(collector.figures), warnings, pages=len(clean))


def _opened(data: bytes, path: str) -> PDF:
    """Open a PDF, or say in one error what is wrong with it."""
    try:
        pdf = pdfplumber.open(BytesIO(data))
        _ = pdf.pages
    except Exception as error:  # a hostile file can make the parser fail in any way
        causes = (error, error.__cause__, error.__context__, *error.args)
        if any(isinstance(cause, (PDFPasswordIncorrect, PDFEncryptionError)) for cause in causes):
            raise ReadError("E104", path=path) from error
        raise ReadError("E105", path=path) from error
    return pdf


def _declared_pages(pdf: PDF) -> int:
    """Return how many pages the file says it has; 0 where it does not say."""
    tree = pdf.doc.catalog.get("Pages")
    count = getattr(tree, "resolve", lambda: tree)()
    number = count.get("Count") if isinstance(count, dict) else None
    return number if isinstance(number, int) else 0


def _read_pages(pages: Sequence[Page]) -> Iterator[PageContent]:
    glyphs: Glyphs = {}
    for page in pages:
        try:
            yield understand_page(page_objects(page, glyphs))
        except Exception:  # noqa: BLE001 - a page that the parser cannot read must not lose the others
            _LOG.exception("page %s", page.page_number)
            yield PageContent(page.page_number, 0.0, 0.0, damage=Damage.TRUNCATED)
        finally:
            page.close()


def _without_text(page: PageContent) -> PageContent:
    """Mark a page that holds a picture and, its number apart, no text."""
    if page.damage is None and page.has_picture and not page.has_text:
        return replace(page, damage=Damage.NO_TEXT_LAYER)
    return page


def understand_page(page: PageObjects) -> PageContent:
    """Separate a page into lines of text, tables and figures."""
    grids, lone = find_grids(page.shapes)
    tables, rest = fill_grids(grids, page.chars)
    open_tables, rest = fill_grids(open_grids(lone, rest), rest)
    tables += open_tables
    lines = text_lines(rest)
    figures = find_figures(page, [table.bbox for table in tables], lines)
    return PageContent(
        number=page.number,
        width=page.width,
        height=page.height,
        lines=tuple(lines),
        tables=tuple(tables),
        figures=tuple(figures),
        damage=page_damage(page),
        has_picture=bool(page.images),
    )


def page_damage(page: PageObjects) -> Damage | None:
    """Say why a page's text is not to be trusted; None for a page that is readable or blank on paper too."""
    count = sum(not char.is_blank for char in page.chars)
    if count and page.unreadable >= _UNREADABLE_SHARE * count:
        return Damage.UNREADABLE_FONT
    pictures = sum(area(box) for box in page.images)
    curves = sum(shape.kind == "curve" for shape in page.shapes)
    is_scan = pictures > _SCANNED_SHARE * page.width * page.height
    if is_scan and (count < _FEW_CHARS or page.unpainted >= _UNPAINTED_SHARE * count):
        return Damage.NO_TEXT_LAYER
    return Damage.NO_TEXT_LAYER if count < _FEW_CHARS and curves >= _MANY_CURVES else None


def row_line(row: TableRow, file: str, number: int, page: int, grid: int) -> RawLine:
    """Turn a table row into a line: its cells' texts joined with TAB."""
    cells = []
    offset = 0
    for cell in row.cells:
        end = offset + len(cell.text)
        boxed = RawCell(cell.text, offset, end, merged=cell.merged, bbox=cell.bbox, full=cell.full)
        cells.append(boxed if cell.confidence is None else replace(boxed, confidence=cell.confidence))
        offset = end + 1
    text = "\t".join(cell.text for cell in row.cells)
    low = [(c.start, c.end) for c in cells if c.confidence is not None and c.confidence < LOW_CONFIDENCE]
    row_cells, doubts = tuple(cells), tuple(low)
    return RawLine(file, number, text, page=page, cells=row_cells, bbox=row.bbox, grid=grid, doubts=doubts)


def turned_line(line: RawLine, turn: Turn) -> RawLine:
    """Place a line's boxes on the page as it lies in the file."""
    cells = tuple(cell if cell.bbox is None else replace(cell, bbox=turned(cell.bbox, turn)) for cell in line.cells)
    return replace(line, cells=cells, bbox=None if line.bbox is None else turned(line.bbox, turn))
