"""Makes tables of row groups: caption, unit, role, columns and rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import regex

from audit.model.document import Paragraph, Table
from audit.model.rules import Layout
from audit.model.values import Unit
from audit.recognition.blocks import RowGroup, is_half_title, stands_above, unit_of
from audit.recognition.cells import is_numbering, texts
from audit.recognition.column_places import align_columns
from audit.recognition.cut_rows import mend_cut_rows
from audit.recognition.layouts import Context, Reading, read_layout
from audit.recognition.roles import role_of_caption, role_of_header
from audit.recognition.self_evaluation import read_self_evaluation

if TYPE_CHECKING:
    from audit.model.places import Ref
    from audit.model.rules import FunctionalClasses, RoleRule
    from audit.recognition.lines import Line

_UNITS = {"元": Unit.YUAN, "万元": Unit.WAN_YUAN, "亿元": Unit.YI_YUAN}
_TITLE = regex.compile(r"(?:表|评分结果|基础信息|明细)(?:（[^（）]{1,12}）)?(?:（续）)?$")
_FURNITURE_ROW = regex.compile(
    r"(?:表[一二三四五六七八九十\d]+)|(?:部门|单位|编制单位)：.*|(?:金额)?单位：.*|公开\d+表"
)
_NUMBER_OF_TABLE = regex.compile(r"（?(?:公开|预算|附)?\d{0,2}表[一二三四五六七八九十\d]*(?:-\d)?）?")
_BOXED_TITLE = regex.compile(r".{0,60}(?:决算|预算|情况|总|自评|明细)\p{Han}{0,2}表(?:（[^（）]{1,12}）)?|20\d\d年度?")
"""A title may stand in the table's own first row, as a cell over all columns."""
_HEADER_ROWS = 6
_EVALUATIONS = (Layout.SELF_EVALUATION, Layout.SCORING)
_WITHOUT_UNIT = (*_EVALUATIONS, Layout.GOALS, Layout.FACTS)
_MOST_CAPTION_LINES = 12


@dataclass(frozen=True, slots=True)
class _Caption:
    title: str
    title_ref: Ref | None
    unit: Unit | None
    unit_ref: Ref | None
    texts: list[str]
    odd_unit: bool
    """True where the unit is one in which no amount is read: 千元."""


def _caption_of(group: RowGroup) -> _Caption:
    """Read the lines above a table; rows that hold nothing but such furniture are taken from its rows."""
    lines = list(group.captions)
    while len(group.rows) > 1 and _is_furniture(group.rows[0]) and len(lines) < _MOST_CAPTION_LINES:
        lines.append(group.rows.pop(0))
    title = title_ref = unit = unit_ref = None
    half = ""
    odd_unit = False
    for line in lines:
        declared = unit_of(line.text)
        if declared in _UNITS:
            unit, unit_ref = _UNITS[declared], line.raw.ref()
        odd_unit = odd_unit or (declared is not None and declared not in _UNITS)
        if _TITLE.search(line.text) and not declared and not _NUMBER_OF_TABLE.fullmatch(line.text):
            title, title_ref = half + line.text, line.raw.ref()
        is_half = is_half_title(line.text) or not (line.is_row or stands_above(line.text))
        half = line.text if is_half else ""
    found = [line.text for line in lines]
    words = [title, *found] if title and title not in found else found
    return _Caption(title or "", title_ref, unit, unit_ref, words, odd_unit)


def _is_furniture(line: Line) -> bool:
    filled = [c.text for c in texts(line.raw) if c.text]
    if len(filled) == 1 and len(line.raw.cells) > 2 and _BOXED_TITLE.fullmatch(filled[0]):
        return True
    return bool(filled) and any(unit_of(t) or _FURNITURE_ROW.fullmatch(t) for t in filled) and len(filled) <= 6


def build_tables(
    groups: list[RowGroup],
    paragraphs: list[Paragraph],
    roles: tuple[RoleRule, ...],
    classes: FunctionalClasses,
) -> list[Table]:
    """Read every row group as a table. One whose role or header is not understood keeps its lines and says why."""
    tables: list[Table] = []
    for group in _join_broken(groups, roles):
        caption = _caption_of(group)
        header = _header_text(group.rows)
        # the title next to the table says more than the list of tables that may stand above it
        role = role_of_caption([caption.title], roles, header) or role_of_caption(caption.texts, roles, header)
        role = role or role_of_header(header, roles)
        reading = Reading()
        if role is not None and caption.odd_unit:
            reading.quality.append("unit")
        elif role is not None:
            context = Context(role, caption.title or role.label, caption.unit or Unit.WAN_YUAN, classes)
            read = read_self_evaluation if role.layout in _EVALUATIONS else read_layout
            reading = read(group.rows, context)
        quality = list(dict.fromkeys(reading.quality))
        if caption.unit is None and role is not None and role.columns and role.layout not in _WITHOUT_UNIT:
            quality.append("no_unit")
        tables.append(
            Table(
                index=len(tables),
                role=role.role if role else "",
                caption=caption.title,
                unit=caption.unit,
                columns=tuple(reading.columns),
                rows=tuple(reading.rows),
                lines=tuple(line.raw for line in group.rows),
                ref=group.rows[0].raw.ref(),
                section=_section_of(group, paragraphs),
                caption_ref=caption.title_ref,
                unit_ref=caption.unit_ref,
                notes=tuple(group.notes),
                quality=tuple(quality),
                subject=reading.subject,
                header_rows=reading.header_rows,
                after=group.after,
                halves=tuple(line.raw for line in group.halves),
            )
        )
    return tables


def _join_broken(groups: list[RowGroup], roles: tuple[RoleRule, ...]) -> list[RowGroup]:
    """Join a table with its rest on the next page, where that repeats neither title nor head and has other columns."""
    joined: list[RowGroup] = []
    for group in groups:
        above = joined[-1] if joined else None
        if above is not None and _goes_on(above, group, roles):
            above.rows.extend(group.rows)
            above.notes.extend(group.notes)
        else:
            joined.append(group)
    for group in joined:
        group.rows, group.halves = mend_cut_rows(align_columns(group.rows))
    return joined


def _goes_on(above: RowGroup, group: RowGroup, roles: tuple[RoleRule, ...]) -> bool:
    last, first = above.rows[-1].raw, group.rows[0].raw
    follows = last.page is not None and first.page == last.page + 1 and last.file == first.file
    if group.captions or not follows or group.after != above.after or not above.captions:
        return False
    head_alone = not any(c.number is not None for line in above.rows for c in texts(line.raw))
    return head_alone or role_of_header(_header_text(group.rows), roles) is None


def _section_of(group: RowGroup, paragraphs: list[Paragraph]) -> int:
    return paragraphs[group.after].section if 0 <= group.after < len(paragraphs) else -1


def _header_text(rows: list[Line]) -> str:
    """Return the text of the first rows, with the labels of a numbered list that may stand for the header."""
    head = []
    for line in rows[:_HEADER_ROWS]:
        cells = texts(line.raw)
        if not is_numbering(cells):
            head.append(" ".join(c.text for c in cells if c.text))
    return "\n".join(head)
