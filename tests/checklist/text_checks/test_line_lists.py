"""Lists and paths of 科目 in the prose against the tables."""

from __future__ import annotations

import pytest

from audit.checklist.text_checks.line_lists import find
from tests.checklist.publication import audited, quotes, rules


def found(folder, *changes):
    doc, _ = audited(folder, *changes)
    return find(doc, rules().line_lists)


def test_lists_that_agree_have_no_finding(tmp_path):
    assert found(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "rule", "quote"),
    [
        ("津贴补贴、住房公积金；", "津贴补贴、奖金、住房公积金；", "text.list.empty", "奖金"),
        ("基本工资、津贴补贴、住房公积金；", "基本工资、住房公积金、奖金；", "text.list.empty", "奖金"),
        (
            "使用2130104事业运行、",
            "使用2130104事业运行、2130199其他农业农村支出、",
            "text.list.empty",
            "2130199其他农业农村支出",
        ),
        (
            "2130106科技转化与推广服务、2210201",
            "2130106科技推广服务、2210201",
            "text.list.renamed",
            "2130106科技推广服务",
        ),
        (
            "1. 农林水支出（类）农业农村（款）事业运行（项）。",
            "1. 农林水支出（类）林业（款）事业运行（项）。",
            "text.path.section",
            "林业",
        ),
        (
            "2. 农林水支出（类）农业农村（款）科技转化与推广服务（项）。",
            "2. 农林水支出（类）农业农村（款）科技转化与推广（项）。",
            "text.path.item",
            "科技转化与推广",
        ),
        ("科技转化与推广服务（项）：", "科技转化推广服务（项）：", "text.path.item", "科技转化推广服务"),
        ("科技转化与推广服务（项）：", "科技与推广服务（项）：", "text.path.item", "科技与推广服务"),
        ("3. 住房保障支出（类）", "3. 社会保障支出（类）", "text.path.class", "社会保障支出"),
    ],
)
def test_what_the_table_does_not_bear_out_is_found_where_it_stands(tmp_path, old, new, rule, quote):
    findings = [f for f in found(tmp_path, (old, new)) if f.rule != "text.list.omitted"]
    assert [f.rule for f in findings] == [rule]
    assert quotes(findings) == [quote]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("基本工资、津贴补贴、住房公积金；", "基本工资、住房公积金、奖金；", "津贴补贴"),
        ("2130106科技转化与推广服务、2210201住房公积金科目", "2130106科技转化与推广服务科目", "2210201 住房公积金"),
    ],
)
def test_a_row_with_an_amount_that_a_closed_list_leaves_out_is_a_finding(tmp_path, old, new, expected):
    findings = [f for f in found(tmp_path, (old, new)) if f.rule == "text.list.omitted"]
    assert [f.expected for f in findings] == [expected]


def test_an_open_list_need_not_name_every_row(tmp_path):
    assert (
        found(tmp_path, ("2130106科技转化与推广服务、2210201住房公积金科目", "2130106科技转化与推广服务等科目")) == ()
    )


def test_a_wrong_name_in_the_place_of_a_row_is_one_finding(tmp_path):
    findings = found(tmp_path, ("基本工资、津贴补贴、住房公积金；", "基本工资、在职各项补助、住房公积金；"))
    assert [(f.rule, f.stated, f.expected) for f in findings] == [("text.list.misnamed", "在职各项补助", "津贴补贴")]


def test_a_name_one_character_off_is_misspelt_not_missing(tmp_path):
    findings = found(tmp_path, ("基本工资、津贴补贴、住房公积金；", "基木工资、津贴补贴、住房公积金；"))
    assert [(f.rule, f.stated, f.expected) for f in findings] == [("text.list.renamed", "基木工资", "基本工资")]


def test_damaged_rows_prove_nothing(tmp_path):
    broken = ("30103	奖金	", "30103	奖金	4?7")
    assert found(tmp_path, broken, ("津贴补贴、住房公积金；", "津贴补贴、奖金、住房公积金；")) == ()


def test_a_slip_repeated_in_one_section_is_one_finding(tmp_path):
    findings = found(
        tmp_path,
        ("（款）事业运行（项）。", "（款）事业远行（项）。"),
        (
            "2. 农林水支出（类）农业农村（款）科技转化与推广服务（项）。",
            "2. 农林水支出（类）农业农村（款）事业远行（项）。",
        ),
    )
    assert [(f.rule, len([p for p in f.places if p.quote == "事业远行"])) for f in findings] == [("text.path.item", 2)]


def test_a_list_that_a_page_break_cuts_is_read_to_its_end(tmp_path):
    assert found(tmp_path, ("主要包括：基本工资、津贴", "主要包括：基本工资、津\n\n贴")) == ()
    findings = found(tmp_path, ("基本工资、津贴补贴、住房公积金；", "基本工资、奖\n\n金、津贴补贴、住房公积金；"))
    assert [(f.rule, f.stated) for f in findings] == [("text.list.empty", "奖金")]


def test_a_list_that_nothing_ends_leaves_nothing_out(tmp_path):
    rest = "，主要包括：办公费、差旅费。"
    findings = found(
        tmp_path, ("30202	印刷费	", "30202	印刷费	5"), (rest, "，主要包括：办公费、差旅费、培")
    )
    assert [f.rule for f in findings if f.rule == "text.list.omitted"] == []
    findings = found(
        tmp_path,
        ("30202	印刷费	", "30202	印刷费	5"),
        (rest, "，主要包括：办公费、差旅费、其他商品和服务支出。"),
    )
    assert [f.expected for f in findings if f.rule == "text.list.omitted"] == ["印刷费"]


@pytest.mark.parametrize(
    ("entry", "quote"),
    [
        ("1.技术转化与推广服务（2130106）：反映良种推广方面的支出。", ["技术转化与推广服务"]),
        ("1.国家科技转化与推广服务（2130106）：反映良种推广方面的支出。", ["国家科技转化与推广服务"]),
        ("1.科技转化与推广服务（2130106）：反映良种推广方面的支出。", []),
        ("1.科技转化与推广（2130106），决算数为1000万元。", []),
        ("本站使用的技术转化与推广服务（2130106）反映良种推广方面的支出。", []),
    ],
)
def test_the_name_before_a_code_is_the_one_that_the_tables_print(tmp_path, entry, quote):
    findings = found(tmp_path, ("（一）基本支出：", f"{entry}\n\n（一）基本支出："))
    assert [f.rule for f in findings] == ["text.path.item"] * len(quote)
    assert quotes(findings) == quote


STRANGE = "农林水支出（类）农业农村（款）茶园管护（项）"


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [
        # the list leaves out one 项 of the 款, and states its amount under a name that no table has
        ("2. 农林水支出（类）农业农村（款）科技转化与推广服务（项）。", f"2. {STRANGE}。", ["茶园管护"]),
        # another amount: a 项 of its own that the tables may lack
        (
            "2. 农林水支出（类）农业农村（款）科技转化与推广服务（项）。年初预算为1000万元，支出决算为1000万元",
            f"2. {STRANGE}。年初预算为900万元，支出决算为900万元",
            [],
        ),
        # no 项 of the 款 is left out
        ("预算的100.0%。\n", f"预算的100.0%。\n\n3. {STRANGE}。支出决算为1000万元。\n", []),
    ],
)
def test_an_item_under_a_name_of_its_own_takes_the_place_of_the_one_left_out(tmp_path, old, new, quote):
    findings = [f for f in found(tmp_path, (old, new)) if f.rule == "text.path.item"]
    assert quotes(findings) == quote
    assert [f.expected for f in findings] == ["科技转化与推广服务"] * len(quote)
