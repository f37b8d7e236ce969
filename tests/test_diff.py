"""Two deliveries of invented publications, audited and compared."""

from __future__ import annotations

import json
import shutil
from urllib.parse import unquote

import pytest

from audit.cli import main
from audit.diff import NoReportError, compare_deliveries
from audit.writers.differences import Fate
from tests.support import ROOT

SAMPLE = ROOT / "corpora" / "samples" / "wuhan-2020_faulty_numbers.txt"
WRONG, RIGHT = "决算数为3.43万元", "决算数为35.43万元"
HEADING = "第三部分 云岭市东篱区市场监督管理局2020年度部门决算情况说明"


def audit(folder, texts, out):
    folder.mkdir(parents=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    assert main(["audit", "-q", "--format", "json,html", str(folder), "-o", str(out), "--jobs", "1"]) == 0
    return out


@pytest.fixture(scope="module")
def deliveries(tmp_path_factory):
    """The sample, and the sample with one figure put right and two paragraphs put in above everything else."""
    folder = tmp_path_factory.mktemp("diff")
    text = SAMPLE.read_text(encoding="utf-8")
    assert text.count(WRONG) == 1
    before, heading, after = text.rpartition(HEADING)
    assert heading
    added = f"{before}{heading}\n本部分所列数据均为本年度数据。\n本说明按表格次序编写。{after}"
    mended = added.replace(WRONG, RIGHT)
    old = audit(folder / "a", {"同一份": text}, folder / "old")
    moved = audit(folder / "b", {"换了名字": added}, folder / "moved")
    new = audit(folder / "c", {"同一份": mended}, folder / "new")
    return old, moved, new


def test_a_paragraph_put_in_above_changes_no_fingerprint(deliveries):
    old, moved, _ = deliveries
    (pair,) = compare_deliveries(old, moved).pairs
    lines = [(change.old["line"], change.new["line"]) for change in pair.difference.findings]
    assert len(lines) >= 5
    assert {change.fate for change in pair.difference.findings} == {Fate.REMAINING}
    assert any(before != after for before, after in lines)
    assert pair.difference.rows == ()


def test_what_was_put_right_is_fixed_and_what_followed_from_it_is_not_counted(deliveries):
    old, _, new = deliveries
    (pair,) = compare_deliveries(old, new).pairs
    fixed = [change.old["message"] for change in pair.difference.of(Fate.FIXED)]
    assert len(fixed) == 1
    assert all("公务员医疗补助" in message for message in fixed)
    assert not pair.difference.of(Fate.NEW)


def test_the_other_way_round_it_is_new(deliveries):
    old, _, new = deliveries
    (pair,) = compare_deliveries(new, old).pairs
    assert len(pair.difference.of(Fate.NEW)) == 1
    assert not pair.difference.of(Fate.FIXED)


def test_the_command_tells_it_as_text_page_and_json(deliveries, tmp_path, capsys):
    old, _, new = deliveries
    assert main(["diff", str(old), str(new), "-o", str(tmp_path)]) == 0
    told = capsys.readouterr().out
    assert "同一份：已改 1，" in told
    assert "　　已改 F" in told
    data = json.loads((tmp_path / "diff.json").read_text(encoding="utf-8"))
    assert data["schema"] == "gouji-diff/1"
    assert (data["totals"]["fixed"], data["totals"]["new"]) == (1, 0)
    page = (tmp_path / "diff.html").read_text(encoding="utf-8")
    assert data["publications"][0]["findings"]["fixed"][0]["message"] in page
    link = data["publications"][0]["new_link"]
    assert (tmp_path / unquote(link)).resolve() == (new / "同一份" / "report.html").resolve()


def test_the_exit_code_says_whether_something_is_new(deliveries, tmp_path):
    old, _, new = deliveries
    assert main(["diff", str(new), str(old), "--fail-on-new", "-o", str(tmp_path)]) == 1
    assert main(["diff", str(old), str(new), "--fail-on-new", "-o", str(tmp_path)]) == 0


def copy_of(report, folder, **document):
    """Copy a report's folder as another publication."""
    shutil.copytree(report, folder)
    path = folder / "report.json"
    data = json.loads(path.read_text(encoding="utf-8"))
    data["document"] |= document
    path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def test_publications_are_matched_by_what_they_are_and_by_name_only_where_that_is_not_told(deliveries, tmp_path):
    report = deliveries[0] / "同一份"
    for side, names in (("old", ("1", "2", "3")), ("new", ("2", "1", "3"))):
        copy_of(report, tmp_path / side / names[0], entity="甲局")
        copy_of(report, tmp_path / side / names[1], entity="乙局")
        copy_of(report, tmp_path / side / names[2], entity="")
    copy_of(report, tmp_path / "old" / "4", entity="丙局")
    copy_of(report, tmp_path / "new" / "5", entity="丁局")
    found = compare_deliveries(tmp_path / "old", tmp_path / "new")
    assert {(pair.old.name, pair.new.name) for pair in found.pairs} == {("1", "2"), ("2", "1"), ("3", "3")}
    assert [known.entity for known in found.gone] == ["丙局"]
    assert [known.entity for known in found.added] == ["丁局"]


def test_what_could_not_be_audited_again_is_not_called_gone(deliveries, tmp_path, capsys):
    report = deliveries[0] / "同一份"
    for side, names in (("old", ("1", "2", "3")), ("new", ("1", "3"))):
        for name in names:
            copy_of(report, tmp_path / side / name, entity=f"{name}局")
    broken = {
        "name": "2",
        "path": "in/2.pdf",
        "status": "failed",
        "error": {"code": "E101", "message": "E101 文件是空的"},
    }
    summary = {"schema": "gouji-summary/1", "publications": [broken]}
    (tmp_path / "new" / "summary.json").write_text(json.dumps(summary), encoding="utf-8")
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new")]) == 0
    said = capsys.readouterr()
    assert "2：本次未能审核，前次的问题无法复核　E101 文件是空的" in said.err
    assert "只见于前次" not in said.out
    assert "E101 文件是空的" in (tmp_path / "new" / "diff.html").read_text(encoding="utf-8")


def test_two_reports_of_one_publication_may_be_named_themselves(deliveries):
    old, _, new = deliveries
    found = compare_deliveries(old / "同一份" / "report.json", new / "同一份")
    assert len(found.pairs) == 1


@pytest.mark.parametrize("arguments", [(), ("one",), ("empty", "empty")])
def test_what_cannot_be_compared_is_a_wrong_usage(arguments, tmp_path, capsys):
    (tmp_path / "empty").mkdir()
    assert main(["diff", *(str(tmp_path / name) for name in arguments)]) == 2
    assert "用法有误" in capsys.readouterr().err


def test_a_folder_without_reports_is_named(tmp_path):
    with pytest.raises(NoReportError, match="nothing"):
        compare_deliveries(tmp_path / "nothing", tmp_path)
