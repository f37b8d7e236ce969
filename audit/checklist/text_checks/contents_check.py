"""Compares the contents page with the headings and captions of the body, and follows their numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.contents_pages import find_pages
from audit.checklist.text_checks.numbering import find_numbering
from audit.checklist.text_checks.phrasing import build, distinct
from audit.likeness import likeness
from audit.marks import opening_mark, spellings
from audit.model.document import ParagraphKind
from audit.model.findings import Category

if TYPE_CHECKING:
    from audit.model.document import ContentsEntry, Document, Paragraph, Section
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.text_rules import ContentsRules

_OPEN_ENDS = "：，；。"
"""What ends a sentence, or opens a list: no title ends so."""
_LONGEST = 60
_ALIKE = 0.4
"""Two titles with one number."""
_ALIKE_CAPTION = 0.7
"""Captions lie close together: all are tables of the same few words."""
_BROKEN_OVER = 3
_YEAR = regex.compile(r"20\d{2}(?=年)")
_GROUP = 3
"""So many titles of one part that differ are one way of wording, not several slips."""


_NUMBER = regex.compile(r"[（(]\s*(?:公开|附)?\s*表?\s*(\d{1,2})\s*表?\s*[)）]")
_LABELS = {True: "structure.contents.number", False: "structure.contents.year"}


def _numbers_differ(one: str, other: str) -> bool:
    """Tell whether both titles print the number of their table, and not the same."""
    a, b = (_NUMBER.search(title) for title in (one, other))
    return a is not None and b is not None and int(a[1]) != int(b[1])


@dataclass(frozen=True, slots=True)
class _Title:
    """A heading or a caption of the body."""

    text: str
    ref: Ref
    more: tuple[Ref, ...] = ()
    """The other lines that it is printed on."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """An entry of the contents page and the title of the body that differs from it."""

    entry: ContentsEntry
    title: _Title
    part: int


def find(doc: Document, rules: ContentsRules) -> tuple[Finding, ...]:
    """Return where the body differs from the contents page, and where its own numbers do not follow one another."""
    found = find_numbering(doc, rules)
    if doc.contents and not doc.identity.is_blank_template:
        check = _Check(doc, rules)
        check.run()
        # a section that is gone leaves a gap in the numbers: one root, one finding
        gone = {spelling for entry, _ in check.missing for spelling in spellings(entry.level, entry.number or 0)}
        found = [f for f in found if f.rule != "structure.number.gap" or f.expected not in gone]
        found.extend(check.findings())
        found.extend(find_pages(doc, rules))
    return distinct(doc, found)


class _Check:
    def __init__(self, doc: Document, rules: ContentsRules) -> None:
        self.doc = doc
        self.rules = rules
        self.pairs: list[_Pair] = []
        self.missing: list[tuple[ContentsEntry, Ref]] = []
        self.sizes: dict[int, int] = {}
        kinds = (ParagraphKind.CONTENTS, ParagraphKind.COVER)
        self.body = [p for p in doc.paragraphs if p.kind not in kinds]
        self.captions = [_Title(t.caption, t.caption_ref) for t in doc.tables if t.caption and t.caption_ref]
        self.texts = {self.bare(p.text) for p in self.body} | {self.bare(c.text) for c in self.captions}
        bare = [self.bare(p.text) for p in self.body]
        # a title may be broken over three paragraphs
        self.openings = ["".join(bare[i : i + _BROKEN_OVER]) for i in range(len(bare))]
        self.flow = "\n".join(p.text for p in self.body)

    # --- comparison ---------------------------------------------------------------------------------------------------

    def bare(self, title: str) -> str:
        """Return what a title says: without its number, years, quotation marks and other punctuation."""
        mark = opening_mark(title)
        text = title[mark.end :] if mark else title
        for pattern in self.rules.ignored:
            text = regex.sub(pattern, "", text)
        return text

    def same(self, one: str, other: str) -> bool:
        """Tell whether two titles say the same."""
        if self._years_differ(one, other):
            return False
        a, b = self.bare(one), self.bare(other)
        if a == b or not a or not b:
            return True
        a, b = (regex.sub(r"（[^（）]*）", "", text) for text in (a, b))
        if a == b:
            return True
        if len(a) != len(b):
            return False
        apart = [(x, y) for x, y in zip(a, b, strict=True) if x != y]
        # one character read for another is print misread, unless the two mean different things
        return len(apart) == 1 and not all(c in self.rules.telling for c in apart[0])

    def _years_differ(self, one: str, other: str) -> bool:
        """Tell whether both titles print a year, and not the same; 2023年度 and 2023年 are one."""
        a, b = (_YEAR.search(title) for title in (one, other))
        return a is not None and b is not None and a[0] != b[0]

    def names(self, entry: ContentsEntry, title: _Title) -> bool:
        """Tell whether a title is an entry's, the issuer's name and the year before it left aside."""
        if self._years_differ(entry.title, title.text):
            return False
        if self.same(entry.title, title.text):
            return True
        wanted, found = self.bare(entry.title), self.bare(title.text)
        if not wanted or not found.endswith(wanted):
            return False
        before = found[: -len(wanted)]
        return before in self.doc.identity.entity or any(regex.search(p, before) for p in self.rules.issuers)

    # --- walking the entries ------------------------------------------------------------------------------------------

    def run(self) -> None:
        part: Section | None = None
        part_index = -1
        for entry in self.doc.contents:
            if len(entry.title) > _LONGEST or entry.number is None:
                continue
            if entry.level == 1:
                part_index += 1
                part = self._section(entry, None)
                self._heading(entry, [part] if part else [], part_index)
                continue
            self.sizes[part_index] = self.sizes.get(part_index, 0) + 1
            if self._is_table(entry):
                self._table(entry, part_index)
            elif entry.level == 2 and part is not None:
                inside = [s for s in self.doc.sections if s.parent == part.index and s.level == entry.level]
                same_number = [s for s in inside if s.number == entry.number]
                self._heading(entry, same_number or self._alike(entry, inside), part_index)

    def _is_table(self, entry: ContentsEntry) -> bool:
        bare = self.bare(entry.title)
        return any(regex.search(p, bare) for p in self.rules.table_titles) and not any(
            regex.search(p, bare) for p in self.rules.no_tables
        )

    def _section(self, entry: ContentsEntry, parent: int | None) -> Section | None:
        """Return the section of the body with an entry's number."""
        for section in self.doc.sections:
            above = -1 if parent is None else parent
            if section.level == entry.level and section.number == entry.number and section.parent == above:
                return section
        return None

    def _alike(self, entry: ContentsEntry, sections: list[Section]) -> list[Section]:
        return [s for s in sections if self.same(entry.title, self._text(s))]

    def _text(self, section: Section) -> str:
        return self.doc.paragraphs[section.first].text

    def _lines(self, section: Section) -> tuple[Ref, ...]:
        text = self._text(section)
        return self.doc.paragraphs[section.first].places(0, len(text))

    def _heading(self, entry: ContentsEntry, sections: list[Section], part: int) -> None:
        titles = [_Title(self._text(s), s.ref, self._lines(s)) for s in sections]
        if any(self.names(entry, t) for t in titles):
            return
        if self.bare(entry.title) in self.texts and not any(self._years_differ(entry.title, t.text) for t in titles):
            return
        if any(self._is_broken(entry, s) for s in sections):
            return
        near = max(titles, key=lambda t: self._alikeness(entry, t), default=None)
        if near is not None and self._alikeness(entry, near) >= _ALIKE and self._is_whole(near):
            self.pairs.append(_Pair(entry, near, part))
        elif not titles and not self._stands(entry):
            self._lost(entry, part)

    def _stands(self, entry: ContentsEntry) -> bool:
        """Tell whether an entry's title opens some paragraph, or stands in one with its number."""
        wanted = self.bare(entry.title)
        return any(opening.startswith(wanted) for opening in self.openings) or entry.title in self.flow

    def _lost(self, entry: ContentsEntry, part: int) -> None:
        """Look for a title that lost its number before saying that it is missing."""
        bare = [p for p in self.body if p.text and len(p.text) <= _LONGEST and not opening_mark(p.text)]
        bare = [p for p in bare if p.text[-1] not in _OPEN_ENDS]
        # a table's caption, or what another entry names, is no heading of this one
        short = [_Title(p.text, p.ref) for p in bare if not self._is_taken(entry, p)]
        near = max(short, key=lambda t: self._alikeness(entry, t), default=None)
        if near is not None and self._alikeness(entry, near) >= _ALIKE_CAPTION:
            self.pairs.append(_Pair(entry, near, part))
        else:
            self.missing.append((entry, self._heading_before(entry)))

    def _is_taken(self, entry: ContentsEntry, paragraph: Paragraph) -> bool:
        title = _Title(paragraph.text, paragraph.ref)
        # the title of the part of the tables stands above the first of them, as a caption does
        is_caption = paragraph.kind is ParagraphKind.CAPTION and entry.level > 1
        if is_caption or any(self.same(c.text, title.text) for c in self.captions):
            return True
        return any(self.names(other, title) for other in self.doc.contents if other is not entry)

    def _heading_before(self, entry: ContentsEntry) -> Ref:
        """Return the heading after which a missing one belongs; the entry itself where there is none."""
        at = self.doc.contents.index(entry)
        for earlier in reversed(self.doc.contents[:at]):
            for section in self.doc.sections:
                if section.level == earlier.level and self.same(earlier.title, self._text(section)):
                    return section.ref
        return entry.ref

    def _is_whole(self, title: _Title) -> bool:
        return len(title.text) <= _LONGEST

    def _is_broken(self, entry: ContentsEntry, section: Section) -> bool:
        """Tell whether a heading goes on in the paragraph after it."""
        wanted, found = self.bare(entry.title), self.bare(self._text(section))
        if not wanted.startswith(found) or section.first + 1 >= len(self.doc.paragraphs):
            return False
        rest = wanted[len(found) :]
        return bool(rest) and self.bare(self.doc.paragraphs[section.first + 1].text).startswith(rest)

    def _alikeness(self, entry: ContentsEntry, title: _Title) -> float:
        return likeness(self.bare(entry.title), self.bare(title.text))

    def _table(self, entry: ContentsEntry, part: int) -> None:
        """Compare a table's title with the captions of the body."""
        same = [c for c in self.captions if self.bare(c.text) == self.bare(entry.title)]
        if same and all(_numbers_differ(entry.title, c.text) or self._years_differ(entry.title, c.text) for c in same):
            self.pairs.append(_Pair(entry, same[0], part))
            return
        if any(self.names(entry, c) for c in self.captions) or self.bare(entry.title) in self.flow_titles():
            return
        taken = {
            c.text for c in self.captions for other in self.doc.contents if other is not entry and self.names(other, c)
        }
        free = [c for c in self.captions if c.text not in taken]
        near = max(free, key=lambda c: self._alikeness(entry, c), default=None)
        if near is not None and self._alikeness(entry, near) >= _ALIKE_CAPTION:
            self.pairs.append(_Pair(entry, near, part))
        elif self._has_tables() and all(t.caption for t in self.doc.tables if t.role) and not self._is_printed(entry):
            self.missing.append((entry, self._heading_before(entry)))

    def _has_tables(self) -> bool:
        """Tell whether most tables are in this publication: they may have been published apart."""
        entries = [e for e in self.doc.contents if e.level > 1 and self._is_table(e)]
        return 2 * sum(any(self.names(e, c) for c in self.captions) for e in entries) > len(entries)

    def _is_printed(self, entry: ContentsEntry) -> bool:
        """Tell whether an entry's words stand anywhere in the body, be it in a table's cell."""
        wanted = self.bare(entry.title)
        return self._stands(entry) or any(
            wanted in self.bare(line.text) for table in self.doc.tables for line in table.lines
        )

    def flow_titles(self) -> set[str]:
        """Return the captions and headings of the body as they stand on lines of their own."""
        kinds = (ParagraphKind.CAPTION, ParagraphKind.HEADING)
        return {self.bare(p.text) for p in self.body if p.kind in kinds}

    # --- findings -----------------------------------------------------------------------------------------------------

    def findings(self) -> list[Finding]:
        dated = [pair for pair in self.pairs if self.bare(pair.entry.title) == self.bare(pair.title.text)]
        found = [
            self._differ(group, _LABELS[_numbers_differ(group[0].entry.title, group[0].title.text)])
            for group in self._groups(dated)
        ]
        found.extend(map(self._differ, self._groups([pair for pair in self.pairs if pair not in dated])))
        found.extend(
            build(
                self.rules.messages,
                "structure.contents.missing",
                [ref, entry.ref],
                category=Category.STRUCTURE,
                stated=entry.title,
            )
            for entry, ref in self.missing
        )
        return found

    def _groups(self, pairs: list[_Pair]) -> list[list[_Pair]]:
        """Return the pairs that one finding speaks of: those of one part together where they are many."""
        found: list[list[_Pair]] = []
        for part in dict.fromkeys(pair.part for pair in pairs):
            inside = [pair for pair in pairs if pair.part == part]
            grouped = len(inside) >= _GROUP or (len(inside) > 1 and 2 * len(inside) >= self.sizes.get(part, 0))
            found.extend([inside] if grouped else [[pair] for pair in inside])
        return found

    def _differ(self, group: list[_Pair], key: str = "") -> Finding:
        first = group[0]
        key = "structure.contents.titles" if len(group) > 1 else key or "structure.contents.title"
        return build(
            self.rules.messages,
            key,
            [ref for pair in group for ref in (pair.title.ref, pair.entry.ref, *pair.title.more)],
            category=Category.STRUCTURE,
            stated=first.title.text,
            expected=first.entry.title,
            count=len(group),
        )
