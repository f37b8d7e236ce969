"""Tells tables whose extraction looks wrong though every row could be read: what they say is then held back."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.document import RowKind

if TYPE_CHECKING:
    from audit.model.document import Row

NOT_CLOSED = "not_closed"
_HALF_UNIT = Decimal("0.005")
_LEAST_COLUMNS = 3
"""A misprint is in one figure, and in its row's sums at most: a lost row is missing from every column that it had."""


def is_row_lost(rows: list[Row], *, paged: bool) -> bool:
    """Tell whether the 类 rows of a page's table fall short of 合计 by what would be a row of its own.

    Only pages lose rows. The gap must lie in three columns or more, and its parts must make up its total.
    """
    total = next((row for row in rows if row.kind is RowKind.TOTAL), None)
    classes = [row for row in rows if row.kind is RowKind.CLASS]
    if not paged or total is None or not classes:
        return False
    gaps: list[Decimal] = []
    for cell in total.cells:
        parts = [part.amount for row in classes if (part := row.cell(cell.column)) is not None]
        if cell.amount is None or None in parts:
            return False
        gap = cell.amount - sum((part for part in parts if part is not None), Decimal(0))
        gaps.append(gap if abs(gap) > _HALF_UNIT * (len(parts) + 1) else Decimal(0))
    whole, *rest = gaps
    missing = sum(gap != 0 for gap in gaps)
    return missing >= _LEAST_COLUMNS and all(gap >= 0 for gap in gaps) and abs(whole - sum(rest)) <= _HALF_UNIT * 4
