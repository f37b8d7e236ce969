"""Projects of each budget: how many, what they spent, and which part of the budget's projects that is."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Status
from audit.model.findings import Category, Severity
from audit.model.values import Interval, Unit, plain
from audit.reconciliation.bounds import percentage, ratio_interval, same_quantity, sums
from audit.reconciliation.diagnosis import is_slip
from audit.reconciliation.performance.amounts import bound

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.places import Ref
    from audit.model.rules import Binding
    from audit.reconciliation.performance.sheets import Known
    from audit.reconciliation.performance.stage import Stage
    from audit.reconciliation.performance.statements import Statement

_STOP = regex.compile(r"[。；]")
_MOST_PROJECTS = 12
_COUNTERS = ("个", "项")
_PERCENT = Unit.PERCENT


@dataclass(frozen=True, slots=True)
class Spending:
    """What every project spent; empty where one is not known."""

    known: tuple[Known, ...]

    def sets(self, value: Decimal, half: Decimal) -> list[tuple[Known, ...]]:
        """Return the sets of projects that spent an amount together, none where there are too many projects."""
        if not self.known or len(self.known) > _MOST_PROJECTS:
            return []
        found = []
        for size in range(1, len(self.known) + 1):
            for chosen in combinations(self.known, size):
                total = sum((k.value for k in chosen), Decimal(0))
                limit = half + sum((k.half for k in chosen), Decimal(0))
                if sums(value, total, limit).status is not Status.DISAGREES:
                    found.append(chosen)
        return found


def settle_funds(stage: Stage) -> None:
    """Settle the numbers of projects and their money, paragraph by paragraph."""
    spent = [p.main.funds("executed") for p in stage.cast.projects if p.main]
    spending = Spending(tuple(k for k in spent if k is not None) if None not in spent else ())
    groups: dict[int, list[Statement]] = {}
    for statement in stage.statements:
        groups.setdefault(statement.claim.paragraph, []).append(statement)
    for group in groups.values():
        counts = [s for s in group if _is_count(s)]
        amounts = [s for s in group if s.measure == "funds" and s.direct and s.claim.quantity.unit.is_money]
        for amount in amounts:
            _funds(stage, amount, spending, [c for c in counts if _scope(stage, c) == _scope(stage, amount)])
        _counts(stage, counts, amounts, spending)
        for statement in group:
            if statement.claim.quantity.unit is _PERCENT and amounts:
                _share(stage, statement, amounts)


def _is_count(statement: Statement) -> bool:
    return (
        statement.counted == "projects" and statement.subject is None and statement.claim.quantity.counter in _COUNTERS
    )


def _scope(stage: Stage, statement: Statement) -> str:
    """Return the budget that a figure is about: the one named last in its part of the sentence, "" for none."""
    found = _named(stage, statement)
    return found.concept if found is not None else ""


def _named(stage: Stage, statement: Statement) -> Binding | None:
    claim = statement.claim
    text = stage.story.paragraph(claim).text
    start = max([0, *(m.end() for m in _STOP.finditer(text, 0, claim.start))])
    found = [(m.start(), b) for b in stage.rules.funds for m in regex.finditer(b.concept, text[start : claim.start])]
    return max(found, key=lambda f: f[0])[1] if found else None


def _funds(stage: Stage, statement: Statement, spending: Spending, counts: list[Statement]) -> None:
    """Settle the money of the projects of one budget: the budget's table, or so many of the projects."""
    claim, story = statement.claim, stage.story
    binding = _named(stage, statement)
    if binding is None or not stage.is_open(claim):
        return
    value, half = story.amount(claim)
    cells = bound(stage, [binding])
    count = int(counts[0].claim.quantity.value) if len(counts) == 1 else None
    if cells:
        comparison = same_quantity(value, half, cells[0].value, cells[0].half)
        if comparison.status is Status.AGREES:
            why = stage.text("why.agrees.sheet", table=cells[0].ref.table or "", row=statement.words)
            stage.agrees(claim, why, [cells[0].ref], comparison)
            return
    made = [s for s in spending.sets(value, half) if count in (None, len(s))]
    if made and counts:
        stage.agrees(claim, stage.text("why.agrees.parts"), [k.ref for k in made[0]])
    elif cells and (_whole(stage, cells[0], spending, count) or _is_slip_of(stage, statement, cells[0])):
        comparison = same_quantity(value, half, cells[0].value, cells[0].half)
        stage.disagrees(statement, comparison, [cells[0].ref])
    elif count == len(spending.known) and count:
        _not_the_sum(stage, statement, spending)


def _whole(stage: Stage, cell: Known, spending: Spending, count: int | None) -> bool:
    """Tell whether the tables of the projects, or that of the whole department, bear out the budget's table."""
    if any(count in (None, len(s)) for s in spending.sets(cell.value, cell.half)):
        return True
    tables = [s for s in stage.cast.whole.sheets if not s.is_summary]
    known = [k.near(cell.value) for s in tables for k in [s.funds("executed")] if k is not None]
    return any(same_quantity(k.value, k.half, cell.value, cell.half).status is Status.AGREES for k in known)


def _is_slip_of(stage: Stage, statement: Statement, cell: Known) -> bool:
    """Tell whether one slip makes the stated figure of the table's."""
    claim = statement.claim
    return is_slip(claim.quantity.printed, stage.story.in_own_unit(claim, cell.value))


