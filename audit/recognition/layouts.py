"""Reads the rows of a table by its layout. A header that is not understood leaves the table unread, never guessed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import regex

from audit.model.document import CellState, Column, Row, RowKind
from audit.model.rules import Layout
from audit.model.values import Unit
from audit.recognition.cells import Text, is_numbering, read_cell, texts
from audit.recognition.roles import match_columns

if TYPE_CHECKING:
    from audit.model.places import Ref
    from audit.model.rules import FunctionalClasses, RoleRule
    from audit.recognition.lines import Line

_CODE = regex.compile(r"\d{3}(?:\d{2}(?:\d{2})?)?")
_UNIT_CODE = regex.compile(r"\d{6}")
_CODE_AND_NAME = regex.compile(r"(?P<code>\d{7}|\d{5}|\d{3})(?P<name>[\p{Han}\"].*)")
_TOTAL = regex.compile(r"(?:栏次)?(?:合计|总计|本年合计)")
_HAN = regex.compile(r"\p{Han}")
_ORDINAL = regex.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|（[一二三四五六七八九十]+）|\d{1,2}[.、．](?!\d)|（\d{1,2}）)"
)
_OF_WHICH = regex.compile(r"^其中[：]?")
_KINDS = {3: RowKind.CLASS, 5: RowKind.SECTION, 7: RowKind.ITEM}


@dataclass(slots=True)
class Reading:
    """What a layout makes of a table."""

    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    quality: list[str] = field(default_factory=list)
    header_rows: int = 0
    subject: str = ""
    """Which project the table is about."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reading of any layout needs beside the rows."""

    role: RoleRule
    caption: str
    unit: Unit
    classes: FunctionalClasses

    def class_code(self, name: str) -> str:
        """Return the code of a 类 by its name, "" for other names."""
        bare = name.removesuffix("支出")
        for entry in self.classes.classes:
            if name in entry.names or any(n.removesuffix("支出") == bare for n in entry.names):
                return entry.code
        return ""


def read_layout(lines: list[Line], context: Context) -> Reading:
    """Read the rows of a table whose role is known."""
    readers = {
        Layout.CODES: _read_codes,
        Layout.PANELS: _read_panels,
        Layout.ECONOMIC: _read_economic,
        Layout.THREE_PUBLIC: _read_three_public,
    }
    reader = readers.get(context.role.layout)
    return reader(lines, context) if reader else Reading()


def _column_list(names: list[tuple[str, str]], panel_of: list[int] | None = None) -> list[Column]:
    return [
        Column(i, key, label, (label,), i + 1, panel_of[i] if panel_of else 0) for i, (key, label) in enumerate(names)
    ]


# --- 科目 rows --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Coded:
    code: str
    name: str
    code_cell: Text | None
    name_cell: Text | None
    values: list[Text]


def _coded_at(cells: list[Text], at: int) -> _Coded | None:
    """Read a code with its name, or a total's label, that starts at one cell."""
    first = cells[at]
    if _TOTAL.fullmatch(first.text):
        return _Coded("", first.text, None, first, cells[at + 1 :])
    glued = _CODE_AND_NAME.fullmatch(first.text)
    if glued:
        return _Coded(glued["code"], glued["name"], first, first, cells[at + 1 :])
    code, last = first.text, first
    for cell in cells[at + 1 :]:
        # 类 | 款 | 项 in cells of their own
        if len(code) in (3, 5) and regex.fullmatch(r"\d{2}", cell.text) and _CODE.fullmatch(code):
            code, last = code + cell.text, cell
        elif cell.text:
            break
    if not (_CODE.fullmatch(code) or _UNIT_CODE.fullmatch(code)):
        return None
    name = next((c for c in cells[last.position + 1 :] if c.text), None)
    if name is None or not _HAN.search(name.text) or _TOTAL.fullmatch(name.text) or len(name.text) > 60:
        return None
    return _Coded(code, name.text, last, name, cells[name.position + 1 :])


def _parse_coded(cells: list[Text], count: int = 0) -> _Coded | None:
    """Part a row into code, name and what follows; None where it has neither code nor total.

    A second reading may stand before the real code: the one that exactly `count` cells follow is preferred.
    """
    found = [c for c in (_coded_at(cells, i) for i, cell in enumerate(cells) if cell.text) if c is not None]
    fitting = [c for c in found if count and len(c.values) == count]
    return (fitting or found or [None])[0]


