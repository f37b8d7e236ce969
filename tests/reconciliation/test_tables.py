"""Findings inside and between tables: one wrong cell is one finding; what extraction broke is never an error."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from tests.reconciliation.publication import TABLES
from tests.reconciliation.support import (
    cell_of,
    errors,
    full_text,
    recognised,
    reconciled,
    stands_at,
    with_cell,
    with_words,
)


def audited(*changes):
    return reconciled(with_words(TABLES, *changes), prose=False)


def findings(*changes):
    return list(audited(*changes)[2].findings)


def test_the_clean_tables_have_no_finding():
    assert findings() == []


# -- units

IN_YI = (
    "2020年度支出决算表（表3）\n\n单位：万元\n\n"
    "科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出\n"
)
ROWS = TABLES.partition(IN_YI)[2].partition("\n\n")[0]


def in_yi(rows):
    """Return rows of amounts in 万元 in 亿元."""
    return re.sub(r"(?<=\t)[\d.]+(?=\t|$)", lambda m: f"{Decimal(m[0]) / 10_000:f}", rows, flags=re.MULTILINE)


def test_a_table_in_larger_units_agrees_with_the_others():
    doc, _, rec = audited((IN_YI, IN_YI.replace("万元", "亿元")), (ROWS, in_yi(ROWS)))
    assert cell_of(doc, "expenditure", "213", "total").text == "0.027"
    assert list(rec.findings) == []


def test_a_wrong_cell_of_a_table_in_larger_units_is_found():
    wrong = in_yi(ROWS).replace("213\t农林水支出\t0.027", "213\t农林水支出\t0.0207")
    doc, _, rec = audited((IN_YI, IN_YI.replace("万元", "亿元")), (ROWS, wrong))
    (finding,) = errors(rec)
    assert stands_at(finding, cell_of(doc, "expenditure", "213", "total"))
    assert (finding.stated, finding.expected) == ("207", "270")


def test_amounts_under_a_larger_unit_than_theirs_do_not_agree():
    assert errors(audited((IN_YI, IN_YI.replace("万元", "亿元")))[2])


# -- blame


def test_one_wrong_cell_is_one_finding_with_all_its_relations():
    doc, _, rec = audited(("2130106\t科技转化与推广服务\t120\t\t120", "2130106\t科技转化与推广服务\t210\t\t120"))
    (finding,) = errors(rec)
    assert stands_at(finding, cell_of(doc, "expenditure", "2130106", "total"))
    assert (finding.stated, finding.expected) == ("210", "120")
    assert finding.diagnosis
    rows = {place.row for place in finding.places}
    assert "21301 农业农村" in rows, "the sum that it breaks is shown"


def test_two_wrong_cells_are_two_findings():
    _, _, rec = audited(
        ("2130106\t科技转化与推广服务\t120\t\t120", "2130106\t科技转化与推广服务\t210\t\t120"),
        ("30101\t基本工资\t160.4", "30101\t基本工资\t106.4"),
    )
    assert len(errors(rec)) == 2


def test_where_several_cells_could_be_wrong_those_that_one_slip_explains_are_told_and_none_is_accused():
    (finding,) = findings(("30101\t基本工资\t160.4", "30101\t基本工资\t106.4"))
    assert "基本工资" in finding.diagnosis
    assert "106.4 应为 160.4" in finding.diagnosis
    assert finding.rule == "R-hierarchy"
    assert {"160.4", "106.4"} <= {place.quote for place in finding.places}


def test_a_wrong_total_is_told_from_a_wrong_part():
    doc, _, rec = audited(("合计\t325.4\t205.4\t120", "合计\t352.4\t205.4\t120"))
    (finding,) = errors(rec)
    assert stands_at(finding, cell_of(doc, "expenditure", "total", "total"))
    assert finding.expected == "325.4"


def test_the_order_of_the_rows_does_not_matter():
    lines = full_text().split("\n")
    total = next(i for i, line in enumerate(lines) if line.startswith("\t\t\t合计\t"))
    lines.insert(total + 4, lines.pop(total))
    assert reconciled("\n".join(lines), prose=False)[2].findings == ()


# -- one table, one column, one grid


def test_a_figure_printed_twice_in_one_table_has_no_rounding():
    (finding,) = [f for f in findings(("21301\t农业农村\t270", "21301\t农业农村\t270.01")) if f.severity == "error"]
    assert finding.expected == "270"


def test_the_last_digit_of_a_sum_of_parts_may_be_rounded():
    changes = [("30101\t基本工资\t160.4\t", "30101\t基本工资\t100.41\t"),
               ("人员经费合计", "30102\t津贴补贴\t60\t\t\t\n人员经费合计")]  # fmt: skip
    (finding,) = findings(*changes)
    assert finding.severity == "rounding"
    assert finding.at_stake == 0
    changes[0] = ("30101\t基本工资\t160.4\t", "30101\t基本工资\t100.45\t")
    assert [f.severity for f in findings(*changes)] == ["error"]


def test_whole_numbers_of_another_column_allow_no_error_here():
    """The grid is the column's own: 120 beside 205.4 is exact to the unit that its column prints."""
    (finding,) = findings(("2130106\t科技转化与推广服务\t120\t\t120", "2130106\t科技转化与推广服务\t120\t\t119"))
    assert finding.severity == "error"


