"""Lists of which nobody says that they name every part: what a slip, or the number of parts stated elsewhere, tells.

A list that does not make up its total may leave something out. That it names all shows in three ways: one slip in one
part would close it exactly, and few gaps could be explained so; the text counts as many parts of the same amount
elsewhere (共涉及项目 12 个，资金 …); or it names every kind that its total has by definition.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Relation, Status
from audit.model.findings import Category, Severity
from audit.model.values import from_wan_yuan, in_wan_yuan
from audit.reconciliation.bounds import sums
from audit.reconciliation.diagnosis import decimals, in_unit, is_slip, slips

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative

_HALF = Decimal("0.5")
_MOST_NAMED = 3
_RARE = 100
"""One in so many gaps may be one that a slip explains; where it is more, a slip proves nothing."""
_GRAM = 5
"""Characters in a row that the names of one part have in common in two places."""
_NAME = 20
_PLAIN = regex.compile(r"[^\p{Han}A-Za-z]")


@dataclass(frozen=True, slots=True)
class _Slip:
    """One part of a list written otherwise, so that the list closes."""

    part: Claim
    value: Decimal
    echoed: bool
    """True where the text states this value of the same thing once more."""


def settle_wrong_unit(story: Narrative, head: Claim, parts: list[Claim]) -> bool:
    """Report an amount of a list that closes it if its digits are read in the unit of the other amounts."""
    if not head.quantity.unit.is_money:
        return False
    total, bound = story.total(parts)
    value, half = story.amount(head)
    for other in _in_other_units(story, head, parts):
        meant = in_unit(other.quantity, head.quantity.unit)
        if meant is None:
            continue
        own, _ = story.amount(other) if other in parts else (Decimal(0), None)
        amount = in_wan_yuan(meant, other.quantity.unit)
        if sums(value, total - own + amount, bound + half).status is Status.AGREES:
            _report(story, head, [*parts, other], _Slip(other, meant, echoed=False))
            return True
    return False


def settle_open_list(story: Narrative, head: Claim, parts: list[Claim]) -> None:
    """Report what does not close in a list whose total is proven, where something shows that it names every part."""
    verdict = story.verdicts.get(head.index)
    if verdict is None or verdict.status is not Status.AGREES or not verdict.evidence:
        return
    if not all(c.quantity.unit.is_money for c in (head, *parts)):
        return
    total, _ = story.total(parts)
    gap = total - story.amount(head)[0]
    if any(_is_told(story, part, gap) for part in parts):
        return
    every = _counted(story, head, parts) or _has_every_kind(story, head, parts)
    wrong = [s for p in parts for s in [_slip(story, p, gap)] if s is not None and not story.is_proven(p.index)]
    echoed = [s for s in wrong if s.echoed]
    if not echoed and abs(gap) <= sum((_own_half(p) for p in parts), story.half(head)):
        # parts that are printed to fewer digits than others may be rounded to them
        return
    if not every and not echoed and not _is_rare(story, head, parts, gap):
        return
    wrong = echoed or wrong
    if len(wrong) == 1:
        _report(story, head, parts, wrong[0])
    elif every or 0 < len(wrong) <= _MOST_NAMED:
        _do_not_close(story, head, parts, wrong, total)


def _is_told(story: Narrative, part: Claim, gap: Decimal) -> bool:
    """Tell whether something else has told already that a part should be what closes its list."""
    verdict = story.verdicts.get(part.index)
    if verdict is None or verdict.status is not Status.DISAGREES or not verdict.expected:
        return False
    return Decimal(verdict.expected) == part.quantity.value - from_wan_yuan(gap, part.quantity.unit)


def _own_half(part: Claim) -> Decimal:
    """Return half a unit of a part's own last digit, in 万元."""
    half = _HALF.scaleb(-part.quantity.places) if part.quantity.value else Decimal(0)
    return in_wan_yuan(half, part.quantity.unit)


def _slip(story: Narrative, part: Claim, gap: Decimal) -> _Slip | None:
    """Return what a part would have to be for its list to close, if one slip makes the printed figure of it."""
    value = part.quantity.value - from_wan_yuan(gap, part.quantity.unit)
    if value <= 0 or decimals(value) > story.places_of(part):
        return None
    echoed = _echoed(story, part, value)
    likely = is_slip(part.quantity.printed, value) or _is_copied(story, part)
    return _Slip(part, value, echoed) if likely else None


def _is_copied(story: Narrative, part: Claim) -> bool:
    """Tell whether a part has the figure of another part of its list."""
    beside = (c for c in story.claims if c.head == part.head and c.listing == part.listing and c.index != part.index)
    return any(c.quantity.value == part.quantity.value and c.relation is part.relation for c in beside)


