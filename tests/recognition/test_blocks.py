"""Joining: sentences over lines and pages, tables over pages, captions above, notes below, headings apart."""

from __future__ import annotations

import pytest

from audit.model.document import ParagraphKind
from audit.model.raw import RawCell, RawDocument, RawLine, SourceFile
from audit.packs.loader import load_rules
from audit.recognition import recognize
from audit.recognition.blocks import is_chart_caption, unit_of
from tests.reconciliation.support import recognised

COVER = "2020年度云梦茶站部门决算\n\n"
PART = "第三部分 2020年度部门决算情况说明\n\n一、收入决算情况说明\n\n"
MARGIN, HEIGHT = 500.0, 12.0


def texts(doc, kind=ParagraphKind.TEXT):
    return [p.text for p in doc.paragraphs if p.kind is kind]


def prose(text):
    return texts(recognised(PART + text))


def paged(*lines):
    """Recognise lines of pages, each (page, text, left, right)."""
    made = []
    for number, (page, text, left, right) in enumerate(lines, 1):
        top = 60.0 + 20 * number
        made.append(RawLine("f1", number, text, page, (), (left, top, right, top + HEIGHT)))
    return recognize(RawDocument((SourceFile("f1", "a.pdf", "", "pdf", 2),), tuple(made)), load_rules().recognition)


# -- text


def test_a_sentence_runs_on_over_a_page_break():
    assert prose("2020年度收入合计 1200.5 万元，\n\n- 7 -\n\n比上年增加 200 万元。\n") == [
        "2020年度收入合计1200.5万元，比上年增加200万元。"
    ]


def test_a_page_break_inside_a_number_and_its_unit():
    (text,) = prose("2020年度收入合计 1200.5\n\n12\n\n万元，全部为财政拨款收入。\n")
    assert text == "2020年度收入合计1200.5万元，全部为财政拨款收入。"


def test_a_page_break_inside_a_document_number():
    assert prose("按照《关于编报部门决算的通知》（财库〔2020〕\n\n15号）要求，编制部门决算。\n") == [
        "按照《关于编报部门决算的通知》（财库〔2020〕15号）要求，编制部门决算。"
    ]


def test_a_hanging_full_stop_ends_the_line_above():
    assert prose("本部门收入全部为财政拨款收入\n。\n") == ["本部门收入全部为财政拨款收入。"]


@pytest.mark.parametrize("end", "。；：！？")
def test_a_line_that_ends_a_sentence_ends_the_paragraph(end):
    assert len(prose(f"本部门没有下属单位{end}\n\n收入全部为财政拨款收入。\n")) == 2


def test_joined_text_maps_back_to_the_lines_it_came_from():
    doc = recognised(PART + "2020年度收入合 计 1200.5\n\n万元，全部为\n财政拨款收入。\n")
    paragraph = next(p for p in doc.paragraphs if "1200.5" in p.text)
    start = paragraph.text.index("1200.5")
    assert [(r.line, r.quote) for r in paragraph.places(start, start + 8)] == [(5, "1200.5"), (7, "万元")]
    start = paragraph.text.index("合计")
    assert [r.quote for r in paragraph.places(start, start + 2)] == ["合 计"]


def test_items_stay_apart():
    assert len(prose("1. 基本支出减少5万元\n2. 项目支出增加7万元\n")) == 2


def test_a_page_number_between_paragraphs_is_no_text():
    assert prose("收入全部为财政拨款收入。\n\n- 8 -\n\n没有其他收入。\n") == [
        "收入全部为财政拨款收入。",
        "没有其他收入。",
    ]


@pytest.mark.parametrize("number", ["- 7 -", "—7—", "第7页", "7"])
def test_no_page_number_gets_into_a_figure(number):
    (text,) = prose(f"2020年度收入合计1200.5\n\n{number}\n\n万元，全部为财政拨款收入。\n")
    assert text == "2020年度收入合计1200.5万元，全部为财政拨款收入。"


