"""The regex library as this house uses it: a pattern is compiled once, and no search goes on for ever.

Patterns come from the rules, a user's own among them, and are applied to texts that anybody may have written. The
library's functions look a pattern up among its last 500, put together from flags and options at each call; the rules
have more. A search that takes longer than `SECONDS` raises TimeoutError.
"""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import regex
from regex import IGNORECASE, Match, Pattern, error, escape

if TYPE_CHECKING:
    from collections.abc import Callable

SECONDS = 5.0
_KEPT = 4096
"""Rules have some 1,500 patterns; those that hold names of a publication come and go."""


compile = lru_cache(_KEPT)(regex.compile)  # noqa: A001 - the library's own name


class Limited:
    """A compiled pattern whose searches all end: the library's own methods, with the time that they may take.

    Taking the time costs a few microseconds a search: patterns that the code itself writes do without.
    """

    __slots__ = ("findall", "finditer", "fullmatch", "match", "pattern", "search", "split", "sub")

    def __init__(self, pattern: str) -> None:
        compiled = compile(pattern)
        self.pattern = pattern
        self.search: Callable[..., Any] = partial(compiled.search, timeout=SECONDS)
        self.match: Callable[..., Any] = partial(compiled.match, timeout=SECONDS)
        self.fullmatch: Callable[..., Any] = partial(compiled.fullmatch, timeout=SECONDS)
        self.finditer: Callable[..., Any] = partial(compiled.finditer, timeout=SECONDS)
        self.findall: Callable[..., Any] = partial(compiled.findall, timeout=SECONDS)
        self.sub: Callable[..., str] = partial(compiled.sub, timeout=SECONDS)
        self.split: Callable[..., list[Any]] = partial(compiled.split, timeout=SECONDS)


@lru_cache(_KEPT)
def limited(pattern: str) -> Limited:
    """Compile a pattern of the rules once."""
    return Limited(pattern)


def search(pattern: str, text: str, **where: Any) -> Any:
    """Return the first match in a text, or None."""
    return limited(pattern).search(text, **where)


def match(pattern: str, text: str, **where: Any) -> Any:
    """Return the match at the start of a text, or None."""
    return limited(pattern).match(text, **where)


def fullmatch(pattern: str, text: str, **where: Any) -> Any:
    """Return the match of a whole text, or None."""
    return limited(pattern).fullmatch(text, **where)


def finditer(pattern: str, text: str, **where: Any) -> Any:
    """Return the matches in a text one after another."""
    return limited(pattern).finditer(text, **where)


def findall(pattern: str, text: str) -> list[Any]:
    """Return what the groups of each match in a text hold."""
    return list(limited(pattern).findall(text))


def sub(pattern: str, put: str, text: str) -> str:
    """Return a text with each match replaced."""
    return limited(pattern).sub(put, text)


def split(pattern: str, text: str) -> list[str]:
    """Return the pieces of a text between the matches."""
    return limited(pattern).split(text)


__all__ = [
    "IGNORECASE",
    "SECONDS",
    "Limited",
    "Match",
    "Pattern",
    "compile",
    "error",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "limited",
    "match",
    "search",
    "split",
    "sub",
]
