"""A publication that has been read and recognised, its rules not yet applied: what can be kept and checked later."""

from __future__ import annotations

from dataclasses import dataclass

from audit.model.claims import Claim
from audit.model.document import Document
from audit.model.findings import Finding
from audit.model.packs import OutsideEvidence
from audit.model.raw import RawDocument

SCHEMA = "gouji-extract/1"


@dataclass(frozen=True, slots=True)
class Extract:
    """Facts (the tables of `document`) and claims of one publication, each with its place."""

    schema: str
    tool_version: str
    path: str
    files: tuple[str, ...]
    """Where the publication's own files stood; what gouji.yaml says of them holds for the extract too."""
    settings: tuple[tuple[str, str], ...]
    raw: RawDocument
    """Everything that was read: the form and the evidence too, which are no part of the document."""
    document: Document
    claims: tuple[Claim, ...]
    evidence: OutsideEvidence | None = None
    crashes: tuple[Finding, ...] = ()
    """What went wrong inside the program while it read."""
