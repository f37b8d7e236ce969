from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from audit.model.raw import Damage, ReadError
from audit.readers import ReadLimits, ocr_engine, read
from tests.readers.pdf_maker import HEIGHT, WIDTH, Sheet, plain_lines, rows_of, texts_of
from tests.support import shared_file

XS = (80, 160, 300, 400)


def code_of(path, limits=None):
    with pytest.raises(ReadError) as caught:
        read([path], limits=limits)
    assert caught.value.values["path"] == str(path)
    return caught.value.code


def picture():
    return ImageReader(BytesIO(_png()))


def _png():
    buffer = BytesIO()
    Image.new("RGB", (20, 20), "navy").save(buffer, "PNG")
    return buffer.getvalue()


# --- lines ---


def test_a_number_in_another_font_off_its_line_stays_in_the_sentence(tmp_path):
    sheet = Sheet().text(80, 100, "本年支出合计", size=16)
    sheet.text(178, 95.5, "1,234.50", size=14, font="Times-Roman").text(228, 100, "万元。", size=16)
    sheet.text(80, 128, "其中项目支出", size=16).text(178, 132.5, "200.00", size=14, font="Times-Roman")
    raw = read([sheet.text(218, 128, "万元。", size=16).write(tmp_path)])
    assert texts_of(raw) == ["本年支出合计1,234.50万元。", "其中项目支出200.00万元。"]


def test_blanks_stand_only_where_the_gap_is_real(tmp_path):
    sheet = (
        Sheet().text(80, 100, "2023 年 支 出 Total 12.5 13.5").text(80, 130, "编制单位").text(400, 130, "单位：万元")
    )
    assert texts_of(read([sheet.write(tmp_path)])) == ["2023 年支出 Total 12.5 13.5", "编制单位 单位：万元"]


def test_characters_drawn_twice_are_read_once(tmp_path):
    sheet = Sheet().text(80, 100, "松岭区档案馆11").text(80.4, 100, "松岭区档案馆11").text(80, 100.3, "松岭区档案馆11")
    assert texts_of(read([sheet.write(tmp_path)])) == ["松岭区档案馆11"]


def test_lines_have_their_page_number_and_box(tmp_path):
    raw = read([Sheet().text(80, 100, "第一页").page().text(90, 200, "第二页").write(tmp_path)])
    assert [(line.text, line.page, line.number) for line in raw.lines] == [("第一页", 1, 1), ("第二页", 2, 2)]
    left, top, right, bottom = raw.lines[1].bbox
    assert left == pytest.approx(90, abs=1)
    assert right == pytest.approx(126, abs=1)
    assert top < 200 <= bottom + 3
    assert raw.files[0].pages == 2
    assert raw.files[0].format == "pdf"


def test_what_is_clipped_away_is_not_read(tmp_path):
    sheet = Sheet()
    sheet.canvas.saveState()
    path = sheet.canvas.beginPath()
    path.rect(70, HEIGHT - 150, 400, 100)
    sheet.canvas.clipPath(path, stroke=0, fill=0)
    sheet.text(80, 100, "看得见").text(80, 200, "看不见")
    sheet.canvas.restoreState()
    sheet.text(80, 300, "恢复以后")
    assert texts_of(read([sheet.write(tmp_path)])) == ["看得见", "恢复以后"]


def test_a_slanting_watermark_is_not_read(tmp_path):
    sheet = Sheet().text(80, 100, "正文")
    sheet.canvas.rotate(45)
    sheet.canvas.drawString(300, 300, "WATERMARK")
    assert texts_of(read([sheet.write(tmp_path)])) == ["正文"]


# --- page numbers, running heads ---


def test_page_numbers_and_running_heads_are_dropped(tmp_path):
    sheet = Sheet()
    for number in range(1, 5):
        sheet.text(80, 40, "松岭区档案馆决算", size=9).text(80, 300, f"正文{number}")
        sheet.text(WIDTH / 2 - 10, HEIGHT - 40, f"- {number} -", size=9).page()
    assert texts_of(read([sheet.write(tmp_path)])) == ["正文1", "正文2", "正文3", "正文4"]


