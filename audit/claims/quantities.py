"""Finds figures with their units by offset: amounts, percentages, points, scores and counts.

A range (80-90分, 95%-98%) is two spans, marked `low` and `high`; the low one takes the unit of the high one where
its own is left out. A number without a unit has `Unit.NONE`: an amount may be printed so (预算调整数2112.76), and
only its context tells. 1.5万 and 6.9亿条 keep their scale in the counter (`万`, `亿条`); `counted` resolves it.
千元 and other steps that `Unit` lacks are scaled: 5千元 is 5000 元, 3百万元 is 300 万元; `printed` keeps the digits.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

import regex

from audit.claims.quantity_patterns import SCALES, figure_pattern
from audit.model.values import Comparator, Quantity, Unit
from audit.numerals import LONGEST, parse_numeral

if TYPE_CHECKING:
    from audit.model.lexicon import ComparatorWords, QuantityWords

# Full-width digits and signs become half-width one for one, so that offsets stay.
_HALF_WIDTH = str.maketrans("０１２３４５６７８９％．－−", "0123456789%.--")
_RANGE = regex.compile(r"-|—{1,2}|–|~|～|至|到")
_CODE = regex.compile(r"(?:2[0-3][0-9]|30[1-9]|31[0-3]|399)(?:[0-9]{2}){0,2}")
_SCALED_COUNTER = regex.compile(r"(万亿|十万|百万|千万|十亿|百亿|千亿|万|亿|千|百)(.*)")
_YEAR = regex.compile(r"(?:19[89]|20[0-4])[0-9]")
_SIGN_AFTER = "长率为减额加降幅比数达至变动少值差是（(：:、，,；;。"
_RANGED = ("date", "year", "ordinal", "time", "code")
_WAN, _YI = 4, 8


class RangePart(StrEnum):
    """Which end of a range a figure is."""

    NONE = ""
    LOW = "low"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class QuantitySpan:
    """A figure in a text. The span takes in unit, comparator and words like 约; the number has its own offsets."""

    start: int
    end: int
    number_start: int
    number_end: int
    quantity: Quantity
    part: RangePart = RangePart.NONE
    per: str = ""
    """What a rate is of: 人 in 500元/人."""
    doubtful: bool = False
    """True where the digits can be read in more than one way (1,5690.6); such a figure proves nothing."""


@dataclass(frozen=True, slots=True)
class OtherNumber:
    """A number that states no quantity. Kinds: year, date, time, code, ordinal, label, document_number, phone, ..."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything in a text that is made of digits or numerals, in reading order."""

    quantities: tuple[QuantitySpan, ...]
    others: tuple[OtherNumber, ...]


def find_quantities(text: str, words: QuantityWords) -> tuple[QuantitySpan, ...]:
    """Return the figures of a text in reading order. Raises TimeoutError on text made to be slow."""
    return _finder(words).find(text).quantities


def find_non_quantities(text: str, words: QuantityWords) -> tuple[OtherNumber, ...]:
    """Return the years, dates, codes, ordinals and other numbers that are no figures."""
    return _finder(words).find(text).others


def find_numbers(text: str, words: QuantityWords) -> Numbers:
    """Return both in one pass."""
    return _finder(words).find(text)


def counted(quantity: Quantity) -> tuple[Decimal, str]:
    """Return a count without its scale: 6.9 亿条 -> (6.9E+8, 条). The exponent keeps the place of the last digit."""
    found = _SCALED_COUNTER.fullmatch(quantity.counter) if quantity.unit is Unit.COUNT else None
    if found is None or found[2].startswith("分"):
        return quantity.value, quantity.counter
    return quantity.value.scaleb(SCALES[found[1]]), found[2]


@cache
def _finder(words: QuantityWords) -> _Finder:
    return _Finder(words)


