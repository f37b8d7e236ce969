"""What a finding shows: the sentence with its figure marked, the excerpt of the table with its cell marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.writers.figures import figure_span
from audit.writers.labels import label, phrase
from audit.writers.places import CellAt

if TYPE_CHECKING:
    from audit.writers.contract import FindingDict, PlaceDict, ReportDict, SpotDict, TableDict, TableRowDict
    from audit.writers.places import PlaceIndex

_SENTENCE_ENDS = "。；;！？"
_REACH = 90
"""How many characters of a sentence are shown on either side of the words in question."""
_NEAR = 120
"""How far from a shown sentence other words of the finding may stand to be shown with it."""
_SHORT = 40
"""How long a sentence may be to count as the heading of the next one: 1.一般公共服务支出（类）。"""
_MOST_COLUMNS = 6
_MOST_MARKED_ROWS = 60
_ENOUGH_ROWS = 10
"""With fewer marked rows than this their neighbours are shown, too."""


@dataclass(frozen=True, slots=True)
class Part:
    """A run of a sentence. `mark`: "" plain, "own" where the finding stands, "cited" what it rests on."""

    text: str
    mark: str = ""
    is_figure: bool = False


@dataclass(frozen=True, slots=True)
class ExcerptCell:
    text: str
    state: str
    mark: str
    """"own" where the finding stands, "cited" for what it rests on, "" else."""
    href: str = ""


@dataclass(frozen=True, slots=True)
class ExcerptRow:
    where: str
    code: str
    name: str
    mark: str
    cells: tuple[ExcerptCell, ...]
    gap: bool
    """True where rows between this one and the one above are left out."""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One thing to look at: words (`parts`) or a table (`rows`)."""

    kind: str
    title: str
    where: str
    href: str
    parts: tuple[Part, ...] = ()
    heads: tuple[str, ...] = ()
    rows: tuple[ExcerptRow, ...] = ()
    has_own: bool = False
    more_columns: bool = False


@dataclass(slots=True)
class _Marks:
    """The cells of one panel of one table that a finding names, while its places are gone through."""

    table: int
    panel: int
    own: set[tuple[int, int]] = field(default_factory=set)
    cited: set[tuple[int, int]] = field(default_factory=set)

    @property
    def every(self) -> set[tuple[int, int]]:
        return self.own | self.cited


@dataclass(slots=True)
class _Words:
    """The words of one sentence that a finding names, while its places are gone through."""

    text: str
    paragraph: int
    """Index of the paragraph's first line in the explanation part, -1 where it stands elsewhere."""
    low: int
    high: int
    title: str
    where: str
    href: str
    spans: list[tuple[int, int, str]] = field(default_factory=list)

    def takes(self, paragraph: int, start: int, end: int, mark: str) -> bool:
        """Add a span where it stands in or near this sentence and overlaps none of its spans; return whether it did."""
        near = self.low - _NEAR <= start and end <= self.high + _NEAR
        apart = all(end <= first or last <= start for first, last, _ in self.spans)
        if not (self.paragraph == paragraph >= 0 and near and apart):
            return False
        if not (self.low <= start and end <= self.high):
            low, high = sentence_around(self.text, start, end)
            self.low, self.high = min(self.low, low), max(self.high, high)
        self.spans.append((start, end, mark))
        return True


def where(place: SpotDict, files: int = 1) -> str:
    """Return where a place stands, in words."""
    text = ""
    if place["line"] is not None:
        text = phrase("place", "line", n=place["line"])
    elif place["page"] is not None:
        text = phrase("place", "page", n=place["page"])
    return f"{place['file']} {text}".strip() if files > 1 else text


def table_title(table: TableDict) -> str:
    """Return the caption of a table, the name of its role where none is printed."""
    return table["caption"] or (label(table["role"], "role") if table["role"] else phrase("tables", "no_caption"))


