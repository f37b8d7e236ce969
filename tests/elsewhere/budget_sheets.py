"""The tables of invented budgets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from corpora.blocks import Cell, Grid, GridRow
from corpora.sheets import chinese
from corpora.vocabulary import codes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FUNDS = {"general": "一般公共预算", "managed": "政府性基金预算", "capital": "国有资本经营预算"}


class BudgetSheets:
    """Builds the tables of a budget from figures: what accounts call spent is planned here."""

    def __init__(self, money: object, figures: object) -> None:
        self.money, self.f = money, figures

    def grid(self, role: str, head: Iterable[Iterable[str]], body: Iterable[Iterable[object]]) -> Grid:
        rows = [GridRow("", tuple(Cell(text) for text in line), head=True) for line in head]
        rows += [
            GridRow(str(n), tuple(Cell(x if isinstance(x, str) else self.money.cell(x)) for x in line))
            for n, line in enumerate(body)
        ]
        return Grid(role, tuple(rows), (4,) * len(rows[0].cells))

    def classes(self, of: Callable[[object], int]) -> list[tuple[str, int]]:
        out: dict[str, int] = {}
        for item in self.f.items:
            out[item.code[:3]] = out.get(item.code[:3], 0) + of(item)
        return [(codes().names[code], fen) for code, fen in sorted(out.items())]

    def summary(self) -> Grid:
        """收支总表: income on the left, functional 类 on the right."""
        f = self.f
        left = [
            ("一、一般公共预算拨款收入", f.spent_by("general")),
            ("二、政府性基金预算拨款收入", f.spent_by("managed")),
            ("三、国有资本经营预算拨款收入", f.spent_by("capital")),
            ("四、财政专户管理资金收入", 0),
            ("五、事业收入", f.own_spent if f.own_source == "service_revenue" else 0),
            ("六、其他收入", f.own_spent if f.own_source == "other_revenue" else 0),
        ]
        right = [(f"{chinese(n)}、{name}", fen) for n, (name, fen) in enumerate(self.classes(self.all_of), 1)]
        body = self.panels(left, right)
        body += [
            ["本年收入合计", f.expenditure, "本年支出合计", f.expenditure],
            ["上年结转结余", 0, "结转下年", 0],
            ["收入总计", f.expenditure, "支出总计", f.expenditure],
        ]
        return self.grid("summary", [["收入", "", "支出", ""], ["项目", "预算数", "项目", "预算数"]], body)

    def panels(self, left: list[tuple[str, int]], right: list[tuple[str, int]]) -> list[list[object]]:
        blank = ("", "")
        deep = max(len(left), len(right))
        pad = lambda side: [*side, *[blank] * (deep - len(side))]  # noqa: E731 - used once
        return [[*one, *two] for one, two in zip(pad(left), pad(right), strict=True)]

    def all_of(self, item: object) -> int:
        return self.f.spent(item) + item.own

    def tree(self, items: Iterable[object], columns: list[Callable[[object], int]]) -> list[list[object]]:
        """Rows of 类, 款 and 项 under a total."""
        items = list(items)
        body: list[list[object]] = [["", "合计", *[sum(of(i) for i in items) for of in columns]]]
        done: set[str] = set()
        for item in items:
            for length in (3, 5, 7):
                code = item.code[:length]
                if code not in done:
                    done.add(code)
                    below = [i for i in items if i.code.startswith(code)]
                    body.append([code, codes().names[code], *[sum(of(i) for i in below) for of in columns]])
        return body

    def revenue(self) -> Grid:
        f = self.f
        head = [
            "合计",
            "上年结转",
            "一般公共预算拨款收入",
            "政府性基金预算拨款收入",
            "国有资本经营预算拨款收入",
            "财政专户管理资金收入",
            "事业收入",
            "其他收入",
        ]
        columns = [
            self.all_of,
            lambda _: 0,
            lambda i: f.spent(i) if i.fund == "general" else 0,
            lambda i: f.spent(i) if i.fund == "managed" else 0,
            lambda i: f.spent(i) if i.fund == "capital" else 0,
            lambda _: 0,
            lambda i: i.own if f.own_source == "service_revenue" else 0,
            lambda i: i.own if f.own_source == "other_revenue" else 0,
        ]
        return self.grid("revenue", [["科目编码", "科目名称", *head]], self.tree(f.items, columns))

    def expenditure(self) -> Grid:
        f = self.f
        head = ["合计", "基本支出", "项目支出", "事业单位经营支出", "上缴上级支出", "对附属单位补助支出"]
        none = lambda _: 0  # noqa: E731 - used thrice
        columns = [self.all_of, f.basic, lambda i: f.project(i) + i.own, none, none, none]
        return self.grid("expenditure", [["科目编码", "科目名称", *head]], self.tree(f.items, columns))

    def appropriation(self) -> Grid:
        """财政拨款收支总表."""
        f = self.f
        left = [(f"（{chinese(n)}）{name}拨款", f.spent_by(fund)) for n, (fund, name) in enumerate(FUNDS.items(), 1)]
        left = [("一、本年收入", f.appropriation_spent), *left, ("二、上年结转", 0)]
        funds = [{}, {}, {}]
        for at, fund in enumerate(FUNDS):
            for item in f.fund(fund):
                code = item.code[:3]
                funds[at][code] = funds[at].get(code, 0) + f.spent(item)
        every = sorted({code for fund in funds for code in fund})
        right = [
            [f"（{chinese(n)}）{codes().names[c]}", sum(x.get(c, 0) for x in funds), *[x.get(c, 0) for x in funds]]
            for n, c in enumerate(every, 1)
        ]
        by_fund = [f.spent_by(fund) for fund in FUNDS]
        right = [["一、本年支出", f.appropriation_spent, *by_fund], *right, ["二、结转下年", 0, 0, 0, 0]]
        deep = max(len(left), len(right))
        left += [("", "")] * (deep - len(left))
        right += [[""] * 5] * (deep - len(right))
        body = [[*one, *two] for one, two in zip(left, right, strict=True)]
        body.append(["收入总计", f.appropriation_spent, "支出总计", f.appropriation_spent, *by_fund])
        head = [
            ["收入", "", "支出", "", "", "", ""],
            ["项目", "预算数", "项目", "合计", *FUNDS.values()],
        ]
        return self.grid("appropriation", head, body)

    def general(self) -> Grid:
        f = self.f
        head = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
        return self.grid("general", head, self.tree(f.fund("general"), [f.spent, f.basic, f.project]))

    def managed(self) -> Grid:
        f = self.f
        head = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
        items = f.fund("managed")
        return self.grid(
            "managed", head, self.tree(items, [f.spent, f.basic, f.project]) if items else [["", "", "", "", ""]]
        )

    def capital(self) -> Grid:
        head = [["科目编码", "科目名称", "合计", "基本支出", "项目支出"]]
        return self.grid("capital", head, [["", "", "", "", ""]])

    def basic(self) -> Grid:
        """一般公共预算基本支出表, by 经济分类."""
        f = self.f
        known = codes().economic
        spent = f.economic
        people = lambda code, fen: fen if code[:3] in ("301", "303") else 0  # noqa: E731 - used in two places
        body: list[list[object]] = [["", "合计", f.personnel + f.public_use, f.personnel, f.public_use]]
        for top in sorted({code[:3] for code in spent}):
            below = {code: fen for code, fen in sorted(spent.items()) if code.startswith(top)}
            total = sum(below.values())
            body.append([top, known[top], total, people(top, total), total - people(top, total)])
            body += [
                [code, known[code], fen, people(code, fen), fen - people(code, fen)] for code, fen in below.items()
            ]
        return self.grid("basic", [["科目编码", "科目名称", "合计", "人员经费", "公用经费"]], body)

    def three_public(self) -> Grid:
        """三公 as a list: this year's budget beside last year's."""
        t = self.f.three_public
        lines = [
            ("合计", t.total), ("一、因公出国（境）费用", t.abroad), ("二、公务接待费", t.reception),
            ("三、公务用车购置及运行维护费", t.vehicles), ("其中：公务用车购置费", t.purchase),
            ("公务用车运行维护费", t.running),
        ]  # fmt: skip
        head = [["项目", f"{self.f.year - 1}年预算数", f"{self.f.year}年预算数"]]
        return self.grid("three_public", head, [[name, one.last, one.final] for name, one in lines])

    def three_row(self) -> Grid:
        """三公 in one row."""
        t = self.f.three_public
        head = [
            ["三公经费合计", "因公出国（境）费", "公务用车购置及运行费", "", "", "公务接待费"],
            ["", "", "小计", "公务用车购置费", "公务用车运行费", ""],
        ]
        return self.grid(
            "three_row", head, [[x.final for x in (t.total, t.abroad, t.vehicles, t.purchase, t.running, t.reception)]]
        )
