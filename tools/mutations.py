"""The mutation run: one figure of a clean publication changed at a time, and whether the audit sees it.

flagged     some new error or warning cites the changed characters
repaired    and names the figure that stood there
collateral  new errors that do not cite the changed line at all
false       errors on the publication as it was (generated ones are clean, so each is a false alarm)
"""

from __future__ import annotations

import json
import random
import re
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audit.model.claims import Status
from audit.model.findings import Severity
from audit.pipeline import audit_publication
from corpora import generate
from corpora.operators import DIGIT_OPERATORS
from tools.shared import labelled_seeds, seeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.model.findings import Finding
    from audit.model.report import AuditReport

_SEEN = frozenset({Severity.ERROR, Severity.WARNING})
_NAME = 3
"""Characters of a seed's name that tell it from the others."""
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Site:
    """A printed figure that something else settles. `where` is prose or cell; `line` counts from 1."""

    line: int
    start: int
    end: int
    where: str


@dataclass(frozen=True, slots=True)
class Source:
    """A publication whose figures are changed."""

    name: str
    group: str
    """generated:<frame set> or seed."""
    lines: tuple[str, ...]
    sites: tuple[Site, ...]


@dataclass(frozen=True, slots=True)
class Mutation:
    """One figure changed."""

    source: Source
    site: Site
    operator: str
    old: str
    new: str

    @property
    def text(self) -> str:
        """The whole publication with the change."""
        lines = list(self.source.lines)
        line = lines[self.site.line - 1]
        lines[self.site.line - 1] = line[: self.site.start] + self.new + line[self.site.end :]
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the audit made of one mutation."""

    group: str
    where: str
    operator: str
    flagged: bool
    repaired: bool
    collateral: int
    rules: tuple[str, ...]
    """Rules of the findings that cite the change."""
    stray_rules: tuple[str, ...]
    told: str
    """The mutation in a line, for reading the missed ones."""


def generated_sources(count: int, frames: str) -> list[Source]:
    """Return clean generated publications; every amount and percentage that something settles is a site."""
    sources = []
    for seed in range(1, count + 1):
        publication = generate(seed=seed, frames=frames)
        lines = tuple(publication.lines)
        sites = [
            Site(p.line, p.start, p.start + len(p.stated.printed), p.where)
            for p in publication.placed
            if p.stated.kind in ("amount", "percent")
            and p.stated.verifiable in ("table", "arith")
            and _NUMBER.fullmatch(p.stated.printed)
            and lines[p.line - 1].startswith(p.stated.printed, p.start)
        ]
        sources.append(Source(f"{frames}-{seed}", f"generated:{frames}", lines, tuple(sites)))
    return sources


def seed_sources() -> list[Source]:
    """Return the final accounts of ../shared: their right figures and their undamaged cells are sites.

    Of a publication without labels those figures count as right that the audit itself settles: a change that it then
    fails to see is a fault all the same.
    """
    labels = {pair.document: pair.labels for pair in labelled_seeds()}
    sources = []
    for document in seeds():
        report = audit_publication([document])
        if report.identity.publication_type != "final_accounts":
            continue
        lines = tuple(re.split(r"\r?\n", document.read_text(encoding="utf-8-sig")))
        # a line with a defect of its own would pass for one in which the change was seen
        cited = {
            ref.line for finding in report.findings for ref in finding.places if finding.severity is Severity.ERROR
        }
        known = labels.get(document)
        figures = _labelled_figures(known, lines) if known else _settled_figures(report, lines)
        found = {*figures, *_cells(report, lines)}
        sites = sorted((site for site in found if site.line not in cited), key=lambda s: (s.line, s.start))
        sources.append(Source(document.stem[:_NAME], "seed" if known else "seed, no labels", lines, tuple(sites)))
    return sources


def _settled_figures(report: AuditReport, lines: Sequence[str]) -> Iterable[Site]:
    """Yield the figures that the audit found right, each where its digits stand."""
    claims = {claim.index: claim for claim in report.raw_claims}
    for verdict in report.verdicts:
        claim = claims[verdict.claim]
        right = verdict.status in (Status.AGREES, Status.ROUNDING) and verdict.evidence
        if not right or claim.quantity.kind not in ("amount", "percent"):
            continue
        ref = report.document.paragraphs[claim.paragraph].place(claim.start, claim.end)
        number = _NUMBER.search(lines[ref.line - 1], ref.start, ref.end) if ref.line else None
        if number is not None and _same(number.group(), str(claim.quantity.value)):
            yield Site(ref.line or 0, number.start(), number.end(), "prose")


def _labelled_figures(labels: Path, lines: Sequence[str]) -> Iterable[Site]:
    for claim in json.loads(labels.read_text(encoding="utf-8"))["claims"]:
        settled = claim.get("ok") and claim.get("verifiable") in ("table", "arith")
        if not settled or claim.get("kind") not in ("amount", "percent"):
            continue
        at = lines[claim["line"] - 1].find(claim["quote"])
        numbers = [m for m in _NUMBER.finditer(claim["quote"]) if _same(m.group(), str(claim["value"]))]
        if at >= 0 and len(numbers) == 1:
            yield Site(claim["line"], at + numbers[0].start(), at + numbers[0].end(), "prose")


def _cells(report: AuditReport, lines: Sequence[str]) -> Iterable[Site]:
    for table in report.document.tables:
        for row in table.rows if table.role and not table.quality else ():
            for cell in row.cells:
                ref = cell.ref
                if cell.state != "value" or ref.line is None:
                    continue
                if _NUMBER.fullmatch(lines[ref.line - 1][ref.start : ref.end]):
                    yield Site(ref.line, ref.start, ref.end, "cell")


def draw(sources: Sequence[Source], count: int, seed: int) -> list[Mutation]:
    """Draw mutations evenly over groups, publications, prose and cells, and operators."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    groups: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        groups[source.group].append(source)
    operators = sorted(DIGIT_OPERATORS)
    drawn: dict[tuple[str, Site, str], Mutation] = {}
    for _ in range(count * 40):
        if len(drawn) >= count or not groups:
            break
        source = rng.choice(groups[rng.choice(sorted(groups))])
        where = rng.choice(("prose", "cell"))
        sites = [site for site in source.sites if site.where == where]
        if not sites:
            continue
        site, operator = rng.choice(sites), rng.choice(operators)
        old = source.lines[site.line - 1][site.start : site.end]
        new = DIGIT_OPERATORS[operator](old, rng)
        if new is not None:
            drawn.setdefault((source.name, site, new), Mutation(source, site, operator, old, new))
    return list(drawn.values())


