"""Reads old Excel workbooks (.xls) with xlrd: the same sheets as of a new one."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Any

import xlrd

from audit.model.raw import Damage, PageWarning, ReadError
from audit.readers.flow import Flow
from audit.readers.number_formats import GENERAL, show_number, show_text
from audit.readers.sheets import Range, Sheet, write_sheet

if TYPE_CHECKING:
    from audit.readers.content import FileContent, ReadLimits

_SIDES = ("left_line_style", "right_line_style", "top_line_style", "bottom_line_style")
_ERRORS = xlrd.error_text_from_code


def read_xls(data: bytes, file_id: str, path: str, limits: ReadLimits) -> FileContent:
    """Read a workbook. Raises ReadError E101 without text, E108 too large, E113 broken."""
    flow = Flow(file_id, path, limits)
    hidden = False
    try:
        # xlrd reports small defects on standard output unless it is given another place
        with xlrd.open_workbook(
            file_contents=data, logfile=StringIO(), formatting_info=True, on_demand=True, ragged_rows=True
        ) as book:
            for index in range(book.nsheets):
                source = book.sheet_by_index(index)
                if source.visibility:
                    hidden = True
                else:
                    _read_sheet(flow, source, book)
                book.unload_sheet(index)
    except (ReadError, MemoryError):
        raise
    except Exception as error:  # a damaged file makes the parser fail in any way
        raise ReadError("E113", path=path, reason="damaged workbook") from error
    return flow.content([PageWarning(file_id, None, Damage.HIDDEN_SHEET)] if hidden else [])


def _read_sheet(flow: Flow, source: Any, book: Any) -> None:
    sheet = Sheet(source.name)
    rows_hidden = {number for number, info in source.rowinfo_map.items() if info.hidden}
    columns_hidden = {number for number, info in source.colinfo_map.items() if info.hidden}
    for row in range(source.nrows):
        if row in rows_hidden:
            continue
        for column in range(source.row_len(row)):
            if column in columns_hidden:
                continue
            cell = source.cell(row, column)
            style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
            bordered = style is not None and any(getattr(style.border, side) for side in _SIDES)
            sheet.put(row, column, _shown(cell, style, book), bordered=bordered)
        if len(sheet.cells) > flow.limits.max_cells:
            limit = flow.limits.max_cells
            raise ReadError("E108", path=flow.path, what="cells", size=f"> {limit}", limit=limit)
    sheet.merged = [Range(top, left, bottom - 1, right - 1) for top, bottom, left, right in source.merged_cells]
    if sheet.cells:
        write_sheet(flow, sheet)


def _shown(cell: Any, style: Any, book: Any) -> str:
    form = book.format_map.get(style.format_key) if style is not None else None
    code = form.format_str if form is not None else GENERAL
    if cell.ctype in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
        return show_number(repr(cell.value), code, from_1904=bool(book.datemode))
    if cell.ctype == xlrd.XL_CELL_TEXT:
        return show_text(str(cell.value), code)
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    return str(_ERRORS.get(cell.value, "")) if cell.ctype == xlrd.XL_CELL_ERROR else ""
