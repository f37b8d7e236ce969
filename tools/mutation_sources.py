"""The publications whose figures the mutation run changes, and the figures of each that something settles."""

from __future__ import annotations

import json
import re
import tempfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from audit.model.claims import Status
from audit.model.findings import Severity
from audit.pipeline import Rooms, audit_publication
from audit.readers import read
from corpora import generate
from corpora.budgets import LAYOUTS as BUDGETS
from corpora.budgets import make_budget
from corpora.mutate import Spot, Surroundings, number, spots_of
from corpora.templates import TEMPLATES
from tools.shared import SHARED, labelled_seeds, seeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.model.raw import RawCell, RawDocument, RawLine
    from audit.model.report import AuditReport
    from corpora.mutate import Change

_NAME = 3
"""Characters of a seed's name that tell it from the others."""
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True)
class Source:
    """A publication whose figures are changed."""

    name: str
    group: str
    """generated:<frame set>, seed, or budget."""
    lines: tuple[str, ...]
    spots: tuple[Spot, ...]
    raw: RawDocument | None = None
    """What the reader made of a paged file; its lines are changed in place of the file."""

    @cached_property
    def around(self) -> Surroundings:
        return Surroundings(self.lines, self.spots)

    def of(self, where: str) -> tuple[Spot, ...]:
        return self._parted[where]

    @cached_property
    def _parted(self) -> dict[str, tuple[Spot, ...]]:
        return {where: tuple(s for s in self.spots if s.where == where) for where in ("prose", "cell")}


def generated_sources(count: int, frames: str) -> list[Source]:
    """Return clean generated publications of all templates in turn; what something settles is a spot."""
    sources = []
    for seed in range(1, count + 1):
        template = sorted(TEMPLATES, reverse=True)[(seed - 1) % len(TEMPLATES)]
        made = generate(template, seed, frames)
        sources.append(Source(f"{frames}-{seed}", f"generated:{frames}", tuple(made.lines), tuple(spots_of(made))))
    return sources


def seed_sources() -> list[Source]:
    """Return the final accounts of ../shared: their right figures and their undamaged cells are spots.

    Of a publication without labels those figures count as right that the audit itself settles: a change that it then
    fails to see is a fault all the same.
    """
    labels = {pair.document: pair.labels for pair in labelled_seeds()}
    sources = []
    for document in seeds():
        report = audit_publication([document])
        if report.identity.publication_type != "final_accounts":
            continue
        known = labels.get(document)
        group = "seed" if known else "seed, no labels"
        sources.append(_text_source(document, report, group, known))
    return sources


def budget_sources() -> list[Source]:
    """Return the budgets of ../shared, texts and pages: their undamaged cells and settled figures are spots.

    Their layouts are real; corpora writes budgets in a few layouts of its own.
    """
    sources = []
    for document in (*seeds(), *sorted((SHARED / "publications").glob("*.pdf"))):
        report = audit_publication([document])
        if report.identity.publication_type != "budget" or not report.document.tables:
            continue
        if document.suffix == ".txt":
            sources.append(_text_source(document, report, "budget", None))
        else:
            sources.append(_paged_source(document, report))
    return sources


def written_budgets(count: int) -> list[Source]:
    """Return budgets that corpora writes, `count` of each layout: their cells are spots."""
    sources = []
    for layout in BUDGETS:
        for seed in range(701, 701 + count):
            made = make_budget(layout, seed)
            with tempfile.TemporaryDirectory() as folder:
                path = Path(folder) / "budget.txt"
                path.write_text(made.text, encoding="utf-8", newline="\n")
                report = audit_publication([path])
            lines = tuple(made.lines)
            spots = _untouched(report, _cells(report, lines))
            sources.append(Source(f"budget-{layout}-{seed}", "generated:budget", lines, spots))
    return sources


