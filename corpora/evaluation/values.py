"""The figures of an evaluation report: money that closes, posts, scores of every indicator with their reasons."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import Any

from corpora.vocabulary import places

_FRAMEWORKS = {
    "whole": (
        ("投入", "目标设定", "绩效目标合理性", 5),
        ("投入", "目标设定", "绩效指标明确性", 5),
        ("投入", "预算配置", "在职人员控制率", 5),
        ("投入", "预算配置", "“三公经费”变动率", 5),
        ("过程", "预算执行", "预算完成率", 6),
        ("过程", "预算执行", "公用经费控制率", 6),
        ("过程", "预算执行", "“三公经费”控制率", 6),
        ("过程", "预算管理", "管理制度健全性", 6),
        ("过程", "资产管理", "固定资产利用率", 6),
        ("产出", "职责履行", "重点工作完成率", 10),
        ("产出", "职责履行", "完成及时率", 10),
        ("产出", "职责履行", "质量达标率", 10),
        ("效果", "履职效益", "社会效益", 10),
        ("效果", "满意度", "服务对象满意度", 10),
    ),
    "project": (
        ("决策", "项目立项", "立项依据充分性", 6),
        ("决策", "绩效目标", "目标合理性", 6),
        ("决策", "资金投入", "预算编制科学性", 8),
        ("过程", "资金管理", "资金到位率", 5),
        ("过程", "资金管理", "预算执行率", 10),
        ("过程", "组织实施", "制度执行有效性", 10),
        ("产出", "产出数量", "实际完成率", 12),
        ("产出", "产出质量", "验收合格率", 10),
        ("产出", "产出时效", "完成及时性", 8),
        ("效益", "项目效益", "社会效益实现程度", 15),
        ("效益", "满意度", "受益对象满意度", 10),
    ),
    "self": (
        ("产出指标", "数量指标", "完成任务数量", 15),
        ("产出指标", "质量指标", "验收合格率", 15),
        ("产出指标", "时效指标", "按期完成率", 10),
        ("产出指标", "成本指标", "成本控制情况", 10),
        ("效益指标", "社会效益指标", "服务覆盖范围", 15),
        ("效益指标", "可持续影响指标", "长效机制", 15),
        ("满意度指标", "服务对象满意度指标", "群众满意度", 10),
    ),
}
_MAY_LOSE = {
    "管理制度健全性": "内部审批流程的规定不够细，没有明确各环节的时限",
    "完成及时率": "有一项任务因场地移交滞后而延期，未在计划时间内完成",
    "预算编制科学性": "部分设备单价的测算依据不足",
    "制度执行有效性": "个别合同的验收记录填写不完整",
    "完成及时性": "受连续降雨影响，完工时间晚于计划，存在延期问题",
    "受益对象满意度": "问卷显示满意度未达到年初确定的目标值",
    "长效机制": "后续管护的责任分工尚未明确",
    "按期完成率": "有一批设备到货较晚，未能按期完成安装",
}
_GRADES = ((Decimal(90), "优秀"), (Decimal(80), "良好"), (Decimal(60), "中等"), (Decimal(0), "较差"))


@dataclass(frozen=True, slots=True)
class Scored:
    """One indicator with its score; `reason` says why points were taken off."""

    first: str
    second: str
    name: str
    weight: int
    score: int
    reason: str = ""


def draw_values(style: str, seed: int) -> dict[str, Any]:
    """Return what the frames of a style print."""
    rng = Random(f"evaluation/{style}/{seed}")  # noqa: S311 - repeatable
    everything = places()
    domain = rng.choice(everything.domains)
    project = rng.choice(domain.projects)
    city, district = rng.choice(everything.cities), rng.choice(everything.districts)
    year = rng.choice((2019, 2020, 2021, 2022, 2023))
    values: dict[str, Any] = {
        "style": style,
        "year": year,
        "next_year": year + 1,
        "last_year": year - 1,
        "area": f"{city}{district}",
        "entity": f"{city}{district}{rng.choice(domain.departments)[0]}",
        "duties": tuple(duty.format(scope="区") for duty in domain.duties),
        "project": project.name,
        "output": project.output,
        "problem": project.problem,
        "remedy": project.remedy,
        "month": rng.randint(4, 8),
        "day": rng.randint(3, 27),
        "document": f"{rng.randint(3, 60)}号",
    }
    values |= _money(rng) | _people(rng) | _counts(rng)
    values["scored"] = _scores(rng, style)
    return with_sums(values)


def _money(rng: Random) -> dict[str, Any]:
    """Amounts in 万元, hundredths as whole numbers, so that every sum closes as printed."""
    personnel, public = rng.randint(9000, 60000), rng.randint(2000, 9000)
    project = rng.randint(8000, 90000)
    spent_personnel = personnel * rng.randint(940, 1000) // 1000
    spent_public = public * rng.randint(900, 990) // 1000
    spent_project = project * rng.randint(900, 990) // 1000
    reception, vehicle = rng.randint(40, 300), rng.randint(150, 700)
    spent_reception = reception * rng.randint(400, 900) // 1000
    spent_vehicle = vehicle * rng.randint(600, 980) // 1000
    last = reception + vehicle + rng.randint(20, 200)
    upper = project * rng.randint(300, 600) // 1000
    cents = {
        "b_personnel": personnel, "b_public": public, "b_basic": personnel + public, "b_project": project,
        "b_total": personnel + public + project, "e_personnel": spent_personnel, "e_public": spent_public,
        "e_basic": spent_personnel + spent_public, "e_project": spent_project,
        "e_total": spent_personnel + spent_public + spent_project, "b_reception": reception, "b_vehicle": vehicle,
        "b_three": reception + vehicle, "e_reception": spent_reception, "e_vehicle": spent_vehicle,
        "e_three": spent_reception + spent_vehicle, "l_three": last, "d_three": last - reception - vehicle,
        "b_upper": upper, "b_own": project - upper,
    }  # fmt: skip
    exact = {key: Decimal(value) / 100 for key, value in cents.items()}
    out: dict[str, Any] = {key: _plain(value) for key, value in exact.items()}
    for name, part, whole in (
        ("r_total", "e_total", "b_total"), ("r_basic", "e_basic", "b_basic"), ("r_project", "e_project", "b_project"),
        ("r_public", "e_public", "b_public"), ("r_three", "e_three", "b_three"), ("r_change", "d_three", "l_three"),
        ("s_basic", "e_basic", "e_total"), ("s_project", "e_project", "e_total"), ("r_upper", "b_upper", "b_project"),
    ):  # fmt: skip
        out[name] = _percent(exact[part], exact[whole])
    return out


def _people(rng: Random) -> dict[str, Any]:
    administrative, institution = rng.randint(4, 18), rng.randint(3, 20)
    in_administrative = administrative - rng.randint(0, 2)
    in_institution = institution - rng.randint(0, 2)
    posts, staff = administrative + institution, in_administrative + in_institution
    return {
        "posts": posts, "posts_a": administrative, "posts_b": institution, "staff": staff,
        "staff_a": in_administrative, "staff_b": in_institution, "r_staff": _percent(Decimal(staff), Decimal(posts)),
    }  # fmt: skip


def _counts(rng: Random) -> dict[str, Any]:
    return {
        "goals": 4,
        "tasks": rng.randint(6, 20),
        "sheets": rng.randint(100, 600),
        "satisfied": rng.randint(91, 98),
    }


def _scores(rng: Random, style: str) -> list[Scored]:
    names = [row[2] for row in _FRAMEWORKS[style] if row[2] in _MAY_LOSE]
    losing = set(rng.sample(names, k=min(2, len(names))))
    return [
        Scored(first, second, name, weight, weight - rng.randint(1, 3), _MAY_LOSE[name])
        if name in losing
        else Scored(first, second, name, weight, weight)
        for first, second, name, weight in _FRAMEWORKS[style]
    ]


def with_sums(values: dict[str, Any]) -> dict[str, Any]:
    """Return the values with the sums of the levels, the total and its grade."""
    scored: list[Scored] = values["scored"]
    levels = list(dict.fromkeys(s.first for s in scored))
    out = dict(values)
    # a tenth of the rate: the points of the budget's execution in a self-evaluation table
    out["p_rate"] = _plain((Decimal(values["r_project"]) / 10).quantize(Decimal("0.01"), ROUND_HALF_UP))
    by_rate = Decimal(out["p_rate"]) if values["style"] == "self" else Decimal(0)
    total = sum(s.score for s in scored) + by_rate
    out["levels"] = [
        (
            level,
            sum(s.weight for s in scored if s.first == level),
            sum(s.score for s in scored if s.first == level),
            _percent(
                Decimal(sum(s.score for s in scored if s.first == level)),
                Decimal(sum(s.weight for s in scored if s.first == level)),
            ),
        )
        for level in levels
    ]
    out["seconds"] = len(dict.fromkeys((s.first, s.second) for s in scored))
    out["total"] = _plain(Decimal(total))
    out["grade"] = next(grade for least, grade in _GRADES if total >= least)
    return out


def _plain(value: Decimal) -> str:
    text = f"{value:.2f}"
    return text.rstrip("0").rstrip(".")


def _percent(part: Decimal, whole: Decimal) -> str:
    return _plain((100 * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP))
