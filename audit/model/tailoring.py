"""What a user tailors for publications of their own (gouji.yaml): pack, rows, severity, weights, waivers."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from audit.model.findings import Finding, Severity


class Switch(StrEnum):
    """Whether a row of the checklist is answered."""

    ON = "on"
    OFF = "off"


class GivenSeverity(StrEnum):
    """Severities that a user may give to a rule; what is rounding stays rounding."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class WaiverState(StrEnum):
    """What became of a waiver in one audit."""

    APPLIED = "applied"
    EXPIRED = "expired"
    STALE = "stale"
    """No finding of the publication has this fingerprint."""
    UNMATCHED = "unmatched"
    """The fingerprint is that of a finding of another rule."""
    ELSEWHERE = "elsewhere"
    """It is another publication's, or may be another's of the batch."""

    @property
    def is_fault(self) -> bool:
        """Tell whether somebody must look at the waiver."""
        return self in (WaiverState.EXPIRED, WaiverState.STALE, WaiverState.UNMATCHED)


@dataclass(frozen=True, slots=True)
class Waiver:
    """One finding that somebody answers for: it is listed with its reason and turns no row."""

    rule: str
    fingerprint: str
    reason: str
    who: str = ""
    expiry: str = ""
    """Last day on which it holds, as 2026-12-31; empty: no end."""
    publication: str = ""
    """File that it is meant for: its name, or its path from gouji.yaml; empty: the one that has the finding."""
    line: int = field(default=0, metadata={"internal": True})
    """Where it stands in gouji.yaml."""


@dataclass(frozen=True, slots=True)
class FormatChoice:
    """Policies of rules/formats by their ids, in the place of the ones that the template brings; `off`: none."""

    text: str = ""
    tables: str = ""


@dataclass(frozen=True, slots=True)
class Materiality:
    """Differences below `amount` 万元 are shown apart."""

    amount: Decimal


@dataclass(frozen=True, slots=True)
class Tailoring:
    """All of gouji.yaml. The empty one changes nothing."""

    pack: str = ""
    rows: dict[str, Switch] = field(default_factory=dict)
    severity: dict[str, GivenSeverity] = field(default_factory=dict)
    """Severity by rule, or by the beginning of a rule's name up to a point."""
    weights: dict[str, Decimal] = field(default_factory=dict)
    format: FormatChoice = FormatChoice()
    materiality: Materiality | None = None
    waivers: tuple[Waiver, ...] = ()
    source: str = field(default="", metadata={"internal": True})
    """Path of the file as the user may know it."""
    sha256: str = field(default="", metadata={"internal": True})

    @property
    def rows_off(self) -> frozenset[str]:
        """Return the ids of the rows that are not answered."""
        return frozenset(name for name, switch in self.rows.items() if switch is Switch.OFF)

    def severity_of(self, finding: Finding) -> Severity:
        """Return the severity that a finding is given here: by the longest name that fits its rule."""
        if finding.severity is Severity.ROUNDING:
            return finding.severity
        fitting = [name for name in self.severity if finding.rule == name or finding.rule.startswith(f"{name}.")]
        return Severity(self.severity[max(fitting, key=len)]) if fitting else finding.severity

    def is_immaterial(self, finding: Finding) -> bool:
        """Tell whether a finding is about money, and about less than the threshold."""
        return self.materiality is not None and 0 < finding.at_stake < self.materiality.amount


@dataclass(frozen=True, slots=True)
class WaiverResult:
    """A waiver as the report lists it."""

    waiver: Waiver
    state: WaiverState
    finding: str = ""
    """Fingerprint of the finding that it waives, or that has another rule."""
    found_rule: str = ""
    """Rule of the finding with its fingerprint, where that is another one."""
    message: str = ""
    """All this as one sentence."""
