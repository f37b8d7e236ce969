"""Goal tables of budgets: amounts and shares, sources and costs, years, indicators, and the sentences about them."""

from __future__ import annotations

import pytest

from tests.reconciliation.goal_tables import SAID, with_goals
from tests.reconciliation.support import reconciled


def goals(**changes):
    """Return the loud findings of a budget with goal tables, of which rows are exchanged in pairs."""
    findings = reconciled(with_goals(**changes))[2].findings
    return [f for f in findings if f.severity in ("error", "warning")]


def test_goals_that_agree_have_no_findings():
    assert goals() == []


@pytest.mark.parametrize(
    ("part", "old", "new", "rule", "stated", "expected"),
    [
        ("whole", "|支出构成|基本支出|400|76.9|", "|支出构成|基本支出|400|67.9|", "G-share", "67.9", "76.9"),
        ("project", "|2.事业收入||20|", "|2.事业收入||25|", "G-sum", "120", "125"),
        ("costs", "办公费|30|日常办公", "办公费|35|日常办公", "G-sum", "120", "125"),
        ("project", "|2020年|80|75|", "|2020年|85|75|", "G-year", "85", "80"),
        ("project", "|2020年|80|75|", "|2020年||75|", "G-year", "", "80"),
        (
            "indicators", "补植茶园亩数|产出指标|数量指标|补植茶园|100亩|120亩|行业标准",
            "补植茶园亩数|产出指标|数量指标|补植茶园|100亩|130亩|行业标准", "G-indicator", "130亩", "120亩",
        ),
        (
            "indicators", "补植茶园亩数|产出指标|数量指标|补植茶园|100亩|120亩|行业标准",
            "补植茶园亩数|产出指标|数量指标|补植茶园||120亩|行业标准", "G-indicator", "100亩", "",
        ),
        (
            "indicators", "茶农满意度|效益指标|满意度指标|茶农满意度不低于95%|94%|95%|行业标准",
            "茶农满意度|效益指标|满意度指标|茶农满意度不低于98%|94%|95%|行业标准", "G-content", "98%", "95%",
        ),
    ],
)  # fmt: skip
def test_a_wrong_figure_of_a_goal_table_is_found(part, old, new, rule, stated, expected):
    found = goals(**{part: [(old, new)]})
    assert [(f.rule, f.stated, f.expected) for f in found] == [(rule, stated, expected)]
    assert len(found[0].places) > 1


def test_one_value_set_in_two_ways_is_one_value():
    row = "茶农满意度|效益指标|满意度指标|茶农满意度不低于95%|94%|95%|行业标准"
    assert goals(indicators=[(row, row.replace("|95%|", "|≥95%|"))]) == []


def test_more_projects_told_than_published_where_their_money_is_all_of_it():
    (finding,) = goals(said=SAID.replace("1个", "3个"))
    assert (finding.rule, finding.stated, finding.expected) == ("G-projects", "3", "1")


def test_more_projects_with_more_money_may_be_published_elsewhere():
    assert goals(said=SAID.replace("1个", "3个").replace("120万元", "200万元")) == []


def test_a_unit_here_and_none_there():
    said = "七、单位构成情况\n\n包括本级和二级预算单位1个。\n\n二级预算单位包括：无。\n\n"
    (finding,) = goals(said=said)
    assert (finding.rule, finding.stated) == ("G-units", "1")
