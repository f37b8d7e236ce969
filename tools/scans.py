"""Measures how much of a text's audit is left when its pages are scanned: set as PDF, drawn at 200 dpi, recognised.

    python -m tools.scans [--out DIR] [SEED ...]

Without names: the seeds 000 and 002 of ../shared. Needs LibreOffice, which sets the pages, and the extra `ocr`.
The pages take some seconds each. A scan in DIR from an earlier run is taken again.
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import docx
import pypdfium2

from audit import pipeline
from audit.model.checklist import Outcome
from audit.model.findings import Cause, Severity
from tools.shared import SHARED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.model.report import AuditReport

SEEDS = ("000", "002")
DPI = 200


def typeset(text: Path, folder: Path) -> Path:
    """Set a text dump as a PDF with ruled tables: a paragraph for a line, a table for a run of lines with TABs."""
    document = docx.Document()
    for is_table, run in groupby(text.read_text(encoding="utf-8").splitlines(), key=lambda line: "\t" in line):
        lines = ["".join(char for char in line if char >= " " or char == "\t") for line in run]
        if not is_table:
            for line in lines:
                document.add_paragraph(line)
            continue
        rows = [line.split("\t") for line in lines]
        width = max(map(len, rows))
        cells = document.add_table(len(rows), width, style="Table Grid")._cells  # noqa: SLF001  table.cell() is slow
        for at, row in enumerate(rows):
            for place, value in enumerate(row):
                cells[at * width + place].text = value.strip()
    source = folder / f"{text.stem}.docx"
    document.save(str(source))
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        sys.exit("LibreOffice is not installed")
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(folder), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603  our own command
    return source.with_suffix(".pdf")


def scanned(pages: Path, target: Path) -> int:
    """Write a PDF whose pages are pictures of those of another; return how many there are."""
    document = pypdfium2.PdfDocument(pages)
    images = [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]
    images[0].save(target, "PDF", resolution=DPI, save_all=True, append_images=images[1:])
    return len(images)


def rows_of(report: AuditReport) -> dict[int, Outcome]:
    """Return the outcome of each row of the checklist."""
    return {item.item: item.outcome for item in report.checklist}


def findings_of(report: AuditReport, *, firm: bool = False) -> Counter[tuple[str, str, str]]:
    """Return the findings by rule and figures; `firm`: errors that are held against the publication."""
    return Counter(
        (finding.rule, finding.stated, finding.expected)
        for finding in report.findings
        if finding.severity is not Severity.INFO
        and (not firm or (finding.cause is Cause.PUBLICATION and finding.severity is Severity.ERROR))
    )


def amounts_of(report: AuditReport) -> Counter[tuple[str, str, str]]:
    """Return the amounts of the tables that were understood, by role, row and value."""
    return Counter(
        (table.role, row.key or row.name, str(cell.value))
        for table in report.document.tables
        if table.role
        for row in table.rows
        for cell in row.cells
        if cell.value is not None and cell.amount is not None
    )


def compared(text: AuditReport, scan: AuditReport) -> str:
    """Say how much of the text's audit the scan's has, and what it has that the text's has not."""
    rows, others = rows_of(text), rows_of(scan)
    same = sum(others.get(item) is outcome for item, outcome in rows.items())
    false = [item for item, outcome in others.items() if outcome is Outcome.FAIL and rows.get(item) is not Outcome.FAIL]
    found, again = findings_of(text), findings_of(scan)
    new = findings_of(scan, firm=True) - found
    amounts, read = amounts_of(text), amounts_of(scan)
    return (
        f"rows {same}/{len(rows)}, new 否 {false or 'none'}, "
        f"findings {(found & again).total()}/{found.total()}, new firm errors {list(new) or 'none'}, "
        f"amounts {(amounts & read).total()}/{amounts.total()}, others {(read - amounts).total()}"
    )


def measure(text: Path, folder: Path) -> None:
    """Scan one text and print what its audit keeps, set as PDF and scanned."""
    pages = typeset(text, folder)
    target = folder / f"{text.stem}_scan.pdf"
    count = len(pypdfium2.PdfDocument(target)) if target.exists() else scanned(pages, target)
    plain = pipeline.audit_publication([text])
    print(f"{text.stem}: {count} pages")
    print(f"  pdf : {compared(plain, pipeline.audit_publication([pages]))}")
    begun = time.perf_counter()
    report = pipeline.audit_publication([target])
    seconds = time.perf_counter() - begun
    print(f"  scan: {compared(plain, report)}; {seconds:.0f} s, {seconds / count:.1f} s a page", flush=True)


def main(argv: Sequence[str] | None = None) -> None:
    """Measure the seeds that are named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, help="keep the pages here")
    parser.add_argument("seeds", nargs="*", default=SEEDS)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="gouji-scans-") as scratch:
        folder = arguments.out or Path(scratch)
        folder.mkdir(parents=True, exist_ok=True)
        for name in arguments.seeds:
            for text in sorted((SHARED / "seeds").glob(f"{name}_*.txt")):
                measure(text, folder)


if __name__ == "__main__":
    main()
