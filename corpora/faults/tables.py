"""Faults inside the nine tables: sums, cross references, codes, zeros, decimals."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpora.money import cell_text
from corpora.operators import spoil
from corpora.planting import RATIOS, Label, NotApplicable, Planted, Spot, cell_spot, consequence, fault
from corpora.sums import broken_totals
from corpora.vocabulary import codes

if TYPE_CHECKING:
    from random import Random

    from corpora.blocks import Block, Grid
    from corpora.compose import Draft

PROSE = {
    "expenditure": "expenditure.",
    "general_budget_expenditure": "general.",
    "revenue": "revenue.",
}


def grid_of(draft: Draft, role: str) -> tuple[Block, Grid]:
    """Return a table's block and grid. Raises NotApplicable."""
    try:
        block = draft.table(role)
    except KeyError:
        raise NotApplicable(role) from None
    if block.grid is None:
        raise NotApplicable(role)
    return block, block.grid


def set_cell(draft: Draft, role: str, key: str, text: str) -> Draft:
    """Print another text in one cell."""
    block, grid = grid_of(draft, role)
    r, c = grid.find(key)
    return draft.put(replace(block, grid=grid.with_text(r, c, text)))


def wrong_cell(
    draft: Draft, place: tuple[str, str], rng: Random, why: str, unclear: frozenset[str] = frozenset()
) -> Planted:
    """Spoil one cell. `place` is the role of its table and its key."""
    role, key = place
    _, grid = grid_of(draft, role)
    r, c = grid.find(key)
    was = grid.rows[r].cells[c].text
    if not was or was == draft.style.zero_cell:
        raise NotApplicable(key)
    new = spoil(was, rng)
    left = set_cell(draft, role, key, new)
    spot = cell_spot(left.table(role), key)
    label = Label("TABLE_SUM", "error", (spot, *broken_totals(left, spot)), new, was, why)
    said = [(b, m.stated.key) for b in left.blocks for m in b.marks if m.stated.key in unclear]
    more = (consequence(b, k, spot, "NARR_TABLE") for b, k in said if k.rpartition(".")[2] not in RATIOS)
    return Planted(left, (label, *more), {}, frozenset({4, 5, 11}), unclear=unclear)


@fault("cell_row_sum")
def cell_row_sum(draft: Draft, rng: Random) -> Planted:
    """The parts of a 项 do not add up along its row in the table of expenditure."""
    items = list(draft.figures.items)
    rng.shuffle(items)
    for item in items:
        column = "basic" if item.pieces else "project"
        try:
            key = f"{item.code}.{column}"
            return wrong_cell(draft, ("expenditure", key), rng, "The row does not add up.")
        except NotApplicable:
            continue
    raise NotApplicable


@fault("cell_total")
def cell_total(draft: Draft, rng: Random) -> Planted:
    """The total row of the general budget table is not the sum of its 类."""
    why = "The total is not the sum of the 类."
    unclear = frozenset({"general.spent", "general.whole.final", "general.share"})
    return wrong_cell(draft, ("general_budget_expenditure", "total.total"), rng, why, unclear)


@fault("cell_parent")
def cell_parent(draft: Draft, rng: Random) -> Planted:
    """A 款 is not the sum of its 项."""
    item = rng.choice(draft.figures.items)
    why = "The 款 is not the sum of its 项."
    return wrong_cell(draft, ("expenditure", f"{item.code[:5]}.total"), rng, why)


@fault("cell_economic")
def cell_economic(draft: Draft, rng: Random) -> Planted:
    """A 款 of the economic classification does not fit its 类."""
    spent = [c for c, fen in draft.figures.economic.items() if fen]
    key = f"{rng.choice(spent)}.amount"
    why = "The parts do not add up to their 类."
    return wrong_cell(draft, ("general_budget_basic_expenditure", key), rng, why)


@fault("cell_three_public")
def cell_three_public(draft: Draft, rng: Random) -> Planted:
    """The total of the three public expenses is not the sum of its parts."""
    if draft.figures.three_public.is_nil:
        raise NotApplicable
    unclear = frozenset({"three.total.final", "three.total.completion"})
    return wrong_cell(draft, ("three_public", "total.final"), rng, "The parts do not add up.", unclear)


@fault("cell_summary")
def cell_summary(draft: Draft, rng: Random) -> Planted:
    """The year's revenue in the first table is misprinted."""
    unclear = frozenset({"revenue.total"})
    why = "The line is not the sum of the revenue lines."
    return wrong_cell(draft, ("revenue_expenditure_summary", "revenue.year"), rng, why, unclear)


