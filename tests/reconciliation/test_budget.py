"""Budgets: their tables against each other, and their prose against the tables, in the layouts of several places."""

from __future__ import annotations

import re

import pytest

from audit.model.document import PublicationType
from audit.model.findings import Category, Severity
from tests import budgets
from tests.budgets import (
    BASIC,
    BY_UNIT,
    FUNDS,
    GENERAL,
    PROSE,
    REVENUE_LIST,
    THREE_PANELS,
    THREE_PUBLIC_LINES,
    TWO_PANELS,
    budget,
    table,
)
from tests.reconciliation.support import reconciled

WRONG = (Severity.ERROR, Severity.WARNING)


def findings(text):
    return [f for f in reconciled(text)[2].findings if f.severity in WRONG]


def statuses(text):
    doc, claims, result = reconciled(text)
    shown = {}
    for claim, verdict in zip(claims, result.verdicts, strict=True):
        paragraph = doc.paragraphs[claim.paragraph]
        shown[paragraph.text[claim.clause_start : claim.clause_end]] = verdict.status.value
    return shown


def changed(rows, old, new):
    assert any(old in row for row in rows), old
    return [row.replace(old, new) for row in rows]


def test_a_right_budget_has_no_findings_and_nothing_stays_open():
    text = budget()
    assert not findings(text)
    assert set(statuses(text).values()) == {"agrees"}


def test_panels_are_known_by_their_titles():
    doc, _, result = reconciled(budget(summary=TWO_PANELS))
    summary = doc.table("budget_revenue_expenditure_summary")
    assert [column.key for column in summary.columns] == ["revenue:amount", "function:total"]
    assert not [f for f in result.findings if f.severity in WRONG]


FIGURES = [
    (name, row, at)
    for name, rows in (
        ("summary", THREE_PANELS), ("revenue", REVENUE_LIST), ("by_unit", BY_UNIT), ("general", GENERAL),
        ("basic", BASIC),
    )
    for row in rows
    for at, cell in enumerate(row.split("|"))
    if at and re.fullmatch(r"\d{1,3}", cell)
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "at"), FIGURES)
def test_every_figure_of_a_table_is_held_to_some_other(name, row, at):
    rows = {"summary": THREE_PANELS, "revenue": REVENUE_LIST, "by_unit": BY_UNIT, "general": GENERAL, "basic": BASIC}
    cells = row.split("|")
    cells[at] = str(int(cells[at]) + 7)
    assert findings(budget(**{name: changed(rows[name], row, "|".join(cells))}))


def test_the_wrong_cell_is_named_once_with_every_relation_that_it_breaks():
    found = findings(
        budget(
            general=changed(
                GENERAL, "20103|政府办公厅（室）及相关机构事务|350", "20103|政府办公厅（室）及相关机构事务|530"
            )
        )
    )
    assert [(f.category, f.places[0].quote, f.expected) for f in found] == [(Category.TABLE_SUM, "530", "350")]


def test_unit_rows_before_their_items_are_parents():
    found = findings(
        budget(by_unit=changed(BY_UNIT, "019002|云梦茶站分站|200|150|50", "019002|云梦茶站分站|210|150|60"))
    )
    assert found
    assert all(f.rule in ("R-hierarchy", "R-budget-expenditure-row") for f in found)


def test_unit_rows_after_their_item_are_children_and_are_not_added_again():
    rows = [
        "科目编码|科目名称|合计|基本支出|项目支出", "合计||500|400|100", "201|一般公共服务支出|350|310|40",
        "20103|政府办公厅（室）及相关机构事务|350|310|40", "2010350|事业运行|350|310|40", "019001|云梦茶站|200|180|20",
        "019002|云梦茶站分站|150|130|20", "208|社会保障和就业支出|90|90|", "20805|行政事业单位养老支出|90|90|",
        "2080505|机关事业单位基本养老保险缴费支出|90|90|", "019001|云梦茶站|90|90|", "212|城乡社区支出|60||60",
        "21201|城乡社区管理事务|60||60", "2120101|行政运行|60||60", "019001|云梦茶站|60||60",
    ]  # fmt: skip
    assert not findings(budget(general=rows))
    assert findings(budget(general=changed(rows, "019002|云梦茶站分站|150", "019002|云梦茶站分站|157")))


