"""Performance: projects stated, reviews printed, tables printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.evidence import (
    Defect,
    KindResult,
    caption,
    failed,
    find,
    find_in,
    not_applicable,
    passed,
    said,
)
from audit.checklist.form import ROLE
from audit.likeness import likeness
from audit.model.checklist import Outcome
from audit.model.document import ParagraphKind
from audit.model.findings import Category, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.checklist.evidence import Evidence
    from audit.model.document import Paragraph
    from audit.model.packs import ProjectReviews, SelfEvaluationTables, WordNeed
    from audit.model.places import Ref

NO_TITLES = (ParagraphKind.CONTENTS, ParagraphKind.COVER, ParagraphKind.FORM)
LEAST_LINES = 6
"""Lines under a title that are more than a heading left alone."""
SIMILAR = 0.75
SHOWN = 40


@dataclass(frozen=True, slots=True)
class Review:
    """One project's review: its title and everything down to the next one."""

    name: str
    ref: Ref
    text: str


@dataclass(frozen=True, slots=True)
class Stated:
    """How many projects the prose says were evaluated."""

    count: int
    ref: Ref


def project_reviews(evidence: Evidence, params: ProjectReviews) -> KindResult:
    """Check that each project has a review, and that it tells everything it must."""
    found = reviews(evidence, params.projects)
    stated = stated_count(evidence, params.section, params.projects, len(found))
    if not found:
        return _nothing_found(evidence, params.section, stated, "reviews")
    defects = _count_defects(evidence, params.section, params.projects, stated, len(found), "reviews")
    lacking = [(one, [need for need in params.parts if not find(need.words, one.text)]) for one in found]
    incomplete = [(one, needs) for one, needs in lacking if needs]
    if incomplete:
        defects.append(_incomplete(incomplete))
    if defects:
        reasons = [said("reviews.incomplete", count=len(incomplete), parts=_parts(incomplete))] if incomplete else []
        if len(defects) > bool(incomplete):
            reasons.append(said("reviews.count", stated=stated.count if stated else 0, found=len(found)))
        return failed(*reasons, defects=defects)
    return passed(said("reviews.pass", count=len(found)), evidence=[one.ref for one in found])


def _incomplete(incomplete: list[tuple[Review, list[WordNeed]]]) -> Defect:
    listed = "；".join(f"{one.name}（{'、'.join(need.label for need in needs)}）" for one, needs in incomplete)
    return Defect(
        about="reviews:incomplete",
        message=said("finding.review_incomplete", count=len(incomplete), reviews=listed),
        places=tuple(one.ref for one, _ in incomplete[:SHOWN]),
        severity=Severity.WARNING,
        expected=_parts(incomplete),
    )


def _parts(incomplete: list[tuple[Review, list[WordNeed]]]) -> str:
    return "、".join(dict.fromkeys(need.label for _, needs in incomplete for need in needs))


def self_evaluation_tables(evidence: Evidence, params: SelfEvaluationTables) -> KindResult:
    """Check that each project has its self-evaluation table."""
    tables = project_tables(evidence)
    stated = stated_count(evidence, params.section, params.projects, len(tables))
    written = reviews(evidence, params.projects)
    if not tables:
        return _nothing_found(evidence, params.section, stated, "self_tables")
    without = [one for one in written if not any(_same(evidence, one.name, name) for name in tables)]
    count = stated.count if stated else len(written)
    if len(tables) < count and without:
        names = "、".join(one.name for one in without)
        defect = Defect(
            about="self_tables:missing",
            message=said("finding.self_table_missing", projects=names, count=len(tables)),
            places=(without[0].ref, *(one.ref for one in without[1:])),
            expected=names,
        )
        return failed(said("self_tables.missing", stated=count, found=len(tables), projects=names), defects=[defect])
    defects = _count_defects(evidence, params.section, params.projects, stated, len(tables), "self_tables")
    if defects:
        return failed(said("self_tables.count", stated=count, found=len(tables)), defects=defects)
    lacking = _whole_lacking(evidence, params)
    if lacking is not None:
        # the row asks for the projects' tables: what else is missing is shown, and somebody decides
        reasons = (said("self_tables.pass", count=len(tables)), said("self_tables.whole"))
        return KindResult(Outcome.REVIEW, reasons, (*lacking.places, *tables.values()), (lacking,))
    return passed(said("self_tables.pass", count=len(tables)), evidence=tables.values())


