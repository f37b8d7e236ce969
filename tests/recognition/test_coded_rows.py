"""Rows of 科目: the code moves from column to column, names wrap, cells are lost; figures follow the name in order."""

from __future__ import annotations

import pytest

from tests.recognition.support import CODED_HEAD, coded, figures, only_table, state, with_caption

TOTAL = "\t\t\t合计\t30.5\t20.5\t10"


def test_it_reads_total_and_hierarchy():
    table = coded(
        TOTAL,
        "213\t\t\t农林水支出\t30.5\t20.5\t10",
        "21301\t\t\t农业农村\t30.5\t20.5\t10",
        "2130104\t\t\t事业运行\t30.5\t20.5\t10",
    )
    assert table.role == "general_budget_expenditure"
    assert [(row.key, row.kind.value) for row in table.rows] == [
        ("total", "total"), ("213", "class"), ("21301", "section"), ("2130104", "item"),
    ]  # fmt: skip
    assert figures(table)["2130104"] == ["30.5", "20.5", "10"]
    assert table.quality == ()
    assert table.header_rows == 3


def test_the_code_stands_in_another_column_on_every_row():
    table = coded(
        TOTAL,
        "213\t\t\t农林水支出\t30.5\t20.5\t10",
        "\t21301\t\t农业农村\t30.5\t20.5\t10",
        "\t\t2130104\t事业运行\t20.5\t20.5\t",
        "2130106\t科技推广\t10\t\t10",
    )
    assert figures(table) == {
        "total": ["30.5", "20.5", "10"],
        "213": ["30.5", "20.5", "10"],
        "21301": ["30.5", "20.5", "10"],
        "2130104": ["20.5", "20.5", ""],
        "2130106": ["10", "", "10"],
    }


def test_header_index_and_data_index_differ():
    table = coded(
        "合计\t30.5\t20.5\t10",
        "213\t农林水支出\t30.5\t20.5\t10",
        head=("科目编码\t\t科目名称\t小计\t基本支出\t项目支出",),
    )
    assert figures(table) == {"total": ["30.5", "20.5", "10"], "213": ["30.5", "20.5", "10"]}


def test_a_total_in_the_codes_column_of_rows_that_end_early():
    """The dump dropped the empty cells at the end of every row: the name of 合计 is empty, not its first amount."""
    table = coded(
        "合计\t\t30.5\t20.5",
        "213\t农林水支出\t30.5\t20.5",
        "21301\t农业农村\t30.5\t20.5",
        head=("科目编码\t科目名称\t小计\t基本支出\t项目支出",),
    )
    assert figures(table)["total"][:2] == figures(table)["213"][:2] == ["30.5", "20.5"]


def test_a_code_glued_to_its_name():
    table = coded(TOTAL, "213农林水支出\t30.5\t20.5\t10")
    assert figures(table)["213"] == ["30.5", "20.5", "10"]
    assert table.row("213").name == "农林水支出"


def test_class_section_and_item_digits_in_cells_of_their_own():
    table = coded(
        TOTAL,
        "213\t\t\t农林水支出\t30.5\t20.5\t10",
        "213\t01\t\t农业农村\t30.5\t20.5\t10",
        "213\t01\t04\t事业运行\t30.5\t20.5\t10",
    )
    assert [row.key for row in table.rows] == ["total", "213", "21301", "2130104"]


def test_a_code_is_no_amount():
    table = coded(TOTAL, "2130104\t\t\t事业运行\t30.5\t20.5\t10")
    values = [cell.value for row in table.rows for cell in row.cells]
    assert all(value < 1000 for value in values)
    assert [c.number for c in table.columns] == [1, 2, 3]


def test_a_lost_code_is_recovered_from_the_first_child():
    table = coded(TOTAL, "\t\t\t农林水支出\t30.5\t20.5\t10", "21301\t\t\t农业农村\t30.5\t20.5\t10")
    assert [row.key for row in table.rows] == ["total", "213", "21301"]


