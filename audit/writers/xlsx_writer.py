"""Writes checklist.xlsx: the form's layout filled in, with columns for settling, and sheets of findings and figures."""

from __future__ import annotations

import io
import math
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING

import yaml
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.fonts import DEFAULT_FONT
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from audit.datafiles import data_folder
from audit.writers.contract import lines_of
from audit.writers.exhibits import place_title, where
from audit.writers.figures import as_number
from audit.writers.files import write_atomically
from audit.writers.labels import label, phrase, strings
from audit.writers.places import PlaceIndex, own_words
from audit.writers.safe_text import legal, looks_like_formula
from audit.writers.seal import sealed
from audit.writers.summary import number, stake, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

    from audit.writers.contract import FindingDict, PlaceDict, ReportDict, SettledDict

    Value = str | int | Decimal | None

FILE_NAME = "checklist.xlsx"
META_SHEET = "_gouji"
"""Hidden sheet by which a settled workbook is told to belong to its report."""
_TITLE_ROWS = 3
_MOST_PLACES = 12
_LINE_HEIGHT = 15
_HIGHEST_ROW = 400
_LINE = Side(style="thin", color="BBB6A9")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="EDEBE5")
_TO_FILL_IN = PatternFill("solid", fgColor="FFFBE6")
_FILLS = {
    "fail": PatternFill("solid", fgColor="FBEBE8"),
    "review": PatternFill("solid", fgColor="FAF0D9"),
    "error": PatternFill("solid", fgColor="FBEBE8"),
    "disagrees": PatternFill("solid", fgColor="FBEBE8"),
    "rounding": PatternFill("solid", fgColor="E7EEF7"),
}
_SETTLING = ("settled", "reviewer", "date", "why")
_TOP = Alignment(vertical="top", wrap_text=True)
_MIDDLE = Alignment(vertical="center", horizontal="center", wrap_text=True)
_CELL_STYLE, _CENTRED_STYLE = "gouji", "gouji centred"
_OLDEST = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Column:
    name: str
    title: str
    width: float
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    title: str
    columns: tuple[Column, ...]

    def letter(self, name: str) -> str:
        """Return the letter of a column by the name of what it holds."""
        at = next(i for i, column in enumerate(self.columns, start=1) if column.name == name)
        return str(get_column_letter(at))


@cache
def layout() -> Mapping[str, Sheet]:
    """Return the sheets by name, as reports/xlsx/layout.yaml lays them out."""
    loaded = yaml.safe_load((data_folder("reports") / "xlsx" / "layout.yaml").read_text(encoding="utf-8"))
    return {
        name: Sheet(sheet["title"], tuple(Column(**column) for column in sheet["columns"]))
        for name, sheet in loaded.items()
    }


def write_xlsx(data: ReportDict, folder: Path) -> Path:
    """Write checklist.xlsx into `folder`."""
    return write_atomically(folder / FILE_NAME, workbook_bytes(data))


def workbook_bytes(data: ReportDict) -> bytes:
    """Return the workbook; the same report gives the same bytes."""
    book = Workbook()
    book.remove(book.active)
    for name, alignment in ((_CELL_STYLE, _TOP), (_CENTRED_STYLE, _MIDDLE)):
        # a style set by its name is far cheaper than one put together for each cell
        book.add_named_style(NamedStyle(name, font=DEFAULT_FONT, border=_BORDER, alignment=alignment))
    index = PlaceIndex(data["tables"], lines_of(data))
    _fill_checklist(book.create_sheet(), data)
    _fill_findings(book.create_sheet(), data, index)
    _fill_figures(book.create_sheet(), data, index)
    if data.get("waivers"):
        _fill_waivers(book.create_sheet(), data)
    _fill_meta(book.create_sheet(META_SHEET), data)
    made = time_of(data["generated_at"])
    book.properties.creator = f"gouji {data['tool_version']}"
    book.properties.created = made
    stream = io.BytesIO()
    book.save(stream)
    return sealed(without_clock(stream.getvalue(), made))


