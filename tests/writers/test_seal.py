"""The seal tells a workbook that somebody saved from one that is as it was written."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl import Workbook, load_workbook

from audit.writers.seal import is_untouched, sealed


@pytest.fixture
def path(tmp_path):
    book = Workbook()
    book.active["A1"] = "某局"
    stream = io.BytesIO()
    book.save(stream)
    place = tmp_path / "book.xlsx"
    place.write_bytes(sealed(stream.getvalue()))
    return place


def test_a_sealed_workbook_is_untouched_and_opens(path):
    assert is_untouched(path)
    assert load_workbook(path).active["A1"].value == "某局"


def test_saving_with_another_value_breaks_the_seal(path):
    book = load_workbook(path)
    book.active["A1"] = "另一局"
    book.save(path)
    assert not is_untouched(path)


def test_a_changed_part_under_the_old_seal_is_noticed(path):
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts["xl/worksheets/sheet1.xml"] = parts["xl/worksheets/sheet1.xml"].replace(b"A1", b"A2")
    with zipfile.ZipFile(path, "w") as target:
        for name, part in parts.items():
            target.writestr(name, part)
    assert not is_untouched(path)


def test_the_same_content_is_sealed_with_the_same_bytes():
    content = io.BytesIO()
    Workbook().save(content)
    assert sealed(content.getvalue()) == sealed(content.getvalue())


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x05\x06" + b"\0" * 18])
def test_what_is_no_workbook_counts_as_touched(tmp_path, content):
    place = tmp_path / "book.xlsx"
    place.write_bytes(content)
    assert not is_untouched(place)


def test_a_workbook_without_a_seal_counts_as_touched(tmp_path):
    place = tmp_path / "book.xlsx"
    Workbook().save(place)
    assert not is_untouched(place)


def test_a_missing_file_counts_as_touched(tmp_path):
    assert not is_untouched(tmp_path / "none.xlsx")
