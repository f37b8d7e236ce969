"""Everything that report.html prints, worked out from report.json; the template only sets it in type."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.model.values import plain
from audit.writers import summary
from audit.writers.contract import lines_of
from audit.writers.exhibits import Exhibit, exhibits, place_title, table_title, where
from audit.writers.figures import Block, as_number, mark_text
from audit.writers.labels import label, phrase
from audit.writers.places import CellAt, PlaceIndex, own_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.writers.contract import (
        FindingDict,
        ItemDict,
        PlaceDict,
        ReportDict,
        TableDict,
        WaiverDict,
        WarningDict,
    )
    from audit.writers.figures import MarkedText

_WORST = 5
_ABOUT_AMOUNTS = frozenset({"NARR_TABLE", "NARR_ARITH", "TABLE_SUM", "TABLE_CROSS", "NARR_NARR"})
_UNIT = re.compile(r"\s*([万亿]?元|[%％])")
_MOST_LINKS_BACK = 3
_MOST_PICTURES = 4
_SPACE = re.compile(r"\s+")
_MEASURED = re.compile(r"\s*(-?[\d,，]+(?:\.\d+)?)\s*(%|％|[^\d\s.,，]{0,3})\s*")


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """A place in one line: where, what it says, and a link where it is on this page."""

    where: str
    title: str
    quote: str
    href: str


@dataclass(frozen=True, slots=True)
class FindingView:
    entry: FindingDict
    stated: str
    expected: str
    difference: str
    exhibits: tuple[Exhibit, ...]
    rest: tuple[Exhibit, ...]
    items: tuple[int, ...]
    follows: tuple[FindingView, ...]
    at_stake: str
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """A strip of a page, and where it was taken."""

    source: str
    where: str


@dataclass(frozen=True, slots=True)
class ItemView:
    entry: ItemDict
    evidence: tuple[PlaceLine, ...]
    findings: tuple[FindingDict, ...]
    waived: tuple[FindingDict, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Rows of one second-level group of the form; `chapter` is set where a first-level group begins."""

    chapter: str
    title: str
    items: tuple[ItemView, ...]
    counts: Counter[str]


@dataclass(frozen=True, slots=True)
class Unverified:
    why: str
    figures: tuple[tuple[str, PlaceLine], ...]


@dataclass(frozen=True, slots=True)
class TableCellView:
    anchor: str
    text: str
    state: str
    back: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableRowView:
    anchor: str
    where: str
    kind: str
    code: str
    name: str
    cells: tuple[TableCellView, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    heads: tuple[str, ...]
    rows: tuple[TableRowView, ...]
    has_codes: bool
    width: int
    """The most cells that one of its rows has."""


@dataclass(frozen=True, slots=True)
class TableView:
    entry: TableDict
    title: str
    role: str
    """What the table is, where its caption does not say so in these words."""
    where: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True)
class Page:
    data: ReportDict
    verdict: summary.Verdict
    severities: Counter[str]
    categories: Counter[str]
    statuses: Counter[str]
    conflicts: tuple[ItemView, ...]
    has_own_answers: bool
    worst: tuple[FindingView, ...]
    groups: tuple[Group, ...]
    findings: tuple[FindingView, ...]
    rounding: tuple[FindingView, ...]
    waived: tuple[FindingView, ...]
    immaterial: tuple[FindingView, ...]
    waivers: tuple[WaiverDict, ...]
    """What became of the waivers, those that do not hold first."""
    settings: tuple[tuple[str, str], ...]
    """What the user's settings changed: what, and how."""
    blocks: tuple[Block, ...]
    cited: tuple[Block, ...]
    """What is cited of other parts than the explanation."""
    elsewhere: int
    """Figures that stand outside the text that the page prints."""
    unverified: tuple[Unverified, ...]
    tables: tuple[TableView, ...]
    unread: tuple[tuple[str, str], ...]

    @property
    def recognised(self) -> int:
        """How many pages are pictures whose text was recognised."""
        return sum(warning["kind"] == "recognised" for warning in self.data["document"]["warnings"])

    @property
    def has_picture_files(self) -> bool:
        """Tell whether pictures stand in files beside the page, which its policy must then admit."""
        return any(not entry["source"].startswith("data:") for entry in self.data.get("pictures", {}).values())


