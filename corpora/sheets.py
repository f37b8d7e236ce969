"""The nine tables as grids, for each template's layout."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpora.blocks import COVERED, Cell, Grid, GridRow, Stated
from corpora.money import Style, cell_text
from corpora.vocabulary import codes

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from corpora.figures import Figures, Item


@dataclass(frozen=True, slots=True)
class Layout:
    """How a template draws its tables."""

    code_columns: int = 3
    line_numbers: bool = True
    """行次 columns in the summaries."""
    column_numbers: bool = True
    """栏次 rows."""
    amount_head: str = "决算数"
    code_head: str = "功能分类科目编码"
    extra_lines: int = 0
    """Empty lines above the grand total of the first summary."""
    surplus_name: str = "使用非财政拨款结余"
    sub_head: str = "小计"
    vehicle_head: str = "公务用车购置及运行费"
    purchase_head: str = "公务用车购置费"
    running_head: str = "公务用车运行费"
    paired_three_public: bool = False
    """Budget and final side by side under each component, not all budgets before all finals."""
    capital_like_managed: bool = False
    economic_panels: int = 3
    left_out: tuple[str, ...] = ()
    """类 that the summaries do not list."""
    nested_summary: bool = True
    """The heads of the appropriation summary stand in two rows."""
    capital_head: str = "小计"


def text(value: str, across: int = 1, down: int = 1) -> Cell:
    """Return a cell of words."""
    return Cell(value, across, down)


def spread(cells: Sequence[Cell]) -> list[Cell]:
    """Put covered cells behind every cell that is wider than one column."""
    out: list[Cell] = []
    for cell in cells:
        out.append(cell)
        out.extend([COVERED] * (cell.across - 1))
    return out


class Sheets:
    """Builds grids from figures. The key of a figure in a grid is `row.column`."""

    def __init__(self, figures: Figures, style: Style, layout: Layout) -> None:
        self.f, self.style, self.layout = figures, style, layout

    def amount(self, key: str, fen: int, *, summary: bool = False) -> Cell:
        printed = cell_text(fen, self.style, summary=summary)
        unit = "元" if self.style.yuan_tables else "万元"
        return Cell(printed, stated=Stated(key, "amount", printed, unit, "table"))

    def head(self, *cells: Cell) -> GridRow:
        return GridRow("", tuple(spread(cells)), head=True)

    # -- summaries

    def class_lines(self) -> list[tuple[str, str]]:
        """Numbered lines of the 类 with their codes."""
        known = [c for c in codes().classes if c[0] not in self.layout.left_out]
        return [(code, f"{chinese(n)}、{name}") for n, (code, name) in enumerate(known, 1)]

    def by_class(self, fen: Callable[[Item], int], fund: str = "") -> dict[str, int]:
        out: dict[str, int] = {}
        for item in self.f.items:
            if not fund or item.fund == fund:
                out[item.code[:3]] = out.get(item.code[:3], 0) + fen(item)
        return out

    def revenue_expenditure_summary(self) -> Grid:
        f = self.f
        left = [
            ("general", "一、一般公共预算财政拨款收入", f.appropriated_by("general")),
            ("managed", "二、政府性基金预算财政拨款收入", f.appropriated_by("managed")),
            ("capital", "三、国有资本经营预算财政拨款收入", f.appropriated_by("capital")),
            ("superior", "四、上级补助收入", 0),
            ("service_revenue", "五、事业收入", f.own_revenue if f.own_source == "service_revenue" else 0),
            ("business", "六、经营收入", 0),
            ("affiliate", "七、附属单位上缴收入", 0),
            ("other_revenue", "八、其他收入", f.own_revenue if f.own_source == "other_revenue" else 0),
        ]
        spent = self.by_class(lambda i: f.spent(i) + i.own)
        right = [(code, name, spent.get(code, 0)) for code, name in self.class_lines()]
        pairs: list[tuple[tuple[str, str, int] | None, tuple[str, str, int] | None]] = [
            (left[n] if n < len(left) else None, line) for n, line in enumerate(right)
        ]
        pairs += [
            (("year", "本年收入合计", f.revenue), ("year", "本年支出合计", f.expenditure)),
            (("surplus", self.layout.surplus_name, f.surplus_used), ("distribution", "结余分配", 0)),
            (("opening", "年初结转和结余", f.opening), ("closing", "年末结转和结余", f.closing)),
        ]
        pairs += [(None, None)] * self.layout.extra_lines
        pairs.append((("total", "总计", f.total), ("total", "总计", f.expenditure + f.closing)))
        rows = self.summary_head(1)
        for n, (one, two) in enumerate(pairs, 1):
            cells = [*self.side("revenue", one, n), *self.side("expenditure", two, n + len(pairs))]
            rows.append(GridRow(f"line.{n}", tuple(cells)))
        widths = (9, 2, 4) * 2 if self.layout.line_numbers else (9, 4) * 2
        return Grid("revenue_expenditure_summary", tuple(rows), widths)

    def side(self, side: str, line: tuple[str, str, int] | None, number: int) -> list[Cell]:
        """Cells of one side of a summary line: name, number, amount."""
        key, name, fen = line or (f"empty{number}", "", 0)
        amount = self.amount(f"{side}.{key}", fen, summary=True) if line else text("")
        return [text(name), *self.line_number(number), amount]

    def line_number(self, number: int) -> list[Cell]:
        return [text(str(number))] if self.layout.line_numbers else []

    def summary_head(self, right: int) -> list[GridRow]:
        """Heads of a summary whose right side has `right` amount columns."""
        own = self.layout
        side = 3 if own.line_numbers else 2
        order = [text("行次")] if own.line_numbers else []
        rows = [self.head(text("收入", side), text("支出", side + right - 1))]
        rows.append(self.head(text("项目"), *order, text(own.amount_head), text("项目"), *order, text(own.amount_head)))
        if own.column_numbers:
            blank = [text("")] if own.line_numbers else []
            rows.append(self.head(text("栏次"), *blank, text("1"), text("栏次"), *blank, text("2")))
        return rows

    def appropriation_summary(self) -> Grid:
        f = self.f
        spent = {fund: self.by_class(f.spent, fund) for fund in ("general", "managed", "capital")}
        left = [
            ("general", "一、一般公共预算财政拨款", f.appropriated_by("general")),
            ("managed", "二、政府性基金预算财政拨款", f.appropriated_by("managed")),
            ("capital", "三、国有资本经营预算财政拨款", f.appropriated_by("capital")),
        ]
        lines: list[tuple[tuple[str, str, int] | None, str, str, tuple[int, int, int] | None]] = []
        for n, (code, name) in enumerate(self.class_lines()):
            general, managed, capital = (spent[x].get(code, 0) for x in ("general", "managed", "capital"))
            lines.append((left[n] if n < len(left) else None, code, name, (general, managed, capital)))
        by_fund = f.spent_by("general"), f.spent_by("managed"), f.spent_by("capital")
        closing = f.closing_by("general"), f.closing_by("managed"), f.closing_by("capital")
        whole = by_fund[0] + closing[0], by_fund[1] + closing[1], by_fund[2] + closing[2]
        lines += [
            (("year", "本年收入合计", f.appropriation_revenue), "year", "本年支出合计", by_fund),
            (("opening", "年初财政拨款结转和结余", f.opening), "closing", "年末财政拨款结转和结余", closing),
            (("opening_general", "一般公共预算财政拨款", f.opening_by("general")), "", "", None),
            (("opening_managed", "政府性基金预算财政拨款", f.opening_by("managed")), "", "", None),
            (("opening_capital", "国有资本经营预算财政拨款", f.opening_by("capital")), "", "", None),
            (("total", "总计", f.appropriation_total), "total", "总计", whole),
        ]
        rows = self.appropriation_head()
        for n, (one, key, name, amounts) in enumerate(lines, 1):
            cells = [*self.side("revenue", one, n), text(name), *self.line_number(n + len(lines))]
            cells += self.by_fund(key, amounts)
            rows.append(GridRow(f"line.{n}", tuple(cells)))
        widths = (8, 2, 4, 8, 2, 4, 4, 4, 4) if self.layout.line_numbers else (8, 4, 8, 4, 4, 4, 4)
        return Grid("appropriation_summary", tuple(rows), widths)

    def by_fund(self, key: str, amounts: tuple[int, int, int] | None) -> list[Cell]:
        if amounts is None:
            return [text("")] * 4
        funds = zip(("general", "managed", "capital"), amounts, strict=True)
        parts = [self.amount(f"{key}.{fund}", fen, summary=True) for fund, fen in funds]
        return [self.amount(f"{key}.total", sum(amounts), summary=True), *parts]

    def appropriation_head(self) -> list[GridRow]:
        own = self.layout
        side = 3 if own.line_numbers else 2
        funds = [text("一般公共预算财政拨款"), text("政府性基金预算财政拨款"), text("国有资本经营预算财政拨款")]
        rows = [self.head(text("收入", side), text("支出", side + 3))]
        order = [text("行次", down=2)] if own.line_numbers else []
        under = [COVERED] if own.line_numbers else []
        if own.nested_summary:
            first = (text("项目", down=2), *order, text(own.amount_head, down=2))
            rows.append(self.head(*first, text("项目", down=2), *order, text(own.amount_head, 4)))
            rows.append(self.head(COVERED, *under, COVERED, COVERED, *under, text("小计"), *funds))
        else:
            flat = [text("行次")] if own.line_numbers else []
            rows.append(
                self.head(text("项目"), *flat, text(own.amount_head), text("项目"), *flat, text("合计"), *funds)
            )
        if own.column_numbers:
            blank = [text("")] if own.line_numbers else []
            numbers = [text(str(n)) for n in range(2, 6)]
            rows.append(self.head(text("栏次"), *blank, text("1"), text("栏次"), *blank, *numbers))
        return rows

    # -- tables by code

    def coded(
        self,
        role: str,
        heads: Sequence[Sequence[Cell]],
        columns: Sequence[tuple[str, Callable[[Item], int]]],
        items: Sequence[Item],
    ) -> Grid:
        """Return a table of 类, 款 and 项. `heads` are its header rows right of the code and name columns."""
        own = self.layout
        deep = len(heads)
        rows = []
        for n, cells in enumerate(heads):
            if n == 0:
                lead = [text("项目", own.code_columns + 1)]
            elif n == 1:
                lead = [text(own.code_head, own.code_columns, deep - 1), text("科目名称", 1, deep - 1)]
            else:
                lead = [COVERED] * (own.code_columns + 1)
            rows.append(self.head(*lead, *cells))
        if own.column_numbers:
            rows.append(self.numbers(len(columns)))
        elif own.code_columns == 3:
            rows.append(self.head(text("类"), text("款"), text("项"), text(""), *[text("")] * len(columns)))
        if items:
            rows += self.coded_rows(columns, items)
        elif own.code_columns == 1 and own.column_numbers:
            rows.append(GridRow("total", (*spread([text("合计", 2)]), *[text("")] * len(columns))))
        lead_widths = (2, 2, 3, 9) if own.code_columns == 3 else (4, 9)
        return Grid(role, tuple(rows), (*lead_widths, *[4] * len(columns)))

    def numbers(self, columns: int) -> GridRow:
        """Return the 栏次 row."""
        cells = [text(str(n)) for n in range(1, columns + 1)]
        if self.layout.code_columns == 3:
            return self.head(text("类"), text("款"), text("项"), text("栏次"), *cells)
        return self.head(text("栏次", 2), *cells)

    def coded_rows(self, columns: Sequence[tuple[str, Callable[[Item], int]]], items: Sequence[Item]) -> list[GridRow]:
        lead = [text(""), text(""), text(""), text("合计")] if self.layout.code_columns == 3 else [text("合计", 2)]
        total = [self.amount(f"total.{key}", sum(fen(i) for i in items)) for key, fen in columns]
        rows = [GridRow("total", (*spread(lead), *total))]
        done: set[str] = set()
        for item in items:
            for length in (3, 5, 7):
                code = item.code[:length]
                if code in done:
                    continue
                done.add(code)
                below = [i for i in items if i.code.startswith(code)]
                cells = [self.amount(f"{code}.{key}", sum(fen(i) for i in below)) for key, fen in columns]
                rows.append(GridRow(code, (*self.code_cells(code), text(codes().names[code]), *cells)))
        return rows

    def code_cells(self, code: str) -> list[Cell]:
        if self.layout.code_columns == 1:
            return [text(code)]
        if self.style.code_by_level:
            at = {3: 0, 5: 1, 7: 2}[len(code)]
            return [text(code if n == at else "") for n in range(3)]
        return spread([text(code, 3)])

    def revenue(self) -> Grid:
        f = self.f
        own_share = (f.own_revenue, f.own_spent)

        def own(item: Item, source: str) -> int:
            if source != f.own_source or not item.own:
                return 0
            return item.own * own_share[0] // own_share[1] if own_share[0] != own_share[1] else item.own

        columns: list[tuple[str, Callable[[Item], int]]] = [
            ("total", lambda i: f.appropriated(i) + own(i, f.own_source)),
            ("appropriation", f.appropriated),
            ("superior", lambda _: 0),
            ("service_revenue", lambda i: own(i, "service_revenue")),
            ("business", lambda _: 0),
            ("affiliate", lambda _: 0),
            ("other_revenue", lambda i: own(i, "other_revenue")),
        ]
        names = ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
        heads = [[text(n, 1, 2) for n in names], [COVERED] * len(names)]
        return self.coded("revenue", heads, columns, f.items)

    def expenditure(self) -> Grid:
        f = self.f
        columns: list[tuple[str, Callable[[Item], int]]] = [
            ("total", lambda i: f.spent(i) + i.own),
            ("basic", f.basic),
            ("project", lambda i: f.project(i) + i.own),
            ("remitted", lambda _: 0),
            ("business", lambda _: 0),
            ("subsidy", lambda _: 0),
        ]
        names = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
        heads = [[text(n, 1, 2) for n in names], [COVERED] * len(names)]
        return self.coded("expenditure", heads, columns, f.items)

    def spent_columns(self) -> list[tuple[str, Callable[[Item], int]]]:
        f = self.f
        return [("total", f.spent), ("basic", f.basic), ("project", f.project)]

    def general_budget_expenditure(self) -> Grid:
        heads = [[text("本年支出", 3)], [text(self.layout.sub_head), text("基本支出"), text("项目支出")]]
        return self.coded("general_budget_expenditure", heads, self.spent_columns(), self.f.fund("general"))

    def state_capital(self) -> Grid:
        if self.layout.capital_like_managed:
            return self.flow("state_capital", "capital")
        heads = [[text("本年支出", 3)], [text(self.layout.capital_head), text("基本支出"), text("项目支出")]]
        return self.coded("state_capital", heads, self.spent_columns(), self.f.fund("capital"))

    def gov_managed_funds(self) -> Grid:
        return self.flow("gov_managed_funds", "managed")

    def flow(self, role: str, fund: str) -> Grid:
        """Return a table of opening balance, revenue, expenditure and closing balance by code."""
        f = self.f
        columns: list[tuple[str, Callable[[Item], int]]] = [
            ("opening", lambda i: i.opening),
            ("revenue", f.appropriated),
            *self.spent_columns(),
            ("closing", lambda i: i.closing),
        ]
        first = [
            text("年初结转和结余", 1, 2),
            text("本年收入", 1, 2),
            text("本年支出", 3),
            text("年末结转和结余", 1, 2),
        ]
        second = [COVERED, COVERED, text(self.layout.sub_head), text("基本支出"), text("项目支出"), COVERED]
        return self.coded(role, [first, second], columns, f.fund(fund))

    # -- economic classes and the three public expenses

    def general_budget_basic_expenditure(self) -> Grid:
        f = self.f
        spent = f.economic
        panels = codes().panels
        triples = {
            name: [(code, label, sum(v for k, v in spent.items() if k.startswith(code))) for code, label in panel]
            for name, panel in panels.items()
        }
        if self.layout.economic_panels == 2:
            columns = [triples["personnel"], triples["goods"] + [t for t in triples["capital"] if t[0][:3] == "310"]]
        else:
            columns = [triples["personnel"], triples["goods"], triples["capital"]]
        head = [text(self.economic_head), text("科目名称"), text("决算数")]
        rows = [
            self.head(text("人员经费", 3), text("公用经费", 3 * (len(columns) - 1))),
            self.head(*head * len(columns)),
        ]
        for n in range(max(len(c) for c in columns)):
            cells: list[Cell] = []
            for column in columns:
                if n < len(column):
                    code, label, fen = column[n]
                    cells += [text(code), text(label), self.amount(f"{code}.amount", fen)]
                else:
                    cells += [text("")] * 3
            rows.append(GridRow(f"line.{n + 1}", tuple(cells)))
        wide = 3 * (len(columns) - 1) - 1
        personnel = self.amount("personnel.amount", f.personnel)
        public = self.amount("public.amount", f.public_use)
        total = spread([text("人员经费合计", 2), personnel, text("公用经费合计", wide), public])
        rows.append(GridRow("total", tuple(total)))
        return Grid("general_budget_basic_expenditure", tuple(rows), (4, 8, 4) * len(columns))

    @property
    def economic_head(self) -> str:
        return "科目编码" if self.layout.code_columns == 1 and self.layout.column_numbers else "经济分类科目编码"

    def three_public(self) -> Grid:
        t = self.f.three_public
        keys = ("total", "abroad", "vehicles", "purchase", "running", "reception")
        if self.layout.paired_three_public:
            return self.paired_three_public()
        own = self.layout
        names = [
            text("合计", 1, 2),
            text("因公出国（境）费", 1, 2),
            text(own.vehicle_head, 3),
            text("公务接待费", 1, 2),
        ]
        under = [COVERED, COVERED, text("小计"), text(own.purchase_head), text(own.running_head), COVERED]
        rows = [
            self.head(text("预算数", 6), text("决算数", 6)),
            self.head(*names, *names),
            self.head(*under, *under),
            self.head(*[text(str(n)) for n in range(1, 13)]),
        ]
        if not t.is_nil:
            budgets = [self.amount(f"{k}.budget", getattr(t, k).budget) for k in keys]
            finals = [self.amount(f"{k}.final", getattr(t, k).final) for k in keys]
            rows.append(GridRow("total", (*budgets, *finals)))
        return Grid("three_public", tuple(rows), (4,) * 12)

    def paired_three_public(self) -> Grid:
        t, own = self.f.three_public, self.layout
        keys = ("total", "abroad", "vehicles", "purchase", "running", "reception")
        ends = text("合计", 2, 2), text("因公出国（境）费", 2, 2)
        rows = [
            self.head(text("财政拨款“三公”经费", 12)),
            self.head(*ends, text(own.vehicle_head, 6), text("公务接待费", 2, 2)),
            self.head(
                COVERED, COVERED, COVERED, COVERED,
                text("小计", 2), text(own.purchase_head, 2), text(own.running_head, 2), COVERED, COVERED,
            ),
            self.head(*[text("预算数"), text("决算数")] * 6),
        ]  # fmt: skip
        cells = [
            self.amount(f"{k}.{measure}", getattr(getattr(t, k), measure))
            for k in keys
            for measure in ("budget", "final")
        ]
        rows.append(GridRow("total", tuple(cells)))
        return Grid("three_public", tuple(rows), (4,) * 12)


NUMERALS = "零一二三四五六七八九十"


def chinese(number: int) -> str:
    """Return a number up to 99 in Chinese numerals."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{NUMERALS[tens]}十"
    return head + (NUMERALS[ones] if ones or not tens else "")
