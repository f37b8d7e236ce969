"""Publications of places that no template knows: rightly known, found clean, settled, and every change seen."""

from __future__ import annotations

import re
from functools import cache

import pytest

from audit import pipeline
from audit.model.checklist import Outcome
from audit.model.claims import Status
from audit.model.findings import Severity
from tests.elsewhere.publication import NAMES, publication

PACKS = {"final_accounts": "national", "budget": "national-budget"}
LEAST = 0.95
OTHER_SEED = 205
LOUD = (Severity.ERROR, Severity.WARNING)
PAGED = ("plain-city-2024",)
"""Set on pages as well."""
CHANGED = 3
"""Figures of each publication that are changed, one at a time."""


@cache
def audited(name, folder):
    path = folder / f"{name}.txt"
    path.write_text(publication(name).text, encoding="utf-8")
    return pipeline.audit_publication([path])


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("elsewhere")


def loud(report):
    return [(f.rule, f.places[0].quote, f.message) for f in report.findings if f.severity in LOUD]


def open_figures(report, setting):
    """Return the amounts and percentages that were not settled, and how many of them could be."""
    verdicts = {v.claim: v for v in report.verdicts}
    counted = [
        claim
        for claim in report.raw_claims
        if claim.quantity.kind in ("amount", "percent")
        and any(key.split(".")[0] == "explanation" for key in report.document.keys_of(claim.section))
    ]
    left = []
    for claim in counted:
        text = report.document.paragraphs[claim.paragraph].text[: claim.end]
        told = verdicts.get(claim.index)
        if told is None or told.status is Status.UNVERIFIED:
            left.append(text[-40:])
    hopeless = [text for text in left if any(re.search(pattern, text) for pattern in setting.unproved)]
    return [text for text in left if text not in hopeless], len(counted) - len(hopeless)


@pytest.mark.parametrize("name", NAMES)
def test_a_publication_is_known_for_what_it_is(name, folder):
    report, setting = audited(name, folder), publication(name).setting
    assert report.identity.publication_type.value == setting.kind
    assert (report.identity.entity, report.identity.fiscal_year) == (setting.entity, setting.year)
    assert report.identity.template.startswith("national-")
    assert report.pack.id == PACKS[setting.kind]


@pytest.mark.parametrize("name", NAMES)
def test_a_clean_publication_is_found_clean(name, folder):
    report = audited(name, folder)
    assert {item.id: item.reason for item in report.checklist if item.outcome is Outcome.FAIL} == {}
    assert loud(report) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_with_other_figures_it_is_found_clean_too(name, tmp_path):
    path = tmp_path / f"{name}.txt"
    path.write_text(publication(name, OTHER_SEED).text, encoding="utf-8")
    report = pipeline.audit_publication([path])
    assert loud(report) == []
    assert [item.id for item in report.checklist if item.outcome is Outcome.FAIL] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_can_be_settled_is(name, folder):
    left, of = open_figures(audited(name, folder), publication(name).setting)
    assert len(left) <= (1 - LEAST) * of, left


@pytest.mark.slow
@pytest.mark.parametrize("name", PAGED)
def test_on_pages_nothing_else_is_found(name, folder):
    path = folder / f"{name}.pdf"
    path.write_bytes(publication(name).pdf)
    report = pipeline.audit_publication([path])
    assert loud(report) == []
    assert report.coverage.settled == audited(name, folder).coverage.settled


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("turn", range(CHANGED))
def test_a_changed_figure_is_seen(name, turn, folder, tmp_path):
    text = publication(name).text
    report = audited(name, folder)
    proven = [v.claim for v in report.verdicts if v.status is Status.AGREES]
    amounts = [c for c in report.raw_claims if c.index in proven and c.quantity.unit.is_money and c.quantity.value > 1]
    claim = amounts[(2 * turn + 1) * len(amounts) // (2 * CHANGED)]
    paragraph = report.document.paragraphs[claim.paragraph]
    place = paragraph.place(claim.start, claim.end)
    lines = text.split("\n")
    line = lines[place.line - 1]
    printed = claim.quantity.printed
    other = f"{int(printed[0]) % 9 + 1}{printed[1:]}"
    lines[place.line - 1] = line[: place.start] + line[place.start :].replace(printed, other, 1)
    path = tmp_path / "changed.txt"
    path.write_text("\n".join(lines), encoding="utf-8")
    changed = pipeline.audit_publication([path])
    at = {(p.line, p.page) for f in changed.findings if f.severity in LOUD for p in f.places}
    assert (place.line, place.page) in at, (printed, other, loud(changed))