@fault("cell_cross")
def cell_cross(draft: Draft, rng: Random) -> Planted:
    """Two 项 of the general budget table trade an amount: every sum closes, but table 3 shows other figures."""
    f = draft.figures
    pool = [i for i in f.fund("general") if not i.pieces and not i.own]
    pool += [i for i in f.fund("general") if i.pieces and not f.project(i)]
    projects = [i for i in f.fund("general") if f.project(i) > 2_000_000 and not i.pieces and not i.own]
    basics = [i for i in f.fund("general") if i.pieces and f.basic(i) > 2_000_000]
    pair = projects[:2] if len(projects) > 1 else basics[:2]
    if len(pair) < 2 or not pool:
        raise NotApplicable
    kind = "project" if pair[0] in projects and len(projects) > 1 else "basic"
    step = rng.randint(11, 90) * 10_000
    before = {code: _class_total(draft, code, kind) for i in pair for code in (i.code, i.code[:5], i.code[:3])}
    after = dict(before)
    for item, sign in zip(pair, (1, -1), strict=True):
        for code in (item.code, item.code[:5], item.code[:3]):
            after[code] = after[code][0] + sign * step, after[code][1] + sign * step
    left = draft
    role = "general_budget_expenditure"
    for code, (total, part) in after.items():
        left = set_cell(left, role, f"{code}.total", cell_text(total, draft.style))
        left = set_cell(left, role, f"{code}.{kind}", cell_text(part, draft.style))
    block = left.table(role)
    spots = tuple(cell_spot(block, f"{code}.total") for code in dict.fromkeys((*(i.code for i in pair), *after)))
    other = tuple(cell_spot(left.table("expenditure"), f"{i.code}.total") for i in pair)
    was = cell_text(before[pair[0].code][0], draft.style)
    new = cell_text(after[pair[0].code][0], draft.style)
    label = Label("TABLE_CROSS", "error", (*spots, *other), new, was, "Another table shows other amounts.")
    unclear = {f"item.{i.code}.final" for i in pair} | {f"item.{i.code}.completion" for i in pair}
    unclear |= {f"general.class.{i.code[:3]}" for i in pair} | {f"general.class.{i.code[:3]}.share" for i in pair}
    unclear |= {f"performance.{x}" for x in ("general", "general.share")}
    return Planted(left, (label,), {}, frozenset({11}), unclear=frozenset(unclear))


def _class_total(draft: Draft, code: str, kind: str) -> tuple[int, int]:
    f = draft.figures
    below = [i for i in f.fund("general") if i.code.startswith(code)]
    part = f.project if kind == "project" else f.basic
    return sum(f.spent(i) for i in below), sum(part(i) for i in below)


@fault("code_prefix_wrong")
def code_prefix_wrong(draft: Draft, rng: Random) -> Planted:
    """A 类 is printed with another one's code."""
    role = "expenditure"
    block, grid = grid_of(draft, role)
    used = sorted({i.code[:3] for i in draft.figures.items})
    code = rng.choice(used)
    other = rng.choice([c for c, _ in codes().classes if c not in used])
    r = grid.row(code)
    c = next(n for n, cell in enumerate(grid.rows[r].cells) if cell.text == code)
    left = draft.put(replace(block, grid=grid.with_text(r, c, other)))
    name = codes().names[code]
    label = Label(
        "TABLE_CROSS", "error", (Spot(block.key, other, r, start=c),), f"{other} {name}", f"{code} {name}",
        "The code of the 类 is no prefix of its children.",
    )  # fmt: skip
    return Planted(left, (label,), {}, frozenset({8, 11}))


@fault("zero_printed")
def zero_printed(draft: Draft, rng: Random) -> Planted:
    """A cell without amount prints a zero."""
    if draft.style.zero_cell:
        raise NotApplicable
    role = rng.choice(("revenue", "expenditure"))
    block, grid = grid_of(draft, role)
    empty = [(r, c) for r, row in enumerate(grid.rows) for c, x in enumerate(row.cells) if x.stated and not x.text]
    if not empty:
        raise NotApplicable
    r, c = rng.choice(empty)
    zero = rng.choice(("0", "0.00"))
    left = draft.put(replace(block, grid=grid.with_text(r, c, zero)))
    key = grid.rows[r].cells[c].stated
    if key is None:
        raise NotApplicable
    label = Label("FORMAT", "warning", (cell_spot(left.table(role), key.key),), zero, "", "A zero stands in the table.")
    return Planted(left, (label,), {5: "no"})


@fault("three_decimals")
def three_decimals(draft: Draft, rng: Random) -> Planted:
    """A cell prints three decimals."""
    item = rng.choice(draft.figures.items)
    key = f"{item.code}.total"
    _, grid = grid_of(draft, "expenditure")
    r, c = grid.find(key)
    was = grid.rows[r].cells[c].text
    whole, _, part = was.partition(".")
    new = f"{whole}.{part:0<2}{rng.choice('1234')}"
    left = set_cell(draft, "expenditure", key, new)
    label = Label("FORMAT", "warning", (cell_spot(left.table("expenditure"), key),), new, was, "Three decimals.")
    return Planted(left, (label,), {5: "no"})


@fault("work_count_wrong")
def work_count_wrong(draft: Draft, rng: Random) -> Planted:
    """The table of key work shows another number than the text."""
    block, grid = grid_of(draft, "works")
    number = rng.randint(1, len(draft.figures.works))
    work = draft.figures.works[number - 1]
    r = grid.row(f"work.{number}")
    was = grid.rows[r].cells[2].text
    new = f"{work.result}{work.count + rng.randint(2, 9)}{work.counter}"
    left = draft.put(replace(block, grid=grid.with_text(r, 2, new)))
    # the table prints what was set out to be done, the text what was done: they may differ
    why = "Text and table give two numbers."
    spot = Spot(block.key, new, r)
    label = Label("NARR_TABLE", "warning", (spot,), new, was, why, "judgement", "language")
    return Planted(left, (label,), {}, frozenset({29, 30}))