class _Finder:
    """Patterns and tables of one vocabulary; it holds no state of a text."""

    def __init__(self, words: QuantityWords) -> None:
        self._words = words
        self._pattern = figure_pattern(words)
        self._before = _by_word(words.before)
        self._after = _by_word(words.after)
        self._approximate = frozenset(words.approximate.before)
        self._longest = max((len(word) for word in (*self._before, *self._approximate)), default=0)
        self._counters = {counter.word: counter for counter in words.counters}
        self._fixed_reach = max((len(word) for word in words.numerals.fixed), default=0)

    def find(self, text: str) -> Numbers:
        plain = text.translate(_HALF_WIDTH)
        items: list[QuantitySpan | OtherNumber] = []
        # The limit is far beyond any honest text; it only ends what an attacker begins.
        for match in self._pattern.finditer(plain, timeout=10 + len(plain) / 5_000):
            item = self._read(text, plain, match, items[-1].end if items else 0)
            if item is not None:
                items.append(item)
        _join_ranges(plain, items)
        return Numbers(
            tuple(item for item in items if isinstance(item, QuantitySpan)),
            tuple(item for item in items if isinstance(item, OtherNumber)),
        )

    def _read(self, text: str, plain: str, match: regex.Match[str], floor: int) -> QuantitySpan | OtherNumber | None:
        """Tell what a match is. `floor` is the end of the item before it."""
        if match["number"] is None and match["numeral"] is None:
            kind = str(match.lastgroup)
            return OtherNumber(match.start() - (kind == "document_number"), match.end(), kind)
        is_numeral = match["numeral"] is not None
        if is_numeral and not self._counts(plain, match):
            return None
        if not is_numeral:
            kind = self._other_kind(plain, match)
            if kind:
                return OtherNumber(match.start(), match.end(), kind)
        read = _read_number(match)
        if read is None:
            return None if is_numeral else OtherNumber(match.start(), match.end(), "code")
        return self._quantity(text, plain, match, floor, read)

    def _counts(self, plain: str, match: regex.Match[str]) -> bool:
        """Tell whether a Chinese numeral states a figure: not in 第三个, 一般, 二期, 十分."""
        start, end = match.span("numeral")
        if match["hundredth"]:
            return True
        if match["score"] and (end - start < 2 or match["numeral"].endswith(("百", "千"))):
            return False
        counter = self._counters.get(match["counter"] or "")
        if counter is not None and not counter.numeral:
            return False
        if plain[:start].endswith(self._words.numerals.not_after) or _opens_quote(plain, start):
            return False
        low, high = max(0, start - self._fixed_reach), min(len(plain), end + self._fixed_reach)
        window = plain[low:high]
        for word in self._words.numerals.fixed:
            at = window.find(word)
            while at >= 0:
                if low + at < end and start < low + at + len(word):
                    return False
                at = window.find(word, at + 1)
        return True

    def _other_kind(self, plain: str, match: regex.Match[str]) -> str:
        """Name the kind of a number in digits that is no figure, "" for a figure."""
        start, end = match.span("number")
        digits = match["number"]
        has_unit = _has_unit(match)
        before = plain[start - 1] if start else ""
        after_letter = _is_letter(before) and start > 1 and _is_letter(plain[start - 2])
        if _is_letter(before) or (before in ("-", "_", "/") and start > 1 and _is_letter(plain[start - 2])):
            # A4打印机, COVID-19 are names; 10台 in LED10台 counts
            if not (has_unit and after_letter):
                return "name"
        elif match[0] in self._words.numerals.fixed:
            return "name"
        elif _CODE.fullmatch(digits) and _names_line(plain, match):
            return "code"
        if has_unit:
            return ""
        if end < len(plain) and _is_letter(plain[end]):
            return "name"
        if digits.count(".") > 1:
            return "version"
        if len(digits) <= 2 and plain[:start].endswith(self._words.labels):
            return "label"
        return "year" if _YEAR.fullmatch(digits) else ""

    def _quantity(
        self, text: str, plain: str, match: regex.Match[str], floor: int, read: tuple[Decimal, bool]
    ) -> QuantitySpan:
        value, doubtful = read
        group = "number" if match["number"] is not None else "numeral"
        number_start, number_end = match.span(group)
        value, unit, counter = _with_unit(match, value)
        known = self._counters.get(counter)
        # 2112.00项 comes from glued columns: things are whole
        doubtful = doubtful or (known is not None and not known.measure and not known.time and "." in match[group])
        # 95，100人 may be two figures; amounts are printed so by mistake for 1,569.06
        doubtful = doubtful or ("，" in match[group] and not unit.is_money)
        start = match.start()
        start, comparator, approximate = self._words_before(plain, start, floor, counter)
        if start == match.start() and plain[start - 1 : start] in ("¥", "￥") and unit in (Unit.NONE, Unit.COUNT):
            unit, counter, start = (Unit.WAN_YUAN if counter == "万" else Unit.YUAN), "", start - 1
        elif start == match.start():
            sign = _sign(plain, start, floor, unit)
            if sign:
                value, start, number_start = -value, start - 1, number_start - 1
                doubtful = doubtful or sign == "unsure"
                start, comparator, approximate = self._words_before(plain, start, floor, counter)
        end, after = match.end(), match["after"]
        if after:
            approximate = approximate or after in self._words.approximate.after
            comparator = self._after.get(after, comparator)
        elif known is not None and known.time and plain.startswith(self._words.within, end):
            end, comparator = end + len(self._words.within), Comparator.AT_MOST
        approximate = approximate or bool(match["inside"] or match["later"])
        comparator = _containing(comparator, match["containing"])
        quantity = Quantity(value, unit, text[number_start:number_end], counter, comparator, approximate)
        return QuantitySpan(start, end, number_start, number_end, quantity, per=match["per"] or "", doubtful=doubtful)

    def _words_before(self, plain: str, start: int, floor: int, counter: str) -> tuple[int, Comparator, bool]:
        """Take in the words that stand directly before a number and compare it or make it approximate."""
        comparator, approximate = Comparator.EQUAL, False
        for _ in range(2):
            for length in range(min(self._longest, start - floor), 0, -1):
                word = plain[start - length : start]
                if word in self._before:
                    comparator, start = self._before[word], start - length
                    break
                if word in self._approximate and not plain[:start].endswith(self._words.approximate.not_after):
                    known = self._counters.get(counter)
                    if known is not None and known.time and length == 1:
                        # 近3年 are the last three years, not about three
                        continue
                    approximate, start = True, start - length
                    break
            else:
                break
        return start, comparator, approximate


