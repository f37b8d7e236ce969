"""Builds the outline: headings become sections, sections get their canonical names."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit import regex
from audit.marks import Mark, opening_mark
from audit.model.document import Paragraph, ParagraphKind, Section
from audit.recognition.lines import undated

if TYPE_CHECKING:
    from audit.model.rules import SectionRule

_WHOLE_TITLE = r".{0,50}(?:决算表|预算表|情况说明|编制说明|名词解释|概况|主要职能|机构设置|报告正文)"
_DEEPEST = 3
"""Headings below （一） are items of their paragraph's section, no sections of their own ..."""
_EXPLANATION = "explanation"
_NAMED = 4
"""... but for those as deep as 1. that a template names."""


def build_outline(paragraphs: list[Paragraph], rules: tuple[SectionRule, ...]) -> tuple[list[Paragraph], list[Section]]:
    """Return the paragraphs with their section, and the sections in reading order."""
    compiled = [(rule, [regex.limited(t) for t in rule.titles]) for rule in rules]
    sections: list[Section] = []
    placed: list[Paragraph] = []
    stack: list[int] = []
    for paragraph in paragraphs:
        mark = _heading_mark(paragraph, compiled, {s.key for s in sections})
        if mark is not None and mark.level == _NAMED and not _is_named(paragraph, mark, stack, sections, compiled):
            mark = None
        if mark is None and stack and _comes_after(paragraph, sections[stack[-1]]):
            stack.pop()
        if mark is not None:
            while stack and sections[stack[-1]].level >= mark.level:
                stack.pop()
            title = paragraph.text[mark.end :]
            parent = stack[-1] if stack else -1
            key = _key(title, parent, sections, compiled, mark.level)
            sections.append(_section(paragraph, mark, title, key, len(sections), parent))
            stack.append(len(sections) - 1)
            paragraph = replace(paragraph, kind=ParagraphKind.HEADING)  # noqa: PLW2901 - frozen value with its kind
        placed.append(replace(paragraph, section=stack[-1] if stack else -1))
    return placed, _close(sections, placed)


def _heading_mark(
    paragraph: Paragraph, compiled: list[tuple[SectionRule, list[regex.Limited]]], seen: set[str]
) -> Mark | None:
    if paragraph.kind in (ParagraphKind.CONTENTS, ParagraphKind.COVER, ParagraphKind.NOTE):
        return None
    mark = opening_mark(paragraph.text)
    if paragraph.kind is ParagraphKind.HEADING and mark is not None and mark.level <= _NAMED:
        return mark
    if mark is None and len(paragraph.text) <= 60 and _names_part(paragraph, compiled, seen):
        # a part whose 第X部分 is not printed
        return Mark(1, 0, 0, 0)
    return None


def _is_named(
    paragraph: Paragraph,
    mark: Mark,
    stack: list[int],
    sections: list[Section],
    compiled: list[tuple[SectionRule, list[regex.Limited]]],
) -> bool:
    """Tell whether an item's title is one that a template names under the headings above it."""
    parent = next((at for at in reversed(stack) if sections[at].level < mark.level), -1)
    return parent >= 0 and bool(_key(paragraph.text[mark.end :], parent, sections, compiled, mark.level))


def _comes_after(paragraph: Paragraph, section: Section) -> bool:
    """Tell whether an item is the next of those of which the section is one: it has ended."""
    mark = opening_mark(paragraph.text)
    return mark is not None and mark.level == section.level == _NAMED and mark.number == (section.number or 0) + 1


def _names_part(paragraph: Paragraph, compiled: list[tuple[SectionRule, list[regex.Limited]]], seen: set[str]) -> bool:
    """Tell whether a paragraph without a mark is the title of a part."""
    title = regex.sub(r"^附件\d*[：、]?", "", paragraph.text)
    if regex.search(r"[，。；：]", title):
        return False
    for rule, patterns in compiled:
        if rule.parent or (rule.key in seen and not rule.repeats) or not any(p.search(title) for p in patterns):
            continue
        if rule.key in ("form", "attachments"):
            # what follows the glossary; a form may be known by the caption of its table
            return "glossary" in seen
        if paragraph.kind is not ParagraphKind.CAPTION and regex.fullmatch(_WHOLE_TITLE, title):
            return True
    return False


def _key(
    title: str,
    parent: int,
    sections: list[Section],
    compiled: list[tuple[SectionRule, list[regex.Limited]]],
    level: int,
) -> str:
    """Return the canonical name of a heading under its parent."""
    above = []
    at = parent
    while at >= 0:
        above.append(sections[at].key)
        at = sections[at].parent
    best: tuple[int, int, str] | None = None
    partless = parent == -1 and level > 1 and all(s.level > 1 for s in sections)
    for rule, patterns in compiled:
        within = any(key == rule.parent or key.startswith(rule.parent + ".") for key in above)
        # a text that is all explanation has no part above its sections
        within = within or (partless and rule.parent == _EXPLANATION)
        fits = within if rule.parent else parent == -1
        if not fits:
            continue
        for pattern in patterns:
            found = pattern.search(title) or pattern.search(undated(title))
            if found:
                rank = (rule.key.count("."), found.end() - found.start(), rule.key)
                best = max(best, rank) if best else rank
    return best[2] if best else ""


def _section(paragraph: Paragraph, mark: Mark, title: str, key: str, index: int, parent: int) -> Section:
    return Section(
        index=index,
        key=key,
        title=title,
        level=mark.level,
        number=mark.number or None,
        parent=parent,
        first=paragraph.index,
        last=paragraph.index,
        ref=paragraph.ref,
    )


def _close(sections: list[Section], paragraphs: list[Paragraph]) -> list[Section]:
    """Give each section its last paragraph and its path in the outline."""
    closed: list[Section] = []
    for section in sections:
        after = next((s.first for s in sections[section.index + 1 :] if s.level <= section.level), len(paragraphs))
        closed.append(replace(section, last=after - 1))
    paths: list[str] = []
    for section in closed:
        top = section.key.split(".")[0] if section.parent < 0 else ""
        if section.parent >= 0:
            above = paths[section.parent]
            deep = above.count(".") >= 1
            path = above if deep or not section.number else f"{above}.{section.number}"
        else:
            path = top
        paths.append(path)
    return [replace(section, path=path) for section, path in zip(closed, paths, strict=True)]
