"""The regex library as this house uses it: a pattern is compiled once, and no search goes on for ever.

Patterns come from the rules, a user's own among them, and are applied to texts that anybody may have written. The
library's functions look a pattern up among its last 500, put together from flags and options at each call; the rules
have more. A search that takes longer than `SECONDS` raises TimeoutError.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import regex
from regex import IGNORECASE, Match, Pattern, error, escape

SECONDS = 5.0
_KEPT = 4096
"""Rules have some 1,500 patterns; those that hold names of a publication come and go."""

compile = lru_cache(_KEPT)(regex.compile)  # noqa: A001 - the library's own name


def search(pattern: str, text: str, **where: Any) -> Any:
    """Return the first match in a text, or None."""
    return compile(pattern).search(text, timeout=SECONDS, **where)


def match(pattern: str, text: str, **where: Any) -> Any:
    """Return the match at the start of a text, or None."""
    return compile(pattern).match(text, timeout=SECONDS, **where)


def fullmatch(pattern: str, text: str, **where: Any) -> Any:
    """Return the match of a whole text, or None."""
    return compile(pattern).fullmatch(text, timeout=SECONDS, **where)


def finditer(pattern: str, text: str, **where: Any) -> Any:
    """Return the matches in a text one after another."""
    return compile(pattern).finditer(text, timeout=SECONDS, **where)


def findall(pattern: str, text: str) -> list[Any]:
    """Return what the groups of each match in a text hold."""
    return list(compile(pattern).findall(text, timeout=SECONDS))


def sub(pattern: str, put: str, text: str) -> str:
    """Return a text with each match replaced."""
    return str(compile(pattern).sub(put, text, timeout=SECONDS))


def split(pattern: str, text: str) -> list[str]:
    """Return the pieces of a text between the matches."""
    return list(compile(pattern).split(text, timeout=SECONDS))


__all__ = [
    "IGNORECASE",
    "SECONDS",
    "Match",
    "Pattern",
    "compile",
    "error",
    "escape",
    "findall",
    "finditer",
    "fullmatch",
    "match",
    "search",
    "split",
    "sub",
]
