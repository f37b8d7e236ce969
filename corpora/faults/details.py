"""Faults of single figures of projects, budgets and rates, and of what self-evaluation tables print."""

# Faults are all called alike; few of them need every argument.
from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from corpora.faults.numbers import figures, restate, spoiled
from corpora.operators import spoil
from corpora.planting import Label, NotApplicable, Planted, Spot, cell_spot, fault, row_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from corpora.blocks import Block, Grid, Mark
    from corpora.compose import Draft


def _one(draft: Draft, rng: Random, section: str, wanted: Callable[[Mark], bool]) -> tuple[Draft, Block, str]:
    block, key = rng.choice(figures(draft, section, wanted))
    return draft, block, key


def _indicator(end: str) -> Callable[[Mark], bool]:
    return lambda m: m.stated.key.startswith("review.") and m.stated.key.endswith(end)


@fault("review_target_wrong")
def review_target_wrong(draft: Draft, rng: Random) -> Planted:
    """The target of an indicator in a review is not the one in its table."""
    place = _one(draft, rng, "explanation", _indicator(".target"))
    return spoiled(place, rng, "NARR_TABLE", "The table of the project shows another target.")


@fault("review_actual_wrong")
def review_actual_wrong(draft: Draft, rng: Random) -> Planted:
    """The value reached by an indicator in a review is not the one in its table."""
    draft, block, key = _one(draft, rng, "explanation", _indicator(".actual"))
    # the table may print the value without decimals
    printed = spoil(block.mark(key).stated.printed, rng, "1.1")
    return restate((draft, block, key), printed, "NARR_TABLE", "The table of the project shows another value.")


@fault("review_executed_wrong")
def review_executed_wrong(draft: Draft, rng: Random) -> Planted:
    """What a project spent is misprinted in its review."""
    place = _one(draft, rng, "explanation", _indicator(".executed"))
    return spoiled(place, rng, "NARR_TABLE", "The table of the project shows another amount.")


@fault("listed_project_wrong")
def listed_project_wrong(draft: Draft, rng: Random) -> Planted:
    """What a project spent is misprinted where the explanation of the budget lists the projects."""
    _sheet(draft, rng)
    place = _one(draft, rng, "explanation.5", lambda m: m.stated.key.startswith("project."))
    return spoiled(place, rng, "NARR_TABLE", "The table of the project shows another amount.")


@fault("initial_budget_wrong")
def initial_budget_wrong(draft: Draft, rng: Random) -> Planted:
    """The initial budget of a 项 is misprinted; its rate and the total are right."""
    place = _one(
        draft, rng, "explanation.5", lambda m: m.stated.key.startswith("item.") and m.stated.key.endswith(".budget")
    )
    return spoiled(place, rng, "NARR_NARR", "The initial budgets do not add up to their total.")


@fault("percent_cut")
def percent_cut(draft: Draft, rng: Random) -> Planted:
    """A rate is printed without the decimals that it has."""

    def wanted(mark: Mark) -> bool:
        rated = mark.stated.key.endswith((".share", ".growth", ".completion"))
        value = Decimal(mark.stated.value) if rated else Decimal(0)
        return rated and value % 1 != 0 and value > 1

    draft, block, key = _one(draft, rng, "explanation", wanted)
    printed = block.mark(key).stated.printed
    planted = restate((draft, block, key), printed.partition(".")[0], "NARR_ARITH", "The decimals are cut off.")
    return replace(planted, either=frozenset({3, 11, 35}))


# -- self-evaluation tables


def _sheet(draft: Draft, rng: Random) -> tuple[Block, Grid]:
    tables = [b for b in draft.blocks if b.key.startswith("table.review.")]
    if not tables:
        raise NotApplicable
    block = rng.choice(tables)
    if block.grid is None:
        raise NotApplicable
    return block, block.grid


def _printed(draft: Draft, block: Block, at: tuple[int, int], new: str, said: tuple[str, str]) -> Planted:
    """Print other words in a cell. `said` is category and explanation of the label."""
    grid = block.grid
    if grid is None:
        raise NotApplicable
    r, c = at
    was = grid.rows[r].cells[c].text
    wrong = replace(block, grid=grid.with_text(r, c, new))
    spot = Spot(block.key, new, r, row_text(wrong, r).index(new))
    label = Label(said[0], "warning", (spot,), new, was, said[1])
    return Planted(draft.put(wrong), (label,), {}, frozenset({4, 11, 23}))


