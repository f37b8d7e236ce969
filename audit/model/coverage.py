"""How many figures of the explanation part are settled: one count, for the report and for the rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.model.claims import Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.model.claims import Claim, Verdict
    from audit.model.document import Document

EXPLANATION = "explanation"


@dataclass(frozen=True, slots=True)
class Coverage:
    figures: int
    settled: int

    @property
    def ratio(self) -> float:
        return round(self.settled / self.figures, 4) if self.figures else 0.0


def measure_coverage(doc: Document, claims: Iterable[Claim], verdicts: Mapping[int, Verdict]) -> Coverage:
    """Count the amounts and percentages of the explanation part, and how many of them are settled.

    Of a publication without such a part those of its whole text count.
    """
    everywhere = not any(section.key.split(".")[0] == EXPLANATION for section in doc.sections)
    counted = [
        claim
        for claim in claims
        if claim.quantity.kind in ("amount", "percent") and (everywhere or in_explanation(doc, claim.section))
    ]
    settled = sum(settled_status(verdicts.get(claim.index)) is not Status.UNVERIFIED for claim in counted)
    return Coverage(figures=len(counted), settled=settled)


def in_explanation(doc: Document, section: int) -> bool:
    """Tell whether a section belongs to the explanation part."""
    return any(key.split(".")[0] == EXPLANATION for key in doc.keys_of(section))


def settled_status(verdict: Verdict | None) -> Status:
    """Return a verdict's status. Nothing is settled without evidence, whatever the verdict says."""
    return verdict.status if verdict is not None and verdict.evidence else Status.UNVERIFIED
