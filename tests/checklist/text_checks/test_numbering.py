"""Numbers of headings and items."""

from __future__ import annotations

from audit.checklist.text_checks.contents_check import find
from tests.checklist.publication import audited, quotes, rules


def found(folder, *changes):
    doc, _ = audited(folder, *changes)
    return [f for f in find(doc, rules().contents_check) if f.rule.startswith("structure.number")]


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
