from __future__ import annotations

import json

import pytest
from docx import Document

from audit.cli import main
from audit.notices import write_notices
from audit.writers.json_writer import report_to_dict
from tests.writers.sample import GENERATED_AT, bare_report, full_report


def put(out, name, report, **document):
    """Put a report into an output folder."""
    data = report_to_dict(report, GENERATED_AT)
    data["document"] |= document
    (out / name).mkdir(parents=True)
    (out / name / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def test_one_unit_gets_one_notice_named_after_its_first_report(tmp_path):
    put(tmp_path, "b 决算", full_report(), entity="../../甲局")
    put(tmp_path, "a 预算", full_report(), entity="../../甲局", publication_type="budget")
    put(tmp_path, "c", bare_report())
    written = write_notices(tmp_path)
    assert [one.path and one.path.name for one in written] == ["a 预算.docx", None]
    assert [path.name for path in tmp_path.rglob("*.docx")] == ["a 预算.docx"]
    text = "\n".join(paragraph.text for paragraph in Document(written[0].path).paragraphs)
    assert "部门预算" in text
    assert "部门决算" in text


def test_units_whose_name_was_not_read_are_not_thrown_together(tmp_path):
    put(tmp_path, "a", full_report(), entity="")
    put(tmp_path, "b", full_report(), entity="")
    assert len(write_notices(tmp_path)) == 2


def test_a_notice_that_someone_may_have_edited_is_kept(tmp_path, capsys):
    put(tmp_path, "a", full_report())
    path = write_notices(tmp_path)[0].path
    path.write_bytes(b"edited")
    assert main(["notice", str(tmp_path)]) == 0
    assert path.read_bytes() == b"edited"
    assert "没有改写" in capsys.readouterr().out
    assert main(["notice", str(tmp_path), "--force"]) == 0
    assert path.read_bytes() != b"edited"


@pytest.mark.parametrize("name", ["nothing", ""])
def test_a_folder_without_reports_is_a_wrong_usage(tmp_path, name):
    assert main(["notice", str(tmp_path / name)]) == 2
