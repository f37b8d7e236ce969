"""Takes page numbers and running heads and feet off the pages, where it is certain that they are that."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.readers.pdf_lines import TextLine
    from audit.readers.pdf_reader import PageContent

_FOOT = 0.88
_MARGIN = 0.09
_SAME_PLACE = 6.0
_MOST_PAGES = 0.6
_MIN_PAGES = 3
_CENTRE = 0.1
_PAGE_NUMBER = re.compile(
    r"[-—–－·~\s]*(?:第\s*)?(\d{1,4})\s*(?:页)?(?:\s*[/／,，]?\s*共?\s*\d{1,4}\s*页?)?[-—–－·~\s]*"
)


def without_furniture(pages: Sequence[PageContent]) -> list[PageContent]:
    """Drop each page's printed number and the lines that stand at the same place in the margin of most pages."""
    running = _running_lines(pages)
    offsets = _number_offsets(pages)
    cleaned = []
    for page in pages:
        lines = [line for line in page.lines if _key(page, line) not in running]
        number = _number_line(page, lines)
        if number is not None and (_is_centred(page, number) or _offset(page, number) in offsets):
            lines.remove(number)
        cleaned.append(replace(page, lines=tuple(lines)))
    return cleaned


def _running_lines(pages: Sequence[PageContent]) -> set[tuple[str, int, int]]:
    """Find the texts that most pages with text print at one place in the upper or lower margin."""
    counts: Counter[tuple[str, int, int]] = Counter()
    for page in pages:
        counts.update({key for line in page.lines if (key := _key(page, line)) is not None})
    filled = sum(bool(page.lines or page.tables) for page in pages)
    return {key for key, count in counts.items() if count >= max(_MIN_PAGES, _MOST_PAGES * filled)}


def _key(page: PageContent, line: TextLine) -> tuple[str, int, int] | None:
    """Name a line in the margin by its text and its place, measured from the nearer edge; None elsewhere."""
    if line.bbox[3] <= _MARGIN * page.height:
        return line.text, 0, round(line.bbox[1] / _SAME_PLACE)
    if line.bbox[1] >= (1 - _MARGIN) * page.height:
        return line.text, 1, round((page.height - line.bbox[3]) / _SAME_PLACE)
    return None


def _number_line(page: PageContent, lines: Sequence[TextLine]) -> TextLine | None:
    """Return the lowest thing on a page where that is a bare number at the foot."""
    if not lines:
        return None
    last = max(lines, key=lambda line: line.bbox[3])
    below_tables = all(table.bbox[3] <= last.bbox[1] + 1 for table in page.tables)
    is_number = _PAGE_NUMBER.fullmatch(last.text) is not None
    return last if is_number and below_tables and last.bbox[1] >= _FOOT * page.height else None


def _number_offsets(pages: Sequence[PageContent]) -> set[int]:
    """Find by how much printed numbers differ from the page count, where they do so on several pages."""
    counts = Counter(_offset(page, line) for page in pages if (line := _number_line(page, page.lines)) is not None)
    return {offset for offset, count in counts.items() if count >= _MIN_PAGES}


def _offset(page: PageContent, line: TextLine) -> int:
    match = _PAGE_NUMBER.fullmatch(line.text)
    return int(match.group(1)) - page.number if match else 0


def _is_centred(page: PageContent, line: TextLine) -> bool:
    middle = (line.bbox[0] + line.bbox[2]) / 2
    return abs(middle - page.width / 2) <= _CENTRE * page.width
