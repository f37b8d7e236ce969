"""Differences that the prose states, and whether it gives their reasons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile
from typing import TYPE_CHECKING

from audit.checklist.evidence import Defect, failed, find, find_in, passed, review, said
from audit.model.claims import Measure, Period, Relation
from audit.model.findings import Severity
from audit.model.packs import Against

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.checklist.evidence import Evidence, KindResult
    from audit.model.document import Paragraph
    from audit.model.pack_words import Vocabulary
    from audit.model.packs import ComparisonNeed, ComparisonWithReason
    from audit.model.places import Ref

TITLE_LENGTH = 30
SHOWN = 3
"""Sentences cited beside a heading."""
ITEM_LENGTH = 70
"""An item names class, section and item of the 科目."""
FIGURE = re.compile(r"\d[\d,.]*(?:万元|亿元|元|%)")
ITEM = re.compile(r"^(?:\d{1,2}[.、．]|（[\d一二三四五六七八九十]{1,3}）)")
"""A paragraph that begins an item: its first words name what its sentences are about."""
FIRST_ITEM = re.compile(r"^(?:1[.、．]|（[1一]）)")
CLAUSE_END = re.compile(r"[，。；：]")
RATE = re.compile(r"\d[%％]")
HAN = re.compile(r"[\u4e00-\u9fff]")
SHORTEST_REASON = 4
SENTENCE_END = re.compile(
    r"。|[；;](?=(?:\d{1,2}[.、．](?!\d)|（[\d一二三四五六七八九十]{1,3}）)[^。；;]{0,80}(?:决算|预算))"
)
"""A semicolon ends a sentence only where the next 科目 begins: what it parts may share one reason."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence with the ones after it that only add to it; offsets are in the paragraph's text."""

    paragraph: Paragraph
    start: int
    end: int
    delegates: bool = False
    """True where what follows gives the parts, and their reasons."""

    @property
    def text(self) -> str:
        return self.paragraph.text[self.start : self.end]

    @property
    def first(self) -> int:
        """Where the words begin that say what it is about: the item's start where it is one."""
        return 0 if ITEM.match(self.paragraph.text) else self.start

    @property
    def ref(self) -> Ref:
        return self.paragraph.place(self.first, self.end)

    @property
    def title(self) -> str:
        """The first words, which say what it is about."""
        text = self.paragraph.text[self.first : self.end]
        most = ITEM_LENGTH if self.first < self.start or ITEM.match(text) else TITLE_LENGTH
        return text[:most].partition("。")[0].rstrip("，。；：")


def segments(paragraphs: Iterable[Paragraph], words: Vocabulary) -> tuple[Segment, ...]:
    """Cut prose into sentences; one that only gives a reason belongs to the one before it."""
    found: list[Segment] = []
    for paragraph in paragraphs:
        first = True
        for start, end in _sentences(paragraph.text):
            text = paragraph.text[start:end]
            if found and _only_adds(text, words) and (not first or _is_open(found[-1])):
                last = found[-1]
                if last.paragraph is paragraph:
                    found[-1] = Segment(paragraph, last.start, end, last.delegates)
                    continue
            if found and find(words.delegates, text[:4]):
                found[-1] = Segment(found[-1].paragraph, found[-1].start, found[-1].end, delegates=True)
            is_head = bool(find(words.delegates, text.rstrip("：:，,。；")[-4:])) and text.rstrip()[-1:] in "：:"
            found.append(Segment(paragraph, start, end, is_head))
            first = False
    return tuple(found)


def _sentences(text: str) -> list[tuple[int, int]]:
    cuts = [match.end() for match in SENTENCE_END.finditer(text)]
    if not cuts or cuts[-1] < len(text):
        cuts.append(len(text))
    spans, start = [], 0
    for cut in cuts:
        if text[start:cut].strip():
            spans.append((start, cut))
        start = cut
    return spans


def _is_open(segment: Segment) -> bool:
    return segment.text.rstrip()[-1:] not in "。；;"


def _only_adds(text: str, words: Vocabulary) -> bool:
    """Tell whether a sentence gives a reason before it states any figure of its own."""
    reason = find(words.reason, text)
    figure = FIGURE.search(text)
    return reason is not None and (figure is None or reason.start() < figure.start())


def _explains_above(segment: Segment, words: Vocabulary) -> bool:
    """Tell whether a paragraph begins with the reason of changes and states none of its own."""
    if segment.start or not find(words.explains, segment.text):
        return False
    return not find((*words.differs_from_last_year, *words.differs_from_budget), segment.text)


def unexplained(
    evidence: Evidence, paragraphs: Sequence[Paragraph], against: Against = Against.ANY
) -> tuple[Segment, ...]:
    """Return the sentences that state a difference and give no reason for it."""
    words = evidence.pack.vocabulary
    told = segments(paragraphs, words)
    last = {s.paragraph.section: at for at, s in enumerate(told) if _explains_above(s, words)}
    return tuple(
        segment
        for at, segment in enumerate(told)
        if not segment.delegates
        and at > last.get(segment.paragraph.section, -1)
        and not find(words.reason, segment.text)
        and (
            (against is not Against.LAST_YEAR and differs_from_budget(evidence, segment))
            or (against is not Against.BUDGET and find(words.differs_from_last_year, segment.text))
        )
    )


