"""Budgets of fictional departments in the layouts of several places, with goal tables; what is planted has labels.

Every figure follows from a few amounts, so that all sums close. The layouts differ in what their columns are: purposes,
funds, economic classes; a university publishes final accounts in four tables of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING, Any

from corpora.evaluation.faults import Blemish
from corpora.money import decimal_text, rate_text, stripped
from corpora.planting import NotApplicable
from corpora.vocabulary import places

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_CODES = "科目编码|科目名称|合计|基本支出|项目支出"
_PENSION = ("20805", "行政事业单位养老支出"), ("2080505", "机关事业单位基本养老保险缴费支出")
_OFFICE = ("20103", "政府办公厅（室）及相关机构事务"), ("2010350", "事业运行")
_TOWN = ("21201", "城乡社区管理事务"), ("2120101", "行政运行")
_LAND = ("21208", "国有土地使用权出让收入安排的支出"), ("2120899", "其他国有土地使用权出让收入安排的支出")
_OWNED = ("22301", "解决历史遗留问题及改革成本支出"), ("2230105", "国有企业退休人员社会化管理补助支出")


@dataclass(frozen=True, slots=True)
class _Money:
    """The amounts from which all others follow, in hundredths of a 万元."""

    staff: int
    offices: int
    pensions: int
    town: int
    land: int
    owned: int
    service: int
    other: int
    carry: int
    reserve: int
    public: int
    """Of the basic expenditure, what is for public use."""

    @property
    def general(self) -> int:
        return self.staff + self.offices + self.pensions + self.town

    @property
    def appropriated(self) -> int:
        return self.general + self.land + self.owned

    @property
    def own(self) -> int:
        return self.service + self.other

    @property
    def year(self) -> int:
        return self.appropriated + self.own

    @property
    def all(self) -> int:
        return self.year + self.carry

    @property
    def basic(self) -> int:
        return self.staff + self.pensions


@dataclass(frozen=True, slots=True)
class Budget:
    """A generated budget. `labels` are what its faults made wrong, in the form of hand-made labels."""

    layout: str
    seed: int
    text: str
    labels: tuple[dict[str, Any], ...] = ()

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


def make_budget(layout: str, seed: int, faults: Sequence[str] = ()) -> Budget:
    """Make a budget. The same arguments always give the same bytes.

    Raises NotApplicable where a fault has nothing to spoil, KeyError for unknown names.
    """
    rng = Random(f"budget/{layout}/{seed}")  # noqa: S311 - repeatable
    body = f"{rng.choice(places().cities)}{rng.choice(places().districts)}{rng.choice(_BODIES)}"
    text = LAYOUTS[layout](_drawn(rng), body, 2019 + rng.randint(0, 4), rng)
    made: list[Blemish] = []
    for name in faults:
        text, blemish = FAULTS[name](text, Random(f"{layout}/{seed}/{name}"))  # noqa: S311 - repeatable
        made.append(blemish)
    return Budget(layout, seed, text, tuple(_label(text, one) for one in made))


_BODIES = ("茶业服务站", "园林养护中心", "水文监测站", "档案馆", "公共资源服务中心")


def _drawn(rng: Random) -> _Money:
    staff, pensions = rng.randint(20_000, 60_000), rng.randint(3_000, 9_000)
    return _Money(
        staff, rng.randint(1_000, 9_000), pensions, rng.randint(2_000, 9_000), rng.randint(1_000, 5_000),
        rng.randint(500, 3_000), rng.randint(1_000, 4_000), rng.randint(200, 900), rng.randint(200, 900),
        rng.randint(100, 700), rng.randint(2_000, (staff + pensions) // 3),
    )  # fmt: skip


def _label(text: str, blemish: Blemish) -> dict[str, Any]:
    lines = [number for number, line in enumerate(text.split("\n"), 1) if blemish.quote in line]
    return {
        "category": blemish.category, "severity": blemish.severity, "line": lines[0], "lines": lines,
        "quote": blemish.quote, "stated": blemish.stated, "expected": blemish.expected,
    }  # fmt: skip


def _m(amount: int) -> str:
    """Print an amount; nothing is printed for nothing."""
    return stripped(decimal_text(amount, 2)) if amount else ""


def _row(*cells: str | int) -> str:
    return "|".join(cell if isinstance(cell, str) else _m(cell) for cell in cells)


def _table(title: str, rows: Sequence[str]) -> str:
    return f"{title}\n\n单位：万元\n\n" + "\n".join(row.replace("|", "\t") for row in rows) + "\n\n"


def _coded(code: str, name: str, below: Sequence[tuple[str, str]], basic: int, project: int) -> list[str]:
    """Return a 类 with its one 款 and its one 项."""
    return [_row(c, n, basic + project, basic, project) for c, n in ((code, name), *below)]


def _classes(m: _Money, own: int = 0) -> list[str]:
    """Return the 科目 of the general fund; `own` is what revenue of one's own adds to the first."""
    return [
        *_coded("201", "一般公共服务支出", _OFFICE, m.staff, m.offices + own),
        *_coded("208", "社会保障和就业支出", _PENSION, m.pensions, 0),
        *_coded("212", "城乡社区支出", _TOWN, 0, m.town),
    ]


