"""Writes compare.json, compare.csv and compare.html: what publications say of each other."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, TypedDict

from audit.model.claims import Status
from audit.model.values import plain
from audit.writers.files import write_atomically
from audit.writers.html_writer import asset, html_environment, source_hash, without_controls
from audit.writers.json_writer import place_dict
from audit.writers.labels import label, strings
from audit.writers.summary_writer import inert

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal
    from pathlib import Path

    from audit.model.chain import Comparison, Head, Side
    from audit.writers.contract import PlaceDict

SCHEMA = "gouji-compare/1"
FILE_NAMES = ("compare.json", "compare.csv", "compare.html")
MOST_ON_PAGE = 1000
"""Of each kind: a page with tens of thousands of rows opens in no browser; the other two files hold all of them."""
_ORDER = (Status.DISAGREES, Status.UNVERIFIED, Status.ROUNDING, Status.AGREES)
_BOM = "\ufeff"
_COLUMNS = ("id", "status", "entity", "year", "label", "stated", "expected", "difference", "message", "own", "others")


class SideDict(TypedDict):
    """One publication (its folder) and the places of the figure in it."""

    name: str
    places: list[PlaceDict]


class ComparisonDict(TypedDict):
    """Two figures of two publications; amounts in 万元. `expected` is null where there was nothing to compare with."""

    id: str
    rule: str
    status: str
    entity: str
    year: int
    key: str
    label: str
    stated: str
    expected: str | None
    difference: str | None
    bound: str | None
    message: str
    basis: str
    why: str
    own: SideDict
    others: list[SideDict]


class PublishedDict(TypedDict):
    """One publication that was compared."""

    name: str
    entity: str
    year: int
    publication_type: str


class CompareDict(TypedDict):
    """The whole of compare.json; `comparisons` are those that do not agree or could not be made."""

    schema: str
    tool_version: str
    generated_at: str
    totals: dict[str, int]
    publications: list[PublishedDict]
    comparisons: list[ComparisonDict]


def compare_to_dict(
    heads: Sequence[Head],
    found: Sequence[Comparison],
    totals: Mapping[Status, int],
    tool_version: str,
    generated_at: str,
) -> CompareDict:
    """Return the comparisons as compare.json holds them, conflicts first. Pure.

    `totals` counts all pairs that were compared; of those that agree there is no more to tell.
    """
    ordered = sorted(found, key=lambda one: _ORDER.index(one.status))
    return {
        "schema": SCHEMA,
        "tool_version": tool_version,
        "generated_at": generated_at,
        "totals": {status.value: totals.get(status, 0) for status in _ORDER},
        "publications": [
            {"name": p.name, "entity": p.entity, "year": p.year, "publication_type": p.publication_type.value}
            for p in heads
        ],
        "comparisons": [_comparison(f"C{number:03d}", one) for number, one in enumerate(ordered, 1)],
    }


def _comparison(name: str, one: Comparison) -> ComparisonDict:
    return {
        "id": name,
        "rule": one.rule,
        "status": one.status.value,
        "entity": one.entity,
        "year": one.year,
        "key": one.key,
        "label": one.label,
        "stated": plain(one.stated),
        "expected": _plain(one.expected),
        "difference": _plain(one.difference),
        "bound": _plain(one.bound),
        "message": one.message,
        "basis": one.basis,
        "why": one.why,
        "own": _side(one.own),
        "others": [_side(side) for side in one.others],
    }


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


def _side(side: Side) -> SideDict:
    return {"name": side.name, "places": [place_dict(ref) for ref in side.places]}


def write_compare_files(data: CompareDict, folder: Path) -> tuple[Path, ...]:
    """Write the three files into `folder`."""
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return tuple(
        write_atomically(folder / name, content.encode("utf-8", errors="replace"))
        for name, content in zip(FILE_NAMES, (text, render_csv(data), render_page(data)), strict=True)
    )


def render_csv(data: CompareDict) -> str:
    """Return the comparisons as a table for spreadsheets; its cells never are formulas."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([strings()["compare"][name] for name in _COLUMNS])
    for one in data["comparisons"]:
        shown = {
            **one,
            "status": label(one["status"], "status"),
            "message": one["message"] or one["why"],
            "own": one["own"]["name"],
            "others": "；".join(side["name"] for side in one["others"]),
        }
        writer.writerow([inert(shown[name]) for name in _COLUMNS])
    return _BOM + stream.getvalue()


def render_page(data: CompareDict) -> str:
    """Return the page: conflicts, then what could not be compared, as far as a page goes; a count of what agrees."""
    style = asset("report.css")
    page = html_environment().get_template("compare.html.j2")
    groups = {
        status: [one for one in data["comparisons"] if one["status"] == status]
        for status in ("disagrees", "unverified")
    }
    shown = {"groups": groups, "most": MOST_ON_PAGE}
    return without_controls(page.render(data=data, **shown, style=style, style_hash=source_hash(style)))