def test_page_numbers_at_the_outer_edge_are_dropped_by_their_sequence(tmp_path):
    sheet = Sheet()
    for number in range(1, 5):
        sheet.text(80, 300, "正文" * number).text(
            60 if number % 2 else 520, HEIGHT - 40, str(number + 6), size=9
        ).page()
    assert all("正文" in text for text in texts_of(read([sheet.write(tmp_path)])))


def test_a_bare_number_that_is_no_page_number_stays(tmp_path):
    sheet = Sheet().text(80, 300, "正文").text(500, HEIGHT - 40, "2024", size=9).page()
    sheet.text(80, 300, "正文").text(WIDTH / 2, 400, "7")
    assert texts_of(read([sheet.write(tmp_path)])) == ["正文", "2024", "正文", "7"]


def test_a_line_that_only_some_pages_repeat_stays(tmp_path):
    sheet = Sheet()
    for number in range(12):
        sheet.text(80, 40, "附件" if number < 5 else f"第{number}章").text(80, 300, "正文").page()
    assert texts_of(read([sheet.write(tmp_path)])).count("附件") == 5


# --- tables ---


def test_a_ruled_table_gives_a_line_for_each_row(tmp_path):
    rows = [["科目编码", "科目名称", "金额"], ["201", "一般公共服务支出", "12.50"], ["", "合计", ""]]
    raw = read([Sheet().text(80, 90, "收入表").table(XS, (100, 120, 140, 160), rows).write(tmp_path)])
    assert rows_of(raw) == rows
    assert texts_of(raw) == ["收入表"]
    line = raw.lines[2]
    assert line.text == "201\t一般公共服务支出\t12.50"
    assert [line.text[cell.start : cell.end] for cell in line.cells] == rows[1]
    assert line.cells[1].bbox == pytest.approx((160, 120, 300, 140), abs=1)
    assert not any(cell.merged for cell in raw.lines[3].cells)


def test_a_continued_table_without_top_line_keeps_its_first_row(tmp_path):
    sheet = Sheet().table(XS, (700, 720, 740), [["编码", "名称", "金额"], ["205", "教育支出", "10.00"]])
    sheet.page().table(
        XS, (80, 100, 120), [["206", "科学技术支出", "2.00"], ["208", "社会保障支出", "3.00"]], top=False
    )
    raw = read([sheet.write(tmp_path)])
    assert rows_of(raw, 0) == [["编码", "名称", "金额"], ["205", "教育支出", "10.00"]]
    assert rows_of(raw, 1) == [["206", "科学技术支出", "2.00"], ["208", "社会保障支出", "3.00"]]


def test_a_table_without_its_left_line_keeps_its_first_column(tmp_path):
    sheet = Sheet().grid(XS, (100, 120, 140), left=False)
    for y, row in ((114, "甲乙丙"), (134, "丁戊己")):
        for x, text in zip(XS, row, strict=False):
            sheet.text(x + 3, y, text)
    assert rows_of(read([sheet.write(tmp_path)])) == [["甲", "乙", "丙"], ["丁", "戊", "己"]]


def test_merged_cells_point_to_the_cell_that_covers_them(tmp_path):
    sheet = Sheet().line(80, 100, 400, 100).line(80, 160, 400, 160).line(80, 100, 80, 160).line(400, 100, 400, 160)
    sheet.line(160, 120, 400, 120).line(160, 100, 160, 160).line(300, 120, 300, 160).line(80, 140, 400, 140)
    sheet.text(90, 125, "项目").text(220, 114, "支出").text(170, 134, "基本").text(310, 134, "专项")
    sheet.text(90, 154, "合计").text(170, 154, "1.00").text(310, 154, "2.00")
    raw = read([sheet.write(tmp_path)])
    assert rows_of(raw) == [["项目", "支出", ""], ["", "基本", "专项"], ["合计", "1.00", "2.00"]]
    merged = [[cell.merged for cell in line.cells] for line in raw.lines]
    assert merged == [[False, False, True], [True, False, False], [False, False, False]]
    first, second = raw.lines[0], raw.lines[1]
    assert first.cells[2].bbox == first.cells[1].bbox
    assert second.cells[0].bbox == first.cells[0].bbox == pytest.approx((80, 100, 160, 140), abs=1)