def errors_of(text: str) -> tuple[Finding, ...]:
    """Audit a text; return its errors and warnings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "publication.txt"
        path.write_text(text, encoding="utf-8", newline="\n")
        return tuple(f for f in audit_publication([path]).findings if f.severity in _SEEN)


@cache
def baseline(source: Source) -> tuple[Finding, ...]:
    """Return the errors and warnings in a publication as it was."""
    return errors_of("\n".join(source.lines))


def try_mutation(mutation: Mutation) -> Outcome:
    """Audit the changed publication and compare with the unchanged one."""
    site = mutation.site
    known = {finding.fingerprint for finding in baseline(mutation.source)}
    new = [finding for finding in errors_of(mutation.text) if finding.fingerprint not in known]
    end = site.start + len(mutation.new)
    hits = [f for f in new if any(r.line == site.line and r.start < end and site.start < r.end for r in f.places)]
    strays = [f for f in new if f.severity is Severity.ERROR and not any(r.line == site.line for r in f.places)]
    return Outcome(
        group=mutation.source.group,
        where=site.where,
        operator=mutation.operator,
        flagged=bool(hits),
        repaired=any(_names(finding, mutation.old) for finding in hits),
        collateral=len(strays),
        rules=tuple(sorted({finding.rule for finding in hits})),
        stray_rules=tuple(sorted(finding.rule for finding in strays)),
        told=f"{mutation.source.name} L{site.line} {site.where} {mutation.operator} {mutation.old} -> {mutation.new}",
    )


def _names(finding: Finding, old: str) -> bool:
    numbers = _NUMBER.findall(finding.expected) + _NUMBER.findall(finding.diagnosis)
    return any(_same(number, old) for number in numbers)


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one.replace(",", "")) == Decimal(other.replace(",", ""))
    except InvalidOperation:
        return False
