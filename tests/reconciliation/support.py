"""Short ways from a text to what reconciliation makes of it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from audit.claims import extract_claims
from audit.model.raw import RawDocument, SourceFile
from audit.packs.loader import load_rules
from audit.readers.content import ReadLimits
from audit.readers.text_reader import read_text
from audit.recognition import recognize
from audit.reconciliation import reconcile
from corpora import Options, generate
from corpora.draw import Wishes

if TYPE_CHECKING:
    from decimal import Decimal

    from audit.model.claims import Claim, Verdict
    from audit.model.document import Cell, Document
    from audit.model.findings import Finding
    from audit.model.reconciled import Reconciliation

FULL = Wishes(items=8, managed=True, capital=True, own=True, carry=True, three_public="full")
"""A department with every fund, revenue of its own, balances and 三公: no relation is idle."""


@cache
def full_text(template: str = "wuhan-2020", seed: int = 5) -> str:
    """Return a clean publication of a department with every fund."""
    return generate(template, seed, options=Options(wishes=FULL)).text


def raw_document(text: str) -> RawDocument:
    """Return the physical lines of a text."""
    content = read_text(text.encode(), "f1", "publication.txt", ReadLimits())
    return RawDocument((SourceFile("f1", "publication.txt", "", "txt"),), content.lines)


def recognised(text: str) -> Document:
    """Recognise a text."""
    return recognize(raw_document(text), load_rules().recognition)


def reconciled(text: str, *, prose: bool = True) -> tuple[Document, tuple[Claim, ...], Reconciliation]:
    """Pass a text through the rooms; without `prose` only its tables are looked at."""
    rules = load_rules()
    doc = recognised(text)
    claims = extract_claims(doc, rules.claims) if prose else ()
    return doc, claims, reconcile(doc, claims, rules.reconciliation)


def cell_of(doc: Document, role: str, row: str, column: str) -> Cell:
    """Return a printed cell by its canonical names; `class` is the first 类 with a figure in the column."""
    table = doc.table(role)
    assert table is not None, role
    wanted = table.column(column)
    assert wanted is not None, f"{role} has no column {column}"
    for line in table.rows:
        is_class = row == "class" and len(line.key) == 3 and line.key.isdecimal()
        cell = line.cell(wanted.index)
        if cell is not None and cell.value and (is_class or line.key == row):
            return cell
    raise AssertionError(f"no figure in {role} · {row} · {column}")


def with_cell(text: str, cell: Cell, printed: str) -> str:
    """Return the text with one cell printed otherwise."""
    lines = text.split("\n")
    assert cell.ref.line is not None
    old = lines[cell.ref.line - 1]
    lines[cell.ref.line - 1] = old[: cell.ref.start] + printed + old[cell.ref.end :]
    return "\n".join(lines)


def with_words(text: str, *changes: tuple[str, str]) -> str:
    """Return the text with words replaced once; every one of them must be there."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def errors(rec: Reconciliation) -> list[Finding]:
    return [finding for finding in rec.findings if finding.severity == "error"]


def verdict_of(claims: tuple[Claim, ...], rec: Reconciliation, printed: str) -> Verdict:
    """Return the verdict on the one figure that is printed so."""
    found = [claim.index for claim in claims if claim.quantity.printed.rstrip("%") == printed]
    assert len(found) == 1, f"{printed}: {len(found)} claims"
    return next(verdict for verdict in rec.verdicts if verdict.claim == found[0])


def stands_at(finding: Finding, cell: Cell) -> bool:
    """Tell whether a finding stands at a cell."""
    first = finding.places[0]
    return (first.line, first.start, first.end) == (cell.ref.line, cell.ref.start, cell.ref.end)


def shares_a_place(finding: Finding, cell: Cell) -> bool:
    """Tell whether a finding rests on a cell."""
    return any((place.line, place.start) == (cell.ref.line, cell.ref.start) for place in finding.places)


def amount(value: Decimal) -> str:
    """Print an amount as the form orders: no trailing zeros."""
    return f"{value.normalize():f}"


def blank_cell(doc: Document, role: str, row: str, column: str) -> Cell:
    """Return an empty cell with its own place in the line, which the document itself does not keep."""
    table = doc.table(role)
    assert table is not None, role
    wanted = table.column(column)
    line = next(r for r in table.rows if r.key == row and wanted is not None and r.panel == wanted.panel)
    cell = line.cell(wanted.index)
    raw = next(r for r in table.lines if r.number == cell.ref.line)
    label = next(i for i, c in enumerate(raw.cells) if c.start == line.name_ref.start)
    first = min(c.index for c in table.columns if c.panel == wanted.panel)
    place = raw.cells[label + 1 + (line.number is not None) + wanted.index - first]
    assert place.text == ""
    return replace(cell, ref=replace(cell.ref, start=place.start, end=place.end))
