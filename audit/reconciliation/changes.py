"""Changes and growth rates, against last year or against the budget."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Measure, Period, Relation, Status, Verdict
from audit.model.findings import Category, Severity
from audit.model.values import Interval, Unit, plain
from audit.reconciliation.bounds import is_loose, percentage, ratio_interval, sums
from audit.reconciliation.narrative import Operand

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.places import Ref
    from audit.reconciliation.narrative import Narrative


def current_level(story: Narrative, claim: Claim) -> Operand | None:
    """Return this year's level of what changed: as stated in the same item, else in its table."""
    if claim.concept is None:
        return None
    for other in reversed(story.claims[: claim.index]):
        if other.paragraph != claim.paragraph:
            break
        level = other.relation is Relation.LEVEL and other.period is Period.CURRENT
        stated = level and not other.measure.is_budget and other.concept is not None
        if stated and other.concept is not None and other.concept.key == claim.concept.key:
            return story.operand(other)
    return story.cell(claim, Measure.FINAL)


def settle_growth(story: Narrative, claim: Claim) -> None:
    """Recompute a growth rate from the change said before it and what it is measured against."""
    if claim.about is None and claim.against is not None and claim.quantity.unit is Unit.PERCENT:
        _settle_rate_of_two(story, claim, story.claims[claim.against])
    if claim.about is None or claim.quantity.unit not in (Unit.PERCENT, Unit.NONE):
        return
    delta = story.claims[claim.about]
    change = story.operand(delta)
    held: list[Operand] = []
    planned = delta.base is not None and delta.base.measure.is_budget
    base = story.budget(claim) if planned else None
    if base is None:
        # a budget that is stated nowhere else is this year's amount less the change, as last year's amount is
        current = _changed(story, claim, delta, change)
        if current is None:
            return
        held.append(current)
        if rate_direction(story, claim) == -(delta.direction or claim.direction):
            # 增加 x，下降 y%: the amount is right, and its direction is not; that is told for itself
            return
        base = _base_of(current, change, delta.direction or claim.direction)
    if base is None:
        return
    evidence = [change.place, base.place]
    if base.value == 0:
        story.zero_base(claim, evidence)
        if delta.index not in story.verdicts:
            why = story.wording.text("why.agrees.ratio", formula=plain(change.value))
            story.record(delta, Status.AGREES, why, [base.place])
        return
    if held and base.interval.high < 0:
        _rises_too_far(story, claim, delta, held[0])
        return
    true = ratio_interval(change.interval, base.interval)
    if true is None:
        return
    comparison = percentage(claim.quantity.value, claim.quantity.places, true)
    formula = f"{plain(change.value)}÷{plain(base.value)}"
    hint = _growth_hint(story, claim, delta, held) if comparison.status is Status.DISAGREES else ""
    story.conclude(claim, comparison, "narr.growth", evidence, formula, base.value, hint)
    if comparison.status in (Status.AGREES, Status.ROUNDING) and not is_loose(claim.quantity):
        why = story.wording.text("why.agrees.ratio", formula=formula)
        story.record(delta, Status.AGREES, why, [story.place(claim), base.place])
        story.bear_out(claim, *held)


def _settle_rate_of_two(story: Narrative, claim: Claim, earlier: Claim) -> None:
    """较上年 x 万元下降 y%: the rate is that of the two amounts, where nothing says by how much."""
    current, base = current_level(story, claim), story.operand(earlier)
    if current is None or not claim.direction or base.value <= 0 or current.doubtful:
        return
    moved = current.interval - base.interval if claim.direction > 0 else base.interval - current.interval
    true = ratio_interval(moved, base.interval)
    if true is None or moved.high < 0:
        return
    comparison = percentage(claim.quantity.value, claim.quantity.places, true)
    formula = f"（{plain(current.value)}－{plain(base.value)}）÷{plain(base.value)}"
    story.conclude(claim, comparison, "narr.growth", [current.place, base.place], formula, base.value)
    if comparison.status is Status.AGREES and not is_loose(claim.quantity):
        story.bear_out(claim, current, base)


