"""Which of the figures after a total are its parts: by what they count, not by where they stand."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from audit import regex
from audit.reconciliation.indicator_lists import is_level, kinds_of_level, names_every_kind

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.lexicon import ListingWords
    from audit.reconciliation.narrative import Narrative

_NEAR_FIGURE = 6
"""A verb that ends further before a figure belongs to another one."""


def _lead(story: Narrative, claim: Claim) -> str:
    """Return the words of a claim's clause that stand before its figure."""
    return story.paragraph(claim).text[claim.clause_start : claim.start]


def counted_alike(story: Narrative, head: Claim, parts: list[Claim]) -> list[Claim]:
    """Keep the parts that count what their head counts: 办理 with 办理, vehicles and staff by their kinds."""
    if is_level(story, head):
        return kinds_of_level(story, parts)
    listing = story.listings
    words = regex.sub(listing.total, "", _lead(story, head))
    by_verb: dict[str, list[Claim]] = {}
    for part in parts:
        verb = _verb_of(listing, _lead(story, part))
        if verb and verb in words:
            by_verb.setdefault(verb, []).append(part)
    same = max(by_verb.values(), key=len, default=[])
    if len(same) > 1:
        return same
    if head.quantity.counter in listing.staff_counters and (
        head.concept is not None or any(word in words for word in listing.staff)
    ):
        leads = [(part, _lead(story, part)) for part in parts]
        return [part for part, lead in leads if not lead or regex.fullmatch(listing.staff_kind, lead)]
    return parts if _make_up(head, parts) else []


def _make_up(head: Claim, parts: list[Claim]) -> bool:
    """Tell whether counts listed in the paragraph of their total come to it: nothing is refuted where they do not."""
    beside = len(parts) > 1 and all(part.paragraph == head.paragraph for part in parts)
    return beside and sum((part.quantity.value for part in parts), Decimal(0)) == head.quantity.value


def _verb_of(words: ListingWords, lead: str) -> str:
    """Return what a count says was done: the verb nearest before the figure."""
    found = [(lead.rfind(verb), verb) for verb in words.done if verb in lead]
    at, verb = max(found, default=(-1, ""))
    return verb if at >= 0 and len(lead) - at <= _NEAR_FIGURE else ""


def kinds_after(story: Narrative, head: Claim, following: tuple[Claim, ...]) -> list[Claim]:
    """Return the kinds that a total is broken down by right after it.

    They are vehicles behind a colon (共有车辆 11 辆：机要通信用车 4 辆), or what 按…分 says.
    """
    by_kind = _by_kind(story, head, following)
    if by_kind:
        return by_kind
    if (
        head.quantity.counter != story.listings.vehicle
        or head.concept is None
        or story.paragraph(head).text[head.end : head.end + 1] != "："
    ):
        return []
    parts: list[Claim] = []
    for claim in following:
        same = claim.paragraph == head.paragraph and claim.quantity.counter == story.listings.vehicle
        if not same or not regex.fullmatch(story.listings.vehicle_kind, _lead(story, claim)):
            break
        parts.append(claim)
    return parts


def _by_kind(story: Narrative, head: Claim, following: tuple[Claim, ...]) -> list[Claim]:
    """Return the counts of the clause that breaks a total down by one property, where nothing else is added."""
    text = story.paragraph(head).text
    told = regex.match(story.listings.broken_down, text, pos=head.end)
    if told is None or head.quantity.counter not in story.listings.staff_counters:
        return []
    end = next((at for at in range(told.end(), len(text)) if text[at] in "，。；"), len(text))
    alike = [c for c in following if c.paragraph == head.paragraph and c.quantity.counter == head.quantity.counter]
    parts = [c for c in alike if told.end() <= c.start and c.end <= end]
    if not parts or parts[-1].end != end or any("、" not in text[a.end : b.start] for a, b in pairwise(parts)):
        return []
    rest = next((c for c in alike if c.start >= end), None)
    added = rest is not None and "。" not in text[end : rest.start] and "中" not in text[end : rest.start]
    return [] if added else parts


def lists_all(story: Narrative, head: Claim, parts: list[Claim]) -> bool:
    """Tell whether the parts are all that the head counts: it names them, or their list ends with the rest."""
    if parts and _by_kind(story, head, tuple(parts)) == parts:
        return True
    return (
        enumerates(story, head, parts)
        or names_every_kind(story, head, parts)
        or _ends_with_the_rest(story, head, parts)
    )


def _ends_with_the_rest(story: Narrative, head: Claim, parts: list[Claim]) -> bool:
    """Tell whether a list of vehicles ends with 其他用车, as the form has it."""
    is_form = head.quantity.counter == story.listings.vehicle and head.concept is not None and len(parts) > 1
    return is_form and bool(regex.fullmatch(story.listings.vehicle_rest, _lead(story, parts[-1])))


def enumerates(story: Narrative, head: Claim, parts: list[Claim]) -> bool:
    """Tell whether the head's own sentence names just these parts, one by one (甲、乙、丙共受理 ...)."""
    text = story.paragraph(head).text
    start = max(text.rfind("。", 0, head.start), text.rfind("；", 0, head.start)) + 1
    # without its last clauses a sentence may open with a date: 2020年，甲、乙 ...
    names = [n for n in regex.split(r"[、和及]", regex.split(r"，", text[start : head.start])[-1]) if n]
    if len(names) != len(parts) or len(names) < 2:
        return False
    return all(_share_words(name, _lead(story, part)) for name, part in zip(names, parts, strict=True))


def _share_words(name: str, lead: str) -> bool:
    return any(name[i : i + 2] in lead for i in range(len(name) - 1))


def is_restated(story: Narrative, claim: Claim) -> bool:
    """Tell whether a figure only says the total of its list once more: nothing but 合计 leads to it."""
    return bool(regex.fullmatch(story.listings.total_again, _lead(story, claim)))
