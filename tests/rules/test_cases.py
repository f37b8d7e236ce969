"""Runs the cases of the rows through the whole pipeline: one edit, and exactly the expected rows flip."""

from __future__ import annotations

from dataclasses import asdict, replace
from functools import cache
from pathlib import Path

import pytest
import yaml

from audit import pipeline
from audit.model.packs import OutsideEvidence
from audit.packs.cases import load_cases
from audit.packs.checklists import load_packs
from tests.rules.bases import base, edited

HERE = Path(__file__).parent
COMPLETE = ("wuhan-final-accounts-2020", "national-budget", "national-evaluation")
"""Packs all of whose rows have cases of their own."""
PACKS = {pack.id: pack for pack in load_packs()}


def all_cases():
    for path in sorted(path for name in PACKS for path in (HERE / name).glob("*.yaml")):
        for case in load_cases(path):
            yield pytest.param(path.parent.name, path.stem, case, id=f"{path.parent.name}-{path.stem}-{case.name}")


CASES = list(all_cases())


@pytest.fixture(scope="module", autouse=True)
def _every_rule_decides():
    """The cases try the rules; whether enough cases are known for a rule to decide is another matter."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pipeline, "load_packs", lambda: tuple(replace(pack, measured=None) for pack in load_packs()))
        yield


@cache
def answers(folder, pack, text, evidence=""):
    """Audit a text and return its rows by id."""
    path = folder / "publication.txt"
    path.write_text(text, encoding="utf-8")
    (folder / "evidence.yaml").unlink(missing_ok=True)
    if evidence:
        (folder / "evidence.yaml").write_text(evidence, encoding="utf-8")
    report = pipeline.audit_publication([path], pipeline.Settings(pack=pack))
    return {item.id: item for item in report.checklist}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("rules")


@pytest.mark.slow
@pytest.mark.parametrize(("pack", "row", "case"), CASES)
def test_a_row_answers_as_its_case_says(pack, row, case, folder):
    clean, text = base(pack, case.base, case.faults)
    text = edited(text, case)
    told = {key: value for key, value in asdict(case.evidence or OutsideEvidence()).items() if value not in (None, ())}
    evidence = yaml.safe_dump(told, allow_unicode=True) if told else ""
    before, after = answers(folder, pack, clean), answers(folder, pack, text, evidence)
    item = after[row]
    assert item.outcome is case.expect, item.reason
    assert case.says in item.reason
    numbers = {id_: item.item for id_, item in after.items()}
    flipped = {numbers[id_] for id_ in after if after[id_].answer is not before[id_].answer}
    expected = set(case.also) | ({item.item} if before[row].answer is not item.answer else set())
    assert flipped - set(case.may) == expected, {i.item: i.reason for i in after.values() if i.item in flipped}


def test_every_decidable_row_has_a_case_that_passes_and_one_that_fails():
    seen = {(pack, row): set() for pack, row, _ in (param.values for param in CASES)}
    for pack, row, case in (param.values for param in CASES):
        seen[pack, row].add(case.expect.value)
    for pack, item in ((name, item) for name in COMPLETE for item in PACKS[name].items):
        outcomes = seen.get((pack, item.id), set())
        may_fail = any(check.statement is None or check.statement.missing is None for check in item.checks)
        looks_only = all(check.table_form is not None for check in item.checks) and pack == "national-budget"
        assert "fail" in outcomes or not may_fail or looks_only, item.id
        assert outcomes & {"pass", "review"}, item.id


def test_every_case_belongs_to_a_row():
    for pack, row, _ in (param.values for param in CASES):
        assert row in {item.id for item in PACKS[pack].items}
