"""Compares two deliveries: which publications are the same, and what changed in each (`gouji diff OLD NEW`)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit.writers.briefs import read_report
from audit.writers.differences import Difference, Fate, compare_reports
from audit.writers.json_writer import FILE_NAME
from audit.writers.summary_writer import read_summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from audit.writers.contract import ReportDict


@dataclass(frozen=True, slots=True)
class Known:
    """One report of a delivery: its folder, and what its publication is."""

    folder: Path
    name: str
    entity: str
    kind: str
    year: int | None
    path: str
    problem: str = ""
    """Why it is not in the new delivery, where it was there and could not be audited."""

    @property
    def identity(self) -> tuple[str, str, int | None] | None:
        """What tells one publication from every other, None where the unit is not known."""
        return (self.entity, self.kind, self.year) if self.entity else None


@dataclass(frozen=True, slots=True)
class Pair:
    """One publication in both deliveries."""

    old: Known
    new: Known
    difference: Difference


@dataclass(frozen=True, slots=True)
class Delivery:
    """Two deliveries compared: pairs, and the publications that only one of them has."""

    pairs: tuple[Pair, ...]
    gone: tuple[Known, ...]
    added: tuple[Known, ...]

    @property
    def totals(self) -> Counter[str]:
        """How many findings of each fate there are in all."""
        return Counter(change.fate.value for pair in self.pairs for change in pair.difference.findings)


class NoReportError(Exception):
    """A path under which no report can be read."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


def compare_deliveries(old: Path, new: Path) -> Delivery:
    """Compare two output folders, two folders of one report each, or two report.json. Raises NoReportError."""
    before, after = list(_known(old)), list(_known(new))
    for path, found in ((old, before), (new, after)):
        if not found:
            raise NoReportError(path)
    alone = len(before) == len(after) == 1
    matched = [(before[0], after[0])] if alone else _matched(before, after)
    pairs = []
    for one, two in matched:  # two reports at a time are in memory
        first, second = read_report(one.folder), read_report(two.folder)
        if first is not None and second is not None:
            pairs.append(Pair(one, two, compare_reports(first, second)))
    taken = {one.folder for one, _ in matched}, {two.folder for _, two in matched}
    failed = _failed(new)
    return Delivery(
        tuple(sorted(pairs, key=_weight)),
        tuple(replace(one, problem=failed.get(one.name, "")) for one in before if one.folder not in taken[0]),
        tuple(two for two in after if two.folder not in taken[1]),
    )


def _known(path: Path) -> Iterator[Known]:
    """Yield the reports under a path."""
    if path.is_file():
        folders = [path.parent] if path.name == FILE_NAME else []
    elif (path / FILE_NAME).is_file():
        folders = [path]
    else:
        folders = sorted(found.parent for found in path.glob(f"*/{FILE_NAME}"))
    for folder in folders:
        report = read_report(folder)
        if report is not None:
            yield _head(folder, report)


def _failed(out: Path) -> dict[str, str]:
    """Return by name what could not be audited in a delivery, with the reason."""
    summary = read_summary(out) if out.is_dir() else None
    entries = summary["publications"] if summary else []
    return {entry["name"]: entry["error"]["message"] for entry in entries if "error" in entry}


def _head(folder: Path, report: ReportDict) -> Known:
    document = report["document"]
    return Known(
        folder=folder,
        name=folder.name,
        entity=document["entity"],
        kind=document["publication_type"],
        year=document["fiscal_year"],
        path=document["path"],
    )


def _matched(before: list[Known], after: list[Known]) -> list[tuple[Known, Known]]:
    """Match publications by what they are; those that share it, or do not say it, by the names of their folders."""
    matched: list[tuple[Known, Known]] = []
    for by_name in (False, True):
        sides = [_unique(side, by_name=by_name) for side in (before, after)]
        found = [(sides[0][key], sides[1][key]) for key in sides[0] if key in sides[1]]
        matched += found
        taken = {id(known) for pair in found for known in pair}
        before = [known for known in before if id(known) not in taken]
        after = [known for known in after if id(known) not in taken]
    return matched


def _unique(side: Iterable[Known], *, by_name: bool) -> dict[object, Known]:
    keys: dict[object, list[Known]] = {}
    for known in side:
        key = (known.name, known.kind, known.year) if by_name else known.identity
        if key is not None:
            keys.setdefault(key, []).append(known)
    return {key: found[0] for key, found in keys.items() if len(found) == 1}


def _weight(pair: Pair) -> tuple[int, int, str]:
    counts = Counter(change.fate for change in pair.difference.findings)
    left = counts[Fate.REMAINING] + counts[Fate.CHANGED] + counts[Fate.UNCLEAR]
    return (-counts[Fate.NEW], -left, pair.new.name)
