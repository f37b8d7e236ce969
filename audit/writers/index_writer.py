"""Writes index.html: the whole batch on one page, rendered from what summary.json holds."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.writers.files import write_atomically
from audit.writers.html_writer import asset, html_environment, source_hash, without_controls

if TYPE_CHECKING:
    from pathlib import Path

    from audit.writers.summary_writer import BatchDict, EntryDict

_FILE_NAME = "index.html"
_FIRST_CHOICE = "report.html"


@dataclass(frozen=True, slots=True)
class _Row:
    entry: EntryDict
    link: str
    """The file to open, below the output folder; "" where none was written."""


def render_index(data: BatchDict) -> str:
    """Return the page as one string: what was audited, gravest first, then what could not be."""
    rows = [_Row(entry, _link(entry)) for entry in data["publications"]]
    style = asset("report.css")
    page = html_environment().get_template("index.html.j2")
    return without_controls(
        page.render(
            data=data,
            audited=sorted((row for row in rows if row.entry["status"] == "audited"), key=_weight),
            failed=[row for row in rows if row.entry["status"] != "audited"],
            totals=Counter(data["totals"]),
            style=style,
            style_hash=source_hash(style),
        )
    )


def write_index(data: BatchDict, folder: Path) -> Path:
    """Write index.html into `folder`."""
    return write_atomically(folder / _FILE_NAME, render_index(data).encode("utf-8", errors="replace"))


def _link(entry: EntryDict) -> str:
    files = entry.get("files", [])
    name = _FIRST_CHOICE if _FIRST_CHOICE in files else next(iter(files), "")
    return f"{entry['name']}/{name}" if name else ""


def _weight(row: _Row) -> tuple[int, int]:
    """Sort key: most rows answered badly first, then most errors."""
    score, findings = row.entry.get("score"), row.entry.get("findings", {})
    return (-(score["rows"]["fail"] if score else 0), -findings.get("error", 0))
