"""What the steps of the settlement of performance share: statements, subjects, and how a verdict is recorded."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Status
from audit.model.findings import Category, ExpectedLabel, Severity
from audit.model.values import Unit
from audit.reconciliation.diagnosis import at_slipped_digits, decimals

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.places import Ref
    from audit.model.rules import PerformanceRules
    from audit.reconciliation.bounds import Comparison
    from audit.reconciliation.narrative import Narrative
    from audit.reconciliation.performance.sheets import Known
    from audit.reconciliation.performance.statements import Statement
    from audit.reconciliation.performance.subjects import Cast, Subject

_PROVEN = (Status.DISAGREES, Status.ROUNDING)


@dataclass(frozen=True, slots=True)
class Stage:
    """One settlement of the figures about performance."""

    story: Narrative
    cast: Cast
    rules: PerformanceRules
    statements: tuple[Statement, ...]
    corrected: dict[Ref, Decimal] = field(default_factory=dict)
    """Cells of the tables that are proven wrong, with what they should be."""

    def of(self, subject: Subject | None, *measures: str) -> list[Statement]:
        """Return what is said of some measures of a subject."""
        return [s for s in self.statements if s.subject is subject and s.measure in measures]

    def right(self, known: Known) -> Known:
        """Return a figure of a table as it should be."""
        return replace(known, value=self.corrected[known.ref]) if known.ref in self.corrected else known

    def is_open(self, claim: Claim) -> bool:
        """Tell whether a claim may still be settled: nothing from a table and no conflict stands yet."""
        verdict = self.story.verdicts.get(claim.index)
        if verdict is None or verdict.status is Status.UNVERIFIED:
            return True
        return verdict.status not in _PROVEN and not any(e.table for e in verdict.evidence)

    def agrees(self, claim: Claim, why: str, evidence: list[Ref], comparison: Comparison | None = None) -> None:
        """Record that a figure agrees with the places given."""
        verdict = self.story.verdicts.get(claim.index)
        if verdict is None or verdict.status in (Status.UNVERIFIED, Status.AGREES):
            self.story.record(claim, Status.AGREES, why, evidence, comparison)

    def disagrees(
        self,
        statement: Statement,
        comparison: Comparison,
        evidence: list[Ref],
        *,
        twins: list[Ref] | None = None,
        name: str = "",
        rule: str = "",
        meant: Decimal | None = None,
        odd: bool = False,
    ) -> None:
        """Record that a figure disagrees with a table, and where other places say what the table says, with those.

        `meant`: what the other place says, at the digits that this one should have. `odd`: all other places agree.
        """
        claim, story = statement.claim, self.story
        sure, here = odd or bool(evidence), comparison.expected if meant is None else meant
        expected = here if sure else comparison.expected
        why = story.wording.text("why.disagrees" if sure else "why.elsewhere", expected=expected)
        story.record(claim, Status.DISAGREES, why, [*evidence, *(twins or [])], comparison)
        unit = claim.quantity.unit.value if claim.quantity.unit is not Unit.COUNT else claim.quantity.counter
        table = next((e.table for e in evidence if e.table), "") or ""
        stake = comparison.difference if claim.quantity.unit.is_money else Decimal(0)
        key = "narr.same" if twins or not table else "narr.table"
        category = Category.NARR_NARR if key == "narr.same" else Category.NARR_TABLE
        key = "narr.odd" if odd else key
        story.findings.append(
            story.wording.finding(
                key, f"P-{rule or statement.measure or 'indicator'}", category, Severity.ERROR,
                [*story.places(claim), *(twins or []), *evidence],
                stated=claim.quantity.printed, expected=expected,
                concept=name or statement.words or story.name(claim), table=table,
                unit="" if unit == "-" else unit, difference=comparison.difference, at_stake=stake,
                diagnosis=self._rounded(claim, expected) if sure else self.either(claim, here),
                expected_label=ExpectedLabel.EXPECTED if sure else ExpectedLabel.ELSEWHERE,
            )
        )  # fmt: skip

    def _rounded(self, claim: Claim, expected: Decimal) -> str:
        """Say how a table's figure is printed to the digits of the text, of a slip to those that it was made from."""
        value = at_slipped_digits(claim.quantity.printed, expected)
        if value is None and claim.quantity.unit is Unit.PERCENT and claim.quantity.places:
            value = expected.quantize(Decimal(1).scaleb(-min(claim.quantity.places, decimals(expected))), ROUND_HALF_UP)
        return self.text("diagnosis.digits", value=value) if value is not None and value != expected else ""

    def either(self, claim: Claim, expected: Decimal) -> str:
        """Say that of two places that differ either may be the one to mend."""
        return self.story.wording.text("diagnosis.either", stated=claim.quantity.printed, expected=expected)

    def text(self, key: str, **values: object) -> str:
        return self.story.wording.text(key, **values)
