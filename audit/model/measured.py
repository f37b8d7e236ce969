"""How often rules were right where the truth is known: only what was measured may turn a row to 否."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

LEAST_CASES = 30
LEAST_PUBLICATIONS = 3
LEAST_LOW = 0.9
"""Lower bound of precision under which a rule only asks for a look."""
_Z = 1.96
ROW = "row"
BY_EVIDENCE = (f"{ROW}.external",)
"""Rows that evidence.yaml decides: dates and flags that the auditor wrote down, nothing read from a publication."""


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """Findings of one rule that were right and wrong, and in how many publications."""

    right: int
    wrong: int
    publications: int

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's 95 % interval of the share that was right, 0..1."""
        total = self.right + self.wrong
        if not total:
            return 0.0, 1.0
        share, scale = self.right / total, 1 + _Z * _Z / total
        middle = share + _Z * _Z / (2 * total)
        half = _Z * math.sqrt(share * (1 - share) / total + _Z * _Z / (4 * total * total))
        return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)

    @property
    def is_proven(self) -> bool:
        """Tell whether the rule may turn a row: enough cases from enough publications, and nearly always right."""
        enough = self.right + self.wrong >= LEAST_CASES and self.publications >= LEAST_PUBLICATIONS
        return enough and self.interval[0] >= LEAST_LOW


@dataclass(frozen=True, slots=True)
class Measured:
    """The records of all rules, with the version that they were measured on and the command that measured them."""

    version: str = ""
    command: str = ""
    rules: dict[str, RuleRecord] = field(default_factory=dict)

    def may_decide(self, key: str) -> bool:
        """Tell whether a rule's findings may turn a row."""
        if key in BY_EVIDENCE:
            return True
        record = self.rules.get(key)
        return record is not None and record.is_proven


def measured_key(rule: str, items: Collection[str]) -> str:
    """Return under which name a rule is measured: rows' own findings by what kind of defect they name.

    `overview.missing` and `procurement.missing` are the same check with other words: row.missing.
    """
    item, _, about = rule.partition(".")
    return f"{ROW}.{about}" if about and item in items else rule
