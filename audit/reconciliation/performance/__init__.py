"""Performance (绩效): reviews of projects, self-evaluation tables, evaluation reports, from table to verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.reconciliation.performance.across import settle_across
from audit.reconciliation.performance.amounts import settle_amounts, settle_scores
from audit.reconciliation.performance.counts import (
    settle_counts,
    settle_listed_projects,
    settle_listed_reviews,
    settle_named_projects,
)
from audit.reconciliation.performance.funds import settle_funds
from audit.reconciliation.performance.indicators import settle_indicators
from audit.reconciliation.performance.report import settle_report
from audit.reconciliation.performance.restated import settle_attached, settle_restated
from audit.reconciliation.performance.rows import settle_rows
from audit.reconciliation.performance.stage import Stage
from audit.reconciliation.performance.statements import StatementReader
from audit.reconciliation.performance.subjects import Cast
from audit.reconciliation.performance.tables import settle_tables
from audit.reconciliation.performance.unexplained import settle_unexplained

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative


def settle_performance(story: Narrative) -> None:
    """Settle what is said of projects and of their evaluation, and check the tables about them."""
    rules = story.performance
    if not rules.measures:
        return
    cast = Cast(story.doc, rules)
    if not cast.scenes and not cast.loose:
        return
    reader = StatementReader(rules, cast.whole)
    by_paragraph: dict[int, list[Claim]] = {}
    for claim in story.claims:
        by_paragraph.setdefault(claim.paragraph, []).append(claim)
    statements = [
        statement
        for index, scene in cast.scenes.items()
        for statement in reader.read(story.doc.paragraphs[index], by_paragraph.get(index, []), scene)
    ]
    stage = Stage(story, cast, rules, tuple(statements))
    for sheet in cast.sheets():
        sheet.fixes = stage.corrected
    settle_tables(stage)
    settle_rows(stage)
    settle_across(stage)
    settle_unexplained(stage)
    settle_report(stage)
    settle_amounts(stage)
    settle_scores(stage)
    settle_indicators(stage)
    settle_counts(stage)
    settle_funds(stage)
    settle_listed_projects(stage)
    settle_named_projects(stage)
    settle_listed_reviews(stage)
    settle_restated(stage)
    settle_attached(stage)


__all__ = ["settle_performance"]
