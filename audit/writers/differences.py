"""Compares two reports of one publication: what was mended, what remains, what is new, and which rows changed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from audit.model.checklist import Outcome
from audit.model.fingerprints import plain_text
from audit.writers.briefs import is_rejected
from audit.writers.settlement import answer_that_counts, outcome_that_counts
from audit.writers.summary import by_weight, follows, is_waived

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable

    from audit.writers.contract import FindingDict, ReportDict

_COMPARED = ("error", "warning")


class Fate(StrEnum):
    """What became of a finding between two audits."""

    NEW = "new"
    REMAINING = "remaining"
    CHANGED = "changed"
    """It says the same of the same thing, with other figures or words."""
    UNCLEAR = "unclear"
    """It is gone, but what it rested on could not be checked again."""
    FIXED = "fixed"


@dataclass(frozen=True, slots=True)
class FindingChange:
    """One finding before and after; one of the two is missing where it is new or gone."""

    fate: Fate
    old: FindingDict | None
    new: FindingDict | None

    @property
    def shown(self) -> FindingDict:
        """The finding as it is now, else as it was."""
        found = self.new or self.old
        if found is None:
            raise ValueError("a change is of one finding at least")
        return found


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of the checklist whose answer is another now; "" where a side does not have the row."""

    item: int
    id: str
    question: str
    old: str
    new: str
    old_outcome: str
    new_outcome: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed in one publication."""

    findings: tuple[FindingChange, ...]
    rows: tuple[RowChange, ...]
    same_pack: bool = True
    """False where another checklist was used: its rows cannot be compared."""

    def of(self, fate: Fate) -> list[FindingChange]:
        """Return the findings of one fate, gravest first."""
        return [change for change in self.findings if change.fate is fate]


def compare_reports(old: ReportDict, new: ReportDict) -> Difference:
    """Compare two reports by the fingerprints of their findings, which no moved line changes.

    Findings that an auditor has rejected, or that are waived, in either report are left out.
    """
    settled = {f["fingerprint"] for report in (old, new) for f in report["findings"] if is_rejected(f) or is_waived(f)}
    before, after = ([f for f in _compared(report) if f["fingerprint"] not in settled] for report in (old, new))
    pairs: list[tuple[FindingDict, FindingDict]] = []
    for key in (_same, _same_message, _same_cell, _same_figures):
        before, after, found = _paired(before, after, key)
        pairs += found
    changes = [
        FindingChange(Fate.REMAINING if _same(one) == _same(two) else Fate.CHANGED, one, two) for one, two in pairs
    ]
    changes += [FindingChange(Fate.NEW, None, finding) for finding in after]
    open_rows = _open_rows(old, new)
    changes += [
        FindingChange(Fate.UNCLEAR if _is_unclear(finding, old, new, open_rows) else Fate.FIXED, finding, None)
        for finding in before
    ]
    rank = {fate: position for position, fate in enumerate(Fate)}
    weight = {id(finding): at for at, finding in enumerate(by_weight([change.shown for change in changes]))}
    changes.sort(key=lambda change: (rank[change.fate], weight[id(change.shown)]))
    same_pack = old["pack"]["id"] == new["pack"]["id"]
    return Difference(tuple(changes), _row_changes(old, new) if same_pack else (), same_pack)


def _compared(report: ReportDict) -> list[FindingDict]:
    return [f for f in report["findings"] if f["severity"] in _COMPARED and not follows(f)]


def _paired(
    before: list[FindingDict], after: list[FindingDict], key: Callable[[FindingDict], Hashable]
) -> tuple[list[FindingDict], list[FindingDict], list[tuple[FindingDict, FindingDict]]]:
    """Pair the findings that share a key which no other of their side has; return what is left, and the pairs."""
    sides = []
    for findings in (before, after):
        by_key: dict[Hashable, list[FindingDict]] = {}
        for finding in findings:
            name = key(finding)
            if name is not None:
                by_key.setdefault(name, []).append(finding)
        sides.append(by_key)
    pairs = [
        (sides[0][name][0], sides[1][name][0])
        for name in sides[0]
        if name in sides[1] and len(sides[0][name]) == len(sides[1][name]) == 1
    ]
    taken = {id(finding) for pair in pairs for finding in pair}
    left = ([f for f in before if id(f) not in taken], [f for f in after if id(f) not in taken])
    return *left, pairs


def _same(finding: FindingDict) -> Hashable:
    return finding["fingerprint"]


def _same_message(finding: FindingDict) -> Hashable:
    return finding["rule"], plain_text(finding["message"])


def _same_cell(finding: FindingDict) -> Hashable:
    if not (finding["row"] and finding["column"]):
        return None
    return (
        finding["rule"],
        plain_text(finding["table"] or ""),
        plain_text(finding["row"]),
        plain_text(finding["column"]),
    )


def _same_figures(finding: FindingDict) -> Hashable:
    if not finding["stated"] or not finding["expected"]:
        return None
    return finding["rule"], plain_text(finding["stated"]), plain_text(finding["expected"])


def _open_rows(old: ReportDict, new: ReportDict) -> set[str]:
    """Return the rows that were decided and are open now."""
    before = {item["id"]: outcome_that_counts(item) for item in old["checklist"]}
    return {
        item["id"]
        for item in new["checklist"]
        if outcome_that_counts(item) is Outcome.REVIEW and before.get(item["id"]) not in (None, Outcome.REVIEW)
    }


def _is_unclear(finding: FindingDict, old: ReportDict, new: ReportDict, open_rows: set[str]) -> bool:
    """Tell whether a finding may only be gone because the new publication could not be read as well."""
    if old["document"]["publication_type"] != new["document"]["publication_type"]:
        return True
    if new["document"]["warnings"] and not old["document"]["warnings"]:
        return True
    if old["coverage"]["settled"] and not new["coverage"]["settled"]:
        return True
    rows = {item["id"] for item in old["checklist"] if finding["id"] in item["findings"]}
    return bool(rows & open_rows)


def _row_changes(old: ReportDict, new: ReportDict) -> tuple[RowChange, ...]:
    before = {item["id"]: item for item in old["checklist"]}
    after = {item["id"]: item for item in new["checklist"]}
    changes = []
    for name in dict.fromkeys([*after, *before]):
        one, two = before.get(name), after.get(name)
        shown = two or one
        if shown is None or (one and two and answer_that_counts(one) == answer_that_counts(two)):
            continue
        changes.append(
            RowChange(
                shown["item"],
                name,
                shown["question"],
                answer_that_counts(one) if one else "",
                answer_that_counts(two) if two else "",
                outcome_that_counts(one).value if one else "",
                outcome_that_counts(two).value if two else "",
            )
        )
    return tuple(sorted(changes, key=lambda change: change.item))
