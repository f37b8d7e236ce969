"""What was recognised from a picture and is not certain, and what rests on it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit.model.claims import Status, Verdict
from audit.model.findings import Category, Cause
from audit.model.raw import Damage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.model.claims import Claim
    from audit.model.document import Document
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.raw import RawLine
    from audit.model.reconciled import Reconciliation

_ENDS = "。；！？"
_TYPOGRAPHY = frozenset({Category.FORMAT, Category.TEXT})

MARKS = frozenset("()（）[]［］〔〕【】〈〉<>《》\"“”'‘’、，。：:；;·—-–－…!！?？/／~～")
"""Signs that look alike in a picture: which of them is printed is never sure, and no figure hangs on it."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """The lines of a publication that hold doubtful characters, and the pages that were read from pictures."""

    lines: Mapping[tuple[str, int], RawLine]
    pages: frozenset[tuple[str, int | None]]
    sections: tuple[tuple[str, int, int], ...] = ()
    """File, first and last line of each section of the outline."""

    @classmethod
    def of(cls, doc: Document) -> Doubts:
        """Gather them."""
        pages = frozenset((w.file, w.page) for w in doc.warnings if w.kind is Damage.RECOGNISED)
        if not pages:
            return cls({}, pages)
        lines = {line.line_id: line for line in doc.lines if line.doubts}
        spans = [(doc.paragraphs[s.first].lines[0], doc.paragraphs[s.last].lines[-1]) for s in doc.sections]
        sections = tuple((first.file, first.number, last.number) for first, last in spans if first.file == last.file)
        return cls(lines, pages, sections)

    def touch(self, ref: Ref) -> bool:
        """Tell whether a doubtful character stands in a place's sentence, or in its row of a table."""
        line = self.lines.get(ref.line_id)
        if line is None:
            return False
        start, end = (0, len(line.text)) if line.cells else _sentence(line.text, ref.start, ref.end)
        return any(low < end and start < high for low, high in line.doubts)

    def shake(self, category: Category, places: Iterable[Ref]) -> bool:
        """Tell whether what is said of some places may be the reading's fault.

        A mark may be another one, and what is missing under a heading may stand there misread.
        """
        return any(self.touch(ref) or self._is_unsure(category, ref) for ref in places)

    def without_ground(self, finding: Finding) -> Finding:
        """Return a finding; one that rests on a doubtful place is not held against the publication."""
        if finding.cause is not Cause.PUBLICATION or not self.pages:
            return finding
        if any(map(self.touch, finding.places)):
            return replace(finding, cause=Cause.EXTRACTION)
        return replace(finding, cause=Cause.UNCLEAR) if self.shake(finding.category, finding.places) else finding

    def hold_back(
        self, doc: Document, claims: Iterable[Claim], reconciliation: Reconciliation, why: str
    ) -> Reconciliation:
        """Return the results of reconciliation; a disagreement that rests on a doubtful place is not settled."""
        if not self.pages:
            return reconciliation
        known = {claim.index: claim for claim in claims}
        verdicts = tuple(
            Verdict(verdict.claim, Status.UNVERIFIED, why)
            if verdict.status is Status.DISAGREES and self._is_doubtful(doc, known.get(verdict.claim), verdict)
            else verdict
            for verdict in reconciliation.verdicts
        )
        findings = tuple(self.without_ground(finding) for finding in reconciliation.findings)
        return replace(reconciliation, verdicts=verdicts, findings=findings)

    def _is_unsure(self, category: Category, ref: Ref) -> bool:
        if category in _TYPOGRAPHY:
            return (ref.file, ref.page) in self.pages and not MARKS.isdisjoint(ref.quote)
        return category is Category.STRUCTURE and self._is_doubtful_around(ref)

    def _is_doubtful_around(self, ref: Ref) -> bool:
        """Tell whether anything doubtful stands in the section around a place, in the whole file outside of them."""
        at = ref.number
        around = [(first, last) for file, first, last in self.sections if file == ref.file and first <= at <= last]
        span = min(around, key=lambda one: one[1] - one[0], default=None)
        return any(file == ref.file and (span is None or span[0] <= number <= span[1]) for file, number in self.lines)

    def _is_doubtful(self, doc: Document, claim: Claim | None, verdict: Verdict) -> bool:
        own = doc.paragraphs[claim.paragraph].places(claim.clause_start, claim.clause_end) if claim else ()
        return any(map(self.touch, (*own, *verdict.evidence)))


def _sentence(text: str, start: int, end: int) -> tuple[int, int]:
    first = max(text.rfind(sign, 0, start) for sign in _ENDS) + 1
    last = min((at for sign in _ENDS if (at := text.find(sign, max(start, end - 1))) >= 0), default=len(text))
    return first, max(last, end)