def place_title(place: PlaceDict, index: PlaceIndex, data: ReportDict) -> str:
    """Return the table, row and column of a place in words, "" where it is none of a table."""
    at = index.cell(place)
    if at is None:
        return _joined(label(place["table"] or "", "role"), place["row"] or "", place["column"] or "")
    table = data["tables"][at.table]
    row = table["cells"][at.row]
    heads = {head["column"]: head["label"] for head in table["heads"]}
    column = heads.get(row["cells"][at.cell]["column"], "") if at.cell >= 0 else ""
    return _joined(table_title(table), row["name"] or row["code"], column)


def _joined(*names: str) -> str:
    return " · ".join(name for name in names if name)


def exhibits(finding: FindingDict, data: ReportDict, index: PlaceIndex) -> tuple[Exhibit, ...]:
    """Return what a finding shows, its own place first; what stands in one table or one sentence stands together."""
    shown: list[_Words | _Marks] = []
    marks: dict[tuple[int, int], _Marks] = {}
    for place, mark in [(finding, "own"), *((place, "cited") for place in finding["evidence"])]:
        at = index.cell(place)
        if at is None:
            _add_words(shown, place, mark, data, index)
            continue
        panel = data["tables"][at.table]["cells"][at.row]["panel"]
        if (at.table, panel) not in marks:
            marks[at.table, panel] = _Marks(at.table, panel)
            shown.append(marks[at.table, panel])
        (marks[at.table, panel].own if mark == "own" else marks[at.table, panel].cited).add((at.row, at.cell))
    said = tuple(figure for figure in (finding["stated"], finding["expected"]) if figure)
    return tuple(_excerpt(entry, data) if isinstance(entry, _Marks) else _sentence(entry, said) for entry in shown)


