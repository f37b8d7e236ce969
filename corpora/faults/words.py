"""Faults of words and of number formats."""

# ruff: noqa: ARG001
# Faults are all called alike; few of them need every argument.
from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from corpora.faults.numbers import figures
from corpora.money import grouped, rate_text
from corpora.planting import (
    Label,
    NotApplicable,
    Planted,
    Spot,
    blocks_with_span,
    fault,
    figure_spot,
    head_spot,
    section_of,
    stating,
)
from corpora.vocabulary import codes, path_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from corpora.blocks import Block, Mark
    from corpora.compose import Draft


def _reformat(
    draft: Draft, rng: Random, wanted: Callable[[Mark], bool], new: Callable[[str], str], why: str
) -> Planted:
    """Print one figure of the explanation in another format."""
    block, key = rng.choice(figures(draft, "explanation", wanted))
    was = block.mark(key).stated.printed
    wrong = block.restated(key, new(was))
    label = Label("FORMAT", "warning", (figure_spot(wrong, key),), new(was), was, why)
    return Planted(draft.put(wrong), (label,), {3: "no"})


def _strict(draft: Draft) -> None:
    """These faults break the policy of one decimal and no trailing zeros. Raises NotApplicable for other policies."""
    if draft.style.full_places or draft.style.percent_places != 1:
        raise NotApplicable


@fault("percent_without_decimal")
def percent_without_decimal(draft: Draft, rng: Random) -> Planted:
    """A percentage that ends in .0 is printed without its decimal."""
    _strict(draft)
    return _reformat(
        draft, rng, lambda m: m.stated.kind == "percent" and m.stated.printed.endswith(".0"), lambda t: t[:-2],
        "A percentage has no decimal.",
    )  # fmt: skip


@fault("percent_two_decimals")
def percent_two_decimals(draft: Draft, rng: Random) -> Planted:
    """A percentage is printed with two decimals; it is right."""
    _strict(draft)
    block, key = stating(draft, "summary.growth")
    f = draft.figures
    printed = rate_text(abs(f.total - f.last.total), f.last.total, 2)
    was = block.mark(key).stated.printed
    wrong = block.restated(key, printed)
    label = Label("FORMAT", "warning", (figure_spot(wrong, key),), printed, was, "A percentage has two decimals.")
    return Planted(draft.put(wrong), (label,), {3: "no"})


@fault("trailing_zero")
def trailing_zero(draft: Draft, rng: Random) -> Planted:
    """An amount keeps a zero at the end of its decimals."""
    _strict(draft)

    def short(mark: Mark) -> bool:
        s = mark.stated
        return s.kind == "amount" and re.fullmatch(r"[\d,]+\.\d", s.printed) is not None

    return _reformat(draft, rng, short, lambda t: f"{t}0", "A zero stands at the end of the decimals.")


@fault("mixed_separator")
def mixed_separator(draft: Draft, rng: Random) -> Planted:
    """One amount has a thousands separator, the others have none."""
    if draft.style.separator:
        raise NotApplicable
    large: Callable[[Mark], bool] = lambda m: m.stated.kind == "amount" and len(m.stated.printed.partition(".")[0]) > 3  # noqa: E731
    if len(figures(draft, "explanation", large)) < 3:
        raise NotApplicable
    return _reformat(draft, rng, large, grouped, "One amount has separators, the others have none.")


# -- words


@fault("doubled_word")
def doubled_word(draft: Draft, rng: Random) -> Planted:
    """The word 项目 stands twice at the end of a project's name."""
    blocks = blocks_with_span(draft, "name", section_of(draft, "performance_projects"))
    block = rng.choice(blocks)
    span = block.span("name")
    wrong = block.replaced(span.end, span.end, "项目")
    spot = Spot(block.key, "项目项目", start=wrong.text.index("项目项目"))
    label = Label("TEXT", "warning", (spot,), "项目项目", "项目", "A word stands twice.")
    return Planted(draft.put(wrong), (label,), {}, frozenset({2, 22}))


@fault("doubled_paragraph")
def doubled_paragraph(draft: Draft, rng: Random) -> Planted:
    """A paragraph of the overview is printed twice."""
    found = [b for b in draft.blocks if b.key.startswith("composition.") and b.kind == "text"]
    if not found:
        raise NotApplicable
    block = found[-1]
    at = draft.index(block.key)
    copy = replace(block, key=f"{block.key}.again", marks=())
    left = replace(draft, blocks=(*draft.blocks[: at + 1], copy, *draft.blocks[at + 1 :]))
    spots = (Spot(copy.key, block.text[:40], start=0), Spot(block.key, block.text[:40], start=0))
    label = Label("TEXT", "warning", spots, "the paragraph stands twice", "once", "A paragraph is printed twice.")
    return Planted(left, (label,), {2: "no"})


