"""Scanned pages give the tables of the pages that they show: invented ones, and real texts set by LibreOffice."""

from __future__ import annotations

import pytest

from audit.model.raw import LOW_CONFIDENCE
from audit.readers import read
from corpora import generate
from tests.office import converted, lines_as_docx
from tests.readers.scans import as_pdf, drawn, needs_ocr
from tests.support import shared_file

pytestmark = pytest.mark.slow
PAGES = 3


def rows_of(raw, pages):
    return [line for line in raw.lines if line.grid is not None and line.page in pages]


def agree(pdf, pages, tmp_path):
    """Hold the tables of some pages to what is recognised from their pictures."""
    (tmp_path / "text.pdf").write_bytes(pdf)
    (tmp_path / "scan.pdf").write_bytes(as_pdf(drawn(pdf, [page - 1 for page in pages])))
    typeset = rows_of(read([tmp_path / "text.pdf"]), set(pages))
    scanned = rows_of(read([tmp_path / "scan.pdf"]), set(range(1, len(pages) + 1)))
    assert [len(row.cells) for row in typeset] == [len(row.cells) for row in scanned]
    pairs = [
        (a, b) for one, other in zip(typeset, scanned, strict=True) for a, b in zip(one.cells, other.cells, strict=True)
    ]
    assert all(one.merged == other.merged and bool(one.text) == bool(other.text) for one, other in pairs)
    figures = [(one, other) for one, other in pairs if one.text.replace(",", "").replace(".", "").isdecimal()]
    sure = [(one, other) for one, other in figures if other.confidence >= LOW_CONFIDENCE]
    assert [other.text for _, other in sure] == [one.text for one, _ in sure]  # a figure is right or doubted
    assert len(sure) >= 0.97 * len(figures) > 20
    words = [(one.text, other.text) for one, other in pairs if one.text and (one, other) not in figures]
    same = sum(one.replace(" ", "") == other.replace(" ", "") for one, other in words)
    assert same >= 0.9 * len(words) > 20


def test_tables_of_a_scan_are_those_of_its_pages(tmp_path):
    needs_ocr()
    made = generate("wuhan-2020", 7, "a")
    pages = sorted({page for key, found in made.paged.rows.items() for page in found if key.startswith("table.")})
    agree(made.pdf, pages[:PAGES], tmp_path)


@pytest.mark.parametrize("number", ["000", "001"])
def test_tables_of_a_real_text_set_and_scanned_are_those_of_its_pages(number, tmp_path):
    needs_ocr()
    (found,) = shared_file("seeds").glob(f"{number}_*.txt")
    source = tmp_path / "a.docx"
    source.write_bytes(lines_as_docx(found.read_text(encoding="utf-8")))
    pdf = converted(source, "pdf").read_bytes()
    (tmp_path / "all.pdf").write_bytes(pdf)
    counts: dict[int, int] = {}
    for line in read([tmp_path / "all.pdf"]).lines:
        if line.grid is not None and line.page is not None:
            counts[line.page] = counts.get(line.page, 0) + sum(bool(cell.text) for cell in line.cells)
    fullest = sorted(sorted(counts, key=lambda page: -counts[page])[:2])
    agree(pdf, fullest, tmp_path)
