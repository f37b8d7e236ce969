"""A list that names the greatest part of a total only was once taken for all of it, and the total for wrong."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import TABLES, found

SENTENCE = "2020年度本年收入合计330万元，其中：财政拨款收入320.4万元。"


def test_a_part_that_the_table_knows_may_be_left_out():
    assert found("revenue", SENTENCE) == []


@pytest.mark.parametrize("cells", ["330\t320.4\t9.6\t\t\t\t", "330\t320.4\t\t9.6\t\t\t"])
def test_whichever_part_it_is(cells):
    tables = TABLES.replace("330\t320.4\t\t\t\t\t9.6", cells)
    assert not [f for f in found("revenue", SENTENCE, tables=tables) if f.rule == "N-parts"]


def test_a_single_part_is_no_list_where_no_table_knows_the_rest():
    head, tail = TABLES.split("2020年度收入决算表（表2）")
    tables = head.replace("八、其他收入\t3\t9.6", "八、其他收入\t3\t") + tail[tail.index("2020年度支出决算表（表3）") :]
    assert not [f for f in found("revenue", SENTENCE, tables=tables) if f.rule == "N-parts"]
