"""Holds the unit's own name to one spelling, and the lines above tables to stating it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.phrasing import build
from audit.model.document import ParagraphKind
from audit.model.findings import Category

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.text_rules import WordingRules

_READ = (ParagraphKind.TEXT, ParagraphKind.HEADING, ParagraphKind.CAPTION, ParagraphKind.NOTE)
_NEAR = 2
"""Paragraphs beside a label in which a name that was torn from it may stand."""


def find_unit_names(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the unit's name with another conjunction in it, and tables whose label for the name has none behind it."""
    return [*_spellings(doc, rules), *_blanks(doc, rules)]


def _spellings(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the finding for a name whose parts are joined by another word than mostly: 规划与…局, 规划和…局."""
    entity = doc.identity.entity
    if not regex.fullmatch(rules.unit_names, entity) or not any(word in entity for word in rules.conjunctions):
        return []
    words = "|".join(map(regex.escape, rules.conjunctions))
    pattern = regex.compile(f"(?:{words})".join(map(regex.escape, regex.split(words, entity))))
    uses = [(p, m) for p in doc.paragraphs if p.kind in _READ for m in pattern.finditer(p.text)]
    others = [(p, m) for p, m in uses if m.group() != entity]
    usual = next(((p, m) for p, m in uses if m.group() == entity), None)
    if not others or usual is None or 2 * len(others) > len(uses):
        return []
    places = [p.place(m.start(), m.end()) for p, m in (*others, usual)]
    return [
        build(
            rules.messages,
            "text.two_spellings",
            places,
            category=Category.TEXT,
            stated=others[0][1].group(),
            expected=entity,
        )
    ]


def _blanks(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the finding for labels above tables that no name stands behind."""
    places: list[Ref] = []
    stated = ""
    for paragraph in doc.paragraphs:
        match = regex.match(rules.blank_names, paragraph.text) if paragraph.kind is ParagraphKind.CAPTION else None
        if match and not any(_is_name(near, doc, rules) for near in _beside(doc, paragraph)):
            places.append(paragraph.place(match.start(), match.end()))
            stated = stated or match.group()
    if not places:
        return []
    return [
        build(
            rules.messages,
            "structure.unit_blank",
            places,
            category=Category.STRUCTURE,
            stated=stated,
            expected=doc.identity.entity,
            count=len(places),
        )
    ]


def _beside(doc: Document, paragraph: Paragraph) -> tuple[Paragraph, ...]:
    near = doc.paragraphs[max(0, paragraph.index - _NEAR) : paragraph.index + _NEAR + 1]
    return tuple(p for p in near if p is not paragraph and p.kind is not ParagraphKind.TEXT)


def _is_name(paragraph: Paragraph, doc: Document, rules: WordingRules) -> bool:
    """Tell whether a paragraph is a unit's name alone, or one that the label lost."""
    entity = doc.identity.entity
    return bool(regex.fullmatch(rules.unit_names, paragraph.text)) or bool(entity and paragraph.text == entity)
