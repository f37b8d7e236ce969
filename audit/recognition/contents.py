"""Finds the contents page and reads its entries. TABs and dot leaders stand there too, and mean nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import regex
from audit.marks import opening_mark
from audit.model.document import ContentsEntry

if TYPE_CHECKING:
    from audit.recognition.lines import Line

_ATTACHMENT = regex.compile(r"附[件表录][0-9一二三四五六七八九十]{0,2}")
_TITLE = regex.compile(r"目录|目次|CONTENTS", regex.IGNORECASE)
_LEADER = regex.compile(r"[.．·…。]{2,}[\s.·…]*(?P<page>\d{1,3})?$")
_PAGE = regex.compile(r"(?<![\d年])(?P<page>\d{1,3})$")
_SECOND_MARK = regex.compile(r"(?<=.{3}[^第（\d\"])(?=(?:[一二三四五六七八九十]+、)|第[一二三四五六七八九十]+部分)")
_DAY = regex.compile(r"20\d\d年\d{0,2}月\d{0,2}日?$")
_SENTENCE = regex.compile(r"[。；]$")
_MOST_LINES = 400
_LONGEST_LINE = 60
_LONGEST_ENTRY = 30
_FIGURES_OF_A_ROW = 2
_LEAST_NUMBERED = 3
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Contents:
    """Entries, and the indices of the lines from the heading 目录 to the last entry."""

    entries: tuple[ContentsEntry, ...]
    first: int
    last: int

    def __contains__(self, index: object) -> bool:
        return isinstance(index, int) and self.first <= index <= self.last


NO_CONTENTS = Contents((), -1, -1)


def _strip(text: str) -> tuple[str, int | None]:
    """Part an entry from its dot leader and page number."""
    found = _LEADER.search(text) or _PAGE.search(text)
    if not found:
        return text, None
    page = found["page"]
    return text[: found.start()], int(page) if page else None


def _bare(text: str) -> str:
    return str(regex.sub(r"[\s\"（）、.．]", "", _strip(text)[0]))


def find_contents(lines: list[Line]) -> Contents:
    """Return the contents page: it ends where the first entry's title stands a second time."""
    start = next((line.index for line in lines if _TITLE.fullmatch(line.text.rstrip("："))), None)
    if start is None:
        return NO_CONTENTS
    body = [line for line in lines[start + 1 : start + _MOST_LINES] if not line.is_blank]
    titles = [line for line in body if not _TITLE.match(line.text)]
    # the day of publication may stand above the entries
    while len(titles) > 1 and titles[0].mark is None and _DAY.search(titles[0].text):
        titles = titles[1:]
    if not titles:
        return NO_CONTENTS
    opening = _bare(titles[0].text)
    first_mark = opening_mark(titles[0].text)
    end = titles[0].index
    for at, line in enumerate(titles[1:], 1):
        text = _bare(line.text)
        again = len(text) >= _SHORTEST and (opening.startswith(text) or text.startswith(opening))
        # a name may be misspelt, the number of its part is not
        again = again or (line.mark == first_mark and first_mark is not None and first_mark.level == 1)
        # an entry has a number or a page, the title of a part on the next page may have neither
        turned = line.raw.page != lines[end].raw.page and line.mark is None and _strip(line.text)[1] is None
        if again or turned or _is_prose(line) or _is_body(titles, at):
            break
        end = line.index
    entries = _entries([line for line in body if line.index <= end])
    return Contents(entries, start, end) if len(entries) >= 3 else NO_CONTENTS


def _is_body(titles: list[Line], at: int) -> bool:
    """Tell whether entries with page numbers are over: none follow, and a title stands again or a page was turned."""
    line, above = titles[at], titles[:at]
    pages = [_strip(entry.text)[1] for entry in above]
    if sum(page is not None for page in pages) < _LEAST_NUMBERED:
        return False
    # the first half of an entry has no number yet
    if any(_strip(entry.text)[1] is not None for entry in titles[at : at + 2]):
        return False
    text = _bare(line.text)
    return line.raw.page != above[0].raw.page or (len(text) >= _SHORTEST and text in map(_bare_text, above))


def _bare_text(line: Line) -> str:
    return _bare(line.text)


def _is_prose(line: Line) -> bool:
    figures = sum(cell.text.strip().replace(",", "").replace(".", "").isdigit() for cell in line.raw.cells)
    # a dot leader makes an entry long, not a sentence
    title = _strip(line.text)[0]
    # some entries end with a full stop as their headings do
    ends = bool(_SENTENCE.search(line.text)) and (line.mark is None or len(title) > _LONGEST_ENTRY)
    return len(title) > _LONGEST_LINE or ends or figures >= _FIGURES_OF_A_ROW


def _entries(lines: list[Line]) -> tuple[ContentsEntry, ...]:
    """Read the entries: two run together on one line are parted, one broken over two lines is joined."""
    entries: list[ContentsEntry] = []
    for line in lines:
        for part in _SECOND_MARK.split(line.text):
            title, page = _strip(part)
            mark = opening_mark(title)
            if _ATTACHMENT.fullmatch(part.strip()):
                continue  # what follows the contents, not the rest of an entry
            if mark is None and entries and entries[-1].page is None and not _TITLE.match(title):
                old = entries[-1]
                entries[-1] = ContentsEntry(old.title + title, old.level, old.number, page, old.ref)
            elif title and not _TITLE.match(title):
                level = mark.level if mark else 0
                entries.append(ContentsEntry(title, level, mark.number if mark else None, page, line.raw.ref()))
    return tuple(entries)
