"""Writes working-papers.xlsx: every publication, every row of every checklist, every finding, each with a link."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from urllib.parse import quote

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from audit.writers.files import write_atomically
from audit.writers.index_writer import link_of
from audit.writers.labels import label, phrase
from audit.writers.xlsx_writer import Column, fill_of, head_style, layout, put, time_of, without_clock

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from audit.writers.briefs import Brief, FindingBrief
    from audit.writers.summary_writer import EntryDict

FILE_NAME = "working-papers.xlsx"
_MOST_LINKS = 50_000
"""Spreadsheets take at most 65,530 links on a sheet; the findings go on on the next one."""
_LINK = Font(color="234A78", underline="single")
_LONGEST_TITLE = 31
_NOT_IN_TITLES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


class WorkingPapers:
    """Takes the publications in one by one; rows go to disk at once, so that memory does not grow with the batch."""

    def __init__(self, tool_version: str, generated_at: str) -> None:
        self._book = Workbook(write_only=True)
        self._version, self._made = tool_version, time_of(generated_at)
        self._titles: set[str] = set()
        self._publications = self._sheet(phrase("papers", "publications"), layout()["publications"].columns)
        self._matrices: dict[tuple[str, ...], WriteOnlyWorksheet] = {}
        self._findings: WriteOnlyWorksheet | None = None
        self._written = 0

    def add(self, entry: EntryDict, brief: Brief | None) -> None:
        """Take in one publication."""
        score, counts, coverage = entry.get("score"), entry.get("findings", {}), entry.get("coverage", {})
        rows = score["rows"] if score else {}
        value = score["value"] if score else None
        undecided = phrase("verdict", "undecided")
        page, link = self._publications, link_of(entry)
        cells = [
            self._linked(page, entry.get("entity") or phrase("page", "unnamed"), link),
            self._text(page, entry["path"]),
            self._text(page, label(entry.get("publication_type", ""), "kind")),
            self._number(page, entry.get("fiscal_year")),
            self._text(page, entry.get("pack") or ""),
            self._text(page, undecided if entry.get("pack") else "") if value is None else self._number(page, value),
            *(self._number(page, rows.get(name)) for name in ("fail", "review", "pass", "not_applicable")),
            *(self._number(page, counts.get(name)) for name in ("error", "warning", "rounding")),
            self._number(page, coverage.get("figures")),
            self._number(page, coverage.get("settled")),
            self._text(page, entry["error"]["message"] if "error" in entry else ""),
        ]
        page.append(cells)
        if brief:
            self._add_rows(entry, brief)
            for finding in brief.findings:
                self._add_finding(entry, brief, finding)

    def content(self) -> bytes:
        """Return the workbook; nothing can be added afterwards."""
        if self._findings is None:
            self._findings = self._sheet(phrase("papers", "findings"), layout()["all_findings"].columns)
        self._book.properties.creator = f"gouji {self._version}"
        self._book.properties.created = self._made
        stream = io.BytesIO()
        self._book.save(stream)
        return without_clock(stream.getvalue(), self._made)

    def write(self, folder: Path) -> Path:
        """Write working-papers.xlsx into `folder`."""
        return write_atomically(folder / FILE_NAME, self.content())

    def _add_rows(self, entry: EntryDict, brief: Brief) -> None:
        """Add one line to the sheet of its checklist: a column for each row of it."""
        if not brief.rows:
            return
        key = (brief.pack, *(row.id for row in brief.rows))
        if key not in self._matrices:
            columns = [Column("unit", phrase("papers", "unit"), 34), Column("path", phrase("papers", "file"), 40)]
            columns += [Column(row.id, f"{row.item} {row.question}", 11, centred=True) for row in brief.rows]
            self._matrices[key] = self._sheet(brief.pack_title, columns)
        page, link = self._matrices[key], link_of(entry)
        cells = [self._linked(page, brief.entity or phrase("page", "unnamed"), link), self._text(page, entry["path"])]
        for row in brief.rows:
            cell = self._text(page, label(row.outcome, "outcome"))
            fill = fill_of(row.outcome)
            if fill is not None:
                cell.fill = fill
            cells.append(cell)
        page.append(cells)

    def _add_finding(self, entry: EntryDict, brief: Brief, finding: FindingBrief) -> None:
        if self._findings is None or self._written == _MOST_LINKS:
            self._findings = self._sheet(phrase("papers", "findings"), layout()["all_findings"].columns)
            self._written = 0
        page, link = self._findings, link_of(entry)
        severity = self._text(page, label(finding.severity, "severity"))
        fill = fill_of(finding.severity)
        if fill is not None:
            severity.fill = fill
        words = (
            brief.entity,
            label(finding.category, "category"),
            finding.message,
            finding.where,
            finding.quote,
            finding.stated,
            finding.expected,
            finding.diagnosis,
            label(finding.cause, "cause"),
            finding.basis,
            finding.rule,
            finding.fingerprint,
            entry["path"],
        )
        unit, *rest = (self._text(page, word) for word in words)
        page.append([self._linked(page, finding.id, link, finding.id), unit, severity, *rest])
        self._written += 1

    def _sheet(self, title: str, columns: Sequence[Column]) -> WriteOnlyWorksheet:
        """Return a new sheet with its head; its title is made fit and unique."""
        fit = title.translate(_NOT_IN_TITLES).strip()[: _LONGEST_TITLE - 4] or phrase("papers", "findings")
        name, again = fit, 1
        while name.lower() in self._titles:
            again += 1
            name = f"{fit} {again}"
        self._titles.add(name.lower())
        page: WriteOnlyWorksheet = self._book.create_sheet(name)
        page.freeze_panes = "B2"
        for at, column in enumerate(columns, start=1):
            page.column_dimensions[get_column_letter(at)].width = column.width
        head = [self._text(page, column.title) for column in columns]
        for cell in head:
            head_style(cell)
        page.append(head)
        return page

    @staticmethod
    def _text(page: WriteOnlyWorksheet, text: str) -> Cell:
        cell = WriteOnlyCell(page)
        put(cell, text)
        return cell

    @staticmethod
    def _number(page: WriteOnlyWorksheet, value: float | None) -> Cell:
        return WriteOnlyCell(page, value)

    def _linked(self, page: WriteOnlyWorksheet, text: str, link: str, anchor: str = "") -> Cell:
        """Return a cell with a link to a report that stands beside the workbook."""
        cell = self._text(page, text)
        if link:
            cell.hyperlink = quote(link) + (f"#{anchor}" if anchor else "")
            put(cell, text)
            cell.font = _LINK
        return cell
