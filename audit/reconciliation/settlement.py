"""Settles every claim: levels first, then what is computed from them, then sums of parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.claims import Relation, Status, Verdict
from audit.reconciliation.awards import settle_awards
from audit.reconciliation.change_lists import settle_change_lists, settle_odd_changes, settle_repeated_changes
from audit.reconciliation.changes import settle_change, settle_growth
from audit.reconciliation.charts import settle_charts
from audit.reconciliation.closing import settle_closing_totals
from audit.reconciliation.copies import settle_copies
from audit.reconciliation.dates import settle_dates
from audit.reconciliation.digits import settle_digits
from audit.reconciliation.edits import Solver, settle_edits
from audit.reconciliation.evaluation import note_evaluation, settle_evaluation
from audit.reconciliation.inspections import settle_inspections
from audit.reconciliation.levels import settle_level
from audit.reconciliation.logic import settle_logic
from audit.reconciliation.loose_parts import settle_loose_parts
from audit.reconciliation.parts import settle_budgets, settle_funds, settle_parts
from audit.reconciliation.performance import settle_performance
from audit.reconciliation.rates import settle_rates
from audit.reconciliation.ratios import settle_completion, settle_share
from audit.reconciliation.repeats import settle_repeats
from audit.reconciliation.tallies import settle_tallies

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative

_STEPS = (
    {Relation.LEVEL: settle_level},
    {Relation.SHARE: settle_share, Relation.COMPLETION: settle_completion, Relation.GROWTH: settle_growth},
    {Relation.CHANGE: settle_change},
)


def settle(story: Narrative) -> None:
    """Give every claim its verdict; what nothing settles is `unverified` with its reason."""
    _settle_stated(story)
    settle_evaluation(story, story.evaluation)
    settle_performance(story)
    note_evaluation(story, story.evaluation)
    settle_rates(story)
    settle_inspections(story)
    settle_repeats(story)
    settle_logic(story)
    settle_odd_changes(story)
    settle_edits(story, Solver(_settle_one, _settle_own))
    settle_loose_parts(story)
    settle_copies(story)
    settle_tallies(story)
    settle_dates(story)
    for claim in story.claims:
        story.verdicts.setdefault(claim.index, Verdict(claim.index, Status.UNVERIFIED, story.why_not(claim)))


def _settle_one(story: Narrative, claim: Claim) -> None:
    """Settle one claim by what it states."""
    for step in _STEPS:
        settle_one = step.get(claim.relation)
        if settle_one is not None:
            settle_one(story, claim)


def _settle_stated(story: Narrative) -> None:
    """Settle what the explanation computes from its own figures and from the tables."""
    for step in _STEPS:
        for claim in story.claims:
            settle_one = step.get(claim.relation)
            if settle_one is not None:
                settle_one(story, claim)
    settle_digits(story)
    settle_parts(story)
    settle_closing_totals(story)
    settle_change_lists(story)
    settle_repeated_changes(story)
    settle_charts(story)
    settle_funds(story)
    settle_awards(story)
    settle_budgets(story)


def _settle_own(story: Narrative) -> None:
    """Settle the explanation by itself, without the tables about performance."""
    _settle_stated(story)
    settle_repeats(story)
    settle_logic(story)