def yuan(rows):
    return [
        "|".join(c + "0000.00" if at and re.fullmatch(r"\d{1,3}", c) else c for at, c in enumerate(row.split("|")))
        for row in rows
    ]


def test_a_table_without_unit_line_that_prints_yuan_is_read_in_yuan():
    text = budget().replace(
        table("一般公共预算支出预算表", GENERAL), table("一般公共预算支出预算表", yuan(GENERAL), unit="")
    )
    assert not findings(text)
    assert set(statuses(text).values()) == {"agrees"}


def test_a_small_table_with_the_only_unit_line_does_not_turn_the_others_into_yuan():
    text = budget(unit="").replace(
        table("财政拨款“三公”经费支出表", THREE_PUBLIC_LINES, unit=""),
        table("财政拨款“三公”经费支出表", THREE_PUBLIC_LINES),
    )
    assert not findings(text)
    assert set(statuses(text).values()) == {"agrees"}


def test_a_table_that_declares_its_unit_is_taken_at_its_word():
    text = budget().replace(table("一般公共预算支出预算表", GENERAL), table("一般公共预算支出预算表", yuan(GENERAL)))
    assert Category.NARR_TABLE in {f.category for f in findings(text)}


def test_tables_none_of_which_says_its_unit_agree_with_prose_in_wan_when_they_print_yuan():
    text = budget(
        summary=yuan(THREE_PANELS), revenue=yuan(REVENUE_LIST), by_unit=yuan(BY_UNIT), general=yuan(GENERAL),
        basic=yuan(BASIC), three_public=yuan(THREE_PUBLIC_LINES), funds=yuan(FUNDS), unit="",
    )  # fmt: skip
    assert not findings(text)
    assert set(statuses(text).values()) == {"agrees"}


def test_amounts_in_yuan_are_compared_with_prose_in_wan():
    text = budget(
        summary=yuan(THREE_PANELS), revenue=yuan(REVENUE_LIST), by_unit=yuan(BY_UNIT), general=yuan(GENERAL),
        basic=yuan(BASIC), three_public=yuan(THREE_PUBLIC_LINES), funds=yuan(FUNDS), unit="元",
    )  # fmt: skip
    doc, _, _ = reconciled(text)
    assert doc.identity.publication_type is PublicationType.BUDGET
    assert not findings(text)
    assert set(statuses(text).values()) == {"agrees"}


def test_a_table_in_a_unit_that_is_not_read_stays_unread():
    doc, _, result = reconciled(budget(unit="千元"))
    assert all(not t.rows for t in doc.tables if t.role.startswith("budget_"))
    assert not [f for f in result.findings if f.severity in WRONG]


def test_a_column_that_no_rule_knows_leaves_its_table_unread():
    rows = ["科目编码|科目名称|合计|基本支出|神秘支出|项目支出", *(r + "|" for r in GENERAL[1:])]
    doc, _, result = reconciled(budget(general=rows))
    general = doc.table("budget_general_expenditure")
    assert not general.rows
    assert "header" in general.quality
    assert not [f for f in result.findings if f.severity in WRONG]


def test_columns_by_years_are_not_mixed_up():
    rows = ["科目编码|科目名称|2020年执行数|2021年预算数|||增减额", "|||小计|基本支出|项目支出|"]
    rows += ["合计||450|500|400|100|50", "201|一般公共服务支出|450|500|400|100|50"]
    doc, _, _ = reconciled(budget(general=rows))
    general = doc.table("budget_general_expenditure")
    assert [c.key for c in general.columns] == ["last", "total", "basic", "project", "change"]
    assert general.cell("total", "total").value == 500


