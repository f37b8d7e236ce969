"""Reads 绩效自评表 and scoring tables: labelled fields, the execution of the budget, a list of indicators, a total.

Their cells are merged, shifted and lost in many ways, so a row is laid on its header by what fits best. A cell that
cannot be placed is damaged, never guessed; a level left blank goes on with the one above (MERGED, with its words).
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import Cell, CellState, Column, Row, RowKind
from audit.model.rules import Layout
from audit.model.values import Unit
from audit.recognition.cells import Text, is_glued, number, texts
from audit.recognition.layouts import Context, Reading
from audit.recognition.reading import compiled

if TYPE_CHECKING:
    from audit.model.places import Ref
    from audit.model.rules import ColumnRule, LineRule
    from audit.recognition.lines import Line

_BRACKETS = regex.compile(r"（[^（）]*）")
_OPEN_BRACKET = regex.compile(r"（[^（）]*$")
_WEIGHT = regex.compile(r"（(?P<points>\d+(?:\.\d+)?)分）$")
_ORDINAL = regex.compile(r"^(?:\d{1,2}[、.．](?!\d)|（\d{1,2}）)")
_YEAR = regex.compile(r"^\d{4}年(?:度)?")
_FIGURE = regex.compile(r"(?P<number>-?[\d,]+(?:\.\d+)?)(?P<unit>%|万元|亿元|元|分)?")
_VALUE_LIKE = regex.compile(r"[<>≥≤约]?\d[\d.,]*(?:%|\p{Han}{0,3})")
_PRINTED_UNIT = regex.compile(r"（(?P<unit>万元|亿元|元)）")
_UNITS = {"%": Unit.PERCENT, "万元": Unit.WAN_YUAN, "亿元": Unit.YI_YUAN, "元": Unit.YUAN, "分": Unit.SCORE}
_WHOLE = "whole_self_evaluation"
_LEVELS = ("first", "second")
_BEFORE = ("goal", "first", "second", "number", "third", "item")
_NAMES = ("third", "item")
_MONEY = ("initial_budget", "budget", "executed")
_FUNDS = (*_MONEY, "rate", "weight", "score")
_POINTS = ("weight", "score")
_SHIFTS = (0, 1, -1, 2, -2)
_LONGEST_LABEL = 16


def read_self_evaluation(lines: list[Line], context: Context) -> Reading:
    """Read a 自评表 or a scoring table. Rows: `funds`, `indicator:<name>`, `total`, `reason`, `remedy`, parts."""
    return _Reader(context).read(lines)


@dataclass(frozen=True, slots=True)
class _Head:
    """The header of the indicators: which column stands at which position. Blank positions widen the one before."""

    keys: tuple[str, ...]
    widened: frozenset[int] = frozenset()

    def at(self, position: int) -> str | None:
        return self.keys[position] if 0 <= position < len(self.keys) else None

    @property
    def after(self) -> tuple[str, ...]:
        """Return the columns that follow the name, in order."""
        return tuple(dict.fromkeys(k for k in self.keys if k and k not in _BEFORE))


@dataclass(slots=True)
class _Level:
    """The label of a level that holds until another is printed."""

    text: str = ""
    ref: Ref | None = None


@dataclass(slots=True)
class _Parts:
    """What one row gives: its columns with the texts that stand in them."""

    key: str
    name: str
    line: Line
    cells: dict[str, Text | None] = field(default_factory=dict)
    kind: RowKind = RowKind.RECORD
    of_which: bool = False
    name_ref: Ref | None = None


class _Reader:
    """Reads one table from top to bottom."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.columns = context.role.columns
        self.lines = context.role.lines
        self.unit = context.unit
        self.reading = Reading()
        self.names: list[str] = []
        self.head: _Head | None = None
        self.funds: dict[int, str] = {}
        self.labels: dict[str, str] = {}
        self.levels = {level: _Level() for level in _LEVELS}

    def read(self, lines: list[Line]) -> Reading:
        for position, line in enumerate(lines):
            cells = texts(line.raw)
            filled = [c for c in cells if c.text]
            if not filled:
                continue
            if self._header(cells, filled):
                self.reading.header_rows = self.reading.header_rows or position + 1
            elif not (self._labelled(line, filled) or self._money(line, filled)) and self.head is not None:
                self._indicator(line, filled)
        self.reading.subject = self._subject()
        if not self.reading.rows:
            self.reading.quality.append("header")
        return self.reading

    # --- headers ------------------------------------------------------------------------------------------------------

    def _header(self, cells: list[Text], filled: list[Text]) -> bool:
        """Take a header row: of the budget's execution, or of the indicators."""
        found = {c.position: key for c in filled for key in [_key_of(c.text, self.columns)] if key}
        keys = set(found.values())
        if "executed" in keys and keys & {"budget", "initial_budget"}:
            self.funds = found
            self._name_columns(filled)
            printed = next((m["unit"] for c in filled for m in [_PRINTED_UNIT.search(c.text)] if m), "")
            self.unit = _UNITS.get(printed, self.unit)
            return True
        listed = keys & {"target", "actual", "score", "weight"}
        if not listed or len(found) < 2 or not keys & {"first", "second", "third", "item"}:
            return False
        self._name_columns(filled)
        self.head = _lay_header(cells, found)
        if "" in self.head.keys:
            self.reading.quality.append("header_cells")
        self.levels = {level: _Level() for level in _LEVELS}
        return True

    def _name_columns(self, filled: list[Text]) -> None:
        for cell in filled:
            key = _key_of(cell.text, self.columns)
            if key:
                self.labels.setdefault(key, cell.text)

    # --- labelled rows ------------------------------------------------------------------------------------------------

    def _labelled(self, line: Line, filled: list[Text]) -> bool:
        """Read a row that opens with a label of its own: the project's name, a total, a reason, a part of the money."""
        key, used = self._label(filled)
        rest = filled[used:]
        if key == "name":
            self._name(rest)
        elif key == "total":
            self._total(line, filled[0], rest)
        elif key in ("reason", "remedy", "goal"):
            self._note(key, line, filled[0], rest)
        elif key.startswith("part."):
            self._amounts(line, filled)
        return bool(key) and not key.startswith("level.")

    def _label(self, filled: list[Text]) -> tuple[str, int]:
        """Return the key of the label that a row opens with, and of how many cells it is made."""
        joined = ""
        for count, cell in enumerate(filled[:3], start=1):
            joined += _bare(cell.text)
            key = _line_key(joined, self.lines)
            if key and not key.startswith("level."):
                return key, count
            if len(joined) > _LONGEST_LABEL:
                break
        return "", 0

    def _name(self, rest: list[Text]) -> None:
        for cell in rest:
            if _line_key(_bare(cell.text), self.lines):
                break
            self.names.append(cell.text)

    def _subject(self) -> str:
        """Return the project that the table is about: by its name's cell, by its caption where that cell is torn."""
        if self.context.role.layout is Layout.SCORING or self.context.role.role == _WHOLE:
            return ""
        printed = "".join(self.names)
        return printed if len(self.names) == 1 else self._caption_subject() or printed

    def _caption_subject(self) -> str:
        """Return the name that a caption like 2020年度…项目自评表 gives, "" for other captions."""
        caption = self.context.caption
        for pattern in self.context.role.captions:
            found = regex.search(pattern, caption)
            if found:
                return str(_YEAR.sub("", caption[: found.start()]))
        return ""

    def _total(self, line: Line, label: Text, rest: list[Text]) -> None:
        figures = [c for c in rest if _figure(c.text)]
        present = [k for k in ("share", "weight", "score", "ratio") if k in self.labels]
        placed = {self.head.at(c.position): c for c in figures} if self.head else {}
        cells: dict[str, Text | None]
        if len(figures) == len(present):
            cells = dict(zip(present, figures, strict=True))
        elif len(figures) == 1 and "score" in present:
            cells = {"score": figures[0]}
        elif figures and all(k in present for k in placed):
            cells = {k: c for k, c in placed.items() if k}
        elif figures:
            self.reading.quality.append("row_cells")
            return
        else:
            return
        self._append(_Parts("total", label.text, line, cells, RowKind.TOTAL, name_ref=_ref(line, label)))
        self.head = None

    def _note(self, key: str, line: Line, label: Text, rest: list[Text]) -> None:
        cells: dict[str, Text | None] = {"note": rest[0] if rest else None}
        if rest or key != "goal":
            self._append(_Parts(key, label.text, line, cells, name_ref=_ref(line, label)))

    def _amounts(self, line: Line, filled: list[Text]) -> None:
        """Read a row of labels each with its amount: 基本支出总额 | 12 | 项目支出总额 | 34."""
        for label, value in pairwise(filled):
            key = _line_key(_bare(label.text), self.lines)
            if key.startswith("part.") and _figure(value.text):
                self._append(_Parts(key, label.text, line, {"executed": value}, name_ref=_ref(line, label)))

    # --- the budget's execution ---------------------------------------------------------------------------------------

    def _money(self, line: Line, filled: list[Text]) -> bool:
        """Read a row of amounts under the header of the budget's execution; the first is the whole."""
        figures = [c for c in filled if _figure(c.text)]
        if not self.funds or self.head is not None or len(figures) < 2:
            return False
        cells = _lay_money(figures, self.funds)
        label = next((c for c in filled if not _figure(c.text)), None)
        first = not any(row.key == "funds" for row in self.reading.rows)
        key = "funds" if first else f"funds:{label.text if label else ''}"
        self._append(_Parts(key, label.text if label else "", line, cells, of_which=not first))
        return True

    # --- indicators ---------------------------------------------------------------------------------------------------

    def _indicator(self, line: Line, filled: list[Text]) -> None:
        head = self.head
        if head is None:
            return
        placed = _align(filled, head)
        if placed is None:
            if len(filled) > 1:
                self.reading.quality.append("row_cells")
            return
        if self._is_second(placed):
            placed["second"] = placed.pop("first")
        name = next(placed[k] for k in _NAMES if k in placed)
        row: dict[str, Text | None] = {k: placed.get(k) for k in head.after}
        row |= {k: placed[k] for k in (*_LEVELS, "number") if k in placed}
        bare = _ORDINAL.sub("", _WEIGHT.sub("", name.text))
        self._append(_Parts(f"indicator:{bare}", bare, line, row, name_ref=_ref(line, name)), name)

    def _is_second(self, placed: dict[str, Text]) -> bool:
        """Tell whether a second level stands under the heading of the first."""
        first = placed.get("first")
        if first is None or "second" in placed or self.head is None or "second" not in self.head.keys:
            return False
        bare = _bare(first.text)
        return _line_key(bare, self.lines, "level.second") != "" and not _line_key(bare, self.lines, "level.first")

    def _is_level(self, text: str) -> bool:
        """Tell whether the label of a level is whole: 产出指标（40分）."""
        return _line_key(_bare(text), self.lines).startswith("level.") and not _OPEN_BRACKET.search(text)

    def _level_cell(self, level: str, text: Text | None, line: Line) -> Cell:
        """Return a level's label: the one printed here, or the one above that still holds."""
        now = self.levels[level]
        column = self._column(level)
        if text is not None:
            joined = now.text + text.text
            if now.text and (not _bare(text.text) or (self._is_level(joined) and not self._is_level(now.text))):
                # a label that a page break cut in two, or its points on a line of their own
                self._rename(column, now.text, joined)
                now.text = joined
                return Cell(now.text, CellState.MERGED, column, now.ref or line.raw.ref(), None, Unit.NONE)
            ref = _ref(line, text) or line.raw.ref()
            self.levels[level] = _Level(text.text, ref)
            if level == "first":
                self.levels["second"] = _Level()
            return Cell(text.text, CellState.TEXT, column, ref, None, Unit.NONE)
        return Cell(now.text, CellState.MERGED, column, now.ref or line.raw.ref(), None, Unit.NONE)

    def _rename(self, column: int, old: str, new: str) -> None:
        """Give the rows above the whole label of their level, now that its second half is known."""
        for i in range(len(self.reading.rows) - 1, -1, -1):
            row = self.reading.rows[i]
            cell = row.cell(column)
            if cell is None or cell.text != old:
                break
            cells = tuple(replace(c, text=new) if c is cell else c for c in row.cells)
            self.reading.rows[i] = replace(row, cells=cells)

    # --- putting together ---------------------------------------------------------------------------------------------

    def _column(self, key: str) -> int:
        """Return the index of a column, made when first needed."""
        for column in self.reading.columns:
            if column.key == key:
                return column.index
        rule = next((r for r in self.columns if r.key == key), None)
        label = self.labels.get(key) or (rule.label if rule and rule.label else key)
        index = len(self.reading.columns)
        self.reading.columns.append(Column(index, key, label, (label,)))
        return index

    def _append(self, parts: _Parts, name: Text | None = None) -> None:
        cells = []
        if name is not None and self.head is not None:
            cells += [self._level_cell(k, parts.cells.get(k), parts.line) for k in _LEVELS if k in self.head.keys]
            cells += self._bracket_weight(parts, name)
        for key, text in parts.cells.items():
            if key not in _LEVELS:
                cells.append(self._cell(parts, key, text))
        self.reading.rows.append(
            Row(
                kind=parts.kind,
                key=parts.key,
                code="",
                name=parts.name,
                cells=tuple(cells),
                ref=parts.line.raw.ref().at_cell(self.context.caption, parts.name, None),
                of_which=parts.of_which,
                name_ref=parts.name_ref,
            )
        )

    def _bracket_weight(self, parts: _Parts, name: Text) -> list[Cell]:
        """Return the weight that stands in brackets behind a name (满意度（5分）), as a column of its own."""
        found = _WEIGHT.search(name.text)
        if not found:
            return []
        ref = (_ref(parts.line, name) or parts.line.raw.ref()).at_cell(self.context.caption, parts.name, found[0])
        points = number(found["points"])
        return [Cell(found["points"], CellState.VALUE, self._column("label_weight"), ref, points, Unit.SCORE)]

    def _cell(self, parts: _Parts, key: str, text: Text | None) -> Cell:
        column = self._column(key)
        names = (self.context.caption, parts.name, self.reading.columns[column].label)
        unit = _unit_of(key, self.unit)
        if text is None:
            return Cell("", CellState.DAMAGED, column, parts.line.raw.ref().at_cell(*names), None, unit)
        ref = (_ref(parts.line, text) or parts.line.raw.ref()).at_cell(*names)
        found = _FIGURE.fullmatch(text.text)
        value = number(found["number"]) if found else None
        if found is None or value is None or is_glued(value):
            state = CellState.DAMAGED if key in _FUNDS and parts.key == "funds" else CellState.TEXT
            return Cell(text.text, state, column, ref, None, unit)
        unit = _UNITS.get(found["unit"] or "", unit)
        return Cell(text.text, CellState.VALUE if value else CellState.ZERO, column, ref, value, unit)


