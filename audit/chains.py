"""Compares the publications of an output folder from their reports alone and writes what came of it."""

from __future__ import annotations

import csv
import io
import json
import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, cast

from audit import messages
from audit.compare import compare, have_common_figures
from audit.model.chain import KeyFact, Published, Stated, UnitEntry
from audit.model.document import PublicationType
from audit.model.places import Ref
from audit.model.raw import ReadError
from audit.packs.loader import load_chains
from audit.version import __version__
from audit.writers.compare_writer import FILE_NAMES, compare_to_dict, write_compare_files
from audit.writers.json_writer import FILE_NAME as REPORT_NAME

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from audit.model.batch import BatchEntry
    from audit.model.chain import ChainRules, Comparison
    from audit.writers.contract import FactDict, PlaceDict, ReportDict

_LARGEST_LIST = 16 * 1024 * 1024


def compare_folder(
    out: Path, generated_at: str, units: Path | None = None, names: Iterable[str] | None = None
) -> tuple[Comparison, ...]:
    """Compare the reports in an output folder and write compare.html, .csv and .json into it.

    `names` are the folders that count, all that hold a report unless told. Raises ReadError, OSError.
    """
    rules = load_chains()
    entries = read_units(units, rules) if units else ()
    if names is None:
        names = sorted(path.parent.name for path in out.glob(f"*/{REPORT_NAME}"))
    published = [
        one for one in (read_published(folder, rules) for folder in (out / name for name in names)) if one is not None
    ]
    found = compare(published, rules, entries)
    write_compare_files(compare_to_dict(published, found, __version__, generated_at), out)
    return found


def compare_batch(entries: Sequence[BatchEntry], out: Path, generated_at: str) -> tuple[Comparison, ...]:
    """Compare the publications of a batch where one body published more than once; else clear old results away."""
    heads = [(entry.name, entry.audited) for entry in entries if entry.audited is not None]
    bodies = ((head.entity, head.fiscal_year, head.publication_type) for _, head in heads)
    if not have_common_figures(bodies):
        for name in FILE_NAMES:
            (out / name).unlink(missing_ok=True)
        return ()
    return compare_folder(out, generated_at, names=[name for name, head in heads if REPORT_NAME in head.files])


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
        )
    except (OSError, ValueError, KeyError, TypeError, InvalidOperation):
        return None


def _is_explained(data: ReportDict, rules: ChainRules) -> bool:
    """Tell whether the explanation says why its figures differ from those of another publication."""
    patterns = [re.compile(pattern) for pattern in rules.explained]
    return any(pattern.search(line["text"]) for line in data["text"] for pattern in patterns)


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


def tell(found: Sequence[Comparison], out: Path) -> str:
    """Return one line on what a comparison came to."""
    counts = {status: sum(one.status.value == status for one in found) for status in ("disagrees", "unverified")}
    return messages.text("compare.total", total=len(found), **counts, path=out / "compare.html")
