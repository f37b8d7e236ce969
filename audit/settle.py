"""Settling: reads the auditors' decisions from the workbooks of a batch and scores anew (`gouji settle OUT`)."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from jinja2 import UndefinedError

from audit import messages
from audit.output import rewrite_overview
from audit.writers import WRITERS
from audit.writers.json_writer import FILE_NAME as REPORT_NAME
from audit.writers.seal import is_untouched
from audit.writers.settled_sheets import WorkbookError, read_sheets
from audit.writers.settlement import apply_settlement, load_settlement, merge, save_settlement
from audit.writers.xlsx_writer import FILE_NAME as WORKBOOK_NAME

if TYPE_CHECKING:
    from pathlib import Path

    from audit.writers.contract import ReportDict


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one report's folder: a sentence for each thing refused, or how many decisions stand."""

    name: str
    refused: tuple[str, ...] = ()
    rows: int = 0
    findings: int = 0
    stale: int = 0
    value: float | None = None

    @property
    def is_empty(self) -> bool:
        """True where the auditor has filled in nothing."""
        return not (self.refused or self.rows or self.findings)


def settle_folder(out: Path) -> tuple[Outcome, ...]:
    """Settle every report in an output folder, or the one report that the folder itself holds.

    The index and the working papers of a batch are written anew, so that they count what was settled.
    """
    folders = [out] if (out / REPORT_NAME).is_file() else sorted(p.parent for p in out.glob(f"*/{REPORT_NAME}"))
    outcomes = tuple(settle_report(folder) for folder in folders)
    if any(not (outcome.refused or outcome.is_empty) for outcome in outcomes):
        rewrite_overview(out)
    return outcomes


def settle_report(folder: Path) -> Outcome:
    """Take the workbook's decisions over, keep them, and write the report anew.

    A decision that changes an answer without a reason is refused; then nothing of this workbook is taken over.
    A workbook that nobody has touched since it was written holds nothing to take over and is not opened.
    """
    try:
        data = cast("ReportDict", json.loads((folder / REPORT_NAME).read_text(encoding="utf-8")))
        if not data["settlement"] and is_untouched(folder / WORKBOOK_NAME):
            return Outcome(folder.name)
        sheets = read_sheets(folder / WORKBOOK_NAME)
        settlement, refused = merge(data, sheets, load_settlement(folder))
    except WorkbookError as error:
        return Outcome(folder.name, (messages.error(error.code, {"path": folder / WORKBOOK_NAME}),))
    except (OSError, ValueError, KeyError) as error:
        return Outcome(folder.name, (messages.error("E132", {"path": folder, "reason": type(error).__name__}),))
    if refused:
        return Outcome(folder.name, tuple(f"{one.where}：{one.message}" for one in refused))
    save_settlement(settlement, folder)
    settled = apply_settlement(data, settlement)
    try:
        for name, write in WRITERS.items():
            if (folder / _file_of(name)).is_file():
                write(settled, folder)
    except (KeyError, UndefinedError):
        return Outcome(folder.name, (messages.error("E138", {"path": folder}),))
    told = settled["settlement"]
    value = told["score"]["value"] if told else None
    counts = (told["rows"], told["findings"], told["stale"]) if told else (0, 0, 0)
    return Outcome(folder.name, (), *counts, value)


def _file_of(format_name: str) -> str:
    return {"json": REPORT_NAME, "xlsx": WORKBOOK_NAME}.get(format_name, f"report.{format_name}")
