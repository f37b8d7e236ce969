"""Faults of the performance section: reviews, self-evaluation tables, counts, rates, scores."""

# ruff: noqa: ARG001
# Faults are all called alike; few of them need every argument.
from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from corpora.faults.numbers import restate, spoiled
from corpora.faults.structure import missing
from corpora.operators import spoil
from corpora.planting import (
    Label,
    NotApplicable,
    Planted,
    Spot,
    blocks_with_span,
    cell_spot,
    cut_span,
    fault,
    figure_spot,
    head_spot,
    section_of,
    stating,
)

if TYPE_CHECKING:
    from random import Random

    from corpora.compose import Draft


@fault("performance_work_removed")
def performance_work_removed(draft: Draft, rng: Random) -> Planted:
    """Nothing is said of the performance work done."""
    gone = [b.key for b in draft.blocks if b.key.startswith("performance_work.")]
    head = "subheading.performance_work"
    if not gone:
        raise NotApplicable
    left = draft.without(*gone)
    label = missing(left, head, "no text", "the performance work of the year", "The section is empty.")
    return Planted(left, (label,), {21: "no"})


@fault("project_count_wrong")
def project_count_wrong(draft: Draft, rng: Random) -> Planted:
    """The number of projects is not the number of reviews and tables."""
    found = [b for b in draft.blocks if any(m.stated.key == "performance.count" for m in b.marks)]
    if not found:
        raise NotApplicable
    block = found[-1]
    printed = str(len(draft.figures.projects) + rng.randint(1, 3))
    flips = {22: "no", 23: "no"}
    explain = "Projects stated and reviews printed differ in number."
    return restate(
        (draft, block, "performance.count"), printed, "NARR_ARITH", explain, flips=flips, either=frozenset({21, 22, 23})
    )


@fault("review_removed")
def review_removed(draft: Draft, rng: Random) -> Planted:
    """The review of one project is missing; its table stands."""
    blocks = [
        b
        for b in draft.blocks
        if b.key.startswith("performance_projects.") and any(s.name == "problem" for s in b.spans)
    ]
    if len(blocks) < 2:
        raise NotApplicable
    block = rng.choice(blocks[1:])
    span = block.span("name")
    name = block.text[span.start : span.end]
    left = draft.without(block.key)
    label = missing(
        left, "subheading.performance_projects", "no review", f"the review of {name}", "A review is missing."
    )
    return Planted(left, (label,), {22: "no"}, frozenset({2}))


def _review_part(draft: Draft, rng: Random, part: str, why: str) -> Planted:
    blocks = blocks_with_span(draft, part, section_of(draft, "performance_projects"))
    block = rng.choice(blocks)
    span = block.span(part)
    left = draft.put(cut_span(block, part))
    name = block.span("name")
    spot = Spot(block.key, block.text[name.start : name.end], start=name.start)
    label = Label("STRUCTURE", "error", (spot,), "missing", block.text[span.start : span.end], why)
    return Planted(left, (label,), {22: "no"})


@fault("review_without_problem")
def review_without_problem(draft: Draft, rng: Random) -> Planted:
    """The review of one project names no problems."""
    return _review_part(draft, rng, "problem", "The review does not tell the problems.")


@fault("review_without_remedy")
def review_without_remedy(draft: Draft, rng: Random) -> Planted:
    """The review of one project names no improvements."""
    return _review_part(draft, rng, "remedy", "The review does not tell the improvements.")


@fault("self_evaluation_missing")
def self_evaluation_missing(draft: Draft, rng: Random) -> Planted:
    """The self-evaluation table of one project is missing."""
    tables = [b for b in draft.blocks if b.key.startswith("table.review.")]
    if len(tables) < 2:
        raise NotApplicable
    number = rng.choice(tables[1:]).key.split(".")[-1]
    name = draft.figures.projects[int(number) - 1].name
    left = draft.without(*(f"{kind}.review.{number}" for kind in ("title", "unit", "table", "contents.title")))
    anchor = next(b for b in left.blocks if any(m.stated.key == f"review.{number}.budget" for m in b.marks))
    spot = Spot(anchor.key, name, start=anchor.text.index(name))
    label = Label(
        "STRUCTURE", "error", (spot,), "no table", f"the table of {name}", "A self-evaluation table is missing."
    )
    return Planted(left, (label,), {23: "no"})


@fault("review_budget_wrong")
def review_budget_wrong(draft: Draft, rng: Random) -> Planted:
    """The budget in a review is not the one in its table."""
    block, key = stating(draft, f"review.{rng.randint(1, len(draft.figures.projects))}.budget")
    return spoiled((draft, block, key), rng, "NARR_TABLE", "The table of the project shows another budget.")


@fault("review_rate_wrong")
def review_rate_wrong(draft: Draft, rng: Random) -> Planted:
    """The execution rate in a review is misprinted."""
    block, key = stating(draft, f"review.{rng.randint(1, len(draft.figures.projects))}.rate")
    return spoiled((draft, block, key), rng, "NARR_ARITH", "The rate does not follow from budget and spending.")


@fault("review_score_wrong")
def review_score_wrong(draft: Draft, rng: Random) -> Planted:
    """The score in a review is not the one in its table."""
    if not draft.template.scored:
        raise NotApplicable
    block, key = stating(draft, f"review.{rng.randint(1, len(draft.figures.projects))}.score")
    return spoiled((draft, block, key), rng, "NARR_TABLE", "The table of the project shows another score.")


@fault("overall_rate_wrong")
def overall_rate_wrong(draft: Draft, rng: Random) -> Planted:
    """The execution rate of the whole department is misprinted."""
    block, key = stating(draft, "performance.rate")
    return spoiled((draft, block, key), rng, "NARR_ARITH", "The rate does not follow from budget and spending.")


@fault("table_score_wrong")
def table_score_wrong(draft: Draft, rng: Random) -> Planted:
    """The total of a self-evaluation table is not the sum of its scores."""
    tables = [b for b in draft.blocks if b.key.startswith("table.review.")]
    if not tables or not draft.template.scored:
        raise NotApplicable
    block = rng.choice(tables)
    if block.grid is None:
        raise NotApplicable
    r, c = block.grid.find("total.score")
    was = block.grid.rows[r].cells[c].text
    new = spoil(was, rng, "0.5")
    wrong = replace(block, grid=block.grid.with_text(r, c, new))
    number = block.key.split(".")[-1]
    prose, key = stating(draft, f"review.{number}.score")
    spots = (cell_spot(wrong, "total.score"), figure_spot(prose, key))
    label = Label("TABLE_SUM", "error", spots, new, was, "The scores of the table add up to another total.")
    return Planted(draft.put(wrong), (label,), {}, frozenset({11}), unclear=frozenset({key}))


@fault("funds_amount_wrong")
def funds_amount_wrong(draft: Draft, rng: Random) -> Planted:
    """The money of the projects evaluated is misprinted."""
    block, key = stating(draft, "performance.general")
    return spoiled((draft, block, key), rng, "NARR_ARITH", "The projects add up to another amount.")


@fault("overall_table_removed")
def overall_table_removed(draft: Draft, rng: Random) -> Planted:
    """The self-evaluation table of the whole department is missing."""
    if not any(b.key == "table.overall" for b in draft.blocks) or draft.template.tables_in_attachments:
        raise NotApplicable
    left = draft.without("title.overall", "unit.overall", "table.overall")
    spot = head_spot(left, "subheading.performance_overall")
    label = Label("STRUCTURE", "error", (spot,), "no table", "the overall table", "The overall table is missing.")
    return Planted(left, (label,), {}, frozenset({21, 23}))
