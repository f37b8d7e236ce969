"""Counts of indicators by level, and the projects that the explanation names with what was spent on them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Period, Relation, Status
from audit.model.findings import Category, Severity
from audit.reconciliation.bounds import same_quantity, sums
from audit.reconciliation.diagnosis import is_slip

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.places import Ref
    from audit.reconciliation.bounds import Comparison
    from audit.reconciliation.performance.sheets import Known, Sheet
    from audit.reconciliation.performance.stage import Stage
    from audit.reconciliation.performance.statements import Statement
    from audit.reconciliation.performance.subjects import Subject

_LEVELS = ("first", "second", "third")
_LEAST_AGREE = 3
"""Projects whose reviews and listed amounts agree before one that does not is wrong."""
_MOST_MORE = 8
"""Characters that may stand beside a project's name where it is listed with its amount."""


def settle_counts(stage: Stage) -> None:
    """Settle counts of indicators."""
    by_paragraph: dict[int, list[Statement]] = {}
    for statement in stage.statements:
        if statement.counted in _LEVELS and statement.claim.relation is Relation.COUNT:
            by_paragraph.setdefault(statement.claim.paragraph, []).append(statement)
    for group in by_paragraph.values():
        _levels(stage, group)


# --- indicators of a level --------------------------------------------------------------------------------------------


def _levels(stage: Stage, group: list[Statement]) -> None:
    """Settle the counts of one paragraph; one may be called wrong only where another of them holds."""
    subject = group[0].subject
    sheets = [s for s in (subject.sheets if subject else []) if s.indicators and s.has_levels]
    if len(sheets) != 1 or not sheets[0].is_sound:
        return
    sheet = sheets[0]
    holding = [s for s in group if s.claim.quantity.value in level_counts(sheet, s.counted)]
    evidence = {level: _level_refs(sheet, level) for level in _LEVELS}
    # some count the execution of the budget as an indicator of its own: then every level has one more
    extra = all(s.claim.quantity.value - 1 in level_counts(sheet, s.counted) for s in group)
    for statement in group:
        possible = level_counts(sheet, statement.counted)
        if not possible or not stage.is_open(statement.claim):
            continue
        if statement in holding:
            why = stage.text("why.agrees.sheet", table=sheet.table.caption, row=statement.counted_words)
            stage.agrees(statement.claim, why, evidence[statement.counted])
        elif holding and not extra:
            comparison = sums(statement.claim.quantity.value, Decimal(min(possible)), Decimal(0))
            stage.disagrees(
                statement, comparison, evidence[statement.counted], name=statement.counted_words, rule=statement.counted
            )


def level_counts(sheet: Sheet, level: str) -> set[int]:
    """Return what a count of a level may be: names, printed labels, or rows; empty where labels are lost."""
    if level == "third":
        return {len(sheet.indicators)}
    names = [(i.first, i.second if level == "second" else "") for i in sheet.indicators]
    if any(not (name[1] if level == "second" else name[0]) for name in names):
        return set()
    groups = sum(1 for n, name in enumerate(names) if n == 0 or names[n - 1] != name)
    counts = {len(set(names)), groups}
    if level == "second":
        counts |= {len(sheet.indicators), len({name[1] for name in names})}
    return counts


def _level_refs(sheet: Sheet, level: str) -> list[Ref]:
    if level == "third":
        return [i.ref.at_cell(sheet.table.caption, i.name, None) for i in sheet.indicators]
    cells = [sheet.cell(i.row, level) for i in sheet.indicators]
    refs = dict.fromkeys(c.ref.at_cell(sheet.table.caption, c.text, None) for c in cells if c is not None)
    return list(refs)


# --- projects in the explanation of the general budget ----------------------------------------------------------------


def settle_listed_projects(stage: Stage) -> None:
    """（1）某项目 12.3 万元 under 项目支出 is what the project spent, where all of them make up the table's figure."""
    doc = stage.cast.doc
    section = doc.section("explanation.general_budget.detail") or doc.section("explanation.general_budget")
    figure = stage.story.index.figure("general_budget_expenditure", "total", "project")
    if section is None or figure is None or figure.value is None:
        return
    listed = []
    for claim in stage.story.claims:
        inside = section.first <= claim.paragraph <= section.last and claim.relation is Relation.LEVEL
        inside = inside and not claim.measure.is_budget
        name = _project_named(stage, claim.paragraph, claim.start) if inside and claim.quantity.unit.is_money else None
        if name is not None:
            listed.append((claim, name))
    spent = {id(n): n.funds("executed") for _, n in listed}
    known = [k for k in spent.values() if k is not None]
    if not known or len(known) < len(spent):
        return
    total = sums(
        figure.value, sum((k.value for k in known), figure.value * 0), sum((k.half for k in known), figure.half)
    )
    for claim, sheet in listed:
        cell = spent[id(sheet)]
        if cell is None or not stage.is_open(claim):
            continue
        comparison = same_quantity(*stage.story.amount(claim), cell.value, cell.half)
        if comparison.status is Status.AGREES:
            why = stage.text("why.agrees.sheet", table=sheet.table.caption, row=stage.text("label.executed"))
            stage.agrees(claim, why, [cell.ref], comparison)
        elif total.status is not Status.DISAGREES:
            _misstated(stage, claim, comparison, cell, sheet)


