"""Reads lists of named lines (项目 | 预算数, with or without a header) and tables of one row under a deep header."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import CellState, Row, RowKind
from audit.recognition.cells import Text, is_numbering, read_cell, texts
from audit.recognition.panel_rows import bare_label, line_key, rank_of
from audit.recognition.reading import HAN, Context, Reading, column_list, text_ref
from audit.recognition.roles import in_printed_order, match_columns, places_of

if TYPE_CHECKING:
    from audit.model.rules import ColumnRule
    from audit.recognition.lines import Line

_SUBTOTAL = regex.compile(r"小计")
_TOTALS = ("total", "current_total", "grand_total")
_PATH = "/"
_YEAR = regex.compile(r"20\d\d")


def read_lines(lines: list[Line], context: Context) -> Reading:
    """Read one list of named lines; a second column of labels holds the parts of the first."""
    reading = Reading()
    rows = [(line, texts(line.raw)) for line in lines]
    start = next((i for i, (_, cells) in enumerate(rows) if _is_line(cells, context)), len(rows))
    header = [cells for _, cells in rows[:start]]
    reading.header_rows = start
    rules = _columns(header, context)
    if not rules:
        reading.quality.append("header")
        return reading
    reading.columns = column_list([(r.key, r.label or r.key) for r in rules])
    width = max((len(cells) for _, cells in rows), default=0)
    places = places_of(rules, header) if _has_words(header) else list(range(width - len(rules), width))
    if not places:
        reading.quality.append("header")
        return reading
    for line, cells in rows[start:]:
        if not is_numbering(cells):
            _add_line(reading, line, cells, (width, places), context)
    return reading


def _has_words(header: list[list[Text]]) -> bool:
    return any(c.text for cells in header for c in cells)


def _is_line(cells: list[Text], context: Context) -> bool:
    """Tell whether a row is the first line: its label is known, counted off, or has an amount beside it."""
    filled = [c for c in cells if c.text]
    if not filled or is_numbering(cells) or not HAN.search(filled[0].text):
        return False
    label = bare_label(filled[0].text)
    known = any(regex.fullmatch(p, label) for rule in context.role.lines for p in rule.labels)
    figures = [c for c in filled[1:] if c.number is not None]
    heads = {p for rule in context.role.columns for p in rule.labels}
    is_head = any(regex.fullmatch(p, c.text) for c in filled for p in heads)
    return bool(figures) or (not is_head and (known or rank_of(filled[0].text)[0] > 0))


def _columns(header: list[list[Text]], context: Context) -> list[ColumnRule]:
    """Return the columns with amounts; a list without a header has the one that every such list has."""
    needed = [rule for rule in context.role.columns if not rule.optional]
    if not _has_words(header):
        return needed if len(needed) == 1 else []
    found = match_columns(list(context.role.columns), header, 0)
    return in_printed_order(found, header) if found else []


def _add_line(reading: Reading, line: Line, cells: list[Text], where: tuple[int, list[int]], context: Context) -> None:
    width, places = where
    offset = len(cells) - width
    labels = [c for c in cells[: places[0] + offset] if HAN.search(c.text)]
    values = [cells[p + offset] for p in places if 0 <= p + offset < len(cells)]
    if not labels or len(values) < len(places):
        if any(c.number is not None for c in values):
            reading.quality.append("row_not_read")
        return
    first = labels[0]
    inner = labels[1] if len(labels) > 1 else None
    is_part = first.position > 0 or (inner is not None and not _SUBTOTAL.fullmatch(inner.text))
    named = inner if inner is not None and is_part and first.position == 0 else first
    if _SUBTOTAL.fullmatch(named.text):
        named = first
    label = bare_label(named.text)
    key, of_which = line_key(label, "", context)
    level, ordinal = rank_of(named.text)
    if key in _TOTALS and any(row.key == key for row in reading.rows):
        # the total of all, printed under the name of the total above it
        key = "grand_total"
    amounts = tuple(
        read_cell(line.raw, text, column.index, context.unit, (context.caption, label, column.label))
        for text, column in zip(values, reading.columns, strict=True)
    )
    reading.rows.append(
        Row(
            kind=RowKind.TOTAL if key in _TOTALS else RowKind.LINE,
            key=key,
            code=key if key.isdecimal() else "",
            name=label,
            cells=amounts,
            ref=line.raw.ref().at_cell(context.caption, label, None),
            of_which=of_which or named.text.startswith("其中"),
            level=level or (2 if is_part else 0),
            ordinal=ordinal,
            name_ref=text_ref(line, named),
        )
    )


def read_one_row(lines: list[Line], context: Context) -> Reading:
    """Read one row of amounts; a column is known by the labels above it, outermost first: 三公/公务用车/小计."""
    reading = Reading()
    rows = [(line, texts(line.raw)) for line in lines]
    start = next((i for i, (_, cells) in enumerate(rows) if _is_amounts(cells)), len(rows))
    header = [cells for _, cells in rows[:start] if not is_numbering(cells)]
    width = max((len(cells) for cells in header), default=0)
    paths = [_path(header, position) for position in range(width)]
    found = {at: rule for at, path in enumerate(paths) for rule in [_column_of(path, context)] if rule is not None}
    latest = max((year[0] for path in paths for year in [_YEAR.search(path)] if year), default="")
    if len({r.key for r in found.values()}) < len(found):
        # printed by years: the latest is the year of the budget
        found = {at: rule for at, rule in found.items() if latest and latest in paths[at]}
    keys = {rule.key for rule in found.values()}
    found = {
        at: replace(r, key=r.otherwise) if r.otherwise and r.otherwise not in keys else r for at, r in found.items()
    }
    reading.header_rows = start
    needed = {rule.key for rule in context.role.columns if not rule.optional}
    if not needed <= {rule.key for rule in found.values()} or len({r.key for r in found.values()}) < len(found):
        reading.quality.append("header")
        return reading
    reading.columns = [
        replace(column, path=tuple(paths[at].split(_PATH)))
        for column, at in zip(column_list([(r.key, r.label or r.key) for r in found.values()]), found, strict=True)
    ]
    for line, cells in rows[start : start + 1]:
        if len(cells) != width:
            reading.quality.append("row_cells")
            return reading
        amounts = tuple(
            read_cell(line.raw, cells[at], i, context.unit, (context.caption, "", reading.columns[i].label))
            for i, at in enumerate(found)
        )
        if any(cell.state is CellState.DAMAGED for cell in amounts):
            reading.quality.append("damaged_cells")
        place = line.raw.ref().at_cell(context.caption, "", None)
        reading.rows.append(Row(RowKind.TOTAL, "total", "", "", amounts, place))
    return reading


def _is_amounts(cells: list[Text]) -> bool:
    """Tell whether a row holds nothing but amounts and blanks."""
    filled = [c for c in cells if c.text]
    return bool(filled) and not is_numbering(cells) and all(c.number is not None for c in filled)


def _path(header: list[list[Text]], position: int) -> str:
    """Return the labels above a position. A cell without words goes on with the one at its left, within its parent."""
    parts: list[str] = []
    for depth, cells in enumerate(header):
        at = position
        last = depth == len(header) - 1
        while 0 <= at < len(cells) and not cells[at].text and not last and _same_parent(header, depth, at):
            at -= 1
        if 0 <= at < len(cells) and cells[at].text:
            parts.append(cells[at].text)
    return _PATH.join(parts)


def _same_parent(header: list[list[Text]], depth: int, at: int) -> bool:
    """Tell whether the cells at a position and at its left stand under one label: the upper one has no words here."""
    if at == 0:
        return False
    return all(at >= len(cells) or not cells[at].text for cells in header[:depth])


def _column_of(path: str, context: Context) -> ColumnRule | None:
    """Return the column whose pattern matches the whole path of labels."""
    return next((r for r in context.role.columns if path and any(regex.fullmatch(p, path) for p in r.labels)), None)
