"""A batch: order, names, failures, dead workers, and what is written of it."""

from __future__ import annotations

import csv
import json
import os
import time
from pathlib import Path

import pytest

from audit import pipeline
from audit.batch import Job, Plan, audit_one, run_batch
from audit.inputs import Input
from audit.model.batch import Audited, BatchEntry, Failure
from audit.model.checklist import Score
from audit.model.coverage import Coverage
from audit.model.document import PublicationType
from audit.writers.summary_writer import batch_to_dict, inert, write_summary_csv, write_summary_json

NO_SCORE = Score(0, 0, 0, 0, value=None, low=0.0, high=0.0, formula="")


def plan(out):
    return Plan(out, pipeline.Settings(), ("json",), "2030-01-01T00:00:00+00:00")


def inputs(*names):
    return [Input(Path(f"{name}.txt"), name) for name in names]


def entry(name, **more):
    fields = {
        "publication_type": PublicationType.FINAL_ACCOUNTS,
        "entity": "虚构局",
        "fiscal_year": 2023,
        "template": "",
        "pack": None,
        "score": NO_SCORE,
        "coverage": Coverage(4, 3),
        "severities": (("error", 1), ("warning", 2), ("rounding", 0), ("info", 0)),
        "files": ("report.json",),
    }
    return BatchEntry(name, f"{name}.txt", audited=Audited(**(fields | more)))


# Workers import these by name, so they stand at the top of the module.


def work_slow_first(job: Job) -> BatchEntry:
    time.sleep(0.5 if job.index == 0 else 0)
    return entry(job.input.name)


def work_dying_at_b(job: Job) -> BatchEntry:
    if job.input.name == "b":
        os._exit(9)
    return entry(job.input.name)


def test_entries_come_in_the_order_of_the_inputs_and_are_told_as_they_end(tmp_path):
    told = []
    entries = run_batch(inputs("a", "b", "c"), plan(tmp_path), 2, lambda e: told.append(e.name), work_slow_first)
    assert [e.name for e in entries] == ["a", "b", "c"]
    assert sorted(told) == ["a", "b", "c"]
    assert told[0] != "a"


def test_a_dying_worker_loses_its_own_publication_only(tmp_path):
    told = []
    entries = run_batch(inputs(*"abcdef"), plan(tmp_path), 2, lambda e: told.append(e.name), work_dying_at_b)
    assert [e.name for e in entries if e.failure] == ["b"]
    assert entries[1].failure.code == "E123"
    assert "b.txt" in entries[1].failure.message
    assert sorted(told) == list("abcdef")


def test_one_job_stays_in_this_process(tmp_path):
    here = []

    def work(job):
        here.append(job.index)
        return entry(job.input.name)

    run_batch(inputs("a", "b"), plan(tmp_path), 1, lambda _: None, work)
    assert here == [0, 1]


def test_a_path_that_cannot_be_tried_fails_with_its_code(tmp_path):
    found = audit_one(Job(0, Input(tmp_path / "none.txt", "none", "E120"), plan(tmp_path)))
    assert found.audited is None
    assert found.failure.code == "E120"
    assert str(tmp_path / "none.txt") in found.failure.message
    assert not found.log


def test_a_failed_publication_keeps_no_report_of_an_earlier_run(tmp_path):
    folder = tmp_path / "a"
    folder.mkdir()
    for name in ("report.json", "report.html", "notes.txt"):
        (folder / name).write_text("old", encoding="utf-8")
    path = tmp_path / "a.txt"
    path.write_bytes(b"")
    assert audit_one(Job(0, Input(path, "a"), plan(tmp_path))).failure.code == "E101"
    assert [p.name for p in folder.iterdir()] == ["notes.txt"]


def test_a_report_that_cannot_be_written_is_that_publications_failure(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("虚构局 2023 年度部门决算\n收入 1 万元。\n", encoding="utf-8")
    (tmp_path / "out").write_text("a file stands where the folder belongs", encoding="utf-8")
    found = audit_one(Job(0, Input(path, "a"), plan(tmp_path / "out")))
    assert found.failure.code == "E122"
    assert found.log


@pytest.fixture
def batch():
    failed = BatchEntry("=1+1", "bad.txt", failure=Failure("E101", "文件是空的"))
    named = entry("乙", entity="@SUM(A1)", score=Score(3, 1, 0, 0, value=75.0, low=75.0, high=75.0, formula=""))
    return batch_to_dict([entry("甲"), named, failed], "0.0", "2030-01-01T00:00:00+00:00")


def test_the_summary_counts_what_there_is(batch, tmp_path):
    data = json.loads(write_summary_json(batch, tmp_path).read_text(encoding="utf-8"))
    assert data["schema"] == "gouji-summary/1"
    totals = {"publications": 3, "audited": 2, "failed": 1, "error": 2, "warning": 4, "rounding": 0, "info": 0}
    assert data["totals"] == {**totals, "waived": 0, "immaterial": 0}
    assert [p["status"] for p in data["publications"]] == ["audited", "audited", "failed"]
    assert data["publications"][2]["error"] == {"code": "E101", "message": "文件是空的"}
    assert data["publications"][0]["score"]["value"] is None


def test_the_table_opens_in_a_spreadsheet_without_formulas(batch, tmp_path):
    data = write_summary_csv(batch, tmp_path).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(data.decode("utf-8-sig").splitlines()))
    assert [row["状态"] for row in rows] == ["已审核", "已审核", "未能审核"]
    assert [row["得分"] for row in rows] == ["未定", "75.0", ""]
    assert rows[2]["名称"] == "'=1+1"
    assert rows[1]["部门（单位）"] == "'@SUM(A1)"
    assert [row["错误"] for row in rows] == ["1", "1", ""]


@pytest.mark.parametrize(
    ("value", "text"), [("=A1", "'=A1"), ("-1", "'-1"), (-1, "-1"), (None, ""), ("甲", "甲"), ("\t=1", "'\t=1")]
)
def test_a_cell_is_never_a_formula(value, text):
    assert inert(value) == text
