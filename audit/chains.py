"""Compares the publications of an output folder from their reports alone and writes what came of it."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, cast

from audit import messages, regex
from audit.compare import compare, families
from audit.model.chain import Head, KeyFact, Published, Stated, UnitEntry
from audit.model.claims import Status
from audit.model.document import PublicationType
from audit.model.places import Ref
from audit.model.raw import ReadError
from audit.packs.loader import load_chains
from audit.version import __version__
from audit.writers.compare_writer import FILE_NAMES, compare_to_dict, write_compare_files
from audit.writers.json_writer import FILE_NAME as REPORT_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from audit.model.batch import BatchEntry
    from audit.model.chain import ChainRules, Comparison
    from audit.writers.contract import FactDict, PlaceDict, ReportDict

_LARGEST_LIST = 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison came to: how many pairs have each status, and those that do not agree."""

    totals: Counter[Status]
    open: tuple[Comparison, ...]

    @property
    def conflicts(self) -> tuple[Comparison, ...]:
        return tuple(one for one in self.open if one.status is Status.DISAGREES)


def compare_folder(
    out: Path, generated_at: str, units: Path | None = None, heads: Iterable[Head] | None = None
) -> Compared:
    """Compare the reports in an output folder and write compare.html, .csv and .json into it.

    `units` lists the units of departments, beside what evidence.yaml lists of them.
    `heads` are the publications that count, all that have a report unless told. One family of publications is in
    memory at a time, and of it only what does not agree is kept. Raises ReadError, OSError.
    """
    rules = load_chains()
    heads = list(_heads(out, rules) if heads is None else heads)
    entries = (*(read_units(units, rules) if units else ()), *_listed_units(heads))
    totals: Counter[Status] = Counter()
    found: list[Comparison] = []
    seen: list[Head] = []
    for family in families(heads, entries):
        published = [one for one in (read_published(out / name, rules) for name in family) if one is not None]
        for one in compare(published, rules, entries):
            totals[one.status] += 1
            if one.status in (Status.DISAGREES, Status.UNVERIFIED):
                found.append(one)
        seen += [one.head for one in published]
    write_compare_files(compare_to_dict(seen, found, totals, __version__, generated_at), out)
    return Compared(totals, tuple(found))


def compare_batch(entries: Sequence[BatchEntry], out: Path, generated_at: str) -> Compared | None:
    """Compare the publications of a batch where one body published more than once; else clear old results away."""
    known = ((entry.name, entry.audited) for entry in entries if entry.audited is not None)
    heads = [
        Head(name, one.entity, one.fiscal_year, one.publication_type, one.units)
        for name, one in known
        if one.entity and one.fiscal_year is not None and REPORT_NAME in one.files
    ]
    if families(heads):
        return compare_folder(out, generated_at, heads=heads)
    for name in FILE_NAMES:
        (out / name).unlink(missing_ok=True)
    return None


def _heads(out: Path, rules: ChainRules) -> Iterator[Head]:
    """Yield the heads of all reports in a folder, reading one at a time."""
    for path in sorted(out.glob(f"*/{REPORT_NAME}")):
        one = read_published(path.parent, rules)
        if one is not None:
            yield one.head


def _listed_units(heads: Iterable[Head]) -> Iterator[UnitEntry]:
    """Yield what evidence.yaml lists beside the departments' publications."""
    for head in heads:
        for unit in head.units:
            yield UnitEntry(head.entity, unit, head.year)


def read_published(folder: Path, rules: ChainRules) -> Published | None:
    """Return what a report says that others say too, None where there is no report or it does not know its body."""
    try:
        data = cast("ReportDict", json.loads((folder / REPORT_NAME).read_text(encoding="utf-8")))
        document = data["document"]
        if not document["entity"] or document["fiscal_year"] is None or document["is_blank_template"]:
            return None
        return Published(
            name=folder.name,
            entity=document["entity"],
            year=document["fiscal_year"],
            publication_type=PublicationType(document["publication_type"]),
            facts=tuple(_fact(fact) for fact in data.get("facts", [])),
            is_explained=_is_explained(data, rules),
            units=tuple(data.get("units", [])),
        )
    except (OSError, ValueError, KeyError, TypeError, InvalidOperation):
        return None


def _is_explained(data: ReportDict, rules: ChainRules) -> bool:
    """Tell whether the explanation says why its figures differ from those of another publication."""
    return any(regex.search(pattern, line["text"]) for line in data["text"] for pattern in rules.explained)


def _fact(fact: FactDict) -> KeyFact:
    return KeyFact(
        key=fact["key"],
        label=fact["label"],
        stated=Stated(fact["stated"]),
        value=Decimal(fact["value"]),
        half=Decimal(fact["half"]),
        places=tuple(_ref(place) for place in fact["places"]),
        derived=fact["derived"],
        doubtful=fact["doubtful"],
    )


def _ref(place: PlaceDict) -> Ref:
    return Ref(
        file=place["file"], line=place["line"], page=place["page"], start=place["start"], end=place["end"],
        quote=place["quote"], table=place["table"], row=place["row"], column=place["column"], block=place.get("block"),
    )  # fmt: skip


def read_units(path: Path, rules: ChainRules) -> tuple[UnitEntry, ...]:
    """Read the list of units: a CSV file with a column for the department, one for the unit, and perhaps the year.

    Raises ReadError for a list that cannot be read so.
    """
    try:
        if path.stat().st_size > _LARGEST_LIST:
            raise ReadError("E134", path=str(path), reason="larger than 16 MiB")
        rows = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    except OSError as error:
        raise ReadError("E103", path=str(path), reason=error.strerror or type(error).__name__) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise ReadError("E134", path=str(path), reason="no CSV in UTF-8") from error
    heads = [head.strip() for head in rows[0]] if rows else []
    at = {
        name: next((i for i, head in enumerate(heads) if head in words), -1)
        for name, words in rules.unit_columns.items()
    }
    if at["department"] < 0 or at["unit"] < 0:
        raise ReadError("E134", path=str(path), reason="no such columns")
    entries = []
    for row in rows[1:]:
        cells = [cell.strip() for cell in (*row, *[""] * len(heads))]
        year = cells[at["year"]] if at["year"] >= 0 else ""
        if year and not (year.isascii() and year.isdigit()):
            raise ReadError("E134", path=str(path), reason="no year")
        if cells[at["department"]] and cells[at["unit"]]:
            entries.append(UnitEntry(cells[at["department"]], cells[at["unit"]], int(year) if year else None))
    return tuple(entries)


def tell(found: Compared, out: Path) -> str:
    """Return one line on what a comparison came to."""
    counts = {"disagrees": found.totals[Status.DISAGREES], "unverified": found.totals[Status.UNVERIFIED]}
    return messages.text("compare.total", total=found.totals.total(), **counts, path=out / "compare.html")
