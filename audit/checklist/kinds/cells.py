"""Cells and codes of the tables: decimals, printed zeros, depth of the classification."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.checklist.evidence import Defect, caption, failed, passed, review, said
from audit.model.document import CellState
from audit.model.findings import Category, Severity

if TYPE_CHECKING:
    from audit.checklist.evidence import Evidence, KindResult, Said
    from audit.model.document import Cell, Row, Table
    from audit.model.packs import CellFormat, CodeDepth
    from audit.model.places import Ref

MOST_PLACES = 40
SHOWN = 6


def cell_format(evidence: Evidence, params: CellFormat) -> KindResult:
    """Check decimals and zeros of the amounts in the tables. Cells damaged in extraction are left out."""
    long: list[Ref] = []
    zeros: list[Ref] = []
    places: list[Ref] = []
    damaged: list[Ref] = []
    for role in params.roles:
        table = evidence.doc.table(role)
        if table is None:
            continue
        places.append(caption(table))
        for cell in (cell for row in table.rows for cell in row.cells):
            if cell.state is CellState.DAMAGED:
                damaged.append(cell.ref)
            elif _decimals(cell) > params.most_decimals:
                long.append(cell.ref)
            elif cell.state is CellState.ZERO and cell.unit.is_money and params.zero_blank:
                zeros.append(cell.ref)
    open_ = review(said("cells.damaged", count=len(damaged)), evidence=damaged[:SHOWN]) if damaged else None
    defects = []
    if long:
        message = said("finding.cell_decimals", count=len(long), most=params.most_decimals)
        defects.append(_format_defect("cells:decimals", message, long))
    if zeros:
        defects.append(_format_defect("cells:zeros", said("finding.cell_zeros", count=len(zeros)), zeros))
    if defects:
        reasons = [said("cells.long", count=len(long), most=params.most_decimals)] if long else []
        reasons += [said("cells.zeros", count=len(zeros))] if zeros else []
        return failed(*reasons, defects=defects, rest=open_)
    if open_:
        return open_
    if not places:
        return review(said("tables.none"))
    return passed(said("cells.pass", count=len(places)), evidence=places)


def _decimals(cell: Cell) -> int:
    """Return the printed decimals of an amount, 0 where the cell is none."""
    if cell.state not in (CellState.VALUE, CellState.ZERO):
        return 0
    _, point, decimals = cell.text.strip().replace(" ", "").partition(".")
    return len(decimals) if point and decimals.isdecimal() else 0


def _format_defect(about: str, message: Said, places: list[Ref]) -> Defect:
    return Defect(
        about=about,
        message=message,
        places=tuple(places[:MOST_PLACES]),
        severity=Severity.WARNING,
        category=Category.FORMAT,
        stated=places[0].quote,
    )


def code_depth(evidence: Evidence, params: CodeDepth) -> KindResult:
    """Check that the codes of each table go down to the prescribed depth. Empty tables do not count."""
    places: list[Ref] = []
    defects: list[Defect] = []
    unsure: list[Ref] = []
    for role in params.roles:
        table = evidence.doc.table(role)
        if table is None or not any(row.code for row in table.rows):
            continue
        short = _without_children(table, params.digits)
        if not short:
            deepest = [row for row in table.rows if len(row.code) == params.digits]
            places.append(deepest[0].ref if deepest else caption(table))
        elif {"row_not_read", "not_closed", "damaged_cells", "header"} & set(table.quality) or any(
            r.code == "?" for r in table.rows
        ):
            unsure.append(short[0].ref)
        else:
            defects.append(_too_shallow(evidence, role, short, params.digits))
    open_ = review(said("depth.unsure"), evidence=unsure) if unsure or not (places or defects) else None
    if defects:
        return failed(said("depth.fail", tables="、".join(d.expected for d in defects)), defects=defects, rest=open_)
    if open_:
        return open_
    return passed(said("depth.pass", count=len(places)), evidence=places)


def _without_children(table: Table, digits: int) -> list[Row]:
    """Return the rows with an amount whose code is too short and that no longer code continues, by digits or order.

    The row below a misprinted code is still its child.
    """
    rows = [row for row in table.rows if row.code.isdecimal() and len(row.code) in (3, 5, 7)]
    short = []
    for at, row in enumerate(rows):
        if len(row.code) >= digits or not any(cell.state is CellState.VALUE for cell in row.cells):
            continue
        has_prefix = any(len(other.code) > len(row.code) and other.code.startswith(row.code) for other in rows)
        goes_on = at + 1 < len(rows) and len(rows[at + 1].code) > len(row.code) and rows[at + 1].panel == row.panel
        if not has_prefix and not goes_on:
            short.append(row)
    return short


def _too_shallow(evidence: Evidence, role: str, short: list[Row], digits: int) -> Defect:
    label = evidence.pack.label(role)
    rows = "、".join(f"{row.code}{row.name}" for row in short[:SHOWN])
    level = said("finding.codes_item" if digits == 7 else "finding.codes_section", table=label, rows=rows)
    return Defect(
        about=f"depth:{role}",
        message=level,
        places=tuple(row.code_ref or row.ref for row in short[:SHOWN]),
        stated=short[0].code,
        expected=label,
    )
