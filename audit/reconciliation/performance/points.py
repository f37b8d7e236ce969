"""Points of a self-evaluation table: what each row can get, what all add up to, and which cell is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Status
from audit.model.values import Interval
from audit.reconciliation.bounds import ratio_interval, sums
from audit.reconciliation.performance.sheets import Known

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


@dataclass(frozen=True, slots=True)
class Level:
    """The rows under one printed label, with the points that it gives them together."""

    label: Known
    name: str
    rows: tuple[Indicator, ...]


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
