"""What holds for every answer, whatever its row."""

from __future__ import annotations

import re
from dataclasses import fields, replace

import pytest

from audit import pipeline
from audit.checklist import evaluate
from audit.checklist.evaluation import _finding, _join, _sound
from audit.checklist.evidence import Defect, Evidence, failed, find, not_applicable, passed, review, said
from audit.checklist.kinds import KINDS
from audit.model.checklist import Outcome
from audit.model.packs import OutsideEvidence
from audit.model.places import Ref
from audit.model.raw import Damage, PageWarning, ReadError
from audit.model.reconciled import Reconciliation
from audit.packs.checklists import load_packs
from corpora import generate
from corpora.generator import Options
from tests.support import ROOT

PACK = next(pack for pack in load_packs() if pack.id == "wuhan-final-accounts-2020")
PLACE = Ref("f1", line=7, start=0, end=2, quote="有的")
NOWHERE = Ref("f1", line=7)


@pytest.fixture(scope="module")
def report(tmp_path_factory):
    return audited(tmp_path_factory, generate(seed=2, options=Options(form=True)).text)


def audited(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("publication") / "publication.txt"
    path.write_text(text, encoding="utf-8")
    return pipeline.audit_publication([path], pipeline.Settings(pack=PACK.id))


@pytest.fixture(scope="module")
def looked_at(report):
    return Evidence(doc=report.document, pack=PACK)


def test_every_answer_rests_on_a_place_or_a_finding(report):
    fingerprints = {finding.fingerprint for finding in report.findings}
    for item in report.checklist:
        assert item.reason
        if item.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE):
            assert any(ref.quote for ref in item.evidence), item.id
        if item.outcome is Outcome.FAIL:
            assert item.findings
        assert set(item.findings) <= fingerprints


def test_what_proves_nothing_is_a_review(looked_at):
    assert _sound(looked_at, passed(said("parts.pass", count=1))).outcome is Outcome.REVIEW
    assert _sound(looked_at, passed(said("parts.pass", count=1), evidence=[NOWHERE])).outcome is Outcome.REVIEW
    assert _sound(looked_at, not_applicable(said("nil.none"))).outcome is Outcome.REVIEW
    assert _sound(looked_at, failed(said("parts.missing", parts="x"))).outcome is Outcome.REVIEW
    assert _sound(looked_at, passed(said("parts.pass", count=1), evidence=[PLACE])).outcome is Outcome.PASS


def test_nothing_is_missing_from_pages_that_could_not_be_read(looked_at):
    missing = failed(said("parts.missing", parts="x"), defects=[Defect("x", said("parts.pass", count=1), (PLACE,))])
    assert _sound(looked_at, missing).outcome is Outcome.FAIL
    scanned = replace(looked_at.doc, warnings=(PageWarning("f1", 3, Damage.NO_TEXT_LAYER),))
    assert _sound(replace(looked_at, doc=scanned), missing).outcome is Outcome.REVIEW


def test_the_gravest_outcome_of_a_rows_checks_is_the_rows():
    yes, na, look = passed(said("a"), evidence=[PLACE]), not_applicable(said("b"), evidence=[PLACE]), review(said("c"))
    no = failed(said("d"), defects=[Defect("x", said("e"), (PLACE,))])
    assert _join([yes, na]).outcome is Outcome.PASS
    assert _join([na, na]).outcome is Outcome.NOT_APPLICABLE
    assert _join([yes, look]).outcome is Outcome.REVIEW
    assert _join([look, no, yes]).outcome is Outcome.FAIL
    assert [reason.key for reason in _join([look, no, yes]).reasons] == ["d"]


def test_a_crash_in_one_check_is_that_rows_review(report, monkeypatch):
    before = evaluate(report.document, report.raw_claims, Reconciliation((), ()), PACK)

    def broken(*_):
        raise ZeroDivisionError

    monkeypatch.setitem(KINDS, "charts", broken)
    after = evaluate(report.document, report.raw_claims, Reconciliation((), ()), PACK)
    changed = [one for one, other in zip(after.items, before.items, strict=True) if one != other]
    assert [item.id for item in changed] == ["charts"]
    assert changed[0].outcome is Outcome.REVIEW
    assert "ZeroDivisionError" in changed[0].reason
    ((row, error),) = after.crashes
    assert (row, type(error)) == ("charts", ZeroDivisionError)


def test_a_crash_while_waived_findings_are_left_out_is_that_rows_review(report, monkeypatch):
    def broken(_, row, *_rest):
        if row.item.id == "charts":
            raise ZeroDivisionError
        return row

    monkeypatch.setattr("audit.checklist.evaluation._without_waived", broken)
    after = evaluate(report.document, report.raw_claims, Reconciliation((), ()), PACK, waived=[("N-level", "x")])
    assert len(after.items) == len(PACK.items)
    assert [item.outcome for item in after.items if item.id == "charts"] == [Outcome.REVIEW]
    assert [row for row, _ in after.crashes] == ["charts"]


