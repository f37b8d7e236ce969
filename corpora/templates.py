"""What differs between the templates: order, titles, table layout, number style."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from corpora.money import Style
from corpora.sheets import Layout

if TYPE_CHECKING:
    from collections.abc import Iterable

ROLES = (
    "revenue_expenditure_summary",
    "revenue",
    "expenditure",
    "appropriation_summary",
    "general_budget_expenditure",
    "general_budget_basic_expenditure",
    "three_public",
    "gov_managed_funds",
    "state_capital",
)
OLD_NAMES = {
    "revenue_expenditure_summary": "收入支出决算总表",
    "revenue": "收入决算表",
    "expenditure": "支出决算表",
    "appropriation_summary": "财政拨款收入支出决算总表",
    "general_budget_expenditure": "一般公共预算财政拨款支出决算表",
    "general_budget_basic_expenditure": "一般公共预算财政拨款基本支出决算表",
    "three_public": "一般公共预算财政拨款“三公”经费支出决算表",
    "gov_managed_funds": "政府性基金预算财政拨款收入支出决算表",
    "state_capital": "国有资本经营预算财政拨款支出决算表",
}
NEW_NAMES = OLD_NAMES | {
    "general_budget_basic_expenditure": "一般公共预算财政拨款基本支出决算明细表",
    "three_public": "财政拨款“三公”经费支出决算表",
}
SHANGHAI_NAMES = OLD_NAMES | {
    "three_public": "财政拨款“三公”经费支出决算表",
    "state_capital": "国有资本经营预算财政拨款收入支出决算表",
}


@dataclass(frozen=True, slots=True)
class Topic:
    """A section of the explanation part: its frame and its title. `subs` are sub-sections with frames of their own."""

    frame: str
    title: str
    subs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Template:
    id: str
    year: int
    parts: tuple[tuple[str, str], ...]
    """Key and title of each part, in order."""
    overview: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, str], ...]
    """Role and name of each table, in order."""
    topics: tuple[Topic, ...]
    layout: Layout
    style: Style = field(default_factory=Style)
    caption: str = "{year}年度{name}（表{number}）"
    code_line: str = ""
    """Line above the table with its number, as 公开01表."""
    contents_pages: bool = False
    """The contents page prints page numbers."""
    table_notes: bool = False
    """A note on what each table shows stands under it."""
    charts: bool = True
    scored: bool = True
    """Self-evaluation tables print weights and scores."""
    tables_in_attachments: bool = False
    body_line: bool = True
    """部门：… stands above every table."""
    glossary: str = "（{number}）"
    cover_date: str = "{next_year}年10月{day}日"
    checklist: bool = True
    """Is there a form of 44 rows for this template?"""
    three_budget: str = "年初预算"
    """The budget that the three public expenses are compared with."""
    three_fund: str = "一般公共预算财政拨款"
    full_comparison: bool = False
    """Revenue and expenditure are compared with last year too."""

    @property
    def words(self) -> dict[str, object]:
        """What the frames are told about the template."""
        own = self.layout
        return {
            "three_budget": self.three_budget,
            "three_fund": self.three_fund,
            "vehicle_name": own.vehicle_head,
            "running_name": own.running_head,
            "surplus_name": own.surplus_name,
            "full_comparison": self.full_comparison,
            "scored": self.scored,
        }


WUHAN_2020 = Template(
    id="wuhan-2020",
    year=2020,
    parts=(
        ("overview", "{entity}概况"),
        ("tables", "{entity}{year}年度部门决算表"),
        ("explanation", "{entity}{year}年度部门决算情况说明"),
        ("key_work", "{year}年重点工作完成情况"),
        ("glossary", "名词解释"),
    ),
    overview=(("duties", "部门主要职能"), ("composition", "部门决算单位构成"), ("staff", "部门人员构成")),
    tables=tuple((role, OLD_NAMES[role]) for role in ROLES),
    topics=(
        Topic("summary", "收入支出决算总体情况说明"),
        Topic("revenue", "收入决算情况说明"),
        Topic("expenditure", "支出决算情况说明"),
        Topic("appropriation", "财政拨款收入支出决算总体情况说明"),
        Topic("general", "一般公共预算财政拨款支出决算情况说明"),
        Topic("basic", "一般公共预算财政拨款基本支出决算情况说明"),
        Topic("three_public", "一般公共预算财政拨款“三公”经费支出决算情况说明"),
        Topic("managed", "政府性基金预算财政拨款收入支出决算情况说明"),
        Topic("capital", "国有资本经营预算财政拨款支出决算情况说明"),
        Topic("agency", "机关运行经费支出情况"),
        Topic("procurement", "政府采购支出情况"),
        Topic("assets", "国有资产占用情况"),
        Topic(
            "performance",
            "预算绩效情况说明",
            (
                ("performance_work", "预算绩效管理工作开展情况"),
                ("performance_overall", "部门整体支出自评结果"),
                ("performance_projects", "项目支出自评结果"),
                ("performance_use", "绩效自评结果应用情况"),
            ),
        ),
    ),
    layout=Layout(),
)
PERFORMANCE = WUHAN_2020.topics[-1]
WUHAN_2023 = Template(
    id="wuhan-2023",
    year=2023,
    parts=(
        *WUHAN_2020.parts[:3],
        ("key_work", "{year}年度重点工作完成情况"),
        ("glossary", "名词解释"),
        ("attachments", "附件"),
    ),
    overview=(("duties", "部门主要职责"), ("composition", "机构设置情况"), ("staff", "部门人员构成")),
    tables=tuple((role, NEW_NAMES[role]) for role in (*ROLES[:6], *ROLES[7:], ROLES[6])),
    topics=(
        *WUHAN_2020.topics[:6],
        *WUHAN_2020.topics[7:9],
        Topic("three_public", "财政拨款“三公”经费支出决算情况说明"),
        Topic("agency", "机关运行经费支出说明"),
        Topic("procurement", "政府采购支出说明"),
        Topic("assets", "国有资产占用情况说明"),
        PERFORMANCE,
    ),
    layout=Layout(
        code_columns=1,
        amount_head="金额",
        code_head="科目代码",
        extra_lines=1,
        surplus_name="使用非财政拨款结余（含专用结余）",
        vehicle_head="公务用车购置及运行维护费",
        running_head="公务用车运行维护费",
        nested_summary=False,
        capital_head="合计",
    ),
    style=Style(separator=True, full_cells=True),
    caption="{name}",
    code_line="公开{number:02}表",
    contents_pages=True,
    table_notes=True,
    scored=False,
    tables_in_attachments=True,
    three_budget="全年预算",
    three_fund="财政拨款",
    full_comparison=True,
)
SHANGHAI_2024 = Template(
    id="shanghai-2024",
    year=2024,
    parts=(
        ("overview", "{entity}概况"),
        ("tables", "{entity}{year}年度部门决算表"),
        ("explanation", "{entity}{year}年度部门决算情况说明"),
        ("glossary", "名词解释"),
    ),
    overview=(("duties", "主要职能"), ("composition", "部门决算单位构成")),
    tables=tuple((role, SHANGHAI_NAMES[role]) for role in ROLES),
    topics=(
        *WUHAN_2020.topics[:6],
        Topic("three_public", "财政拨款“三公”经费支出决算情况说明"),
        Topic("managed", "政府性基金预算财政拨款收入支出决算情况说明"),
        Topic("capital", "国有资本经营预算财政拨款收入支出决算情况说明"),
        Topic("performance_management", "预算绩效管理情况"),
        Topic(
            "other",
            "其他重要事项的情况说明",
            (
                ("agency", "机关运行经费支出情况"),
                ("procurement_reserved", "政府采购支出情况"),
                ("assets", "国有资产占有使用情况"),
            ),
        ),
    ),
    layout=Layout(
        code_columns=1,
        line_numbers=False,
        column_numbers=False,
        sub_head="合计",
        vehicle_head="公务用车购置及运行维护费",
        running_head="公务用车运行维护费",
        paired_three_public=True,
        capital_like_managed=True,
        economic_panels=2,
        left_out=("231", "232"),
        nested_summary=False,
    ),
    style=Style(full_places=True, percent_places=2, zero_cell="0.00", zero_text="0.00"),
    caption="{name}",
    table_notes=True,
    tables_in_attachments=True,
    body_line=False,
    glossary="{number}、",
    cover_date="",
    charts=False,
    checklist=False,
    three_fund="财政拨款",
)
TEMPLATES = {t.id: t for t in (WUHAN_2020, WUHAN_2023, SHANGHAI_2024)}
STYLES: dict[str, Any] = {
    "separator": {"separator": True},
    "no_separator": {"separator": False},
    "spaces": {"spaces": True},
    "code_by_level": {"code_by_level": True},
    "page_breaks": {"page_breaks": True},
    "yuan_tables": {"yuan_tables": True},
}


def styled(template: str, names: Iterable[str]) -> Style:
    """Return a template's number style with some of the named changes."""
    style = TEMPLATES[template].style
    for name in names:
        style = replace(style, **STYLES[name])
    return style
