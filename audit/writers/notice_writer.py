"""Writes the notice of rectification for one unit as a Word file, with blanks for number, date and signature."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from audit.writers.files import write_atomically
from audit.writers.labels import label, phrase
from audit.writers.safe_text import legal
from audit.writers.xlsx_writer import time_of, without_clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from docx.document import Document as WordDocument
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    from audit.writers.notice import Demand, Notice, Question

_BODY, _HEAD = "FangSong", "SimHei"  # as Word calls them in every language
_BODY_SIZE, _TITLE_SIZE, _TABLE_SIZE = 15, 22, 11
_LABEL_WIDTH, _TEXT_WIDTH = 2.6, 12.9


def notice_bytes(entity: str, notices: Sequence[Notice], tool_version: str, generated_at: str) -> bytes:
    """Return the Word file for one unit; the same reports and the same time give the same bytes."""
    document = Document()
    _set_styles(document)
    unit = entity or phrase("page", "unnamed")
    _paragraph(document, phrase("notice", "number"), centred=True)
    _title(document, phrase("notice", "title"))
    _paragraph(document, f"{unit}：", indent=False)
    titles = "、".join(dict.fromkeys(notice.title for notice in notices))
    _paragraph(document, phrase("notice", "opening", what=titles))
    number = 0
    for notice in notices:
        if len(notices) > 1:
            _heading(document, f"{notice.title}（{notice.path}）", level=1)
        if notice.demands:
            _heading(document, phrase("notice", "demands", n=len(notice.demands)), level=2)
        for demand in notice.demands:
            number += 1
            _add_demand(document, number, demand)
        if notice.questions:
            _heading(document, phrase("notice", "questions", n=len(notice.questions)), level=2)
            _paragraph(document, phrase("notice", "questions_note"))
            _add_questions(document, notice.questions)
    _paragraph(document, phrase("notice", "closing"))
    _add_signature(document)
    if number:
        document.add_page_break()
        _add_reply(document, unit, number)
    made = time_of(generated_at)
    properties = document.core_properties
    properties.author, properties.title = f"gouji {tool_version}", phrase("notice", "title")
    properties.created = properties.modified = made
    properties.last_modified_by = properties.comments = ""
    stream = io.BytesIO()
    document.save(stream)
    return without_clock(stream.getvalue(), made)


def write_notice(entity: str, notices: Sequence[Notice], path: Path, tool_version: str, generated_at: str) -> Path:
    """Write the Word file for one unit."""
    return write_atomically(path, notice_bytes(entity, notices, tool_version, generated_at))


def _set_styles(document: WordDocument) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.top_margin, section.bottom_margin = Cm(3.0), Cm(2.8)
    section.left_margin, section.right_margin = Cm(2.8), Cm(2.6)
    style = document.styles["Normal"]
    style.font.name, style.font.size = _BODY, Pt(_BODY_SIZE)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
    style.paragraph_format.space_after = Pt(4)


def _run(paragraph: Paragraph, text: str, *, font: str = _BODY, size: float = _BODY_SIZE, bold: bool = False) -> None:
    """Add text in a font that Chinese signs take, too; what Word refuses is left out."""
    run = paragraph.add_run(legal(text))
    run.font.name, run.font.size, run.bold = font, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)  # noqa: SLF001  # no public way


def _paragraph(document: WordDocument, text: str, *, centred: bool = False, indent: bool = True) -> None:
    paragraph = document.add_paragraph()
    if centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    elif indent:
        paragraph.paragraph_format.first_line_indent = Pt(2 * _BODY_SIZE)
    _run(paragraph, text)


def _title(document: WordDocument, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_after = Pt(14)
    _run(paragraph, text, font=_HEAD, size=_TITLE_SIZE, bold=True)


def _heading(document: WordDocument, text: str, *, level: int) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(8)
    _run(paragraph, text, font=_HEAD, size=_BODY_SIZE + (1 if level == 1 else 0))


def _add_demand(document: WordDocument, number: int, demand: Demand) -> None:
    """Add one demand: its sentence, and a table of places, figures, correction and basis."""
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    _run(paragraph, f"{number}. {demand.message}", bold=True)
    lines: list[tuple[str, str]] = []
    if demand.places:
        lines.append((phrase("findings", "here"), demand.places[0]))
    if len(demand.places) > 1:
        lines.append((phrase("findings", "against"), "\n".join(demand.places[1:])))
    figures = [
        (phrase("findings", "stated"), demand.stated),
        (label(demand.expected_label, "expected_label"), demand.expected),
    ]
    if demand.stated or demand.expected:
        told = "　　".join(f"{name} {text}" for name, text in figures if text)
        lines.append((phrase("notice", "figures"), told))
    if demand.diagnosis:
        lines.append((phrase("findings", "diagnosis"), demand.diagnosis))
    if demand.corrected:
        lines.append((phrase("notice", "corrected"), phrase("notice", "corrected_text", text=demand.corrected)))
    if demand.follows:
        lines.append((phrase("findings", "follows", n=len(demand.follows)), "\n".join(demand.follows)))
    if demand.rows:
        lines.append((phrase("page", "pack"), "\n".join(demand.rows)))
    if demand.basis:
        lines.append((phrase("findings", "basis"), demand.basis))
    if lines:
        _fill(document.add_table(rows=0, cols=2), lines, (_LABEL_WIDTH, _TEXT_WIDTH))
        document.add_paragraph().paragraph_format.space_after = Pt(2)


def _add_questions(document: WordDocument, questions: Sequence[Question]) -> None:
    head = (phrase("notice", "what"), phrase("notice", "why_asked"), phrase("notice", "answer"))
    lines = [head, *((one.text, one.reason, "") for one in questions)]
    _fill(document.add_table(rows=0, cols=3), lines, (6.5, 5.5, 3.5))
    document.add_paragraph()


def _add_signature(document: WordDocument) -> None:
    for line in (phrase("notice", "office"), phrase("notice", "signed"), phrase("notice", "date")):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        _run(paragraph, line)


def _add_reply(document: WordDocument, unit: str, demands: int) -> None:
    """Add the sheet that the unit sends back."""
    _title(document, phrase("notice", "reply"))
    _paragraph(document, phrase("notice", "unit") + unit, indent=False)
    head = (
        phrase("notice", "demand_number"),
        phrase("notice", "done"),
        phrase("notice", "person"),
        phrase("notice", "day"),
    )
    lines = [head, *((str(number), "", "", "") for number in range(1, demands + 1))]
    _fill(document.add_table(rows=0, cols=4), lines, (1.6, 8.3, 2.8, 2.8))
    _paragraph(document, phrase("notice", "seal"), indent=False)


def _fill(table: Table, lines: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
    table.style = "Table Grid"
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    for line in lines:
        for cell, text, width in zip(table.add_row().cells, line, widths, strict=True):
            cell.width = Cm(width)
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(0)
            _run(paragraph, text, size=_TABLE_SIZE)
