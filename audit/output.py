"""Writes what was found: one publication's report into its folder, a whole batch's index beside them."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from audit.illustrate import remove_pictures, with_pictures
from audit.packs.overview import load_overview_rules
from audit.version import __version__
from audit.writers import WRITERS, report_to_dict
from audit.writers.board import Board
from audit.writers.briefs import brief_of, read_report, settled_entry
from audit.writers.files import remove_leftovers
from audit.writers.index_writer import write_index
from audit.writers.papers_writer import WorkingPapers
from audit.writers.seal import is_untouched
from audit.writers.settlement import apply_settlement, load_settlement
from audit.writers.summary_writer import batch_to_dict, read_summary, write_summary_csv, write_summary_json
from audit.writers.xlsx_writer import FILE_NAME as WORKBOOK_NAME

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from audit.model.batch import BatchEntry
    from audit.model.report import AuditReport
    from audit.writers import ReportDict
    from audit.writers.summary_writer import BatchDict

FORMATS = tuple(WRITERS)
REPORT_FILES = frozenset({"report.html", "report.json", WORKBOOK_NAME})


def report_dict(report: AuditReport, generated_at: str = "") -> ReportDict:
    """Return a report as report.json holds it."""
    return report_to_dict(report, generated_at)


def write_report(
    report: AuditReport,
    folder: Path,
    formats: Sequence[str] = FORMATS,
    generated_at: str = "",
    *,
    pictures: bool = True,
) -> tuple[Path, ...]:
    """Write a report into `folder` in some of FORMATS; files of an earlier run do not outlive it.

    A workbook that somebody has filled in is kept under another name (`keep_filled_workbook`).
    `pictures` cuts the cited places out of the PDF file, which is opened again for it.
    """
    remove_leftovers(folder)
    keep_filled_workbook(folder)
    data = apply_settlement(report_to_dict(report, generated_at), load_settlement(folder))
    remove_pictures(folder)
    if pictures and "html" in formats:
        data = with_pictures(data, report, folder)
    written = tuple(WRITERS[name](data, folder) for name in formats)
    _remove_all_but(folder, {path.name for path in written})
    return written


def write_batch(entries: Sequence[BatchEntry], folder: Path, generated_at: str) -> Path:
    """Write index and summaries of a batch into `folder`; return the page to open first."""
    remove_leftovers(folder)
    data = batch_to_dict(entries, __version__, generated_at)
    write_summary_json(data, folder)
    write_summary_csv(data, folder)
    return _write_overview(data, folder)


def rewrite_overview(folder: Path) -> Path | None:
    """Write index and working papers anew after the reports of a batch were settled; None where it has no summary."""
    data = read_summary(folder)
    return None if data is None else _write_overview(data, folder)


def _write_overview(data: BatchDict, folder: Path) -> Path:
    """Write index and working papers from the summary of a batch and its reports."""
    rules = load_overview_rules()
    board = Board(rules, len(data["publications"]))
    papers = WorkingPapers(__version__, data["generated_at"])
    for entry in data["publications"]:  # one report at a time is in memory
        place = folder / entry["name"]
        report = read_report(place) if "report.json" in entry.get("files", ()) and place.parent == folder else None
        brief = brief_of(report, rules) if report else None
        shown = settled_entry(entry, brief)
        board.add(shown, brief)
        papers.add(shown, brief)
    papers.write(folder)
    return write_index(data, board, folder)


def remove_report(folder: Path) -> None:
    """Remove an earlier run's report, so that nothing old is taken for the result of this one."""
    remove_leftovers(folder)
    keep_filled_workbook(folder)
    _remove_all_but(folder, set())
    remove_pictures(folder)
    if folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()


def keep_filled_workbook(folder: Path) -> Path | None:
    """Move a workbook that was changed since it was written out of the way of a new one; return where it is now.

    What an auditor has filled in and not settled yet is nowhere else. None where there is no such workbook.
    """
    path = folder / WORKBOOK_NAME
    if not path.is_file() or is_untouched(path):
        return None
    numbers = itertools.count(1)
    kept = next(p for n in numbers if not (p := path.with_name(f"{path.stem}.kept-{n}{path.suffix}")).exists())
    return path.rename(kept)


def _remove_all_but(folder: Path, keep: set[str]) -> None:
    for name in REPORT_FILES - keep:
        (folder / name).unlink(missing_ok=True)
