"""Faults of names, set phrases and marks: a 科目 spelt otherwise, unknown or of another year, marks left out."""

# ruff: noqa: ARG001
# Faults are all called alike; few of them need every argument.
from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corpora.planting import Label, NotApplicable, Planted, Spot, blocks_with_span, fault, head_spot, section_of
from corpora.vocabulary import codes, path_of

if TYPE_CHECKING:
    from random import Random

    from corpora.blocks import Block
    from corpora.compose import Draft

LOOKALIKES = dict(zip("贴补缴职费险绩差委邮劳办公", "帖朴徼识废脸积羞季由荣为工", strict=True))
"""Characters for which others are typed that look or sound alike."""
STRANGERS = ("图书资料购置", "节日慰问开支", "不可预计开支", "外聘专家酬劳", "宣传栏制作")
"""Kinds of spending that are no 科目, and are like none."""
OLD_NAMES = {
    "文化旅游体育与传媒": "文化体育与传媒",
    "卫生健康": "医疗卫生与计划生育",
    "自然资源海洋气象等": "国土海洋气象等",
    "资源勘探工业信息等": "资源勘探信息等",
}
"""类 and what they were called in other years."""
MISSPELT = {
    "社会保障和就业支出": "社会保障与就业支出",
    "住房保障支出": "住房保障性支出",
    "一般公共服务支出": "一般性公共服务支出",
    "城乡社区支出": "城乡社区类支出",
    "农林水支出": "农林水利支出",
}
"""类 and how they are misspelt."""
SOURCES = ("上级补助收入", "经营收入", "附属单位上缴收入")


def reworded(draft: Draft, block: Block, start: int, end: int, new: str) -> tuple[Draft, str]:
    """Put other words in a block, and return the draft with what stood there."""
    return draft.put(block.replaced(start, end, new)), block.text[start:end]


def _listed(draft: Draft, rng: Random) -> tuple[Block, int, list[str]]:
    """Return the block of a list of economic 科目, where the list begins, and its names."""
    span = rng.choice(("personnel_names", "public_names"))
    block = blocks_with_span(draft, span, section_of(draft, "basic"))[0]
    found = block.span(span)
    return block, found.start, block.text[found.start : found.end].split("、")


def _with_names(draft: Draft, block: Block, start: int, names: tuple[list[str], list[str]], at: int) -> Planted:
    """Print another list of names. `names` are those before and now; the one at `at` is wrong."""
    before, now = names
    wrong = block.replaced(start, start + len("、".join(before)), "、".join(now))
    where = start + len("、".join(now[:at])) + (1 if at else 0)
    spot = Spot(block.key, now[at], start=where)
    expected = before[at] if len(before) == len(now) else "not named"
    label = Label("TEXT", "error", (spot,), now[at], expected, "The name is not one of the table's.")
    return Planted(draft.put(wrong), (label,), {}, frozenset({11}))


@fault("list_name_misspelt")
def list_name_misspelt(draft: Draft, rng: Random) -> Planted:
    """A 科目 of the list of basic expenditure is printed with a wrong character."""
    block, start, names = _listed(draft, rng)
    sites = [(n, c) for n, name in enumerate(names) if len(name) > 3 for c in range(len(name)) if name[c] in LOOKALIKES]
    if not sites:
        raise NotApplicable
    at, c = rng.choice(sites)
    name = names[at]
    now = [*names[:at], name[:c] + LOOKALIKES[name[c]] + name[c + 1 :], *names[at + 1 :]]
    return _with_names(draft, block, start, (names, now), at)


@fault("list_name_unknown")
def list_name_unknown(draft: Draft, rng: Random) -> Planted:
    """The list of basic expenditure names something that is no 科目."""
    block, start, names = _listed(draft, rng)
    at = rng.randint(1, len(names))
    now = [*names[:at], rng.choice(STRANGERS), *names[at:]]
    return _with_names(draft, block, start, (names, now), at)


@fault("list_name_replaced")
def list_name_replaced(draft: Draft, rng: Random) -> Planted:
    """Instead of a 科目 with an amount the list names something that is no 科目."""
    block, start, names = _listed(draft, rng)
    if len(names) < 4:
        raise NotApplicable
    at = rng.randint(1, len(names) - 1)
    now = [*names[:at], rng.choice(STRANGERS), *names[at + 1 :]]
    return _with_names(draft, block, start, (names, now), at)


@fault("class_old_name")
def class_old_name(draft: Draft, rng: Random) -> Planted:
    """The breakdown by 类 calls one of them by its name of earlier years."""
    for block in draft.blocks:
        if block.section != section_of(draft, "general") or not any("class" in m.stated.key for m in block.marks):
            continue
        for name, old in OLD_NAMES.items():
            at = block.text.find(f"{name}支出（类）")
            if at >= 0:
                left, was = reworded(draft, block, at, at + len(name), old)
                label = Label("TEXT", "warning", (Spot(block.key, old, start=at),), old, was, "An earlier year's name.")
                return Planted(left, (label,), {}, frozenset({11, 32, 35}))
    raise NotApplicable