def _echoed(story: Narrative, part: Claim, value: Decimal) -> bool:
    """Tell whether another paragraph that names the part states the value."""
    text = story.paragraph(part).text
    lead = text[max(part.clause_start, part.start - _NAME) : part.start]
    name = _PLAIN.sub("", lead)
    grams = {name[at : at + _GRAM] for at in range(len(name) - _GRAM + 1)}
    same = (
        c for c in story.claims
        if c.paragraph != part.paragraph and c.quantity.value == value and c.quantity.unit is part.quantity.unit
    )  # fmt: skip
    return any(gram in _PLAIN.sub("", story.paragraph(c).text) for c in same for gram in grams)


def _is_rare(story: Narrative, head: Claim, parts: list[Claim], gap: Decimal) -> bool:
    """Tell whether a gap as round as this one is seldom what one slip explains: else a part may just be left out."""
    step = Decimal(1).scaleb(_exponent(gap))
    explained = {
        gap_of
        for part in parts
        for value in slips(part.quantity.printed, story.places_of(part))
        for gap_of in [in_wan_yuan(abs(part.quantity.value - value), part.quantity.unit)]
        if gap_of <= story.amount(head)[0] and _exponent(gap_of) >= _exponent(gap)
    }
    return len(explained) * _RARE <= story.amount(head)[0] / step


def _exponent(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _counted(story: Narrative, head: Claim, parts: list[Claim]) -> bool:
    """Tell whether the text states elsewhere that so many things cost just what the head says."""
    for amount in story.claims:
        same = amount.quantity.unit is head.quantity.unit and amount.quantity.value == head.quantity.value
        if not same or amount.paragraph == head.paragraph:
            continue
        before = story.claims[amount.index - 1] if amount.index else None
        counts = before is not None and before.paragraph == amount.paragraph and before.relation is Relation.COUNT
        if counts and before is not None and before.quantity.value == len(parts):
            return True
    return False


def _has_every_kind(story: Narrative, head: Claim, parts: list[Claim]) -> bool:
    """Tell whether a list has one part of each kind that its head has by definition."""
    partition = story.partitions.get(head.concept.key) if head.concept else None
    if partition is None or not partition.kinds:
        return False
    leads = [story.paragraph(p).text[p.clause_start : p.start] for p in parts]
    named = [[n for n, lead in enumerate(leads) if regex.search(kind, lead)] for kind in partition.kinds]
    return all(len(found) == 1 for found in named) and len({found[0] for found in named}) == len(named)


def _report(story: Narrative, head: Claim, parts: list[Claim], slip: _Slip) -> None:
    """Report the only part that can be wrong."""
    part, unit = slip.part, story.is_unit_slip(slip.part, slip.value)
    evidence = [story.place(head), *(story.place(p) for p in parts)]
    expected = story.shown(part, slip.value)
    story.record(part, Status.DISAGREES, story.wording.text("why.disagrees", expected=expected), evidence)
    story.findings.append(
        story.wording.finding(
            "narr.unit" if unit else "narr.figure", "N-parts", Category.NARR_ARITH, Severity.ERROR,
            [*story.places(part), *evidence], stated=part.quantity.printed, expected=expected,
            concept=story.name(part), unit=part.quantity.unit.value,
            at_stake=in_wan_yuan(abs(part.quantity.value - slip.value), part.quantity.unit),
        )
    )  # fmt: skip


def _do_not_close(story: Narrative, head: Claim, parts: list[Claim], wrong: list[_Slip], total: Decimal) -> None:
    """Report a complete list that is not its total, with the slips that would each explain it."""
    named = [(s.part, s.value) for s in wrong] if len(wrong) <= _MOST_NAMED else []
    story.findings.append(
        story.wording.finding(
            "narr.parts", "N-parts", Category.NARR_ARITH, Severity.ERROR,
            [*story.places(head), *(story.place(p) for p in parts)],
            stated=head.quantity.printed, expected=total, concept=story.name(head), unit=head.quantity.unit.value,
            diagnosis=story.slips(named), at_stake=abs(total - story.amount(head)[0]),
        )
    )  # fmt: skip


def _in_other_units(story: Narrative, head: Claim, parts: list[Claim]) -> list[Claim]:
    """Return the amounts of a list that stand before another unit than its head."""
    lists = {(p.head, p.listing) for p in parts}
    return [
        c for c in story.claims[head.index + 1 :]
        if (c.head, c.listing) in lists and c.quantity.unit.is_money and c.quantity.unit is not head.quantity.unit
        and c.relation is head.relation and c.period is head.period and c.section == head.section
    ]  # fmt: skip
