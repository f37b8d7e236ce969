"""Stated levels against the cells that hold them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.claims import Period, Status, Verdict
from audit.model.findings import Category, Severity
from audit.model.values import Unit
from audit.reconciliation.bounds import same_quantity

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative


def settle_level(story: Narrative, claim: Claim) -> None:
    """Compare a stated level with every cell that holds it by the form; one that agrees is enough."""
    if claim.period is not Period.CURRENT:
        return
    figures = story.binder.figures(claim, story.claims)
    if not figures:
        return
    known = [f for f in figures if f.value is not None]
    if not known:
        story.verdicts[claim.index] = Verdict(claim.index, Status.UNVERIFIED, story.wording.text("why.damaged"))
        return
    value, half = story.amount(claim)
    compared = [
        (f, same_quantity(value, half, story.suspects.corrected(f), f.half)) for f in known if f.value is not None
    ]
    fitting = next(((f, c) for f, c in compared if c.status is Status.AGREES), None)
    figure, comparison = fitting or compared[0]
    key = "why.agrees.nil" if figure.is_nil_table else "why.agrees.cell"
    if fitting:
        why = story.wording.text(key, table=figure.table, row=figure.row, column=figure.column)
        story.record(claim, Status.AGREES, why, [f.ref for f, c in compared if c.status is Status.AGREES], comparison)
        return
    if story.binder.is_soft(claim):
        return
    why = story.wording.text("why.disagrees", expected=comparison.expected)
    story.record(claim, Status.DISAGREES, why, [f.ref for f, _ in compared], comparison)
    unit = Unit.WAN_YUAN
    story.findings.append(
        story.wording.finding(
            "narr.table", "N-level", Category.NARR_TABLE, Severity.ERROR,
            [*story.places(claim), *(f.ref for f, _ in compared)],
            stated=claim.quantity.printed, expected=comparison.expected, concept=story.name(claim),
            table=figure.table, unit=unit.value, difference=comparison.difference, at_stake=comparison.difference,
        )
    )  # fmt: skip
