"""Every relation of the budget tables and of universities: it holds on invented tables, and one cell breaks it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import pytest

from audit.datafiles import data_folder
from audit.model.document import CellState
from audit.model.rules import Relations
from audit.packs.strict_yaml import load
from tests.budget_layouts import LAYOUTS
from tests.reconciliation.support import amount, cell_of, errors, reconciled, shares_a_place, stands_at, with_cell
from tests.support import ROOT

STEP = Decimal(20)
RULES = data_folder("rules") / "relations" / "tables"


@dataclass(frozen=True, slots=True)
class Where:
    role: str
    row: str
    column: str


@dataclass(frozen=True, slots=True)
class Case:
    rule: str
    layout: str
    broken: Where
    named: bool = True
    """False where several cells would restore the relation as well."""


@dataclass(frozen=True, slots=True)
class Cases:
    cases: tuple[Case, ...]


CASES = load(ROOT / "tests" / "rules" / "relations" / "budget.yaml", Cases).cases
TABLES = [
    rule for name in ("budget.yaml", "central_final_accounts.yaml") for rule in load(RULES / name, Relations).relations
]


@cache
def clean(layout):
    text = LAYOUTS[layout]()
    doc, _, rec = reconciled(text, prose=False)
    return text, doc, rec


def statuses(rec, rule):
    return {result.status.value for result in rec.relations if result.rule == rule}


def test_every_relation_has_one_case():
    assert sorted(case.rule for case in CASES) == sorted(rule.id for rule in TABLES)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_right_tables_have_no_findings(layout):
    assert clean(layout)[2].findings == ()


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_it_holds_on_right_tables(case):
    assert statuses(clean(case.layout)[2], case.rule) == {"agrees"}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.rule)
def test_one_wrong_cell_breaks_it_and_is_told(case):
    text, doc, _ = clean(case.layout)
    where = case.broken
    cell = cell_of(doc, where.role, where.row, where.column)
    changed_doc, _, rec = reconciled(with_cell(text, cell, amount(cell.value + STEP)), prose=False)
    assert "disagrees" in statuses(rec, case.rule)
    changed = cell_of(changed_doc, where.role, where.row, where.column)
    assert any(shares_a_place(finding, changed) for finding in errors(rec))
    if case.named:
        (finding,) = errors(rec)
        assert stands_at(finding, changed)
        assert finding.expected == amount(cell.value)
        assert finding.basis


def figures(layout):
    """Return every printed figure of a layout's tables, by the line and the offset at which it stands."""
    _, doc, _ = clean(layout)
    return [
        cell
        for table in doc.tables
        for row in table.rows
        for cell in row.cells
        if cell.state is CellState.VALUE and table.role != "budget_whole_goals"
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layout", "cell"),
    [
        pytest.param(layout, cell, id=f"{layout}-{cell.ref.line}-{cell.ref.start}")
        for layout in LAYOUTS
        for cell in figures(layout)
    ],
)
def test_no_figure_of_a_table_can_change_unseen(layout, cell):
    _, _, rec = reconciled(with_cell(clean(layout)[0], cell, amount(cell.value + STEP)), prose=False)
    assert errors(rec), cell.ref