def _misstated(stage: Stage, claim: Claim, comparison: Comparison, cell: Known, sheet: Sheet) -> None:
    """Record a listed amount that is not what the project's table shows."""
    story = stage.story
    why = stage.text("why.disagrees", expected=comparison.expected)
    story.record(claim, Status.DISAGREES, why, [cell.ref], comparison)
    story.findings.append(
        story.wording.finding(
            "narr.table", "P-listed", Category.NARR_TABLE, Severity.ERROR, [*story.places(claim), cell.ref],
            stated=claim.quantity.printed, expected=comparison.expected, concept=sheet.name,
            table=sheet.table.caption, unit=claim.quantity.unit.value, difference=comparison.difference,
            at_stake=comparison.difference,
        )
    )  # fmt: skip


def settle_listed_reviews(stage: Stage) -> None:
    """Hold what a review says was spent to the amount listed for its project, where the list makes up its total.

    Most projects must agree: a review may count money that the list of one budget leaves out.
    """
    story = stage.story
    doc = stage.cast.doc
    section = doc.section("explanation.general_budget.detail") or doc.section("explanation.general_budget")
    if section is None:
        return
    pairs: list[tuple[Claim, Statement]] = []
    for claim in story.claims:
        level = claim.relation is Relation.LEVEL and not claim.measure.is_budget and story.is_proven(claim.index)
        if not level or not section.first <= claim.paragraph <= section.last:
            continue
        subject = _subject_named(stage, claim.paragraph, claim.start)
        spent = [s for s in stage.of(subject, "executed") if s.direct and s.claim.quantity.unit.is_money]
        pairs += [(claim, s) for s in spent if subject is not None and len(spent) == 1]
    compared = [(c, s, same_quantity(*story.amount(s.claim), *story.amount(c))) for c, s in pairs]
    if sum(comparison.status is Status.AGREES for _, _, comparison in compared) < _LEAST_AGREE:
        return
    for claim, statement, comparison in compared:
        slip = is_slip(statement.claim.quantity.printed, comparison.expected)
        if comparison.status is Status.DISAGREES and slip and stage.is_open(statement.claim):
            stage.disagrees(statement, comparison, [], twins=[story.place(claim)], odd=True)


def settle_named_projects(stage: Stage) -> None:
    """Hold the amount that the explanation names with a project to what the project's own table says was spent.

    The part of one fund may be meant: one that differs is wrong only where the tables of the projects that its
    paragraph names make up what the paragraph says was spent, as a table of the accounts has it.
    """
    named: dict[int, list[tuple[Claim, Sheet, Known]]] = {}
    for claim in stage.story.claims:
        spent = claim.relation is Relation.LEVEL and claim.period is Period.CURRENT and not claim.measure.is_budget
        if not spent or not claim.quantity.unit.is_money or claim.paragraph in stage.cast.scenes:
            continue
        sheet = _project_named(stage, claim.paragraph, claim.start)
        cell = sheet.funds("executed") if sheet is not None else None
        if sheet is not None and cell is not None:
            named.setdefault(claim.paragraph, []).append((claim, sheet, cell))
    for group in named.values():
        is_whole = _make_up(stage, group)
        for claim, sheet, cell in group:
            if claim.index in stage.story.verdicts:
                continue
            comparison = same_quantity(*stage.story.amount(claim), cell.value, cell.half)
            if comparison.status is Status.AGREES:
                why = stage.text("why.agrees.sheet", table=sheet.table.caption, row=stage.text("label.executed"))
                stage.agrees(claim, why, [cell.ref], comparison)
            elif is_whole:
                _misstated(stage, claim, comparison, cell, sheet)


def _make_up(stage: Stage, group: list[tuple[Claim, Sheet, Known]]) -> bool:
    """Tell whether the tables of some projects make up the amount stated before them, which a table bears out."""
    story, first = stage.story, group[0][0]
    before = [c for c in story.claims[: first.index] if c.paragraph == first.paragraph and c.relation is Relation.LEVEL]
    verdict = story.verdicts.get(before[-1].index) if before else None
    if verdict is None or verdict.status is not Status.AGREES or not any(e.table for e in verdict.evidence):
        return False
    whole, bound = story.amount(before[-1])
    total = sum((cell.value for _, _, cell in group), whole * 0)
    return sums(whole, total, sum((cell.half for _, _, cell in group), bound)).status is not Status.DISAGREES


def _project_named(stage: Stage, paragraph: int, position: int) -> Sheet | None:
    """Return the table of the project whose name stands right before a figure."""
    subject = _subject_named(stage, paragraph, position)
    return subject.main if subject is not None else None


def _subject_named(stage: Stage, paragraph: int, position: int) -> Subject | None:
    """Return the project whose name stands right before a figure."""
    text = stage.cast.doc.paragraphs[paragraph].text
    marks = regex.finditer(r"[。；：，]|（\d{1,2}）|[一二三四五六七八九十]是", text[:position])
    figures = (c.end for c in stage.story.claims if c.paragraph == paragraph and c.end <= position)
    start = max([0, *(m.end() for m in marks), *figures])
    subject = stage.cast.find(text[start:position])
    if subject is None or position - start > len(subject.name) + _MOST_MORE:
        return None
    return subject