def _whole_lacking(evidence: Evidence, params: SelfEvaluationTables) -> Defect | None:
    """Return the defect of a whole department's evaluation that is told and has no table beside the projects'."""
    told = find_in(params.whole_told, evidence.body((params.whole,))) if params.whole else None
    section = evidence.doc.section(params.whole)
    if told is None or section is None:
        return None
    heading = {line.number for line in evidence.doc.paragraphs[section.first].lines}
    for text, ref in [*_captions(evidence), *_titles(evidence)]:
        if ref.number not in heading and find(evidence.pack.vocabulary.whole_department, text):
            return None
    return Defect(
        about="whole_table",
        message=said("finding.whole_table_missing"),
        places=(section.ref, told),
        severity=Severity.WARNING,
        expected=section.title,
    )


def reviews(evidence: Evidence, section: str) -> tuple[Review, ...]:
    """Return the reviews printed in the section of the projects: by their titles, else by name and budget."""
    words = evidence.pack.vocabulary
    return _reviews_by(evidence, section, words.review_titles) or _reviews_by(evidence, section, words.review_figures)


def _reviews_by(evidence: Evidence, section: str, patterns: tuple[str, ...]) -> tuple[Review, ...]:
    found: list[tuple[str, Ref, list[str]]] = []
    for paragraph in evidence.paragraphs((section,)):
        starts = [m for pattern in patterns for m in regex.finditer(pattern, paragraph.text)]
        starts.sort(key=lambda match: match.start())
        if found:
            found[-1][2].append(paragraph.text[: starts[0].start()] if starts else paragraph.text)
        for match, end in zip(starts, [m.start() for m in starts[1:]] + [len(paragraph.text)], strict=False):
            place = paragraph.place(match.start(), match.end())
            found.append((match["name"], place, [paragraph.text[match.start() : end]]))
    return tuple(Review(name, ref, "".join(parts)) for name, ref, parts in found)


def stated_count(evidence: Evidence, section: str, projects: str, found: int) -> Stated | None:
    """Return how many projects the prose says were evaluated: in the section of the projects, else in the whole.

    Of several counts there (first-level projects, second-level ones) the one that was found is meant.
    """
    for keys in ((projects,), (section,)):
        stated = [
            Stated(int(match["count"]), paragraph.place(match.start(), match.end()))
            for paragraph in evidence.body(keys)
            for match in _counts(evidence, paragraph)
            if not find(
                evidence.pack.vocabulary.fund_scopes, paragraph.text[max(0, match.start() - SHOWN) : match.start()]
            )
        ]
        if stated:
            return next((one for one in stated if one.count == found), stated[0])
    return None


def _counts(evidence: Evidence, paragraph: Paragraph) -> Iterator[regex.Match[str]]:
    for pattern in evidence.pack.vocabulary.project_counts:
        yield from regex.finditer(pattern, paragraph.text)


def project_tables(evidence: Evidence) -> dict[str, Ref]:
    """Return the self-evaluation tables of projects by name: captions, and titles with something below them."""
    words = evidence.pack.vocabulary
    found: dict[str, Ref] = {}
    for text, ref in [*_captions(evidence), *_titles(evidence)]:
        match = find(words.table_titles, text)
        if match is None or find(words.whole_department, text):
            continue
        name = bare_name(evidence, match["name"])
        if name and not any(_similar(name, other) for other in found):
            found[name] = ref
    return found


def _captions(evidence: Evidence) -> list[tuple[str, Ref]]:
    return [(table.caption, caption(table)) for table in evidence.doc.tables if table.caption]


