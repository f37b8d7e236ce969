"""Evaluation reports (绩效评价报告): their amounts and rates, and what they say of their scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.document import PublicationType
from audit.reconciliation.evaluation.money import Money
from audit.reconciliation.evaluation.rates import settle_rates
from audit.reconciliation.evaluation.scores import score_findings
from audit.reconciliation.posts import post_findings

if TYPE_CHECKING:
    from audit.model.rules import EvaluationRules
    from audit.reconciliation.narrative import Narrative


def settle_evaluation(story: Narrative, rules: EvaluationRules) -> None:
    """Settle the amounts and rates of an evaluation report, and note what its scores cannot be."""
    if story.doc.identity.publication_type is not PublicationType.PERFORMANCE_EVALUATION:
        return
    money = Money(story, rules)
    money.settle_parts()
    settle_rates(money)
    money.settle_repeats()
    story.findings += post_findings(story.doc, rules, story.wording)
    story.findings += score_findings(story, rules)


__all__ = ["settle_evaluation"]
