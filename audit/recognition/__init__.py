"""RawDocument -> Document: joining, contents page, template, outline, roles, headers, units."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.model.document import Document, ParagraphKind
from audit.recognition.blocks import Blocks, RowGroup, _Joiner
from audit.recognition.contents import Contents, find_contents
from audit.recognition.headings import HeadingSense
from audit.recognition.identity import choose_template, fiscal_year, gather, identify, publication_type
from audit.recognition.lines import Line, survey
from audit.recognition.outline import build_outline
from audit.recognition.tables import build_tables
from audit.recognition.units import correct_units

if TYPE_CHECKING:
    from audit.model.raw import RawDocument
    from audit.model.rules import RecognitionRules, RoleRule, SectionRule, TemplateRule


def recognize(raw: RawDocument, rules: RecognitionRules) -> Document:
    """Recognise a publication: pure, one implementation for all formats."""
    lines = survey(raw.lines)
    contents = find_contents(lines)
    every_section = tuple(s for t in rules.templates for s in t.sections)
    blocks = join_blocks(lines, contents, every_section)
    captions = [line.text for group in blocks.groups for line in group.captions]
    headings = [p.text for p in blocks.paragraphs if p.kind is ParagraphKind.HEADING]
    evidence = gather(
        lines, contents.first if contents.entries else 0, [e.title for e in contents.entries], headings, captions
    )
    kind = publication_type(rules.identity, evidence)
    template, confidence = choose_template(rules.templates, kind, fiscal_year(evidence)[0], evidence)
    sections, roles = _parts(template)
    paragraphs, outline = build_outline(blocks.paragraphs, sections)
    tables = correct_units(build_tables(blocks.groups, paragraphs, roles, rules.functional))
    identity = identify(rules.identity, evidence, (kind, template, confidence), tables)
    return Document(
        files=raw.files,
        identity=identity,
        lines=raw.lines,
        paragraphs=tuple(paragraphs),
        sections=tuple(outline),
        tables=tuple(replace(t, index=i) for i, t in enumerate(tables)),
        contents=contents.entries,
        figures=raw.figures,
        warnings=raw.warnings,
    )


def join_blocks(lines: list[Line], contents: Contents, sections: tuple[SectionRule, ...]) -> Blocks:
    """Join the lines into paragraphs and row groups."""
    return _Joiner(lines, contents, HeadingSense(lines, contents, sections)).run()


def _parts(template: TemplateRule | None) -> tuple[tuple[SectionRule, ...], tuple[RoleRule, ...]]:
    return (template.sections, template.roles) if template else ((), ())


__all__ = ["RowGroup", "recognize"]
