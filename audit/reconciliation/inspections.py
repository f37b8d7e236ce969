"""What passed of what was inspected: 抽查 59 家，其中不合格 28 家，已整改 27 家，合格率达 98.3%.

Some count what was put right since as passed, some do not. A rate that is neither may have been measured otherwise:
nothing is refuted here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Relation, Status
from audit.model.values import Interval, Unit, plain
from audit.reconciliation.bounds import percentage, ratio_interval

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative

_STOP = regex.compile(r"[。；]")
_CLAUSE = regex.compile(r"[，。；：]")


def settle_inspections(story: Narrative) -> None:
    """Recompute the rates of what passed from the counts of their own sentence."""
    passing = regex.compile(f"(?:{story.logic.passing})$")
    for claim in story.claims:
        if claim.quantity.unit is Unit.PERCENT and claim.index not in story.verdicts:
            lead = story.paragraph(claim).text[claim.clause_start : claim.start]
            if passing.search(lead):
                _settle(story, claim)


def _settle(story: Narrative, claim: Claim) -> None:
    counts = _counts(story, claim)
    told = {key: [c for c in counts if _is(story, c, key)] for key in ("inspected", "failed", "mended")}
    if len(told["inspected"]) != 1 or len(told["failed"]) != 1 or len(told["mended"]) > 1:
        return
    whole, failed = told["inspected"][0], told["failed"][0]
    mended = told["mended"][:1]
    for again in ([], mended):
        back = sum((c.quantity.value for c in again), 0 * whole.quantity.value)
        passed = whole.quantity.value - failed.quantity.value + back
        true = ratio_interval(Interval.exact(passed), Interval.exact(whole.quantity.value))
        comparison = percentage(claim.quantity.value, claim.quantity.places, true) if true is not None else None
        if comparison is not None and comparison.status is Status.AGREES:
            added = "".join(f"＋{plain(c.quantity.value)}" for c in again)
            figures = f"{plain(whole.quantity.value)}－{plain(failed.quantity.value)}{added}"
            why = story.wording.text("why.agrees.ratio", formula=f"（{figures}）÷{plain(whole.quantity.value)}")
            story.record(claim, Status.AGREES, why, [story.place(c) for c in (whole, failed, *again)], comparison)
            return


def _counts(story: Narrative, claim: Claim) -> list[Claim]:
    """Return the counts of one kind before a rate in its sentence, after the rate before it."""
    text = story.paragraph(claim).text
    found: list[Claim] = []
    for other in story.claims[: claim.index][::-1]:
        if other.paragraph != claim.paragraph or _STOP.search(text, other.end, claim.start):
            break
        if other.quantity.unit is Unit.PERCENT:
            break
        if other.relation is Relation.COUNT:
            found.append(other)
    return [c for c in found if c.quantity.counter == found[0].quantity.counter]


def _is(story: Narrative, claim: Claim, key: str) -> bool:
    """Tell whether a count is of what was inspected, of what failed, or of what was mended: its clause says so."""
    text = story.paragraph(claim).text
    breaks = [m.end() for m in _CLAUSE.finditer(text, 0, claim.start)]
    end = _CLAUSE.search(text, claim.end)
    before = text[breaks[-1] if breaks else 0 : claim.start]
    behind = text[claim.end : end.start() if end else len(text)]
    if key == "failed":
        return bool(regex.search(f"(?:{story.logic.failed})$", before))
    if key == "mended":
        return bool(regex.search(f"(?:{story.logic.mended})$", before))
    return bool(regex.search(story.logic.inspected, before + behind)) and not _is(story, claim, "failed")