def _bare(text: str) -> str:
    """Return a label without brackets and colons."""
    return str(_OPEN_BRACKET.sub("", _BRACKETS.sub("", text))).strip("：:、*")


def _key_of(text: str, rules: tuple[ColumnRule, ...]) -> str:
    """Return the key of the column that a header cell names, "" for any other cell."""
    bare = _bare(text)
    return next((r.key for r in rules if any(label.fullmatch(bare) for label in compiled(r.labels))), "")


def _line_key(text: str, rules: tuple[LineRule, ...], only: str = "") -> str:
    """Return the key of the row that a label names, "" for other words."""
    wanted = [r for r in rules if not only or r.key == only]
    return next((r.key for r in wanted if any(label.fullmatch(text) for label in compiled(r.labels))), "")


def _ref(line: Line, text: Text) -> Ref | None:
    return line.raw.ref(text.raw.start, text.raw.end) if text.text else None


def _figure(text: str) -> bool:
    return bool(_FIGURE.fullmatch(text))


def _is_points(text: str) -> bool:
    return _figure(text) and text[-1] not in "%元"


def _unit_of(key: str, money: Unit) -> Unit:
    if key in _MONEY:
        return money
    if key in ("rate", "ratio", "share"):
        return Unit.PERCENT
    return Unit.SCORE if key in _POINTS else Unit.NONE


