"""Faults of stated figures: levels, shares, growth, completion, sums, counts."""

# ruff: noqa: ARG001
# Faults are all called alike; few of them need every argument.
from __future__ import annotations

from typing import TYPE_CHECKING

from corpora.money import amount_text, rate_text
from corpora.operators import spoil
from corpora.planting import (
    Label,
    NotApplicable,
    Planted,
    Spot,
    blocks_with_span,
    consequence,
    fault,
    figure_spot,
    follows,
    section_of,
    stating,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from corpora.blocks import Block, Mark
    from corpora.compose import Draft

LEAST = {"amount": "0.05", "percent": "0.3", "count": "1", "score": "0.5"}


def restate(
    place: tuple[Draft, Block, str],
    printed: str,
    category: str,
    explain: str,
    *,
    flips: dict[int, str] | None = None,
    either: frozenset[int] = frozenset(),
) -> Planted:
    """Print other digits for one figure of prose. `place` is its draft, block and key."""
    draft, block, key = place
    was = block.mark(key).stated.printed
    wrong = block.restated(key, printed)
    spot = figure_spot(wrong, key)
    label = Label(category, "error", (spot,), printed, was, explain)
    unsure = follows(wrong, key)
    more = (consequence(wrong, other, spot) for other in unsure)
    known = frozenset({(block.key, key)})
    return Planted(draft.put(wrong), (label, *more), flips or {}, either, wrong=known, unclear=frozenset(unsure))


def spoiled(
    place: tuple[Draft, Block, str], rng: Random, category: str, explain: str, flips: dict[int, str] | None = None
) -> Planted:
    """Spoil one figure by an operator. `place` is its draft, block and key."""
    _, block, key = place
    stated = block.mark(key).stated
    return restate(place, spoil(stated.printed, rng, LEAST[stated.kind]), category, explain, flips=flips)


def figures(draft: Draft, section: str, wanted: Callable[[Mark], bool]) -> list[tuple[Block, str]]:
    """Return the figures of prose in a section that are wanted. Raises NotApplicable where there are none."""
    found = [
        (block, mark.stated.key)
        for block in draft.blocks
        if block.section == section or block.section.startswith(f"{section}.")
        for mark in block.marks
        if wanted(mark)
    ]
    if not found:
        raise NotApplicable(section)
    return found


def _verifiable_level(mark: Mark) -> bool:
    s = mark.stated
    head = s.key.split(".")[0]
    known = ("summary", "revenue", "expenditure", "appropriation", "general", "basic", "managed", "item")
    return s.kind == "amount" and s.verifiable == "table" and head in known and s.value not in ("0", "0.00")


@fault("level_wrong")
def level_wrong(draft: Draft, rng: Random) -> Planted:
    """A level that a table shows is misprinted in the explanation."""
    block, key = rng.choice(figures(draft, "explanation", _verifiable_level))
    return spoiled((draft, block, key), rng, "NARR_TABLE", "The stated amount is not the table's.", flips={11: "no"})


@fault("share_wrong")
def share_wrong(draft: Draft, rng: Random) -> Planted:
    """A share is misprinted."""
    block, key = rng.choice(
        figures(draft, "explanation", lambda m: m.stated.key.endswith(".share") and _head(m) in SHARED and _ordinary(m))
    )
    return spoiled((draft, block, key), rng, "NARR_ARITH", "The share does not follow from its amounts.")


SHARED = ("revenue", "expenditure", "general", "procurement")


def _head(mark: Mark) -> str:
    return mark.stated.key.split(".")[0]


def _ordinary(mark: Mark) -> bool:
    return mark.stated.value.rstrip("0").rstrip(".") not in ("", "0", "100")


@fault("growth_wrong")
def growth_wrong(draft: Draft, rng: Random) -> Planted:
    """A growth rate is misprinted."""
    block, key = rng.choice(figures(draft, "explanation", lambda m: m.stated.key.endswith(".growth")))
    return spoiled((draft, block, key), rng, "NARR_ARITH", "The rate does not follow from change and level.")


@fault("change_wrong")
def change_wrong(draft: Draft, rng: Random) -> Planted:
    """A change against last year is misprinted; its rate is right."""
    block, key = rng.choice(
        figures(
            draft, "explanation", lambda m: m.stated.key in ("summary.change", "appropriation.change", "general.change")
        )
    )
    mark = block.mark(key)
    return restate(
        (draft, block, key), _far(mark.stated.printed, rng), "NARR_ARITH", "Change, level and rate disagree."
    )


def _far(printed: str, rng: Random) -> str:
    """Spoil an amount in its leading digits, so that no rate can hide it."""
    lead = next(n for n, c in enumerate(printed) if c in "123456789")
    new = rng.choice([d for d in "123456789" if abs(int(d) - int(printed[lead])) > 1])
    return printed[:lead] + new + printed[lead + 1 :]


@fault("completion_wrong")
def completion_wrong(draft: Draft, rng: Random) -> Planted:
    """A completion rate is misprinted."""
    block, key = rng.choice(figures(draft, "explanation", lambda m: m.stated.key.endswith(".completion")))
    return spoiled((draft, block, key), rng, "NARR_ARITH", "The rate does not follow from budget and final amount.")


@fault("completion_inverted")
def completion_inverted(draft: Draft, rng: Random) -> Planted:
    """A completion rate is the budget's share of the final amount."""
    items = [i for i in draft.figures.fund("general") if i.budget]
    rng.shuffle(items)
    for item in items:
        spent = draft.figures.spent(item)
        printed = rate_text(item.budget, spent, draft.style.percent_places)
        if printed != rate_text(spent, item.budget, draft.style.percent_places):
            block, key = stating(draft, f"item.{item.code}.completion")
            return restate(
                (draft, block, key), printed, "NARR_ARITH", "Budget and final amount are exchanged in the rate."
            )
    raise NotApplicable


@fault("growth_wrong_base")
def growth_wrong_base(draft: Draft, rng: Random) -> Planted:
    """A growth rate is taken of this year's amount."""
    f = draft.figures
    block, key = stating(draft, "summary.growth")
    printed = rate_text(abs(f.total - f.last.total), f.total, draft.style.percent_places)
    if abs(float(printed) - float(block.mark(key).stated.value)) < 0.3:
        raise NotApplicable
    return restate((draft, block, key), printed, "NARR_ARITH", "The rate is taken of this year's amount.")


@fault("stale_level")
def stale_level(draft: Draft, rng: Random) -> Planted:
    """Last year's total stands for this year's."""
    if not draft.figures.last.total:
        raise NotApplicable
    block, key = stating(draft, "summary.total")
    printed = amount_text(draft.figures.last.total, draft.style)
    return restate((draft, block, key), printed, "NARR_TABLE", "This is last year's amount.", flips={11: "no"})


@fault("neighbour_level")
def neighbour_level(draft: Draft, rng: Random) -> Planted:
    """Personnel and public-use expenditure are exchanged."""
    f = draft.figures
    if abs(f.personnel - f.public_use) < 100_000 or not f.public_use:
        raise NotApplicable
    one, first = stating(draft, "basic.personnel")
    two, second = stating(draft, "basic.public")
    texts = one.mark(first).stated.printed, two.mark(second).stated.printed
    wrong_one = one.restated(first, texts[1])
    draft = draft.put(wrong_one)
    wrong_two = (wrong_one if one.key == two.key else two).restated(second, texts[0])
    draft = draft.put(wrong_two)
    keys = ((draft.block(one.key), first), (draft.block(two.key), second))
    explain = "The amount is the other part's."
    labels = [
        Label("NARR_TABLE", "error", (figure_spot(b, k),), texts[1 - n], texts[n], explain)
        for n, (b, k) in enumerate(keys)
    ]
    return Planted(draft, tuple(labels), {11: "no"}, wrong=frozenset({(one.key, first), (two.key, second)}))


@fault("unit_wrong")
def unit_wrong(draft: Draft, rng: Random) -> Planted:
    """An amount in 万元 is followed by 元."""
    block, key = rng.choice(figures(draft, "explanation", _verifiable_level))
    mark = block.mark(key)
    at = block.text.index("万元", mark.end)
    wrong = block.replaced(at, at + 1, "")
    label = Label("NARR_TABLE", "error", (figure_spot(wrong, key),), "元", "万元", "The unit is off by 10,000.")
    return Planted(draft.put(wrong), (label,), {11: "no"}, wrong=frozenset({(block.key, key)}))


@fault("vehicles_sum")
def vehicles_sum(draft: Draft, rng: Random) -> Planted:
    """The vehicles by kind do not add up to the total."""
    found = figures(draft, "explanation", lambda m: _head(m) == "assets" and m.stated.key.split(".")[1] in KINDS)
    block, key = rng.choice([x for x in found if x[0].mark(x[1]).stated.value != "0"] or found)
    printed = str(int(block.mark(key).stated.value) + rng.randint(1, 3))
    return restate((draft, block, key), printed, "NARR_ARITH", "The kinds do not add up to the vehicles held.")


KINDS = ("confidential", "emergency", "enforcement", "special")


@fault("procurement_sum")
def procurement_sum(draft: Draft, rng: Random) -> Planted:
    """Goods, works and services do not add up to the procurement total."""
    block, key = stating(draft, "procurement.services")
    return spoiled((draft, block, key), rng, "NARR_ARITH", "The parts do not add up to the total.")


@fault("staff_sum")
def staff_sum(draft: Draft, rng: Random) -> Planted:
    """Posts by kind do not add up to the persons in post."""
    block, key = stating(draft, "staff.institution")
    printed = str(int(block.mark(key).stated.value) + rng.randint(1, 4))
    return restate((draft, block, key), printed, "NARR_ARITH", "The kinds do not add up to the persons in post.")


@fault("direction_wrong")
def direction_wrong(draft: Draft, rng: Random) -> Planted:
    """The direction word of a comparison contradicts its amounts."""
    for block in blocks_with_span(draft, "direction", section_of(draft, "general")):
        span = block.span("direction")
        was = block.text[span.start : span.end]
        new = {"大于": "小于", "小于": "大于", "高于": "低于", "低于": "高于", "超过": "少于", "少于": "超过"}[was]
        wrong = block.replaced(span.start, span.end, new)
        low = max(0, span.start - 3)
        spot = Spot(block.key, wrong.text[low : span.end + 6], start=low)
        label = Label("LOGIC", "error", (spot,), new, was, "The word contradicts the two amounts.")
        return Planted(draft.put(wrong), (label,), {}, frozenset({11, 12}))
    raise NotApplicable(str(rng))


@fault("growth_on_nothing")
def growth_on_nothing(draft: Draft, rng: Random) -> Planted:
    """A growth rate is stated over a base of nothing."""
    block = rng.choice(blocks_with_span(draft, "nobase", "explanation"))
    span = block.span("nobase")
    new = f"，增长100.{'0' * draft.style.percent_places}%"
    wrong = block.replaced(span.start, span.end, new)
    spot = Spot(block.key, new.strip("，"), start=span.start + 1)
    label = Label("LOGIC", "warning", (spot,), new.strip("，"), "不可比", "There is no rate over nothing.")
    return Planted(draft.put(wrong), (label,))


@fault("parts_exceed_total")
def parts_exceed_total(draft: Draft, rng: Random) -> Planted:
    """Small enterprises were awarded more than small and medium ones together."""
    block, key = stating(draft, "procurement.small")
    p = draft.figures.procurement
    printed = amount_text(p.medium * 2 - p.small + 10_000_000, draft.style)
    return restate((draft, block, key), printed, "NARR_ARITH", "The part is larger than its whole; its share shows it.")
