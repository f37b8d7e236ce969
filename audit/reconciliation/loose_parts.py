"""Parts whose total is not named beside them: the one amount before them that they make up bears them out.

预算安排 860 万元，其中：上级补助 500 万元，县级资金 360 万元. Nothing is refuted here: another amount may be meant.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.claims import Measure, Period, Relation, Status
from audit.reconciliation.bounds import sums

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative

_FEWEST = 2


def settle_loose_parts(story: Narrative) -> None:
    """Bear out lists of amounts that make up exactly one amount stated before them."""
    for parts in _lists(story):
        if all(story.is_proven(part.index) for part in parts):
            continue
        total, bound = story.total(parts)
        fitting = [
            head
            for head in _wholes(story, parts[0])
            if sums(story.amount(head)[0], total, bound + story.half(head)).status is Status.AGREES
        ]
        if len({story.amount(head)[0] for head in fitting}) != 1:
            continue
        places = [story.place(c) for c in (fitting[-1], *parts)]
        for claim in (fitting[-1], *parts):
            if claim.index not in story.verdicts:
                story.record(claim, Status.AGREES, story.wording.text("why.agrees.parts"), places)


def _lists(story: Narrative) -> list[list[Claim]]:
    """Return the lists of amounts that hang on nothing, or on a budget whose parts do not say that they are planned."""
    found: dict[tuple[int, int], list[Claim]] = {}
    for claim in story.claims:
        head = story.claims[claim.head] if claim.head is not None else None
        planned = head is not None and head.measure.is_budget
        plain = claim.relation is Relation.LEVEL and claim.quantity.unit.is_money and claim.measure is Measure.NONE
        if plain and claim.listing and (head is None or planned):
            found.setdefault((claim.paragraph, claim.listing), []).append(claim)
    for claim in story.claims:
        if claim.relation is Relation.LEVEL and claim.quantity.unit.is_money:
            found.setdefault((claim.paragraph, -1), []).append(claim)
    lists = [parts for (_, number), parts in found.items() if number >= 0 or _is_told_off(parts)]
    return [parts for parts in lists if len(parts) >= _FEWEST and _in_a_row(parts)]


def _is_told_off(amounts: list[Claim]) -> bool:
    """Tell whether all amounts of a paragraph are of what no table knows: 一是甲项目 x 万元；二是乙项目 y 万元."""
    return all(
        c.concept is None and c.head is None and c.period is Period.CURRENT and c.measure is Measure.NONE
        for c in amounts
    )


def _in_a_row(parts: list[Claim]) -> bool:
    return parts[-1].index - parts[0].index == len(parts) - 1


def _wholes(story: Narrative, first: Claim) -> list[Claim]:
    """Return the amounts stated in the sentence of a list or in the one before it, else in the paragraph before."""
    text = story.paragraph(first).text
    levels = [c for c in story.claims[: first.index] if c.relation is Relation.LEVEL and c.quantity.unit.is_money]
    stated = [c for c in levels if c.paragraph == first.paragraph]
    if not stated:
        return [c for c in levels if c.paragraph == first.paragraph - 1 and c.section == first.section]
    return [c for c in stated if text.count("。", c.end, first.start) <= 1]
