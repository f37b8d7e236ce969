"""The components of the 三公 expenses: n/a where nothing was budgeted and spent, in the table and in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.checklist.evidence import Defect, caption, claim_ref, failed, find, not_applicable, passed, review, said
from audit.checklist.kinds.changes import left_open, parted, reason_missing, segments, unexplained
from audit.checklist.kinds.statements import met_needs
from audit.model.claims import Period, Relation
from audit.model.document import CellState
from audit.model.findings import Severity
from audit.model.places import QUOTE_LIMIT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.checklist.evidence import Evidence, KindResult
    from audit.checklist.kinds.changes import Segment
    from audit.model.document import Cell, Table
    from audit.model.packs import ComponentStatement
    from audit.model.places import Ref

WHOLE = "three_public"
"""Concept of the three together."""
ROLES = ("three_public", "budget_three_public")
"""The table in final accounts and in budgets."""
SHOWN = 6
"""Stretches of text cited beside the first sentence."""
COLUMNS = {
    "three_public": ("budget.total", "final.total", "total"),
    "official_overseas_travel": ("budget.overseas", "final.overseas", "overseas"),
    "official_vehicle": ("budget.vehicle", "final.vehicle", "vehicle"),
    "vehicle_purchase": ("budget.vehicle_purchase", "final.vehicle_purchase", "vehicle_purchase"),
    "vehicle_operation": ("budget.vehicle_operation", "final.vehicle_operation", "vehicle_operation"),
    "official_reception": ("budget.reception", "final.reception", "reception"),
}
"""Where the table shows a component of the prose."""
LIST_COLUMN = "amount"
"""Column of a table that lists the components as lines."""


def component_statement(evidence: Evidence, params: ComponentStatement) -> KindResult:
    """Check what must be said of one component, where there is one."""
    table = next((t for role in ROLES if (t := evidence.doc.table(role)) is not None), None)
    prose = evidence.body(params.sections)
    stated = _stated_amounts(evidence, params.sections[0], params.concepts)
    spent = bool(stated) or _has_amount(table, params.columns)
    if not spent:
        if table is None and (not prose or not evidence.claims):
            return review(said("component.nowhere", what=params.label))
        if table is not None and _is_damaged(table, params.columns):
            return review(said("component.damaged", what=params.label), evidence=[caption(table)])
        places = [*([caption(table)] if table is not None else []), *_mentions(evidence, params)]
        return not_applicable(said("component.nothing", what=params.label), evidence=places)
    needs = list(params.needs)
    if _has_amount(table, params.purchase_columns) or _stated_amounts(
        evidence, params.sections[0], ("vehicle_purchase",)
    ):
        needs += params.purchase_needs
    places, lacking = met_needs(needs, prose)
    if lacking:
        names = "、".join(need.label for need in lacking)
        defect = Defect(
            about=f"component:{params.label}",
            message=said("finding.component_unsaid", what=params.label, needs=names),
            places=(_best_place(evidence, params), *stated[:1], *_paragraph_about(evidence, params)),
            severity=Severity.WARNING,
            expected=names,
        )
        left = _without_reason(evidence, params, table)
        open_ = review(*left.reasons, evidence=left.evidence) if left else None
        return failed(said("component.fail", what=params.label, needs=names), defects=[defect], rest=open_)
    left = _without_reason(evidence, params, table)
    if left:
        return left
    return passed(said("component.pass", what=params.label), evidence=[*places, *stated[:1]])


def _without_reason(evidence: Evidence, params: ComponentStatement, table: Table | None) -> KindResult | None:
    """Return the fail of differences that stand without a reason, None where there are none."""
    if not params.reasons:
        return None
    stated_differences = unexplained(evidence, evidence.body(params.sections[:1]))
    without = [segment for segment in stated_differences if not _is_about_nothing(evidence, segment, params, table)]
    if not without:
        return None
    without, unsure = parted(without, evidence.pack.vocabulary)
    if not without:
        return left_open(params.label, unsure)
    if params.whole_is_enough and (told := _reason_of_the_whole(evidence, params, without)) is not None:
        names = "；".join(segment.title for segment in without)
        return review(said("changes.fail", what=params.label, where=names), evidence=[told])
    defect = reason_missing(params.label, params.sections[0], without)
    return failed(said("changes.fail", what=params.label, where=defect.stated), defects=[defect])


def _reason_of_the_whole(evidence: Evidence, params: ComponentStatement, without: Sequence[Segment]) -> Ref | None:
    """Return the sentence that says why the three together changed, None where one about them lacks its reason."""
    words = evidence.pack.vocabulary
    stated = [c for c in evidence.claims if c.concept is not None and c.concept.key == WHOLE]

    def about(segment: Segment) -> bool:
        inside = range(segment.start, segment.end)
        return any(c.paragraph == segment.paragraph.index and c.start in inside for c in stated)

    if any(about(segment) for segment in without):
        return None
    told = (s for s in segments(evidence.body(params.sections[:1]), words) if about(s) and find(words.reason, s.text))
    return next((s.paragraph.place(s.start, min(s.end, s.start + QUOTE_LIMIT)) for s in told), None)


def _is_about_nothing(evidence: Evidence, segment: Segment, params: ComponentStatement, table: Table | None) -> bool:
    """Tell whether a sentence is about components without budget and spending: 0 % of nothing is no difference."""
    inside = [
        claim.concept.key
        for claim in evidence.claims
        if claim.concept is not None
        and claim.paragraph == segment.paragraph.index
        and segment.start <= claim.start < segment.end
        and claim.quantity.unit.is_money
    ]
    named = {key for key in inside if key in COLUMNS}
    return bool(named) and not any(
        _has_amount(table, COLUMNS[key]) or _stated_amounts(evidence, params.sections[0], (key,)) for key in named
    )


def _cells(table: Table | None, columns: Sequence[str]) -> list[Cell]:
    if table is None:
        return []
    keys = {column.index: column.key for column in table.columns}
    return [
        cell
        for row in table.rows
        for cell in row.cells
        if keys.get(cell.column) in columns or (keys.get(cell.column) == LIST_COLUMN and row.key in columns)
    ]


def _has_amount(table: Table | None, columns: Sequence[str]) -> bool:
    return any(cell.state is CellState.VALUE and cell.value for cell in _cells(table, columns))


def _is_damaged(table: Table, columns: Sequence[str]) -> bool:
    return any(cell.state is CellState.DAMAGED for cell in _cells(table, columns)) or "header" in table.quality


def _stated_amounts(evidence: Evidence, section: str, concepts: Sequence[str]) -> list[Ref]:
    """Return the places of amounts above zero that the prose states of a component for this year.

    What it changed by, and what it was the year before, says nothing of there being any this year.
    """
    found = []
    for claim in evidence.claims:
        if (
            claim.concept is None
            or claim.concept.key not in concepts
            or section not in evidence.doc.keys_of(claim.section)
        ):
            continue
        is_level = claim.relation in (Relation.LEVEL, Relation.PART_OF) and claim.period is Period.CURRENT
        if is_level and claim.quantity.unit.is_money and claim.quantity.value > 0:
            found.append(claim_ref(evidence.doc, claim))
    return found


def _mentions(evidence: Evidence, params: ComponentStatement) -> list[Ref]:
    """Return the place where the prose states nothing for the component, else for the whole, else the heading."""
    inside = [c for c in evidence.claims if params.sections[0] in evidence.doc.keys_of(c.section) and c.concept]
    for concepts in (params.concepts, (WHOLE,)):
        for claim in inside:
            if claim.concept is not None and claim.concept.key in concepts and not claim.quantity.value:
                return [claim_ref(evidence.doc, claim)]
    section = evidence.doc.section(params.sections[0])
    return [section.ref] if section is not None else []


def _paragraph_about(evidence: Evidence, params: ComponentStatement) -> list[Ref]:
    """Return the paragraphs that state the component, in stretches short enough to be quoted."""
    about = [c for c in evidence.claims if c.concept is not None and c.concept.key in params.concepts]
    inside = [c.paragraph for c in about if params.sections[0] in evidence.doc.keys_of(c.section)]
    paragraphs = [evidence.doc.paragraphs[index] for index in dict.fromkeys(inside)]
    return [
        p.place(start, min(len(p.text), start + QUOTE_LIMIT))
        for p in paragraphs
        for start in range(0, len(p.text), QUOTE_LIMIT)
    ][:SHOWN]


def _best_place(evidence: Evidence, params: ComponentStatement) -> Ref:
    """Return the clause about the component, else the section's heading."""
    for claim in evidence.claims:
        if claim.concept is None or claim.concept.key not in params.concepts:
            continue
        if params.sections[0] in evidence.doc.keys_of(claim.section):
            return claim_ref(evidence.doc, claim)
    return evidence.place_under(params.sections[0])
