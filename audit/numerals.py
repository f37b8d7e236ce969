"""Chinese numerals: 二十三, 一百零五, 二〇二〇, 壹拾贰, 十二."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = {
    **{character: value for value, character in enumerate("零一二三四五六七八九")},
    **{character: value for value, character in enumerate("零壹贰叁肆伍陆柒捌玖")},
    "〇": 0,
    "○": 0,
    "两": 2,
    "貳": 2,
    "陸": 6,
}
_SMALL = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1_000, "仟": 1_000}
_LARGE = "万萬亿億"

NUMERAL_CHARACTERS = "".join((*_DIGITS, *_SMALL, *_LARGE))
"""Every character that a numeral may consist of."""

LONGEST = 24
"""No figure of a publication has a longer numeral; a longer one is noise."""

_SPOKEN = "零一二三四五六七八九"
_STEPS = ((1_000, "千"), (100, "百"), (10, "十"))


def parse_numeral(text: str) -> Decimal | None:
    """Return the value of a Chinese numeral, None where the characters make none."""
    if not text or len(text) > LONGEST or any(character not in NUMERAL_CHARACTERS for character in text):
        return None
    if all(character in _DIGITS for character in text):
        # 二〇二〇 is read digit by digit; 一二 is two digits, not a figure with places
        return Decimal("".join(str(_DIGITS[character]) for character in text))
    value = _parse_placed(text)
    return None if value is None else Decimal(value)


def write_numeral(value: int) -> str:
    """Write a whole number from 0 to 99,999,999 as a Chinese numeral."""
    if not 0 <= value < 100_000_000:
        raise ValueError(f"{value} is outside 0..99999999")
    high, low = divmod(value, 10_000)
    if not high:
        return _write_small(low)
    if not low:
        return _write_small(high) + "万"
    return _write_small(high) + "万" + ("零" if low < 1_000 else "") + _write_small(low, after_larger=True)


def _parse_placed(text: str) -> int | None:
    """Read a numeral with places: split it at its 亿, then at its 万."""
    for step, names in ((100_000_000, "亿億"), (10_000, "万萬")):
        at = max(text.rfind(name) for name in names)
        if at < 0:
            continue
        high = _parse_placed(text[:at])
        low = _parse_below(text[at + 1 :], step)
        return None if not high or low is None else high * step + low
    return _parse_small(text)


def _parse_below(text: str, step: int) -> int | None:
    """Read what follows a 万 or 亿: nothing, a digit of the next place (一万二), or a smaller numeral."""
    if not text:
        return 0
    if len(text) == 1 and _DIGITS.get(text):
        return _DIGITS[text] * step // 10
    value = _parse_placed(text)
    return value if value is not None and 0 < value < step else None


def _parse_small(text: str) -> int | None:
    """Read a numeral without 万: every place smaller than the one before it."""
    total, last = 0, 10_000
    digit: int | None = None
    zero = False
    for at, character in enumerate(text):
        if character in _SMALL:
            step = _SMALL[character]
            # only the ten may stand without a digit, and only in front: 十二
            if step >= last or (digit is None and (step != 10 or at)):
                return None
            total, last, digit, zero = total + (digit or 1) * step, step, None, False
        elif digit is not None:
            return None
        elif _DIGITS[character]:
            digit = _DIGITS[character]
        elif zero and total:
            return None
        else:
            zero = True
    if digit is None:
        return None if zero and (total or len(text) > 1) else total
    # 二百五 is 250, 二百零五 is 205
    return total + digit * (last // 10 if last in (100, 1_000) and not zero else 1)


def _write_small(value: int, *, after_larger: bool = False) -> str:
    """Write 0..9999; the ten of 12 is bare only where nothing stands before it."""
    if value == 0:
        return "零"
    parts: list[str] = []
    gap = False
    for step, name in _STEPS:
        digit, value = divmod(value, step)
        if digit:
            bare_ten = step == 10 and digit == 1 and not parts and not after_larger
            parts.append(("零" if gap and parts else "") + ("" if bare_ten else _SPOKEN[digit]) + name)
            gap = False
        else:
            gap = bool(parts)
    if value:
        parts.append(("零" if gap else "") + _SPOKEN[value])
    return "".join(parts)
