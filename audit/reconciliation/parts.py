"""Totals against the parts that make them up, as lists, partitions and initial budgets."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from audit.model.claims import Measure, Period, Relation, Status
from audit.model.findings import Category, ExpectedLabel, Severity
from audit.model.values import Unit, in_wan_yuan, plain
from audit.reconciliation.bounds import same_quantity, sums
from audit.reconciliation.closing import settle_restated
from audit.reconciliation.indicator_lists import names_every_kind
from audit.reconciliation.listings import counted_alike, is_restated, kinds_after, lists_all
from audit.reconciliation.open_lists import settle_open_list, settle_wrong_unit
from audit.reconciliation.ratios import by_rate, settle_completion, share_base
from audit.reconciliation.unnamed_parts import told_as_filling, unnamed_part

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.places import Ref
    from audit.reconciliation.bounds import Comparison
    from audit.reconciliation.narrative import Narrative

_HUNDRED = Decimal(100)
_BOTH_SIDES = "both_grand_total"
_FIRST = "一是"
_ENUMERATION = regex.compile(r"[一二三四五六七八九十]是")


def settle_parts(story: Narrative) -> None:
    """Check heads against the parts that make them up, and parts that exceed their head."""
    enumerated = _enumerated(story)
    for head, listed in _listings(story, enumerated):
        parts = [p for p in listed if not is_restated(story, p)]
        totals = [p for p in listed if p not in parts]
        parts = _outermost(story, head, parts)
        closed = _say_again(story, head, parts, totals)
        if not parts:
            continue
        total, bound = story.total(parts)
        value, half = story.amount(head)
        comparison = sums(value, total, bound + half)
        places = [story.place(p) for p in parts]
        complete = closed or _is_complete(story, head, parts) or lists_all(story, head, parts)
        carried = any(p.paragraph != head.paragraph or p.index in enumerated for p in parts)
        if comparison.status is Status.AGREES or (comparison.status is Status.ROUNDING and len(parts) > 1):
            _parts_agree(story, head, parts, comparison, places)
        elif _agrees_by_side(story, head, parts) or settle_wrong_unit(story, head, parts):
            continue
        elif carried and not names_every_kind(story, head, parts):
            # over several paragraphs other figures may stand between
            settle_open_list(story, head, parts)
        elif _tells_both_sides(story, head, total, bound):
            _parts_agree(story, head, parts, comparison, places)
        elif complete or (len(parts) > 1 and total > value + bound + half):
            _parts_disagree(story, head, comparison, parts, complete=complete)
        elif len(parts) > 1:
            settle_open_list(story, head, parts)


def _outermost(story: Narrative, head: Claim, parts: list[Claim]) -> list[Claim]:
    """Leave out parts of other parts: 农林水支出 x 万元，其中林业（款）y 万元；行政运行（项）z 万元."""
    total, bound = story.total(parts)
    value, half = story.amount(head)
    if sums(value, total, bound + half).status is Status.AGREES:
        return parts
    codes = {part.index: story.binder.code(part) for part in parts}
    above = {code for code in codes.values() if code}
    return [p for p in parts if not any(_is_below(codes[p.index], code) for code in above)]


def _is_below(code: str, other: str) -> bool:
    return code != other and code.startswith(other)


def _tells_both_sides(story: Narrative, head: Claim, total: Decimal, bound: Decimal) -> bool:
    """Tell whether a list under 收支总计 gives what came in and what went out: each side makes up the whole."""
    if head.concept is None or head.concept.key != _BOTH_SIDES:
        return False
    value, half = story.amount(head)
    return sums(2 * value, total, bound + 2 * half).status is Status.AGREES


def _agrees_by_side(story: Narrative, head: Claim, parts: list[Claim]) -> bool:
    """收支总预算 x，其中 … ；… : the parts of income and those of expenditure each make up the head."""
    text = story.paragraph(head).text
    sides: list[list[Claim]] = [[]]
    for before, part in zip([None, *parts], parts, strict=False):
        if before is not None and "；" in text[before.end : part.start]:
            sides.append([])
        sides[-1].append(part)
    value, half = story.amount(head)
    compared = [(side, sums(value, total, bound + half)) for side in sides for total, bound in [story.total(side)]]
    if len(sides) == 1 or any(c.status is not Status.AGREES for _, c in compared):
        return False
    for side, comparison in compared:
        _parts_agree(story, head, side, comparison, [story.place(p) for p in side])
    return True


def _say_again(story: Narrative, head: Claim, parts: list[Claim], totals: list[Claim]) -> bool:
    """Settle the total at the end of a list. True where it is the head once more: the list then has all its parts."""
    for again in totals:
        if story.amount(again)[0] == story.amount(head)[0]:
            _said_again(story, head, again)
        else:
            settle_restated(story, head, parts, again)
    return len(parts) > 1 and any(
        c.index > parts[-1].index and story.amount(c)[0] == story.amount(head)[0] for c in totals
    )


def _said_again(story: Narrative, head: Claim, again: Claim) -> None:
    """甲 x 万元、乙 y 万元，合计 z 万元: the total at the end of a list is its head once more."""
    why = story.wording.text("why.agrees.text")
    for claim, other in ((head, again), (again, head)):
        if claim.index not in story.verdicts:
            story.record(claim, Status.AGREES, why, [story.place(other)])


def _enumerated(story: Narrative) -> dict[int, int]:
    """Return the figures told off by 一是, 二是 ... with the level right before them, which they make up."""
    found: dict[int, int] = {}
    level: Claim | None = None
    for before, claim in pairwise(story.claims):
        text = story.doc.paragraphs[claim.paragraph].text
        lead = text[before.end if before.paragraph == claim.paragraph else 0 : claim.start]
        mark = _ENUMERATION.search(lead)
        if mark is None or before.paragraph != claim.paragraph:
            level = None
        elif mark[0] == _FIRST:
            level = before if before.relation is Relation.LEVEL else None
        if mark is not None and level is not None and _is_part(claim, level):
            found[claim.index] = level.index
    return found


def _listings(story: Narrative, enumerated: dict[int, int]) -> list[tuple[Claim, list[Claim]]]:
    """Return every head with the parts of each list that hangs on it."""
    lists: dict[tuple[int, int], list[Claim]] = {}
    for claim in story.claims:
        if claim.index in enumerated:
            lists.setdefault((enumerated[claim.index], -1), []).append(claim)
        elif claim.head is not None and (
            _is_part(claim, story.claims[claim.head]) or _is_named_part(story, claim, story.claims[claim.head])
        ):
            lists.setdefault((claim.head, claim.listing), []).append(claim)
    found = []
    for (number, _), parts in lists.items():
        head = story.claims[number]
        kept = parts if head.relation is Relation.LEVEL else counted_alike(story, head, parts)
        if kept:
            found.append((head, kept))
    listed = {head.index for head, _ in found}
    for head in story.claims:
        kinds = kinds_after(story, head, story.claims[head.index + 1 :]) if head.index not in listed else []
        if len(kinds) > 1:
            found.append((head, kinds))
    for head in story.claims:
        if head.index not in listed and head.relation is Relation.LEVEL and head.concept is not None:
            parts = _following_parts(story, head)
            if parts:
                found.append((head, parts))
    return found


def _following_parts(story: Narrative, head: Claim) -> list[Claim]:
    """Return the parts that make up a head without rest where they follow it in its paragraph without 其中."""
    partition = story.partitions.get(head.concept.key) if head.concept else None
    if partition is None:
        return []
    parts: list[Claim] = []
    for claim in story.claims[head.index + 1 :]:
        if claim.paragraph != head.paragraph or len(parts) == len(partition.parts) + len(partition.optional):
            break
        if claim.relation is not Relation.LEVEL:
            continue
        key = claim.concept.key if claim.concept else ""
        # 2019年度采购总额 x，货物 y、工程 z: parts that name no year are of the year of what they make up
        of_its_year = head
        if claim.period is Period.CURRENT and not _is_compared_with(story, head):
            of_its_year = replace(head, period=claim.period)
        if key not in (*partition.parts, *partition.optional) or not _is_part(claim, of_its_year):
            break
        parts.append(claim)
    return parts if _is_complete(story, head, parts) else []


def _is_compared_with(story: Narrative, earlier: Claim) -> bool:
    """Tell whether last year's amount follows this year's: 收入 x 万元，比上年 y 万元增加：the parts are of x."""
    if earlier.period is not Period.LAST or earlier.concept is None:
        return False
    return any(
        c.paragraph == earlier.paragraph and c.relation is Relation.LEVEL and c.period is Period.CURRENT
        and c.concept is not None and c.concept.key == earlier.concept.key
        for c in story.claims[: earlier.index]
    )  # fmt: skip


def _is_part(claim: Claim, head: Claim) -> bool:
    same_unit = claim.quantity.unit == head.quantity.unit and claim.quantity.counter == head.quantity.counter
    same_measure = claim.measure is head.measure if head.measure.is_budget else not claim.measure.is_budget
    kind = claim.relation is head.relation and same_measure
    stated = head.relation in (Relation.LEVEL, Relation.COUNT)
    return stated and same_unit and kind and claim.section == head.section and claim.period is head.period


def _is_named_part(story: Narrative, claim: Claim, head: Claim) -> bool:
    """Tell whether an amount in another unit (元 for 万元) is one of the parts that its head has by the form."""
    partition = story.partitions.get(head.concept.key) if head.concept else None
    if partition is None or claim.concept is None or not (claim.quantity.unit.is_money and head.quantity.unit.is_money):
        return False
    named = claim.concept.key in (*partition.parts, *partition.optional)
    return named and _is_part(replace(claim, quantity=replace(claim.quantity, unit=head.quantity.unit)), head)


def _is_complete(story: Narrative, head: Claim, parts: list[Claim]) -> bool:
    partition = story.partitions.get(head.concept.key) if head.concept else None
    if partition is None:
        return False
    if partition.closed and all(p.concept is not None and p.concept.key in partition.parts for p in parts):
        # what is not listed is nothing
        return len({p.concept.key for p in parts if p.concept}) == len(parts)
    named = [p.concept.key for p in parts if p.concept]
    known = set(partition.parts) | set(partition.optional)
    distinct = len(named) == len(parts) and len(set(named)) == len(named)
    if not (distinct and set(partition.parts) <= set(named) <= known):
        return False
    return all(_is_nothing(story, head, key, alone=len(parts) == 1) for key in known - set(named))


def _is_nothing(story: Narrative, head: Claim, concept: str, *, alone: bool) -> bool:
    """Tell whether a part that a list leaves out is nothing, by its cell; `alone`: a single part is no list."""
    figures = story.binder.lookup(concept, Measure.FINAL, head)
    return not any(f.value is None or f.value for f in figures) if figures else not alone


def _parts_agree(story: Narrative, head: Claim, parts: list[Claim], comparison: Comparison, places: list[Ref]) -> None:
    why = story.wording.text("why.agrees.parts")
    for claim, evidence in [(head, places), *((p, [story.place(head), *places]) for p in parts)]:
        old = story.verdicts.get(claim.index)
        if old is None or old.status is Status.UNVERIFIED:
            story.record(claim, Status.AGREES, why, evidence, None)
    if comparison.status is Status.ROUNDING:
        story.rounded(head, comparison, places)


def _parts_disagree(
    story: Narrative, head: Claim, comparison: Comparison, parts: list[Claim], *, complete: bool
) -> None:
    places = [story.place(p) for p in parts]
    table_checked = story.verdicts.get(head.index)
    if (
        table_checked is not None
        and table_checked.status is Status.DISAGREES
        and _told_by_table(story, head, comparison)
    ):
        return
    if table_checked is not None and table_checked.status is Status.AGREES and complete:
        # the head is proven by its table; a part that is wrong is told by its own cell
        wrong = [
            v
            for v in story.verdicts.values()
            if v.status is Status.DISAGREES and story.claims[v.claim].head == head.index
        ]
        if wrong:
            return
    if table_checked is not None and table_checked.status is Status.AGREES and _told_of_a_part(story, head, parts):
        return
    if table_checked is None or table_checked.status is not Status.AGREES:
        story.record(
            head,
            Status.DISAGREES,
            story.wording.text("why.disagrees", expected=comparison.expected),
            places,
            comparison,
        )
    money = head.quantity.unit.is_money
    unit = story.unit_of(head).value if money else head.quantity.counter
    filling = unnamed_part(story, head, parts)
    story.findings.append(
        story.wording.finding(
            "narr.parts" if complete else "narr.parts.over", "N-parts", Category.NARR_ARITH, Severity.ERROR,
            [*story.places(head), *places, *([story.place(filling)] if filling else [])],
            stated=head.quantity.printed,
            expected=story.told(head, comparison.expected) if money else comparison.expected,
            concept=story.name(head), unit=unit, at_stake=comparison.difference if money else Decimal(0),
            diagnosis=told_as_filling(story, filling) if filling else "",
        )
    )  # fmt: skip


def _told_of_a_part(story: Narrative, head: Claim, parts: list[Claim]) -> bool:
    """Tell whether parts are more than their proven head only by what the tables say that one of them is too much."""
    total, bound = story.total(parts)
    wrong = [(p, story.verdicts[p.index]) for p in parts if p.index in story.verdicts and p.quantity.unit.is_money]
    too_much = sum(
        (
            in_wan_yuan(part.quantity.value - Decimal(verdict.expected), part.quantity.unit)
            for part, verdict in wrong
            if verdict.status is Status.DISAGREES and verdict.expected
        ),
        Decimal(0),
    )
    value, half = story.amount(head)
    return too_much > 0 and total - too_much <= value + bound + half


def _told_by_table(story: Narrative, head: Claim, comparison: Comparison) -> bool:
    """Tell whether a total's own cell has told already that it should be what its parts come to."""
    own = story.place(head)
    verdict = story.verdicts.get(head.index)
    told = any(f.places[0] == own and f.category is Category.NARR_TABLE for f in story.findings)
    if not told or verdict is None or not verdict.expected:
        return False
    return sums(comparison.expected, Decimal(verdict.expected), comparison.bound).status is not Status.DISAGREES


