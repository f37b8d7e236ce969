"""Faults of evaluation reports: each spoils one value or one sentence and says what is wrong then."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Any

from corpora.planting import NotApplicable

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from corpora.evaluation.values import Scored

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Blemish:
    """What a fault made wrong: a label without its line."""

    category: str
    severity: str
    quote: str
    stated: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault that changes values before the frames are filled, or the text after."""

    summary: str
    change: Callable[[Values, Random], tuple[Values, list[Blemish]]] | None = None
    edit: Callable[[str, Values, Random], tuple[str, list[Blemish]]] | None = None

    def before(self, values: Values, rng: Random) -> tuple[Values, list[Blemish]]:
        return self.change(values, rng) if self.change else (values, [])

    def after(self, text: str, values: Values, rng: Random) -> tuple[str, list[Blemish]]:
        return self.edit(text, values, rng) if self.edit else (text, [])


def _swap(old: str, new: str, blemish: Blemish) -> Callable[[str, Values, Random], tuple[str, list[Blemish]]]:
    """Return an edit that replaces the first words of a pattern."""

    def edit(text: str, values: Values, rng: Random) -> tuple[str, list[Blemish]]:  # noqa: ARG001 - one signature
        changed, count = re.subn(old, new, text, count=1)
        if not count:
            raise NotApplicable(old)
        return changed, [blemish]

    return edit


def _rate_wrong(values: Values, rng: Random) -> tuple[Values, list[Blemish]]:
    key = "r_project"
    right = Decimal(values[key])
    wrong = right - Decimal(rng.randint(11, 60)) / 10
    out = values | {key: str(wrong)}
    quote = (
        f"完成预算的{wrong}%"
        if values["style"] == "whole"
        else f"执行率{'为' if values['style'] == 'project' else ''}{wrong}%"
    )
    return out, [Blemish("NARR_ARITH", "error", quote, str(wrong), str(right))]


def _parts_wrong(values: Values, rng: Random) -> tuple[Values, list[Blemish]]:
    if values["style"] != "whole":
        raise NotApplicable("parts")
    wrong = Decimal(values["b_basic"]) + Decimal(rng.randint(200, 900)) / 100
    quote = f"基本支出{wrong}万元"
    return values | {"b_basic": f"{wrong}"}, [Blemish("NARR_ARITH", "error", quote, str(wrong), values["b_basic"])]


def _posts_wrong(values: Values, rng: Random) -> tuple[Values, list[Blemish]]:  # noqa: ARG001 - one signature
    if values["style"] != "whole":
        raise NotApplicable("posts")
    out = values | {"posts_a": 0, "posts_b": values["posts"]}
    return out, [Blemish("LOGIC", "error", f"行政编制{values['staff_a']}人", str(values["staff_a"]), "0")]


def _score_wrong(text: str, values: Values, rng: Random) -> tuple[str, list[Blemish]]:
    """One full score of the table is a point lower; the sums are printed as before."""
    full: list[Scored] = [s for s in values["scored"] if s.score == s.weight and f"{s.name}\t{s.weight}" in text]
    if not full:
        raise NotApplicable("score")
    one = rng.choice(full)
    row = f"{one.name}\t{one.weight}\t"
    wrong = f"{row}{one.score - 1}"
    return text.replace(f"{row}{one.score}\n", f"{wrong}\n", 1), [
        Blemish("TABLE_SUM", "error", wrong, str(one.score - 1), str(one.score))
    ]


def _without_problems(values: Values, rng: Random) -> tuple[Values, list[Blemish]]:  # noqa: ARG001 - one signature
    if values["style"] != "whole":
        raise NotApplicable("problems")
    blemish = Blemish("STRUCTURE", "error", "四、有关建议", "", "存在的问题")
    return values | {"without_problems": True}, [blemish]


def _over(values: Values, rng: Random) -> tuple[Values, list[Blemish]]:
    """More public expenses than were budgeted, with all the points for their control."""
    if values["style"] != "whole":
        raise NotApplicable("control")
    budget = Decimal(values["b_public"])
    spent = budget + Decimal(rng.randint(300, 900)) / 100
    project = Decimal(values["e_project"])
    more = spent - Decimal(values["e_public"])
    basic, total = Decimal(values["e_basic"]) + more, Decimal(values["e_total"]) + more
    out = values | {
        "e_public": f"{spent}", "e_basic": f"{basic}", "e_total": f"{total}",
        "r_public": _rate(spent, budget), "r_basic": _rate(basic, Decimal(values["b_basic"])),
        "r_total": _rate(total, Decimal(values["b_total"])), "s_basic": _rate(basic, total),
        "s_project": _rate(project, total),
    }  # fmt: skip
    rate = out["r_public"]
    return out, [Blemish("LOGIC", "warning", f"公用经费控制率为{rate}%", str(rate))]