def test_a_figure_on_a_line_of_its_own_is_no_page_number():
    assert prose("2020年度收入合计\n\n120\n\n万元，全部为财政拨款收入。\n") == [
        "2020年度收入合计120万元，全部为财政拨款收入。"
    ]
    assert prose("2020年度收入合计\n120\n万元，全部为财政拨款收入。\n") == [
        "2020年度收入合计120万元，全部为财政拨款收入。"
    ]


# -- headings


@pytest.mark.parametrize(
    "text",
    [
        "二、本年收入合计1200.5万元，全部为财政拨款收入。",
        "（一）2020年度机关运行经费支出12.5万元，比上年减少；主要原因是压减会议。",
        "1. 人员经费支出160.5万元",
        "1.基本支出。",
        "1. 办公费，",
    ],
)
def test_a_paragraph_that_starts_with_a_number_is_no_heading(text):
    doc = recognised(PART + text + "\n\n主要原因是压减会议。\n")
    assert text.replace(" ", "")[:8] in "".join(
        p.text.replace(" ", "") for p in doc.paragraphs if p.kind.value == "text"
    )


@pytest.mark.parametrize(
    "text", ["二、支出决算情况说明", "（一）公务接待费", "十二、国有资产占用情况说明", "第四部分 名词解释"]
)
def test_short_headings_are_headings(text):
    doc = recognised(PART + "收入合计5万元。\n\n" + text + "\n\n支出合计5万元。\n")
    assert text.replace(" ", "") in texts(doc, ParagraphKind.HEADING)


def test_a_heading_is_not_joined_with_its_paragraph():
    doc = recognised("第三部分 部门决算情况说明\n一、收入决算情况说明\n2020年度收入合计5万元\n。\n")
    assert texts(doc, ParagraphKind.HEADING) == ["第三部分部门决算情况说明", "一、收入决算情况说明"]
    assert texts(doc) == ["2020年度收入合计5万元。"]


def test_a_part_title_over_two_lines_is_one_heading():
    doc = recognised(COVER + "第三部分 云梦茶站2020年度\n部门决算情况说明\n\n一、收入决算情况说明\n\n收入合计5万元。\n")
    assert texts(doc, ParagraphKind.HEADING)[0] == "第三部分云梦茶站2020年度部门决算情况说明"
    assert doc.sections[0].key == "explanation"


# -- pages


def test_a_short_line_of_a_page_ends_its_paragraph():
    doc = paged(
        (1, "第三部分 部门决算情况说明", 200, 400),
        (1, "一、收入决算情况说明", 100, 260),
        (1, "本部门收入全部为财政拨款收入，没有其他收入来源，也没有结转", 100, MARGIN),
        (1, "和结余", 80, 130),
        (1, "另有往来资金不纳入决算范围并且不作为收入列示在决算报表之中", 100, MARGIN),
    )
    assert texts(doc) == [
        "本部门收入全部为财政拨款收入，没有其他收入来源，也没有结转和结余",
        "另有往来资金不纳入决算范围并且不作为收入列示在决算报表之中",
    ]


def test_a_full_line_that_ends_with_a_full_stop_goes_on_where_the_next_is_not_indented():
    doc = paged(
        (1, "第三部分 部门决算情况说明", 200, 400),
        (1, "一、收入决算情况说明", 100, 260),
        (1, "本部门收入全部为财政拨款收入，没有其他收入来源和结转结余。", 104, MARGIN),
        (1, "其中一般公共预算财政拨款收入为五百万元，占全部收入的百分之百", 80, MARGIN),
        (2, "。", 80, 92),
        (2, "支出全部为基本支出。", 104, 300),
    )
    assert len(texts(doc)) == 2
    assert texts(doc)[0].endswith("百分之百。")


