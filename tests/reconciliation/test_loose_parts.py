"""Amounts that make up the one before them are borne out; nothing is refuted by a sum that may be of something else."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import found, status, told
from tests.reconciliation.support import verdict_of

PLANNED = "补植项目2020年预算安排120万元，其中：上级补助资金{}万元，县级资金50万元。"
SPENT = "补植项目预算安排120万元，实际支出96万元。其中：苗木支出{}万元，人工支出35万元。"


@pytest.mark.parametrize(("words", "figure"), [(PLANNED, "70"), (SPENT, "61")])
def test_amounts_that_make_up_the_one_before_them_agree(words, figure):
    assert status("assets", words.format(figure), figure) == "agrees"


@pytest.mark.parametrize(("words", "figure"), [(PLANNED, "66"), (SPENT, "60")])
def test_amounts_that_do_not_are_not_accused(words, figure):
    assert status("assets", words.format(figure), figure) == "unverified"
    assert found("assets", words.format(figure)) == []


NAMED = "项目支出120万元，主要用于以下项目。"
TOLD = "主要项目如下：一是补植项目支出{}万元，苗木成活率高；二是管护项目支出49万元，巡查按期完成。"


def test_projects_told_off_below_a_paragraph_make_up_what_it_states():
    _, claims, rec = told("assets", NAMED, TOLD.format("71"))
    assert [verdict_of(claims, rec, figure).status for figure in ("71", "49")] == ["agrees", "agrees"]


def test_projects_that_make_up_nothing_are_not_accused():
    _, claims, rec = told("assets", NAMED, TOLD.format("72"))
    assert verdict_of(claims, rec, "72").status == "unverified"
    assert not [f for f in rec.findings if f.places[0].quote == "72"]