def _not_the_sum(stage: Stage, statement: Statement, spending: Spending) -> None:
    """Record money of all projects that is not what their tables add up to."""
    claim, story = statement.claim, stage.story
    value, half = story.amount(claim)
    total = sum((k.value for k in spending.known), Decimal(0))
    comparison = sums(value, total, half + sum((k.half for k in spending.known), Decimal(0)))
    evidence = [k.ref for k in spending.known]
    told = _as_told(stage)
    if told and sums(value, *story.total(told)).status is not Status.DISAGREES:
        # the reviews add up to it: then it is one of the tables that is wrong
        stage.agrees(claim, stage.text("why.agrees.parts"), [story.place(c) for c in told])
        return
    if not is_slip(claim.quantity.printed, comparison.expected):
        return
    why = stage.text("why.disagrees", expected=comparison.expected)
    story.record(claim, Status.DISAGREES, why, evidence, comparison)
    story.findings.append(
        story.wording.finding(
            "narr.parts", "P-funds", Category.NARR_ARITH, Severity.ERROR, [*story.places(claim), *evidence],
            stated=claim.quantity.printed, expected=comparison.expected, concept=statement.words,
            unit=claim.quantity.unit.value, at_stake=comparison.difference,
        )
    )  # fmt: skip


def _as_told(stage: Stage) -> list[Claim]:
    """Return what the reviews say that each project spent, none where one of them does not say it."""
    told = []
    for project in (p for p in stage.cast.projects if p.main):
        said = [s.claim for s in stage.statements if s.subject is project and s.measure == "executed"]
        if not said:
            return []
        told.append(said[0])
    return told


# --- numbers of projects ----------------------------------------------------------------------------------------------


def _counts(stage: Stage, counts: list[Statement], amounts: list[Statement], spending: Spending) -> None:
    """Settle the numbers of projects: alone they are all, by budgets they add up to all."""
    reviewed = [p for p in stage.cast.projects if p.reviews]
    tabled = [p for p in stage.cast.projects if p.main]
    total = len(reviewed) or len(tabled)
    if not counts or not total or (reviewed and tabled and len(reviewed) != len(tabled)):
        return
    evidence = [p.main.table.caption_ref or p.main.table.ref for p in tabled if p.main]
    evidence = evidence or [stage.cast.doc.paragraphs[p.reviews[0]].ref for p in reviewed]
    values = [int(s.claim.quantity.value) for s in counts]
    closes = sum(values) == total or (len(values) > 1 and values[0] == total == sum(values[1:]))
    for statement, value in zip(counts, values, strict=True):
        if not stage.is_open(statement.claim):
            continue
        alone = len(counts) == 1 or not _scope(stage, statement)
        if closes or (alone and value == total):
            stage.agrees(statement.claim, stage.text("why.agrees.projects", count=total), evidence)
        elif alone and not _scope(stage, statement) and reviewed and tabled:
            # the checklist makes the finding of it: how many are stated, reviewed and tabled is a row of the form
            comparison = sums(statement.claim.quantity.value, Decimal(total), Decimal(0))
            why = stage.text("why.disagrees", expected=comparison.expected)
            stage.story.record(statement.claim, Status.DISAGREES, why, evidence, comparison)
        else:
            _wrong_count(stage, statement, amounts, spending)


def _wrong_count(stage: Stage, statement: Statement, amounts: list[Statement], spending: Spending) -> None:
    """Record a number of projects that is not that of the only set of projects which spent the money beside it."""
    claim, story = statement.claim, stage.story
    scope = _scope(stage, statement)
    money = [a for a in amounts if scope and _scope(stage, a) == scope and story.is_proven(a.claim.index)]
    if len(money) != 1:
        return
    sets = spending.sets(*story.amount(money[0].claim))
    sizes = {len(s) for s in sets}
    if len(sizes) != 1 or claim.quantity.value in sizes:
        return
    comparison = sums(claim.quantity.value, Decimal(min(sizes)), Decimal(0))
    evidence = [story.place(money[0].claim), *(k.ref for k in sets[0])]
    why = stage.text("why.disagrees", expected=comparison.expected)
    story.record(claim, Status.DISAGREES, why, evidence, comparison)
    story.findings.append(
        story.wording.finding(
            "perf.projects", "P-projects", Category.NARR_ARITH, Severity.ERROR, [*story.places(claim), *evidence],
            stated=claim.quantity.printed, expected=comparison.expected, detail=plain(story.amount(money[0].claim)[0]),
        )
    )  # fmt: skip


def _share(stage: Stage, statement: Statement, amounts: list[Statement]) -> None:
    """Settle which part of a budget's projects the money before it is, where nothing else could."""
    claim, story = statement.claim, stage.story
    before: list[Ref] = []
    money = [a for a in amounts if a.claim.index == claim.index - 1 and _scope(stage, a) == _scope(stage, statement)]
    binding = _named(stage, statement)
    if claim.index in story.verdicts or not money or binding is None or statement.measure != "part.project":
        return
    for cell in bound(stage, [binding])[:1]:
        value, half = story.amount(money[0].claim)
        true = ratio_interval(Interval.of(value, half), Interval.of(cell.value, cell.half))
        if true is None:
            continue
        before = [story.place(money[0].claim), cell.ref]
        comparison = percentage(claim.quantity.value, claim.quantity.places, true)
        formula = f"{plain(value)}÷{plain(cell.value)}"
        story.conclude(claim, comparison, "narr.share", before, formula, cell.value)