def _values(values: list[Text], count: int) -> tuple[list[Text | None], bool]:
    """Lay what follows a name on `count` columns. The flag tells whether they fit."""
    own = [v for v in values if not v.raw.merged]
    for found in (values, own):
        if len(found) >= count and not any(v.text for v in found[count:]):
            return list(found[:count]), True
    if len(own) >= count:
        return [None] * count, False
    if all(v.number is not None or not v.text for v in own) and own:
        # the row ends early: what it has stands in order, the rest is unknown
        return [*own, *[None] * (count - len(own))], True
    # cells are lost: only the first is known to follow the name
    first = own[0] if own and own[0].number is not None else None
    return [first, *[None] * (count - 1)], False


def _read_codes(lines: list[Line], context: Context) -> Reading:
    reading = Reading()
    rows = [(line, texts(line.raw)) for line in lines]
    start = next((i + 1 for i, (_, cells) in enumerate(rows) if is_numbering(cells)), None)
    if start is None:
        start = next((i for i, (_, cells) in enumerate(rows) if _is_data(cells)), len(rows))
    header = [cells for _, cells in rows[:start]]
    numbering = next((cells for cells in header if is_numbering(cells)), None)
    numbered = sum(c.is_integer for c in numbering) if numbering else 0
    rules = match_columns(list(context.role.columns), header, numbered)
    reading.header_rows = start
    if rules is None:
        reading.quality.append("header")
        return reading
    reading.columns = _column_list([(r.key, r.label or r.key) for r in rules])
    known = {tuple(c.text for c in cells) for cells in header}
    for line, cells in rows[start:]:
        if tuple(c.text for c in cells) in known or is_numbering(cells):
            continue
        _add_coded(reading, line, cells, context)
    _recover_codes(reading)
    if any(row.kind is not RowKind.TOTAL for row in reading.rows) and not any(
        r.kind is RowKind.TOTAL for r in reading.rows
    ):
        reading.quality.append("no_total")
    return reading


def _is_data(cells: list[Text]) -> bool:
    """Tell whether a row is the first of the data: a code with a name, or 合计 with figures or blanks beside it."""
    coded = _parse_coded(cells)
    if coded is None:
        # the total row may have lost its label
        figures = [c for c in cells if c.number is not None and "." in c.text]
        return bool(figures) and all(c.number is not None or not c.text for c in cells[:3])
    if coded.code:
        return True
    return all(not c.text or c.number is not None or not _HAN.search(c.text) for c in coded.values)


def _lost_label(cells: list[Text], count: int, first: bool) -> _Coded | None:
    """Read a row with figures whose code or 合计 is lost; `first`: it stands right under the header."""
    figures = [c for c in cells[-count:] if c.number is not None]
    if len(cells) <= count or not any("." in c.text for c in figures):
        return None
    before = [c for c in cells[:-count] if c.text]
    if any(c.number is not None and "." in c.text for c in before):
        return None
    name = before[-1] if before else None
    if first:
        return _Coded("", "合计", None, name, cells[-count:])
    if name is not None and _HAN.search(name.text) and len(name.text) <= 40:
        return _Coded("?", name.text, None, name, cells[-count:])
    return None


def _add_coded(reading: Reading, line: Line, cells: list[Text], context: Context) -> None:
    count = len(reading.columns)
    coded = _parse_coded(cells, count) or _lost_label(cells, count, not reading.rows)
    if coded is None:
        _append_name(reading, cells)
        return
    values = coded.values
    while not coded.code and len(values) > count and not values[0].text:
        # 合计 stands in the code's column: the empty cell of the name is no figure
        values = values[1:]
    found, fits = _values(values, count)
    if not fits:
        reading.quality.append("row_cells")
    label = f"{coded.code} {coded.name}".strip()
    amounts = tuple(
        read_cell(line.raw, text, i, context.unit, (context.caption, label, reading.columns[i].label))
        for i, text in enumerate(found)
    )
    if any(cell.state is CellState.DAMAGED and text is not None for cell, text in zip(amounts, found, strict=True)):
        # a blank beside damage may be a figure that was lost
        amounts = tuple(replace(c, state=CellState.DAMAGED) if c.state is CellState.BLANK else c for c in amounts)
        reading.quality.append("damaged_cells")
    kind = RowKind.UNIT if len(coded.code) == 6 else _KINDS.get(len(coded.code), RowKind.TOTAL)
    reading.rows.append(
        Row(
            kind=RowKind.RECORD if coded.code == "?" else kind,
            key=coded.code or "total",
            code=coded.code,
            name=coded.name,
            cells=amounts,
            ref=line.raw.ref().at_cell(context.caption, label, None),
            code_ref=_text_ref(line, coded.code_cell),
            name_ref=_text_ref(line, coded.name_cell),
        )
    )


