"""Cases of rows: a sound publication, what is changed in it, and what the row must answer then."""

from __future__ import annotations

from dataclasses import dataclass

from audit.model.checklist import Outcome
from audit.model.packs import OutsideEvidence


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of the publication: exactly one of `drop`, `replace` with `by`, and `cut`."""

    drop: str = ""
    """A pattern; the lines in which it is found are deleted."""
    replace: str = ""
    """A pattern; what it matches becomes `by`, which may name groups of it."""
    by: str | None = None
    cut: bool = False
    """Deletes all lines of `within`."""
    within: tuple[str, ...] = ()
    """Two patterns: the edit is kept to the lines from the last one with the first up to the next with the second."""


@dataclass(frozen=True, slots=True)
class Case:
    """One case of a row."""

    name: str
    expect: Outcome
    base: str = "any"
    """What the publication must have, where a generator makes it."""
    faults: tuple[str, ...] = ()
    """Faults that the generator plants."""
    edits: tuple[Edit, ...] = ()
    evidence: OutsideEvidence | None = None
    says: str = ""
    """Words that the reason must have."""
    also: tuple[int, ...] = ()
    """Numbers of other rows that turn too."""
    may: tuple[int, ...] = ()
    """Numbers of other rows that may turn."""