def test_a_lost_code_that_nothing_proves_stays_out_of_the_hierarchy():
    table = coded(TOTAL, "\t\t\t农业农村\t30.5\t20.5\t10", "\t\t\t事业运行\t30.5\t20.5\t10")
    assert [row.code for row in table.rows] == ["", "", ""]
    assert "row_not_read" in table.quality


def test_a_garbled_label_of_the_total_is_known_by_its_place():
    table = coded("\t\t\t合汁\t30.5\t20.5\t10", "213\t\t\t农林水支出\t30.5\t20.5\t10")
    assert [row.key for row in table.rows] == ["total", "213"]


def test_the_total_in_any_of_the_first_columns():
    for row in ("合计\t\t\t\t30.5\t20.5\t10", "\t合计\t\t\t30.5\t20.5\t10", TOTAL, "合计\t30.5\t20.5\t10"):
        assert figures(coded(row, "213\t\t\t农林水支出\t30.5\t20.5\t10"))["total"] == ["30.5", "20.5", "10"]


def test_an_empty_cell_of_remarks_after_the_total_moves_no_figure():
    head = ("科目编码\t科目名称\t小计\t基本支出\t项目支出\t备注",)
    rows = ("213\t农林水支出\t\t\t30.5\t", "21301\t农业农村\t\t\t30.5\t")
    for total in ("\t合计\t\t\t30.5\t", "合计\t\t\t\t30.5\t"):
        assert figures(coded(total, *rows, head=head))["total"] == ["", "", "30.5"]
    assert figures(coded("合计\t\t30.5\t20.5\t10\t", *rows, head=head))["total"] == ["30.5", "20.5", "10"]


def test_the_numbers_of_the_columns_tell_where_the_name_of_the_total_stands():
    head = ("科目编码\t科目名称\t小计\t基本支出\t项目支出\t备注", "\t栏次\t1\t2\t3\t")
    assert figures(coded("\t合计\t\t20.5\t10\t", head=head))["total"] == ["", "20.5", "10"]


def test_the_total_may_be_the_last_row():
    table = coded("213\t\t\t农林水支出\t30.5\t20.5\t10", TOTAL)
    assert [row.key for row in table.rows] == ["213", "total"]
    assert table.quality == ()


def test_a_table_without_a_total_says_so():
    assert "no_total" in coded("213\t\t\t农林水支出\t30.5\t20.5\t10").quality


def test_a_row_that_ends_early_keeps_its_figures_and_leaves_the_rest_unknown():
    table = coded(TOTAL, "213\t\t\t农林水支出\t30.5\t20.5")
    assert figures(table)["213"] == ["30.5", "20.5", "?"]
    assert state(table, "213", "project") == "damaged"


@pytest.mark.parametrize("printed", ["1" * 33, "1" * 30 + ".25", "1" * 33 + "%"])
def test_figures_that_ran_together_damage_their_cell(printed):
    table = coded(TOTAL, f"213\t\t\t农林水支出\t{printed}\t20.5\t10")
    assert figures(table)["213"] == ["?", "20.5", "10"]
    assert "damaged_cells" in table.quality


def test_a_second_reading_in_a_cell_damages_it_and_the_blanks_beside_it():
    table = coded(TOTAL, "213\t\t\t农林水支出\t30.5 31.5\t20.5\t")
    assert figures(table)["213"] == ["?", "20.5", "?"]
    assert "damaged_cells" in table.quality


def test_unit_rows_are_no_lines_of_the_classification():
    table = coded(TOTAL, "019001\t\t\t云梦茶站\t30.5\t20.5\t10", "213\t\t\t农林水支出\t30.5\t20.5\t10")
    assert [(row.key, row.kind.value) for row in table.rows] == [
        ("total", "total"),
        ("019001", "unit"),
        ("213", "class"),
    ]


def test_a_head_repeated_after_a_page_break_is_no_row():
    head = "\n".join(CODED_HEAD)
    table = coded(TOTAL, "213\t\t\t农林水支出\t30.5\t20.5\t10", "", head, "21301\t\t\t农业农村\t30.5\t20.5\t10")
    assert [row.key for row in table.rows] == ["total", "213", "21301"]


