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
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000, "億": 100_000_000}

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


def parse_ordinal(text: str) -> int | None:
    """Return the number of a heading's ordinal without its marks: 十二 -> 12, 3 -> 3. None where it is none."""
    bare = text.strip("（）()、.． 第")
    if bare.isascii() and bare.isdigit() and len(bare) <= LONGEST:
        return int(bare)
    if bare and all(character in _DIGITS or character in _SMALL for character in bare):
        value = parse_numeral(bare)
        return None if value is None else int(value)
    return None


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
    """Read a numeral with places. Each step must be smaller than the one before inside its 万 or 亿."""
    total = section = 0
    digit: int | None = None
    last_small, last_large = 10_000, 10**16
    zero = False
    for character in text:
        if character in _DIGITS:
            value = _DIGITS[character]
            if digit is not None:
                return None
            if value == 0:
                zero = True
            else:
                digit = value
            continue
        if character in _SMALL:
            step = _SMALL[character]
            if step >= last_small or (digit is None and step != 10):
                return None
            section += (1 if digit is None else digit) * step
            last_small, digit, zero = step, None, False
            continue
        step = _LARGE[character]
        amount = section + (digit or 0)
        if amount == 0 and total and step > last_large:
            return None
        if step > last_large:
            # 一万亿: the sum so far is what 亿 multiplies
            total = (total + amount) * step
        elif amount == 0:
            return None
        else:
            total += amount * step
        section, digit, last_small, last_large, zero = 0, None, 10_000, step, False
    return _finish(total, section, digit, last_small, last_large, zero=zero)


def _finish(total: int, section: int, digit: int | None, last_small: int, last_large: int, *, zero: bool) -> int | None:
    """Add the last digit: 二百五 is 250, 二百零五 is 205."""
    if digit is None:
        return None if zero else total + section
    if not zero and last_small in (100, 1_000):
        return total + section + digit * last_small // 10
    if not zero and last_small == 10_000 and last_large < 10**16 and section == 0:
        return total + digit * last_large // 10
    return total + section + digit


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
