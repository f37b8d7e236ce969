"""Reads the auditor's columns of checklist.xlsx back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from audit.writers.labels import strings
from audit.writers.xlsx_writer import META_SHEET, layout

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

_MOST_ROWS = 20_000


class WorkbookError(Exception):
    """A workbook that cannot be read back; `code` is an entry of the message catalogue."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Filled:
    """What one row of a sheet holds in the auditor's columns. `answer` is the code of the word chosen, "" for none."""

    key: str
    answer: str
    word: str
    reviewer: str
    date: str
    reason: str
    where: str


@dataclass(frozen=True, slots=True)
class Sheets:
    """The filled rows of the two sheets, and the pack that the workbook was made with."""

    rows: tuple[Filled, ...]
    findings: tuple[Filled, ...]
    pack: str


def read_sheets(path: Path) -> Sheets:
    """Read a settled workbook. Raises WorkbookError E130 for a file that is none, E131 for one that is not ours."""
    try:
        book = load_workbook(path, data_only=True)
    except (BadZipFile, InvalidFileException, OSError, KeyError, ValueError) as error:
        raise WorkbookError("E130") from error
    sheets = layout()
    names = (sheets["checklist"].title, sheets["findings"].title, META_SHEET)
    if any(name not in book.sheetnames for name in names):
        raise WorkbookError("E131")
    meta = {str(row[0]): str(row[1] or "") for row in book[META_SHEET].iter_rows(values_only=True) if row[0]}
    answers = {word: code for code, word in strings()["answer"].items()}
    verdicts = {word: code for code, word in strings()["settled"].items()}
    return Sheets(
        rows=_filled(book[names[0]], "checklist", "id", answers),
        findings=_filled(book[names[1]], "findings", "fingerprint", verdicts),
        pack=meta.get("pack", ""),
    )


def _filled(page: Worksheet, sheet: str, key: str, words: dict[str, str]) -> tuple[Filled, ...]:
    columns = {column.name: column.title for column in layout()[sheet].columns}
    at: dict[str, int] = {}
    found: list[Filled] = []
    for number, row in enumerate(page.iter_rows(values_only=True, max_row=_MOST_ROWS), start=1):
        if not at:
            titles = [str(value) if value is not None else "" for value in row]
            if columns[key] in titles and columns["settled"] in titles:
                at = {name: titles.index(title) for name, title in columns.items() if title in titles}
            continue
        word, name = _text(row[at["settled"]]), _text(row[at[key]])
        values = [_text(row[at[n]]) for n in ("reviewer", "date", "why")]
        if name and (word or any(values)):
            reviewer, day, reason = values
            where = f"{page.title} {number}"
            found.append(Filled(name, words.get(word, ""), word, reviewer, day, reason, where))
    return tuple(found)


def _text(value: object) -> str:
    if isinstance(value, datetime | date):
        return f"{value:%Y-%m-%d}"
    return "" if value is None else str(value).strip()
