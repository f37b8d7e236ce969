"""What is wrong only because of another figure is told under it; what would be wrong all the same is not."""

from __future__ import annotations

from decimal import Decimal

from tests.reconciliation.publication import found, told
from tests.reconciliation.support import verdict_of

BUDGETS = (
    "2020年度一般公共预算财政拨款支出年初预算为{total}万元，支出决算为300.4万元，完成年初预算的{whole}%。其中：\n\n"
    "1. 社会保障和就业支出（类）。年初预算为40.4万元，支出决算为40.4万元，完成年初预算的100.0%。\n\n"
    "2. 农林水支出（类）。年初预算为{item}万元，支出决算为245万元，完成年初预算的{rate}%。\n\n"
    "3. 住房保障支出（类）。年初预算为16.2万元，支出决算为15万元，完成年初预算的92.6%。"
)
CLEAN = {"total": "315.1", "whole": "95.3", "item": "258.5", "rate": "94.8"}


def budgets(**changed):
    return BUDGETS.format(**(CLEAN | changed))


def test_a_rate_that_is_right_with_the_figure_put_right_follows_from_it():
    assert found("general", budgets()) == []
    root, rate = found("general", budgets(item="285.5"))
    assert (root.rule, root.stated, root.expected, root.root) == ("N-budget-sum", "285.5", "258.5", "")
    assert (rate.rule, rate.stated, rate.root) == ("N-completion", "94.8", root.fingerprint)
    assert (rate.expected, rate.diagnosis, rate.at_stake) == ("", "", Decimal(0)), "nothing is to be put right there"
    assert "258.5" in rate.message
    assert "应为" not in rate.message


def test_the_figure_that_follows_is_called_wrong_and_says_why():
    _, claims, rec = told("general", budgets(item="285.5"))
    verdict = verdict_of(claims, rec, "94.8")
    assert (verdict.status, verdict.expected) == ("disagrees", "")
    assert "285.5" in verdict.why


def test_a_rate_that_is_wrong_all_the_same_is_a_finding_of_its_own():
    """91.5 % fits neither of the two budgets: both are to be put right."""
    findings = found("general", budgets(item="285.5", rate="91.5"))
    rate = next(f for f in findings if f.rule == "N-completion")
    assert (rate.root, rate.stated) == ("", "91.5")
    assert rate.expected


def test_an_item_is_blamed_only_where_its_rate_is_right_once_the_sum_closes():
    """258.5 in place of 281.7 closes the sum, but no rate speaks for it: the total may be as wrong as the item."""
    findings = found("general", budgets(item="281.7", rate="91.5"))
    total = next(f for f in findings if f.rule == "N-budget-sum")
    assert (total.stated, total.expected_label) == ("315.1", "computed")
    assert "总额或其中某项有误" in total.message


def test_a_correction_that_breaks_something_else_explains_nothing():
    """The two rates of the total speak against each other: whichever is put right, the other is wrong."""
    sentence = "2020年度收、支总计330万元。与2019年度相比，收、支总计各增加{}万元，增长{}%，主要原因是新增项目。"
    clean = sentence.format("30.25", "10.1")
    assert found("summary", clean) == []
    findings = found("summary", sentence.format("30.25", "11.2"))
    assert [(f.rule, f.root) for f in findings] == [("N-growth", "")]
