"""Builds findings from the messages of a rule file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.checklist.text_checks.outline import top_section
from audit.model.findings import Category, Cause, ExpectedLabel, Severity, found

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.document import Document
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.rules import Message

_MOST_BESIDE = 20
"""So many characters a quote may be widened by on either side."""


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
    finding = found(
        messages[key], key, category, severity, places, stated=stated, expected=expected, cause=cause, values=values
    )
    return finding if finding.stated else replace(finding, expected_label=ExpectedLabel.MISSING)


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


def distinct(doc: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings in reading order, each quote widened until it stands only once in its line."""
    lines = {line.line_id: line for line in doc.lines}

    def sharper(place: Ref) -> Ref:
        line = lines.get(place.line_id)
        if line is None or not place.quote:
            return place
        start, end = _widen(line.text, place.start, place.end)
        return replace(place, start=start, end=end, quote=line.text[start:end])

    sharpened = (replace(f, places=tuple(dict.fromkeys(map(sharper, f.places)))) for f in findings)
    return tuple(sorted(sharpened, key=lambda finding: finding.places[0].order))


def _widen(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span, to the left first, until its words stand nowhere before it in the line."""
    first, last = start, end
    while text.find(text[first:last]) != first:
        if first > 0 and start - first < _MOST_BESIDE and not text[first - 1].isspace():
            first -= 1
        elif last < len(text) and last - end < _MOST_BESIDE and not text[last].isspace():
            last += 1
        else:
            return start, end
    return first, last


def _section_at(doc: Document, place: Ref) -> int:
    """Return the first-level section in which a place stands."""
    for paragraph in doc.paragraphs:
        if any(line.line_id == place.line_id for line in paragraph.lines):
            return top_section(doc, paragraph.section)
    return -1
