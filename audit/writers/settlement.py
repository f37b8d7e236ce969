"""Keeps an auditor's decisions beside the report: merges them in, re-scores, tells stale ones."""

from __future__ import annotations

import json
from dataclasses import asdict
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.codec import decode
from audit.model.checklist import Outcome, Score
from audit.model.settlement import Decision, Refusal, Settlement
from audit.writers.files import write_atomically
from audit.writers.json_writer import score_to_dict
from audit.writers.labels import label, phrase

if TYPE_CHECKING:
    from pathlib import Path

    from audit.writers.contract import FindingDict, ItemDict, ReportDict, SettledDict
    from audit.writers.settled_sheets import Filled, Sheets

FILE_NAME = "settlement.json"
_SCHEMA = "gouji-settlement/1"


def load_settlement(folder: Path) -> Settlement | None:
    """Return the decisions kept in a report's folder, None without any; ValueError for a file that is not ours."""
    path = folder / FILE_NAME
    if not path.is_file():
        return None
    data = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(data, dict) or data.pop("schema", None) != _SCHEMA:
        raise ValueError(FILE_NAME)
    return decode(Settlement, data, FILE_NAME)


def save_settlement(settlement: Settlement, folder: Path) -> Path:
    """Write the decisions into a report's folder."""
    data = {
        "schema": _SCHEMA,
        "pack": settlement.pack,
        "rows": {key: asdict(value) for key, value in sorted(settlement.rows.items())},
        "findings": {key: asdict(value) for key, value in sorted(settlement.findings.items())},
    }
    content = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    return write_atomically(folder / FILE_NAME, content.encode("utf-8"))


def merge(data: ReportDict, sheets: Sheets, old: Settlement | None) -> tuple[Settlement, tuple[Refusal, ...]]:
    """Take the workbook's decisions over; one that changes the program's answer without a reason is refused."""
    rows = dict(old.rows) if old else {}
    findings = dict(old.findings) if old else {}
    refused: list[Refusal] = []
    items = {item["id"]: item for item in data["checklist"]}
    for filled in sheets.rows:
        item = items.get(filled.key)
        if item is None:
            refused.append(Refusal(filled.where, phrase("settle", "unknown_row")))
            continue
        _take(filled, item["answer"], _row_basis(item), rows, refused)
    known = {finding["fingerprint"]: finding for finding in data["findings"]}
    for filled in sheets.findings:
        finding = known.get(filled.key)
        if finding is None:
            refused.append(Refusal(filled.where, phrase("settle", "unknown_finding")))
            continue
        _take(filled, "upheld", finding["fingerprint"], findings, refused)
    return Settlement(data["pack"]["id"] or "", rows, findings), tuple(refused)


def _take(filled: Filled, program: str, basis: str, decisions: dict[str, Decision], refused: list[Refusal]) -> None:
    if not filled.answer:
        refused.append(Refusal(filled.where, phrase("settle", "no_answer", word=filled.word)))
    elif filled.answer != program and not filled.reason:
        refused.append(Refusal(filled.where, phrase("settle", "no_reason")))
    else:
        decisions[filled.key] = Decision(filled.answer, filled.reviewer, filled.date, filled.reason, program, basis)


def _row_basis(item: ItemDict) -> str:
    """Return what a row's answer rests on, so that a change of it can be told after a re-audit."""
    return " ".join([item["answer"], *sorted(item["fingerprints"])])


def apply_settlement(data: ReportDict, settlement: Settlement | None) -> ReportDict:
    """Return the report with the decisions beside the program's answers, and scored by them."""
    if settlement is None:
        return data
    items = [_settled_item(item, settlement.rows.get(item["id"])) for item in data["checklist"]]
    findings = [
        _settled_finding(finding, settlement.findings.get(finding["fingerprint"])) for finding in data["findings"]
    ]
    decided = [item["settled"] for item in items if item["settled"]]
    weights = [Decimal(item.get("weight", "1")) for item in items]
    score = Score.of((outcome_that_counts(item) for item in items), data["score"]["formula"], weights)
    return {
        **data,
        "checklist": items,
        "findings": findings,
        "settlement": {
            "rows": len(decided),
            "findings": sum(1 for finding in findings if finding["settled"]),
            "stale": sum(1 for one in decided if one["stale"]),
            "lost": sorted(set(settlement.rows) - {item["id"] for item in items}),
            "score": score_to_dict(score),
        },
    }


def _settled_item(item: ItemDict, decision: Decision | None) -> ItemDict:
    if decision is None:
        return item
    return {**item, "settled": _settled(decision, stale=decision.basis != _row_basis(item))}


def _settled_finding(finding: FindingDict, decision: Decision | None) -> FindingDict:
    return finding if decision is None else {**finding, "settled": _settled(decision, stale=False)}


def _settled(decision: Decision, *, stale: bool) -> SettledDict:
    return {
        "answer": decision.answer,
        "reviewer": decision.reviewer,
        "date": decision.date,
        "reason": decision.reason,
        "program": decision.program,
        "stale": stale,
    }


def outcome_that_counts(item: ItemDict) -> Outcome:
    """Return the auditor's outcome where the decision still holds, else the program's."""
    settled = item["settled"]
    if not settled or settled["stale"]:
        return Outcome(item["outcome"])
    answer = settled["answer"]
    if answer in (Outcome.REVIEW, Outcome.NOT_APPLICABLE):
        return Outcome(answer)
    return Outcome.PASS if answer == item["good"] else Outcome.FAIL


def answer_that_counts(item: ItemDict) -> str:
    """Return the auditor's answer where the decision still holds, else the program's."""
    settled = item["settled"]
    return settled["answer"] if settled and not settled["stale"] else item["answer"]


def describe(settled: SettledDict, group: str) -> str:
    """Return a decision in words: answer, who, when, why."""
    parts = [label(settled["answer"], group), settled["reviewer"], settled["date"], settled["reason"]]
    if settled["stale"]:
        parts.append(phrase("settle", "stale"))
    return " · ".join(part for part in parts if part)