def test_the_latest_year_of_a_table_of_three_public_is_meant():
    rows = [
        "2020年预算数||||||2021年预算数|||||",
        "合计|因公出国（境）费|公务用车购置及运行费|||公务接待费|合计|因公出国（境）费|公务用车购置及运行费|||公务接待费",
    ]
    rows += ["||小计|公务用车购置费|公务用车运行费||||小计|公务用车购置费|公务用车运行费|", "9||7||7|2|8||6||6|2"]
    text = budget().replace(
        table("财政拨款“三公”经费支出表", budgets.THREE_PUBLIC_LINES), table("财政拨款“三公”经费支出表", rows)
    )
    doc, _, result = reconciled(text)
    assert doc.table("budget_three_public").cell("total", "total").value == 8
    assert not [f for f in result.findings if f.severity in WRONG]


def test_an_empty_cell_between_total_and_part_is_a_question_not_an_error():
    found = findings(budget(revenue=changed(REVENUE_LIST, "一.财政拨款（补助）|500", "一.财政拨款（补助）|")))
    assert [(f.severity, f.cause.value, f.expected) for f in found] == [(Severity.WARNING, "unclear", "500")]


@pytest.mark.parametrize(
    ("old", "new", "category"),
    [
        ("2021年收支总预算525万元", "2021年收支总预算552万元", Category.NARR_TABLE),
        ("事业收入20万元，占3.8%", "事业收入20万元，占8.3%", Category.NARR_ARITH),
        ("增加100万元，增长25%", "增加100万元，增长20%", Category.NARR_ARITH),
        ("社会保障和就业支出（类）90万元", "社会保障和就业支出（类）80万元", Category.NARR_TABLE),
        ("公用经费70万元", "公用经费60万元", Category.NARR_TABLE),
        ("（2）公务接待费2万元", "（2）公务接待费1万元", Category.NARR_TABLE),
    ],
)
def test_a_wrong_figure_of_the_prose_is_found(old, new, category):
    found = findings(budget(prose=PROSE.replace(old, new)))
    assert category in {f.category for f in found}
    assert any(re.sub(r"\D", "", f.stated) in re.sub(r"[^\d，万%]", "", new) for f in found)


def test_a_budget_is_the_amount_itself_and_compares_with_last_year():
    prose = PROSE + "七、政府采购情况说明\n\n2021年政府采购预算30万元，其中：货物类10万元，服务类20万元。\n\n"
    shown = statuses(budget(prose=prose))
    assert shown["2021年政府采购预算30万元"] == "agrees"


def test_the_classes_of_the_appropriation_are_shares_of_it_inside_the_section_of_all_expenditure():
    prose = PROSE.replace(
        "四、一般公共预算支出预算情况说明",
        "（一）财政拨款支出预算情况说明\n\n2021年财政拨款支出预算500万元，按功能科目：\n\n"
        "1．社会保障和就业支出90万元，占18%，用于养老保险。\n\n四、一般公共预算支出预算情况说明",
    )
    assert findings(budget(prose=prose)) == []
    (finding,) = findings(budget(prose=prose.replace("占18%，用于", "占18.6%，用于")))
    assert (finding.rule, finding.stated, finding.expected) == ("N-share", "18.6", "18")


def test_the_appropriation_of_the_year_is_less_than_that_with_what_was_carried_over():
    rows = [
        "收入||支出|",
        "项目|预算数|项目|预算数",
        "一、本年收入|500|一、一般公共服务支出|353",
        "（一）一般公共预算拨款|480|二、社会保障和就业支出|90",
        "（二）政府性基金预算拨款|20|三、城乡社区支出|60",
        "二、上年结转|3||",
        "收入总计|503|支出总计|503",
    ]
    prose = "第三部分 云梦茶站2021年部门预算情况说明\n\n二、收入预算情况说明\n\n2021年本年财政拨款收入{}万元。\n\n"
    text = "云梦茶站2021年部门预算\n\n第二部分 预算表\n\n" + table("财政拨款收支总表", rows)
    assert findings(text + prose.format("500")) == []
    (finding,) = findings(text + prose.format("509"))
    assert (finding.rule, finding.expected) == ("N-level", "500")