def put(cell: Cell, value: Value) -> None:
    """Put a value into a cell; text stays text whatever it begins with."""
    if not isinstance(value, str):
        cell.value = value
        return
    text = legal(value)
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = looks_like_formula(text)


def _fill_checklist(page: Worksheet, data: ReportDict) -> None:
    sheet = layout()["checklist"]
    _titles(page, sheet, data)
    rows: list[dict[str, Value]] = []
    for item in data["checklist"]:
        remarks = [item["reason"]]
        if item["findings"]:
            remarks.append(phrase("xlsx", "found", ids=" ".join(item["findings"])))
        if item["abridged"]:
            remarks.append(phrase("xlsx", "abridged"))
        rows.append(
            {
                "item": item["item"],
                "category": item["category"],
                "question": item["question"],
                "answer": label(item["answer"], "answer"),
                "remark": "\n".join(remarks),
                "declared": item["declared"] or "",
                "id": item["id"],
                **_decision(item["settled"], "answer"),
            }
        )
    first = _TITLE_ROWS + 1
    _grid(page, sheet, first, rows)
    _colour(page, sheet, first, "answer", [item["outcome"] for item in data["checklist"]])
    _merge_runs(page, sheet, first, [item["category"] for item in data["checklist"]])
    _let_settle(page, sheet, first, len(rows), tuple(strings()["answer"].values()))
    page.column_dimensions[sheet.letter("id")].hidden = True


def _decision(settled: SettledDict | None, group: str) -> dict[str, Value]:
    """Return what the auditor's columns hold of an earlier decision."""
    if settled is None:
        return {}
    return {
        "settled": label(settled["answer"], group),
        "reviewer": settled["reviewer"],
        "date": settled["date"],
        "why": settled["reason"],
    }


def _fill_findings(page: Worksheet, data: ReportDict, index: PlaceIndex) -> None:
    sheet = layout()["findings"]
    items: dict[str, list[str]] = {}
    for item in data["checklist"]:
        for name in item["findings"]:
            items.setdefault(name, []).append(str(item["item"]))
    rows: list[dict[str, Value]] = [
        {
            "id": finding["id"],
            "severity": label(finding["severity"], "severity"),
            "category": label(finding["category"], "category"),
            "message": finding["message"],
            "where": where(finding, len(data["document"]["files"])),
            "quote": own_words(finding),
            "stated": finding["stated"],
            "expected": _expected(finding),
            "at_stake": stake(finding) or None,
            "diagnosis": finding["diagnosis"],
            "against": _places(finding["evidence"], data, index),
            "cause": label(finding["cause"], "cause"),
            "basis": finding["basis"],
            "root": finding["root"],
            "items": " ".join(items.get(finding["id"], [])),
            "rule_name": finding.get("rule_name", ""),
            "rule": finding["rule"],
            "fingerprint": finding["fingerprint"],
            "apart": _apart(finding),
            **_decision(finding["settled"], "settled"),
        }
        for finding in data["findings"]
    ]
    page.title = sheet.title
    _grid(page, sheet, 1, rows)
    _colour(page, sheet, 1, "severity", [finding["severity"] for finding in data["findings"]])
    _let_settle(page, sheet, 1, len(rows), tuple(strings()["settled"].values()))
    page.auto_filter.ref = page.dimensions


def _expected(finding: FindingDict) -> str:
    """Return what is expected; the column says 应为, so whatever else it is says so itself."""
    if not finding["expected"] or finding["expected_label"] == "expected":
        return finding["expected"]
    return f"{label(finding['expected_label'], 'expected_label')} {finding['expected']}"


def _fill_figures(page: Worksheet, data: ReportDict, index: PlaceIndex) -> None:
    sheet = layout()["figures"]
    rows: list[dict[str, Value]] = [
        {
            "where": where(claim, len(data["document"]["files"])),
            "quote": claim["quote"],
            "value": value if (value := as_number(claim["value"])) is not None else claim["value"],
            "unit": claim["unit"],
            "status": label(claim["status"], "status"),
            "expected": claim["expected"],
            "why": claim["why"],
            "against": _places(claim["evidence"], data, index),
        }
        for claim in data["claims"]
    ]
    page.title = sheet.title
    _grid(page, sheet, 1, rows)
    _colour(page, sheet, 1, "status", [claim["status"] for claim in data["claims"]])
    page.auto_filter.ref = page.dimensions


