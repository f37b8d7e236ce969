"""Indicators counted by level and by kind: 产出指标完成 3 个，其中：数量指标完成 1 个：…；时效指标完成 2 个：….

Each kind is told in a clause or in a paragraph of its own, with other figures behind it. A level has no other
indicators than those of its kinds: their counts make it up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.marks import opening_mark

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative

_CLAUSE = r"(?:^|(?<=[。；：，、]))"
_END = r"$"


def is_level(story: Narrative, head: Claim) -> bool:
    """Tell whether a figure counts the indicators of a level."""
    return _ends_with(story, head, story.listings.indicator_level)


def kinds_of_level(story: Narrative, parts: list[Claim]) -> list[Claim]:
    """Return the figures that count the indicators of one kind."""
    return [part for part in parts if _ends_with(story, part, story.listings.indicator_kind)]


def names_every_kind(story: Narrative, head: Claim, parts: list[Claim]) -> bool:
    """Tell whether every kind that is named under a level is counted: then nothing is left out."""
    if not is_level(story, head) or not parts:
        return False
    pattern = regex.compile(f"{_CLAUSE}(?:{story.listings.indicator_kind})")
    return sum(len(pattern.findall(text)) for text in _under(story, head)) == len(parts)


def _ends_with(story: Narrative, claim: Claim, pattern: str) -> bool:
    text = story.paragraph(claim).text[: claim.start]
    return bool(regex.search(f"(?:{pattern}){_END}", text))


def _under(story: Narrative, head: Claim) -> Iterator[str]:
    """Return the text of a level: to the end of its paragraph, and the paragraphs to the next one with a number."""
    yield story.paragraph(head).text[head.end :]
    for paragraph in story.doc.paragraphs[head.paragraph + 1 :]:
        if paragraph.section != story.paragraph(head).section or opening_mark(paragraph.text):
            return
        yield paragraph.text
