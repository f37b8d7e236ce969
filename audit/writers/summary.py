"""What one report comes to: verdict, counts and order of findings; shared by page, workbook and index."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from audit.writers.labels import phrase

if TYPE_CHECKING:
    from audit.writers.contract import FindingDict, ReportDict

SEVERITIES = ("error", "warning", "rounding", "info")
_CAUSES = ("publication", "unclear", "extraction")


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence, and how it is meant: bad, open, good or none."""

    tone: str
    text: str


def verdict(data: ReportDict) -> Verdict:
    """Return the verdict in one sentence. What could not be decided is never told as good."""
    score, errors = data["score"], severities(data)["error"]
    if data["document"]["is_blank_template"]:
        return Verdict("none", phrase("verdict", "blank_template"))
    if not data["checklist"]:
        if errors:
            return Verdict("bad", phrase("verdict", "no_pack_errors", errors=errors))
        if data["coverage"]["settled"]:
            return Verdict("none", phrase("verdict", "no_pack_clean"))
        return Verdict("none", phrase("verdict", "no_pack_nothing"))
    if score["fail"]:
        return Verdict("bad", phrase("verdict", "fail", fail=score["fail"], review=score["review"]))
    if score["review"]:
        return Verdict("open", phrase("verdict", "review", review=score["review"]))
    return Verdict("good", phrase("verdict", "passed"))


def severities(data: ReportDict) -> Counter[str]:
    """Count the findings by severity, without those that stand apart and those that only follow from another."""
    return Counter(f["severity"] for f in data["findings"] if not is_apart(f) and not follows(f))


def follows(finding: FindingDict) -> bool:
    """Tell whether a finding only follows from another one: it is told under that one, and is nothing to put right."""
    return finding["root"] is not None


def is_waived(finding: FindingDict) -> bool:
    """Tell whether somebody answers for a finding."""
    return bool(finding.get("waived"))


def is_apart(finding: FindingDict) -> bool:
    """Tell whether a finding is counted apart: waived, or below the user's threshold."""
    return is_waived(finding) or not finding.get("material", True)


def number(value: float) -> str:
    """Print a score without a trailing zero."""
    return f"{value:.1f}".removesuffix(".0")


def stake(finding: FindingDict) -> Decimal:
    """Return the 万元 in question, 0 where the finding is not about money."""
    try:
        return Decimal(finding["at_stake"])
    except InvalidOperation:
        return Decimal(0)


def by_weight(findings: list[FindingDict]) -> list[FindingDict]:
    """Sort findings by severity, then what the publication itself is to blame for, then by 万元 at stake."""
    return sorted(findings, key=lambda f: (_rank(f["severity"], SEVERITIES), _rank(f["cause"], _CAUSES), -stake(f)))


def _rank(name: str, order: tuple[str, ...]) -> int:
    return order.index(name) if name in order else len(order)