def _apart(finding: FindingDict) -> str:
    """Return why a finding is counted apart, "" where it is not."""
    waived = finding.get("waived")
    if waived:
        parts = (phrase("waivers", "waived"), waived["reason"], waived["who"], waived["expiry"])
        return " · ".join(part for part in parts if part)
    return "" if finding.get("material", True) else phrase("apart_heading", "immaterial")


def _fill_waivers(page: Worksheet, data: ReportDict) -> None:
    sheet = layout()["waivers"]
    names = ("rule", "fingerprint", "reason", "who", "expiry", "publication", "finding", "line", "message")
    rows: list[dict[str, Value]] = []
    for waiver in data["waivers"]:
        cells: dict[str, Value] = {name: waiver[name] for name in names}  # type: ignore[literal-required]  # its own keys
        rows.append({"state": label(waiver["state"], "waiver_state"), **cells})
    page.title = sheet.title
    _grid(page, sheet, 1, rows)
    _colour(page, sheet, 1, "state", ["error" if waiver["fault"] else "" for waiver in data["waivers"]])


def _fill_meta(page: Worksheet, data: ReportDict) -> None:
    """Note what the workbook was made from, so that settling can tell whether it still fits."""
    page.sheet_state = "hidden"
    pack = data["pack"]
    facts = {
        "schema": data["schema"],
        "tool_version": data["tool_version"],
        "generated_at": data["generated_at"],
        "pack": pack["id"] or "",
        "pack_version": pack["version"],
        "pack_sha256": pack["sha256"],
        **{f"sha256.{file['id']}": file["sha256"] for file in data["document"]["files"]},
    }
    for row, (name, value) in enumerate(facts.items(), start=1):
        put(page.cell(row, 1), name)
        put(page.cell(row, 2), value)


def _titles(page: Worksheet, sheet: Sheet, data: ReportDict) -> None:
    page.title = sheet.title
    doc, score = data["document"], data["score"]
    year = phrase("page", "year", year=doc["fiscal_year"]) if doc["fiscal_year"] else ""
    entity = doc["entity"] or phrase("page", "unnamed")
    title = phrase("xlsx", "title", entity=entity, year=year, kind=label(doc["publication_type"], "kind"))
    bounds = {"low": number(score["low"]), "high": number(score["high"])}
    if not data["checklist"]:
        scored = ""
    elif score["value"] is None:
        scored = phrase("xlsx", "no_score", **bounds)
    else:
        scored = phrase("xlsx", "score", value=number(score["value"]), formula=score["formula"], **bounds)
    lines = (title, f"{verdict(data).text}　{scored}".rstrip(), phrase("xlsx", "hint"))
    for row, text in enumerate(lines, start=1):
        put(page.cell(row, 1), text)
        page.merge_cells(start_row=row, end_row=row, start_column=1, end_column=len(sheet.columns) - 1)
    page.cell(1, 1).font = Font(bold=True, size=16)
    page.row_dimensions[1].height = 28


def _grid(page: Worksheet, sheet: Sheet, first: int, rows: Sequence[Mapping[str, Value]]) -> None:
    """Write the head in row `first` and the rows under it."""
    for at, column in enumerate(sheet.columns, start=1):
        head = page.cell(first, at)
        put(head, column.title)
        head_style(head)
        page.column_dimensions[get_column_letter(at)].width = column.width
    unknown = {name for row in rows for name in row} - {column.name for column in sheet.columns}
    if unknown:
        raise ValueError(f"layout.yaml has no column for {', '.join(sorted(unknown))} in {sheet.title}")
    for number_, row in enumerate(rows, start=first + 1):
        for at, column in enumerate(sheet.columns, start=1):
            cell = page.cell(number_, at)
            cell.style = _CENTRED_STYLE if column.centred else _CELL_STYLE
            put(cell, row.get(column.name))
        lines = max(_lines(row.get(column.name), column.width) for column in sheet.columns if not column.centred)
        page.row_dimensions[number_].height = min(_HIGHEST_ROW, 4 + _LINE_HEIGHT * lines)
    page.freeze_panes = page.cell(first + 1, 1)
    page.print_title_rows = f"{first}:{first}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToHeight = 0
    page.page_margins.left = page.page_margins.right = 0.4
    page.sheet_properties.pageSetUpPr.fitToPage = True


