"""Rates of an evaluation report: completion, control, shares, changes; recomputed from what it states."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Claim, Relation, Status
from audit.model.values import Interval, Unit, plain
from audit.reconciliation.bounds import percentage, ratio_interval, sums
from audit.reconciliation.evaluation.money import BUDGET, EXECUTED, FUNDS, PROJECT, Fact, Money
from audit.reconciliation.narrative import Operand

if TYPE_CHECKING:
    from audit.model.places import Ref

_WHOLES = {"revenue_whole": "revenue", "expenditure_whole": "expenditure"}
_LEAST = 2
_LEAD = 12
_SENTENCE = regex.compile(r"[。；]")
_WHOLE = 100


def settle_rates(money: Money) -> None:
    """Recompute every rate that nothing has settled yet."""
    _settle_weights(money)
    for claim in money.story.claims:
        if claim.index in money.story.verdicts:
            continue
        if claim.quantity.unit is Unit.PERCENT:
            _settle_percentage(money, claim)
        elif claim.relation is Relation.CHANGE:
            _settle_change(money, claim)


def _settle_percentage(money: Money, claim: Claim) -> None:
    text = money.story.paragraph(claim).text
    lead = text[claim.clause_start : claim.start]
    printed = regex.search(money.rules.formula, text[: claim.start])
    if printed is not None:
        _settle_formula(money, claim, printed)
        return
    if regex.search(money.rules.staff_rate, lead):
        _settle_staff(money, claim)
    elif claim.relation is Relation.COMPLETION:
        _settle_completion(money, claim)
    elif claim.relation is Relation.SHARE:
        _settle_share(money, claim)
    elif claim.relation is Relation.GROWTH:
        _settle_growth(money, claim)
    elif regex.search(money.rules.ratio, lead):
        _settle_ratio(money, claim)
    elif regex.search(money.rules.rate, lead):
        _settle_completion(money, claim)
    if claim.index not in money.story.verdicts and regex.search(money.rules.rate, lead):
        _settle_counts(money, claim)


def _settle_weights(money: Money) -> None:
    """Weights of all levels, stated in one sentence, make up 100 %."""
    lists: dict[int, list[Claim]] = {}
    for claim in money.story.claims:
        lead = money.story.paragraph(claim).text[claim.clause_start : claim.start]
        if claim.quantity.unit is Unit.PERCENT and regex.search(money.rules.weights, lead):
            lists.setdefault(claim.paragraph, []).append(claim)
    for weights in lists.values():
        if len(weights) < _LEAST or sum(c.quantity.value for c in weights) != _WHOLE:
            continue
        for claim in weights:
            if claim.index not in money.story.verdicts:
                why = money.story.wording.text("why.agrees.parts")
                others = [money.story.place(c) for c in weights if c is not claim]
                money.story.record(claim, Status.AGREES, why, others)


def _settle_staff(money: Money, claim: Claim) -> None:
    """在职人员控制率: people in post against posts, as stated before it in its paragraph."""
    paragraph = money.story.paragraph(claim)
    found: list[tuple[Decimal, Ref]] = []
    for pattern in (money.rules.staff, money.rules.posts):
        said = regex.search(pattern, paragraph.text, endpos=claim.start)
        if said is None:
            return
        number = next(
            (c for c in money.story.claims if c.paragraph == claim.paragraph and c.start == said.start("count")), None
        )
        if number is None:
            return
        found.append((number.quantity.value, paragraph.place(said.start(), said.end())))
    (people, here), (posts, there) = found
    part, whole = Operand(Interval.exact(people), people, here), Operand(Interval.exact(posts), posts, there)
    _conclude(money, claim, part, whole, of_money=False)


def _settle_completion(money: Money, claim: Claim) -> None:
    """预算完成率, 执行率, 控制率: what was spent or received against its budget."""
    spent = money.near(claim, EXECUTED)
    if spent is None:
        return
    budget = money.near(claim, BUDGET, spent.key) or money.of_year(spent.key, BUDGET)
    if budget is None and spent.key == FUNDS:
        _settle_funds(money, claim, spent)
        return
    if budget is None:
        rest = money.nothing(spent.key, BUDGET)
        if rest is not None:
            money.story.zero_base(claim, [rest.place, spent.place])
        return
    if not budget.value:
        money.story.zero_base(claim, [budget.place, spent.place])
        return
    _conclude(money, claim, spent.operand, budget.operand)
    _bear_out(money, claim, spent, budget)


def _settle_funds(money: Money, claim: Claim, spent: Fact) -> None:
    """实际支出 without a name: against the one budget of the project. Only agreement proves that it is meant."""
    budgets = {f.value: f for f in money.facts if f.kind == BUDGET and f.key == PROJECT and f.year == money.year}
    if len(budgets) != 1:
        return
    (budget,) = budgets.values()
    true = ratio_interval(spent.operand.interval, budget.operand.interval)
    if true is None or percentage(claim.quantity.value, claim.quantity.places, true).status is not Status.AGREES:
        return
    _conclude(money, claim, spent.operand, budget.operand)
    _bear_out(money, claim, spent, budget)


def _settle_share(money: Money, claim: Claim) -> None:
    """占总收入, 占总支出: the amount before it against the whole of its paragraph."""
    key = _WHOLES.get(claim.base.concept if claim.base is not None else "") or _base_named(money, claim)
    part = _last(money, claim)
    if not key or part is None or part.key == key:
        return
    whole = money.near(claim, part.kind, key) or money.of_year(key, part.kind)
    if whole is not None and whole.value:
        _conclude(money, claim, part.operand, whole.operand)


def _last(money: Money, claim: Claim) -> Fact | None:
    """Return the amount right before a claim in its paragraph."""
    before = [f for f in money.facts if f.paragraph == claim.paragraph and f.position < claim.start]
    return max(before, key=lambda f: f.position, default=None)


def _base_named(money: Money, claim: Claim) -> str:
    """Return the concept that the sentence names as the base of a share: 占项目预算的."""
    text = money.story.paragraph(claim).text
    said = regex.search(money.rules.share_of, text[claim.clause_start : claim.start])
    return money.concept_of(said["base"]) if said is not None else ""


def _settle_formula(money: Money, claim: Claim, printed: regex.Match[str]) -> None:
    """52/56=92.86%: what a printed division comes to."""
    part, whole = (Decimal(printed[name].replace(",", "")) for name in ("part", "whole"))
    place = money.story.paragraph(claim).place(printed.start(), printed.end())
    if whole:
        first, second = (Operand(Interval.exact(value), value, place) for value in (part, whole))
        _conclude(money, claim, first, second, of_money=False)


def _settle_counts(money: Money, claim: Claim) -> None:
    """计划 20 项，完成 19 项，完成率 95%: the rate of two counts of the same things that its sentence states."""
    text = money.story.paragraph(claim).text
    counts = [
        c for c in money.story.claims[: claim.index]
        if c.paragraph == claim.paragraph and c.relation is Relation.COUNT
    ][-_LEAST:]  # fmt: skip
    if len(counts) < _LEAST or counts[0].quantity.counter != counts[1].quantity.counter:
        return
    planned, done = counts
    leads = [text[max(0, c.start - _LEAD) : c.start] for c in counts]
    between = _SENTENCE.search(text, planned.end, claim.start)
    if between or not regex.search(money.rules.planned, leads[0]) or not regex.search(money.rules.done, leads[1]):
        return
    if planned.quantity.value:
        first, second = (
            Operand(Interval.exact(c.quantity.value), c.quantity.value, money.story.place(c)) for c in (done, planned)
        )
        _conclude(money, claim, first, second, of_money=False)


def _years(money: Money, claim: Claim) -> tuple[Fact, Fact] | None:
    """Return this year's and last year's amount of what a claim compares, both stated in its paragraph."""
    before = [f for f in money.facts if f.paragraph == claim.paragraph and f.position < claim.start]
    for now in reversed(before):
        if now.year != money.year:
            continue
        last = next(
            (f for f in reversed(before) if f.key == now.key and f.kind == now.kind and f.year != now.year), None
        )
        if last is not None and money.year is not None and last.year == money.year - 1:
            return now, last
    return None


def _settle_change(money: Money, claim: Claim) -> None:
    """比上年增加: this year's amount less last year's, where both are stated."""
    pair = _years(money, claim)
    if pair is None or claim.direction == 0:
        return
    now, last = pair
    value, half = money.story.amount(claim)
    comparison = sums(value * claim.direction, now.value - last.value, half + now.half + last.half)
    if comparison.status is not Status.DISAGREES:
        formula = f"{plain(now.value)}－{plain(last.value)}"
        why = money.story.wording.text("why.agrees.ratio", formula=formula)
        money.story.record(claim, comparison.status, why, [now.place, last.place], comparison)
        for fact in pair:
            money.agree(fact, why, [money.story.place(claim)])


def _settle_growth(money: Money, claim: Claim) -> None:
    """增长率: the change over last year's amount, where that is stated."""
    pair = _years(money, claim)
    if pair is None or claim.about is None:
        return
    change = money.story.operand(money.story.claims[claim.about])
    if pair[1].value:
        _conclude(money, claim, change, pair[1].operand)


