"""Finds brackets and quotation marks without their partner, and numbers of documents in brackets of several kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from audit.checklist.text_checks.phrasing import build
from audit.marks import opening_mark
from audit.model.document import ParagraphKind
from audit.model.findings import Category

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.text_rules import WordingRules

_PAIRS = (("“", "”"), ("《", "》"), ("（(", "）)"))
_DOCUMENT_NUMBER = regex.compile(r"(?P<open>[〔\[【（(])\s*(?:19|20)\d{2}\s*[〕\]】）)]\s*\d{1,4}\s*号")
_LIST_MARK = regex.compile(r"(?:(?<=^|[。；;：:，,\s])(?:\d{1,2}|[a-zA-Z]|[一二三四五六七八九十]{1,2}))[）)]")
_BEFORE, _AFTER = 12, 6
_FEWEST = 4
"""Items with a full stop that show how a list is ended."""
_LETTER = regex.compile(r"\p{Han}$")
_STANDARD = "〔"
_HALF_WIDE = regex.compile(r"（[^（）()]{1,40}\)|\([^（）()]{1,40}）")
_FOLD = {"(": "（"}


def find_punctuation(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return unpaired marks, mixed brackets in numbers of documents, and the item of a list that nothing ends."""
    return [*_unpaired(doc, rules), *_document_numbers(doc, rules), *_unended(doc, rules), *_half_wide(doc, rules)]


def _unpaired(doc: Document, rules: WordingRules) -> list[Finding]:
    prose = [p for p in doc.paragraphs if p.kind in (ParagraphKind.TEXT, ParagraphKind.HEADING)]
    found: list[Finding] = []
    for opening, closing in _PAIRS:
        balances = [_balance(p, opening, closing) for p in prose]
        for i, (paragraph, balance) in enumerate(zip(prose, balances, strict=True)):
            # a paragraph that was cut in two has the partner in its other half
            near = balances[max(0, i - 1) : i] + balances[i + 1 : i + 2]
            if abs(balance) != 1 or any(n == -balance for n in near):
                continue
            place = _place(paragraph, opening, closing)
            found.append(
                build(
                    rules.messages,
                    "text.unpaired",
                    [place],
                    category=Category.TEXT,
                    stated=place.quote,
                    mark=(opening if balance > 0 else closing)[0],
                    missing=(closing if balance > 0 else opening)[0],
                )
            )
    return found


def _balance(paragraph: Paragraph, opening: str, closing: str) -> int:
    text = "".join(_LIST_MARK.sub("", line.text) for line in paragraph.lines)
    return sum(text.count(c) for c in opening) - sum(text.count(c) for c in closing)


def _place(paragraph: Paragraph, opening: str, closing: str) -> Ref:
    """Return the mark that has no partner, with some words around it."""
    open_at: list[tuple[int, int]] = []
    for number, line in enumerate(paragraph.lines):
        marks = {match.end() - 1 for match in _LIST_MARK.finditer(line.text)}
        for at, char in enumerate(line.text):
            if at in marks:
                continue
            if char in opening:
                open_at.append((number, at))
            elif char in closing:
                if not open_at:
                    return _around(paragraph, number, at)
                open_at.pop()
    return _around(paragraph, *open_at[-1])


def _around(paragraph: Paragraph, number: int, at: int) -> Ref:
    line = paragraph.lines[number]
    return line.ref(max(0, at - _BEFORE), min(len(line.text), at + _AFTER))


def _document_numbers(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the finding for a publication that prints the year of documents in brackets of several kinds."""
    uses = [
        (_FOLD.get(match["open"], match["open"]), line.ref(match.start(), match.end()))
        for line in doc.lines
        for match in _DOCUMENT_NUMBER.finditer(line.text)
    ]
    kinds = {kind for kind, _ in uses}
    others = [place for kind, place in uses if kind != _STANDARD]
    if len(kinds) < 2 or not others:
        return []
    return [
        build(
            rules.messages,
            "style.document_number",
            others,
            category=Category.FORMAT,
            stated=others[0].quote,
            kinds="".join(sorted(kinds)),
            count=len(others),
        )
    ]


def _unended(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the one item of a list that lacks the full stop which all others have."""
    found: list[Finding] = []
    for items in _lists(doc):
        bare = [item for item in items if _LETTER.search(item.text)]
        if len(bare) != 1 or len(items) <= _FEWEST or not all(i.text.endswith("。") for i in items if i is not bare[0]):
            continue
        item = bare[0]
        last = item.lines[-1].text
        # a stop that hangs in the margin may come out apart from a line that is full
        if len(last) >= max(len(line.text) for other in items for line in other.lines):
            continue
        if _goes_on(doc, item):
            continue
        place = item.place(max(0, len(item.text) - _BEFORE), len(item.text))
        count = len(items) - 1
        found.append(
            build(rules.messages, "text.no_stop", [place], category=Category.TEXT, stated=place.quote, count=count)
        )
    return found


def _goes_on(doc: Document, item: Paragraph) -> bool:
    """Tell whether the rest of an item may follow it: on the next page, or as a paragraph that nothing opens."""
    return any(
        after.lines[0].page != item.lines[-1].page
        or (after.kind is ParagraphKind.TEXT and opening_mark(after.text) is None)
        for after in doc.paragraphs[item.index + 1 : item.index + 2]
    )


def _lists(doc: Document) -> list[list[Paragraph]]:
    """Return the numbered items that follow one another: 1. 2. 3., each a paragraph of its own."""
    found: list[list[Paragraph]] = []
    for paragraph in doc.paragraphs:
        mark = opening_mark(paragraph.text) if paragraph.kind is ParagraphKind.TEXT else None
        last = found[-1][-1] if found else None
        before = opening_mark(last.text) if last else None
        if mark is None:
            continue
        follows = (
            last is not None
            and before is not None
            and last.index == paragraph.index - 1
            and last.section == paragraph.section
            and (before.level, before.number) == (mark.level, mark.number - 1)
        )
        if follows:
            found[-1].append(paragraph)
        else:
            found.append([paragraph])
    return found


def _half_wide(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the finding for brackets of the prose that open in full width and close in half width, or the reverse."""
    lines = [
        line
        for paragraph in doc.paragraphs
        if paragraph.kind in (ParagraphKind.TEXT, ParagraphKind.HEADING)
        for line in paragraph.lines
    ]
    uses = [line.ref(match.start(), match.end()) for line in lines for match in _HALF_WIDE.finditer(line.text)]
    if not uses:
        return []
    return [
        build(
            rules.messages,
            "style.brackets",
            uses,
            category=Category.FORMAT,
            stated=uses[0].quote,
            count=len(uses),
        )
    ]
