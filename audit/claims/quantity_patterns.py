"""The pattern of a figure, joined from small named pieces. What the pieces mean is read in `quantities`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.lexicon import CounterWord, QuantityWords

# Every quantifier over text of unbounded length is possessive (++, *+): a run of digits is taken once, never retried.

# 1,569.06 and 1，569.06; a group of three that is followed by a fourth digit is no group
_GROUPED = r"[0-9]{1,3}(?:[,，][0-9]{3})++(?![0-9])(?:\.[0-9]++)?+"
# 192.168.1.1, 2.0.1, and figures whose comma was read as a dot
_DOTTED = r"[0-9]++(?:\.[0-9]++){2,}+"
_PLAIN = r"[0-9]++(?:\.[0-9]++)?+"
# 1亿2000万元, 3万5000元: two steps of one amount
_STEPPED = r"[0-9]++(?:\.[0-9]++)?+(?:亿[0-9]++(?:\.[0-9]++)?+万|[万亿][0-9]++(?:\.[0-9]++)?+)(?=元)"
ARABIC = f"(?:{_STEPPED}|{_GROUPED}|{_DOTTED}|{_PLAIN})"

_SMALL = "零〇一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾佰仟"
# a 万 or 亿 at the end is left to the unit, so that 五百万元 is 500 万元
NUMERAL = f"[{_SMALL}]++(?:[万亿][{_SMALL}]++)*+(?:点[零〇一二三四五六七八九]++)?+"
_DAY = "[一二三四五六七八九十]{1,3}"

SCALES = {
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "千亿": 11,
    "万亿": 12,
}
_SCALE = "十万|百万|千万|万亿|十亿|百亿|千亿|万|亿|千|百"
_LARGE_SCALE = "十万|百万|千万|万亿|十亿|百亿|千亿|万|亿"

# (含), （不含80）, （含100万元）
_CONTAINING = r"[（(](?P<containing>不?含)[0-9]{0,6}(?:万?元|%)?[）)]"

# A year is 19xx or 20xx before 年, or the first of 2021-2025年
_YEAR = r"(?:19|20)[0-9]{2}(?:年度?|(?=[-—~～至到]{1,2}(?:19|20)[0-9]{2}年))"
_DATE = (
    r"(?:19|20)[0-9]{2}年[0-9]{1,2}月(?:份|[0-9]{1,2}日)?+"
    r"|(?:19|20)[0-9]{2}(?P<mark>[-./])[0-9]{1,2}(?P=mark)[0-9]{1,2}(?![0-9.])"
    r"|(?:1[0-2]|0?[1-9])月(?:份|[0-9]{1,2}日)?+"
    # 3日内 is a length of time, 3日 a date
    r"|(?:[12][0-9]|3[01]|0?[1-9])日(?![内均]|以内|之内|常)"
    f"|[〇零一二三四五六七八九]{{4}}年(?:{_DAY}月(?:{_DAY}日)?+)?+"
    f"|(?<!个){_DAY}月(?:份|{_DAY}日)"
)
_TIME = (
    # 7×24小时 is a way to be on duty; 3×2万元 is a sum
    r"(?:[5-7][×xX*](?:8|12|24)|24[×xX*]7)(?![0-9.,万元])(?:个?小时)?+"
    r"|[0-2]?[0-9]时(?![间效段长刻期])(?:[0-9]{1,2}分)?+"
    # 目标1：20人 is no time: after one stands a full stop or a word of time
    r"|[0-2]?[0-9][:：][0-5][0-9](?=$|[前后至到起之，。；、）\-—~])"
    r"|(?<=[0-5][0-9][-—~～至到])[0-2]?[0-9][:：][0-5][0-9]"
)
_PHONE = r"0[0-9]{2,3}-[0-9]{7,8}(?![0-9])|400-[0-9]{3}-?[0-9]{4}|1[3-9][0-9]{9}(?![0-9.,，元万])"
_DOCUMENT_NUMBER = r"(?<=[〔\[【（(])(?:19|20)[0-9]{2}[〕\]】）)]第?[0-9]{1,5}号"
# 1栏=(2+3+6)栏 and the like: relation notes of a table
_FORMULA = (
    r"[0-9]{1,3}(?:栏各行|栏|行)=[（(]?[0-9+\-—…·.]++[）)]?(?:栏各行|栏|行)?+"
    # bounded, because what follows may refuse it at every start
    r"|[0-9]{1,3}(?:[+\-][0-9…·.]{1,9}+){1,60}+(?=[）)]?[栏行])"
)
# “1+3+N”: a name
_NAME = r"[0-9]++(?:\+[0-9A-Za-z]++)++"
_BREAK = r"(?<=^[-—*•]*|[。；：，;:,】”\"）)][-—]?)"
_ORDINAL = (
    # 1. or 1．before a word, or before a year that follows without a blank
    r"[0-9]{1,2}[.．](?=[^0-9.．\s]|(?:19|20)[0-9]{2}年)"
    f"|{_BREAK}[0-9]{{1,2}}(?:、(?=[^0-9]|(?:19|20)[0-9]{{2}}年)|[）)])"
    r"|(?<=[（(])[0-9]{1,2}(?=[）)])"
    r"|(?<=第)[0-9]++"
    r"|[0-9]++(?=号|届|级|季度|室|栏|行(?![政动业为]))"
)


def _any_of(words: Iterable[str]) -> str:
    """Join words to one alternation, the longest first."""
    return "|".join(regex.escape(word, literal_spaces=True) for word in sorted(set(words), key=lambda w: (-len(w), w)))


def _unless(head: str, compounds: Iterable[str]) -> str:
    """Return a look-ahead after `head` that refuses the longer words which begin with it."""
    rests = [word.removeprefix(head) for word in compounds if word.startswith(head) and word != head]
    return f"(?!{_any_of(rests)})" if rests else ""


def _counter(counter: CounterWord) -> str:
    # M in 200M带宽 is a unit, in 5Mate none
    latin = "(?![A-Za-z])" if counter.word[-1].isascii() and counter.word[-1].isalpha() else ""
    return str(regex.escape(counter.word)) + _unless(counter.word, counter.not_in) + latin


def figure_pattern(words: QuantityWords) -> regex.Pattern[str]:
    """Return the one pattern that finds every figure and everything that only looks like one."""
    inside = f"(?P<inside>{_any_of(words.approximate.inside)})?+"
    later_inside = inside.replace("inside>", "later>")
    counters = "|".join(_counter(c) for c in sorted(words.counters, key=lambda c: (-len(c.word), c.word)))
    per = _any_of(c.word for c in words.counters if not c.word[0].isascii())
    no_yuan = _unless("元", words.yuan_not_in)
    units = (
        r"(?P<percent>\\?%)",
        "(?P<point>个?百分点)",
        f"(?P<money>{inside}(?P<scale>{_SCALE})?+{later_inside}元{no_yuan})(?:/(?P<per>{per}|月|日))?+",
        f"(?P<count>{inside}(?P<scale>{_SCALE})?{later_inside}(?P<counter>{counters}))",
        f"(?P<score>分{_unless('分', words.score_not_in)})",
        f"(?P<bare_scale>{inside}(?P<scale>{_LARGE_SCALE}){later_inside})",
    )
    unit = f"(?:{_CONTAINING})?+(?:{'|'.join(units)})"
    after_words = (*words.after.at_least, *words.after.more, *words.after.at_most, *words.after.less)
    after_word = f"(?P<after>{_any_of((*after_words, *words.approximate.after))})?+"
    after = f"(?:{_CONTAINING})?+{after_word}(?:{_CONTAINING})?+"
    pieces = (
        f"(?P<phone>{_PHONE})",
        f"(?P<document_number>{_DOCUMENT_NUMBER})",
        f"(?P<date>{_DATE})",
        f"(?P<year>{_YEAR})",
        f"(?P<time>{_TIME})",
        f"(?P<formula>{_FORMULA})",
        f"(?P<ordinal>{_ORDINAL})",
        f"(?P<name>{_NAME})",
        f"(?P<hundredth>百分之)(?P<numeral>{ARABIC}|{NUMERAL}){after_word}",
        f"(?P<number>{ARABIC})(?:(?:{unit})?+{after})",
        f"(?<![{_SMALL}])(?P<numeral>{NUMERAL}){unit}{after}",
        # 预算为零
        "(?<=[为是于])(?P<numeral>零)(?=[，。；、）]|$)",
    )
    # the look-ahead spares the engine all alternatives at characters that begin no figure
    return regex.compile(f"(?=[0-9{_SMALL}])(?:{'|'.join(pieces)})")
