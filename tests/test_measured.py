"""The record of the rules: what may turn a row, and how the cases are counted."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from audit.model.findings import Severity
from audit.model.measured import Measured, RuleRecord, measured_key
from audit.packs.checklists import load_packs
from corpora.faults import NotApplicable
from tools import rule_precision
from tools.rule_precision import Said, judged, tally

ITEMS = frozenset({"overview", "procurement"})


@pytest.mark.parametrize(
    ("right", "wrong", "publications", "proven"),
    [(40, 0, 3, True), (29, 0, 9, False), (400, 0, 2, False), (40, 3, 9, False), (400, 20, 9, True), (34, 0, 9, False)],
)
def test_a_rule_needs_enough_cases_enough_publications_and_a_high_lower_bound(right, wrong, publications, proven):
    assert RuleRecord(right, wrong, publications).is_proven is proven


def test_the_interval_is_wilsons():
    low, high = RuleRecord(55, 7, 3).interval
    assert (round(low, 3), round(high, 3)) == (0.785, 0.944)
    assert RuleRecord(0, 0, 0).interval == (0.0, 1.0)


def test_rows_with_one_check_share_a_record():
    assert measured_key("overview.missing", ITEMS) == measured_key("procurement.missing", ITEMS) == "row.missing"
    assert measured_key("text.year", ITEMS) == "text.year"
    assert measured_key("N-level", ITEMS) == "N-level"


def test_what_was_never_measured_may_not_decide():
    record = Measured("1", "", {"N-level": RuleRecord(90, 0, 9)})
    assert record.may_decide("N-level")
    assert not record.may_decide("N-share")
    assert record.may_decide("row.external")


@dataclass
class Place:
    line: int
    start: int
    end: int


@dataclass
class Spotted:
    rule: str
    places: tuple[Place, ...]
    severity: Severity = Severity.ERROR
    message: str = ""


def test_a_finding_is_right_where_it_shares_characters_with_a_label():
    lines = ["收入合计 12.5 万元", "支出合计 9 万元"]
    labels = [{"line": 1, "quote": "12.5 万元"}]
    findings = [
        Spotted("N-level", (Place(1, 5, 9),)),
        Spotted("N-level", (Place(2, 5, 6), Place(1, 0, 6))),
        Spotted("N-level", (Place(1, 0, 4),)),
        Spotted("N-level", (Place(2, 5, 6),)),
        Spotted("N-level", (Place(2, 5, 6),), Severity.INFO),
    ]
    said = list(judged(findings, labels, lines, "x"))
    assert [one.is_right for one in said] == [True, True, False, False]


def test_cases_are_counted_with_the_publications_that_they_come_from():
    said = [Said("N-level", True, "a", ""), Said("N-level", False, "a", ""), Said("overview.missing", True, "b", "")]
    counted = tally(said, ITEMS)
    assert (counted["N-level"].right, counted["N-level"].wrong, len(counted["N-level"].publications)) == (1, 1, 1)
    assert counted["row.missing"].right == 1


def test_every_rule_of_the_record_is_one_that_exists():
    packs = load_packs()
    measured = packs[0].measured
    assert measured is not None
    assert measured.command.startswith("python -m tools.rule_precision")
    assert all(record.right + record.wrong > 0 for record in measured.rules.values())


def test_as_many_publications_are_made_of_a_fault_that_few_take(monkeypatch):
    made = []
    monkeypatch.setattr(rule_precision, "_audited", lambda *arguments: made.append(arguments[-1]) or [])
    rule_precision.try_fault(rule_precision.Job("table_numbered_otherwise", 6, 0))
    assert len(made) == len(set(made)) == 6
    assert {name.partition("/")[0] for name in made} == {"wuhan-2020"}, "the other templates print no numbers"


def test_a_fault_that_nothing_takes_ends(monkeypatch):
    monkeypatch.setattr(rule_precision, "_MOST_ROUNDS", 1)
    monkeypatch.setattr(rule_precision, "generate", not_applicable)
    assert rule_precision.try_fault(rule_precision.Job("level_wrong", 6, 0)) == []


def not_applicable(*_):
    raise NotApplicable