# -- blanks, nil tables, damage


def test_blank_zero_and_nought_are_the_same_nothing():
    zero = TABLES.replace("2210201\t住房公积金\t15\t15\t\t\t\t", "2210201\t住房公积金\t15\t15\t0\t0.00\t—\t")
    assert reconciled(zero, prose=False)[2].findings == ()


def test_a_table_without_figures_holds_zeros():
    text = TABLES.replace("\t合计\t\t\t\n\n说明", "\n说明")
    doc, _, rec = reconciled(text, prose=False)
    assert doc.table("state_capital").is_nil
    assert rec.findings == ()


@pytest.mark.parametrize("damage", ["120 12", "1２0O", "12o"])
def test_damage_is_never_an_error(damage):
    _, _, rec = audited(("2130106\t科技转化与推广服务\t120\t\t120", f"2130106\t科技转化与推广服务\t{damage}\t\t120"))
    assert errors(rec) == []
    assert {r.status.value for r in rec.relations if r.rule == "R-hierarchy"} >= {"unverified", "agrees"}


def test_a_row_that_lost_cells_is_unclear():
    _, _, rec = audited(("213\t农林水支出\t270\t150\t120\t\t\t", "213\t农林水支出\t农\t270 150\t120"))
    assert errors(rec) == []
    assert all(f.cause == "unclear" for f in rec.findings)


def test_a_row_that_ends_early_accuses_nobody():
    assert errors(audited(("2210201\t住房公积金\t15\t15\t\t\t\t", "2210201\t住房公积金\t15"))[2]) == []


def test_a_lost_row_of_the_hierarchy_is_unclear_where_rows_were_not_read():
    _, _, rec = audited(("2130104\t事业运行\t150\t150\t\t\t\t", "事业\t运行\t一百五十\t\t\t\t\t"))
    assert errors(rec) == []
    assert {f.severity for f in rec.findings} <= {"info"}


# -- names and codes


def test_codes_tell_apart_what_names_do_not():
    changes = (
        ("2130104\t事业运行\t150\t150\t\t\t\t", "2130104\t其他支出\t150\t150\t\t\t\t"),
        ("2130106\t科技转化与推广服务\t120\t\t120", "2130106\t其他支出\t120\t\t120"),
    )
    assert findings(*changes) == []


def test_a_code_twice_makes_no_hierarchy():
    assert (
        errors(audited(("2130106\t科技转化与推广服务\t120\t\t120", "2130104\t科技转化与推广服务\t120\t\t120"))[2]) == []
    )


def test_a_class_code_that_its_children_and_its_name_refute():
    doc, _, rec = audited(("213\t农林水支出\t270\t150", "212\t农林水支出\t270\t150"))
    (finding,) = errors(rec)
    assert (finding.rule, finding.stated, finding.expected) == ("R-code-prefix", "212", "213")
    assert finding.places[0].quote == "212"
    assert doc.table("expenditure").row("212").name == "农林水支出"


def test_unit_rows_are_not_added_to_the_total():
    changes = (
        "208\t社会保障和就业支出\t40.4\t40.4\t\t\t\t",
        "019001\t云梦茶站\t325.4\t205.4\t120\t\t\t\n208\t社会保障和就业支出\t40.4\t40.4\t\t\t\t",
    )
    assert findings(changes) == []


# -- units


def test_a_table_in_yuan_agrees_with_one_in_wan_yuan():
    text = TABLES
    start = text.index("2020年度收入决算表（表2）")
    end = text.index("2020年度支出决算表（表3）")
    part = (
        text[start:end]
        .replace("单位：万元", "单位：元")
        .replace("330\t320.4", "3300000\t3204000")
        .replace("\t9.6", "\t96000")
    )
    assert reconciled(text[:start] + part + text[end:], prose=False)[2].findings == ()


# -- printed notes

NOTE = ("\n2020年度收入决算表（表2）", "\n注：27行=（1+2+3+4+5）行；30行=（27+28+29）行\n\n2020年度收入决算表（表2）")


def test_a_printed_note_that_fits_its_table_is_left_alone():
    assert findings(NOTE) == []


def test_a_printed_note_whose_line_contradicts_the_labels_is_the_finding():
    old, new = NOTE
    (finding,) = findings((old, new.replace("30行=（27+28+29）行", "57行=（31+32+58+59）行")))
    assert finding.rule == "R-printed-note"
    assert (finding.stated, finding.expected) == ("57", "60")
    assert finding.severity == "warning"


def test_recognition_of_the_tables_is_what_these_tests_think():
    doc = recognised(TABLES)
    assert [t.role for t in doc.tables] == [
        "revenue_expenditure_summary", "revenue", "expenditure", "general_budget_expenditure",
        "general_budget_basic_expenditure", "three_public", "gov_managed_funds", "state_capital",
    ]  # fmt: skip
    assert with_cell(TABLES, cell_of(doc, "revenue", "total", "other"), "9.6") == TABLES
