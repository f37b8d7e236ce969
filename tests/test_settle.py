"""The settle round trip: fill in the workbook, read it back, audit again, settle again."""

from __future__ import annotations

import json

import pytest
from openpyxl import load_workbook

from audit.cli import main
from corpora import generate

AUDIT = ("audit", "--pack", "wuhan-final-accounts-2020")


@pytest.fixture
def audited(tmp_path):
    """A small publication and the output folder of its audit."""
    source = tmp_path / "in" / "publication.txt"
    source.parent.mkdir()
    source.write_text(generate(seed=3).text, encoding="utf-8")
    out = tmp_path / "out"
    assert main([*AUDIT, str(source), "-o", str(out), "-q"]) == 0
    return source, out, out / "publication"


def fill(folder, item, **values):
    """Fill the auditor's columns of one row of the checklist."""
    path = folder / "checklist.xlsx"
    book = load_workbook(path)
    page = book.worksheets[0]
    head = next(row for row in page.iter_rows() if "复核结论" in [cell.value for cell in row])
    column = {cell.value: cell.column for cell in head}
    row = next(r for r in range(head[0].row + 1, page.max_row + 1) if page.cell(r, column["序号"]).value == item)
    for title, value in values.items():
        page.cell(row, column[title]).value = value
    book.save(path)


def report(folder):
    return json.loads((folder / "report.json").read_text(encoding="utf-8"))


def row_of(data, item):
    return next(row for row in data["checklist"] if row["item"] == item)


def other(answer):
    return {"yes": "否", "no": "是", "review": "是", "n/a": "否"}[answer]


def test_a_changed_answer_with_a_reason_stands_beside_the_programs(audited):
    _, out, folder = audited
    before = report(folder)
    item = row_of(before, 26)
    fill(folder, 26, 复核结论=other(item["answer"]), 复核人="甲", 日期="2026-01-05", 理由="另有说明")
    assert main(["settle", str(out)]) == 0
    after = report(folder)
    settled = row_of(after, 26)
    assert settled["answer"] == item["answer"]
    assert settled["settled"]["answer"] != item["answer"]
    assert settled["settled"]["program"] == item["answer"]
    assert settled["settled"]["reason"] == "另有说明"
    assert after["settlement"]["rows"] == 1
    assert after["settlement"]["score"] != before["score"]
    assert "另有说明" in (folder / "report.html").read_text(encoding="utf-8")


def test_a_changed_answer_without_a_reason_is_refused_and_nothing_is_taken_over(audited, capsys):
    _, out, folder = audited
    item = row_of(report(folder), 26)
    fill(folder, 26, 复核结论=other(item["answer"]), 复核人="甲")
    assert main(["settle", str(out)]) == 3
    assert "没有写理由" in capsys.readouterr().err
    assert not (folder / "settlement.json").exists()
    assert row_of(report(folder), 26)["settled"] is None


def test_decisions_survive_a_re_audit(audited):
    source, out, folder = audited
    fill(folder, 26, 复核结论=other(row_of(report(folder), 26)["answer"]), 复核人="甲", 理由="另有说明")
    assert main(["settle", str(out)]) == 0
    assert main([*AUDIT, str(source), "-o", str(out), "-q"]) == 0
    settled = row_of(report(folder), 26)["settled"]
    assert settled["reason"] == "另有说明"
    assert settled["stale"] is False
    # the workbook of the second audit holds the decision, so that settling again changes nothing
    first = report(folder)["settlement"]
    assert main(["settle", str(out)]) == 0
    assert report(folder)["settlement"] == first


def test_a_decision_whose_basis_has_changed_is_stale(audited):
    source, out, folder = audited
    data = report(folder)
    fill(folder, 26, 复核结论=other(row_of(data, 26)["answer"]), 复核人="甲", 理由="另有说明")
    assert main(["settle", str(out)]) == 0
    lines = source.read_text(encoding="utf-8").split("\n")
    source.write_text("\n".join(line for line in lines if "中小企业" not in line), encoding="utf-8")
    assert main([*AUDIT, str(source), "-o", str(out), "-q"]) == 0
    after = report(folder)
    assert row_of(after, 26)["settled"]["stale"] is True
    assert after["settlement"]["stale"] == 1
    assert after["settlement"]["score"] == after["score"]


