"""Inside the tables: rates, points by rate, sums of points, thresholds, parts of the money."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import regex

from audit.model.claims import Status
from audit.model.document import CellState
from audit.model.findings import Category, Severity
from audit.model.values import Comparator, Interval, plain
from audit.reconciliation.bounds import Comparison, percentage, ratio_interval, same_quantity, sums
from audit.reconciliation.performance.amounts import bound
from audit.reconciliation.performance.sheets import value_of
from audit.reconciliation.performance.values import falls_short

if TYPE_CHECKING:
    from audit.model.places import Ref
    from audit.reconciliation.performance.sheets import Known, Sheet
    from audit.reconciliation.performance.stage import Stage

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
_MOST_PLACES = 14


def settle_tables(stage: Stage) -> None:
    """Check every self-evaluation table and scoring table by itself."""
    sheets = [s for subject in (stage.cast.whole, *stage.cast.projects) for s in subject.sheets]
    for sheet in (*sheets, *stage.cast.loose):
        _rate(stage, sheet)
        _score_by_rate(stage, sheet)
        _ratios(stage, sheet)
        _totals(stage, sheet)
        _points(stage, sheet)
        _thresholds(stage, sheet)
        _use_of_funds(stage, sheet)
        if sheet.is_whole:
            _parts(stage, sheet)


def _report(
    stage: Stage,
    key: str,
    status: Status,
    places: list[Ref],
    *,
    category: Category = Category.TABLE_SUM,
    severity: Severity = Severity.ERROR,
    stated: object = "",
    expected: object = "",
    table: str = "",
    name: str = "",
    detail: object = "",
) -> None:
    """Make a finding of a table. `detail` is what only one message tells: a formula, points, another table."""
    stage.story.findings.append(
        stage.story.wording.finding(
            key, f"P-{key.removeprefix('sheet.')}", category,
            Severity.ROUNDING if status is Status.ROUNDING else severity, places[:_MOST_PLACES],
            stated=stated, expected=expected, table=table, name=name, detail=detail,
        )
    )  # fmt: skip


# --- the budget's execution -------------------------------------------------------------------------------------------


def _rate(stage: Stage, sheet: Sheet) -> None:
    """执行率 = 执行数 ÷ 预算数."""
    budget, executed, rate = (sheet.funds(key) for key in ("budget", "executed", "rate"))
    if budget is None or executed is None or rate is None:
        return
    comparison = _as_rate(rate, executed, budget)
    if comparison is None or comparison.status is Status.AGREES:
        return
    if rate.value == _HUNDRED and executed.value > budget.value:
        return
    _report(
        stage, "sheet.rate", comparison.status, [rate.ref, executed.ref, budget.ref],
        table=sheet.table.caption, stated=rate.value, expected=comparison.expected,
        detail=f"{plain(executed.value)}÷{plain(budget.value)}",
    )  # fmt: skip


def _as_rate(rate: Known, numerator: Known, denominator: Known) -> Comparison | None:
    """Compare a printed percentage; one printed as a fraction (0.95) is read as such."""
    over = Interval.of(numerator.value, numerator.half)
    true = ratio_interval(over, Interval.of(denominator.value, denominator.half))
    if true is None:
        return None
    comparison = percentage(rate.value, rate.places, true)
    if comparison.status is Status.DISAGREES and rate.places >= 2:
        fraction = percentage(rate.value * _HUNDRED, rate.places - 2, true)
        return fraction if fraction.status is not Status.DISAGREES else comparison
    return comparison


def _score_by_rate(stage: Stage, sheet: Sheet) -> None:
    """得分 = 分值 × 执行率, where the head of the column says so."""
    score, rate = sheet.funds("score"), sheet.funds("rate")
    budget, executed = sheet.funds("budget"), sheet.funds("executed")
    label = sheet.labels.get("score", "")
    found = next((m for p in stage.rules.words["score_by_rate"] for m in [regex.search(p, label)] if m), None)
    if found is None or score is None or budget is None or executed is None:
        return
    points = Decimal(found["points"])
    true = ratio_interval(Interval.of(executed.value, executed.half), Interval.of(budget.value, budget.half))
    if true is None:
        return
    rates = [true] if rate is None else [true, Interval.of(rate.value, rate.half)]
    compared = [percentage(score.value, score.places, _scored(points, r)) for r in rates]
    best = next((c for c in compared if c.status is Status.AGREES), compared[0])
    if best.status is Status.DISAGREES:
        best = next((c for c in compared if c.status is Status.ROUNDING), best)
    if best.status is Status.AGREES:
        return
    places = [score.ref, *([rate.ref] if rate else []), executed.ref, budget.ref]
    _report(
        stage, "sheet.score_by_rate", best.status, places, table=sheet.table.caption, stated=score.value,
        expected=best.expected, detail=points,
    )  # fmt: skip


def _scored(points: Decimal, rate: Interval) -> Interval:
    """Return what a rate is worth: nobody gets more than all points."""
    return Interval(min(rate.low, _HUNDRED) * points / _HUNDRED, min(rate.high, _HUNDRED) * points / _HUNDRED)


def _parts(stage: Stage, sheet: Sheet) -> None:
    """基本支出总额 + 项目支出总额 = what was spent; each is the figure of the expenditure table."""
    basic, project, executed = sheet.part("part.basic"), sheet.part("part.project"), sheet.funds("executed")
    if basic is None or project is None:
        return
    wrong: list[tuple[Known, Known]] = []
    for part, key in ((basic, "part.basic"), (project, "part.project")):
        for cell in bound(stage, [b for b in stage.rules.whole if b.concept == key]):
            near = part.near(cell.value)
            if same_quantity(near.value, near.half, cell.value, cell.half).status is Status.DISAGREES:
                wrong.append((near, cell))
    if wrong:
        _report(
            stage, "sheet.parts", Status.DISAGREES, [w.ref for w, _ in wrong] + [c.ref for _, c in wrong],
            category=Category.TABLE_CROSS, table=sheet.table.caption, stated=wrong[0][0].value,
            expected=wrong[0][1].value, detail=wrong[0][1].ref.table or "",
        )  # fmt: skip
    elif executed is not None:
        spent = executed.near(basic.value + project.value) if basic.value + project.value else executed
        comparison = sums(spent.value, basic.value + project.value, spent.half + basic.half + project.half)
        if comparison.status is Status.DISAGREES:
            _report(
                stage, "sheet.parts_sum", comparison.status, [executed.ref, basic.ref, project.ref],
                table=sheet.table.caption, stated=spent.value, expected=comparison.expected,
            )  # fmt: skip


# --- points -----------------------------------------------------------------------------------------------------------


def _ratios(stage: Stage, sheet: Sheet) -> None:
    """得分率 = 得分 ÷ 分值, in every row of a scoring table."""
    for row in sheet.table.rows:
        weight, score, ratio = (sheet.known(row, key) for key in ("weight", "score", "ratio"))
        if weight is None or score is None or ratio is None:
            continue
        true = ratio_interval(Interval.exact(score.value), Interval.exact(weight.value))
        comparison = percentage(ratio.value, ratio.places, true) if true is not None else None
        if comparison is not None and comparison.status is not Status.AGREES:
            _report(
                stage, "sheet.ratio", comparison.status, [ratio.ref, score.ref, weight.ref], name=row.name,
                stated=ratio.value, expected=comparison.expected, detail=f"{plain(score.value)}÷{plain(weight.value)}",
            )  # fmt: skip


def _totals(stage: Stage, sheet: Sheet) -> None:
    """总分 = the sum of all scores; the points that can be had add up to their total, or to 100."""
    added, total = sheet.score_sum(), sheet.total
    if added is not None and total is not None and len(added[2]) > 1:
        comparison = sums(total.value, added[0], added[1] + total.half)
        if comparison.status is not Status.AGREES:
            _report(
                stage, "sheet.total", comparison.status, [total.ref, *_by_doubt(stage, sheet, added[2])],
                table=sheet.table.caption or sheet.labels.get("score", ""), stated=total.value,
                expected=comparison.expected,
            )  # fmt: skip
    weights = sheet.weight_sum()
    whole = sheet.known(sheet.total_row, "weight")
    if weights is None or len(weights[1]) < 2 or "weight" not in sheet.labels:
        return
    expected = whole.value if whole is not None else _HUNDRED
    if weights[0] != expected and (whole is not None or sheet.total is not None):
        _report(
            stage, "sheet.weights", Status.DISAGREES, [*([whole.ref] if whole else []), *weights[1]],
            table=sheet.table.caption or sheet.labels.get("weight", ""), stated=expected, expected=weights[0],
        )  # fmt: skip


def _by_doubt(stage: Stage, sheet: Sheet, places: list[Ref]) -> list[Ref]:
    """Put the cells that the prose contradicts first."""
    doubted = {
        e for s in stage.statements
        if s.measure == "score" and (v := stage.story.verdicts.get(s.claim.index)) and v.status is Status.DISAGREES
        for e in v.evidence if e.table == sheet.table.caption
    }  # fmt: skip
    return sorted(places, key=lambda ref: ref not in doubted)


def _points(stage: Stage, sheet: Sheet) -> None:
    """No row gets more than its points; the points in a label are those of its column."""
    for indicator in sheet.indicators if sheet.is_sound else ():
        weight, score, label = indicator.weight, indicator.score, indicator.label_weight
        if weight is not None and score is not None and score.value > weight.value:
            _report(
                stage, "sheet.over", Status.DISAGREES, [score.ref, weight.ref], category=Category.LOGIC,
                name=indicator.name, stated=score.value, expected=weight.value,
            )  # fmt: skip
        if label is not None and weight is not None and label.value != weight.value:
            _report(
                stage, "sheet.label", Status.DISAGREES, [label.ref, weight.ref], severity=Severity.WARNING,
                name=indicator.name, stated=label.value, expected=weight.value,
            )  # fmt: skip


def _thresholds(stage: Stage, sheet: Sheet) -> None:
    """All points for a value that breaks its target."""
    for indicator in sheet.indicators if sheet.is_sound else ():
        target, actual = value_of(indicator.target), value_of(indicator.actual)
        if target is None or actual is None or indicator.target is None or indicator.actual is None:
            continue
        if indicator.actual.state not in (CellState.VALUE, CellState.TEXT) or not falls_short(target, actual):
            continue
        if indicator.weight is None or indicator.score is None or indicator.score.value < indicator.weight.value:
            continue
        places = [indicator.actual.ref, indicator.target.ref, indicator.score.ref]
        _report(
            stage, "sheet.threshold", Status.DISAGREES, places,
            category=Category.LOGIC, name=indicator.name, stated=indicator.actual.text, expected=indicator.target.text,
            detail=indicator.score.value,
        )  # fmt: skip


def _use_of_funds(stage: Stage, sheet: Sheet) -> None:
    """An indicator that is the budget's own execution rate says what the amounts above it say."""
    pattern = regex.compile("|".join(stage.rules.words["rate_indicator"]))
    budget, executed = sheet.funds("budget"), sheet.funds("executed")
    if budget is None or executed is None or not sheet.is_sound:
        return
    true = ratio_interval(Interval.of(executed.value, executed.half), Interval.of(budget.value, budget.half))
    for indicator in sheet.indicators if true is not None else ():
        actual = value_of(indicator.actual)
        if true is None or actual is None or indicator.actual is None or not pattern.fullmatch(indicator.name):
            continue
        if actual.is_percent and actual.sign is not Comparator.AT_MOST and true.high + actual.half < actual.value:
            places = [indicator.actual.ref, executed.ref, budget.ref]
            _report(
                stage, "sheet.use", Status.DISAGREES, places,
                category=Category.LOGIC, severity=Severity.WARNING, name=indicator.name, table=sheet.table.caption,
                stated=indicator.actual.text, expected=true.middle.quantize(_CENT),
            )  # fmt: skip