def _all_classes(m: _Money, own: int) -> list[str]:
    """Return the 科目 of all funds."""
    return [
        *_coded("201", "一般公共服务支出", _OFFICE, m.staff, m.offices + own),
        *_coded("208", "社会保障和就业支出", _PENSION, m.pensions, 0),
        _row("212", "城乡社区支出", m.town + m.land, "", m.town + m.land),
        *(_row(code, name, m.town, "", m.town) for code, name in _TOWN),
        *(_row(code, name, m.land, "", m.land) for code, name in _LAND),
        *_coded("223", "国有资本经营预算支出", _OWNED, 0, m.owned),
    ]


def _general(m: _Money) -> list[str]:
    return [_CODES, _row("合计", "", m.general, m.basic, m.offices + m.town), *_classes(m)]


def _funds(m: _Money) -> list[str]:
    return [_CODES, _row("合计", "", m.land, "", m.land), *_coded("212", "城乡社区支出", _LAND, 0, m.land)]


def _capital(m: _Money) -> list[str]:
    return [_CODES, _row("合计", "", m.owned, "", m.owned), *_coded("223", "国有资本经营预算支出", _OWNED, 0, m.owned)]


def _basic(m: _Money) -> list[str]:
    people = m.basic - m.public
    return [
        "科目编码|科目名称|合计|人员经费|公用经费",
        _row("合计", "", m.basic, people, m.public),
        _row("301", "工资福利支出", people, people, ""), _row("30101", "基本工资", people, people, ""),
        _row("302", "商品和服务支出", m.public, "", m.public), _row("30201", "办公费", m.public, "", m.public),
    ]  # fmt: skip


def _head(body: str, year: int) -> str:
    return (
        f"{body}{year}年部门预算\n\n第一部分 {body}概况\n\n一、主要职能\n\n承担本领域的日常服务和管理。\n\n"
        f"第二部分 {body}{year}年部门预算表\n\n"
    )


def _told(body: str, year: int) -> str:
    return f"第三部分 {body}{year}年部门预算情况说明\n\n一、收支预算总体情况说明\n\n{body}的收支均纳入预算管理。\n\n"