def _changed(story: Narrative, claim: Claim, delta: Claim, change: Operand) -> Operand | None:
    """Return this year's amount of what changed: 收入总计 x，其中结转 y，较上年减少 z may speak of either."""
    # 比上年减少 x 万元，为 y 万元，下降 z%: the amount may stand behind the change
    own = current_level(story, delta) or (current_level(story, claim) if _topic(claim) == _topic(delta) else None)
    whole = _whole_before(story, delta)
    if own is None or whole is None:
        return own
    direction = delta.direction or claim.direction
    return own if _bears_out(claim, own, change, direction) else whole


def _topic(claim: Claim) -> str:
    return claim.concept.key if claim.concept is not None else ""


def _whole_before(story: Narrative, delta: Claim) -> Operand | None:
    """Return the total that the amount right before a change is a part of, where the change names neither."""
    if not delta.index or delta.concept is None:
        return None
    part = story.claims[delta.index - 1]
    if part.head is None or part.paragraph != delta.paragraph or part.concept is None:
        return None
    inherited = delta.concept.start == part.concept.start
    whole = story.claims[part.head]
    one_sentence = "。" not in story.paragraph(delta).text[whole.end : delta.start]
    stated = whole.paragraph == delta.paragraph and whole.relation is Relation.LEVEL
    return story.operand(whole) if inherited and one_sentence and stated else None


def _bears_out(claim: Claim, current: Operand, change: Operand, direction: int) -> bool:
    """Tell whether a growth rate is that of a change to an amount."""
    base = _base_of(current, change, direction)
    true = ratio_interval(change.interval, base.interval) if base is not None and base.value > 0 else None
    if true is None:
        return False
    return percentage(claim.quantity.value, claim.quantity.places, true).status is not Status.DISAGREES


def rate_direction(story: Narrative, claim: Claim) -> int:
    """Return the direction in which alone the rate of a change is right, where the two of them go different ways."""
    delta = story.claims[claim.about] if claim.about is not None else None
    current = current_level(story, delta) if delta is not None else None
    if delta is None or current is None or not delta.direction or delta.direction != -claim.direction:
        return 0
    fitting = []
    for direction in (1, -1):
        base = _base_of(current, story.operand(delta), direction)
        true = ratio_interval(story.operand(delta).interval, base.interval) if base and base.value > 0 else None
        if true is not None:
            comparison = percentage(claim.quantity.value, claim.quantity.places, true)
            fitting += [direction] if comparison.status is not Status.DISAGREES else []
    return fitting[0] if len(fitting) == 1 else 0


def _rises_too_far(story: Narrative, claim: Claim, delta: Claim, current: Operand) -> None:
    """A rise that is more than this year's amount would leave less than nothing for last year."""
    why = story.wording.text("why.disagrees", expected=f"≤{plain(current.value)}")
    story.record(delta, Status.DISAGREES, why, [current.place])
    story.findings.append(
        story.wording.finding(
            "narr.rise", "L-rise", Category.LOGIC, Severity.ERROR, [*story.places(delta), current.place],
            stated=delta.quantity.printed, expected=story.told(delta, current.value), concept=story.name(delta),
            unit=story.unit_of(delta).value, diagnosis=_growth_hint(story, claim, delta, [current]),
            at_stake=story.amount(delta)[0] - current.value,
        )
    )  # fmt: skip


def _growth_hint(story: Narrative, claim: Claim, delta: Claim, held: list[Operand]) -> str:
    """Name the change, or this year's amount, that one slip away would make the growth rate right."""
    direction = delta.direction or claim.direction
    if not held or direction == 0:
        return ""
    current, change = held[0], story.operand(delta)

    def fits(now: Decimal, moved: Decimal) -> bool:
        level = replace(current, value=now, interval=Interval.of(now, current.interval.width / 2))
        moves = replace(change, value=moved, interval=Interval.of(moved, change.interval.width / 2))
        base = _base_of(level, moves, direction)
        true = ratio_interval(moves.interval, base.interval) if base is not None and base.value > 0 else None
        return (
            true is not None and percentage(claim.quantity.value, claim.quantity.places, true).status is Status.AGREES
        )

    found = [(delta, v) for v in story.repairs(delta, lambda v: fits(current.value, v))]
    if current.claim is not None and not story.is_proven(current.claim):
        stated = story.claims[current.claim]
        found += [(stated, v) for v in story.repairs(stated, lambda v: fits(v, change.value))]
    return story.slips(found)


