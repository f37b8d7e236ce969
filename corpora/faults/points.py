"""Faults of points and amounts inside self-evaluation tables."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from corpora.operators import spoil
from corpora.planting import Label, NotApplicable, Planted, Spot, fault, row_text

if TYPE_CHECKING:
    from random import Random

    from corpora.blocks import Block
    from corpora.compose import Draft

_ROWS = frozenset({4, 11, 21, 22, 23})
_POINTS = re.compile(r"指标（(\d+)分）$")
_MORE = 2
"""Points that a row gets too many."""


def _scored(draft: Draft, rng: Random) -> Block:
    """Return the table of a project with points."""
    tables = [b for b in draft.blocks if b.key.startswith("table.review.") and b.grid is not None]
    tables = [b for b in tables if b.grid is not None and any(r.cells[0].text == "总分" for r in b.grid.rows)]
    if not tables:
        raise NotApplicable
    return rng.choice(tables)


def _reprinted(draft: Draft, block: Block, cells: dict[str, str], category: str, why: str) -> Planted:
    """Print other words in cells that are found by the keys of their figures; the first is the fault's own place."""
    wrong, spots, was = block, [], ""
    for key, text in cells.items():
        if wrong.grid is None:
            raise NotApplicable
        r, c = wrong.grid.find(key)
        was = was or wrong.grid.rows[r].cells[c].text
        wrong = replace(wrong, grid=wrong.grid.with_text(r, c, text))
    for key, text in cells.items():
        r, c = wrong.grid.find(key) if wrong.grid else (0, 0)
        start = sum(len(cell.text) + 1 for cell in wrong.grid.rows[r].cells[:c]) if wrong.grid else 0
        spots.append(Spot(block.key, text, r, start))
    label = Label(category, "error", tuple(spots), next(iter(cells.values())), was, why)
    return Planted(draft.put(wrong), (label,), {}, _ROWS)


@fault("execution_points_wrong")
def execution_points_wrong(draft: Draft, rng: Random) -> Planted:
    """The points for the budget's execution do not follow from its rate."""
    block = _scored(draft, rng)
    printed = block.grid.cell("execution.score").text if block.grid else ""
    why = "The points are those of another rate."
    return _reprinted(draft, block, {"execution.score": spoil(printed, rng, "0.5")}, "TABLE_SUM", why)


@fault("table_executed_wrong")
def table_executed_wrong(draft: Draft, rng: Random) -> Planted:
    """What a project spent is misprinted in its table; rate, points and review are right."""
    block = _scored(draft, rng)
    printed = block.grid.cell("execution.executed").text if block.grid else ""
    why = "The rate, the points and the review have another amount."
    return _reprinted(draft, block, {"execution.executed": spoil(printed, rng, "0.5")}, "TABLE_SUM", why)


@fault("overall_executed_wrong")
def overall_executed_wrong(draft: Draft, rng: Random) -> Planted:
    """What the department spent is misprinted in the table of the whole; its parts are right."""
    block = draft.block("table.overall")
    printed = block.grid.cell("execution.executed").text if block.grid else ""
    why = "The parts and the accounts have another amount."
    return _reprinted(draft, block, {"execution.executed": spoil(printed, rng, "0.5")}, "TABLE_SUM", why)


@fault("level_points_exceeded")
def level_points_exceeded(draft: Draft, rng: Random) -> Planted:
    """The rows of a level have more points than the level; the total counts them."""
    block = _scored(draft, rng)
    if block.grid is None:
        raise NotApplicable
    firsts = [n for n, row in enumerate(block.grid.rows) if len(row.cells) > 6 and _POINTS.search(row.cells[1].text)]
    if len(firsts) < 2:
        raise NotApplicable
    level = block.grid.rows[firsts[0] : firsts[1]]
    label = _POINTS.search(level[0].cells[1].text)
    if label is None or sum(int(row.cells[6].text) for row in level) != int(label[1]):
        # the level has lost points already
        raise NotApplicable
    one, total = (Decimal(block.grid.cell(key).text) for key in ("indicator.1.score", "total.score"))
    cells = {"indicator.1.score": f"{one + _MORE}", "total.score": f"{total + _MORE}"}
    return _reprinted(draft, block, cells, "LOGIC", "A level has more points than there are.")


@fault("target_missed_with_all_points")
def target_missed_with_all_points(draft: Draft, rng: Random) -> Planted:
    """A value under its target has all points, in the table and in the review."""
    block = _scored(draft, rng)
    rows = block.grid.rows if block.grid else ()
    found = [
        (r, m)
        for r, row in enumerate(rows)
        # the only row of its level: what all its points are is printed
        if len(row.cells) > 6 and row.cells[1].text == f"满意度指标（{row.cells[6].text}分）"
        if (m := re.fullmatch(r"≥(\d+)(.*)", row.cells[4].text))
    ]
    if not found or block.grid is None:
        raise NotApplicable
    r, target = rng.choice(found)
    was = rows[r].cells[5].text
    less = int(target[1]) - rng.randint(2, 8)
    new = f"{less}{target[2]}"
    wrong = replace(block, grid=block.grid.with_text(r, 5, new))
    line = row_text(wrong, r)
    spots = [Spot(block.key, line[line.index(target[0]) :], r, line.index(target[0]))]
    left = draft.put(wrong)
    reached = (b for b in draft.blocks if b.grid is None and b.key.startswith("performance_projects."))
    pattern = re.compile(rf"{re.escape(rows[r].cells[3].text)}[^；。]*?实际完成(?:值为)?(?P<it>\d+)")
    for review, match in ((b, m) for b in reached if (m := pattern.search(b.text))):
        told = review.replaced(match.start("it"), match.end("it"), str(less))
        left = left.put(told)
        spots.append(Spot(told.key, told.text[match.start() : match.end("it")], start=match.start()))
    label = Label("LOGIC", "error", tuple(spots), new, was, "The target is missed and all points are given.")
    return Planted(left, (label,), {}, _ROWS)
