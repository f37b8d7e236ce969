"""Word files: order of the body, drawn numbers, merged cells, tracked changes, text boxes, charts, hostile packages."""

from __future__ import annotations

import pytest

from audit.model.raw import RawDocument, ReadError
from audit.readers.content import ReadLimits
from audit.readers.docx_numerals import drawn
from audit.readers.docx_reader import read_docx
from audit.recognition import join_blocks
from audit.recognition.contents import find_contents
from audit.recognition.lines import survey
from tests.readers.office_maker import NAMES, docx, level, lists, num, p, pack, relations, tbl, tc

SPAN = '<w:gridSpan w:val="{}"/>'
CHART = (
    '<c:chartSpace xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><c:chart>{title}<c:plotArea><c:barChart><c:ser>'
    "<c:tx><c:strRef><c:strCache><c:pt><c:v>决算数</c:v></c:pt></c:strCache></c:strRef></c:tx>"
    "<c:val><c:numRef><c:numCache><c:pt><c:v>12.5</c:v></c:pt></c:numCache></c:numRef></c:val>"
    "</c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
)
TITLE = (
    "<c:title><c:tx><c:rich><a:p><a:r><a:t>图1 收入</a:t></a:r><a:r><a:t>结构</a:t></a:r></a:p>"
    "</c:rich></c:tx></c:title>"
)
DRAWING = '<w:r><w:drawing><wp:inline><wp:extent cx="{cx}" cy="{cy}"/>{inner}</wp:inline></w:drawing></w:r>'


def read(data, limits=None):
    return read_docx(data, "f1", "x.docx", limits or ReadLimits())


def texts(data):
    return [line.text for line in read(data).lines]


def rows(data):
    return [[None if c.merged else c.text for c in line.cells] for line in read(data).lines if line.cells]


def code_of(data, limits=None):
    with pytest.raises(ReadError) as caught:
        read(data, limits)
    return caught.value.code


def test_the_body_comes_in_its_order_with_running_numbers():
    content = read(docx(p("第一部分") + tbl(tc("甲") + tc("1.00")) + p("注") + tbl(tc("乙") + tc("2.00"))))
    assert [(line.number, line.text, line.grid) for line in content.lines] == [
        (1, "第一部分", None),
        (2, "甲\t1.00", 0),
        (3, "注", None),
        (4, "乙\t2.00", 1),
    ]
    assert content.pages is None
    assert content.lines[1].page is None


def test_a_cells_offsets_point_into_its_line():
    line = read(docx(tbl(tc("甲乙") + tc("") + tc("12.30")))).lines[0]
    assert [(c.text, line.text[c.start : c.end]) for c in line.cells] == [
        ("甲乙", "甲乙"),
        ("", ""),
        ("12.30", "12.30"),
    ]


def test_soft_breaks_begin_lines_and_tabs_stay_in_them():
    data = docx(p("上", inner="<w:r><w:br/><w:t>下</w:t><w:tab/><w:t>3</w:t></w:r>"))
    assert texts(data) == ["上", "下 3".replace(" ", "\t")]


def test_cells_covered_by_a_neighbour_are_merged_and_empty_ones_are_not():
    data = docx(
        tbl(
            tc("项目", SPAN.format(2)) + tc("金额", '<w:vMerge w:val="restart"/>'),
            tc("类") + tc("款") + tc("", "<w:vMerge/>"),
            tc("201") + tc("") + tc("1.00"),
        )
    )
    assert rows(data) == [["项目", None, "金额"], ["类", "款", None], ["201", "", "1.00"]]


def test_columns_without_any_cell_of_their_own_are_dropped():
    data = docx(
        tbl(tc("甲", SPAN.format(3)) + tc("乙", SPAN.format(2)), tc("1", SPAN.format(3)) + tc("2", SPAN.format(2)))
    )
    assert rows(data) == [["甲", "乙"], ["1", "2"]]


def test_skipped_columns_keep_the_others_in_their_place():
    row = '<w:trPr><w:gridBefore w:val="1"/></w:trPr>' + tc("乙") + tc("丙")
    assert rows(docx(tbl(tc("甲") + tc("1") + tc("2"), row))) == [["甲", "1", "2"], [None, "乙", "丙"]]


def test_a_note_that_spans_the_last_row_is_a_line_of_text():
    data = docx(tbl(tc("甲") + tc("1.00"), tc("注：无", SPAN.format(2))))
    assert [(line.text, bool(line.cells)) for line in read(data).lines] == [("甲\t1.00", True), ("注：无", False)]


def test_nested_tables_follow_their_table():
    inner = tbl(tc("内") + tc("5.00"))
    data = docx(tbl(tc("外", inner=inner) + tc("1.00"), tc("末") + tc("2.00")))
    assert [(line.text, line.grid) for line in read(data).lines] == [("外\t1.00", 0), ("末\t2.00", 0), ("内\t5.00", 1)]


