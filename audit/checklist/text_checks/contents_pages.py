"""The page numbers of a contents page: they rise, and leave as much room as the text between two headings needs."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from audit.checklist.text_checks.phrasing import build
from audit.model.document import ParagraphKind
from audit.model.findings import Category

if TYPE_CHECKING:
    from audit.model.document import ContentsEntry, Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.text_rules import ContentsRules

_FULL_PAGE = 2000
"""More characters than any page of A4 holds in the type of an official document (22 lines of 28 by the standard)."""
_NOISE = regex.compile(r"[\s.…·．\"“”]")


def find_pages(doc: Document, rules: ContentsRules) -> list[Finding]:
    """Return entries whose page lies before the entry above, or too near it for the text between the two."""
    entries = [entry for entry in doc.contents if entry.page is not None]
    found: list[Finding] = []
    for above, entry in pairwise(entries):
        first, last = above.page or 0, entry.page or 0
        heads = [_heading(doc, one) for one in (above, entry)]
        if last < first:
            found.append(_finding(rules, "structure.contents.page", above, entry, 0, heads[1]))
        elif heads[0] is not None and heads[1] is not None:
            length = _between(doc, heads[0], heads[1])
            if length > (last - first + 1) * _FULL_PAGE:
                found.append(_finding(rules, "structure.contents.room", above, entry, length, heads[1]))
    return found


def _finding(
    rules: ContentsRules, key: str, above: ContentsEntry, entry: ContentsEntry, length: int, head: Paragraph | None
) -> Finding:
    return build(
        rules.messages,
        key,
        [entry.ref, above.ref, *([head.ref] if head is not None else [])],
        category=Category.STRUCTURE,
        stated=entry.page or 0,
        title=entry.title,
        above=above.title,
        page=above.page or 0,
        length=length,
    )


def _heading(doc: Document, entry: ContentsEntry) -> Paragraph | None:
    """Return the only heading of the body with an entry's words, in a text without pages of its own."""
    wanted = _NOISE.sub("", entry.title)
    kinds = (ParagraphKind.CONTENTS, ParagraphKind.COVER)
    found = [p for p in doc.paragraphs if p.kind not in kinds and _NOISE.sub("", p.text) == wanted]
    return found[0] if len(found) == 1 and found[0].lines[0].page is None else None


def _between(doc: Document, first: Paragraph, last: Paragraph) -> int:
    """Return how many characters the file prints between two headings; 0 where they stand the other way round."""
    low, high = first.lines[0], last.lines[0]
    inside = (line for line in doc.lines if line.file == low.file and low.number < line.number < high.number)
    return sum(len(_NOISE.sub("", line.text)) for line in inside)