def settle_funds(story: Narrative) -> None:
    """资金…万元，占…的100%: the amount must be the whole itself."""
    for claim in story.claims:
        about = story.claims[claim.about] if claim.about is not None else None
        if claim.relation is not Relation.SHARE or about is None or about.concept is not None:
            continue
        base = share_base(story, claim)
        if base is None or base.doubtful or claim.quantity.value != _HUNDRED:
            continue
        value, half = story.amount(about)
        comparison = same_quantity(value, half, base.value, base.interval.width / 2)
        if comparison.status is Status.DISAGREES:
            why = story.wording.text("why.disagrees", expected=comparison.expected)
            story.record(about, Status.DISAGREES, why, [base.place], comparison)
            story.findings.append(
                story.wording.finding(
                    "narr.table", "N-level", Category.NARR_TABLE, Severity.ERROR,
                    [*story.places(about), base.place],
                    stated=about.quantity.printed, expected=comparison.expected, concept=story.name(about),
                    table=base.place.table or "", unit=Unit.WAN_YUAN.value, difference=comparison.difference,
                    at_stake=comparison.difference,
                )
            )  # fmt: skip


def _close_budgets(story: Narrative, total: Claim, items: list[Claim], comparison: Comparison) -> None:
    """Conclude on 年初预算 of the items against their total; the one whose own rate is wrong is the one to mend."""
    places = [story.place(c) for c in items]
    if comparison.status is not Status.DISAGREES:
        for claim in (total, *items):
            old = story.verdicts.get(claim.index)
            if old is None or old.status is Status.UNVERIFIED:
                story.record(
                    claim, Status.AGREES, story.wording.text("why.agrees.parts"), [story.place(total), *places]
                )
        if comparison.status is Status.ROUNDING:
            story.rounded(total, comparison, places)
        return
    parts, whole = comparison.expected, story.amount(total)[0]
    needed = [(total, parts), *((c, story.amount(c)[0] - (parts - whole)) for c in items)]
    off = [
        (c, by_rate(story, c, value, comparison.bound)) for c, value in needed if _rate_of(story, c) is Status.DISAGREES
    ]
    mended = len(off) == 1 and _mends_rate(story, *off[0])
    wrong, value = off[0] if mended else needed[0]
    expected = story.shown(wrong, story.in_own_unit(wrong, value))
    story.record(
        wrong, Status.DISAGREES, story.wording.text("why.disagrees", expected=expected), [story.place(total), *places]
    )
    story.findings.append(
        story.wording.finding(
            "narr.budget.sum" if wrong is total else "narr.budget.item", "N-budget-sum", Category.NARR_NARR,
            Severity.ERROR, [*story.places(wrong), story.place(total), *places],
            stated=wrong.quantity.printed, expected=expected, parts=parts, total=whole, concept=story.name(wrong),
            diagnosis=story.wording.text("diagnosis.budget", value=expected) if mended else "",
            at_stake=comparison.difference, expected_label=ExpectedLabel.EXPECTED if mended else ExpectedLabel.COMPUTED,
        )
    )  # fmt: skip


