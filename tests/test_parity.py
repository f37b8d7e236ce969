"""One publication in several formats: the same tables by role and rows, the same claims settled, the same findings."""

from __future__ import annotations

from collections import Counter

import pytest

from audit.model.checklist import Outcome
from audit.pipeline import audit_publication
from corpora.generator import generate
from tests.office import as_docx, as_html, as_xlsx, converted, lines_as_docx
from tests.readers.office_maker import pack
from tests.support import shared_file

CASES = [("wuhan-2020", ("level_wrong", "share_wrong")), ("wuhan-2023", ()), ("shanghai-2024", ())]
pytestmark = pytest.mark.slow


def audited(path, data):
    path.write_bytes(data)
    return audit_publication([path])


def tables_of(report):
    return [
        (table.role, [(row.key, row.code, row.name, [(c.value, c.state) for c in row.cells]) for row in table.rows])
        for table in report.document.tables
        if table.role
    ]


def findings(report):
    return sorted((f.rule, f.category, f.stated, f.expected, f.severity) for f in report.findings)


def claims(report):
    return sorted((c.value, c.unit, c.relation, c.status, c.concept) for c in report.claims)


def told(report):
    return (report.identity.publication_type, report.identity.entity, report.identity.fiscal_year)


def same(one, other):
    assert len(tables_of(one)) >= 9
    assert told(one) == told(other)
    assert [role for role, _ in tables_of(one)] == [role for role, _ in tables_of(other)]
    for (role, rows), (_, others) in zip(tables_of(one), tables_of(other), strict=True):
        assert rows == others, role
    assert claims(one) == claims(other)
    assert findings(one) == findings(other)


@pytest.fixture(scope="module", params=CASES, ids=["-".join((template, *faults)) for template, faults in CASES])
def made(request, tmp_path_factory):
    template, faults = request.param
    found = generate(template, 7, "a", faults)
    return found, audited(tmp_path_factory.mktemp("text") / "a.txt", found.sheet.text.encode())


def test_a_word_file_is_read_as_the_text_is(made, tmp_path):
    found, report = made
    same(report, audited(tmp_path / "a.docx", as_docx(found.draft.blocks)))


def test_a_workbook_is_read_as_the_text_is(made, tmp_path):
    found, report = made
    same(report, audited(tmp_path / "a.xlsx", as_xlsx(found.draft.blocks)))


@pytest.mark.parametrize("number", ["000", "001", "002", "003", "004"])
def test_a_real_text_set_in_word_gives_the_same_rows_and_findings(number, tmp_path):
    found = sorted(shared_file("seeds").glob(f"{number}_*.txt"))
    text = audit_publication(found[:1])
    word = audited(tmp_path / "a.docx", lines_as_docx(found[0].read_text(encoding="utf-8")))
    assert [(role, rows) for role, rows in tables_of(word)] == tables_of(text) != []
    assert findings(word) == findings(text)
    assert word.coverage == text.coverage
    assert [item.outcome for item in word.checklist] == [item.outcome for item in text.checklist]


@pytest.fixture(scope="module")
def printed(tmp_path_factory):
    """Return the reports of the real texts and of the PDF files that LibreOffice makes of them."""
    folder = tmp_path_factory.mktemp("printed")
    pairs = []
    for text in sorted(shared_file("seeds").glob("*.txt")):
        word = folder / f"{text.stem}.docx"
        word.write_bytes(lines_as_docx(text.read_text(encoding="utf-8")))
        pairs.append((audit_publication([text]), audit_publication([converted(word, "pdf")])))
    return pairs


def test_the_real_texts_set_as_pdf_give_the_same_rows(printed):
    rows = [(one, other) for text, pages in printed for one, other in zip(text.checklist, pages.checklist, strict=True)]
    assert len(rows) > 100
    same = sum(one.answer == other.answer for one, other in rows)
    assert same / len(rows) >= 0.98
    assert not [one.item for one, other in rows if other.outcome is Outcome.FAIL and one.outcome is not Outcome.FAIL]


def test_the_real_texts_set_as_pdf_give_the_same_findings(printed):
    said = [Counter(findings(text)) for text, _ in printed]
    shown = [Counter(findings(pages)) for _, pages in printed]
    kept = sum((one & other).total() for one, other in zip(said, shown, strict=True))
    assert kept / sum(one.total() for one in said) >= 0.98
    assert kept / sum(other.total() for other in shown) >= 0.98


def test_the_real_texts_set_as_pdf_state_and_settle_the_same_figures(printed):
    for text, pages in printed:
        assert told(text) == told(pages)
        assert abs(text.coverage.settled - pages.coverage.settled) <= 0.02 * text.coverage.figures
        common = Counter(claims(text)) & Counter(claims(pages))
        assert common.total() >= 0.98 * len(text.claims)


def test_a_page_is_read_as_the_text_is(made, tmp_path):
    found, report = made
    same(report, audited(tmp_path / "a.html", as_html(found.draft.blocks)))


def test_ofd_is_read_as_the_same_pages_in_a_pdf(made, tmp_path):
    found, report = made
    ofd = audited(tmp_path / "a.ofd", found.ofd)
    same(audited(tmp_path / "a.pdf", found.pdf), ofd)
    assert [role for role, _ in tables_of(ofd)] == [role for role, _ in tables_of(report)]
    assert [item.outcome for item in ofd.checklist] == [item.outcome for item in report.checklist]


def test_a_text_and_its_workbook_are_one_publication(made, tmp_path):
    found, report = made
    tables = [block for block in found.draft.blocks if block.section == "tables" and block.kind != "part"]
    rest = [block for block in found.draft.blocks if block not in tables]
    bundle = {"某局决算公开.docx": as_docx(rest), "某局决算公开表.xlsx": as_xlsx(tables)}
    from_archive = audited(tmp_path / "a.zip", pack(bundle))
    assert [file.role for file in from_archive.files] == ["main", "tables"]
    assert sorted(map(str, tables_of(from_archive))) == sorted(map(str, tables_of(report)))
    assert claims(from_archive) == claims(report)
    assert findings(from_archive) == findings(report)
