"""Runs the checks of the text itself: wording, numbers, contents page, lists. They hold with or without a checklist."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.checklist.text_checks import (
    classification,
    contents_check,
    glossary,
    line_lists,
    number_format,
    personal_data,
    table_format,
    wording,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.model.claims import Claim
    from audit.model.document import Document
    from audit.model.findings import Finding
    from audit.model.text_rules import TextRules


@dataclass(frozen=True, slots=True)
class TextFindings:
    """What the text checks found, and those that crashed, with the error."""

    findings: tuple[Finding, ...] = ()
    crashes: tuple[tuple[str, Exception], ...] = ()


def check_text(doc: Document, claims: tuple[Claim, ...], rules: TextRules) -> TextFindings:
    """Run every text check. A crash in one of them is named and does not lose the others."""
    checks: dict[str, Callable[[], tuple[Finding, ...]]] = {
        "format": lambda: number_format.find(doc, rules.number_format, claims),
        "structure": lambda: contents_check.find(doc, rules.contents_check),
        "text.list": lambda: line_lists.find(doc, rules.line_lists),
        "text": lambda: wording.find(doc, rules.wording),
        "glossary": lambda: glossary.find(doc, rules.glossary),
        "personal": lambda: personal_data.find(doc, rules.personal_data),
        "classification": lambda: classification.find(doc, rules.classification),
        "table": lambda: table_format.find(doc, rules.table_format, claims),
    }
    findings: list[Finding] = []
    crashes: list[tuple[str, Exception]] = []
    for name, check in checks.items():
        try:
            findings += check()
        except Exception as error:  # noqa: BLE001 - one broken check must not lose what the others found
            crashes.append((name, error))
    return TextFindings(tuple(findings), tuple(crashes))
