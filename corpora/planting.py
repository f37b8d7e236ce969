"""What a planted fault is: the changed draft, the labels that it earns, the rows of the form that it turns."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from corpora.compose import Draft, MissingBlock

if TYPE_CHECKING:
    from corpora.blocks import Block


class NotApplicable(Exception):  # noqa: N818 - says what it is
    """The publication has nothing that this fault could spoil."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a draft: a block, and the words there; `row` is a row of its grid."""

    block: str
    quote: str
    row: int | None = None
    start: int | None = None
    """Offset of the quote in the block's text or in the row's line; None: its first occurrence."""


@dataclass(frozen=True, slots=True)
class Label:
    """One finding that an audit should make. `spots[0]` is its own place, the others show it too."""

    category: str
    severity: str
    spots: tuple[Spot, ...]
    stated: str
    expected: str
    explain: str
    certainty: str = "definite"
    reach: str = "rule"


@dataclass(frozen=True, slots=True)
class Planted:
    """The outcome of planting one fault."""

    draft: Draft
    labels: tuple[Label, ...]
    flips: Mapping[int, str] = field(default_factory=dict)
    """Row of the form -> its answer now."""
    either: frozenset[int] = frozenset()
    """Rows that may turn or not: both answers can be defended."""
    wrong: frozenset[tuple[str, str]] = frozenset()
    """Block and key of the figures that are wrong now."""
    unclear: frozenset[str] = frozenset()
    """Keys of the figures of prose of which nobody can say whether they or the table are wrong."""


Plant = Callable[[Draft, Random], Planted]


@dataclass(frozen=True, slots=True)
class Fault:
    """A named way to spoil a clean publication."""

    name: str
    summary: str
    plant: Plant
    needs_asides: bool = False
    """It spoils a sentence of corpora/asides.py."""


REGISTRY: dict[str, Fault] = {}
LOUD = ("NARR_TABLE", "NARR_ARITH", "NARR_NARR", "TABLE_SUM", "TABLE_CROSS", "LOGIC", "TEXT")


def fault(name: str, *, needs_asides: bool = False) -> Callable[[Plant], Plant]:
    """Register a fault under a name; its docstring's first line says what it does."""

    def register(plant: Plant) -> Plant:
        def plant_or_pass(draft: Draft, rng: Random) -> Planted:
            try:
                return plant(draft, rng)
            except MissingBlock as error:
                raise NotApplicable(name) from error

        if name in REGISTRY:
            raise ValueError(f"fault {name} stands twice")
        summary = (plant.__doc__ or "").strip().split("\n")[0]
        REGISTRY[name] = Fault(name, summary, plant_or_pass, needs_asides)
        return plant

    return register


def context(text: str, start: int, end: int, reach: int = 14) -> tuple[int, int]:
    """Widen a figure's span to a quote that says what it is: back to the last punctuation, on over its unit."""
    low = start
    while low > 0 and start - low < reach and text[low - 1] not in "，。；：（）":
        low -= 1
    while low < start and text[low].isspace():
        low += 1
    unit = _UNIT.match(text, end)
    return low, unit.end() if unit else end


_UNIT = re.compile(r"\s?(?:万元|亿元|元|%|百分点|分|人次|批次|台（套）|[个辆人项件条家批次场])")


def clause_before(block: Block, at: int) -> Spot:
    """Return the clause that ends at an offset, as the place of something missing after it."""
    text = block.text
    at = len(text[:at].rstrip("，。；：、"))
    low = max(text.rfind(mark, 0, at) for mark in "，。；：") + 1
    return Spot(block.key, text[low:at], start=low)


def figure_spot(block: Block, key: str) -> Spot:
    """Return the place of a figure of prose with the words around it."""
    mark = block.mark(key)
    low, high = context(block.text, mark.start, mark.end)
    return Spot(block.key, block.text[low:high], start=low)


RATIOS = ("share", "growth", "completion", "rate")


def follows(block: Block, key: str) -> list[str]:
    """Return the keys of the ratios of a block that are reckoned from one of its figures."""
    stem, _, last = key.rpartition(".")
    if last in RATIOS:
        return []
    ratios = [m.stated.key for m in block.marks if m.stated.key.rpartition(".")[2] in RATIOS]
    near = [r for r in ratios if r.rpartition(".")[0] in (stem, key) or (last == "total" and r.startswith(f"{stem}."))]
    return list(dict.fromkeys(near))


def consequence(block: Block, key: str, cause: Spot, category: str = "NARR_ARITH") -> Label:
    """Label a figure that is right and no longer fits what is printed. An audit may tell it beside its cause."""
    printed = block.mark(key).stated.printed
    why = "It does not follow from the figures as printed; the cause is labelled apart."
    return Label(category, "error", (figure_spot(block, key), cause), printed, "", why, "judgement")


def head_spot(draft: Draft, key: str) -> Spot:
    """Return a heading as the place of something missing."""
    block = draft.block(key)
    return Spot(key, block.text[:40], start=0)


def row_text(block: Block, row: int) -> str:
    """Return one row of a grid as the text dump prints it."""
    if block.grid is None:
        raise NotApplicable
    return "\t".join(cell.text for cell in block.grid.rows[row].cells)


def cell_spot(block: Block, key: str) -> Spot:
    """Return the place of a cell."""
    if block.grid is None:
        raise NotApplicable
    r, c = block.grid.find(key)
    cells = block.grid.rows[r].cells
    start = sum(len(cell.text) + 1 for cell in cells[:c])
    if cells[c].text:
        return Spot(block.key, cells[c].text, r, start)
    line = row_text(block, r)
    return Spot(block.key, line.strip("\t").split("\t")[0], r)


def cut_span(block: Block, name: str) -> Block:
    """Return the block without one of its named parts. Raises NotApplicable."""
    span = next((s for s in block.spans if s.name == name), None)
    if span is None:
        raise NotApplicable(name)
    return block.replaced(span.start, span.end, "")


def blocks_with_span(draft: Draft, name: str, section: str = "") -> list[Block]:
    """Return the blocks that have a named part, in one section or anywhere. Raises NotApplicable where none has."""
    found = [b for b in draft.blocks if b.section.startswith(section) and any(s.name == name for s in b.spans)]
    if not found:
        raise NotApplicable(name)
    return found


def section_of(draft: Draft, frame: str) -> str:
    """Return the outline place of an explanation section by its frame's name. Raises NotApplicable."""
    for n, topic in enumerate(draft.template.topics, 1):
        if topic.frame == frame or any(f == frame for f, _ in topic.subs):
            return f"explanation.{n}"
    raise NotApplicable(frame)


def stating(draft: Draft, *keys: str) -> tuple[Block, str]:
    """Return the first block that states one of the figures, and its key. Raises NotApplicable."""
    for key in keys:
        try:
            return draft.stating(key), key
        except KeyError:
            continue
    raise NotApplicable(str(keys))
