"""Things that must be said: statements, captions of charts, results of projects, components of the 三公 expenses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.evidence import (
    Defect,
    caption,
    failed,
    find,
    find_in,
    not_applicable,
    passed,
    review,
    said,
)
from audit.checklist.kinds.changes import left_open, parted, reason_missing, unexplained
from audit.model.document import ParagraphKind
from audit.model.findings import Severity
from audit.model.packs import Otherwise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.checklist.evidence import Evidence, KindResult
    from audit.model.document import Paragraph
    from audit.model.packs import Charts, ProjectResults, Statement, WordNeed
    from audit.model.places import Ref

SHOWN = 3
"""Sentences cited beside a heading."""


def statement(evidence: Evidence, params: Statement) -> KindResult:
    """Check that a section says what it must, or that there is nothing to say."""
    prose = _prose(evidence, params)
    if prose is None:
        return _section_missing(evidence, params)
    if params.counted:
        place = _nothing_counted(params, prose)
        if place is not None:
            return not_applicable(said("statement.not_counted", what=params.label), evidence=[place])
    nil = find_in(params.nil, prose) if params.nil else None
    needs = params.nil_needs if nil is not None else params.needs
    places, lacking = met_needs(needs, prose)
    if lacking and params.wider:
        elsewhere, lacking = met_needs(lacking, evidence.body(params.wider))
        places += elsewhere
    if nil is not None:
        places = [nil, *places]
        if not lacking and params.on_nil is Otherwise.NOT_APPLICABLE:
            return not_applicable(said("statement.nil", what=params.label), evidence=places)
    if lacking and params.missing is Otherwise.REVIEW:
        return review(said("statement.look", what=params.label), evidence=places)
    told = unexplained(evidence, prose) if params.reasons and nil is None else ()
    without, unsure = parted(told, evidence.pack.vocabulary)
    unexplained_ = [reason_missing(params.label, params.sections[0], without)] if without else []
    reasons = [said("changes.fail", what=params.label, where=defect.stated) for defect in unexplained_]
    if lacking:
        names = "、".join(need.label for need in lacking)
        left = review(*reasons, evidence=unexplained_[0].places) if unexplained_ else None
        unsaid = _unsaid(evidence, params, names)
        return failed(said("statement.fail", what=params.label, needs=names), defects=[unsaid], rest=left)
    if unexplained_:
        return failed(*reasons, defects=unexplained_)
    if unsure:
        return left_open(params.label, unsure)
    return passed(said("statement.nil_pass" if nil else "statement.pass", what=params.label), evidence=places)


def _prose(evidence: Evidence, params: Statement) -> Sequence[Paragraph] | None:
    """Return the paragraphs in which it must be said, None where there is no section for it and no word about it."""
    if not params.sections:
        return evidence.doc.paragraphs
    if evidence.sections(params.sections):
        return evidence.body(params.sections)
    return tuple(p for p in evidence.body((params.within,)) if params.named and find(params.named, p.text)) or None


def met_needs(needs: Sequence[WordNeed], paragraphs: Sequence[Paragraph]) -> tuple[list[Ref], list[WordNeed]]:
    """Return the places of the needs that are met, and the needs that are not."""
    places, lacking = [], []
    for need in needs:
        place = find_in(need.words, paragraphs)
        if place is not None:
            places.append(place)
        else:
            lacking.append(need)
    return list(dict.fromkeys(places)), lacking


def _section_gone(evidence: Evidence, section: str, label: str, within: str = "") -> Defect:
    return Defect(
        about=f"missing:{section}",
        message=said("finding.section_missing", section=label),
        places=(evidence.place_under(within or section),),
        expected=label,
    )


def _section_missing(evidence: Evidence, params: Statement) -> KindResult:
    defect = _section_gone(evidence, params.sections[0], params.label, params.within)
    return failed(said("sections.missing", sections=params.label), defects=[defect])


def _unsaid(evidence: Evidence, params: Statement, names: str) -> Defect:
    return Defect(
        about=f"unsaid:{params.label}",
        message=said("finding.statement_missing", what=params.label, needs=names),
        places=belonging(evidence, params.sections),
        severity=Severity.WARNING,
        expected=names,
    )


def belonging(evidence: Evidence, sections: Sequence[str]) -> tuple[Ref, ...]:
    """Return where a missing statement belongs: the section's heading, and the sentences that stand there instead."""
    heading = evidence.place_under(sections[0] if sections else "")
    prose = evidence.body(sections[:1]) if sections else ()
    return (heading, *(paragraph.ref for paragraph in prose[:SHOWN]))