def _mends_rate(story: Narrative, budget: Claim, value: Decimal) -> bool:
    """Tell whether the completion rate that is measured against a budget is right with another one."""
    own = story.in_own_unit(budget, value)
    quantity = replace(budget.quantity, value=own, printed=plain(own))
    claims = story.claims
    trial = story.with_claims(
        (*claims[: budget.index], replace(budget, quantity=quantity), *claims[budget.index + 1 :])
    )
    for claim in trial.claims:
        if claim.against == budget.index and claim.relation is Relation.COMPLETION:
            settle_completion(trial, claim)
    return _rate_of(trial, budget) in (Status.AGREES, Status.ROUNDING)


def _rate_of(story: Narrative, budget: Claim) -> Status | None:
    """Return the verdict on the completion rate that is measured against a budget."""
    for claim in story.claims:
        if claim.against == budget.index and claim.index in story.verdicts:
            return story.verdicts[claim.index].status
    return None


def _has_unsaid_budget(story: Narrative, final: Claim) -> bool:
    """Tell whether an item has a budget that it does not print: 完成预算的100%, 与年初预算数相同."""
    if any(c.group == final.group and c.relation is Relation.COMPLETION for c in story.claims):
        return True
    rest = story.paragraph(final).text[final.end :].partition("。")[0]
    return any(regex.search(pattern, rest) for pattern in story.logic.compared.level)