def page_of(data: ReportDict) -> Page:
    """Work out the page. Pure: the same report gives the same page."""
    index = PlaceIndex(data["tables"], lines_of(data))
    text = mark_text(data, index)
    items = [_item(item, data, index) for item in data["checklist"]]
    views = _finding_views(data, index, [f for f in data["findings"] if not summary.is_apart(f)])
    waived = _finding_views(data, index, [f for f in data["findings"] if summary.is_waived(f)])
    small = [f for f in data["findings"] if summary.is_apart(f) and not summary.is_waived(f)]
    shown = [view for view in views if view.entry["severity"] in ("error", "warning")]
    conflicts = [view for view in items if view.entry["agrees"] is False]
    return Page(
        data=data,
        verdict=summary.verdict(data),
        severities=summary.severities(data),
        categories=Counter(
            f["category"]
            for f in data["findings"]
            if f["severity"] != "rounding" and not summary.is_apart(f) and not summary.follows(f)
        ),
        statuses=Counter(claim["status"] for claim in data["claims"]),
        conflicts=tuple(sorted(conflicts, key=lambda view: view.entry["outcome"] != "fail")),
        has_own_answers=any(item["declared"] for item in data["checklist"]),
        worst=tuple(shown[:_WORST]),
        groups=_groups(items),
        findings=tuple(view for view in views if view.entry["severity"] != "rounding"),
        rounding=tuple(view for view in views if view.entry["severity"] == "rounding"),
        waived=tuple(waived),
        immaterial=tuple(_finding_views(data, index, small)),
        waivers=tuple(data.get("waivers", [])),
        settings=_settings(data),
        blocks=text.blocks,
        cited=text.cited,
        elsewhere=len(data["claims"]) - len(text.anchors) if data["text"] else 0,
        unverified=_unverified(data, index, text),
        tables=_tables(data, index, text),
        unread=_unread(data),
    )


def figures_of(finding: FindingDict) -> tuple[str, str, str]:
    """Return what is stated, what is expected and by how much they differ, with the unit where the quote tells it.

    The difference is "" where the finding is not about how much.
    """
    stated, expected = finding["stated"], finding["expected"]
    one, two = _MEASURED.fullmatch(stated), _MEASURED.fullmatch(expected)
    if finding["category"] not in _ABOUT_AMOUNTS or one is None or two is None:
        return stated, expected, ""
    unit = one[2] or two[2] or _unit_after(finding["quote"], one[1])
    first, second = as_number(one[1]), as_number(two[1])
    if first is None or second is None or first == second or {one[2], two[2]} - {"", unit}:
        return stated, expected, ""
    if not unit and summary.stake(finding) == 0 and {first, second} == {int(first), int(second)}:
        return stated, expected, ""  # codes and the like: their difference says nothing
    gap = plain(abs(first - second))
    is_share = unit in ("%", "％")
    space = "" if is_share or not unit else " "
    difference = phrase("findings", "points", value=gap) if is_share else f"{gap}{space}{unit}"
    return f"{one[1]}{space}{unit}", f"{two[1]}{space}{unit}", difference


def _unit_after(quote: str, figure: str) -> str:
    """Return the unit that stands after a figure in a quote: one that names money or a share."""
    at = quote.find(figure)
    found = _UNIT.match(quote, at + len(figure)) if at >= 0 else None
    return found[1] if found else ""


def _place_line(place: PlaceDict, data: ReportDict, index: PlaceIndex) -> PlaceLine:
    cell, text = index.cell(place), index.text(place)
    href = f"#{cell.anchor}" if cell else f"#{text.anchor}" if text else ""
    return PlaceLine(
        where(place, len(data["document"]["files"])), place_title(place, index, data), own_words(place), href
    )


def _item(item: ItemDict, data: ReportDict, index: PlaceIndex) -> ItemView:
    by_id = {finding["id"]: finding for finding in data["findings"]}
    return ItemView(
        item,
        tuple(_place_line(place, data, index) for place in item["evidence"]),
        tuple(by_id[name] for name in item["findings"] if name in by_id),
        tuple(by_id[name] for name in item.get("waived", []) if name in by_id),
        item["outcome"] == "fail",
    )


