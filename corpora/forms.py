"""Grids that are not among the nine tables: self-evaluation tables, key work, the filled-in form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpora.blocks import COVERED, Cell, Grid, GridRow, Stated
from corpora.money import amount_text, decimal_text, grouped, rate_text, stripped
from corpora.sheets import spread, text
from corpora.vocabulary import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpora.figures import Figures, Indicator, Project
    from corpora.money import Style

WIDTHS = (5, 5, 6, 8, 6, 6, 5)


def points(hundredths: int) -> str:
    """Print points without trailing zeros."""
    return stripped(decimal_text(hundredths, 2))


def figure(key: str, kind: str, printed: str, unit: str = "") -> Cell:
    """Return a cell with a marked figure."""
    return Cell(printed, stated=Stated(key, kind, printed.rstrip("%"), unit))


def row(key: str, *cells: Cell, head: bool = False) -> GridRow:
    return GridRow(key, tuple(spread(cells)), head)


class SelfEvaluation:
    """Self-evaluation tables of projects and of the whole department."""

    def __init__(self, figures: Figures, style: Style, *, scored: bool) -> None:
        self.f, self.style, self.scored = figures, style, scored

    def execution(self, label: str, budget: int, executed: int, points_: int) -> list[GridRow]:
        """Two rows: heads and the execution of the budget."""
        of = "（20分）" if self.scored else ""
        heads = [text("预算数（A）"), text("执行数（B）"), text("执行率（B/A）")]
        heads.append(text("得分（20分×执行率）" if self.scored else ""))
        values = [
            figure("execution.budget", "amount", amount_text(budget, self.style), "万元"),
            figure("execution.executed", "amount", amount_text(executed, self.style), "万元"),
            figure("execution.rate", "percent", f"{rate_text(executed, budget, 2)}%", "%"),
            figure("execution.score", "score", points(points_), "分") if self.scored else text(""),
        ]
        return [
            row("", text(f"预算执行情况（万元）{of}", 1, 2), text("", 2), *heads, head=True),
            row("execution", COVERED, text(label, 2), *values),
        ]

    def indicators(self, rows: Sequence[Indicator]) -> list[GridRow]:
        """One head and one row for each indicator; groups are merged downwards."""
        of = "（80分）" if self.scored else ""
        goals = text(f"年度绩效目标{of}", 1, len(rows) + 1)
        last = text("得分" if self.scored else "")
        heads = ("一级指标", "二级指标", "三级指标", "年初目标值（A）", "实际完成值（B）")
        out = [row("", goals, *[text(h) for h in heads], last, head=True)]
        done = 0
        for n, one in enumerate(rows, 1):
            same = [i for i in rows if i.group == one.group]
            if done < n:
                done = n - 1 + len(same)
                weight = f"（{sum(i.weight for i in same)}分）" if self.scored else ""
                group = text(f"{one.group}{weight}", 1, len(same))
            else:
                group = COVERED
            score = figure(f"indicator.{n}.score", "score", str(one.score), "分") if self.scored else text("")
            cells = [text(one.kind), text(one.name), text(one.target), text(one.actual), score]
            out.append(row(f"indicator.{n}", COVERED, group, *cells))
        return out

    def closing(self, key: str, score: int, why: str, remedy: str) -> list[GridRow]:
        total = [row("total", text("总分"), _wide(figure(f"{key}.score", "score", points(score), "分")))]
        return [
            *(total if self.scored else []),
            row("why", text("偏差大或目标未完成原因分析"), text(why, 6)),
            row("remedy", text("改进措施及结果应用方案"), text(remedy, 6)),
        ]

    def project(self, project: Project, name: str) -> Grid:
        """Return the table of one project."""
        f = self.f
        managed = project.fund != "general"
        kinds = f"1.部门预算项目{_box(not managed)} 2.财政专项资金{_box(managed)}"
        rows = [
            row("name", text("项目名称"), text(name, 6)),
            row(
                "body",
                text("主管部门"),
                text(f.department.entity, 2),
                text("项目实施单位"),
                text(f.department.entity, 3),
            ),
            row("kind", text("项目类别"), text(kinds, 6)),
            row("character", text("项目属性"), text("1.持续性项目☑ 2.新增性项目☐", 6)),
            row("type", text("项目类型"), text("1.常年性项目☑ 2.延续性项目☐ 3.一次性项目☐", 6)),
            *self.execution("年度财政资金总额", project.budget, project.executed, project.execution_score),
            *self.indicators(project.indicators),
            *self.closing("total", project.score, f"{project.problem}。", f"{project.remedy}。"),
        ]
        return Grid("self_evaluation", tuple(rows), WIDTHS, subject=name)

    def overall(self) -> Grid:
        """Return the table of the whole department."""
        f = self.f
        basic = figure("overall.basic", "amount", amount_text(f.basic_total, self.style), "万元")
        project = figure("overall.project", "amount", amount_text(f.project_total, self.style), "万元")
        rows = [
            row("name", text("单位名称"), text(f.department.entity, 6)),
            row("parts", text("基本支出总额"), text(basic.text, 2), text("项目支出总额"), _wide(project, 3)),
            *self.execution("部门整体支出总额", f.overall_budget, f.expenditure, f.overall_execution_score),
            *self.indicators(f.overall),
            *self.closing("total", f.overall_score, "预算执行的均衡性还有待提高。", "加快支出进度，细化预算编制。"),
        ]
        first = rows[1].cells[1]
        rows[1] = GridRow("parts", (rows[1].cells[0], Cell(first.text, 2, 1, stated=basic.stated), *rows[1].cells[2:]))
        return Grid("overall_self_evaluation", tuple(rows), WIDTHS, subject=f.department.entity)


def _wide(cell: Cell, across: int = 6) -> Cell:
    return Cell(cell.text, across, 1, stated=cell.stated)


def _box(ticked: bool) -> str:  # noqa: FBT001 - the tick is the argument
    return "☑" if ticked else "☐"


def works(figures: Figures, style: Style) -> Grid:
    """Return the table of key work."""
    rows = [row("", text("序号"), text("重点工作事项"), text("工作内容及目标"), text("完成情况"), head=True)]
    for n, work in enumerate(figures.works, 1):
        number = grouped(str(work.count)) if style.separator else str(work.count)
        rows.append(
            row(
                f"work.{n}",
                text(str(n)),
                text(work.title),
                text(f"{work.result}{number}{work.counter}"),
                text("已完成"),
            )
        )
    return Grid("key_work", tuple(rows), (2, 8, 14, 5))


def form(answers: Sequence[str]) -> Grid:
    """Return the form as the department filled it in: one answer for each of its 44 rows."""
    rows = [row("", text("序号"), text("项目", 2), text("考核内容"), text("是或否"), text("备注"), head=True)]
    for n, ((group, part, question), answer) in enumerate(zip(terms().form, answers, strict=True), 1):
        cells = [text(str(n)), text(group), text(part), text(question), text(answer), text("")]
        rows.append(row(f"form.{n}", *cells))
    return Grid("form", tuple(rows), (2, 5, 7, 14, 4, 4))
