"""Holds the glossary's explanation of the functional 科目 (to 项) to the codes that the tables use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.line_paths import LineBook, paths_in
from audit.checklist.text_checks.phrasing import build, distinct
from audit.checklist.text_checks.table_lines import read_tables
from audit.marks import opening_mark
from audit.model.document import ParagraphKind
from audit.model.findings import Category, Severity

if TYPE_CHECKING:
    from audit.checklist.text_checks.table_lines import CodedLine
    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.text_rules import GlossaryRules

_CODED = regex.compile(r"(?P<name>\p{Han}[\p{Han}（）]{1,40}?)（(?P<code>2\d{6})）")
_UNMARKED = regex.compile(r"（款）(?P<name>\p{Han}(?:\p{Han}|（(?![类款项]）)[^（）]{1,12}）)+?)(?=[：。])")
_BARE_ENTRY = regex.compile(r"（项）[。；]?$")


@dataclass(frozen=True, slots=True)
class _Entry:
    """An explained 项: its name, its code where one is printed, and where it stands."""

    name: str
    code: str
    paragraph: Paragraph
    start: int
    end: int


def find(doc: Document, rules: GlossaryRules) -> tuple[Finding, ...]:
    """Return 项 that are used and not explained, and 项 that are explained and not used."""
    if doc.identity.is_blank_template:
        return ()
    block = _block(doc, rules)
    tables = tuple(t for t in read_tables(doc) if doc.tables[t.index].role not in rules.revenue_roles)
    book = LineBook(tables, rules.names)
    used = _used(book)
    if not block or not used:
        return ()
    entries = _entries(block, rules)
    named = {code for entry in entries for code in _codes(entry, book)}
    missing = [line for code, line in used.items() if code not in named]
    printed = {code for code in book.names if len(code) == 7}
    strange = [e for e in entries if not _codes(e, book) & printed]
    sound = all(table.sound for table in book.tables)
    found = _findings(block[0], rules, missing, strange, entries) if sound or not missing else []
    return distinct(doc, found)


def _block(doc: Document, rules: GlossaryRules) -> list[Paragraph]:
    """Return the paragraphs of the entry that explains the functional 科目, its heading first."""
    parts = [s for s in doc.sections if s.key == rules.section or (s.parent < 0 and regex.search(rules.title, s.title))]
    if not parts:
        return []
    inside = [p for p in doc.within(parts[-1]) if p.kind in (ParagraphKind.TEXT, ParagraphKind.HEADING)]
    start = next((i for i, p in enumerate(inside) if regex.search(rules.entry, p.text[:60])), None)
    if start is None:
        return []
    own = opening_mark(inside[start].text)
    block = [inside[start]]
    for paragraph in inside[start + 1 :]:
        mark = opening_mark(paragraph.text)
        if mark and own and mark.level <= own.level:
            break
        block.append(paragraph)
    return block


def _used(book: LineBook) -> dict[str, CodedLine]:
    """Return the 项 with an amount in some table of expenditure."""
    found: dict[str, CodedLine] = {}
    for table in book.tables:
        for line in table.of(7):
            if line.filled:
                found.setdefault(line.code, line)
    return found


def _entries(block: list[Paragraph], rules: GlossaryRules) -> list[_Entry]:
    found: list[_Entry] = []
    heading = regex.search(rules.heading, block[0].text)
    skip = heading.end() if heading else 0
    # a path may go on in the next paragraph
    text = "".join(p.text for p in block)[skip:]
    offset = -skip
    for paragraph in block:
        low, high = offset, offset + len(paragraph.text)
        offset = high
        for path in paths_in(text):
            start, end = path.spans[2]
            if low <= start < high:
                found.append(_Entry(path.item, "", paragraph, start - low, min(end, high) - low))
        for pattern in (_CODED, _UNMARKED):
            for match in pattern.finditer(paragraph.text):
                code = match.groupdict().get("code", "")
                found.append(_Entry(match["name"], code, paragraph, *match.span("name")))
    return found


def _codes(entry: _Entry, book: LineBook) -> set[str]:
    """Return the codes of the tables that an entry explains: by its code, by its name, by a name that it slips from."""
    if entry.code:
        return {entry.code}
    own = set(book.items(entry.name))
    if own:
        return own
    before = entry.paragraph.text[: entry.end] + "（项）"
    near = next((line for path in paths_in(before) if (line := book.near(path))), None)
    return {near.code} if near else set()


def _findings(
    heading: Paragraph, rules: GlossaryRules, missing: list[CodedLine], strange: list[_Entry], entries: list[_Entry]
) -> list[Finding]:
    head = heading.place(0, len(heading.text))
    names = "、".join(f"{line.code} {line.name}" for line in missing)
    if missing and len(strange) == len(entries):
        # nothing of what is explained is used: the template's own example was left standing
        stated = "、".join(dict.fromkeys(e.name for e in strange))
        key = "glossary.residue" if strange else "glossary.empty"
        return [_finding(rules, key, heading, [head, *(line.ref for line in missing)], stated, names, len(missing))]
    found: list[Finding] = []
    if missing:
        refs = [head, *(line.ref for line in missing)]
        found.append(_finding(rules, "glossary.missing", heading, refs, "", names, len(missing)))
    found.extend(
        _finding(rules, "glossary.unused", heading, [e.paragraph.place(e.start, e.end)], e.name, "", 1) for e in strange
    )
    bare = [p for p in {e.paragraph.index: e.paragraph for e in entries}.values() if _BARE_ENTRY.search(p.text)]
    if 0 < len(bare) * 3 <= len(entries):
        refs = [p.place(0, len(p.text)) for p in bare]
        found.append(_finding(rules, "glossary.unexplained", heading, refs, bare[0].text, "", len(bare)))
    return found


def _finding(
    rules: GlossaryRules, key: str, heading: Paragraph, refs: list[Ref], stated: str, expected: str, count: int
) -> Finding:
    return build(
        rules.messages,
        key,
        refs,
        category=Category.TEXT,
        severity=Severity.WARNING if key in rules.warnings else Severity.ERROR,
        stated=stated,
        expected=expected,
        count=count,
        heading=heading.text[:30],
    )
