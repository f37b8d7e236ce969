"""Whole publications written blind: all that they say is right, so nothing is found and nothing is answered 否.

`blind/<name>.txt` was written, with its tables computed, before the vocabulary and the rules were read.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from audit import pipeline
from audit.model.checklist import Outcome
from audit.model.claims import Status
from audit.model.findings import Severity

HERE = Path(__file__).parent / "blind"
WRITTEN = {
    "cloud-hospital-2022": ("final_accounts", "云溪县人民医院", 2022, 120),
    "forest-bureau-2024": ("budget", "沧岭省林业和草原局", 2024, 110),
    "lake-bureau-2022": ("final_accounts", "澜江市澄湖区水务和湖泊局", 2022, 120),
    "road-bureau-2021": ("final_accounts", "青砚县交通运输局", 2021, 105),
    "willow-town-2019": ("final_accounts", "柳渠镇人民政府", 2019, 115),
}
"""What each is, whose, of which year, and how many of its figures must be proven at least."""

PACKS = {"lake-bureau-2022": ("wuhan-final-accounts-2020", "wuhan-final-accounts-2023")}
"""Forms that a publication fulfils beside the one that is chosen for it."""


@cache
def audited(name, pack="auto"):
    return pipeline.audit_publication([HERE / f"{name}.txt"], pipeline.Settings(pack=pack))


@pytest.mark.parametrize(("name", "pack"), [(name, pack) for name, packs in PACKS.items() for pack in packs])
def test_no_row_of_another_form_is_failed(name, pack):
    report = audited(name, pack)
    assert {item.id: item.reason for item in report.checklist if item.outcome is Outcome.FAIL} == {}
    assert len([item for item in report.checklist if item.outcome is Outcome.PASS]) >= 25


@pytest.mark.parametrize("name", WRITTEN)
def test_it_is_known_for_what_it_is(name):
    known = audited(name).identity
    assert (known.publication_type.value, known.entity, known.fiscal_year) == WRITTEN[name][:3]


@pytest.mark.parametrize("name", WRITTEN)
def test_nothing_false_is_told(name):
    report = audited(name)
    assert [f.message for f in report.findings if f.severity in (Severity.ERROR, Severity.WARNING)] == []
    assert {item.id: item.reason for item in report.checklist if item.outcome is Outcome.FAIL} == {}
    assert [v.why for v in report.verdicts if v.status in (Status.DISAGREES, Status.ROUNDING)] == []


@pytest.mark.parametrize("name", WRITTEN)
def test_most_figures_are_proven(name):
    proven = [v for v in audited(name).verdicts if v.status is Status.AGREES]
    assert len(proven) >= WRITTEN[name][3]
