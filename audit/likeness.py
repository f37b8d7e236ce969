"""How alike two names are, for every room by one measure; from where on they are the same is each room's matter."""

from __future__ import annotations

from difflib import SequenceMatcher

from rapidfuzz.distance import Levenshtein


def likeness(one: str, other: str) -> float:
    """Return how much of two texts stands in both in one order: 0 for nothing, 1 for equal ones."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def distance(one: str, other: str, most: int = 3) -> int:
    """Return how many characters must be changed, put in or taken out; `most` + 1 for anything beyond."""
    return Levenshtein.distance(one, other, score_cutoff=most)
