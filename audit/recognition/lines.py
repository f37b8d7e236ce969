"""Tells what each physical line is: blank, table row, or text with its mark."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import regex
from audit.marks import Mark, opening_mark
from audit.recognition.cleaning import Cleaned, clean

if TYPE_CHECKING:
    from audit.model.raw import RawLine

_DRESSED_NUMBER = regex.compile(r"[-—－·]+\d{1,3}[-—－·]+|第\d{1,3}页")
_PAGE_NUMBER = regex.compile(r"[-—－·\s第]*\d{1,3}[-—－·\s页]*")


_DATED = regex.compile(r"^(?:关于)?(?:(?!预算|拨款|基金|经费|收入|支出)[^，。；：\d]){0,30}20\d\d年(?:度)?")


def undated(title: str) -> str:
    """Return a title without the name and the year that may stand before what it is about: 某局2022年度收入决算情况."""
    return _DATED.sub("", title) or title


@dataclass(frozen=True, slots=True)
class Line:
    """A physical line with its cleaned text. `is_row`: it has the cells of a table row."""

    raw: RawLine
    index: int
    cleaned: Cleaned
    is_row: bool
    mark: Mark | None

    @property
    def text(self) -> str:
        return self.cleaned.text

    @property
    def is_blank(self) -> bool:
        return not self.cleaned.text


def survey(raw_lines: tuple[RawLine, ...]) -> list[Line]:
    """Clean every line and tell rows from text."""
    lines = []
    for index, raw in enumerate(raw_lines):
        cleaned = clean(raw.text)
        is_row = bool(raw.cells) and (raw.grid is not None or len(raw.cells) > 1)
        lines.append(Line(raw, index, cleaned, is_row, None if is_row else opening_mark(cleaned.text)))
    return lines


def is_page_number(text: str) -> bool:
    """Tell whether a whole line is nothing but a page number."""
    return bool(_PAGE_NUMBER.fullmatch(text))


def is_dressed_page_number(raw: str) -> bool:
    """Tell whether a whole raw line is a page number that nothing else looks like: - 7 -, 第7页."""
    return bool(_DRESSED_NUMBER.fullmatch(regex.sub(r"\s", "", raw)))