def test_a_name_cut_by_a_page_break_is_put_together():
    table = coded(
        TOTAL, "2080505\t\t\t机关事业单位基本\t30.5\t20.5\t10", "", "- 7 -", "", "\t\t\t养老保险缴费支出\t\t\t",
        "213\t\t\t农林水支出\t30.5\t20.5\t10",
    )  # fmt: skip
    assert table.row("2080505").name == "机关事业单位基本养老保险缴费支出"
    assert [row.key for row in table.rows] == ["total", "2080505", "213"]


def test_a_section_and_its_item_on_two_pages():
    table = coded(TOTAL, "21301\t\t\t农业农村\t30.5\t20.5\t10", "", "12", "", "2130104\t\t\t事业运行\t30.5\t20.5\t10")
    assert [row.key for row in table.rows] == ["total", "21301", "2130104"]


def test_a_name_that_two_codes_share_is_two_rows():
    table = coded(TOTAL, "20599\t\t\t其他教育支出\t5\t5\t", "2059999\t\t\t其他教育支出\t5\t5\t")
    assert [(row.key, row.name) for row in table.rows[1:]] == [("20599", "其他教育支出"), ("2059999", "其他教育支出")]


def test_a_head_that_is_not_understood_leaves_the_table_unread():
    table = coded("合计\t30.5\t20.5\t10", head=("科目编码\t科目名称\t金额甲\t金额乙\t金额丙",))
    assert table.rows == ()
    assert table.quality == ("header",)


def test_numbering_rows_are_no_money_and_an_empty_table_has_no_rows():
    text = with_caption(
        "2020年度政府性基金预算财政拨款收入支出决算表（表8）",
        "项目\t\t\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余",
        "功能分类科目编码\t\t\t科目名称\t\t\t小计\t基本支出\t项目支出\t",
        "类\t款\t项\t栏次\t1\t2\t3\t4\t5\t6",
        "\t\t\t合计\t\t\t\t\t\t",
    )
    table = only_table(text)
    assert table.role == "gov_managed_funds"
    assert table.is_nil
    assert table.fact_count == 0
    bare = only_table(text.replace("\t\t\t合计\t\t\t\t\t\t\n", ""))
    assert bare.rows == ()
    assert bare.is_nil
    assert len(bare.columns) == 6


def test_zero_blank_and_nought_point_nought_nought_are_told_apart():
    table = coded(TOTAL, "213\t\t\t农林水支出\t0.00\t0\t", "221\t\t\t住房保障支出\t—\t/\t无")
    assert [state(table, "213", key) for key in ("total", "basic", "project")] == ["zero", "zero", "blank"]
    assert {state(table, "221", key) for key in ("total", "basic", "project")} == {"blank"}


def test_thousands_separators_and_signs():
    table = coded("\t\t\t合计\t1,569.06\t-20.5\t１，５８９．５６", "213\t\t\t农林水支出\t1,569. 06\t-20.5\t1,589.56")
    assert figures(table)["total"] == ["1569.06", "-20.5", "1589.56"]
    assert figures(table)["213"] == ["1569.06", "-20.5", "1589.56"]


def test_every_amount_knows_its_own_cell():
    table = coded(TOTAL, "213\t\t\t农林水支出\t30.5\t20.5\t10")
    ref = table.cell("213", "project").ref
    assert (ref.quote, ref.row, ref.column) == ("10", "213 农林水支出", "项目支出")
    assert table.row("213").code_ref.quote == "213"
    assert table.row("213").name_ref.quote == "农林水支出"


def test_a_head_that_wraps_is_still_that_head():
    table = coded("合计\t30.5\t20.5\t10", head=("科目编码\t科目名称\t小 计\t基本 支出\t项目　支出",))
    assert figures(table)["total"] == ["30.5", "20.5", "10"]