def test_a_frame_around_text_and_tables_is_no_table():
    cell = "<w:tc>" + p("题") + tbl(tc("甲") + tc("1.00")) + p("后") + "</w:tc>"
    assert texts(docx(tbl(cell))) == ["题", "甲\t1.00", "后"]


def test_tracked_changes_are_accepted():
    inner = (
        "<w:ins><w:r><w:t>12.5</w:t></w:r></w:ins><w:del><w:r><w:delText>11.5</w:delText></w:r></w:del>"
        "<w:moveFrom><w:r><w:t>旧</w:t></w:r></w:moveFrom><w:moveTo><w:r><w:t>万元</w:t></w:r></w:moveTo>"
    )
    assert texts(docx(p("收入", inner=inner))) == ["收入12.5万元"]


def test_a_deleted_paragraph_mark_joins_two_paragraphs_and_a_deleted_row_is_gone():
    gone = '<w:trPr><w:del w:id="1"/></w:trPr>' + tc("旧") + tc("9.00")
    data = docx(p("收入", "<w:rPr><w:del/></w:rPr>") + p("合计") + tbl(tc("甲") + tc("1.00"), gone))
    assert texts(data) == ["收入合计", "甲\t1.00"]


def test_hidden_text_and_field_codes_are_not_printed():
    inner = (
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗</w:t></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>明</w:t></w:r>'
    )
    assert texts(docx(p("甲", inner=inner))) == ["甲明"]


def test_symbols_of_symbol_fonts_are_what_they_print():
    inner = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/><w:t>是</w:t><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>'
    assert texts(docx(p(inner=inner))) == ["☑是□"]


def test_numbers_that_word_draws_are_written_out():
    levels = level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")
    body = "".join(
        p(text, num(1, at)) for text, at in (("概况", 0), ("收入", 1), ("支出", 1), ("甲", 2), ("说明", 0), ("再", 1))
    )
    assert texts(docx(body, lists(levels))) == ["一、概况", "（一）收入", "（二）支出", "1.甲", "二、说明", "（一）再"]


def test_a_number_of_a_style_counts_and_can_be_switched_off():
    styles = (
        f'<w:style w:type="paragraph" w:styleId="H1"><w:pPr>{num(1)}</w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>'
    )
    body = (
        p("甲", '<w:pStyle w:val="H1"/>')
        + p("乙", '<w:pStyle w:val="H2"/>')
        + p("丙", '<w:pStyle w:val="H1"/>' + num(0))
    )
    assert texts(docx(body, lists(level(0, "chineseCountingThousand", "第%1部分 ")), styles)) == [
        "第一部分 甲",
        "第二部分 乙",
        "丙",
    ]


def test_a_list_that_starts_anew_and_arabic_numbers_of_the_levels_above():
    levels = level(0, "chineseCounting", "%1、") + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    instances = (
        '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="7"/>{restart}</w:num>'
    )
    body = p("甲", num(1)) + p("乙", num(1)) + p("丙", num(1, 1)) + p("丁", num(2)) + p("戊", num(2))
    assert texts(docx(body, lists(levels, instances))) == ["一、甲", "二、乙", "2.1丙", "一、丁", "二、戊"]


