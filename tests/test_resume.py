"""A batch that is cut short, by Ctrl-C or by a kill, and goes on: nothing lost, nothing double, the same bytes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from audit import journal
from audit.batch import Plan, run_batch
from audit.inputs import find_inputs
from audit.journal import FILE_NAME, Journal
from audit.pipeline import SUPPORTED_SUFFIXES, Settings
from corpora import generate
from tests.support import ROOT

TEXT = "虚构市{name}局2031年度部门决算\n一、收入支出决算总体情况说明\n2031年度收、支总计均为120.5万元。\n"
WHEN = "2030-01-01T00:00:00+00:00"


@pytest.fixture
def small(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name in ("林务", "盐业", "马政"):
        (folder / f"{name}.txt").write_text(TEXT.format(name=name), encoding="utf-8")
    return folder


def audit(folder, out, *, resume=True, settings=None, formats=("json",)):
    """Audit in this process; return the names of what was worked on, and the entries."""
    plan = Plan(out, settings or Settings(), formats, WHEN, resume=resume)
    worked = []
    out.mkdir(exist_ok=True)
    entries = run_batch(
        find_inputs([folder], SUPPORTED_SUFFIXES, out), plan, 1, lambda e: worked.append(e.name) if e.seconds else None
    )
    return worked, entries


def test_what_has_not_changed_is_taken_over(small, tmp_path):
    worked, first = audit(small, tmp_path / "out")
    assert len(worked) == 3
    worked, second = audit(small, tmp_path / "out")
    assert worked == []
    assert second == first
    assert audit(small, tmp_path / "out", resume=False)[0] == [entry.name for entry in first]


def test_what_has_changed_is_audited_again(small, tmp_path, monkeypatch):
    out = tmp_path / "out"
    audit(small, out)
    (small / "盐业.txt").write_text(TEXT.format(name="盐政"), encoding="utf-8")
    (out / "马政" / "report.json").unlink()
    worked, entries = audit(small, out)
    assert sorted(worked) == ["盐业", "马政"]
    assert [entry.audited.entity for entry in entries if entry.name == "盐业"] == ["虚构市盐政局"]
    assert len(audit(small, out, formats=("json", "html"))[0]) == 3
    assert len(audit(small, out, settings=replace(Settings(), pack="wuhan-final-accounts-2020"))[0]) == 3
    monkeypatch.setattr(journal, "installation", lambda: "other rules")
    assert len(audit(small, out)[0]) == 3


def test_evidence_that_comes_to_lie_beside_a_publication_makes_its_report_old(small, tmp_path):
    audit(small, tmp_path / "out")
    (small / "evidence.yaml").write_text("approved: 2032-08-01\n", encoding="utf-8")
    assert len(audit(small, tmp_path / "out")[0]) == 3


def test_what_failed_is_tried_again(small, tmp_path):
    (small / "空.txt").write_bytes(b"")
    _, entries = audit(small, tmp_path / "out")
    assert [entry.name for entry in entries if entry.failure] == ["空"]
    _, again = audit(small, tmp_path / "out")
    assert [entry.name for entry in again if entry.failure] == ["空"]
    assert "空" not in Journal(tmp_path / "out").read()


def test_a_torn_or_strange_line_of_the_journal_does_not_count(small, tmp_path):
    out = tmp_path / "out"
    audit(small, out)
    lines = (out / FILE_NAME).read_text(encoding="utf-8").splitlines(keepends=True)
    assert len(lines) == 3
    strange = json.dumps({"schema": "gouji-journal/1", "key": 3})
    (out / FILE_NAME).write_text(f"{lines[0]}{strange}\n\x00\n{lines[1]}{lines[2].rstrip()}", encoding="utf-8")
    torn = json.loads(lines[2])["entry"]["name"]
    assert audit(small, out)[0] == [torn]


# what follows runs the command as its own process and kills it


@pytest.fixture(scope="module")
def publications(tmp_path_factory):
    folder = tmp_path_factory.mktemp("publications")
    for seed in range(1, 8):
        made = generate("wuhan-2020" if seed % 2 else "shanghai-2024", seed)
        (folder / f"单位{seed}.txt").write_text(made.text, encoding="utf-8")
    (folder / "单位8.pdf").write_bytes(generate("wuhan-2020", 8).pdf)
    return folder


def command(folder, out, *more):
    arguments = [sys.executable, "-m", "audit", "audit", str(folder), "-o", str(out), "--jobs", "2", *more]
    environment = os.environ | {"SOURCE_DATE_EPOCH": "1900000000"}
    return subprocess.Popen(
        arguments, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8"
    )


def tree(out):
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def undisturbed(publications, tmp_path_factory):
    """Return what a run that nobody disturbs writes. The folder's name is part of it nowhere."""
    out = tmp_path_factory.mktemp("undisturbed")
    process = command(publications, out)
    _, err = process.communicate(timeout=180)
    assert (process.returncode, err) == (0, "")
    return tree(out)


