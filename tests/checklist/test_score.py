"""The score of a checklist and its bounds."""

from __future__ import annotations

import pytest

from audit.checklist.score import score_items
from audit.model.checklist import Answer, ItemResult, Outcome


def rows(passed=0, failed=0, review=0, not_applicable=0):
    counts = {
        Outcome.PASS: passed,
        Outcome.FAIL: failed,
        Outcome.REVIEW: review,
        Outcome.NOT_APPLICABLE: not_applicable,
    }
    return [
        ItemResult(item=1, id="x", category="", question="", answer=Answer.YES, outcome=outcome, reason="", basis="")
        for outcome, count in counts.items()
        for _ in range(count)
    ]


@pytest.mark.parametrize(
    ("counts", "value", "low", "high"),
    [
        ({"passed": 3, "failed": 1}, 75.0, 75.0, 75.0),
        ({"passed": 3, "failed": 1, "review": 1, "not_applicable": 9}, 75.0, 60.0, 80.0),
        ({"passed": 2, "failed": 1}, 66.7, 66.7, 66.7),
        ({"passed": 2, "failed": 1, "review": 2}, 66.7, 40.0, 80.0),
        ({"passed": 2, "failed": 1, "review": 3}, None, 33.3, 83.3),
        ({"not_applicable": 4}, None, 0.0, 0.0),
        ({}, None, 0.0, 0.0),
    ],
)
def test_the_score_counts_what_is_decided_and_bounds_what_is_not(counts, value, low, high):
    score = score_items(rows(**counts), "formula")
    assert (score.value, score.low, score.high) == (value, low, high)
    assert score.not_applicable == counts.get("not_applicable", 0)
    assert score.formula == "formula"
