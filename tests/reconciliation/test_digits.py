"""A percentage with fewer digits than all the others of its text."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import told

TOTALS = "2020年度本年支出合计325.4万元。其中：基本支出205.4万元，占本年支出63.1%；项目支出120万元，占本年支出{}%。"
APPROPRIATION = "2020年度财政拨款支出300.4万元，占本年支出合计的{}%。"
CLASSES = "社会保障和就业支出40.4万元，占本年支出合计的{}%；农林水支出270万元，占83%；住房保障支出15万元，占4.6%。"


def findings(project: str = "36.9", appropriation: str = "92.3", security: str = "12.4"):
    sentences = (TOTALS.format(project), APPROPRIATION.format(appropriation), CLASSES.format(security))
    _, _, rec = told("expenditure", *sentences)
    return [f for f in rec.findings if f.rule in ("N-digits", "N-share")]


def test_digits_that_are_zero_may_be_left_out():
    """270 of 325.4 is 82.97, which is 83.0 among figures with one decimal."""
    assert findings() == []


@pytest.mark.parametrize(
    ("changed", "severity", "expected"),
    [
        ({"security": "12"}, "warning", "12.4"),
        ({"project": "36"}, "error", "36.9"),
        ({"project": "35"}, "error", "36.9"),
    ],
)
def test_one_figure_with_fewer_digits_than_the_others(changed, severity, expected):
    """Rounded well it is badly formed, cut off it is wrong."""
    (finding,) = findings(**changed)
    assert (finding.severity, finding.expected) == (severity, expected)


def test_several_such_figures_are_the_way_of_the_author():
    assert findings(security="12", appropriation="92") == []
