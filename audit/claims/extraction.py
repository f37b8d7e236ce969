"""Reads what each figure of the prose states: its concept, measure, relation and base.

A figure is understood from the words that lead to it inside its own item. Words that no rule reads leave the figure
without a concept: it is then listed as unverified, never paired with a number that merely stands near.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.claims.beyond import (
    is_named_after,
    is_whole_of_rate,
    moves_from,
    named_after,
    of_stated_whole,
)
from audit.claims.context import Context, Listing, budget_measure, clause_start, fund_of
from audit.claims.handing import Handing
from audit.claims.naming import Namer
from audit.claims.parallels import Parallel, Surroundings, find_parallel, opening
from audit.claims.patterns import Patterns
from audit.claims.periods import period_of
from audit.claims.quantities import QuantitySpan, find_numbers
from audit.claims.scales import is_code, is_threshold, read_scales
from audit.claims.vocabulary import Span, Vocabulary
from audit.claims.wholes import out_of, share_base
from audit.model.claims import Base, Claim, Concept, Measure, Period, Relation
from audit.model.document import Document, Paragraph, ParagraphKind
from audit.model.values import Unit

if TYPE_CHECKING:
    from audit.model.rules import ClaimRules

_SENTENCE_END = regex.compile(r"[。！？]")
_MARK = r"(?:（(?:\d{1,2}|[一二三四五六七八九十]{1,3})）|\d{1,2}[、.](?!\d)|[①-⑳])"
_ITEM = regex.compile(rf"(?<=^|[。；：，]){_MARK}")
_NUMBERED = regex.compile(r"（\d{1,2}）|\d{1,2}[、.](?!\d)|[①-⑳]")
"""Items of lists that hang on no head; those of （一） may be parts of what stands above them."""
_COMMON = frozenset(
    (
        "basic_expenditure", "project_expenditure", "business_expenditure", "business_revenue", "other_revenue",
        "personnel_expenditure", "public_use_expenditure",
        "procurement_goods", "procurement_works", "procurement_services",
    )
)  # fmt: skip
_INHERITS = (Relation.CHANGE, Relation.GROWTH, Relation.SHARE, Relation.COMPLETION)
_COMPARED = regex.compile(r"(?:^|[，。；：])[比较][^，。；：]*$")
_SIDE_CHANGES = regex.compile(r"(?:本年|全年|年度)?(?:总)?(?P<side>收入|支出)(?:预算|决算)?(?=[与较比同])")
_SIDES = {"收入": "revenue_", "支出": "expenditure_"}
_CARRY_OVER = frozenset(("opening_carry_over", "closing_carry_over"))
_OF_ALL_FUNDS = frozenset(("explanation.summary", "explanation.revenue", "explanation.expenditure"))
_FIGURE = regex.compile(r"\d|[一二三四五六七八九十两]")
_SILENT = (ParagraphKind.CONTENTS, ParagraphKind.COVER, ParagraphKind.FORM, ParagraphKind.NOTE)
_ITEM_START = regex.compile(
    r"(?:^|[。；：，])(?:（(?:\d{1,2}|[一二三四五六七八九十]{1,3})）|\d{1,2}[、.](?!\d)|[①-⑳])?$"
)


def extract_claims(doc: Document, rules: ClaimRules) -> tuple[Claim, ...]:
    """Return every figure of the prose with what it states, in reading order. Pure."""
    vocabulary = Vocabulary(rules, doc)
    patterns = Patterns(vocabulary)
    claims: list[Claim] = []
    group = 0
    carried = Listing()
    for paragraph in doc.paragraphs:
        if paragraph.kind in _SILENT:
            continue
        if paragraph.kind is ParagraphKind.HEADING or _NUMBERED.match(paragraph.text):
            carried = Listing()
        if not _FIGURE.search(paragraph.text):
            continue
        numbers = read_scales(paragraph.text, find_numbers(paragraph.text, rules.quantities).quantities, patterns.money)
        if not numbers:
            continue
        reader = _Reader(
            doc, paragraph, vocabulary, patterns, len(claims), group, carried, Namer(rules, paragraph.text)
        )
        claims.extend(reader.read([n for n in numbers if not n.doubtful]))
        group = reader.group + 1
        carried = reader.carry(claims) or carried
    return tuple(claims)


class _Reader(Handing):
    """Reads the figures of one paragraph from left to right."""

    def __init__(
        self,
        doc: Document,
        paragraph: Paragraph,
        vocabulary: Vocabulary,
        patterns: Patterns,
        first: int,
        group: int,
        carried: Listing,
        namer: Namer,
    ) -> None:
        self.doc = doc
        self.paragraph = paragraph
        super().__init__(paragraph.text, vocabulary, patterns, first, carried)
        self.vocabulary = vocabulary
        self.group = group
        self.namer = namer
        self.parallel = Parallel()
        self.numbers: list[QuantitySpan] = []
        self.fiscal_year = doc.identity.fiscal_year
        self.fund = fund_of(doc, paragraph)

    def read(self, numbers: list[QuantitySpan]) -> list[Claim]:
        before = 0
        numbers = [n for n in numbers if not is_threshold(self.text, n) and not is_code(self.text, n)]
        self.numbers = numbers
        for at, span in enumerate(numbers):
            if at >= self.parallel.end:
                around = Surroundings(self.text, self.concepts, self.measures, self.claims, self.patterns)
                self.parallel = find_parallel(around, numbers, at, before, self.parallel)
            start = self._lead_start(before, span.start)
            claim = self._claim(span, start, at)
            self._rate_before(claim)
            self.claims.append(claim)
            self._remember(claim)
            before = span.end
        return self.claims

    def carry(self, claims: list[Claim]) -> Listing | None:
        """Return the list that the paragraph opens with its last words (项目支出主要用于：) for those that follow."""
        if not self.claims or not self.text.endswith("："):
            return None
        end = self.claims[-1].end
        openers = list(self.patterns.of_which.finditer(self.text, end))
        found = openers[-1] if openers else None
        if found is None or found.end() < len(self.text) - 1:
            return None
        head = self.head_before(found.start(), end)
        return Listing(head, len(claims) * 100 + 99, carried=True) if head is not None else None

    def _lead_start(self, before: int, start: int) -> int:
        """Return where the words that lead to a figure begin: after the last full stop or item mark."""
        lead = before
        self.leave_brackets(before, start)
        for end in _SENTENCE_END.finditer(self.text, before, start):
            lead = end.end()
            if self.listing.ends_with_sentence:
                self.listing = self.outer
        items = [m.start() for m in _ITEM.finditer(self.text, max(0, before - 1), start)]
        said = self.context
        if items:
            lead = max(lead, items[-1])
            self.group += 1
            # the head stays (a list may hang on it), what was said last does not
            self.context = Context()
        self.open_listing(before, start, items, said)
        self._leave_list(before, start)
        # 1. 一般公共服务支出（类）。年初预算为…: the path is a sentence of its own before the figures
        for concept in self.concepts:
            named = concept.key.startswith(("path:", "project:")) or self._is_title(concept)
            inside = before <= concept.start and concept.end <= lead
            if inside and named and (not items or concept.start >= items[-1] or concept.end <= items[0]):
                self.context.topic = concept
                self.context.is_title = self._is_title(concept)
        return lead

    def _is_title(self, concept: Span) -> bool:
        """Tell whether a concept is an item's title, a sentence of its own, as （2）公务接待费 before a full stop."""
        if self.text[concept.end : concept.end + 1] != "。":
            return False
        mark = _ITEM_START.search(self.text[: concept.start])
        return mark is not None and mark.end() == concept.start

    def _claim(self, span: QuantitySpan, start: int, at: int) -> Claim:
        lead = self.text[start : span.start]
        relation, base, direction, cut = self._relation(lead, span)
        measure = self._measure(start, span.start)
        if measure is Measure.NONE:
            measure = self._budget_of_rate(lead, span)
        inside = [c for c in self.concepts if start <= c.start and c.end <= start + cut]
        if self.parallel.end > at:
            relation, base, direction, measure = self._shared(span, (relation, base, direction, measure))
        concept, words = self._concept(inside, start, start + cut, relation, measure)
        if relation is Relation.SHARE and is_named_after(self.text, span.end):
            concept = named_after(self.text, span.end, self.concepts)
            relation, words = (relation, concept.words) if concept else (Relation.OTHER, words)
        if self.parallel.end > at:
            concept, words = self._handed_out(span, concept, words)
        if concept is None and relation is Relation.LEVEL:
            concept = self.vocabulary.concept_after(self.text, span.end)
            words = concept.words if concept else words
        period = Period.CURRENT
        if relation is Relation.LEVEL:
            period = period_of(lead, self.patterns, self.fiscal_year)
            if period is Period.LAST or self.patterns.compared.search(lead):
                self._update_base(lead)
            elif measure.is_budget and _COMPARED.search(lead):
                # 比2023年接待费年初预算 x 万元减少 y 万元
                self.context.base = Base("", measure, Period.CURRENT, "")
            if moves_from(lead, self.text, span.end, self.patterns) and not measure.is_budget:
                relation, period = self._moved_from(relation, period)
                if concept is None and self.is_filler(start, start + cut):
                    concept = self.context.named
            if period is Period.LAST and concept is None and self.is_filler(start, span.start):
                concept = self.context.topic or self._compared_ahead(span, at)
        if base is None and relation in (Relation.CHANGE, Relation.GROWTH) and self.context.previous is not None:
            base = Base("", Measure.NONE, Period.LAST, "")
        return Claim(
            index=self.first + len(self.claims),
            paragraph=self.paragraph.index,
            start=span.number_start,
            end=span.end,
            clause_start=clause_start(self.text, start, span.start),
            clause_end=span.end,
            quantity=span.quantity,
            relation=relation,
            concept=Concept(concept.key, words, concept.start, concept.end) if concept else None,
            measure=measure if relation in (Relation.LEVEL, Relation.CHANGE, Relation.GROWTH) else Measure.NONE,
            period=period,
            fund=self.fund,
            section=self.paragraph.section,
            subject=words if concept is None else "",
            base=base,
            direction=direction,
            about=self._about(relation, concept, span),
            against=self._against(span, relation, lead, concept),
            head=None if self.is_aside(span.start) or self._ends_list(relation, measure) else self.listing.head,
            listing=self.listing.number,
            group=self.group,
        )

    def _shared(
        self, span: QuantitySpan, own: tuple[Relation, Base | None, int, Measure]
    ) -> tuple[Relation, Base | None, int, Measure]:
        """Return relation, base, direction and measure of a figure of a list: those of the list's first figure."""
        parallel = self.parallel
        parallel.lead = parallel.lead or opening(parallel, self._share_base) or own
        relation, base, direction, measure = parallel.lead
        if span.start in parallel.unread and span.quantity.unit is Unit.PERCENT:
            relation, base = Relation.OTHER, None
        return relation, base, direction, parallel.measures.get(span.start, measure)

    def _handed_out(self, span: QuantitySpan, concept: Span | None, words: str) -> tuple[Span | None, str]:
        """Return the concept that a list hands to a figure."""
        parallel = self.parallel
        if span.start in parallel.spans:
            return parallel.spans[span.start], parallel.spans[span.start].words
        if span.start in parallel.about:
            said = self.claims[parallel.about[span.start] - self.first].concept
            return (Span(said.start, said.end, said.key, said.words), said.words) if said else (None, words)
        return (None, words or span.quantity.printed) if span.start in parallel.unread else (concept, words)

    def _relation(self, lead: str, span: QuantitySpan) -> tuple[Relation, Base | None, int, int]:
        """Return relation, base, direction, and how much of the lead may name the concept."""
        unit = span.quantity.unit
        whole = self.claims[-1] if self.claims else None
        if unit is Unit.PERCENT and whole is not None and of_stated_whole(lead, whole):
            return (*self._rate_of_whole(whole), 0, len(lead))
        if unit is Unit.PERCENT:
            if self.patterns.done.fullmatch(lead) and self.context.budget is not None:
                # 年初预算 x 万元，完成 y%
                planned = self.claims[self.context.budget - self.first].measure
                return Relation.COMPLETION, Base("", planned, Period.CURRENT, ""), 0, 0
            completion = self.patterns.completion.search(lead)
            if completion:
                base = Base("", budget_measure(completion["base"] or ""), Period.CURRENT, completion["base"] or "")
                return Relation.COMPLETION, base, 0, completion.start()
            share = self.patterns.share.search(lead)
            if share:
                words = share["base"] or out_of(self.text, lead, self.patterns)
                return Relation.SHARE, self._share_base(words), 0, share.start()
        if unit.is_money and (moved := moves_from(lead, self.text, span.end, self.patterns)) is not None:
            return Relation.LEVEL, None, 0, moved.start()
        rise, fall = self.patterns.rise.search(lead), self.patterns.fall.search(lead)
        if unit.is_money and not (rise or fall):
            apart = self.patterns.above.search(lead) or self.patterns.below.search(lead)
            if apart:
                base = Base("", budget_measure(apart["base"]), Period.CURRENT, apart["base"])
                return Relation.CHANGE, base, 1 if self.patterns.above.search(lead) else -1, apart.start()
        if (rise or fall) and (unit.is_money or unit in (Unit.PERCENT, Unit.NONE)):
            found = rise or fall
            relation = Relation.CHANGE if unit.is_money else Relation.GROWTH
            self._update_base(lead)
            return relation, self.context.base, 1 if rise else -1, found.start() if found else len(lead)
        if unit.is_money or (unit is Unit.NONE and "." in span.quantity.printed):
            return Relation.LEVEL, None, 0, len(lead)
        if unit is Unit.PERCENT:
            return Relation.OTHER, None, 0, len(lead)
        return (Relation.SCORE if unit is Unit.SCORE else Relation.COUNT), None, 0, len(lead)

    def _budget_of_rate(self, lead: str, span: QuantitySpan) -> Measure:
        """Return which budget an amount is that a rate behind it is measured against: 完成预算 x 万元的 y%."""
        found = self.patterns.completion.search(lead, timeout=regex.SECONDS)
        if found is None or not span.quantity.unit.is_money or not is_whole_of_rate(self.text, span.end):
            return Measure.NONE
        return budget_measure(found["base"] or "")

    def _rate_of_whole(self, whole: Claim) -> tuple[Relation, Base | None]:
        """Return what a rate is whose whole or budget is stated right before it: 占甲 x 万元的 y%."""
        words = self.text[whole.clause_start : whole.start]
        if whole.measure.is_budget:
            return Relation.COMPLETION, Base("", whole.measure, Period.CURRENT, words)
        if self.patterns.share.search(words) is None:
            return Relation.OTHER, None
        return Relation.SHARE, Base(whole.concept.key if whole.concept else "?", Measure.NONE, Period.CURRENT, words)

    def _about(self, relation: Relation, concept: Span | None, span: QuantitySpan) -> int | None:
        """Return the claim that a ratio is of, where the item states it and speaks of the same thing."""
        if span.start in self.parallel.about:
            return self.parallel.about[span.start]
        if span.start in self.parallel.spans:
            # its name was handed to it, and the amount of that name is not stated
            return None
        if relation is Relation.GROWTH:
            return None if self._base_before(span) else self.context.change
        if relation not in (Relation.SHARE, Relation.COMPLETION):
            return None
        level = self.claim_at(self.context.level)
        if level is None or (concept is not None and level.concept is not None and level.concept.key != concept.key):
            return None
        if level.concept is None and concept is not None:
            # an amount that no rule read is no amount of what the ratio names
            return None
        return level.index

    def _against(self, span: QuantitySpan, relation: Relation, lead: str, concept: Span | None) -> int | None:
        """Return the claim that a rate is measured against, where the item states it."""
        if relation is Relation.GROWTH:
            base = self._base_before(span)
            if base is None and self.context.change is None:
                base = self._only_previous()
            known = base is not None and base.concept is not None and concept is not None
            return base.index if base is not None and known and self._same(base, concept) else None
        if relation is not Relation.COMPLETION:
            return None
        if self.claims and of_stated_whole(lead, self.claims[-1]):
            return self.claims[-1].index
        if span.start in self.parallel.spans:
            return self.parallel.against.get(span.start)
        return self.parallel.against.get(span.start, self._own_budget())

    def _share_base(self, words: str) -> Base:
        return share_base(self.text, words, self.concepts, self.patterns)

    def _update_base(self, lead: str) -> None:
        """Note what changes are measured against; it holds until the item ends or something else is said."""
        budget = self.patterns.against_budget.search(lead)
        if self.patterns.last_year.search(lead):
            self.context.base = Base("", Measure.NONE, Period.LAST, "")
        elif budget:
            self.context.base = Base("", budget_measure(budget[0]), Period.CURRENT, "")

    def _measure(self, start: int, end: int) -> Measure:
        inside = [m for m in self.measures if start <= m.start and m.end <= end]
        return Measure(inside[-1].key) if inside else Measure.NONE

    def _concept(
        self, inside: list[Span], start: int, end: int, relation: Relation, measure: Measure
    ) -> tuple[Span | None, str]:
        """Return the concept that the lead names, or the one it inherits; else None and the words that stand there."""
        if relation is Relation.CHANGE and (side := _SIDE_CHANGES.match(self.text, start, end)) is not None:
            return self._side(_SIDES[side["side"]])
        if relation is Relation.CHANGE and self._says_why_first(start, end):
            return self.context.topic, self.context.topic.words if self.context.topic else ""
        if inside:
            last = inside[-1]
            if self.patterns.left_out.search(self.text[: last.start]):
                # （不含教学科研人员因公出国经费 x 万元）
                return None, self.namer.name(start, end)
            if len(inside) > 1 and self._is_joined(inside[-2], last, end):
                return None, self.namer.name(start, end)
            if self.is_filler(last.end, end) and self._stands_alone(last):
                return last, last.words
            return None, self.namer.name(start, end)
        if relation in (Relation.SHARE, Relation.COMPLETION):
            subject = self.claim_at(self.context.level)
        elif relation is Relation.GROWTH:
            subject = self.claim_at(self.context.change)
        else:
            subject = None
        if subject is not None and subject.concept is not None and self.is_filler(start, end):
            c = subject.concept
            return Span(c.start, c.end, c.key, c.words), c.words
        if (
            self.context.topic is not None
            and self.is_filler(start, end)
            and (relation in _INHERITS or (relation is Relation.LEVEL and self._is_new(measure)))
        ):
            return self.context.topic, self.context.topic.words
        if relation is Relation.LEVEL and self.context.named is not None and self._goes_on(start, end, measure):
            return self.context.named, self.context.named.words
        return None, self.namer.name(start, end)

    def _is_joined(self, first: Span, second: Span, end: int) -> bool:
        """Tell whether a figure is of two things together, or of each of them."""
        if not self.patterns.joint.fullmatch(self.text[first.end : second.start]):
            return False
        return bool(self.patterns.together.search(self.text[second.end : end]))

    def _stands_alone(self, concept: Span) -> bool:
        """Tell whether a common term is no tail of a longer name (设备检查项目支出 is not 项目支出)."""
        if concept.key in _CARRY_OVER and _OF_ALL_FUNDS & set(self.doc.keys_of(self.paragraph.section)):
            # the summary speaks of all funds: 年末财政拨款结转和结余 is a part of what its table holds
            return "拨款" not in self.text[max(0, concept.start - 6) : concept.end]
        if concept.key not in _COMMON:
            return True
        return bool(self.patterns.plain_prefix.search(self.text[: concept.start]))
