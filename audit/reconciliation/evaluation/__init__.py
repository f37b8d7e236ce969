"""Evaluation reports (绩效评价报告): their amounts and rates, and what they say of their scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.document import PublicationType
from audit.reconciliation.evaluation.discussed import discussion_findings
from audit.reconciliation.evaluation.money import Money
from audit.reconciliation.evaluation.rates import settle_rates
from audit.reconciliation.evaluation.sayings import saying_findings
from audit.reconciliation.evaluation.scores import score_findings
from audit.reconciliation.posts import post_findings

if TYPE_CHECKING:
    from audit.model.rules import EvaluationRules
    from audit.reconciliation.narrative import Narrative


def settle_evaluation(story: Narrative, rules: EvaluationRules) -> None:
    """Settle the amounts and rates of an evaluation report."""
    if not _is_report(story):
        return
    money = Money(story, rules)
    money.settle_parts()
    settle_rates(money)
    money.settle_repeats()
    money.note_years()


def note_evaluation(story: Narrative, rules: EvaluationRules) -> None:
    """Note what the scores of an evaluation report cannot be, once its tables and figures are settled."""
    if not _is_report(story):
        return
    story.findings += post_findings(story.doc, rules, story.wording)
    story.findings += score_findings(story, rules)
    story.findings += discussion_findings(story, rules)
    story.findings += saying_findings(story, rules)


def _is_report(story: Narrative) -> bool:
    return story.doc.identity.publication_type is PublicationType.PERFORMANCE_EVALUATION


__all__ = ["note_evaluation", "settle_evaluation"]
