"""The numbers that open headings and items: one reading for all rooms."""

from __future__ import annotations

import pytest

from audit.marks import marks_of, opening_mark, ordinal, spellings


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
        ("一百零五、其他支出", 2, 105, "其他支出"),
        ("1．2021年收入", 4, 1, "2021年收入"),
    ],
)
def test_marks_open_headings_and_items(text, level, number, rest):
    mark = opening_mark(text)
    assert (mark.level, mark.number, text[mark.end :]) == (level, number, rest)


@pytest.mark.parametrize(
    "text",
    [
        "12.5万元",
        "2020年度",
        "一般公共预算",
        "第三季度",
        "1569.06",
        "十分重要",
        "（类）",
        "",
        "100人",
        "3．5万元",
        "百、",
    ],
)
def test_figures_years_and_words_are_no_marks(text):
    assert opening_mark(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("一百", 100),
        ("一百零五", 105),
        ("一百二十", 120),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("三十五", 35),
        ("7", 7),
        ("①", 1),
        ("⑳", 20),
        ("百", None),
        ("百百", None),
    ],
)
def test_ordinals(text, value):
    assert ordinal(text) == value


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