def _recover_codes(reading: Reading) -> None:
    """Give a row that lost its code the one that its first child proves, else leave it out of the hierarchy."""
    codes = {row.code for row in reading.rows}
    for i, row in enumerate(reading.rows):
        if row.code != "?":
            continue
        below = reading.rows[i + 1].code if i + 1 < len(reading.rows) else ""
        parent = below[:-2] if len(below) in (5, 7) else ""
        if parent and parent not in codes:
            reading.rows[i] = replace(row, kind=_KINDS[len(parent)], key=parent, code=parent)
        else:
            reading.rows[i] = replace(row, key="", code="")
            reading.quality.append("row_not_read")


def _text_ref(line: Line, text: Text | None) -> Ref | None:
    return line.raw.ref(text.raw.start, text.raw.end) if text and text.text else None


def _append_name(reading: Reading, cells: list[Text]) -> None:
    """A row with nothing but words goes on with the name above it (cut by a page break)."""
    words = [c.text for c in cells if c.text]
    if len(words) == 1 and _HAN.search(words[0]) and len(words[0]) <= 30 and reading.rows and reading.rows[-1].code:
        row = reading.rows[-1]
        reading.rows[-1] = replace(row, name=row.name + words[0])
    elif words:
        reading.quality.append("row_not_read")


# --- side-by-side lists of named lines --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Panel:
    label: int
    line_number: int | None
    amounts: list[int]


_HEAD = regex.compile(r"项目(?:（按[^）]*）)?|科目|项目名称|支出功能分类|支出经济分类|功能分类|经济分类|科目名称")
_LINE_NUMBER = regex.compile(r"行次|序号")


def _find_panels(header: list[list[Text]], width: int) -> list[_Panel]:
    """Find the panels by the header row that names them: 项目 | 行次 | 决算数 | 项目 | ..."""
    best: list[_Panel] = []
    for cells in header:
        heads = [c.position for c in cells if _HEAD.fullmatch(c.text)]
        if len(heads) <= len(best) and best:
            continue
        numbers = {c.position for c in cells if _LINE_NUMBER.fullmatch(c.text)}
        panels = []
        for i, start in enumerate(heads):
            end = heads[i + 1] if i + 1 < len(heads) else width
            line = next((p for p in sorted(numbers) if start < p < end), None)
            panels.append(_Panel(start, line, [p for p in range(start + 1, end) if p != line]))
        best = panels
    return best


def _read_panels(lines: list[Line], context: Context) -> Reading:
    reading = Reading()
    rows = [(line, texts(line.raw)) for line in lines]
    start = next((i for i, (_, cells) in enumerate(rows) if _is_line_row(cells)), len(rows))
    header = [cells for _, cells in rows[:start]]
    reading.header_rows = start
    width = max((len(cells) for _, cells in rows[start:]), default=0)
    panels = _find_panels(header, width)
    names = list(context.role.panels)
    if len(panels) != len(names):
        reading.quality.append("header")
        return reading
    if not _fit_panels(reading, panels, header, context):
        reading.quality.append("header")
        return reading
    known = {tuple(c.text for c in cells) for cells in header}
    for line, cells in rows[start:]:
        if is_numbering(cells) or tuple(c.text for c in cells) in known:
            continue
        for number, panel in enumerate(panels):
            _add_line(reading, line, cells, (number, panel, names[number]), context)
    return reading


def _is_line_row(cells: list[Text]) -> bool:
    if is_numbering(cells):
        return False
    filled = [c for c in cells if c.text]
    if not filled or any(_HEAD.fullmatch(c.text) or _LINE_NUMBER.fullmatch(c.text) for c in filled):
        return False
    return bool(_ORDINAL.match(filled[0].text)) or any(c.number is not None and "." in c.text for c in filled)


def _fit_panels(reading: Reading, panels: list[_Panel], header: list[list[Text]], context: Context) -> bool:
    """Name the columns of every panel by the role's rules (`panel:key`) in order."""
    names: list[tuple[str, str]] = []
    panel_of: list[int] = []
    for number, (panel, name) in enumerate(zip(panels, context.role.panels, strict=True)):
        rules = [r for r in context.role.columns if r.key.startswith(name + ":")]
        amounts = _used(panel, header)
        fitting = match_columns(rules, header, len(amounts))
        if fitting is None:
            return False
        panel.amounts[:] = amounts
        names.extend((r.key, r.label or r.key) for r in fitting)
        panel_of.extend([number] * len(fitting))
    reading.columns = _column_list(names, panel_of)
    return True


def _used(panel: _Panel, header: list[list[Text]]) -> list[int]:
    """Drop positions that no header row names (empty columns that a ruling leaves)."""
    if len(panel.amounts) <= 1:
        return list(panel.amounts)
    named = {c.position for cells in header for c in cells if c.text}
    kept = [p for p in panel.amounts if p in named]
    return kept or list(panel.amounts)


