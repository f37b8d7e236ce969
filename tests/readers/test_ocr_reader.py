from __future__ import annotations

import pytest
from PIL import Image

from audit.model.raw import LOW_CONFIDENCE, Damage, ReadError
from audit.readers import ReadLimits, ocr_engine, read
from audit.readers.ocr_engine import ReadChar
from audit.readers.ocr_reader import page_size
from tests.readers.ofd_maker import image, ofd, page
from tests.readers.pdf_maker import Sheet, plain_lines, rows_of, texts_of
from tests.readers.scans import as_file, as_pdf, drawn, needs_ocr

XS, YS = (80, 230, 330, 430), (120, 150, 180, 210, 240)
ROWS = [
    ["项目", "预算数", "决算数"],
    ["一、一般公共服务支出", "1,234.50", "1,200.05"],
    ["二、教育支出", "0", "7"],
    ["合计", "1,234.50", "1,207.05"],
]
LINES = ["云梦县茶叶站收入支出决算表", "上表各项支出均按预算执行，没有超支。"]


def typeset():
    sheet = Sheet().text(150, 90, LINES[0], size=16).table(XS, YS, ROWS)
    return sheet.text(80, 280, LINES[1], size=12).data()


@pytest.fixture(scope="module")
def picture():
    needs_ocr()
    return drawn(typeset())[0]


@pytest.fixture
def without_extra(monkeypatch):
    monkeypatch.setattr(ocr_engine, "_MODELS", {"Rec": "absent.onnx"})


def raw_of(tmp_path, data, name="a.pdf", limits=None):
    file = tmp_path / name
    file.write_bytes(data)
    return read([file], limits=limits)


def code_of(tmp_path, data, name, limits=None):
    with pytest.raises(ReadError) as caught:
        raw_of(tmp_path, data, name, limits)
    return caught.value.code


# --- pages ---


@pytest.mark.slow
def test_a_scan_is_read_as_the_page_that_it_shows(tmp_path, picture):
    raw = raw_of(tmp_path, as_pdf([picture]))
    assert rows_of(raw) == ROWS
    assert texts_of(raw) == LINES
    assert [(warning.page, warning.kind) for warning in raw.warnings] == [(1, Damage.RECOGNISED)]
    assert all(line.page == 1 for line in raw.lines)
    cell = [line for line in raw.lines if line.grid is not None][1].cells[1]
    assert cell.bbox == pytest.approx((230, 150, 330, 180), abs=1)
    assert cell.confidence >= LOW_CONFIDENCE
    assert not any(line.doubts for line in raw.lines)
    assert plain_lines(raw)[0].bbox[0] == pytest.approx(150, abs=3)


@pytest.mark.slow
@pytest.mark.parametrize("angle", [90, 180, -1.3])
def test_a_page_that_lies_turned_is_read_upright_and_framed_where_it_lies(tmp_path, picture, angle):
    lying = picture.rotate(angle, expand=abs(angle) >= 90, fillcolor=255, resample=Image.Resampling.BICUBIC)
    raw = raw_of(tmp_path, as_pdf([lying]))
    assert rows_of(raw) == ROWS
    left, top, right, bottom = [line for line in raw.lines if line.grid is not None][1].cells[1].bbox
    middle = ((left + right) / 2, (top + bottom) / 2)
    width, height = (side * 72 / 200 for side in picture.size)
    expected = {90: (165, width - 280), 180: (width - 280, height - 165), -1.3: (286.5, 165)}[angle]
    assert middle == pytest.approx(expected, abs=8)


@pytest.mark.slow
def test_only_the_pages_without_text_are_recognised(tmp_path, picture):
    sheet = Sheet().text(80, 80, "本页有文字层，数字为12.50万元。").page()
    sheet.canvas.drawInlineImage(picture, 0, 0, *sheet.canvas._pagesize)
    raw = raw_of(tmp_path, sheet.data())
    assert [(warning.page, warning.kind) for warning in raw.warnings] == [(2, Damage.RECOGNISED)]
    assert texts_of(raw) == ["本页有文字层，数字为12.50万元。", *LINES]
    assert rows_of(raw) == ROWS


@pytest.mark.slow
def test_a_scan_in_an_ofd_file_is_recognised(tmp_path, picture):
    media = '<ofd:MultiMedia ID="5" Type="Image"><ofd:MediaFile>scan.png</ofd:MediaFile></ofd:MultiMedia>'
    res = f'BaseLoc="Res"><ofd:MultiMedias>{media}</ofd:MultiMedias></ofd:Res>'
    res = f'<ofd:Res xmlns:ofd="http://www.ofdspec.org/2016" {res}'
    more = {"Doc_0/DocumentRes.xml": res, "Doc_0/Res/scan.png": as_file([picture], "PNG")}
    common = "<ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes>"
    raw = raw_of(tmp_path, ofd(page(image(0, 0, 210, 297, 5)), common=common, more=more), "a.ofd")
    assert rows_of(raw) == ROWS


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "name", "dpi"), [("PNG", "a.png", 200), ("JPEG", "a.jpg", None)])
def test_picture_files_are_read(tmp_path, picture, kind, name, dpi):
    raw = raw_of(tmp_path, as_file([picture], kind, dpi), name)
    assert rows_of(raw) == ROWS
    assert raw.files[0].pages == 1


