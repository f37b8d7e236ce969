"""The forms in which Word draws the number of a paragraph: 1, 一, ①, 甲, iv."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

_DIGITS = "〇一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = ("甲", "乙", "丙", "丁", "戊", "己", "庚", "辛", "壬", "癸")
_BRANCHES = ("子", "丑", "寅", "卯", "辰", "巳", "午", "未", "申", "酉", "戌", "亥")
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 4000


def _counting(value: int) -> str:
    """Count in Chinese: 一, 十, 十一, 二十, 一百零一."""
    text = _spelt(value, _DIGITS, ("", "十", "百", "千"), "零")
    return text.removeprefix("一") if 10 <= value < 20 else text


def _legal(value: int) -> str:
    """Count in the capital numerals of cheques: 壹, 拾壹."""
    return _spelt(value, _LEGAL, ("", "拾", "佰", "仟"), "零")


def _spelt(value: int, digits: str, places: tuple[str, ...], zero: str) -> str:
    if not 0 < value < 10_000:
        return str(value) if value else zero
    text = ""
    gap = False
    for place in range(len(str(value)) - 1, -1, -1):
        digit = value // 10**place % 10
        if digit:
            text += (zero if gap else "") + digits[digit] + places[place]
        gap = not digit and bool(text)
    return text


def _digit_by_digit(value: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(value))


def _full_width(value: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(value))


def _roman(value: int) -> str:
    if not 0 < value < _MOST_ROMAN:
        return str(value)
    text = ""
    for worth, sign in _ROMAN:
        text += sign * (value // worth)
        value %= worth
    return text


def _letters(value: int) -> str:
    """Count a, b ... z, aa, bb, as Word does."""
    return chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if 0 < value <= 780 else str(value)


def _from(signs: Sequence[str]) -> Callable[[int], str]:
    return lambda value: signs[(value - 1) % len(signs)] if value > 0 else str(value)


def _enclosed(first: str, most: int) -> Callable[[int], str]:
    return lambda value: chr(ord(first) + value - 1) if 0 < value <= most else str(value)


_FORMATS: Mapping[str, Callable[[int], str]] = MappingProxyType(
    {
        "decimal": str,
        "decimalZero": lambda value: f"{value:02d}",
        "decimalFullWidth": _full_width,
        "decimalFullWidth2": _full_width,
        "decimalHalfWidth": str,
        "chineseCounting": _counting,
        "chineseCountingThousand": _counting,
        "japaneseCounting": _counting,
        "taiwaneseCounting": _counting,
        "taiwaneseCountingThousand": _counting,
        "ideographDigital": _digit_by_digit,
        "japaneseDigitalTenThousand": _digit_by_digit,
        "taiwaneseDigital": _digit_by_digit,
        "chineseLegalSimplified": _legal,
        "ideographLegalTraditional": _legal,
        "ideographTraditional": _from(_STEMS),
        "ideographZodiac": _from(_BRANCHES),
        "decimalEnclosedCircle": _enclosed("①", 20),
        "decimalEnclosedCircleChinese": _enclosed("①", 20),
        "decimalEnclosedParen": _enclosed("⑴", 20),
        "decimalEnclosedFullstop": _enclosed("⒈", 20),
        "ideographEnclosedCircle": _enclosed("㊀", 10),
        "lowerLetter": _letters,
        "upperLetter": lambda value: _letters(value).upper(),
        "lowerRoman": _roman,
        "upperRoman": lambda value: _roman(value).upper(),
    }
)


def drawn(value: int, form: str) -> str:
    """Return a number as Word draws it in one of its formats; in Arabic digits for formats unknown here."""
    return _FORMATS.get(form, str)(value)
