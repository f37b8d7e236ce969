"""Points of a self-evaluation table: what each row can get, what all add up to, and which cell is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Status
from audit.model.values import Interval, plain
from audit.reconciliation.bounds import percentage, ratio_interval, sums
from audit.reconciliation.diagnosis import is_slip
from audit.reconciliation.performance.sheets import Known
from audit.reconciliation.ties import MOST_TOLD

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.places import Ref
    from audit.reconciliation.performance.sheets import Indicator, Sheet

_LEVEL_POINTS = regex.compile(r"（(\d+(?:\.\d+)?)分）")
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Added:
    """A sum of points with its bound and its addends. `computed`: one of them is not printed but follows."""

    value: Decimal
    half: Decimal
    refs: tuple[Ref, ...]
    computed: bool = False


@dataclass(frozen=True, slots=True)
class Culprit:
    """The cell that is wrong where points do not add up, and what it should be."""

    known: Known
    expected: Decimal
    name: str


def full_points(sheet: Sheet, indicator: Indicator) -> Known | None:
    """Return the points that a row can get: printed, or its part of its level's points where all rows are alike."""
    if indicator.weight is not None:
        return indicator.weight
    if not sheet.is_sound:
        return None
    label = sheet.cell(indicator.row, "first")
    found = _LEVEL_POINTS.search(label.text) if label is not None else None
    if label is None or found is None:
        return None
    rows = [i for i in sheet.indicators if (c := sheet.cell(i.row, "first")) is not None and c.ref == label.ref]
    ref = label.ref.at_cell(sheet.table.caption, indicator.first, None)
    return Known(Decimal(found[1]) / len(rows), Decimal(0), ref)


def points_by_rate(sheet: Sheet, patterns: Iterable[str]) -> Decimal | None:
    """Return the points that the execution of the budget is worth, where the head of the column says how."""
    label = sheet.labels.get("score", "")
    found = next((m for p in patterns for m in [regex.search(p, label)] if m), None)
    return Decimal(found["points"]) if found is not None else None


def scored_rate(sheet: Sheet, points: Decimal) -> Interval | None:
    """Return what the execution of the budget scores: nobody gets more than all points."""
    budget, executed = sheet.funds("budget"), sheet.funds("executed")
    if budget is None or executed is None:
        return None
    rate = ratio_interval(Interval.of(executed.value, executed.half), Interval.of(budget.value, budget.half))
    return worth(points, rate) if rate is not None else None


def worth(points: Decimal, rate: Interval) -> Interval:
    """Return the points that a rate is worth, never more than all."""
    return Interval(min(rate.low, _HUNDRED) * points / _HUNDRED, min(rate.high, _HUNDRED) * points / _HUNDRED)


def score_sum(sheet: Sheet, patterns: Iterable[str]) -> Added | None:
    """Return the sum of all scores, None where one of them is not known.

    A lost score of the budget's execution is computed where the table says how. Other scores are exact as printed.
    """
    scores = [i.score for i in sheet.indicators]
    known = [s for s in scores if s is not None]
    if not sheet.is_sound or not known or len(known) < len(scores):
        return None
    value = sum((s.value for s in known), Decimal(0))
    refs = tuple(s.ref for s in known)
    if sheet.funds_row is None:
        return Added(value, Decimal(0), refs)
    funds = sheet.funds("score")
    if funds is not None:
        return Added(value + funds.value, funds.half, (funds.ref, *refs))
    points = points_by_rate(sheet, patterns)
    budget, executed, total = sheet.funds("budget"), sheet.funds("executed"), sheet.total
    if points is None or budget is None or executed is None or total is None or not budget.value:
        return None
    worked = min(points, points * executed.value / budget.value)
    # rounded or cut off at the digits of the total; whole points are exact
    half = Decimal(1).scaleb(-total.places) if worked % 1 else Decimal(0)
    return Added(value + worked, half, (executed.ref, budget.ref, *refs), computed=True)


def weight_sum(sheet: Sheet) -> Added | None:
    """Return the sum of all points that can be had, None where one of them is not known."""
    weights = [i.weight for i in sheet.indicators]
    if sheet.funds_row is not None:
        weights.insert(0, sheet.funds("weight"))
    known = [w for w in weights if w is not None]
    if not sheet.is_sound or not known or len(known) < len(weights):
        return None
    return Added(sum((w.value for w in known), Decimal(0)), Decimal(0), tuple(w.ref for w in known))


def culprits(sheet: Sheet, gap: Decimal, said: dict[str, Decimal]) -> list[Culprit]:
    """Return the rows whose score is wrong where the total exceeds the sum of the scores by `gap`.

    That is a row that the gap brings to all its points, or to the points that the prose gives it (`said`, by name).
    """
    found = []
    for indicator in sheet.indicators:
        full = full_points(sheet, indicator)
        if indicator.score is None:
            continue
        expected = indicator.score.value + gap
        if said.get(indicator.name) == expected or (
            indicator.name not in said and full is not None and expected == full.value
        ):
            found.append(Culprit(indicator.score, expected, indicator.name))
    by_prose = [c for c in found if said.get(c.name) == c.expected]
    return by_prose or found