def test_two_runs_give_the_same(report):
    first, second = (evaluate(report.document, report.raw_claims, Reconciliation((), ()), PACK) for _ in range(2))
    assert first == second


def test_the_printed_form_gives_the_words_and_the_departments_own_answers(report):
    by_number = {item.item: item for item in report.checklist}
    assert all(item.declared in ("是", "否") for item in report.checklist)
    assert not any(item.abridged for item in report.checklist)
    assert by_number[26].question != next(item.question for item in PACK.items if item.item == 26)


def test_without_a_form_the_packs_own_words_stand_marked(tmp_path_factory):
    plain = audited(tmp_path_factory, generate(seed=2).text)
    assert all(item.abridged and item.declared is None for item in plain.checklist)
    assert {item.question for item in plain.checklist} == {item.question for item in PACK.items}


def test_unanswered_rows_of_the_form_are_one_finding(tmp_path_factory):
    text = generate(seed=2, options=Options(form=True)).text
    lines = text.split("\n")
    for number, line in enumerate(lines):
        if line.startswith(("36\t", "43\t")):
            lines[number] = line.replace("\t是\t", "\t\t")
    report = audited(tmp_path_factory, "\n".join(lines))
    (finding,) = [finding for finding in report.findings if finding.rule == "form.unanswered"]
    assert finding.stated == "36、43"
    assert len(finding.places) == 2
    assert finding.severity.value == "warning"


def test_one_missing_part_is_one_finding_for_all_its_rows(tmp_path_factory):
    report = audited(tmp_path_factory, generate(seed=2, faults=["part_removed_key_work"]).text)
    by_number = {item.item: item for item in report.checklist}
    assert [by_number[number].answer.value for number in (1, 29, 30)] == ["no", "no", "no"]
    assert by_number[1].findings == by_number[29].findings == by_number[30].findings
    assert len(by_number[1].findings) == 1


def test_a_form_in_a_file_of_its_own_is_read_the_same(tmp_path):
    publication, form = tmp_path / "publication.txt", tmp_path / "form.txt"
    publication.write_text(generate(seed=2).text, encoding="utf-8")
    form.write_text(
        "序号\t考核内容\t是或否\n26\t是否说明授予中小企业的合同金额\t否\n44\t首页是否公开咨询电话\t是\n",
        encoding="utf-8",
    )
    report = pipeline.audit_publication([publication], pipeline.Settings(pack=PACK.id, form=form))
    declared = {item.item: item.declared for item in report.checklist if item.declared}
    assert declared == {26: "否", 44: "是"}
    (row,) = [item for item in report.checklist if item.item == 26]
    assert (row.question, row.abridged) == ("是否说明授予中小企业的合同金额", False)


def test_a_mistake_in_the_evidence_is_told_before_the_audit(tmp_path):
    publication, evidence = tmp_path / "publication.txt", tmp_path / "evidence.yaml"
    publication.write_text(generate(seed=2).text, encoding="utf-8")
    evidence.write_text("published: soon\n", encoding="utf-8")
    with pytest.raises(ReadError) as caught:
        pipeline.audit_publication([publication])
    assert caught.value.code == "E119"


def test_the_evidence_that_is_documented_is_the_evidence_that_is_read():
    text = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE)) == {
        field.name for field in fields(OutsideEvidence)
    }


def test_what_is_missing_is_not_called_what_a_figure_should_be(tmp_path_factory):
    text = generate(seed=2, options=Options(form=True)).text
    heading = next(line for line in text.split("\n") if line.startswith("十、机关运行经费"))
    found = audited(tmp_path_factory, text.replace(heading, "")).findings
    missing = [finding for finding in found if not finding.stated and finding.expected]
    assert missing
    assert {finding.expected_label for finding in missing} == {"missing"}


def test_a_defect_that_names_the_section_it_is_about_expects_nothing_there():
    item = next(item for item in PACK.items if item.id == "project-results")
    defect = Defect("results:explanation.gov_funds", said("findings.none"), (PLACE,), expected="某节")
    assert _finding(PACK, defect, item).expected == ""
    whole = Defect("unsaid:x", said("findings.none"), (PLACE,), expected="合同金额")
    assert (_finding(PACK, whole, item).expected, _finding(PACK, whole, item).expected_label) == ("合同金额", "missing")


def test_the_patterns_of_a_pack_are_those_of_every_other_rule():
    """Classes of characters are known, and a search without end is a review of its row, not an audit without end."""
    assert find([r"\p{Han}{2}部门"], "茶站部门").group() == "茶站部门"