@fault("year_residue")
def year_residue(draft: Draft, rng: Random) -> Planted:
    """A sentence of the explanation names another year as the year reported."""
    year = str(draft.figures.year)
    pattern = re.compile(rf"{year}(?=\s?年(?!末|\d|\s?12))")
    found = [
        (b, m.start())
        for b in draft.blocks
        if b.section.startswith("explanation") and b.kind == "text" and b.marks and (m := pattern.search(b.text))
    ]
    if not found:
        raise NotApplicable
    block, at = rng.choice(found)
    old = str(draft.figures.year - 2)
    wrong = block.replaced(at, at + 4, old)
    spot = Spot(block.key, wrong.text[at : at + 16], start=at)
    label = Label("TEXT", "error", (spot,), f"{old}年", f"{year}年", "The sentence names another year.")
    unclear = frozenset(m.stated.key for m in block.marks)
    return Planted(draft.put(wrong), (label,), {}, frozenset({2, 11, 12}), unclear=unclear)


@fault("placeholder_left")
def placeholder_left(draft: Draft, rng: Random) -> Planted:
    """A reason was never filled in."""
    block = rng.choice(blocks_with_span(draft, "why", "explanation"))
    span = block.span("why")
    was = block.text[span.start : span.end]
    wrong = block.replaced(span.start, span.end, "XXX")
    low = max(0, span.start - 6)
    spot = Spot(block.key, wrong.text[low : span.start + 3], start=low)
    label = Label("TEXT", "warning", (spot,), "XXX", was, "A place holder was left.")
    return Planted(draft.put(wrong), (label,), {2: "no"}, frozenset({2, 12, 16, 24}))


@fault("other_unit_named")
def other_unit_named(draft: Draft, rng: Random) -> Planted:
    """One table stands under another body's name."""
    block = draft.block("body.revenue") if draft.template.body_line else None
    if block is None:
        raise NotApplicable
    at = block.text.index("：") + 1
    other = f"{draft.figures.department.city}{draft.figures.department.district}档案馆"
    wrong = block.replaced(at, len(block.text), other)
    label = Label(
        "TEXT", "error", (Spot(block.key, other, start=at),), other, block.text[at:], "Another body is named."
    )
    return Planted(draft.put(wrong), (label,), {}, frozenset({2, 4}))


@fault("project_name_varied")
def project_name_varied(draft: Draft, rng: Random) -> Planted:
    """A project has another name in its review than in its table."""
    block = rng.choice(blocks_with_span(draft, "name", section_of(draft, "performance_projects")))
    span = block.span("name")
    name = block.text[span.start : span.end]
    at = span.start + len(name) - 4
    wrong = block.replaced(at, at + 1, {"服": "报"}.get(block.text[at], "某"))
    new = wrong.text[span.start : span.end]
    label = Label("TEXT", "warning", (Spot(block.key, new, start=span.start),), new, name, "One project has two names.")
    return Planted(draft.put(wrong), (label,), {}, frozenset({22, 23}))


@fault("subject_omitted")
def subject_omitted(draft: Draft, rng: Random) -> Planted:
    """The list of personnel expenditure leaves out a 科目 that has an amount."""
    return _list_changed(draft, rng, add=False)


@fault("subject_added")
def subject_added(draft: Draft, rng: Random) -> Planted:
    """The list of personnel expenditure names a 科目 without amount."""
    return _list_changed(draft, rng, add=True)


def _list_changed(draft: Draft, rng: Random, *, add: bool) -> Planted:
    block = blocks_with_span(draft, "personnel_names", section_of(draft, "basic"))[0]
    span = block.span("personnel_names")
    names = block.text[span.start : span.end].split("、")
    spent = draft.figures.economic
    if add:
        empty = [n for c, n in codes().panels["personnel"] if len(c) == 5 and c not in spent and n not in NEAR]
        new = rng.choice(empty)
        names.insert(rng.randint(1, len(names)), new)
        stated, expected, why = new, "not named", "The 科目 named has no amount in the table."
    else:
        if len(names) < 3:
            raise NotApplicable
        gone = names.pop(rng.randint(1, len(names) - 1))
        stated, expected, why = f"{gone} not named", gone, "A 科目 with an amount is not named."
    wrong = block.replaced(span.start, span.end, "、".join(names))
    at = span.start + (wrong.text[span.start :].index(stated) if add else 0)
    quote = stated if add else "、".join(names)[:100]
    spot = Spot(block.key, quote, start=at)
    if not add and block.text[span.end :].startswith("等"):
        # an open list need not name everything
        label = Label("TEXT", "warning", (spot,), stated, expected, why, "judgement", "language")
        return Planted(draft.put(wrong), (label,), {}, frozenset({11}))
    return Planted(draft.put(wrong), (Label("TEXT", "error", (spot,), stated, expected, why),), {11: "no"})


