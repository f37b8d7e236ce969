"""Side-by-side lists are read apart: what stands in one row of two panels has nothing to do with each other."""

from __future__ import annotations

from tests.recognition.support import figures, only_table, with_caption

HEAD = ("收入\t\t\t支出\t\t", "项目\t行次\t决算数\t项目\t行次\t决算数", "栏次\t\t1\t栏次\t\t2")
ROWS = (
    "一、一般公共预算财政拨款收入\t1\t30.5\t一、一般公共服务支出\t31\t",
    "二、政府性基金预算财政拨款收入\t2\t\t十二、农林水支出\t32\t28",
    "五、事业收入\t3\t2.5\t十九、住房保障支出\t33\t4",
    "其中：教育收费\t4\t1\t\t34\t",
    "本年收入合计\t27\t33\t本年支出合计\t57\t32",
    "使用非财政拨款结余\t28\t\t结余分配\t58\t",
    "年初结转和结余\t29\t\t年末结转和结余\t59\t1",
    "总计\t30\t33\t总计\t60\t33",
)


def summary(*rows, head=HEAD):
    return only_table(with_caption("2020年度收入支出决算总表（表1）", *head, *rows))


def panel(table, number):
    return {
        row.key: [str(c.value) if c.value is not None else "" for c in row.cells]
        for row in table.rows
        if row.panel == number
    }


def test_both_lists_are_read():
    table = summary(*ROWS)
    assert table.role == "revenue_expenditure_summary"
    assert table.quality == ()
    assert panel(table, 0) == {
        "revenue.general_budget": ["30.5"], "revenue.gov_funds": [""], "revenue.institution_service": ["2.5"],
        "line:教育收费": ["1"], "current_total": ["33"], "use_of_surplus": [""], "opening": [""], "grand_total": ["33"],
    }  # fmt: skip
    assert panel(table, 1) == {
        "201": [""], "213": ["28"], "221": ["4"], "current_total": ["32"], "surplus_distribution": [""],
        "closing": ["1"], "grand_total": ["33"],
    }  # fmt: skip


def test_line_numbers_are_no_money():
    table = summary(*ROWS)
    assert {row.number for row in table.rows if row.key == "grand_total"} == {30, 60}
    assert not {31, 32, 57, 60} & {int(c.value) for row in table.rows for c in row.cells if c.value} - {32}


def test_rows_of_which_are_no_addends():
    row = next(row for row in summary(*ROWS).rows if row.name == "教育收费")
    assert row.of_which


def test_a_total_in_the_bottom_row_of_one_panel_only():
    table = summary(*ROWS[:-1], "\t30\t\t总计\t60\t33")
    assert "grand_total" not in panel(table, 0)
    assert panel(table, 1)["grand_total"] == ["33"]


def test_without_line_numbers():
    table = summary(
        "一、一般公共预算财政拨款收入\t30.5\t十二、农林水支出\t30.5",
        "本年收入合计\t30.5\t本年支出合计\t30.5",
        head=("收入\t\t支出\t", "项目\t决算数\t项目\t决算数"),
    )
    assert panel(table, 0)["current_total"] == ["30.5"]
    assert panel(table, 1)["213"] == ["30.5"]


def test_a_head_with_another_number_of_panels_is_not_understood():
    table = summary("一、收入\t1\t2\t3", head=("项目\t决算数\t项目\t决算数\t项目\t决算数",))
    assert table.rows == ()
    assert table.quality == ("header",)


def test_a_second_reading_beside_a_label_damages_only_its_own_panel():
    table = summary("一、一般公共预算财政拨款收入\t1\t30.5 31.5\t十二、农林水支出\t32\t28")
    cells = {row.key: row.cells[0].state.value for row in table.rows}
    assert cells == {"revenue.general_budget": "damaged", "213": "value"}


APPROPRIATION = (
    "收入\t\t\t支出\t\t\t\t\t",
    "项目\t行次\t决算数\t项目\t行次\t小计\t一般公共预算财政拨款\t政府性基金预算财政拨款\t国有资本经营预算财政拨款",
    "栏次\t\t1\t栏次\t\t2\t3\t4\t5",
)


def test_the_appropriation_summary_has_a_column_for_each_fund():
    text = with_caption(
        "2020年度财政拨款收入支出决算总表（表4）", *APPROPRIATION,
        "一、一般公共预算财政拨款\t1\t30\t十二、农林水支出\t33\t33\t30\t3\t",
        "二、政府性基金预算财政拨款\t2\t3\t\t34\t\t\t\t",
        "本年收入合计\t27\t33\t本年支出合计\t59\t33\t30\t3\t",
        "年初财政拨款结转和结余\t28\t5\t年末财政拨款结转和结余\t60\t5\t5\t\t",
        "一、一般公共预算财政拨款\t29\t5\t\t61\t\t\t\t",
        "总计\t32\t38\t总计\t64\t38\t35\t3\t",
    )  # fmt: skip
    table = only_table(text)
    assert [c.key for c in table.columns] == [
        "revenue:amount", "expenditure:total", "expenditure:general_budget", "expenditure:gov_funds",
        "expenditure:state_capital",
    ]  # fmt: skip
    assert panel(table, 0)["revenue.general_budget"] == ["30"]
    assert panel(table, 0)["opening.general_budget"] == ["5"], "the same name stands once more under the balances"
    assert figures(table)["213"] == ["33", "30", "3", ""]


def test_a_form_without_the_third_fund_has_no_column_for_it():
    head = tuple(line.replace("\t国有资本经营预算财政拨款", "").replace("\t5", "") for line in APPROPRIATION)
    table = only_table(
        with_caption(
            "2020年度财政拨款收入支出决算总表",
            *head,
            "一、一般公共预算财政拨款\t1\t30\t十二、农林水支出\t33\t33\t30\t3",
        )
    )
    assert len(table.columns) == 4
    assert table.quality == ()
