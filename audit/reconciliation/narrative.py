"""The state of one settlement: claims, table figures, verdicts and findings, and what every step needs of them."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Claim, Measure, Period, Relation, Status, Verdict
from audit.model.findings import Category, Finding, Severity
from audit.model.values import Interval, Unit, plain
from audit.reconciliation.binding import Binder
from audit.reconciliation.bounds import is_coarse, is_loose, loosely
from audit.reconciliation.diagnosis import in_unit, is_unit_slip, repairs, shown
from audit.reconciliation.printing import Printing

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.model.document import Document, Paragraph
    from audit.model.places import Ref
    from audit.model.rules import ReconciliationRules
    from audit.reconciliation.bounds import Comparison
    from audit.reconciliation.facts import FactIndex, Figure
    from audit.reconciliation.tables import Suspects
    from audit.reconciliation.wording import Wording

_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Operand:
    """A value that takes part in a calculation, and where it stands."""

    interval: Interval
    value: Decimal
    place: Ref
    claim: int | None = None
    doubtful: bool = False
    """True for a cell that takes part in a broken relation."""
    other: Operand | None = None
    """What such a cell should hold if it is the wrong one."""


@dataclass(frozen=True, slots=True)
class Coarse:
    """A percentage that fits at its own digits only, not at those that the text prints everywhere else.

    The grid of a column has its counterpart in the text: 97 among figures like 97.2 says 97.0.
    """

    claim: Claim
    comparison: Comparison
    evidence: tuple[Ref, ...]
    formula: str
    base: Decimal


class Narrative:
    """The claims of one document while they are being settled."""

    def __init__(
        self,
        doc: Document,
        claims: tuple[Claim, ...],
        index: FactIndex,
        rules: ReconciliationRules,
        wording: Wording,
        suspects: Suspects,
    ) -> None:
        self.doc = doc
        self.claims = claims
        self.index = index
        self.binder = Binder(doc, index, rules)
        self.partitions = {p.head: p for p in rules.partitions}
        self.performance = rules.performance
        self.evaluation = rules.evaluation
        self.logic = rules.logic
        self.listings = rules.listings
        self.wording = wording
        self.suspects = suspects
        self.verdicts: dict[int, Verdict] = {}
        self.findings: list[Finding] = []
        self.printing = Printing.of(doc, claims)
        self.coarse: list[Coarse] = []
        self.meant: dict[Ref, Operand] = {}
        """Cells at odds with their table, as a rate of the text shows them to be meant."""
        self.is_trial = False
        """True where only the verdicts are wanted, and no explanation of what is wrong."""
        self._known_places: dict[tuple[int, int, int, int, int], Ref] = {}
        """Places do not change with what a figure is: trials ask for the same ones again and again."""

    def with_claims(self, claims: tuple[Claim, ...]) -> Narrative:
        """Return the story with other claims and nothing settled yet, to try what would be with them."""
        trial = copy(self)
        trial.claims, trial.is_trial = claims, True
        trial.verdicts, trial.findings, trial.coarse, trial.meant = {}, [], [], {}
        return trial

    def paragraph(self, claim: Claim) -> Paragraph:
        return self.doc.paragraphs[claim.paragraph]

    def place(self, claim: Claim) -> Ref:
        """Return the place of a claim: its clause on the figure's own line."""
        key = (claim.paragraph, claim.start, claim.end, claim.clause_start, claim.clause_end)
        if key not in self._known_places:
            self._known_places[key] = figure_place(self.doc, claim)
        return self._known_places[key]

    def places(self, claim: Claim) -> list[Ref]:
        """Return the claim's place and, where its clause spans lines, the other lines."""
        own = self.place(claim)
        others = self.paragraph(claim).places(claim.clause_start, claim.clause_end)
        return [own, *(r for r in others if r.line_id != own.line_id)]

    def half(self, claim: Claim) -> Decimal:
        """Return half a unit of the grid on which a claim's amount is printed, in its own unit."""
        return self.printing.half(claim)

    def places_of(self, claim: Claim) -> int:
        """Return the most decimals with which figures like a claim's are printed."""
        return self.printing.places_of(claim)

    def repairs(self, claim: Claim, fits: Callable[[Decimal], bool]) -> list[Decimal]:
        """Return the figures one slip away from a claim's whose amount, in 万元, fits."""
        unit = claim.quantity.unit if claim.quantity.unit.is_money else Unit.WAN_YUAN
        factor = unit.in_yuan / Unit.WAN_YUAN.in_yuan
        places = self.places_of(claim)
        as_usual = in_unit(claim.quantity, self.printing.usual_unit)
        if as_usual is not None and fits(as_usual * factor):
            return [as_usual]
        return repairs(claim.quantity.printed, lambda v: fits(v * factor), places=places)

    def is_unit_slip(self, claim: Claim, value: Decimal) -> bool:
        return is_unit_slip(claim.quantity, value, self.printing.usual_unit)

    def unit_of(self, claim: Claim) -> Unit:
        """Return the unit in which it is told what a claim should say: its own one where tables and text print it."""
        own = claim.quantity.unit
        fits = own.is_money and own is self.printing.usual_unit and own is self.doc.identity.unit
        return own if fits else Unit.WAN_YUAN

    def told(self, claim: Claim, value: Decimal) -> Decimal:
        """Return an amount in 万元 in the unit in which it is told of a claim."""
        return value * Unit.WAN_YUAN.in_yuan / self.unit_of(claim).in_yuan

    def shown(self, claim: Claim, value: Decimal) -> str:
        """Print what a figure should be, with the unit where that is all that is wrong."""
        return shown(claim.quantity, value, self.printing.usual_unit)

    def slip(self, claim: Claim, value: Decimal) -> str:
        """Say of a figure what it should be."""
        unit = claim.quantity.unit.value if self.is_unit_slip(claim, value) else ""
        return self.wording.text(
            "diagnosis.slip", old=f"{claim.quantity.printed}{unit}", value=self.shown(claim, value)
        )

    def slips(self, found: list[tuple[Claim, Decimal]]) -> str:
        """Name the slips that would each explain a conflict; a wrong unit is likelier than any other."""
        units = [(c, v) for c, v in found if self.is_unit_slip(c, v)]
        return "；".join(dict.fromkeys(self.slip(c, v) for c, v in units or found))

    def amount(self, claim: Claim) -> tuple[Decimal, Decimal]:
        """Return a claim's amount and half unit in 万元."""
        unit = claim.quantity.unit if claim.quantity.unit.is_money else Unit.WAN_YUAN
        factor = unit.in_yuan / Unit.WAN_YUAN.in_yuan
        return claim.quantity.value * factor, self.half(claim) * factor

    @staticmethod
    def in_own_unit(claim: Claim, amount: Decimal) -> Decimal:
        """Return an amount of 万元 in the unit before which a claim's figure stands."""
        unit = claim.quantity.unit if claim.quantity.unit.is_money else Unit.WAN_YUAN
        return amount * Unit.WAN_YUAN.in_yuan / unit.in_yuan

    def operand(self, claim: Claim) -> Operand:
        value, half = self.amount(claim)
        return Operand(Interval.of(value, half), value, self.place(claim), claim.index)

    @staticmethod
    def of_figure(figure: Figure) -> Operand | None:
        if figure.value is None:
            return None
        return Operand(Interval.of(figure.value, figure.half), figure.value, figure.ref)

    def record(
        self, claim: Claim, status: Status, why: str, evidence: list[Ref], comparison: Comparison | None = None
    ) -> None:
        own = self.place(claim)
        kept = tuple(dict.fromkeys(e for e in evidence if e != own)) or ((own,) if evidence else ())
        self.verdicts[claim.index] = Verdict(
            claim.index, status, why, kept,
            plain(comparison.expected) if comparison else "",
            comparison.difference if comparison else None,
            comparison.bound if comparison else None,
        )  # fmt: skip

    def why_not(self, claim: Claim) -> str:
        if claim.concept is None and claim.relation in (Relation.LEVEL, Relation.CHANGE):
            return self.wording.text("why.no_concept")
        if claim.relation in (Relation.SHARE, Relation.COMPLETION, Relation.GROWTH, Relation.CHANGE):
            return self.wording.text("why.no_operand")
        return self.wording.text("why.no_cell")

    def name(self, claim: Claim) -> str:
        if claim.concept is not None:
            return self._with_budget(claim, claim.concept.words)
        if claim.about is not None:
            return self.name(self.claims[claim.about])
        return claim.subject[-20:] or claim.quantity.printed

    def _with_budget(self, claim: Claim, words: str) -> str:
        """Return the name of what a claim is about, and which budget of it where the words do not say so."""
        budget = self.wording.text(f"label.{claim.measure.value}") if claim.measure.is_budget else ""
        return words if self.wording.text("label.budget") in words else f"{words}{budget}"

    def is_proven(self, claim: int) -> bool:
        verdict = self.verdicts.get(claim)
        return verdict is not None and verdict.status is Status.AGREES

    def bear_out(self, ratio: Claim, *operands: Operand) -> None:
        """A level that no table holds is borne out by a rate that was computed from it."""
        for operand in operands:
            if operand.claim is not None and operand.claim not in self.verdicts:
                why = self.wording.text("why.agrees.rate", rate=ratio.quantity.printed)
                self.record(self.claims[operand.claim], Status.AGREES, why, [self.place(ratio)])

    def conclude(
        self,
        claim: Claim,
        comparison: Comparison,
        key: str,
        evidence: list[Ref],
        formula: str,
        base: Decimal,
        hint: str = "",
    ) -> None:
        """Record the verdict on a percentage of `base`, and the finding where it does not agree.

        `base` is in 万元, 0 where the percentage is not of money.
        """
        if is_loose(claim.quantity):
            half = comparison.bound - _HALF.scaleb(-claim.quantity.places)
            loose = loosely(claim.quantity, claim.quantity.value, Interval.of(comparison.true, half))
            if loose is None:
                return
            comparison, hint = loose, ""
        if is_coarse(claim, comparison, self.printing.firm_places):
            self.coarse.append(Coarse(claim, comparison, tuple(evidence), formula, base))
        expected = self._at_usual_digits(comparison)
        if comparison.status is Status.AGREES:
            self.record(
                claim, Status.AGREES, self.wording.text("why.agrees.ratio", formula=formula), evidence, comparison
            )
            return
        rounding = comparison.status is Status.ROUNDING
        # 任务完成率 reads as nothing known, and is a completion once its two counts are found
        kind = Relation.COMPLETION if key == "narr.completion" else claim.relation
        why = self.wording.text("why.rounding" if rounding else "why.disagrees", expected=expected)
        self.record(claim, comparison.status, f"{why}（{formula}）", evidence, comparison)
        self.findings.append(
            self.wording.finding(
                "narr.rounding" if rounding else key,
                f"N-{kind.value}", Category.NARR_ARITH, Severity.ROUNDING if rounding else Severity.ERROR,
                [*self.places(claim), *evidence],
                stated=claim.quantity.printed.rstrip("%"), expected=expected, concept=self.name(claim),
                diagnosis=hint, at_stake=Decimal(0) if rounding else comparison.difference * base / _HUNDRED,
            )
        )  # fmt: skip

    def _at_usual_digits(self, comparison: Comparison) -> Decimal:
        """Return the right percentage at the digits that the text usually prints."""
        if comparison.status is not Status.DISAGREES:
            return comparison.expected
        return comparison.true.quantize(Decimal(1).scaleb(-self.printing.percent_places), ROUND_HALF_UP)

    def zero_base(self, claim: Claim, evidence: list[Ref]) -> None:
        self.record(claim, Status.DISAGREES, self.wording.text("why.zero_base"), evidence)
        self.findings.append(
            self.wording.finding(
                "logic.zero_base", "L-zero-base", Category.LOGIC, Severity.WARNING,
                [*self.places(claim), *evidence],
                stated=claim.quantity.printed.rstrip("%"), expected=self.wording.text("why.not_comparable"),
                concept=self.name(claim),
            )
        )  # fmt: skip

    def total(self, parts: list[Claim]) -> tuple[Decimal, Decimal]:
        amounts = [self.amount(p) for p in parts]
        return sum((a for a, _ in amounts), Decimal(0)), sum((h for _, h in amounts), Decimal(0))

    def said(self, claim: Claim, concept: str) -> Operand | None:
        """Return the level of a concept as stated earlier in the same section.

        Another year's counts where its paragraph states no other: what is computed from it is of that year as well.
        """
        elsewhen: Claim | None = None
        for other in reversed(self.claims[: claim.index]):
            if other.section != claim.section:
                break
            stated = other.relation is Relation.LEVEL and not other.measure.is_budget
            if stated and other.concept is not None and other.concept.key == concept:
                if other.period is Period.CURRENT:
                    return self.operand(other)
                if elsewhen is None and other.paragraph == claim.paragraph:
                    elsewhen = other
        return self.operand(elsewhen) if elsewhen is not None else None

    def cell(self, claim: Claim, measure: Measure) -> Operand | None:
        if claim.concept is None:
            return None
        for figure in self.binder.lookup(claim.concept.key, measure, claim):
            operand = self.of_figure(figure)
            if operand is not None and operand.place in self.meant:
                return self.meant[operand.place]
            if operand is not None:
                return replace(operand, doubtful=figure.key in self.suspects.keys, other=self._other(figure))
        return None

    def _other(self, figure: Figure) -> Operand | None:
        value = self.suspects.alternatives.get(figure.key)
        if value is None:
            return None
        return Operand(Interval.of(value, figure.half), value, figure.ref)

    def of_concept(self, claim: Claim, concept: str) -> Operand | None:
        for figure in self.binder.lookup(concept, Measure.FINAL, claim):
            operand = self.of_figure(figure)
            if operand is not None:
                return operand
        return None

    def budget(self, claim: Claim) -> Operand | None:
        if claim.against is not None:
            return self.operand(self.claims[claim.against])
        return self.cell(claim, Measure.BUDGET)

    def rounded(self, head: Claim, comparison: Comparison, places: list[Ref]) -> None:
        self.findings.append(
            self.wording.finding(
                "narr.rounding", "N-parts", Category.NARR_ARITH, Severity.ROUNDING, [*self.places(head), *places],
                stated=head.quantity.printed, expected=comparison.expected, concept=self.name(head),
            )
        )  # fmt: skip


def figure_place(doc: Document, claim: Claim) -> Ref:
    """Return the place of a claim: of its clause, what stands on the line of its figure."""
    paragraph = doc.paragraphs[claim.paragraph]
    own = paragraph.place(claim.start, claim.end)
    for ref in paragraph.places(claim.clause_start, claim.clause_end):
        if ref.line_id == own.line_id and ref.start <= own.start:
            return ref
    return own
