"""Shares and completion rates, recomputed from what they are of and what they are measured against."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Measure, Relation, Status, Verdict
from audit.model.values import Interval, Unit, plain
from audit.reconciliation.bounds import is_loose, percentage, ratio_interval
from audit.reconciliation.diagnosis import in_unit

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative, Operand

_HUNDRED = Decimal(100)
_MOST_HINTS = 2
_EITHER = {
    "revenue_whole": ("revenue_total", "revenue_grand_total"),
    "expenditure_whole": ("expenditure_total", "expenditure_grand_total"),
}
"""总支出 is 本年支出合计 in some houses, 支出总计 in others."""
_GENERAL, _GENERAL_EXPENDITURE = "general_budget", "general_budget_expenditure"
_ALL_EXPENDITURE = "explanation.expenditure"
_ENOUGH = 3
"""Shares of one list that must fit a total before another share of it is held to that."""
_NEAR = 30
"""A concept that stands further before its share belongs to another figure."""


def _numerator(story: Narrative, claim: Claim) -> Operand | None:
    """Return what a share or a completion is of: the level that its item states, else its table cell."""
    if claim.about is not None:
        return story.operand(story.claims[claim.about])
    return story.cell(claim, Measure.FINAL)


def settle_share(story: Narrative, claim: Claim) -> None:
    """Recompute a share from its part and its whole."""
    numerator = _share_numerator(story, claim)
    if numerator is not None and numerator.claim is not None and _is_whole(story, claim, numerator.claim):
        return
    if claim.base is not None and claim.base.concept in _EITHER and numerator is not None:
        denominator = _fitting_whole(story, claim, numerator)
    else:
        denominator = share_base(story, claim)
    if denominator is not None and denominator.claim is not None and denominator.value == 0:
        story.zero_base(claim, [denominator.place])
    if numerator is None or denominator is None or denominator.value == 0:
        return
    _ratio(story, claim, numerator, denominator, "narr.share")


def _is_whole(story: Narrative, claim: Claim, part: int) -> bool:
    """Tell whether a share would be one of the whole itself: then something else was meant."""
    concept = story.claims[part].concept
    return claim.base is not None and concept is not None and concept.key == claim.base.concept


def _fitting_whole(story: Narrative, claim: Claim, numerator: Operand) -> Operand | None:
    """Return which of the two totals 占总支出 is of: the one that the share fits, else the one that its list fits."""
    concepts = _EITHER[claim.base.concept if claim.base else ""]
    wholes = [w for c in concepts for w in [story.said(claim, c) or story.of_concept(claim, c)] if w is not None]
    fitting = next((w for w in wholes if _fits(claim, numerator, w)), None)
    if fitting is not None:
        return fitting
    proven = [whole for whole in wholes if _neighbours(story, claim, whole) >= _ENOUGH]
    if proven:
        return proven[0] if len({whole.value for whole in proven}) == 1 else None
    return _whole_of_sentence(story, claim, numerator, concepts)


def _whole_of_sentence(story: Narrative, claim: Claim, numerator: Operand, concepts: tuple[str, ...]) -> Operand | None:
    """Return the one total that the sentence itself states, unless the share is of some other amount of the text."""
    text = story.paragraph(claim).text
    levels = [c for c in story.claims if c.relation is Relation.LEVEL and c.quantity.unit.is_money]
    stated = [
        story.operand(c)
        for c in levels
        if c.paragraph == claim.paragraph and c.end <= claim.start and "。" not in text[c.end : claim.start]
        if c.concept is not None and (c.concept.key in concepts or (c.index == claim.head and _is_total(c.concept.key)))
    ]
    if len({operand.value for operand in stated}) != 1:
        return None
    others = [story.operand(c) for c in levels if c.index != numerator.claim]
    return None if any(o.value >= numerator.value and _fits(claim, numerator, o) for o in others) else stated[0]


def _is_total(concept: str) -> bool:
    return concept.endswith("_total")


def _neighbours(story: Narrative, claim: Claim, whole: Operand) -> int:
    """Count the other shares of a sentence that name the same whole in the same words and fit it."""
    text = story.paragraph(claim).text
    words = claim.base.words if claim.base else ""
    found = 0
    for other in story.claims:
        if other is claim or other.paragraph != claim.paragraph or other.relation is not Relation.SHARE:
            continue
        first, last = sorted((other, claim), key=lambda c: c.start)
        if other.base is None or other.base.words != words or "。" in text[first.end : last.start]:
            continue
        part = _share_numerator(story, other)
        found += part is not None and _fits(other, part, whole)
    return found


def _share_numerator(story: Narrative, claim: Claim) -> Operand | None:
    if (
        claim.concept is not None
        and claim.start - claim.concept.end < _NEAR
        and claim.concept.start > _last_figure(story, claim)
    ):
        # 货物采购授予中小企业合同金额占货物支出金额的…: the amount itself is not printed here
        return story.cell(claim, Measure.FINAL) or story.said(claim, claim.concept.key)
    return _numerator(story, claim)


def _last_figure(story: Narrative, claim: Claim) -> int:
    before = [c.end for c in story.claims[: claim.index] if c.paragraph == claim.paragraph]
    return max(before, default=-1)


def share_base(story: Narrative, claim: Claim) -> Operand | None:
    """Return the whole that a share is of: the one that its words name, else the one that its list makes up."""
    base = claim.base
    if base is None or base.concept == "?":
        return None
    if base.concept:
        said = story.said(claim, base.concept)
        if said is not None:
            return said
        return story.of_concept(claim, base.concept)
    return _whole(story, claim)


def _whole(story: Narrative, claim: Claim) -> Operand | None:
    """Return what 占…% without a base is a share of: the head of its list, else what its concept is a part of."""
    if claim.head is not None and story.claims[claim.head].relation is Relation.LEVEL:
        return story.operand(story.claims[claim.head])
    of = claim.concept if claim.concept or claim.about is None else story.claims[claim.about].concept
    across = next((p.head for p in story.partitions.values() if of is not None and of.key in p.cuts), None)
    if across is not None:
        return story.said(claim, across)
    if claim.concept is None or (claim.listing and claim.head is None):
        return None
    before = _share_before(story, claim)
    if before is not None:
        return share_base(story, before)
    wholes = [p.head for p in story.partitions.values() if claim.concept.key in (*p.parts, *p.optional)]
    if claim.concept.key.startswith("path:"):
        wholes = _wholes_of_code(story, claim)
    said = [operand for whole in wholes if (operand := story.said(claim, whole)) is not None]
    if said:
        return max(said, key=lambda operand: operand.claim or 0)
    if claim.fund == _GENERAL and _GENERAL_EXPENDITURE in wholes:
        wholes = [_GENERAL_EXPENDITURE]
    return next((o for whole in wholes if (o := story.of_concept(claim, whole)) is not None), None)


def _wholes_of_code(story: Narrative, claim: Claim) -> list[str]:
    """Return what a 科目 may be a share of: in the section of all expenditure, unless a part of it is of less."""
    if _ALL_EXPENDITURE in story.doc.keys_of(claim.section)[:1]:
        return ["expenditure_total"]
    return ["general_budget_expenditure", "appropriation_expenditure", "gov_funds_expenditure"]


def _share_before(story: Narrative, claim: Claim) -> Claim | None:
    """Return the share before it in its sentence that names its whole: 甲占支出的 x%，乙占 y%."""
    text = story.paragraph(claim).text
    for other in reversed(story.claims[: claim.index]):
        if other.paragraph != claim.paragraph or "。" in text[other.end : claim.start]:
            return None
        if other.relation is Relation.SHARE and other.base is not None and other.base.concept not in ("", "?"):
            return other if other.head == claim.head else None
    return None


def settle_completion(story: Narrative, claim: Claim) -> None:
    """Recompute a completion rate from what was spent and what was budgeted."""
    numerator = _numerator(story, claim)
    denominator = story.budget(claim)
    if numerator is None or denominator is None:
        return
    _ratio(story, claim, numerator, denominator, "narr.completion")


def by_rate(story: Narrative, budget: Claim, amount: Decimal, bound: Decimal) -> Decimal:
    """Return what a budget must be, in 万元: of what a sum may ask for but for rounding, what its rate asks for."""
    rate = next((c for c in story.claims if c.against == budget.index and c.relation is Relation.COMPLETION), None)
    spent = _numerator(story, rate) if rate is not None else None
    step = story.amount(budget)[1] * 2
    digits = in_unit(budget.quantity, story.printing.usual_unit)
    if digits is not None:
        as_usual = digits * budget.quantity.unit.in_yuan / Unit.WAN_YUAN.in_yuan
        # the digits before the wrong unit: nothing else is likelier
        return as_usual if abs(as_usual - amount) <= bound else amount
    if rate is None or spent is None or not step:
        return amount
    near = [amount + sign * n * step for n in range(int(bound / step) + 1) for sign in (1, -1)]
    unit = Decimal(1).scaleb(-rate.quantity.places)
    return next(
        (
            v
            for v in near
            if v > 0 and (spent.value / v * _HUNDRED).quantize(unit, ROUND_HALF_UP) == rate.quantity.value
        ),
        amount,
    )


def _ratio(story: Narrative, claim: Claim, numerator: Operand, denominator: Operand, key: str) -> None:
    evidence = [denominator.place, numerator.place]
    if denominator.other is not None and _fits(claim, numerator, denominator.other):
        denominator = story.meant[denominator.place] = denominator.other
    elif numerator.other is not None and _fits(claim, numerator.other, denominator):
        numerator = story.meant[numerator.place] = numerator.other
    if denominator.value == 0:
        if denominator.claim is None and numerator.value == claim.quantity.value == 0:
            why = story.wording.text("why.agrees.ratio", formula=plain(numerator.value))
            story.record(claim, Status.AGREES, why, evidence)
        if denominator.claim is None:
            # a blank budget cell proves no zero base: the sentence does not say that the budget was nothing
            return
        story.zero_base(claim, evidence)
        return
    true = ratio_interval(numerator.interval, denominator.interval)
    if true is None:
        return
    comparison = percentage(claim.quantity.value, claim.quantity.places, true)
    formula = f"{plain(numerator.value)}÷{plain(denominator.value)}"
    if comparison.status is not Status.AGREES and (numerator.doubtful or denominator.doubtful):
        story.verdicts[claim.index] = Verdict(claim.index, Status.UNVERIFIED, story.wording.text("why.conflicting"))
        return
    hint = ""
    if comparison.status is Status.DISAGREES and not story.is_trial:
        hint = _ratio_hint(story, claim, numerator, denominator)
    story.conclude(claim, comparison, key, evidence, formula, denominator.value, hint)
    if comparison.status is Status.AGREES and not is_loose(claim.quantity):
        story.bear_out(claim, numerator, denominator)


def _fits(claim: Claim, numerator: Operand, denominator: Operand) -> bool:
    true = ratio_interval(numerator.interval, denominator.interval)
    return true is not None and percentage(claim.quantity.value, claim.quantity.places, true).status is Status.AGREES


def _ratio_hint(story: Narrative, claim: Claim, numerator: Operand, denominator: Operand) -> str:
    """Name the amounts that one slip away would make the rate right; what a table has proven is not in doubt."""

    def fits(over: Decimal, under: Decimal) -> bool:
        if under <= 0:
            return False
        half = denominator.interval.width / 2
        true = ratio_interval(Interval.of(over, numerator.interval.width / 2), Interval.of(under, half))
        return (
            true is not None and percentage(claim.quantity.value, claim.quantity.places, true).status is Status.AGREES
        )

    found = []
    for operand, tries in (
        (numerator, lambda v: fits(v, denominator.value)),
        (denominator, lambda v: fits(numerator.value, v)),
    ):
        if operand.claim is None or story.is_proven(operand.claim):
            continue
        amount = story.claims[operand.claim]
        found += [(amount, value) for value in story.repairs(amount, tries)]
    if len(found) > _MOST_HINTS:
        # too many slips would explain it: that is no explanation
        found = [(c, v) for c, v in found if story.is_unit_slip(c, v)]
    return story.slips(found)