@fault("level_mark_dropped")
def level_mark_dropped(draft: Draft, rng: Random) -> Planted:
    """One of several 科目 stands without the mark of its level."""
    for block in draft.blocks:
        marks = [m.start() for m in re.finditer("（类）", block.text)]
        if block.section == section_of(draft, "general") and len(marks) > 3:
            at = rng.choice(marks)
            name = re.search(r"[^；：，。]*$", block.text[:at])
            left, _ = reworded(draft, block, at, at + 3, "")
            start = name.start() if name else at
            spot = Spot(block.key, block.text[start:at], start=start)
            label = Label("TEXT", "warning", (spot,), block.text[start:at], f"{block.text[start:at]}（类）", "No mark.")
            return Planted(left, (label,), {}, frozenset({32, 35}))
    raise NotApplicable


@fault("glossary_item_renamed")
def glossary_item_renamed(draft: Draft, rng: Random) -> Planted:
    """A 项 of the glossary is called otherwise than in the tables."""
    found = [
        (b, m)
        for b in draft.blocks
        if b.key.startswith("glossary.item.")
        for m in [re.search(r"（款）(?P<name>[^（）]{6,})（项）", b.text)]
        if m
    ]
    if not found:
        raise NotApplicable
    block, match = rng.choice(found)
    # endings like 支出 come and go: two characters within the name are missing
    name = match["name"][:2] + match["name"][4:]
    left, was = reworded(draft, block, *match.span("name"), name)
    spot = Spot(block.key, name, start=match.start("name"))
    label = Label("TEXT", "warning", (spot,), name, was, "The tables print another name.")
    return Planted(left, (label,), {}, frozenset({32, 33}))


@fault("class_misspelt")
def class_misspelt(draft: Draft, rng: Random) -> Planted:
    """A 类 is misspelt in the tables, wherever they name it."""
    sites: dict[str, list[tuple[str, int, int, str]]] = {}
    for block in draft.blocks:
        if not block.key.startswith("table.") or block.section != "tables" or block.grid is None:
            continue
        for r, row in enumerate(block.grid.rows):
            for c, cell in enumerate(row.cells):
                name = next((n for n in MISSPELT if cell.text.endswith(n)), None)
                if name:
                    sites.setdefault(name, []).append((block.key, r, c, cell.text.replace(name, MISSPELT[name])))
    sites = {name: found for name, found in sites.items() if len(found) > 1}
    if not sites:
        raise NotApplicable
    name = rng.choice(sorted(sites))
    left = draft
    for key, r, c, text in sites[name]:
        block = left.block(key)
        if block.grid is not None:
            left = left.put(replace(block, grid=block.grid.with_text(r, c, text)))
    new = MISSPELT[name]
    spots = tuple(Spot(key, new, r) for key, r, _, _ in sites[name])
    label = Label("TEXT", "warning", spots, new, name, "The name of the 类 is another.")
    return Planted(left, (label,), {}, frozenset({4, 11, 32}))


@fault("sources_without_money")
def sources_without_money(draft: Draft, rng: Random) -> Planted:
    """The sources of income that are listed include one that brought nothing."""
    block = draft.block("revenue.1")
    own = [n for n in SOURCES if n not in block.text]
    if not own:
        raise NotApplicable
    empty = rng.choice(own)
    at = len(block.text)
    said = f"收入包括：财政拨款收入、{empty}"
    wrong = block.replaced(at, at, f"{said}。")
    spot = Spot(block.key, said, start=at)
    label = Label("TEXT", "error", (spot,), empty, "not named", "No table has an amount for it.")
    return Planted(draft.put(wrong), (label,), {}, frozenset({11}))


PHRASES = (
    ("政府性基金预算", "政府基金预算", "政府基金"),
    ("主要原因是", "主要原因", "主要原因"),
    ("人力、物力", "人力、物理", "人力、物理"),
)


@fault("phrase_garbled")
def phrase_garbled(draft: Draft, rng: Random) -> Planted:
    """A set phrase of the explanation has lost a character."""
    sites = [
        (block, at, phrase)
        for block in draft.blocks
        if block.section.startswith("explanation") and block.kind == "text"
        for phrase in PHRASES
        for at in [block.text.find(phrase[0])]
        if at >= 0
    ]
    if not sites:
        raise NotApplicable
    block, at, (was, new, said) = rng.choice(sites)
    left, _ = reworded(draft, block, at, at + len(was), new)
    label = Label("TEXT", "warning", (Spot(block.key, said, start=at),), new, was, "The phrase is incomplete.")
    return Planted(left, (label,), {}, frozenset({2, 11, 12, 16, 24}))