def _lay_header(cells: list[Text], found: dict[int, str]) -> _Head:
    """Lay the columns over the positions; the last unknown cell before the target names the indicators."""
    names = dict(found)
    if not set(names.values()) & set(_NAMES):
        values = [p for p, k in names.items() if k in ("target", "actual", "score", "weight")]
        levels = [p for p, k in names.items() if k in _LEVELS]
        between = [c.position for c in cells if c.text and max(levels, default=-1) < c.position < min(values)]
        if between:
            names[between[-1]] = "third"
    first = min(names)
    keys: list[str] = []
    widened = set()
    for cell in cells:
        if cell.position in names:
            keys.append(names[cell.position])
        elif cell.position < first:
            keys.append("goal")
        else:
            keys.append(keys[-1] if not cell.text else "")
            widened.add(cell.position)
    return _Head(tuple(keys), frozenset(widened))


def _align(filled: list[Text], head: _Head) -> dict[str, Text] | None:
    """Lay the cells of a row on the header, shifted where cells are lost; None where nothing fits."""
    best: tuple[tuple[int, ...], dict[str, Text]] | None = None
    for shift in _SHIFTS:
        found = _place(filled, head, shift)
        if found is None:
            continue
        placed, left_out = found
        name = next(placed[k] for k in _NAMES if k in placed)
        unscored = "score" in head.after and "score" not in placed
        missing = sum(k not in placed for k in head.after)
        rank = (int(unscored), left_out, int(bool(_VALUE_LIKE.fullmatch(name.text))), missing, abs(shift))
        if best is None or rank < best[0]:
            best = (rank, placed)
    if best is not None and not best[0][0] and not best[0][1]:
        return best[1]
    return _from_the_right(filled, head) or (best[1] if best else None)


