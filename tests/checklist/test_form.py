"""A form that the department filled in: questions by number, answers wherever their column stands."""

from __future__ import annotations

from audit.checklist.form import match_rows, read_form
from audit.model.raw import RawCell, RawLine
from audit.packs.checklists import load_packs

PACK = next(pack for pack in load_packs() if pack.id == "wuhan-final-accounts-2020")


def line(number, *texts):
    cells, at = [], 0
    for text in texts:
        cells.append(RawCell(text, at, at + len(text)))
        at += len(text) + 1
    return RawLine("f1", number, "\t".join(texts), cells=tuple(cells))


def read(*lines):
    return {row.number: row for row in read_form(lines, PACK.vocabulary)}


def test_the_answer_is_the_only_cell_that_is_yes_or_no():
    rows = read(
        line(1, "1", "一、格式", "文档", "是否按规定的顺序公开各部分", "是", ""),
        line(2, "2", "", "", "文字和图形的排版是否规范", "否"),
        line(3, "17", "是否说明因公出国团组数和人数", "", "是", ""),
    )
    assert {number: row.declared for number, row in rows.items()} == {1: "是", 2: "否", 17: "是"}
    assert rows[17].question == "是否说明因公出国团组数和人数"
    assert rows[1].ref.quote == "是否按规定的顺序公开各部分"


def test_a_row_without_answer_is_read_as_unanswered():
    rows = read(line(1, "36", "三、时间", "时间安排", "是否按时首次报送拟公开信息", "", ""))
    assert rows[36].declared is None
    assert rows[36].question == "是否按时首次报送拟公开信息"


def test_two_answers_in_one_row_settle_nothing():
    assert read(line(1, "5", "报表是否规范，零值是否留空", "是", "否"))[5].declared is None


def test_remarks_after_the_answer_are_no_question():
    rows = read(line(1, "44", "是否公开咨询电话", "是", "电话印在名词解释之后，首页的位置在页面底部"))
    assert rows[44].question == "是否公开咨询电话"


def test_a_head_and_prose_are_no_rows():
    assert not read(line(1, "序号", "项目", "考核内容", "是或否", "备注"), line(2, "2020年度部门决算公开"))


def test_rows_are_matched_by_number_and_what_they_ask():
    rows = read_form(
        [line(1, "25", "是否公开政府采购支出情况", "是"), line(2, "26", "是否说明授予中小企业的合同", "否")],
        PACK.vocabulary,
    )
    matched = match_rows(rows, PACK.items)
    assert {number: row.declared for number, row in matched.items()} == {25: "是", 26: "否"}


def test_a_form_with_other_numbers_lends_no_answer_to_the_wrong_question():
    rows = read_form(
        [line(1, "1", "是否说明授予中小企业的合同", "否"), line(2, "2", "本单位党建工作是否按期完成", "是")],
        PACK.vocabulary,
    )
    assert {number: row.number for number, row in match_rows(rows, PACK.items).items()} == {26: 1}
