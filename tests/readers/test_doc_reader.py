"""Old Word files go through LibreOffice: the same content, and one clear error where that cannot be."""

from __future__ import annotations

import os
import stat
import time

import docx
import pytest
from docx.shared import Cm

from audit.model.raw import ReadError
from audit.readers import read
from audit.readers.doc_reader import as_docx
from tests.office import converted


def code_of(*arguments, **more):
    with pytest.raises(ReadError) as caught:
        as_docx(*arguments, **more)
    return caught.value.code, caught.value.values.get("reason")


def program(folder, script):
    path = folder / "soffice"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["doc", "rtf", "odt"])
def test_an_old_file_is_read_as_the_new_one_is(tmp_path, kind):
    document = docx.Document()
    document.add_paragraph("一、概况")
    document.add_paragraph("收入12.5万元。")
    table = document.add_table(3, 3, style="Table Grid")
    for row, texts in enumerate([["项目", "", "金额"], ["201", "甲", "12.50"], ["合计", "", "12.50"]]):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
            table.cell(row, column).width = Cm(4)
    table.cell(0, 0).merge(table.cell(0, 1))
    document.add_paragraph("末行")
    path = tmp_path / "a.docx"
    document.save(path)
    new, old = read([path]), read([converted(path, kind)])
    assert old.files[0].format == kind
    assert [(c.text, c.merged) for line in old.lines for c in line.cells] == [
        (c.text, c.merged) for line in new.lines for c in line.cells
    ]
    assert [line.text for line in old.lines if line.text][:2] == ["一、概况", "收入12.5万元。"]


def test_without_libreoffice_one_sentence_says_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    assert code_of(b"x", "doc", "a.doc") == ("E111", None)


def test_a_conversion_that_gives_nothing_is_named(monkeypatch, tmp_path):
    program(tmp_path, "exit 1")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    assert code_of(b"x", "doc", "a.doc") == ("E112", "no result")


def test_a_conversion_that_hangs_is_ended_with_its_children(monkeypatch, tmp_path):
    mark = tmp_path / "late"
    program(tmp_path, f"(sleep 3; touch {mark}) & sleep 60")
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    begun = time.monotonic()
    assert code_of(b"x", "doc", "a.doc", seconds=0.5) == ("E112", "too slow")
    assert time.monotonic() - begun < 3
    time.sleep(3)
    assert not mark.exists()
