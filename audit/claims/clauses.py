"""Splits a paragraph into clauses: at ，；。！？ and at item marks; a bracket is a clause inside its clause."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

_OPENING = dict(zip("（(【〔〈《", "）)】〕〉》", strict=True))
_CLOSING = frozenset(_OPENING.values())
# A comma inside the name of a document ends no clause.
_TITLE = "《"
_SEPARATORS = frozenset("，,；;。！!？?")
_SENTENCE_ENDS = frozenset("。！!？?")
_ITEM = regex.compile(
    r"[（(](?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[）)]"
    r"|[①-⑳]"
    r"|(?<=^[-—]?|[。；：，;:][-—]?)(?:[0-9]{1,2}[、.．](?![0-9])|[一二三四五六七八九十]{1,3}[、是])"
)
_SIGN = regex.compile("[" + regex.escape("".join((*_SEPARATORS, *_SENTENCE_ENDS, *_OPENING, *_CLOSING))) + "]")
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause. It ends before its separator; a clause in brackets ends before the bracket."""

    start: int
    end: int
    depth: int = 0
    """0 for the sentence itself, 1 inside its brackets, and so on."""
    parent: int = -1
    """Index of the clause that the bracket stands in, -1 for none."""
    item: int = 0
    """Number of item marks before it: clauses are related only inside one item."""


@dataclass(slots=True)
class _Open:
    """A clause that has begun: its index, its closing bracket, and whether separators count in it."""

    index: int
    start: int
    closing: str
    is_title: bool


def item_marks(text: str) -> tuple[tuple[int, int], ...]:
    """Return the places of （1）, 1., ①, 一是 and the like."""
    return tuple(match.span() for match in _ITEM.finditer(text, timeout=10 + len(text) / 5_000))


def mark_kind(text: str, at: int) -> str:
    """Return the kind of an item's mark: "（" for （1）, "一" for （一）, "#" for 1., "①" for the rest."""
    if text[at] == "（":
        return "（" if text[at + 1].isdigit() else "一"
    return "#" if text[at].isdigit() else "①"


def split_clauses(
    text: str, whole: Iterable[tuple[int, int]] = (), marks: tuple[tuple[int, int], ...] | None = None
) -> tuple[Clause, ...]:
    """Return the clauses of a text in order of start, an outer one before those inside it.

    `whole`: spans that no clause ends in, such as figures (1，569.06万元, 0台（套）) and terms (因公出国（境）费).
    `marks`: what `item_marks` found, where that is known already.
    """
    return _Splitter(text, whole, item_marks(text) if marks is None else marks).split()


class _Splitter:
    """Walks once over a text. Brackets that are not closed end with their sentence."""

    def __init__(self, text: str, whole: Iterable[tuple[int, int]], marks: tuple[tuple[int, int], ...]) -> None:
        self._text = text
        self._mark_at = dict(marks)
        inside = bytearray(len(text))
        for start, end in (*whole, *marks):
            inside[start:end] = b"\1" * (end - start)
        self._inside = inside
        self._clauses: list[Clause | None] = []
        self._stack: list[_Open] = []
        self._item = 0

    def split(self) -> tuple[Clause, ...]:
        text = self._text
        self._begin(0, "", is_title=False)
        for at in sorted({*self._mark_at, *(match.start() for match in _SIGN.finditer(text))}):
            character = text[at]
            if at in self._mark_at:
                self._item_begins(at)
            elif self._inside[at]:
                continue
            elif character in _SENTENCE_ENDS:
                self._sentence_ends(at)
            elif character in _SEPARATORS:
                if not self._stack[-1].is_title:
                    self._next(at, at + 1)
            elif character in _OPENING and len(self._stack) < _DEEPEST:
                self._begin(at + 1, _OPENING[character], is_title=character == _TITLE)
            elif character in _CLOSING:
                self._close(at, character)
        while self._stack:
            self._finish(len(text))
        return self._ordered()

    def _begin(self, start: int, closing: str, *, is_title: bool) -> None:
        self._clauses.append(None)
        self._stack.append(_Open(len(self._clauses) - 1, start, closing, is_title))

    def _finish(self, end: int) -> _Open:
        """Put down the innermost clause. Its slot was taken when it began, so that outer clauses come first."""
        done = self._stack.pop()
        parent = self._stack[-1].index if self._stack else -1
        self._clauses[done.index] = Clause(done.start, end, len(self._stack), parent, self._item)
        return done

    def _next(self, end: int, start: int) -> None:
        done = self._finish(end)
        self._begin(start, done.closing, is_title=done.is_title)

    def _item_begins(self, at: int) -> None:
        # a mark inside brackets, （含：1.甲；2.乙）, divides only what stands in them
        self._next(at, at)
        if len(self._stack) == 1:
            self._item += 1

    def _sentence_ends(self, at: int) -> None:
        """End the clause. A closing bracket later in the text keeps its clause open: （甲。乙）."""
        while len(self._stack) > 1 and self._text.find(self._stack[-1].closing, at, at + 400) < 0:
            self._finish(at)
        if not self._stack[-1].is_title:
            self._next(at, at + 1)

    def _close(self, at: int, character: str) -> None:
        for depth in range(len(self._stack) - 1, 0, -1):
            if self._stack[depth].closing == character:
                while len(self._stack) > depth:
                    self._finish(at)
                return

    def _ordered(self) -> tuple[Clause, ...]:
        """Drop empty clauses and number the rest anew."""
        kept = [(at, c) for at, c in enumerate(self._clauses) if c is not None and self._text[c.start : c.end].strip()]
        index = {at: new for new, (at, _) in enumerate(kept)}
        return tuple(Clause(c.start, c.end, c.depth, index.get(c.parent, -1), c.item) for _, c in kept)
