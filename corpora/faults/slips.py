"""Slips of a few characters: found by what stands there, each with its own label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpora.operators import spoil
from corpora.planting import Label, NotApplicable, Planted, Spot, fault

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from corpora.blocks import Block
    from corpora.compose import Draft

    New = Callable[[re.Match[str], Random], str]

_BEFORE, _AFTER = 8, 3


@dataclass(frozen=True, slots=True)
class _Slip:
    """Words that are printed otherwise. The pattern's group `it` changes, or the whole match."""

    name: str
    summary: str
    where: str
    """Begins the keys of the blocks in which it may happen."""
    pattern: str
    new: str | New
    category: str = "TEXT"
    severity: str = "warning"
    either: frozenset[int] = frozenset({2, 11, 12})
    is_last: bool = False
    """It happens at the last place where it can."""


def _other_number(least: str) -> New:
    return lambda match, rng: spoil(match["it"], rng, least)


def _more(match: re.Match[str], rng: Random) -> str:
    return str(int(match["it"]) + rng.randint(1, 3))


def _register(slip: _Slip) -> None:
    def plant(draft: Draft, rng: Random) -> Planted:
        blocks = [b for b in draft.blocks if b.grid is None and b.key.startswith(slip.where) and b.kind != "contents"]
        found = [(b, m) for b in blocks for m in re.finditer(slip.pattern, b.text)]
        if not found:
            raise NotApplicable(slip.name)
        block, match = found[-1] if slip.is_last else rng.choice(found)
        part = "it" if "it" in match.re.groupindex else 0
        new = slip.new if isinstance(slip.new, str) else slip.new(match, rng)
        return _planted(draft, block, (match.start(part), match.end(part)), new, slip)

    plant.__doc__ = slip.summary
    fault(slip.name, needs_asides=slip.where.startswith("aside."))(plant)


def _planted(draft: Draft, block: Block, span: tuple[int, int], new: str, slip: _Slip) -> Planted:
    start, end = span
    was = block.text[start:end]
    wrong = block.replaced(start, end, new)
    low, high = max(0, start - _BEFORE), min(len(wrong.text), start + len(new) + _AFTER)
    spot = Spot(block.key, wrong.text[low:high], start=low)
    label = Label(slip.category, slip.severity, (spot,), new or f"{was} missing", was, slip.summary)
    lost = frozenset((block.key, m.stated.key) for m in block.marks if m.start < end and start < m.end)
    return Planted(draft.put(wrong), (label,), {}, slip.either, wrong=lost & _keys(wrong))


def _keys(block: Block) -> frozenset[tuple[str, str]]:
    return frozenset((block.key, m.stated.key) for m in block.marks)


_PROSE = ("summary.", "general.", "three_public.", "agency.")
_FIGURES = frozenset({3, 11, 12, 16, 24, 35})