def settle_change(story: Narrative, claim: Claim) -> None:
    """Settle a change against a budget that is known; changes against last year are settled by their rate."""
    if claim.index in story.verdicts or claim.base is None or not claim.base.measure.is_budget:
        return
    current = current_level(story, claim)
    budget = story.budget(claim) or _stated_budget(story, claim)
    if current is None or budget is None:
        return
    value, half = story.amount(claim)
    signed = value * (claim.direction or 1)
    current, budget = _as_meant(signed, current, budget)
    true = current.value - budget.value
    bound = half + current.interval.width / 2 + budget.interval.width / 2
    comparison = sums(signed, true, bound)
    evidence = [budget.place, current.place]
    if comparison.status is Status.DISAGREES and (current.doubtful or budget.doubtful):
        story.verdicts[claim.index] = Verdict(claim.index, Status.UNVERIFIED, story.wording.text("why.conflicting"))
        return
    if comparison.status is not Status.DISAGREES:
        formula = f"{plain(current.value)}－{plain(budget.value)}"
        story.record(
            claim, comparison.status, story.wording.text("why.agrees.ratio", formula=formula), evidence, comparison
        )
        if comparison.status is Status.AGREES:
            story.bear_out(claim, budget)
        return
    if claim.direction and sums(value, abs(true), bound).status is not Status.DISAGREES:
        _wrong_way(story, claim, true, evidence)
        return
    story.record(claim, Status.DISAGREES, story.wording.text("why.disagrees", expected=abs(true)), evidence, comparison)
    story.findings.append(
        story.wording.finding(
            "narr.change", "N-change", Category.NARR_ARITH, Severity.ERROR, [*story.places(claim), *evidence],
            stated=claim.quantity.printed, expected=story.told(claim, abs(true)), concept=story.name(claim),
            unit=story.unit_of(claim).value, at_stake=comparison.difference,
        )
    )  # fmt: skip


def _as_meant(signed: Decimal, current: Operand, budget: Operand) -> tuple[Operand, Operand]:
    """Return two amounts, one at odds with its own table as the table asks for it, where the text goes by it."""
    for one, other in ((current.other, budget), (current, budget.other)):
        if one is not None and other is not None and signed == one.value - other.value:
            return one, other
    return current, budget


def _stated_budget(story: Narrative, claim: Claim) -> Operand | None:
    """Return the budget that the item itself states for what changed."""
    if claim.base is None or claim.concept is None:
        return None
    for other in reversed(story.claims[: claim.index]):
        if other.paragraph != claim.paragraph or other.group != claim.group:
            break
        named = other.concept is not None and other.concept.key == claim.concept.key
        if named and other.relation is Relation.LEVEL and other.measure is claim.base.measure:
            return story.operand(other)
    return None


def _wrong_way(story: Narrative, claim: Claim, true: Decimal, evidence: list[Ref]) -> None:
    """The amount of a change is right, its direction is not."""
    actual = story.wording.text("word.rise" if true > 0 else "word.fall")
    story.record(claim, Status.DISAGREES, story.wording.text("why.disagrees", expected=actual), evidence)
    words = story.paragraph(claim).text[claim.clause_start : claim.end]
    story.findings.append(
        story.wording.finding(
            "logic.direction", "L-direction", Category.LOGIC, Severity.ERROR, [*story.places(claim), *evidence],
            stated=words, expected=actual, word=words, actual=actual,
        )
    )  # fmt: skip


def _base_of(current: Operand, change: Operand, direction: int) -> Operand | None:
    """Return last year's value: this year's less a rise, or plus a fall."""
    if direction == 0:
        return None
    value = current.value - change.value * direction
    width = current.interval.width / 2 + change.interval.width / 2
    if value == 0:
        return Operand(Interval.exact(Decimal(0)), Decimal(0), current.place)
    return Operand(Interval.of(value, width), value, current.place)
