"""Finds concepts and measures in a paragraph: lexicon terms, 类 / 款 / 项 paths, names from the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import Document, PublicationType, RowKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.prose_rules import Term
    from audit.model.rules import ClaimRules, FunctionalClasses

_LEVEL_NAME = r"[^，。；：、（）\s]{1,24}(?:（[^（）类款项]{1,12}）[^，。；：、（）\s]{0,24})*"
_SHORTEST_NAME = 3
ANY_CLASS = "?"
"""Stands for the 类 in a path that begins with its 款."""


@dataclass(frozen=True, slots=True)
class Span:
    """A concept or measure at `start..end`. `key` is its canonical name, `words` how the text says it."""

    start: int
    end: int
    key: str
    words: str


def longest(spans: Iterable[Span]) -> list[Span]:
    """Keep, of overlapping spans, the longest (of equal ones the first)."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        if all(span.end <= k.start or k.end <= span.start for k in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


class Vocabulary:
    """The patterns of one document: lexicon and table names together."""

    def __init__(self, rules: ClaimRules, doc: Document) -> None:
        kind = doc.identity.publication_type
        self.spends = kind is not PublicationType.BUDGET
        """False where the budget is the amount itself."""
        self._terms = _compile(_of_kind(rules.lexicon.terms, kind))
        self._after = _compile(_of_kind(rules.lexicon.after, kind))
        self._measures = _compile(_of_kind(rules.lexicon.measures, kind))
        self._path = _path_pattern(rules.functional, bare_sections=kind is PublicationType.BUDGET)
        self._class_code = _class_codes(rules.functional)
        self._names = _names_pattern(doc)
        self._projects = _projects_pattern(doc)
        words = rules.lexicon.words
        self.words = {key: _any_of(words.get(f"{kind.value}.{key}", said)) for key, said in words.items()}

    def concepts(self, text: str) -> list[Span]:
        """Return the concepts of a text, longest first where they overlap."""
        found = [Span(m.start(), m.end(), key, m[0]) for key, pattern in self._terms for m in pattern.finditer(text)]
        found.extend(self._paths(text))
        if self._names is not None:
            found.extend(Span(m.start(), m.end(), f"name:{m[0]}", m[0]) for m in self._names.finditer(text))
        if self._projects is not None:
            found.extend(Span(m.start(), m.end(), f"project:{m[0]}", m[0]) for m in self._projects.finditer(text))
        return longest(found)

    def concept_after(self, text: str, at: int) -> Span | None:
        """Return the concept of an amount that ends at an offset, where the words after it say what it is."""
        for key, pattern in self._after:
            match = pattern.match(text, at)
            if match:
                return Span(match.start(), match.end(), key, match[0].removeprefix("的"))
        return None

    def measures(self, text: str) -> list[Span]:
        """Return the measures of a text (年初预算, 决算数 ...)."""
        return longest(
            Span(m.start(), m.end(), key, m[0]) for key, pattern in self._measures for m in pattern.finditer(text)
        )

    def _paths(self, text: str) -> list[Span]:
        found = []
        for match in self._path.finditer(text):
            code = self._class_code.get(match["cls"], "") if match["cls"] else ANY_CLASS
            parts = [p for p in (match["sec"], match["item"]) if p]
            if parts or code:
                key = "path:" + "/".join([code or match["cls"], *parts])
                start = match.start("cls") if match["cls"] else match.start("sec")
                found.append(Span(start, match.end(), key, text[start : match.end()]))
        return found


def _of_kind(terms: tuple[Term, ...], kind: PublicationType) -> tuple[Term, ...]:
    """Return the terms of a kind of publication; what only that kind says comes before what all say."""
    own = tuple(t for t in terms if kind in t.publication_types)
    return own + tuple(t for t in terms if not t.publication_types)


def _compile(terms: tuple[Term, ...]) -> list[tuple[str, regex.Limited]]:
    return [(term.key, regex.limited("|".join(term.words))) for term in terms]


def _any_of(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def _class_codes(functional: FunctionalClasses) -> dict[str, str]:
    codes: dict[str, str] = {}
    for entry in functional.classes:
        for name in entry.names:
            codes[name] = entry.code
            codes.setdefault(name.removesuffix("支出"), entry.code)
    return codes


def _path_pattern(functional: FunctionalClasses, *, bare_sections: bool) -> regex.Limited:
    """A path of names with the marks （类）（款）（项）, or a 类 alone with or without its mark.

    `bare_sections`: a path may begin with its 款, where the heading names the 类.
    """
    names = sorted(_class_codes(functional), key=len, reverse=True)
    cls = "|".join(regex.escape(n) for n in names)
    sec = rf"(?P<sec>{_LEVEL_NAME})（款）"
    item = rf"(?P<item>{_LEVEL_NAME}?)(?:（项）|(?=。))"
    bare = "|".join(regex.escape(n) for n in names if n.endswith("支出") and len(n) > 4)
    whole = rf"(?:(?P<cls>{cls})(?:支出)?（类）(?:支出)?|(?P<cls>{bare}))(?:[、]?{sec}(?:{item})?)?(?:支出(?!决算))?"
    # 农林水支出类农业农村款事业运行项: the marks without brackets, all of them there
    plain = r"[^，。；：、（）\s]{2,24}?"
    ends = r"(?=支出|年初|决算|预算|全年|[，。：\d])"
    unmarked = rf"(?P<cls>{cls})(?:支出)?类(?P<sec>{plain})款(?:(?P<item>{plain})项)?{ends}"
    whole = f"{unmarked}|{whole}"
    if bare_sections:
        whole += rf"|(?:(?<=^|[。；：，\"])|(?<=\d[.、．]))(?:\d{{1,2}}[.、．])?{sec}{item}(?:支出)?"
    return regex.limited(whole)


def _names_pattern(doc: Document) -> regex.Limited | None:
    """Names of the 科目 that the document's coded tables list."""
    kinds = (RowKind.CLASS, RowKind.SECTION, RowKind.ITEM)
    names = {row.name for t in doc.tables for row in t.rows if row.kind in kinds and len(row.name) >= _SHORTEST_NAME}
    if not names:
        return None
    ordered = sorted(names, key=lambda n: (-len(n), n))
    return regex.limited("|".join(regex.escape(n) for n in ordered))


def _projects_pattern(doc: Document) -> regex.Limited | None:
    """Names of the projects that have a table of their own."""
    names = {t.subject for t in doc.tables if len(t.subject) > _SHORTEST_NAME}
    if not names:
        return None
    ordered = sorted(names, key=lambda n: (-len(n), n))
    return regex.limited("|".join(regex.escape(n) for n in ordered))
