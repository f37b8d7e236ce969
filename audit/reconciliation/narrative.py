"""Claims against facts and against each other: levels, shares, changes, growth, completion, parts."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Claim, Measure, Period, Relation, Status, Verdict
from audit.model.findings import Category, Finding, Severity
from audit.model.values import Interval, Unit, plain
from audit.reconciliation.binding import Binder
from audit.reconciliation.listings import counted_alike, enumerates
from audit.reconciliation.diagnosis import repairs
from audit.reconciliation.bounds import Comparison, percentage, ratio_interval, same_quantity, sums

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph
    from audit.model.places import Ref
    from audit.model.rules import ReconciliationRules
    from audit.reconciliation.facts import FactIndex, Figure
    from audit.reconciliation.tables import Suspects
    from audit.reconciliation.wording import Wording

_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
_BUDGETS = frozenset({Measure.INITIAL_BUDGET, Measure.FULL_YEAR_BUDGET, Measure.ADJUSTED_BUDGET, Measure.BUDGET})


@dataclass(frozen=True, slots=True)
class Operand:
    """A value that takes part in a calculation, and where it stands."""

    interval: Interval
    value: Decimal
    place: Ref
    claim: int | None = None
    doubtful: bool = False
    """True for a cell that takes part in a broken relation."""


class Narrative:
    """Settles the claims of one document."""

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
        self.wording = wording
        self.suspects = suspects
        self.verdicts: dict[int, Verdict] = {}
        self.findings: list[Finding] = []
        self.grids = _grids(doc, claims)
        self.percent_places = _usual_places(claims)

    def settle(self) -> None:
        """Settle every claim: levels first, then what is computed from them, then sums of parts."""
        for claim in self.claims:
            if claim.relation is Relation.LEVEL:
                self._level(claim)
        for claim in self.claims:
            if claim.relation is Relation.SHARE:
                self._share(claim)
            elif claim.relation is Relation.COMPLETION:
                self._completion(claim)
            elif claim.relation is Relation.GROWTH:
                self._growth(claim)
        for claim in self.claims:
            if claim.relation is Relation.CHANGE:
                self._change(claim)
        self._parts()
        self._funds_of_share()
        self._awards()
        budget_sums(self)
        for claim in self.claims:
            self.verdicts.setdefault(claim.index, Verdict(claim.index, Status.UNVERIFIED, self._why_not(claim)))

    # --- helpers ------------------------------------------------------------------------------------------------------

    def paragraph(self, claim: Claim) -> Paragraph:
        return self.doc.paragraphs[claim.paragraph]

    def place(self, claim: Claim) -> Ref:
        """Return the place of a claim: its clause on the figure's own line."""
        return figure_place(self.doc, claim)

    def places(self, claim: Claim) -> list[Ref]:
        """Return the claim's place and, where its clause spans lines, the other lines."""
        own = self.place(claim)
        others = self.paragraph(claim).places(claim.clause_start, claim.clause_end)
        return [own, *(r for r in others if (r.line, r.block) != (own.line, own.block))]

    def half(self, claim: Claim) -> Decimal:
        """Return half a unit of the grid on which a claim's amount is printed, in its own unit."""
        if not claim.quantity.value:
            return Decimal(0)
        return self.grids.get((claim.quantity.unit, _top(self.doc, claim)), _HALF.scaleb(-claim.quantity.places))

    def amount(self, claim: Claim) -> tuple[Decimal, Decimal]:
        """Return a claim's amount and half unit in 万元."""
        unit = claim.quantity.unit if claim.quantity.unit.is_money else Unit.WAN_YUAN
        factor = unit.in_yuan / Unit.WAN_YUAN.in_yuan
        return claim.quantity.value * factor, self.half(claim) * factor

    def operand(self, claim: Claim) -> Operand:
        value, half = self.amount(claim)
        return Operand(Interval.of(value, half), value, self.place(claim), claim.index)

    @staticmethod
    def of_figure(figure: Figure) -> Operand | None:
        if figure.value is None:
            return None
        return Operand(Interval.of(figure.value, figure.half), figure.value, figure.ref)

    def _set(
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

    def _why_not(self, claim: Claim) -> str:
        if claim.concept is None and claim.relation in (Relation.LEVEL, Relation.CHANGE):
            return self.wording.text("why.no_concept")
        if claim.relation in (Relation.SHARE, Relation.COMPLETION, Relation.GROWTH, Relation.CHANGE):
            return self.wording.text("why.no_operand")
        return self.wording.text("why.no_cell")

    def name(self, claim: Claim) -> str:
        if claim.concept is not None:
            return claim.concept.words
        if claim.about is not None:
            return self.name(self.claims[claim.about])
        return claim.subject[-20:] or claim.quantity.printed

    # --- levels -------------------------------------------------------------------------------------------------------

    def _level(self, claim: Claim) -> None:
        if claim.period is not Period.CURRENT:
            return
        figures = self.binder.figures(claim, self.claims)
        if not figures:
            return
        known = [f for f in figures if f.value is not None]
        if not known:
            self.verdicts[claim.index] = Verdict(claim.index, Status.UNVERIFIED, self.wording.text("why.damaged"))
            return
        value, half = self.amount(claim)
        compared = [
            (f, same_quantity(value, half, self.suspects.corrected(f), f.half)) for f in known if f.value is not None
        ]
        fitting = next(((f, c) for f, c in compared if c.status is Status.AGREES), None)
        figure, comparison = fitting or compared[0]
        key = "why.agrees.nil" if figure.is_nil_table else "why.agrees.cell"
        if fitting:
            why = self.wording.text(key, table=figure.table, row=figure.row, column=figure.column)
            self._set(claim, Status.AGREES, why, [f.ref for f, c in compared if c.status is Status.AGREES], comparison)
            return
        why = self.wording.text("why.disagrees", expected=comparison.expected)
        self._set(claim, Status.DISAGREES, why, [f.ref for f, _ in compared], comparison)
        unit = Unit.WAN_YUAN
        self.findings.append(
            self.wording.finding(
                "narr.table", "N-level", Category.NARR_TABLE, Severity.ERROR,
                [*self.places(claim), *(f.ref for f, _ in compared)],
                stated=claim.quantity.printed, expected=comparison.expected, concept=self.name(claim),
                table=figure.table, unit=unit.value, difference=comparison.difference, at_stake=comparison.difference,
            )
        )  # fmt: skip

    # --- ratios -------------------------------------------------------------------------------------------------------

    def _numerator(self, claim: Claim) -> Operand | None:
        """Return what a share or a completion is of: the level that its item states, else its table cell."""
        if claim.about is not None:
            return self.operand(self.claims[claim.about])
        return self._cell(claim, Measure.FINAL)

    def _cell(self, claim: Claim, measure: Measure) -> Operand | None:
        if claim.concept is None:
            return None
        for figure in self.binder.lookup(claim.concept.key, measure, claim):
            operand = self.of_figure(figure)
            if operand is not None:
                return replace(operand, doubtful=figure.key in self.suspects.keys)
        return None

    def _share(self, claim: Claim) -> None:
        numerator = self._share_numerator(claim)
        denominator = self._share_base(claim)
        if numerator is None or denominator is None:
            return
        self._ratio(claim, numerator, denominator, "narr.share")

    def _share_numerator(self, claim: Claim) -> Operand | None:
        if (
            claim.concept is not None
            and claim.start - claim.concept.end < 30
            and claim.concept.start > self._last_figure(claim)
        ):
            # 货物采购授予中小企业合同金额占货物支出金额的…: the amount itself is not printed here
            return self._cell(claim, Measure.FINAL) or self._said(claim, claim.concept.key)
        return self._numerator(claim)

    def _last_figure(self, claim: Claim) -> int:
        before = [c.end for c in self.claims[: claim.index] if c.paragraph == claim.paragraph]
        return max(before, default=-1)

    def _said(self, claim: Claim, concept: str) -> Operand | None:
        """Return the level of a concept as stated earlier in the same section."""
        for other in reversed(self.claims[: claim.index]):
            if other.section != claim.section:
                break
            if other.relation is Relation.LEVEL and other.concept is not None and other.concept.key == concept:
                if other.measure not in _BUDGETS:
                    return self.operand(other)
        return None

    def _share_base(self, claim: Claim) -> Operand | None:
        base = claim.base
        if base is None or base.concept == "?":
            return None
        if base.concept:
            said = self._said(claim, base.concept)
            if said is not None:
                return said
            return self._of_concept(claim, base.concept)
        return self._whole(claim)

    def _whole(self, claim: Claim) -> Operand | None:
        """Return what 占…% without a base is a share of: the head of its list, else what its concept is a part of."""
        if claim.head is not None and self.claims[claim.head].relation is Relation.LEVEL:
            return self.operand(self.claims[claim.head])
        if claim.concept is None or (claim.listing and claim.head is None):
            return None
        wholes = [p.head for p in self.partitions.values() if claim.concept.key in (*p.parts, *p.optional)]
        if claim.concept.key.startswith("path:"):
            wholes = ["general_budget_expenditure", "appropriation_expenditure", "gov_funds_expenditure"]
        for whole in wholes:
            operand = self._said(claim, whole) or self._of_concept(claim, whole)
            if operand is not None:
                return operand
        return None

    def _of_concept(self, claim: Claim, concept: str) -> Operand | None:
        for figure in self.binder.lookup(concept, Measure.FINAL, claim):
            operand = self.of_figure(figure)
            if operand is not None:
                return operand
        return None

    def _completion(self, claim: Claim) -> None:
        numerator = self._numerator(claim)
        denominator = self._budget(claim)
        if numerator is None or denominator is None:
            return
        self._ratio(claim, numerator, denominator, "narr.completion")

    def _budget(self, claim: Claim) -> Operand | None:
        if claim.against is not None:
            return self.operand(self.claims[claim.against])
        return self._cell(claim, Measure.BUDGET)

    def _ratio(self, claim: Claim, numerator: Operand, denominator: Operand, key: str) -> None:
        evidence = [denominator.place, numerator.place]
        if denominator.value == 0:
            if denominator.claim is None:
                # a blank budget cell proves no zero base: the sentence does not say that the budget was nothing
                return
            self._zero_base(claim, evidence)
            return
        true = ratio_interval(numerator.interval, denominator.interval)
        if true is None:
            return
        comparison = percentage(claim.quantity.value, claim.quantity.places, true)
        formula = f"{plain(numerator.value)}÷{plain(denominator.value)}"
        if comparison.status is not Status.AGREES and (numerator.doubtful or denominator.doubtful):
            self.verdicts[claim.index] = Verdict(claim.index, Status.UNVERIFIED, self.wording.text("why.conflicting"))
            return
        hint = ""
        if comparison.status is Status.DISAGREES:
            hint = self._ratio_hint(claim, numerator, denominator)
        self._conclude(claim, comparison, key, evidence, formula, numerator.value, hint)
        if comparison.status is Status.AGREES:
            self._bear_out(claim, numerator, denominator)

    def _ratio_hint(self, claim: Claim, numerator: Operand, denominator: Operand) -> str:
        """Name the amounts that one slip away would make the rate right; what a table has proven is not in doubt."""

        def fits(over: Decimal, under: Decimal) -> bool:
            if under <= 0:
                return False
            half = denominator.interval.width / 2
            true = ratio_interval(Interval.of(over, numerator.interval.width / 2), Interval.of(under, half))
            return true is not None and percentage(claim.quantity.value, claim.quantity.places, true).status is Status.AGREES

        found = []
        for operand, tries in (
            (numerator, lambda v: fits(v, denominator.value)),
            (denominator, lambda v: fits(numerator.value, v)),
        ):
            if operand.claim is None or self._is_proven(operand.claim):
                continue
            printed = self.claims[operand.claim].quantity.printed
            found += [(printed, value) for value in repairs(printed, tries)]
        return "；".join(self.wording.text("diagnosis.slip", old=old, value=plain(new)) for old, new in found)

    def _is_proven(self, claim: int) -> bool:
        verdict = self.verdicts.get(claim)
        return verdict is not None and verdict.status is Status.AGREES

    def _bear_out(self, ratio: Claim, *operands: Operand) -> None:
        """A level that no table holds is borne out by a rate that was computed from it."""
        for operand in operands:
            if operand.claim is not None and operand.claim not in self.verdicts:
                why = self.wording.text("why.agrees.rate", rate=ratio.quantity.printed)
                self._set(self.claims[operand.claim], Status.AGREES, why, [self.place(ratio)])

    def _conclude(
        self,
        claim: Claim,
        comparison: Comparison,
        key: str,
        evidence: list[Ref],
        formula: str,
        stake: Decimal,
        hint: str = "",
    ) -> None:
        """Record the verdict on a percentage, and the finding where it does not agree."""
        expected = comparison.expected
        if comparison.status is Status.AGREES:
            self._set(
                claim, Status.AGREES, self.wording.text("why.agrees.ratio", formula=formula), evidence, comparison
            )
            return
        rounding = comparison.status is Status.ROUNDING
        why = self.wording.text("why.rounding" if rounding else "why.disagrees", expected=expected)
        self._set(claim, comparison.status, f"{why}（{formula}）", evidence, comparison)
        self.findings.append(
            self.wording.finding(
                "narr.rounding" if rounding else key,
                f"N-{claim.relation.value}", Category.NARR_ARITH, Severity.ROUNDING if rounding else Severity.ERROR,
                [*self.places(claim), *evidence],
                stated=claim.quantity.printed.rstrip("%"), expected=expected, concept=self.name(claim),
                diagnosis=hint, at_stake=Decimal(0) if rounding else stake,
            )
        )  # fmt: skip

    def _at_usual_digits(self, comparison: Comparison) -> Decimal:
        """Return the right percentage at the digits that the text usually prints."""
        if comparison.status is not Status.DISAGREES:
            return comparison.expected
        return comparison.true.quantize(Decimal(1).scaleb(-self.percent_places), ROUND_HALF_UP)

    def _zero_base(self, claim: Claim, evidence: list[Ref]) -> None:
        self._set(claim, Status.DISAGREES, self.wording.text("why.zero_base"), evidence)
        self.findings.append(
            self.wording.finding(
                "logic.zero_base", "L-zero-base", Category.LOGIC, Severity.WARNING,
                [*self.places(claim), *evidence],
                stated=claim.quantity.printed.rstrip("%"), expected="不可比", concept=self.name(claim),
            )
        )  # fmt: skip

    # --- changes ------------------------------------------------------------------------------------------------------

    def _current(self, claim: Claim) -> Operand | None:
        """Return this year's level of what changed: as stated in the same item, else in its table."""
        if claim.concept is None:
            return None
        for other in reversed(self.claims[: claim.index]):
            if other.paragraph != claim.paragraph:
                break
            stated = other.relation is Relation.LEVEL and other.measure not in _BUDGETS and other.concept is not None
            if stated and other.concept is not None and other.concept.key == claim.concept.key:
                return self.operand(other)
        return self._cell(claim, Measure.FINAL)

    def _growth(self, claim: Claim) -> None:
        if claim.about is None or claim.quantity.unit not in (Unit.PERCENT, Unit.NONE):
            return
        delta = self.claims[claim.about]
        change = self.operand(delta)
        held: list[Operand] = []
        if delta.base is not None and delta.base.measure in _BUDGETS:
            base = self._budget(claim)
        else:
            current = self._current(delta)
            if current is None:
                return
            held.append(current)
            base = _base_of(current, change, delta.direction or claim.direction)
        if base is None:
            return
        evidence = [change.place, base.place]
        if base.value == 0:
            self._zero_base(claim, evidence)
            if delta.index not in self.verdicts:
                why = self.wording.text("why.agrees.ratio", formula=plain(change.value))
                self._set(delta, Status.AGREES, why, [base.place])
            return
        true = ratio_interval(change.interval, base.interval)
        if true is None:
            return
        comparison = percentage(claim.quantity.value, claim.quantity.places, true)
        formula = f"{plain(change.value)}÷{plain(base.value)}"
        hint = self._growth_hint(claim, delta, held) if comparison.status is Status.DISAGREES else ""
        self._conclude(claim, comparison, "narr.growth", evidence, formula, change.value, hint)
        if comparison.status in (Status.AGREES, Status.ROUNDING):
            why = self.wording.text("why.agrees.ratio", formula=formula)
            self._set(delta, Status.AGREES, why, [self.place(claim), base.place])
            self._bear_out(claim, *held)

    def _growth_hint(self, claim: Claim, delta: Claim, held: list[Operand]) -> str:
        """Name the change that one slip away would make the growth rate right."""
        direction = delta.direction or claim.direction
        if not held or direction == 0:
            return ""
        current = held[0]

        def fits(value: Decimal) -> bool:
            half = self.half(delta)
            change = Operand(Interval.of(value, half), value, current.place)
            base = _base_of(current, change, direction)
            true = ratio_interval(change.interval, base.interval) if base is not None and base.value > 0 else None
            return true is not None and percentage(claim.quantity.value, claim.quantity.places, true).status is Status.AGREES

        found = repairs(delta.quantity.printed, fits)
        return "；".join(self.wording.text("diagnosis.slip", old=delta.quantity.printed, value=plain(v)) for v in found)

    def _change(self, claim: Claim) -> None:
        """Settle a change against a budget that is known; changes against last year are settled by their rate."""
        if claim.index in self.verdicts or claim.base is None or claim.base.measure not in _BUDGETS:
            return
        current = self._current(claim)
        budget = self._budget(claim)
        if current is None or budget is None:
            return
        value, half = self.amount(claim)
        signed = value * (claim.direction or 1)
        true = current.value - budget.value
        bound = half + current.interval.width / 2 + budget.interval.width / 2
        comparison = sums(signed, true, bound)
        evidence = [budget.place, current.place]
        if comparison.status is Status.DISAGREES and (current.doubtful or budget.doubtful):
            self.verdicts[claim.index] = Verdict(claim.index, Status.UNVERIFIED, self.wording.text("why.conflicting"))
            return
        if comparison.status is not Status.DISAGREES:
            formula = f"{plain(current.value)}－{plain(budget.value)}"
            self._set(
                claim, comparison.status, self.wording.text("why.agrees.ratio", formula=formula), evidence, comparison
            )
            return
        self._set(claim, Status.DISAGREES, self.wording.text("why.disagrees", expected=abs(true)), evidence, comparison)
        self.findings.append(
            self.wording.finding(
                "narr.change", "N-change", Category.NARR_ARITH, Severity.ERROR, [*self.places(claim), *evidence],
                stated=claim.quantity.printed, expected=abs(true), concept=self.name(claim),
                unit=Unit.WAN_YUAN.value, at_stake=comparison.difference,
            )
        )  # fmt: skip

    # --- parts --------------------------------------------------------------------------------------------------------

    def _parts(self) -> None:
        """Check heads against the parts that make them up, and parts that exceed their head."""
        for head, parts in self._listings():
            total, bound = self.total(parts)
            value, half = self.amount(head)
            comparison = sums(value, total, bound + half)
            places = [self.place(p) for p in parts]
            complete = self._is_complete(head, parts) or enumerates(self.doc, head, parts)
            carried = any(p.paragraph != head.paragraph for p in parts)
            if comparison.status is Status.AGREES or (comparison.status is Status.ROUNDING and len(parts) > 1):
                self._parts_agree(head, parts, comparison, places)
            elif carried:
                # over several paragraphs other figures may stand between: only agreement proves anything
                continue
            elif complete or (len(parts) > 1 and total > value + bound + half):
                self._parts_disagree(head, comparison, places, complete=complete)

    def _listings(self) -> list[tuple[Claim, list[Claim]]]:
        """Return every head with the parts of each list that hangs on it."""
        lists: dict[tuple[int, int], list[Claim]] = {}
        for claim in self.claims:
            if claim.head is not None and self._is_part(claim, self.claims[claim.head]):
                lists.setdefault((claim.head, claim.listing), []).append(claim)
        found = []
        for (number, _), parts in lists.items():
            head = self.claims[number]
            kept = parts if head.relation is Relation.LEVEL else counted_alike(self.doc, head, parts)
            if kept:
                found.append((head, kept))
        listed = {head.index for head, _ in found}
        for head in self.claims:
            if head.index not in listed and head.relation is Relation.LEVEL and head.concept is not None:
                parts = self._following_parts(head)
                if parts:
                    found.append((head, parts))
        return found

    def _following_parts(self, head: Claim) -> list[Claim]:
        """Return the parts that make up a head without rest where they follow it in its paragraph without 其中."""
        partition = self.partitions.get(head.concept.key) if head.concept else None
        if partition is None:
            return []
        parts: list[Claim] = []
        for claim in self.claims[head.index + 1 :]:
            if claim.paragraph != head.paragraph or len(parts) == len(partition.parts) + len(partition.optional):
                break
            if claim.relation is not Relation.LEVEL:
                continue
            key = claim.concept.key if claim.concept else ""
            if key not in (*partition.parts, *partition.optional) or not self._is_part(claim, head):
                break
            parts.append(claim)
        return parts if self._is_complete(head, parts) else []

    def _is_part(self, claim: Claim, head: Claim) -> bool:
        same_unit = claim.quantity.unit == head.quantity.unit and claim.quantity.counter == head.quantity.counter
        same_measure = claim.measure is head.measure if head.measure in _BUDGETS else claim.measure not in _BUDGETS
        kind = claim.relation is head.relation and same_measure
        stated = head.relation in (Relation.LEVEL, Relation.COUNT)
        return stated and same_unit and kind and claim.section == head.section

    def total(self, parts: list[Claim]) -> tuple[Decimal, Decimal]:
        amounts = [self.amount(p) for p in parts]
        return sum((a for a, _ in amounts), Decimal(0)), sum((h for _, h in amounts), Decimal(0))

    def close_budgets(self, total: Claim, items: list[Claim], comparison: Comparison) -> None:
        """Conclude on 年初预算 of the items against their total; the one whose own rate is wrong is the one to mend."""
        places = [self.place(c) for c in items]
        if comparison.status is not Status.DISAGREES:
            for claim in (total, *items):
                old = self.verdicts.get(claim.index)
                if old is None or old.status is Status.UNVERIFIED:
                    self._set(claim, Status.AGREES, self.wording.text("why.agrees.parts"), [self.place(total), *places])
            if comparison.status is Status.ROUNDING:
                self._rounded(total, comparison, places)
            return
        off = [c for c in (total, *items) if self._rate_of(c) is Status.DISAGREES]
        wrong = off[0] if len(off) == 1 else total
        value, _ = self.amount(wrong)
        parts, whole = comparison.expected, self.amount(total)[0]
        expected = parts if wrong is total else value - (parts - whole)
        count = 2 if off else 1
        self._set(
            wrong, Status.DISAGREES, self.wording.text("why.disagrees", expected=expected), [self.place(total), *places]
        )
        self.findings.append(
            self.wording.finding(
                "narr.budget.sum", "N-budget-sum", Category.NARR_NARR, Severity.ERROR,
                [*self.places(wrong), self.place(total), *places],
                stated=wrong.quantity.printed, expected=expected, parts=parts, total=whole,
                diagnosis=self.wording.text("diagnosis.figure", value=expected, count=count) if len(off) == 1 else "",
                at_stake=comparison.difference,
            )
        )  # fmt: skip

    def _rate_of(self, budget: Claim) -> Status | None:
        """Return the verdict on the completion rate that is measured against a budget."""
        for claim in self.claims:
            if claim.against == budget.index and claim.index in self.verdicts:
                return self.verdicts[claim.index].status
        return None

    def _funds_of_share(self) -> None:
        """资金…万元，占…的100%: the amount must be the whole itself."""
        for claim in self.claims:
            about = self.claims[claim.about] if claim.about is not None else None
            if claim.relation is not Relation.SHARE or about is None or about.concept is not None:
                continue
            base = self._share_base(claim)
            if base is None or claim.quantity.value != _HUNDRED or about.index not in self.verdicts:
                continue
            value, half = self.amount(about)
            comparison = same_quantity(value, half, base.value, base.interval.width / 2)
            if comparison.status is Status.DISAGREES:
                why = self.wording.text("why.disagrees", expected=comparison.expected)
                self._set(about, Status.DISAGREES, why, [base.place], comparison)
                self.findings.append(
                    self.wording.finding(
                        "narr.table", "N-level", Category.NARR_TABLE, Severity.ERROR,
                        [*self.places(about), base.place],
                        stated=about.quantity.printed, expected=comparison.expected, concept=self.name(about),
                        table=base.place.table or "", unit=Unit.WAN_YUAN.value, difference=comparison.difference,
                        at_stake=comparison.difference,
                    )
                )  # fmt: skip

    def _awards(self) -> None:
        """货物、工程、服务 awarded to 中小企业 are told as shares only: together they must make up the stated award."""
        for award in self.claims:
            if award.concept is None or award.concept.key != "sme_award" or award.relation is not Relation.LEVEL:
                continue
            shares = [
                c for c in self.claims
                if c.paragraph == award.paragraph and c.relation is Relation.SHARE and c.index not in self.verdicts
                and c.concept is not None and c.concept.key.startswith("sme_award_") and c.base is not None
            ]  # fmt: skip
            bases = [self._said(c, c.base.concept) if c.base else None for c in shares]
            if len(shares) < 2 or any(b is None for b in bases):
                continue
            whole = Interval.exact(Decimal(0))
            for share, base in zip(shares, bases, strict=True):
                if base is not None:
                    half = _HALF.scaleb(-share.quantity.places)
                    rate = Interval.of(share.quantity.value, half).scaled(1 / _HUNDRED)
                    whole += Interval(rate.low * base.interval.low, rate.high * base.interval.high)
            value, half = self.amount(award)
            if not whole.meets(Interval.of(value, half)):
                continue
            for share, base in zip(shares, bases, strict=True):
                if base is not None and base.value:
                    why = self.wording.text("why.agrees.parts")
                    self._set(share, Status.AGREES, why, [self.place(award), base.place])

    def _is_complete(self, head: Claim, parts: list[Claim]) -> bool:
        partition = self.partitions.get(head.concept.key) if head.concept else None
        if partition is None:
            return False
        if partition.closed and all(p.concept is not None and p.concept.key in partition.parts for p in parts):
            # what is not listed is nothing
            return len({p.concept.key for p in parts if p.concept}) == len(parts)
        named = [p.concept.key for p in parts if p.concept]
        known = set(partition.parts) | set(partition.optional)
        return (
            len(named) == len(parts) and set(partition.parts) <= set(named) <= known and len(set(named)) == len(named)
        )

    def _parts_agree(self, head: Claim, parts: list[Claim], comparison: Comparison, places: list[Ref]) -> None:
        why = self.wording.text("why.agrees.parts")
        for claim, evidence in [(head, places), *((p, [self.place(head), *places]) for p in parts)]:
            old = self.verdicts.get(claim.index)
            if old is None or old.status is Status.UNVERIFIED:
                self._set(claim, Status.AGREES, why, evidence, None)
        if comparison.status is Status.ROUNDING:
            self._rounded(head, comparison, places)

    def _rounded(self, head: Claim, comparison: Comparison, places: list[Ref]) -> None:
        self.findings.append(
            self.wording.finding(
                "narr.rounding", "N-parts", Category.NARR_ARITH, Severity.ROUNDING, [*self.places(head), *places],
                stated=head.quantity.printed, expected=comparison.expected, concept=self.name(head),
            )
        )  # fmt: skip

    def _parts_disagree(self, head: Claim, comparison: Comparison, places: list[Ref], *, complete: bool) -> None:
        table_checked = self.verdicts.get(head.index)
        if table_checked is not None and table_checked.status is Status.AGREES and complete:
            # the head is proven by its table; a part that is wrong is told by its own cell
            wrong = [
                v
                for v in self.verdicts.values()
                if v.status is Status.DISAGREES and self.claims[v.claim].head == head.index
            ]
            if wrong:
                return
        if table_checked is None or table_checked.status is not Status.AGREES:
            self._set(
                head,
                Status.DISAGREES,
                self.wording.text("why.disagrees", expected=comparison.expected),
                places,
                comparison,
            )
        unit = head.quantity.unit.value if head.quantity.unit.is_money else head.quantity.counter
        self.findings.append(
            self.wording.finding(
                "narr.parts" if complete else "narr.parts.over", "N-parts", Category.NARR_ARITH, Severity.ERROR,
                [*self.places(head), *places],
                stated=head.quantity.printed, expected=comparison.expected, concept=self.name(head), unit=unit,
                at_stake=comparison.difference if head.quantity.unit.is_money else Decimal(0),
            )
        )  # fmt: skip


def budget_sums(narrative: Narrative) -> None:
    """年初预算 of the items against the total, where the items' final amounts prove that they are complete."""
    section = narrative.doc.section("explanation.general_budget.detail") or narrative.doc.section(
        "explanation.general_budget"
    )
    if section is None:
        return
    levels = [
        c for c in narrative.claims
        if section.first <= c.paragraph <= section.last and c.relation is Relation.LEVEL and c.concept is not None
    ]  # fmt: skip
    totals = [
        c for c in levels if c.concept and c.concept.key in ("general_budget_expenditure", "appropriation_expenditure")
    ]
    budget = next((c for c in totals if c.measure in _BUDGETS), None)
    final = next((c for c in totals if c.measure not in _BUDGETS), None)
    items = [c for c in levels if c.concept and c.concept.key.startswith("path:") and c.measure is not Measure.NONE]
    finals = {c.group: c for c in items if c.measure not in _BUDGETS}
    budgets = {c.group: c for c in items if c.measure in _BUDGETS}
    if (
        budget is None
        or final is None
        or len(finals) < 2
        or len({c.concept.key for c in finals.values() if c.concept}) < len(finals)
    ):
        return
    spent, spent_half = narrative.total(list(finals.values()))
    value, half = narrative.amount(final)
    if abs(spent - value) > spent_half + half:
        return
    planned, planned_half = narrative.total(list(budgets.values()))
    value, half = narrative.amount(budget)
    narrative.close_budgets(budget, list(budgets.values()), sums(value, planned, planned_half + half))


def figure_place(doc: Document, claim: Claim) -> Ref:
    """Return the place of a claim: of its clause, what stands on the line of its figure."""
    paragraph = doc.paragraphs[claim.paragraph]
    own = paragraph.place(claim.start, claim.end)
    for ref in paragraph.places(claim.clause_start, claim.clause_end):
        if (ref.line, ref.block) == (own.line, own.block) and ref.start <= own.start:
            return ref
    return own


def _base_of(current: Operand, change: Operand, direction: int) -> Operand | None:
    """Return last year's value: this year's less a rise, or plus a fall."""
    if direction == 0:
        return None
    value = current.value - change.value * direction
    width = current.interval.width / 2 + change.interval.width / 2
    if value == 0:
        return Operand(Interval.exact(Decimal(0)), Decimal(0), current.place)
    return Operand(Interval.of(value, width), value, current.place)


def _grids(doc: Document, claims: tuple[Claim, ...]) -> dict[tuple[Unit, str], Decimal]:
    """Return half a unit of the finest place printed for each unit in each part of the text."""
    places: dict[tuple[Unit, str], int] = {}
    for claim in claims:
        if claim.quantity.unit.is_money:
            key = (claim.quantity.unit, _top(doc, claim))
            places[key] = max(places.get(key, 0), claim.quantity.places)
    return {key: _HALF.scaleb(-n) for key, n in places.items()}


def _usual_places(claims: tuple[Claim, ...]) -> int:
    """Return how many decimals most percentages of the text are printed with."""
    counts = Counter(c.quantity.places for c in claims if c.quantity.unit is Unit.PERCENT)
    return counts.most_common(1)[0][0] if counts else 1


def _top(doc: Document, claim: Claim) -> str:
    return doc.path_of(claim.section).split(".")[0]
