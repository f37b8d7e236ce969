"""Reads side-by-side lists of named lines: 收入 | 支出."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from audit import regex
from audit.marks import opening_mark
from audit.model.document import Row, RowKind
from audit.recognition.cells import Text, is_numbering, read_cell, texts
from audit.recognition.reading import HAN, Context, Reading, column_list, text_ref
from audit.recognition.roles import match_columns

if TYPE_CHECKING:
    from audit.recognition.lines import Line

_ORDINAL = regex.compile(
    r"^(?:[一二三四五六七八九十]+[、.．]|（[一二三四五六七八九十]+）|\d{1,2}[.、．](?!\d)|（\d{1,2}）)"
)
_OF_WHICH = regex.compile(r"^其中[：]?")
_DOTTED = regex.compile(r"^(?P<numeral>[一二三四五六七八九十]+)[.．]")


@dataclass(frozen=True, slots=True)
class _Panel:
    label: int
    line_number: int | None
    amounts: list[int]


_HEAD = regex.compile(
    r"项目(?:（按[^）]*）)?|科目|项目名称|支出功能分类|支出经济分类|功能分类|经济分类|科目名称|功能科目名称|支出用途"
)
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


def read_panels(lines: list[Line], context: Context) -> Reading:
    """Read a table of side-by-side lists; each panel yields rows of its own."""
    reading = Reading()
    rows = [(line, texts(line.raw)) for line in lines]
    start = next((i for i, (_, cells) in enumerate(rows) if _is_line_row(cells)), len(rows))
    header = [cells for _, cells in rows[:start]]
    reading.header_rows = start
    width = max((len(cells) for _, cells in rows[start:]), default=0)
    panels = _find_panels(header, width)
    names = _panel_names(panels, header, context)
    if len(panels) != len(names) or not panels:
        reading.quality.append("header")
        return reading
    if not _fit_panels(reading, panels, names, header, context):
        reading.quality.append("header")
        return reading
    known = {tuple(c.text for c in cells) for cells in header}
    for line, cells in rows[start:]:
        if is_numbering(cells) or tuple(c.text for c in cells) in known:
            continue
        for number, panel in enumerate(panels):
            _add_line(reading, line, cells, (number, panel, names[number]), context)
    return reading


def _panel_names(panels: list[_Panel], header: list[list[Text]], context: Context) -> list[str]:
    """Return which panel each is: by the header cells above it, or by its place where a role has no titles for them."""
    titles = context.role.panel_titles
    if not titles:
        return list(context.role.panels)
    names: list[str] = []
    for panel, following in zip_longest(panels, panels[1:]):
        over = {c.text for c in _within(header, panel.label, following.label if following else None)}
        fitting = (n for n in context.role.panels if n not in names and _names_any(titles.get(n, ()), over))
        name = next(fitting, "")
        if not name:
            return []
        names.append(name)
    return names


def _names_any(patterns: tuple[str, ...], texts_over: set[str]) -> bool:
    return any(regex.fullmatch(pattern, text) for pattern in patterns for text in texts_over)


def _within(header: list[list[Text]], start: int, end: int | None) -> list[Text]:
    """Return the header cells with text between two positions."""
    return [
        c for cells in header for c in cells if c.text and start <= c.position and (end is None or c.position < end)
    ]


def _is_line_row(cells: list[Text]) -> bool:
    if is_numbering(cells):
        return False
    filled = [c for c in cells if c.text]
    if not filled or any(_HEAD.fullmatch(c.text) or _LINE_NUMBER.fullmatch(c.text) for c in filled):
        return False
    return bool(_ORDINAL.match(filled[0].text)) or any(c.number is not None and "." in c.text for c in filled)


def _fit_panels(
    reading: Reading, panels: list[_Panel], panel_list: list[str], header: list[list[Text]], context: Context
) -> bool:
    """Name the columns of every panel by the role's rules (`panel:key`) in order."""
    names: list[tuple[str, str]] = []
    panel_of: list[int] = []
    for number, (panel, name) in enumerate(zip(panels, panel_list, strict=True)):
        rules = [r for r in context.role.columns if r.key.startswith(name + ":")]
        amounts = _used(panel, header)
        own = header
        if context.role.panel_titles:
            end = panels[number + 1].label if number + 1 < len(panels) else None
            own = [_within([cells], panel.label + 1, end) for cells in header]
        fitting = match_columns(rules, own, len(amounts))
        if fitting is None:
            return False
        panel.amounts[:] = amounts
        names.extend((r.key, r.label or r.key) for r in fitting)
        panel_of.extend([number] * len(fitting))
    reading.columns = column_list(names, panel_of)
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
    if context.role.panel_titles:
        raw_label = raw_label or _spanning_label(cells, panel.label)
        found = [_spanning_amount(cells, cell) for cell in found]
    if not raw_label or not HAN.search(raw_label):
        if any(c is not None and c.number is not None and "." in c.text for c in found):
            reading.quality.append("row_cells")
        return
    of_which = bool(_OF_WHICH.match(raw_label))
    level, ordinal = rank_of(raw_label)
    label = bare_label(raw_label)
    key, rule_of_which = line_key(label, name, context)
    if key == "current_total" and context.role.panel_titles and _has(reading, number, key):
        # the total of all, printed under the name of the total above it
        key = "grand_total"
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
            level=level,
            ordinal=ordinal,
            name_ref=text_ref(line, cells[panel.label]),
        )
    )


def _has(reading: Reading, panel: int, key: str) -> bool:
    return any(row.panel == panel and row.key == key for row in reading.rows)


def _spanning_label(cells: list[Text], at: int) -> str:
    """Return the label of a total that a merged cell carries over from the panel before."""
    while at > 0 and cells[at].raw.merged:
        at -= 1
        if cells[at].text:
            return cells[at].text if HAN.search(cells[at].text) else ""
    return ""


def _spanning_amount(cells: list[Text], cell: Text | None) -> Text | None:
    """Return the amount that stands at the end of a merged cell: one total of several panels."""
    at = cell.position if cell is not None else len(cells)
    while at < len(cells) and cells[at].raw.merged and not cells[at].text:
        at += 1
    return cells[at] if at < len(cells) and not HAN.search(cells[at].text) else cell


def rank_of(label: str) -> tuple[int, int | None]:
    """Return depth and value of the ordinal before a label; 0 and None without one."""
    mark = opening_mark(_DOTTED.sub(r"\g<numeral>、", label))
    return (mark.level - 1, mark.number) if mark is not None and _ORDINAL.match(label) else (0, None)


def bare_label(label: str) -> str:
    """Return a label without 其中 and without its ordinal."""
    return str(_ORDINAL.sub("", _OF_WHICH.sub("", label)))


def line_key(label: str, panel: str, context: Context) -> tuple[str, bool]:
    """Return the canonical name of a line: by the role's rules, a 类 by its code, else the label itself."""
    for rule in context.role.lines:
        if rule.panel in ("", panel) and any(regex.fullmatch(p, label) for p in rule.labels):
            return rule.key, rule.of_which
    code = context.class_code(label)
    return (code, False) if code else (f"line:{label}", False)
