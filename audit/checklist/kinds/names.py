"""Compares the names of 科目: how alike they are and what makes no difference."""

from __future__ import annotations

from rapidfuzz.distance import Levenshtein

from audit import regex

_BRACKETS = regex.compile(r"（[^（）]*）")


def canonical(name: str, ignored: tuple[str, ...], suffixes: tuple[str, ...]) -> str:
    """Return a name without brackets, filling words and the endings that it may have or lack."""
    text: str = _BRACKETS.sub("", name)
    for pattern in ignored:
        text = regex.sub(pattern, "", text)
    while True:
        ending = next((s for s in suffixes if text.endswith(s) and len(text) > len(s) + 1), None)
        if ending is None:
            return text
        text = text.removesuffix(ending)


def distance(one: str, other: str, most: int = 3) -> int:
    """Return how many characters must be changed, put in or taken out; `most` + 1 for anything beyond."""
    return Levenshtein.distance(one, other, score_cutoff=most)
