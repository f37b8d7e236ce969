"""Holds printed codes to the names that they bear in the year. It only asks for a look: lists may lack a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.phrasing import build
from audit.model.findings import Category, Cause, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.document import Document, Row
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.text_rules import ClassificationRules, ClassName

_LONGEST_NAME = 40
_DOUBTFUL = frozenset({"header", "row_not_read", "damaged_cells"})


def find(doc: Document, rules: ClassificationRules) -> tuple[Finding, ...]:
    """Return what is printed beside a code that bears another name, or that no list has: one finding for each."""
    if doc.identity.is_blank_template:
        return ()
    known: dict[str, list[ClassName]] = {}
    for name in rules.names:
        known.setdefault(name.code, []).append(name)
    found: dict[tuple[str, str], tuple[Row, list[Ref]]] = {}
    for row, place in _coded(doc):
        found.setdefault((row.code, row.name), (row, []))[1].append(place)
    findings = []
    for (code, _), (row, places) in sorted(found.items()):
        finding = _judge(row, known.get(code, []), doc.identity.fiscal_year, rules, places)
        if finding is not None:
            findings.append(finding)
    return tuple(findings)


def _coded(doc: Document) -> Iterator[tuple[Row, Ref]]:
    """Return the rows that print both code and name, from tables that were read without doubt."""
    for table in doc.tables:
        if _DOUBTFUL & set(table.quality):
            continue
        for row in table.rows:
            if row.code_ref is not None and row.code.isdecimal() and 0 < len(row.name) <= _LONGEST_NAME:
                yield row, row.name_ref or row.code_ref


def _judge(
    row: Row, names: list[ClassName], year: int | None, rules: ClassificationRules, places: list[Ref]
) -> Finding | None:
    if not names:
        if not any(regex.fullmatch(pattern, row.code) for pattern in rules.complete):
            return None
        return _ask(rules, "classification.unknown", places, stated=row.code, name=row.name)
    printed = _fold(row.name, rules)
    fitting = [name for name in names if _is_same(printed, _fold(name.name, rules))]
    current = [name for name in names if name.valid_to is None or year is None or year <= name.valid_to]
    if not fitting:
        expected = (current or names)[-1].name
        return _ask(rules, "classification.name", places, stated=row.name, expected=expected, code=row.code)
    last = max((name.valid_to or 0) if name.valid_to else 9999 for name in fitting)
    if year is None or year <= last or not current:
        return None
    values = {"stated": row.name, "expected": current[-1].name, "code": row.code, "year": year, "last": last}
    return _ask(rules, "classification.renamed", places, **values)


def _ask(rules: ClassificationRules, key: str, places: list[Ref], **values: object) -> Finding:
    return build(
        rules.messages,
        key,
        places,
        category=Category.TEXT,
        severity=Severity.INFO,
        cause=Cause.UNCLEAR,
        **values,
    )


def _fold(name: str, rules: ClassificationRules) -> str:
    return str(regex.sub(rules.folded, "", name))


def _is_same(printed: str, known: str) -> bool:
    """Tell whether two names are one; a name cut at a page's edge is a part of the other."""
    return printed in known or known in printed
