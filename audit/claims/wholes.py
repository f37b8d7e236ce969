"""What a share is of: the words of its clause that name the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.claims import Base, Measure, Period

if TYPE_CHECKING:
    from audit.claims.patterns import Patterns
    from audit.claims.vocabulary import Span


def share_base(text: str, words: str, concepts: list[Span], patterns: Patterns) -> Base:
    """Return the whole that some words of a text name; "?" where they name none that is known."""
    start = text.find(words) if words else -1
    if not words or start < 0:
        return Base("", Measure.NONE, Period.CURRENT, "")
    inside = [c for c in concepts if c.words in words and words.find(c.words) >= 0]
    best = max(inside, key=lambda c: len(c.words), default=None)
    if best is not None and patterns.planned.search(words, words.find(best.words)):
        # 项目支出预算总额: what was planned is not what was spent
        best = None
    return Base(best.key if best else "?", Measure.NONE, Period.CURRENT, words)


def out_of(text: str, lead: str, patterns: Patterns) -> str:
    """在甲中，…比重为…: return the words that name the whole, "" where the sentence names none."""
    end = text.find(lead) + len(lead) if lead else 0
    start = max(text.rfind("。", 0, end), text.rfind("；", 0, end)) + 1
    found = patterns.out_of.search(text, start, end)
    return found["base"] if found else ""
