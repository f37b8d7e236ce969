"""What a batch makes of each of its publications: enough for an index, without the reports themselves."""

from __future__ import annotations

from dataclasses import dataclass

from audit.model.checklist import Score
from audit.model.coverage import Coverage
from audit.model.document import PublicationType
from audit.model.tailoring import WaiverResult


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a publication could not be audited: code and sentence of the message catalogue."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Audited:
    """The head of a finished report."""

    publication_type: PublicationType
    entity: str
    fiscal_year: int | None
    template: str
    pack: str | None
    score: Score
    coverage: Coverage
    severities: tuple[tuple[str, int], ...]
    """How many findings of each severity, gravest first; every severity is there."""
    files: tuple[str, ...]
    """Names of the files written into the report's folder."""
    is_blank_template: bool = False
    waived: int = 0
    """Findings that somebody answers for; not among `severities`."""
    immaterial: int = 0
    """Findings below the user's threshold; not among `severities`."""
    waivers: tuple[WaiverResult, ...] = ()
    config: str = ""
    """The settings file, as the user knows it."""
    units: tuple[str, ...] = ()
    """The bodies whose sum the department is, as evidence.yaml lists them."""
    faults: tuple[str, ...] = ()
    """A sentence for each waiver that does not hold."""

    @property
    def is_empty(self) -> bool:
        """True where nothing of a disclosure was found: a readable file of another kind."""
        return self.publication_type is PublicationType.UNKNOWN and not self.coverage.figures


@dataclass(frozen=True, slots=True)
class BatchEntry:
    """One publication of a batch: `audited` or `failure`, never both."""

    name: str
    """Its folder under the output folder."""
    path: str
    audited: Audited | None = None
    failure: Failure | None = None
    seconds: tuple[tuple[str, float], ...] = ()
    """Time in each room; no part of what is written."""
    kept: str = ""
    """The filled-in workbook that was moved out of the way; no part of what is written."""
    log: str = ""
    """Tracebacks and warnings for the log; no part of what is written."""
    key: str = ""
    """Names all that the report rests on: while it stays the same the report does too. No part of what is written."""

    def count(self, severity: str) -> int:
        """Return how many findings of a severity the report has."""
        return dict(self.audited.severities).get(severity, 0) if self.audited else 0


@dataclass(frozen=True, slots=True)
class JournalLine:
    """One publication that was audited, as the journal of a batch keeps it."""

    schema: str
    key: str
    entry: BatchEntry
