"""Cleans a physical line for matching and keeps the map back to its characters."""

from __future__ import annotations

from dataclasses import dataclass

import regex

_LATEX = {"geq": "≥", "ge": "≥", "leq": "≤", "le": "≤", "times": "×", "sim": "~", "approx": "约"}
# one alternative per kind of residue that dumps of publications carry
_RESIDUE = regex.compile(
    r"\$?\s*\\(?P<latex>geq|leq|ge|le|times|sim|approx)(?![a-z])\s*"
    r"|(?P<percent>\\%)"
    r"|(?P<drop>\$|\*\*|</?[A-Za-z][^<>]{0,80}>|\\(?:text|mathrm)\{|\}(?=\s*\$)|[\u200b\ufeff\u00ad])"
    r"|(?P<space>[\s\u3000\u00a0]+)"
)
_BULLET = regex.compile(r"^\s*(?:[-*•●◆■]\s+|#{1,6}\s*)")
_FOLD = {
    ord("("): "（", ord(")"): "）", ord(":"): "：", ord(";"): "；", ord("?"): "？", ord("!"): "！",
    ord("“"): '"', ord("”"): '"', ord("„"): '"', ord("〞"): '"', ord("〝"): '"', ord("＂"): '"',
    ord("％"): "%", ord("﹪"): "%", ord("．"): ".", ord("＋"): "+", ord("－"): "-", ord("−"): "-", ord("＝"): "=",
    ord("＞"): ">", ord("＜"): "<", ord("〈"): "<", ord("〉"): ">", ord("≧"): "≥", ord("≦"): "≤", ord("／"): "/",
    ord("⩾"): "≥", ord("⩽"): "≤",
}  # fmt: skip
_FOLD.update({ord("０") + i: str(i) for i in range(10)})
_FOLD.update({ord("Ａ") + i: chr(ord("A") + i) for i in range(26)})
_FOLD.update({ord("ａ") + i: chr(ord("a") + i) for i in range(26)})
_FOLD.update({ord(c): str(i) for i, c in enumerate("⁰¹²³⁴⁵⁶⁷⁸⁹")})
_COMMA = regex.compile("[,，]")
_DECIMALS = regex.compile(r"\d{1,2}(?!\d)")
_THOUSANDS = regex.compile(r"\d{3}(?!\d)")
_LIST_MARK = regex.compile(r"(?:^|[。；：])\d{1,2}$")
_LAST_NUMBER = regex.compile(r"\d[\d,]*\.\d*$|\d+$")


@dataclass(frozen=True, slots=True)
class Run:
    """Span `start..end` of the cleaned text comes from `offset..offset+length` of the raw text."""

    start: int
    end: int
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class Cleaned:
    text: str
    runs: tuple[Run, ...]


class _Builder:
    def __init__(self) -> None:
        self.out: list[str] = []
        self.size = 0
        self.runs: list[Run] = []

    def put(self, char: str, offset: int, length: int) -> None:
        last = self.runs[-1] if self.runs else None
        linear = length == len(char)
        if last and linear and last.length == last.end - last.start and last.offset + last.length == offset:
            self.runs[-1] = Run(last.start, last.end + 1, last.offset, last.length + 1)
        else:
            self.runs.append(Run(self.size, self.size + len(char), offset, length))
        self.out.append(char)
        self.size += len(char)

    def put_folded(self, text: str, offset: int) -> None:
        """Add characters that stand one for one for those of the raw text."""
        last = self.runs[-1] if self.runs else None
        count = len(text)
        if last and last.length == last.end - last.start and last.offset + last.length == offset:
            self.runs[-1] = Run(last.start, last.end + count, last.offset, last.length + count)
        else:
            self.runs.append(Run(self.size, self.size + count, offset, count))
        self.out.append(text)
        self.size += count

    def tail(self, count: int = 16) -> str:
        text = ""
        for part in reversed(self.out):
            text = part + text
            if len(text) >= count:
                break
        return text[-count:]


def _keeps_blank(before: str, rest: str) -> bool:
    """Tell whether a blank between `before` and `rest` parts two numbers, rather than cutting one in pieces."""
    if not before or not rest or not rest[0].isdigit():
        return False
    last = before[-1]
    if last.isdigit():
        return True
    if last == ".":
        # "286. 92" is one number, "1. 2020年" is a list mark before a year
        return (
            len(before) > 1
            and before[-2].isdigit()
            and not (_DECIMALS.match(rest) and not _LIST_MARK.search(before[:-1]))
        )
    return False


def clean(raw: str) -> Cleaned:
    """Return the cleaned text of one line: no white space save between two numbers, folded forms, no markup."""
    build = _Builder()
    bullet = _BULLET.match(raw)
    at = bullet.end() if bullet else 0
    while at < len(raw):
        found = _RESIDUE.search(raw, at)
        until = found.start() if found else len(raw)
        if until > at:
            _put_plain(build, raw, at, until)
        if not found:
            break
        if found["latex"]:
            build.put(_LATEX[found["latex"]], until, found.end() - until)
        elif found["percent"]:
            build.put("%", until, 2)
        elif found["space"] and _keeps_blank(build.tail(), raw[found.end() : found.end() + 8]):
            build.put(" ", until, 1)
        at = found.end()
    return Cleaned("".join(build.out), tuple(build.runs))


def _put_plain(build: _Builder, raw: str, start: int, end: int) -> None:
    """Add characters that are folded one by one; only a comma is told by its neighbours."""
    at = start
    for found in _COMMA.finditer(raw, start, end):
        if found.start() > at:
            build.put_folded(raw[at : found.start()].translate(_FOLD), at)
        at = found.end()
        build.put_folded(_comma(found.group(), build.tail(1), raw, found.start()), found.start())
    if end > at:
        build.put_folded(raw[at:end].translate(_FOLD), at)


def _comma(char: str, before: str, raw: str, at: int) -> str:
    """Fold a comma: half width inside a number with thousands separators, full width elsewhere."""
    if char not in ",，":
        return char
    rest = raw[at + 1 : at + 8].lstrip().translate(_FOLD)
    return "," if before.isdigit() and _THOUSANDS.match(rest) else "，"


def clean_text(raw: str) -> str:
    """Return the cleaned text alone."""
    return clean(raw).text
