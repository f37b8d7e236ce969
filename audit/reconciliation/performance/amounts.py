"""Budget, spending, rate and score of a project or of the whole department, in every place that states them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Status
from audit.model.values import Interval, Unit, plain
from audit.reconciliation.bounds import Comparison, percentage, ratio_interval, same_quantity
from audit.reconciliation.performance.sheets import Known
from audit.reconciliation.performance.subjects import REPORT, Subject

if TYPE_CHECKING:
    from audit.model.places import Ref
    from audit.model.rules import Binding
    from audit.reconciliation.performance.stage import Stage
    from audit.reconciliation.performance.statements import Statement

_HALF = Decimal("0.5")
_AMOUNTS = ("initial_budget", "budget", "executed", "part.basic", "part.project")
_MONEY_WORDS = regex.compile(r"[预算资金执行支付使用]")


def settle_amounts(stage: Stage) -> None:
    """Hold the amounts of every subject to its table and to each other."""
    for subject in (stage.cast.whole, *stage.cast.projects):
        for measure in _AMOUNTS:
            stated = [s for s in _stated(stage, subject, measure) if s.claim.quantity.unit.is_money]
            for statement in stated:
                _amount(stage, subject, measure, statement, [s for s in stated if s is not statement])
        for statement in stage.of(subject, "rate"):
            _rate(stage, subject, statement)


def _stated(stage: Stage, subject: Subject, measure: str) -> list[Statement]:
    """Return the statements of one measure; a bare 预算 beside an adjusted one is the first of the two."""
    if measure == "initial_budget":
        return [*stage.of(subject, measure), *(s for s in stage.of(subject, "budget") if _beside_adjusted(stage, s))]
    if measure == "budget":
        bare = [s for s in stage.of(subject, "budget") if not _beside_adjusted(stage, s)]
        return sorted([*stage.of(subject, "adjusted_budget"), *bare], key=lambda s: s.claim.index)
    return stage.of(subject, measure)


def _beside_adjusted(stage: Stage, statement: Statement) -> bool:
    return any(
        s.measure == "adjusted_budget" and s.claim.paragraph == statement.claim.paragraph for s in stage.statements
    )


def _amount(stage: Stage, subject: Subject, measure: str, statement: Statement, others: list[Statement]) -> None:
    claim, story = statement.claim, stage.story
    if not stage.is_open(claim):
        return
    value, half = story.amount(claim)
    cells = [stage.right(k).near(value) for k in _cells(stage, subject, measure)]
    compared = [(k, same_quantity(value, half, k.value, k.half)) for k in cells]
    fitting = [k.ref for k, c in compared if c.status is Status.AGREES]
    twins = [o for o in others if same_quantity(value, half, *story.amount(o.claim)).status is Status.AGREES]
    if fitting:
        why = stage.text("why.agrees.sheet", table=fitting[0].table or "", row=statement.words)
        stage.agrees(claim, why, [*fitting, *(story.place(t.claim) for t in twins)])
    elif compared:
        known, comparison = compared[0]
        held = [
            o for o in others if same_quantity(*story.amount(o.claim), known.value, known.half).status is Status.AGREES
        ]
        stage.disagrees(statement, comparison, [k.ref for k, _ in compared], twins=[story.place(o.claim) for o in held])
    elif measure.startswith("part.") or statement.scene.part == REPORT:
        # without a table nobody knows whether the budget or the spending of a part is meant
        return
    elif twins:
        stage.agrees(claim, stage.text("why.agrees.text"), [story.place(t.claim) for t in twins])
    elif others and statement is _odd_one(stage, [statement, *others]):
        other = others[0]
        other_value, other_half = story.amount(other.claim)
        comparison = same_quantity(value, half, other_value, other_half)
        stage.disagrees(statement, comparison, [], twins=[story.place(o.claim) for o in others])


def _odd_one(stage: Stage, statements: list[Statement]) -> Statement | None:
    """Return the statement that is wrong where several differ and no table decides: one against two or more.

    Of two, it is the one that no rate bears out while a rate bears out the other.
    """
    story = stage.story
    groups: list[list[Statement]] = []
    for statement in sorted(statements, key=lambda s: s.claim.index):
        for group in groups:
            one, other = story.amount(group[0].claim), story.amount(statement.claim)
            if same_quantity(*one, *other).status is Status.AGREES:
                group.append(statement)
                break
        else:
            groups.append([statement])
    if len(groups) != 2:
        return None
    groups.sort(key=len)
    if len(groups[0]) == 1 and len(groups[1]) > 1:
        return groups[0][0]
    borne = [[s for s in group if story.is_proven(s.claim.index)] for group in groups]
    if len(groups[0]) > 1 or len(groups[1]) > 1:
        return None
    if bool(borne[0]) != bool(borne[1]):
        return groups[0][0] if borne[1] else groups[1][0]
    # two figures under one name: the one told first is shown beside the other
    same = groups[0][0].measure == groups[1][0].measure and all(g[0].direct for g in groups)
    return min(groups[0][0], groups[1][0], key=lambda s: s.claim.index) if same else None


def _cells(stage: Stage, subject: Subject, measure: str) -> list[Known]:
    """Return the cells that hold an amount: of the subject's own table, and for the whole those of the nine tables."""
    found: list[Known] = []
    for sheet in subject.sheets:
        known = sheet.part(measure) if measure.startswith("part.") else sheet.funds(measure)
        if known is not None:
            found.append(known)
    if subject.is_whole:
        found.extend(bound(stage, [b for b in stage.rules.whole if b.concept == measure]))
    return found