def possible_scores(sheet: Sheet, gap: Decimal) -> list[Culprit]:
    """Return the rows whose score alone may be wrong: with the gap no row and no level gets more than its points.

    Only those with more than their points, or fewer than none, where there are such.
    """
    levels = levels_of(sheet) if sheet.is_sound else []
    over = [level for level in levels if level.scored > level.label.value]
    found: list[tuple[Indicator, Culprit]] = []
    for indicator in sheet.indicators:
        full = indicator.weight.value if indicator.weight is not None else _HUNDRED
        if indicator.score is None or not 0 <= indicator.score.value + gap <= full:
            continue
        own = next((level for level in levels if indicator in level.rows), None)
        if any(level is not own for level in over) or (own is not None and own.scored + gap > own.label.value):
            continue
        found.append((indicator, Culprit(indicator.score, indicator.score.value + gap, indicator.name)))
    odd = [culprit for indicator, culprit in found if exceeds(indicator)]
    return odd or [culprit for _, culprit in found]


def exceeds(indicator: Indicator) -> bool:
    """Tell whether a row gets more than its points, or fewer than none."""
    weight, score = indicator.weight, indicator.score
    return score is not None and (score.value < 0 or (weight is not None and score.value > weight.value))


def score_gap(sheet: Sheet, total: Known, added: Added) -> Decimal:
    """Return what the scores lack of their total; a worked-out addend counts to the digits that scores print."""
    gap = total.value - added.value
    places = max((i.score.places for i in sheet.indicators if i.score is not None), default=0)
    return gap.quantize(Decimal(1).scaleb(-places)) if added.half else gap


def possible_weights(sheet: Sheet, gap: Decimal) -> list[Culprit]:
    """Return the rows whose points alone may be wrong; only those at odds with their own row where there are such."""
    found = [
        (indicator, Culprit(indicator.weight, indicator.weight.value + gap, indicator.name))
        for indicator in sheet.indicators
        if indicator.weight is not None and fits_row(sheet, indicator, indicator.weight.value + gap)
    ]
    odd = [c for i, c in found if i.weight is not None and not fits_row(sheet, i, i.weight.value)]
    return odd or [c for _, c in found]


def fits_row(sheet: Sheet, indicator: Indicator, weight: Decimal) -> bool:
    """Tell whether a row can have so many points: as many as its score, as its label, as its printed rate asks for."""
    score, label, ratio = indicator.score, indicator.label_weight, sheet.known(indicator.row, "ratio")
    if weight <= 0 or (score is not None and score.value > weight) or (label is not None and label.value != weight):
        return False
    if score is None or ratio is None:
        return True
    true = ratio_interval(Interval.exact(score.value), Interval.exact(weight))
    return true is not None and percentage(ratio.value, ratio.places, true).status is not Status.DISAGREES


def likely(found: list[Culprit]) -> list[Culprit]:
    """Return those that one slip of the pen explains, none where more do than a reader is helped by."""
    slipped = [c for c in found if is_slip(plain(c.known.value), c.expected) or c.known.value == -c.expected]
    return slipped if len(slipped) <= MOST_TOLD else []


@dataclass(frozen=True, slots=True)
class Level:
    """The rows under one printed label, with the points that it gives them together."""

    label: Known
    name: str
    rows: tuple[Indicator, ...]

    @property
    def scored(self) -> Decimal:
        return sum((row.score.value for row in self.rows if row.score is not None), Decimal(0))


def levels_of(sheet: Sheet) -> list[Level]:
    """Return the levels of a table whose labels all print their points: with the budget's execution they make 100."""
    groups: dict[Ref, list[Indicator]] = {}
    texts: dict[Ref, str] = {}
    for indicator in sheet.indicators:
        cell = sheet.cell(indicator.row, "first")
        if cell is None:
            return []
        groups.setdefault(cell.ref, []).append(indicator)
        texts[cell.ref] = cell.text
    found = []
    for ref, rows in groups.items():
        points = _LEVEL_POINTS.search(texts[ref])
        if points is None:
            return []
        place = ref.at_cell(sheet.table.caption, rows[0].first, None)
        found.append(Level(Known(Decimal(points[1]), Decimal(0), place), rows[0].first, tuple(rows)))
    return found


def closes(total: Known, added: Added) -> Status:
    """Tell whether a total closes: to the letter where all scores are exact."""
    status = sums(total.value, added.value, added.half + (total.half if added.half else Decimal(0))).status
    return Status.AGREES if added.computed and status is Status.ROUNDING else status
