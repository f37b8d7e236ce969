"""The score of a checklist, with its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.checklist import Score

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.checklist import ItemResult


def score_items(items: Iterable[ItemResult], formula: str) -> Score:
    """Score 0..100 over the decided rows by their weights."""
    items = tuple(items)
    return Score.of((item.outcome for item in items), formula, (item.weight for item in items))
