"""What a physical line is: a mark opens it, or cells make it a row, or it is furniture."""

from __future__ import annotations

import pytest

from audit.recognition.lines import is_page_number, mark_of, ordinal, survey
from tests.reconciliation.support import raw_document


@pytest.mark.parametrize(
    ("text", "level", "number", "rest"),
    [
        ("第一部分概况", 1, 1, "概况"),
        ("第十二部分附件", 1, 12, "附件"),
        ("二十三、其他支出", 2, 23, "其他支出"),
        ("十、机关运行经费", 2, 10, "机关运行经费"),
        ("（三）公务接待费", 3, 3, "公务接待费"),
        ("12.基本支出", 4, 12, "基本支出"),
        ("3、基本支出", 4, 3, "基本支出"),
        ("（2）行政运行", 5, 2, "行政运行"),
        ("③行政运行", 6, 3, "行政运行"),
    ],
)
def test_marks_open_headings_and_items(text, level, number, rest):
    mark = mark_of(text)
    assert (mark.level, mark.number, text[mark.end :]) == (level, number, rest)


@pytest.mark.parametrize(
    "text", ["12.5万元", "2020年度", "一般公共预算", "第三季度", "1569.06", "十分重要", "（类）", "", "100人"]
)
def test_figures_years_and_words_are_no_marks(text):
    assert mark_of(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [("一", 1), ("十", 10), ("十一", 11), ("二十", 20), ("三十五", 35), ("7", 7), ("①", 1), ("⑳", 20)],
)
def test_ordinals(text, value):
    assert ordinal(text) == value


@pytest.mark.parametrize("text", ["3", "-12-", "— 5 —", "第7页", "·8·", "－9－"])
def test_page_numbers(text):
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["2020", "3.5", "第7页说明", "", "3万元"])
def test_what_is_no_page_number(text):
    assert not is_page_number(text)


def test_tabs_make_a_row_and_a_row_has_no_mark():
    row, text, blank = survey(raw_document("一、本年收入\t27\t12.5\n一、本年收入情况\n").lines)
    assert row.is_row
    assert row.mark is None
    assert not text.is_row
    assert text.mark.level == 2
    assert blank.is_blank
