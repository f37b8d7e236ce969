"""Finds personal data that should not have been published. No finding prints it again: its digits are masked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.phrasing import build
from audit.model.findings import Category

if TYPE_CHECKING:
    from audit.model.document import Document
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.raw import RawLine
    from audit.model.text_rules import PersonalDataRules

_IDENTITY = regex.compile(
    r"(?<![\dA-Za-z.])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])"
)
_CARD = regex.compile(r"(?<![\dA-Za-z.])(?:\d{4}[ -]?){3}\d{4}(?:[ -]?\d{1,3})?(?![\dA-Za-z])")
_MOBILE = regex.compile(r"(?<![\dA-Za-z.,-])1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\dA-Za-z]|[.,]\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_SHOWN = 3
_WORDS = 8


def find(doc: Document, rules: PersonalDataRules) -> tuple[Finding, ...]:
    """Return identity numbers, bank cards and private mobile numbers, one finding for each."""
    amounts = {line.line_id for table in doc.tables if table.unit is not None and table.rows for line in table.lines}
    found: list[Finding] = []
    for line in doc.lines:
        if line.line_id not in amounts:
            found.extend(_of_line(line, rules))
    return tuple(found)


def _of_line(line: RawLine, rules: PersonalDataRules) -> list[Finding]:
    text = line.text
    found: list[tuple[str, regex.Match[str]]] = []
    found.extend(("personal.identity", m) for m in _IDENTITY.finditer(text) if is_identity(m.group()))
    taken = [m.span() for _, m in found]
    for match in _CARD.finditer(text):
        digits = regex.sub(r"\D", "", match.group())
        told = any(regex.search(p, text) for p in rules.card_words) or digits.startswith(tuple(rules.card_prefixes))
        if told and is_card(digits) and not any(a <= match.start() < b for a, b in taken):
            found.append(("personal.card", match))
    if not any(regex.search(p, text) for p in rules.public_phones):
        found.extend(("personal.mobile", m) for m in _MOBILE.finditer(text))
    return [_finding(line, key, match, rules) for key, match in found]


def is_identity(number: str) -> bool:
    """Tell whether 18 characters are an identity number, by their check digit."""
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _WEIGHTS, strict=True))
    return _CHECKS[total % 11] == number[17].upper()


def is_card(digits: str) -> bool:
    """Tell whether digits are a card number, by the Luhn sum."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def _finding(line: RawLine, key: str, match: regex.Match[str], rules: PersonalDataRules) -> Finding:
    masked = match.group()[:_SHOWN] + "*" * (match.end() - match.start() - _SHOWN)
    return build(rules.messages, key, [_beside(line, match)], category=Category.TEXT, stated=masked)


def _beside(line: RawLine, match: regex.Match[str]) -> Ref:
    """Return the words beside a number: the place must be quoted, the number must not."""
    before = regex.search(rf"[^\d\s]{{1,{_WORDS}}}\s*$", line.text[: match.start()])
    if before:
        return line.ref(before.start(), match.start())
    after = regex.match(rf"\s*[^\d\s]{{1,{_WORDS}}}", line.text[match.end() :])
    if after:
        return line.ref(match.end(), match.end() + after.end())
    return line.ref(match.start(), match.start() + _SHOWN)
