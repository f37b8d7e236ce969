"""Every rule has a text on which it is tried and finds nothing, and the same text with one slip, which it finds.

The two differ in the slip alone, and the finding stands at it: so the rule looked at the right text at that place too.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass, fields
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from audit.model.measured import measured_key
from audit.packs.checklists import load_packs
from audit.packs.loader import load_rules
from audit.packs.rule_names import load_rule_names
from audit.packs.strict_yaml import load
from audit.packs.text_rules import load_text_rules
from audit.pipeline import audit_publication
from corpora import Options, generate
from corpora.evaluation import make_report
from tests import budgets
from tests.checklist.publication import TEXT as TEA
from tests.reconciliation.evaluated import CLEAN
from tests.reconciliation.goal_tables import with_goals
from tests.reconciliation.publication import TABLES
from tests.reconciliation.reports import PAGES, REPORT, SCORING, SHEET
from tests.support import ROOT
from tools.rule_precision import meets

if TYPE_CHECKING:
    from audit.model.findings import Finding

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Change:
    """Words of which the first occurrence, or every one, is printed otherwise."""

    old: str
    new: str
    every: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A right text and one with a slip: `wrong` changes, or faults that the generator plants."""

    rule: str
    base: str
    add: str = ""
    """Printed after the text of the base."""
    sound: tuple[Change, ...] = ()
    """Changes that leave the text right and give the rule something to look at."""
    wrong: tuple[Change, ...] = ()
    faults: tuple[str, ...] = ()
    at: str = ""
    """The words at which the finding stands, where these are not the changed ones."""
    undecided: str = ""
    """Why the right figure itself is not settled, though it is looked at."""


CASES = [case for path in sorted((HERE / "findings").glob("*.yaml")) for case in load(path, tuple[Case, ...])]
WRITTEN = {
    "accounts": TABLES,
    "budget": budgets.complete(),
    "evaluated": CLEAN,
    "goals": with_goals(),
    "pages": PAGES,
    "report": REPORT,
    "scoring": SCORING,
    "sheet": SHEET,
    "tea": TEA,
}
"""Publications of invented departments, written out."""
OF_FIGURES = ("N-", "L-", "P-")
"""Rules that hold a figure of the prose to something: the right one must agree with it."""
ITEMS = frozenset(item.id for pack in load_packs() for item in pack.items)
TEXT_RULES = load_text_rules()
OF_TEXT = frozenset(
    rule for field in fields(TEXT_RULES) for rule in getattr(getattr(TEXT_RULES, field.name), "messages", {})
)
NAMES = load_rule_names()
RELATIONS = frozenset(relation.id for relation in load_rules().reconciliation.relations)
ROWS = frozenset(f"row.{kind}" for kind in NAMES.defects)
GROUPS = frozenset(name for name in NAMES.names if any(other.startswith(f"{name}.") for other in NAMES.names))
RULES = frozenset(name for name in NAMES.names if not name.endswith("-")) - GROUPS
"""Rules with a name of their own; the others are relations, or defects of rows."""
KNOWN = RULES | RELATIONS | ROWS
ELSEWHERE = {
    "row.cells": "table.zero and table.places say it first in every pack that has a policy for amounts, and all have",
    "internal": "what broke in the program itself; no text brings it about: tests/test_pipeline.py",
    "row.external": "the auditor's own evidence decides it, no text does: tests/rules/<pack>/own-site.yaml and others",
}


@cache
def made(base, faults=()):
    """Return the text of a base, and the labels of its faults with the lines that they speak of."""
    if base in WRITTEN:
        return WRITTEN[base], ()
    name, _, seed = base.partition("/")
    if name.startswith("evaluation-"):
        report = make_report(name.removeprefix("evaluation-"), int(seed), faults)
        return report.text, report.labels
    options = Options(form=name.startswith("wuhan"))
    publication = generate(name, int(seed), "a", faults, options)
    return publication.text, tuple(publication.labels()["findings"])


def changed(text, changes):
    for change in changes:
        assert change.old in text, change.old
        text = text.replace(change.old, change.new, -1 if change.every else 1)
    return text


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("rules")


@cache
def audited(folder, text):
    path = folder / "publication.txt"
    path.write_text(text, encoding="utf-8", newline="\n")
    return audit_publication([path])


def key_of(rule):
    """Return the name by which a rule is counted here: a row's own defect by its kind."""
    return rule if rule in OF_TEXT else measured_key(rule, ITEMS)


