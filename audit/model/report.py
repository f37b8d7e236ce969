"""The whole result of one audit; writers know only this."""

from __future__ import annotations

from dataclasses import dataclass

from audit.model.chain import KeyFact
from audit.model.checklist import ItemResult, Score
from audit.model.claims import Claim, Verdict
from audit.model.coverage import Coverage
from audit.model.document import Document, Identity
from audit.model.findings import Finding
from audit.model.places import Ref
from audit.model.raw import SourceFile
from audit.model.tailoring import Tailoring, WaiverResult


@dataclass(frozen=True, slots=True)
class PackInfo:
    id: str | None
    version: str
    sha256: str
    title: str = ""
    confidence: float = 0.0
    reason: str = ""
    """Why this pack was chosen, or why none fits."""


@dataclass(frozen=True, slots=True)
class ReportClaim:
    """A claim as the report shows it."""

    ref: Ref
    value: str
    unit: str
    kind: str
    relation: str
    status: str
    why: str
    concept: str
    evidence: tuple[Ref, ...]
    expected: str = ""


@dataclass(frozen=True, slots=True)
class TextLine:
    """One physical line of the explanation part, so that a report can be rendered from its JSON alone."""

    file: str
    line: int | None
    page: int | None
    text: str
    block: int | None = None
    """Running number of the line in a paged file, as in Ref."""

    @property
    def line_id(self) -> tuple[str, int]:
        """File and number, as the places in this line have them."""
        return (self.file, self.line or self.block or 0)


@dataclass(frozen=True, slots=True)
class AuditReport:
    tool_version: str
    settings: tuple[tuple[str, str], ...]
    path: str
    files: tuple[SourceFile, ...]
    identity: Identity
    pack: PackInfo
    score: Score
    coverage: Coverage
    checklist: tuple[ItemResult, ...]
    findings: tuple[Finding, ...]
    claims: tuple[ReportClaim, ...]
    document: Document
    raw_claims: tuple[Claim, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    text: tuple[TextLine, ...] = ()
    tailoring: Tailoring | None = None
    """The user's settings where there are any."""
    waivers: tuple[WaiverResult, ...] = ()
    rows_unknown: tuple[str, ...] = ()
    """Rows that the settings name and the pack does not have."""
    rule_names: tuple[tuple[str, str], ...] = ()
    """What the rules of the findings are called, by their ids."""
    template_title: str = ""
    facts: tuple[KeyFact, ...] = ()
    """Figures by which other publications are compared with this one."""
    units: tuple[str, ...] = ()
    """The bodies whose sum the department is, as evidence.yaml lists them."""