def settle_budgets(story: Narrative) -> None:
    """年初预算 of the items against the total, where the items' final amounts prove that they are complete."""
    section = story.doc.section("explanation.general_budget.detail") or story.doc.section("explanation.general_budget")
    if section is None:
        return
    levels = [
        c for c in story.claims
        if section.first <= c.paragraph <= section.last and c.relation is Relation.LEVEL and c.concept is not None
    ]  # fmt: skip
    totals = [
        c for c in levels if c.concept and c.concept.key in ("general_budget_expenditure", "appropriation_expenditure")
    ]
    budget = next((c for c in totals if c.measure.is_budget), None)
    final = next((c for c in totals if not c.measure.is_budget), None)
    items = [c for c in levels if c.concept and c.concept.key.startswith("path:") and c.measure is not Measure.NONE]
    finals = {c.group: c for c in items if not c.measure.is_budget}
    budgets = {c.group: c for c in items if c.measure.is_budget}
    if (
        budget is None
        or final is None
        or len(finals) < 2
        or len({c.concept.key for c in finals.values() if c.concept}) < len(finals)
    ):
        return
    spent, spent_half = story.total(list(finals.values()))
    value, half = story.amount(final)
    if abs(spent - value) > spent_half + half:
        return
    planned, planned_half = story.total(list(budgets.values()))
    value, half = story.amount(budget)
    if planned < value and any(_has_unsaid_budget(story, c) for group, c in finals.items() if group not in budgets):
        return
    _close_budgets(story, budget, list(budgets.values()), sums(value, planned, planned_half + half))