def test_white_shading_is_no_rule_and_a_frame_is_no_table(tmp_path):
    sheet = Sheet().box(80, 100, 200, 130, fill="white").box(200, 100, 300, 130, fill="white")
    sheet.box(80, 130, 200, 160, fill="white").text(90, 120, "甲").text(210, 120, "乙").text(90, 150, "丙")
    sheet.box(80, 300, 400, 360, stroke="black").text(90, 320, "框内的说明").text(90, 340, "第二行")
    raw = read([sheet.write(tmp_path)])
    assert rows_of(raw) == []
    assert texts_of(raw) == ["甲 乙", "丙", "框内的说明", "第二行"]


def test_white_rules_are_no_rules(tmp_path):
    sheet = Sheet()
    for y in (100, 120, 140):
        sheet.box(80, y, 300, y + 0.5, fill="white")
    for x in (80, 160, 300):
        sheet.box(x, 100, x + 0.5, 140, fill="white")
    assert rows_of(read([sheet.text(90, 114, "甲").text(170, 114, "乙").write(tmp_path)])) == []


def test_wrapped_cells_are_joined(tmp_path):
    sheet = Sheet().grid((80, 160, 210, 300), (100, 140, 180))
    sheet.text(82, 115, "机关事业单位").text(82, 132, "养老保险").text(162, 115, "12,345,6").text(162, 132, "78.90")
    sheet.text(212, 115, "Total sum").text(212, 132, "of parts")
    sheet.text(82, 155, "208").text(162, 155, "1,234.50").text(162, 172, "5,678.00").text(212, 155, "“三公”经费")
    assert rows_of(read([sheet.write(tmp_path)])) == [
        ["机关事业单位养老保险", "12,345,678.90", "Total sum of parts"],
        ["208", "1,234.50 5,678.00", "“三公”经费"],
    ]


def test_a_number_that_runs_over_a_wall_stays_whole(tmp_path):
    sheet = Sheet().grid((80, 160, 200, 300), (100, 120, 140))
    sheet.text(82, 114, "合计").text(146, 114, "1,234,567.89", size=9).text(82, 134, "甲").text(162, 134, "5.00")
    assert rows_of(read([sheet.write(tmp_path)])) == [["合计", "1,234,567.89", ""], ["甲", "5.00", ""]]


def test_text_beside_a_stepped_table_is_a_line_and_not_lost(tmp_path):
    sheet = Sheet().grid((80, 160, 240), (100, 120, 140)).grid((80, 160, 240, 320), (140, 160, 180))
    sheet.text(250, 114, "单位：万元").text(90, 114, "甲").text(250, 154, "乙")
    raw = read([sheet.write(tmp_path)])
    assert "单位：万元" in texts_of(raw)
    assert rows_of(raw) == [["甲", "", ""], ["", "", ""], ["", "", "乙"], ["", "", ""]]
    assert raw.lines[1].cells[2].bbox is None or raw.lines[0].cells[2].bbox is None


def test_tables_and_lines_come_in_reading_order_with_running_numbers(tmp_path):
    sheet = Sheet().table((80, 160, 240), (100, 120), [["甲", "乙"]]).text(80, 150, "中间")
    sheet.table((80, 160, 240), (200, 220), [["丙", "丁"]]).text(80, 60, "开头")
    raw = read([sheet.write(tmp_path)])
    assert [line.text for line in raw.lines] == ["开头", "甲\t乙", "中间", "丙\t丁"]
    assert [line.grid for line in raw.lines] == [None, 0, None, 1]
    assert [line.number for line in raw.lines] == [1, 2, 3, 4]


