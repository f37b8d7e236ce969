"""The numbers that open headings and items: 第一部分, 一、, （一）, 1., （1）, ①."""

from __future__ import annotations

from dataclasses import dataclass

import regex

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_STYLES = (
    (1, rf"第(?P<n>{_NUMERAL})部分"),
    (2, rf"(?P<n>{_NUMERAL})、"),
    (3, rf"（(?P<n>{_NUMERAL})）"),
    (4, r"(?P<n>\d{1,2})(?:、|[.．](?!\d))"),
    (5, r"（(?P<n>\d{1,2})）"),
    (6, r"(?P<n>[①-⑳])"),
)
_OPENING = tuple((level, regex.compile(pattern)) for level, pattern in _STYLES)
_INSIDE = tuple((level, regex.compile(rf"(?<=[。；：！])(?:{pattern})")) for level, pattern in _STYLES[1:])
_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")}


@dataclass(frozen=True, slots=True)
class Mark:
    """A number with its style (`level` 1 to 6) and its span in the text."""

    level: int
    number: int
    start: int
    end: int

    @property
    def opens(self) -> bool:
        """True where it opens its paragraph."""
        return self.start == 0


def opening_mark(text: str) -> Mark | None:
    """Return the mark that a cleaned text begins with."""
    for level, pattern in _OPENING:
        found = pattern.match(text)
        if found:
            return Mark(level, _value(found["n"]), 0, found.end())
    return None


def marks_of(text: str) -> list[Mark]:
    """Return the opening mark of a text and those after its sentence ends."""
    first = opening_mark(text)
    found = [first] if first else []
    found.extend(
        Mark(level, _value(m["n"]), m.start(), m.end()) for level, pattern in _INSIDE for m in pattern.finditer(text)
    )
    return sorted(found, key=lambda mark: mark.start)


def spellings(level: int, number: int) -> tuple[str, ...]:
    """Return how a mark may be printed, for a search whether it stands somewhere."""
    if level == 6:
        return (chr(ord("①") + number - 1),)
    if level == 5:
        return (f"（{number}）", f"({number})")
    if level == 4:
        return (f"{number}、", f"{number}.", f"{number}．")
    numeral = _numeral(number)
    return {1: (f"第{numeral}部分",), 2: (f"{numeral}、",), 3: (f"（{numeral}）", f"({numeral})")}[level]


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    tens, ten, ones = text.rpartition("十")
    value = (_DIGITS.get(tens[-1:], 1) if ten else 0) * 10
    return value + _DIGITS.get(ones[-1:], 0)


def _numeral(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    head = ("" if tens < 2 else digits[tens]) + ("十" if tens else "")
    return head + (digits[ones] if ones or not tens else "")
