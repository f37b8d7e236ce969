"""The mutation run: one figure of a clean publication changed at a time, and whether the audit sees it.

flagged     some new error or warning cites the changed characters
repaired    and names what stood there
collateral  new errors that do not cite the changed line at all
false       errors on the publication as it was (generated ones are clean, so each is a false alarm)
"""

from __future__ import annotations

import random
import re
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from audit.model.findings import Severity
from audit.pipeline import Rooms, audit_publication
from corpora.mutate import FALLS, OPERATORS, RISES, number
from corpora.operators import DIGIT_OPERATORS
from tools.mutation_sources import rooms_with

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.model.findings import Finding
    from corpora.mutate import Change, Spot
    from tools.mutation_sources import Source

_SEEN = frozenset({Severity.ERROR, Severity.WARNING})
_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")
_TRIES = 60
"""Draws for each mutation that is wanted: many find nothing to change."""


@dataclass(frozen=True)
class Mutation:
    """One figure of a publication changed."""

    source: Source
    change: Change

    @property
    def text(self) -> str:
        """The whole publication with the change."""
        return "\n".join(self.change.on(self.source.lines))

    @property
    def told(self) -> str:
        """The mutation in a line, for reading the missed ones."""
        spot, change = self.change.spot, self.change
        figure = "" if change.start == spot.start else f" at {self.source.around.printed(spot)}"
        return f"{self.source.name} L{spot.line} {spot.where} {change.operator}{figure} {change.old} -> {change.new}"


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


def draw(sources: Sequence[Source], count: int, seed: int, *, where: str | None = None) -> list[Mutation]:
    """Draw mutations evenly over groups, publications, prose and cells, and operators; more only add to fewer."""
    rng = random.Random(seed)  # noqa: S311 - a repeatable draw, no secret
    groups: dict[str, list[Source]] = defaultdict(list)
    for source in sources:
        groups[source.group].append(source)
    drawn: dict[tuple[str, Spot, int, str], Mutation] = {}
    able: dict[tuple[str, str, str], list[Spot]] = {}
    for _ in range(count * _TRIES):
        if len(drawn) >= count or not groups:
            break
        source = rng.choice(groups[rng.choice(sorted(groups))])
        part, operator = where or rng.choice(("prose", "cell")), rng.choice(OPERATORS)
        key = (source.name, part, operator)
        if key not in able:
            able[key] = _able(source, part, operator)
        changes = list(source.around.changes(rng.choice(able[key]), operator, rng)) if able[key] else []
        if changes:
            change = rng.choice(changes)
            drawn.setdefault((source.name, change.spot, change.start, change.new), Mutation(source, change))
    return list(drawn.values())


def _able(source: Source, where: str, operator: str) -> list[Spot]:
    """Return the figures that an operator can change at all: the rare ones would hardly be met by chance."""
    spots = source.of(where)
    if operator in DIGIT_OPERATORS:
        return list(spots)
    rng = random.Random(0)  # noqa: S311 - the operators that look around do not draw
    return [s for s in spots if any(source.around.changes(s, operator, rng))]


def errors_of(text: str) -> tuple[Finding, ...]:
    """Audit a text; return its errors and warnings."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "publication.txt"
        path.write_text(text, encoding="utf-8", newline="\n")
        return _loud(path, Rooms())


def _loud(path: Path, rooms: Rooms) -> tuple[Finding, ...]:
    return tuple(f for f in audit_publication([path], rooms=rooms).findings if f.severity in _SEEN)


def found_in(mutation: Mutation) -> tuple[Finding, ...]:
    """Audit the changed publication; return its errors and warnings."""
    raw = mutation.source.raw
    if raw is None:
        return errors_of(mutation.text)
    return _loud(Path(raw.files[0].path), rooms_with(raw, mutation.change))


@cache
def baseline(source: Source) -> tuple[Finding, ...]:
    """Return the errors and warnings in a publication as it was."""
    if source.raw is None:
        return errors_of("\n".join(source.lines))
    raw = source.raw
    return _loud(Path(raw.files[0].path), Rooms(read=lambda *_, **__: raw))


def try_mutation(mutation: Mutation) -> Outcome:
    """Audit the changed publication and compare with the unchanged one."""
    change, spot = mutation.change, mutation.change.spot
    known = {finding.fingerprint for finding in baseline(mutation.source)}
    new = [finding for finding in found_in(mutation) if finding.fingerprint not in known]
    start, end = change.span
    hits = [f for f in new if any(r.number == spot.line and r.start < end and start < r.end for r in f.places)]
    strays = [f for f in new if f.severity is Severity.ERROR and all(r.number != spot.line for r in f.places)]
    old = change.old if change.start == spot.start else mutation.source.around.printed(spot)
    return Outcome(
        group=mutation.source.group,
        where=spot.where,
        operator=change.operator,
        flagged=bool(hits),
        repaired=any(names(finding, old, change.old) for finding in hits),
        collateral=len(strays),
        rules=tuple(sorted({finding.rule for finding in hits})),
        stray_rules=tuple(sorted(finding.rule for finding in strays)),
        told=mutation.told,
    )


def names(finding: Finding, figure: str, word: str) -> bool:
    """Tell whether a finding says what should stand there: the figure, its unit, or a word of its direction."""
    said = f"{finding.expected} {finding.diagnosis}"
    alike = next((words for words in (RISES, FALLS) if word in words), (word,))
    if word != figure and any(other in said for other in alike):
        return True
    wanted = number(figure)
    return any(number(found.replace("-", "")) == wanted for found in _NUMBER.findall(said))
