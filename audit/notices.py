"""Writes the notices of rectification of a batch, one for each unit (`gouji notice OUT`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import clock
from audit.version import __version__
from audit.writers.briefs import read_report
from audit.writers.json_writer import FILE_NAME as REPORT_NAME
from audit.writers.notice import Notice, notice_of
from audit.writers.notice_writer import write_notice

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = "notices"


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one unit's notice; `path` is None where there is nothing to put right or to explain."""

    entity: str
    path: Path | None
    demands: int = 0
    questions: int = 0
    is_kept: bool = False
    """True where a notice was there already and was left as it is."""


def write_notices(out: Path, *, force: bool = False) -> tuple[Written, ...]:
    """Write OUT/notices/<name>.docx for each unit; a notice that is there is left alone unless `force` is set.

    It is named after the folder of the unit's first report, never after what a document says.
    """
    folders = [out] if (out / REPORT_NAME).is_file() else sorted(p.parent for p in out.glob(f"*/{REPORT_NAME}"))
    units: dict[str, list[Path]] = {}
    for folder in folders:
        report = read_report(folder)
        if report is not None:
            # publications of units whose name was not read have nothing in common
            units.setdefault(report["document"]["entity"] or f"/{folder.name}", []).append(folder)
    made = clock.now()
    return tuple(_write_one(unit, own, out, made, force=force) for unit, own in units.items())


def _write_one(unit: str, folders: list[Path], out: Path, made: str, *, force: bool) -> Written:
    entity = "" if unit.startswith("/") else unit
    notices: list[Notice] = []
    for folder in folders:  # one report at a time is in memory
        report = read_report(folder)
        notice = notice_of(report) if report is not None else None
        if notice is not None and notice.is_needed:
            notices.append(notice)
    if not notices:
        return Written(entity, None)
    path = out / FOLDER / f"{folders[0].resolve().name}.docx"
    counts = (sum(len(one.demands) for one in notices), sum(len(one.questions) for one in notices))
    if path.exists() and not force:
        return Written(entity, path, *counts, is_kept=True)
    return Written(entity, write_notice(entity, notices, path, __version__, made), *counts)
