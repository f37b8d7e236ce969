from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from audit.model.findings import ExpectedLabel
from audit.model.raw import Damage, PageWarning
from audit.model.report import TextLine
from audit.packs.loader import load_rules
from audit.writers.html_writer import render_html, write_html
from audit.writers.json_writer import report_to_dict
from audit.writers.labels import strings
from audit.writers.summary import severities
from tests.writers.sample import GENERATED_AT, bare_report, full_report, undecided_report
from tests.writers.sample_text import LINES, line_of

if TYPE_CHECKING:
    from pathlib import Path

    from audit.model.report import AuditReport

VOID = {"meta", "link", "br", "hr", "img", "input"}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;{{ 7*7 }}\x00\x0b"


class Page(HTMLParser):
    """Everything a test asks of a page: ids, links, elements with their attributes, and the text under each id."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.text_of: dict[str, str] = {}
        self.text = ""
        self._open: list[tuple[str, str]] = []
        self._raw = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values))
        if tag not in VOID:
            self._open.append((tag, values.get("id", "")))

    def handle_startendtag(self, tag, attrs):
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if self._open and self._open[-1][0] in ("script", "style"):
            return
        self.text += data
        for _, name in self._open:
            if name:
                self.text_of[name] = self.text_of.get(name, "") + data

    def all(self, tag: str, name: str = "") -> list[dict[str, str]]:
        return [a for t, a in self.elements if t == tag and (not name or name in a.get("class", "").split())]


def page_of(report: AuditReport) -> Page:
    return Page(render_html(report_to_dict(report, GENERATED_AT)))


REPORTS = {
    "full": full_report,
    "paged": lambda: full_report(paged=True),
    "undecided": undecided_report,
    "bare": bare_report,
}


@pytest.mark.parametrize("name", REPORTS)
def test_ids_are_unique_and_every_link_leads_to_one(name: str) -> None:
    page = page_of(REPORTS[name]())
    ids = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(ids) == len(set(ids))
    links = [attrs["href"] for attrs in page.all("a")]
    assert links
    assert all(link.startswith("#") and link[1:] in ids for link in links)
    labels = [attrs["aria-labelledby"] for _, attrs in page.elements if "aria-labelledby" in attrs]
    assert set(labels) <= set(ids)


@pytest.mark.parametrize("name", REPORTS)
def test_the_page_asks_for_nothing_from_outside_and_admits_its_own_script_and_style_alone(name: str) -> None:
    html = render_html(report_to_dict(REPORTS[name](), GENERATED_AT))
    page = Page(html)
    policy = next(a["content"] for a in page.all("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none';")
    assert "unsafe-inline" not in policy
    for tag in ("script", "style"):
        source = re.search(rf"<{tag}>(.*?)</{tag}>", html, re.DOTALL)[1]
        digest = base64.b64encode(hashlib.sha256(source.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert len(page.all("script")) == 1
    assert not any("src" in attrs or "style" in attrs or "srcset" in attrs for _, attrs in page.elements)
    assert not any(key.startswith("on") for _, attrs in page.elements for key in attrs)
    assert not page.all("link")
    assert not re.search(r"url\(|@import|innerHTML|insertAdjacentHTML|document\.write|eval\(", html)


def test_the_first_screen_says_what_was_audited_and_what_came_of_it() -> None:
    page = page_of(full_report())
    assert "云泽市临江区档案服务中心" in page.text
    assert "2023年度部门决算" in page.text
    verdict = re.sub(r"\s+", " ", page.text_of["verdict"])
    for words in ("9 项不符合，15 项需核", "66.7", "符合 18 ÷（符合 18 ＋ 不符合 9）＝ 66.7", "可能范围 42.9～78.6"):
        assert words in verdict
    assert "未定" not in verdict


def test_a_score_that_is_not_decided_is_shown_as_such() -> None:
    verdict = page_of(undecided_report()).text_of["verdict"]
    assert "未定" in verdict
    assert "66.7" not in verdict


def test_own_answers_that_were_too_good_stand_first_whatever_the_row_s_polarity() -> None:
    html = render_html(report_to_dict(full_report(), GENERATED_AT))
    listed = re.search(r'<ol class="conflicts">(.*?)</ol>', html, re.DOTALL)[1]
    rows = [int(n) for n in re.findall(r'href="#item-(\d+)"', listed)]
    assert rows == [3, 7, 10, 11, 12, 19, 24, 35, 26]
    assert listed.count("自评是，实为否") == 7
    assert "自评否，实为是" in listed


def test_the_worst_findings_are_the_gravest_then_the_dearest() -> None:
    html = render_html(report_to_dict(full_report(), GENERATED_AT))
    listed = re.search(r'<ol class="worst">(.*?)</ol>', html, re.DOTALL)[1]
    assert re.findall(r'href="#(F\d+)"', listed) == ["F001", "F004", "F005", "F003", "F006"]


def test_a_finding_shows_the_sentence_beside_the_table_with_figure_and_cell_marked() -> None:
    html = render_html(report_to_dict(full_report(), GENERATED_AT))
    card = re.search(r'id="F001".*?(?=<section class="follows">)', html, re.DOTALL)[0]
    assert "1.一般公共服务支出（类）。" in card  # the short sentence before says what it is about
    assert '<mark class="own"><strong>1098.75</strong></mark>' in card
    cells = re.findall(r'<td class="num st-value cited"><a href="#(t[\d-]+)">([\d.]+)</a>', card)
    assert [text for _, text in cells] == ["1089.75"]
    assert f'id="{cells[0][0]}"' in html
    assert "相差</dt><dd>9 万元" in card


def report_severities(report):
    return severities(report_to_dict(report, GENERATED_AT))


def test_what_follows_from_a_root_stands_under_it_and_nowhere_else() -> None:
    html = render_html(report_to_dict(full_report(), GENERATED_AT))
    assert html.count('id="F002"') == 1
    assert re.search(r'<section class="follows">.*?id="F002"', html, re.DOTALL)


def test_what_follows_is_nothing_to_put_right_and_not_counted() -> None:
    report = full_report()
    page = page_of(report)
    assert "由同一处引起的 1 条，改正上面这一处后无需另改" in page.text_of["findings"]
    html = render_html(report_to_dict(report, GENERATED_AT))
    child = re.search(r'<article class="finding sev-error child" id="F002".*?</article>', html, re.DOTALL)
    assert child is not None
    assert "应为</dt>" not in child[0]
    counted = sum(not f.root and f.severity == "error" and not f.is_apart for f in report.findings)
    assert report_severities(report)["error"] == counted == sum(f.severity == "error" for f in report.findings) - 1


@pytest.mark.parametrize(("said", "words"), [("computed", "计算为"), ("limit", "不应超过")])
def test_a_value_that_nobody_is_asked_to_write_is_not_called_right(said, words) -> None:
    report = full_report()
    first, *rest = report.findings
    changed = replace(report, findings=(replace(first, expected_label=ExpectedLabel(said)), *rest))
    assert f"{words}</dt>" in render_html(report_to_dict(changed, GENERATED_AT))


def test_findings_that_follow_from_each_other_are_all_shown() -> None:
    report = full_report()
    one, two, *rest = report.findings
    ring = replace(report, findings=(replace(one, root="aa12"), replace(two, root="aa11"), *rest))
    html = render_html(report_to_dict(ring, GENERATED_AT))
    assert html.count('id="F001"') == html.count('id="F002"') == 1


def test_rounding_stands_apart_from_the_other_findings() -> None:
    page = page_of(full_report())
    assert "表1 支出各行之和" in page.text_of["rounding"]
    assert "完成率按印出" not in page.text_of["rounding"]
    severities = {a["data-value"] for a in page.all("button") if a.get("data-filter") == "severity"}
    assert severities == {"error", "warning", "info"}


def test_every_figure_is_marked_by_its_status_and_leads_to_its_cell_and_back() -> None:
    data = report_to_dict(full_report(), GENERATED_AT)
    page = Page(render_html(data))
    figures = {a["id"]: a for a in page.all("a", "fig") + page.all("span", "fig") if "id" in a}
    assert len(figures) == len(data["claims"])
    for number, claim in enumerate(data["claims"]):
        assert figures[f"c{number}"]["class"].split() == ["fig", claim["status"]]
    first = figures["c0"]
    assert page.text_of["c0"] == "1,299 万元"
    assert page.text_of[first["href"][1:]].startswith("1299")
    assert "#c0" in [a["href"] for a in page.all("a", "back")]
    assert figures["c13"]["href"] == "#F001"


def test_a_figure_of_several_claims_shows_the_one_to_look_at() -> None:
    report = full_report()
    first = report.claims[0]
    doubled = replace(first, status="unverified", why="另一项没有依据", evidence=())
    page = page_of(replace(report, claims=(first, doubled)))
    assert [a["class"] for a in page.all("a", "fig")] == ["fig unverified"]


def test_unverified_figures_are_listed_with_their_reason() -> None:
    page = page_of(full_report())
    assert "没有上年决算数可比" in page.text_of["unverified"]
    assert "基本支出 814.75 万元" in page.text_of["unverified"]
    assert "收入合计 1299 万元" not in page.text_of["unverified"]


@pytest.mark.parametrize("paged", [False, True])
def test_sentences_broken_over_lines_are_read_as_one_paragraph(*, paged: bool) -> None:
    html = render_html(report_to_dict(full_report(paged=paged), GENERATED_AT))
    paragraph = next(p for p in re.findall(r"<p>.*?</p>", html, re.DOTALL) if "19 批次" in p)
    assert "148 人次" in paragraph
    assert paragraph.count('class="line"') == 2


def test_what_could_not_be_read_is_told() -> None:
    unread = page_of(full_report(paged=True)).text_of["unread"]
    assert "第 4 页" in unread
    assert "没有文字层" in unread
    assert "没有金额单位行" in unread


def test_a_scan_says_that_it_was_recognised() -> None:
    report = full_report(paged=True)
    read = [PageWarning("f1", page, Damage.RECOGNISED) for page in (1, 2, 3, 6)]
    document = replace(report.document, warnings=(*report.document.warnings, *read))
    page = page_of(replace(report, document=document))
    assert "4 页是扫描件" in page.text
    assert "第 1～3 页 扫描页" in page.text_of["unread"]
    assert "第 6 页 扫描页" in page.text_of["unread"]
    assert "扫描件，文字由识别得出" not in page_of(report).text


def test_a_publication_without_a_checklist_is_told_so() -> None:
    page = page_of(bare_report())
    assert "没有适用的考核表" in page.text_of["verdict"]
    assert "不逐项作答" in page.text_of["checklist"]
    assert "未识别单位名称" in page.text
    assert not page.all("article")


def test_text_of_the_document_never_becomes_markup() -> None:
    report = full_report()
    hostile = replace(
        report,
        identity=replace(report.identity, entity=HOSTILE, template=HOSTILE),
        findings=tuple(
            replace(
                f, message=HOSTILE, diagnosis=HOSTILE, stated=HOSTILE, expected=HOSTILE, basis=HOSTILE, rule=HOSTILE
            )
            for f in report.findings
        ),
        checklist=tuple(replace(i, question=HOSTILE, reason=HOSTILE, category=HOSTILE) for i in report.checklist),
        claims=tuple(replace(c, why=HOSTILE, expected=HOSTILE, concept=HOSTILE) for c in report.claims),
        text=tuple(replace(line, text=HOSTILE) for line in report.text),
    )
    clean, bad = page_of(report), page_of(hostile)
    assert len(bad.all("script")) == len(clean.all("script")) == 1
    assert not bad.all("img")
    assert "{{ 7*7 }}" in bad.text
    assert "\x00" not in bad.text
    known = {name for _, attrs in clean.elements for name in attrs}
    assert {name for _, attrs in bad.elements for name in attrs} <= known | {"title"}


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    data = report_to_dict(full_report(), GENERATED_AT)
    one, two = write_html(data, tmp_path / "one"), write_html(data, tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()
    assert one.name == "report.html"


def test_the_verdict_never_calls_good_what_was_not_decided() -> None:
    report = full_report()
    rows = tuple(i for i in report.checklist if i.outcome.value != "fail")
    score = replace(report.score, failed=0)
    assert "需核" in page_of(replace(report, checklist=rows, score=score)).text_of["verdict"]
    template = replace(report, identity=replace(report.identity, is_blank_template=True))
    assert "空白模板" in page_of(template).text_of["verdict"]


def test_rows_of_a_recognised_table_inside_the_text_stand_with_the_tables() -> None:
    report = full_report()
    first = line_of("一、一般公共预算财政拨款收入\t")
    rows = tuple(TextLine("f1", first + i, None, LINES[first - 1 + i]) for i in range(3))
    page = page_of(replace(report, text=(*rows, *report.text)))
    assert "〔收入支出决算总表（表1），3 行，见“表格”〕" in page.text_of["text"]
    assert "1102.35" not in page.text_of["text"]
    assert {"x0", "x1", "x2"} <= {attrs.get("id") for _, attrs in page.elements}


def test_what_another_place_says_is_not_called_right() -> None:
    """Of two places that differ nobody knows which is right: neither is struck through, neither is 应为."""
    report = full_report()
    first, *rest = report.findings
    known, unknown = (
        render_html(
            report_to_dict(replace(report, findings=(replace(first, expected_label=said), *rest)), GENERATED_AT)
        )
        for said in (ExpectedLabel.EXPECTED, ExpectedLabel.ELSEWHERE)
    )
    assert (known.count("另一处为"), unknown.count("另一处为")) == (0, 2)
    assert unknown.count("<s>") == known.count("<s>") - 1


def test_other_breaches_of_a_format_are_not_called_what_it_is_held_against() -> None:
    data = report_to_dict(full_report(), GENERATED_AT)
    breaches = [f for f in data["findings"] if f["category"] == "FORMAT" and f["evidence"]]
    assert breaches
    html = render_html(data)
    card = html[html.index(f'id="{breaches[0]["id"]}"') :]
    card = card[: card.index("</article>")]
    assert "同类之处" in card
    assert "对照之处" not in card


def test_a_table_without_data_whose_head_is_known_is_not_called_unread() -> None:
    """A row says that all heads fit the form: the page must not say elsewhere that some were not recognised."""
    data = report_to_dict(full_report(), GENERATED_AT)
    table = data["tables"][0]
    nil = {**table, "heads": [], "rows": 0, "facts": 0, "quality": [], "cells": table["cells"][:1], "columns": 6}
    strange = {**nil, "role": "", "columns": 0, "caption": "来历不明的表"}
    html = render_html({**data, "tables": [nil, *data["tables"][1:], strange]})
    unread = html[html.index('<section id="unread"') : html.index('<section id="signature"')]
    assert f"{nil['caption']}</b> 表头未能识别" not in unread
    assert re.search(r"来历不明的表</b> 表头未能识别", unread)


def test_every_role_of_the_rules_has_a_name() -> None:
    roles = {role.role for template in load_rules().recognition.templates for role in template.roles}
    assert roles <= set(strings()["role"])
