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