def _nothing_counted(params: Statement, prose: Sequence[Paragraph]) -> Ref | None:
    """Return the place that shows that there is none of the counted things, None where there are some."""
    for paragraph in prose:
        for match in regex.finditer(params.counted, paragraph.text):
            if int(match["count"]):
                return None
    return find_in((params.counted,), prose) or next((p.ref for p in prose), None)


def charts(evidence: Evidence, params: Charts) -> KindResult:
    """Check the charts of the explanation by their captions; without any the pages must be looked at."""
    word = evidence.pack.vocabulary.caption
    paragraphs = [
        p
        for p in evidence.paragraphs((params.section,))
        if p.kind is ParagraphKind.CAPTION or regex.match(word, p.text)
    ]
    left = [p for p in paragraphs if regex.match(word, p.text)]
    found: list[Ref] = []
    lacking: list[WordNeed] = []
    for need in params.captions:
        match = next((p for p in left if find(need.words, p.text)), None)
        if match is None:
            lacking.append(need)
        else:
            left.remove(match)
            found.append(match.ref)
    pictures = _pictures(evidence, params.section)
    if not lacking:
        return passed(said("charts.pass", count=len(found)), evidence=found)
    if pictures >= len(params.captions):
        headings = [evidence.place_under(params.section)]
        return passed(said("charts.pictures", count=pictures), evidence=[*headings, *found])
    if not found or pictures:
        look = said("charts.look", count=pictures) if pictures else said("charts.look_none")
        return review(look, evidence=[evidence.place_under(params.section)])
    names = "、".join(need.label for need in lacking)
    defect = Defect(
        about="charts",
        message=said("finding.chart_missing", charts=names, count=len(found)),
        places=(_heading_of_chart(evidence, lacking[0], params), *found),
        severity=Severity.WARNING,
        expected=names,
    )
    return failed(said("charts.fail", charts=names), defects=[defect])


def _pictures(evidence: Evidence, key: str) -> int:
    """Return how many pictures stand in a section."""
    section = evidence.doc.section(key)
    if section is None:
        return 0
    inside = evidence.doc.within(section)
    first, last = inside[0].lines[0], inside[-1].lines[-1]
    return sum(f.file == first.file and first.number <= f.after_line <= last.number for f in evidence.doc.figures)


def _heading_of_chart(evidence: Evidence, need: WordNeed, params: Charts) -> Ref:
    """Return the heading of the section that the chart belongs to: the first that its name's words fit."""
    for section in evidence.doc.sections:
        if section.key.startswith(params.section + ".") and find(need.words[1:], section.title):
            return section.ref
    return evidence.place_under(params.section)


def project_results(evidence: Evidence, params: ProjectResults) -> KindResult:
    """Check that the section of each table with project expenditure tells what the projects achieved."""
    places: list[Ref] = []
    nothing: list[Ref] = []
    defects: list[Defect] = []
    unsure: list[Ref] = []
    hinted: list[Ref] = []
    for part in params.parts:
        table = evidence.doc.table(part.role)
        cell = table.cell("total", params.column) if table is not None else None
        if table is not None and not table.is_nil and cell is not None and cell.amount is None:
            unsure.append(caption(table))
            continue
        if table is None or table.is_nil or cell is None or not cell.amount:
            if table is not None:
                nothing.append(caption(table))
            continue
        place = find_in(params.words, evidence.body((part.section,)))
        if place is not None:
            places.append(place)
        elif evidence.doc.section(part.section) is None:
            defects.append(_section_gone(evidence, part.section, part.label))
        elif (sign := find_in(params.signs, evidence.body((part.section,)))) is not None:
            hinted.append(sign)
        else:
            defects.append(
                Defect(
                    about=f"results:{part.section}",
                    message=said(
                        "finding.results_missing", section=part.label, amount=f"{cell.text.strip()}{cell.unit.value}"
                    ),
                    places=(evidence.place_under(part.section), cell.ref),
                    severity=Severity.WARNING,
                    expected=part.label,
                )
            )
    reason = "results.unsure" if unsure else "results.maybe"
    left = review(said(reason), evidence=[*unsure, *hinted]) if unsure or hinted else None
    if defects:
        names = "、".join(d.expected for d in defects)
        return failed(said("results.fail", sections=names), defects=defects, rest=left)
    if left:
        return left
    if places:
        return passed(said("results.pass"), evidence=places)
    if nothing:
        return not_applicable(said("results.none"), evidence=nothing)
    return review(said("tables.none"))
