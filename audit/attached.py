"""The files beside a publication: the form that the department filled in, and evidence from outside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit import messages
from audit.model.raw import ReadError
from audit.packs.evidence import load_evidence
from audit.packs.strict_yaml import RuleFileError

if TYPE_CHECKING:
    from pathlib import Path

    from audit.model.packs import OutsideEvidence
    from audit.model.places import Ref
    from audit.model.raw import RawDocument, RawLine

MAIN, FORM, EVIDENCE = "main", "form", "evidence"
EVIDENCE_FILE = "evidence.yaml"


def read_evidence(evidence: Path) -> OutsideEvidence:
    """Read the evidence. Raises ReadError, so that a mistake in it is told before the audit."""
    try:
        return load_evidence(evidence)
    except RuleFileError as error:
        raise ReadError("E119", path=str(evidence), reason=in_words(error), line=error.line) from error
    except OSError as error:
        raise ReadError("E103", path=str(evidence), reason=error.strerror or type(error).__name__) from error


def in_words(error: RuleFileError) -> str:
    """Return what is wrong with a file in the user's words."""
    return messages.text(f"yaml.{error.kind}", **error.values) if error.kind else error.message


def main_part(raw: RawDocument) -> RawDocument:
    """Return the publication itself: the form and the evidence are no text of its own."""
    main = {file.id for file in raw.files if file.role not in (FORM, EVIDENCE)}
    return replace(
        raw,
        lines=tuple(line for line in raw.lines if line.file in main),
        figures=tuple(figure for figure in raw.figures if figure.file in main),
        warnings=tuple(warning for warning in raw.warnings if warning.file in main),
    )


def lines_of(raw: RawDocument, role: str) -> list[RawLine]:
    """Return the lines of the files of a role."""
    files = {file.id for file in raw.files if file.role == role}
    return [line for line in raw.lines if line.file in files]


def evidence_places(raw: RawDocument) -> dict[str, Ref]:
    """Return where each key of evidence.yaml stands."""
    found = [(line.text.partition(":"), line) for line in lines_of(raw, EVIDENCE)]
    return {key.strip(): line.ref() for (key, colon, _), line in found if colon and not key.strip().startswith("#")}
