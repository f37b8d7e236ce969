"""Indicators: targets, actual values, points and deviations of the prose against the rows of the table."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Status
from audit.model.document import CellState
from audit.model.findings import Category, Severity
from audit.model.values import Comparator, Interval, Unit, plain
from audit.reconciliation.bounds import Comparison, percentage, same_quantity
from audit.reconciliation.performance.points import closes, full_points, score_sum
from audit.reconciliation.performance.sheets import value_of
from audit.reconciliation.performance.values import Printed, compare, figures_in, of_quantity

if TYPE_CHECKING:
    from audit.model.document import Cell
    from audit.model.places import Ref
    from audit.reconciliation.performance.sheets import Sheet
    from audit.reconciliation.performance.stage import Stage
    from audit.reconciliation.performance.statements import Statement

_HUNDRED = Decimal(100)
_ENOUGH = 2
"""Deviations that must follow from the points before one that does not is wrong."""
_VALUES = ("target", "actual", "")


def settle_indicators(stage: Stage) -> None:
    """Settle what the prose says of single indicators."""
    bound = [s for s in stage.statements if s.indicator is not None and not s.claim.quantity.unit.is_money]
    for statement in bound:
        if not stage.is_open(statement.claim):
            continue
        if statement.in_name:
            _agree(stage, statement, [statement.indicator.ref] if statement.indicator else [])
        elif statement.misnamed:
            _misnamed(stage, statement)
        elif statement.measure == "weight":
            _weight(stage, statement)
        elif statement.measure == "score":
            _score(stage, statement)
        elif statement.measure in _VALUES and statement.claim.quantity.unit is not Unit.SCORE:
            _value(stage, statement)
    _deviations(stage, [s for s in bound if s.measure == "deviation"])
    _met_but_deducted(stage)


def _agree(stage: Stage, statement: Statement, evidence: list[Ref], comparison: Comparison | None = None) -> None:
    indicator = statement.indicator
    if indicator is not None and evidence:
        table = next((e.table for e in evidence if e.table), "") or ""
        why = stage.text("why.agrees.sheet", table=table, row=indicator.name)
        stage.agrees(statement.claim, why, evidence, comparison)


def _misnamed(stage: Stage, statement: Statement) -> None:
    """Record a figure that stands in an indicator's name where the table's name has another."""
    indicator = statement.indicator
    number = regex.match(r"\d+(?:\.\d+)?", statement.claim.quantity.printed)
    if indicator is None or number is None or not _alone(statement):
        return
    comparison = _points(Decimal(number[0]), Decimal(statement.misnamed))
    sheet = _sheet_of(statement)
    place = indicator.ref.at_cell(sheet.table.caption if sheet else None, indicator.name, None)
    stage.disagrees(statement, comparison, [place], name=indicator.name, rule="name")


# --- values -----------------------------------------------------------------------------------------------------------


def _value(stage: Stage, statement: Statement) -> None:
    """Compare a stated value with the target or the actual value of its row."""
    indicator = statement.indicator
    if indicator is None or not _speaks_of(statement):
        return
    stated = of_quantity(statement.claim.quantity)
    order = [indicator.target] if statement.measure == "target" else [indicator.actual]
    if not statement.measure:
        order.append(indicator.target)
    for cell in order:
        comparison = _same(stated, cell, exact=cell is indicator.target)
        if cell is not None and comparison is not None and comparison.status is Status.AGREES:
            _agree(stage, statement, [cell.ref], comparison)
            return
    if order[0] is not None and value_of(order[0]) is None and _quoted(stated, order[0]):
        _agree(stage, statement, [order[0].ref])
        return
    firm = (statement.direct or _only_one(stage, statement)) if statement.measure else statement.adjacent
    comparison = _same(stated, order[0], exact=statement.measure == "target")
    if firm and comparison is not None and order[0] is not None and _certain(stage, statement, stated, order[0]):
        stage.disagrees(statement, comparison, [order[0].ref], name=indicator.name)


def _only_one(stage: Stage, statement: Statement) -> bool:
    """Tell whether, under a heading that names the indicator, no other value of its unit is said to be reached."""
    unit = of_quantity(statement.claim.quantity).unit
    own = [
        s for s in stage.statements
        if s.claim.paragraph == statement.claim.paragraph and s.measure in ("actual", "")
        and of_quantity(s.claim.quantity).unit == unit
    ]  # fmt: skip
    return statement.measure == "actual" and statement.scene.indicator is statement.indicator and len(own) == 1


def _speaks_of(statement: Statement) -> bool:
    """Tell whether a figure can be the indicator's value: named by a measure or by the indicator, or a percentage."""
    return bool(statement.measure) or statement.adjacent or statement.claim.quantity.unit is Unit.PERCENT or (
        statement.claim.quantity.unit is Unit.COUNT
    )  # fmt: skip


