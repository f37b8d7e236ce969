"""What is a part of what inside one table: by codes, by unit rows, by the ordinals of a list of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.document import RowKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.document import Row, Table
    from audit.reconciliation.facts import FactIndex, Figure

Terms = tuple[tuple["Figure", int], ...]
PLACES = ("first_total", "last_total", "above", "between")
"""Rows of a list by their place: its first and its last total, the lines that make up the first, those in between."""
_ITEM_DIGITS = 7
_RATES = ("change_rate", "rate", "share", "ratio")
"""Columns that do not add up."""
_SHORTEST_LIST = 2


def sums_by_code(index: FactIndex, table: Table) -> Iterator[tuple[Terms, Terms]]:
    """Yield every total with its parts, column by column: 合计 = Σ 类, 类 = Σ 款, 款 = Σ 项, unit rows."""
    for own, parts in (*_by_code(index, table), *_by_unit(table)):
        for column in table.columns:
            if column.key in _RATES:
                continue
            figures = [index.of_cell(table, r, column.index) for r in parts]
            total = index.of_cell(table, own, column.index)
            if total is not None and all(f is not None for f in figures):
                yield ((total, 1),), tuple((f, 1) for f in figures if f is not None)


def _by_code(index: FactIndex, table: Table) -> Iterator[tuple[Row, list[Row]]]:
    """Yield each row with the rows one level below it, where that level is printed at all."""
    rows = [row for row in table.rows if row.kind is not RowKind.UNIT]
    coded = [(index.effective_code(table, row), row) for row in rows if row.code or row.kind is RowKind.TOTAL]
    codes = [code for code, row in coded if row.code]
    if len(codes) != len(set(codes)):
        return
    for key, row in coded:
        if row.kind is RowKind.TOTAL:
            children = _tops(coded, key)
        elif row.kind in (RowKind.CLASS, RowKind.SECTION):
            children = [r for k, r in coded if len(k) == len(key) + 2 and k.startswith(key)]
        else:
            children = []
        if children:
            yield row, children


def _tops(coded: list[tuple[str, Row]], key: str) -> list[Row]:
    """Return the rows that make up the total: the 类, or the 项 where a table prints nothing else."""
    codes = [code for code, row in coded if row.code]
    classes = [r for _, r in coded if r.kind is RowKind.CLASS]
    if any(code.startswith("3") for code in codes) and key != "total":
        # 人员经费合计 and 公用经费合计 part the economic 类 between them
        return []
    items = [r for _, r in coded if r.kind is RowKind.ITEM]
    return classes or (items if len(items) == len(codes) else [])


def _by_unit(table: Table) -> Iterator[tuple[Row, list[Row]]]:
    """Yield unit rows with what they stand for: a parent before its 科目, or a child after its 项; never both."""
    rows = [row for row in table.rows if row.code or row.kind is RowKind.TOTAL]
    units = [row for row in rows if row.kind is RowKind.UNIT]
    total = next((row for row in rows if row.kind is RowKind.TOTAL), None)
    body = [row for row in rows if row.kind is not RowKind.TOTAL]
    if not units or not body:
        return
    if body[0].kind is RowKind.UNIT:
        if total is not None:
            yield total, units
        for unit, below in _blocks(body):
            codes = {row.code for row in below}
            tops = [r for r in below if not any(r.code != c and r.code.startswith(c) for c in codes)]
            if len(codes) == len(below) and len({len(r.code) for r in tops}) == 1:
                yield unit, tops
    else:
        yield from ((item, below) for item, below in _items(body) if below)


def _blocks(body: list[Row]) -> list[tuple[Row, list[Row]]]:
    """Part the rows at the unit rows that open them; units without rows of their own have none below."""
    found: list[tuple[Row, list[Row]]] = []
    for row in body:
        if row.kind is RowKind.UNIT:
            found.append((row, []))
        else:
            found[-1][1].append(row)
    return [(unit, below) for unit, below in found if below]


def _items(body: list[Row]) -> list[tuple[Row, list[Row]]]:
    """Return each 项 with the unit rows right under it."""
    found: list[tuple[Row, list[Row]]] = []
    for row in body:
        if row.kind is RowKind.UNIT and found and len(found[-1][0].code) == _ITEM_DIGITS:
            found[-1][1].append(row)
        elif row.kind is not RowKind.UNIT:
            found.append((row, []))
    return found


def listed(index: FactIndex, role: str, column: str, place: str) -> list[Figure]:
    """Return the figures of the rows at a place of a list; none where the list cannot be told apart with certainty."""
    table = index.table(role)
    column_of = table.column(column) if table else None
    if table is None or column_of is None:
        return []
    panel = column.split(":", maxsplit=1)[0] if ":" in column else ""
    rows = [row for _, row, _ in index.rows(role, panel)]
    totals = [at for at, row in enumerate(rows) if row.kind is RowKind.TOTAL]
    if not totals:
        return []
    first, last = totals[0], totals[-1]
    chosen = {
        "first_total": [rows[first]],
        "last_total": [rows[last]],
        "above": _lines(rows[:first] if first else rows[1:], complete=True) if first or len(totals) == 1 else [],
        "between": _lines(rows[first + 1 : last], complete=False),
    }[place]
    figures = [index.of_cell(table, row, column_of.index) for row in chosen]
    return [f for f in figures if f is not None] if all(f is not None for f in figures) else []


def _lines(rows: list[Row], *, complete: bool) -> list[Row]:
    """Return the lines of the outermost level. `complete`: their ordinals must count from one without a gap."""
    tops = [row for row in rows if row.level == 1 and row.ordinal is not None]
    if tops:
        numbers = [row.ordinal for row in tops]
        return tops if not complete or numbers == list(range(1, len(tops) + 1)) else []
    plain = [row for row in rows if row.level == 0 and not row.of_which]
    return plain if not complete or len(plain) >= _SHORTEST_LIST else []