def bound(stage: Stage, bindings: list[Binding]) -> list[Known]:
    """Return the cells of the nine tables that bindings name, as far as they are known and not in doubt."""
    found = []
    for binding in bindings:
        for cell in binding.cells:
            figure = stage.story.index.figure(cell.role, cell.row, cell.column)
            if figure is not None and figure.value is not None and figure.key not in stage.story.suspects.keys:
                found.append(Known(stage.story.suspects.corrected(figure), figure.half, figure.ref))
    return found


# --- rates ------------------------------------------------------------------------------------------------------------


def _rate(stage: Stage, subject: Subject, statement: Statement) -> None:
    """Recompute a rate that the prose alone could not settle from the amounts of the table."""
    claim, story = statement.claim, stage.story
    if claim.quantity.unit is not Unit.PERCENT or not statement.direct or not stage.is_open(claim):
        return
    if not _MONEY_WORDS.search(statement.words) or statement.indicator is not None:
        return
    sheet = subject.main
    budget, executed = (sheet.funds("budget"), sheet.funds("executed")) if sheet else (None, None)
    if budget is None or executed is None or claim.index in story.verdicts:
        return
    true = ratio_interval(Interval.of(executed.value, executed.half), Interval.of(budget.value, budget.half))
    if true is None:
        return
    comparison = percentage(claim.quantity.value, claim.quantity.places, true)
    formula = f"{plain(executed.value)}÷{plain(budget.value)}"
    story.conclude(claim, comparison, "narr.completion", [budget.ref, executed.ref], formula, budget.value)


# --- scores -----------------------------------------------------------------------------------------------------------


def settle_scores(stage: Stage) -> None:
    """Hold the scores of every subject to the total of its table and to each other."""
    total_words = regex.compile("|".join(stage.rules.words["total_score"]))
    whole_words = regex.compile("|".join(stage.rules.words["overall_score"]))
    for subject in (stage.cast.whole, *stage.cast.projects):
        stated = [
            s for s in stage.of(subject, "score")
            if s.direct and total_words.search(s.words) and (s.scene.part != REPORT or whole_words.search(s.words))
        ]  # fmt: skip
        for statement in stated:
            _score(stage, subject, statement, [s for s in stated if s is not statement])


def _score(stage: Stage, subject: Subject, statement: Statement, others: list[Statement]) -> None:
    claim, story = statement.claim, stage.story
    if not stage.is_open(claim) or claim.quantity.unit not in (Unit.SCORE, Unit.NONE):
        return
    held = _scores(stage, subject)
    compared = [(ref, _points(claim.quantity.value, value)) for value, ref in held]
    fitting = [ref for ref, c in compared if c.status is Status.AGREES]
    twins = [o for o in others if o.claim.quantity.value == claim.quantity.value]
    full = [ref for value, ref in _full_points(subject) if value == claim.quantity.value]
    if not fitting and full and any(regex.search(w, statement.words) for w in stage.rules.words["full_points"]):
        # 评价总分100分: the points that can be had, not those that were given
        stage.agrees(claim, stage.text("why.agrees.sheet", table=full[0].table or "", row=statement.words), full)
    elif fitting:
        why = stage.text("why.agrees.sheet", table=fitting[0].table or "", row=statement.words)
        stage.agrees(claim, why, [*fitting, *(story.place(t.claim) for t in twins)])
    elif compared:
        expected = held[0][0]
        same = [story.place(o.claim) for o in others if o.claim.quantity.value == expected]
        stage.disagrees(statement, compared[0][1], [ref for ref, _ in compared], twins=same)
    elif twins:
        stage.agrees(claim, stage.text("why.agrees.text"), [story.place(t.claim) for t in twins])


def _scores(stage: Stage, subject: Subject) -> list[tuple[Decimal, Ref]]:
    """Return the totals of the subject's tables, those that are proven wrong as they should be."""
    return [(stage.right(s.total).value, s.total.ref) for s in subject.sheets if s.total is not None]


def _full_points(subject: Subject) -> list[tuple[Decimal, Ref]]:
    """Return the totals of the points that can be had in the subject's tables."""
    known = [sheet.known(sheet.total_row, "weight") for sheet in subject.sheets]
    return [(k.value, k.ref) for k in known if k is not None]


def _points(stated: Decimal, other: Decimal) -> Comparison:
    """Compare points: they are printed in full everywhere."""
    return same_quantity(stated, Decimal(0), other, Decimal(0))
