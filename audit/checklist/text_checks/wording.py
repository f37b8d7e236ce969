"""Finds what drafting and copying left behind: doubled words and paragraphs, residue, broken phrases, wrong names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.counted_lists import find_counted
from audit.checklist.text_checks.doubled import find_doubled
from audit.checklist.text_checks.identity_words import find_identity
from audit.checklist.text_checks.outline import part_of
from audit.checklist.text_checks.parallels import find_parallels
from audit.checklist.text_checks.phrasing import build, distinct, merge
from audit.checklist.text_checks.punctuation import find_punctuation
from audit.checklist.text_checks.subjects import find_subjects
from audit.checklist.text_checks.unit_names import find_unit_names
from audit.marks import opening_mark

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.text_rules import TextPattern, WordingRules

_TITLE_IN_MARKS = regex.compile(r"《[^《》]*》")


def find(doc: Document, rules: WordingRules) -> tuple[Finding, ...]:
    """Return the defects of wording, in reading order. An issued form that was never filled in has none."""
    if doc.identity.is_blank_template:
        return ()
    found = _patterns(doc, rules)
    kinds = (find_doubled, find_identity, find_unit_names, find_subjects, find_counted, find_parallels)
    for find_kind in (*kinds, find_punctuation):
        found.extend(find_kind(doc, rules))
    return distinct(doc, merge(doc, found))


@dataclass(frozen=True, slots=True)
class _Compiled:
    rule: TextPattern
    pattern: regex.Limited
    parallels: regex.Limited | None


def _patterns(doc: Document, rules: WordingRules) -> list[Finding]:
    compiled = [
        _Compiled(p, regex.limited(p.pattern), regex.limited(p.parallels) if p.parallels else None)
        for p in rules.patterns
    ]
    found: list[Finding] = []
    usual = _usual(doc, compiled)
    for paragraph in doc.paragraphs:
        titles = [match.span() for match in _TITLE_IN_MARKS.finditer(paragraph.text)]
        for one in compiled:
            if not _is_held(doc, paragraph, one.rule) or (one.rule.empty and _goes_on(doc, paragraph)):
                continue
            if one.parallels and usual.get((one.rule.pattern, part_of(doc, paragraph.section)), 0) < one.rule.at_least:
                continue
            for match in one.pattern.finditer(paragraph.text):
                if any(start <= match.start() < end for start, end in titles):
                    continue
                found.append(
                    build(
                        rules.messages,
                        one.rule.rule,
                        [paragraph.place(match.start(), match.end())],
                        category=one.rule.category,
                        severity=one.rule.severity,
                        stated=match.group(),
                        expected=match.expandf(one.rule.expected) if one.rule.expected else "",
                    )
                )
    return found


def _goes_on(doc: Document, paragraph: Paragraph) -> bool:
    """Tell whether the next paragraph belongs to an entry: it has no number, or one of a lower rank."""
    if paragraph.index + 1 >= len(doc.paragraphs):
        return False
    own, after = (opening_mark(doc.paragraphs[i].text) for i in (paragraph.index, paragraph.index + 1))
    return after is None or (own is not None and after.level > own.level)


def _is_held(doc: Document, paragraph: Paragraph, rule: TextPattern) -> bool:
    if paragraph.kind not in rule.kinds:
        return False
    return not rule.parts or any(key in rule.parts for key in doc.keys_of(paragraph.section))


def _usual(doc: Document, compiled: list[_Compiled]) -> dict[tuple[str, int], int]:
    """Count how often the usual wording of each pattern stands in each part."""
    counts: dict[tuple[str, int], int] = {}
    for paragraph in doc.paragraphs:
        part = part_of(doc, paragraph.section)
        for one in compiled:
            if one.parallels:
                key = (one.rule.pattern, part)
                counts[key] = counts.get(key, 0) + len(one.parallels.findall(paragraph.text))
    return counts
