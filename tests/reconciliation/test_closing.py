"""Totals at the end of a list against what the list counts."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import found, status

LIST = "全年走访渔户{}户、果农75户、茶农41户，合计{}户。"


def test_a_total_that_closes_its_list_agrees():
    sentence = LIST.format("68", "184")
    assert found("assets", sentence) == []
    assert {status("assets", sentence, number) for number in ("68", "75", "41", "184")} == {"agrees"}


@pytest.mark.parametrize("total", ["185", "148", "18"])
def test_a_total_that_one_slip_parts_from_its_list_is_an_error(total):
    (finding,) = found("assets", LIST.format("68", total))
    assert (finding.rule, finding.category) == ("N-parts", "NARR_ARITH")
    assert (finding.stated, finding.expected) == (total, "184")


@pytest.mark.parametrize(
    "sentence",
    [
        "全年走访渔户68户、果农75户，其中困难户41户，合计193户。",
        "全年走访渔户68户、果农75户、茶农约41户，合计193户。",
        "全年走访渔户68户、果农75户，栽种茶树41亩，合计193户。",
        "全年走访渔户68户。果农75户、茶农41户，合计193户。",
        "全年走访渔户68户、果农75户、茶农41户，合计走访农资商店193户。",
        "全年走访渔户68户、果农75户、茶农41户，合计907户。",
    ],
)
def test_a_list_that_is_not_the_totals_own_proves_nothing(sentence):
    """Parts of parts, estimates, other things, another sentence, a total of its own, or one that is far off."""
    assert found("assets", sentence) == []
