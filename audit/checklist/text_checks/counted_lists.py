"""Lists that say how many names they hold: 内设4个科室：办公室、业务科、财务科."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.phrasing import build
from audit.model.document import ParagraphKind
from audit.model.findings import Category

if TYPE_CHECKING:
    from audit.model.document import Document
    from audit.model.findings import Finding
    from audit.model.text_rules import WordingRules

_DIGITS = "零一二三四五六七八九十"
_JOINS = regex.compile(r"[和与及]")
_BRACKETS = regex.compile(r"（[^（）]*）")
_LEAST = 2


def find_counted(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the lists that hold another number of names than they say, and units that do not add up."""
    return [*_lists(doc, rules), *_units(doc, rules)]


def _units(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the numbers of units that are not those of the unit itself and the others beside it."""
    return [
        build(
            rules.messages, "text.count", [paragraph.place(*match.span())], category=Category.NARR_ARITH,
            stated=match["count"], expected=f"{int(match['others']) + 1}",
        )
        for paragraph in doc.paragraphs
        if paragraph.kind is ParagraphKind.TEXT
        for pattern in rules.units_summed
        for match in regex.finditer(pattern, paragraph.text)
        if int(match["count"]) != int(match["others"]) + 1
    ]  # fmt: skip


def _lists(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the lists that hold more names than they say, or fewer where nothing leaves them open."""
    found: list[Finding] = []
    for paragraph in doc.paragraphs:
        if paragraph.kind is not ParagraphKind.TEXT:
            continue
        for pattern in rules.counted:
            for match in regex.finditer(pattern, paragraph.text):
                count = _number(match["count"])
                low, high = _names(match["list"])
                is_open = bool(match.groupdict().get("open"))
                if count is None or low < _LEAST or low <= count <= high or (is_open and count > high):
                    continue
                place = paragraph.place(*match.span())
                expected = f"{low}" if low == high else f"{low}~{high}"
                found.append(
                    build(
                        rules.messages, "text.count", [place], category=Category.NARR_ARITH,
                        stated=match["count"], expected=expected,
                    )
                )  # fmt: skip
    return found


def _number(printed: str) -> int | None:
    if printed.isdecimal():
        return int(printed)
    if printed == "两":
        return _LEAST
    if len(printed) == 1 and printed in _DIGITS:
        return _DIGITS.index(printed)
    if printed.startswith("十") and printed[1:] in _DIGITS:
        return len(_DIGITS) - 1 + _DIGITS.index(printed[1:])
    return None


def _names(listed: str) -> tuple[int, int]:
    """Return how many names a list holds at least and at most: 和 may join two of them or stand in one."""
    parts = [part for part in _BRACKETS.sub("", listed).split("、") if part]
    joins = sum(len(_JOINS.findall(part)) for part in parts)
    return len(parts), len(parts) + joins
