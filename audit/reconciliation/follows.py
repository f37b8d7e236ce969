"""What is wrong only because of something else: it is told under its root, and is nothing to put right for itself.

A finding that rests on a figure which is itself found wrong need not follow from it: both may be wrong. So the figure
is put right and everything is reconciled anew. What is gone then followed from it; what is still there did not.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from audit.model.claims import Status
from audit.model.document import CellState
from audit.model.findings import Severity
from audit.model.fingerprints import stamp
from audit.model.values import Unit, from_wan_yuan, in_wan_yuan, plain
from audit.reconciliation.narrative import figure_place

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audit.model.claims import Claim
    from audit.model.document import Cell, Document, Table
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.reconciled import Reconciliation
    from audit.reconciliation.wording import Wording

    Claims = tuple[Claim, ...]
    Reconcile = Callable[[Document, Claims], Reconciliation]

_MOST_ROOTS = 12
"""Figures tried in one publication: one with more of them has other troubles than what follows from what."""
_GRAVE = (Severity.ERROR, Severity.WARNING)
At = tuple[str, int, int]


def settle_follows(
    doc: Document, claims: Claims, found: Reconciliation, again: Reconcile, wording: Wording
) -> Reconciliation:
    """Name the root of every finding that is gone once the root's figure is put right. `again` reconciles anew."""
    findings = stamp(found.findings, [file.id for file in doc.files])
    roots = [f for f in findings if f.severity is Severity.ERROR and _resting_on(f, findings)][:_MOST_ROOTS]
    followed: dict[str, Finding] = {}
    for root in roots:
        mended = _mended(doc, claims, root)
        if mended is None or root.fingerprint in followed:
            continue
        trial = again(*mended)
        if not _is_sound(root, findings, trial):
            continue
        for finding in _resting_on(root, findings):
            if finding.fingerprint not in followed and _is_gone(finding, doc, claims, trial):
                followed[finding.fingerprint] = root
    if not followed:
        return replace(found, findings=findings)
    verdicts = list(found.verdicts)
    for at, (claim, verdict) in enumerate(zip(claims, verdicts, strict=True)):
        place = figure_place(doc, claim)
        root_of = [followed[f.fingerprint] for f in findings if f.fingerprint in followed and f.places[0] == place]
        if root_of and verdict.status is Status.DISAGREES:
            why = wording.text("why.follows", quote=root_of[0].places[0].quote)
            verdicts[at] = replace(verdict, why=why, expected="")
    told = (_told(f, followed[f.fingerprint], wording) if f.fingerprint in followed else f for f in findings)
    return replace(found, findings=tuple(told), verdicts=tuple(verdicts))


def _told(finding: Finding, root: Finding, wording: Wording) -> Finding:
    """Return a finding as it is told under its root: nothing is to be written otherwise at its own place."""
    own, other = finding.places[0].quote, root.places[0].quote
    message = wording.text("narr.follows", quote=own, other=other, expected=root.expected)
    return replace(finding, message=message, expected="", diagnosis="", at_stake=Decimal(0), root=root.fingerprint)


def _resting_on(root: Finding, findings: tuple[Finding, ...]) -> list[Finding]:
    """Return the findings that cite a root's figure, unless the root cites theirs as well."""
    at, cited = _at(root.places[0]), {_at(place) for place in root.places}
    return [
        f for f in findings
        if f.severity in _GRAVE and f.fingerprint != root.fingerprint and _at(f.places[0]) not in cited
        and any(_at(place) == at for place in f.places[1:])
    ]  # fmt: skip


def _at(place: Ref) -> At:
    return place.file, place.number, place.start


def _mended(doc: Document, claims: Claims, root: Finding) -> tuple[Document, Claims] | None:
    """Return the publication with a root's figure as it should be, None where that cannot be told."""
    words, _, unit = root.expected.partition(" ")
    stated, expected = _number(root.stated), _number(words)
    if stated is None or expected is None or unit not in ("", *Unit):
        return None
    for claim in claims:
        if claim.quantity.value == stated and figure_place(doc, claim) == root.places[0]:
            quantity = replace(claim.quantity, value=expected, printed=plain(expected))
            quantity = replace(quantity, unit=Unit(unit)) if unit else quantity
            return doc, (*claims[: claim.index], replace(claim, quantity=quantity), *claims[claim.index + 1 :])
    for table in doc.tables:
        for row in table.rows:
            for cell in row.cells:
                if _at(cell.ref) == _at(root.places[0]) and _in_wan_yuan(cell) == stated:
                    return _with_cell(doc, table, cell, expected), claims
    return None


def _in_wan_yuan(cell: Cell) -> Decimal | None:
    return None if cell.value is None else in_wan_yuan(cell.value, cell.unit)


def _with_cell(doc: Document, table: Table, cell: Cell, value: Decimal) -> Document:
    """Return a publication with one cell printed otherwise. `value` is in 万元."""
    own = from_wan_yuan(value, cell.unit)
    state = CellState.VALUE if own else CellState.ZERO
    right = replace(cell, value=own, text=plain(own), state=state)
    rows = tuple(replace(row, cells=tuple(right if one is cell else one for one in row.cells)) for row in table.rows)
    tables = (*doc.tables[: table.index], replace(table, rows=rows), *doc.tables[table.index + 1 :])
    return replace(doc, tables=tables)


def _is_sound(root: Finding, findings: tuple[Finding, ...], trial: Reconciliation) -> bool:
    """Tell whether a correction mends its own finding and makes nothing else wrong."""
    before = {(f.rule, _at(f.places[0])) for f in findings if f.severity is Severity.ERROR}
    after = set(_errors(trial))
    return (root.rule, _at(root.places[0])) not in after and after <= before


def _errors(trial: Reconciliation) -> Iterator[tuple[str, At]]:
    return ((f.rule, _at(f.places[0])) for f in trial.findings if f.severity is Severity.ERROR)


def _is_gone(finding: Finding, doc: Document, claims: Claims, trial: Reconciliation) -> bool:
    """Tell whether a finding is gone, and its figure agrees: one that nothing checks any more proves nothing."""
    at = _at(finding.places[0])
    if any(f.rule == finding.rule and _at(f.places[0]) == at and f.severity in _GRAVE for f in trial.findings):
        return False
    stated = _number(finding.stated)
    own = [c for c in claims if c.quantity.value == stated and figure_place(doc, c) == finding.places[0]]
    return all(trial.verdicts[c.index].status in (Status.AGREES, Status.ROUNDING) for c in own)


def _number(printed: str) -> Decimal | None:
    try:
        return Decimal(printed.replace(",", "").rstrip("%"))
    except InvalidOperation:
        return None
