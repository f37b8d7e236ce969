"""Finds what differs from its parallels: a level mark left out, one name spelt two ways."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.phrasing import build
from audit.checklist.text_checks.table_lines import clean
from audit.likeness import distance
from audit.model.document import ParagraphKind
from audit.model.findings import Category

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.text_rules import WordingRules

_ITEM = regex.compile(r"^\d{1,2}[.、．]")
_MARKS = ("（类）", "（款）", "（项）")
_NAME_END = regex.compile(r"[。：，；]|年初")
_CLASS = regex.compile(
    r"(?:^|(?<=[：；。，]))(?P<name>\p{Han}{3,25}?)(?P<mark>（类）)?(?:支出)?(?P<after>（类）)?(?=\d[\d,. ]*万元|占\d)"
)
_FILLER = regex.compile(r"的|支出$")
_LETTER = regex.compile(r"(?![一二三四五六七八九十市区县省级上下本])\p{Han}")
_TYPED = frozenset({"pdf", "docx", "xlsx", "html", "ofd"})
"""Formats that keep characters as they were typed."""
_SHORTEST_NAME = 6
_CONTEXT = 3
_PROSE = (ParagraphKind.TEXT, ParagraphKind.HEADING)


def find_parallels(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return left-out level marks, confusable characters and 类 under two names."""
    found: list[Finding] = []
    for find_kind in (_item_marks, _class_marks, _confusable, _class_names, _projects):
        found.extend(find_kind(doc, rules))
    return found


# --- （类）（款）（项） -----------------------------------------------------------


