"""Sentences and headings whose subject is the unit: another unit's name there was left over from another text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.names import is_another_unit
from audit.checklist.text_checks.phrasing import build
from audit.model.document import ParagraphKind
from audit.model.findings import Category

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.text_rules import WordingRules

_OFTEN = 3
"""So many times a publication names its own unit at least."""
_SELDOM = 4
"""A name that stands more often is one of the units that the publication is about."""
_KINDS = (ParagraphKind.TEXT, ParagraphKind.HEADING, ParagraphKind.CAPTION)


def find_subjects(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the sentences and headings that tell of another unit than the publication's own."""
    entity = doc.identity.entity
    if not regex.fullmatch(rules.unit_names, entity) or sum(entity in p.text for p in doc.paragraphs) < _OFTEN:
        return []
    found: list[Finding] = []
    for paragraph in doc.paragraphs:
        if paragraph.kind not in _KINDS or set(doc.keys_of(paragraph.section)) & set(rules.other_units):
            continue
        for pattern in rules.subjects:
            for match in regex.finditer(pattern, paragraph.text):
                name = match["name"]
                if not regex.fullmatch(rules.unit_names, name) or not is_another_unit(name, entity):
                    continue
                # a heading that its entry on the contents page contradicts is told there
                is_told = paragraph.kind is not ParagraphKind.TEXT and not _is_in_contents(doc, name)
                if not is_told and not _is_known(doc, rules, name):
                    found.append(_finding(rules, paragraph, match.span("name"), name, entity))
    return found


def _is_in_contents(doc: Document, name: str) -> bool:
    return not doc.contents or any(name in entry.title for entry in doc.contents)


def _is_known(doc: Document, rules: WordingRules, name: str) -> bool:
    """Tell whether a unit is one of the department's: the overview names it, or the text does time and again."""
    named = [p for p in doc.paragraphs if name in p.text]
    return len(named) > _SELDOM or any(set(doc.keys_of(p.section)) & set(rules.unit_parts) for p in named)


def _finding(rules: WordingRules, paragraph: Paragraph, span: tuple[int, int], name: str, entity: str) -> Finding:
    place = paragraph.place(*span)
    return build(rules.messages, "text.unit", [place], category=Category.TEXT, stated=name, expected=entity)