def test_a_workbook_that_is_not_ours_is_told(audited, capsys):
    _, out, folder = audited
    (folder / "checklist.xlsx").write_bytes(b"no workbook")
    assert main(["settle", str(out)]) == 3
    assert "E130" in capsys.readouterr().err


def test_a_folder_without_a_report_is_a_wrong_usage(tmp_path, capsys):
    assert main(["settle", str(tmp_path)]) == 2
    assert str(tmp_path) in capsys.readouterr().err


def test_the_index_and_the_working_papers_count_what_was_settled(audited):
    _, out, folder = audited
    before = json.loads((out / "summary.json").read_text(encoding="utf-8"))["publications"][0]["score"]["rows"]
    fill(folder, 36, 复核结论="否", 复核人="甲", 理由="查送审记录")
    assert main(["settle", str(out)]) == 0
    page = (out / "index.html").read_text(encoding="utf-8")
    assert "已复核 1 行" in page
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    assert data["publications"][0][11] == [before["fail"] + 1, before["review"] - 1]
    papers = load_workbook(out / "working-papers.xlsx")
    assert papers.worksheets[0].cell(2, 7).value == before["fail"] + 1


def test_a_workbook_that_nobody_touched_is_not_opened(audited, monkeypatch, capsys):
    _, out, _ = audited
    monkeypatch.setattr("audit.settle.read_sheets", lambda _: pytest.fail("opened"))
    assert main(["settle", str(out)]) == 0
    assert "1 份没有填写复核意见" in capsys.readouterr().out


def test_what_was_filled_in_and_not_settled_outlives_another_audit(audited, capsys):
    source, out, folder = audited
    fill(folder, 26, 复核结论=other(row_of(report(folder), 26)["answer"]), 复核人="甲", 理由="另有说明")
    capsys.readouterr()
    assert main([*AUDIT, str(source), "-o", str(out), "-q"]) == 0
    assert "checklist.kept-1.xlsx" in capsys.readouterr().err
    (folder / "checklist.kept-1.xlsx").replace(folder / "checklist.xlsx")
    assert main(["settle", str(out)]) == 0
    assert row_of(report(folder), 26)["settled"]["reason"] == "另有说明"


def test_what_was_filled_in_outlives_an_audit_that_fails(audited):
    source, out, folder = audited
    fill(folder, 26, 复核人="甲")
    source.write_bytes(b"")
    assert main([*AUDIT, str(source), "-o", str(out), "-q"]) == 3
    assert [path.name for path in folder.iterdir()] == ["checklist.kept-1.xlsx"]


def test_an_audit_keeps_no_workbook_that_nobody_touched(audited):
    source, out, folder = audited
    before = {path.name for path in folder.iterdir()}
    assert main([*AUDIT, str(source), "-o", str(out), "-q"]) == 0
    assert {path.name for path in folder.iterdir()} == before


@pytest.mark.parametrize("content", ["", "[]", '{"schema": "gouji-settlement/1", "rows": {"a": {"moon": 1}}}'])
def test_decisions_that_cannot_be_read_are_told_and_the_rest_is_settled(audited, capsys, content):
    source, out, folder = audited
    second = source.with_name("second.txt")
    second.write_bytes(source.read_bytes())
    assert main([*AUDIT, str(source), str(second), "-o", str(out), "-q"]) == 0
    for name in ("publication", "second"):
        fill(out / name, 36, 复核结论="否", 复核人="甲", 理由="查送审记录")
    (folder / "settlement.json").write_text(content, encoding="utf-8")
    assert main(["settle", str(out)]) == 3
    heard = capsys.readouterr()
    assert "E132" in heard.err
    assert "second：已复核 1 行" in heard.out


def test_a_report_of_another_version_is_told_and_its_decisions_are_kept(audited, capsys):
    source, out, folder = audited
    fill(folder, 36, 复核结论="否", 复核人="甲", 理由="查送审记录")
    data = report(folder)
    del data["document"]["template_title"]
    (folder / "report.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert main(["settle", str(out)]) == 3
    assert "E138" in capsys.readouterr().err
    assert main([*AUDIT, str(source), "-o", str(out), "-q"]) == 0
    assert row_of(report(folder), 36)["settled"]["reason"] == "查送审记录"
