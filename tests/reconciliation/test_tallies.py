"""Counts stated in two places of the explanation, and dates that cannot be."""

from __future__ import annotations

import pytest

from audit import pipeline
from tests.elsewhere.test_prose import publications

SAME = (
    "全年因公出国（境）团组2个，累计5人次。本年度共安排因公出国（境）团组2个，参加出国（境）5人次。",
    "国内公务接待86批次，742人次。国内接待86批次，共计742人次，主要接待上级检查组。",
    "国内公务接待86批次（不包括陪同人员）；外事接待2批次、11人次。其中：乡镇考察国内公务接待12批次，接待90人。",
    "2022年国内公务接待86批次，2021年国内公务接待92批次。年初预算安排国内公务接待100批次。",
    "国内公务接待86批次。县种苗站国内公务接待9批次。",
    "公务用车保有量为12辆。更新购置公务用车1辆，年末公务用车保有量12辆。",
    "国内公务接待80余批次。国内公务接待86批次。",
)
OFF = (
    ("全年因公出国（境）团组2个，累计5人次。本年度共安排因公出国（境）团组3个。", "3"),
    ("因公出国（境）团组2个，累计5人次。因公出国（境）团组2个，参加出国（境）6人次。", "6"),
    ("国内公务接待86批次，742人次。全年国内公务接待68批次，742人次。", "68"),
    ("国内公务接待86批次，742人次。国内接待86批次，共计724人次。", "724"),
    ("外事接待2批次。2022年外事接待二十批次。", "二十"),
    ("购置公务用车1辆。本年购置公务用车2辆。", "2"),
    ("公务用车保有量为12辆。年末公务用车保有量21辆。", "21"),
)
RIGHT = (
    "评价时间为2023年3月1日至2023年5月31日。",
    "实施期限2022年6月至2023年5月，其中2022年6月20日至2022年6月为准备期。",
    "2024年2月29日召开会议。2022年12月31日前完成。",
    "由2022年1月—2022年12月调整。",
)
WRONG = (
    ("评价时间为2023年5月1日至2023年3月31日。", "2023年5月1日至2023年3月31日"),
    ("实施期限2022年9月—2021年10月。", "2022年9月—2021年10月"),
    ("2022年2月29日召开会议。", "2022年2月29日"),
    ("2022年11月31日前完成。", "2022年11月31日"),
    ("2022年13月5日前完成。", "2022年13月5日"),
)


def found(text, rule, folder, first="", slot="七、财政拨款“三公”经费支出决算情况说明"):
    """Return what a rule finds in a publication whose chapter `slot` begins with a text."""
    lines = list(publications("accounts-2022")[8].lines)
    at = lines.index(slot)
    path = folder / "publication.txt"
    path.write_text("\n".join([lines[0], first, *lines[1 : at + 1], text, *lines[at + 1 :]]) + "\n", encoding="utf-8")
    return [f for f in pipeline.audit_publication([path]).findings if f.rule == rule]


@pytest.mark.parametrize("text", SAME)
def test_the_same_count_twice_and_other_counts_are_no_conflict(text, tmp_path):
    assert found(text, "N-tally", tmp_path) == []


@pytest.mark.parametrize(("text", "stated"), OFF)
def test_a_count_that_differs_in_a_second_place_is_told_with_the_first(text, stated, tmp_path):
    (finding,) = found(text, "N-tally", tmp_path)
    assert finding.stated == stated
    assert len(finding.places) == 2


@pytest.mark.parametrize("text", RIGHT)
def test_dates_in_order_are_right(text, tmp_path):
    assert found(text, "L-dates", tmp_path) == []


@pytest.mark.parametrize(("text", "quote"), WRONG)
def test_dates_that_cannot_be_are_told(text, quote, tmp_path):
    (finding,) = found(text, "L-dates", tmp_path)
    assert finding.stated == quote


@pytest.mark.parametrize(("date", "count"), [("2022年8月19日", 1), ("2023年8月19日", 0)])
def test_accounts_are_not_published_before_their_year_is_over(date, count, tmp_path):
    assert len(found("本部门无其他事项。", "L-dates", tmp_path, first=f"公开时间：{date}")) == count
