"""Parts and sections: are they there, in order, with content."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.checklist.evidence import Defect, caption, failed, find, find_in, is_prose, passed, review, said
from audit.model.document import ParagraphKind
from audit.model.findings import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.checklist.evidence import Evidence, KindResult
    from audit.model.document import Section
    from audit.model.packs import OrderOfParts, PartRule, SectionNeed, SectionsPresent
    from audit.model.places import Ref

CONTENT_LENGTH = 2
"""Letters under which a paragraph is residue, no content."""
LETTER = re.compile(r"\w")
"""Dots and dashes say nothing."""


@dataclass(frozen=True, slots=True)
class _Found:
    part: PartRule
    at: int
    """Index of its first paragraph."""
    ref: Ref


def order_of_parts(evidence: Evidence, params: OrderOfParts) -> KindResult:
    """Check that the parts are there and follow each other as prescribed."""
    parts = evidence.pack.head.parts
    found = [one for one in (_find_part(evidence, part) for part in parts) if one is not None]
    there = {one.part.key for one in found}
    defects = [_part_missing(evidence, part, found, params.severity) for part in parts if part.key not in there]
    defects += [
        Defect(
            about=f"order:{before.part.key}:{after.part.key}",
            message=said("finding.parts_swapped", first=before.part.label, second=after.part.label),
            places=(after.ref, before.ref),
            severity=params.severity,
            stated=after.part.label,
            expected=before.part.label,
        )
        for before, after in pairwise(found)
        if before.at > after.at and not params.any_order
    ]
    if not defects:
        return passed(said("parts.pass", count=len(found)), evidence=(one.ref for one in found))
    names = "、".join(part.label for part in parts if part.key not in there)
    swapped = "、".join(f"{d.stated}—{d.expected}" for d in defects if d.about.startswith("order:"))
    reasons = [said("parts.missing", parts=names)] if names else []
    reasons += [said("parts.swapped", parts=swapped)] if swapped else []
    return failed(*reasons, defects=defects)


def _find_part(evidence: Evidence, part: PartRule) -> _Found | None:
    doc = evidence.doc
    if part.key in ("cover", "contents"):
        kind = ParagraphKind.COVER if part.key == "cover" else ParagraphKind.CONTENTS
        for paragraph in doc.paragraphs:
            if paragraph.kind is kind:
                return _Found(part, paragraph.index, paragraph.ref)
        return None
    section = doc.section(part.key)
    if section is not None:
        return _Found(part, section.first, section.ref)
    for table in doc.tables:
        if table.role in part.roles:
            return _Found(part, table.after, caption(table))
    titled = next((s for s in doc.sections if part.titles and find(part.titles, s.title)), None)
    return _Found(part, titled.first, titled.ref) if titled is not None else None


def _where_it_belongs(
    evidence: Evidence, part: PartRule, parts: tuple[PartRule, ...], found: list[_Found]
) -> tuple[Ref, ...]:
    """Return the headings between which a missing part belongs, that of the part that follows first."""
    order = [one.key for one in parts]
    at = order.index(part.key)
    here = {one.part.key: one for one in found}
    after = next((here[key].ref for key in order[at + 1 :] if key in here), None)
    before = next((here[key] for key in reversed(order[:at]) if key in here), None)
    if after is None and before is not None:
        after = _next_part(evidence, before)
    places = (after, before.ref if before is not None else None)
    return tuple(ref for ref in places if ref is not None) or (evidence.doc.paragraphs[0].ref,)


def _next_part(evidence: Evidence, before: _Found) -> Ref | None:
    """Return the first heading after a part, whatever it is called."""
    section = evidence.doc.section(before.part.key)
    if section is None:
        return None
    below = evidence.doc.sections[section.index + 1 :]
    return next((other.ref for other in below if other.level <= section.level), None)


def sections_present(evidence: Evidence, params: SectionsPresent) -> KindResult:
    """Check that sections are there and say something."""
    places: list[Ref] = []
    defects: list[Defect] = []
    excused: list[str] = []
    lacking: list[str] = []
    for need in params.sections:
        place, is_empty = find_section(evidence, need)
        if place is not None and not is_empty:
            places.append(place)
        elif place is None and (nil := _nil_place(evidence, need)) is not None:
            places.append(nil)
            excused.append(need.label)
        else:
            lacking.append(need.label)
            part = _missing_part(evidence, need) if place is None else None
            defects.append(part or missing_section(evidence, need, place, params.sections))
    left = review(said("sections.excused", sections="、".join(excused)), evidence=places) if excused else None
    if defects:
        return failed(said("sections.missing", sections="、".join(lacking)), defects=defects, rest=left)
    if left:
        return left
    return passed(said("sections.pass", sections="、".join(n.label for n in params.sections)), evidence=places)


def find_section(evidence: Evidence, need: SectionNeed) -> tuple[Ref | None, bool]:
    """Return where a section stands, None where it does not, and whether it says nothing."""
    empty: Ref | None = None
    for section in evidence.sections(need.keys):
        if _says_something(evidence, section, need.least):
            return section.ref, False
        empty = empty or section.ref
    if empty is not None or not need.words:
        return empty, empty is not None
    for section in evidence.doc.sections:
        if find(need.words, section.title):
            return section.ref, False
    return find_in(need.words, evidence.body((need.within,))), False


def _says_something(evidence: Evidence, section: Section, least: int) -> bool:
    """Tell whether a section has content: its own, a table, or headings that no template knows."""
    doc = evidence.doc
    inside = doc.within(section)
    length = sum(len(LETTER.findall(p.text)) for p in inside if is_prose(p))
    if length >= max(least, CONTENT_LENGTH) or any(section.first <= t.after <= section.last for t in doc.tables):
        return True
    below = doc.sections[section.index + 1 : section.index + 2]
    return any(not other.key and other.first == section.last + 1 for other in below)


def missing_section(
    evidence: Evidence, need: SectionNeed, place: Ref | None, siblings: Sequence[SectionNeed] = ()
) -> Defect:
    """Make the finding of a section that is missing, or that stands empty at `place`.

    A missing one is shown at the heading that it belongs under, with the siblings that it belongs between.
    """
    key = "finding.section_missing" if place is None else "finding.section_empty"
    places = (place,) if place is not None else _between(evidence, need, siblings)
    return Defect(f"missing:{need.keys[0]}", said(key, section=need.label), places, expected=need.label)


def _between(evidence: Evidence, need: SectionNeed, siblings: Sequence[SectionNeed]) -> tuple[Ref, ...]:
    at = next((i for i, other in enumerate(siblings) if other is need), 0)
    found = [[section.ref for section in evidence.sections(other.keys)[:1]] for other in siblings]
    before = next((refs for refs in reversed(found[:at]) if refs), [])
    after = next((refs for refs in found[at + 1 :] if refs), [])
    return tuple(dict.fromkeys((evidence.place_under(need.within), *before, *after)))


def _missing_part(evidence: Evidence, need: SectionNeed) -> Defect | None:
    """Return the finding of the part that a section belongs to, where that whole part is missing."""
    parts = evidence.pack.head.parts
    part = next((one for one in parts if one.key == need.within), None)
    if part is None or _find_part(evidence, part) is not None:
        return None
    found = [one for one in (_find_part(evidence, other) for other in parts) if one is not None]
    return _part_missing(evidence, part, found, Severity.ERROR)


def _part_missing(evidence: Evidence, part: PartRule, found: list[_Found], severity: Severity) -> Defect:
    return Defect(
        about=f"missing:{part.key}",
        message=said("finding.part_missing", part=part.label),
        places=_where_it_belongs(evidence, part, evidence.pack.head.parts, found),
        severity=severity,
        expected=part.label,
    )


def _nil_place(evidence: Evidence, need: SectionNeed) -> Ref | None:
    """Return the place of an empty table with a note, whose section may be left out."""
    for table in evidence.tables(need.role) if need.role else ():
        if table.is_nil and table.notes:
            return caption(table)
    return None
