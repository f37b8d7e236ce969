"""A stated level is bound by what it says: its section, its concept, its measure, its fund."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import TABLES, found, status, told
from tests.reconciliation.support import verdict_of

AGREEING = [
    ("summary", "2020年度收、支总计330万元。", "330"),
    ("revenue", "2020年度本年收入合计330万元，其中：财政拨款收入320.4万元。", "320.4"),
    ("revenue", "2020年度本年收入合计330万元，其中：其他收入9.6万元。", "9.6"),
    ("expenditure", "2020年度本年支出合计325.4万元。", "325.4"),
    ("expenditure", "其中：基本支出205.4万元。", "205.4"),
    ("general", "2020年度财政拨款支出300.4万元。", "300.4"),
    ("general", "其中：基本支出200.4万元，项目支出100万元。", "100"),
    ("basic", "2020年度一般公共预算财政拨款基本支出200.4万元，其中：人员经费160.4万元。", "160.4"),
    ("basic", "公用经费40万元。", "40"),
    ("three_public", "2020年度“三公”经费支出决算为7.5万元。", "7.5"),
    ("three_public", "2020年度“三公”经费支出年初预算为10万元，支出决算为7.5万元。", "10"),
    ("three_public", "公务接待费支出1.5万元。", "1.5"),
    ("three_public", "公务用车运行维护费6万元。", "6"),
    ("funds", "2020年度政府性基金预算财政拨款本年收入20万元，本年支出20万元。", None),
]
WRONG = [
    ("summary", "2020年度收、支总计333万元。", "333", "330"),
    ("revenue", "2020年度本年收入合计303万元。", "303", "330"),
    ("expenditure", "2020年度本年支出合计325.5万元。", "325.5", "325.4"),
    ("general", "2020年度财政拨款支出304万元。", "304", "300.4"),
    ("general", "其中：基本支出205.4万元。", "205.4", "200.4"),
    ("basic", "2020年度人员经费164万元。", "164", "160.4"),
    ("three_public", "2020年度公务接待费支出决算为2万元。", "2", "1.5"),
    ("three_public", "2020年度“三公”经费支出决算为10万元。", "10", "7.5"),
]


@pytest.mark.parametrize(("section", "sentence", "printed"), [case for case in AGREEING if case[2]])
def test_what_the_tables_say_agrees(section, sentence, printed):
    assert status(section, sentence, printed) == "agrees"
    assert found(section, sentence) == []


@pytest.mark.parametrize(("section", "sentence", "printed", "right"), WRONG)
def test_what_the_tables_refute_is_one_finding(section, sentence, printed, right):
    (finding,) = found(section, sentence)
    assert (finding.category, finding.severity) == ("NARR_TABLE", "error")
    assert (finding.stated, finding.expected) == (printed, right)
    assert printed in finding.places[0].quote
    assert any(place.quote == right for place in finding.places[1:])


def test_appropriation_expenditure_in_section_five_is_that_of_the_general_budget():
    """320.4 is what all appropriations came to: here it is the wrong figure, elsewhere the right one."""
    assert status("general", "2020年度财政拨款支出300.4万元。", "300.4") == "agrees"
    assert status("general", "2020年度财政拨款支出320.4万元。", "320.4") == "disagrees"


def test_basic_expenditure_means_another_table_in_another_section():
    assert status("expenditure", "其中：基本支出205.4万元。", "205.4") == "agrees"
    assert status("general", "其中：基本支出205.4万元。", "205.4") == "disagrees"


def test_the_same_digits_elsewhere_in_a_table_prove_nothing():
    """160.4 is 人员经费; as 公用经费 it is wrong, whatever else holds it."""
    assert status("basic", "公用经费160.4万元。", "160.4") == "disagrees"


def test_a_figure_without_a_concept_is_unverified():
    assert status("expenditure", "另有往来款项330万元。", "330") == "unverified"


def test_a_concept_without_a_cell_is_unverified():
    assert status("procurement", "2020年度政府采购支出总额52.5万元。", "52.5") == "unverified"


def test_last_years_figure_is_not_held_to_this_years_cell():
    assert status("expenditure", "2019年度本年支出合计280万元。", "280") != "disagrees"


def test_another_unit_is_the_same_amount():
    assert status("expenditure", "2020年度本年支出合计3254000元。", "3254000") == "agrees"
    assert status("expenditure", "2020年度本年支出合计3245000元。", "3245000") == "disagrees"


def test_trailing_zeros_change_nothing():
    assert status("expenditure", "2020年度本年支出合计325.40万元。", "325.40") == "agrees"


@pytest.mark.parametrize(
    "sentence",
    [
        "本部门2020年度没有国有资本经营预算财政拨款支出。",
        "本部门无国有资本经营预算财政拨款支出。",
        "2020年度国有资本经营预算财政拨款支出0万元。",
    ],
)
def test_a_statement_of_nothing_agrees_with_a_blank(sentence):
    assert found("capital", sentence) == []
    _, claims, rec = told("capital", sentence)
    assert all(v.status != "disagrees" for v in rec.verdicts)
    for claim in claims[:-1]:
        assert verdict_of(claims, rec, claim.quantity.printed).status == "agrees"


def test_something_against_an_empty_table_is_a_finding():
    (finding,) = found("capital", "2020年度国有资本经营预算财政拨款支出5万元。")
    assert finding.expected == "0"


def test_a_damaged_cell_settles_nothing():
    damaged = TABLES.replace("\t合计\t300.4\t200.4\t100\n", "\t合计\t300.4 30.4\t200.4\t100\n")
    assert status("general", "2020年度财政拨款支出304万元。", "304", tables=damaged) == "unverified"


# -- 科目 by names


def test_a_line_is_bound_by_its_path_of_names():
    sentence = "农林水支出（类）农业农村（款）事业运行（项）支出决算为145万元。"
    assert status("general", sentence, "145") == "agrees"
    (finding,) = found("general", sentence.replace("145", "154"))
    assert finding.expected == "145"


def test_a_name_in_another_class_is_not_the_same_line():
    sentence = "社会保障和就业支出（类）农业农村（款）事业运行（项）支出决算为999万元。"
    assert status("general", sentence, "999") == "unverified"


def test_a_name_that_two_lines_share_binds_to_neither():
    tables = TABLES.replace("2210201\t住房公积金\t15\t15\t\n", "2210201\t事业运行\t15\t15\t\n")
    assert status("general", "事业运行支出决算为999万元。", "999", tables=tables) == "unverified"


def test_a_section_and_its_only_item_that_share_a_name_are_one_figure():
    tables = TABLES.replace(
        "22102\t住房改革支出\t15\t15\t\n2210201\t住房公积金", "22102\t住房公积金\t15\t15\t\n2210201\t住房公积金"
    )
    assert (
        status("general", "住房保障支出（类）住房公积金（款）住房公积金（项）支出决算为15万元。", "15", tables=tables)
        == "agrees"
    )


def test_a_finding_between_text_and_a_proven_wrong_cell_is_not_told_twice():
    """The table's own sums prove 325.4: the sentence that says so is right, and the cell is the one finding."""
    tables = TABLES.replace("\t合计\t325.4\t205.4\t120", "\t合计\t352.4\t205.4\t120")
    _, claims, rec = told("expenditure", "2020年度本年支出合计325.4万元。", tables=tables)
    assert [f.category for f in rec.findings] == ["TABLE_SUM"]
    assert verdict_of(claims, rec, "325.4").status == "agrees"


