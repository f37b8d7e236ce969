"""A row that a page break has cut: its words are put together, its figures stay where they stand; two rows stay two."""

from __future__ import annotations

import pytest

from audit.model.raw import RawCell, RawLine
from audit.recognition.cut_rows import mend_cut_rows
from audit.recognition.lines import survey


def row(number, page, *cells):
    """Return a row; "*" ends a text that fills its cell, "^" is a cell that reaches down from above."""
    made, at = [], 0
    for cell in cells:
        text = cell.strip("*^")
        made.append(RawCell(text, at, at + len(text), merged=cell == "^", full=cell.endswith("*")))
        at += len(text) + 1
    return RawLine("f1", number, "\t".join(cell.strip("*^") for cell in cells), page, tuple(made), None, number)


def mended(*rows):
    lines, halves = mend_cut_rows(survey(rows))
    return [[cell.text for cell in line.raw.cells] for line in lines], [half.raw.number for half in halves]


def test_a_name_that_goes_on_overleaf_stands_in_its_row():
    rows, halves = mended(
        row(1, 1, "2080505", "机关事业单位基本*", "16.4"),
        row(2, 2, "", "养老保险缴费支出", ""),
        row(3, 2, "210", "卫生健康支出", "5"),
    )
    assert rows == [["2080505", "机关事业单位基本养老保险缴费支出", "16.4"], ["210", "卫生健康支出", "5"]]
    assert halves == [1, 2]


def test_the_row_stands_where_its_figures_stand():
    (found,), _ = mend_cut_rows(
        survey((row(1, 1, "", "机关事业单位基本*", ""), row(2, 2, "2080505", "养老保险", "16.4")))
    )
    assert (found.raw.page, found.raw.ref(found.raw.cells[2].start, found.raw.cells[2].end).quote) == (2, "16.4")
    assert found.raw.cells[1].text == "机关事业单位基本养老保险"


@pytest.mark.parametrize(
    ("above", "below"),
    [
        (("208", "社会保障和就业", "16.4"), ("", "卫生健康支出", "")),  # room was left
        (("", "债务还本支出*", ""), ("", "债务付息支出", "")),  # whole names
        (("一、", "茶叶种植补助*", "5"), ("二、", "（一）加工补助", "")),  # a mark of its own
        (("208", "社会保障和就业*", "16.4"), ("210", "卫生健康支出", "5")),  # a code of its own
        (("甲", "茶园面积*", ""), ("", "茶园产量", "7")),  # figures where the other has none, and words alike
        (("", "1.00*", "12.5*"), ("", "2.00", "13.5")),  # figures only
    ],
)
def test_two_rows_stay_two(above, below):
    assert mended(row(1, 1, *above), row(2, 2, *below)) == ([[c.strip("*") for c in above], list(below)], [])


def test_only_the_first_row_of_a_page_goes_on_with_the_one_before():
    rows, _ = mended(row(1, 1, "项目名称*", "春茶*"), row(2, 2, "", "收购补助"), row(3, 2, "主管部门", "云梦茶站"))
    assert rows == [["项目名称", "春茶收购补助"], ["主管部门", "云梦茶站"]]


def test_rows_of_one_page_are_never_joined():
    assert len(mended(row(1, 1, "甲", "春茶收购*"), row(2, 1, "", "补助"))[0]) == 2


def test_a_row_over_three_pages():
    rows, _ = mended(row(1, 1, "目标", "推广良种，*"), row(2, 2, "", "培训农户，*"), row(3, 3, "", "改善水利"))
    assert rows == [["目标", "推广良种，培训农户，改善水利"]]


def test_a_code_and_an_amount_broken_at_their_point_are_put_together():
    rows, _ = mended(row(1, 1, "215050*", "无线*", "2,360.*"), row(2, 2, "8", "电监管", "70"))
    assert rows == [["2150508", "无线电监管", "2,360.70"]]


def test_an_amount_with_a_blank_in_it_is_put_together_as_well():
    rows, _ = mended(row(1, 1, "本年收入*", "27", "23, 286.*"), row(2, 2, "合计", "", "92"))
    assert rows == [["本年收入合计", "27", "23, 286.92"]]


def test_a_row_with_words_of_its_own_is_no_second_half():
    above, below = ("项目类型*", "一次性项目*", "", ""), ("预算执行情况", "预算数", "执行数", "得分")
    assert len(mended(row(1, 1, *above), row(2, 2, *below))[0]) == 2


def test_figures_that_may_be_one_or_two_are_kept_apart():
    rows, _ = mended(row(1, 1, "无线*", "15690*"), row(2, 2, "电监管", "624.38"))
    assert rows == [["无线电监管", "15690 624.38"]]


def test_a_bracket_that_is_open_is_closed_overleaf():
    rows, _ = mended(row(1, 1, "产出指标（40", "群众投诉的转*", "10"), row(2, 2, "分）", "办时限", ""))
    assert rows == [["产出指标（40分）", "群众投诉的转办时限", "10"]]


def test_the_tail_of_a_cell_over_several_rows_is_no_label_of_a_new_row():
    rows, _ = mended(
        row(1, 1, "产出指标（40", "时效", "10"), row(2, 1, "^", "质量", "5"), row(3, 2, "分）", "成本", "5")
    )
    assert rows == [["产出指标（40分）", "时效", "10"], ["", "质量", "5"], ["", "成本", "5"]]
    rows, _ = mended(row(1, 1, "年度总体目标*", "甲"), row(2, 1, "^", "乙"), row(3, 2, "绩效指标一览", "丙"))
    assert rows[-1] == ["绩效指标一览", "丙"]