for _one in (
    _Slip(
        "alternative_left", "Both words of the template were left where one had to be chosen.", "summary.",
        r"(?P<it>增加|减少)(?=\d)", lambda m, _: "增加（减少）" if m["it"] == "增加" else "减少（增加）",
    ),
    _Slip("percent_sign_lost", "A rate lost its sign.", "summary.", r"(?<=\d\.\d)(?P<it>%)(?=，)", "", either=_FIGURES),
    _Slip("character_doubled", "A character is printed twice.", "performance_", r"率(?=\d)", "率率"),
    _Slip("bracket_lost", "A bracket has no partner.", "glossary.", r"(?<=[\u4e00-\u9fff]{3})）", ""),
    _Slip("quotation_mark_lost", "A quotation mark has no partner.", "three_public.", r"”", ""),
    _Slip(
        "rooms_miscounted", "The number of rooms is not that of those named.", "composition.",
        r"内设(?P<it>\d)(?=个科室)", _more,
    ),
    _Slip(
        "wan_yuan_cut", "An amount in 万元 lost its 元.", "agency.", r"(?<=\d万)元", "", "FORMAT", either=_FIGURES,
    ),
    _Slip(
        "number_printed_twice", "An entry has the number of the one before it.", "glossary.item.",
        r"^(?P<it>[2-9]|1\d)(?=\.)", lambda m, _: str(int(m["it"]) - 1), "STRUCTURE", either=frozenset({2, 33}),
        is_last=True,
    ),
    _Slip(
        "table_numbered_otherwise", "A table has another number than on the contents page.", "title.",
        r"（表(?P<it>\d)）$", lambda m, r: str(r.choice([n for n in range(1, 10) if n != int(m["it"])])), "STRUCTURE",
        either=frozenset({2, 4, 11}),
    ),
    _Slip(
        "part_of_another_year", "The title of a part names another year than the contents page.", "part.",
        r"20\d\d(?=年)", lambda m, _: str(int(m[0]) - 1), either=frozenset({2, 11, 12}),
    ),
    _Slip(
        "projects_miscounted", "The number of projects of one budget is not that of the tables.", "performance_work.",
        r"一般公共预算项目(?P<it>[2-9])个", _more, "NARR_ARITH", "error", either=_FIGURES | {21, 22, 23},
    ),
    _Slip(
        "change_beyond_the_amount", "A rise lost its decimal point and is more than the year's amount.", "summary.",
        r"增加(?P<it>\d{2,}\.\d{2})(?=万元)", lambda m, _: m["it"].replace(".", ""), "LOGIC", "error", either=_FIGURES,
    ),
    _Slip(
        "mobile_number_left", "The number of a person's mobile phone is printed.", "duties.", r"。$",
        lambda _, rng: f"，负责人手机{rng.choice(('139', '158', '177'))}{rng.randint(10_000_000, 99_999_999)}。",
    ),
    _Slip(
        "third_decimal_told", "An amount of the text has three decimals.", "agency.", r"\d\.\d\d(?=万元)",
        lambda m, rng: m[0] + rng.choice("1234"), "FORMAT", either=_FIGURES,
    ),
    # --- sentences of corpora/asides.py
    _Slip("colon_lost", "The colon behind set words is missing.", "aside.effects", r"主要成效(?P<it>：)", ""),
    _Slip(
        "deviation_wrong", "A deviation does not follow from its points.", "aside.deviations",
        r"偏差率为(?P<it>0)\.0%", lambda _, rng: str(rng.randint(5, 40)), "NARR_ARITH", "error",
        either=_FIGURES | {21, 22, 23},
    ),
    _Slip(
        "saved_rate_wrong", "What a tender saved does not follow from its amounts.", "aside.saved",
        r"节资率(?P<it>[\d.]+)", _other_number("0.3"), "NARR_ARITH", "error", either=_FIGURES,
    ),
    _Slip(
        "satisfaction_over_all", "A share of all is more than all.", "aside.satisfaction",
        r"达到(?P<it>[\d.]+)", lambda m, _: f"{m['it'][0]}{m['it']}", "LOGIC", "error", either=_FIGURES,
    ),
    _Slip(
        "award_share_wrong", "The shares of the awards do not make up the award.", "aside.awards",
        r"的(?P<it>[\d.]+)(?=%)", _other_number("15"), "NARR_ARITH", "error", either=_FIGURES,
    ),
    _Slip(
        "change_of_budget_wrong", "The change against the budget is misprinted.", "aside.meetings",
        r"比年初预算减少(?P<it>[\d.]+)", _other_number("0.3"), "NARR_ARITH", "error", either=_FIGURES,
    ),
    _Slip(
        "last_year_wrong", "Last year's amount is misprinted beside a change and its rate.", "aside.training",
        r"上年为(?P<it>[\d.]+)", _other_number("0.3"), "NARR_ARITH", "error", either=_FIGURES,
    ),
    _Slip(
        "repeated_otherwise", "An amount is repeated with other digits.", "aside.agency",
        r"支出(?P<it>[\d.,]+)(?=万元)", _other_number("0.3"), "NARR_NARR", "error", either=_FIGURES,
    ),
    _Slip(
        "twin_change_wrong", "The change of one total is misprinted in its last digits.", "aside.twins",
        r"收入总计(?:增加|减少)(?P<it>[\d.,]+)", _other_number("0.05"), "NARR_NARR", "warning", either=_FIGURES,
    ),
    _Slip(
        "year_word_lost", "A year lost its word.", "aside.since", r"(?<=\d)年(?=以来)", "",
    ),
    _Slip(
        "first_levels_miscounted", "The indicators of the first level are miscounted.", "aside.levels",
        r"(?P<it>\d)(?=个一级)", _more, "NARR_TABLE", "error", either=_FIGURES | {21, 22, 23},
    ),
    _Slip(
        "second_levels_miscounted", "The indicators of the second level are miscounted.", "aside.levels",
        r"(?P<it>\d+)(?=个二级)", _more, "NARR_TABLE", "error", either=_FIGURES | {21, 22, 23},
    ),
    _Slip(
        "third_levels_miscounted", "The indicators of the third level are miscounted.", "aside.levels",
        r"(?P<it>\d+)(?=个三级)", _more, "NARR_TABLE", "error", either=_FIGURES | {21, 22, 23},
    ),
):  # fmt: skip
    _register(_one)
