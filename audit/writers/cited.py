"""The lines outside the explanation part that a report cites: whoever reads it must see the words, and get to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.report import TextLine

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.places import Ref
    from audit.model.raw import RawLine
    from audit.model.report import AuditReport


def cited_lines(report: AuditReport) -> tuple[TextLine, ...]:
    """Return, in reading order, the cited lines that no table and not the explanation part shows.

    A line comes with the other lines of its paragraph. Rows of tables are left to the tables.
    """
    doc = report.document
    shown = {line.line_id for line in report.text}
    wanted = {ref.line_id for ref in _places(report)} - shown
    for paragraph in doc.paragraphs:
        own = {line.line_id for line in paragraph.lines}
        if own & wanted:
            wanted |= own
    wanted -= shown
    return tuple(_text_line(line) for line in doc.lines if line.line_id in wanted and _is_read(line))


def _places(report: AuditReport) -> Iterator[Ref]:
    for finding in report.findings:
        yield from finding.places
    for item in report.checklist:
        yield from item.evidence
    for claim in report.claims:
        yield claim.ref
        yield from claim.evidence


def _is_read(line: RawLine) -> bool:
    return bool(line.text.strip()) and not line.cells


def _text_line(line: RawLine) -> TextLine:
    ref = line.ref()
    return TextLine(file=line.file, line=ref.line, page=ref.page, text=line.text, block=ref.block)