def _text_source(document: Path, report: AuditReport, group: str, labels: Path | None) -> Source:
    lines = tuple(re.split(r"\r?\n", document.read_text(encoding="utf-8-sig")))
    figures = _labelled_figures(labels, lines) if labels else _settled_figures(report, lines)
    return Source(document.stem[:_NAME], group, lines, _untouched(report, {*figures, *_cells(report, lines)}))


def _paged_source(document: Path, report: AuditReport) -> Source:
    raw = read([document], roles=["main"])
    lines = tuple(line.text for line in raw.lines)
    spots = {*_settled_figures(report, lines), *_cells(report, lines)}
    return Source(document.stem, "budget", lines, _untouched(report, spots), raw)


def _untouched(report: AuditReport, spots: Iterable[Spot]) -> tuple[Spot, ...]:
    """Leave out lines with a defect of their own: it would pass for the change being seen."""
    errors = (f for f in report.findings if f.severity is Severity.ERROR)
    cited = {ref.number for finding in errors for ref in finding.places}
    return tuple(sorted((s for s in spots if s.line not in cited), key=lambda s: (s.line, s.start)))


def _settled_figures(report: AuditReport, lines: Sequence[str]) -> Iterable[Spot]:
    """Yield the figures that the audit found right, each where its digits stand."""
    claims = {claim.index: claim for claim in report.raw_claims}
    for verdict in report.verdicts:
        claim = claims[verdict.claim]
        right = verdict.status in (Status.AGREES, Status.ROUNDING) and verdict.evidence
        if not right or claim.quantity.kind not in ("amount", "percent"):
            continue
        ref = report.document.paragraphs[claim.paragraph].place(claim.start, claim.end)
        line = ref.number
        found = _NUMBER.search(lines[line - 1], ref.start, ref.end) if line else None
        if found is not None and number(found.group()) == claim.quantity.value:
            yield Spot(line, found.start(), found.end(), "prose")


def _labelled_figures(labels: Path, lines: Sequence[str]) -> Iterable[Spot]:
    for claim in json.loads(labels.read_text(encoding="utf-8"))["claims"]:
        settled = claim.get("ok") and claim.get("verifiable") in ("table", "arith")
        if not settled or claim.get("kind") not in ("amount", "percent"):
            continue
        at = lines[claim["line"] - 1].find(claim["quote"])
        value = number(str(claim["value"]))
        numbers = [m for m in _NUMBER.finditer(claim["quote"]) if number(m.group()) == value]
        if at >= 0 and len(numbers) == 1:
            yield Spot(claim["line"], at + numbers[0].start(), at + numbers[0].end(), "prose")


def _cells(report: AuditReport, lines: Sequence[str]) -> Iterable[Spot]:
    for table in report.document.tables:
        for row in table.rows if table.role and not table.quality else ():
            for cell in row.cells:
                line, ref = cell.ref.number, cell.ref
                if cell.state == "value" and line and _NUMBER.fullmatch(lines[line - 1][ref.start : ref.end]):
                    yield Spot(line, ref.start, ref.end, "cell")


def rooms_with(raw: RawDocument, change: Change) -> Rooms:
    """Return the rooms, of which the first hands over a document with one change."""
    lines = tuple(
        _edited(line, change) if at == change.spot.line else line for at, line in enumerate(raw.lines, start=1)
    )
    return Rooms(read=lambda *_, **__: replace(raw, lines=lines))


def _edited(line: RawLine, change: Change) -> RawLine:
    """Return a line after an edit, its cells moved along."""
    grown = len(change.new) - len(change.old)

    def moved(cell: RawCell) -> RawCell:
        inside = cell.start <= change.start and change.end <= cell.end
        text = line.text[cell.start : change.start] + change.new + line.text[change.end : cell.end]
        start = cell.start + (grown if cell.start >= change.end else 0)
        end = cell.end + (grown if cell.end >= change.end else 0)
        return replace(cell, text=text if inside else cell.text, start=start, end=end)

    text = line.text[: change.start] + change.new + line.text[change.end :]
    return replace(line, text=text, cells=tuple(moved(cell) for cell in line.cells))