def _by_word(words: ComparatorWords) -> dict[str, Comparator]:
    return {
        **dict.fromkeys(words.equal, Comparator.EQUAL),
        **dict.fromkeys(words.at_least, Comparator.AT_LEAST),
        **dict.fromkeys(words.more, Comparator.MORE),
        **dict.fromkeys(words.at_most, Comparator.AT_MOST),
        **dict.fromkeys(words.less, Comparator.LESS),
    }


def _is_letter(character: str) -> bool:
    return character.isascii() and character.isalpha()


def _opens_quote(plain: str, start: int) -> bool:
    """Tell whether a quotation begins right before a numeral: that is a slogan ("三个多一些"), not a count."""
    if plain[start - 1 : start] == '"':
        sentence = max(plain.rfind("。", 0, start), start - 500, 0)
        return plain.count('"', sentence, start) % 2 == 1
    return plain[start - 1 : start] == "“"


def _has_unit(match: regex.Match[str]) -> bool:
    return bool(match.end() > match.end("number"))


def _names_line(plain: str, match: regex.Match[str]) -> bool:
    """Tell whether digits in the form of a 科目 code are followed by its name: 2010350事业运行, but not 201家."""
    start, end = match.span("number")
    follows = plain[end : end + 2]
    if _has_unit(match) and not (end - start == 7 and match["counter"]):
        return False
    if end - start == 3:
        return len(follows) == 2 and all("\u4e00" <= character <= "\u9fff" for character in follows)
    return bool(follows) and not follows[0].isascii()


def _read_number(match: regex.Match[str]) -> tuple[Decimal, bool] | None:
    """Return the value of the digits and whether they are doubtful, None where they make no number."""
    digits = match["number"]
    if digits is None:
        value = _read_numeral(match["numeral"], bare=bool(match["money"] or match["hundredth"]))
        return None if value is None else (value, False)
    if len(digits) > LONGEST:
        return None
    if "万" in digits or "亿" in digits:
        return _read_steps(digits), False
    bare = digits.replace(",", "").replace("，", "")
    start, end = match.span("number")
    doubtful = _touches_comma(match.string, start - 1, start - 2) or _touches_comma(match.string, end, end + 1)
    if bare.count(".") > 1:
        # a comma that was read as a dot: only the last dot can be a decimal point
        head, _, tail = bare.rpartition(".")
        bare, doubtful = f"{head.replace('.', '')}.{tail}", True
    return Decimal(bare), doubtful


def _touches_comma(text: str, comma: int, digit: int) -> bool:
    """Tell whether a half-width comma and another digit stand beside a number: 1,5690.6 is damaged grouping."""
    return min(comma, digit) >= 0 and max(comma, digit) < len(text) and text[comma] == "," and text[digit].isdigit()


