"""Holds 科目 paths of the prose, X（类）Y（款）Z（项）, to the names and parents that the tables print."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import regex

from audit.checklist.text_checks.names import canonical
from audit.checklist.text_checks.outline import whole_paragraphs
from audit.checklist.text_checks.phrasing import build
from audit.checklist.text_checks.table_lines import expenditure_tables
from audit.likeness import distance
from audit.marks import opening_mark
from audit.model.document import ParagraphKind
from audit.model.findings import Category

if TYPE_CHECKING:
    from audit.checklist.text_checks.table_lines import CodedLine, CodedTable
    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.text_rules import LineListRules

_NAME = r"\p{Han}(?:[\p{Han}、]|（(?![类款项]）)[^（）]{1,12}）)"
_PATH = regex.compile(
    rf"(?:(?P<class>{_NAME}{{1,30}}?)（类）)?(?P<section>{_NAME}{{1,40}}?)（款）(?P<item>{_NAME}{{1,45}}?)（项）"
)
_CODED = regex.compile(r"(?P<item>\p{Han}[\p{Han}、]{1,40}?)（(?P<code>2\d{6})）")
_AMOUNT = regex.compile(r"(?<![\d.,])\d[\d,]*(?:\.\d+)?(?=万元)")
_WORD = 2
"""Characters of a word."""
_WITNESSES = 2
"""Tables that print a name alike: one alone may have cut it."""
_SHORTEST = 4
_LEVELS = ("text.path.class", "text.path.section", "text.path.item")


@dataclass(frozen=True, slots=True)
class Path:
    """A 科目 path as the prose prints it, with its span."""

    func_class: str
    func_section: str
    item: str
    spans: tuple[tuple[int, int], tuple[int, int], tuple[int, int]]
    """Where class, section and item stand; (-1, -1) for a class that is not printed."""


def paths_in(text: str) -> list[Path]:
    """Return the 科目 paths of a text."""
    return [
        Path(m["class"] or "", m["section"], m["item"], (m.span("class"), m.span("section"), m.span("item")))
        for m in _PATH.finditer(text)
    ]


class LineBook:
    """The functional 科目 of all tables together: a name cut or misread in one table stands in another."""

    def __init__(self, tables: tuple[CodedTable, ...], rules: LineListRules) -> None:
        self.tables = expenditure_tables(tables)
        self.rules = rules
        self.names: dict[str, Counter[str]] = {}
        self.lines: dict[str, list[CodedLine]] = {}
        for table in self.tables:
            for line in table.lines:
                self.names.setdefault(line.code, Counter())[self.bare(line.name)] += 1
                self.lines.setdefault(line.code, []).append(line)

    def bare(self, name: str) -> str:
        """Return what a name is compared by."""
        return canonical(name, self.rules.ignored, self.rules.suffixes)

    def items(self, name: str) -> list[str]:
        """Return the codes of the 项 with a name."""
        bare = self.bare(name)
        return [code for code, names in self.names.items() if len(code) == 7 and bare in names]

    def is_named(self, code: str, name: str) -> bool:
        """Tell whether some table prints a code with a name, or with a piece of it."""
        bare = self.bare(name)
        return any(bare == n or (len(bare) > 2 and (n.startswith(bare) or n.endswith(bare))) for n in self.names[code])

    def sure(self, code: str) -> CodedLine | None:
        """Return the line of a code whose name the tables agree on; two must, where there are two."""
        names = self.names.get(code)
        if not names:
            return None
        # one witness may be misread
        best, count = names.most_common(1)[0]
        if len(self.tables) > 1 and count < 2:
            return None
        return next(line for line in self.lines[code] if self.bare(line.name) == best)

    def near(self, path: Path) -> CodedLine | None:
        """Return the 项 that a path misnames: a slip of one character, of order, or a word left out."""
        bare = self.bare(path.item)
        found: list[CodedLine] = []
        for code in self.names:
            line = self.sure(code) if len(code) == 7 else None
            if line is None:
                continue
            name = self.bare(line.name)
            slip = distance(name, bare, 1) == 1 or (name != bare and sorted(name) == sorted(bare))
            parent = code[:5] in self.names and self.is_named(code[:5], path.func_section)
            cut = parent and (name.startswith(bare) or bare.startswith(name) or _lacks_a_word(name, bare))
            if len(bare) >= _SHORTEST and (slip or cut):
                found.append(line)
        return found[0] if len(found) == 1 else None


def _lacks_a_word(name: str, bare: str) -> bool:
    """Tell whether a name is another one without a word in its middle: 一般管理事务, 一般行政管理事务."""
    gone = len(name) - len(bare)
    return 0 < gone <= _WORD and any(name[:at] + name[at + gone :] == bare for at in range(1, len(bare)))


def find_paths(doc: Document, rules: LineListRules, tables: tuple[CodedTable, ...]) -> list[Finding]:
    """Return the paths whose names differ from the tables' own."""
    book = LineBook(tables, rules)
    if not book.names:
        return []
    found: list[Finding] = []
    lists: dict[int, list[tuple[Paragraph, Path]]] = {}
    for paragraph in whole_paragraphs(doc):
        if paragraph.kind not in (ParagraphKind.TEXT, ParagraphKind.HEADING):
            continue
        for path in paths_in(paragraph.text):
            lists.setdefault(paragraph.section, []).append((paragraph, path))
            found.extend(_check(paragraph, path, book))
        found.extend(_coded(paragraph, book))
    for entries in lists.values():
        found.extend(_left_over(entries, book))
    return found


