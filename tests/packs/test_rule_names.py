"""Every rule has a short name, so that no report shows an id to a reader."""

from __future__ import annotations

import re

import pytest
import yaml

from audit.model.rule_names import RuleNames
from audit.packs.rule_names import load_rule_names
from tests.support import ROOT

NAMES = load_rule_names()
CODE = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "audit").rglob("*.py")))
IN_CODE = set(re.findall(r'"([NPLEGR]-[a-z_-]+)"', CODE)) | set(
    re.findall(
        r'"(?!\w+\.yaml)((?:text|table|format|structure|glossary|classification|personal|style|form)\.[a-z_.]+)"', CODE
    )
)
MEASURED = set(yaml.safe_load((ROOT / "rules" / "measured.yaml").read_text(encoding="utf-8"))["rules"])
WORDING = set(
    re.findall(r"rule: ([a-z_.]+)", (ROOT / "rules" / "formats" / "wording.yaml").read_text(encoding="utf-8"))
)
SHEETS = {f"P-{key}" for key in re.findall(r'"sheet\.([a-z_]+)"', CODE)}
MADE_BY_ROWS = {f"some-row.{about}" for about in re.findall(r'about=f?"([a-z_]+)[:"]', CODE)}


SENTENCES = {"form.pass", "form.fail", "form.unsure"}


@pytest.mark.parametrize("rule", sorted((IN_CODE | WORDING | SHEETS) - SENTENCES))
def test_a_rule_in_the_code_has_a_name(rule):
    assert NAMES.name_of(rule)


@pytest.mark.parametrize("rule", sorted(MEASURED | MADE_BY_ROWS))
def test_a_rule_that_findings_carry_has_a_name(rule):
    # the record files what the rules of the glossary found under the row of the same name
    assert NAMES.name_of(rule) or NAMES.name_of(rule.replace("row.", "glossary."))


def test_names_are_short_and_chinese():
    for name in (*NAMES.names.values(), *NAMES.defects.values()):
        assert 2 <= len(name) <= 16, name
        assert not re.search(r"[A-Za-z_]", name), name


def test_every_kind_of_defect_that_a_row_makes_has_a_name():
    assert {rule.partition(".")[2] for rule in MADE_BY_ROWS} <= set(NAMES.defects)


def test_the_longest_beginning_gives_the_name():
    names = RuleNames({"text": "文字", "text.doubled": "重复", "N-": "说明"}, {"charts": "缺图"}, {"R-x": "甲＝乙"})
    assert names.name_of("text.doubled.word") == "重复"
    assert names.name_of("text.other") == "文字"
    assert names.name_of("N-new") == "说明"
    assert names.name_of("some-row.charts") == "缺图"
    assert names.name_of("R-x") == "甲＝乙"
    assert names.name_of("unheard") == ""
