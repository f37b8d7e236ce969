"""What projects achieved may be told without the word 成效: a row is failed only where nothing is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from audit import pipeline
from audit.model.checklist import Outcome

BLIND = Path(__file__).parent / "blind" / "lake-bureau-2022.txt"
TOLD = re.compile(r"，完成澄湖、半月湖底泥清理[^。]+。")


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ("，新建泵房3座。", Outcome.PASS),
        ("，改造老旧管网1.25公里。", Outcome.PASS),
        ("，湖岸面貌得到改善。", Outcome.REVIEW),
        ("，完成年初预算的75.0%。", Outcome.FAIL),
        ("。", Outcome.FAIL),
    ],
)
def test_results_are_known_by_what_was_done(told, outcome, tmp_path):
    text = BLIND.read_text(encoding="utf-8")
    assert len(TOLD.findall(text)) == 1
    path = tmp_path / "publication.txt"
    path.write_text(TOLD.sub(told, text), encoding="utf-8")
    report = pipeline.audit_publication([path], pipeline.Settings(pack="wuhan-final-accounts-2020"))
    assert {item.outcome for item in report.checklist if item.id == "project-results"} == {outcome}


@pytest.mark.parametrize(
    ("reason", "outcome"),
    [
        ("年初未编列预算，本年因两名同志调入补缴年金", Outcome.PASS),
        # what was not budgeted at all may be thought explained by that
        ("年初没有安排这笔预算", Outcome.REVIEW),
        ("决算数大于预算数", Outcome.FAIL),
    ],
)
def test_a_cause_may_follow_a_time(reason, outcome, tmp_path):
    text = BLIND.read_text(encoding="utf-8")
    old = "年初未编列预算，年中因3人退休做实职业年金而追加"
    assert text.count(old) == 1
    path = tmp_path / "publication.txt"
    path.write_text(text.replace(old, reason), encoding="utf-8")
    report = pipeline.audit_publication([path], pipeline.Settings(pack="wuhan-final-accounts-2020"))
    assert {item.outcome for item in report.checklist if item.id == "changes-explained"} == {outcome}
