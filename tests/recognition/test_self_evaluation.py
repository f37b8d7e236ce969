"""Self-evaluation and scoring tables: lost, merged and shifted cells never become another cell's figure."""

from __future__ import annotations

import pytest

from tests.recognition.support import figures, only_table, with_caption

HEAD = "年度绩效目标（80分）\t一级指标\t二级指标\t三级指标\t\t年初目标值（A）\t实际完成值（B）\t得分"
MONEY_HEAD = "预算执行情况（万元）（20分）\t\t预算数（A）\t执行数（B）\t执行率（B/A）\t得分（20分*执行率）"
MONEY = "\t年度财政资金总额\t60.5\t48.4\t80%\t16"
FIRST = "\t产出指标（40分）\t数量指标\t茶园巡查次数\t\t≥24次\t26次\t25"
SECOND = "\t\t质量指标\t抽检合格率\t\t≥95%\t96.5%\t15"
THIRD = "\t满意度指标（40分）\t服务对象满意度指标\t茶农满意度\t\t≥90%\t达成预期指标\t38"
TOTAL = "总分\t94"
CAPTION = "2020年度云梦茶站春茶质量巡查项目自评表"


def sheet(*rows, caption=CAPTION):
    """Return the table that the rows make up under a caption without a unit line."""
    return only_table(with_caption(caption, "项目名称\t春茶质量巡查", *rows, unit=""))


def row(table, name):
    return {table.columns[c.column].key: c for c in table.row(f"indicator:{name}").cells}


def test_a_whole_table_is_read_by_its_labels():
    table = sheet(MONEY_HEAD, MONEY, HEAD, FIRST, SECOND, THIRD, TOTAL)
    assert (table.role, table.subject) == ("self_evaluation", "春茶质量巡查")
    assert [r.key for r in table.rows] == [
        "funds",
        "indicator:茶园巡查次数",
        "indicator:抽检合格率",
        "indicator:茶农满意度",
        "total",
    ]
    assert figures(table)["funds"] == ["60.5", "48.4", "80", "16"]
    assert figures(table)["total"] == ["94"]
    assert table.quality == ()


def test_a_level_left_blank_goes_on_with_the_one_above():
    cell = row(sheet(HEAD, FIRST, SECOND, THIRD), "抽检合格率")["first"]
    assert (cell.text, cell.state.value) == ("产出指标（40分）", "merged")


def test_values_that_are_no_plain_figures_keep_their_words():
    table = sheet(HEAD, FIRST, SECOND, THIRD)
    assert [row(table, "茶园巡查次数")[k].text for k in ("target", "actual")] == ["≥24次", "26次"]
    cell = row(table, "茶农满意度")["actual"]
    assert (cell.text, cell.state.value, cell.value) == ("达成预期指标", "text", None)
    percent = row(table, "抽检合格率")["actual"]
    assert (str(percent.value), percent.unit.value) == ("96.5", "%")


@pytest.mark.parametrize(
    "shifted",
    [
        "满意度指标（40分）\t服务对象满意度指标\t茶农满意度\t\t≥90%\t达成预期指标\t38",
        "\t\t满意度指标（40分）\t服务对象满意度指标\t茶农满意度\t\t≥90%\t达成预期指标\t38",
        "\t满意度指标（40分）\t服务对象满意度指标\t茶农满意度\t≥90%\t达成预期指标\t38",
    ],
)
def test_a_row_that_lost_or_gained_a_cell_is_laid_where_it_fits(shifted):
    cells = row(sheet(HEAD, FIRST, SECOND, shifted), "茶农满意度")
    assert [cells[k].text for k in ("first", "second", "target", "actual", "score")] == [
        "满意度指标（40分）",
        "服务对象满意度指标",
        "≥90%",
        "达成预期指标",
        "38",
    ]


