"""What the figures of a paragraph hand on to those after them: a topic, a base, a list that has ended."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit import regex
from audit.claims.beyond import compared_with, is_whole_of_rate
from audit.claims.context import Listing
from audit.claims.lists import Lists
from audit.claims.vocabulary import Span
from audit.model.claims import Measure, Period, Relation

if TYPE_CHECKING:
    from audit.claims.quantities import QuantitySpan
    from audit.model.claims import Claim

_LIST = 2
"""Parts that make a list."""
_TOTALS = frozenset(("grand_total", "whole", "total", "budget"))


class Handing(Lists):
    """Keeps, while a paragraph is read, what a figure may take over from those before it."""

    numbers: list[QuantitySpan]
    """The figures of the paragraph."""
    group: int
    """Number of the item that is read."""

    def _leave_list(self, before: int, start: int) -> None:
        """其中：a x 万元、b y 万元；比上年 …: what is compared after a list is the whole of it, not its last part."""
        found = self.patterns.compares_anew.match(self.text, before)
        if found is None or found.end() > start or self.listing.head is None or not self.claims:
            return
        head = self.claim_at(self.listing.head) if self.listing.head >= self.first else None
        parts = [c for c in self.claims if c.listing == self.listing.number and c.relation is Relation.LEVEL]
        if head is None or head.concept is None or len(parts) < _LIST:
            return
        if self.claims[-1].listing != self.listing.number:
            return
        if any(found.end() <= c.start and c.end <= start for c in self.concepts):
            return
        said = head.concept
        self.context.topic = self.context.named = Span(said.start, said.end, said.key, said.words)
        self.context.level = head.index

    def _moved_from(self, relation: Relation, period: Period) -> tuple[Relation, Period]:
        """Return what an amount is from which something moved: last year's where the sentence speaks of that."""
        sentence = max(self.text.rfind("。", 0, self.claims[-1].end) if self.claims else -1, 0)
        last = [c for c in self.claims if c.start >= sentence and c.period is Period.LAST]
        base = self.context.base
        if period is Period.LAST or last or (base is not None and base.period is Period.LAST):
            return relation, Period.LAST
        return Relation.OTHER, period

    def _compared_ahead(self, span: QuantitySpan, at: int) -> Span | None:
        following = self.numbers[at + 1].start if at + 1 < len(self.numbers) else span.end
        ahead = compared_with(self.text, span.end, following, self.concepts)
        return ahead if ahead is not None and self.is_filler(ahead.end, following) else None

    def _rate_before(self, change: Claim) -> None:
        """增长 x%，增加 y 万元: give a rate the change that is said after it."""
        rate = self.claims[-1] if self.claims else None
        if rate is None or change.relation is not Relation.CHANGE or rate.relation is not Relation.GROWTH:
            return
        open_ = rate.about is None and rate.against is None and rate.group == change.group
        if not open_ or rate.concept is None or change.concept is None or rate.base != change.base:
            return
        same = rate.concept.key == change.concept.key and rate.direction == change.direction
        if same and self.is_filler(rate.end, change.start) and "。" not in self.text[rate.end : change.start]:
            self.claims[-1] = replace(rate, about=change.index)

    def _ends_list(self, relation: Relation, measure: Measure) -> bool:
        """Tell whether a level speaks of the whole again: 其中 a x 万元、b y 万元，实际支出 z 万元."""
        if relation is not Relation.LEVEL or measure is Measure.NONE:
            return False
        number = self.listing.number
        parts = [c for c in self.claims if c.listing == number and c.head is not None and c.relation is relation]
        if any(part.measure is Measure.NONE for part in parts):
            self.listing = Listing()
            return True
        return False

    def _only_previous(self) -> Claim | None:
        """Return last year's amount where the item states just one: 由上年的 x 万元降至 y 万元，下降 z%."""
        said = [c for c in self.claims if c.group == self.group and c.period is Period.LAST]
        return said[0] if len(said) == 1 and said[0].relation is Relation.LEVEL else None

    @staticmethod
    def _same(claim: Claim, concept: Span | None) -> bool:
        """Tell whether a claim is about a concept."""
        return claim.concept is not None and concept is not None and claim.concept.key == concept.key

    def _base_before(self, span: QuantitySpan) -> Claim | None:
        """Return the amount that a growth rate is measured against, stated right before it: 较上年 x 万元下降 y%."""
        before = self.claims[-1] if self.claims else None
        if before is None or before.relation is not Relation.LEVEL:
            return None
        measured = before.period is Period.LAST or before.measure.is_budget
        words = self.text[before.end : span.start]
        compared = self.patterns.compared.search(self.text[before.clause_start : before.start])
        return before if measured and compared and not regex.search(r"[，。；：（）]", words) else None

    def _own_budget(self) -> int | None:
        """Return the budget stated last, unless something else was spoken of since: it is not that one's."""
        budget, level = self.claim_at(self.context.budget), self.claim_at(self.context.level)
        if budget is None or budget.concept is None or level is None:
            return self.context.budget
        since = [c for c in self.claims if budget.index < c.index <= level.index and c.relation is Relation.LEVEL]
        others = {c.concept.key for c in since if c.concept is not None} - {budget.concept.key}
        return None if others and (level.concept is None or level.concept.key in others) else self.context.budget

    def _is_new(self, measure: Measure) -> bool:
        """Tell whether a measure is named that the topic has not stated yet: 甲 x 万元，实际支出 y 万元 is not 甲."""
        if self.context.topic is None:
            return False
        if measure is Measure.NONE:
            # 2.公务接待费。2024年安排 x 万元: the title says what the first amount is
            return self.context.is_title and self.context.level is None
        said = self.claim_at(self.context.budget if measure.is_budget else self.context.level)
        if said is None or said.concept is None or said.concept.key != self.context.topic.key:
            return True
        return measure.is_budget and said.measure is not measure

    def _goes_on(self, start: int, end: int, measure: Measure) -> bool:
        """Tell whether an amount says what was spoken of last: 甲比上年减少 x 万元，为 y 万元; 甲占 x%，计 y 万元."""
        words = self.text[start:end]
        if measure is not Measure.NONE or not self.patterns.goes_on.fullmatch(words):
            return False
        said = self.claim_at(self.context.level)
        named = self.context.named
        if said is self.claims[-1] and self.patterns.in_other_words.match(words):
            return True
        return said is None or said.concept is None or named is None or said.concept.key != named.key

    def _remember(self, claim: Claim) -> None:
        context = self.context
        context.last = claim.index
        if claim.relation is Relation.LEVEL and not claim.measure.is_budget and is_whole_of_rate(self.text, claim.end):
            return
        if claim.concept is not None:
            context.named = Span(claim.concept.start, claim.concept.end, claim.concept.key, claim.concept.words)
        elif claim.relation is Relation.LEVEL:
            context.named = None
        if claim.relation is Relation.LEVEL and claim.period is Period.LAST:
            context.previous = claim.index
        elif claim.relation is Relation.LEVEL and claim.measure.is_budget:
            context.budget = claim.index
        elif claim.relation is Relation.LEVEL:
            context.level = claim.index
        elif claim.relation is Relation.COUNT:
            context.counted = claim.index
        elif claim.relation is Relation.CHANGE:
            context.change = claim.index
        if claim.concept is not None and claim.relation in (Relation.LEVEL, Relation.CHANGE):
            context.topic = Span(claim.concept.start, claim.concept.end, claim.concept.key, claim.concept.words)
        elif claim.concept is None and claim.relation is Relation.LEVEL:
            context.topic = None

    def _side(self, side: str) -> tuple[Span | None, str]:
        """Return the total of a side that the paragraph states: 收入较上年增加 x speaks of it, not of its last part."""
        for claim in reversed(self.claims):
            key = claim.concept.key if claim.concept is not None and claim.relation is Relation.LEVEL else ""
            if claim.concept is not None and key.startswith(side) and key.removeprefix(side) in _TOTALS:
                return Span(claim.concept.start, claim.concept.end, key, claim.concept.words), claim.concept.words
        return None, ""

    def _says_why_first(self, start: int, end: int) -> bool:
        """Tell whether a reason stands between what changed and its change: 主要原因是…，与上年相比减少 x 万元."""
        if self.context.topic is None:
            return False
        compared = [*self.patterns.last_year.finditer(self.text, start, end)]
        compared += self.patterns.against_budget.finditer(self.text, start, end)
        at = max((match.start() for match in compared), default=start)
        if self.text[at - 1 : at] not in ("，", "；") or not self.is_filler(at, end):
            return False
        return bool(self.patterns.reason.search(self.text, start, at))
