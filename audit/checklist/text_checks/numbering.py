"""Follows the numbers of headings and items: none left out, none twice, none missing where its siblings have one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.phrasing import build
from audit.marks import Mark, marks_of, opening_mark, spellings
from audit.model.document import ParagraphKind
from audit.model.findings import Category

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.text_rules import ContentsRules

_LEVELS = range(2, 7)
_HELD = (ParagraphKind.TEXT, ParagraphKind.HEADING)
_LONGEST_TITLE = 30
_QUOTE = 30
_BLANKS = regex.compile(r"\s+")


@dataclass(slots=True)
class _List:
    """A list that is being counted: where its last number stands."""

    level: int
    number: int
    paragraph: int
    text: str
    opens: bool


def find_numbering(doc: Document, rules: ContentsRules) -> list[Finding]:
    """Return numbers that are left out, printed twice or missing."""
    if doc.identity.is_blank_template:
        return []
    return [*_Counting(doc, rules).run(), *_unnumbered(doc, rules)]


class _Counting:
    """Walks the marks of the body; the lists that are open form a stack, the innermost last."""

    def __init__(self, doc: Document, rules: ContentsRules) -> None:
        self.doc = doc
        self.rules = rules
        self.open: list[_List] = []
        self.found: list[Finding] = []
        self.risen: list[tuple[Paragraph, Mark, _List, _List]] = []
        """Titles that begin a list of a higher rank inside one of a lower rank, with both lists."""

    def run(self) -> list[Finding]:
        for paragraph in self.doc.paragraphs:
            if paragraph.kind not in _HELD:
                continue
            for mark in marks_of(paragraph.text):
                if mark.level == 1:
                    self.open.clear()
                    self.risen.clear()
                else:
                    self._take(paragraph, mark)
        return self.found

    def _take(self, paragraph: Paragraph, mark: Mark) -> None:
        text = paragraph.text[mark.end : mark.end + _LONGEST_TITLE]
        now = _List(mark.level, mark.number, paragraph.index, text, mark.opens)
        if mark.number == 1:
            # the list inside has a lower rank of its own: nothing can be told
            self.risen = [one for one in self.risen if one[3].level != mark.level]
            self._rise(paragraph, mark)
            self.open.append(now)
            return
        self._confirm(mark)
        own = [i for i, known in enumerate(self.open) if known.level == mark.level]
        goes_on = next((i for i in reversed(own) if self.open[i].number == mark.number - 1), None)
        if goes_on is not None:
            self.open[goes_on:] = [now]
            return
        last = self.open[own[-1]] if own else None
        if last is not None and mark.opens and last.opens:
            if last.number == mark.number:
                self._twice(paragraph, mark, last)
            elif last.number == mark.number - 2 and own[-1] == len(self.open) - 1:
                self._gap(paragraph, mark, last)
        if own:
            self.open[own[-1] :] = [now]
        else:
            self.open.append(now)

    def _rise(self, paragraph: Paragraph, mark: Mark) -> None:
        """Note a title 一、 under （三）, which itself stands under some 二、: its list is of too high a rank."""
        if not mark.opens or (not _title(paragraph.text[mark.end :]) and not _short(paragraph.text[mark.end :])):
            return
        own = [i for i, known in enumerate(self.open) if known.level == mark.level and known.opens]
        lower = self.open[own[-1] + 1 :] if own else []
        if lower and lower[-1].opens and lower[-1].level == mark.level + 1:
            self.risen.append((paragraph, mark, self.open[own[-1]], lower[-1]))

    def _confirm(self, mark: Mark) -> None:
        """Report a list of too high a rank once the list around it goes on."""
        for paragraph, first, outer, inner in self.risen:
            if mark.opens and mark.level == inner.level and mark.number == inner.number + 1:
                before, above = (self.doc.paragraphs[known.paragraph] for known in (inner, outer))
                self.found.append(
                    build(
                        self.rules.messages,
                        "structure.number.level",
                        [paragraph.place(0, _QUOTE), before.place(0, _QUOTE), above.place(0, _QUOTE)],
                        category=Category.STRUCTURE,
                        stated=paragraph.text[:_QUOTE],
                        before=before.text[:_QUOTE],
                        above=above.text[:_QUOTE],
                        mark=paragraph.text[: first.end],
                    )
                )
        # the next number of the lower rank settles it, whichever it is
        self.risen = [one for one in self.risen if one[3].level != mark.level]

    def _between(self, first: int, last: int) -> str:
        """Return what the file prints from one paragraph to another, tables included, without white space."""
        low, high = self.doc.paragraphs[first].lines[0], self.doc.paragraphs[last].lines[0]
        inside = (line for line in self.doc.lines if line.file == low.file and low.number <= line.number < high.number)
        text: str = _BLANKS.sub("", "".join(line.text for line in inside))
        return text

    def _gap(self, paragraph: Paragraph, mark: Mark, last: _List) -> None:
        missing = mark.number - 1
        between = self._between(last.paragraph, paragraph.index)
        # 3. is no part of 933.5
        forms = "|".join(regex.escape(form) for form in spellings(mark.level, missing))
        if regex.search(rf"(?<![\d.])(?:{forms})(?!\d)", between):
            return
        before = self.doc.paragraphs[last.paragraph]
        # what is missing belongs under the heading above both
        above = [section.ref for section in self.doc.sections if section.first < last.paragraph <= section.last]
        self._report("structure.number.gap", paragraph, mark, before, missing, above[-1:])

    def _twice(self, paragraph: Paragraph, mark: Mark, last: _List) -> None:
        before = self.doc.paragraphs[last.paragraph]
        if before.text[:_LONGEST_TITLE] == paragraph.text[:_LONGEST_TITLE]:
            # the same paragraph printed twice is another matter
            return
        self._report("structure.number.twice", paragraph, mark, before, mark.number + 1)

    def _report(
        self, key: str, paragraph: Paragraph, mark: Mark, before: Paragraph, due: int, above: Sequence[Ref] = ()
    ) -> None:
        self.found.append(
            build(
                self.rules.messages,
                key,
                [paragraph.place(0, _QUOTE), before.place(0, _QUOTE), *above],
                category=Category.STRUCTURE,
                stated=paragraph.text[: mark.end],
                expected=spellings(mark.level, due)[0],
                before=before.text[: (opening_mark(before.text) or mark).end],
            )
        )


def _unnumbered(doc: Document, rules: ContentsRules) -> list[Finding]:
    """Return titles without a number where every other title of the same words has one."""
    titles: dict[str, list[Mark]] = {}
    for paragraph in doc.paragraphs:
        mark = opening_mark(paragraph.text)
        title = _title(paragraph.text[mark.end :]) if mark else ""
        if mark and title and paragraph.kind in _HELD:
            titles.setdefault(title, []).append(mark)
    found: list[Finding] = []
    last: dict[int, tuple[int, int]] = {}
    for paragraph in doc.paragraphs:
        if paragraph.kind not in _HELD:
            continue
        for mark in marks_of(paragraph.text):
            last[mark.level] = (mark.number, paragraph.index)
        own = titles.get(_title(paragraph.text), [])
        if opening_mark(paragraph.text) or len(own) < 2:
            continue
        usual = own[0]
        if all((m.level, m.number) == (usual.level, usual.number) for m in own) and (
            last.get(usual.level, (0, 0))[0] == usual.number - 1 > 0
        ):
            found.append(
                build(
                    rules.messages,
                    "structure.number.missing",
                    [paragraph.place(0, len(paragraph.text))],
                    category=Category.STRUCTURE,
                    stated=paragraph.text,
                    expected=f"{spellings(usual.level, usual.number)[0]}{paragraph.text}",
                    count=len(own),
                )
            )
    return found


def _short(text: str) -> bool:
    """Tell whether a text is a title of two halves: 加强管理，提高效率."""
    return len(text) <= _LONGEST_TITLE and not regex.search(r"[。；：].|[。；：]$|，.*，", text)


def _title(text: str) -> str:
    """Return the words of a short title, "" for a sentence."""
    bare = text.rstrip("：。")
    return bare if 4 <= len(bare) <= _LONGEST_TITLE and not regex.search(r"[，。；：]", bare) else ""
