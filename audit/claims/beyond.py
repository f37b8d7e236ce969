"""What stands behind a figure and tells what it is: 占 x%的是甲, 占甲 x 万元的 y%, 由 x 万元降至 y 万元."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from audit.model.claims import Relation

if TYPE_CHECKING:
    from audit.claims.patterns import Patterns
    from audit.claims.vocabulary import Span
    from audit.model.claims import Claim

_IS = regex.compile(r"的(?:部分)?(?:是|为|系)")
_OF_IT = regex.compile(r"的(?:比例为?|比重为?)?\d[\d.]*[%％]")
_ONLY_OF = regex.compile(r"的(?:比例为?|比重为?)?")
_MOVED_TO = regex.compile(r"[^，。；：\d]{0,6}(?:到|至)(?:了)?(?=\d)")
_AHEAD = regex.compile(r"(?:相比(?:较)?)?，")


def is_named_after(text: str, end: int) -> bool:
    """Tell whether what a share is of is named behind it: 占 x%的是甲."""
    return _IS.match(text, end) is not None


def named_after(text: str, end: int, concepts: list[Span]) -> Span | None:
    """Return the concept that follows a share, None where another word does."""
    found = _IS.match(text, end)
    return next((c for c in concepts if found is not None and c.start == found.end()), None)


def is_whole_of_rate(text: str, end: int) -> bool:
    """Tell whether an amount is only what the rate behind it is measured against: 占甲 x 万元的 y%."""
    return _OF_IT.match(text, end) is not None


def of_stated_whole(lead: str, before: Claim | None) -> bool:
    """Tell whether nothing stands between a rate and the amount that it is measured against."""
    return before is not None and before.relation is Relation.LEVEL and _ONLY_OF.fullmatch(lead) is not None


def moves_from(lead: str, text: str, end: int, patterns: Patterns) -> regex.Match[str] | None:
    """Return the words that make an amount the one from which something moved: 由上年的 x 万元降至 y 万元."""
    return patterns.moved_from.search(lead) if _MOVED_TO.match(text, end) else None


def compared_with(text: str, end: int, following: int, concepts: list[Span]) -> Span | None:
    """Return the only concept named between an amount and the figure after it: 与上年 x 万元相比，甲 y 万元."""
    ahead = _AHEAD.match(text, end)
    if ahead is None:
        return None
    named = [c for c in concepts if ahead.end() <= c.start and c.end <= following]
    return named[0] if len(named) == 1 else None
