"""Shares, completion rates, growth and changes are computed anew from what the sentence says they are of."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import TABLES, found, status

SHARES = "2020年度本年支出合计325.4万元。其中：基本支出205.4万元，占本年支出{}%；项目支出120万元，占本年支出36.9%。"
GENERAL = "2020年度财政拨款支出300.4万元，占本年支出合计的{}%。"
ITEM = "农林水支出（类）农业农村（款）事业运行（项）。年初预算为{}万元，支出决算为145万元，完成年初预算的{}%。"
THREE = "2020年度“三公”经费支出年初预算为10万元，支出决算为7.5万元，完成年初预算的{}%。"
RISE = "2020年度收、支总计330万元。与2019年度相比，收、支总计各增加{}万元，增长{}%，主要原因是新增项目。"
FALL = "2020年度收、支总计330万元。与2019年度相比，收、支总计各减少{}万元，下降{}%，主要原因是压减项目。"


@pytest.mark.parametrize(
    ("section", "sentence", "rate", "what"),
    [
        ("expenditure", SHARES.format("63.1"), "63.1", "agrees"),
        ("expenditure", SHARES.format("63.12"), "63.12", "agrees"),
        ("expenditure", SHARES.format("63.2"), "63.2", "rounding"),
        ("expenditure", SHARES.format("63.5"), "63.5", "disagrees"),
        ("expenditure", SHARES.format("36.1"), "36.1", "disagrees"),
        ("general", GENERAL.format("92.3"), "92.3", "agrees"),
        ("general", GENERAL.format("91"), "91", "rounding"),
        ("general", GENERAL.format("89"), "89", "disagrees"),
        ("general", ITEM.format("150", "96.7"), "96.7", "agrees"),
        ("general", ITEM.format("150", "96.6"), "96.6", "rounding"),
        ("general", ITEM.format("150", "103.4"), "103.4", "disagrees"),
        ("three_public", THREE.format("75"), "75", "agrees"),
        ("three_public", THREE.format("57"), "57", "disagrees"),
        ("summary", RISE.format("30", "10"), "10", "agrees"),
        ("summary", RISE.format("30", "9.1"), "9.1", "disagrees"),
        ("summary", FALL.format("30", "8.3"), "8.3", "agrees"),
        ("summary", FALL.format("30", "10"), "10", "disagrees"),
    ],
)
def test_rates(section, sentence, rate, what):
    assert status(section, sentence, rate) == what
    assert [f.severity for f in found(section, sentence)] == (["error"] if what == "disagrees" else [])


def test_what_is_more_than_the_budget_right_behind_its_amount_is_no_spending():
    words = "农林水支出（类）农业农村（款）事业运行（项）。支出决算为145万元，比年初预算{}万元{}5万元，完成{}%。"
    assert found("general", words.format("140", "多", "103.6")) == []
    assert found("general", words.format("150", "少", "96.7")) == []
    assert status("general", words.format("150", "少", "96.7"), "96.7") == "agrees"


def test_a_wrong_rate_says_what_it_should_be():
    (finding,) = found("expenditure", SHARES.format("36.1"))
    assert (finding.category, finding.rule, finding.stated, finding.expected) == (
        "NARR_ARITH",
        "N-share",
        "36.1",
        "63.1",
    )


def test_an_inverted_completion_rate_says_what_it_should_be():
    (finding,) = found("general", ITEM.format("150", "103.4"))
    assert (finding.rule, finding.expected) == ("N-completion", "96.7")


def test_a_fall_is_measured_against_last_year_not_this_one():
    """30 less than last year's 360 is 8.3 %, not 30 / 330."""
    assert status("summary", FALL.format("30", "9.1"), "9.1") == "disagrees"


@pytest.mark.parametrize("rate", ["100", "0"])
def test_a_rate_on_nothing_is_not_comparable(rate):
    sentence = f"2020年度收、支总计330万元。与2019年度相比，收、支总计各增加330万元，增长{rate}%，主要原因是本年新设。"
    (finding,) = found("summary", sentence)
    assert (finding.category, finding.severity) == ("LOGIC", "warning")
    assert finding.expected == "不可比"


def test_a_completion_rate_without_a_budget():
    sentence = ITEM.format("0", "100")
    assert {f.category for f in found("general", sentence)} <= {"LOGIC"}
    assert status("general", sentence, "100") == "disagrees"


def test_a_share_of_something_unsaid_is_unverified():
    assert status("procurement", "占比较大，占65.1%。", "65.1") == "unverified"


def test_a_rate_computed_from_a_doubtful_cell_accuses_nobody():
    tables = TABLES.replace("30101\t基本工资\t160.4", "30101\t基本工资\t106.4")
    assert (
        found("basic", "2020年度一般公共预算财政拨款基本支出200.4万元，其中：人员经费160.4万元。", tables=tables)[
            0
        ].category
        == "TABLE_SUM"
    )


def test_the_direction_word_of_the_next_item_is_not_this_ones():
    sentences = (
        "1. 公务接待费支出决算为1.5万元，比预算减少0.5万元。",
        "2. 公务用车运行维护费6万元，比预算减少2万元。",
    )
    assert found("three_public", *sentences) == []


@pytest.mark.parametrize(("change", "what"), [("减少2.5", []), ("减少3.5", ["N-change"])])
def test_a_change_against_the_budget(change, what):
    sentence = f"2020年度“三公”经费支出年初预算为10万元，支出决算为7.5万元，比年初预算{change}万元。"
    assert [f.rule for f in found("three_public", sentence)] == what