def _add_words(shown: list[_Words | _Marks], place: PlaceDict, mark: str, data: ReportDict, index: PlaceIndex) -> None:
    """Add the words of a place to the sentence that holds them already, else as a sentence of their own."""
    at = index.text(place)
    if at is None:
        before, after = place.get("before", ""), place.get("after", "")
        first, text, offset, href = -1, before + place["quote"] + after, len(before), ""
        start, end = offset, offset + len(place["quote"])
    else:
        first, text, offset = index.paragraph(at.index)
        start, end, href = offset + at.start, offset + at.end, f"#{at.anchor}"
    if any(isinstance(entry, _Words) and entry.takes(first, start, end, mark) for entry in shown):
        return
    low, high = (0, len(text)) if first < 0 else sentence_around(text, start, end)
    files = len(data["document"]["files"])
    title = place_title(place, index, data)
    shown.append(_Words(text, first, low, high, title, where(place, files), href, [(start, end, mark)]))


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the sentence that a span stands in, with a short one before it: that one names what it is about."""
    low = _after_last_stop(text, start)
    above = _after_last_stop(text, low - 1) if low else 0
    if low - above <= _SHORT:
        low = above
    high = min((at for mark in _SENTENCE_ENDS if (at := text.find(mark, end)) >= 0), default=len(text) - 1) + 1
    return max(low, start - _REACH), min(high, end + _REACH)


def _after_last_stop(text: str, before: int) -> int:
    return max((text.rfind(mark, 0, before) for mark in _SENTENCE_ENDS), default=-1) + 1


def _sentence(words: _Words, said: tuple[str, ...]) -> Exhibit:
    """Cut a sentence into plain runs, the words in question and the figures in them."""
    text, at = words.text, words.low
    dots = "……"
    cut_before = words.low > 0 and text[words.low - 1] not in _SENTENCE_ENDS
    cut_after = words.high < len(text) and text[words.high - 1] not in _SENTENCE_ENDS
    found = [Part(dots)] if cut_before else []
    for start, end, mark in sorted(words.spans):
        found.append(Part(text[at:start]))
        figure, plain_from = _figure_in(text, start, end, said), start
        if figure:
            found += [Part(text[start : figure[0]], mark), Part(text[slice(*figure)], mark, is_figure=True)]
            plain_from = figure[1]
        found.append(Part(text[plain_from:end], mark))
        at = end
    found += [Part(text[at : words.high].rstrip()), Part(dots if cut_after else "")]
    is_own = any(mark == "own" for *_, mark in words.spans)
    shown = tuple(part for part in found if part.text)
    return Exhibit("words", words.title, words.where, words.href, parts=shown, has_own=is_own)


def _figure_in(text: str, start: int, end: int, said: tuple[str, ...]) -> tuple[int, int] | None:
    """Find in some words the figure that the finding is about."""
    for figure in said:
        unit = "%" if figure[-1] in "%％" else ""
        span = figure_span(text, start, end, figure.rstrip("%％"), unit)
        if span:
            return span
    return None


def _excerpt(marks: _Marks, data: ReportDict) -> Exhibit:
    table = data["tables"][marks.table]
    rows = _rows_to_show(marks, table)
    columns, is_cut = _columns_to_show(marks, table, rows)
    shown: list[ExcerptRow] = []
    files = len(data["document"]["files"])
    for above, number in zip([None, *rows], rows, strict=False):
        row = table["cells"][number]
        mark = _mark(marks, number, -1)
        gap = above is not None and any(r["panel"] == marks.panel for r in table["cells"][above + 1 : number])
        cells = tuple(_excerpt_cell(marks, number, row, column) for column in columns)
        shown.append(ExcerptRow(where(_spot(row, table), files), row["code"], row["name"], mark, cells, gap))
    heads = {head["column"]: head["label"] for head in table["heads"]}
    first = min(marks.every)
    return Exhibit(
        kind="table",
        title=table_title(table),
        where=where(_spot(table["cells"][min(marks.own or marks.cited)[0]], table), files),
        href=f"#{CellAt(marks.table, *first).anchor}",
        heads=tuple(heads.get(column, "") for column in columns),
        rows=tuple(shown),
        has_own=bool(marks.own),
        more_columns=is_cut,
    )


def _rows_to_show(marks: _Marks, table: TableDict) -> list[int]:
    """Return the marked rows, the total, and with room left their neighbours."""
    panel = [i for i, row in enumerate(table["cells"]) if row["panel"] == marks.panel]
    wanted = sorted({row for row, _ in marks.every})[:_MOST_MARKED_ROWS]
    spare = [i for i in panel if table["cells"][i]["kind"] == "total"]
    for row in wanted:
        at = panel.index(row)
        spare += panel[max(0, at - 1) : at + 2]
    for row in spare:
        if row not in wanted and len(wanted) < _ENOUGH_ROWS:
            wanted.append(row)
    return sorted(wanted)


def _columns_to_show(marks: _Marks, table: TableDict, rows: list[int]) -> tuple[list[int], bool]:
    """Return the columns that are marked or hold anything in these rows, the nearest ones where there are too many."""
    cells = [cell for row in rows for cell in table["cells"][row]["cells"]]
    every = [head["column"] for head in table["heads"] if head["panel"] == marks.panel]
    every = every or sorted({cell["column"] for cell in cells})
    filled = {cell["column"] for cell in cells if cell["text"].strip()}
    marked = {table["cells"][r]["cells"][c]["column"] for r, c in marks.every if c >= 0}
    columns = [column for column in every if column in filled | marked] or every
    if len(columns) > _MOST_COLUMNS:
        near = sorted(columns, key=lambda c: (min((abs(c - m) for m in marked), default=c), c))
        columns = sorted(near[: max(_MOST_COLUMNS, len(marked))])
    return columns, len(columns) < len(every)


def _excerpt_cell(marks: _Marks, number: int, row: TableRowDict, column: int) -> ExcerptCell:
    for i, cell in enumerate(row["cells"]):
        if cell["column"] == column:
            mark = _mark(marks, number, i)
            return ExcerptCell(
                cell["text"], cell["state"], mark, f"#{CellAt(marks.table, number, i).anchor}" if mark else ""
            )
    return ExcerptCell("", "absent", "")


def _mark(marks: _Marks, row: int, cell: int) -> str:
    return "own" if (row, cell) in marks.own else "cited" if (row, cell) in marks.cited else ""


def _spot(row: TableRowDict, table: TableDict) -> SpotDict:
    return {"file": table["file"], "line": row["line"], "page": row["page"]}
