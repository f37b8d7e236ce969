"""What stands above a table says what it is and in which unit; where that is lost, its header does, or nobody."""

from __future__ import annotations

import pytest

from audit.model.values import Unit
from tests.recognition.support import CODED_HEAD, COVER, coded, figures, only_table, with_caption
from tests.reconciliation.support import recognised

TOTAL = "\t\t\t合计\t30.5\t20.5\t10"
CLASS = "213\t\t\t农林水支出\t30.5\t20.5\t10"


def role(caption, *rows):
    return only_table(with_caption(caption, *(rows or (*CODED_HEAD, TOTAL, CLASS)))).role


@pytest.mark.parametrize(
    ("caption", "known_as"),
    [
        ("2020年度收入支出决算总表（表1）", "revenue_expenditure_summary"),
        ("2020年度收入决算表（表2）", "revenue"),
        ("2020年度支出决算表（表3）", "expenditure"),
        ("2020年度财政拨款收入支出决算总表（表4）", "appropriation_summary"),
        ("2020年度一般公共预算财政拨款支出决算表（表5）", "general_budget_expenditure"),
        ("2020年度一般公共预算财政拨款基本支出决算表（表6）", "general_budget_basic_expenditure"),
        ("2020年度一般公共预算财政拨款“三公”经费支出决算表（表7）", "three_public"),
        ("财政拨款“三公”经费支出决算表（公开09表）", "three_public"),
        ("2020年度政府性基金预算财政拨款收入支出决算表（表8）", "gov_managed_funds"),
        ("2020年度国有资本经营预算财政拨款支出决算表（表9）", "state_capital"),
        ("支 出 决 算 表（续）", "expenditure"),
    ],
)
def test_captions_that_contain_each_other_are_told_apart(caption, known_as):
    assert role(caption) == known_as


def test_a_table_is_never_known_by_its_number():
    assert role("2020年度支出决算表（表7）") == "expenditure"
    assert role("2020年度一般公共预算财政拨款“三公”经费支出决算表（表3）") == "three_public"


EXPENDITURE_HEAD = ("科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出",)


def test_a_lost_caption_leaves_the_header_to_tell():
    table = only_table(
        COVER + "\n".join((*EXPENDITURE_HEAD, "\t合计\t30.5\t20.5\t10\t\t\t", "213\t农林水支出\t30.5\t20.5\t10\t\t\t"))
    )
    assert table.role == "expenditure"
    assert table.caption == ""
    assert "no_unit" in table.quality
    assert figures(table)["213"][:3] == ["30.5", "20.5", "10"]


def test_a_header_that_several_tables_have_tells_nothing():
    table = only_table(COVER + "科目编码\t科目名称\t小计\t基本支出\t项目支出\n\t合计\t30.5\t20.5\t10")
    assert table.role == ""
    assert table.rows == ()


def test_a_table_of_another_kind_has_no_role_and_no_figures():
    table = only_table(with_caption("值班安排表", "姓名\t日期", "甲\t1", "乙\t2"))
    assert (table.role, table.rows, table.fact_count) == ("", (), 0)


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", Unit.WAN_YUAN),
        ("金额单位：元", Unit.YUAN),
        ("公开05表 单位：亿元", Unit.YI_YUAN),
        ("单位：人民币万元", Unit.WAN_YUAN),
    ],
)
def test_the_unit_line(line, unit):
    table = only_table(with_caption("2020年度一般公共预算财政拨款支出决算表", *CODED_HEAD, TOTAL, unit=line))
    assert table.unit is unit
    assert {cell.unit for row in table.rows for cell in row.cells} == {unit}
    assert "no_unit" not in table.quality


def test_a_unit_line_inside_the_grid_is_furniture():
    table = coded("部门：云梦茶站\t\t\t\t\t\t单位：元", *CODED_HEAD, TOTAL, CLASS, head=())
    assert table.unit is Unit.WAN_YUAN or table.unit is Unit.YUAN
    inside = only_table(
        with_caption(
            "2020年度一般公共预算财政拨款支出决算表", "部门：云梦茶站\t\t\t\t\t\t单位：元", *CODED_HEAD, TOTAL, unit=""
        )
    )
    assert inside.unit is Unit.YUAN
    assert inside.unit_ref.quote.endswith("单位：元")


def test_the_name_of_the_bureau_is_no_unit_of_money():
    table = only_table(
        with_caption("2020年度一般公共预算财政拨款支出决算表", *CODED_HEAD, TOTAL, unit="单位：云梦茶站")
    )
    assert table.unit is None
    assert "no_unit" in table.quality


def test_a_table_belongs_to_the_section_above_it():
    doc = recognised(
        COVER
        + "第二部分 2020年度部门决算表\n\n2020年度支出决算表（表3）\n\n单位：万元\n\n"
        + "\n".join((*EXPENDITURE_HEAD, "\t合计\t5\t5\t\t\t\t"))
    )
    assert doc.keys_of(doc.tables[0].section) == ("tables",)


def test_a_title_over_two_lines_is_read_whole():
    text = with_caption("2020年度一般公共预算财政拨款支出\n决算表（表5）", *CODED_HEAD, TOTAL, CLASS)
    assert only_table(text).role == "general_budget_expenditure"


def test_tables_of_one_role_keep_their_order():
    text = with_caption("2020年度支出决算表", *EXPENDITURE_HEAD, "\t合计\t5\t5\t\t\t\t")
    doc = recognised(
        text + "\n本表无结转。\n\n支出决算表\n\n单位：万元\n\n" + "\n".join((*EXPENDITURE_HEAD, "\t合计\t6\t6\t\t\t\t"))
    )
    assert [str(t.rows[0].cells[0].value) for t in doc.tables] == ["5", "6"]
    assert doc.table("expenditure") is doc.tables[0]
