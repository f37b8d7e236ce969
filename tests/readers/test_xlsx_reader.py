"""Workbooks: what cells show, merged ranges, hidden parts, formulas, charts, passwords, the old format."""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl.chart import BarChart, Reference

from audit.model.raw import Damage, ReadError
from audit.readers import read
from audit.readers.content import ReadLimits
from audit.readers.office_password import BUILT_IN_PASSWORD
from audit.readers.xlsx_reader import column_index, read_xlsx
from tests.office import THIN, converted, saved
from tests.readers.office_maker import HEAD, pack, relations

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book_of(rows, *, ruled=False):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表一"
    for row in rows:
        sheet.append(row)
    if ruled:
        for row in sheet.iter_rows():
            for cell in row:
                cell.border = THIN
    return book, sheet


def content(data, limits=None):
    return read_xlsx(data, "f1", "x.xlsx", limits or ReadLimits())


def rows(found):
    return [[None if c.merged else c.text for c in line.cells] for line in found.lines if line.cells]


def lines(found):
    return [line.text for line in found.lines if not line.cells]


def code_of(data, limits=None):
    with pytest.raises(ReadError) as caught:
        content(data, limits)
    return caught.value.code


def raw_book(sheet, strings="", sheets='<sheet name="甲" sheetId="1" r:id="s1"/>'):
    workbook = (
        f'{HEAD}<workbook xmlns="{MAIN}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
        f"<sheets>{sheets}</sheets></workbook>"
    )
    return pack(
        {
            "_rels/.rels": relations({"main": ("officeDocument", "xl/workbook.xml")}),
            "xl/workbook.xml": workbook,
            "xl/_rels/workbook.xml.rels": relations(
                {"s1": ("worksheet", "sheet1.xml"), "t": ("sharedStrings", "strings.xml")}
            ),
            "xl/sheet1.xml": f'{HEAD}<worksheet xmlns="{MAIN}">{sheet}</worksheet>',
            "xl/strings.xml": f'{HEAD}<sst xmlns="{MAIN}">{strings}</sst>',
        }
    )


def test_the_sheets_name_stands_above_its_rows():
    found = content(saved(book_of([["科目", "金额"], ["合计", 1.5]])[0]))
    assert [(line.number, line.text, line.grid) for line in found.lines] == [
        (1, "表一", None),
        (2, "科目\t金额", 0),
        (3, "合计\t1.5", 0),
    ]


def test_cells_are_read_as_they_are_shown():
    book, sheet = book_of([["甲", 690.4, 1234.5, 0.5, date(2023, 3, 15), True, 0.1 + 0.2]])
    for column, code in (("B", "0.00"), ("C", "#,##0.00"), ("D", "0.0%"), ("E", 'yyyy"年"m"月"d"日"')):
        sheet[f"{column}1"].number_format = code
    assert rows(content(saved(book))) == [["甲", "690.40", "1,234.50", "50.0%", "2023年3月15日", "TRUE", "0.3"]]


def test_merged_ranges_cover_their_cells():
    book, sheet = book_of([["项目", None, "金额"], ["类", "款", None], ["201", None, 5]], ruled=True)
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:C2")
    assert rows(content(saved(book))) == [["项目", None, "金额"], ["类", "款", None], ["201", "", "5"]]


def test_what_has_no_border_in_a_ruled_sheet_is_text():
    book, sheet = book_of(
        [["收入决算表"], ["部门：某局", None, "单位：万元"], ["科目", "名称", "金额"], ["201", "甲", 5], ["注：无"]]
    )
    for row in sheet["A3:C4"]:
        for cell in row:
            cell.border = THIN
    found = content(saved(book))
    assert lines(found) == ["表一", "收入决算表", "部门：某局\t单位：万元", "注：无"]
    assert rows(found) == [["科目", "名称", "金额"], ["201", "甲", "5"]]


def test_titles_and_remarks_of_a_sheet_without_borders_are_text():
    found = content(saved(book_of([["收入决算表"], ["科目", "金额"], ["合计", 5], ["注：本表含上年结转。"]])[0]))
    assert lines(found) == ["表一", "收入决算表", "注：本表含上年结转。"]
    assert rows(found) == [["科目", "金额"], ["合计", "5"]]


def test_an_empty_row_parts_two_tables_each_with_its_own_columns():
    found = content(saved(book_of([["甲", 1, 2], ["乙", 3, 4], [], ["丙", 5], ["丁", 6]])[0]))
    assert [(line.grid, len(line.cells)) for line in found.lines if line.cells] == [(0, 3), (0, 3), (1, 2), (1, 2)]