def _purposes(m: _Money, body: str, year: int, rng: Random) -> str:
    """Return tables with a panel by purpose, a row of expenditures and lists of revenues."""
    head = ["收入||支出||||", "||功能分类||支出用途|", "项目名称|金额|功能科目名称|金额|项目名称|金额"]
    lists = ("1.一般公共预算", m.general), ("2.政府性基金预算", m.land), ("3.国有资本经营预算", m.owned)
    project = m.year - m.basic - m.reserve

    def panels(first: int, year_total: int, done: int, more: tuple[str, int], carry: int) -> list[str]:
        return [
            *head,
            _row("一、财政拨款", m.appropriated, "一、一般公共服务支出", first, "一、基本支出", m.basic),
            _row(*lists[0], "二、社会保障和就业支出", m.pensions, "二、项目支出", done),
            _row(*lists[1], "三、城乡社区支出", m.town + m.land, "三、单位预留机动经费", m.reserve),
            _row(*lists[2], "四、国有资本经营预算支出", m.owned, "", ""),
            *([_row(*more, "", "", "", "")] if more[1] else []),
            _row("本年收入合计", year_total, "本年支出合计", year_total, "本年支出合计", year_total),
            _row("上年结转资金", carry, "结转下年资金", carry, "结转下年资金", carry),
            _row(*(cell for word in ("收入总计", "支出总计", "支出总计") for cell in (word, year_total + carry))),
        ]

    own = ("二、事业收入", m.own)
    revenue = [
        "项目名称|金额", _row("一、财政拨款", m.appropriated), *(_row(*one) for one in lists), _row(*own),
        _row("本年收入合计", m.year), _row("上年结转资金", m.carry), _row("收入总计", m.all),
    ]  # fmt: skip
    spent = ["合计|基本支出|项目支出|单位预留机动经费|结转下年资金", _row(m.all, m.basic, project, m.reserve, m.carry)]
    rest = m.appropriated - m.basic
    appropriated = [_CODES, _row("合计", "", m.appropriated, m.basic, rest), *_all_classes(m, 0)]
    return (
        _head(body, year)
        + _table("收支预算总表", panels(m.staff + m.offices + m.own, m.year, project, own, m.carry))
        + _table("收入预算总表", revenue)
        + _table("支出预算总表", spent)
        + _table("财政拨款收支预算总表", panels(m.staff + m.offices, m.appropriated, rest - m.reserve, ("", 0), 0))
        + _table("财政拨款支出预算表", appropriated)
        + _table("财政拨款基本支出预算表", _basic(m))
        + _table("一般公共预算支出预算表", _general(m))
        + _table("一般公共预算基本支出预算表", _basic(m))
        + _table("“三公”经费、会议费、培训费支出预算表", _six(rng))
        + _table("政府性基金预算支出表", _funds(m))
        + _table("国有资本经营预算支出表", _capital(m))
        + _table("政府采购预算表", _bought(rng))
        + _told(body, year)
    )


def _six(rng: Random) -> list[str]:
    abroad, bought, run, guests, meetings, training = (rng.randint(100, 900) for _ in range(6))
    public = abroad + bought + run + guests
    return [
        "合计|“三公”经费||||||会议费|培训费",
        "|小计|因公出国（境）费|公务用车购置及运行费|||公务接待费||",
        "|||小计|公务用车购置费|公务用车运行费|||",
        _row(public + meetings + training, public, abroad, bought + run, bought, run, guests, meetings, training),
    ]


def _bought(rng: Random) -> list[str]:
    goods, works, services = (rng.randint(300, 9000) for _ in range(3))
    kinds = ("一、货物A", goods), ("二、工程B", works), ("三、服务C", services)
    return ["采购品目大类|总计", _row("合计", goods + works + services), *(_row(*kind) for kind in kinds)]


def _columns(m: _Money, body: str, year: int, rng: Random) -> str:
    """Return tables whose columns are the budgets; the three public expenses as a list."""
    lists = ("1.一般公共预算", m.general), ("2.政府性基金预算", m.land), ("3.国有资本经营预算", m.owned)
    first = m.staff + m.offices
    summary = [
        "收入||支出||||",
        "项目|预算数|项目|合计|一般公共预算|政府性基金预算|国有资本经营预算",
        _row("一、财政拨款收入", m.appropriated, "一、一般公共服务支出", first, first, "", ""),
        _row(*lists[0], "二、社会保障和就业支出", m.pensions, m.pensions, "", ""),
        _row(*lists[1], "三、城乡社区支出", m.town + m.land, m.town, m.land, ""),
        _row(*lists[2], "四、国有资本经营预算支出", m.owned, "", "", m.owned),
        _row("收入总计", m.appropriated, "支出总计", m.appropriated, m.general, m.land, m.owned),
    ]
    whole = [
        "收入||支出|", "项目|预算数|项目|预算数",
        _row("一、财政拨款收入", m.appropriated, "一、一般公共服务支出", first + m.own),
        _row(*lists[0], "二、社会保障和就业支出", m.pensions),
        _row(*lists[1], "三、城乡社区支出", m.town + m.land),
        _row(*lists[2], "四、国有资本经营预算支出", m.owned),
        _row("二、事业收入", m.service, "", ""), _row("三、其他收入", m.other, "", ""),
        _row("本年收入合计", m.year, "本年支出合计", m.year),
        _row("上年结转", m.carry, "结转下年", m.carry), _row("收入总计", m.all, "支出总计", m.all),
    ]  # fmt: skip
    revenue = [
        "科目编码|科目名称|合计|上年结转|财政拨款收入|事业收入|其他收入",
        _row("合计", "", m.all, m.carry, m.appropriated, m.service, m.other),
        _row("201", "一般公共服务支出", first + m.own + m.carry, m.carry, first, m.service, m.other),
        _row("208", "社会保障和就业支出", m.pensions, "", m.pensions, "", ""),
        _row("212", "城乡社区支出", m.town + m.land, "", m.town + m.land, "", ""),
        _row("223", "国有资本经营预算支出", m.owned, "", m.owned, "", ""),
    ]
    abroad, guests, run, bought = (rng.randint(100, 900) for _ in range(4))
    public = [
        "项目|预算数", _row("合计", abroad + guests + run + bought), _row("因公出国（境）费", abroad),
        _row("公务接待费", guests), _row("公务用车购置及运行维护费", run + bought),
        _row("其中：公务用车运行维护费", run), _row("公务用车购置费", bought),
    ]  # fmt: skip
    spent = [_CODES, _row("合计", "", m.year, m.basic, m.year - m.basic), *_all_classes(m, m.own)]
    return (
        _head(body, year)
        + _table("收支预算总表", whole)
        + _table("收入预算总表", revenue)
        + _table("支出预算总表", spent)
        + _table("财政拨款收支预算总表", summary)
        + _table("一般公共预算支出预算表", _general(m))
        + _table("一般公共预算基本支出预算表", _basic(m))
        + _table("“三公”经费支出预算表", public)
        + _table("政府性基金预算支出表", _funds(m))
        + _table("国有资本经营预算支出表", _capital(m))
        + _told(body, year)
    )


