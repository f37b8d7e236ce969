"""Finds words and paragraphs that stand twice."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.outline import is_flattened
from audit.checklist.text_checks.phrasing import build
from audit.checklist.text_checks.table_lines import clean
from audit.likeness import distance
from audit.model.document import ParagraphKind
from audit.model.findings import Category

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph, Table
    from audit.model.findings import Finding
    from audit.model.text_rules import WordingRules

_TWICE = regex.compile(r"(?P<word>\p{Han}{2,12})(?P=word)")
_TWICE_IN_CELL = regex.compile(r"(?P<word>\p{Han}{4,20})(?P=word)(?!(?P=word))")
_LEADER = regex.compile(r"[.．·…]{4,}")
_NUMERALS = regex.compile(r"[零〇一二三四五六七八九十百千]+")
_REPETITION = regex.compile(r"(\p{Han}+?)\1+|(?:(\p{Han}+?)\2+)\p{Han}?")
_HELD = (ParagraphKind.TEXT, ParagraphKind.HEADING, ParagraphKind.CAPTION, ParagraphKind.NOTE)
_MOST = 3
"""More doubled words in one paragraph are a doubled print, not a slip."""
_SHORTEST = 15
_SHORTEST_ALIKE = 25
_MOST_APART = 2


def find_doubled(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return doubled words of the text and of table cells, and doubled paragraphs."""
    found: list[Finding] = []
    for paragraph in doc.paragraphs:
        if paragraph.kind in _HELD and not is_flattened(paragraph):
            found.extend(_words(paragraph, rules))
    cells = [finding for table in doc.tables for finding in _cells(table, rules)]
    often = Counter(finding.stated for finding in cells)
    # what many tables repeat is the way their labels are printed
    found.extend(finding for finding in cells if often[finding.stated] < _MOST)
    texts = [p for p in doc.paragraphs if p.kind is ParagraphKind.TEXT]
    for first, second in pairwise(texts):
        found.extend(_paragraphs(first, second, rules))
    return found


def _words(paragraph: Paragraph, rules: WordingRules) -> list[Finding]:
    across = [m.span() for pattern in rules.doubled_across for m in regex.finditer(pattern, paragraph.text)]
    matches = [
        m
        for m in _TWICE.finditer(paragraph.text)
        if not _may_stand_twice(m["word"], rules)
        and not _is_parted(paragraph, m)
        and not any(start <= m.start() and m.end() <= end for start, end in across)
    ]
    if len(matches) > _MOST:
        return []
    return [
        build(
            rules.messages,
            "text.doubled.word",
            [paragraph.place(match.start(), match.end())],
            category=Category.TEXT,
            stated=match.group(),
            expected=match["word"],
        )
        for match in matches
    ]


def _is_parted(paragraph: Paragraph, match: regex.Match[str]) -> bool:
    """Tell whether a line ends between the two: what follows may be a label or a title of its own."""
    seam = match.start() + len(match["word"])
    first, second = paragraph.place(match.start(), seam), paragraph.place(seam, match.end())
    return first.line_id != second.line_id


def _may_stand_twice(word: str, rules: WordingRules) -> bool:
    # what is itself a repetition is print gone wrong, not a word written twice
    return bool(_NUMERALS.fullmatch(word) or _REPETITION.fullmatch(word)) or any(
        regex.fullmatch(p, word) for p in rules.doubled_but_right
    )


def _cells(table: Table, rules: WordingRules) -> list[Finding]:
    """Return doubled words of cells; only long ones, for a damaged cell repeats short ones."""
    found: list[Finding] = []
    for line in (*table.lines, *table.halves):
        for cell in line.cells:
            match = _TWICE_IN_CELL.search(cell.text)
            if match is None or _may_stand_twice(match["word"], rules) or len(_TWICE_IN_CELL.findall(cell.text)) > 1:
                continue
            place = line.ref(cell.start + match.start(), cell.start + match.end())
            if clean(line.text[cell.start : cell.end]) != clean(cell.text) or match.group() not in place.quote:
                continue
            found.append(
                build(
                    rules.messages,
                    "text.doubled.word",
                    [place],
                    category=Category.TEXT,
                    stated=match.group(),
                    expected=match["word"],
                )
            )
    return found


def _paragraphs(first: Paragraph, second: Paragraph, rules: WordingRules) -> list[Finding]:
    """Return the finding for two neighbours that are the same but for a character or two."""
    if first.section != second.section or second.index - first.index > 1 or _LEADER.search(second.text):
        return []
    one, other = first.text, second.text
    if len(other) <= _SHORTEST or abs(len(one) - len(other)) > _MOST_APART:
        return []
    apart = distance(one, other, _MOST_APART)
    if apart > (_MOST_APART if len(other) >= _SHORTEST_ALIKE else 0):
        return []
    if regex.sub(r"\D", "", one) != regex.sub(r"\D", "", other):
        # items that differ in their figures are parallel, not doubled
        return []
    return [
        build(
            rules.messages,
            "text.doubled.paragraph",
            [second.place(0, len(other)), first.place(0, len(one))],
            category=Category.TEXT,
            stated=other[:20],
        )
    ]
