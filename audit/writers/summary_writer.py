"""Writes summary.json and summary.csv: one entry for each publication of a batch, failed ones included."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from typing import TYPE_CHECKING, NotRequired, TypedDict

from audit import messages
from audit.writers.files import write_atomically
from audit.writers.safe_text import looks_like_formula

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audit.model.batch import BatchEntry

SCHEMA = "gouji-summary/1"
_BOM = "\ufeff"
"""Spreadsheets take a CSV file for UTF-8 only with it."""
COLUMNS = (
    "name",
    "path",
    "status",
    "publication_type",
    "entity",
    "fiscal_year",
    "score",
    "error",
    "warning",
    "rounding",
    "info",
    "waived",
    "immaterial",
    "figures",
    "settled",
    "problem",
)


class ErrorDict(TypedDict):
    code: str
    message: str


class BatchScoreDict(TypedDict):
    value: float | None
    low: float
    high: float
    rows: dict[str, int]


class EntryDict(TypedDict):
    """One publication. `status` is `audited` or `failed`; only then the keys of the one or the other are there."""

    name: str
    path: str
    status: str
    error: NotRequired[ErrorDict]
    publication_type: NotRequired[str]
    entity: NotRequired[str]
    fiscal_year: NotRequired[int | None]
    template: NotRequired[str]
    pack: NotRequired[str | None]
    score: NotRequired[BatchScoreDict]
    coverage: NotRequired[dict[str, float]]
    findings: NotRequired[dict[str, int]]
    """By severity, without the ones counted apart in `waived` and `immaterial`."""
    waived: NotRequired[int]
    immaterial: NotRequired[int]
    waiver_faults: NotRequired[list[str]]
    files: NotRequired[list[str]]
    is_blank_template: NotRequired[bool]
    settled_rows: NotRequired[int]
    """Rows that an auditor has settled; only where score and findings are counted by those decisions."""


class BatchDict(TypedDict):
    """The whole of summary.json; `files` of an entry lie in its folder `name`."""

    schema: str
    tool_version: str
    generated_at: str
    totals: dict[str, int]
    publications: list[EntryDict]


def batch_to_dict(entries: Sequence[BatchEntry], tool_version: str, generated_at: str) -> BatchDict:
    """Return a batch as summary.json holds it. Pure: equal entries and times give equal dictionaries."""
    findings: Counter[str] = Counter()
    for entry in entries:
        if entry.audited:
            findings.update(dict(entry.audited.severities))
            findings.update(waived=entry.audited.waived, immaterial=entry.audited.immaterial)
    audited = sum(entry.audited is not None for entry in entries)
    return {
        "schema": SCHEMA,
        "tool_version": tool_version,
        "generated_at": generated_at,
        "totals": {"publications": len(entries), "audited": audited, "failed": len(entries) - audited, **findings},
        "publications": [_entry(entry) for entry in entries],
    }


def read_summary(folder: Path) -> BatchDict | None:
    """Return what summary.json in a folder holds, None where there is none of ours."""
    try:
        data: BatchDict = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) and data.get("schema") == SCHEMA else None


def write_summary_json(data: BatchDict, folder: Path) -> Path:
    """Write summary.json into `folder`."""
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return write_atomically(folder / "summary.json", text.encode("utf-8", errors="replace"))


def write_summary_csv(data: BatchDict, folder: Path) -> Path:
    """Write summary.csv into `folder`, for spreadsheets: its cells never are formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([messages.text(f"csv.{name}") for name in COLUMNS])
    for entry in data["publications"]:
        row = _row(entry)
        writer.writerow([inert(row[name]) for name in COLUMNS])
    return write_atomically(folder / "summary.csv", (_BOM + stream.getvalue()).encode("utf-8", errors="replace"))


def inert(value: object) -> str:
    """Return a cell's text so that no spreadsheet takes it for a formula."""
    text = "" if value is None else str(value)
    harmless = isinstance(value, int | float)
    return f"'{text}" if looks_like_formula(text) and not harmless else text


def _entry(entry: BatchEntry) -> EntryDict:
    data: EntryDict = {"name": entry.name, "path": entry.path, "status": "audited" if entry.audited else "failed"}
    if entry.failure:
        data["error"] = {"code": entry.failure.code, "message": entry.failure.message}
    if entry.audited:
        head = entry.audited
        score = head.score
        data["publication_type"] = head.publication_type.value
        data["entity"] = head.entity
        data["fiscal_year"] = head.fiscal_year
        data["template"] = head.template
        data["pack"] = head.pack
        data["score"] = {
            "value": score.value,
            "low": score.low,
            "high": score.high,
            "rows": {
                "pass": score.passed,
                "fail": score.failed,
                "review": score.review,
                "not_applicable": score.not_applicable,
            },
        }
        coverage = head.coverage
        data["coverage"] = {"figures": coverage.figures, "settled": coverage.settled, "ratio": coverage.ratio}
        data["findings"] = dict(head.severities)
        data["waived"] = head.waived
        data["immaterial"] = head.immaterial
        data["waiver_faults"] = list(head.faults)
        data["files"] = list(head.files)
        data["is_blank_template"] = head.is_blank_template
    return data


def _row(entry: EntryDict) -> dict[str, object]:
    """Return an entry's CSV cells by column."""
    kind = entry.get("publication_type", "")
    findings = entry.get("findings", {})
    coverage = entry.get("coverage", {})
    score = entry["score"]["value"] if "score" in entry else ""
    return {
        "name": entry["name"],
        "path": entry["path"],
        "status": messages.text(f"status.{entry['status']}"),
        "publication_type": messages.text(f"type.{kind}") if kind else "",
        "entity": entry.get("entity", ""),
        "fiscal_year": entry.get("fiscal_year") or "",
        "score": messages.text("score.undecided") if score is None else score,
        **{name: findings.get(name, "") for name in ("error", "warning", "rounding", "info")},
        "waived": entry.get("waived", ""),
        "immaterial": entry.get("immaterial", ""),
        "figures": coverage.get("figures", ""),
        "settled": coverage.get("settled", ""),
        "problem": entry["error"]["message"] if "error" in entry else "",
    }