def _read_numeral(numeral: str, *, bare: bool) -> Decimal | None:
    """Read a numeral. Only 百万元 and 百分之百 may leave out the one; 百余年 states nothing."""
    if numeral[0].isascii():
        return Decimal(numeral.replace(",", "").replace("，", "")) if numeral.count(".") < 2 else None
    if len(numeral) > LONGEST:
        return None
    whole, _, part = numeral.partition("点")
    if bare and whole in ("百", "千"):
        whole = "一" + whole
    value = parse_numeral(whole)
    if value is None or not part:
        return value
    decimals = parse_numeral(part)
    return None if decimals is None else value + decimals.scaleb(-len(part))


def _read_steps(digits: str) -> Decimal:
    """Read 1亿2000万 as 12000 (万元) and 3万5000 as 35000 (元)."""
    high, mark, low = digits.partition("亿")
    if mark and low.endswith("万"):
        return Decimal(high).scaleb(_YI - _WAN) + Decimal(low[:-1])
    if mark:
        return Decimal(high).scaleb(_YI) + Decimal(low)
    high, _, low = digits.partition("万")
    return Decimal(high).scaleb(_WAN) + Decimal(low)


def _with_unit(match: regex.Match[str], value: Decimal) -> tuple[Decimal, Unit, str]:
    """Return the value in its unit, the unit, and the counter."""
    if match["percent"] or match["hundredth"]:
        return value, Unit.PERCENT, ""
    if match["point"]:
        return value, Unit.POINT, ""
    if match["score"]:
        return value, Unit.SCORE, ""
    scale = match["scale"] or ""
    if match["money"]:
        if (match["number"] or "").endswith("万"):
            return value, Unit.WAN_YUAN, ""
        power = SCALES.get(scale, 0)
        if power >= _YI:
            return _scaled(value, power - _YI), Unit.YI_YUAN, ""
        if power >= _WAN:
            return _scaled(value, power - _WAN), Unit.WAN_YUAN, ""
        return _scaled(value, power), Unit.YUAN, ""
    if match["count"] or match["bare_scale"]:
        return value, Unit.COUNT, scale + (match["counter"] or "")
    return value, Unit.NONE, ""


def _scaled(value: Decimal, power: int) -> Decimal:
    return value.scaleb(power) if power else value


def _containing(comparator: Comparator, words: str | None) -> Comparator:
    """Apply （含） and （不含）: 90（不含90）分 excludes its own end."""
    if words is None or comparator is Comparator.EQUAL:
        return comparator
    if words == "不含":
        return {Comparator.AT_LEAST: Comparator.MORE, Comparator.AT_MOST: Comparator.LESS}.get(comparator, comparator)
    return {Comparator.MORE: Comparator.AT_LEAST, Comparator.LESS: Comparator.AT_MOST}.get(comparator, comparator)


def _sign(plain: str, start: int, floor: int, unit: Unit) -> str:
    """Tell whether a hyphen before a number is its sign: `sure`, `unsure` or "" for a dash or a range."""
    at = start - 1
    if at < floor or plain[at] != "-" or (at == floor and floor):
        return ""
    if at == 0:
        return "sure" if unit.is_money or unit is Unit.PERCENT else ""
    if plain[at - 1] in _SIGN_AFTER:
        return "sure"
    return "" if plain[at - 1].isascii() or unit in (Unit.NONE, Unit.COUNT) else "unsure"


def _join_ranges(plain: str, items: list[QuantitySpan | OtherNumber]) -> None:
    """Mark neighbours that a range sign joins; a first number without a unit takes the kind of the second."""
    for at in range(len(items) - 2, -1, -1):
        first, second = items[at], items[at + 1]
        if not _RANGE.fullmatch(plain, first.end, second.start):
            continue
        if isinstance(first, OtherNumber):
            if plain[first.start - 1 : first.start] == "第":
                # 第1-3批
                items[at + 1] = OtherNumber(second.start, second.end, first.kind)
            continue
        lacks_unit = first.quantity.unit is Unit.NONE
        if isinstance(second, OtherNumber):
            if lacks_unit and second.kind in _RANGED:
                items[at] = OtherNumber(first.start, first.end, second.kind)
        elif lacks_unit or _measure(first) == _measure(second):
            quantity = replace(first.quantity, unit=second.quantity.unit, counter=second.quantity.counter)
            items[at] = replace(first, quantity=quantity, part=RangePart.LOW, per=first.per or second.per)
            if second.part is RangePart.NONE:
                items[at + 1] = replace(second, part=RangePart.HIGH)


def _measure(span: QuantitySpan) -> tuple[Unit, str]:
    return span.quantity.unit, span.quantity.counter
