"""Reads the rows of a table by its layout. A header that is not understood leaves the table unread, never guessed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.model.rules import Layout
from audit.recognition.coded_rows import read_codes
from audit.recognition.economic_rows import read_economic, read_three_public
from audit.recognition.fact_rows import read_facts
from audit.recognition.goal_tables import read_goals
from audit.recognition.named_rows import read_lines, read_one_row
from audit.recognition.panel_rows import read_panels
from audit.recognition.reading import Context, Reading

if TYPE_CHECKING:
    from audit.recognition.lines import Line

_READERS = {
    Layout.CODES: read_codes,
    Layout.PANELS: read_panels,
    Layout.ECONOMIC: read_economic,
    Layout.THREE_PUBLIC: read_three_public,
    Layout.LINES: read_lines,
    Layout.ONE_ROW: read_one_row,
    Layout.GOALS: read_goals,
    Layout.FACTS: read_facts,
}


def read_layout(lines: list[Line], context: Context) -> Reading:
    """Read the rows of a table whose role is known."""
    reader = _READERS.get(context.role.layout)
    return reader(lines, context) if reader else Reading()


__all__ = ["Context", "Reading", "read_layout"]
