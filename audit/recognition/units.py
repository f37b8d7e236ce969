"""Tells tables in 元 under a 万元 line by the totals elsewhere.

The unit that a table declares stays what it declares; only its cells get the unit in which their figures are printed.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Context
from typing import TYPE_CHECKING

from audit.model.document import CellState
from audit.model.values import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from audit.model.document import Cell, Table

_YUAN_PER_WAN = 10_000
_WIDE = Context(prec=100)
"""Wide enough for any amount with as many decimals as another one has."""
_FAR_BEYOND = 20
"""No part is twenty times the largest total of all: such a figure is in another unit."""
_PROJECT = "budget_project_"


def correct_units(tables: list[Table]) -> list[Table]:
    """Return the tables with the amounts of projects, and of tables without a unit line, in the unit printed."""
    others = [t for t in tables if not t.role.startswith(_PROJECT)]
    said = [abs(c.value) for t in others if t.unit is not None for c in _wan(t) if c.value]
    # where no table says its unit the figures can only be held to each other
    whole = max(said or (abs(c.value) for t in others for c in _wan(t) if c.value), default=None)
    if whole is None:
        return tables
    corrected: list[Table] = []
    in_yuan = False
    for table in tables:
        amounts = [abs(c.value) for c in _wan(table) if c.value]
        largest = max(amounts, default=None)
        if largest is None:
            corrected.append(table)
        elif table.role.startswith(_PROJECT):
            # a table without a unit line goes on in the unit of the one above
            yuan = largest > whole * _FAR_BEYOND and _fits(largest, whole)
            in_yuan = yuan or (in_yuan and table.unit is None)
            corrected.append(_in_yuan(table) if in_yuan and _fits(largest, whole) else table)
        else:
            unsaid = table.unit is None and largest > whole * _FAR_BEYOND
            corrected.append(_in_yuan(table) if unsaid and _is_said_in_wan(largest, said) else table)
    return corrected


def _is_said_in_wan(largest: Decimal, said: list[Decimal]) -> bool:
    """Tell whether a table with a unit line prints the same amount in 万元."""
    amount = largest / _YUAN_PER_WAN
    return any(amount.quantize(other, context=_WIDE) == other for other in said)


def _fits(largest: Decimal, whole: Decimal) -> bool:
    """Tell whether a figure taken for 元 is no more than all projects of several years may be."""
    return largest / _YUAN_PER_WAN <= whole * _FAR_BEYOND


def _wan(table: Table) -> Iterator[Cell]:
    """Yield the amounts of a table with a role that are taken for 万元."""
    if not table.role or table.unit is Unit.YUAN:
        return
    for row in table.rows:
        for cell in row.cells:
            if (
                cell.state is CellState.VALUE
                and cell.unit is Unit.WAN_YUAN
                and table.columns[cell.column].key not in _POINTS
            ):
                yield cell


_POINTS = ("share", "rate", "weight")


def _in_yuan(table: Table) -> Table:
    def turned(cell: Cell) -> Cell:
        money = cell.unit is Unit.WAN_YUAN and table.columns[cell.column].key not in _POINTS
        return replace(cell, unit=Unit.YUAN) if money else cell

    rows = tuple(replace(row, cells=tuple(turned(c) for c in row.cells)) for row in table.rows)
    return replace(table, rows=rows)
