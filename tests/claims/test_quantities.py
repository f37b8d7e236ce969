"""Figures are found with exact offsets, and numbers that state nothing are not figures."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.claims.quantities import (
    OtherNumber,
    QuantitySpan,
    RangePart,
    counted,
    find_non_quantities,
    find_numbers,
    find_quantities,
)
from audit.model.values import Comparator, Quantity, Unit
from audit.packs.strict_yaml import load
from tests.claims.support import quantity_words
from tests.support import shared_file


@dataclass(frozen=True, slots=True)
class ExpectedFigure:
    words: str
    at: tuple[int, ...]
    value: Decimal
    unit: Unit
    counter: str = ""
    comparator: Comparator = Comparator.EQUAL
    approximate: bool = False
    part: RangePart = RangePart.NONE
    per: str = ""
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class ExpectedOther:
    words: str
    at: tuple[int, ...]
    kind: str


@dataclass(frozen=True, slots=True)
class Case:
    name: str
    text: str
    figures: tuple[ExpectedFigure, ...] = ()
    others: tuple[ExpectedOther, ...] = ()


@dataclass(frozen=True, slots=True)
class Cases:
    cases: tuple[Case, ...]


CASES = load(Path(__file__).with_name("quantities.yaml"), Cases).cases


def as_expected(text: str, span: QuantitySpan) -> ExpectedFigure:
    quantity = span.quantity
    return ExpectedFigure(
        text[span.start : span.end],
        (span.start, span.end),
        quantity.value,
        quantity.unit,
        quantity.counter,
        quantity.comparator,
        quantity.approximate,
        span.part,
        span.per,
        span.doubtful,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Case) -> None:
    found = find_numbers(case.text, quantity_words())
    assert [as_expected(case.text, span) for span in found.quantities] == list(case.figures)
    assert [ExpectedOther(case.text[o.start : o.end], (o.start, o.end), o.kind) for o in found.others] == list(
        case.others
    )


def test_decimal_places_are_kept_as_printed() -> None:
    (span,) = find_quantities("收入690.40万元", quantity_words())
    assert (span.quantity.places, span.quantity.printed) == (2, "690.40")
    assert (span.number_start, span.number_end) == (2, 8)


def test_both_views_come_from_one_pass() -> None:
    text = "2020年收入3万元"
    found = find_numbers(text, quantity_words())
    assert found.quantities == find_quantities(text, quantity_words())
    assert found.others == find_non_quantities(text, quantity_words()) == (OtherNumber(0, 5, "year"),)


def test_counted_resolves_the_scale_and_keeps_the_last_place() -> None:
    quantity = Quantity(Decimal("6.9"), Unit.COUNT, "6.9", counter="亿条")
    value, counter = counted(quantity)
    assert (value, counter) == (Decimal(690_000_000), "条")
    assert value.as_tuple().exponent == 7
    assert counted(replace(quantity, counter="辆")) == (Decimal("6.9"), "辆")
    assert counted(replace(quantity, unit=Unit.PERCENT, counter="")) == (Decimal("6.9"), "")


def test_a_vocabulary_of_its_own_changes_nothing_for_others() -> None:
    words = quantity_words()
    bare = replace(words, counters=tuple(c for c in words.counters if c.word != "辆"))
    assert find_quantities("车辆3辆", bare)[0].quantity.unit is Unit.NONE
    assert find_quantities("车辆3辆", words)[0].quantity.counter == "辆"


@pytest.mark.parametrize("amount", ["1,304.56", "0", "0.00", "23327.91", "1，000", "999999999999.99"])
@pytest.mark.parametrize("unit", ["元", "万元", "亿元"])
def test_every_amount_is_found(amount: str, unit: str) -> None:
    (span,) = find_quantities(f"支出{amount}{unit}，", quantity_words())
    assert span.quantity == Quantity(Decimal(amount.replace(",", "").replace("，", "")), Unit(unit), amount)
    assert span.end - span.start == len(amount) + len(unit)


@settings(max_examples=200, deadline=None)
@given(
    st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False),
    st.sampled_from(["万元", "元", "%", "个百分点", "亿元"]),
    st.sampled_from(["收入", "为", "占", "（", "，其中：", "第二部分"]),
    st.sampled_from(["。", "，", "；", "", "）"]),
)
def test_amounts_and_percentages_round_trip(value: Decimal, unit: str, before: str, after: str) -> None:
    text = f"{before}{value:,}{unit}{after}"
    (span,) = find_quantities(text, quantity_words())
    assert span.quantity.value == value
    assert not span.doubtful
    assert text[span.start : span.end] == f"{value:,}{unit}"


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet='0129.,，%-—一二十百万亿年月日元个（）第约余以上至点分 aM≥"', max_size=40))
def test_spans_are_ordered_and_inside_the_text(text: str) -> None:
    found = find_numbers(text, quantity_words())
    spans = sorted((item.start, item.end) for item in (*found.quantities, *found.others))
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(first[1] <= second[0] for first, second in itertools.pairwise(spans))
    covered = {at for start, end in spans for at in range(start, end)}
    assert all(at in covered for at, character in enumerate(text) if character.isdigit())
    for span in found.quantities:
        assert span.start <= span.number_start < span.number_end <= span.end
        assert span.quantity.printed == text[span.number_start : span.number_end]


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1,",
        "1.",
        "1,234",
        "一",
        "百分之",
        "1（含",
        "1余",
        "1-",
        "1+2",
        "*-",
        "≥",
        "A-",
        "1万亿",
        "一万",
        "-1、",
        '"一个',
    ],
)
def test_hostile_text_does_not_hang(piece: str) -> None:
    text = piece * (60_000 // len(piece))
    started = time.perf_counter()
    find_numbers(text, quantity_words())
    assert time.perf_counter() - started < 8


def test_every_word_of_the_vocabulary_is_effective() -> None:
    words = quantity_words()
    # 35, because 3日 is a date
    for counter in words.counters:
        (span,) = find_quantities(f"共35{counter.word}。", words)
        assert span.quantity.counter == counter.word
        for longer in counter.not_in:
            assert longer.startswith(counter.word), longer
            assert all(s.quantity.counter != counter.word for s in find_quantities(f"共35{longer}。", words)), longer
    for word in words.score_not_in:
        assert all(s.quantity.unit is not Unit.SCORE for s in find_quantities(f"共3{word}。", words)), word
    for word in words.yuan_not_in:
        assert all(s.quantity.unit is not Unit.YUAN for s in find_quantities(f"共3{word}。", words)), word
    for word in words.labels:
        assert find_non_quantities(f"{word}3。", words)[0].kind == "label", word
    for word in words.numerals.fixed:
        without = replace(words, numerals=replace(words.numerals, fixed=()))
        tail = "万元" if word[0] in "数几" else "。"
        assert find_quantities(word + tail, without) != find_quantities(word + tail, words) == (), word
    for word in words.numerals.not_after:
        assert not find_quantities(f"{word}三个。", words), word


def test_each_comparing_word_compares() -> None:
    words = quantity_words()
    for name in ("at_least", "more", "at_most", "less", "equal"):
        meant = Comparator[name.upper()]
        for word in getattr(words.before, name):
            (span,) = find_quantities(f"达标率{word}95%。", words)
            assert (span.quantity.comparator, span.start) == (meant, 3), word
        for word in getattr(words.after, name):
            (span,) = find_quantities(f"达标率95%{word}。", words)
            assert (span.quantity.comparator, span.end) == (meant, 6 + len(word)), word


@pytest.mark.parametrize("seed", ["000_13c379aef6052f8e", "001_c7293efaaecdcf45", "003_92648eeafb7909a7"])
def test_no_digit_of_a_publication_is_left_out(seed: str) -> None:
    text = shared_file(f"seeds/{seed}.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        found = find_numbers(line, quantity_words())
        covered = {at for item in (*found.quantities, *found.others) for at in range(item.start, item.end)}
        missed = [
            line[at - 5 : at + 5] for at, c in enumerate(line) if c.isascii() and c.isdigit() and at not in covered
        ]
        assert not missed