def _economies(m: _Money, body: str, year: int, rng: Random) -> str:
    """Return tables with a panel by economic class, and the goals of the department and of a project."""
    fund = m.general + m.land
    people, spending = m.basic - m.public, m.offices + m.town + m.land
    first = m.staff + m.offices
    total, whole = fund + m.service, fund + m.service + m.carry
    kinds = ("工资福利支出", people), ("商品和服务支出", m.public + m.service), ("资本性支出", spending)
    general = [
        "收入||经济分类支出||功能分类支出|||",
        "项目|预算数|项目|预算数|科目|合计|一般公共预算|政府性基金预算",
        _row("一、财政拨款", fund, *kinds[0], "一般公共服务支出", first + m.service, first + m.service, ""),
        _row("（一）一般公共预算", m.general, *kinds[1], "社会保障和就业支出", m.pensions, m.pensions, ""),
        _row("（二）政府性基金预算", m.land, *kinds[2], "城乡社区支出", m.town + m.land, m.town, m.land),
        _row("二、事业收入", m.service, "", "", "", "", "", ""),
        _row("本年收入合计", total, "本年支出合计", total, "本年支出合计", total, total - m.land, m.land),
        _row("三、上年结转", m.carry, "结转下年", m.carry, "结转下年", m.carry, m.carry, ""),
        _row("收入总计", whole, "支出总计", whole, "支出总计", whole, whole - m.land, m.land),
    ]
    appropriated = [
        "收入||经济分类支出||功能分类支出|", "项目|预算数|项目|预算数|科目|预算数",
        _row("一、一般公共预算", m.general, *kinds[0], "一般公共服务支出", first),
        _row("二、政府性基金预算", m.land, "商品和服务支出", m.public, "社会保障和就业支出", m.pensions),
        _row("", "", *kinds[2], "城乡社区支出", m.town + m.land),
        _row("本年收入合计", fund, "本年支出合计", fund, "本年支出合计", fund),
        _row("三、上年结转", 0, "结转下年", 0, "结转下年", 0),
        _row("收入总计", fund, "支出总计", fund, "支出总计", fund),
    ]  # fmt: skip
    spent = [
        _CODES, _row("合计", "", total, m.basic, total - m.basic),
        *_coded("201", "一般公共服务支出", _OFFICE, m.staff, m.offices + m.service),
        *_coded("208", "社会保障和就业支出", _PENSION, m.pensions, 0),
        _row("212", "城乡社区支出", m.town + m.land, "", m.town + m.land),
        *(_row(code, name, m.town, "", m.town) for code, name in _TOWN),
        *(_row(code, name, m.land, "", m.land) for code, name in _LAND),
    ]  # fmt: skip
    return (
        _head(body, year)
        + _table("收支预算总表", general)
        + _table("支出预算总表", spent)
        + _table("财政拨款收支预算总表", appropriated)
        + _table("一般公共预算支出预算表", _general(m))
        + _table("一般公共预算基本支出预算表", _basic(m))
        + _table("政府性基金预算支出表", _funds(m))
        + _told(body, year)
        + _goals(body, year, (fund, m.service + m.carry, m.basic, total - m.basic), rng)
    )