def _add_line(
    reading: Reading, line: Line, cells: list[Text], where: tuple[int, _Panel, str], context: Context
) -> None:
    number, panel, name = where
    if panel.label >= len(cells):
        return
    raw_label = cells[panel.label].text
    columns = [c for c in reading.columns if c.panel == number]
    found = [cells[p] if p < len(cells) else None for p in panel.amounts]
    if not raw_label or not _HAN.search(raw_label):
        if any(c is not None and c.number is not None and "." in c.text for c in found):
            reading.quality.append("row_cells")
        return
    of_which = bool(_OF_WHICH.match(raw_label))
    label = _ORDINAL.sub("", _OF_WHICH.sub("", raw_label))
    key, rule_of_which = _line_key(label, name, context)
    if key.startswith("revenue.") and any(r.key == "opening" for r in reading.rows):
        # the same three names stand once more under 年初财政拨款结转和结余
        key = "opening." + key.removeprefix("revenue.")
    amounts = tuple(
        read_cell(line.raw, text, column.index, context.unit, (context.caption, label, column.label))
        for text, column in zip(found, columns, strict=True)
    )
    place = cells[panel.line_number] if panel.line_number is not None and panel.line_number < len(cells) else None
    reading.rows.append(
        Row(
            kind=RowKind.TOTAL if key in ("current_total", "grand_total") else RowKind.LINE,
            key=key,
            code=key if key.isdecimal() else "",
            name=label,
            cells=amounts,
            ref=line.raw.ref().at_cell(context.caption, label, None),
            panel=number,
            number=int(place.text) if place is not None and place.is_integer else None,
            of_which=of_which or rule_of_which,
            name_ref=_text_ref(line, cells[panel.label]),
        )
    )


def _line_key(label: str, panel: str, context: Context) -> tuple[str, bool]:
    """Return the canonical name of a line: by the role's rules, a 类 by its code, else the label itself."""
    for rule in context.role.lines:
        if rule.panel in ("", panel) and any(regex.fullmatch(p, label) for p in rule.labels):
            return rule.key, rule.of_which
    code = context.class_code(label)
    return (code, False) if code else (f"line:{label}", False)


# --- side-by-side lists of economic 科目 ------------------------------------------------------------------------------

_AMOUNT_HEAD = regex.compile(r"(?:决算|预算|执行)?(?:数|金额)|金额|合计")
_ECONOMIC_CODE = regex.compile(r"3\d{2}(?:\d{2})?")
_ECONOMIC_TOTALS = (
    ("personnel_total", regex.compile(r"人员经费合?计?.{0,1}")),
    ("public_use_total", regex.compile(r"公用经费合?.{0,2}|日常公用经费合计")),
)


def _read_economic(lines: list[Line], context: Context) -> Reading:
    reading = Reading()
    reading.columns = _column_list([(context.role.columns[0].key, context.role.columns[0].label)])
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
        if _ECONOMIC_CODE.fullmatch(cell.text) and at + 1 < len(own) and _HAN.search(own[at + 1].text):
            amount = own[at + 2] if at + 2 < len(own) else None
            found.append((cell.text, own[at + 1].text, amount, cell, own[at + 1]))
            at += 3
            continue
        joined = cell.text + (own[at + 1].text if at + 1 < len(own) and cell.text else "")
        for key, pattern in _ECONOMIC_TOTALS:
            whole = pattern.fullmatch(cell.text) or (pattern.fullmatch(joined) and _HAN.search(joined))
            if whole and ("合" in cell.text or "合" in joined):
                amount = next((c for c in own[at + 1 :] if c.text and not _HAN.search(c.text)), None)
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
            kind=RowKind.TOTAL if is_total else _KINDS[len(code)],
            key=code,
            code="" if is_total else code,
            name=name,
            cells=(cell,),
            ref=line.raw.ref(name_cell.raw.start, name_cell.raw.end).at_cell(context.caption, label, None),
            code_ref=_text_ref(line, code_cell),
            name_ref=_text_ref(line, name_cell),
        )
    )


# --- 三公 -------------------------------------------------------------------------------------------------------------


def _read_three_public(lines: list[Line], context: Context) -> Reading:
    reading = Reading()
    rows = [(line, texts(line.raw)) for line in lines]
    rules = list(context.role.columns)
    pairs = any(sum(c.text in ("预算数", "决算数") for c in cells) >= 4 for _, cells in rows)
    if pairs:
        # each component with budget and final amount side by side
        half = len(rules) // 2
        rules = [rules[i + half * k] for i in range(half) for k in (0, 1)]
    reading.columns = _column_list([(r.key, r.label) for r in rules])
    data = [
        (line, cells)
        for line, cells in rows
        if not is_numbering(cells)
        and any(c.number is not None for c in cells)
        and not any(_HAN.search(c.text) for c in cells)
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
