"""Codes and the names that they bear in a year: asked about where they part, silent where nothing is known."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from audit import pipeline
from audit.checklist.text_checks import classification
from audit.model.findings import Cause, Severity
from audit.packs.loader import load_rules
from audit.packs.text_rules import load_text_rules
from audit.readers import read
from audit.recognition import recognize
from corpora import generate
from tests.support import ROOT, shared_file

if TYPE_CHECKING:
    from pathlib import Path

RULES = load_text_rules().classification
CLEAN = generate("wuhan-2020", 5).text


def found_in(path: Path):
    return classification.find(recognize(read([path]), load_rules().recognition), RULES)


def found(tmp_path, text):
    path = tmp_path / "publication.txt"
    path.write_text(text, encoding="utf-8")
    return found_in(path)


def changed(old, new):
    """Put another code and name in the place of a code and its name, in every table."""
    (code, name), (other_code, other_name) = old.split(), new.split()
    text, count = re.subn(rf"\b{code}(\t+){name}\b", rf"{other_code}\g<1>{other_name}", CLEAN)
    assert count
    return text


def test_a_clean_publication_asks_nothing(tmp_path):
    assert found(tmp_path, CLEAN) == ()


@pytest.mark.parametrize("path", sorted((ROOT / "corpora").glob("*/*_clean*.txt")), ids=lambda path: path.stem)
def test_no_clean_sample_is_asked_about(path):
    assert found_in(path) == ()


@pytest.mark.parametrize(
    ("old", "new", "rule", "expected"),
    [
        ("210 卫生健康支出", "210 医疗卫生与计划生育支出", "classification.renamed", "卫生健康支出"),
        ("208 社会保障和就业支出", "208 住房保障支出", "classification.name", "社会保障和就业支出"),
        ("208 社会保障和就业支出", "298 社会保障和就业支出", "classification.unknown", ""),
        ("30201 办公费", "30201 印刷费", "classification.name", "办公费"),
    ],
)
def test_another_name_or_an_unknown_code_asks_for_a_look(tmp_path, old, new, rule, expected):
    findings = [f for f in found(tmp_path, changed(old, new)) if f.rule == rule]
    assert len(findings) == 1
    (finding,) = findings
    assert (finding.expected, finding.severity, finding.cause) == (expected, Severity.INFO, Cause.UNCLEAR)
    assert new.split()[-1] in finding.message
    assert len(finding.places) == len(set(finding.places))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("210 卫生健康支出", "210 卫生健康"),
        ("2080505 机关事业单位基本养老保险缴费支出", "2080505 机关事业单位基本养老保险"),
    ],
)
def test_a_name_cut_or_spelt_otherwise_is_no_other_name(tmp_path, old, new):
    assert found(tmp_path, changed(old, new)) == ()


def test_the_old_name_is_right_in_its_own_years(tmp_path):
    text = changed("210 卫生健康支出", "210 医疗卫生与计划生育支出").replace("2020", "2018")
    assert [f for f in found(tmp_path, text) if f.rule == "classification.renamed"] == []


def test_it_turns_no_row_and_is_no_echo_of_a_graver_finding(tmp_path):
    path = tmp_path / "publication.txt"
    path.write_text(CLEAN, encoding="utf-8")
    pack = pipeline.Settings(pack="wuhan-final-accounts-2020")
    before = pipeline.audit_publication([path], pack)
    path.write_text(CLEAN.replace("卫生健康支出", "医疗卫生与计划生育支出"), encoding="utf-8")
    after = pipeline.audit_publication([path], pack)
    assert [i.outcome for i in after.checklist] == [i.outcome for i in before.checklist]
    path.write_text(changed("210 卫生健康支出", "219 卫生健康支出"), encoding="utf-8")
    findings = pipeline.audit_publication([path], pack).findings
    graver = {place.line for f in findings if f.severity in (Severity.ERROR, Severity.WARNING) for place in f.places}
    asked = [f for f in findings if f.rule.startswith("classification.")]
    assert not [f for f in asked if {place.line for place in f.places} <= graver]


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("seeds/000_13c379aef6052f8e.txt", ["210"]),
        ("seeds/001_c7293efaaecdcf45.txt", []),
        ("seeds/002_d3a96bfeb8abfd5e.txt", []),
        ("seeds/003_92648eeafb7909a7.txt", ["31299"]),
        ("publications/jiangsu_gaoyuan_2018_yusuan.pdf", []),
        ("publications/sh_putuo_guihuaziranziyuanju_2024_bumen_juesuan.pdf", []),
        ("publications/swu_2023_department_budget.pdf", []),
    ],
)
def test_real_publications_are_asked_about_only_where_the_code_bears_another_name(name, told):
    findings = found_in(shared_file(name))
    assert [next(code for code in told if code in f.message) for f in findings] == told
