"""What reconciliation hands over."""

from __future__ import annotations

from dataclasses import dataclass

from audit.model.chain import KeyFact
from audit.model.claims import Status, Verdict
from audit.model.findings import Finding
from audit.model.places import Ref


@dataclass(frozen=True, slots=True)
class RelationResult:
    """One relation of the tables and whether it holds."""

    rule: str
    title: str
    status: Status
    places: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Reconciliation:
    verdicts: tuple[Verdict, ...]
    findings: tuple[Finding, ...]
    relations: tuple[RelationResult, ...] = ()
    facts: tuple[KeyFact, ...] = ()
    """What other publications of the same body hold too."""
