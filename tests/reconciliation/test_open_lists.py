"""Lists that may leave a part out: when what does not close in them is an error all the same."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import SECTIONS, TABLES, found
from tests.reconciliation.support import reconciled

HEAD = "2020年度一般公共预算财政拨款支出300.4万元，其中：基本支出200.4万元，项目支出100万元。项目支出主要用于："
PARTS = (
    "茶圃管护与灌溉经费{}，主要成效：完成管护。",
    "制茶机具更新经费{}，主要成效：完成更新。",
    "茶艺培训经费{}，主要成效：完成培训。",
)
RIGHT = ("26.72万元", "38.26万元", "35.02万元")
COUNTED = "一般公共预算项目支出绩效自评共涉及项目3个，资金100万元。"
REVIEW = "茶圃管护与灌溉经费项目执行数为26.72万元，完成情况较好。"
CARS = "公务用车运行费6万元，主要用于日常维护。其中：燃料费2.{}万元；维修费2.25万元；{}费0.53万元；保险费0.94万元。"


def listed(*amounts: str, rest: str = ""):
    """Return the errors where the list and some words in the next section are all that is said."""
    sentences = [HEAD, *(part.format(amount) for part, amount in zip(PARTS, amounts, strict=True))]
    text = TABLES + SECTIONS["general"] + "\n\n" + "\n\n".join(sentences) + "\n\n"
    _, _, rec = reconciled(f"{text}{SECTIONS['assets']}\n\n{rest}\n")
    return [f for f in rec.findings if f.severity == "error"]


def told(finding):
    return finding.rule, finding.stated, finding.expected


def test_a_list_that_closes_is_right():
    assert listed(*RIGHT) == []
    assert listed(*RIGHT, rest=COUNTED) == []


def test_an_amount_that_closes_the_list_in_the_unit_of_the_others():
    (finding,) = listed("26.72万元", "38.26元", "35.02万元")
    assert told(finding) == ("N-parts", "38.26", "38.26 万元")
    assert "38.26元" in finding.message


def test_a_gap_that_several_slips_explain_is_told_where_the_parts_are_counted():
    """20 less: one digit of any of the three parts, or a part that the list leaves out."""
    assert listed("26.72万元", "18.26万元", "35.02万元") == []
    (finding,) = listed("26.72万元", "18.26万元", "35.02万元", rest=COUNTED)
    assert told(finding) == ("N-parts", "100", "80")
    assert "“18.26”应为 38.26" in finding.diagnosis
    assert any("18.26" in place.quote for place in finding.places)


def test_another_number_of_parts_proves_nothing():
    assert listed("26.72万元", "18.26万元", "35.02万元", rest=COUNTED.replace("3个", "4个")) == []


def test_the_part_that_the_text_states_elsewhere_is_the_wrong_one():
    (finding,) = listed("6.72万元", "38.26万元", "35.02万元", rest=REVIEW)
    assert told(finding) == ("N-parts", "6.72", "26.72")


def test_an_equal_amount_of_something_else_says_nothing():
    assert listed("6.72万元", "38.26万元", "35.02万元", rest=REVIEW.replace("茶圃管护与灌溉", "垦荒与护林")) == []


@pytest.mark.parametrize(
    ("tens", "kind", "stated"),
    [("28", "过路过桥", []), ("82", "过路过桥", ["6"]), ("23", "过路过桥", ["6"]), ("23", "停车", [])],
)
def test_a_list_of_every_kind_that_a_whole_has_by_definition(tens, kind, stated):
    """过路过桥 is the fourth kind; without it, something may be left out."""
    assert [f.stated for f in found("three_public", CARS.format(tens, kind))] == stated


PROJECTS = ("茶圃管护与灌溉经费", "制茶机具更新经费", "茶艺培训经费", "茶样检测与留存经费")
AMOUNTS = ("26.72", "38.26", "21.01", "14.01")


def reviewed(*spent: str):
    """Return the errors where four projects are listed with what was spent, and reviewed with these amounts."""
    parts = (f"{name}{amount}万元，主要成效：完成任务。" for name, amount in zip(PROJECTS, AMOUNTS, strict=True))
    reviews = (
        f"{n}、{name}项目绩效自评综述：项目执行数为{amount}万元，完成情况较好。"
        for n, (name, amount) in enumerate(zip(PROJECTS, spent, strict=True), 1)
    )
    title = "十三、预算绩效情况说明\n\n（一）项目支出自评结果"
    sentences = (SECTIONS["general"], HEAD, *parts, title, *reviews)
    _, _, rec = reconciled(TABLES + "\n\n".join(sentences) + "\n")
    return [told(f) for f in rec.findings if f.severity == "error"]


def test_what_a_review_says_was_spent_is_what_the_list_says():
    assert reviewed(*AMOUNTS) == []
    assert reviewed("26.72", "38.26", "21.1", "14.01") == [("P-executed", "21.1", "21.01")]


def test_a_review_may_count_other_money_too():
    assert reviewed("26.72", "38.26", "25.5", "14.01") == []
    assert reviewed("29.9", "45.1", "21.1", "14.01") == [], "most of the reviews count something else"


@pytest.mark.parametrize(
    ("amounts", "expected"),
    [
        (("40.4", "245", "15"), []),
        (("4.04", "245", "15"), [("N-level", "4.04", "40.4")]),
        (("40.4", "254", "15"), [("N-level", "254", "245")]),
    ],
)
def test_a_part_that_its_table_disproves_is_told_once(amounts, expected):
    """By less the list may leave a part out, by more it cannot: the cell of the part explains both."""
    classes = "社会保障和就业（类）支出{}万元；农林水（类）支出{}万元；住房保障（类）支出{}万元。".format(*amounts)
    findings = found("general", f"2020年度一般公共预算财政拨款支出300.4万元，主要用于以下方面：{classes}")
    assert [told(finding) for finding in findings] == expected
