"""Reads amounts that are written out in the cells of a table of basic information: 收入预算总额：100万元."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import Cell, CellState, Row, RowKind
from audit.model.values import Unit
from audit.recognition.cells import is_glued, texts
from audit.recognition.reading import Context, Reading, column_list

if TYPE_CHECKING:
    from audit.recognition.lines import Line

_AMOUNT = regex.compile(
    r"(?P<of>其中：)?(?P<label>[\p{Han}（）]{2,20})：?(?P<amount>\d[\d,]*(?:\.\d+)?)(?P<unit>万元|元)"
)
_UNITS = {"万元": Unit.WAN_YUAN, "元": Unit.YUAN}


def read_facts(lines: list[Line], context: Context) -> Reading:
    """Read every amount that a cell states beside its label. The column is told by the heading at the left."""
    reading = Reading()
    rules = context.role.columns
    reading.columns = column_list([(r.key, r.label or r.key) for r in rules])
    column = 0
    for line in lines:
        cells = [c for c in texts(line.raw) if c.text]
        if cells and cells[0].position == 0:
            named = (i for i, r in enumerate(rules) if any(regex.search(p, cells[0].text) for p in r.labels))
            column = next(named, column)
        for cell in cells:
            for found in _AMOUNT.finditer(cell.text):
                key = next(
                    (r.key for r in context.role.lines if any(regex.fullmatch(p, found["label"]) for p in r.labels)), ""
                )
                if not key:
                    continue
                value = Decimal(found["amount"].replace(",", ""))
                if is_glued(value):
                    continue
                ref = line.raw.ref(cell.raw.start, cell.raw.end).at_cell(
                    context.caption, found["label"], rules[column].label
                )
                state = CellState.VALUE if value else CellState.ZERO
                made = Cell(found["amount"], state, column, ref, value, _UNITS[found["unit"]])
                reading.rows.append(
                    Row(RowKind.LINE, key, "", found["label"], (made,), ref, of_which=found["of"] is not None)
                )
    if not reading.rows:
        reading.quality.append("header")
    return reading
