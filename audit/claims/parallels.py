"""甲、乙分别为 x、y: which figure of a list belongs to which name, level or measure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import regex

from audit.claims.context import budget_measure
from audit.model.claims import Base, Measure, Period, Relation
from audit.model.values import Unit

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.claims.patterns import Patterns
    from audit.claims.quantities import QuantitySpan
    from audit.claims.vocabulary import Span
    from audit.model.claims import Claim

Opening = tuple[Relation, Base | None, int, Measure]
_SENTENCE_END = regex.compile(r"[。！？]")
_EACH = "分别"
_FEWEST = 2


@dataclass(slots=True)
class Parallel:
    """A list of figures that 分别 hands out one by one. The dictionaries go by where a figure starts."""

    end: int = 0
    """Number of the figure after the list."""
    spans: dict[int, Span] = field(default_factory=dict)
    about: dict[int, int] = field(default_factory=dict)
    """The level that a share is of."""
    measures: dict[int, Measure] = field(default_factory=dict)
    unread: frozenset[int] = frozenset()
    """Figures of a list whose names and figures do not pair off."""
    against: dict[int, int] = field(default_factory=dict)
    """The budget that a completion rate is measured against."""
    completion: str | None = None
    """What the completion rates of the list are measured against; None where it is no list of such rates."""
    base_words: str | None = None
    """What the shares of the list are of; None where it is no list of shares."""
    lead: Opening | None = None
    """Relation, base, direction and measure of the list's first figure: they hold for all of it."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a paragraph offers a list: its text, its terms, and what it stated before."""

    text: str
    concepts: list[Span]
    measures: list[Span]
    claims: list[Claim]
    patterns: Patterns


def find_parallel(
    around: Surroundings, numbers: list[QuantitySpan], at: int, before: int, earlier: Parallel
) -> Parallel:
    """Return the list that opens with the figure `at`; an empty one where 分别 does not lead to it.

    `earlier` is the list before it: 甲、乙的预算分别为 x、y，执行数分别为 z、w names its things once.
    """
    lead = around.text[before : numbers[at].start]
    sentence = max((m.end() for m in _SENTENCE_END.finditer(lead)), default=0)
    word = around.patterns.parallel.search(lead, sentence)
    if word is None:
        return Parallel()
    last = at
    while last + 1 < len(numbers) and around.patterns.joint.fullmatch(
        around.text[numbers[last].end : numbers[last + 1].start]
    ):
        last += 1
    starts = [number.start for number in numbers[at : last + 1]]
    if len(starts) < _FEWEST:
        return Parallel()
    scope = (before + sentence, before + word.start())
    if numbers[at].quantity.unit is Unit.PERCENT:
        shares = _shares(around, starts, (before, *scope), lead, last + 1)
        if shares is not None:
            return shares
        completions = _completions(around, starts, word.start(), lead, last + 1)
        if completions is not None:
            return completions
    found = Parallel(last + 1)
    named = _within(around.concepts, scope)
    measures = _within(around.measures, scope)
    if len(named) == 1 and len(measures) == len(starts):
        found.spans = dict.fromkeys(starts, named[0])
        found.measures = {start: Measure(m.key) for start, m in zip(starts, measures, strict=True)}
    elif len(named) >= len(starts):
        found.spans = dict(zip(starts, named[-len(starts) :], strict=True))
    elif not named and not sentence and len(earlier.spans) == len(starts):
        found.spans = dict(zip(starts, earlier.spans.values(), strict=True))
    else:
        found.unread = frozenset(starts)
    return found


def opening(parallel: Parallel, share_base: Callable[[str], Base]) -> Opening | None:
    """Return relation, base, direction and measure of a list of shares or of completion rates."""
    if parallel.base_words is not None:
        return Relation.SHARE, share_base(parallel.base_words), 0, Measure.NONE
    if parallel.completion is not None:
        words = parallel.completion
        return Relation.COMPLETION, Base("", budget_measure(words), Period.CURRENT, words), 0, Measure.NONE
    return None


def _shares(
    around: Surroundings, starts: list[int], where: tuple[int, int, int], lead: str, end: int
) -> Parallel | None:
    """Pair shares with the names of their clause, else with the levels stated last; None for other percentages."""
    found = Parallel(end)
    before, sentence, word = where
    handed = word - before
    share = around.patterns.share.search(lead[:handed] + lead[handed + len(_EACH) :])
    if share is None:
        return None
    named = _within(around.concepts, (sentence, before + share.start()))
    levels = [c for c in around.claims if c.relation is Relation.LEVEL and not c.measure.is_budget]
    if len(named) >= len(starts):
        named = named[-len(starts) :]
        found.spans = dict(zip(starts, named, strict=True))
        said = {c.concept.key: c.index for c in levels if c.concept is not None}
        found.about = {s: said[n.key] for s, n in zip(starts, named, strict=True) if n.key in said}
    elif named or len(levels) < len(starts):
        found.unread = frozenset(starts)
        return found
    else:
        found.about = {s: c.index for s, c in zip(starts, levels[-len(starts) :], strict=True)}
    found.base_words = share["base"] or ""
    return found


def _completions(around: Surroundings, starts: list[int], word: int, lead: str, end: int) -> Parallel | None:
    """Pair completion rates with the amounts stated last, each with its own budget; None for other percentages."""
    completion = around.patterns.completion.search(lead[:word] + lead[word + len(_EACH) :])
    if completion is None:
        return None
    found = Parallel(end)
    levels = [c for c in around.claims if c.relation is Relation.LEVEL and c.concept is not None]
    spent = [c for c in levels if not c.measure.is_budget][-len(starts) :]
    planned = {c.concept.key: c for c in levels if c.measure.is_budget and c.concept is not None}
    keys = [c.concept.key for c in spent if c.concept is not None]
    if len(keys) < len(starts) or len(set(keys)) < len(keys) or not set(keys) <= set(planned):
        found.unread = frozenset(starts)
        return found
    found.about = {s: c.index for s, c in zip(starts, spent, strict=True)}
    found.against = {s: planned[key].index for s, key in zip(starts, keys, strict=True)}
    found.completion = completion["base"] or ""
    return found


def _within(spans: list[Span], scope: tuple[int, int]) -> list[Span]:
    return [s for s in spans if scope[0] <= s.start and s.end <= scope[1]]
