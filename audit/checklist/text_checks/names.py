"""Compares names of 科目 and of units: how alike they are and what makes no difference."""

from __future__ import annotations

from audit import regex
from audit.likeness import likeness

_ALIKE = 0.5
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


def is_another_unit(name: str, entity: str) -> bool:
    """Tell whether a name is another unit's: parts of the own one are missing, or it is another one altogether."""
    if name in entity or entity in name:
        return False
    # units of one place share its name; print misread is alike to the end
    shared = next((i for i, (a, b) in enumerate(zip(name, entity, strict=False)) if a != b), 0)
    own, other = entity[shared:], name[shared:]
    return likeness(own, other) < _ALIKE or _is_part(name, entity)


def _is_part(name: str, entity: str) -> bool:
    rest = iter(entity)
    return len(entity) - len(name) > 1 and all(char in rest for char in name)
