"""Reads the lists of economic 科目 side by side, and the row of 三公."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import Row, RowKind
from audit.recognition.cells import Text, is_numbering, read_cell, texts
from audit.recognition.reading import HAN, KINDS, Context, Reading, column_list, text_ref

if TYPE_CHECKING:
    from audit.recognition.lines import Line


_AMOUNT_HEAD = regex.compile(r"(?:决算|预算|执行)?(?:数|金额)|金额|合计")
_ECONOMIC_CODE = regex.compile(r"3\d{2}(?:\d{2})?")
_ECONOMIC_TOTALS = (
    ("personnel_total", regex.compile(r"人员经费合?计?.{0,1}")),
    ("public_use_total", regex.compile(r"公用经费合?.{0,2}|日常公用经费合计")),
)


def read_economic(lines: list[Line], context: Context) -> Reading:
    """Read the lists of economic 科目 and their two totals."""
    reading = Reading()
    reading.columns = column_list([(context.role.columns[0].key, context.role.columns[0].label)])
    started = False
    for line in lines:
        cells = texts(line.raw)
        found = _economic_entries(cells)
        started = started or bool(found)
        if not started:
            reading.header_rows += 1
            continue
        for code, name, amount, code_cell, name_cell in found:
            _add_economic(reading, line, (code, name, amount, code_cell, name_cell), context)
    if not reading.rows:
        reading.quality.append("header")
    return reading


_Entry = tuple[str, str, "Text | None", "Text | None", "Text"]


def _economic_entries(cells: list[Text]) -> list[_Entry]:
    """Find every code, name, amount of a row, and the totals of its bottom row."""
    found: list[_Entry] = []
    at = 0
    own = [c for c in cells if not c.raw.merged or c.text]
    while at < len(own):
        cell = own[at]
        if _ECONOMIC_CODE.fullmatch(cell.text) and at + 1 < len(own) and HAN.search(own[at + 1].text):
            amount = own[at + 2] if at + 2 < len(own) else None
            found.append((cell.text, own[at + 1].text, amount, cell, own[at + 1]))
            at += 3
            continue
        joined = cell.text + (own[at + 1].text if at + 1 < len(own) and cell.text else "")
        for key, pattern in _ECONOMIC_TOTALS:
            whole = pattern.fullmatch(cell.text) or (pattern.fullmatch(joined) and HAN.search(joined))
            if whole and ("合" in cell.text or "合" in joined):
                amount = next((c for c in own[at + 1 :] if c.text and not HAN.search(c.text)), None)
                found.append((key, cell.text, amount, None, cell))
        at += 1
    return found


def _add_economic(reading: Reading, line: Line, entry: _Entry, context: Context) -> None:
    code, name, amount, code_cell, name_cell = entry
    is_total = not code.isdecimal()
    label = name if is_total else f"{code} {name}"
    cell = read_cell(line.raw, amount, 0, context.unit, (context.caption, label, reading.columns[0].label))
    reading.rows.append(
        Row(
            kind=RowKind.TOTAL if is_total else KINDS[len(code)],
            key=code,
            code="" if is_total else code,
            name=name,
            cells=(cell,),
            ref=line.raw.ref(name_cell.raw.start, name_cell.raw.end).at_cell(context.caption, label, None),
            code_ref=text_ref(line, code_cell),
            name_ref=text_ref(line, name_cell),
        )
    )


def read_three_public(lines: list[Line], context: Context) -> Reading:
    """Read the one row of 三公, by budget and final amount or by pairs."""
    reading = Reading()
    rows = [(line, texts(line.raw)) for line in lines]
    rules = list(context.role.columns)
    pairs = any(sum(c.text in ("预算数", "决算数") for c in cells) >= 4 for _, cells in rows)
    if pairs:
        # each component with budget and final amount side by side
        half = len(rules) // 2
        rules = [rules[i + half * k] for i in range(half) for k in (0, 1)]
    reading.columns = column_list([(r.key, r.label) for r in rules])
    data = [
        (line, cells)
        for line, cells in rows
        if not is_numbering(cells)
        and any(c.number is not None for c in cells)
        and not any(HAN.search(c.text) for c in cells)
    ]
    reading.header_rows = len(rows) - len(data)
    for line, cells in data[:1]:
        own = [c for c in cells if not c.raw.merged]
        found = cells if len(cells) == len(rules) else own
        if len(found) != len(rules):
            reading.quality.append("row_cells")
            return reading
        amounts = tuple(
            read_cell(line.raw, text, i, context.unit, (context.caption, "", reading.columns[i].label))
            for i, text in enumerate(found)
        )
        reading.rows.append(
            Row(RowKind.TOTAL, "total", "", "", amounts, line.raw.ref().at_cell(context.caption, "", None))
        )
    return reading