def found(folder, text, case) -> list[Finding]:
    """Return the findings of a case's rule. Whatever is found must be of a rule that is known by name."""
    findings = audited(folder, text).findings
    assert {key_of(finding.rule) for finding in findings} <= KNOWN
    return [finding for finding in findings if key_of(finding.rule) == case.rule]


def slip(right, wrong):
    """Return the characters that differ and one on either side, as (line, start, end) of the wrong text."""
    spans = []
    before, after = right.split("\n"), wrong.split("\n")
    top = next((n for n, (a, b) in enumerate(zip_longest(before, after)) if a != b), 0)
    tail = next((n for n, (a, b) in enumerate(zip_longest(before[::-1], after[::-1])) if a != b), 0)
    for number in range(top, min(len(after), max(top + 1, len(after) - tail))):
        old = before[number] if len(before) == len(after) else ""
        new = after[number]
        if old == new:
            continue
        start = next((n for n, (a, b) in enumerate(zip_longest(old, new)) if a != b), 0)
        end = len(new) - next((n for n, (a, b) in enumerate(zip_longest(old[::-1], new[::-1])) if a != b), 0)
        # where words are lost, what stands beside them shows it
        spans.append((number + 1, max(0, start - 1), max(end, start) + 1))
    return spans


def stands(finding, spans):
    return any(
        ref.line == line and ref.start < end and start < ref.end for ref in finding.places for line, start, end in spans
    )


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.base}")
def test_a_rule_is_silent_where_all_is_right_and_finds_the_slip(case, folder):
    right = changed(made(case.base)[0] + case.add, case.sound)
    assert bool(case.wrong) is not bool(case.faults), "a slip is written, or planted"
    assert found(folder, right, case) == []
    if case.faults:
        wrong, labels = made(case.base, case.faults)
        lines = wrong.split("\n")
        findings = found(folder, wrong, case)
        assert findings
        assert any(meets(finding, label, lines) for finding in findings for label in labels)
        return
    wrong = changed(right, case.wrong)
    spans = slip(right, wrong)
    if case.at:
        spans = [
            (number, line.index(case.at), line.index(case.at) + len(case.at))
            for number, line in enumerate(wrong.split("\n"), 1)
            if case.at in line
        ]
    findings = found(folder, wrong, case)
    assert findings
    assert any(stands(finding, spans) for finding in findings), [f.places for f in findings]
    if case.rule.startswith(OF_FIGURES):
        assert bool(case.undecided) is bool(unsettled(folder, right, wrong))


def unsettled(folder, right, wrong):
    """Return the figures of the right text, where the slip will be, that nothing was held to."""
    spans = slip(wrong, right)
    return [
        (claim.value, claim.why)
        for claim in audited(folder, right).claims
        if claim.status == "unverified" and any(stands_in(claim, span) for span in spans)
    ]


def stands_in(claim, span):
    line, start, end = span
    return claim.ref.line == line and claim.ref.start < end and start < claim.ref.end


def test_every_rule_has_a_right_text_and_one_with_a_slip():
    tried = {case.rule for case in CASES}
    assert (RULES | ROWS) - tried == set(ELSEWHERE)
    assert tried <= KNOWN
    in_tables = {
        case["rule"]
        for name in ("final_accounts", "budget")
        for case in yaml.safe_load((HERE / "relations" / f"{name}.yaml").read_text(encoding="utf-8"))["cases"]
    }
    assert in_tables == RELATIONS


def test_every_rule_that_the_code_and_the_messages_name_is_known():
    named = set(OF_TEXT)
    for path in sorted((ROOT / "audit").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                named.update([node.value] if re.fullmatch(r"[NLPEGR]-[a-z][a-z_-]+", node.value) else [])
    for key in load_rules().reconciliation.messages:
        # the checks of self-evaluation tables are called after their messages
        kind, _, rest = key.partition(".")
        if kind == "sheet" and rest != "part" and not rest.endswith(".rounding"):
            named.add(f"P-{rest}")
    for path in sorted((ROOT / "audit" / "checklist").rglob("*.py")):
        about = re.findall(r"""(?:Defect\(|about=|_defect\()\s*f?"([a-z_]+):""", path.read_text(encoding="utf-8"))
        named.update(f"row.{kind}" for kind in about)
    assert named <= KNOWN
