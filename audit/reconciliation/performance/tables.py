"""Inside the tables: rates, points by rate, sums of points, thresholds, parts of the money."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Status
from audit.model.document import CellState
from audit.model.findings import Category, Severity
from audit.model.values import Comparator, Interval, plain
from audit.reconciliation.bounds import Comparison, percentage, ratio_interval, same_quantity, sums
from audit.reconciliation.performance.amounts import bound
from audit.reconciliation.performance.points import (
    Added,
    Culprit,
    closes,
    culprits,
    exceeds,
    full_points,
    levels_of,
    likely,
    points_by_rate,
    possible_scores,
    possible_weights,
    score_gap,
    score_sum,
    scored_rate,
    weight_sum,
    worth,
)
from audit.reconciliation.performance.sheets import value_of
from audit.reconciliation.performance.values import falls_short

if TYPE_CHECKING:
    from audit.model.places import Ref
    from audit.model.rules import Binding
    from audit.reconciliation.performance.sheets import Known, Sheet
    from audit.reconciliation.performance.stage import Stage

_CENT = Decimal("0.01")
_ORDER = {Status.AGREES: 0, Status.ROUNDING: 1, Status.DISAGREES: 2}
_HUNDRED = Decimal(100)
_MOST_PLACES = 14


def settle_tables(stage: Stage) -> None:
    """Check every self-evaluation table and scoring table by itself."""
    for sheet in stage.cast.sheets():
        _amounts(stage, sheet)
        _rate(stage, sheet)
        _score_by_rate(stage, sheet)
        _totals(stage, sheet)
        _ratios(stage, sheet)
        _points(stage, sheet)
        _thresholds(stage, sheet)
        _use_of_funds(stage, sheet)
        _levels(stage, sheet)
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
    rule: str = "",
    diagnosis: str = "",
) -> None:
    """Make a finding of a table. `detail` is what only one message tells: a formula, points, another table."""
    stage.story.findings.append(
        stage.story.wording.finding(
            key, rule or f"P-{key.removeprefix('sheet.')}", category,
            Severity.ROUNDING if status is Status.ROUNDING else severity, places[:_MOST_PLACES],
            stated=stated, expected=expected, table=table, name=name, detail=detail, diagnosis=diagnosis,
        )
    )  # fmt: skip


# --- the budget's execution -------------------------------------------------------------------------------------------


def _amounts(stage: Stage, sheet: Sheet) -> None:
    """An amount that the prose or the accounts print otherwise, where rate and points follow from theirs alone."""
    subject = next((s for s in (stage.cast.whole, *stage.cast.projects) if sheet in s.sheets), None)
    if subject is None:
        return
    for key, measures in (("budget", ("adjusted_budget", "budget")), ("executed", ("executed",))):
        cell = sheet.funds(key)
        said = [stage.story.amount(s.claim)[0] for s in stage.of(subject, *measures) if s.claim.quantity.unit.is_money]
        tabled = bound(stage, [b for b in stage.rules.whole if b.concept == key]) if subject.is_whole else []
        said = said or [known.value for known in tabled]
        if cell is None or len(set(said)) != 1 or said[0] == cell.near(said[0]).value or _follows(stage, sheet):
            continue
        stage.corrected[cell.ref] = said[0]
        if not _follows(stage, sheet):
            del stage.corrected[cell.ref]
            continue
        places = [cell.ref, *(k.ref for k in (sheet.funds("rate"), sheet.funds("score"), sheet.total) if k is not None)]
        places += [stage.story.place(s.claim) for s in stage.of(subject, *measures)] or [k.ref for k in tabled]
        _report(
            stage, "sheet.amount", Status.DISAGREES, places, table=sheet.table.caption, name=sheet.labels[key],
            stated=cell.value, expected=said[0],
        )  # fmt: skip


def _follows(stage: Stage, sheet: Sheet) -> bool:
    """Tell whether rate, points and total follow from the amounts; one of them must be there to tell."""
    budget, executed, rate = (sheet.funds(key) for key in ("budget", "executed", "rate"))
    tested: list[bool] = []
    if budget is None or executed is None:
        return False
    if rate is not None:
        comparison = _as_rate(rate, executed, budget)
        tested.append(comparison is not None and comparison.status is not Status.DISAGREES)
    added = score_sum(sheet, stage.rules.words["score_by_rate"])
    if added is not None and added.computed and sheet.total is not None:
        tested.append(closes(sheet.total, added) is not Status.DISAGREES)
    return bool(tested) and all(tested)


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
    points = points_by_rate(sheet, stage.rules.words["score_by_rate"])
    true = scored_rate(sheet, points) if points is not None else None
    if score is None or points is None or true is None:
        return
    worths = [true] if rate is None else [true, worth(points, Interval.of(rate.value, rate.half))]
    compared = [percentage(score.value, score.places, w) for w in worths]
    best = min(compared, key=lambda c: _ORDER[c.status])
    if best.status is Status.AGREES:
        return
    budget, executed = sheet.funds("budget"), sheet.funds("executed")
    places = [score.ref, *(k.ref for k in (rate, executed, budget) if k is not None)]
    if best.status is Status.DISAGREES:
        stage.corrected[score.ref] = compared[0].expected
    _report(
        stage, "sheet.score_by_rate", best.status, places, table=sheet.table.caption, stated=score.value,
        expected=compared[0].expected, detail=points,
    )  # fmt: skip


def _is_of_funds_alone(stage: Stage, part: Known, bindings: list[Binding]) -> bool:
    """Tell whether a sheet counts what the finance office gave, and leaves out what else the department spent."""
    totals = [stage.story.binder.added(addends) for binding in bindings for addends in binding.sums]
    return any(
        same_quantity(near.value, near.half, added.value, added.half).status is not Status.DISAGREES
        for added in totals if added is not None and added.value is not None
        for near in [part.near(added.value)]
    )  # fmt: skip


def _parts(stage: Stage, sheet: Sheet) -> None:
    """基本支出总额 + 项目支出总额 = what was spent; each is the figure of the expenditure table."""
    basic, project, executed = sheet.part("part.basic"), sheet.part("part.project"), sheet.funds("executed")
    if basic is None or project is None:
        return
    wrong: list[tuple[Known, Known]] = []
    told: list[str] = []
    for part, key in ((basic, "part.basic"), (project, "part.project")):
        bindings = [b for b in stage.rules.whole if b.concept == key]
        if _is_of_funds_alone(stage, part, bindings):
            continue
        for cell in bound(stage, bindings):
            near = part.near(cell.value)
            if same_quantity(near.value, near.half, cell.value, cell.half).status is Status.DISAGREES:
                wrong.append((near, cell))
                told.append(
                    stage.text(
                        "sheet.part", name=stage.text(f"label.{key}"), stated=near.value, table=cell.ref.table or "",
                        expected=cell.value,
                    )
                )  # fmt: skip
    if wrong:
        _report(
            stage, "sheet.parts", Status.DISAGREES, [w.ref for w, _ in wrong] + [c.ref for _, c in wrong],
            category=Category.TABLE_CROSS, table=sheet.table.caption, stated=wrong[0][0].value,
            expected=wrong[0][1].value, detail="；".join(told),
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
    added, total = score_sum(sheet, stage.rules.words["score_by_rate"]), sheet.total
    if added is not None and total is not None and len(added.refs) > 1:
        _total(stage, sheet, total, added)
    weights = weight_sum(sheet)
    whole = sheet.known(sheet.total_row, "weight")
    if weights is None or len(weights.refs) < 2 or "weight" not in sheet.labels:
        return
    expected = whole.value if whole is not None else _HUNDRED
    if weights.value != expected and (whole is not None or sheet.total is not None):
        _weights(stage, sheet, whole, weights)


def _weights(stage: Stage, sheet: Sheet, whole: Known | None, weights: Added) -> None:
    """Report points that do not add up, at the cell that is wrong where its own row bears it out."""
    expected = whole.value if whole is not None else _HUNDRED
    table = sheet.table.caption or sheet.labels.get("weight", "")
    found = possible_weights(sheet, expected - weights.value)
    places = [*([whole.ref] if whole else []), *weights.refs]
    if len(found) == 1:
        only = found[0]
        stage.corrected[only.known.ref] = only.expected
        _report(
            stage, "sheet.weight", Status.DISAGREES, [only.known.ref, *places], table=table, name=only.name,
            stated=only.known.value, expected=only.expected, detail=expected, rule="P-weights",
        )  # fmt: skip
        return
    tied = likely(found)
    _report(
        stage, "sheet.weights", Status.DISAGREES, [*places[:1], *(c.known.ref for c in tied), *places[1:]],
        table=table, stated=expected, expected=weights.value, diagnosis=_tied(stage, tied),
    )  # fmt: skip


def _tied(stage: Stage, found: list[Culprit]) -> str:
    """Name the cells that a slip explains, where each would close the sum."""
    said = [stage.text("diagnosis.tied", label=c.name, old=c.known.value, value=c.expected) for c in found]
    return "；".join(said)


def _total(stage: Stage, sheet: Sheet, total: Known, added: Added) -> None:
    """Report a total that does not close, at the cell that is wrong where that can be told."""
    status = closes(total, added)
    if status is Status.AGREES:
        return
    funds = sheet.funds("score")
    if funds is not None and funds.ref in stage.corrected:
        mended = replace(added, value=added.value - funds.value + stage.corrected[funds.ref])
        if closes(total, mended) is not Status.DISAGREES:
            return
    table = sheet.table.caption or sheet.labels.get("score", "")
    totals, scores = _said(stage, sheet)
    # a sum with a worked-out addend is told at the digits of the total, or as the prose prints it
    worked = added.value.quantize(Decimal(1).scaleb(-total.places)) if added.half else added.value
    stated = next((t for t in totals if abs(t - added.value) <= added.half), None)
    found: list[Culprit] = []
    tied: list[Culprit] = []
    if status is Status.DISAGREES and stated is not None:
        worked = stage.corrected[total.ref] = stated
    elif status is Status.DISAGREES:
        found = _culprits(sheet, total, added, scores)
        if len(found) == 1:
            only = found[0]
            stage.corrected[only.known.ref] = only.expected
            _report(
                stage, "sheet.score", status, [only.known.ref, total.ref, *added.refs], table=table, name=only.name,
                stated=only.known.value, expected=only.expected, detail=total.value,
            )  # fmt: skip
            return
        is_said = total.value in totals or added.value > _HUNDRED
        whole = [] if is_said else [Culprit(total, worked, sheet.labels.get("score", ""))]
        tied = likely([*whole, *(found or possible_scores(sheet, score_gap(sheet, total, added)))])
    places = list(dict.fromkeys((total.ref, *(c.known.ref for c in (*tied, *found)), *added.refs)))
    _report(
        stage, "sheet.total", status, places, table=table, stated=total.value, expected=worked,
        diagnosis=_tied(stage, tied),
    )  # fmt: skip


def _culprits(sheet: Sheet, total: Known, added: Added, said: dict[str, Decimal]) -> list[Culprit]:
    """Return the rows whose score is wrong: that get all their points, or the only ones that can be."""
    gap = score_gap(sheet, total, added)
    found = culprits(sheet, gap, said)
    possible = possible_scores(sheet, gap)
    if len(found) != 1 and len(possible) == 1:
        only = next(i for i in sheet.indicators if i.score is possible[0].known)
        # nobody gets more than all points: then neither the total nor another row can be what is wrong
        if added.value > _HUNDRED or exceeds(only):
            return possible
    return found


def _said(stage: Stage, sheet: Sheet) -> tuple[set[Decimal], dict[str, Decimal]]:
    """Return the totals and the scores of rows that the prose gives the sheet's subject."""
    totals: set[Decimal] = set()
    scores: dict[str, Decimal] = {}
    subjects = (stage.cast.whole, *stage.cast.projects)
    subject = next((s for s in subjects if sheet in s.sheets), None)
    for statement in stage.of(subject, "score") if subject is not None else []:
        if statement.indicator is not None and statement.direct:
            scores[statement.indicator.name] = statement.claim.quantity.value
        totals.add(statement.claim.quantity.value)
    return totals, scores