def test_shares_of_a_sentence_without_amounts():
    prose = PROSE.replace(
        "四、一般公共预算支出预算情况说明",
        "四、一般公共预算支出预算情况说明\n\n一般公共服务（类）支出占70%，城乡社区（类）支出占15%。",
    )
    found = findings(budget(prose=prose))
    assert [(f.stated, f.expected) for f in found] == [("15", "12")]


def test_a_share_named_without_a_section_mark_needs_one_path_only():
    prose = PROSE.replace(
        "其中：一般公共服务支出（类）350万元",
        "其中：\n\n1．政府办公厅（室）及相关机构事务（款）事业运行（项）350万元，占70%；一般公共服务支出（类）350万元",
    )
    assert not findings(budget(prose=prose))


def test_items_told_off_by_firstly_and_secondly_make_up_the_level_before_them():
    prose = PROSE + "七、其他情况\n\n项目支出120万元，主要用于茶园建设项目120万元；一是修路70万元，二是买苗50万元。\n\n"
    shown = statuses(budget(prose=prose))
    assert shown["一是修路70万元"] == shown["二是买苗50万元"] == "agrees"


def test_a_total_said_again_at_the_end_of_its_list_is_no_part():
    prose = PROSE + "七、项目情况\n\n茶园项目总预算90.00万，其中修路40.00万，买苗50.00万，合计90.00万。\n\n"
    text = budget(prose=prose)
    assert not findings(text)
    assert statuses(text)["合计90.00万"] == "agrees"


def test_both_sides_of_a_balance_make_up_the_total():
    prose = PROSE.replace(
        "2021年收支总预算525万元。",
        "2021年收支总预算525万元，其中本年收入预算520万元，上年结转5万元；本年支出预算520万元，结转下年5万元。",
    )
    assert not findings(budget(prose=prose))


def test_reasons_that_add_up_settle_a_change():
    prose = PROSE.replace("增长25%。", "增长25%。主要原因是基本支出增加130万元、项目支出减少30万元。")
    shown = statuses(budget(prose=prose))
    assert shown["主要原因是基本支出增加130万元"] == "agrees"
    assert shown["、项目支出减少30万元"] == "agrees"


def test_reasons_that_do_not_add_up_prove_nothing():
    prose = PROSE.replace("增长25%。", "增长25%。主要原因是基本支出增加110万元、项目支出减少30万元。")
    text = budget(prose=prose)
    assert not findings(text)
    assert statuses(text)["主要原因是基本支出增加110万元"] == "unverified"


def test_a_row_that_a_table_does_not_print_proves_nothing():
    prose = PROSE.replace("公用经费70万元。", "公用经费70万元。对个人和家庭的补助0万元。")
    assert statuses(budget(prose=prose))["对个人和家庭的补助0万元"] == "unverified"


def test_funds_are_a_table_of_their_own():
    assert len(FUNDS) == 5
    doc, _, _ = reconciled(budget())
    assert doc.table("budget_gov_funds").cell("total", "total").value == 20


CHART = (
    "2021年本年支出预算520万元，其中：基本支出400万元，占76.9%；项目支出119.8万元，占23.0%；其他0.2万元，占0.0%。"
    "\n\n支出构成图23.0%0.0%\n\n基本支出{first}%项目支出其他\n\n"
)


@pytest.mark.parametrize(("first", "status"), [("76.9", "agrees"), ("79.6", "unverified")])
def test_the_labels_of_a_chart_are_all_shares_of_its_list_or_prove_nothing(first, status):
    prose = PROSE.replace(
        "2021年本年支出预算520万元，其中：基本支出400万元，占76.9%；项目支出120万元，占23.1%。\n\n",
        CHART.format(first=first),
    )
    shown = statuses(budget(prose=prose))
    assert {shown[f"基本支出{first}%"], shown["支出构成图23.0%"]} == {status}