@pytest.mark.slow
def test_a_tiff_has_pages(tmp_path, picture):
    small = picture.crop((0, 0, picture.width, picture.height // 3))
    raw = raw_of(tmp_path, as_file([picture, small], "TIFF"), "a.tiff")
    assert raw.files[0].pages == 2
    assert {line.page for line in raw.lines} == {1, 2}


# --- confidence ---


def doubtful(crops):
    """Stand in for the engine: it reads 8 in each crop, in every other one with doubt."""
    return [(ReadChar("8", 0.4 if at % 2 else 0.99, 0.5),) for at in range(len(crops))]


def test_what_is_read_with_doubt_keeps_its_doubt(tmp_path, picture, monkeypatch):
    monkeypatch.setattr("audit.readers.ocr_page.read_crops", doubtful)
    monkeypatch.setattr("audit.readers.ocr_page.confidence_of", lambda _: 1.0)
    raw = raw_of(tmp_path, as_pdf([picture]))
    cells = [cell for line in raw.lines for cell in line.cells]
    assert {cell.confidence for cell in cells} == {0.4, 0.99}
    for line in raw.lines:
        low = [(cell.start, cell.end) for cell in line.cells if cell.confidence == 0.4]
        assert list(line.doubts) == low or not line.cells


def test_ink_that_cannot_be_read_is_no_blank_cell(tmp_path, picture, monkeypatch):
    monkeypatch.setattr("audit.readers.ocr_page.read_crops", lambda crops: [() for _ in crops])
    with pytest.raises(ReadError):
        raw_of(tmp_path, as_pdf([drawn(Sheet().text(80, 80, "只有一行").data())[0]]))
    raw = raw_of(tmp_path, as_pdf([picture]))
    assert {cell.text for line in raw.lines for cell in line.cells} == {"\ufffd"}
    assert {cell.confidence for line in raw.lines for cell in line.cells} == {0.0}


# --- without the extra, and files that are none ---


def blank_scan():
    return as_pdf([Image.new("L", (1654, 2339), 255)])


@pytest.mark.usefixtures("without_extra")
@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.ofd"])
def test_without_the_extra_a_scan_says_what_to_install(tmp_path, name):
    gray = Image.new("L", (1654, 2339), 90)
    files = {"a.pdf": as_pdf([gray]), "a.png": as_file([gray], "PNG"), "a.ofd": ofd(page(image(0, 0, 210, 297, 5)))}
    assert code_of(tmp_path, files[name], name) == "E150"


def test_a_blank_scan_has_no_text(tmp_path):
    needs_ocr()
    assert code_of(tmp_path, blank_scan(), "a.pdf") == "E106"


def test_a_broken_picture_is_told(tmp_path):
    needs_ocr()
    whole = as_file([Image.new("L", (500, 500), 255)], "PNG")
    assert code_of(tmp_path, whole[:60], "a.png") == "E113"
    assert code_of(tmp_path, b"II*\x00" + b"\xff" * 40, "a.tiff") == "E113"
    tiff = as_file([Image.new("L", (1654, 2339), 255)], "TIFF")
    for size in (90, 200, len(tiff) // 2, len(tiff) - 40):
        assert code_of(tmp_path, tiff[:size], "a.tiff") == "E113"


def test_an_enormous_picture_is_refused_before_it_is_unpacked(tmp_path):
    needs_ocr()
    bomb = as_file([Image.new("1", (9_900, 9_900), 1)], "PNG")
    assert len(bomb) < 100_000
    assert code_of(tmp_path, bomb, "a.png") == "E108"


def test_too_many_pages_are_refused(tmp_path):
    needs_ocr()
    data = as_file([Image.new("L", (90, 90), 255)] * 3, "TIFF")
    assert code_of(tmp_path, data, "a.tiff", ReadLimits(max_pages=2)) == "E108"


@pytest.mark.parametrize(("dpi", "expected"), [(200, (360, 720)), (1, (595, 1190)), (None, (595, 1190))])
def test_a_picture_without_true_resolution_is_as_wide_as_a4(dpi, expected):
    scan = Image.new("L", (1000, 2000))
    if dpi is not None:
        scan.info["dpi"] = (dpi, dpi)
    assert page_size(scan) == pytest.approx(expected)