def _points(stage: Stage, sheet: Sheet) -> None:
    """No row gets more than its points; the points in a label are those of its column."""
    for indicator in sheet.indicators if sheet.is_sound else ():
        weight, score, label = (
            stage.right(known) if known is not None else None
            for known in (indicator.weight, indicator.score, indicator.label_weight)
        )
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
        full = full_points(sheet, indicator)
        if full is None or indicator.score is None or indicator.score.value < full.value:
            continue
        places = [indicator.actual.ref, indicator.target.ref, indicator.score.ref]
        _report(
            stage, "sheet.threshold", Status.DISAGREES, places,
            category=Category.LOGIC, name=indicator.name, stated=indicator.actual.text, expected=indicator.target.text,
            detail=indicator.score.value,
        )  # fmt: skip


def _levels(stage: Stage, sheet: Sheet) -> None:
    """The rows of a level do not get more than the points in its label."""
    levels = levels_of(sheet) if sheet.is_sound else []
    rate = points_by_rate(sheet, stage.rules.words["score_by_rate"]) or Decimal(0)
    if rate + sum((level.label.value for level in levels), Decimal(0)) != _HUNDRED:
        return
    for level in levels:
        scores = [(i, stage.right(i.score)) for i in level.rows if i.score is not None]
        total = sum((s.value for _, s in scores), Decimal(0))
        if total <= level.label.value:
            continue
        share = level.label.value / len(level.rows)
        first = [s.ref for _, s in scores if s.value != share]
        _report(
            stage, "sheet.level_over", Status.DISAGREES, [*first, level.label.ref, *(s.ref for _, s in scores)],
            category=Category.LOGIC, table=sheet.table.caption, name=level.name, stated=total,
            expected=level.label.value,
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
