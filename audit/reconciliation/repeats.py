"""One fact stated twice in the explanation, where no table holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Period, Relation, Status
from audit.model.findings import Category, ExpectedLabel, Severity
from audit.reconciliation.bounds import same_quantity

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative


def settle_repeats(story: Narrative) -> None:
    """Hold every later statement of a fact to the first one: same concept, this year's amount, the whole unit."""
    facts: dict[str, list[Claim]] = {}
    for claim in story.claims:
        if _is_whole(story, claim) and claim.concept is not None:
            facts.setdefault(claim.concept.key, []).append(claim)
    for stated in facts.values():
        for later in stated[1:]:
            _compare(story, stated[0], later)


def _is_whole(story: Narrative, claim: Claim) -> bool:
    """Tell whether a claim states one of the facts that mean the same everywhere, narrowed by nothing."""
    if claim.concept is None or claim.concept.key not in story.logic.repeated or claim.measure.is_budget:
        return False
    if claim.relation is not Relation.LEVEL or claim.period is not Period.CURRENT:
        return False
    if not any(key.startswith("explanation") for key in story.doc.keys_of(claim.section)):
        return False
    text = story.paragraph(claim).text
    sentence = max(text.rfind(mark, 0, claim.concept.start) for mark in "。；") + 1
    start = min(claim.clause_start, claim.concept.start)
    lead = text[max(sentence, start) : claim.concept.start].replace(story.doc.identity.entity, "")
    return bool(regex.fullmatch(story.logic.unnarrowed, lead))


def _compare(story: Narrative, first: Claim, later: Claim) -> None:
    """Compare two statements; the one that something else proves is right, the other is the one to mend."""
    one, two = story.operand(first), story.operand(later)
    comparison = same_quantity(two.value, two.interval.width / 2, one.value, one.interval.width / 2)
    known = [story.verdicts.get(c.index) for c in (first, later)]
    if any(v is not None and v.status is Status.DISAGREES for v in known):
        return
    if comparison.status is Status.AGREES:
        why = story.wording.text("why.agrees.text")
        for claim, other in ((first, two), (later, one)):
            old = story.verdicts.get(claim.index)
            if old is None or old.status is Status.UNVERIFIED:
                story.record(claim, Status.AGREES, why, [other.place], comparison)
        return
    wrong, right = (first, later) if known[1] is not None and known[0] is None else (later, first)
    expected = story.amount(right)[0]
    # where something proves one of them, the other is wrong; else nobody knows which of the two is right
    elsewhere = (known[0] is None) == (known[1] is None)
    why = story.wording.text("why.elsewhere" if elsewhere else "why.disagrees", expected=expected)
    story.record(wrong, Status.DISAGREES, why, [story.place(right)], comparison)
    story.findings.append(
        story.wording.finding(
            "narr.same", "N-repeat", Category.NARR_NARR, Severity.ERROR, [*story.places(wrong), story.place(right)],
            stated=wrong.quantity.printed, expected=story.told(wrong, expected), unit=story.unit_of(wrong).value,
            at_stake=comparison.difference,
            expected_label=ExpectedLabel.ELSEWHERE if elsewhere else ExpectedLabel.EXPECTED,
            diagnosis=story.wording.text(
                "diagnosis.either", stated=wrong.quantity.printed, expected=expected
            ) if elsewhere else "",
        )
    )  # fmt: skip