def _same(stated: Printed, cell: Cell | None, *, exact: bool) -> Comparison | None:
    """Compare with a cell; a target is set, not measured: nothing of it was rounded away."""
    printed = value_of(cell)
    if printed is None or not exact:
        return compare(stated, printed) if printed is not None else None
    none = Decimal(0)
    return compare(replace(stated, half=none), replace(printed, half=none))


def _quoted(stated: Printed, cell: Cell) -> bool:
    """Tell whether a cell of words names the figure."""
    found = [compare(stated, f) for f in figures_in(cell.text) if f.unit and f.unit[:1] == stated.unit[:1]]
    return any(c is not None and c.status is Status.AGREES for c in found)


def _certain(stage: Stage, statement: Statement, stated: Printed, cell: Cell) -> bool:
    """Tell whether a difference is one: same unit, no bounds on one side only, a table that is read in full."""
    printed = value_of(cell)
    subject = statement.subject
    if printed is None or subject is None:
        return False
    if printed.unit != stated.unit and (printed.unit or cell.state is not CellState.VALUE or stated.is_percent):
        return False
    bare_target = statement.measure == "target" and stated.sign is Comparator.EQUAL
    if printed.sign is not stated.sign and not bare_target:
        return False
    indicator = statement.indicator
    names = [i.name for i in subject.indicators]
    unique = indicator is not None and names.count(indicator.name) == 1
    return unique and all(sheet.is_sound for sheet in subject.sheets) and bool(stage.statements)


# --- points -----------------------------------------------------------------------------------------------------------


def _weight(stage: Stage, statement: Statement) -> None:
    """Compare the points that can be had with the row, or with what the level's points leave for each row."""
    indicator, value = statement.indicator, statement.claim.quantity.value
    if indicator is None:
        return
    if indicator.weight is not None:
        comparison = _points(value, indicator.weight.value)
        if comparison.status is Status.AGREES:
            _agree(stage, statement, [indicator.weight.ref], comparison)
        elif statement.direct and _alone(statement):
            stage.disagrees(statement, comparison, [indicator.weight.ref], name=indicator.name)
        return
    sheet = _sheet_of(statement)
    full = full_points(sheet, indicator) if sheet is not None else None
    if full is None:
        return
    comparison = _points(value, full.value)
    if comparison.status is Status.AGREES:
        _agree(stage, statement, [full.ref])
    elif statement.direct and _alone(statement) and _alike(stage, statement):
        stage.disagrees(statement, comparison, [full.ref], name=indicator.name)


def _sheet_of(statement: Statement) -> Sheet | None:
    subject = statement.subject
    return next((s for s in (subject.sheets if subject else []) if statement.indicator in s.indicators), None)


def _alike(stage: Stage, statement: Statement) -> bool:
    """Tell whether the subject's other stated points are what their levels leave for each row."""
    sheet = _sheet_of(statement)
    others = [s for s in stage.of(statement.subject, "weight") if s.indicator is not None and s is not statement]
    fitting = 0
    for other in others:
        full = full_points(sheet, other.indicator) if sheet is not None and other.indicator is not None else None
        fitting += full is not None and full.value == other.claim.quantity.value
    return fitting >= _ENOUGH and fitting == len(others)


def _score(stage: Stage, statement: Statement) -> None:
    indicator = statement.indicator
    if indicator is None or indicator.score is None or not (statement.direct and statement.bare):
        return
    if regex.search("|".join(stage.rules.words["total_score"]), statement.words):
        return
    comparison = _points(statement.claim.quantity.value, stage.right(indicator.score).value)
    if comparison.status is Status.AGREES:
        _agree(stage, statement, [indicator.score.ref], comparison)
    elif _alone(statement):
        total = _total_with(stage, statement)
        stage.disagrees(statement, comparison, [indicator.score.ref, *total], name=indicator.name)


def _alone(statement: Statement) -> bool:
    """Tell whether the indicator's name stands once in the subject's tables, all of them read in full."""
    subject, indicator = statement.subject, statement.indicator
    if subject is None or indicator is None:
        return False
    return [i.name for i in subject.indicators].count(indicator.name) == 1 and all(s.is_sound for s in subject.sheets)


def _total_with(stage: Stage, statement: Statement) -> list[Ref]:
    """Return the total that the row's points close, where they do."""
    sheet = _sheet_of(statement)
    added = score_sum(sheet, stage.rules.words["score_by_rate"]) if sheet is not None else None
    if sheet is None or added is None or sheet.total is None or closes(sheet.total, added) is Status.DISAGREES:
        return []
    return [sheet.total.ref]


