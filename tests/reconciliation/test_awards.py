"""Awards to 中小企业 by kind are told as shares: together they make up the stated award."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import found, status, told
from tests.reconciliation.support import verdict_of

AWARDS = (
    "2020年度云梦茶站政府采购支出总额400万元，其中：政府采购货物支出100万元、政府采购工程支出{}万元、政府采购服务支出300万元。"
    "授予中小企业合同金额{}万元，占政府采购支出总额的{}%，其中：货物采购授予中小企业合同金额占货物支出金额的{}%，"
    "工程采购授予中小企业合同金额占工程支出金额的0%，服务采购授予中小企业合同金额占服务支出金额的{}%。"
)


def awards(
    works: str = "0", award: str = "230", share: str = "57.5", goods: str = "80.2", services: str = "49.9"
) -> str:
    return AWARDS.format(works, award, share, goods, services)


def test_shares_that_make_up_the_award_agree():
    assert [f.rule for f in found("procurement", awards())] == ["L-zero-base"]
    assert status("procurement", awards(), "80.2") == "agrees"


def test_a_share_of_nothing_is_not_comparable():
    (finding,) = found("procurement", awards())
    assert (finding.category, finding.severity, finding.expected) == ("LOGIC", "warning", "不可比")


def test_the_share_that_one_slip_explains_is_the_wrong_one():
    (finding,) = [f for f in found("procurement", awards(goods="8.02")) if f.rule == "N-awards"]
    assert (finding.stated, finding.severity) == ("8.02", "error")
    assert status("procurement", awards(goods="8.02"), "8.02") == "disagrees"


def test_where_no_share_explains_it_the_award_is_shown_with_its_shares():
    (finding,) = [f for f in found("procurement", awards(goods="64", services="33")) if f.rule == "N-awards"]
    assert (finding.stated, finding.expected) == ("230", "163")
    assert len(finding.places) > 3


def test_an_award_in_yuan_is_told_in_yuan():
    sentence = awards(goods="64", services="33").replace("230万元", "2300000元")
    (finding,) = [f for f in found("procurement", sentence) if f.rule == "N-awards"]
    assert (finding.stated, finding.expected) == ("2300000", "1630000")
    assert "2300000元" in finding.message
    assert "1630000元" in finding.message


@pytest.mark.parametrize("works", ["50", "7"])
def test_kinds_that_are_not_all_that_was_bought_prove_nothing(works):
    """400 is not 100 + 300 + 50: the amounts are at odds themselves, and that is the finding."""
    assert [f.rule for f in found("procurement", awards(works, goods="64")) if f.rule == "N-awards"] == []


def test_a_share_that_may_be_several_others_is_told_without_naming_one():
    """0.8 of 1: 80 % and 81 % are both a slip away from 86 %, and both make it up."""
    sentence = (
        "2020年度云梦茶站政府采购支出总额1.01万元，其中：政府采购货物支出1万元、政府采购工程支出0万元、政府采购服务支出0.01万元。"
        "授予中小企业合同金额0.8万元，占政府采购支出总额的79.2%，其中：货物采购授予中小企业合同金额占货物支出金额的86%，"
        "服务采购授予中小企业合同金额占服务支出金额的0%。"
    )
    (finding,) = [f for f in found("procurement", sentence) if f.rule == "N-awards"]
    assert (finding.stated, finding.expected) == ("86", "")
    assert "80" in finding.diagnosis
    assert "81" in finding.diagnosis
    _, claims, rec = told("procurement", sentence)
    assert verdict_of(claims, rec, "86").why == "与授予中小企业合同金额 0.8万元对不上"