def test_a_rise_that_is_more_than_the_whole_of_this_year():
    """Last year would have been less than nothing. One slip makes the rate right: it is named."""
    (finding,) = found("summary", RISE.format("3000", "10"))
    assert (finding.category, finding.rule, finding.stated) == ("LOGIC", "L-rise", "3000")
    assert "30" in finding.diagnosis
    assert found("summary", RISE.format("30", "10")) == []


PARTS = (
    "2020年度“三公”经费支出决算比2019年度减少2.5万元，下降25%，其中：因公出国（境）费支出决算减少{}万元，下降100%；"
    "公务用车购置及运行费支出决算增加0.5万元，增长9.1%；公务接待费支出决算减少1万元，下降40%。"
)


def test_the_changes_of_all_parts_make_up_the_change():
    assert found("three_public", PARTS.format("2")) == []
    (finding,) = found("three_public", PARTS.format("3"))
    assert (finding.rule, finding.stated, finding.expected) == ("N-parts", "2.5", "3.5")


def test_changes_of_some_parts_prove_nothing():
    some = PARTS.format("3").replace("公务接待费支出决算减少1万元，下降40%", "主要原因是压减出国团组")
    assert [f for f in found("three_public", some) if f.rule == "N-parts"] == []


def test_a_text_that_goes_by_what_the_table_asks_of_its_cell():
    """The budget of vehicles, 8 in all, is printed as 0 in its only part: the text's rate of 75 % is that of 8."""
    tables = TABLES.replace("10\t\t8\t\t8\t2\t7.5", "10\t\t8\t0\t0\t2\t7.5")
    assert tables != TABLES
    sentence = "公务用车运行维护费支出6万元，完成年初预算的{}%，比年初预算减少2万元。"
    assert status("three_public", sentence.format("75"), "75", tables) == "agrees"
    assert status("three_public", sentence.format("75"), "2", tables) == "agrees"
    assert status("three_public", sentence.format("60"), "60", tables) == "unverified"
    more = sentence.format("75").replace("减少2万元", "减少3万元")
    assert status("three_public", more, "3", tables) == "disagrees"


TWO = (
    "农林水支出（类）年初预算为258.5万元，支出决算为245万元；住房保障支出（类）年初预算为16.2万元，支出决算为15万元，"
    "分别完成年初预算的94.8%和{}%。"
)


def test_completion_rates_of_two_items_in_one_clause():
    assert found("general", TWO.format("92.6")) == []
    (finding,) = found("general", TWO.format("96.2"))
    assert (finding.rule, finding.stated, finding.expected) == ("N-completion", "96.2", "92.6")


PLANNED = "农林水支出（类）2020年度决算145万元，比2020年年初预算减少5万元，下降{}%。"


@pytest.mark.parametrize(("rate", "what"), [("3.3", "agrees"), ("3.4", "rounding"), ("3.8", "disagrees")])
def test_a_change_against_a_budget_that_is_not_stated(rate, what):
    """The budget is this year's amount less the change: 145 + 5."""
    assert status("general", PLANNED.format(rate), rate) == what


PART_BETWEEN = "2020年度收入总计330万元，其中年初结转和结余4.6万元，较2019年{}万元，{}%；本年收入合计325.4万元。"


@pytest.mark.parametrize(
    ("change", "rate", "what"),
    [
        ("增加30", "增长10", "agrees"),
        ("减少0.4", "下降8", "agrees"),
        ("增加30", "增长12", "disagrees"),
        ("减少30", "下降12", "disagrees"),
    ],
)
def test_a_change_after_a_part_may_be_that_of_the_whole(change, rate, what):
    """Whichever of the two it is of: one that fits neither is wrong."""
    assert status("summary", PART_BETWEEN.format(change, rate), rate[2:]) == what


@pytest.mark.parametrize(("rate", "what"), [("0.0", "agrees"), ("50", "unverified")])
def test_nothing_of_nothing_is_nothing(rate, what):
    """The table has neither a budget nor an amount for travel abroad."""
    sentence = f"2020年度“三公”经费支出年初预算为10万元，其中：因公出国（境）费支出决算为0万元，完成预算的{rate}%。"
    assert status("three_public", sentence, rate) == what


BOUGHT = "{}政府采购支出总额29.8万元，其中：货物支出10.9万元，工程支出{}万元，服务支出12.7万元。"
AWARDED = "其中15.1万元的合同授予中小企业，比重为{}%；授予中小企业的合同中，10.2万元授予小微企业，比重为{}%。"


@pytest.mark.parametrize("year", ["2020年度", "2018年度"])
@pytest.mark.parametrize(
    ("medium", "small", "figure", "what"),
    [("50.7", "67.5", "50.7", "agrees"), ("50.7", "67.5", "67.5", "agrees"), ("57.0", "67.5", "57.0", "disagrees"),
     ("50.7", "76.5", "76.5", "disagrees")],
)  # fmt: skip
def test_shares_of_what_was_awarded_are_of_one_year(year, medium, small, figure, what):
    """What is said after an amount names it, and all of a paragraph that names a single year is of that year."""
    sentence = BOUGHT.format(year, "6.2") + AWARDED.format(medium, small)
    assert status("procurement", sentence, figure) == what


@pytest.mark.parametrize(("works", "what"), [("6.2", "agrees"), ("2.6", "disagrees")])
def test_parts_of_another_years_total_are_of_that_year(works, what):
    assert status("procurement", BOUGHT.format("2018年度", works).replace("，其中：", "，"), "29.8") == what