def _titles(evidence: Evidence) -> list[tuple[str, Ref]]:
    """Return printed lines that are a title and have a table, or what extraction left of one, below them.

    A title may have been joined with the ruins of its table: the printed lines still show it.
    """
    words, doc = evidence.pack.vocabulary, evidence.doc
    skipped = {line.line_id for p in doc.paragraphs if p.kind in NO_TITLES for line in p.lines}
    skipped |= {line.line_id for table in doc.tables if table.role == ROLE for line in table.lines}
    filled = [line for line in doc.lines if line.text.strip() and line.line_id not in skipped]
    texts = [_squeeze(line.text) if len(line.cells) <= 1 else "" for line in filled]
    at = [index for index, text in enumerate(texts) if text and find(words.table_titles, text)]
    ends = [*at[1:], len(filled)]
    return [
        (texts[start], filled[start].ref())
        for start, end in zip(at, ends, strict=True)
        if end - start > LEAST_LINES or any(len(line.cells) > 1 for line in filled[start:end])
    ]


def _squeeze(text: str) -> str:
    return "".join(text.split()).replace("(", "（").replace(")", "）")


def bare_name(evidence: Evidence, name: str) -> str:
    """Return a project's name without ordinal, year, body and the word project."""
    entity = evidence.doc.identity.entity
    name = name.replace(entity, "") if entity else name
    for pattern in evidence.pack.vocabulary.name_noise:
        name = regex.sub(pattern, "", name)
    return name


def _same(evidence: Evidence, one: str, other: str) -> bool:
    return _similar(bare_name(evidence, one), bare_name(evidence, other))


def _similar(one: str, other: str) -> bool:
    if not one or not other:
        return False
    return one == other or one in other or other in one or likeness(one, other) >= SIMILAR


def _nothing_found(evidence: Evidence, section: str, stated: Stated | None, what: str) -> KindResult:
    """Answer where there is neither review nor table: n/a where there are no projects."""
    table = evidence.doc.table("expenditure")
    cell = table.cell("total", "project") if table is not None else None
    if stated is None and table is not None and cell is not None and cell.amount == 0:
        return not_applicable(said(f"{what}.none"), evidence=[caption(table)])
    if evidence.doc.section(section) is None:
        defect = Defect(
            about=f"missing:{section}",
            message=said("finding.section_missing", section=said_label(evidence, section)),
            places=(evidence.place_under(section),),
            expected=said_label(evidence, section),
        )
    else:
        defect = Defect(
            about=f"{what}:all",
            message=said(f"finding.{what}_all", count=stated.count if stated else 0),
            places=(evidence.place_under(section), *([stated.ref] if stated else [])),
        )
    return failed(said(f"{what}.all"), defects=[defect])


def said_label(evidence: Evidence, section: str) -> str:
    """Return what a section is called in the pack."""
    return evidence.pack.messages.get(f"label.{section}", section)


def _count_defects(
    evidence: Evidence, section: str, projects: str, stated: Stated | None, found: int, what: str
) -> list[Defect]:
    """Make the finding of a count that is not the number of reviews or tables."""
    if stated is None or stated.count == found:
        return []
    written, tables = reviews(evidence, projects), project_tables(evidence)
    titles = [one.ref for one in written] if what == "reviews" else list(tables.values())
    if len(written) == len(tables):
        # reviews and tables agree with each other: the figure in the text is the wrong one
        return [
            Defect(
                about="projects:stated",
                message=said("finding.projects_stated", stated=stated.count, found=found),
                places=(stated.ref, evidence.place_under(projects)),
                category=Category.NARR_ARITH,
                stated=str(stated.count),
                expected=str(found),
            )
        ]
    return [
        Defect(
            about=f"{what}:count",
            message=said(f"finding.{what}_count", stated=stated.count, found=found),
            places=(stated.ref, evidence.place_under(projects), evidence.place_under(section), *titles[:SHOWN]),
            stated=str(stated.count),
            expected=str(found),
        )
    ]
