"""Text checks that evaluation reports brought: ranks of numbers, years and units cut short."""

from __future__ import annotations

import pytest

from audit.checklist.text_checks import contents_check, number_format, wording
from audit.claims import extract_claims
from audit.packs.loader import load_rules
from corpora.evaluation import make_report
from tests.checklist.publication import rules
from tests.reconciliation.support import recognised, with_words

REPORT = make_report("whole", 3).text


def numbered(*changes):
    doc = recognised(with_words(REPORT, *changes))
    return [f for f in contents_check.find(doc, rules().contents_check) if f.rule == "structure.number.level"]


def worded(*changes):
    return wording.find(recognised(with_words(REPORT, *changes)), rules().wording)


def formatted(*changes):
    doc = recognised(with_words(REPORT, *changes))
    return number_format.find(doc, rules().number_format, extract_claims(doc, load_rules().claims))


def test_a_list_of_a_higher_rank_inside_one_of_a_lower_rank_is_found():
    assert numbered() == []
    inside = "（三）产出\n\n一、加强养护，保障通行\n\n全年养护。\n\n二、抓好培训\n\n全年培训。\n\n"
    (finding,) = numbered(("（三）产出\n\n", inside))
    assert finding.places[0].quote == "一、加强养护，保障通行"
    assert [place.quote for place in finding.places[1:]] == ["（三）产出", "三、绩效分析和评价结论"]


@pytest.mark.parametrize(
    "inside",
    [
        "（一）主要职责\n\n一、拟订养护计划，报上级批准后实施。\n\n二、做好日常养护。\n\n",
        "（一）主要职责\n\n1.加强养护\n\n2.抓好培训\n\n",
    ],
)
def test_sentences_and_lists_of_a_lower_rank_are_no_such_list(inside):
    assert numbered(("（一）主要职责\n\n", inside)) == []


@pytest.mark.parametrize(
    ("words", "rule", "quote"),
    [
        ("共采集数据300余万余条。", "text.doubled.character", "余万余"),
        ("对2015（当年开始驻村）以来的情况作了核查。", "text.missing_year", "2015"),
        ("自2015以来持续开展。", "text.missing_year", "2015"),
    ],
)
def test_figures_cut_short_or_doubled_are_found(words, rule, quote):
    (finding,) = worded(("现报告如下。", f"现报告如下。{words}"))
    assert (finding.rule, finding.places[0].quote) == (rule, quote)


@pytest.mark.parametrize("words", ["共采集数据300余万条。", "对2015年以来的情况作了核查。", "对2015个点位作了核查。"])
def test_figures_in_full_are_not(words):
    assert worded(("现报告如下。", f"现报告如下。{words}")) == ()


def test_an_amount_in_ten_thousands_without_yuan_is_found():
    assert formatted() == ()
    (finding,) = formatted(("公务用车运行维护费4.49万元", "公务用车运行维护费4.49万"))
    assert (finding.rule, finding.stated, finding.expected) == ("format.unit", "4.49万", "4.49万元")


def paged(first, second):
    """Return the findings of a contents page with two pages, between which two pages of text stand."""
    entries = f"目录\n\n一、工作开展情况.....{first}\n二、存在的问题.....{second}\n三、有关建议.....5\n\n"
    text = "云梦县茶事服务站2021年度部门整体支出绩效评价报告\n\n" + entries
    text += (
        "一、工作开展情况\n\n"
        + "全年组织茶农培训，推广良种和新式采摘工具。\n\n" * 150
        + "二、存在的问题\n\n培训场地不足。\n\n三、有关建议\n\n增加场地。\n"
    )
    found = contents_check.find(recognised(text), rules().contents_check)
    return [(f.rule, f.places[0].quote) for f in found if f.rule.startswith("structure.contents")]


def test_pages_of_a_contents_page_leave_room_for_the_text():
    assert paged(1, 4) == []
    assert paged(3, 3) == [("structure.contents.room", "二、存在的问题.....3")]
    assert paged(4, 3) == [("structure.contents.page", "二、存在的问题.....3")]