def _rate(part: Decimal, whole: Decimal) -> str:
    rounded = (100 * part / whole).quantize(Decimal("0.01"), ROUND_HALF_UP)
    return f"{rounded}".rstrip("0").rstrip(".")


def _shortcoming(text: str, values: Values, rng: Random) -> tuple[str, list[Blemish]]:  # noqa: ARG001 - one signature
    old = "大多可以衡量。"
    if old not in text:
        raise NotApplicable("indicator")
    new = "大多可以衡量，但没有设置成本类的指标。"
    return text.replace(old, new, 1), [Blemish("LOGIC", "warning", "但没有设置成本类的指标")]


def _silent_deduction(text: str, values: Values, rng: Random) -> tuple[str, list[Blemish]]:  # noqa: ARG001
    """The reason of a deduction is deleted with its whole sentence."""
    lost = [s for s in values["scored"] if s.reason and s.reason in text]
    if not lost:
        raise NotApplicable("deduction")
    one = lost[0]
    paragraphs = text.split("\n\n")
    kept = [p for p in paragraphs if not (one.reason in p and one.name in p)]
    if len(kept) == len(paragraphs):
        raise NotApplicable("deduction")
    row = f"{one.name}\t{one.weight}\t{one.score}"
    made = [Blemish("STRUCTURE", "warning", row, str(one.score), str(one.weight))]
    # where a numbered paragraph went, the one after it shows the gap
    at = next(number for number, p in enumerate(paragraphs) if one.reason in p and one.name in p)
    after = paragraphs[at + 1] if at + 1 < len(paragraphs) else ""
    if re.match(r"\d", paragraphs[at]) and re.match(r"\d", after):
        made.append(Blemish("STRUCTURE", "warning", after[:12]))
    return "\n\n".join(kept), made


FAULTS: dict[str, Fault] = {
    "rate_wrong": Fault("a rate that does not follow from its amounts", change=_rate_wrong),
    "parts_wrong": Fault("a budget that its parts do not make up", change=_parts_wrong),
    "posts_wrong": Fault("people in posts of which there are none", change=_posts_wrong),
    "shortcoming": Fault("a full score in spite of what the paragraph says", edit=_shortcoming),
    "silent_deduction": Fault("points taken off without a word", edit=_silent_deduction),
    "bands_overlap": Fault(
        "two bands of grades that share a score",
        edit=_swap(r"80-90分（不含90分）为良好", "80-90分为良好", Blemish("LOGIC", "warning", "80-90分为良好", "90")),
    ),
    "grade_wrong": Fault(
        "a grade that is not that of the score",
        edit=_swap(r"等级为“[^”]+”", "等级为“中等”", Blemish("LOGIC", "error", "等级为“中等”", "中等")),
    ),
    "score_dropped": Fault(
        "a score that is announced and not printed",
        edit=_swap(r"综合得分[\d.]+分，", "综合得分，", Blemish("TEXT", "warning", "综合得分，")),
    ),
    "title_renamed": Fault(
        "an indicator by another name than in the table",
        edit=_swap(
            r"1\.预算完成率。", "1.预算执行率。", Blemish("TEXT", "warning", "1.预算执行率", "预算执行率", "预算完成率")
        ),
    ),
    "same_year": Fault(
        "a year compared with itself",
        edit=_swap(
            r"(?P<before>(?P<year>20\d\d)年“三公经费”预算数为[\d.]+万元，)20\d\d年比20\d\d年减少",
            r"\g<before>比\g<year>年预算减少",
            Blemish("LOGIC", "warning", "年预算减少"),
        ),
    ),
    "satisfaction_dropped": Fault(
        "an indicator of satisfaction that the prose does not speak of",
        edit=_swap(
            r"2\.服务对象满意度。[^\n]*\n\n", "", Blemish("STRUCTURE", "warning", "（四）效果", "", "服务对象满意度")
        ),
    ),
    "control_over": Fault(
        "a full score for a rate of control over 100 %",
        change=_over,
    ),
    "score_wrong": Fault("a score that the sums do not know", edit=_score_wrong),
    "problems_dropped": Fault("a report without its problems", change=_without_problems),
}