def _groups(items: list[ItemView]) -> tuple[Group, ...]:
    """Group the rows as the form does; a group that recurs later stays where it stands."""
    runs: list[tuple[str, list[ItemView]]] = []
    for view in items:
        if not runs or runs[-1][0] != view.entry["category"]:
            runs.append((view.entry["category"], []))
        runs[-1][1].append(view)
    groups: list[Group] = []
    above = ""
    for category, members in runs:
        chapter, _, title = category.partition("/")
        counts = Counter(view.entry["outcome"] for view in members)
        groups.append(
            Group("" if chapter == above else chapter, title.replace("/", " · ") or chapter, tuple(members), counts)
        )
        above = chapter
    return tuple(groups)


def _settings(data: ReportDict) -> tuple[tuple[str, str], ...]:
    """Return what the user's settings changed, in words."""
    tailoring = data.get("tailoring")
    if not tailoring:
        return ()
    severity = (f"{rule}＝{label(code, 'severity')}" for rule, code in tailoring["severity"].items())
    amount = tailoring["materiality"]
    parts = {"text": phrase("tailoring", "text"), "tables": phrase("tailoring", "tables")}
    told = (
        (phrase("tailoring", "file"), tailoring["config"]),
        (phrase("tailoring", "pack"), tailoring["pack"]),
        (phrase("tailoring", "rows_off"), "、".join(tailoring["rows_off"])),
        (phrase("tailoring", "rows_unknown"), "、".join(tailoring["rows_unknown"])),
        (phrase("tailoring", "severity"), "、".join(severity)),
        (phrase("tailoring", "weights"), "、".join(f"{row}＝{n}" for row, n in tailoring["weights"].items())),
        (phrase("tailoring", "format"), "、".join(f"{parts[key]}＝{n}" for key, n in tailoring["format"].items())),
        (phrase("tailoring", "materiality"), phrase("tailoring", "amount", amount=amount) if amount else ""),
    )
    return tuple(pair for pair in told if pair[1])


def _finding_views(data: ReportDict, index: PlaceIndex, shown: list[FindingDict]) -> list[FindingView]:
    """Return some findings by weight, each with the ones among them that follow from it."""
    by_id = {finding["id"]: finding for finding in shown}
    items: dict[str, list[int]] = {}
    for item in data["checklist"]:
        for name in item["findings"]:
            items.setdefault(name, []).append(item["item"])
    under: dict[str, list[FindingDict]] = {}
    for finding in summary.by_weight(shown):
        under.setdefault(_first_cause(finding, by_id), []).append(finding)

    def view(finding: FindingDict, follows: tuple[FindingView, ...] = ()) -> FindingView:
        places = exhibits(finding, data, index)
        stake, rows = summary.stake(finding), tuple(items.get(finding["id"], ()))
        amount = plain(stake) if stake else ""
        strips = pictures_of(finding, data)
        return FindingView(finding, *figures_of(finding), places[:2], places[2:], rows, follows, amount, strips)

    return [
        view(f, tuple(view(other) for other in under[f["id"]] if other["id"] != f["id"]))
        for f in summary.by_weight(shown)
        if f["id"] in under
    ]


def pictures_of(finding: FindingDict, data: ReportDict) -> tuple[Picture, ...]:
    """Return the pictures of a finding's places, its own first; more than a few say nothing more."""
    taken, files = data.get("pictures", {}), len(data["document"]["files"])
    found = [taken[name] for name in finding.get("pictures", [])[:_MOST_PICTURES] if name in taken]
    return tuple(
        Picture(entry["source"], where({"file": entry["file"], "line": None, "page": entry["page"]}, files))
        for entry in found
    )


def _first_cause(finding: FindingDict, by_id: dict[str, FindingDict]) -> str:
    """Return the id of the finding that this one follows from in the end, its own where it follows from none."""
    seen, at = {finding["id"]}, finding
    while at["root"] is not None and at["root"] in by_id:
        at = by_id[at["root"]]
        if at["id"] in seen:  # findings that follow from each other: each is shown for itself
            return finding["id"]
        seen.add(at["id"])
    return at["id"]


