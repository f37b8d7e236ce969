"""Every publication of corpora/provinces is known by its own template, judged by its own pack, and found clean."""

from __future__ import annotations

import pytest

from audit import pipeline
from audit.model.checklist import Outcome
from audit.model.findings import Severity
from audit.packs.checklists import load_packs
from corpora import generate
from tests.rules.bases import PROVINCES, REPORTS, TEMPLATES, WRITTEN

PATHS = sorted(PROVINCES.glob("*.txt"))
PACKS = {pack.id: pack for pack in load_packs()}


def test_there_is_an_example():
    assert PATHS


def test_every_pack_has_a_publication_to_begin_with():
    generated = {*TEMPLATES, *WRITTEN, REPORTS}
    assert [pack for pack in PACKS if pack not in generated and not (PROVINCES / f"{pack}.txt").is_file()] == []


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_province_is_known_and_its_clean_publication_is_found_clean(path):
    report = pipeline.audit_publication([path])
    assert report.identity.template == PACKS[path.stem].head.template
    assert report.pack.id == path.stem
    assert {item.id: item.reason for item in report.checklist if item.outcome is Outcome.FAIL} == {}
    loud = [f for f in report.findings if f.severity in (Severity.ERROR, Severity.WARNING)]
    assert [(f.rule, f.places[0].line, f.message) for f in loud] == []
    assert report.coverage.ratio > 0.6


def test_without_its_marks_it_is_judged_by_the_general_list_and_the_report_says_so(tmp_path):
    """A place that no template knows: the general template of its kind, by its name, and no false row."""
    other = tmp_path / "elsewhere.txt"
    text = (PROVINCES / "yunling-final-accounts-2025.txt").read_text(encoding="utf-8")
    other.write_text(text.replace("云岭省", "未载省"), encoding="utf-8")
    report = pipeline.audit_publication([other])
    assert report.identity.template.startswith("national-")
    assert report.pack.id == "national"
    assert "通用" in report.pack.reason


@pytest.mark.parametrize("template", ["wuhan-2020", "wuhan-2023", "shanghai-2024"])
def test_a_province_takes_no_others_publications(template, tmp_path):
    path = tmp_path / "publication.txt"
    path.write_text(generate(template, 5).text, encoding="utf-8")
    report = pipeline.audit_publication([path])
    assert report.pack.id not in {path.stem for path in PATHS}
