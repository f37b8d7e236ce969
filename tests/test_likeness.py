"""How alike names are."""

from __future__ import annotations

import pytest

from audit.likeness import distance, likeness


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [("其他支出", "其他支出", 0), ("其它支出", "其他支出", 1), ("他支出", "其他支出", 1), ("甲乙丙丁", "戊己庚辛", 4)],
)
def test_distance_counts_changes_up_to_its_limit(one, other, apart):
    assert distance(one, other) == apart
    assert distance(one, other, most=1) == min(apart, 2)


def test_likeness_counts_what_stands_in_both():
    assert likeness("公共安全支出", "公共安全支出") == 1
    assert likeness("甲", "乙") == 0
    assert likeness("网络运维费", "网络运维") == pytest.approx(8 / 9)
