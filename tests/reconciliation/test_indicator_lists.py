"""Indicators counted by level and by kind, and other counts listed under their total."""

from __future__ import annotations

import pytest

from audit.model.claims import Status
from tests.reconciliation.publication import TABLES
from tests.reconciliation.support import reconciled, with_words

LISTS = """十三、预算绩效情况说明

（二）部门整体支出自评结果

（1）年度绩效目标1：

①产出指标完成4个，其中：

数量指标完成2个：修整茶园道路12公里；补植茶苗300个品种点；

时效指标完成1个：巡查及时率达100.0%；成本指标完成1个：用电成本比上年降低6.7%；

②效益指标完成1个，其中：

生态效益指标完成1个：节水比例8.2%；

③满意度指标完成1个，其中：

服务对象满意度指标1个：茶农满意度达97.7%。

（2）年度绩效目标2：

产出指标2个未完成，其中：

质量指标2个：抽检合格率95.1%；成活率88.0%。
"""


def told(*changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    _, _, rec = reconciled(with_words(TABLES + LISTS, *changes))
    return [(f.stated, f.expected, f.places[0].quote) for f in rec.findings if f.rule == "N-parts"]


def test_the_kinds_make_up_their_level():
    """Other things counted on the way (300个品种点) are no indicators."""
    _, claims, rec = reconciled(TABLES + LISTS)
    counts = [c for c in claims if c.quantity.counter == "个" and c.quantity.printed in ("1", "2", "4")]
    assert len(counts) == 10
    assert {rec.verdicts[c.index].status for c in counts} == {Status.AGREES}
    assert told() == []


@pytest.mark.parametrize(
    ("change", "stated", "expected"),
    [
        (("产出指标完成4个", "产出指标完成5个"), "5", "4"),
        (("数量指标完成2个", "数量指标完成1个"), "4", "3"),
        (("生态效益指标完成1个", "生态效益指标完成2个"), "1", "2"),
        (("质量指标2个", "质量指标3个"), "2", "3"),
    ],
)
def test_a_level_that_its_kinds_do_not_make_up(change, stated, expected):
    assert [(f[0], f[1]) for f in told(change)] == [(stated, expected)]


@pytest.mark.parametrize(
    "changes",
    [
        # a kind without a number: how many there are nobody knows
        (("成本指标完成1个：", "成本指标："),),
        # the list ends before the next number
        (("②效益指标完成1个，其中：\n\n", "②效益指标已完成。\n\n"),),
    ],
)
def test_a_list_that_leaves_a_number_out_proves_nothing(changes):
    assert told(*changes) == []


TRADE = """五、一般公共预算财政拨款支出决算情况说明

（三）财政拨款支出决算具体情况

全年组织茶叶交易活动151个，其中：产地活动129个、销地活动22个，成交额9.26亿元。
"""


def test_counts_that_make_up_their_total_bear_it_out():
    _, claims, rec = reconciled(TABLES + TRADE)
    assert [rec.verdicts[c.index].status for c in claims if c.quantity.counter == "个"] == [Status.AGREES] * 3


def test_counts_that_do_not_are_not_refuted():
    """其中 need not name all."""
    _, claims, rec = reconciled(TABLES + TRADE.replace("151", "155"))
    assert [rec.verdicts[c.index].status for c in claims if c.quantity.counter == "个"] == [Status.UNVERIFIED] * 3
    assert rec.findings == ()