def _lines(value: Value, width: float) -> int:
    """Return how many lines a value takes in a column; programs other than Excel do not work this out themselves."""
    if not isinstance(value, str):
        return 1
    wide = [sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in value.split("\n")]
    return sum(max(1, math.ceil(units / (width - 1))) for units in wide)


def _colour(page: Worksheet, sheet: Sheet, first: int, name: str, codes: Iterable[str]) -> None:
    for row, code in enumerate(codes, start=first + 1):
        if code in _FILLS:
            page[f"{sheet.letter(name)}{row}"].fill = _FILLS[code]


def _merge_runs(page: Worksheet, sheet: Sheet, first: int, names: Sequence[str]) -> None:
    """Merge the cells of rows that belong to one group, as the form prints them."""
    letter, start = sheet.letter("category"), 0
    for at in range(1, len(names) + 1):
        if at == len(names) or names[at] != names[start]:
            if at - start > 1:
                page.merge_cells(f"{letter}{first + 1 + start}:{letter}{first + at}")
            start = at


def _let_settle(page: Worksheet, sheet: Sheet, first: int, rows: int, answers: tuple[str, ...]) -> None:
    """Prepare the columns that the auditor fills in."""
    if not rows:
        return
    choice = DataValidation(type="list", formula1=f'"{",".join(answers)}"', allow_blank=True)
    choice.error, choice.showErrorMessage = phrase("xlsx", "wrong_answer"), True
    date = DataValidation(type="date", operator="greaterThan", formula1="36526", allow_blank=True)
    date.error, date.showErrorMessage = phrase("xlsx", "wrong_date"), True
    for validation, name in ((choice, "settled"), (date, "date")):
        validation.add(f"{sheet.letter(name)}{first + 1}:{sheet.letter(name)}{first + rows}")
        page.add_data_validation(validation)
    for row in range(first + 1, first + rows + 1):
        for name in _SETTLING:
            page[f"{sheet.letter(name)}{row}"].fill = _TO_FILL_IN
        page[f"{sheet.letter('date')}{row}"].number_format = "yyyy-mm-dd"


def _places(places: Sequence[PlaceDict], data: ReportDict, index: PlaceIndex) -> str:
    files = len(data["document"]["files"])
    lines = [
        " ".join(part for part in (where(place, files), place_title(place, index, data), own_words(place)) if part)
        for place in places[:_MOST_PLACES]
    ]
    if len(places) > _MOST_PLACES:
        lines.append(phrase("findings", "more", n=len(places) - _MOST_PLACES))
    return "\n".join(lines)


def fill_of(code: str) -> PatternFill | None:
    """Return the colour of an outcome, a severity or a status, None for what needs no notice."""
    return _FILLS.get(code)


def head_style(cell: Cell) -> None:
    """Set a cell in the style of a head."""
    cell.font, cell.fill, cell.border, cell.alignment = Font(bold=True), _HEAD, _BORDER, _MIDDLE


def time_of(generated_at: str) -> datetime:
    """Return the time of a report as workbooks take it, without zone; the oldest that an archive knows for none."""
    try:
        return datetime.fromisoformat(generated_at).replace(tzinfo=None, microsecond=0)
    except ValueError:
        return datetime(*_OLDEST[:3])  # noqa: DTZ001  # the library takes naive times only


def without_clock(content: bytes, made: datetime) -> bytes:
    """Return the archive with the time of the report in place of the time of writing."""
    stamp = f"{made.isoformat()}Z".encode("ascii")
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = source.read(name)
            if name == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + stamp, part)
            target.writestr(zipfile.ZipInfo(name, _OLDEST), part, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
