"""Evaluation reports in the manner of other places: found clean, and what they add up is borne out."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from audit import pipeline
from audit.model.checklist import Outcome
from audit.model.findings import Severity

REPORTS = sorted((Path(__file__).parent / "evaluations").glob("*.txt"))


@cache
def audited(path):
    return pipeline.audit_publication([path])


def loud(report):
    loud = (Severity.ERROR, Severity.WARNING)
    return [(f.rule, f.places[0].quote, f.message) for f in report.findings if f.severity in loud]


def statuses(report):
    return {claim.value + claim.unit: claim.status for claim in report.claims}


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_a_clean_report_is_found_clean(path):
    report = audited(path)
    assert report.identity.publication_type.value == "performance_evaluation"
    assert loud(report) == []
    assert {item.id for item in report.checklist if item.outcome is Outcome.FAIL} == set()


def test_parts_of_a_budget_and_of_what_was_spent_are_borne_out():
    settled = statuses(audited(next(path for path in REPORTS if path.stem.startswith("project"))))
    assert {settled[part] for part in ("500万元", "360万元", "412.3万元", "327.28万元", "80万元")} == {"agrees"}


def test_a_rate_is_held_to_the_budget_of_its_own_sentence():
    settled = statuses(audited(next(path for path in REPORTS if path.stem.startswith("whole"))))
    assert settled["95%"] == "agrees"
    assert settled["114万元"] == "agrees"


@pytest.mark.parametrize(
    ("stem", "old", "new"),
    [
        ("project", "产出类指标分值30分，得分27分，得分率90%", "产出类指标分值30分，得分27分，得分率93%"),
        ("project", "预算执行率95.3%。其中", "预算执行率93.5%。其中"),
        ("whole", "实际采购金额为114.00万元", "实际采购金额为141.00万元"),
        ("whole", "占62.59%", "占65.29%"),
    ],
)
def test_a_changed_figure_is_seen(stem, old, new, tmp_path):
    text = next(path for path in REPORTS if path.stem.startswith(stem)).read_text(encoding="utf-8")
    assert text.count(old) == 1
    path = tmp_path / "report.txt"
    path.write_text(text.replace(old, new), encoding="utf-8")
    assert loud(pipeline.audit_publication([path]))
