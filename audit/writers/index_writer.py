"""Writes index.html: the whole batch on one page that filters, ranks and leads to each report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from markupsafe import Markup

from audit.writers.files import write_atomically
from audit.writers.html_writer import asset, html_environment, source_hash, without_controls
from audit.writers.labels import label, strings
from audit.writers.plots import plots_of
from audit.writers.summary import SEVERITIES

if TYPE_CHECKING:
    from pathlib import Path

    from audit.writers.board import Board, Publication
    from audit.writers.summary_writer import BatchDict, EntryDict

FILE_NAME = "index.html"
COMPARE_PAGE = "compare.html"
_FIRST_CHOICE = "report.html"
_SHOWN_AT_ONCE = 25
"""Rows of the ranking that stand in the page itself, for those without scripts."""
_MOST_GROUPS = 200
_MANY_FAILED = 5
"""More than these are folded, so that the ranking stays in sight."""
_HARMLESS = {ord("<"): "\\u003c", ord(">"): "\\u003e", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}
"""What could end the block of data, or be taken for markup, as JSON may also spell it."""


def render_index(data: BatchDict, board: Board, *, is_compared: bool = False) -> str:
    """Return the page as one string: the whole of the batch, the worst publications, what recurs, what could not be.

    `is_compared`: publications of one body were held against each other, and that page lies beside this one.
    """
    style, script = asset("report.css") + asset("index.css"), asset("index.js")
    ranking = board.ranking
    page = html_environment().get_template("index.html.j2")
    return without_controls(
        page.render(
            data=data,
            board=board,
            compared=COMPARE_PAGE if is_compared else "",
            groups=board.groups[:_MOST_GROUPS],
            ranking=[(one, link_of(one.entry)) for one in ranking[:_SHOWN_AT_ONCE]],
            left_out=max(0, len(ranking) - _SHOWN_AT_ONCE),
            many_failed=_MANY_FAILED,
            links=[link_of(one.entry) for one in board.publications],
            plots=plots_of(board.publications),
            rows=json_in_page(_data_for_script(board)),
            faulty=[entry for entry in data["publications"] if entry.get("waiver_faults")],
            style=style,
            style_hash=source_hash(style),
            script=script,
            script_hash=source_hash(script),
        )
    )


def write_index(data: BatchDict, board: Board, folder: Path) -> Path:
    """Write index.html into `folder`."""
    page = render_index(data, board, is_compared=(folder / COMPARE_PAGE).is_file())
    return write_atomically(folder / FILE_NAME, page.encode("utf-8", errors="replace"))


def link_of(entry: EntryDict) -> str:
    """Return the file to open first, below the output folder; "" where none was written."""
    files = entry.get("files", [])
    name = _FIRST_CHOICE if _FIRST_CHOICE in files else next(iter(files), "")
    return f"{entry['name']}/{name}" if name else ""


def json_in_page(data: object) -> Markup:
    """Return data as JSON that no text in it can break out of."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.translate(_HARMLESS))  # noqa: S704  # the translation leaves no sign of markup


def _data_for_script(board: Board) -> dict[str, object]:
    """Return what the page's script filters and draws, as lists: names repeated 10,000 times would be most of it."""
    districts, kinds = _Numbers(), _Numbers()
    groups = board.groups[:_MOST_GROUPS]
    return {
        "publications": [_numbers_of(one, districts, kinds) for one in board.publications],
        "packs": [
            {"title": pack.title, "rows": [[row.item, row.question] for row in pack.rows.values()]}
            for pack in board.packs
        ],
        "districts": list(districts.names),
        "kinds": [label(name, "kind") for name in kinds.names],
        "groups": [group.publications for group in groups],
        "severities": [label(name, "severity") for name in SEVERITIES],
        "words": dict(strings()["board"]),
    }


class _Numbers:
    """Numbers names in the order in which they come up."""

    def __init__(self) -> None:
        self.names: dict[str, int] = {}

    def of(self, name: str) -> int:
        return self.names.setdefault(name, len(self.names))


def _numbers_of(one: Publication, districts: _Numbers, kinds: _Numbers) -> list[object]:
    """Return one publication as the script reads it: see the names of the same places in index.js."""
    entry = one.entry
    score, coverage = entry.get("score"), entry.get("coverage", {})
    counts = score["rows"] if score else {}
    files = entry.get("files", [])
    return [
        entry["name"],
        _FIRST_CHOICE if _FIRST_CHOICE in files else next(iter(files), ""),
        entry.get("entity", ""),
        entry["path"],
        districts.of(one.district),
        kinds.of(entry.get("publication_type", "")),
        entry.get("fiscal_year") or 0,
        one.pack,
        score["value"] if score else None,
        [score["low"], score["high"]] if score else [0, 0],
        one.codes,
        [counts.get("fail", 0), counts.get("review", 0)],
        list(one.severities),
        [coverage.get("figures", 0), coverage.get("settled", 0)],
        [[SEVERITIES.index(f.severity), f.id, f.message, f.where] for f in one.findings],
        one.more,
        entry.get("settled_rows", 0),
    ]
