"""There is no tolerance constant: what rounds correctly never disagrees, what cannot round so always does."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from audit.model.claims import Status
from audit.model.values import Interval
from audit.reconciliation.bounds import percentage, ratio_interval, same_quantity, sums

FEN = st.integers(0, 10**12)
PLACES = st.integers(0, 3)
HALF = Decimal("0.5")


def printed(fen, places):
    """Print an exact amount in 万元 as a form does."""
    return (Decimal(fen) / 1_000_000).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def half(places):
    return HALF.scaleb(-places)


# -- one quantity printed twice


@given(FEN, PLACES, PLACES)
def test_two_correct_printings_of_one_amount_agree(fen, first, second):
    compared = same_quantity(printed(fen, first), half(first), printed(fen, second), half(second))
    assert compared.status is Status.AGREES


@given(FEN, st.integers(1, 10**6), PLACES)
def test_on_one_grid_only_equal_digits_agree(fen, off, places):
    value = printed(fen, places)
    other = value + Decimal(off).scaleb(-places)
    assert same_quantity(value, half(places), other, half(places)).status is Status.DISAGREES


def test_a_coarser_figure_must_be_the_finer_one_rounded():
    tenth, cent = half(1), half(2)
    assert same_quantity(Decimal("610.4"), tenth, Decimal("610.44"), cent).status is Status.AGREES
    assert same_quantity(Decimal("610.4"), cent, Decimal("610.44"), cent).status is Status.DISAGREES
    assert same_quantity(Decimal("610.4"), tenth, Decimal("610.46"), cent).status is Status.DISAGREES


def test_dropped_zeros_are_no_other_grid():
    assert same_quantity(Decimal("690.4"), half(2), Decimal("690.40"), half(2)).status is Status.AGREES


def test_nothing_is_exact():
    assert same_quantity(Decimal(0), Decimal(0), Decimal(0), Decimal(0)).status is Status.AGREES
    assert same_quantity(Decimal("0.01"), half(2), Decimal(0), Decimal(0)).status is Status.DISAGREES


# -- sums


@given(st.lists(FEN, min_size=1, max_size=15), PLACES)
def test_a_correctly_rounded_sum_never_disagrees(parts, places):
    shown = [printed(part, places) for part in parts]
    total = printed(sum(parts), places)
    bound = half(places) * (len(parts) + 1)
    assert sums(total, sum(shown, Decimal(0)), bound).status is not Status.DISAGREES


@given(st.lists(FEN, min_size=1, max_size=15), st.integers(1, 10**6))
def test_a_sum_off_by_more_than_its_bound_always_disagrees(parts, more):
    shown = sum((printed(part, 2) for part in parts), Decimal(0))
    bound = half(2) * (len(parts) + 1)
    assert sums(shown + bound + Decimal(more).scaleb(-2), shown, bound).status is Status.DISAGREES


@given(st.lists(FEN, min_size=1, max_size=8))
def test_digits_that_close_agree_and_digits_that_do_not_are_rounding(parts):
    shown = sum((printed(part, 2) for part in parts), Decimal(0))
    assert sums(shown, shown, half(2)).status is Status.AGREES
    assert sums(shown + half(2), shown, half(2)).status is Status.ROUNDING


# -- ratios


@given(st.integers(1, 10**11), st.integers(1, 10**11), st.integers(0, 2))
def test_a_correctly_rounded_percentage_never_disagrees(over, under, places):
    assume(under > 10**4)
    true = ratio_interval(Interval.of(printed(over, 2), half(2)), Interval.of(printed(under, 2), half(2)))
    stated = (Decimal(over) * 100 / Decimal(under)).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    assume(true is not None)
    assert percentage(stated, places, true).status is Status.AGREES


@given(st.integers(1, 10**9), st.integers(10**6, 10**9), st.integers(0, 2))
def test_a_percentage_that_was_cut_off_is_rounding_at_most(over, under, places):
    numerator, denominator = Decimal(over) / 100, Decimal(under) / 100
    stated = (numerator * 100 / denominator).quantize(Decimal(1).scaleb(-places), ROUND_DOWN)
    true = ratio_interval(Interval.of(numerator, half(2)), Interval.of(denominator, half(2)))
    assert percentage(stated, places, true).status is not Status.DISAGREES


@pytest.mark.parametrize(
    ("stated", "places", "status"),
    [("33.3", 1, "agrees"), ("33.33", 2, "agrees"), ("33.4", 1, "rounding"), ("33", 0, "agrees"),
     ("34", 0, "rounding"), ("33.5", 1, "disagrees"), ("66.7", 1, "disagrees"), ("3.33", 2, "disagrees")],
)  # fmt: skip
def test_a_third(stated, places, status):
    true = ratio_interval(Interval.exact(Decimal(100)), Interval.exact(Decimal(300)))
    compared = percentage(Decimal(stated), places, true)
    assert compared.status == status


def test_a_ratio_on_nothing_is_none():
    assert ratio_interval(Interval.exact(Decimal(5)), Interval.exact(Decimal(0))) is None
    assert ratio_interval(Interval.exact(Decimal(5)), Interval.of(Decimal("0.01"), half(1))) is None


def test_a_small_base_leaves_a_wide_interval():
    wide = ratio_interval(Interval.of(Decimal("0.1"), half(1)), Interval.of(Decimal("0.2"), half(1)))
    assert percentage(Decimal("40.0"), 1, wide).status is Status.AGREES
    narrow = ratio_interval(Interval.of(Decimal("0.10"), half(2)), Interval.of(Decimal("0.20"), half(2)))
    assert percentage(Decimal("40.0"), 1, narrow).status is Status.DISAGREES


@given(FEN, FEN, PLACES)
def test_intervals_hold_what_was_rounded(first, second, places):
    one, two = (Interval.of(printed(fen, places), half(places)) for fen in (first, second))
    true = Decimal(first + second) / 1_000_000
    assert (one + two).low <= true <= (one + two).high
    assert (one - two).low <= Decimal(first - second) / 1_000_000 <= (one - two).high
    assert one.meets(one)
