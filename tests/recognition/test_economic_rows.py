"""Lists of economic 科目 side by side with their totals, and the one row of 三公."""

from __future__ import annotations

import pytest

from tests.recognition.support import figures, only_table, with_caption

BASIC = "2020年度一般公共预算财政拨款基本支出决算表（表6）"
HEAD = (
    "人员经费\t\t\t公用经费\t\t\t\t\t",
    "科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数\t科目编码\t科目名称\t决算数",
)
PUBLIC = "2020年度一般公共预算财政拨款“三公”经费支出决算表（表7）"


def basic(*rows):
    return only_table(with_caption(BASIC, *HEAD, *rows))


def test_lists_side_by_side_are_independent():
    table = basic(
        "301\t工资福利支出\t160.5\t302\t商品和服务支出\t40\t310\t资本性支出\t2",
        "30101\t基本工资\t160.5\t30201\t办公费\t40\t31002\t办公设备购置\t2",
        "303\t对个人和家庭的补助\t\t\t\t\t\t\t",
        "人员经费合计\t\t160.5\t公用经费合计\t\t\t\t\t42",
    )
    assert table.role == "general_budget_basic_expenditure"
    assert figures(table) == {
        "301": ["160.5"], "302": ["40"], "310": ["2"], "30101": ["160.5"], "30201": ["40"], "31002": ["2"],
        "303": [""], "personnel_total": ["160.5"], "public_use_total": ["42"],
    }  # fmt: skip


def test_the_total_of_a_panel_stands_in_its_last_column():
    table = basic("301\t工资福利支出\t5\t302\t商品和服务支出\t4\t\t\t", "人员经费合计\t\t5\t公用经费合计\t\t\t\t\t4")
    assert figures(table)["public_use_total"] == ["4"]


@pytest.mark.parametrize(
    "labels", [("人员经费合计", "公用经费合计"), ("人员经费合 计", "日常公用经费合计"), ("人员经费合计", "公用经费合")]
)
def test_labels_of_the_totals(labels):
    table = basic("301\t工资福利支出\t5\t302\t商品和服务支出\t4\t\t\t", f"{labels[0]}\t\t5\t{labels[1]}\t\t4\t\t\t")
    assert figures(table)["personnel_total"] == ["5"]
    assert figures(table)["public_use_total"] == ["4"]


def test_a_total_over_two_cells():
    table = basic("301\t工资福利支出\t5\t302\t商品和服务支出\t4\t\t\t", "人员经费\t合计\t5\t公用经费\t合计\t4\t\t\t")
    assert figures(table)["personnel_total"] == ["5"]
    assert figures(table)["public_use_total"] == ["4"]


def test_heads_of_the_panels_are_no_totals():
    assert [row.key for row in basic("301\t工资福利支出\t5\t302\t商品和服务支出\t4\t\t\t").rows] == ["301", "302"]


def test_a_row_that_starts_with_an_empty_panel():
    table = basic("301\t工资福利支出\t5\t302\t商品和服务支出\t4\t\t\t", "\t\t\t30202\t印刷费\t4\t\t\t")
    assert figures(table)["30202"] == ["4"]


def test_functional_codes_are_not_economic_ones():
    assert basic("201\t一般公共服务支出\t5\t\t\t\t\t\t").rows == ()


THREE = (
    "预算数\t\t\t\t\t\t决算数\t\t\t\t\t",
    "合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费\t合计\t因公出国（境）费\t公务用车购置及运行费\t\t\t公务接待费",
    "\t\t小计\t公务用车购置费\t公务用车运行费\t\t\t\t小计\t公务用车购置费\t公务用车运行费\t",
    "1\t2\t3\t4\t5\t6\t7\t8\t9\t10\t11\t12",
)


def test_twelve_columns_of_budgets_then_finals():
    table = only_table(with_caption(PUBLIC, *THREE, "20.5\t\t17.5\t\t17.5\t3\t13.5\t\t11\t\t11\t2.5"))
    assert table.role == "three_public"
    assert str(table.cell("total", "budget.total").value) == "20.5"
    assert str(table.cell("total", "budget.vehicle_operation").value) == "17.5"
    assert str(table.cell("total", "final.reception").value) == "2.5"
    assert table.cell("total", "final.overseas").state.value == "blank"


def test_budget_and_final_by_pairs():
    table = only_table(
        with_caption(
            PUBLIC,
            "合计\t\t因公出国（境）费\t\t公务用车购置及运行费\t\t\t\t\t\t公务接待费\t",
            "\t\t\t\t小计\t\t购置费\t\t运行费\t\t\t",
            "\t".join(["预算数", "决算数"] * 6),
            "20.5\t13.5\t\t\t17.5\t11\t\t\t17.5\t11\t3\t2.5",
        )
    )
    assert str(table.cell("total", "budget.total").value) == "20.5"
    assert str(table.cell("total", "final.total").value) == "13.5"
    assert str(table.cell("total", "budget.vehicle").value) == "17.5"
    assert str(table.cell("total", "final.vehicle").value) == "11"
    assert str(table.cell("total", "final.reception").value) == "2.5"


def test_three_head_rows_with_numbering_and_no_data_are_an_empty_table():
    table = only_table(with_caption(PUBLIC, *THREE))
    assert table.rows == ()
    assert table.is_nil
    assert table.quality == ()


def test_a_row_with_lost_cells_is_not_laid_on_the_columns():
    table = only_table(with_caption(PUBLIC, *THREE, "20.5\t17.5\t17.5\t3\t13.5\t11\t11\t2.5"))
    assert table.rows == ()
    assert table.quality == ("row_cells",)