def test_a_ragged_line_goes_on_where_the_next_word_had_no_room():
    doc = paged(
        (1, "第三部分 部门决算情况说明", 200, 400),
        (1, "一、收入决算情况说明", 100, 260),
        (1, "本部门二〇二〇年度收入全部来自一般公共预算财政拨款，合计为", 104, MARGIN - 60),
        (1, "12,345,678.90元，没有其他收入来源，也没有结转和结余，结余为零", 80, MARGIN),
        (1, "万元。", 80, 120),
    )
    assert len(texts(doc)) == 1


def test_a_sentence_goes_on_after_a_short_line_unless_a_paragraph_begins():
    first = (
        1,
        "本部门收入全部为财政拨款收入，没有其他收入来源，其中往来资金收入共计八百三十二万元，结转收入共计",
        80,
        300,
    )
    long_line = (1, "本部门纳入决算编制范围的单位只有本级，没有下属单位，没有其他需要列示的二级预算单位，", 80, MARGIN)
    head = ((1, "第三部分 部门决算情况说明", 200, 400), (1, "一、收入决算情况说明", 100, 260))
    assert len(texts(paged(*head, long_line, first, (1, "二十五万元，已按规定上缴国库。", 80, 300)))) == 1
    assert len(texts(paged(*head, long_line, first, (1, "另有专项收入二十五万元。", 104, 300)))) == 2


# -- tables, captions and notes

ROWS = "科目编码\t科目名称\t小计\t基本支出\t项目支出\n\t合计\t5\t5\t\n"


def test_captions_stand_above_and_notes_below():
    doc = recognised(
        "第二部分 部门决算表\n\n2020年度一般公共预算财政拨款支出决算表（表5）\n\n部门：云梦茶站\n\n单位：万元\n\n"
        + ROWS
        + "\n注：本表反映部门本年度一般公共预算财政拨款支出情况。\n\n第三部分 部门决算情况说明\n"
    )
    (table,) = doc.tables
    assert texts(doc, ParagraphKind.CAPTION) == [
        "2020年度一般公共预算财政拨款支出决算表（表5）",
        "部门：云梦茶站",
        "单位：万元",
    ]
    assert [doc.paragraphs[i].text[:2] for i in table.notes] == ["注："]
    assert table.caption == "2020年度一般公共预算财政拨款支出决算表（表5）"
    assert table.unit_ref.quote == "单位：万元"


def test_a_table_goes_on_over_a_page_number():
    doc = recognised(
        COVER
        + "2020年度一般公共预算财政拨款支出决算表\n单位：万元\n"
        + ROWS
        + "\n- 7 -\n\n201\t一般公共服务支出\t5\t5\t\n"
    )
    (table,) = doc.tables
    assert [row.key for row in table.rows] == ["total", "201"]


def test_a_sentence_between_parts_two_tables():
    doc = recognised("支出决算表\n单位：万元\n" + ROWS + "\n本年没有结转，下表同。\n\n支出决算表\n单位：万元\n" + ROWS)
    assert len(doc.tables) == 2


def test_rulings_part_tables_of_one_page_and_columns_join_those_of_two():
    def row(number, page, grid, *cells):
        at, made = 0, []
        for text in cells:
            made.append(RawCell(text, at, at + len(text)))
            at += len(text) + 1
        return RawLine("f1", number, "\t".join(cells), page, tuple(made), None, grid)

    def groups(*lines):
        return len(recognize(RawDocument((), lines), load_rules().recognition).tables)

    assert groups(row(1, 1, 0, "a", "b"), row(2, 1, 1, "a", "b")) == 2
    assert groups(row(1, 1, 0, "a", "b"), row(2, 2, 1, "a", "b")) == 1
    assert groups(row(1, 1, 0, "a", "b"), row(2, 2, 1, "a", "b", "c")) == 2


def boxed(number, page, top, *cells, left=80.0, right=500.0):
    """Return a row of a ruled table of its own."""
    at, made = 0, []
    for text in cells:
        made.append(RawCell(text, at, at + len(text)))
        at += len(text) + 1
    return RawLine("f1", number, "\t".join(cells), page, tuple(made), (left, top, right, top + HEIGHT), number)


