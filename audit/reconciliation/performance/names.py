"""Names of projects and indicators: the same name in two places, never the same position."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.likeness import likeness

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PLAIN = regex.compile(r"[^\p{Han}A-Za-z0-9]")
_SHORTEST = 3
_ALIKE = 0.8
_CLEARLY = 0.1


def plain_name(name: str, noise: Iterable[str]) -> str:
    """Return a name without punctuation and without the words that come and go."""
    for pattern in noise:
        name = regex.sub(pattern, "", name)
    return str(_PLAIN.sub("", name))


def match_name(candidate: str, names: Sequence[str]) -> int | None:
    """Return the index of the only name that a candidate can be: equal, containing or contained, or much alike."""
    if len(candidate) < _SHORTEST:
        return None
    equal = [i for i, name in enumerate(names) if name == candidate]
    if equal:
        return equal[0] if len(equal) == 1 else None
    inside = [i for i, name in enumerate(names) if len(name) >= _SHORTEST and name in candidate]
    if inside:
        longest = max(inside, key=lambda i: len(names[i]))
        return longest if all(names[i] in names[longest] for i in inside) else None
    around = [i for i, name in enumerate(names) if candidate in name]
    if around:
        return around[0] if len(around) == 1 else None
    return _most_alike(candidate, names)


def _most_alike(candidate: str, names: Sequence[str]) -> int | None:
    ranked = sorted(
        ((likeness(candidate, name), i) for i, name in enumerate(names) if name),
        reverse=True,
    )
    if not ranked or ranked[0][0] < _ALIKE:
        return None
    if len(ranked) > 1 and ranked[0][0] - ranked[1][0] < _CLEARLY:
        return None
    return ranked[0][1]


def find_last(text: str, end: int, names: Sequence[str]) -> tuple[int, int, int] | None:
    """Return (index, start, end) of the name that stands last before `end`; of those that overlap, the longest."""
    found: list[tuple[int, int, int]] = []
    for index, name in enumerate(names):
        if len(name) < _SHORTEST:
            continue
        at = text.rfind(name, 0, end)
        if at >= 0:
            found.append((index, at, at + len(name)))
    if not found:
        return None
    last = max(found, key=lambda f: (f[2], f[1] * -1))
    twins = [f for f in found if (f[1], f[2]) == (last[1], last[2])]
    return last if len(twins) == 1 else None
