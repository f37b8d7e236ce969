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


def _year_left(text: str, values: Values, rng: Random) -> tuple[str, list[Blemish]]:
    """An amount of the year stands under an earlier one."""
    year = int(values["year"])
    wrong = f"{year - rng.randint(1, 2)}年支出预算总额为"
    return _swap(f"{year}年支出预算总额为", wrong, Blemish("TEXT", "error", wrong, wrong[:4], str(year)))(
        text, values, rng
    )


def _more_visits(text: str, values: Values, rng: Random) -> tuple[str, list[Blemish]]:
    """A count is not what the bracket behind it adds up to."""
    said = re.search(r"全年走访(\d+)户", text)
    if said is None:
        raise NotApplicable("visits")
    wrong = f"全年走访{int(said[1]) + rng.choice((-2, -1, 1, 3))}户"
    return _swap(said[0], wrong, Blemish("LOGIC", "warning", wrong, wrong, said[1]))(text, values, rng)


def _weight_wrong(text: str, values: Values, rng: Random) -> tuple[str, list[Blemish]]:
    """The points that one indicator can have are not those that the total counts."""
    one = rng.choice(_full(text, values))
    wrong = f"{one.name}\t{one.weight + 5}\t{one.score}"
    blemish = Blemish("TABLE_SUM", "error", wrong, str(one.weight + 5), str(one.weight))
    return text.replace(f"{one.name}\t{one.weight}\t{one.score}", wrong, 1), [blemish]


def _more_than_all(text: str, values: Values, rng: Random) -> tuple[str, list[Blemish]]:
    """An indicator has more points than it can have; the total of the table counts them."""
    one = rng.choice(_full(text, values))
    row = f"{one.name}\t{one.weight}\t"
    total = re.search(r"^(?:合计|总分)\t+100\t(?P<score>[\d.]+)$", text, re.MULTILINE)
    if total is None:
        raise NotApplicable("total")
    more = total[0].replace(total["score"], f"{Decimal(total['score']) + 1}")
    made = [Blemish("LOGIC", "error", f"{row}{one.score + 1}", str(one.score + 1), str(one.weight))]
    changed = text.replace(f"{row}{one.score}\n", f"{row}{one.score + 1}\n", 1).replace(total[0], more, 1)
    return changed, [*made, Blemish("LOGIC", "error", more, more, total["score"])]


def _label_wrong(text: str, values: Values, rng: Random) -> tuple[str, list[Blemish]]:
    """The points in the name of an indicator are not those of its column."""
    one = rng.choice(_full(text, values))
    wrong = f"{one.name}（{one.weight + rng.choice((-2, 1, 3))}分）\t{one.weight}"
    return text.replace(f"{one.name}\t{one.weight}", wrong, 1), [Blemish("TABLE_SUM", "warning", wrong)]


def _full(text: str, values: Values) -> list[Scored]:
    """Return the indicators of the table that have all their points."""
    found: list[Scored] = [
        s for s in values["scored"] if s.score == s.weight and f"{s.name}\t{s.weight}\t{s.score}\n" in text
    ]
    if not found:
        raise NotApplicable("scored")
    return found


def _ratio_wrong(text: str, values: Values, rng: Random) -> tuple[str, list[Blemish]]:  # noqa: ARG001
    """A rate of points in the summary does not follow from them."""
    row = re.search(r"^\w+\t(?:\d+%\t)?\d+\t[\d.]+\t(?P<rate>[\d.]+)%$", text, re.MULTILINE)
    if row is None:
        raise NotApplicable("summary")
    wrong = row[0][: row.start("rate") - row.start()] + f"{Decimal(row['rate']) - rng.randint(2, 9)}%"
    return text.replace(row[0], wrong, 1), [Blemish("TABLE_SUM", "error", wrong, wrong, row["rate"])]


FAULTS: dict[str, Fault] = {
    "year_left": Fault("an amount of the year under an earlier one", edit=_year_left),
    "count_not_added": Fault("a count that its bracket does not add up to", edit=_more_visits),
    "weight_wrong": Fault("points of an indicator that the total does not count", edit=_weight_wrong),
    "more_than_all": Fault("an indicator with more points than it can have", edit=_more_than_all),
    "label_wrong": Fault("points in a name that are not those of the column", edit=_label_wrong),
    "ratio_wrong": Fault("a rate of points that does not follow from them", edit=_ratio_wrong),
    "goals_miscounted": Fault(
        "a number of goals that is not that of the list",
        edit=_swap(r"设定了4项年度目标", "设定了5项年度目标", Blemish("NARR_NARR", "warning", "设定了5项年度目标")),
    ),
    "denied": Fault(
        "a paragraph that says a thing and denies it",
        edit=_swap(
            r"目标已分解为具体指标，大多可以衡量。",
            "各项目标细化量化；没有将各项目标细化量化。",
            Blemish("LOGIC", "warning", "各项目标细化量化；没有将各项目标细化量化"),
        ),
    ),
    "level_share_wrong": Fault(
        "a share of points in the text that is not the table's",
        edit=_swap(r"其中投入权重为20%", "其中投入权重为25%", Blemish("NARR_TABLE", "error", "其中投入权重为25%")),
    ),
    "page_wrong": Fault(
        "a contents page whose numbers fall",
        edit=_swap(
            r"二、绩效评价工作开展情况\.+\d",
            "二、绩效评价工作开展情况.....5",
            Blemish("STRUCTURE", "warning", "二、绩效评价工作开展情况.....5"),
        ),
    ),
    "rank_raised": Fault(
        "a list of a higher rank inside one of a lower rank",
        edit=_swap(
            r"（三）产出\n\n",
            "（三）产出\n\n一、加强管护，保障运行\n\n全年管护。\n\n二、抓好培训\n\n全年培训。\n\n",
            Blemish("STRUCTURE", "warning", "一、加强管护，保障运行"),
        ),
    ),
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
