"""What the pages over many reports need of each: read back from its report.json, one at a time."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.writers.exhibits import where
from audit.writers.json_writer import FILE_NAME
from audit.writers.settlement import answer_that_counts, outcome_that_counts
from audit.writers.summary import by_weight, follows, is_apart, is_waived

if TYPE_CHECKING:
    from pathlib import Path

    from audit.model.overview import OverviewRules
    from audit.writers.contract import FindingDict, ReportDict, ScoreDict
    from audit.writers.summary_writer import BatchScoreDict, EntryDict

REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class RowBrief:
    """One row of a checklist; `outcome` is the auditor's where one was settled."""

    item: int
    id: str
    category: str
    question: str
    dimension: str
    outcome: str
    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class FindingBrief:
    """One finding that nobody has rejected, and that follows from no other."""

    id: str
    fingerprint: str
    rule: str
    rule_name: str
    category: str
    severity: str
    cause: str
    message: str
    where: str
    quote: str
    stated: str
    expected: str
    diagnosis: str
    basis: str


@dataclass(frozen=True, slots=True)
class Brief:
    """One report in brief, gravest findings first."""

    entity: str
    kind: str
    year: int | None
    path: str
    district: str
    pack: str
    pack_title: str
    rows: tuple[RowBrief, ...]
    findings: tuple[FindingBrief, ...]
    settled_rows: int = 0
    settled_score: BatchScoreDict | None = None
    """The score by an auditor's decisions, None where nothing was settled."""
    rejected: tuple[str, ...] = ()
    """The severity of each finding that an auditor has rejected."""


def brief_of(data: ReportDict, rules: OverviewRules) -> Brief:
    """Return a report in brief."""
    document, pack, settlement = data["document"], data["pack"], data.get("settlement")
    files = len(document["files"])
    return Brief(
        entity=document["entity"],
        kind=document["publication_type"],
        year=document["fiscal_year"],
        path=document["path"],
        district=rules.districts.district_of(document["entity"]),
        pack=pack["id"] or "",
        pack_title=pack["title"] or pack["id"] or "",
        rows=tuple(
            RowBrief(
                item=item["item"],
                id=item["id"],
                category=item["category"],
                question=item["question"],
                dimension=rules.dimension_of(item["id"], item["category"]),
                outcome=outcome_that_counts(item).value,
                answer=answer_that_counts(item),
                reason=item["reason"],
            )
            for item in data["checklist"]
        ),
        findings=tuple(_finding(finding, files) for finding in standing(data) if not follows(finding)),
        settled_rows=settlement["rows"] if settlement else 0,
        settled_score=_score(settlement["score"]) if settlement else None,
        rejected=tuple(
            f["severity"] for f in data["findings"] if is_rejected(f) and not is_apart(f) and not follows(f)
        ),
    )


def settled_entry(entry: EntryDict, brief: Brief | None) -> EntryDict:
    """Return a batch's entry with score and findings as the auditors' decisions leave them."""
    if brief is None or brief.settled_score is None:
        return entry
    counts = Counter(entry.get("findings", {}))
    counts.subtract(brief.rejected)
    return {**entry, "score": brief.settled_score, "findings": dict(counts), "settled_rows": brief.settled_rows}


def _score(score: ScoreDict) -> BatchScoreDict:
    rows = {"pass": score["pass"], "fail": score["fail"], "review": score["review"]}
    return {
        "value": score["value"],
        "low": score["low"],
        "high": score["high"],
        "rows": {**rows, "not_applicable": score["not_applicable"]},
    }


def standing(data: ReportDict) -> list[FindingDict]:
    """Return the findings that no auditor has rejected and nobody answers for, gravest first."""
    return [f for f in by_weight(data["findings"]) if not is_rejected(f) and not is_waived(f)]


def is_rejected(finding: FindingDict) -> bool:
    """Tell whether an auditor has decided that a finding does not hold."""
    settled = finding["settled"]
    return settled is not None and not settled["stale"] and settled["answer"] == REJECTED


def read_report(folder: Path) -> ReportDict | None:
    """Return the report that a folder holds, None where there is none that can be read."""
    try:
        data: ReportDict = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return data if isinstance(data, dict) and {"document", "checklist", "findings"} <= set(data) else None


def _finding(finding: FindingDict, files: int) -> FindingBrief:
    return FindingBrief(
        id=finding["id"],
        fingerprint=finding["fingerprint"],
        rule=finding["rule"],
        rule_name=finding.get("rule_name", ""),
        category=finding["category"],
        severity=finding["severity"],
        cause=finding["cause"],
        message=finding["message"],
        where=where(finding, files),
        quote=finding["quote"],
        stated=finding["stated"],
        expected=finding["expected"],
        diagnosis=finding["diagnosis"],
        basis=finding["basis"],
    )
