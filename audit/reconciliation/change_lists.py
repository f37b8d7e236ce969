"""Changes that are made up of changes (基本支出增加 x、项目支出减少 y), and changes that are stated twice.

Reasons need not be complete, and other figures may stand between: a list that does not add up proves something only
where its parts are known to be all there are.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.model.claims import Period, Relation, Status
from audit.model.document import PublicationType
from audit.model.findings import Category, Severity
from audit.reconciliation.bounds import sums
from audit.reconciliation.changes import current_level
from audit.reconciliation.diagnosis import is_slip

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.bounds import Comparison
    from audit.reconciliation.narrative import Narrative

_LEAST = 2
_MANY = 3
_MOST = 12


def settle_change_lists(story: Narrative) -> None:
    """Settle every change whose parts make it up, with its parts."""
    for head in story.claims:
        if not _is_change(head):
            continue
        whole = _partition(story, head)
        parts = whole if _closes(story, head, whole) else _parts(story, head) if not whole else []
        if parts:
            why = story.wording.text("why.agrees.parts")
            places = [story.place(p) for p in parts]
            for claim, evidence in [(head, places), *((p, [story.place(head), *places]) for p in parts)]:
                if claim.index not in story.verdicts:
                    story.record(claim, Status.AGREES, why, evidence)
        elif whole:
            _do_not_close(story, head, whole)


def _partition(story: Narrative, head: Claim) -> list[Claim]:
    """Return the changes of all parts of a whole: 三公减少 x，其中：a 减少，b 减少，c 增加; none where one lacks."""
    partition = story.partitions.get(head.concept.key) if head.concept else None
    if partition is None or len(partition.parts) < _LEAST:
        return []
    keys = (*partition.parts, *partition.optional)
    parts: list[Claim] = []
    for claim in _following(story, head):
        key = claim.concept.key if claim.concept else ""
        if claim.paragraph != head.paragraph or key not in keys or claim.base != head.base:
            break
        parts.append(claim)
    named = [p.concept.key for p in parts if p.concept]
    return parts if set(partition.parts) <= set(named) and len(set(named)) == len(named) else []


def _compared(story: Narrative, head: Claim, parts: list[Claim]) -> Comparison:
    total = sum((_signed(story, p) for p in parts), Decimal(0))
    half = sum((story.half(c) for c in (head, *parts)), Decimal(0))
    return sums(_signed(story, head), total, half)


def _closes(story: Narrative, head: Claim, parts: list[Claim]) -> bool:
    return bool(parts) and _compared(story, head, parts).status is not Status.DISAGREES


def _do_not_close(story: Narrative, head: Claim, parts: list[Claim]) -> None:
    """Report a change that is not what the changes of all its parts make up."""
    comparison = _compared(story, head, parts)
    if comparison.expected * head.direction < 0:
        # a direction may be meant otherwise: what is off is then no amount
        return
    places = [story.place(p) for p in parts]
    expected = abs(comparison.expected)
    if head.index not in story.verdicts:
        story.record(head, Status.DISAGREES, story.wording.text("why.disagrees", expected=expected), places, comparison)
    story.findings.append(
        story.wording.finding(
            "narr.parts", "N-parts", Category.NARR_ARITH, Severity.ERROR, [*story.places(head), *places],
            stated=head.quantity.printed, expected=expected, concept=story.name(head),
            unit=head.quantity.unit.value, at_stake=comparison.difference,
        )
    )  # fmt: skip


def _is_change(claim: Claim) -> bool:
    return claim.relation is Relation.CHANGE and claim.quantity.unit.is_money and claim.direction != 0


def _signed(story: Narrative, claim: Claim) -> Decimal:
    return story.amount(claim)[0] * claim.direction


def _parts(story: Narrative, head: Claim) -> list[Claim]:
    """Return the changes right after one that add up to it; none where no two or more of them do."""
    wanted, found = _signed(story, head), Decimal(0)
    parts: list[Claim] = []
    for claim, amount in _moves(story, head):
        parts.append(claim)
        found += amount
        if len(parts) >= _LEAST and found == wanted:
            return parts
        if len(parts) == _MOST:
            break
    return []


def _moves(story: Narrative, head: Claim) -> list[tuple[Claim, Decimal]]:
    """Return the changes after one with their signs, and amounts whose verb stands before what moved: 增加甲等 5."""
    changes = {c.index: _signed(story, c) for c in _following(story, head)}
    inside = [c for c in story.claims[head.index + 1 :] if c.paragraph == head.paragraph]
    if changes and min(changes) in {c.index for c in inside}:
        last = max(changes)
        text = story.paragraph(head).text
        for before, claim in pairwise([head, *inside]):
            sign = _verb_before(story, text[before.end : claim.start])
            unread = claim.relation is Relation.LEVEL and claim.concept is None and claim.quantity.unit.is_money
            if unread and sign and claim.index <= last + 1:
                changes[claim.index] = story.amount(claim)[0] * sign
    return [(story.claims[index], changes[index]) for index in sorted(changes)]


def _verb_before(story: Narrative, words: str) -> int:
    """Return +1 or -1 for the only verb of rising or falling among some words, 0 where there is none or more."""
    rises = sum(words.count(verb) for verb in story.logic.rises)
    falls = sum(words.count(verb) for verb in story.logic.falls)
    return rises - falls if rises + falls == 1 else 0


def _following(story: Narrative, head: Claim) -> list[Claim]:
    """Return the changes after one in its paragraph, or in the items that follow where it ends with a colon."""
    paragraph = story.paragraph(head)
    opens = paragraph.text.endswith("：")
    later = [c for c in story.claims[head.index + 1 :] if _is_change(c) and c.section == head.section]
    own = [c for c in later if c.paragraph == head.paragraph]
    if own or not opens:
        return own
    items: dict[int, Claim] = {}
    for claim in later:
        items.setdefault(claim.paragraph, claim)
    return [c for number, c in items.items() if number - head.paragraph <= _MOST]


def settle_repeated_changes(story: Narrative) -> None:
    """Settle a change of a budget that another section states again: its form asks for each of them several times."""
    if story.doc.identity.publication_type is not PublicationType.BUDGET:
        _settle_twins(story)
        return
    for part in story.claims:
        whole = _nested_change(story, part) if _is_change(part) and part.index not in story.verdicts else None
        if whole is not None:
            why = story.wording.text("why.agrees.text")
            story.record(part, Status.AGREES, why, [story.place(whole)])
            if whole.index not in story.verdicts:
                story.record(whole, Status.AGREES, why, [story.place(part)])
    stated: dict[tuple[str, Decimal], list[Claim]] = {}
    for claim in story.claims:
        last_year = claim.base is not None and claim.base.period is Period.LAST
        if _is_change(claim) and claim.concept is not None and last_year:
            stated.setdefault((claim.concept.key, _signed(story, claim)), []).append(claim)
    for same in stated.values():
        sections = {c.paragraph for c in same}
        for claim in same if len(sections) > 1 else ():
            other = next((c for c in same if c.paragraph != claim.paragraph), None)
            if other is not None and claim.index not in story.verdicts:
                story.record(claim, Status.AGREES, story.wording.text("why.agrees.text"), [story.place(other)])


def _nested_change(story: Narrative, part: Claim) -> Claim | None:
    """Return the change of the whole where its part is all of it: both amounts are equal, and so are both changes."""
    own = _level_of(story, part)
    for whole in story.claims[: part.index]:
        if part.concept is None or whole.concept is None or whole.paragraph != part.paragraph or not _is_change(whole):
            continue
        is_part = part.concept.key in story.logic.only_parts.get(whole.concept.key, ())
        level = _level_of(story, whole)
        if is_part and own and own == level and _signed(story, whole) == _signed(story, part):
            return whole
    return None


def _level_of(story: Narrative, change: Claim) -> Decimal | None:
    """Return the amount of the same concept that its sentence states right before a change, if a table bears it out."""
    for claim in reversed(story.claims[: change.index]):
        if claim.paragraph != change.paragraph:
            return None
        if claim.relation is Relation.LEVEL:
            verdict = story.verdicts.get(claim.index)
            same = claim.concept is not None and change.concept is not None and claim.concept.key == change.concept.key
            agreed = verdict is not None and verdict.status is Status.AGREES
            return story.amount(claim)[0] if same and agreed else None
    return None


def _settle_twins(story: Narrative) -> None:
    """Settle a change without a rate whose level and amount are those of one that its rate proves.

    财政拨款收入减少 x of a unit that has no other revenue is the change of its whole revenue.
    """
    changes = [c for c in story.claims if _is_change(c) and c.base is not None and c.base.period is Period.LAST]
    proven = [c for c in changes if story.is_proven(c.index)]
    for claim in changes:
        level = current_level(story, claim)
        if claim.index in story.verdicts or level is None or not level.value:
            continue
        for other in proven:
            same = current_level(story, other)
            if same is not None and same.value == level.value and _signed(story, other) == _signed(story, claim):
                places = [story.place(other), level.place]
                story.record(claim, Status.AGREES, story.wording.text("why.agrees.text"), places)
                break


def settle_odd_changes(story: Narrative) -> None:
    """Ask about a change that one slip makes of what other totals of the same amount changed by, at the same rate.

    Totals of one amount need not have changed alike: that they did, and one figure is a slip apart, is no proof.
    """
    rated = {c.about: c.quantity.value for c in story.claims if c.relation is Relation.GROWTH and c.about is not None}
    groups: dict[tuple[Decimal, int], list[Claim]] = {}
    for claim in story.claims:
        last_year = _is_change(claim) and claim.base is not None and claim.base.period is Period.LAST
        level = current_level(story, claim) if last_year else None
        if level is not None and level.value:
            groups.setdefault((level.value, claim.direction), []).append(claim)
    for same in groups.values():
        usual, most = Counter(story.amount(c)[0] for c in same).most_common(1)[0]
        odd = [c for c in same if story.amount(c)[0] != usual]
        if len(odd) != 1 or len({rated[c.index] for c in same if c.index in rated}) != 1:
            continue
        # a change whose rate is not told has that much less to speak for it
        enough = most >= (_LEAST if odd[0].index in rated else _MANY)
        if enough and is_slip(odd[0].quantity.printed, story.in_own_unit(odd[0], usual)):
            _ask(story, odd[0], usual, [c for c in same if c is not odd[0]])


def _ask(story: Narrative, odd: Claim, usual: Decimal, others: list[Claim]) -> None:
    verdict = story.verdicts.get(odd.index)
    if verdict is not None and verdict.status is Status.DISAGREES:
        return
    story.findings.append(
        story.wording.finding(
            "narr.twins", "N-twins", Category.NARR_NARR, Severity.WARNING,
            [*story.places(odd), *(story.place(c) for c in others)], stated=odd.quantity.printed,
            expected=story.in_own_unit(odd, usual), concept=story.name(odd), unit=odd.quantity.unit.value,
            count=len(others),
        )
    )  # fmt: skip
