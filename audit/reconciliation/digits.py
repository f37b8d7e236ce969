"""A percentage with fewer digits than all the others: one that was cut off says something else than its neighbours."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Status
from audit.model.findings import Category, Severity

if TYPE_CHECKING:
    from audit.reconciliation.narrative import Narrative

_HUNDRED = Decimal(100)


def settle_digits(story: Narrative) -> None:
    """Report the only percentage of a text that fits at its own few digits alone; several are the author's way.

    Rounded well it is badly formed and not false; cut off it is wrong.
    """
    if len(story.coarse) != 1:
        return
    only = story.coarse[0]
    claim, comparison = only.claim, only.comparison
    expected = comparison.true.quantize(Decimal(1).scaleb(-story.printing.firm_places), ROUND_HALF_UP)
    rounded = comparison.status is Status.AGREES
    status = Status.ROUNDING if rounded else Status.DISAGREES
    own = story.place(claim)
    story.findings[:] = [f for f in story.findings if f.places[0] != own or f.severity is not Severity.ROUNDING]
    why = story.wording.text("why.rounding" if rounded else "why.disagrees", expected=expected)
    story.record(claim, status, f"{why}（{only.formula}）", list(only.evidence), comparison)
    stake = Decimal(0) if rounded else comparison.difference * only.base / _HUNDRED
    story.findings.append(
        story.wording.finding(
            "narr.digits", "N-digits", Category.NARR_ARITH, Severity.WARNING if rounded else Severity.ERROR,
            [*story.places(claim), *only.evidence], stated=claim.quantity.printed.rstrip("%"), expected=expected,
            concept=story.name(claim), count=story.printing.firm_places, at_stake=stake,
        )
    )  # fmt: skip
