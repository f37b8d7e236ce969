"""Numbers of headings and items."""

from __future__ import annotations

import pytest

from audit.checklist.kinds.contents_check import find
from audit.checklist.kinds.marks import marks_of, opening_mark, spellings
from tests.checklist.publication import audited, quotes, rules


def found(folder, *changes):
    doc, _ = audited(folder, *changes)
    return [f for f in find(doc, rules().contents_check) if f.rule.startswith("structure.number")]


@pytest.mark.parametrize(
    ("text", "level", "number"),
    [
        ("第三部分 情况", 1, 3),
        ("十二、资产", 2, 12),
        ("（二）结构", 3, 2),
        ("4.采购", 4, 4),
        ("4、采购", 4, 4),
        ("（11）产出", 5, 11),
        ("③效益", 6, 3),
    ],
)
def test_marks_of_every_style_are_read_and_written(text, level, number):
    mark = opening_mark(text)
    assert (mark.level, mark.number) == (level, number)
    assert any(text.startswith(form) for form in spellings(level, number))


@pytest.mark.parametrize("text", ["4.5万元", "2020年", "一般公共服务", "（含税）", "30%"])
def test_figures_and_words_are_no_marks(text):
    assert opening_mark(text) is None


def test_marks_inside_a_paragraph_follow_a_sentence_end():
    assert [(m.level, m.number) for m in marks_of("1.选种。2.育苗；（3）移栽，共4.5亩")] == [(4, 1), (4, 2), (5, 3)]


def test_numbers_that_follow_one_another_have_no_finding(tmp_path):
    assert found(tmp_path) == []


def test_a_number_left_out_is_found_at_the_next_one(tmp_path):
    findings = found(
        tmp_path,
        (
            "2. 农林水支出（类）农业农村（款）科技转化与推广服务（项）：",
            "4. 农林水支出（类）农业农村（款）科技转化与推广服务（项）：",
        ),
    )
    assert findings == []
    findings = found(tmp_path, ("3. 住房保障支出", "4. 住房保障支出"))
    assert [(f.rule, f.expected) for f in findings] == [("structure.number.gap", "3、")]
    assert quotes(findings)[0].startswith("4. 住房保障支出")


def test_a_number_printed_twice_is_found(tmp_path):
    findings = found(tmp_path, ("3. 住房保障支出", "2. 住房保障支出"))
    assert [(f.rule, f.expected) for f in findings] == [("structure.number.twice", "3、")]


def test_a_number_that_stands_inside_the_text_between_is_not_left_out(tmp_path):
    merged = ("（项）：反映良种推广方面的支出。", "（项）：反映良种推广方面的支出；3.其他。")
    assert found(tmp_path, merged, ("3. 住房保障支出", "4. 住房保障支出")) == []


def test_lists_inside_lists_start_anew(tmp_path):
    inner = "1. 选种。\n\n2. 育苗。\n\n（2）效益指标完成情况"
    assert found(tmp_path, ("（2）效益指标完成情况", inner)) == []


def test_a_title_without_the_number_that_its_namesakes_have(tmp_path):
    second = (
        "群众满意率95.5%。",
        (
            "群众满意率95.5%。\n\n（1）产出指标完成情况\n\n甲。\n\n（2）效益指标完成情况\n\n乙。\n\n（3）满意度指标完成情况\n\n丙。\n\n"
            "（1）产出指标完成情况\n\n丁。\n\n（2）效益指标完成情况\n\n戊。\n\n满意度指标完成情况\n\n①满意率指标\n\n己。"
        ),
    )
    findings = found(tmp_path, second)
    assert [(f.rule, quotes([f])[0], f.expected) for f in findings] == [
        ("structure.number.missing", "满意度指标完成情况", "（3）满意度指标完成情况")
    ]
