"""Knows a table by its caption, or by its header where the caption is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex

if TYPE_CHECKING:
    from audit.model.rules import ColumnRule, RoleRule
    from audit.recognition.cells import Text

_BEYOND = 10_000
_YEAR = regex.compile(r"20\d\d")
_FURNITURE = regex.compile(r"[\"\s]|（(?:表|附表)?[一二三四五六七八九十\d]{1,3}）$|（续）$")


def role_of_caption(captions: list[str], roles: tuple[RoleRule, ...], header: str) -> RoleRule | None:
    """Return the role whose caption pattern matches the longest part of a caption.

    A role that is printed in several ways has a rule for each, all with its captions: the header tells them apart.
    """
    best: tuple[int, RoleRule] | None = None
    for caption in captions:
        bare = _FURNITURE.sub("", caption)
        for role in roles:
            for pattern in role.captions:
                found = regex.search(pattern, bare)
                if found and (best is None or found.end() - found.start() > best[0]):
                    best = (found.end() - found.start(), role)
    if best is None:
        return None
    ways = [r for r in roles if r.role == best[1].role and r.captions == best[1].captions]
    fitting = [r for r in ways if all(regex.search(h, header) for h in r.headers)]
    return max(fitting or [best[1]], key=lambda r: len(r.headers))


def role_of_header(header: str, roles: tuple[RoleRule, ...]) -> RoleRule | None:
    """Return the only role all of whose header patterns stand in the header's text."""
    fitting = [r for r in roles if r.headers and all(regex.search(h, header) for h in r.headers)]
    if len(fitting) > 1:
        most = max(len(r.headers) for r in fitting)
        fitting = [r for r in fitting if len(r.headers) == most]
    return fitting[0] if len(fitting) == 1 else None


def match_columns(rules: list[ColumnRule], header: list[list[Text]], numbered: int) -> list[ColumnRule] | None:
    """Return the rules of the columns that the table has, in their order; None where the header is not understood.

    `numbered` is how many columns the 栏次 row counts, 0 without one.
    """
    seen = {cell.text for row in header for cell in row if cell.text}
    named = [rule for rule in rules if any(regex.fullmatch(label, text) for label in rule.labels for text in seen)]
    if numbered and numbered == len(named):
        return named
    if numbered and numbered == len(rules):
        return rules
    needed = [rule for rule in rules if not rule.optional]
    if numbered and numbered == len(needed):
        return needed
    if not numbered and all(rule in named for rule in needed):
        return named
    return None


def in_printed_order(rules: list[ColumnRule], header: list[list[Text]]) -> list[ColumnRule]:
    """Return column rules in the order in which the header prints their labels."""

    def place(rule: ColumnRule) -> int:
        named = (c for row in header for c in row if c.text and any(regex.fullmatch(p, c.text) for p in rule.labels))
        return min((c.position for c in named), default=_BEYOND)

    return sorted(rules, key=place)


def has_unknown(rules: list[ColumnRule], header: list[list[Text]]) -> bool:
    """Tell whether a header names a column of which no rule knows, or one twice: amounts could not be told apart."""
    if any(len(_printed_at(rule, header)) > 1 for rule in rules):
        return True
    labels = [label for rule in rules for label in rule.labels]
    over: dict[int, list[str]] = {}
    for cells in header:
        for cell in cells:
            if cell.text and not cell.is_integer:
                over.setdefault(cell.position, []).append(cell.text)
    known = {at for at, words in over.items() if any(regex.fullmatch(p, w) for p in labels for w in words)}
    return any(at > min(known, default=_BEYOND) and at not in known for at in over)


def _printed_at(rule: ColumnRule, header: list[list[Text]]) -> dict[int, str]:
    """Return the positions at which a header prints a column's label, with the words there."""
    return {
        c.position: c.text
        for row in header
        for c in row
        if c.text and any(regex.fullmatch(p, c.text) for p in rule.labels)
    }


def places_of(rules: list[ColumnRule], header: list[list[Text]]) -> list[int]:
    """Return where the columns stand in the header; of one that is printed by years, the latest.

    Nothing where one is not printed, two stand together, or one stands twice without years.
    """
    places: list[int] = []
    for rule in rules:
        named = _printed_at(rule, header)
        years = {int(year[0]): at for at, text in named.items() for year in [_YEAR.search(text)] if year}
        if len(named) > 1 and len(years) < len(named):
            return []
        places.append(years[max(years)] if years else next(iter(named), -1))
    return places if -1 not in places and len(set(places)) == len(places) else []
