"""Generated budgets: the same arguments give the same text, all sums close, and what is planted is found."""

from __future__ import annotations

import contextlib

import pytest

from audit.pipeline import audit_publication
from corpora.budgets import FAULTS, LAYOUTS, make_budget
from corpora.planting import NotApplicable
from tests.reconciliation.support import reconciled, with_words


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_same_arguments_give_the_same_budget(layout):
    assert make_budget(layout, 4).text == make_budget(layout, 4).text
    assert make_budget(layout, 4).text != make_budget(layout, 5).text


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", [1, 2])
def test_a_clean_budget_closes(layout, seed):
    _, _, result = reconciled(make_budget(layout, seed).text)
    assert result.findings == ()
    held = {one.rule for one in result.relations if one.status == "agrees"}
    assert len(held) > 3


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found_where_its_label_says(fault, tmp_path):
    made = planted(fault)
    (label,) = made.labels
    assert label["quote"] == made.lines[label["line"] - 1]
    path = tmp_path / "budget.txt"
    path.write_text(made.text, encoding="utf-8", newline="\n")
    found = [f for f in audit_publication([path]).findings if f.rule.startswith(("G-", "table."))]
    assert len(found) == 1
    assert label["line"] in {place.line for place in found[0].places}


def planted(fault):
    for layout in LAYOUTS:
        with contextlib.suppress(NotApplicable):
            return make_budget(layout, 3, (fault,))
    raise AssertionError(fault)


def test_a_budget_without_goal_tables_takes_none_of_them():
    with pytest.raises(NotApplicable):
        make_budget("purposes", 3, ("share_wrong",))


def test_a_total_that_is_wrong_in_its_own_table_is_not_blamed_on_the_table_that_repeats_it():
    """The table of expenditure may repeat the year's total or the grand total: here it repeats the wrong one."""
    text = make_budget("purposes", 701).text
    row = next(line for line in text.split("\n") if line.startswith("收入总计\t"))
    cells = row.split("\t")
    wrong = "\t".join([*cells[:3], f"5{cells[3]}", *cells[4:]])
    (finding,) = reconciled(with_words(text, (row, wrong)))[2].findings
    assert (finding.stated, finding.expected) == (f"5{cells[3]}", cells[3])
