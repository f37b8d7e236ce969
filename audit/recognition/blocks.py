"""Joins physical lines: text into paragraphs, rows into tables with their captions and notes."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import Paragraph, ParagraphKind, Piece
from audit.recognition.lines import Line, is_dressed_page_number, is_page_number

if TYPE_CHECKING:
    from audit.model.raw import RawLine
    from audit.recognition.contents import Contents
    from audit.recognition.headings import HeadingSense

_TERMINAL = regex.compile(r"[。；：！？…]\"?$")
_UNIT_LINE = regex.compile(r"(?:金额)?单位：(?:人民币)?(?P<unit>万元|元|亿元|千元)")
_ABOVE = (
    _UNIT_LINE,
    regex.compile(
        r"^(?:部门|单位|单位名称|编制单位|编制部门|预算单位|填报单位|预算部门|预算主管部门|公开部门|部门名称|填报日期|项目名称|项目单位)[：，]+"
    ),
    regex.compile(r"^（?(?:公开|预算|附)?\s?\d{1,2}\s?表）?$"),
    regex.compile(r"^（?附?表[一二三四五六七八九十\d]{1,3}(?:-\d)?）?$"),
    regex.compile(r"^.{2,70}(?:表|明细|预算总额|评分结果|基础信息)(?:（[^（）]{1,12}）)?(?:（续）)?$"),
    regex.compile(r"^（?\d{4}年度?）?$"),
)
_TITLE = regex.compile(r"^.{2,80}(?:表|评分结果|基础信息)(?:（[^（）]{1,12}）)?(?:（续）)?$")
_NOTE = regex.compile(
    r"^(?:注|备注|说明)(?:[：\d.]|$)|^\d{1,2}[行栏].{0,8}=|本表(?:无数据|为空)|空表"
    r"|^.{0,60}(?:没有|无|未安排|未发生).{0,40}(?:收入|支出|预算|安排|经费|数据)"
)
_NOTE_HEAD = regex.compile(r"^(?:注|备注|说明)(?:[：\d.]|$)|^\d{1,2}[行栏].{0,8}=")
_CHART = regex.compile(
    r"^（?图(?:表)?[一二三四五六七八九十\d]{0,2}[：:、.]?.{2,40}图?）?$|^.{4,40}(?:变动情况图|结构图|情况图|对比图|构成图|饼图|柱状图)$"
)
_UNIT = regex.compile(r"[%万亿元个人辆项次批台家户名]")
_REPORTS = regex.compile(r"^[一二三四五六七八九十]+、.{0,30}报表$")
"""Title of the part with all tables."""
_ATTACHMENT = regex.compile(r"附[件表]\s?[一二三四五六七八九十\d]{0,2}：?")
"""附件2 on a line of its own ends what stands above it, with or without a full stop there."""
_PAUSE = regex.compile(r"[，。；]")
_SHORTEST_PROSE = 25
_MOST_CAPTION_LINES = 7
_MOST_NOTES = 8
_MOST_LINES_OF_NOTE = 4


@dataclass(slots=True)
class RowGroup:
    """Rows that stand together, before they are read as a table."""

    rows: list[Line]
    captions: list[Line] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    """Indices of paragraphs."""
    after: int = -1
    """Index of the last paragraph above it."""
    halves: list[Line] = field(default_factory=list)
    """Rows as printed that a page break has cut; `rows` has them put together."""


@dataclass(slots=True)
class Blocks:
    paragraphs: list[Paragraph]
    groups: list[RowGroup]


def unit_of(text: str) -> str | None:
    """Return the unit that a unit line declares, None for other text."""
    found = _UNIT_LINE.search(text)
    return found["unit"] if found else None


def is_half_title(text: str) -> bool:
    """Tell whether a line may be the first half of a title that is broken over two lines."""
    return 4 <= len(text) <= 40 and text.endswith(("支出", "收支"))


def is_chart_caption(text: str) -> bool:
    """Tell whether a line is the caption of a chart."""
    return bool(_CHART.match(text))


class _Joiner:
    """Walks the lines once; `pending` holds the lines of the paragraph that is being joined."""

    def __init__(self, lines: list[Line], contents: Contents, sense: HeadingSense) -> None:
        self.lines = lines
        self.contents = contents
        self.sense = sense
        self.paragraphs: list[Paragraph] = []
        self.groups: list[RowGroup] = []
        self.pending: list[Line] = []
        self.blank_before = False
        self.captions = _caption_lines(lines, contents, sense)
        self.caption_lines = frozenset(i for above in self.captions.values() for i in above)
        self.first_body = contents.last + 1 if contents.entries else self._first_part()
        self.noting = False
        self.in_note = False
        """True while `pending` holds a note."""

    def _first_part(self) -> int:
        return next((line.index for line in self.lines if line.mark and line.mark.level == 1), 0)

    def run(self) -> Blocks:
        for line in self.lines:
            if line.index in self.contents:
                self._contents_line(line)
            elif line.is_blank and not line.is_row:
                self.blank_before = True
                continue
            elif line.is_row:
                self._row(line)
            else:
                self._text(line)
            self.blank_before = False
        self._flush()
        return Blocks(self.paragraphs, self.groups)

    def _contents_line(self, line: Line) -> None:
        self._flush()
        if not line.is_blank:
            self._emit([line], ParagraphKind.CONTENTS)

    def _row(self, line: Line) -> None:
        joined = self.groups and not self.pending and self._continues(line)
        self._flush()
        if joined:
            self.groups[-1].rows.append(line)
        else:
            captions = [self.lines[i] for i in self.captions.get(line.index, ())]
            self.groups.append(RowGroup([line], captions, after=len(self.paragraphs) - 1))
        self.noting = True

    def _continues(self, line: Line) -> bool:
        """Tell whether a row belongs to the rows above: nothing but blanks between, and no new head."""
        last = self.groups[-1]
        if line.index in self.captions:
            return False
        between = self.lines[last.rows[-1].index + 1 : line.index]
        if any(not b.is_blank and not is_page_number(b.text) for b in between):
            return False
        raw, above = line.raw, last.rows[-1].raw
        if raw.grid is not None and above.grid is not None and raw.grid != above.grid:
            if raw.page is None or _stands_under(above, raw):
                # nothing but a head or a title of its own tells a new table from a table cut in two
                return raw.text == last.rows[0].raw.text or not _opens_table(raw)
            # tables beside each other are parted by their rulings; over a page break they go on when columns agree
            return raw.page != above.page and len(raw.cells) == len(above.cells)
        return True

    def _text(self, line: Line) -> None:
        if self.pending and is_dressed_page_number(line.raw.text):
            return
        if self.in_note and self._note_goes_on(line):
            self.pending.append(line)
            return
        if self.in_note:
            self._flush()
        if self.pending and self.sense.is_heading(self.pending) and self.sense.goes_on(self.pending, line):
            self.pending.append(line)
            return
        kind = self._kind(line)
        if kind is not ParagraphKind.TEXT:
            self._flush()
            if kind is ParagraphKind.NOTE:
                self.pending, self.in_note = [line], True
            else:
                self._emit([line], kind)
            return
        opens = line.mark or line.index in self.captions or _ATTACHMENT.fullmatch(line.text)
        if opens or self.sense.is_title(line) or self._ends(line):
            self._flush()
        if self._is_page_number(line):
            return
        self.noting = False
        self.pending.append(line)

    def _is_page_number(self, line: Line) -> bool:
        """Tell whether a line is a page number, also where it stands in the middle of a sentence."""
        if line.mark or not is_page_number(line.text):
            return False
        if not self.pending:
            return True
        following = self.lines[line.index + 1 : line.index + 3]
        alone = self.blank_before and bool(following) and following[0].is_blank
        # a figure may stand between its sentence and its unit; after another figure it cannot
        return alone and (self.pending[-1].text[-1].isdigit() or not _UNIT.match(following[-1].text))

    def _kind(self, line: Line) -> ParagraphKind:
        if line.index in self.caption_lines:
            return ParagraphKind.CAPTION
        if line.index < self.first_body:
            return ParagraphKind.COVER
        is_note = self.noting and not (line.mark and line.mark.level <= 3) and bool(_NOTE.search(self._whole(line)))
        if is_note and self.groups and len(self.groups[-1].notes) < _MOST_NOTES:
            return ParagraphKind.NOTE
        if is_chart_caption(line.text) and not line.mark:
            return ParagraphKind.CAPTION
        return ParagraphKind.TEXT

    def _note_goes_on(self, line: Line) -> bool:
        """Tell whether a line of a page goes on with the note above it."""
        last = self.pending[-1]
        if line.raw.page is None or len(self.pending) >= _MOST_LINES_OF_NOTE or self.sense.ends_short(last, line):
            return False
        if line.index in self.caption_lines or _NOTE_HEAD.search(line.text) or (line.mark and line.mark.level <= 3):
            return False
        return not _TERMINAL.search(last.text) or self.sense.runs_on(last, line)

    def _whole(self, line: Line) -> str:
        """Return a line of a page with the lines that it is wrapped onto, a line of a text as it is."""
        text = line.text
        following = self.lines[line.index + 1 : line.index + _MOST_LINES_OF_NOTE]
        for above, below in pairwise([line, *following]):
            broken = below.raw.page is not None and not below.is_row and not below.is_blank and below.mark is None
            if not broken or _TERMINAL.search(above.text) or self.sense.ends_short(above, below):
                break
            text += below.text
        return text

    def _ends(self, line: Line) -> bool:
        """Tell whether the pending paragraph is complete before the current line."""
        if not self.pending:
            return True
        last = self.pending[-1]
        # the end decides: joining all of it for every line would take the square of its length
        text = "".join(line.text for line in self.pending[-2:])
        if self.sense.is_heading(self.pending):
            return True
        if _TERMINAL.search(text):
            return not self.sense.runs_on(last, line)
        if not self.sense.ends_short(last, line):
            return False
        # a sentence may be broken anywhere, as long as no new paragraph is seen
        return self.sense.is_indented(line, last) or not self._is_prose()

    def _is_prose(self) -> bool:
        """Tell whether the pending lines are sentences rather than a title or an entry of a list."""
        text = "".join(line.text for line in self.pending[:3])
        return len(text) >= _SHORTEST_PROSE and bool(_PAUSE.search(text))

    def _flush(self) -> None:
        if not self.pending:
            return
        if self.in_note:
            self._emit(self.pending, ParagraphKind.NOTE)
            self.groups[-1].notes.append(len(self.paragraphs) - 1)
        else:
            kind = ParagraphKind.HEADING if self.sense.is_heading(self.pending) else ParagraphKind.TEXT
            self._emit(self.pending, kind)
        self.pending, self.in_note = [], False

    def _emit(self, lines: list[Line], kind: ParagraphKind) -> None:
        self.paragraphs.append(join(lines, len(self.paragraphs), kind))


def _stands_under(above: RawLine, below: RawLine) -> bool:
    """Tell whether two rows of one page stand one above the other."""
    if above.page != below.page or above.bbox is None or below.bbox is None:
        return False
    return below.bbox[1] >= above.bbox[3] - 1 and below.bbox[0] < above.bbox[2] and above.bbox[0] < below.bbox[2]


def _opens_table(row: RawLine) -> bool:
    """Tell whether a row can only be the first of a table: a title over all columns, or a head without a gap."""
    own = [cell.text for cell in row.cells if not cell.merged]
    if len(own) == 1:
        return len(row.cells) > 1 and bool(own[0])
    return len(own) > 2 and all(own) and not any(char.isdigit() for char in row.text)


def _caption_lines(lines: list[Line], contents: Contents, sense: HeadingSense) -> dict[int, tuple[int, ...]]:
    """Return, for the first row of a table, the indices of the caption lines above it."""
    found: dict[int, tuple[int, ...]] = {}
    for line in lines:
        if not line.is_row or line.index in contents:
            continue
        above: list[int] = []
        index = line.index - 1
        while index >= 0 and len(above) < _MOST_CAPTION_LINES:
            upper = lines[index]
            if upper.is_blank and not upper.is_row:
                index -= 1
                continue
            if upper.is_row or index in contents:
                break
            if not (_is_caption(upper) or (above and _is_half(lines, upper, lines[above[-1]], sense))):
                break
            above.append(index)
            index -= 1
        if above:
            found[line.index] = tuple(reversed(above))
    return found


def _is_caption(line: Line) -> bool:
    if line.mark and line.mark.level != 2:
        return False
    if line.mark and not _TITLE.match(line.text):
        return False
    if _REPORTS.search(line.text):
        return False
    if not stands_above(line.text):
        return False
    # 单位名称： may stand there with nothing behind it
    return not _TERMINAL.search(line.text) or bool(_ABOVE[1].fullmatch(line.text))


def stands_above(text: str) -> bool:
    """Tell whether a text is what stands above tables: a title, a unit line, a name."""
    return any(pattern.search(text) for pattern in _ABOVE)


def _is_half(lines: list[Line], upper: Line, lower: Line, sense: HeadingSense) -> bool:
    """Tell whether a line is the first half of a title that is broken over two lines."""
    if upper.mark and upper.mark.level != 2:
        return False
    if is_half_title(upper.text):
        return True
    if not _TITLE.match(lower.text) or lower.mark or not sense.runs_into(upper, lower):
        return False
    before = next((line for line in reversed(lines[: upper.index]) if not line.is_blank or line.is_row), None)
    # the last line of a paragraph is no title
    return before is None or before.is_row or not sense.runs_into(before, upper)


def join(lines: list[Line], index: int, kind: ParagraphKind) -> Paragraph:
    """Join lines into a paragraph and keep the map back."""
    text = ""
    pieces: list[Piece] = []
    for number, line in enumerate(lines):
        base = len(text)
        pieces.extend(Piece(base + r.start, base + r.end, number, r.offset, r.length) for r in line.cleaned.runs)
        text += line.text
    return Paragraph(index, text, tuple(pieces), tuple(line.raw for line in lines), kind, -1)
