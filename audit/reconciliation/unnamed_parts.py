"""A figure that stands beside a list, is named among none of its parts, and is just what the list falls short of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.claims import Relation

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative

_NEAR = 1
"""Paragraphs around a list in which a figure may belong to it."""
_ENOUGH = 3
"""Digits from which on a figure is not met by chance."""


def unnamed_part(story: Narrative, head: Claim, parts: list[Claim]) -> Claim | None:
    """Return the one figure nearby that a total exceeds its parts by; None where there is none, or more than one."""
    gap = story.amount(head)[0] - story.total(parts)[0]
    if gap <= 0 or len(gap.normalize().as_tuple().digits) < _ENOUGH:
        return None
    first, last = (pick(c.paragraph for c in (head, *parts)) for pick in (min, max))
    listed = {head.index, *(p.index for p in parts)}
    found = [
        claim
        for claim in story.claims
        if claim.index not in listed
        and first - _NEAR <= claim.paragraph <= last + _NEAR
        and claim.relation in (Relation.LEVEL, Relation.COUNT, Relation.PART_OF, Relation.OTHER)
        and (claim.quantity.unit, claim.quantity.counter) == (head.quantity.unit, head.quantity.counter)
        and story.amount(claim)[0] == gap
    ]
    return found[0] if len(found) == 1 else None


def told_as_filling(story: Narrative, claim: Claim) -> str:
    """Say that a figure is just what a list falls short of: somebody may have counted it in."""
    text = story.paragraph(claim).text
    unit = claim.quantity.unit.value if claim.quantity.unit.is_money else claim.quantity.counter
    return story.wording.text(
        "diagnosis.fills", gap=claim.quantity.value, unit=unit, words=text[claim.clause_start : claim.clause_end]
    )