@pytest.mark.parametrize(
    ("money", "states"),
    [
        ("\t年度财政资金总额\t60.5\t48.4\t80%\t16", "value value value value"),
        ("\t年度财政资金总额\t\t60.5\t\t48.4\t80%", "value value value damaged"),
        ("\t年度财政资金总额\t\t60.5\t\t48.4", "value value damaged damaged"),
        ("\t年度财政资金总额\t60.5\t80%", "damaged damaged value damaged"),
    ],
)
def test_lost_cells_of_the_money_stay_unknown(money, states):
    table = sheet(MONEY_HEAD, money, HEAD, FIRST)
    assert " ".join(c.state.value for c in table.row("funds").cells) == states


def test_a_label_cut_by_a_page_break_is_one_label():
    first = "\t产出指\t数量指标\t茶园巡查次数\t\t≥24次\t26次\t25"
    second = "标（80分）\t标（40分）\t质量指标\t抽检合格率\t\t≥95%\t96.5%\t15"
    table = sheet(HEAD, first, second)
    assert {row(table, name)["first"].text for name in ("茶园巡查次数", "抽检合格率")} == {"产出指标（40分）"}


def test_a_second_level_under_the_head_of_the_first_is_known_by_its_name():
    cells = row(sheet(HEAD, "\t数量指标\t\t茶园巡查次数\t\t≥24次\t26次\t25"), "茶园巡查次数")
    assert cells["second"].text == "数量指标"
    assert cells["first"].text == ""


def test_points_in_brackets_are_the_weight_of_a_row():
    cells = row(sheet(HEAD, "\t产出指标\t数量指标\t茶园巡查次数（25分）\t\t≥24次\t26次\t24"), "茶园巡查次数")
    assert str(cells["label_weight"].value) == "25"


def test_a_new_head_starts_a_new_goal():
    head = "年度绩效目标2\t一级指标\t二级指标\t三级指标\t年初目标值\t实际完成值"
    table = sheet(HEAD, FIRST, head, "\t产出指标\t时效指标\t按期完成率\t100%\t98%")
    assert [row(table, "按期完成率")[k].text for k in ("target", "actual")] == ["100%", "98%"]


def test_amounts_in_yuan_are_read_in_the_unit_that_the_label_prints():
    head = "预算执行情况（元）\t\t预算数\t执行数\t执行率"
    cell = sheet(head, "\t资金总额\t605000\t484000\t80%", HEAD, FIRST).row("funds").cells[0]
    assert (str(cell.value), cell.unit.value) == ("605000", "元")


def test_the_table_of_the_whole_department_has_no_subject():
    rows = ("单位名称\t云梦茶站", "基本支出总额\t30.5\t\t项目支出总额\t17.9", MONEY_HEAD, MONEY, HEAD, FIRST, TOTAL)
    table = only_table(with_caption("2020年度云梦茶站部门整体绩效自评表", *rows, unit=""))
    assert (table.role, table.subject) == ("whole_self_evaluation", "")
    assert [figures(table)[k] for k in ("part.basic", "part.project")] == [["30.5"], ["17.9"]]


def test_a_scoring_table_is_read_with_its_total():
    rows = ("项目\t设定分值\t评价得分\t得分率", "产出指标\t50\t48\t96%", "效益指标\t50\t50\t100%", "合计\t100\t98\t98%")
    table = only_table(with_caption("", *rows, unit=""))
    assert table.role == "score_summary"
    assert figures(table) == {
        "indicator:产出指标": ["50", "48", "96"],
        "indicator:效益指标": ["50", "50", "100"],
        "total": ["100", "98", "98"],
    }


def test_the_subject_comes_from_the_caption_where_the_name_is_torn():
    rows = ("项目名称\t春茶\t质量巡查", MONEY_HEAD, MONEY, HEAD, FIRST)
    table = only_table(with_caption("2020年度春茶质量巡查与抽检项目自评表", *rows, unit=""))
    assert table.subject == "春茶质量巡查与抽检"


def test_a_header_with_an_unknown_label_makes_the_table_unsound():
    head = HEAD.replace("年初目标值（A）", "年初值（实际")
    assert "header_cells" in sheet(head, FIRST).quality