def _goals(body: str, year: int, sides: tuple[int, int, int, int], rng: Random) -> str:
    """Return what is said of the goals, and the tables of the whole and of one project."""
    fund, other, basic, project = sides
    half = project // 3
    area, last = rng.randint(60, 300), rng.randint(20, 50)
    rate = rng.randint(88, 97)
    before, done = rng.randint(1000, 9000), rng.randint(500, 900)
    whole = [
        f"部门名称|{body}||||",
        "部门总体资金情况（万元）|总体资金情况||当年预算收支（单位：万元）|占比|近两年收支情况",
        _row("", "收入构成", "财政拨款", fund, rate_text(fund, fund + other), f"{year - 1}年"),
        _row("", "", "其他资金", other, rate_text(other, fund + other), ""),
        _row("", "", "合计", fund + other, "100", ""),
        _row("", "支出构成", "基本支出", basic, rate_text(basic, basic + project), ""),
        _row("", "", "项目支出", project, rate_text(project, basic + project), ""),
        _row("", "", "合计", basic + project, "100", ""),
        "年度绩效指标|一级指标|二级指标|指标名称|指标值||绩效标准", "||||上年|预期当年实现值|",
        f"|产出指标|数量指标|维护绿地面积|{area - last}亩|{area}亩|行业标准",
        f"|效益指标|满意度指标|群众满意度|{rate - 1}%|{rate}%|90%-100%得10分，80%-90%得8分",
    ]  # fmt: skip
    one = [
        "项目名称|绿地维护项目||", _row("项目总预算", 2 * project, "项目当年预算", project),
        "项目前两年预算编制，执行及当年预算变动情况|年度|预算数|执行数|执行率",
        _row("", f"{year - 1}年", before, before * done // 1000, ""),
        f"|{year}年变动说明|{year - 1}年预算{_m(before)}万元，{year}年预算{_m(project)}万元。||",
        "项目资金来源|资金来源项目||金额|", _row("", "1.财政拨款收入", "", project - half, ""),
        _row("", "2.事业收入", "", half, ""),
    ]  # fmt: skip
    costs = [
        "经济科目|金额|测算依据及说明",
        _row("委托业务费", project - half, "绿地维护"),
        _row("办公费", half, "纸张1250元，耗材2380元，邮寄1100元"),
    ]
    listed = [
        "目标名称|一级指标|二级指标|指标内容|指标值（上年）|指标值（预计当年实现）|绩效标准",
        f"维护绿地面积|产出指标|数量指标|维护绿地|{area - last}亩|{area}亩|行业标准",
        f"群众满意度|效益指标|满意度指标|群众满意度不低于{rate}%|{rate - 1}%|{rate}%|行业标准",
    ]
    said = f"公开了1个项目支出绩效目标，涉及资金{_m(project)}万元。"
    units = "包括本级和二级预算单位1个。\n\n二级预算单位包括：绿化队。"
    return (
        f"二、绩效目标情况\n\n{said}\n\n三、单位构成情况\n\n{units}\n\n第四部分 附件\n\n"
        + _table("部门整体支出绩效目标表", whole)
        + _table("项目支出绩效目标申报表", one)
        + _table("项目支出明细测算", costs)
        + _table("年度绩效目标表", listed)
    )


def _university(m: _Money, body: str, year: int, rng: Random) -> str:  # noqa: ARG001 - all layouts are called alike
    """Return the four tables of final accounts that a university under a central ministry publishes."""
    school = body[:3] + "大学"
    total = m.general + m.own
    taught, spent = m.staff + m.offices + m.town, m.staff + m.offices + m.town + m.own
    parts = ("205", "教育支出"), ("20502", "普通教育"), ("2050205", "高等教育")
    pensions = ("208", "社会保障和就业支出"), *_PENSION
    summary = [
        "收入||支出|", "项目|决算数|项目|决算数", _row("一、财政拨款收入", m.general, "一、公共安全支出", ""),
        _row("二、上级补助收入", "", "二、教育支出", spent), _row("三、事业收入", m.service, "三、科学技术支出", ""),
        _row("四、经营收入", "", "四、社会保障和就业支出", m.pensions),
        "五、附属单位上缴收入||五、卫生健康支出|", _row("六、其他收入", m.other, "六、住房保障支出", ""),
        _row("本年收入合计", total, "本年支出合计", total), _row("收入总计", total, "支出总计", total),
    ]  # fmt: skip
    revenue = [
        "科目编码|科目名称|本年收入合计|财政拨款收入|上级补助收入|事业收入|经营收入|附属单位上缴收入|其他收入",
        _row("合计", "", total, m.general, "", m.service, "", "", m.other),
        *(_row(code, name, spent, taught, "", m.service, "", "", m.other) for code, name in parts),
        *(_row(code, name, m.pensions, m.pensions, "", "", "", "", "") for code, name in pensions),
    ]
    appropriated = [
        _CODES, _row("合计", "", m.general, m.basic, m.offices + m.town),
        *(_row(code, name, taught, m.staff, m.offices + m.town) for code, name in parts),
        *(_row(code, name, m.pensions, m.pensions, "") for code, name in pensions),
    ]  # fmt: skip
    return (
        f"{school}{year}年度部门决算\n\n一、学校基本情况\n\n{school}培养专门人才。\n\n二、部门决算报表\n\n"
        + _table("高等学校收支决算总表", summary)
        + _table("高等学校收入决算表", revenue)
        + _table("高等学校财政拨款支出决算表", appropriated)
        + f"三、决算报表说明\n\n（一）高等学校收支决算总表说明\n\n学校{year}年度收支均纳入决算。\n\n"
    )


LAYOUTS: dict[str, Callable[[_Money, str, int, Random], str]] = {
    "purposes": _purposes, "columns": _columns, "economies": _economies, "university": _university,
}  # fmt: skip


# -- faults of goal tables


def _other(
    pattern: str, category: str, *, by: tuple[int, int] = (2, 9)
) -> Callable[[str, Random], tuple[str, Blemish]]:
    """Return a fault that prints another number where a pattern's group `it` is found first."""

    def plant(text: str, rng: Random) -> tuple[str, Blemish]:
        found = re.search(pattern, text, re.MULTILINE)
        if found is None:
            raise NotApplicable(pattern)
        was = found["it"]
        whole, dot, part = was.partition(".")
        new = f"{int(whole) + rng.randint(*by)}{dot}{part}"
        start, end = found.start("it"), found.end("it")
        changed = text[:start] + new + text[end:]
        line = changed[changed.rindex("\n", 0, start) + 1 : changed.index("\n", start)]
        return changed, Blemish(category, "error", line, new, was)

    return plant


def _swapped(old: str, new: str, category: str) -> Callable[[str, Random], tuple[str, Blemish]]:
    """Return a fault that prints other words where some stand first; the line with them is its place."""

    def plant(text: str, rng: Random) -> tuple[str, Blemish]:  # noqa: ARG001 - all faults are called alike
        if old not in text:
            raise NotApplicable(old)
        changed = text.replace(old, new, 1)
        at = changed.index(new)
        line = changed[changed.rindex("\n", 0, at) + 1 : changed.index("\n", at)]
        return changed, Blemish(category, "warning", line, new, old)

    return plant


FAULTS: dict[str, Callable[[str, Random], tuple[str, Blemish]]] = {
    "share_wrong": _other(r"^\t支出构成\t基本支出\t[\d.]+\t(?P<it>[\d.]+)", "TABLE_SUM"),
    "source_wrong": _other(r"^\t2\.事业收入\t\t(?P<it>[\d.]+)", "TABLE_SUM"),
    "last_year_wrong": _other(r"^\t20\d\d年\t(?P<it>[\d.]+)\t", "TABLE_CROSS"),
    "indicator_wrong": _other(r"^维护绿地面积\t.*\t(?P<it>\d+)亩\t行业标准", "TABLE_CROSS"),
    "content_wrong": _other(r"群众满意度不低于(?P<it>\d+)%", "TABLE_CROSS", by=(1, 2)),
    "projects_miscounted": _other(r"公开了(?P<it>1)个项目", "NARR_TABLE", by=(1, 3)),
    "units_denied": _swapped("二级预算单位包括：绿化队。", "二级预算单位包括：无。", "NARR_NARR"),
    "bands_overlap": _swapped("80%-90%得8分", "80%-92%得8分", "LOGIC"),
    "separator_in_words": _swapped("纸张1250元", "纸张1,250元", "FORMAT"),
    "name_cut": _swapped("公务用车购置及运行维护费\t", "公务用车购置及运行费\t", "TEXT"),
}
"""What can be planted in a budget: most of it in goal tables."""