def _site(grid: Grid, wanted: Callable[[str], bool]) -> list[tuple[int, int]]:
    return [(r, c) for r, row in enumerate(grid.rows) for c, cell in enumerate(row.cells) if wanted(cell.text)]


@fault("sheet_rate_wrong")
def sheet_rate_wrong(draft: Draft, rng: Random) -> Planted:
    """The execution rate that a self-evaluation table prints does not follow from its amounts."""
    block, grid = _sheet(draft, rng)
    r, c = grid.find("execution.rate")
    was = grid.rows[r].cells[c].text
    new = f"{spoil(was.rstrip('%'), rng, '0.5')}%"
    wrong = replace(block, grid=grid.with_text(r, c, new))
    label = Label("TABLE_SUM", "error", (cell_spot(wrong, "execution.rate"),), new, was, "Spending by budget is other.")
    return Planted(draft.put(wrong), (label,), {}, frozenset({11, 23}))


@fault("sheet_in_yuan")
def sheet_in_yuan(draft: Draft, rng: Random) -> Planted:
    """A self-evaluation table prints its amounts in 元 under a head that says 万元."""
    block, grid = _sheet(draft, rng)
    spots: list[Spot] = []
    for key in ("execution.budget", "execution.executed"):
        r, c = grid.find(key)
        yuan = f"{Decimal(grid.rows[r].cells[c].text.replace(',', '')) * 10000:.2f}"
        grid = grid.with_text(r, c, yuan)
    wrong = replace(block, grid=grid)
    spots = [cell_spot(wrong, key) for key in ("execution.budget", "execution.executed")]
    label = Label("FORMAT", "error", tuple(spots), spots[0].quote, "万元", "The amounts are printed in 元.")
    return Planted(draft.put(wrong), (label,), {}, frozenset({4, 5, 11, 23}))


@fault("sheet_head_wrong")
def sheet_head_wrong(draft: Draft, rng: Random) -> Planted:
    """The column of the indicators has another one's head."""
    block, grid = _sheet(draft, rng)
    sites = _site(grid, lambda text: text == "三级指标")
    if not sites:
        raise NotApplicable
    return _printed(draft, block, sites[0], rng.choice(("产出指标", "质量指标")), ("TEXT", "The head is another's."))


@fault("sheet_kind_wrong")
def sheet_kind_wrong(draft: Draft, rng: Random) -> Planted:
    """An indicator of the effect stands under a kind of satisfaction."""
    block, grid = _sheet(draft, rng)
    kinds = ("社会效益指标", "经济效益指标", "可持续影响指标", "生态效益指标")
    sites = _site(grid, lambda text: text in kinds)
    if not sites:
        raise NotApplicable
    said = ("TEXT", "The kind belongs to another level.")
    return _printed(draft, block, rng.choice(sites), "服务对象满意度指标", said)


@fault("total_label_repeated")
def total_label_repeated(draft: Draft, rng: Random) -> Planted:
    """The grand total of the first table is called the year's total, as the row above it is."""
    block = draft.block("table.revenue_expenditure_summary")
    if block.grid is None:
        raise NotApplicable
    side = rng.choice(("收入", "支出"))
    own = _site(block.grid, lambda text: text == f"本年{side}合计")
    below = [(r, c) for r, c in _site(block.grid, lambda text: text == "总计") if own and c == own[0][1]]
    if not below:
        raise NotApplicable
    return _printed(draft, block, below[-1], f"本年{side}合计", ("TEXT", "The row is the grand total."))


@fault("whole_parts_wrong")
def whole_parts_wrong(draft: Draft, rng: Random) -> Planted:
    """Basic or project expenditure in the table of the whole department is not the one of the accounts."""
    block = next((b for b in draft.blocks if b.key == "table.overall"), None)
    if block is None or block.grid is None:
        raise NotApplicable
    key = rng.choice(("overall.basic", "overall.project"))
    r, c = block.grid.find(key)
    was = block.grid.rows[r].cells[c].text
    new = spoil(was, rng, "0.5")
    wrong = replace(block, grid=block.grid.with_text(r, c, new))
    label = Label("TABLE_CROSS", "error", (cell_spot(wrong, key),), new, was, "The accounts show another amount.")
    return Planted(draft.put(wrong), (label,), {}, frozenset({11, 23}))
