"""Reads 绩效目标表 of budgets: labelled amounts, amounts with their shares, amounts by year, a list of indicators.

Their cells are merged and cut by page breaks. What cannot be placed is left out, never guessed.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import Cell, CellState, Row, RowKind
from audit.recognition.cells import Text, read_cell, texts
from audit.recognition.panel_rows import bare_label, rank_of
from audit.recognition.reading import HAN, Context, Reading, column_list, text_ref

if TYPE_CHECKING:
    from audit.model.places import Ref
    from audit.recognition.lines import Line

_YEAR = regex.compile(r"(?P<year>20\d\d)年(?:度)?")
_BRACKETED = regex.compile(r"（(?P<points>\d{1,3})(?:分)?）$")
_MONEY = ("amount", "executed", "rate", "share")
_LEVELS = ("first", "second")
_NAMED = ("name", "content")
_VALUES = ("before_last", "last", "target")
_OF_YEARS = ("before_last", "last")
_NAME_KEY, _EXPLANATION = "name", "explanation"
_LONGEST_LABEL = 30


@dataclass(slots=True)
class _Head:
    """A header: which column stands at which position, and how many cells it has."""

    keys: dict[int, str]
    width: int

    def at(self, cells: list[Text], key: str) -> Text | None:
        """Return the cell of a column. A row with fewer or more cells is laid against the right edge."""
        offset = len(cells) - self.width
        found = next((p for p, k in self.keys.items() if k == key), None)
        place = None if found is None else found + offset
        return cells[place] if place is not None and 0 <= place < len(cells) else None


@dataclass(slots=True)
class _Indicator:
    """An indicator while its pieces are gathered over page breaks."""

    line: Line
    texts: dict[str, str] = field(default_factory=dict)
    refs: dict[str, Ref] = field(default_factory=dict)


def read_goals(lines: list[Line], context: Context) -> Reading:
    """Read a table of goals. Rows: `name`, labelled amounts by their keys, `year:2019`, `indicator:<name>`."""
    return _Reader(context).read(lines)


class _Reader:
    """Reads one table from top to bottom."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.reading = Reading()
        self.reading.columns = column_list([(c.key, c.label or c.key) for c in context.role.columns])
        self.index = {c.key: i for i, c in enumerate(context.role.columns)}
        self.money: _Head | None = None
        self.indicators: _Head | None = None
        self.pending: _Indicator | None = None
        self.levels: dict[str, str] = {}
        self.block = ""

    def read(self, lines: list[Line]) -> Reading:
        for line in lines:
            cells = texts(line.raw)
            filled = [c for c in cells if c.text]
            if not filled or self._is_header(line, cells, filled):
                continue
            if self.indicators is not None and self._indicator(line, cells, filled):
                continue
            self._labelled(line, cells, filled)
        self._finish()
        if not self.reading.rows:
            self.reading.quality.append("header")
        return self.reading

    # --- headers ------------------------------------------------------------------------------------------------------

    def _is_header(self, line: Line, cells: list[Text], filled: list[Text]) -> bool:
        """Take a header: of amounts, of indicators, or the years and values under the indicators' one."""
        keys = {c.position: key for c in filled for key in [self._column(c.text)] if key}
        found = set(keys.values())
        if found & {"name", "content"} and found & {"first", "second"}:
            self._finish()
            self.indicators = _Head(keys, len(cells))
            self.levels = {}
            self._points(line, filled)
            return True
        if self.indicators is not None and self.pending is None and self._is_subheader(cells, filled, keys):
            return True
        if "amount" in found and len(found) > 1:
            self._finish()
            self.indicators, self.money = None, _Head(keys, len(cells))
            return True
        return False

    def _column(self, text: str) -> str:
        rules = self.context.role.columns
        return next((r.key for r in rules if any(regex.fullmatch(p, text) for p in r.labels)), "")

    def _is_subheader(self, cells: list[Text], filled: list[Text], keys: dict[int, str]) -> bool:
        """Take a second or third row of the indicators' header: 近两年指标值 | 预期当年实现值, 2018年 | 2019年."""
        head = self.indicators
        if head is None or len(cells) != head.width:
            return False
        years = [c for c in filled if _YEAR.fullmatch(c.text)]
        if years and len(years) == len(filled):
            head.keys.update({c.position: k for c, k in zip(years[-2:], _OF_YEARS[-len(years) :], strict=False)})
            return True
        if keys and set(keys.values()) <= {*_VALUES, "years"} and len(keys) == len(filled):
            # what the upper row names only as a whole is told apart by the lower one
            for position, key in [*head.keys.items()]:
                if key == "target":
                    del head.keys[position]
            head.keys.update(keys)
            return True
        return False

    def _points(self, line: Line, filled: list[Text]) -> None:
        """Note the points that a header says all indicators make up: 分值（90）."""
        for cell in filled:
            stated = _BRACKETED.search(cell.text)
            if stated and self._column(cell.text) == "weight":
                raw = line.raw.ref(cell.raw.start, cell.raw.end)
                number = read_cell(
                    line.raw,
                    replace(cell, text=stated["points"]),
                    self.index["weight"],
                    self.context.unit,
                    ("", "", ""),
                )
                self._add("points", cell.text, line, [replace(number, ref=raw)], None, RowKind.TOTAL)

    # --- amounts ------------------------------------------------------------------------------------------------------

    def _labelled(self, line: Line, cells: list[Text], filled: list[Text]) -> None:
        """Read the labelled amounts of a row: label and figure side by side, or under a header of amounts."""
        self.indicators = None
        year = next((c for c in filled if _YEAR.fullmatch(c.text)), None)
        if self.money is not None and year is not None and len(filled) - 1 == sum(c.number is not None for c in filled):
            found = _YEAR.fullmatch(year.text)
            if found is not None:
                self._under_head(line, cells, (year, f"year:{found['year']}"))
            return
        for at, cell in enumerate(filled):
            key = self._line_key(cell.text)
            if not key:
                continue
            following = filled[at + 1] if at + 1 < len(filled) else None
            if key.startswith("block."):
                self.block = key
                continue
            if self.money is not None and self._under_head(line, cells, (cell, self._in_block(key))):
                return
            if key in (_NAME_KEY, _EXPLANATION):
                self._text(line, key, cell, following)
            elif following is not None and following.number is not None:
                self._amount(line, key, cell, following)

    def _in_block(self, key: str) -> str:
        """Return a key apart for each block: 合计 stands under 收入构成 and under 支出构成."""
        return f"{self.block}/{key}" if self.block else key

    def _line_key(self, text: str) -> str:
        label = bare_label(text).rstrip("：")
        if len(label) > _LONGEST_LABEL:
            return ""
        rules = self.context.role.lines
        return next((r.key for r in rules if any(regex.fullmatch(p, label) for p in r.labels)), "")

    def _under_head(self, line: Line, cells: list[Text], named: tuple[Text, str]) -> bool:
        """Read the figures of a row under the header of amounts; nothing where its first one is no figure."""
        head = self.money
        label, key = named
        amount = head.at(cells, "amount") if head is not None else None
        if (
            head is None
            or amount is None
            or (amount.text and amount.number is None)
            or label.position >= amount.position
        ):
            return False
        if not amount.text and not key.startswith("year:"):
            return False
        made = []
        for column in _MONEY:
            text = head.at(cells, column)
            if text is not None:
                made.append(self._cell(line, text, column, label.text))
        self._add(key, label.text, line, made, text_ref(line, label), RowKind.LINE)
        return True

    def _amount(self, line: Line, key: str, label: Text, figure: Text) -> None:
        cell = self._cell(line, figure, "amount", label.text)
        self._add(key, label.text, line, [cell], text_ref(line, label), RowKind.LINE)

    def _text(self, line: Line, key: str, label: Text, value: Text | None) -> None:
        if value is None:
            return
        if key == _NAME_KEY:
            self.reading.subject = self.reading.subject or value.text
        ref = line.raw.ref(value.raw.start, value.raw.end)
        cell = Cell(value.text, CellState.TEXT, self.index["amount"], ref)
        self._add(key, label.text, line, [cell], text_ref(line, label), RowKind.RECORD)

    # --- indicators ---------------------------------------------------------------------------------------------------

    def _indicator(self, line: Line, cells: list[Text], filled: list[Text]) -> bool:
        """Read an indicator, or the rest of one that a page break has cut. False ends the list."""
        head = self.indicators
        if head is None:
            return False
        if self._ends_list(filled):
            self._finish()
            return False
        found = {
            key: text for key in dict.fromkeys(head.keys.values()) for text in [head.at(cells, key)] if text is not None
        }
        name = found.get("name")
        values = [found[k] for k in (*_VALUES, "weight", "standard") if k in found and found[k].text]
        name = self._name(head, cells, found, values) if values else name
        if name is not None:
            found["name"] = name
        if self.pending is not None and not values and not any(found[k].text for k in _LEVELS if k in found):
            self._append(line, found)
            return True
        self._finish()
        if not values or "name" not in found or not found["name"].text:
            return bool(values) or len(filled) > 1
        self.pending = _Indicator(line)
        for key, text in found.items():
            if key in _LEVELS:
                self.levels[key] = text.text or self.levels.get(key, "")
            self.pending.texts[key] = text.text
            self.pending.refs[key] = line.raw.ref(text.raw.start, text.raw.end)
        return True

    def _name(self, head: _Head, cells: list[Text], found: dict[str, Text], values: list[Text]) -> Text | None:
        """Return the cell that names an indicator: under its head, or right before the values where cells are lost."""
        name = found.get("name")
        filled = [c for c in cells if c.text and c.position < values[0].position]
        if len(cells) != head.width and "content" not in found:
            return filled[-1] if filled else None
        if name is None or not name.text:
            # the name may stand in the second half of a merged cell
            place = name.position if name is not None else 0
            return next((c for c in filled if c.position > place), name)
        return name

    def _ends_list(self, filled: list[Text]) -> bool:
        """Tell whether a row opens another part of the table."""
        return bool(self._line_key(filled[0].text)) or (len(filled) <= 2 and filled[0].text.endswith("："))

    def _append(self, line: Line, found: dict[str, Text]) -> None:
        """Go on with an indicator over a page break; its place is where its figure stands."""
        if self.pending is None:
            return
        for key in _NAMED:
            text = found.get(key)
            if text is None or not text.text:
                continue
            self.pending.texts[key] = self.pending.texts.get(key, "") + text.text
            if "%" in text.text:
                self.pending.refs[key] = line.raw.ref(text.raw.start, text.raw.end)

    def _finish(self) -> None:
        """Put down the indicator that is complete."""
        done, self.pending = self.pending, None
        if done is None:
            return
        name = done.texts["name"]
        made = []
        for key, text in done.texts.items():
            words = self.levels.get(key, text) if key in _LEVELS else text
            made.append(self._value(done.line, key, words, done.refs[key]))
        self._add(f"indicator:{name}", name, done.line, made, done.refs["name"], RowKind.RECORD)

    def _value(self, line: Line, key: str, text: str, ref: Ref) -> Cell:
        if key == "weight":
            cell = next((c for c in texts(line.raw) if c.text == text and c.number is not None), None)
            if cell is not None:
                return self._cell(line, cell, key, text)
        state = CellState.TEXT if text else CellState.BLANK
        return Cell(text, state, self.index[key], ref.at_cell(self.context.caption, "", self._label(key)))

    # --- rows ---------------------------------------------------------------------------------------------------------

    def _label(self, key: str) -> str:
        return self.reading.columns[self.index[key]].label

    def _cell(self, line: Line, text: Text, key: str, label: str) -> Cell:
        names = (self.context.caption, label, self._label(key))
        return read_cell(line.raw, text, self.index[key], self.context.unit, names)

    def _add(self, key: str, label: str, line: Line, cells: list[Cell], name: Ref | None, kind: RowKind) -> None:
        level, ordinal = rank_of(label)
        place = name or line.raw.ref()
        self.reading.rows.append(
            Row(
                kind=kind,
                key=key,
                code="",
                name=bare_label(label).rstrip("："),
                cells=tuple(cells),
                ref=place.at_cell(self.context.caption, label if HAN.search(label) else "", None),
                of_which=label.startswith("其中"),
                level=level,
                ordinal=ordinal,
                name_ref=name,
            )
        )