def parted(
    told: Sequence[Segment], words: Vocabulary, paragraphs: Sequence[Paragraph] = ()
) -> tuple[list[Segment], list[Segment]]:
    """Part differences into those without any reason, and those beside words that may be one: a reader must judge.

    `paragraphs`: where the reasons of the parts of an amount may stand for that of the whole.
    """
    open_ = [
        segment
        for segment in told
        if _may_explain(segment, words) or _is_taken_up(segment, words) or _leads_items(segment, paragraphs, words)
    ]
    return [segment for segment in told if segment not in open_], open_


def _may_explain(segment: Segment, words: Vocabulary) -> bool:
    """Tell whether a clause after the first one states neither a figure nor merely the direction of the change."""
    return any(_is_telling(clause, words) for clause in CLAUSE_END.split(segment.text)[1:])


def _is_telling(clause: str, words: Vocabulary) -> bool:
    return len(HAN.findall(clause)) >= SHORTEST_REASON and not FIGURE.search(clause) and not find(words.bare, clause)


def _is_taken_up(segment: Segment, words: Vocabulary) -> bool:
    """Tell whether later sentences may give the reason: the next one in words alone, or one that has a reason."""
    after = [s for s in segment.paragraph.text[segment.end :].split("。") if s.strip()]
    if (
        after
        and not FIGURE.search(after[0])
        and any(_is_telling(clause, words) for clause in CLAUSE_END.split(after[0]))
    ):
        return True
    return any(find(words.reason, s) and (not FIGURE.search(s) or _says_again(s, words)) for s in after)


def _says_again(sentence: str, words: Vocabulary) -> bool:
    """Tell whether a sentence says a difference from the budget without a rate of its own."""
    return bool(find(words.differs_from_budget, sentence)) and not RATE.search(sentence)


def _leads_items(segment: Segment, paragraphs: Sequence[Paragraph], words: Vocabulary) -> bool:
    """Tell whether the items of a list follow the paragraph of which any has a reason: they explain the whole."""
    after = paragraphs[paragraphs.index(segment.paragraph) + 1 :] if paragraphs else ()
    if not after or not FIRST_ITEM.match(after[0].text):
        return False
    return any(find(words.reason, item.text) for item in takewhile(lambda p: ITEM.match(p.text), after))


def differs_from_budget(evidence: Evidence, segment: Segment) -> bool:
    """Tell whether a sentence states a difference: by its figures where they are read, else by its words."""
    inside = [
        claim
        for claim in evidence.claims
        if claim.paragraph == segment.paragraph.index and segment.start <= claim.start < segment.end
    ]
    levels = [c for c in inside if c.relation in (Relation.LEVEL, Relation.PART_OF) and c.period is Period.CURRENT]
    budgets = [c.quantity.value for c in levels if c.measure.is_budget and c.quantity.unit.is_money]
    finals = [c.quantity.value for c in levels if c.measure is Measure.FINAL and c.quantity.unit.is_money]
    words = evidence.pack.vocabulary
    if len(budgets) == 1 and len(finals) == 1 and not find(words.same, segment.text):
        return budgets[0] != finals[0]
    return bool(find(words.differs_from_budget, segment.text))


def comparison_with_reason(evidence: Evidence, params: ComparisonWithReason) -> KindResult:
    """Check that sections compare, and that every difference has its reason."""
    places: list[Ref] = []
    defects: list[Defect] = []
    unsure: list[Segment] = []
    for need in params.sections:
        if need.optional and evidence.doc.section(need.section) is None:
            continue
        inside = evidence.body((need.section,))
        paragraphs = [p for p in inside if not set(need.but) & set(evidence.doc.keys_of(p.section))]
        place = find_in(need.words, paragraphs)
        if place is None:
            defects.append(_no_comparison(evidence, need))
            continue
        places.append(place)
        told = unexplained(evidence, paragraphs, need.against)
        without, open_ = parted(told, evidence.pack.vocabulary, paragraphs)
        unsure += open_
        if without:
            defects.append(reason_missing(need.label, need.section, without))
    if defects:
        rest = left_open(params.sections[-1].label, unsure) if unsure else None
        reasons = (said("changes.fail", what=d.expected, where=d.stated) for d in defects)
        return failed(*reasons, defects=defects, rest=rest)
    if unsure:
        return left_open("、".join(n.label for n in params.sections), unsure)
    if not places:
        return review(said("changes.nowhere"))
    return passed(said("changes.pass", sections="、".join(n.label for n in params.sections)), evidence=places)


def left_open(label: str, unsure: Sequence[Segment]) -> KindResult:
    """Leave differences to a reader whose sentences may give the reason in words that are not known."""
    titles = "；".join(segment.title for segment in unsure)
    return review(said("changes.open", what=label, where=titles), evidence=[segment.ref for segment in unsure])


def reason_missing(label: str, section: str, without: Sequence[Segment]) -> Defect:
    """Make the one finding of a section's differences without reason, citing each of them."""
    titles = "；".join(segment.title for segment in without)
    return Defect(
        about=f"reason:{section}",
        message=said("finding.reason_missing", section=label, count=len(without), items=titles),
        places=tuple(segment.ref for segment in without),
        severity=Severity.WARNING,
        stated=titles,
        expected=label,
    )


def _no_comparison(evidence: Evidence, need: ComparisonNeed) -> Defect:
    section = evidence.doc.section(need.section)
    return Defect(
        about=f"comparison:{need.section}" if section else f"missing:{need.section}",
        message=said("finding.comparison_missing" if section else "finding.section_missing", section=need.label),
        places=(evidence.place_under(need.section), *(p.ref for p in evidence.body((need.section,))[:SHOWN])),
        severity=Severity.ERROR,
        expected=need.label,
    )