def test_grids_are_numbered_over_all_files(tmp_path):
    paths = [
        Sheet().table((80, 160, 240), (100, 120), [[text, "乙"]]).write(tmp_path, f"{index}.pdf")
        for index, text in enumerate("甲丙")
    ]
    assert [(line.file, line.number, line.grid) for line in read(paths).lines] == [("f1", 1, 0), ("f2", 1, 1)]


def test_a_table_with_lines_across_only_is_a_table(tmp_path):
    sheet = Sheet()
    for y in (100, 120, 200):
        sheet.line(80, y, 500, y)
    rows = [
        ["项目", "预算数", "决算数"],
        ["工资", "12.00", "11.50"],
        ["津贴", "3.00", "2.50"],
        ["合计", "15.00", "14.00"],
    ]
    for row, y in zip(rows, (114, 136, 156, 176), strict=True):
        for text, x in zip(row, (85, 250, 400), strict=True):
            sheet.text(x, y, text)
    raw = read([sheet.text(80, 90, "表一").write(tmp_path)])
    assert rows_of(raw) == rows
    assert texts_of(raw) == ["表一"]


def test_a_head_over_two_columns_of_an_open_table_is_one_cell(tmp_path):
    sheet = Sheet()
    for y in (100, 120, 140, 160, 180, 200):
        sheet.line(80, y, 500, y)
    sheet.text(85, 114, "项目").text(300, 114, "决算数及其预算").text(85, 134, "名称").text(290, 134, "决算").text(
        360, 134, "预算"
    )
    for index in range(3):
        sheet.text(85, 154 + 20 * index, "工资福利").text(285, 154 + 20 * index, "12.00").text(
            355, 154 + 20 * index, "13.00"
        )
    raw = read([sheet.write(tmp_path)])
    assert rows_of(raw)[:3] == [
        ["项目", "决算数及其预算", ""],
        ["名称", "决算", "预算"],
        ["工资福利", "12.00", "13.00"],
    ]
    assert raw.lines[0].cells[2].merged


def test_a_figure_in_a_sparse_column_of_an_open_table_keeps_its_column(tmp_path):
    sheet = Sheet()
    for y in (100, 120, 200):
        sheet.line(80, y, 500, y)
    xs = (85, 200, 300, 400)
    rows = [["项目", "合计", "基本", ""], ["工资", "12.00", "12.00", ""], ["津贴", "3.00", "3.00", ""]]
    rows.append(["水费", "", "", "1.00"])
    for row, y in zip(rows, (114, 136, 156, 176), strict=True):
        for text, x in zip(row, xs, strict=True):
            sheet.text(x, y, text)
    assert rows_of(read([sheet.write(tmp_path)])) == rows


def test_paragraphs_between_lines_are_no_table(tmp_path):
    sheet = Sheet()
    for y in (100, 180, 260):
        sheet.line(80, y, 500, y)
    for y in (120, 140, 160, 200, 220, 240):
        sheet.text(85, y, f"本年支出合计{y}.00万元，比上年增加12.00万元").text(430, y, "增长")
    assert rows_of(read([sheet.write(tmp_path)])) == []


def test_an_empty_grid_is_no_table(tmp_path):
    raw = read([Sheet().text(80, 80, "图").grid((100, 200, 300), (100, 200, 300)).write(tmp_path)])
    assert [line.text for line in raw.lines] == ["图"]


# --- figures and damage ---