def _settle_ratio(money: Money, claim: Claim) -> None:
    """甲与乙的比率: of the two amounts stated last. Only agreement proves that they are meant."""
    amounts = [
        c for c in money.story.claims[: claim.index]
        if c.paragraph == claim.paragraph and c.quantity.unit.is_money and c.relation is Relation.LEVEL
    ][-_LEAST:]  # fmt: skip
    if len(amounts) < _LEAST:
        return
    first, second = (money.story.operand(c) for c in amounts)
    true = ratio_interval(second.interval, first.interval)
    if true is None:
        return
    if percentage(claim.quantity.value, claim.quantity.places, true).status is Status.AGREES:
        why = money.story.wording.text("why.agrees.ratio", formula=f"{plain(second.value)}÷{plain(first.value)}")
        money.story.record(claim, Status.AGREES, why, [first.place, second.place])
        money.story.bear_out(claim, first, second)


def _conclude(money: Money, claim: Claim, part: Operand, whole: Operand, *, of_money: bool = True) -> None:
    true = ratio_interval(part.interval, whole.interval)
    if true is None:
        return
    comparison = percentage(claim.quantity.value, claim.quantity.places, true)
    key = {Relation.SHARE: "narr.share", Relation.GROWTH: "narr.growth"}.get(claim.relation, "narr.completion")
    formula = f"{plain(part.value)}÷{plain(whole.value)}"
    base = whole.value if of_money else Decimal(0)
    money.story.conclude(claim, comparison, key, [part.place, whole.place], formula, base)


def _bear_out(money: Money, claim: Claim, *facts: Fact) -> None:
    """An amount that nothing else holds is borne out by a rate that was computed from it."""
    if money.story.is_proven(claim.index):
        why = money.story.wording.text("why.agrees.rate", rate=claim.quantity.printed)
        for fact in facts:
            money.agree(fact, why, [money.story.place(claim)])