def _coded(paragraph: Paragraph, book: LineBook) -> list[Finding]:
    """Return the finding for an item that opens with a code and another name than the tables print beside the code."""
    mark = opening_mark(paragraph.text)
    match = _CODED.match(paragraph.text, mark.end) if mark else None
    line = book.sure(match["code"]) if match else None
    if match is None or line is None or book.is_named(line.code, match["item"]):
        return []
    name, bare = book.bare(line.name), book.bare(match["item"])
    if name in bare and book.names[line.code][name] < _WITNESSES:
        return []
    path = Path("", "", match["item"], ((-1, -1), (-1, -1), match.span("item")))
    return [_finding("text.path.item", paragraph, path, line, book)]


def _left_over(entries: list[tuple[Paragraph, Path]], book: LineBook) -> list[Finding]:
    """Return the 项 of a list that no table prints, where the list leaves out one 项 of the 款 with its amount."""
    if not all(table.sound for table in book.tables):
        return []
    named = {path.item: set(book.items(path.item)) or _near_code(path, book) for _, path in entries}
    strange = [(paragraph, path) for paragraph, path in entries if not named[path.item]]
    found: list[Finding] = []
    for paragraph, path in strange:
        sections = [c for c in book.names if len(c) == 5 and path.func_section and book.is_named(c, path.func_section)]
        if len(sections) != 1 or sum(other.func_section == path.func_section for _, other in strange) > 1:
            continue
        used = {ln.code: ln for t in book.tables for ln in t.of(7) if ln.filled and ln.code.startswith(sections[0])}
        left = [line for code, line in used.items() if not any(code in codes for codes in named.values())]
        line = book.sure(left[0].code) if len(left) == 1 else None
        if line is not None and line.amount in _amounts(paragraph, path):
            found.append(_finding("text.path.item", paragraph, path, line, book))
    return found


def _near_code(path: Path, book: LineBook) -> set[str]:
    line = book.near(path)
    return {line.code} if line else set()


def _amounts(paragraph: Paragraph, path: Path) -> set[Decimal]:
    """Return the amounts stated behind a path."""
    return {Decimal(m.group().replace(",", "")) for m in _AMOUNT.finditer(paragraph.text, path.spans[2][1])}


def _check(paragraph: Paragraph, path: Path, book: LineBook) -> list[Finding]:
    codes = book.items(path.item)
    if not codes:
        line = book.near(path)
        if line is None:
            return []
        return [_finding("text.path.item", paragraph, path, line, book)]
    for digits, name in ((5, path.func_section), (3, path.func_class)):
        above = [code[:digits] for code in codes if code[:digits] in book.names]
        if not name or not above or any(book.is_named(code, name) for code in above):
            continue
        if any(_is_led_to(name, line.name, book.rules.led_to) for code in above for line in book.lines[code]):
            continue
        line = book.sure(above[0])
        if line is not None and len(set(above)) == 1:
            key = "text.path.section" if digits == 5 else "text.path.class"
            return [_finding(key, paragraph, path, line, book)]
    return []


def _is_led_to(name: str, own: str, led_to: str) -> bool:
    """Tell whether a name is right, and words of its sentence stand before it: 全部用于城乡社区支出（类）."""
    return name.endswith(own) and regex.search(f"(?:{led_to})$", name.removesuffix(own)) is not None


def _finding(key: str, paragraph: Paragraph, path: Path, line: CodedLine, book: LineBook) -> Finding:
    names = (path.func_class, path.func_section, path.item)
    level = _LEVELS.index(key)
    return build(
        book.rules.messages,
        key,
        [*paragraph.places(*path.spans[level]), line.ref],
        category=Category.TEXT,
        stated=names[level],
        expected=line.name,
        table=line.table,
        code=line.code,
    )