def test_pictures_and_charts_are_figures(tmp_path):
    sheet = Sheet().text(80, 80, "上文")
    sheet.canvas.drawImage(picture(), 80, HEIGHT - 300, 200, 150)
    sheet.text(80, 400, "下文")
    for index, color in enumerate(("red", "green", "blue")):
        sheet.box(100 + 40 * index, 500 - 20 * index, 120 + 40 * index, 600, fill=color)
    raw = read([sheet.write(tmp_path)])
    assert [(figure.page, figure.after_line) for figure in raw.figures] == [(1, 1), (1, 2)]
    assert raw.figures[0].bbox == pytest.approx((80, 150, 280, 300), abs=1)
    assert raw.figures[1].bbox == pytest.approx((100, 460, 200, 600), abs=1)


def test_rules_and_shading_are_no_figures(tmp_path):
    sheet = (
        Sheet().text(80, 80, "上文").box(70, 60, 400, 200, fill="white").line(70, 100, 400, 100).line(70, 120, 400, 120)
    )
    assert read([sheet.write(tmp_path)]).figures == ()


def test_a_page_with_a_picture_only_is_marked(tmp_path):
    sheet = Sheet().text(80, 80, "文字页").page()
    sheet.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
    raw = read([sheet.text(WIDTH / 2, HEIGHT - 30, "2", size=9).write(tmp_path)])
    assert [(warning.page, warning.kind) for warning in raw.warnings] == [(2, Damage.NO_TEXT_LAYER)]


def test_text_that_is_not_painted_over_a_scan_is_marked(tmp_path):
    sheet = Sheet()
    sheet.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
    layer = sheet.canvas.beginText(80, HEIGHT - 100)
    layer.setFont("STSong-Light", 12)
    layer.setTextRenderMode(3)
    layer.textLine("由图像识别出来的文字不可以当作依据，只能请人核对。")
    sheet.canvas.drawText(layer)
    raw = read([sheet.write(tmp_path)])
    assert [warning.kind for warning in raw.warnings] == [Damage.NO_TEXT_LAYER]
    assert len(raw.lines) == 1


def test_a_blank_page_is_no_damage(tmp_path):
    raw = read([Sheet().text(80, 80, "文字").page().page().text(80, 80, "文字").write(tmp_path)])
    assert raw.warnings == ()
    assert [line.page for line in raw.lines] == [1, 3]


def test_a_file_of_pictures_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr_engine, "_MODELS", {"Rec": "absent.onnx"})
    sheet = Sheet()
    for number in (1, 2):
        sheet.canvas.drawImage(picture(), 0, 0, WIDTH, HEIGHT)
        sheet.text(WIDTH / 2, HEIGHT - 30, str(number), size=9).page()
    assert code_of(sheet.write(tmp_path)) == "E150"


def test_a_file_whose_characters_have_no_meaning_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(ocr_engine, "_MODELS", {"Rec": "absent.onnx"})
    sheet = Sheet(owner="owner").text(80, 80, "文字文字文字")  # the encrypted map of characters cannot be found
    assert code_of(sheet.write(tmp_path)) == "E150"


def test_an_encrypted_file_is_refused(tmp_path):
    assert code_of(Sheet(password="secret").text(80, 80, "文字").write(tmp_path)) == "E104"  # noqa: S106  a test's


def test_a_file_that_only_forbids_changes_is_read(tmp_path):
    assert texts_of(read([Sheet(owner="owner").text(80, 80, "Text", font="Helvetica").write(tmp_path)])) == ["Text"]


def test_broken_files_are_refused(tmp_path):
    whole = Sheet().text(80, 80, "文字").data()
    for name, data in (("head", b"%PDF-1.4\n"), ("cut", whole[:300]), ("noise", b"%PDF-1.7" + b"\x00\xff" * 500)):
        path = tmp_path / f"{name}.pdf"
        path.write_bytes(data)
        assert code_of(path) == "E105", name


def test_a_file_cut_off_near_its_end_is_read_and_marked(tmp_path):
    path = tmp_path / "cut.pdf"
    path.write_bytes(Sheet().text(80, 80, "文字").data()[:-7])
    raw = read([path])
    assert texts_of(raw) == ["文字"]
    assert Damage.TRUNCATED in [warning.kind for warning in raw.warnings]


