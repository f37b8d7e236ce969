"""Holds the lists of 科目 in the prose to the rows of the tables that have amounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.line_paths import find_paths
from audit.checklist.text_checks.named_blanks import find_named_blanks
from audit.checklist.text_checks.names import canonical
from audit.checklist.text_checks.outline import titles_of, whole_paragraphs
from audit.checklist.text_checks.phrasing import build, distinct, merge
from audit.checklist.text_checks.table_lines import CodedTable, expenditure_tables, filled_in, read_tables, table_of
from audit.likeness import distance
from audit.model.document import ParagraphKind
from audit.model.findings import Category, Severity

if TYPE_CHECKING:
    from audit.checklist.text_checks.table_lines import CodedLine
    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.text_rules import LineListRules, ListedPanel, UsedList

_LIST_END = regex.compile(r"[；。]|$")
_NAME = regex.compile(r"[^、，；。]+")
_USED = regex.compile(r"(?P<code>\d{7})(?P<name>\p{Han}[\p{Han}（）]*)")
_CLASS_OF_LIST = regex.compile(
    r"(?:^|(?<=[：；。，、\d]))(?P<name>\p{Han}[\p{Han}（）]{1,30}?)(?P<mark>（类）)?(?:支出)?(?=\d[\d,. ]*万元|占\d)"
)
_LONGEST = 16
_MOST_UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class _Named:
    """A name in a list of the prose."""

    text: str
    start: int
    end: int


def find(doc: Document, rules: LineListRules) -> tuple[Finding, ...]:
    """Return what lists of 科目 name without an amount, leave out, or name otherwise than the table."""
    if doc.identity.is_blank_template:
        return ()
    check = _Check(doc, rules)
    found: list[Finding] = []
    for paragraph in whole_paragraphs(doc):
        if paragraph.kind is not ParagraphKind.TEXT or paragraph.section < 0:
            continue
        found.extend(check.panels(paragraph))
        found.extend(check.used(paragraph))
        found.extend(check.structure(paragraph))
    found.extend(find_paths(doc, rules, check.tables))
    found.extend(find_named_blanks(doc, rules))
    return distinct(doc, merge(doc, found))


class _Check:
    def __init__(self, doc: Document, rules: LineListRules) -> None:
        self.doc = doc
        self.rules = rules
        self.tables = read_tables(doc)

    def bare(self, name: str) -> str:
        return canonical(name, self.rules.ignored, self.rules.suffixes)

    # --- 人员经费, 公用经费 ------------------------------------------------------------

    def panels(self, paragraph: Paragraph) -> list[Finding]:
        """Compare the lists of economic 科目 of one paragraph with the basic-expenditure table."""
        found: list[Finding] = []
        titles = titles_of(self.doc, paragraph.section)
        for panel in self.rules.panels:
            if not any(regex.search(p, title) for p in panel.titles for title in titles):
                continue
            for head in panel.heads:
                for match in regex.finditer(head, paragraph.text):
                    found.extend(self._panel(paragraph, match.end(), panel))
        return found

    def _panel(self, paragraph: Paragraph, start: int, panel: ListedPanel) -> list[Finding]:
        table = self._economic(paragraph)
        if table is None:
            return []
        end = _end_of(paragraph.text, start)
        # a list that nothing ends was cut: what it leaves out may stand elsewhere
        is_cut = end == len(paragraph.text)
        named = self._names(paragraph.text, start, end)[: -1 if is_cut else None]
        # side-by-side panels mix the rows: in the order of their codes each stands beside its neighbours
        rows = sorted((li for li in table.lines if li.code.startswith(panel.codes)), key=lambda line: line.code)
        if len(named) < 3 or not rows:
            return []
        is_open = any(paragraph.text[:end].endswith(word) for word in self.rules.open_ends)
        return _List(self, paragraph, table, rows, named, is_open=is_open or is_cut or not panel.complete).compare()

    def _economic(self, paragraph: Paragraph) -> CodedTable | None:
        """Return the table of basic expenditure by economic classification that a paragraph is about."""
        keys = (*self.doc.keys_of(paragraph.section), "")
        rule = next((rule for key in keys for rule in self.rules.basic if rule.section == key), None)
        known = table_of(self.doc, self.tables, rule.roles) if rule else None
        if known:
            return known
        return next(
            (
                t
                for t in self.tables
                if any(regex.search(p, t.caption) for p in self.rules.basic_tables)
                and sum(line.code.startswith("30") for line in t.lines) * 2 > len(t.lines)
            ),
            None,
        )

    def _names(self, text: str, start: int, end: int) -> list[_Named]:
        """Return the names of a list between two offsets."""
        found = []
        for match in _NAME.finditer(text, start, end):
            first = max(match.start(), text.rfind("：", match.start(), match.end()) + 1)
            name = text[first : match.end()]
            for word in self.rules.open_ends:
                name = name.removesuffix(word)
            if name and not regex.search(r"\d", name):
                found.append(_Named(name, first, first + len(name)))
        return found

    # --- 本部门使用 2010350 ... ------------------------------------------------------------

    def used(self, paragraph: Paragraph) -> list[Finding]:
        """Compare a list of codes with the table of its section."""
        found: list[Finding] = []
        listed = list(_USED.finditer(paragraph.text))
        if not listed or not any(regex.search(h, paragraph.text[: listed[0].start()]) for h in self.rules.used_heads):
            return []
        rule = self._rule(paragraph, self.rules.used)
        table = table_of(self.doc, self.tables, rule.roles) if rule else None
        if rule is None or table is None or not table.sound:
            return []
        codes = {match["code"] for match in listed}
        for match in listed:
            name = self._used_name(match["name"])
            span = (match.start(), match.start("name") + len(name))
            found.extend(self._used_code(paragraph, table, rule, (match["code"], name, *span)))
        end = _end_of(paragraph.text, listed[-1].end())
        is_open = end == len(paragraph.text) or any(
            regex.search(rf"{w}(?:科目)?$", paragraph.text[:end]) for w in self.rules.open_ends
        )
        for line in table.of(7):
            if not is_open and line.filled and line.code not in codes and not rule.column:
                place = paragraph.place(listed[0].start(), listed[0].end())
                found.append(self.omitted(line, f"{line.code} {line.name}", [place, line.ref]))
        return found

    def _used_name(self, name: str) -> str:
        for word in (*self.rules.open_ends, *self.rules.used_tails):
            name = regex.sub(rf"{word}.*$", "", name)
        return name

    def _used_code(
        self, paragraph: Paragraph, table: CodedTable, rule: UsedList, listed: tuple[str, str, int, int]
    ) -> list[Finding]:
        code, name, start, end = listed
        place = paragraph.place(start, end)
        line = table.line(code)
        filled = line.filled if line else False
        if line is not None and rule.column:
            filled = filled_in(self.doc.tables[table.index], code, rule.column)
        if filled is False:
            refs = [place, line.ref] if line else [place]
            return [self.empty(f"{code} {name}", table, refs)]
        if line is not None and name and self.bare(line.name) != self.bare(name):
            return [self.renamed(name, line, [place, line.ref])]
        return []

    def _rule(self, paragraph: Paragraph, rules: tuple[UsedList, ...]) -> UsedList | None:
        keys = self.doc.keys_of(paragraph.section)
        return next((rule for key in keys for rule in rules if rule.section == key), None)

    # --- 主要用于以下方面 ------------------------------------------------------------

    def structure(self, paragraph: Paragraph) -> list[Finding]:
        """Compare the 类 of a breakdown with the 类 rows of its table."""
        if not any(regex.search(head, paragraph.text) for head in self.rules.structure_heads) and (
            self.doc.keys_of(paragraph.section)[:1] != (self.rules.structure_section,)
        ):
            return []
        known_table = table_of(self.doc, self.tables, self.rules.structure_roles)
        others = [t for t in expenditure_tables(self.tables) if not self.doc.tables[t.index].role]
        table = known_table or next((t for t in others if len(t.of(3)) > 1), None)
        if table is None or not table.sound or not table.of(3):
            return []
        named = [_Named(m["name"], m.start("name"), m.end("name")) for m in _CLASS_OF_LIST.finditer(paragraph.text)]
        by_name = {self.bare(line.name): line for line in table.of(3)}
        known = [(n, by_name[self.bare(n.text)]) for n in named if self.bare(n.text) in by_name]
        found = [
            self.empty(n.text, table, [paragraph.place(n.start, n.end), line.ref])
            for n, line in known
            if line.filled is False
        ]
        for n in named:
            other = self._other_name(n.text, table)
            if other is not None and self.bare(n.text) not in by_name:
                found.append(self.renamed(n.text, other, [paragraph.place(n.start, n.end), other.ref]))
        return found

    def _other_name(self, name: str, table: CodedTable) -> CodedLine | None:
        """Return the 类 of a table that a name stands for under another year's classification."""
        bare = self.bare(name)
        for entry in self.rules.functional.classes:
            if bare in {self.bare(n) for n in entry.names}:
                return table.line(entry.code)
        return None

    # --- findings ------------------------------------------------------------

    def empty(self, name: str, table: CodedTable, refs: list[Ref]) -> Finding:
        return build(
            self.rules.messages, "text.list.empty", refs, category=Category.TEXT, severity=Severity.ERROR,
            stated=name, table=table.caption,
        )  # fmt: skip

    def omitted(self, line: CodedLine, name: str, refs: list[Ref]) -> Finding:
        return build(
            self.rules.messages, "text.list.omitted", refs, category=Category.TEXT, severity=Severity.ERROR,
            expected=name, table=line.table, amount=line.amount if line.amount is not None else "",
        )  # fmt: skip

    def renamed(self, name: str, line: CodedLine, refs: list[Ref]) -> Finding:
        return build(
            self.rules.messages, "text.list.renamed", refs, category=Category.TEXT,
            stated=name, expected=line.name, table=line.table,
        )  # fmt: skip


