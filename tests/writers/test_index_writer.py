from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import replace

import pytest

from audit.datafiles import data_folder
from audit.model.batch import Audited, BatchEntry, Failure
from audit.model.checklist import Score
from audit.model.coverage import Coverage
from audit.model.document import PublicationType
from audit.packs.overview import load_overview_rules
from audit.writers.board import Board
from audit.writers.briefs import Brief, FindingBrief, RowBrief, settled_entry
from audit.writers.index_writer import render_index, write_index
from audit.writers.labels import strings
from audit.writers.plots import _step
from audit.writers.summary_writer import batch_to_dict, inert

RULES = load_overview_rules()


def entry(name, *, failed=0, errors=0, entity="虚构局", files=("report.html", "report.json"), pack="some-pack"):
    score = Score(3, failed, 1, 0, value=None if failed > 5 else 75.0, low=60.0, high=80.0, formula="")
    severities = (("error", errors), ("warning", 1), ("rounding", 0), ("info", 0))
    head = Audited(
        PublicationType.FINAL_ACCOUNTS, entity, 2023, "some-template", pack, score, Coverage(10, 8), severities, files
    )
    return BatchEntry(name, f"in/{name}.txt", head)


def brief(*rows, findings=(), pack="some-pack"):
    listed = tuple(
        RowBrief(number, name, category, f"问题{number}", RULES.dimension_of(name, category), outcome, "yes", "")
        for number, (name, category, outcome) in enumerate(rows, 1)
    )
    found = tuple(
        FindingBrief(
            f"F{n:03d}",
            f"p{n}",
            rule,
            f"名称{rule}",
            "TEXT",
            severity,
            "publication",
            message,
            "第 3 行",
            "",
            "",
            "",
            "",
            "",
        )
        for n, (rule, severity, message) in enumerate(findings, 1)
    )
    return Brief("", "final_accounts", 2023, "", "", pack, "某考核表", listed, found)


def render(*pairs):
    """Render the page of entries and their briefs."""
    data = batch_to_dict([entry for entry, _ in pairs], "0.0", "2030-01-01T00:00:00+00:00")
    board = Board(RULES, len(pairs))
    for listed, (_, known) in zip(data["publications"], pairs, strict=True):
        board.add(listed, known)
    return render_index(data, board)


def data_of(page):
    return json.loads(re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1])


FAILED = BatchEntry("坏", "in/坏.bin", failure=Failure("E101", "文件是空的：请检查 <下载> 是否完整"))


@pytest.fixture
def page():
    return render(
        (entry("一", errors=1), None),
        (entry("javascript:二 &", failed=6, entity="<b>乙局</b>"), None),
        (FAILED, None),
        (entry("三", pack=None, files=("report.json",)), None),
    )


def test_the_gravest_stand_first_and_each_leads_to_its_report(page):
    links = re.findall(r'href="(\./[^"#]+)"', page)
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
    assert [one[8] for one in data_of(page)["publications"]] == [75.0, None, 75.0]


def test_names_never_become_markup_and_nothing_comes_from_outside(page):
    assert "<b>乙局" not in page
    assert "&lt;b&gt;乙局&lt;/b&gt;" in page
    assert data_of(page)["publications"][1][2] == "<b>乙局</b>"
    assert not re.search(r"https?://|url\(|@import", page)


def test_the_page_admits_its_own_script_and_style_alone(page):
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(script[0].encode()).digest()).decode()
    assert len(script) == 1
    assert f"script-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert " style=" not in page


def test_a_batch_without_a_success_has_its_page_too(tmp_path):
    data = batch_to_dict((FAILED,), "0.0", "x")
    board = Board(RULES, 1)
    board.add(data["publications"][0], None)
    path = write_index(data, board, tmp_path)
    assert path.name == "index.html"
    assert "没有审核成功的公开内容" in path.read_text(encoding="utf-8")


def test_rows_are_tallied_by_dimension_and_an_undecided_one_gets_no_score():
    rows = [("nine-tables", "公开内容/表", "pass"), ("published-in-time", "公开时间/时间", "review")]
    bad = [("nine-tables", "公开内容/表", "fail"), ("published-in-time", "公开时间/时间", "review")]
    board = Board(RULES, 2)
    entries = batch_to_dict((entry("一"), entry("二", failed=1)), "0.0", "x")["publications"]
    board.add(entries[0], brief(*rows))
    board.add(entries[1], brief(*bad))
    complete, timely = board.dimensions["completeness"], board.dimensions["timeliness"]
    assert (complete.score.value, complete.failing) == (50.0, 1)
    assert timely.score.value is None
    assert [one.codes for one in board.publications] == ["pr", "fr"]
    assert [one.entry["name"] for one in board.ranking] == ["二", "一"]


