"""Facts against facts, claims against facts: relations, bounds, diagnosis of a conflict."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.document import PublicationType
from audit.model.reconciled import Reconciliation, RelationResult
from audit.reconciliation.facts import FactIndex
from audit.reconciliation.follows import settle_follows
from audit.reconciliation.goals import goal_findings
from audit.reconciliation.narrative import Narrative
from audit.reconciliation.posts import post_findings
from audit.reconciliation.relations import instances
from audit.reconciliation.settlement import settle
from audit.reconciliation.tables import table_findings
from audit.reconciliation.totals import key_facts
from audit.reconciliation.wording import Wording

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.document import Document
    from audit.model.rules import ReconciliationRules


def reconcile(doc: Document, claims: tuple[Claim, ...], rules: ReconciliationRules) -> Reconciliation:
    """Hold every figure of the tables and of the prose to what it must agree with. Pure."""
    rules = rules.of_kind(doc.identity.publication_type)
    wording = Wording(rules.messages)

    def again(mended: Document, stated: tuple[Claim, ...]) -> Reconciliation:
        return _reconcile(mended, stated, rules, wording)

    return settle_follows(doc, claims, again(doc, claims), again, wording)


def _reconcile(
    doc: Document, claims: tuple[Claim, ...], rules: ReconciliationRules, wording: Wording
) -> Reconciliation:
    index = FactIndex(doc, rules.functional)
    relations = instances(index, rules.relations)
    findings, suspects = table_findings(index, relations, wording)
    if doc.identity.publication_type is PublicationType.BUDGET:
        findings += post_findings(doc, rules.evaluation, wording)
        findings += goal_findings(index, claims, rules.goals, wording)
    narrative = Narrative(doc, claims, index, rules, wording, suspects)
    settle(narrative)
    results = tuple(RelationResult(r.rule, r.title, r.status, tuple(f.ref for f, _ in r.terms)) for r in relations)
    verdicts = tuple(narrative.verdicts[c.index] for c in claims)
    return Reconciliation(verdicts, (*findings, *narrative.findings), results, key_facts(narrative, rules.chains))