@pytest.mark.parametrize(
    ("value", "form", "text"),
    [
        (10, "chineseCounting", "十"),
        (11, "chineseCounting", "十一"),
        (20, "chineseCounting", "二十"),
        (101, "chineseCountingThousand", "一百零一"),
        (110, "chineseCounting", "一百一十"),
        (12, "ideographDigital", "一二"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (3, "decimalEnclosedCircle", "③"),
        (21, "decimalEnclosedCircle", "21"),
        (2, "ideographTraditional", "乙"),
        (28, "lowerLetter", "bb"),
        (9, "upperRoman", "IX"),
        (5, "decimalZero", "05"),
        (5, "an unknown format", "5"),
    ],
)
def test_numerals(value, form, text):
    assert drawn(value, form) == text


def test_text_boxes_are_read_once_after_their_paragraph():
    box = f"<wps:txbx><w:txbxContent>{p('框中')}</w:txbxContent></wps:txbx>"
    old = f"<w:pict><v:shape><v:textbox><w:txbxContent>{p('框中')}</w:txbxContent></v:textbox></v:shape></w:pict>"
    inner = (
        "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wp:inline>"
        f"{box}</wp:inline></w:drawing></mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    content = read(docx(p("前", inner=inner) + p("后")))
    assert [line.text for line in content.lines] == ["前", "框中", "后"]
    assert not content.figures


def test_content_controls_are_read_in_their_place():
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('目录')}{tbl(tc('甲') + tc('1'))}</w:sdtContent></w:sdt>"
    assert texts(docx(p("前") + control + p("后"))) == ["前", "目录", "甲\t1", "后"]


def test_charts_give_their_title_and_a_figure():
    inner = DRAWING.format(cx=4_000_000, cy=2_000_000, inner='<a:graphic><c:chart r:id="chart1"/></a:graphic>')
    content = read(docx(p("说明", inner=inner), more={"chart1": ("chart", CHART.format(title=TITLE))}))
    assert [line.text for line in content.lines] == ["说明", "图1 收入结构"]
    assert [(figure.after_line, figure.page) for figure in content.figures] == [(2, None)]


def test_a_chart_with_one_series_is_called_after_it():
    inner = DRAWING.format(cx=4_000_000, cy=2_000_000, inner='<a:graphic><c:chart r:id="chart1"/></a:graphic>')
    assert texts(docx(p("甲", inner=inner), more={"chart1": ("chart", CHART.format(title=""))})) == ["甲", "决算数"]


@pytest.mark.parametrize(("cx", "count"), [(4_000_000, 1), (200_000, 0)])
def test_pictures_are_figures_unless_they_are_icons(cx, count):
    inner = DRAWING.format(cx=cx, cy=2_000_000, inner='<a:graphic><a:blip r:embed="gone"/></a:graphic>')
    assert len(read(docx(p("甲", inner=inner))).figures) == count


def test_notes_follow_the_body_in_the_order_of_their_marks():
    one = f'<w:footnote w:id="1">{p("旁")}</w:footnote>'
    two = f'<w:footnote w:id="2">{p("注")}</w:footnote>'
    notes = f"<w:footnotes {NAMES}>{one}{two}</w:footnotes>"
    body = p("甲", inner='<w:r><w:footnoteReference w:id="2"/></w:r>') + p("乙")
    assert texts(docx(body, more={"notes": ("footnotes", notes)})) == ["甲", "乙", "注"]


def test_a_file_in_the_strict_namespace_and_one_with_macros_are_read():
    data = docx(p("甲乙"))
    strict = NAMES.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    parts = {
        "_rels/.rels": relations({"main": ("officeDocument", "word/document2.xml"), "gone": ("image", "NULL")}),
        "word/document2.xml": f"<w:document {strict}><w:body>{p('甲乙')}</w:body></w:document>",
        "word/vbaProject.bin": b"x",
    }
    assert texts(pack(parts)) == texts(data) == ["甲乙"]


def test_a_file_without_text_says_whether_it_has_pictures():
    inner = DRAWING.format(cx=4_000_000, cy=2_000_000, inner='<a:graphic><a:blip r:embed="gone"/></a:graphic>')
    assert code_of(docx(p() + p())) == "E101"
    assert code_of(docx(p(inner=inner))) == "E115"


def test_entities_are_refused_and_never_resolved():
    bomb = '<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    for document in (
        f"<?xml version='1.0'?>{bomb}<w:document {NAMES}><w:body>{p('&b;')}</w:body></w:document>",
        (
            f"<?xml version='1.0' encoding='UTF-16'?>{bomb}<w:document {NAMES}><w:body>{p('&b;')}</w:body></w:document>"
        ).encode("utf-16"),
    ):
        assert code_of(pack({"word/document.xml": document})) == "E114"


def test_broken_and_endless_packages_are_refused():
    deep = "<w:sdt>" * 3000 + "</w:sdt>" * 3000
    assert code_of(b"PK\x03\x04 nothing more") == "E113"
    assert code_of(pack({"word/other.xml": "<a/>"})) == "E113"
    assert code_of(pack({"word/document.xml": "<w:document>"})) == "E113"
    assert code_of(docx(deep)) == "E113"
    whole = docx(p("甲" * 5000))
    assert code_of(whole[: len(whole) // 2]) == "E113"


def test_bombs_are_refused_before_they_unpack():
    data = pack({"word/document.xml": b" " * 30_000_000})
    assert code_of(data) == "E108"
    assert code_of(docx(p("甲乙丙丁" * 9000)), ReadLimits(max_unpacked=10_000)) == "E108"
    assert code_of(pack({f"word/{n}.xml": "<a/>" for n in range(20)}), ReadLimits(max_members=10)) == "E108"
    assert code_of(docx(p("甲") * 30), ReadLimits(max_lines=20)) == "E108"


@pytest.mark.parametrize(
    ("second", "count"),
    [
        (tc("2080505") + tc("缴费") + tc("2.00"), 1),
        (tc("科目") + tc("名称") + tc("金额"), 1),
        (tc("") + tc("如上") + tc(""), 1),
        (tc("项目") + tc("目标") + tc("结果"), 2),
    ],
)
def test_a_table_cut_in_two_is_one_again_and_another_table_is_not(second, count):
    first = tbl(tc("科目") + tc("名称") + tc("金额"), tc("208") + tc("社保") + tc("2.00"))
    raw = RawDocument((), read(docx(first + p() + tbl(second))).lines)
    lines = survey(raw.lines)
    assert len(join_blocks(lines, find_contents(lines), ()).groups) == count


def test_a_last_row_that_is_covered_from_above_stays_a_row():
    data = docx(tbl(tc("甲") + tc("1.00", '<w:vMerge w:val="restart"/>'), tc("乙") + tc("", "<w:vMerge/>")))
    assert rows(data) == [["甲", "1.00"], ["乙", None]]