class _List:
    """One list of economic 科目 and the rows that it is about."""

    def __init__(
        self,
        check: _Check,
        paragraph: Paragraph,
        table: CodedTable,
        rows: list[CodedLine],
        named: list[_Named],
        *,
        is_open: bool,
    ) -> None:
        self.check = check
        self.paragraph = paragraph
        self.table = table
        self.rows = rows
        self.named = named
        self.is_open = is_open
        self.matched: dict[str, _Named] = {}
        """The name that stands for each code."""

    def place(self, name: _Named) -> Ref:
        return self.paragraph.place(name.start, name.end)

    def compare(self) -> list[Finding]:
        found: list[Finding] = []
        unknown: list[_Named] = []
        for name in self.named:
            lines = self._lines(name.text)
            if not lines:
                unknown.append(name)
                continue
            for line in lines:
                self.matched[line.code] = name
            if all(line.filled is False for line in lines):
                found.append(self.check.empty(name.text, self.table, [self.place(name), lines[0].ref]))
        misspelt = {name: near for name in unknown if (near := self._near(name.text)) is not None}
        for name, near in misspelt.items():
            self.matched[near.code] = name
            found.append(self.check.renamed(name.text, near, [self.place(name), near.ref]))
        strange = [name for name in unknown if name not in misspelt and len(name.text) <= _LONGEST]
        if len(strange) > _MOST_UNKNOWN or len(unknown) * 3 > len(self.named):
            return found
        omitted = self._omissions() if not self.is_open and self.table.sound else []
        for name in strange:
            # what the list has in the place of a row that it leaves out is a wrong name for it: one slip, not two
            meant = next((line for anchor, line in omitted if self._stands_for(name, anchor)), None)
            omitted = [pair for pair in omitted if pair[1] is not meant]
            found.append(self._unknown(name, meant))
        found.extend(self.check.omitted(line, line.name, [self.place(anchor), line.ref]) for anchor, line in omitted)
        return found

    def _stands_for(self, name: _Named, anchor: _Named) -> bool:
        """Tell whether a name follows right after the one that stands before an omitted row."""
        at = self.named.index(name)
        return at > 0 and self.named[at - 1] == anchor

    def _lines(self, name: str) -> list[CodedLine]:
        """Return the rows that a name stands for: by its own name, else by one that it ends with."""
        bare = self.check.bare(name)
        own = [line for line in self.rows if self.check.bare(line.name) == bare]
        if own:
            # one name for a 类 and for its own 款: whichever has an amount is meant
            return own
        return [line for line in self.rows if len(line.code) == 5 and len(line.name) > 3 and name.endswith(line.name)]

    def _near(self, name: str) -> CodedLine | None:
        """Return the row whose name one character tells from this one, where only one row does."""
        bare = self.check.bare(name)
        free = [line for line in self.rows if line.code not in self.matched and len(line.code) == 5 and line.filled]
        near = [line for line in free if distance(self.check.bare(line.name), bare, 1) == 1 and len(bare) > 1]
        return near[0] if len(near) == 1 else None

    def _unknown(self, name: _Named, meant: CodedLine | None) -> Finding:
        if meant and _is_short_of(name.text, meant.name):
            return self.check.renamed(name.text, meant, [self.place(name), meant.ref])
        key = "text.list.misnamed" if meant else "text.list.unknown"
        refs = [self.place(name), meant.ref] if meant else [self.place(name), *self._table_ref()]
        return build(
            self.check.rules.messages, key, refs, category=Category.TEXT, severity=Severity.ERROR,
            stated=name.text, expected=meant.name if meant else "", table=self.table.caption,
        )  # fmt: skip

    def _table_ref(self) -> list[Ref]:
        table = self.check.doc.tables[self.table.index]
        return [table.caption_ref] if table.caption_ref else []

    def _omissions(self) -> list[tuple[_Named, CodedLine]]:
        """Return the rows with an amount that the list leaves out, each with the name before it."""
        found = []
        classes = {code[:3] for code in self.matched if len(code) == 3 and not self._has_items(code)}
        before = self.named[0]
        for line in self.rows:
            if len(line.code) != 5:
                continue
            before = self.matched.get(line.code, before)
            if line.filled and line.code not in self.matched and line.code[:3] not in classes:
                found.append((before, line))
        return found

    def _has_items(self, code: str) -> bool:
        """Tell whether some 款 of a named 类 is named as well: the 类 then stands for nothing but itself."""
        return any(len(other) == 5 and other.startswith(code) for other in self.matched)


def _is_short_of(name: str, whole: str) -> bool:
    """Tell whether a name is another with some characters left out."""
    rest = iter(whole)
    return len(name) < len(whole) and all(char in rest for char in name)


def _end_of(text: str, start: int) -> int:
    found = _LIST_END.search(text, start)
    return found.start() if found else len(text)