@pytest.mark.parametrize(("amount", "status"), [("130", "agrees"), ("120", "unverified")])
def test_a_verb_before_what_moved_gives_its_amount_a_sign(amount, status):
    reasons = f"主要原因是人员增加工资、奖金等{amount}万元、项目安排减少平台租赁费35万元、预留经费增加5万元。"
    shown = statuses(budget(prose=PROSE.replace("增长25%。", "增长25%。" + reasons)))
    assert shown[f"主要原因是人员增加工资、奖金等{amount}万元"] == status
    assert shown["、项目安排减少平台租赁费35万元"] == shown["、预留经费增加5万元"] == status


def test_a_whole_with_one_part_only_changes_as_its_part_does():
    said = "财政拨款支出预算{0}万元，比2020年预算增加{1}万元。其中，"
    said += "一般公共预算支出预算500万元，比2020年预算增加77万元；政府性基金预算支出0万元。\n\n"
    start = PROSE[: PROSE.index("2021年收支总预算")]
    for whole, change, status in (("500", "77", "agrees"), ("500", "70", "unverified"), ("510", "77", "unverified")):
        shown = statuses(budget(prose=start + said.format(whole, change), funds=[FUNDS[0], "合计||||"]))
        assert shown[f"比2020年预算增加{change}万元"] == status, (whole, change)


def test_a_share_of_total_expenditure_is_of_the_total_that_its_neighbours_fit():
    prose = PROSE.replace(
        "其中：基本支出400万元，占76.9%；项目支出120万元，占23.1%。",
        "按科目划分，一般公共服务支出350万元，占总支出的67.31%；社会保障和就业支出90万元，占总支出的17.31%；"
        "城乡社区支出80万元，占总支出的15.38%；基本支出400万元，占总支出的79.93%。",
    )
    found = findings(budget(prose=prose))
    assert [(f.category, f.stated, f.expected) for f in found] == [(Category.NARR_ARITH, "79.93", "76.92")]


def test_steady_growth_is_a_purpose_and_no_change():
    prose = PROSE + "七、项目情况\n\n茶园项目总预算90万元，其中支持出口60万元，支持茶市稳增长30万元，合计90万元。\n\n"
    shown = statuses(budget(prose=prose))
    assert shown["支持茶市稳增长30万元"] == "agrees"


def test_a_name_whose_characters_changed_places_is_still_that_name():
    said = "政府办公厅（室）及相关机构事务（款）事业行运（项）{0}万元"
    head = "一般公共服务支出（类）350万元"
    prose = PROSE.replace(f"其中：{head}", f"其中：\n\n1．{said.format(350)}，占70%；{head}")
    shown = statuses(budget(prose=prose))
    assert shown["1." + said.format(350)] == "agrees"


CARRIED = [
    "收入||支出|",
    "项目|预算数|项目|预算数",
    "一、本年收入|500|一、本年支出|502",
    "（一）一般公共预算拨款|480|（一）一般公共服务支出|332",
    "（二）政府性基金预算拨款|20|（二）社会保障和就业支出|90",
    "||（三）城乡社区支出|80",
    "二、上年结转|2|二、结转下年|",
    "收入总计|502|支出总计|502",
]


def test_appropriations_with_what_was_carried_over_are_not_those_of_the_current_year():
    said = (
        "七、财政拨款收支预算总体情况说明\n\n2021年财政拨款收支总预算502万元。"
        "收入包括：一般公共预算拨款收入480万元、政府性基金预算拨款收入20万元、上年结转2万元；"
        "支出包括：一般公共服务支出332万元、社会保障和就业支出90万元、城乡社区支出80万元。\n\n"
    )
    text = budget(prose=PROSE + said, extra=table("财政拨款收支预算总表", CARRIED))
    assert not findings(text)
    shown = statuses(text)
    assert shown["、上年结转2万元"] == shown["、城乡社区支出80万元"] == "agrees"
    wrong = findings(text.replace("、上年结转2万元", "、上年结转5万元"))
    (root,) = [f for f in wrong if not f.root]
    assert (root.category, root.stated, root.expected) == (Category.NARR_TABLE, "5", "2")
    assert {f.root for f in wrong} == {""}, "the total that it breaks is not told again"
