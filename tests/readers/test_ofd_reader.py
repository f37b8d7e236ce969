from __future__ import annotations

from itertools import pairwise

import pytest

from audit.model.raw import Damage, ReadError
from audit.readers import ReadLimits, detect_format, ofd_reader, read
from tests.readers.ofd_maker import document, image, ofd, page, part, path, root, table, text
from tests.readers.office_maker import pack
from tests.readers.pdf_maker import rows_of, texts_of

XS, YS = (20, 60, 110, 150), (50, 57, 64, 71)


def raw_of(tmp_path, data, limits=None):
    file = tmp_path / "a.ofd"
    file.write_bytes(data)
    return read([file], limits=limits)


def code_of(tmp_path, data, limits=None):
    with pytest.raises(ReadError) as caught:
        raw_of(tmp_path, data, limits)
    return caught.value.code


def lines(tmp_path, *objects):
    return texts_of(raw_of(tmp_path, ofd(page("".join(objects)))))


# --- text ---


def test_lines_have_page_and_box(tmp_path):
    raw = raw_of(tmp_path, ofd(page(text(20, 30, "松岭区档案馆")), page(text(25.4, 50.8, "二〇二三年"))))
    assert [(line.text, line.page) for line in raw.lines] == [("松岭区档案馆", 1), ("二〇二三年", 2)]
    left, top, right, bottom = raw.lines[1].bbox
    assert (left, right) == (pytest.approx(72), pytest.approx(72 + 5 * 4 * 72 / 25.4))
    assert 140 < top < 146
    assert bottom - top == pytest.approx(4 * 72 / 25.4)
    assert raw.files[0].format == "ofd"
    assert raw.files[0].pages == 2


def test_runs_of_equal_distances_are_read(tmp_path):
    code = '<ofd:TextCode X="0" Y="4" DeltaX="g 3 4 2 g 2 2">支出合计12.</ofd:TextCode>'
    more = '<ofd:TextCode X="60" Y="4" DeltaX="2">50</ofd:TextCode>'
    assert lines(tmp_path, text(20, 30, "", code=code + more)) == ["支出合计12. 50"]


def test_a_second_run_goes_on_at_its_own_place_in_the_same_line(tmp_path):
    codes = '<ofd:TextCode X="0" Y="4" DeltaX="4">本年</ofd:TextCode><ofd:TextCode X="8" DeltaX="4">支出</ofd:TextCode>'
    assert lines(tmp_path, text(20, 30, "", code=codes)) == ["本年支出"]


def test_a_run_without_distances_advances_by_its_characters(tmp_path):
    assert lines(tmp_path, text(20, 30, "", code='<ofd:TextCode X="0" Y="4">本年12.5万元</ofd:TextCode>')) == [
        "本年12.5万元"
    ]


def test_the_matrix_scales_and_moves(tmp_path):
    one = text(20, 30, "本年支出", size=1, more='CTM="4 0 0 4 0 0"')
    raw = raw_of(tmp_path, ofd(page(one)))
    left, top, right, bottom = raw.lines[0].bbox
    assert right - left == pytest.approx(16 * 72 / 25.4)
    assert bottom - top == pytest.approx(4 * 72 / 25.4)


def test_text_aslant_and_unseen_is_left_out(tmp_path):
    slanted = text(20, 90, "仅供参考", more='CTM="0.7 0.7 -0.7 0.7 0 0"')
    unseen = text(20, 120, "草稿", more='Visible="false"')
    blocks = f"<ofd:PageBlock>{text(20, 60, '正文')}</ofd:PageBlock>"
    assert lines(tmp_path, text(20, 30, "标题"), blocks, slanted, unseen) == ["标题", "正文"]


def test_a_character_drawn_twice_is_read_once(tmp_path):
    assert lines(tmp_path, text(20, 30, "支出11"), text(20.1, 30, "支出11")) == ["支出11"]


# --- tables ---

ROWS = [["项目", "预算数", "决算数"], ["基本支出", "12.50", "11.00"], ["项目支出", "", "3.20"]]


def test_a_ruled_table_has_its_cells(tmp_path):
    raw = raw_of(tmp_path, ofd(page(text(20, 30, "支出决算表") + table(XS, YS, ROWS))))
    assert rows_of(raw) == ROWS
    assert texts_of(raw) == ["支出决算表"]
    cell = next(line for line in raw.lines if line.grid is not None).cells[1]
    assert cell.bbox[0] == pytest.approx(60 * 72 / 25.4, abs=0.1)


def test_boxes_and_thin_filled_bars_are_rules_and_white_ones_are_not(tmp_path):
    boxes = "".join(
        path(x, y, f"M 0 0 L {right - x} 0 L {right - x} 7 L 0 7 C") for y in YS[:-1] for x, right in pairwise(XS)
    )
    words = "".join(text(x + 1, y + 1, "甲" if x == 20 else "1.5", size=3) for y in YS[:-1] for x in XS[:-1])
    white = '<ofd:StrokeColor Value="255 255 255"/>'
    cut = path(80, 50, "M 0 0 L 0 21", inner=white)
    bar = path(20, 80, "S 0 0 L 130 0 L 130 0.3 L 0 0.3 C", more='Stroke="false" Fill="true"')
    assert rows_of(raw_of(tmp_path, ofd(page(boxes + words + cut + bar)))) == [["甲", "1.5", "1.5"]] * 3


