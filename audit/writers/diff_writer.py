"""Writes diff.json and diff.html: what a second delivery mended, left and brought."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from audit.writers.differences import Fate
from audit.writers.exhibits import where
from audit.writers.files import write_atomically
from audit.writers.html_writer import asset, html_environment, source_hash, without_controls

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audit.writers.differences import Difference, FindingChange

HTML_NAME, JSON_NAME = "diff.html", "diff.json"
SCHEMA = "gouji-diff/1"
_MOST_IN_FULL = 500


def difference_to_dict(head: dict[str, object], difference: Difference) -> dict[str, object]:
    """Return what changed in one publication as diff.json holds it, under what tells which one it is."""
    findings = {fate.value: [_change_to_dict(change) for change in difference.of(fate)] for fate in Fate}
    rows = [
        {
            "item": row.item,
            "id": row.id,
            "question": row.question,
            "old": row.old,
            "new": row.new,
            "old_outcome": row.old_outcome,
            "new_outcome": row.new_outcome,
        }
        for row in difference.rows
    ]
    return {**head, "same_pack": difference.same_pack, "findings": findings, "rows": rows}


def write_diff(data: dict[str, object], folder: Path) -> tuple[Path, Path]:
    """Write both files into `folder`; the page is made from what the JSON file holds."""
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    written = write_atomically(folder / JSON_NAME, text.encode("utf-8", errors="replace"))
    page = render_diff(data)
    return write_atomically(folder / HTML_NAME, page.encode("utf-8", errors="replace")), written


def render_diff(data: dict[str, object]) -> str:
    """Return the page as one string; of many publications it counts what remains, which diff.json lists."""
    publications = data["publications"]
    in_full = isinstance(publications, list) and len(publications) <= _MOST_IN_FULL
    style = asset("report.css") + asset("index.css")
    template = html_environment().get_template("diff.html.j2")
    fates: Sequence[str] = [fate.value for fate in Fate]
    return without_controls(
        template.render(data=data, fates=fates, in_full=in_full, style=style, style_hash=source_hash(style))
    )


def _change_to_dict(change: FindingChange) -> dict[str, object]:
    found = change.shown
    told: dict[str, object] = {
        "fingerprint": found["fingerprint"],
        "rule": found["rule"],
        "category": found["category"],
        "severity": found["severity"],
        "message": found["message"],
        "quote": found["quote"],
        "stated": found["stated"],
        "expected": found["expected"],
        "old_id": change.old["id"] if change.old else None,
        "new_id": change.new["id"] if change.new else None,
        "old_where": where(change.old) if change.old else "",
        "new_where": where(change.new) if change.new else "",
    }
    if change.fate is Fate.CHANGED and change.old:
        told["old_message"] = change.old["message"]
    return told