def _place(filled: list[Text], head: _Head, shift: int) -> tuple[dict[str, Text], int] | None:
    """Lay cells on the header at one shift; also return how many stand under a label that is lost."""
    placed: dict[str, Text] = {}
    left_out = 0
    for cell in filled:
        key = head.at(cell.position + shift)
        if key == "" or (key in placed and cell.position + shift in head.widened):
            left_out += 1
            continue
        if key is None or (key in placed and key != "goal"):
            return None
        if key in _POINTS and not _is_points(cell.text):
            return None
        placed[key] = cell
    named = any(k in placed for k in _NAMES)
    return (placed, left_out) if named and any(k in placed for k in head.after) else None


def _from_the_right(filled: list[Text], head: _Head) -> dict[str, Text] | None:
    """Lay the last cells on the columns behind the name where all of them are there."""
    count = len(head.after)
    if len(filled) <= count:
        return None
    placed = dict(zip(head.after, filled[-count:], strict=True))
    if any(k in placed and not _is_points(placed[k].text) for k in _POINTS):
        return None
    before = filled[:-count]
    if _figure(before[-1].text):
        return None
    levels = [k for k in ("first", "second") if k in head.keys]
    name = next((k for k in _NAMES if k in head.keys), "third")
    order = [*levels, name]
    placed |= dict(zip(reversed(order), reversed(before[-len(order) :]), strict=False))
    return placed


def _lay_money(figures: list[Text], head: dict[int, str]) -> dict[str, Text | None]:
    """Lay amounts on the columns of the budget's execution. What is not known to stand there stays unknown."""
    keys = [k for _, k in sorted(head.items()) if k in _FUNDS]
    under = {head[c.position]: c for c in figures if head.get(c.position) in keys}
    if len(figures) == len(keys):
        return dict(zip(keys, figures, strict=True))
    cells: dict[str, Text | None] = dict.fromkeys(keys)
    if {"budget", "executed", "rate"} <= set(under):
        return cells | under
    if len(figures) > len(keys):
        return cells
    rates = [c for c in figures if c.text.endswith("%")]
    money = [k for k in keys if k in _MONEY]
    amounts = [c for c in figures if c not in rates]
    if len(rates) == 1:
        cells["rate"] = rates[0]
        amounts = [c for c in amounts if c.position < rates[0].position]
    if len(amounts) >= len(money):
        cells |= dict(zip(money, amounts, strict=False))
    return cells
