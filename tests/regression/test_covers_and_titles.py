"""Once only the first line was the cover where there is no contents page, and half a title was no caption."""

from __future__ import annotations

from tests.recognition.support import CODED_HEAD, only_table, with_caption
from tests.reconciliation.support import recognised


def test_a_cover_over_several_lines_without_contents_page():
    text = (
        "云梦茶站\n\n2022 年 度\n\n部门决算\n\n第三部分 部门决算情况说明\n\n与2017年度部门决算相比，收入增加5万元。\n"
    )
    found = recognised(text).identity
    assert found.fiscal_year == 2022
    assert found.publication_type == "final_accounts"


def test_a_title_that_breaks_before_its_last_words():
    table = only_table(
        with_caption("2020年度一般公共预算财政拨款支出\n决算表（表5）", *CODED_HEAD, "\t\t\t合计\t5\t5\t")
    )
    assert table.role == "general_budget_expenditure"
    assert table.caption == "2020年度一般公共预算财政拨款支出决算表（表5）"


def test_a_line_that_names_the_bureau_does_not_hide_the_title_above_it():
    head = (
        "科目编码",
        "科目名称",
        "本年支出合计",
        "基本支出",
        "项目支出",
        "上缴上级支出",
        "经营支出",
        "对附属单位补助支出",
    )
    rows = ("\t".join(head), "\t合计\t5\t5\t\t\t\t")
    text = with_caption("2020年度支出决算表", *rows, unit="单位：云梦茶站\n\n单位：万元")
    assert only_table(text).role == "expenditure"
