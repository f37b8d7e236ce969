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


CLOSED = "茶园改造项目共投入{}万元，其中支持良种引进{}万元，支持茶园灌溉70万元，合计{}万元。"


@pytest.mark.parametrize(
    ("head", "part", "total", "told"),
    [
        ("120", "50", "120", []),
        ("120", "50", "130", [("130", "120")]),
        ("140", "50", "120", [("140", "120")]),
        # said twice, and the list ends with it: a part is wrong
        ("120", "80", "120", [("120", "150")]),
        # the list may be a part of another amount
        ("500", "50", "120", []),
        ("120", "30", "140", []),
    ],
)
def test_head_and_total_of_a_list_are_held_to_its_parts(head, part, total, told):
    findings = found("assets", CLOSED.format(head, part, total))
    assert [(f.stated, f.expected) for f in findings if f.rule == "N-parts"] == told
