"""Where in the outline a section stands."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import regex

from audit.marks import opening_mark
from audit.model.document import ParagraphKind

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph

_FIGURES_ALONE = regex.compile(r"\d \d")
_MOST_ALONE = 2
_SENTENCE_END = regex.compile(r"[。；：！？]\"?$")


def is_flattened(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph is a table that lost its ruling: figures stand with nothing but a blank between them."""
    return len(_FIGURES_ALONE.findall(paragraph.text)) >= _MOST_ALONE


def top_section(doc: Document, section: int) -> int:
    """Return the first-level section (一、二、...) that a section belongs to, the part itself right under it."""
    while section >= 0 and doc.sections[section].parent >= 0:
        parent = doc.sections[section].parent
        if doc.sections[parent].parent < 0:
            return section
        section = parent
    return section


def whole_paragraphs(doc: Document) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the prose, joined where one breaks off and the next goes on without a number.

    A page break, or a line that ends short of the margin, may cut a sentence in two.
    """
    found: list[Paragraph] = []
    for paragraph in doc.paragraphs:
        last = found[-1] if found else None
        goes_on = (
            last is not None
            and paragraph.kind is last.kind is ParagraphKind.TEXT
            and paragraph.section == last.section
            and not _SENTENCE_END.search(last.text)
            and opening_mark(paragraph.text) is None
        )
        if goes_on and last is not None:
            found[-1] = _joined(last, paragraph)
        elif paragraph.kind is not ParagraphKind.CAPTION or last is None or _SENTENCE_END.search(last.text):
            found.append(paragraph)
    return tuple(found)


def _joined(first: Paragraph, second: Paragraph) -> Paragraph:
    """Return two paragraphs as one, with every character's place."""
    width, height = len(first.text), len(first.lines)
    moved = (
        replace(piece, start=piece.start + width, end=piece.end + width, line=piece.line + height)
        for piece in second.pieces
    )
    return replace(
        first, text=first.text + second.text, pieces=(*first.pieces, *moved), lines=(*first.lines, *second.lines)
    )


def part_of(doc: Document, section: int) -> int:
    """Return the part (第X部分) that a section belongs to."""
    while section >= 0 and doc.sections[section].parent >= 0:
        section = doc.sections[section].parent
    return section


def titles_of(doc: Document, section: int) -> list[str]:
    """Return the titles of a section and of those above it, innermost first."""
    found = []
    while section >= 0:
        found.append(doc.sections[section].title)
        section = doc.sections[section].parent
    return found