def test_hidden_rows_columns_and_sheets_are_not_read_and_hidden_sheets_are_noted():
    book, sheet = book_of([["甲", "乙", "丙"], ["暗", "暗", "暗"], ["1", "2", "3"]])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["B"].hidden = True
    other = book.create_sheet("暗表")
    other["A1"] = "不公开"
    other.sheet_state = "hidden"
    found = content(saved(book))
    assert rows(found) == [["甲", "丙"], ["1", "3"]]
    assert [warning.kind for warning in found.warnings] == [Damage.HIDDEN_SHEET]
    assert not any("不公开" in line.text for line in found.lines)


def test_a_formula_without_a_result_shows_itself():
    assert rows(content(saved(book_of([["合计", "=SUM(B2:B3)"], ["甲", 1]])[0]))) == [
        ["合计", "=SUM(B2:B3)"],
        ["甲", "1"],
    ]


def test_results_errors_and_rich_text_of_stored_cells():
    sheet = (
        '<sheetData><row><c t="s"><v>0</v></c><c><f>B1</f><v>12.5</v></c><c t="e"><v>#REF!</v></c>'
        '<c t="str"><f>A1</f><v>文</v></c><c t="inlineStr"><is><t>内</t></is></c><c t="s"><v>99</v></c>'
        "</row></sheetData>"
    )
    strings = "<si><r><t>部</t></r><r><t>门</t></r><rPh><t>bu</t></rPh></si>"
    assert rows(content(raw_book(sheet, strings))) == [["部门", "12.5", "#REF!", "文", "内"]]


def test_charts_are_figures_with_their_title():
    book, sheet = book_of([["甲", 1], ["乙", 2]])
    chart = BarChart()
    chart.title = "图1 收入结构"
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=2))
    sheet.add_chart(chart, "D1")
    found = content(saved(book))
    assert lines(found) == ["表一", "图1 收入结构"]
    assert [figure.after_line for figure in found.figures] == [4]


def test_columns_by_their_letters():
    assert [column_index(letters) for letters in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16_383]


def encrypted(data, password):
    out = BytesIO()
    OOXMLFile(BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def test_the_built_in_password_is_no_obstacle_and_another_one_is_named(tmp_path):
    data = saved(book_of([["科目", "金额"], ["合计", 1.5]])[0])
    path = tmp_path / "a.xlsx"
    path.write_bytes(encrypted(data, BUILT_IN_PASSWORD))
    raw = read([path])
    assert raw.files[0].format == "xlsx"
    assert raw.lines[-1].text == "合计\t1.5"
    path.write_bytes(encrypted(data, "another"))
    with pytest.raises(ReadError) as caught:
        read([path])
    assert caught.value.code == "E104"


@pytest.mark.slow
def test_an_old_workbook_is_read_as_the_new_one_is(tmp_path):
    book, sheet = book_of([["项目", None, "金额"], ["类", "款", None], ["201", None, 690.4]], ruled=True)
    sheet["C3"].number_format = "#,##0.00"
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:C2")
    other = book.create_sheet("暗表")
    other["A1"] = "不公开"
    other.sheet_state = "hidden"
    path = tmp_path / "a.xlsx"
    path.write_bytes(saved(book))
    new, old = read([path]), read([converted(path, "xls")])
    assert old.files[0].format == "xls"
    assert [(line.text, line.grid, [c.merged for c in line.cells]) for line in old.lines] == [
        (line.text, line.grid, [c.merged for c in line.cells]) for line in new.lines
    ]
    assert old.warnings == new.warnings != ()


def test_a_workbook_that_claims_a_million_rows_is_small_all_the_same():
    sheet = (
        '<dimension ref="A1:XFD1048576"/><sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>3</v></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A2:XFD1048575"/></mergeCells>'
    )
    assert rows(content(raw_book(sheet))) == [["1", "2"]]


def test_broken_empty_and_hostile_workbooks():
    assert code_of(raw_book("<sheetData/>")) == "E101"
    assert code_of(raw_book("<sheetData><row>")) == "E113"
    assert code_of(raw_book("<sheetData/>", sheets="")) == "E101"
    assert code_of(pack({"xl/other.xml": "<a/>"})) == "E113"
    many = "".join(f"<row><c><v>{n}</v></c></row>" for n in range(50))
    assert code_of(raw_book(f"<sheetData>{many}</sheetData>"), ReadLimits(max_cells=20)) == "E108"
    assert code_of(raw_book("<sheetData/>")[:-40]) == "E113"
    entity = pack({"xl/workbook.xml": f'<!DOCTYPE x [<!ENTITY a "b">]><workbook xmlns="{MAIN}">&a;</workbook>'})
    assert code_of(entity) == "E114"


def test_an_entity_inside_a_sheet_is_refused():
    data = raw_book("x")
    hostile = HEAD + f'<!DOCTYPE x [<!ENTITY a "b">]><worksheet xmlns="{MAIN}"/>'
    with_entity = pack({**unpacked(data), "xl/sheet1.xml": hostile})
    assert code_of(with_entity) == "E114"


def unpacked(data):
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
