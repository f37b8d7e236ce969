"""Finds the words of a lexicon by offset: every occurrence, nested ones too, or the longest only.

The words go into a tree of characters. A wording of a rule file may leave parts out or choose between them,
`收(?:、|和)支总计`; such a wording is a short way to write finitely many words, and `spell_out` writes them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_MOST_WORDS = 5_000
_SYNTAX = frozenset("()[]{}|?*+^$\\.")


class WordingError(ValueError):
    """A wording that is more than finitely many words. The text names it and what to do."""


@dataclass(frozen=True, slots=True)
class TermSpan:
    """A term at `start..end`: canonical key, and the words that stand there."""

    start: int
    end: int
    key: str
    words: str


class FindsTerms(Protocol):
    """Anything that finds terms in a text."""

    def find(self, text: str) -> tuple[TermSpan, ...]:
        """Return every occurrence in order of start, the longer first."""
        ...


class _Node:
    __slots__ = ("children", "key")

    def __init__(self) -> None:
        self.children: dict[str, _Node] = {}
        self.key: str | None = None


class TermFinder:
    """Finds the words of one lexicon. Built once, it never changes."""

    def __init__(self, terms: Mapping[str, str]) -> None:
        self._root = _Node()
        for words, key in terms.items():
            node = self._root
            for character in words:
                node = node.children.setdefault(character, _Node())
            if words:
                node.key = key

    @classmethod
    def of_wordings(cls, wordings: Iterable[tuple[str, Iterable[str]]]) -> TermFinder:
        """Build a finder of (key, wordings). Of two keys with one word the first has it.

        Raises WordingError where a wording cannot be written out.
        """
        terms: dict[str, str] = {}
        for key, lines in wordings:
            for line in lines:
                for words in spell_out(line):
                    terms.setdefault(words, key)
        return cls(terms)

    def find(self, text: str) -> tuple[TermSpan, ...]:
        """Return every occurrence of every term in order of start, the longer first."""
        roots = self._root.children
        found: list[TermSpan] = []
        for start, character in enumerate(text):
            if character in roots:
                found.extend(reversed(self._at(text, start)))
        return tuple(found)

    def longest(self, text: str) -> tuple[TermSpan, ...]:
        """Return the terms from left to right, the longest at each place, none inside another."""
        roots = self._root.children
        found: list[TermSpan] = []
        free = 0
        for start, character in enumerate(text):
            if start >= free and character in roots:
                here = self._at(text, start)
                if here:
                    found.append(here[-1])
                    free = here[-1].end
        return tuple(found)

    def _at(self, text: str, start: int) -> list[TermSpan]:
        """Return the terms that begin at a place, the shortest first."""
        here: list[TermSpan] = []
        node = self._root
        for at in range(start, len(text)):
            child = node.children.get(text[at])
            if child is None:
                break
            node = child
            if node.key is not None:
                here.append(TermSpan(start, at + 1, node.key, text[start : at + 1]))
        return here


def spell_out(wording: str) -> tuple[str, ...]:
    """Write a wording out in full: `支出(?:合计|总额)?` -> 支出, 支出合计, 支出总额.

    Known are groups `(?:...)`, choices `|` and the optional mark `?`. Raises WordingError for anything else.
    """
    words, at = _choices(wording, 0)
    if at != len(wording):
        raise WordingError(f"the wording '{wording}' has a bracket too many; take out the one at {at + 1}")
    return tuple(dict.fromkeys(words))


def _choices(wording: str, at: int) -> tuple[list[str], int]:
    """Read choices up to the end or a closing bracket."""
    every: list[str] = []
    while True:
        words, at = _sequence(wording, at)
        every.extend(words)
        if at == len(wording) or wording[at] != "|":
            return every, at
        at += 1


def _sequence(wording: str, at: int) -> tuple[list[str], int]:
    """Read characters and groups one after the other."""
    words = [""]
    while at < len(wording) and wording[at] not in "|)":
        if wording.startswith("(?:", at):
            part, at = _choices(wording, at + 3)
            if at == len(wording):
                raise WordingError(f"the wording '{wording}' opens a bracket and does not close it")
            at += 1
        elif wording[at] in _SYNTAX:
            raise WordingError(
                f"the wording '{wording}' has '{wording[at]}'; write it with (?:...), | and ? only, or case by case"
            )
        else:
            part, at = [wording[at]], at + 1
        if at < len(wording) and wording[at] == "?":
            part, at = [*part, ""], at + 1
        words = [word + more for word in words for more in part]
        if len(words) > _MOST_WORDS:
            raise WordingError(f"the wording '{wording}' stands for more than {_MOST_WORDS} words; split it")
    return words, at
