"""Bounds and rough numbers are no exact figures: 不足 210, 90% 以上, 约 120."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import found, status

LEVEL = "2020年度本年支出合计中，基本支出{}。"
RATE = "农林水支出（类）年初预算为258.5万元，支出决算为245万元，完成年初预算的{}。"


@pytest.mark.parametrize(
    ("said", "printed", "what"),
    [
        ("不足210万元", "210", "agrees"),
        ("超过200万元", "200", "agrees"),
        ("约205万元", "205", "agrees"),
        ("近210万元", "210", "agrees"),
        ("205万余元", "205", "agrees"),
        ("超过300万元", "300", "disagrees"),
        ("不足190万元", "190", "disagrees"),
        ("约305万元", "305", "unverified"),
    ],
)
def test_amounts(said, printed, what):
    """205.4 is what the table holds. A rough number that is far off may have been meant for something else."""
    sentence = LEVEL.format(said)
    assert status("expenditure", sentence, printed) == what
    assert [f.rule for f in found("expenditure", sentence)] == (["N-level"] if what == "disagrees" else [])


@pytest.mark.parametrize(
    ("said", "printed", "what"),
    [
        ("90%以上", "90", "agrees"),
        ("95%以上", "95", "agrees"),
        ("98%以上", "98", "disagrees"),
        ("近95%", "95", "agrees"),
    ],
)
def test_rates(said, printed, what):
    """245 of 258.5 is 94.8, which is printed as 95 too."""
    sentence = RATE.format(said)
    assert status("general", sentence, printed) == what
    assert [f.rule for f in found("general", sentence)] == (["N-completion"] if what == "disagrees" else [])


def test_a_bound_bears_nothing_out():
    assert status("general", RATE.format("90%以上"), "258.5") == "unverified"


def test_a_whole_is_no_share_of_itself():
    sentence = "2020年度支出合计325.4万元，占支出合计的60.2%。"
    assert status("expenditure", sentence, "60.2") == "unverified"
