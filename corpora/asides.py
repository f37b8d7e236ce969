"""Sentences that few publications have: what was saved, satisfaction, awards by kind, changes told twice.

They are right. Rules that hold such sentences to something have nothing to look at without them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from corpora.blocks import Block

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from corpora.compose import Draft

_HUNDRED = Decimal(100)
_BY_KIND = (("goods", "货物"), ("works", "工程"), ("services", "服务"))


@dataclass(frozen=True, slots=True)
class _Aside:
    """One paragraph, and the beginning of the keys of the blocks after which it stands."""

    name: str
    after: str
    text: str


def with_asides(draft: Draft, rng: Random) -> Draft:
    """Return the draft with its sentences, each at the end of the section that it belongs to."""
    for aside in _asides(draft, rng):
        found = [n for n, block in enumerate(draft.blocks) if block.key.startswith(aside.after)]
        if not found:
            continue
        last = draft.blocks[found[-1]]
        block = Block(f"aside.{aside.name}", "text", aside.text, last.section)
        draft = replace(draft, blocks=(*draft.blocks[: found[-1] + 1], block, *draft.blocks[found[-1] + 1 :]))
    return draft


def _asides(draft: Draft, rng: Random) -> Iterator[_Aside]:
    places = draft.style.percent_places
    yield from _bought(draft, rng, places)
    yield from _costs(rng, places)
    yield from _again(draft)
    yield from _reviewed(draft, places)
    share = _fixed(Decimal(rng.randint(8650, 9890)) / 100, places)
    yield _Aside("satisfaction", "assets.", f"全年走访服务对象{rng.randint(40, 900)}户，服务对象满意度达到{share}%。")
    parts = ("宣传发动", "业务培训", "现场指导", "日常巡查")
    effects = "".join(f"{part}主要成效：覆盖服务对象{rng.randint(40, 900)}人次。" for part in parts)
    yield _Aside("effects", "performance_use.", effects)
    since = draft.figures.year - rng.randint(3, 9)
    yield _Aside("since", "assets.", f"车辆自{since}年以来统一调度，设备定期检修。")


def _bought(draft: Draft, rng: Random, places: int) -> Iterator[_Aside]:
    """What a tender saved, and the shares of the awards by what was bought."""
    budget = Decimal(rng.randint(20_000, 90_000)) / 100
    price = (budget * rng.randint(860, 980) / 1000).quantize(Decimal("0.01"))
    rate = _fixed(_HUNDRED * (budget - price) / budget, places)
    said = f"项目预算{_plain(budget)}万元，成交额{_plain(price)}万元，节资率{rate}%"
    yield _Aside("saved", "procurement.", f"全年完成公开招标项目{rng.randint(2, 19)}个，{said}。")
    bought = draft.figures.procurement
    if bought.total and bought.medium and all(getattr(bought, kind) for kind, _ in _BY_KIND):
        # the same share of every kind makes up the award
        one = _fixed(_HUNDRED * Decimal(bought.medium) / Decimal(bought.total), max(places, 1))
        said = "，".join(f"{name}采购授予中小企业合同金额占{name}支出金额的{one}%" for _, name in _BY_KIND)
        award = next(m.stated.printed for b in draft.blocks for m in b.marks if m.stated.key == "procurement.medium")
        yield _Aside("awards", "procurement.", f"按采购类别看，授予中小企业合同金额{award}万元，其中：{said}。")


def _costs(rng: Random, places: int) -> Iterator[_Aside]:
    """A cost against its budget, another against last year."""
    budget = Decimal(rng.randint(1500, 9000)) / 100
    spent = (budget * rng.randint(700, 960) / 1000).quantize(Decimal("0.01"))
    said = f"年初预算为{_plain(budget)}万元，支出决算为{_plain(spent)}万元，比年初预算减少{_plain(budget - spent)}万元"
    yield _Aside("meetings", "agency.", f"会议费{said}，主要原因是精简会议。")
    last = Decimal(rng.randint(1500, 9000)) / 100
    now = (last * rng.randint(800, 970) / 1000).quantize(Decimal("0.01"))
    rate = _fixed(_HUNDRED * (last - now) / last, places)
    said = f"上年为{_plain(last)}万元，减少{_plain(last - now)}万元，下降{rate}%"
    yield _Aside("training", "agency.", f"培训费支出{_plain(now)}万元，{said}，主要原因是改用线上培训。")


def _again(draft: Draft) -> Iterator[_Aside]:
    """What the publication says already, in other words."""
    figures = {mark.stated.key: mark.stated.printed for block in draft.blocks for mark in block.marks}
    year = draft.figures.year
    if "agency.spent" in figures:
        said = f"{year}年度机关运行经费支出{figures['agency.spent']}万元"
        yield _Aside("agency", "agency.", f"{said}，用于保障日常运转。")
    if {"summary.total", "summary.change", "summary.growth"} <= figures.keys():
        total, change, growth = (figures[f"summary.{key}"] for key in ("total", "change", "growth"))
        up = draft.figures.total > draft.figures.last.total
        words = ("增加", "增长") if up else ("减少", "下降")
        moved = f"总计{words[0]}{change}万元，{words[1]}{growth}%，主要原因与前述相同。"
        sides = (f"{year}年度{side}总计{total}万元，与{year - 1}年度相比，{side}{moved}" for side in ("收入", "支出"))
        yield _Aside("twins", "summary.", "".join(sides))


def _reviewed(draft: Draft, places: int) -> Iterator[_Aside]:
    """How many indicators the table of the first project has, and what became of them."""
    tables = [b for b in draft.blocks if b.key == "table.review.1" and b.grid is not None]
    for block in tables:
        grid = block.grid
        rows = [r.cells for r in grid.rows] if grid else []
        name = rows[0][1].text
        listed = [row for row in rows if len(row) > 5 and row[2].text.endswith("指标") and row[3].text != "三级指标"]
        firsts = sum(bool(row[1].text) for row in listed)
        yield _Aside(
            "levels", "performance_work.",
            f"1、{name}年度绩效目标共设置了{firsts}个一级指标，{len(listed)}个二级指标以及{len(listed)}个三级指标。",
        )  # fmt: skip
        said = [
            f"{row[3].text}指标目标值为{_rated(row[4].text, places)}，实际完成值为{_rated(row[5].text, places)}，"
            f"设定分值{row[6].text}分，得{row[6].text}分，指标值偏差率为{_rated('0%', places)}。"
            for row in listed
            if len(row) > 6 and row[6].text and row[4].text[:1] in "≥≤"
        ]
        if said:
            yield _Aside("deviations", "performance_projects.2", "".join(said))


def _rated(printed: str, places: int) -> str:
    """Print a rate of a table, which has no decimals, as the text prints rates."""
    return printed.replace("%", f".{'0' * places}%") if places else printed


def _fixed(value: Decimal, places: int) -> str:
    return f"{value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)}"


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