def test_a_publication_may_call_the_total_of_the_year_the_total_if_it_does_so_on_both_sides():
    both = "2020年度收入总计330万元，支出总计325.4万元。"
    assert status("summary", both, "325.4") == "agrees"
    assert found("summary", both) == []
    (finding,) = found("summary", "2020年度支出总计325.4万元。")
    assert (finding.stated, finding.expected) == ("325.4", "330")
    (finding,) = found("summary", "2020年度收入总计330万元，支出总计325.5万元。")
    assert (finding.stated, finding.expected) == ("325.5", "330")


def test_one_wrong_total_does_not_make_the_others_wrong():
    """325.4 is 本年合计 and not 总计, which tells what is meant: the slip beside it tells nothing."""
    (finding,) = found("summary", "2020年度收入总计336万元，支出总计325.4万元。")
    assert (finding.stated, finding.expected) == ("336", "330")
    twice = "2020年度支出总计325.4万元。支出总计328.4万元，收入总计330万元。"
    (finding,) = found("summary", twice)
    assert (finding.stated, finding.expected) == ("328.4", "325.4")


def test_a_budget_is_called_a_budget():
    """A reader must see which of the two figures of one concept is meant."""
    (off,) = found("three_public", "2020年度“三公”经费支出年初预算为11万元，支出决算为7.5万元。")
    assert "“三公”经费支出年初预算为 11万元" in off.message.replace('"', "“", 1).replace('"', "”", 1)
    (off,) = found("three_public", "2020年度“三公”经费支出年初预算为10万元，支出决算为7.9万元。")
    assert "预算为" not in off.message


@pytest.mark.parametrize(
    ("section_name", "expected"),
    [
        ("住房改革支出", "disagrees"),
        # the name of the 类 in the place of its only 款: the 项 under it is the one that is meant
        ("住房保障支出", "disagrees"),
        # another 款, which the table may lack
        ("城乡社区住宅", "unverified"),
    ],
)
def test_a_path_that_repeats_the_class_for_its_only_section_is_read_all_the_same(section_name, expected):
    sentence = f"1.住房保障支出（类）{section_name}（款）住房公积金（项）。支出决算为16万元。"
    assert status("general", sentence, "16") == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        # what the finance office gave for projects is the sum over the funds; 120 of 120 here, 115 with other money
        ("对财政资金安排的全部项目支出进行评价，涉及资金115万元，占财政资金项目支出的100.0%。", []),
        ("组织对项目支出开展自评，涉及资金115万元，占比较高。", []),
        ("财政拨款项目支出115万元。", []),
        ("财政拨款项目支出151万元。", ["151"]),
        ("项目支出资金115万元，占财政拨款项目支出总额的90.0%。", ["90.0"]),
    ],
)
def test_evaluated_projects_may_be_those_of_the_finance_office_alone(sentence, expected):
    tables = TABLES.replace("\t100\n208", "\t95\n208").replace("300.4\t200.4\t95", "295.4\t200.4\t95")
    shown = [f.stated for f in found("performance", sentence, tables=tables) if "NARR" in f.category]
    assert shown == expected
