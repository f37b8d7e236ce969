"""Puts the rooms' results together as the report shows them: order, ids, fingerprints, coverage, text. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit.model.claims import Status
from audit.model.coverage import in_explanation, settled_status
from audit.model.findings import Severity
from audit.model.fingerprints import fingerprint, stamp
from audit.model.places import unmistakable
from audit.model.report import ReportClaim, TextLine
from audit.model.values import Unit, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audit.model.claims import Claim, Verdict
    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.raw import RawLine

__all__ = [
    "claim_place",
    "explanation_text",
    "fingerprint",
    "in_their_lines",
    "number",
    "report_claims",
    "stamp",
    "without_echoes",
    "without_gaps",
]

GAP = "structure.number.gap"
BOTH_SIDES = 2
"""A gap cites the entry after it and the one before it first."""
YEAR, YEAR_OF_CONTENTS = "text.year", "structure.contents.year"
ONLY_ASKS = "classification."
"""Beginning of the rules that ask for a look at a code and its name."""


def without_echoes(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Leave out what a graver finding in the same lines says: a code asked about, a year. One cause, one finding."""
    grave = {
        place.line_id
        for finding in findings
        if finding.severity in (Severity.ERROR, Severity.WARNING)
        for place in finding.places
    }
    dated = {finding.places[0].line_id for finding in findings if finding.rule == YEAR}
    return tuple(
        finding
        for finding in findings
        if (not finding.rule.startswith(ONLY_ASKS) or any(place.line_id not in grave for place in finding.places))
        # a wrong year in a title is why it is not that of the contents page
        and (finding.rule != YEAR_OF_CONTENTS or dated.isdisjoint(place.line_id for place in finding.places))
    )


def without_gaps(findings: Sequence[Finding], missing: Sequence[Finding]) -> tuple[Finding, ...]:
    """Leave out a gap in the numbers of entries where a finding says how many there should be: it cites both sides.

    What else cites both, as that each of them is incomplete, says nothing of one that is missing.
    """
    cited = [{p.line_id for p in finding.places} for finding in missing if finding.stated.isdecimal()]
    return tuple(
        finding
        for finding in findings
        if finding.rule != GAP or not any({p.line_id for p in finding.places[:BOTH_SIDES]} <= lines for lines in cited)
    )


def number(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Give the findings their ids F001, F002 ... in the order given."""
    return tuple(replace(finding, id=f"F{count:03d}") for count, finding in enumerate(findings, start=1))


def in_their_lines(doc: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings with quotes that can be told from other occurrences of the same words in their lines."""
    texts = {line.line_id: line.text for line in doc.lines}

    def told(ref: Ref) -> Ref:
        return unmistakable(ref, texts.get(ref.line_id, ""))

    return tuple(replace(finding, places=tuple(told(ref) for ref in finding.places)) for finding in findings)


def report_claims(
    doc: Document, claims: Iterable[Claim], verdicts: Mapping[int, Verdict], unsettled: str
) -> tuple[ReportClaim, ...]:
    """Return the claims as the report shows them; one without a verdict is unverified, `unsettled` saying why."""
    shown = []
    for claim in claims:
        verdict = verdicts.get(claim.index)
        status = settled_status(verdict)
        shown.append(
            ReportClaim(
                ref=claim_place(doc.paragraphs[claim.paragraph], claim),
                value=plain(claim.quantity.value),
                unit=claim.quantity.counter if claim.quantity.unit is Unit.COUNT else claim.quantity.unit.value,
                kind=claim.quantity.kind,
                relation=claim.relation.value,
                status=status.value,
                why=(verdict.why if verdict else "") or (unsettled if status is Status.UNVERIFIED else ""),
                concept=claim.concept.key if claim.concept else "",
                evidence=verdict.evidence if verdict else (),
                expected=verdict.expected if verdict else "",
            )
        )
    return tuple(shown)


def claim_place(paragraph: Paragraph, claim: Claim) -> Ref:
    """Return where a figure stands, quoting its clause as far as that stands in the same line."""
    figure = paragraph.place(claim.start, claim.end)
    clause = paragraph.around(figure, claim.clause_start, claim.clause_end)
    if clause is None:
        return figure
    return unmistakable(replace(figure, quote=clause.quote), _line_of(paragraph, figure))


def _line_of(paragraph: Paragraph, ref: Ref) -> str:
    return next((line.text for line in paragraph.lines if line.number == ref.number), "")


def explanation_text(doc: Document) -> tuple[TextLine, ...]:
    """Return the physical lines of the explanation part, tables in it included.

    A publication without such a part gives all its prose, so that its figures can still be shown where they stand.
    """
    paragraphs = [p for p in doc.paragraphs if in_explanation(doc, p.section)]
    if not paragraphs:
        prose = {line.line_id for paragraph in doc.paragraphs for line in paragraph.lines}
        return tuple(_text_line(line) for line in doc.lines if line.line_id in prose)
    spans: dict[str, list[tuple[int, int]]] = {}
    for paragraph in paragraphs:
        first, last = paragraph.lines[0], paragraph.lines[-1]
        spans.setdefault(first.file, []).append((first.number, last.number))
    for table in doc.tables:
        if table.lines and in_explanation(doc, table.section):
            spans.setdefault(table.lines[0].file, []).append((table.lines[0].number, table.lines[-1].number))
    wanted = {(file, line) for file, runs in spans.items() for low, high in runs for line in range(low, high + 1)}
    return tuple(_text_line(line) for line in doc.lines if line.line_id in wanted and line.text.strip())


def _text_line(line: RawLine) -> TextLine:
    ref = line.ref()
    return TextLine(file=line.file, line=ref.line, page=ref.page, text=line.text, block=ref.block)