def _unverified(data: ReportDict, index: PlaceIndex, text: MarkedText) -> tuple[Unverified, ...]:
    groups: dict[str, list[tuple[str, PlaceLine]]] = {}
    for number, claim in enumerate(data["claims"]):
        if claim["status"] != "unverified":
            continue
        line = _place_line(claim, data, index)
        anchor = text.anchors.get(number)
        shown = PlaceLine(line.where, line.title, line.quote, f"#{anchor}" if anchor else line.href)
        groups.setdefault(claim["why"], []).append((f"u{number}", shown))
    ordered = sorted(groups.items(), key=lambda pair: -len(pair[1]))
    return tuple(Unverified(why, tuple(figures)) for why, figures in ordered)


def _tables(data: ReportDict, index: PlaceIndex, text: MarkedText) -> tuple[TableView, ...]:
    back: dict[str, list[str]] = {}
    for number, claim in enumerate(data["claims"]):
        anchor = text.anchors.get(number)
        for place in claim["evidence"] if anchor else ():
            at = index.cell(place)
            if at and anchor and anchor not in back.setdefault(at.anchor, []):
                back[at.anchor].append(anchor)
    files = len(data["document"]["files"])
    return tuple(
        TableView(table, table_title(table), _role(table), where(table, files), _panels(number, table, back))
        for number, table in enumerate(data["tables"])
    )


def _role(table: TableDict) -> str:
    role = label(table["role"], "role") if table["role"] else ""
    return "" if role in _SPACE.sub("", table["caption"]) else role


def _panels(number: int, table: TableDict, back: dict[str, list[str]]) -> tuple[Panel, ...]:
    panels: dict[int, list[TableRowView]] = {}
    widths: dict[int, int] = {}
    for r, row in enumerate(table["cells"]):
        cells = []
        for c, cell in enumerate(row["cells"]):
            anchor = CellAt(number, r, c).anchor
            cells.append(
                TableCellView(anchor, cell["text"], cell["state"], tuple(back.get(anchor, ())[:_MOST_LINKS_BACK]))
            )
        at = row["line"] if row["line"] is not None else row["page"]
        shown = TableRowView(
            CellAt(number, r, -1).anchor, str(at or ""), row["kind"], row["code"], row["name"], tuple(cells)
        )
        panels.setdefault(row["panel"], []).append(shown)
        widths[row["panel"]] = max(widths.get(row["panel"], 0), len(cells))
    out = []
    for panel, rows in sorted(panels.items()):
        heads = tuple(head["label"] for head in table["heads"] if head["panel"] == panel)
        out.append(Panel(heads, tuple(rows), any(row.code for row in rows), widths[panel]))
    return tuple(out)


_TABLES = "tables"
"""Role of a file that holds the tables of a text."""


def _page_runs(warnings: Sequence[WarningDict]) -> list[tuple[list[int], str]]:
    """Return what befell pages, those one after the other together; no page where it befell the whole file."""
    runs: list[tuple[list[int], str]] = []
    for warning in sorted(warnings, key=lambda one: (one["kind"], one["file"])):
        page = warning["page"]
        last = runs[-1] if runs else ([], "")
        if page is not None and last[0] and last[1] == warning["kind"] and last[0][-1] + 1 == page:
            last[0].append(page)
        else:
            runs.append(([] if page is None else [page], warning["kind"]))
    return sorted(runs, key=lambda run: run[0])


def _pages_named(pages: Sequence[int]) -> str:
    if not pages:
        return phrase("unread", "file")
    if len(pages) == 1:
        return phrase("place", "page", n=pages[0])
    return phrase("place", "pages", first=pages[0], last=pages[-1])


def _unread(data: ReportDict) -> tuple[tuple[str, str], ...]:
    """Return what could not be read as it should: where, and why."""
    apart = [file for file in data["document"]["files"] if file["role"] == _TABLES]
    out: list[tuple[str, str]] = [(file["path"].rpartition("/")[2], phrase("unread", "joined")) for file in apart]
    for pages, kind in _page_runs(data["document"]["warnings"]):
        out.append((_pages_named(pages), label(kind, "damage")))
    for table in data["tables"]:
        reasons = [label(code, "quality") for code in table["quality"]]
        if not table["columns"] and not table["role"]:
            reasons.append(phrase("tables", "not_understood"))
        damaged = sum(cell["state"] == "damaged" for row in table["cells"] for cell in row["cells"])
        if damaged:
            reasons.append(phrase("tables", "damaged_cells", n=damaged))
        out += [(table_title(table), reason) for reason in reasons]
    return tuple(out)
