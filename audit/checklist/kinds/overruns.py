"""Rates above what a budget allows: does the report say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.checklist.evidence import Defect, claim_ref, failed, find, passed, review, said
from audit.model.claims import Relation, Status
from audit.model.findings import Severity
from audit.model.values import Unit

if TYPE_CHECKING:
    from audit.checklist.evidence import Evidence, KindResult
    from audit.model.claims import Claim
    from audit.model.packs import OverrunsExplained

_NEAR = 1
"""So many paragraphs above and below may give the reason."""
_MOST = 8


def overruns_explained(evidence: Evidence, params: OverrunsExplained) -> KindResult:
    """Check that every proven rate of completion above the limit has its reason beside it."""
    rates = [claim for claim in evidence.claims if _is_held(evidence, claim, params)]
    if not rates:
        return review(said("overruns.none"))
    over = [claim for claim in rates if claim.quantity.value > params.least]
    without = [claim for claim in over if not _has_reason(evidence, claim)]
    if not without:
        shown = over or rates
        key = "overruns.explained" if over else "overruns.pass"
        return passed(said(key, count=len(shown)), evidence=[claim_ref(evidence.doc, c) for c in shown[:_MOST]])
    highest = max(claim.quantity.value for claim in without)
    defect = Defect(
        about="overruns",
        message=said("finding.overruns", count=len(without), highest=str(highest)),
        places=tuple(claim_ref(evidence.doc, claim) for claim in without[:_MOST]),
        severity=Severity.WARNING,
        stated=str(highest),
    )
    return failed(said("overruns.fail", count=len(without), highest=str(highest)), defects=[defect])


def _is_held(evidence: Evidence, claim: Claim, params: OverrunsExplained) -> bool:
    """Tell whether a claim is a rate of completion that reconciliation bore out, in one of the sections."""
    verdict = evidence.verdicts.get(claim.index)
    inside = any(key.startswith(params.sections) for key in evidence.doc.keys_of(claim.section))
    return (
        inside
        and claim.relation is Relation.COMPLETION
        and claim.quantity.unit is Unit.PERCENT
        and _is_money(evidence, claim, params)
        and verdict is not None
        and verdict.status in (Status.AGREES, Status.ROUNDING)
    )


def _is_money(evidence: Evidence, claim: Claim, params: OverrunsExplained) -> bool:
    text = evidence.doc.paragraphs[claim.paragraph].text
    return find(params.words, text[claim.clause_start : claim.start]) is not None


def _has_reason(evidence: Evidence, claim: Claim) -> bool:
    paragraphs = evidence.doc.paragraphs[max(0, claim.paragraph - _NEAR) : claim.paragraph + _NEAR + 1]
    return any(find(evidence.pack.vocabulary.reason, paragraph.text) for paragraph in paragraphs)
