"""Percentages that stand for themselves, and changes that another sentence proves."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import found, status, told

SAVED = "2020年完成政府采购项目26个，项目预算12.34亿元，成交额11.58亿元，节资率{}%。"


@pytest.mark.parametrize(
    "sentence",
    [
        "培训合格率达到98%，服务对象满意度≥95%。",
        "年度目标完成率为120%，预算执行率100.2%，网站访问量增长率达135%。",
        "设备故障率≤1%，茶农满意度100%。",
    ],
)
def test_shares_of_a_whole_and_rates_of_a_plan(sentence):
    assert found("assets", sentence) == []


@pytest.mark.parametrize(
    ("sentence", "stated"), [("茶农满意度达到822.4%。", "822.4"), ("抽检合格率为100.8%。", "100.8")]
)
def test_a_share_of_a_whole_is_never_more_than_all_of_it(sentence, stated):
    (finding,) = found("assets", sentence)
    assert (finding.category, finding.rule, finding.stated, finding.expected) == ("LOGIC", "L-bounded", stated, "100")


def test_what_was_saved_is_computed_from_budget_and_price():
    assert found("assets", SAVED.format("6.16")) == []
    assert status("assets", SAVED.format("6.16"), "6.16") == "agrees"
    assert status("assets", SAVED.format("6.16"), "12.34") == "agrees"
    (finding,) = found("assets", SAVED.format("6.61"))
    assert (finding.category, finding.stated, finding.expected) == ("NARR_ARITH", "6.61", "6.16")


WHOLE = "2020年度收、支总计330万元。与2019年度相比，收、支总计各减少30.25万元，下降8.4%，主要原因是压减项目。"
PART = "2020年度本年收入合计{}万元，比上年减少{}万元，主要原因是压减项目。"


@pytest.mark.parametrize(
    ("level", "change", "what"),
    [("330", "30.25", "agrees"), ("330", "31.4", "unverified"), ("320", "30.25", "unverified")],
)
def test_a_change_without_a_rate_is_that_of_the_same_amount(level, change, what):
    """A unit that has one kind of revenue tells its change twice; a different amount proves nothing."""
    _, claims, rec = told("summary", WHOLE, PART.format(level, change))
    last = next(c for c in reversed(claims) if c.quantity.printed.startswith(change))
    assert rec.verdicts[last.index].status == what


@pytest.mark.parametrize(
    ("spent", "said", "hint"),
    [
        ("11.58", "616", []),
        ("11.85", "6.16", ["“11.85”应为 11.58"]),
        ("12.34", "6.16", ["“12.34”应为 11.58"]),
        ("115.8", "6.16", ["“115.8”应为 11.58"]),
    ],
)
def test_an_amount_is_named_that_makes_what_was_saved_right(spent, said, hint):
    (finding,) = found("assets", SAVED.replace("11.58", spent).format(said))
    assert finding.rule == "N-other"
    assert all(words in finding.diagnosis for words in hint)


TOTALS = (
    "2020年度收、支总计330万元。与2019年度相比，收、支总计各{}{}万元，{}8.4%，主要原因是压减项目。",
    "2020年度收入总计330万元。与2019年度相比，收入总计减少30.25万元，下降8.4%。",
    "2020年度支出总计330万元。与2019年度相比，支出总计减少30.25万元，下降8.4%。",
)


@pytest.mark.parametrize(("change", "asked"), [("30.25", []), ("30.15", ["30.15"]), ("30.07", [])])
def test_a_change_that_is_a_slip_apart_from_those_of_the_same_totals_is_asked_about(change, asked):
    _, _, rec = told("summary", TOTALS[0].format("减少", change, "下降"), *TOTALS[1:])
    twins = [f for f in rec.findings if f.rule == "N-twins"]
    assert [f.stated for f in twins] == asked
    assert all((f.severity, f.expected) == ("warning", "30.25") for f in twins)
    assert not [f for f in rec.findings if f.severity == "error"]


def test_a_change_without_a_rate_needs_more_to_speak_for_it():
    bare = "2020年度本年收入总计330万元，与2019年度相比，收入总计减少30.15万元，主要原因是压减项目。"
    first = TOTALS[0].format("减少", "30.25", "下降")
    for sentences, asked in (((first, TOTALS[2], bare), []), ((first, *TOTALS[1:], bare), ["30.15"])):
        _, _, rec = told("summary", *sentences)
        assert [f.stated for f in rec.findings if f.rule == "N-twins"] == asked


@pytest.mark.parametrize(
    ("words", "rate", "expected", "place"), [("增加", "下降", "减少", "各增加"), ("减少", "增长", "下降", "增长8.4")]
)
def test_of_two_directions_the_rate_tells_which_is_wrong(words, rate, expected, place):
    (finding,) = [f for f in found("summary", TOTALS[0].format(words, "30.25", rate)) if f.severity == "error"]
    assert (finding.rule, finding.expected) == ("L-direction", expected)
    assert place in finding.places[0].quote


INSPECTED = (
    "第三季度对60家茶厂进行抽查，其中不合格12家，已整改9家，合格率达{}%，第四季度抽查茶厂50家，不合格8家，合格率为{}%。"
)


@pytest.mark.parametrize("first", ["95", "80"])
def test_what_passed_is_computed_from_the_counts_of_its_sentence(first):
    """What was put right since may be counted as passed, or not."""
    sentence = INSPECTED.format(first, "84.0")
    assert status("assets", sentence, first) == "agrees"
    assert status("assets", sentence, "84.0") == "agrees"
    assert found("assets", sentence) == []


def test_a_rate_that_the_counts_do_not_give_is_left_open():
    """It may have been measured in another way."""
    sentence = INSPECTED.format("90", "48.0")
    assert status("assets", sentence, "90") == "unverified"
    assert status("assets", sentence, "48.0") == "unverified"
    assert found("assets", sentence) == []
