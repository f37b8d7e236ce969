"""Which of several cells is likelier wrong, where each of them could mend what does not add up.

A sum of ten parts can be mended at any of the eleven figures; but a figure that one slip of the pen, or one look at the
wrong row, makes of what should stand there is a likelier culprit than one that would have to be quite another.
Such figures are told beside the finding; none is accused by it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.document import RowKind
from audit.model.values import plain
from audit.reconciliation.diagnosis import is_slip, slips

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.model.document import Row
    from audit.reconciliation.facts import FactIndex, Figure

MOST_TOLD = 3
"""More figures than these tell a reader nothing."""
Candidate = tuple["Figure", Decimal]


def told(index: FactIndex, candidates: Sequence[Candidate], bound: Decimal) -> list[Candidate]:
    """Return the likely culprits among cells with their mending values; all of them where they are few.

    `bound` is what rounding leaves open: of the values within it the one that a slip explains is meant.
    """
    plainly = [(figure, value) for figure, value in candidates if figure.value is not None and figure.value != value]
    mended = [(figure, slip_of(figure, value, bound), value) for figure, value in plainly]
    copied = [(figure, value) for figure, _, value in mended if _is_copied(index, figure)]
    rare = [(figure, slip) for figure, slip, _ in mended if slip is not None and not is_one_digit(figure.value, slip)]
    usual = [(figure, slip) for figure, slip, _ in mended if slip is not None]
    for found in ((*copied, *rare), (*copied, *usual), plainly):
        distinct = list(dict.fromkeys(found))
        if 0 < len(distinct) <= MOST_TOLD:
            return distinct
    return []


def slip_of(figure: Figure, value: Decimal, bound: Decimal) -> Decimal | None:
    """Return what one slip made the printed figure of: the value asked for, else the nearest one that rounding allows.

    None where no slip does. What its column could not print is no value of it.
    """
    if figure.value is None:
        return None
    if figure.value == -value or is_slip(plain(figure.value), value):
        return value
    grid = 2 * figure.half
    near = [v for v in slips(plain(abs(figure.value))) if abs(v - value) <= bound and not (grid and v % grid)]
    return min(near, key=lambda v: abs(v - value), default=None)


def is_one_digit(old: Decimal | None, new: Decimal) -> bool:
    """Tell whether two figures differ in one digit: any of a long list of parts may, whatever the difference."""
    one, other = plain(old or Decimal(0)), plain(new)
    places = max(len(text.partition(".")[2]) for text in (one, other))
    one, other = (f"{Decimal(text):.{places}f}" for text in (one, other))
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def _is_copied(index: FactIndex, figure: Figure) -> bool:
    """Tell whether the same digits stand in another row of the same column, which is no part of its own."""
    table = index.doc.tables[figure.key[0]]
    _, at, column = figure.key
    if at < 0 or not figure.value:
        return False
    own = table.rows[at]
    rows = [row for n, row in enumerate(table.rows) if n != at and not _is_kin(own, row)]
    near = (index.of_cell(table, row, column) for row in rows)
    return any(other is not None and other.value == figure.value for other in near)


def _is_kin(one: Row, other: Row) -> bool:
    """Tell whether one row is a part of the other: an only part equals its whole."""
    if RowKind.TOTAL in (one.kind, other.kind):
        return True
    return bool(one.code and other.code) and (one.code.startswith(other.code) or other.code.startswith(one.code))