@fault("sign_doubled")
def sign_doubled(draft: Draft, rng: Random) -> Planted:
    """A colon or a comma is printed twice."""
    sites = [(b, m.start()) for b in draft.blocks if b.kind == "text" for m in re.finditer("[，：、]", b.text)]
    block, at = rng.choice([s for s in sites if s[0].section.startswith("explanation")])
    sign = block.text[at]
    left = draft.put(block.replaced(at, at + 1, sign * 2))
    label = Label("TEXT", "warning", (Spot(block.key, sign * 2, start=at),), sign * 2, sign, "The sign stands twice.")
    return Planted(left, (label,), {}, frozenset({2}))


@fault("document_numbers_mixed")
def document_numbers_mixed(draft: Draft, rng: Random) -> Planted:
    """Two documents are cited, and the year of one stands in other brackets."""
    block = next((b for b in draft.blocks if b.key in ("performance_work.1", "performance_management.1")), None)
    if block is None:
        raise NotApplicable
    place, year = draft.figures.department.city[0], draft.figures.year
    open_, close = rng.choice(("[]", "【】", "（）"))
    wrong_number = f"{place}财绩{open_}{year - 1}{close}{rng.randint(2, 60)}号"
    lead = f"按照{place}财〔{year}〕{rng.randint(2, 60)}号和"
    left = draft.put(block.replaced(0, 0, f"{lead}{wrong_number}文件的要求，"))
    spot = Spot(block.key, lead + wrong_number, start=0)
    label = Label("FORMAT", "warning", (spot,), wrong_number, "〔〕", "The brackets are not those prescribed.")
    return Planted(left, (label,), {}, frozenset({2}))


@fault("contents_titles_varied")
def contents_titles_varied(draft: Draft, rng: Random) -> Planted:
    """Several headings of one part are worded differently on the contents page."""
    found = [
        b for b in draft.blocks if b.key.startswith("contents.heading.") and b.text.split("\t")[0].endswith("情况说明")
    ]
    if len(found) < 5:
        raise NotApplicable
    left = draft
    spots: list[Spot] = []
    for block in sorted(rng.sample(found, rng.randint(3, 4)), key=lambda b: draft.index(b.key)):
        at = block.text.split("\t")[0].rindex("情况说明")
        left = left.put(block.replaced(at, at + 4, "的情况"))
        head = left.block(block.key.removeprefix("contents."))
        spots += [
            Spot(head.key, head.text, start=0),
            Spot(block.key, left.block(block.key).text.split("\t")[0], start=0),
        ]
    first = left.block(spots[0].block)
    label = Label("STRUCTURE", "warning", tuple(spots), first.text, "", "The contents page words them otherwise.")
    return Planted(left, (label,), {}, frozenset({1, 2}))


@fault("section_emptied")
def section_emptied(draft: Draft, rng: Random) -> Planted:
    """Under a heading of the overview stands nothing but what was left for the words to come."""
    key = rng.choice(("duties", "composition"))
    blocks = [b for b in draft.blocks if b.key.startswith(f"{key}.")]
    if not blocks:
        raise NotApplicable
    block = blocks[0]
    filler = rng.choice(("XXX", "略", "……"))
    left = draft.without(*(b.key for b in blocks[1:])).put(replace(block, text=filler, marks=(), spans=()))
    head = left.block(f"heading.{key}")
    spots = (Spot(head.key, head.text, start=0), Spot(block.key, filler, start=0))
    label = Label("STRUCTURE", "error", spots, filler, "the section's words", "The section says nothing.")
    return Planted(left, (label,), {6: "no"}, frozenset({1, 2}))


@fault("glossary_example_left")
def glossary_example_left(draft: Draft, rng: Random) -> Planted:
    """The glossary explains the example of the template instead of the 项 that the department uses."""
    blocks = [b for b in draft.blocks if b.key.startswith("glossary.item.")]
    used = {item.code for item in draft.figures.items}
    if not blocks:
        raise NotApplicable
    code = rng.choice(sorted(c for c in codes().glosses if c not in used))
    text = f"1.{path_of(code)}：{codes().glosses[code]}"
    left = draft.without(*(b.key for b in blocks[1:])).put(replace(blocks[0], text=text, marks=(), spans=()))
    spots = (head_spot(left, "glossary.items"), Spot(blocks[0].key, path_of(code), start=2))
    label = Label("TEXT", "error", spots, path_of(code), "the 项 in use", "The example of the template was left.")
    return Planted(left, (label,), {32: "no"}, frozenset({33, 35}))
