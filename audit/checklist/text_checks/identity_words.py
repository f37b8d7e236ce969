"""Holds wording to what the publication is: its year, its unit, the unit's level, the budget that a table is about."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.names import is_another_unit
from audit.checklist.text_checks.outline import part_of
from audit.checklist.text_checks.phrasing import build
from audit.model.document import ParagraphKind
from audit.model.findings import Category, Severity

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.text_rules import GovernmentLevel, WordingRules

_UNIT = "{unit}"
"""Stands in a pattern for the unit's own name."""
_TITLE_IN_MARKS = regex.compile(r"《[^《》]*》")


def find_identity(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return wrong years, words of another level of government, another unit's name, a wrong budget in a note."""
    return [
        *_years(doc, rules),
        *_levels(doc, rules),
        *_units(doc, rules),
        *_headings(doc, rules),
        *_notes(doc, rules),
        *_sections(doc, rules),
    ]


# --- year ---------------------------------------------------------------------


def _years(doc: Document, rules: WordingRules) -> list[Finding]:
    fiscal = doc.identity.fiscal_year
    if fiscal is None:
        return []
    found: list[Finding] = []
    for paragraph in doc.paragraphs:
        text = _TITLE_IN_MARKS.sub(lambda m: "《" + "〇" * (len(m.group()) - 2) + "》", paragraph.text)
        for frame in rules.years:
            if paragraph.kind not in frame.kinds:
                continue
            if frame.types and doc.identity.publication_type.value not in frame.types:
                continue
            if frame.parts and not set(frame.parts) & set(doc.keys_of(paragraph.section)):
                continue
            for match in regex.finditer(_about(frame.pattern, doc.identity.entity), text):
                year, due = int(match["year"]), fiscal + frame.offset
                # a sentence may look ahead, or set another year beside the one reported
                if year == due or (frame.alone and (year > due or _says(text, match.start(), fiscal))):
                    continue
                if not any(place == paragraph.place(match.start(), match.end()) for f in found for place in f.places):
                    found.append(
                        build(
                            rules.messages,
                            "text.year",
                            [paragraph.place(match.start(), match.end())],
                            category=Category.TEXT,
                            severity=Severity.ERROR,
                            stated=f"{match['year']}",
                            expected=f"{due}",
                        )
                    )
    return found


def _about(pattern: str, entity: str) -> str:
    """Fill the unit's own name in a pattern: it may stand before the year."""
    return pattern.replace(_UNIT, regex.escape(entity) if entity else "(?!)")


def _says(text: str, at: int, year: int) -> bool:
    """Tell whether a sentence names a year: it then sets two years side by side."""
    start = max(text.rfind(mark, 0, at) for mark in "。；") + 1
    end = min((found for mark in "。；" if (found := text.find(mark, at)) >= 0), default=len(text))
    return f"{year}" in text[start:end]


# --- level of government --------------------------------------------------------


def level_of(doc: Document, rules: WordingRules) -> GovernmentLevel | None:
    """Return the level of government that the unit's name tells; None where its name is not sure."""
    entity = doc.identity.entity
    if not regex.fullmatch(rules.unit_names, entity) or sum(entity in p.text for p in doc.paragraphs) < 2:
        return None
    return next((level for level in rules.levels if any(regex.search(p, entity) for p in level.names)), None)


def _levels(doc: Document, rules: WordingRules) -> list[Finding]:
    level = level_of(doc, rules)
    if level is None:
        return []
    words = [word for other in rules.levels if other is not level for word in other.words]
    hits = [
        (paragraph, match)
        for paragraph in doc.paragraphs
        if any(key in rules.level_parts for key in doc.keys_of(paragraph.section))
        for word in words
        for match in regex.finditer(word, paragraph.text)
    ]
    places = [paragraph.place(match.start(), match.end()) for paragraph, match in hits]
    stated = [match.group() for _, match in hits]
    if not places:
        return []
    return [
        build(
            rules.messages,
            "text.level",
            sorted(places, key=lambda place: place.order),
            category=Category.TEXT,
            stated="、".join(dict.fromkeys(stated)),
            expected=level.id,
            entity=doc.identity.entity,
            count=len(places),
        )
    ]


# --- the unit's name --------------------------------------------------------------


def _units(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the lines above tables that name another unit."""
    entity = doc.identity.entity
    if not regex.fullmatch(rules.unit_names, entity):
        return []
    found: list[Finding] = []
    for paragraph in doc.paragraphs:
        if paragraph.kind is not ParagraphKind.CAPTION or set(doc.keys_of(paragraph.section)) & set(rules.other_units):
            continue
        for pattern in rules.unit_lines:
            match = regex.fullmatch(pattern, paragraph.text)
            name = match["name"] if match else ""
            if match and regex.fullmatch(rules.unit_names, name) and is_another_unit(name, entity):
                place = paragraph.place(match.start("name"), match.end("name"))
                found.append(_unit(rules, [place, *doc.identity.evidence], name, entity))
    return found


def _headings(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return headings that name the unit otherwise than most headings of the same form."""
    named: list[tuple[str, Paragraph, int, int]] = []
    for section in doc.sections:
        paragraph = doc.paragraphs[section.first]
        for pattern in rules.named_headings:
            match = regex.search(pattern, paragraph.text)
            if match:
                named.append((match["name"], paragraph, *match.span("name")))
                break
    found: list[Finding] = []
    for part in {part_of(doc, paragraph.section) for _, paragraph, _, _ in named}:
        inside = [entry for entry in named if part_of(doc, entry[1].section) == part]
        usual, count = Counter(entry[0] for entry in inside).most_common(1)[0]
        if count < 3 or count * 2 <= len(inside):
            continue
        found.extend(
            _unit(rules, [paragraph.place(start, end)], name, usual)
            for name, paragraph, start, end in inside
            if name != usual and abs(len(name) - len(usual)) > 1
        )
    return found


def _unit(rules: WordingRules, places: list[Ref], name: str, entity: str) -> Finding:
    return build(rules.messages, "text.unit", places, category=Category.TEXT, stated=name, expected=entity)


# --- notes of empty tables --------------------------------------------------------


def _notes(doc: Document, rules: WordingRules) -> list[Finding]:
    found: list[Finding] = []
    for note in rules.notes:
        table = next(filter(None, map(doc.table, note.roles)), None)
        for index in table.notes if table else ():
            paragraph = doc.paragraphs[index]
            if regex.search(note.named, paragraph.text):
                continue
            for other in note.others:
                match = regex.search(other, paragraph.text)
                if match and table:
                    places = [paragraph.place(match.start(), match.end())]
                    places += [table.caption_ref] if table.caption_ref else []
                    found.append(
                        build(
                            rules.messages,
                            "text.note.budget",
                            places,
                            category=Category.TEXT,
                            severity=Severity.ERROR,
                            stated=match.group(),
                            table=table.caption,
                        )
                    )
                    break
    return found


def _sections(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return sections about one budget that say of another one, and of their own nothing, that there is none."""
    found: list[Finding] = []
    for note in rules.notes:
        own = [
            p for p in doc.paragraphs
            if note.section and p.kind is ParagraphKind.TEXT and note.section in doc.keys_of(p.section)
        ]  # fmt: skip
        if any(regex.search(note.named, p.text) for p in own):
            continue
        for paragraph in own[:1]:
            match = regex.search(rf"{rules.none_of}(?P<other>{'|'.join(note.others)})", paragraph.text)
            if match:
                title = doc.sections[paragraph.section]
                found.append(
                    build(
                        rules.messages,
                        "text.section.budget",
                        [paragraph.place(match.start("other"), match.end("other")), title.ref],
                        category=Category.TEXT,
                        severity=Severity.ERROR,
                        stated=match["other"],
                        title=title.title,
                    )
                )
    return found
