"""The title of a chart in a Word or Excel file: as it was typed, else the name of its only series."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.readers.xml_tree import attribute, child, descendants, local

if TYPE_CHECKING:
    from audit.readers.xml_tree import Element


def chart_title(root: Element) -> str:
    """Return what the chart is called on the page, "" where nothing is printed above it."""
    chart = child(root, "chart")
    title = child(chart, "title")
    typed = _text(title, "t", "v")
    if typed:
        return typed
    removed = attribute(child(chart, "autoTitleDeleted"), "val", "0") in ("1", "true")
    series = [node for node in root.iter() if local(node) == "ser"]
    if len(series) != 1 or (removed and title is None):
        return ""
    return _text(child(series[0], "tx"), "v")


def _text(node: Element | None, *names: str) -> str:
    return "" if node is None else "".join(one.text or "" for one in descendants(node, *names)).strip()
