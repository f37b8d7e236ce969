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
_FEWEST = 2
_COUNTED = frozenset(("项", "类", "个", "家", "款"))
"""What a list of names is counted by."""


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
    percents = numbers[at].quantity.unit is Unit.PERCENT
    if word is None and not percents:
        return Parallel()
    last = at
    while (
        last + 1 < len(numbers)
        and around.patterns.joint.fullmatch(around.text[numbers[last].end : numbers[last + 1].start])
        and (numbers[last + 1].quantity.unit is Unit.PERCENT) == percents
    ):
        last += 1
    starts = [number.start for number in numbers[at : last + 1]]
    if len(starts) < _FEWEST:
        return Parallel()
    # 占 x%、y%: shares in a row are handed out even where no word says so
    back = 0 if sentence else _counted_names(around.text, numbers, at, len(starts))
    handed = word.span() if word is not None else (len(lead), len(lead))
    scope = (before + sentence - back, before + handed[0])
    if percents:
        opened = _Lead(before, sentence - back, lead[: handed[0]] + lead[handed[1] :], handed[0])
        shares = _shares(around, starts, opened, last + 1)
        if shares is not None:
            return shares
        completions = _completions(around, starts, opened, last + 1)
        if completions is not None:
            return completions
    found = Parallel(last + 1)
    if word is None:
        found.unread = frozenset(starts)
        return found
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


def _counted_names(text: str, numbers: list[QuantitySpan], at: int, many: int) -> int:
    """Return how far before a list the names of 甲、乙、丙三项分别为 x、y、z begin: the count stands between."""
    count = numbers[at - 1] if at else None
    if count is None or count.quantity.counter not in _COUNTED or count.quantity.value != many:
        return 0
    earlier = numbers[at - 2].end if at > 1 else 0
    start = max((m.end() for m in _SENTENCE_END.finditer(text, earlier, count.start)), default=earlier)
    return count.end - start


def opening(parallel: Parallel, share_base: Callable[[str], Base]) -> Opening | None:
    """Return relation, base, direction and measure of a list of shares or of completion rates."""
    if parallel.base_words is not None:
        return Relation.SHARE, share_base(parallel.base_words), 0, Measure.NONE
    if parallel.completion is not None:
        words = parallel.completion
        return Relation.COMPLETION, Base("", budget_measure(words), Period.CURRENT, words), 0, Measure.NONE
    return None


@dataclass(frozen=True, slots=True)
class _Lead:
    """The words that lead to a list: where they begin, where their sentence does, and what is left without 分别."""

    before: int
    sentence: int
    words: str
    handed: int
    """Where 分别 stood."""


def _shares(around: Surroundings, starts: list[int], lead: _Lead, end: int) -> Parallel | None:
    """Pair shares with the names of their clause, else with the levels stated last; None for other percentages."""
    found = Parallel(end)
    share = around.patterns.share.search(lead.words)
    if share is None:
        return None
    named = _within(around.concepts, (lead.before + lead.sentence, lead.before + min(share.start(), lead.handed)))
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


def _completions(around: Surroundings, starts: list[int], lead: _Lead, end: int) -> Parallel | None:
    """Pair completion rates with the names of their clause, else with the amounts stated last, each with its budget.

    None for other percentages.
    """
    completion = around.patterns.completion.search(lead.words)
    if completion is None:
        return None
    found = Parallel(end)
    found.completion = completion["base"] or ""
    levels = [c for c in around.claims if c.relation is Relation.LEVEL and c.concept is not None]
    spent = [c for c in levels if not c.measure.is_budget]
    planned = {c.concept.key: c.index for c in levels if c.measure.is_budget and c.concept is not None}
    named = _within(around.concepts, (lead.before + lead.sentence, lead.before + min(completion.start(), lead.handed)))
    if len(named) == len(starts):
        found.spans = dict(zip(starts, named, strict=True))
        said = {c.concept.key: c.index for c in spent if c.concept is not None}
        found.about = {s: said[n.key] for s, n in found.spans.items() if n.key in said}
        found.against = {s: planned[n.key] for s, n in found.spans.items() if n.key in planned}
        return found
    spent = spent[-len(starts) :]
    keys = [c.concept.key for c in spent if c.concept is not None]
    if len(keys) < len(starts) or len(set(keys)) < len(keys) or not set(keys) <= set(planned):
        found.unread = frozenset(starts)
        return found
    found.about = {s: c.index for s, c in zip(starts, spent, strict=True)}
    found.against = {s: planned[key] for s, key in zip(starts, keys, strict=True)}
    return found


def _within(spans: list[Span], scope: tuple[int, int]) -> list[Span]:
    return [s for s in spans if scope[0] <= s.start and s.end <= scope[1]]
