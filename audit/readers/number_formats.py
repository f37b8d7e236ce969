"""What a spreadsheet cell shows: its number in its format, not the digits that are stored behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from types import MappingProxyType
from typing import TYPE_CHECKING

from audit.readers.docx_numerals import drawn

if TYPE_CHECKING:
    from collections.abc import Mapping

GENERAL = "General"
_STORED = Context(prec=15, rounding=ROUND_HALF_UP)
"""Spreadsheets keep 15 digits; what stands behind them is noise of binary fractions."""
_WIDE = Context(prec=60, rounding=ROUND_HALF_UP)
_GENERAL_DIGITS = 10
_MOST_DIGITS = 30

BUILT_IN: Mapping[int, str] = MappingProxyType(
    {
        0: GENERAL, 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
        14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm",
        21: "h:mm:ss", 22: "yyyy/m/d h:mm", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00",
        40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"', 43: '#,##0.00;-#,##0.00;"-"',
        44: '#,##0.00;-#,##0.00;"-"', 45: "mm:ss", 46: "[h]:mm:ss", 47: "mm:ss", 48: "0.0E+0", 49: "@",
        27: 'yyyy"年"m"月"', 28: 'm"月"d"日"', 29: 'm"月"d"日"', 30: "m-d-yy", 31: 'yyyy"年"m"月"d"日"',
        32: 'h"时"mm"分"', 33: 'h"时"mm"分"ss"秒"', 34: 'h"时"mm"分"', 35: 'h"时"mm"分"ss"秒"', 36: 'yyyy"年"m"月"',
        50: 'yyyy"年"m"月"', 51: 'm"月"d"日"', 52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: 'm"月"d"日"',
        55: 'h"时"mm"分"', 56: 'h"时"mm"分"ss"秒"', 57: 'yyyy"年"m"月"', 58: 'm"月"d"日"',
    }
)  # fmt: skip
"""Formats that a file names by number alone, as a Chinese installation shows them."""

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"?|[\\!](?P<escaped>.)|_(?P<width>.)|\*(?P<fill>.)|\[(?P<bracket>[^\]]*)\]'
    r"|(?P<general>General|G/通用格式)|(?P<date>y+|m+|d+|h+|s+|AM/PM|A/P|上午/下午|a{3,4})"
    r"|(?P<exponent>E[+-]0*)|(?P<digit>[0#?])|(?P<sign>[.,%@])|(?P<other>.)",
    re.DOTALL | re.IGNORECASE,
)
_CONDITION = re.compile(r"(?P<sign><=|>=|<>|<|>|=)(?P<limit>-?[\d.]+)")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_EPOCH, _EPOCH_1904 = datetime(1899, 12, 30), datetime(1904, 1, 1)  # noqa: DTZ001 - a cell's date has no zone
_LAST_DAY = 2_958_465


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


def show_number(stored: str, code: str, *, from_1904: bool = False) -> str:
    """Return a stored number as its cell shows it; unchanged where it is no number at all."""
    try:
        value = _STORED.create_decimal(stored)
    except InvalidOperation:
        return stored
    if not value.is_finite() or abs(value.adjusted()) > _MOST_DIGITS:
        return stored
    section, negated = _section(code, value)
    tokens = _tokens(section)
    kinds = {token.kind for token in tokens}
    if "date" in kinds:
        return _show_date(value, tokens, section, from_1904=from_1904)
    shown = abs(value) if negated else value
    if "digit" not in kinds:
        return _show_plain(shown, tokens)
    if "exponent" in kinds:
        return f"{shown:.{sum(t.kind == 'digit' for t in tokens) - 1}E}"
    text = _show_digits(shown, tokens)
    # where colour alone tells the sign, it would be lost here
    return f"-{text}" if value < 0 and negated and not set(text) & set("-(（△▲") else text


def show_text(text: str, code: str) -> str:
    """Return a text as its cell shows it: a format may print words around it."""
    sections = _sections(code)
    last = _tokens(sections[-1])
    if not any(token.kind == "sign" and token.text == "@" for token in last):
        return text
    return "".join(text if t.text == "@" and t.kind == "sign" else t.text for t in last if t.kind in ("text", "sign"))


def _section(code: str, value: Decimal) -> tuple[str, bool]:
    """Return the part of a format that fits a number, and whether that part brings the sign itself."""
    sections = _sections(code)
    for section in sections[:2]:
        found = _CONDITION.search("".join(re.findall(r"\[([^\]]*)\]", section)))
        if found:
            return _conditional(sections, value)
    if value < 0 and len(sections) > 1:
        return sections[1], True
    if value == 0 and len(sections) > 2:
        return sections[2], True
    return sections[0], False


def _conditional(sections: list[str], value: Decimal) -> tuple[str, bool]:
    for section in sections:
        found = _CONDITION.search("".join(re.findall(r"\[([^\]]*)\]", section)))
        if found is None or _holds(value, found["sign"], Decimal(found["limit"])):
            return section, False
    return sections[-1], False


def _holds(value: Decimal, sign: str, limit: Decimal) -> bool:
    order = (value > limit) - (value < limit)
    return order in {"<": (-1,), "<=": (-1, 0), "=": (0,), ">=": (0, 1), ">": (1,), "<>": (-1, 1)}[sign]


def _sections(code: str) -> list[str]:
    """Cut a format at its semicolons, those inside quotes and brackets left alone."""
    sections, at = [""], 0
    for found in _TOKEN.finditer(code or GENERAL):
        if found["other"] == ";":
            sections.append("")
        else:
            sections[-1] += found.group()
        at = found.end()
    return sections if at else [GENERAL]


def _tokens(section: str) -> list[_Token]:
    tokens = []
    for found in _TOKEN.finditer(section):
        kind = found.lastgroup or "other"
        text = found[kind] or ""
        if kind == "bracket":
            if re.fullmatch(r"h+|m+|s+", text, re.IGNORECASE):
                tokens.append(_Token("date", f"[{text.lower()}]"))
            elif text.startswith("$"):
                tokens.append(_Token("text", text[1:].partition("-")[0]))
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(_Token("text", text))
        elif kind == "width":
            tokens.append(_Token("text", " "))
        elif kind != "fill":
            tokens.append(_Token(kind, text))
    return tokens


def _show_plain(value: Decimal, tokens: list[_Token]) -> str:
    """Show a number whose format has no places for digits: General, a text alone, or nothing."""
    if not any(t.kind == "general" or t.text == "@" for t in tokens):
        return "".join(t.text for t in tokens if t.kind == "text").strip()
    return "".join(
        _general(value) if t.kind == "general" or t.text == "@" else t.text if t.kind == "text" else "" for t in tokens
    ).strip()


def _general(value: Decimal) -> str:
    """Show a number as a cell without a format does: at most ten digits, no zeros at the end."""
    places = max(0, _GENERAL_DIGITS - max(value.adjusted() + 1, 1))
    text = f"{value.quantize(Decimal(1).scaleb(-places), context=_WIDE):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _show_digits(value: Decimal, tokens: list[_Token]) -> str:
    digits = [at for at, token in enumerate(tokens) if token.kind == "digit"]
    point = next((at for at, t in enumerate(tokens) if t.kind == "sign" and t.text == "."), None)
    whole = [at for at in digits if point is None or at < point]
    places = [at for at in digits if point is not None and at > point]
    commas = [at for at, t in enumerate(tokens) if t.kind == "sign" and t.text == ","]
    last = places[-1] if places else whole[-1] if whole else -1
    scale = sum(at > last or at == (point or -1) - 1 for at in commas)
    grouped = any(whole and whole[0] < at < whole[-1] for at in commas)
    percents = sum(t.kind == "sign" and t.text == "%" for t in tokens)
    number = abs(value) * Decimal(100) ** percents / Decimal(1000) ** scale
    text = f"{number.quantize(Decimal(1).scaleb(-len(places)), context=_WIDE):f}"
    before, _, after = text.partition(".")
    shown = _lay_out(tokens, whole, places, (before.lstrip("0"), after), grouped=grouped)
    return ("-" if value < 0 else "") + shown.strip()


def _lay_out(
    tokens: list[_Token], whole: list[int], places: list[int], number: tuple[str, str], *, grouped: bool
) -> str:
    """Put digits into their places, from the point to both sides; what is left over stands in the first place."""
    before, after = number
    needed = sum(tokens[at].text == "0" for at in whole)
    before = before.rjust(needed, "0")
    interrupted = any(tokens[at].kind == "text" for at in range(whole[0], whole[-1])) if whole else False
    spots: dict[int, str] = {}
    if whole and not interrupted:
        spots = dict.fromkeys(whole, "")
        spots[whole[-1]] = _group(before) if grouped else before
    else:
        rest = before
        for at in reversed(whole):
            spots[at], rest = (rest[-1:], rest[:-1]) if at != whole[0] else (rest, "")
    kept = after
    for at, digit in reversed(list(zip(places, after, strict=True))):
        if tokens[at].text == "0" or digit != "0":
            break
        kept = kept[:-1]
    for number_at, at in enumerate(places):
        spots[at] = kept[number_at] if number_at < len(kept) else ""
    out = []
    for at, token in enumerate(tokens):
        if at in spots:
            out.append(spots[at])
        elif token.kind == "text" or (token.kind == "sign" and token.text in ".%"):
            out.append(token.text)
    return "".join(out)


def _group(digits: str) -> str:
    return f"{int(digits):,}" if digits.lstrip("0") == digits and digits else digits


def _show_date(value: Decimal, tokens: list[_Token], section: str, *, from_1904: bool) -> str:
    if not 0 <= value <= _LAST_DAY:
        return _general(value)
    moment = (_EPOCH_1904 if from_1904 else _EPOCH) + timedelta(seconds=int((value * 86_400).to_integral_value()))
    chinese = "dbnum1" in section.lower()
    dates = [at for at, token in enumerate(tokens) if token.kind == "date"]
    out = []
    for at, token in enumerate(tokens):
        if token.kind == "date":
            around = [tokens[d].text.lower().strip("[]")[:1] for d in dates]
            place = dates.index(at)
            clock = (place > 0 and around[place - 1] == "h") or (place + 1 < len(around) and around[place + 1] == "s")
            out.append(_date_part(token.text.lower(), moment, value, clock=clock, chinese=chinese))
        elif token.kind in ("text", "digit") or (token.kind == "sign" and token.text in ".,"):
            out.append(token.text)
    return "".join(out).strip()


def _date_part(text: str, moment: datetime, value: Decimal, *, clock: bool, chinese: bool) -> str:
    sign = text.strip("[]")[:1]
    if sign == "y":
        year = f"{moment.year:04d}"[-2:] if len(text) <= 2 else f"{moment.year:04d}"
        return drawn(int(year), "ideographDigital") if chinese else year
    if text.startswith("["):
        units = {"h": 24, "m": 1440, "s": 86_400}[sign]
        return str(int(value * units))
    if sign == "m" and not clock and len(text) >= 3:
        return _MONTHS[moment.month - 1]
    number = {"m": moment.minute if clock else moment.month, "d": moment.day, "h": moment.hour, "s": moment.second}
    if sign not in number:
        return ""
    if chinese:
        return drawn(number[sign], "chineseCounting")
    return f"{number[sign]:02d}" if len(text) >= 2 else str(number[sign])