def test_a_page_that_crashes_the_reader_is_marked_and_logged(tmp_path, monkeypatch, caplog):
    def broken(_):
        message = "the page fell in"
        raise RuntimeError(message)

    path = Sheet().text(80, 80, "文字").write(tmp_path)
    monkeypatch.setattr("audit.readers.pdf_reader.understand_page", broken)
    with pytest.raises(ReadError):
        read([path])
    assert "the page fell in" in caplog.text
    assert "RuntimeError" in caplog.text


def test_too_many_pages_are_refused(tmp_path):
    path = Sheet().text(80, 80, "甲").page().text(80, 80, "乙").write(tmp_path)
    assert code_of(path, ReadLimits(max_pages=1)) == "E108"


def test_a_pdf_under_another_name_is_read(tmp_path):
    raw = read([Sheet().text(80, 80, "文字").write(tmp_path, "sample.txt")])
    assert raw.files[0].format == "pdf"


def test_two_readings_are_equal(tmp_path):
    path = Sheet().text(80, 80, "文字").table(XS, (100, 120, 140), [["甲", "乙", "丙"]]).write(tmp_path)
    assert read([path]) == read([path])


# --- real publications ---


def test_no_row_is_lost_over_a_page_break():
    raw = read([shared_file("publications/swu_2023_final_accounts.pdf")])
    expenditure = [line for line in raw.lines if line.page in (12, 13) and line.cells]
    codes = [line.cells[0].text for line in expenditure]
    assert codes[0] == "科目编码"
    assert codes[11:14] == ["206", "20602", "2060201"]
    assert [cell.text for cell in expenditure[11].cells] == [
        "206", "科学技术支出", "2,536.65", "828.72", "1,707.93", "", "", "",
    ]  # fmt: skip
    assert len(expenditure) == 27


def test_a_row_above_the_first_rule_of_a_continued_page_comes_out():
    raw = read([shared_file("publications/jiangsu_gaoyuan_2018_yusuan.pdf")])
    first = {line.grid: line for line in reversed(raw.lines) if line.page in (12, 14) and line.grid is not None}
    starts = [[cell.text for cell in line.cells] for line in sorted(first.values(), key=lambda line: line.number)]
    assert starts[0] == ["30108", "机关事业单位基本养老保险缴费", "1,326.81"]
    assert ["30231", "公务用车运行维护费", "266.80"] in starts


def test_the_nine_tables_of_a_final_account():
    raw = read([shared_file("publications/sh_putuo_guihuaziranziyuanju_2024_bumen_juesuan.pdf")])
    shape = {}
    for line in raw.lines:
        if line.grid is not None:
            rows, columns = shape.get(line.grid, (0, len(line.cells)))
            assert len(line.cells) == columns
            shape[line.grid] = (rows + 1, columns)
    assert list(shape.values()) == [
        (6, 3), (30, 4), (14, 9), (13, 9), (14, 8), (13, 8), (17, 7), (15, 7),
        (23, 5), (4, 5), (40, 6), (5, 12), (6, 8), (6, 8),
    ]  # fmt: skip
    assert raw.warnings == ()
    assert not any(line.text.isdigit() for line in plain_lines(raw))


@pytest.mark.parametrize("name", ["jiangsu_zhengxie_2019_tables_only.pdf", "sh_putuo_shangwuwei_2025_bumen_yusuan.pdf"])
def test_every_cell_points_into_its_line(name):
    raw = read([shared_file(f"publications/{name}")])
    for line in raw.lines:
        assert "\n" not in line.text
        for cell in line.cells:
            assert line.text[cell.start : cell.end] == cell.text
            assert not (cell.merged and cell.text)


def test_charts_of_a_budget_are_figures():
    raw = read([shared_file("publications/swu_2023_department_budget.pdf")])
    assert [figure.page for figure in raw.figures] == [11, 12, 13]
