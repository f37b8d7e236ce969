"""What an auditor decided about rows and findings, kept beside what the program said."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision on a row (`answer` yes, no, review or n/a) or a finding (`answer` upheld, rejected or review).

    `program` is what the program had said and `basis` what it rested on when the decision was made: a decision whose
    basis has changed since is stale and counts no more.
    """

    answer: str
    reviewer: str
    date: str
    reason: str
    program: str
    basis: str


@dataclass(frozen=True, slots=True)
class Settlement:
    """All decisions on one publication: rows by their id, findings by their fingerprint."""

    pack: str
    rows: dict[str, Decision]
    findings: dict[str, Decision]


@dataclass(frozen=True, slots=True)
class Refusal:
    """A decision that is not taken over: where it stands in the workbook, and the message that says why."""

    where: str
    message: str
