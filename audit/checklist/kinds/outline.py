"""Where in the outline a section stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph

_FIGURES_ALONE = regex.compile(r"\d \d")
_MOST_ALONE = 2


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
