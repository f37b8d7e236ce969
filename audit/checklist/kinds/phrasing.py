"""Builds findings from the messages of a rule file."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.checklist.kinds.outline import top_section
from audit.model.findings import Category, Cause, Finding, Severity
from audit.model.values import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.document import Document
    from audit.model.places import Ref
    from audit.model.rules import Message


def build(
    messages: dict[str, Message],
    key: str,
    places: Iterable[Ref],
    *,
    category: Category,
    severity: Severity = Severity.WARNING,
    stated: object = "",
    expected: object = "",
    cause: Cause = Cause.PUBLICATION,
    **values: object,
) -> Finding:
    """Build a finding: `key` is its rule and names its message, `places[0]` is where the defect stands."""
    filled = {name: _print(value) for name, value in (values | {"stated": stated, "expected": expected}).items()}
    template = messages[key]
    return Finding(
        rule=key,
        category=category,
        severity=severity,
        cause=cause,
        message=template.message.format(**filled),
        basis=template.basis.format(**filled),
        places=tuple(dict.fromkeys(places)),
        stated=_print(stated),
        expected=_print(expected),
    )


def merge(doc: Document, findings: Iterable[Finding]) -> list[Finding]:
    """Join findings that say the same of one first-level section: one slip repeated is one finding."""
    groups: dict[tuple[str, str, str, int], list[Finding]] = {}
    for finding in findings:
        section = _section_at(doc, finding.places[0])
        groups.setdefault((finding.rule, finding.stated, finding.expected, section), []).append(finding)
    merged = []
    for group in groups.values():
        first = [finding.places[0] for finding in group]
        rest = [place for finding in group for place in finding.places[1:]]
        merged.append(replace(group[0], places=tuple(dict.fromkeys([*first, *rest]))))
    return merged


def _section_at(doc: Document, place: Ref) -> int:
    """Return the first-level section in which a place stands."""
    for paragraph in doc.paragraphs:
        if any((line.file, line.number) == (place.file, place.line or place.block) for line in paragraph.lines):
            return top_section(doc, paragraph.section)
    return -1


def _print(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)
