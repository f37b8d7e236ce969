"""Finds concepts and measures in a paragraph: lexicon terms, 类 / 款 / 项 paths, names from the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from audit.model.document import Document, RowKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.rules import ClaimRules, FunctionalClasses, Term

_TIMEOUT = 5.0
_LEVEL_NAME = r"[^，。；：、（）\s]{1,24}(?:（[^（）类款项]{1,12}）[^，。；：、（）\s]{0,24})*"
_SHORTEST_NAME = 3


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
        self._terms = _compile(rules.lexicon.terms)
        self._measures = _compile(rules.lexicon.measures)
        self._path = _path_pattern(rules.functional)
        self._class_code = _class_codes(rules.functional)
        self._names = _names_pattern(doc)
        self._projects = _projects_pattern(doc)
        self.words = {key: _any_of(words) for key, words in rules.lexicon.words.items()}

    def concepts(self, text: str) -> list[Span]:
        """Return the concepts of a text, longest first where they overlap."""
        found = [
            Span(m.start(), m.end(), key, m[0])
            for key, pattern in self._terms
            for m in pattern.finditer(text, timeout=_TIMEOUT)
        ]
        found.extend(self._paths(text))
        if self._names is not None:
            found.extend(
                Span(m.start(), m.end(), f"name:{m[0]}", m[0]) for m in self._names.finditer(text, timeout=_TIMEOUT)
            )
        if self._projects is not None:
            found.extend(
                Span(m.start(), m.end(), f"project:{m[0]}", m[0])
                for m in self._projects.finditer(text, timeout=_TIMEOUT)
            )
        return longest(found)

    def measures(self, text: str) -> list[Span]:
        """Return the measures of a text (年初预算, 决算数 ...)."""
        return longest(
            Span(m.start(), m.end(), key, m[0])
            for key, pattern in self._measures
            for m in pattern.finditer(text, timeout=_TIMEOUT)
        )

    def _paths(self, text: str) -> list[Span]:
        found = []
        for match in self._path.finditer(text, timeout=_TIMEOUT):
            code = self._class_code.get(match["cls"], "")
            parts = [p for p in (match["sec"], match["item"]) if p]
            if parts or code:
                found.append(
                    Span(match.start(), match.end(), "path:" + "/".join([code or match["cls"], *parts]), match[0])
                )
        return found


def _compile(terms: tuple[Term, ...]) -> list[tuple[str, regex.Pattern[str]]]:
    return [(term.key, regex.compile("|".join(term.words))) for term in terms]


def _any_of(words: tuple[str, ...]) -> str:
    return "(?:" + "|".join(sorted(words, key=len, reverse=True)) + ")"


def _class_codes(functional: FunctionalClasses) -> dict[str, str]:
    codes: dict[str, str] = {}
    for entry in functional.classes:
        for name in entry.names:
            codes[name] = entry.code
            codes.setdefault(name.removesuffix("支出"), entry.code)
    return codes


def _path_pattern(functional: FunctionalClasses) -> regex.Pattern[str]:
    """A path of names with the marks （类）（款）（项）, or a 类 alone with or without its mark."""
    names = sorted(_class_codes(functional), key=len, reverse=True)
    cls = "|".join(regex.escape(n) for n in names)
    sec = rf"(?P<sec>{_LEVEL_NAME})（款）"
    item = rf"(?P<item>{_LEVEL_NAME}?)(?:（项）|(?=。))"
    bare = "|".join(regex.escape(n) for n in names if n.endswith("支出") and len(n) > 4)
    return regex.compile(
        rf"(?:(?P<cls>{cls})(?:支出)?（类）(?:支出)?|(?P<cls>{bare}))(?:[、]?{sec}(?:{item})?)?(?:支出(?!决算))?"
    )


def _names_pattern(doc: Document) -> regex.Pattern[str] | None:
    """Names of the 科目 that the document's coded tables list."""
    kinds = (RowKind.CLASS, RowKind.SECTION, RowKind.ITEM)
    names = {row.name for t in doc.tables for row in t.rows if row.kind in kinds and len(row.name) >= _SHORTEST_NAME}
    if not names:
        return None
    ordered = sorted(names, key=lambda n: (-len(n), n))
    return regex.compile("|".join(regex.escape(n) for n in ordered))


def _projects_pattern(doc: Document) -> regex.Pattern[str] | None:
    """Names of the projects that have a table of their own."""
    names = {t.subject for t in doc.tables if len(t.subject) > _SHORTEST_NAME}
    if not names:
        return None
    ordered = sorted(names, key=lambda n: (-len(n), n))
    return regex.compile("|".join(regex.escape(n) for n in ordered))
