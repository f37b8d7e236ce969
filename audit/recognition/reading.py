"""What the readings of all layouts share: the context, the result, places and the columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import Column, Row, RowKind

if TYPE_CHECKING:
    from audit.model.places import Ref
    from audit.model.rules import FunctionalClasses, RoleRule
    from audit.model.values import Unit
    from audit.recognition.cells import Text
    from audit.recognition.lines import Line

HAN = regex.compile(r"\p{Han}")
KINDS = {3: RowKind.CLASS, 5: RowKind.SECTION, 7: RowKind.ITEM}


@dataclass(slots=True)
class Reading:
    """What a layout makes of a table."""

    columns: list[Column] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    quality: list[str] = field(default_factory=list)
    header_rows: int = 0
    subject: str = ""
    """Which project the table is about."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the reading of any layout needs beside the rows."""

    role: RoleRule
    caption: str
    unit: Unit
    classes: FunctionalClasses

    def class_code(self, name: str) -> str:
        """Return the code of a 类 by its name, "" for other names."""
        bare = name.removesuffix("支出")
        for entry in self.classes.classes:
            if name in entry.names or any(n.removesuffix("支出") == bare for n in entry.names):
                return entry.code
        return ""


def column_list(names: list[tuple[str, str]], panel_of: list[int] | None = None) -> list[Column]:
    """Return columns by key and label; `panel_of` gives the panel of each."""
    return [
        Column(i, key, label, (label,), i + 1, panel_of[i] if panel_of else 0) for i, (key, label) in enumerate(names)
    ]


def text_ref(line: Line, text: Text | None) -> Ref | None:
    """Return the place of a cell's text, None where it is empty."""
    return line.raw.ref(text.raw.start, text.raw.end) if text and text.text else None


@cache
def compiled(patterns: tuple[str, ...]) -> tuple[regex.Limited, ...]:
    """Return the patterns of a rule compiled: to look each of them up anew takes longer than to match it."""
    return tuple(regex.limited(pattern) for pattern in patterns)
