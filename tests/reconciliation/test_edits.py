"""The smallest single edit that makes every relation hold is told where something speaks for it alone."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import found, status, told

PARTS = (
    "2020年度云梦茶站政府采购支出总额{}万元，其中：政府采购货物支出{}万元、政府采购服务支出{}万元。"
    "授予中小企业合同金额52.1万元，占政府采购支出总额的{}%。"
)
BUDGETS = (
    "2020年度一般公共预算财政拨款支出年初预算为{}万元，支出决算为300.4万元，完成年初预算的{}%。其中：\n\n"
    "1. 社会保障和就业支出（类）。年初预算为40.4万元，支出决算为40.4万元，完成年初预算的100%。\n\n"
    "2. 农林水支出（类）。年初预算为{}万元，支出决算为245万元，完成年初预算的94.8%。\n\n"
    "3. 住房保障支出（类）。年初预算为16.2万元，支出决算为15万元，完成年初预算的92.6%。"
)
GROWTH = (
    "2020年度收、支总计330万元。与2019年度相比，收、支总计各减少{}万元，下降8.4%，主要原因是压减项目。",
    "2020年度本年收入合计330万元，与2019年度相比，减少30.25万元，下降8.4%。",
)


def test_a_part_is_the_wrong_one_where_a_share_bears_out_the_total():
    assert found("procurement", PARTS.format("86.35", "14.05", "72.3", "60.3")) == []
    (finding,) = found("procurement", PARTS.format("86.35", "14.5", "72.3", "60.3"))
    assert (finding.rule, finding.stated, finding.expected) == ("N-parts", "14.5", "14.05")
    assert "政府采购货物支出14.05万元" in finding.diagnosis


def test_the_total_is_right_again_where_a_part_is_the_wrong_one():
    sentence = PARTS.format("86.35", "14.5", "72.3", "60.3")
    assert status("procurement", sentence, "86.35") == "agrees"
    assert status("procurement", sentence, "14.5") == "disagrees"


def test_where_any_part_may_be_wrong_nobody_is_accused():
    """20 less in either part closes the sum, and each is one digit away."""
    (finding,) = found("procurement", PARTS.format("86.35", "34.05", "72.3", "60.3"))
    assert finding.stated == "86.35"
    assert ("14.05" in finding.diagnosis, "52.3" in finding.diagnosis) == (True, True)


def test_a_budget_is_the_wrong_one_where_sum_and_rate_ask_for_the_same_figure():
    findings = [f for f in found("general", BUDGETS.format("315.1", "95.3", "285.5")) if f.rule != "N-completion"]
    assert [(f.rule, f.stated, f.expected) for f in findings] == [("N-budget-sum", "285.5", "258.5")]
    assert found("general", BUDGETS.format("315.1", "95.3", "258.5")) == []


def test_items_whose_budget_is_not_printed_do_not_break_the_sum_of_the_others():
    printed = BUDGETS.format("315.1", "95.3", "258.5")
    whole = printed.replace("年初预算为40.4万元，支出决算为40.4万元，完成年初预算的100%", "{}")
    for words in ("支出决算为40.4万元，完成预算100%", "支出决算为40.4万元，与年初预算相同"):
        assert found("general", whole.format(words)) == []
    (finding,) = found("general", whole.format("年初没有安排预算，支出决算为40.4万元"))
    assert (finding.rule, finding.stated) == ("N-budget-sum", "315.1")


def test_a_change_that_stands_elsewhere_with_the_same_rate_is_the_one_that_was_meant():
    assert found("summary", GROWTH[0].format("30.25"), GROWTH[1]) == []
    findings = found("summary", GROWTH[0].format("3.25"), GROWTH[1])
    assert [(f.rule, f.stated, f.expected) for f in findings] == [
        ("N-growth", "3.25", "30.25"),
        ("N-growth", "8.4", ""),
    ]
    assert findings[1].root == findings[0].fingerprint, "the rate follows from it"


@pytest.mark.parametrize("rate", ["12.3", "4.8"])
def test_a_rate_that_no_other_relation_supports_stays_where_it_is(rate):
    _, _, rec = told("summary", GROWTH[0].format("30.25").replace("8.4", rate))
    (finding,) = [f for f in rec.findings if f.rule == "N-growth"]
    assert (finding.stated, finding.expected) == (rate, "8.4")
    assert "下降8.4%" in finding.diagnosis


def test_an_amount_before_the_wrong_unit_is_told_with_its_right_one():
    findings = found("general", BUDGETS.format("315.1", "95.3", "258.5").replace("258.5万元", "258.5元"))
    assert [(f.rule, f.stated, f.expected) for f in findings if f.rule == "N-budget-sum"] == [
        ("N-budget-sum", "258.5", "258.5 万元")
    ]
    (root,) = [f for f in findings if not f.root]
    assert [f.root for f in findings if f.rule == "N-completion"] == [root.fingerprint], "the rate follows from it"


def test_a_level_before_the_wrong_unit_is_told_in_both_units():
    findings = found("summary", "2020年度收、支总计330元。")
    assert [(f.rule, f.expected) for f in findings] == [("N-level", "330 万元")]
    assert "330元" in findings[0].message
    assert "330 万元" in findings[0].message
    assert found("summary", "2020年度收、支总计330万元。") == []


def test_the_figure_of_a_neighbour_is_told_with_what_it_should_be():
    """Both parts are 72.3, and nothing says which of the two was copied from the other."""
    (finding,) = found("procurement", PARTS.format("86.35", "72.3", "72.3", "60.3"))
    assert finding.stated == "86.35"
    assert "“72.3”应为 14.05" in finding.diagnosis


def test_a_slip_has_no_more_decimals_than_the_text_prints():
    """3.98 may be 3.08 or 3.18 for the rate of 4.8 %: 3.098 and the like are printed nowhere."""
    sentence = "2020年度机关运行经费支出69.16万元，比2019年度增加3.98万元，增长4.8%。"
    (finding,) = found("procurement", sentence)
    assert "“3.98”应为 3.18" in finding.diagnosis
    assert "3.098" not in finding.diagnosis


def test_of_what_rounding_allows_the_rate_tells_what_was_meant():
    """The items come to 315.1 beside 315.11: 16.21 would close the sum exactly, but 92.6 % is of 16.2."""
    text = BUDGETS.format("315.11", "95.3", "258.5")
    assert [f for f in found("general", text) if f.severity == "error"] == []
    findings = [f for f in found("general", text.replace("16.2万元", "12.6万元")) if not f.root]
    assert [(f.rule, f.stated, f.expected) for f in findings] == [("N-budget-sum", "12.6", "16.2")]


def test_a_wrong_unit_is_told_where_the_sum_closes_but_for_rounding():
    text = BUDGETS.format("315.11", "95.3", "258.5").replace("16.2万元", "16.2元")
    (root,) = [f for f in found("general", text) if not f.root]
    assert (root.rule, root.stated, root.expected) == ("N-budget-sum", "16.2", "16.2 万元")
