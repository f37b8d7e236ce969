"""Which year a stated level is of: this one, or one that lies behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from audit.model.claims import Period

if TYPE_CHECKING:
    from audit.claims.patterns import Patterns

_ASIDE = regex.compile(r"（[^（）]*）|《[^《》]*》")
_CLAUSE_END = regex.compile(r"[，。；：]")
_NAMED = regex.compile(r"(?:预算|决算|执行|支出|收入|拨款|费|数|额)(?:的|为)?$")
_NOTHING_LAST = regex.compile(r"(?:上年(?:度)?|上一年|去年)(?:无|没有|未)[^，；。]*(?:[，；。]|$)")
"""上年无此项支出，…: what follows is no level of last year."""
_LAST = regex.compile(r"上年(?:度)?(?!结转)|上一年|去年")


def period_of(lead: str, patterns: Patterns, fiscal_year: int | None) -> Period:
    """Return the year of a level by the words that lead to it; 与上年相比 alone makes it no level of last year."""
    compared = patterns.compared.search(lead)
    if compared is not None and patterns.last_year.match(compared[0]) and compared[0] != "同比":
        # 比上年 21.7 万元增加…
        return Period.LAST
    clause = _CLAUSE_END.split(lead)[-1]
    other = patterns.last_year.match(clause)
    this_year = other is not None and str(fiscal_year) in other[0]
    if other is not None and not this_year and not other[0].endswith("比") and _NAMED.search(clause, other.end()):
        # 比2022年接待费预算 21.7 万元增加…
        return Period.LAST
    bare = _NOTHING_LAST.sub("", _ASIDE.sub("", patterns.last_year.sub("", lead))).rpartition("；")[2]
    if _LAST.search(bare):
        return Period.LAST
    years = [int(year[0]) for year in patterns.year.finditer(bare)]
    if years and fiscal_year is not None and years[-1] < fiscal_year:
        return Period.LAST
    return Period.CURRENT
