"""Every relation of the tables: where it holds nothing is said, where one cell breaks it that cell is named."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pytest

from audit.datafiles import data_folder
from audit.model.rules import Relations
from audit.packs.strict_yaml import load
from tests.reconciliation.support import (
    amount,
    blank_cell,
    cell_of,
    errors,
    full_text,
    reconciled,
    shares_a_place,
    stands_at,
    with_cell,
)
from tests.support import ROOT

STEP, ROUNDING = Decimal(20), Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Where:
    role: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Case:
    rule: str
    template: str = "wuhan-2020"
    broken: Where | None = None
    filled: Where | None = None
    rounding: Where | None = None


@dataclass(frozen=True, slots=True)
class Cases:
    cases: tuple[Case, ...]


CASES = load(ROOT / "tests" / "rules" / "relations" / "final_accounts.yaml", Cases).cases
TABLES = load(data_folder("rules") / "relations" / "tables" / "final_accounts.yaml", Relations).relations


@cache
def clean(template):
    return reconciled(full_text(template), prose=False)


def statuses(rec, rule):
    return {result.status.value for result in rec.relations if result.rule == rule}


def test_every_relation_has_a_case_that_breaks_it():
    broken = {case.rule for case in CASES if case.broken or case.filled}
    assert broken == {rule.id for rule in TABLES}
    assert len(CASES) == len(TABLES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_it_holds_on_a_clean_publication(case):
    _, _, rec = clean(case.template)
    assert statuses(rec, case.rule) == {"agrees"}
    assert rec.findings == ()


@pytest.mark.parametrize("case", [c for c in CASES if c.broken], ids=lambda case: case.rule)
def test_one_wrong_cell_is_one_finding_that_names_it(case):
    text, where = full_text(case.template), case.broken
    cell = cell_of(clean(case.template)[0], where.role, where.row, where.column)
    doc, _, rec = reconciled(with_cell(text, cell, amount(cell.value + STEP)), prose=False)
    assert "disagrees" in statuses(rec, case.rule)
    (finding,) = errors(rec)
    changed = cell_of(doc, where.role, where.row, where.column)
    assert stands_at(finding, changed)
    assert finding.stated == amount(cell.value + STEP)
    assert finding.expected == amount(cell.value)
    assert amount(cell.value) in finding.diagnosis
    assert finding.basis
    assert len(finding.places) > 1


@pytest.mark.parametrize("case", [c for c in CASES if c.filled], ids=lambda case: case.rule)
def test_a_figure_in_an_empty_cell_is_one_finding(case):
    text, where = full_text(case.template), case.filled
    cell = blank_cell(clean(case.template)[0], where.role, where.row, where.column)
    doc, _, rec = reconciled(with_cell(text, cell, amount(STEP)), prose=False)
    assert "disagrees" in statuses(rec, case.rule)
    (finding,) = errors(rec)
    assert shares_a_place(finding, cell_of(doc, where.role, where.row, where.column))


@pytest.mark.parametrize("case", [c for c in CASES if c.rounding], ids=lambda case: case.rule)
def test_the_last_digit_of_a_sum_is_no_error(case):
    text, where = full_text(case.template), case.rounding
    cell = cell_of(clean(case.template)[0], where.role, where.row, where.column)
    _, _, rec = reconciled(with_cell(text, cell, amount(cell.value + ROUNDING)), prose=False)
    assert "rounding" in statuses(rec, case.rule)
    assert errors(rec) == []