NEAR = ("医疗费", "奖励金")
"""Names that are part of others: a list check must know them, but a fault should be plain."""


# -- glossary


def _glossary_item(draft: Draft, rng: Random) -> Block:
    found = [b for b in draft.blocks if b.key.startswith("glossary.item.")]
    if not found:
        raise NotApplicable
    return rng.choice(found)


@fault("glossary_item_missing")
def glossary_item_missing(draft: Draft, rng: Random) -> Planted:
    """A 项 that the department uses is not explained."""
    blocks = [b for b in draft.blocks if b.key.startswith("glossary.item.")]
    block = _glossary_item(draft, rng)
    left = draft.without(block.key)
    for n, other in enumerate((b for b in blocks if b.key != block.key), 1):
        text = re.sub(r"^\d+", str(n), other.text)
        left = left.put(replace(other, text=text))
    spots = (head_spot(left, "glossary.items"),)
    path = path_of(block.key.split(".")[-1])
    label = Label("TEXT", "error", spots, f"{path} missing", path, "A 项 in use is not explained.")
    return Planted(left, (label,), {32: "no"}, frozenset({33, 35}))


@fault("glossary_item_swapped")
def glossary_item_swapped(draft: Draft, rng: Random) -> Planted:
    """Instead of a 项 in use the glossary explains one that the department does not use."""
    block = _glossary_item(draft, rng)
    used = {i.code for i in draft.figures.items}
    other = rng.choice(sorted(c for c in codes().glosses if c not in used))
    number = block.text.split(".")[0]
    text = f"{number}.{path_of(other)}：{codes().glosses[other]}"
    wrong = replace(block, text=text, marks=(), spans=())
    was = path_of(block.key.split(".")[-1])
    spot = Spot(block.key, path_of(other), start=len(number) + 1)
    unused = Label("TEXT", "error", (spot,), path_of(other), was, "The 项 is not used.")
    missing = Label("TEXT", "error", (head_spot(draft, "glossary.items"),), f"{was} missing", was, "A 项 is missing.")
    return Planted(draft.put(wrong), (unused, missing), {32: "no"}, frozenset({33}))


@fault("glossary_wrong_section")
def glossary_wrong_section(draft: Draft, rng: Random) -> Planted:
    """A 项 in the glossary stands under another 款."""
    block = _glossary_item(draft, rng)
    code = block.key.split(".")[-1]
    right = codes().names[code[:5]]
    other = rng.choice(sorted(n for c, n in codes().names.items() if len(c) == 5 and c[:3] != code[:3]))
    at = block.text.index(f"{right}（款）")
    wrong = block.replaced(at, at + len(right), other)
    spot = Spot(block.key, f"{other}（款）", start=at)
    label = Label("TEXT", "error", (spot,), f"{other}（款）", f"{right}（款）", "The 项 does not belong to this 款.")
    return Planted(draft.put(wrong), (label,), {32: "no"})


@fault("glossary_placeholder")
def glossary_placeholder(draft: Draft, rng: Random) -> Planted:
    """The glossary ends with an empty entry of the template."""
    terms = [b for b in draft.under("glossary") if b.key.startswith("glossary.") and b.key.split(".")[1].isdigit()]
    last = terms[-1]
    number = len(draft_terms(draft)) + 1
    lead = draft.template.glossary.format(number=_chinese(number))
    block = replace(last, key="glossary.extra", text=f"{lead}其他专用名词。", marks=(), spans=())
    at = draft.index(last.key)
    left = replace(draft, blocks=(*draft.blocks[: at + 1], block, *draft.blocks[at + 1 :]))
    label = Label(
        "STRUCTURE", "warning", (Spot(block.key, block.text, start=0),), block.text, "", "An empty entry was left."
    )
    return Planted(left, (label,), {33: "no"}, frozenset({2, 31}))


def draft_terms(draft: Draft) -> list[str]:
    """Return the keys of the numbered entries of the glossary."""
    return [b.key for b in draft.under("glossary") if re.fullmatch(r"glossary\.(\d+|items)", b.key)]


def _chinese(number: int) -> str:
    from corpora.sheets import chinese  # noqa: PLC0415 - one use

    return chinese(number)


@fault("glossary_wrong_level")
def glossary_wrong_level(draft: Draft, rng: Random) -> Planted:
    """The glossary speaks of another level of government."""
    level = f"{draft.figures.department.scope}级"
    other = "市级" if level == "区级" else "区级"
    found = [b for b in draft.under("glossary") if level in b.text]
    if not found:
        raise NotApplicable
    left = draft
    for block in found:
        left = left.put(replace(block, text=block.text.replace(level, other)))
    spots = tuple(Spot(b.key, f"{other}财政" if f"{level}财政" in b.text else other) for b in found)
    label = Label("TEXT", "warning", spots, other, level, "The glossary names another level of government.", "probable")
    return Planted(left, (label,), {33: "no"})
