from __future__ import annotations

import re

import pytest

from audit.model.batch import Audited, BatchEntry, Failure
from audit.model.checklist import Score
from audit.model.document import PublicationType
from audit.model.report import Coverage
from audit.writers.index_writer import render_index, write_index
from audit.writers.summary_writer import batch_to_dict, inert


def entry(name, *, failed=0, errors=0, entity="虚构局", files=("report.html", "report.json"), pack="some-pack"):
    score = Score(3, failed, 1, 0, value=None if failed > 5 else 75.0, low=60.0, high=80.0, formula="")
    severities = (("error", errors), ("warning", 1), ("rounding", 0), ("info", 0))
    head = Audited(
        PublicationType.FINAL_ACCOUNTS, entity, 2023, "some-template", pack, score, Coverage(10, 8), severities, files
    )
    return BatchEntry(name, f"in/{name}.txt", head)


@pytest.fixture
def page():
    failed = BatchEntry("坏", "in/坏.bin", failure=Failure("E101", "文件是空的：请检查 <下载> 是否完整"))
    entries = (
        entry("一", errors=1),
        entry("javascript:二 &", failed=6, entity="<b>乙局</b>"),
        failed,
        entry("三", pack=None, files=("report.json",)),
    )
    return render_index(batch_to_dict(entries, "0.0", "2030-01-01T00:00:00+00:00"))


def test_the_gravest_stand_first_and_each_leads_to_its_report(page):
    links = re.findall(r'href="([^"#]+)"', page)
    assert links == [
        "./javascript%3A%E4%BA%8C%20%26/report.html",
        "./%E4%B8%80/report.html",
        "./%E4%B8%89/report.json",
    ]


def test_what_could_not_be_audited_is_named_with_its_reason(page):
    assert "in/坏.bin" in page
    assert "文件是空的：请检查 &lt;下载&gt; 是否完整" in page


def test_an_undecided_score_and_a_missing_checklist_are_told(page):
    assert "未定" in page
    assert "没有适用的考核表" in page
    assert "80%<small>8 / 10</small>" in page


def test_names_never_become_markup_and_nothing_comes_from_outside(page):
    assert "<b>乙局" not in page
    assert "&lt;b&gt;乙局&lt;/b&gt;" in page
    assert "<script" not in page
    assert not re.search(r"https?://|url\(|@import", page)


def test_a_batch_without_a_success_has_its_page_too(tmp_path):
    failed = BatchEntry("坏", "坏.bin", failure=Failure("E101", "文件是空的"))
    path = write_index(batch_to_dict((failed,), "0.0", "x"), tmp_path)
    assert path.name == "index.html"
    assert "没有审核成功的公开内容" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("text", ["=1", " =1", "　@a", "\n=1", "+1", "-甲"])
def test_a_cell_of_the_table_is_no_formula_even_behind_blanks(text):
    assert inert(text) == f"'{text}"
