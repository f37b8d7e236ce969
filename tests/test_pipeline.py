"""The pipeline: a crash in one room is named and the others' results stand; nothing depends on what ran before."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from audit import pipeline
from audit.model.raw import ReadError
from audit.packs.strict_yaml import RuleFileError

PUBLICATION = """\
虚构市林务局2031年度部门决算
第一部分 虚构市林务局概况
一、主要职能
负责本市林地管护。
第三部分 虚构市林务局2031年度部门决算情况说明
一、收入支出决算总体情况说明
2031年度收、支总计均为120.5万元。
"""


def broken(*_args, **_values):
    message = "the room fell in"
    raise RuntimeError(message)


@pytest.fixture
def path(tmp_path):
    file = tmp_path / "publication.txt"
    file.write_text(PUBLICATION, encoding="utf-8")
    return file


class Watcher:
    def __init__(self):
        self.rooms, self.crashes = [], []

    @contextmanager
    def stage(self, room):
        self.rooms.append(room)
        yield

    def crashed(self, room, error):
        self.crashes.append((room, str(error)))


def test_a_publication_passes_through_the_rooms_in_one_direction(path):
    watcher = Watcher()
    report = pipeline.audit_publication([path], watcher=watcher)
    assert watcher.rooms == ["readers", "recognition", "claims", "reconciliation", "checklist"]
    assert [file.role for file in report.files] == ["main"]
    assert any("120.5" in line.text for line in report.text)


@pytest.mark.parametrize("room", ["extract_claims", "reconcile"])
def test_a_crash_in_a_later_room_is_named_and_nothing_is_settled(path, room):
    watcher = Watcher()
    report = pipeline.audit_publication([path], rooms=pipeline.Rooms(**{room: broken}), watcher=watcher)
    assert len(watcher.crashes) == 1
    assert report.coverage.settled == 0
    assert {claim.status for claim in report.claims} <= {"unverified"}
    crash = [finding for finding in report.findings if finding.rule.startswith("internal.")]
    assert len(crash) == 1
    assert (crash[0].severity, crash[0].cause) == ("info", "extraction")
    assert "RuntimeError" in crash[0].message
    assert crash[0].places[0].quote in PUBLICATION


@pytest.mark.parametrize("room", ["read", "recognize"])
def test_without_the_first_rooms_nothing_is_reported_as_audited(path, room):
    with pytest.raises(ReadError) as caught:
        pipeline.audit_publication([path], rooms=pipeline.Rooms(**{room: broken}))
    assert caught.value.code == "E124"
    assert isinstance(caught.value.__cause__, RuntimeError)


def test_a_refusal_of_the_reader_passes_as_it_is(tmp_path):
    with pytest.raises(ReadError) as caught:
        pipeline.audit_publication([tmp_path / "none.txt"])
    assert caught.value.code == "E103"


def test_broken_rules_are_told_as_such(path, monkeypatch):
    def refuse():
        raise RuleFileError(path, 7, "unknown key 'x'")

    monkeypatch.setattr(pipeline, "load_rules", refuse)
    with pytest.raises(ReadError) as caught:
        pipeline.audit_publication([path])
    assert caught.value.code == "E125"
    assert ":7: unknown key 'x'" in caught.value.values["reason"]


def test_the_form_is_listed_but_is_no_text_of_the_publication(path, tmp_path):
    form = tmp_path / "form.txt"
    form.write_text("自查表\n一、是否公开\t是\n", encoding="utf-8")
    report = pipeline.audit_publication([path], pipeline.Settings(form=form))
    assert [(file.id, file.role) for file in report.files] == [("f1", "main"), ("f2", "form")]
    assert {line.file for line in report.document.lines} == {"f1"}


def test_what_ran_before_changes_nothing(path, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(PUBLICATION.replace("林务局", "盐业局").replace("120.5", "77"), encoding="utf-8")
    first = [pipeline.audit_publication([p]) for p in (path, other)]
    second = [pipeline.audit_publication([p]) for p in (other, path)]
    assert first == second[::-1]


def test_a_report_leaves_no_file_of_an_earlier_format(path, tmp_path):
    report = pipeline.audit_publication([path])
    folder = tmp_path / "out"
    pipeline.write_report(report, folder, pipeline.FORMATS, "t")
    assert {file.name for file in folder.iterdir()} >= {"report.json", "report.html"}
    pipeline.write_report(report, folder, ["json"], "t")
    assert [file.name for file in folder.iterdir()] == ["report.json"]


def test_every_file_that_a_writer_writes_is_known_as_part_of_a_report(path, tmp_path):
    report = pipeline.audit_publication([path])
    written = pipeline.write_report(report, tmp_path / "out", pipeline.FORMATS, "t")
    assert {file.name for file in written} <= pipeline.REPORT_FILES
