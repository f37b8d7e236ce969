"""The sample publication as a recognised document, put together by hand."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.document import (
    Cell,
    CellState,
    Column,
    Document,
    Identity,
    Paragraph,
    ParagraphKind,
    Piece,
    Row,
    RowKind,
    Section,
    Table,
)
from audit.model.raw import Damage, PageWarning, RawCell, RawLine, SourceFile
from audit.model.values import Unit
from tests.writers.sample_text import LINES, line_of

if TYPE_CHECKING:
    from audit.model.places import Ref

_LINES_PER_PAGE = 24


class Sample:
    """The sample publication with places as a text file has them, or as a paged file has them."""

    def __init__(self, *, paged: bool = False) -> None:
        self.paged = paged
        self.raw = tuple(self._raw(number, text) for number, text in enumerate(LINES, start=1))

    def _raw(self, number: int, text: str) -> RawLine:
        cells: list[RawCell] = []
        offset = 0
        top = 60.0 + 25 * (number % _LINES_PER_PAGE)
        for i, part in enumerate(text.split("\t") if "\t" in text else ()):
            box = (40.0 + 60 * i, top, 100.0 + 60 * i, top + 20) if self.paged else None
            cells.append(RawCell(part, offset, offset + len(part), bbox=box))
            offset += len(part) + 1
        page = 1 + number // _LINES_PER_PAGE if self.paged else None
        box = (40.0, top, 560.0, top + 20) if self.paged else None
        return RawLine("f1", number, text, page=page, cells=tuple(cells), bbox=box)

    def place(self, start: str, words: str = "") -> Ref:
        """Return the place of some words in the line that begins with `start` (all of it without words)."""
        line = self.raw[line_of(start) - 1]
        at = line.text.index(words) if words else 0
        return line.ref(at, at + len(words) if words else None)

    def cell(self, table: Table, row: int, column: int) -> Ref:
        """Return the place of a cell as reconciliation names it."""
        found = table.rows[row].cell(column)
        assert found is not None
        name = table.rows[row].name or table.rows[row].code
        return found.ref.at_cell(table.role, name, table.columns[column].label)

    def table(
        self, role: str, caption: str, first: str, heads: tuple[str, ...], panels: tuple[tuple[int, ...], ...]
    ) -> Table:
        """Build a table: `panels` gives for each panel the TAB field of its code, its name and its figures."""
        top, rows = line_of(first), []
        end = next((n for n in range(top, len(LINES)) if "\t" not in LINES[n]), len(LINES))
        for number in range(top, end + 1):
            line = self.raw[number - 1]
            for panel, (code, name, *fields) in enumerate(panels):
                rows.append(self._row(line, panel, code, name, fields, len(rows)))
        columns, offset = [], 0
        for panel, (_, _, *fields) in enumerate(panels):
            columns += [Column(offset + i, "", heads[offset + i], panel=panel) for i in range(len(fields))]
            offset += len(fields)
        ref = self.place(caption)
        return Table(
            0,
            role,
            LINES[line_of(caption) - 1],
            Unit.WAN_YUAN,
            tuple(columns),
            tuple(rows),
            self.raw[top - 1 : end],
            ref,
            1,
        )

    @staticmethod
    def _row(line: RawLine, panel: int, code: int, name: int, fields: list[int], _: int) -> Row:
        cells = []
        for i, field in enumerate(fields):
            raw = line.cells[field]
            value = Decimal(raw.text) if raw.text else None
            state = CellState.BLANK if value is None else CellState.VALUE if value else CellState.ZERO
            ref = line.ref(raw.start, raw.end)
            cells.append(Cell(raw.text, state, panel * len(fields) + i, ref, value))
        code_text = line.cells[code].text if code >= 0 else ""
        name_text = line.cells[name].text if name >= 0 else ""
        kind = RowKind.TOTAL if "合计" in code_text + name_text or "总计" in name_text else RowKind.LINE
        if code_text.isdigit():
            kind = {3: RowKind.CLASS, 5: RowKind.SECTION}.get(len(code_text), RowKind.ITEM)
        shown = "" if code_text == name_text or not code_text.isdigit() else code_text
        return Row(kind, shown, shown, name_text or code_text, tuple(cells), line.ref(), panel)

    def tables(self) -> tuple[Table, ...]:
        summary = self.table(
            "revenue_expenditure_summary",
            "收入支出决算总表",
            "一、一般公共预算财政拨款收入\t",
            ("决算数", "决算数"),
            ((-1, 0, 2), (-1, 3, 5)),
        )
        general = self.table(
            "general_budget_expenditure",
            "一般公共预算财政拨款支出决算表",
            "合计\t\t1286.4",
            ("小计", "基本支出", "项目支出"),
            ((0, 1, 2, 3, 4),),
        )
        general = replace(general, rows=(replace(general.rows[0], name="合计", code=""), *general.rows[1:]))
        three = self.table(
            "three_public",
            "“三公”经费支出决算表",
            "5.8\t0",
            tuple(
                f"{when}·{what}"
                for when in ("预算数", "决算数")
                for what in ("合计", "因公出国（境）费", "车辆小计", "购置费", "运行费", "公务接待费")
            ),
            ((-1, -1, *range(12)),),
        )
        nil_ref = self.place("国有资本经营预算财政拨款支出决算表")
        nil = Table(0, "state_capital", nil_ref.quote, Unit.WAN_YUAN, (), (), (), nil_ref, 1)
        first = line_of("项目名称\t")
        form_ref = self.place("项目支出绩效自评表")
        form = Table(
            0, "", form_ref.quote, None, (), (), self.raw[first - 1 :], form_ref, 1, quality=("没有金额单位行",)
        )
        return tuple(replace(t, index=i) for i, t in enumerate((summary, general, three, nil, form)))

    def document(self, identity: Identity, files: tuple[SourceFile, ...]) -> Document:
        paragraphs = []
        for index, line in enumerate(line for line in self.raw if not line.cells):
            kind = ParagraphKind.HEADING if _is_heading(line.text) else ParagraphKind.TEXT
            piece = Piece(0, len(line.text), 0, 0, len(line.text))
            paragraphs.append(Paragraph(index, line.text, (piece,), (line,), kind, 0))
        joined = next(p for p in paragraphs if p.text.endswith("接待 19 批次、"))
        tail = paragraphs.pop(joined.index + 1)
        paragraphs[joined.index] = replace(joined, lines=(*joined.lines, *tail.lines))
        titles = (
            ("第一部分", "overview", 1),
            ("第二部分", "tables", 1),
            ("第三部分", "explanation", 1),
            ("一、收入支出决算总体情况", "explanation.summary", 2),
            ("五、一般公共预算财政拨款支出", "explanation.general", 2),
            ("七、“三公”经费", "explanation.three_public", 2),
            ("第四部分", "glossary", 1),
        )
        sections = tuple(
            Section(i, key, self.place(start).quote, level, None, -1, 0, 0, self.place(start), path=key)
            for i, (start, key, level) in enumerate(titles)
        )
        warnings = (PageWarning("f1", 4, Damage.NO_TEXT_LAYER),) if self.paged else ()
        return Document(files, identity, self.raw, tuple(paragraphs), sections, self.tables(), warnings=warnings)


def _is_heading(text: str) -> bool:
    return (
        len(text) < 40 and (text.startswith("第") or text[1:2] == "、" or text[:1] == "（") and not text.endswith("。")
    )
