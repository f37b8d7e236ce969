"""Goal tables of budgets: shares and sums inside them, one indicator in two tables, and what the prose says of them."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Claim, Relation, Status
from audit.model.document import Cell, CellState, Row, Table
from audit.model.findings import Category, Finding, Severity
from audit.model.values import Interval, plain
from audit.reconciliation.bounds import percentage, ratio_interval, sums

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph
    from audit.model.places import Ref
    from audit.model.rules import GoalRules
    from audit.reconciliation.facts import FactIndex, Figure
    from audit.reconciliation.wording import Wording

_ROLES = ("budget_whole_goals", "budget_project_goals", "budget_project_indicators")
_SOURCES = (
    "appropriation", "institution_service", "superior_subsidy", "affiliate_remittance", "business", "other",
    "use_of_surplus", "opening",
)  # fmt: skip
_INDICATOR = "indicator:"
_WHOLE = "budget_whole_goals"
_COMPARED = ("before_last", "last", "target")
_PERCENT = regex.compile(r"\d+(?:\.\d+)?%")
_NUMBER = regex.compile(r"\d+(?:\.\d+)?")
_DECIMALS = 1
_YUAN_PER_WAN = 10_000
_LEAST_SOURCES = 2
_UNREAD = frozenset({"row_cells", "row_not_read", "header"})


def goal_findings(index: FactIndex, claims: tuple[Claim, ...], rules: GoalRules, wording: Wording) -> list[Finding]:
    """Return what is wrong in the goal tables of a budget, and in the sentences about them."""
    doc = index.doc
    tables = [t for t in doc.tables if t.role in _ROLES]
    found = units_findings(doc, rules, wording)
    for table in tables:
        found += share_findings(index, table, wording)
        found += sum_findings(index, table, wording)
        found += year_findings(index, table, rules, wording)
        found += content_findings(table, wording)
    found += cost_findings(index, wording)
    found += indicator_findings(tables, wording)
    return found + project_findings(index, claims, rules, wording)


def _cell(table: Table, row: Row, key: str) -> Cell | None:
    return next((c for c in row.cells if table.columns[c.column].key == key), None)


def _figure(index: FactIndex, table: Table, row: Row, key: str) -> Figure | None:
    cell = _cell(table, row, key)
    return index.of_cell(table, row, cell.column) if cell is not None else None


def share_findings(index: FactIndex, table: Table, wording: Wording) -> list[Finding]:
    """占比 beside amounts: each is a share of the 合计 of its block."""
    found: list[Finding] = []
    blocks = dict.fromkeys(row.key.rpartition("/")[0] for row in table.rows if "/" in row.key)
    for block in blocks:
        rows = [row for row in table.rows if row.key.rpartition("/")[0] == block]
        whole = next(
            (f for r in rows if r.key.endswith("/total") for f in [_figure(index, table, r, "amount")] if f), None
        )
        if whole is None or not whole.value:
            continue
        for row in rows:
            part, share = _figure(index, table, row, "amount"), _cell(table, row, "share")
            if (
                part is None
                or part.value is None
                or share is None
                or share.state not in (CellState.VALUE, CellState.ZERO)
                or share.value is None
            ):
                continue
            true = ratio_interval(Interval.of(part.value, part.half), Interval.of(whole.value, whole.half))
            if true is None:
                continue
            places = len(plain(share.value).partition(".")[2])
            comparison = percentage(share.value, places, true)
            if comparison.status is Status.DISAGREES:
                expected = comparison.true.quantize(Decimal(1).scaleb(-max(places, _DECIMALS)))
                found.append(
                    wording.finding(
                        "goals.share", "G-share", Category.TABLE_SUM, Severity.ERROR, [share.ref, part.ref, whole.ref],
                        stated=share.value, expected=expected, table=table.caption, name=row.name,
                        part=part.value, whole=whole.value, at_stake=part.value,
                    )
                )  # fmt: skip
    return found


def sum_findings(index: FactIndex, table: Table, wording: Wording) -> list[Finding]:
    """The money of a project by source, and the points of its indicators."""
    found: list[Finding] = []
    total = table.row("year_budget")
    sources = [row for row in table.rows if row.key in _SOURCES]
    if total is not None and len(sources) >= _LEAST_SOURCES:
        found += _against(
            _figure(index, table, total, "amount"),
            [_figure(index, table, r, "amount") for r in sources],
            table,
            wording,
        )
    points = table.row("points")
    indicators = [row for row in table.rows if row.key.startswith(_INDICATOR)]
    if points is not None and indicators:
        weights = [_figure(index, table, row, "weight") for row in indicators]
        found += _against(_figure(index, table, points, "weight"), weights, table, wording)
    return found


def _against(
    total: Figure | None, parts: list[Figure | None], table: Table, wording: Wording, *, key: str = "goals.sum"
) -> list[Finding]:
    """Hold a total to the sum of its parts, where every one of them was read."""
    known = [p for p in parts if p is not None and p.value is not None]
    if total is None or total.value is None or len(known) < len(parts) or _UNREAD & set(table.quality):
        return []
    added = sum((p.value for p in known if p.value is not None), Decimal(0))
    bound = total.half + sum((p.half for p in known), Decimal(0))
    comparison = sums(total.value, added, bound)
    if comparison.status is not Status.DISAGREES:
        return []
    return [
        wording.finding(
            key, "G-sum", Category.TABLE_SUM, Severity.ERROR, [total.ref, *(p.ref for p in known if p.value)],
            stated=total.value, expected=added, table=table.caption or table.subject, name=total.row,
            difference=comparison.difference, at_stake=comparison.difference,
        )
    ]  # fmt: skip


def cost_findings(index: FactIndex, wording: Wording) -> list[Finding]:
    """The costs of a project by economic 科目 make up its budget of the year."""
    found: list[Finding] = []
    project: Table | None = None
    for table in index.doc.tables:
        if table.role == "budget_project_goals" and table.row("year_budget") is not None:
            project = table
        elif table.role == "budget_project_costs" and project is not None and table.rows:
            total = project.row("year_budget")
            own = _figure(index, project, total, "amount") if total is not None else None
            parts = [_figure(index, table, row, "amount") for row in table.rows if row.key != "total"]
            found += _against(own, parts, table, wording, key="goals.costs")
    return found


def year_findings(index: FactIndex, table: Table, rules: GoalRules, wording: Wording) -> list[Finding]:
    """A remark that states the budget of a year against the row of that year."""
    remark = table.row("explanation")
    if remark is None:
        return []
    found: list[Finding] = []
    for said in regex.finditer(rules.stated_budget, remark.cells[0].text):
        row = table.row(f"year:{said['year']}")
        own = _figure(index, table, row, "amount") if row is not None else None
        if row is None or own is None or own.value is None:
            continue
        amount = Decimal(said["amount"].replace(",", ""))
        stated = amount if said["unit"] == "万元" else amount / _YUAN_PER_WAN
        if stated == own.value or (own.value and abs(stated - own.value) <= own.half):
            continue
        blank = not own.value
        place = row.name_ref or row.ref
        found.append(
            wording.finding(
                "goals.year.blank" if blank else "goals.year", "G-year", Category.TABLE_CROSS,
                Severity.WARNING if blank else Severity.ERROR, [place if blank else own.ref, remark.cells[0].ref],
                stated="" if blank else own.value, expected=said["amount"], table=table.caption, year=said["year"],
                unit=said["unit"], at_stake=abs(stated - own.value),
            )
        )  # fmt: skip
    return found


def content_findings(table: Table, wording: Wording) -> list[Finding]:
    """An indicator whose content names another percentage than its value."""
    found: list[Finding] = []
    for row in table.rows:
        content, target = _cell(table, row, "content"), _cell(table, row, "target")
        if not row.key.startswith(_INDICATOR) or content is None or target is None:
            continue
        named, set_to = _PERCENT.findall(content.text), _PERCENT.findall(target.text)
        if len(named) == 1 and len(set_to) == 1 and Decimal(named[0][:-1]) != Decimal(set_to[0][:-1]):
            found.append(
                wording.finding(
                    "goals.content", "G-content", Category.TABLE_CROSS, Severity.WARNING, [content.ref, target.ref],
                    stated=named[0], expected=set_to[0], table=table.caption, name=row.name,
                )
            )  # fmt: skip
    return found


def indicator_findings(tables: list[Table], wording: Wording) -> list[Finding]:
    """An indicator of the whole department that is one of a project too. Projects share names, not facts."""
    found: list[Finding] = []
    projects = [t for t in tables if t.role != _WHOLE]
    names = Counter(_bare(r.name) for t in projects for r in t.rows if r.key.startswith(_INDICATOR))
    for whole in tables:
        own = Counter(_bare(r.name) for r in whole.rows if r.key.startswith(_INDICATOR))
        single = {name for name in own if own[name] == 1 and names[name] == 1}
        for project in projects if whole.role == _WHOLE else ():
            found += _compared(project, whole, single, wording)
    return found


def _compared(first: Table, second: Table, names: set[str], wording: Wording) -> list[Finding]:
    """One indicator in two tables: a value here and none there, or two values."""
    found: list[Finding] = []
    others = {_bare(row.name): row for row in second.rows if row.key.startswith(_INDICATOR)}
    pairs = [(r, others[_bare(r.name)]) for r in first.rows if _bare(r.name) in names & set(others)]
    for key in _COMPARED:
        empty: list[tuple[Cell, Cell, Row]] = []
        for row, other in pairs:
            here, there = _cell(first, row, key), _cell(second, other, key)
            if here is None or there is None or _bare(here.text) == _bare(there.text):
                continue
            if not here.text or not there.text:
                empty.append((here, there, row) if here.text else (there, here, row))
                continue
            if _NUMBER.findall(here.text) == _NUMBER.findall(there.text):
                # 不低于95% and ≥95% set one value in two ways; words without figures may say one thing in two ways too
                continue
            found.append(
                wording.finding(
                    "goals.indicator", "G-indicator", Category.TABLE_CROSS, Severity.ERROR, [here.ref, there.ref],
                    stated=here.text, expected=there.text, name=row.name, table=first.caption, other=second.caption,
                )
            )  # fmt: skip
        if empty:
            filled, blank, row = empty[0]
            label = first.columns[filled.column].label
            found.append(
                wording.finding(
                    "goals.indicator.blank", "G-indicator", Category.TABLE_CROSS, Severity.WARNING,
                    [_values(first, row, filled), blank.ref, *(f.ref for f, _, _ in empty[1:])],
                    stated=filled.text, name=row.name, table=first.caption, other=second.caption, label=label,
                    count=len(empty),
                )
            )  # fmt: skip
    return found


def _values(table: Table, row: Row, filled: Cell) -> Ref:
    """Return the place of all values of an indicator, side by side on its line."""
    refs = [c.ref for c in row.cells if table.columns[c.column].key in _COMPARED and c.text]
    line = next((line for line in table.lines if line.line_id == filled.ref.line_id), None)
    if line is None or any(r.line_id != filled.ref.line_id for r in refs):
        return filled.ref
    return line.ref(min(r.start for r in refs), max(r.end for r in refs))


def _bare(text: str) -> str:
    return str(regex.sub(r"[\s\"，。、（）]", "", text))


def project_findings(index: FactIndex, claims: tuple[Claim, ...], rules: GoalRules, wording: Wording) -> list[Finding]:
    """A number of projects with goals against the tables, where their amounts prove that all of them are printed."""
    doc = index.doc
    tables = [t for t in doc.tables if t.role == "budget_project_goals" and t.row("year_budget") is not None]
    amounts = [_figure(index, t, r, "amount") for t in tables for r in [t.row("year_budget")] if r is not None]
    whole = sum((f.value for f in amounts if f is not None and f.value is not None), Decimal(0))
    found: list[Finding] = []
    if not tables:
        return found
    for paragraph in doc.paragraphs:
        said = regex.search(rules.projects, paragraph.text)
        if said is None or int(said["count"]) == len(tables):
            continue
        end = paragraph.text.find("。", said.end())
        stated = [
            c for c in claims
            if c.paragraph == paragraph.index and said.end() <= c.start and (end < 0 or c.start < end)
            and c.relation is Relation.LEVEL and c.quantity.unit.is_money
        ]  # fmt: skip
        if not any(c.quantity.value * c.quantity.unit.in_yuan == whole * _YUAN_PER_WAN for c in stated):
            continue
        found.append(
            wording.finding(
                "goals.projects", "G-projects", Category.NARR_TABLE, Severity.ERROR,
                [_place(paragraph, said), *_names(tables)], stated=said["count"], expected=str(len(tables)),
                amount=whole,
            )
        )  # fmt: skip
    return found


def _names(tables: list[Table]) -> list[Ref]:
    """Return where the tables name their projects."""
    rows = [(t, t.row("name")) for t in tables]
    return [r.cells[0].ref if r is not None else t.ref for t, r in rows]


def _place(paragraph: Paragraph, match: regex.Match[str]) -> Ref:
    return paragraph.place(match.start(), match.end())


def units_findings(doc: Document, rules: GoalRules, wording: Wording) -> list[Finding]:
    """A number of units under the department, and the statement that there is none."""
    counted = [(p, m) for p in doc.paragraphs for m in [regex.search(rules.units_counted, p.text)] if m]
    none = [(p, m) for p in doc.paragraphs for m in [regex.search(rules.units_none, p.text)] if m]
    found: list[Finding] = []
    for paragraph, said in counted:
        denied = next(((p, m) for p, m in none if m["unit"] == said["unit"] and p.section == paragraph.section), None)
        if denied is not None:
            found.append(
                wording.finding(
                    "goals.units", "G-units", Category.NARR_NARR, Severity.WARNING,
                    [_place(paragraph, said), _place(*denied)], stated=said["count"], expected="0", unit=said["unit"],
                )
            )  # fmt: skip
    return found