def tables_of(*lines):
    return recognize(RawDocument((), lines), load_rules().recognition).tables


def test_a_table_cut_in_two_on_one_page_goes_on_unless_a_head_or_a_title_opens_another():
    head, first = boxed(1, 1, 60, "科目", "预算数", "决算数"), boxed(2, 1, 75, "茶叶种植", "5", "5")
    assert len(tables_of(head, first, boxed(3, 1, 120, "茶叶加工", "7", "7"))) == 1
    assert len(tables_of(head, first, boxed(3, 1, 120, "项目", "目标值", "完成值"))) == 2
    assert len(tables_of(head, first, boxed(3, 1, 120, "科目", "预算数", "决算数"))) == 1


def test_tables_beside_each_other_stay_two():
    left, right = boxed(1, 1, 60, "茶叶种植", "5", right=280.0), boxed(2, 1, 60, "茶叶加工", "7", left=300.0)
    assert len(tables_of(left, right)) == 2


def printed(number, page, top, text, left=80.0, right=500.0):
    return RawLine("f1", number, text, page, (), (left, top, right, top + HEIGHT))


def test_a_note_under_a_table_goes_on_over_its_lines():
    doc = recognize(
        RawDocument(
            (SourceFile("f1", "a.pdf", "", "pdf", 1),),
            (
                printed(0, 1, 20, "第二部分 2020年度部门决算表"),
                printed(1, 1, 40, "2020年度政府性基金预算财政拨款收入支出决算表"),
                boxed(2, 1, 60, "科目名称", "小计", "基本支出"),
                boxed(3, 1, 75, "合计", "", ""),
                printed(4, 1, 95, "注：本表反映云梦茶站本年度政府性基金预算财政拨款收入和支出的情况，按照"),
                printed(5, 1, 110, "规定列示。", right=150.0),
                printed(6, 1, 140, "说明：云梦茶站和所属的试验茶园在本年度都没有使用政府性基金预算财政"),
                printed(7, 1, 155, "拨款安排的支出，故本表无数据。", right=280.0),
                printed(8, 1, 190, "第三部分 2020年度部门决算情况说明"),
            ),
        ),
        load_rules().recognition,
    )
    (table,) = doc.tables
    assert [doc.paragraphs[i].text[-4:] for i in table.notes] == ["定列示。", "无数据。"]


def test_a_title_broken_over_two_lines_of_a_page():
    rows = (boxed(4, 1, 100, "科目编码", "科目名称", "小计"), boxed(5, 1, 115, "", "合计", "5"))
    title = (
        printed(1, 1, 40, "二〇二〇年度云梦茶站茶叶种植和加工技术推广与良种引进试验项"),
        printed(2, 1, 55, "目自评表", right=140.0),
        printed(3, 1, 80, "单位：万元", right=150.0),
    )
    (table,) = tables_of(*title, *rows)
    assert table.caption == "二〇二〇年度云梦茶站茶叶种植和加工技术推广与良种引进试验项目自评表"
    (other,) = tables_of(printed(1, 1, 25, "上年结余。", right=160.0), *title[1:], *rows)
    assert other.caption == "目自评表"


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", "万元"),
        ("金额单位：元", "元"),
        ("公开01表 单位：人民币万元", "万元"),
        ("单位：云梦茶站", None),
        ("万元", None),
    ],
)
def test_unit_lines(line, unit):
    assert unit_of(line.replace(" ", "")) == unit


@pytest.mark.parametrize("line", ["图1：收、支决算总计变动情况图", "支出决算结构图", "收入决算结构饼图"])
def test_captions_of_charts(line):
    assert is_chart_caption(line)


def test_a_sentence_about_a_chart_is_no_caption_of_one():
    assert not is_chart_caption("试图降低成本。")
