"""Percentages that stand for themselves: shares that cannot be more than all, and what was saved of a budget."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Period, Relation, Status
from audit.model.findings import Category, Severity
from audit.model.values import Comparator, Interval, Unit, plain
from audit.reconciliation.bounds import percentage, ratio_interval

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative, Operand

_HUNDRED = Decimal(100)
_MOST_HINTS = 3
_STOP = regex.compile(r"[。；]")


def settle_rates(story: Narrative) -> None:
    """Check percentages by what their own words say."""
    bounded = regex.limited(story.logic.bounded)
    savings = regex.limited(story.logic.savings)
    for claim in story.claims:
        if claim.quantity.unit is not Unit.PERCENT:
            continue
        lead = story.paragraph(claim).text[claim.clause_start : claim.start]
        if claim.quantity.value > _HUNDRED and claim.quantity.comparator is not Comparator.AT_MOST:
            found = bounded.search(lead)
            if found is not None:
                _over(story, claim, lead)
        if claim.index not in story.verdicts and savings.search(lead):
            _savings(story, claim)


def _over(story: Narrative, claim: Claim, lead: str) -> None:
    """Report a share of more than everything, where no table and no other place has said it already."""
    old = story.verdicts.get(claim.index)
    if old is not None and old.status is Status.DISAGREES:
        return
    own = story.place(claim)
    why = story.wording.text("why.disagrees", expected="≤100")
    name = regex.split(r"[，：:]", lead)[-1].strip()
    story.record(claim, Status.DISAGREES, why, [*(old.evidence if old else ()), own])
    story.findings.append(
        story.wording.finding(
            "logic.bounded", "L-bounded", Category.LOGIC, Severity.ERROR, [*story.places(claim)],
            stated=claim.quantity.printed.rstrip("%"), expected="100", concept=name,
        )
    )  # fmt: skip


def _savings(story: Narrative, claim: Claim) -> None:
    """项目预算 a、成交额 b、节资率 c: c = (a - b) / a."""
    text = story.paragraph(claim).text
    said = [
        c for c in story.claims[: claim.index]
        if c.paragraph == claim.paragraph and c.quantity.unit.is_money and c.relation is Relation.LEVEL
        and c.period is Period.CURRENT and not _STOP.search(text, c.end, claim.start)
    ]  # fmt: skip
    if len(said) < len(("budget", "spent")):
        return
    budget, spent = (story.operand(c) for c in said[-2:])
    true = _saved(budget, spent)
    if true is None:
        return
    hint = _savings_hint(story, claim, said[-2], said[-1])
    if spent.value > budget.value and not hint:
        # other amounts may be meant
        return
    comparison = percentage(claim.quantity.value, claim.quantity.places, true)
    formula = f"（{plain(budget.value)}－{plain(spent.value)}）÷{plain(budget.value)}"
    story.conclude(claim, comparison, "narr.savings", [budget.place, spent.place], formula, budget.value, hint)
    if comparison.status is Status.AGREES:
        story.bear_out(claim, budget, spent)


def _saved(budget: Operand, spent: Operand) -> Interval | None:
    return ratio_interval(budget.interval - spent.interval, budget.interval) if budget.value > 0 else None


def _savings_hint(story: Narrative, claim: Claim, budget: Claim, spent: Claim) -> str:
    """Name the amounts that one slip away would make the share saved right; of two equal amounts one was copied."""
    planned, paid = story.operand(budget), story.operand(spent)

    def fits(budgeted: Operand, used: Operand) -> bool:
        true = _saved(budgeted, used)
        stated = claim.quantity
        return true is not None and percentage(stated.value, stated.places, true).status is Status.AGREES

    found = [(budget, v) for v in story.repairs(budget, lambda v: fits(_as(planned, v), paid))]
    found += [(spent, v) for v in story.repairs(spent, lambda v: fits(planned, _as(paid, v)))]
    if planned.value == paid.value:
        kept = planned.value * (1 - claim.quantity.value / _HUNDRED)
        meant = story.in_own_unit(spent, kept).quantize(Decimal(1).scaleb(-story.places_of(spent)))
        found = [(spent, meant)] if fits(planned, _as(paid, kept)) else found
    return story.slips(found) if len(found) <= _MOST_HINTS else ""


def _as(operand: Operand, value: Decimal) -> Operand:
    """Return an operand with another value on the same grid."""
    return replace(operand, value=value, interval=Interval.of(value, operand.interval.width / 2))
