"""The numbers that open headings and items: 第一部分, 一、, （一）, 1., （1）, ①."""

from __future__ import annotations

from dataclasses import dataclass

from audit import regex
from audit.numerals import parse_numeral, write_numeral

_NUMERAL = "[一二三四五六七八九十百零〇]{1,5}"
_STYLES = (
    (1, rf"第(?P<n>{_NUMERAL})部分"),
    (2, rf"(?P<n>{_NUMERAL})、"),
    (3, rf"（(?P<n>{_NUMERAL})）"),
    # 1.5 and 1．5 are figures; 1．2021年 opens an item
    (4, r"(?P<n>\d{1,2})(?:、|\.(?!\d)|．(?!\d(?!\d{3}年)))"),
    (5, r"（(?P<n>\d{1,2})）"),
    (6, r"(?P<n>[①-⑳])"),
)
_OPENING = tuple((level, regex.compile(pattern)) for level, pattern in _STYLES)
_INSIDE = tuple((level, regex.compile(rf"(?<=[。；：！])(?:{pattern})")) for level, pattern in _STYLES[1:])


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


def ordinal(text: str) -> int | None:
    """Return the value of a mark's number: 十二 -> 12, 12 -> 12, ③ -> 3. None where its characters make none."""
    if text.isdecimal():
        return int(text)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    value = parse_numeral(text)
    return None if value is None else int(value)


def opening_mark(text: str) -> Mark | None:
    """Return the mark that a cleaned text begins with."""
    for level, pattern in _OPENING:
        found = pattern.match(text)
        number = ordinal(found["n"]) if found else None
        if found and number is not None:
            return Mark(level, number, 0, found.end())
    return None


def marks_of(text: str) -> list[Mark]:
    """Return the opening mark of a text and those after its sentence ends."""
    first = opening_mark(text)
    found = [first] if first else []
    for level, pattern in _INSIDE:
        for inside in pattern.finditer(text):
            number = ordinal(inside["n"])
            if number is not None:
                found.append(Mark(level, number, inside.start(), inside.end()))
    return sorted(found, key=lambda mark: mark.start)


def spellings(level: int, number: int) -> tuple[str, ...]:
    """Return how a mark may be printed, for a search whether it stands somewhere."""
    if level == 6:
        return (chr(ord("①") + number - 1),)
    if level == 5:
        return (f"（{number}）", f"({number})")
    if level == 4:
        return (f"{number}、", f"{number}.", f"{number}．")
    numeral = write_numeral(number)
    return {1: (f"第{numeral}部分",), 2: (f"{numeral}、",), 3: (f"（{numeral}）", f"({numeral})")}[level]
