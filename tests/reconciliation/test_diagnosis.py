"""Which slip of the pen explains a wrong figure."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.reconciliation.diagnosis import is_slip, repairs, slips
from tests.reconciliation.publication import found, told

PRINTED = st.decimals(0, 10**6, places=2).map(lambda d: f"{d:f}")


@pytest.mark.parametrize(
    ("printed", "right"),
    [
        ("1569.06", "1596.06"),
        ("76.5", "76.05"),
        ("1,569.06", "1569.6"),
        ("55.2", "552"),
        ("15690600", "1569.06"),
        ("97.9", "97.4"),
        ("1122.5", "112.5"),
        ("52.1%", "53.1"),
    ],
)
def test_known_slips(printed, right):
    assert Decimal(right) in slips(printed)


@given(PRINTED)
def test_a_figure_is_no_slip_of_itself(printed):
    assert Decimal(printed) not in slips(printed)


@given(PRINTED, st.data())
def test_two_digits_that_changed_places_are_found(printed, data):
    pairs = [i for i in range(len(printed) - 1) if printed[i].isdigit() and printed[i + 1].isdigit()]
    at = data.draw(st.sampled_from(pairs))
    swapped = printed[:at] + printed[at + 1] + printed[at] + printed[at + 2 :]
    if Decimal(swapped) != Decimal(printed):
        assert Decimal(printed) in slips(swapped)


@given(PRINTED, st.data())
def test_a_digit_left_out_is_found(printed, data):
    at = data.draw(st.integers(0, len(printed) - 1))
    left = printed[:at] + printed[at + 1 :]
    if printed[at].isdigit() and left.strip(".") and Decimal(left) != Decimal(printed):
        assert Decimal(printed) in slips(left)


@pytest.mark.parametrize("printed", ["三百", "1亿2000万", "1万2千", ""])
def test_what_is_written_in_words_has_no_slips(printed):
    assert slips(printed) == []
    assert not is_slip(printed, Decimal(300))
    assert repairs(printed, lambda _: True) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "机关运行经费支出1200万元，比上年1500万元减少三百五十万元，下降19.4%。",
        "机关运行经费支出1亿2000万元，比上年15000万元减少3500万元，下降19.4%。",
        "本年收入三百一十万元，其中：一般公共预算财政拨款收入300.4万元，政府性基金预算财政拨款收入20万元，其他收入9.6万元。",
    ],
)
def test_a_wrong_figure_in_words_is_found_and_loses_nothing(sentence):
    _, claims, reconciled = told("revenue", sentence)
    assert len(reconciled.verdicts) == len(claims)
    assert found("revenue", sentence)


def test_only_what_fits_is_named():
    assert repairs("76.5", lambda v: v == Decimal("76.05")) == [Decimal("76.05")]
    assert repairs("76.5", lambda v: v == Decimal("812.3")) == []


def test_too_many_explanations_are_none():
    assert repairs("76.5", lambda v: v > 0) == []


def test_nothing_negative_is_proposed():
    assert all(value >= 0 for value in repairs("-76.5", lambda _: True, most=10**6))


@pytest.mark.parametrize(
    ("printed", "value"),
    [("97", "97.21"), ("35.18", "351.84"), ("2.29", "22.92"), ("1,165", "1165.04"), ("76.5", "76.05")],
)
def test_cut_off_decimals_and_a_point_moved_with_them_are_slips(printed, value):
    assert is_slip(printed, Decimal(value))


@pytest.mark.parametrize(("printed", "value"), [("97", "98.21"), ("35.18", "352.84"), ("74", "47.3")])
def test_what_is_two_slips_away_is_none(printed, value):
    assert not is_slip(printed, Decimal(value))