def test_curves_make_a_chart_and_a_picture_is_a_figure(tmp_path):
    sector = path(40, 100, "M 0 0 L 30 0 A 30 30 0 0 1 0 30 C", more='Stroke="false" Fill="true"')
    bars = "".join(path(40 + 20 * n, 150, "M 0 0 L 12 0 L 12 25 L 0 25 C", more='Fill="true"') for n in range(3))
    raw = raw_of(tmp_path, ofd(page(text(20, 30, "支出结构图") + sector + bars + image(20, 200, 60, 40, 5))))
    assert len(raw.figures) == 2


# --- parts ---


def test_a_page_shows_what_its_template_draws(tmp_path):
    template = page(text(20, 100, "部门决算表"))
    common = '<ofd:TemplatePage ID="7" BaseLoc="Tpls/T/Content.xml"/>'
    own = page(text(20, 30, "正文"), before='<ofd:Template TemplateID="7" ZOrder="Background"/>')
    raw = raw_of(tmp_path, ofd(own, own, common=common, more={"Doc_0/Tpls/T/Content.xml": template}))
    assert texts_of(raw) == ["正文", "部门决算表"] * 2


def test_several_documents_are_read_one_after_the_other(tmp_path):
    parts = {
        "OFD.xml": root("A/Document.xml", "/B/Document.xml"),
        "A/Document.xml": document(["../A/one.xml"]),
        "A/one.xml": page(text(20, 30, "甲")),
        "B/Document.xml": document(["/B/two.xml"]),
        "B/two.xml": page(text(20, 30, "乙")),
    }
    raw = raw_of(tmp_path, pack(parts))
    assert [(line.text, line.page) for line in raw.lines] == [("甲", 1), ("乙", 2)]


def test_a_missing_page_is_told_and_the_others_are_read(tmp_path):
    parts = {
        "OFD.xml": root("D/Document.xml"),
        "D/Document.xml": document(["one.xml", "gone.xml", "broken.xml", "../../../etc/passwd"]),
        "D/one.xml": page(text(20, 30, "甲")),
        "D/broken.xml": "<ofd:Page",
    }
    raw = raw_of(tmp_path, pack(parts))
    assert texts_of(raw) == ["甲"]
    assert [(w.page, w.kind) for w in raw.warnings] == [(n, Damage.TRUNCATED) for n in (2, 3, 4)]


def test_a_page_that_is_a_picture_is_named_where_it_cannot_be_read(tmp_path, monkeypatch):
    monkeypatch.setattr(ofd_reader, "is_installed", lambda: False)
    scan = page(image(0, 0, 210, 297, 5))
    raw = raw_of(tmp_path, ofd(page(text(20, 30, "松岭区档案馆")), scan))
    assert [(w.page, w.kind) for w in raw.warnings] == [(2, Damage.NO_TEXT_LAYER)]


# --- hostile files ---

LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (pack({"OFD.xml": part("OFD", "")}), "E113"),
        (pack({"OFD.xml": root("gone/Document.xml")}), "E113"),
        (pack({"OFD.xml": root("../../etc/passwd")}), "E113"),
        (pack({"OFD.xml": root("D.xml"), "D.xml": document([])}), "E113"),
        (pack({"OFD.xml": root("D.xml"), "D.xml": document(["gone.xml"])}), "E113"),
        (pack({"OFD.xml": "<ofd:OFD"}), "E113"),
        (pack({"OFD.xml": part("OFD", "&b;", LAUGHS)}), "E114"),
        (ofd(part("Page", "&b;", LAUGHS)), "E114"),
        (ofd(page("<ofd:PageBlock>" * 100_000)), "E113"),
        (ofd(page(" " * 70_000_000)), "E108"),
        (ofd(page("")), "E106"),
        (pack({"OFD.xml": root("D.xml"), "Encryptions.xml": "<x/>"}), "E104"),
    ],
    ids=(
        "empty no-document outside no-pages no-page cut entities page-entities deep bomb blank encrypted".split()  # noqa: SIM905  shorter
    ),
)
def test_a_hostile_file_is_told_in_one_word(tmp_path, data, code):
    assert code_of(tmp_path, data) == code


def test_runs_beyond_the_text_cost_nothing(tmp_path):
    code = '<ofd:TextCode X="0" Y="4" DeltaX="g 2000000000 4">本年</ofd:TextCode>'
    assert lines(tmp_path, text(20, 30, "", code=code)) == ["本年"]


@pytest.mark.parametrize("size", ["1e999", "nan", "-4", "x", ""])
def test_measures_that_are_none_are_left_out(tmp_path, size):
    odd = text(20, 60, "乙").replace('Size="4"', f'Size="{size}"')
    broken = path(20, 90, f"M 0 0 L {size} 0 X 3")
    assert lines(tmp_path, text(20, 30, "甲"), odd, broken) == ["甲"]


def test_too_many_pages_are_refused(tmp_path):
    assert code_of(tmp_path, ofd(*[page(text(20, 30, "甲"))] * 3), ReadLimits(max_pages=2)) == "E108"


def test_the_bytes_decide_that_it_is_ofd():
    assert detect_format(ofd(page(text(20, 30, "甲"))), ".zip") == "ofd"
