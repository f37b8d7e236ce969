"""Reads 科目 rows: code, name, amounts. The code moves from column to column, figures follow the name in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import CellState, Row, RowKind
from audit.recognition.cells import Text, is_numbering, read_cell, texts
from audit.recognition.quality import NOT_CLOSED, is_row_lost
from audit.recognition.reading import HAN, KINDS, Context, Reading, column_list, text_ref
from audit.recognition.roles import has_unknown, in_printed_order, match_columns

if TYPE_CHECKING:
    from audit.recognition.lines import Line

_CODE = regex.compile(r"\d{3}(?:\d{2}(?:\d{2})?)?")
_UNIT_CODE = regex.compile(r"\d{6}")
_CODE_AND_NAME = regex.compile(r"(?P<code>\d{7}|\d{5}|\d{3})(?P<name>[\p{Han}\"].*)")
_TOTAL = regex.compile(r"(?:栏次)?(?:合计|总计|本年合计)")


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
    if name is None or not HAN.search(name.text) or _TOTAL.fullmatch(name.text) or len(name.text) > 60:
        return None
    return _Coded(code, name.text, last, name, cells[name.position + 1 :])


def _parse_coded(cells: list[Text], count: int = 0) -> _Coded | None:
    """Part a row into code, name and what follows; None where it has neither code nor total.

    A second reading may stand before the real code: the one that exactly `count` cells follow is preferred.
    """
    found = [c for c in (_coded_at(cells, i) for i, cell in enumerate(cells) if cell.text) if c is not None]
    fitting = [c for c in found if count and len(c.values) == count]
    return next(iter(fitting or found), None)


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


def read_codes(lines: list[Line], context: Context) -> Reading:
    """Read a table of 科目 rows: total, 类, 款, 项."""
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
    if context.role.by_position:
        rules = in_printed_order(rules, header)
        if has_unknown(rules, header):
            reading.quality.append("header")
            return reading
    reading.columns = column_list([(r.key, r.label or r.key) for r in rules])
    known = {tuple(c.text for c in cells) for cells in header}
    names = _name_places([cells for _, cells in rows[start:]], numbering)
    for line, cells in rows[start:]:
        if tuple(c.text for c in cells) in known or is_numbering(cells):
            continue
        _add_coded(reading, line, cells, context, names)
    _recover_codes(reading)
    if any(row.kind is not RowKind.TOTAL for row in reading.rows) and not any(
        r.kind is RowKind.TOTAL for r in reading.rows
    ):
        reading.quality.append("no_total")
    if is_row_lost(reading.rows, paged=lines[0].raw.page is not None):
        reading.quality.append(NOT_CLOSED)
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
    return all(not c.text or c.number is not None or not HAN.search(c.text) for c in coded.values)


def _lost_label(cells: list[Text], count: int, *, first: bool) -> _Coded | None:
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
    if name is not None and HAN.search(name.text) and len(name.text) <= 40:
        return _Coded("?", name.text, None, name, cells[-count:])
    return None


def _name_places(rows: list[list[Text]], numbering: list[Text] | None) -> dict[int, int]:
    """Return, for each width of a row, the place of its name: where coded rows have it, else left of column 1."""
    seen: dict[int, Counter[int]] = {}
    for cells in rows:
        coded = _parse_coded(cells)
        if coded is not None and coded.code and coded.name_cell is not None:
            seen.setdefault(len(cells), Counter())[coded.name_cell.position] += 1
    places = {width: places.most_common(1)[0][0] for width, places in seen.items()}
    first = next((cell.position for cell in numbering or () if cell.is_integer), 0)
    if numbering and first:
        places.setdefault(len(numbering), first - 1)
    return places


def _values_of_total(coded: _Coded, width: int, count: int, names: dict[int, int]) -> list[Text]:
    """Return what follows 合计 without the empty cell of the name, where it stands in the code's column."""
    values = coded.values
    name_at = names.get(width)
    while values and not values[0].text:
        # a row that ends early has no more cells than there are columns, and an empty name all the same
        is_name = len(values) > count if name_at is None else values[0].position <= name_at
        if not is_name:
            break
        values = values[1:]
    return values


def _add_coded(reading: Reading, line: Line, cells: list[Text], context: Context, names: dict[int, int]) -> None:
    """Read one row; `names` tells where the names stand in rows of each width."""
    count = len(reading.columns)
    coded = _parse_coded(cells, count) or _lost_label(cells, count, first=not reading.rows)
    if coded is None:
        _append_name(reading, cells)
        return
    values = coded.values if coded.code else _values_of_total(coded, len(cells), count, names)
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
    kind = RowKind.UNIT if len(coded.code) == 6 else KINDS.get(len(coded.code), RowKind.TOTAL)
    reading.rows.append(
        Row(
            kind=RowKind.RECORD if coded.code == "?" else kind,
            key=coded.code or "total",
            code=coded.code,
            name=coded.name,
            cells=amounts,
            ref=line.raw.ref().at_cell(context.caption, label, None),
            code_ref=text_ref(line, coded.code_cell),
            name_ref=text_ref(line, coded.name_cell),
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
            reading.rows[i] = replace(row, kind=KINDS[len(parent)], key=parent, code=parent)
        else:
            reading.rows[i] = replace(row, key="", code="")
            reading.quality.append("row_not_read")


def _append_name(reading: Reading, cells: list[Text]) -> None:
    """A row with nothing but words goes on with the name above it (cut by a page break)."""
    words = [c.text for c in cells if c.text]
    if len(words) == 1 and HAN.search(words[0]) and len(words[0]) <= 30 and reading.rows and reading.rows[-1].code:
        row = reading.rows[-1]
        reading.rows[-1] = replace(row, name=row.name + words[0])
    elif words:
        reading.quality.append("row_not_read")