def test_what_was_settled_counts_and_is_told():
    score = {"value": 90.0, "low": 80.0, "high": 95.0, "rows": {"pass": 9, "fail": 0, "review": 0, "not_applicable": 0}}
    known = replace(brief(("a", "x", "pass")), settled_rows=3, settled_score=score, rejected=("error", "warning"))
    entries = batch_to_dict((entry("一", failed=4, errors=2),), "0.0", "x")["publications"]
    shown = settled_entry(entries[0], known)
    assert shown["score"]["value"] == 90.0
    assert (shown["findings"]["error"], shown["findings"]["warning"]) == (1, 0)
    board = Board(RULES, 1)
    board.add(shown, known)
    page = render_index(batch_to_dict((entry("一"),), "0.0", "x"), board)
    assert "已复核 3 行" in page
    assert data_of(page)["publications"][0][16] == 3
    assert settled_entry(entries[0], brief()) is entries[0]


def test_a_checklist_of_two_versions_keeps_its_rows_apart():
    board = Board(RULES, 2)
    entries = batch_to_dict((entry("一"), entry("二")), "0.0", "x")["publications"]
    board.add(entries[0], brief(("a", "x", "pass"), ("b", "x", "fail")))
    board.add(entries[1], brief(("b", "x", "pass"), ("c", "x", "n/a")))
    assert [one.codes for one in board.publications] == ["pf", "-pn"]


def test_findings_that_recur_are_grouped_and_each_publication_counts_once():
    told = [("text.x", "warning", "用语有误"), ("text.x", "warning", "用语有误"), ("N-level", "error", "差 3")]
    page = render((entry("一"), brief(findings=told)), (entry("二"), brief(findings=told[:1])))
    groups = data_of(page)["groups"]
    assert groups == [[[0, "F003"]], [[0, "F001"], [1, "F001"]]]
    assert "3 处" in page
    assert "<b>名称text.x</b>" in page
    assert './%E4%B8%80/report.html#F003"' in page


def test_a_large_batch_keeps_few_messages_of_each_publication():
    findings = [("r", "error", f"第 {n} 处") for n in range(60)]
    entries = batch_to_dict((entry("一"),), "0.0", "x")["publications"]
    few, many = Board(RULES, 20_000), Board(RULES, 1)
    for board in (few, many):
        board.add(entries[0], brief(findings=findings))
    assert (len(few.publications[0].findings), few.publications[0].more) == (3, 57)
    assert (len(many.publications[0].findings), many.publications[0].more) == (40, 20)
    assert few.groups[0].findings == 60


def test_text_of_a_document_cannot_end_the_block_of_data():
    hostile = "</script><script>alert(1)</script><!--\u2028"
    page = render((entry("一", entity=hostile), brief(findings=[("r", "error", hostile)])))
    assert page.count("<script") == 2
    assert data_of(page)["publications"][0][2] == hostile


def test_the_distributions_are_pictures_with_their_figures_in_words():
    page = render((entry("一"), brief(("a", "x", "pass"))), (entry("二", failed=6), brief(("a", "x", "fail"))))
    titles = re.findall(r'<svg viewBox="0 0 420 240" role="img" aria-label="([^"]+)"', page)
    assert titles == ["得分分布（份数）", "每份的错误数（份数）", "数字核对率（%，份数）"]
    words = re.findall(r"</svg><p class=\"soft\">(.*?)</p></figure>", page)
    assert words == ["70～ 有 1 份；未定 有 1 份", "0 有 2 份", "80～ 有 2 份"]


@pytest.mark.parametrize(("most", "step"), [(0, 1), (1, 1), (5, 1), (6, 2), (11, 5), (25, 5), (26, 10), (9000, 2000)])
def test_ticks_stand_at_round_numbers(most, step):
    assert _step(most) == step


def test_every_word_of_the_script_is_used_by_it():
    script = (data_folder("reports") / "html" / "index.js").read_text(encoding="utf-8")
    sorts = set(re.findall(r'"(\w+)"', re.search(r"\[([^\]]*)\]\.forEach\(\(name\) => option", script)[1]))
    named = (
        set(re.findall(r"words\.(\w+)", script)) | {f"sort_{name}" for name in sorts} | {f"code_{c}" for c in "frpn"}
    )
    named |= set(re.findall(r'"(\w+)"', re.search(r'choices\("state", \[(.*?)\]', script)[1]))
    assert named == set(strings()["board"])


@pytest.mark.parametrize("text", ["=1", " =1", "　@a", "\n=1", "+1", "-甲"])
def test_a_cell_of_the_table_is_no_formula_even_behind_blanks(text):
    assert inert(text) == f"'{text}"


def test_a_checklist_is_called_by_its_title_where_no_script_runs():
    page = render((entry("一"), brief(("a", "x", "pass"))))
    assert "<small>某考核表</small>" in page
    assert "<small>some-pack</small>" not in page
