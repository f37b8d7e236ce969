"""Goal tables of an invented budget, of which rows may be exchanged."""

from __future__ import annotations

from tests.budgets import PROSE, budget, table

WHOLE = [
    "部门名称|云梦茶站||||",
    "部门总体资金情况（万元）|总体资金情况||当年预算收支（单位：万元）|占比|近两年收支情况",
    "|收入构成|财政拨款|500|95.2|2020年",
    "||其他资金|25|4.8|",
    "||合计|525|100|",
    "|支出构成|基本支出|400|76.9|",
    "||项目支出|120|23.1|",
    "||合计|520|100|",
    "年度绩效指标|一级指标|二级指标|指标名称|指标值||绩效标准",
    "||||上年|预期当年实现值|",
    "|产出指标|数量指标|补植茶园亩数|100亩|120亩|行业标准",
    "|效益指标|满意度指标|茶农满意度|94%|95%|行业标准",
]
PROJECT = [
    "项目名称|茶园补植项目||",
    "项目总预算|300|项目当年预算|120",
    "项目前两年预算编制，执行及当年预算变动情况|年度|预算数|执行数|执行率",
    "|2020年|80|75|",
    "|2021年变动说明|2020年预算80万元，2021年预算120万元。||",
    "项目资金来源|资金来源项目||金额|",
    "|1.财政拨款收入||100|",
    "|2.事业收入||20|",
]
COSTS = ["经济科目|金额|测算依据及说明", "委托业务费|90|补植120亩", "办公费|30|日常办公"]
INDICATORS = [
    "目标名称|一级指标|二级指标|指标内容|指标值（上年）|指标值（预计当年实现）|绩效标准",
    "补植茶园亩数|产出指标|数量指标|补植茶园|100亩|120亩|行业标准",
    "茶农满意度|效益指标|满意度指标|茶农满意度不低于95%|94%|95%|行业标准",
]
SAID = "七、绩效目标情况\n\n公开了1个项目支出绩效目标，涉及资金120万元。\n\n"


def with_goals(*, said=SAID, whole=(), project=(), costs=(), indicators=()):
    """Return a budget with goal tables, of which rows are exchanged in pairs."""

    def changed(rows, pairs):
        for old, new in pairs:
            assert old in rows, old
            rows = [new if row == old else row for row in rows]
        return rows

    text = budget(prose=PROSE + said)
    text += "第五部分 附件\n\n" + table("部门整体支出绩效目标表", changed(WHOLE, whole))
    text += table("项目支出绩效目标申报表", changed(PROJECT, project)) + table(
        "项目支出明细测算", changed(COSTS, costs)
    )
    return text + table("年度绩效目标表", changed(INDICATORS, indicators))
