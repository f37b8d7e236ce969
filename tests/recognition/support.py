"""Small tables of a fictional department, written as a dump of a publication writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.reconciliation.support import recognised

if TYPE_CHECKING:
    from audit.model.document import Cell, Document, Table

COVER = "2020年度云梦茶站部门决算\n\n"
CODED_HEAD = (
    "项目\t\t\t\t本年支出\t\t",
    "功能分类科目编码\t\t\t科目名称\t小计\t基本支出\t项目支出",
    "类\t款\t项\t栏次\t1\t2\t3",
)


def with_caption(caption: str, *rows: str, unit: str = "单位：万元") -> str:
    """Return a publication with one table."""
    return COVER + "\n\n".join(part for part in (caption, unit) if part) + "\n\n" + "\n".join(rows) + "\n"


def only_table(text: str) -> Table:
    """Return the one table of a text."""
    (table,) = recognised(text).tables
    return table


def coded(*rows: str, head: tuple[str, ...] = CODED_HEAD) -> Table:
    """Return the table of expenditure by 科目 that the rows make up."""
    return only_table(with_caption("2020年度一般公共预算财政拨款支出决算表（表5）", *head, *rows))


def figures(table: Table) -> dict[str, list[str]]:
    """Return what a table says, row by row: its amounts, a sign for other states."""
    signs = {"blank": "", "merged": "^", "damaged": "?", "text": "t"}
    shown: dict[str, list[str]] = {}
    for row in table.rows:
        shown[row.key] = [str(c.value) if c.value is not None else signs[c.state.value] for c in row.cells]
    return shown


def state(table: Table, row: str, column: str) -> str:
    cell: Cell | None = table.cell(row, column)
    assert cell is not None
    return cell.state.value


def table_of(doc: Document, role: str) -> Table:
    """Return the first table of a role."""
    found = doc.table(role)
    assert found is not None
    return found
