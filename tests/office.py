"""Lays generated publications out as Word and Excel files, and asks LibreOffice for the formats that only it writes."""

from __future__ import annotations

import re
import shutil
import subprocess
from html import escape
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING

import docx
import openpyxl
import pytest
from openpyxl.styles import Border, Side

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from corpora.blocks import Block

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x0c\x0e-\x1f]")
THIN = Border(**dict.fromkeys(("left", "right", "top", "bottom"), Side(style="thin")))


def as_docx(blocks: Iterable[Block]) -> bytes:
    """Return a Word file: a paragraph or a table for every block."""
    document = docx.Document()
    for block in blocks:
        if block.grid is None:
            document.add_paragraph(block.text)
            continue
        rows = block.grid.rows
        table = document.add_table(len(rows), max(len(row.cells) for row in rows), style="Table Grid")
        for at, row in enumerate(rows):
            for place, cell in enumerate(row.cells):
                if not cell.covered:
                    home = table.cell(at, place)
                    if cell.across > 1 or cell.down > 1:
                        home.merge(table.cell(at + cell.down - 1, place + cell.across - 1))
                    home.text = cell.text
    return saved(document)


def lines_as_docx(text: str) -> bytes:
    """Return a Word file of a text dump: a paragraph for each line, a table for each run of lines with TABs."""
    document = docx.Document()
    for is_table, run in groupby(_UNPRINTABLE.sub("", text).splitlines(), key=lambda line: "\t" in line):
        lines = list(run)
        if not is_table:
            for line in lines:
                document.add_paragraph(line)
            continue
        rows = [line.split("\t") for line in lines]
        width = max(map(len, rows))
        cells = document.add_table(len(rows), width, style="Table Grid")._cells
        for at, row in enumerate(rows):
            for place, value in enumerate(row):
                cells[at * width + place].text = value.strip()
    return saved(document)


def as_xlsx(blocks: Iterable[Block], *, numbers: bool = True) -> bytes:
    """Return a workbook with one sheet: text in the first column, tables with borders, amounts stored as numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    at = 0
    for block in blocks:
        if block.grid is None:
            at += 1
            sheet.cell(at, 1, block.text)
            continue
        for row in block.grid.rows:
            at += 1
            for place, cell in enumerate(row.cells, 1):
                home = sheet.cell(at, place)
                home.border = THIN
                if not cell.covered:
                    put(home, cell.text, numbers=numbers)
                    if cell.across > 1 or cell.down > 1:
                        sheet.merge_cells(None, at, place, at + cell.down - 1, place + cell.across - 1)
        at += 1
    return saved(book)


def as_html(blocks: Iterable[Block]) -> bytes:
    """Return a page: a paragraph or a table for every block."""
    parts = []
    for block in blocks:
        if block.grid is None:
            parts.append(f"<p>{escape(block.text)}</p>")
            continue
        rows = (
            "".join(
                f"<td colspan={cell.across} rowspan={cell.down}>{escape(cell.text)}</td>"
                for cell in row.cells
                if not cell.covered
            )
            for row in block.grid.rows
        )
        parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return f"<html><body><div>{''.join(parts)}</div></body></html>".encode()


def put(cell: openpyxl.cell.Cell, text: str, *, numbers: bool) -> None:
    """Write an amount as a number in a format that shows it as printed, anything else as text."""
    whole, point, decimals = text.replace(",", "").partition(".")
    if numbers and point and (whole.lstrip("-") + decimals).isdecimal():
        cell.value = float(text.replace(",", ""))
        cell.number_format = ("#,##0." if "," in text else "0.") + "0" * len(decimals)
    elif text:
        cell.value = text


def saved(document: docx.document.Document | openpyxl.Workbook) -> bytes:
    """Return the file's bytes."""
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def converted(path: Path, kind: str) -> Path:
    """Let LibreOffice convert a file, or skip the test where it is not installed."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        pytest.skip("LibreOffice is not installed")
    profile = path.parent / "profile"
    command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", kind, "--outdir"]
    subprocess.run([*command, str(path.parent), str(path)], check=True, capture_output=True, timeout=180)
    found = path.with_suffix(f".{kind.partition(':')[0]}")
    if not found.exists():
        pytest.skip("LibreOffice has not the component for this format")
    return found
