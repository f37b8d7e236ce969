from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.model.raw import Damage, ReadError
from audit.readers import ReadLimits, read
from audit.readers.text_reader import split_lines, tab_cells
from tests.support import shared_file

if TYPE_CHECKING:
    from pathlib import Path

SAMPLE = "青原市松岭区档案馆部门决算\r\n项目\t\t 金额 \n合计\t1,234.50\t\n第三行"


def write(folder: Path, data: bytes, name: str = "sample.txt") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        SAMPLE.encode("utf-8"),
        SAMPLE.encode("utf-8-sig"),
        SAMPLE.encode("gb18030"),
        codecs.BOM_UTF16_LE + SAMPLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + SAMPLE.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + SAMPLE.encode("utf-32-le"),
    ],
    ids=["utf-8", "utf-8-bom", "gb18030", "utf-16-le", "utf-16-be", "utf-32-le"],
)
def test_every_encoding_gives_the_same_lines(tmp_path, data):
    raw = read([write(tmp_path, data)])
    assert [line.text for line in raw.lines] == re.split(r"\r?\n", SAMPLE)
    assert [line.number for line in raw.lines] == [1, 2, 3, 4]
    assert raw.files[0].format == "txt"
    assert raw.files[0].pages is None


def test_cells_are_stripped_and_point_into_the_line(tmp_path):
    raw = read([write(tmp_path, SAMPLE.encode())])
    assert raw.lines[0].cells == ()
    row = raw.lines[1]
    assert [cell.text for cell in row.cells] == ["项目", "", "金额"]
    assert [row.text[cell.start : cell.end] for cell in row.cells] == ["项目", "", "金额"]
    assert (row.cells[1].start, row.cells[1].end) == (3, 3)
    assert (row.cells[2].start, row.cells[2].end) == (5, 7)
    assert raw.lines[2].cells[2].text == ""


def test_blank_cells_of_wide_blanks_are_empty():
    cells = tab_cells("\u3000 \t\u3000其中：甲 ")
    assert cells[0].start == cells[0].end == 0
    assert cells[1].text == "其中：甲"
    assert (cells[1].start, cells[1].end) == (4, 8)


@given(st.text(alphabet="甲1, \t\r\n\f\v\x1c\u2028\x85", max_size=40))
def test_lines_end_at_lf_and_crlf_only(text):
    lines = split_lines(text)
    assert len(lines) == text.count("\n") + 1
    assert "".join(lines).replace("\r", "") == text.replace("\r", "").replace("\n", "")


def test_lone_cr_and_form_feed_stay_in_the_line(tmp_path):
    raw = read([write(tmp_path, "甲\r乙\f丙\r\n丁".encode())])
    assert [line.text for line in raw.lines] == ["甲\r乙\f丙", "丁"]


@given(st.text(alphabet="甲乙1.5 \u3000\t", max_size=40))
def test_cells_are_substrings_at_their_offsets(line):
    cells = tab_cells(line)
    assert len(cells) == (line.count("\t") + 1 if "\t" in line else 0)
    for cell in cells:
        assert line[cell.start : cell.end] == cell.text


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "E101"),
        (b" \r\n\t\n", "E101"),
        (codecs.BOM_UTF8, "E101"),
        (b"\x00\x01\x02\x03" * 50, "E102"),
        ("\x01\x02\x03\x04甲".encode(), "E102"),
        (b"\xd5\xfd\xff\xff\xce\xc4", "E109"),
        (codecs.BOM_UTF16_LE + b"\x00\xdc\x00\xdc", "E109"),
        ("這是繁體中文檔案，說明預算執行情形".encode("big5"), "E109"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 20, "E113"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "PowerPoint Document".encode("utf-16-le"), "E107"),
        (b"PK\x03\x04broken", "E113"),
    ],
)
def test_bad_input_has_its_code(tmp_path, data, code):
    path = write(tmp_path, data)
    with pytest.raises(ReadError) as caught:
        read([path])
    assert caught.value.code == code
    assert caught.value.values["path"] == str(path)


def test_an_old_word_file_is_named_as_such(tmp_path):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "WordDocument".encode("utf-16-le")
    with pytest.raises(ReadError) as caught:
        read([write(tmp_path, data, "sample.txt")])
    assert caught.value.code in ("E111", "E112")
    assert caught.value.values["format"] == "doc"


def test_a_wrong_suffix_does_not_matter(tmp_path):
    raw = read([write(tmp_path, SAMPLE.encode(), "sample.pdf")])
    assert raw.files[0].format == "txt"
    assert len(raw.lines) == 4


def test_a_missing_file_and_a_folder_are_named(tmp_path):
    for path in (tmp_path / "absent.txt", tmp_path):
        with pytest.raises(ReadError) as caught:
            read([path])
        assert caught.value.code == "E103"


def test_limits_are_held(tmp_path):
    path = write(tmp_path, SAMPLE.encode())
    for limits, what in ((ReadLimits(max_bytes=10), "bytes"), (ReadLimits(max_lines=2), "lines")):
        with pytest.raises(ReadError) as caught:
            read([path], limits=limits)
        assert caught.value.code == "E108"
        assert caught.value.values["what"] == what


def test_a_file_cut_off_inside_a_character_is_read_and_marked(tmp_path):
    raw = read([write(tmp_path, "第一行\n第二行".encode()[:-1])])
    assert [line.text for line in raw.lines] == ["第一行", "第二"]
    assert [warning.kind for warning in raw.warnings] == [Damage.TRUNCATED]


def test_files_are_numbered_and_have_roles_and_hashes(tmp_path):
    first, second = write(tmp_path, b"one"), write(tmp_path, b"two", "second.txt")
    raw = read([first, second], roles=["main", "evidence"])
    assert [(file.id, file.role) for file in raw.files] == [("f1", "main"), ("f2", "evidence")]
    assert raw.files[0].sha256 == "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed"
    assert [(line.file, line.number) for line in raw.lines] == [("f1", 1), ("f2", 1)]


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_seeds_keep_their_line_numbers(name):
    folder = shared_file("seeds")
    path = next(folder.glob(f"{name}_*.txt"))
    expected = re.split(r"\r?\n", path.read_bytes().decode("utf-8"))
    raw = read([path])
    assert [line.text for line in raw.lines] == expected
    for line in raw.lines:
        assert all(line.text[cell.start : cell.end] == cell.text for cell in line.cells)
