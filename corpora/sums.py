"""Recomputes every sum of a printed publication and labels those that miss by a rounding."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from corpora.planting import Label, Spot, cell_spot, figure_spot

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from corpora.blocks import Block, Grid
    from corpora.compose import Draft

PARTS = {
    "revenue": ("appropriation", "superior", "service_revenue", "business", "affiliate", "other_revenue"),
    "expenditure": ("basic", "project", "remitted", "business", "subsidy"),
    "general_budget_expenditure": ("basic", "project"),
    "gov_managed_funds": ("basic", "project"),
    "state_capital": ("basic", "project"),
}
PROSE = {
    "revenue.total": ("revenue.appropriation", "revenue.service_revenue", "revenue.other_revenue"),
    "expenditure.total": ("expenditure.basic", "expenditure.project"),
    "basic.total": ("basic.personnel", "basic.public"),
    "general.whole.final": ("general.basic", "general.project"),
    "three.total.final": ("three.abroad.final", "three.vehicles.final", "three.reception.final"),
    "three.total.budget": ("three.abroad.budget", "three.vehicles.budget", "three.reception.budget"),
    "procurement.total": ("procurement.goods", "procurement.works", "procurement.services"),
}


@dataclass(frozen=True, slots=True)
class Sum:
    """One printed sum: its total, its terms, and the places of both."""

    total: Decimal
    parts: Decimal
    spots: tuple[Spot, ...]
    prose: bool = False

    @property
    def gap(self) -> Decimal:
        return abs(self.total - self.parts)


def printed(grid: Grid, key: str) -> Decimal:
    """Return what a cell says, 0 for a blank one."""
    text = grid.cell(key).text.replace(",", "")
    return Decimal(text) if text else Decimal(0)


def table_sum(block: Block, total: str, parts: Iterable[str], signs: Iterable[int] = ()) -> Sum:
    """Return a sum of cells."""
    grid = _grid(block)
    known = list(parts)
    factors = list(signs) or [1] * len(known)
    value = sum((f * printed(grid, k) for f, k in zip(factors, known, strict=True)), Decimal(0))
    return Sum(printed(grid, total), value, tuple(cell_spot(block, k) for k in (total, *known) if grid.cell(k).text))


def _grid(block: Block) -> Grid:
    if block.grid is None:
        raise ValueError(f"{block.key} is no table")
    return block.grid


def _keys(grid: Grid) -> list[str]:
    return [c.stated.key for row in grid.rows for c in row.cells if c.stated is not None]


def coded(block: Block, parts: tuple[str, ...]) -> Iterator[Sum]:
    """Yield the sums of a table by code: along rows, and down from 合计 to 项."""
    keys = _keys(_grid(block))
    rows = list(dict.fromkeys(k.split(".")[0] for k in keys))
    columns = list(dict.fromkeys(k.split(".")[1] for k in keys))
    for row in rows:
        yield table_sum(block, f"{row}.total", [f"{row}.{p}" for p in parts])
        if "closing" in columns:
            terms = [f"{row}.{c}" for c in ("opening", "revenue", "total")]
            yield table_sum(block, f"{row}.closing", terms, (1, 1, -1))
        below = [r for r in rows if r != "total" and (len(r) == 3 if row == "total" else _child(row, r))]
        for column in columns if below else ():
            yield table_sum(block, f"{row}.{column}", [f"{r}.{column}" for r in below])


def _child(parent: str, code: str) -> bool:
    return len(code) == len(parent) + 2 and code.startswith(parent)


def summary(block: Block) -> Iterator[Sum]:
    """Yield the sums of the first table: both sides."""
    keys = _keys(_grid(block))
    ends = ("year", "surplus", "opening", "closing", "distribution", "total")
    for side, below in (("revenue", ("surplus", "opening")), ("expenditure", ("distribution", "closing"))):
        lines = [k for k in keys if k.startswith(f"{side}.") and k.split(".")[1] not in ends]
        yield table_sum(block, f"{side}.year", lines)
        yield table_sum(block, f"{side}.total", [f"{side}.{x}" for x in ("year", *below)])
    yield table_sum(block, "revenue.total", ["expenditure.total"])


def appropriations(block: Block) -> Iterator[Sum]:
    """Yield the sums of the appropriation summary: down, and along the funds."""
    keys = _keys(_grid(block))
    funds = ("general", "managed", "capital")
    yield table_sum(block, "revenue.year", [f"revenue.{f}" for f in funds])
    yield table_sum(block, "revenue.opening", [f"revenue.opening_{f}" for f in funds])
    yield table_sum(block, "revenue.total", ["revenue.year", "revenue.opening"])
    rows = list(dict.fromkeys(k.split(".")[0] for k in keys if not k.startswith("revenue.")))
    for row in rows:
        yield table_sum(block, f"{row}.total", [f"{row}.{f}" for f in funds])
    for column in ("total", *funds):
        yield table_sum(block, f"year.{column}", [f"{r}.{column}" for r in rows if r.isdigit()])
        yield table_sum(block, f"total.{column}", [f"year.{column}", f"closing.{column}"])


def economic(block: Block) -> Iterator[Sum]:
    """Yield the sums of the basic expenditure: 类 of 款, both panels of 类."""
    codes = [k.split(".")[0] for k in _keys(_grid(block))]
    heads = [c for c in codes if len(c) == 3 and c.isdigit()]
    for head in heads:
        below = [f"{c}.amount" for c in codes if len(c) == 5 and c.startswith(head)]
        yield table_sum(block, f"{head}.amount", below)
    yield table_sum(block, "personnel.amount", [f"{h}.amount" for h in heads if h in ("301", "303")])
    yield table_sum(block, "public.amount", [f"{h}.amount" for h in heads if h not in ("301", "303")])


def three_public(block: Block) -> Iterator[Sum]:
    """Yield the sums of the three public expenses."""
    if not any(k.startswith("total.") for k in _keys(_grid(block))):
        return
    for measure in ("budget", "final"):
        yield table_sum(block, f"vehicles.{measure}", [f"{k}.{measure}" for k in ("purchase", "running")])
        yield table_sum(block, f"total.{measure}", [f"{k}.{measure}" for k in ("abroad", "vehicles", "reception")])


def prose(draft: Draft) -> Iterator[Sum]:
    """Yield the sums that the explanation states."""
    stated = {m.stated.key: (b, m.stated) for b in reversed(draft.blocks) for m in reversed(b.marks)}
    classes = tuple(k for k in stated if k.startswith("general.class.") and not k.endswith(".share"))
    budgets = tuple(k for k in stated if k.startswith("item.") and k.endswith(".budget"))
    for total, parts in (*PROSE.items(), ("general.spent", classes), ("general.whole.budget", budgets)):
        known = [p for p in parts if p in stated]
        if total not in stated or not known:
            continue
        value = sum((Decimal(stated[p][1].value) for p in known), Decimal(0))
        spots = tuple(figure_spot(stated[k][0], k) for k in (total, *known))
        yield Sum(Decimal(stated[total][1].value), value, spots, prose=True)


def sums(draft: Draft) -> Iterator[Sum]:
    """Yield every sum of the nine tables and of the explanation."""
    for block in draft.blocks:
        if block.grid is None or block.section != "tables":
            continue
        role = block.grid.role
        if role in PARTS:
            yield from coded(block, PARTS[role])
        elif role == "revenue_expenditure_summary":
            yield from summary(block)
        elif role == "appropriation_summary":
            yield from appropriations(block)
        elif role == "general_budget_basic_expenditure":
            yield from economic(block)
        elif role == "three_public":
            yield from three_public(block)
    yield from prose(draft)


def broken_totals(draft: Draft, *hit: Spot) -> tuple[Spot, ...]:
    """Return the totals of the sums that do not close and touch one of some cells, without those cells themselves."""
    places = {(s.block, s.row, s.start) for s in hit}
    found: dict[tuple[str, int | None, int | None], Spot] = {}
    for one in sums(draft):
        if one.gap and any((s.block, s.row, s.start) in places for s in one.spots):
            total = one.spots[0]
            found.setdefault((total.block, total.row, total.start), total)
    return tuple(spot for place, spot in found.items() if place not in places)


def rounding_labels(draft: Draft) -> list[Label]:
    """Label the sums of a publication without faults that do not close in print."""
    return [
        Label(
            "NARR_ARITH" if one.prose else "TABLE_SUM",
            "rounding",
            one.spots,
            str(one.total),
            str(one.parts),
            "The printed terms miss the printed sum by a rounding.",
        )
        for one in sums(draft)
        if one.gap
    ]
