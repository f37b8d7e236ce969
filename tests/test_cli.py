"""The command as a user meets it: words, exit codes, files, and what happens to inputs that cannot be audited."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys

import pytest

from audit import __version__, cli
from audit import run as runs
from audit.arguments import UsageError, default_jobs, parse, printable
from audit.model.batch import Audited, BatchEntry, Failure
from audit.model.checklist import Score
from audit.model.coverage import Coverage
from audit.model.document import PublicationType
from tests.support import ROOT

PUBLICATION = """\
虚构市林务局2031年度部门决算
第一部分 虚构市林务局概况
一、主要职能
负责本市林地管护。
第三部分 虚构市林务局2031年度部门决算情况说明
一、收入支出决算总体情况说明
2031年度收、支总计均为120.5万元。
"""


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "in"
    place.mkdir()
    (place / "林务局.txt").write_text(PUBLICATION, encoding="utf-8")
    (place / "盐业局.txt").write_bytes(PUBLICATION.replace("林务", "盐业").encode("gb18030"))
    return place


@pytest.fixture
def run(tmp_path, capsys):
    """Run the command with its output in tmp_path/out; return (exit code, stdout, stderr)."""

    def call(*arguments):
        code = cli.main([*map(str, arguments), "-o", str(tmp_path / "out"), "--jobs", "1"])
        heard = capsys.readouterr()
        return code, heard.out, heard.err

    return call


def snapshot(folder):
    return {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def test_a_folder_is_audited_and_left_as_it_was(run, folder, tmp_path):
    before = snapshot(folder)
    code, out, err = run("audit", folder)
    assert (code, err) == (0, "")
    assert snapshot(folder) == before
    written = {".gouji-journal", "林务局", "盐业局", "index.html", "summary.csv", "summary.json", "working-papers.xlsx"}
    assert written == {p.name for p in (tmp_path / "out").iterdir()}
    report = json.loads((tmp_path / "out" / "盐业局" / "report.json").read_text(encoding="utf-8"))
    assert report["schema"] == "gouji-report/1"
    assert report["tool_version"] == __version__
    assert len(out.splitlines()) == 3


def test_inputs_that_cannot_be_audited_are_named_one_line_each(run, folder, tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "nothing").mkdir()
    bad = [tmp_path / name for name in ("empty.txt", "binary.txt", "missing.pdf", "nothing")]
    code, out, err = run("audit", folder, *bad)
    assert code == 3
    lines = err.splitlines()
    assert [re.search(r"E\d{3}", line).group() for line in lines] == ["E101", "E102", "E120", "E121"]
    assert all(str(path) in line for path, line in zip(bad, lines, strict=True))
    assert "已审核 2 份，未能审核 4 份" in out
    summary = json.loads((tmp_path / "out" / "summary.json").read_text(encoding="utf-8"))
    assert [p["status"] for p in summary["publications"]] == ["audited"] * 2 + ["failed"] * 4
    assert (tmp_path / "out" / "林务局" / "report.html").is_file()


def test_two_runs_differ_in_their_time_alone(run, folder, tmp_path):
    texts = []
    for _ in range(2):
        run("audit", folder)
        text = (tmp_path / "out" / "林务局" / "report.json").read_text(encoding="utf-8")
        texts.append(re.sub(r'"generated_at": "[^"]*"', "", text, count=1))
    assert texts[0] == texts[1]


def test_a_file_of_another_kind_is_told_as_such(run, tmp_path):
    (tmp_path / "notice.txt").write_text("今日天气晴。\n", encoding="utf-8")
    code, out, _ = run("audit", tmp_path / "notice.txt")
    assert code == 0
    assert "没有认出" in out.splitlines()[0]
    assert "错误 0" not in out


def test_quiet_says_nothing_of_what_went_well(run, folder, tmp_path):
    assert run("audit", folder, "-q") == (0, "", "")
    code, out, err = run("audit", folder, tmp_path / "missing.pdf", "-q")
    assert (code, out, len(err.splitlines())) == (3, "", 1)


def test_verbose_tells_the_time_in_each_room_and_keeps_a_log(run, folder, tmp_path):
    code, out, _ = run("audit", folder, "-v")
    assert code == 0
    assert "读取 0." in out
    assert (tmp_path / "out" / "gouji.log").is_file()


def test_only_the_formats_asked_for_are_written(run, folder, tmp_path):
    assert run("audit", folder, "--format", "json")[0] == 0
    assert [p.name for p in (tmp_path / "out" / "林务局").iterdir()] == ["report.json"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "没有写命令"),
        (["fly"], "没有“fly”这个命令"),
        (["--loud"], "不认识“--loud”"),
        (["audit"], "没有写要审核的文件"),
        (["audit", "a", "--loud"], "不认识“--loud”"),
        (["audit", "a", "--jobs", "0"], "不能是“0”"),
        (["audit", "a", "--jobs", "２"], "不能是“２”"),
        (["audit", "a", "--jobs"], "选项 --jobs 缺少取值"),
        (["audit", "a", "--format", "json,docx"], "取值“docx”不可用"),
        (["audit", "a", "--fail-on", "warning"], "可用：never, error, any-no"),
        (["audit", "a", "--pack", "mars-2031"], "没有编号为“mars-2031”的检查表"),
        (["audit", "a", "b", "--form", "c"], "--form 只在审核一份文件时可用，这里有 2 份"),
        (["audit", "a", "--pack", "\x1b[31mx"], "没有编号为“�[31mx”的检查表"),
    ],
)
def test_wrong_usage_is_told_in_plain_words(arguments, words, capsys):
    assert cli.main(arguments) == 2
    heard = capsys.readouterr()
    assert heard.out == ""
    assert words in heard.err
    assert "gouji --help" in heard.err
    assert not re.search(r"usage:|error:|argument|invalid|expected", heard.err)


def test_inputs_inside_the_output_folder_are_refused(folder, capsys):
    assert cli.main(["audit", str(folder), "-o", str(folder)]) == 2
    assert "请用 -o 换一个输出文件夹" in capsys.readouterr().err
    assert {path.suffix for path in folder.iterdir()} == {".txt"}


def test_an_output_that_is_a_file_is_refused(folder, capsys):
    assert cli.main(["audit", str(folder), "-o", str(folder / "林务局.txt")]) == 2
    assert "是一个文件" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_that_cannot_be_written_is_told(folder, tmp_path, capsys):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o500)
    assert cli.main(["audit", str(folder), "-o", str(locked / "out")]) == 2
    assert "E122" in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--help"], ["audit", "--help"], ["-h"]])
def test_the_help_speaks_chinese(arguments, capsys):
    with pytest.raises(SystemExit) as caught:
        parse(arguments)
    assert caught.value.code == 0
    out = capsys.readouterr().out
    assert out.startswith("用法：gouji")
    assert not re.search(r"usage|options|positional|show this|exit\b", out)


def test_every_option_of_the_contract_is_there(capsys):
    with pytest.raises(SystemExit):
        parse(["audit", "--help"])
    out = capsys.readouterr().out
    for option in ("-o", "--pack", "--form", "--evidence", "--format", "--jobs", "--fail-on", "-q", "-v"):
        assert re.search(rf"^\s+{option}\b", out, re.MULTILINE) or f", {option}" in out, option


def test_the_version_is_the_packages(capsys):
    with pytest.raises(SystemExit):
        parse(["--version"])
    assert capsys.readouterr().out == f"gouji {__version__}\n"


def test_a_wrong_format_is_a_usage_error_of_its_own():
    with pytest.raises(UsageError):
        parse(["audit", "a", "--format", ""])


def test_jobs_are_never_more_than_publications():
    assert default_jobs(1) == 1
    assert default_jobs(0) == 1
    assert 1 <= default_jobs(10_000) <= 61


def audited(errors=0, failed_rows=0):
    severities = (("error", errors), ("warning", 1), ("rounding", 0), ("info", 0))
    score = Score(0, failed_rows, 0, 0, value=None, low=0.0, high=0.0, formula="")
    head = Audited(PublicationType.BUDGET, "", None, "", None, score, Coverage(0, 0), severities, ())
    return BatchEntry("a", "a.txt", audited=head)


BAD = BatchEntry("b", "b.txt", failure=Failure("E101", ""))


@pytest.mark.parametrize(
    ("entries", "fail_on", "code"),
    [
        ([audited()], "error", 0),
        ([audited(errors=1)], "never", 0),
        ([audited(errors=1)], "error", 1),
        ([audited(errors=1)], "any-no", 0),
        ([audited(failed_rows=1)], "any-no", 1),
        ([audited(failed_rows=1)], "error", 0),
        ([audited(), BAD], "never", 3),
        ([audited(errors=1), BAD], "error", 3),
    ],
)
def test_exit_codes(entries, fail_on, code):
    assert runs.exit_code(entries, fail_on) == code


def test_a_terminal_obeys_nothing_that_a_name_says():
    assert printable("甲\x1b[2J\u202e乙\u3000丙") == "甲�[2J�乙\u3000丙"


def test_an_unforeseen_error_is_a_sentence_and_no_traceback(folder, capsys, monkeypatch):
    def fall(*_args):
        message = "unforeseen"
        raise RuntimeError(message)

    monkeypatch.setattr(runs, "run_batch", fall)
    assert cli.main(["audit", str(folder), "-o", str(folder.parent / "out")]) == 3
    err = capsys.readouterr().err
    assert err.startswith("E126 ")
    assert len(err.splitlines()) == 1


def test_the_command_works_as_a_process_of_its_own_with_workers(folder, tmp_path):
    command = [sys.executable, "-m", "audit", "audit", str(folder), "-o", str(tmp_path / "out"), "--jobs", "2"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "共 2 份：已审核 2 份" in done.stdout


def test_a_terminal_that_knows_no_chinese_does_not_stop_it(folder, tmp_path):
    command = [sys.executable, "-m", "audit", "audit", str(folder), "-o", str(tmp_path / "out"), "--jobs", "1"]
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(command, cwd=ROOT, capture_output=True, env=environment, timeout=120, check=False)
    assert done.returncode == 0
    assert b"Traceback" not in done.stderr


def test_a_reader_that_goes_away_ends_nothing(tmp_path):
    source = tmp_path / "publication.txt"
    source.write_text("某局\n", encoding="utf-8")
    out = tmp_path / "out"
    command = [sys.executable, "-m", "audit", "audit", str(source), "-o", str(out), "--jobs", "1"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    heard = process.stderr.read().decode("utf-8")
    process.stderr.close()
    assert process.wait(timeout=120) == 0, heard
    assert "E126" not in heard
    assert (out / "publication" / "report.json").is_file()
