"""Totals that close a list: 甲 12 家、乙 9 家、丙 7 家，合计 28 家."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.claims import Relation, Status
from audit.model.findings import Category, Severity
from audit.reconciliation.bounds import sums
from audit.reconciliation.diagnosis import is_slip
from audit.reconciliation.listings import is_restated

if TYPE_CHECKING:
    from decimal import Decimal

    from audit.model.claims import Claim
    from audit.reconciliation.bounds import Comparison
    from audit.reconciliation.narrative import Narrative

_STATED = (Relation.COUNT, Relation.LEVEL)
_OPENS = "。；：！？"
_FEWEST = 2


def settle_closing_totals(story: Narrative) -> None:
    """Check totals at the end of a list against all that the list counts in their unit."""
    for total in story.claims:
        if total.relation not in _STATED or not is_restated(story, total) or _is_settled(story, total):
            continue
        parts = _list_before(story, total)
        if len(parts) < _FEWEST:
            continue
        whole, bound = story.total(parts)
        value, half = story.amount(total)
        comparison = sums(value, whole, bound + half)
        if comparison.status is Status.AGREES:
            _agree(story, total, parts)
        elif comparison.status is Status.DISAGREES and _one_slip_away(story, total, parts, whole - value):
            _disagree(story, total, parts, comparison)


def settle_restated(story: Narrative, head: Claim, parts: list[Claim], again: Claim) -> None:
    """Hold a head and the total that closes its list to each other: the parts tell which of the two is wrong.

    总投入 80 万元，其中甲 50 万元，乙 30 万元，合计 80 万元.
    """
    total, bound = story.total(parts)
    if len(parts) < _FEWEST or story.amount(again)[0] == story.amount(head)[0]:
        return
    fits = {c.index: sums(story.amount(c)[0], total, bound + story.half(c)) for c in (head, again)}
    if fits[head.index].status is Status.AGREES:
        _disagree(story, again, parts, fits[again.index])
    elif fits[again.index].status is Status.AGREES and is_slip(head.quantity.printed, again.quantity.value):
        # what is far off may be another amount, of which the list is a part
        _disagree(story, head, [*parts, again], fits[head.index])
        _agree(story, again, parts)


def _is_settled(story: Narrative, claim: Claim) -> bool:
    verdict = story.verdicts.get(claim.index)
    return verdict is not None and verdict.status is not Status.UNVERIFIED


def _list_before(story: Narrative, total: Claim) -> list[Claim]:
    """Return the figures of the sentence's list before its total, none where something else stands among them."""
    text = story.paragraph(total).text
    start = max(text.rfind(mark, 0, total.start) for mark in _OPENS) + 1
    inside = [c for c in story.claims if c.paragraph == total.paragraph and start <= c.start < total.start]
    alike = all(
        c.relation is total.relation
        and c.quantity.unit is total.quantity.unit
        and c.quantity.counter == total.quantity.counter
        and c.period is total.period
        and c.measure is total.measure
        and not c.quantity.approximate
        for c in inside
    )
    if not alike or total.quantity.approximate or any(word in text[start : total.start] for word in story.logic.parted):
        return []
    return inside


def _one_slip_away(story: Narrative, total: Claim, parts: list[Claim], gap: Decimal) -> bool:
    """Tell whether one misprint explains the gap: a list that is far off may be told in other words."""
    if is_slip(total.quantity.printed, total.quantity.value + gap):
        return True
    needed = [(p, p.quantity.value - gap) for p in parts if not story.is_proven(p.index)]
    return any(value > 0 and is_slip(part.quantity.printed, value) for part, value in needed)


def _agree(story: Narrative, total: Claim, parts: list[Claim]) -> None:
    why = story.wording.text("why.agrees.parts")
    places = [story.place(part) for part in parts]
    for claim in (total, *parts):
        if not _is_settled(story, claim):
            story.record(claim, Status.AGREES, why, [story.place(total), *places])


def _disagree(story: Narrative, total: Claim, parts: list[Claim], comparison: Comparison) -> None:
    places = [story.place(part) for part in parts]
    why = story.wording.text("why.disagrees", expected=comparison.expected)
    story.record(total, Status.DISAGREES, why, places, comparison)
    quantity = total.quantity
    story.findings.append(
        story.wording.finding(
            "narr.parts", "N-parts", Category.NARR_ARITH, Severity.ERROR, [*story.places(total), *places],
            stated=quantity.printed, expected=comparison.expected, concept=story.wording.text("label.list_total"),
            unit=quantity.unit.value if quantity.unit.is_money else quantity.counter, at_stake=quantity.value * 0,
        )
    )  # fmt: skip
