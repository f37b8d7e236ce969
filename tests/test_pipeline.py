"""The pipeline: a crash in one room is named and the others' results stand; nothing depends on what ran before."""

from __future__ import annotations

from contextlib import contextmanager

import pytest

from audit import messages, pipeline
from audit.checklist import check_text
from audit.checklist.kinds import KINDS
from audit.checklist.lost import RECONCILED
from audit.model.raw import ReadError
from audit.packs.loader import load_rules
from audit.packs.strict_yaml import RuleFileError
from corpora.evaluation import STYLES, make_report
from tests import budgets

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


ROWS_OF_FINDINGS = {
    "national-budget": ("tables-agree", "statements-agree", "goals-agree", "ratios-right", "explanations-agree"),
    "national-evaluation": ("weights", "scores", "grade", "bands", "posts", "amounts", "rates"),
}
ROWS_OF_CLAIMS = {
    "national-budget": ("number-style", "units-agree", "changes-explained", "three-public-reasons"),
    "national-evaluation": ("numbering",),
}
COMPLETE = {"national-budget": budgets.complete, "national-evaluation": lambda: make_report(STYLES[0], 3).text}


def outcomes(tmp_path, pack, **rooms):
    file = tmp_path / "complete.txt"
    file.write_text(COMPLETE[pack](), encoding="utf-8")
    report = pipeline.audit_publication([file], rooms=pipeline.Rooms(**rooms))
    assert report.pack.id == pack
    return {item.id: item for item in report.checklist}


@pytest.mark.parametrize("pack", sorted(COMPLETE))
@pytest.mark.parametrize("room", ["extract_claims", "reconcile"])
def test_no_row_rests_on_findings_that_a_crashed_room_did_not_look_for(tmp_path, pack, room):
    before, after = outcomes(tmp_path, pack), outcomes(tmp_path, pack, **{room: broken})
    rows = ROWS_OF_FINDINGS[pack] + (ROWS_OF_CLAIMS[pack] if room == "extract_claims" else ())
    assert {id_: after[id_].outcome for id_ in rows} == dict.fromkeys(rows, "review")
    assert any(before[id_].outcome == "pass" for id_ in rows)
    shown = "核对数字时出错" if room == "reconcile" else "提取数字时出错"
    assert all(shown in after[id_].reason for id_ in rows)
    assert not any(after[id_].outcome == "pass" != before[id_].outcome for id_ in after)


@pytest.mark.parametrize("pack", sorted(COMPLETE))
def test_a_crash_of_the_reconciliation_turns_no_row_that_asks_for_other_findings(tmp_path, pack):
    before, after = outcomes(tmp_path, pack), outcomes(tmp_path, pack, reconcile=broken)
    rows = {"national-budget": ("number-style", "names-and-years"), "national-evaluation": ("numbering",)}[pack]
    assert [after[id_].outcome for id_ in rows] == [before[id_].outcome for id_ in rows] == ["pass"] * len(rows)


def test_every_relation_is_named_so_that_a_crash_of_its_room_makes_it_unknown():
    assert all(relation.id.startswith(RECONCILED) for relation in load_rules().reconciliation.relations)


def test_a_text_check_that_crashed_is_named_and_logged_with_or_without_a_checklist(path, monkeypatch):
    monkeypatch.setattr("audit.checklist.text_checks.glossary.find", broken)
    for pack in ("national", "none-such"):
        watcher = Watcher()
        report = pipeline.audit_publication([path], pipeline.Settings(pack=pack), watcher=watcher)
        assert report.pack.id == (pack if pack == "national" else None)
        (crash,) = [finding for finding in report.findings if finding.rule.startswith("internal.")]
        assert (crash.rule, crash.severity, crash.cause) == ("internal.check.glossary", "info", "extraction")
        assert "名词解释" in crash.message
        assert "RuntimeError" in crash.message
        assert watcher.crashes == [("glossary", "the room fell in")]


def test_the_traceback_of_a_row_that_crashed_reaches_the_log(path, monkeypatch):
    monkeypatch.setitem(KINDS, "tables_present", broken)
    watcher = Watcher()
    report = pipeline.audit_publication([path], pipeline.Settings(pack="national"), watcher=watcher)
    assert watcher.crashes == [("nine-tables", "the room fell in")]
    (row,) = [item for item in report.checklist if item.id == "nine-tables"]
    assert row.outcome == "review"


def test_every_text_check_has_a_name():
    broken_rules = object()
    found = check_text(None, (), broken_rules)
    assert not found.findings
    assert all(messages.text(f"check.{name}") for name, _ in found.crashes)
    assert {error.__class__ for _, error in found.crashes} == {AttributeError}


@pytest.mark.parametrize("printed", ["1" * 33, "1" * 31 + ".25"])
def test_figures_that_ran_together_lose_nothing(tmp_path, printed):
    file = tmp_path / "glued.txt"
    file.write_text(
        f"{PUBLICATION}项目支出情况表\n单位：万元\n项目\t金额\n育苗\t{printed}\n管护\t12.5\n", encoding="utf-8"
    )
    watcher = Watcher()
    pipeline.audit_publication([file], watcher=watcher)
    assert watcher.crashes == []


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


def test_a_row_names_the_text_check_that_crashed_as_readers_know_it(tmp_path, monkeypatch):
    monkeypatch.setattr("audit.checklist.text_checks.contents_check.find", broken)
    numbering = outcomes(tmp_path, "national-evaluation")["numbering"]
    assert numbering.outcome == "review"
    assert "目录和序号" in numbering.reason
    assert "structure" not in numbering.reason