def wait_for(process, out, count):
    """Wait until so many publications are in the journal."""
    until = time.monotonic() + 120
    while time.monotonic() < until and process.poll() is None:
        if len(Journal(out).read()) >= count:
            return
        time.sleep(0.02)
    pytest.fail("the run ended before it could be disturbed")


def workers_of(pid):
    """Return the ids of the processes that work for another one."""
    found = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            try:
                parent = (place / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1]
                words = (place / "cmdline").read_bytes()
            except OSError:
                continue
            if int(parent) == pid and b"spawn_main" in words:
                found.append(int(place.name))
    return found


def resumed(publications, out):
    process = command(publications, out, "--resume")
    said, err = process.communicate(timeout=180)
    assert (process.returncode, err) == (0, "")
    return said


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not list processes in /proc")
def test_a_killed_worker_costs_nothing(publications, undisturbed, tmp_path):
    process = command(publications, tmp_path)
    wait_for(process, tmp_path, 1)
    os.kill(workers_of(process.pid)[0], signal.SIGKILL)
    _, err = process.communicate(timeout=180)
    assert (process.returncode, err) == (0, "")
    assert tree(tmp_path) == undisturbed


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="the system does not list processes in /proc")
def test_a_run_that_is_killed_goes_on_where_it_stopped(publications, undisturbed, tmp_path):
    process = command(publications, tmp_path)
    wait_for(process, tmp_path, 2)
    orphans = workers_of(process.pid)
    process.kill()
    process.communicate(timeout=60)
    done = {name: (tmp_path / name / "report.html").stat().st_mtime_ns for name in Journal(tmp_path).read()}
    assert 2 <= len(done) < 8
    until = time.monotonic() + 20
    while any(Path(f"/proc/{orphan}").exists() for orphan in orphans) and time.monotonic() < until:
        time.sleep(0.05)
    said = resumed(publications, tmp_path)
    assert f"其中 {len(done)} 份没有变化" in said
    assert {name: (tmp_path / name / "report.html").stat().st_mtime_ns for name in done} == done
    assert tree(tmp_path) == undisturbed


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for another process")
def test_ctrl_c_leaves_whole_reports_and_says_how_to_go_on(publications, undisturbed, tmp_path):
    process = command(publications, tmp_path, "--jobs", "1")
    wait_for(process, tmp_path, 1)
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "--resume" in err
    assert "Traceback" not in err
    summary = json.loads((tmp_path / "summary.json").read_text(encoding="utf-8"))
    done = [one["name"] for one in summary["publications"]]
    assert 1 <= len(done) < 8
    assert all(undisturbed[f"{name}/report.html"] == (tmp_path / name / "report.html").read_bytes() for name in done)
    resumed(publications, tmp_path)
    assert tree(tmp_path) == undisturbed
