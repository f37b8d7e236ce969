"""The answers to the 44 rows of the form for a clean publication, and how faults turn them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpora.planting import LOUD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corpora.compose import Draft
    from corpora.planting import Planted

EVIDENCE_ROWS = (34, 36, 37, 38, 39, 40, 41, 42, 43)
"""Rows that need evidence from outside the document."""


def clean_answers(draft: Draft) -> dict[int, tuple[str, ...]]:
    """Return the accepted answers of every row, the expected one first."""
    f = draft.figures
    t = f.three_public
    answers: dict[int, tuple[str, ...]] = dict.fromkeys(range(1, 45), ("yes",))
    answers[2] = ("yes", "review")
    answers[4] = ("yes", "review")
    answers[13] = ("yes", "review")
    answers[35] = ("no",)
    answers[44] = ("yes", "review")
    answers |= dict.fromkeys(EVIDENCE_ROWS, ("review",))
    nil = {
        16: t.is_nil,
        17: not (t.abroad.budget or t.abroad.final),
        18: not (t.vehicles.budget or t.vehicles.final),
        19: not (t.vehicles.budget or t.vehicles.final),
        20: not (t.reception.budget or t.reception.final),
        28: f.assets.kind("other") == 0,
    }
    answers |= {row: ("n/a", "yes") if row == 28 else ("n/a",) for row, is_nil in nil.items() if is_nil}
    return answers


def answers_of(draft: Draft, planted: Iterable[Planted]) -> dict[int, tuple[str, ...]]:
    """Return the accepted answers of every row after faults were planted."""
    answers = clean_answers(draft)
    for one in planted:
        flips = dict(one.flips)
        if any(label.severity == "error" and label.category in LOUD for label in one.labels):
            flips[35] = "yes"
        for row, answer in flips.items():
            accepted = {answer, *(answers[row] if row in one.either else ())}
            answers[row] = (answer, *sorted(accepted - {answer}))
        for row in one.either - set(flips):
            answers[row] = tuple(dict.fromkeys((*answers[row], "no")))
    return answers