def _item_marks(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return items of a list that lack a level mark which the other items have."""
    found: list[Finding] = []
    lists: dict[int, list[Paragraph]] = {}
    for paragraph in doc.paragraphs:
        if paragraph.kind in _PROSE and _ITEM.match(paragraph.text) and _MARKS[0] in paragraph.text[:80]:
            lists.setdefault(paragraph.section, []).append(paragraph)
    for items in lists.values():
        whole = [item for item in items if all(mark in item.text for mark in _MARKS)]
        if len(whole) < 2 or len(whole) * 3 < len(items) * 2:
            continue
        for item in items:
            if _MARKS[2] in item.text or _MARKS[1] not in item.text:
                continue
            start = item.text.index(_MARKS[1]) + len(_MARKS[1])
            end = _NAME_END.search(item.text, start)
            if end and end.start() > start:
                name = item.text[start : end.start()]
                found.append(_mark(rules, [item.place(start, end.start())], name, f"{name}{_MARKS[2]}", len(whole)))
    return found


def _class_marks(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return the 类 of a breakdown that lack the mark （类） which others of the same sentence have."""
    found: list[Finding] = []
    for paragraph in doc.paragraphs:
        if paragraph.kind is not ParagraphKind.TEXT:
            continue
        names = list(_CLASS.finditer(paragraph.text))
        marked = [m for m in names if m["mark"] or m["after"]]
        bare = [m for m in names if not (m["mark"] or m["after"]) and _is_class(m["name"], rules)]
        if marked and bare:
            places = [paragraph.place(m.start("name"), m.end()) for m in bare]
            stated = "、".join(m["name"] for m in bare)
            found.append(_mark(rules, places, stated, f"{bare[0]['name'].removesuffix('支出')}（类）", len(marked)))
    return found


def _is_class(name: str, rules: WordingRules) -> bool:
    known = {n.removesuffix("支出") for entry in rules.functional.classes for n in entry.names}
    return name.removesuffix("支出") in known


def _mark(rules: WordingRules, places: list[Ref], stated: str, expected: str, count: int) -> Finding:
    return build(
        rules.messages, "text.mark", places, category=Category.TEXT, stated=stated, expected=expected, count=count
    )


# --- one name spelt two ways --------------------------------------------------------


def _confusable(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return words that stand once with one and once with another of two confusable characters."""
    partner = {char: group for group in rules.confusable for char in group}
    seen: dict[tuple[str, str, str], list[tuple[str, Paragraph, int]]] = {}
    for paragraph in doc.paragraphs:
        if paragraph.kind not in _PROSE:
            continue
        text = paragraph.text
        for at in range(_CONTEXT, len(text) - _CONTEXT):
            group = partner.get(text[at])
            if group:
                key = (text[at - _CONTEXT : at], text[at + 1 : at + 1 + _CONTEXT], group)
                seen.setdefault(key, []).append((text[at], paragraph, at))
    found: list[Finding] = []
    for (before, after, _), uses in seen.items():
        counts = Counter(char for char, _, _ in uses)
        if len(counts) < 2 or regex.search(r"[，。；：、]", before + after):
            continue
        rare = min(uses, key=lambda use: (counts[use[0]], -use[1].index))
        usual = next(use for use in uses if use[0] != rare[0])
        places = [p.place(at - _CONTEXT, at + 1 + _CONTEXT) for _, p, at in (rare, usual)]
        found.append(
            build(
                rules.messages,
                "text.two_spellings",
                places,
                category=Category.TEXT,
                stated=f"{before}{rare[0]}{after}",
                expected=f"{before}{usual[0]}{after}",
            )
        )
    return found


# --- names of projects -------------------------------------------------------------------


def _projects(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return names of projects in the prose that differ in one character from the name over the project's table."""
    names: dict[str, Ref] = {}
    for table in doc.tables:
        for pattern in rules.project_tables:
            match = regex.search(pattern, table.caption)
            if match and table.caption_ref and len(match["name"]) >= _SHORTEST_NAME:
                names.setdefault(match["name"], table.caption_ref)
    found: list[Finding] = []
    for name, ref in names.items():
        for paragraph in doc.paragraphs:
            if paragraph.kind not in _PROSE:
                continue
            at = _slip(name, paragraph.text)
            if at is not None and (stated := paragraph.text[at : at + len(name)]) not in names:
                place = paragraph.place(at, at + len(name))
                found.append(
                    build(
                        rules.messages,
                        "text.two_spellings",
                        [place, ref],
                        category=Category.TEXT,
                        stated=stated,
                        expected=name,
                    )
                )
    return found


def _slip(name: str, text: str) -> int | None:
    """Return where a text has a name with one other Han character in it."""
    for at in range(len(text) - len(name) + 1):
        # most places differ at once: look at the ends first
        if text[at] != name[0] and text[at + len(name) - 1] != name[-1]:
            continue
        apart = [(a, b) for a, b in zip(text[at : at + len(name)], name, strict=True) if a != b]
        if len(apart) == 1 and all(_LETTER.fullmatch(char) for char in apart[0]):
            return at
    return None


# --- names of 类 ----------------------------------------------------------------------


def _class_names(doc: Document, rules: WordingRules) -> list[Finding]:
    """Return 类 that the tables print under two names or, twice and alike, under a name close to the right one."""
    labels: dict[str, list[Ref]] = {}
    for table in doc.tables:
        for line in table.lines:
            for cell in line.cells:
                name = regex.sub(r"^[一二三四五六七八九十]{1,3}、", "", clean(cell.text))
                if 4 <= len(name) <= 20 and regex.fullmatch(r"\p{Han}+", name):
                    labels.setdefault(name, []).append(line.ref(cell.start, cell.end))
    # a lexicon that reads misprints knows them too: what is one character off the name in force is no name of its own
    right = set(rules.classes)
    for entry in rules.functional.classes:
        right |= {n for n in entry.names if n == entry.names[0] or distance(n, entry.names[0], 1) > 1}
    return [*_renamed_classes(doc, rules, labels), *_misspelt_classes(doc, rules, labels, right)]


def _renamed_classes(doc: Document, rules: WordingRules, labels: dict[str, list[Ref]]) -> list[Finding]:
    found: list[Finding] = []
    for entry in rules.functional.classes:
        used = [n for n in entry.names if n in labels and (n == entry.names[0] or distance(n, entry.names[0], 1) > 1)]
        if len(used) < 2:
            continue
        newest = used[0]
        for old in used[1:]:
            prose = [
                p.place(m.start(), m.end())
                for p in doc.paragraphs
                if p.kind in _PROSE and p.section >= 0
                for m in regex.finditer(regex.escape(old), p.text)
            ]
            places = [*labels[old], labels[newest][0], *prose]
            found.append(
                build(
                    rules.messages,
                    "text.two_spellings",
                    places,
                    category=Category.TEXT,
                    stated=old,
                    expected=newest,
                )
            )
    return found


def _misspelt_classes(
    doc: Document, rules: WordingRules, labels: dict[str, list[Ref]], right: set[str]
) -> list[Finding]:
    slips: dict[str, str] = {}
    for name in labels.keys() - right:
        near = [r for r in right if len(r) >= 5 and distance(r, name, 1) == 1]
        if len(near) == 1 and name not in _FILLER.sub("", near[0]):
            slips[name] = near[0]
    # print misread differs from one place to the next; a slip is copied, or stands alone where nothing was misread
    alone = len(slips) == 1
    return [
        build(rules.messages, "text.misspelt", places, category=Category.TEXT, stated=name, expected=slips[name])
        for name, places in labels.items()
        if name in slips
        and (len(places) > 1 or (alone and len(name) == len(slips[name]) and _is_typed(doc, places[0])))
    ]


def _is_typed(doc: Document, place: Ref) -> bool:
    """Tell whether a line was set as text: neither recognised from a picture nor dumped from who knows what."""
    formats = {file.id: file.format for file in doc.files}
    line = next((li for li in doc.lines if li.line_id == place.line_id), None)
    recognised = line is None or line.doubts or any(cell.confidence is not None for cell in line.cells)
    return not recognised and formats.get(place.file, "txt") in _TYPED
