"""Puts a row together that a page break has cut in two: words go on overleaf, figures stand on one of the pages."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from audit.marks import opening_mark
from audit.recognition.cleaning import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.raw import RawCell
    from audit.recognition.lines import Line

_WHOLE = regex.compile(r"(?:支出|收入|合计|小计|总计|拨款|结余|结转|[。；！？])$")
"""A name that ends so is whole as a rule: what stands under it is the next one."""
_SHORT = 3
"""Words as short as this are no names of their own."""
_CODE = regex.compile(r"\d{7}")
_FIGURE = regex.compile(r"[-+]?[\d,. ]*\d[\d,. ]*%?")
_BROKEN_FIGURE = regex.compile(r"-?[\d, ]*\d[.,]")


def mend_cut_rows(rows: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the rows of a table with the two halves of each row that a page break has cut as one row; and the halves.

    The row stands where its figures stand; the words of the other half are added to its cells.
    """
    mended: list[Line] = rows[:1]
    halves: list[Line] = []
    for above, line in pairwise(rows):
        lower: Line | None = line
        if _follows(above, line) and len(mended[-1].raw.cells) == len(line.raw.cells):
            lower = _without_tails(mended, line)
            whole = _joined(mended[-1], lower) if lower is not None else None
            if whole is not None:
                halves += (above, line)
                mended[-1], lower = whole, None
        if lower is not None:
            mended.append(lower)
    return mended, halves


def _follows(above: Line, below: Line) -> bool:
    one, other = above.raw, below.raw
    return one.page is not None and other.page == one.page + 1 and one.file == other.file


def _without_tails(rows: list[Line], below: Line) -> Line | None:
    """Give the tails of cells that reach down over several rows back to them; None where the row holds nothing else."""
    cells = list(below.raw.cells)
    for at, cell in enumerate(cells):
        if not cell.text or not rows[-1].raw.cells[at].merged:
            continue
        home = next((i for i in range(len(rows) - 1, -1, -1) if _owns(rows[i], at, len(cells))), None)
        if home is None:
            continue
        above = rows[home].raw.cells[at]
        text = _text_of(above, cell)
        if text is None or not (_is_open(above.text) or (above.full and len(cell.text) <= _SHORT)):
            # the row has a label of its own
            continue
        rows[home] = _with_cell(rows[home], at, text)
        cells[at] = replace(cell, text="", end=cell.start, merged=True)
    if cells == list(below.raw.cells):
        return below
    if not any(cell.text for cell in cells):
        return None
    return replace(below, raw=replace(below.raw, cells=tuple(cells)))


def _owns(line: Line, at: int, width: int) -> bool:
    cells = line.raw.cells
    return len(cells) == width and not cells[at].merged


def _joined(above: Line, below: Line) -> Line | None:
    """Return the row that two halves make up; None where they are two rows."""
    pairs = list(zip(above.raw.cells, below.raw.cells, strict=True))
    both = [(one, other) for one, other in pairs if one.text and other.text]
    texts = [_text_of(one, other) for one, other in pairs]
    if None in texts or not any(one.full and not _is_figure(one, other) for one, other in both):
        return None
    if all(one.text for one, other in pairs if other.text):
        base = above
    elif all(other.text if one.text else _is_figure_or_blank(other) for one, other in pairs):
        # words beside words would be a row of their own
        base = below
    else:
        return None
    full = [other.full if other.text else one.full for one, other in pairs]
    own = zip(base.raw.cells, texts, full, strict=True)
    return _with_cells(base, (replace(cell, text=text or "", full=last) for cell, text, last in own))


def _text_of(one: RawCell, other: RawCell) -> str | None:
    """Return what two halves of a cell say; None where the second cannot go on with the first.

    Two figures that may be one or two are kept apart by a blank, which damages the cell.
    """
    if not one.text or not other.text:
        return one.text + other.text
    whole = one.text + other.text
    if _is_figure(one, other):
        if _CODE.fullmatch(whole) or (_BROKEN_FIGURE.fullmatch(one.text) and other.text.isdecimal()):
            return whole if one.full else None
        return f"{one.text} {other.text}" if one.full and "." in other.text and "." not in one.text else None
    if _FIGURE.fullmatch(other.text) or opening_mark(clean_text(other.text)) is not None:
        return None
    if len(other.text) > _SHORT and (_FIGURE.fullmatch(one.text) or _WHOLE.search(one.text)):
        return None
    # a word that has no room leaves its line short
    return whole if one.full or _is_open(one.text) or len(other.text) <= _SHORT else None


def _is_figure(one: RawCell, other: RawCell) -> bool:
    return bool(_FIGURE.fullmatch(other.text)) and bool(
        _FIGURE.fullmatch(one.text) or _BROKEN_FIGURE.fullmatch(one.text)
    )


def _is_figure_or_blank(cell: RawCell) -> bool:
    return not cell.text or bool(_FIGURE.fullmatch(cell.text))


def _is_open(text: str) -> bool:
    """Tell whether a bracket of a text is not closed yet."""
    folded = clean_text(text)
    return folded.count("（") > folded.count("）")


def _with_cells(line: Line, cells: Iterable[RawCell]) -> Line:
    return replace(line, raw=replace(line.raw, cells=tuple(cells)))


def _with_cell(line: Line, at: int, text: str) -> Line:
    return _with_cells(line, (replace(c, text=text) if i == at else c for i, c in enumerate(line.raw.cells)))