def _points(stated: Decimal, other: Decimal) -> Comparison:
    return same_quantity(stated, Decimal(0), other, Decimal(0))


# --- deviations -------------------------------------------------------------------------------------------------------


def _deviations(stage: Stage, found: list[Statement]) -> None:
    """指标值偏差率 = (分值 - 得分) ÷ 分值, where the document's deviations show that it is computed so."""
    worked = [(s, _deviation(stage, s)) for s in found if s.direct and s.claim.quantity.unit is Unit.PERCENT]
    known = [(s, d) for s, d in worked if d is not None]
    holding = sum(comparison.status is Status.AGREES for _, (comparison, _, _) in known)
    for statement, (comparison, evidence, formula) in known:
        if not stage.is_open(statement.claim):
            continue
        if comparison.status is Status.AGREES:
            stage.agrees(statement.claim, stage.text("why.agrees.ratio", formula=formula), evidence, comparison)
        elif holding >= _ENOUGH:
            _wrong_deviation(stage, statement, comparison, evidence, formula)


def _deviation(stage: Stage, statement: Statement) -> tuple[Comparison, list[Ref], str] | None:
    """Recompute one deviation; the points of the table come before those that the prose repeats."""
    indicator, story = statement.indicator, stage.story
    if indicator is None:
        return None
    said = {
        s.measure: s for s in stage.statements
        if s.claim.paragraph == statement.claim.paragraph and s.indicator is indicator
        and s.measure in ("weight", "score") and s.claim.index < statement.claim.index
    }  # fmt: skip
    weight = (indicator.weight.value, indicator.weight.ref) if indicator.weight else None
    if "weight" in said:
        weight = (said["weight"].claim.quantity.value, story.place(said["weight"].claim))
    score = (stage.right(indicator.score).value, indicator.score.ref) if indicator.score else None
    if score is None and "score" in said:
        score = (said["score"].claim.quantity.value, story.place(said["score"].claim))
    if weight is None or score is None or not weight[0]:
        return None
    true = Interval.exact((weight[0] - score[0]) / weight[0] * _HUNDRED)
    comparison = percentage(statement.claim.quantity.value, statement.claim.quantity.places, true)
    formula = f"（{plain(weight[0])}－{plain(score[0])}）÷{plain(weight[0])}"
    return comparison, [score[1], weight[1]], formula


def _wrong_deviation(
    stage: Stage, statement: Statement, comparison: Comparison, evidence: list[Ref], formula: str
) -> None:
    """Record a deviation that does not follow; where the score beside it is wrong already, that is the finding."""
    story, claim = stage.story, statement.claim
    why = f"{stage.text('why.disagrees', expected=comparison.expected)}（{formula}）"
    story.record(claim, Status.DISAGREES, why, evidence, comparison)
    score = next(
        (s for s in stage.statements
         if s.measure == "score" and s.indicator is statement.indicator and s.claim.paragraph == claim.paragraph),
        None,
    )  # fmt: skip
    verdict = story.verdicts.get(score.claim.index) if score else None
    if verdict is not None and verdict.status is Status.DISAGREES:
        return
    story.findings.append(
        story.wording.finding(
            "perf.deviation", "P-deviation", Category.NARR_ARITH, Severity.ERROR, [*story.places(claim), *evidence],
            stated=claim.quantity.printed.rstrip("%"), expected=comparison.expected,
            concept=statement.indicator.name if statement.indicator else "", formula=formula,
        )
    )  # fmt: skip


def _met_but_deducted(stage: Stage) -> None:
    """Indicators said to be fully met while points are taken off: one finding for all of them."""
    met = regex.compile("|".join(stage.rules.words["met"]))
    partly = regex.compile("|".join(stage.rules.words["partly"]))
    places: list[Ref] = []
    names: list[str] = []
    weights = {(id(s.indicator), s.claim.paragraph): s for s in stage.statements if s.measure == "weight"}
    for score in stage.statements:
        weight = weights.get((id(score.indicator), score.claim.paragraph))
        if score.measure != "score" or weight is None or score.indicator is None:
            continue
        if score.claim.quantity.value >= weight.claim.quantity.value or weight.claim.index > score.claim.index:
            continue
        text = stage.story.paragraph(score.claim).text[weight.claim.end : score.claim.end]
        found = met.search(text)
        if found is None or partly.search(text[max(0, found.start() - 4) : found.start()]):
            continue
        start = weight.claim.end + found.start()
        places.append(stage.story.paragraph(score.claim).place(start, score.claim.end))
        names.append(score.indicator.name)
    if places:
        stage.story.findings.append(
            stage.story.wording.finding(
                "perf.met", "P-met", Category.LOGIC, Severity.WARNING, places, names="、".join(names[:6]),
                count=len(names),
            )
        )  # fmt: skip
