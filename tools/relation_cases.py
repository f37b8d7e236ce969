"""Cases for the relations of the tables: one cell that takes part in a relation is changed, and what is said of it.

A draw over all figures hardly ever meets the rarer relations. Here each relation is given cells of its own: in
generated publications with every fund, in generated budgets, in the seeds, and in the budgets of ../shared. Only
recognition and the tables' part of reconciliation are run: what the prose says of a changed cell is measured by the
mutation run.
"""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.model.findings import Severity
from audit.model.raw import RawDocument, SourceFile
from audit.packs.loader import load_rules
from audit.readers.content import ReadLimits
from audit.readers.text_reader import read_text
from audit.recognition import recognize
from audit.reconciliation import reconcile
from corpora import Options, generate
from corpora.draw import Wishes
from corpora.mutate import OPERATORS, spots_of
from corpora.templates import TEMPLATES
from tools.mutation_sources import Source, budget_sources, rooms_with, seed_sources, written_budgets

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from audit.model.findings import Finding
    from audit.model.reconciled import Reconciliation
    from corpora.mutate import Change, Spot

FULL = Wishes(items=8, managed=True, capital=True, own=True, carry=True, three_public="full")
"""Every fund, revenue of its own, balances and 三公: no relation is idle."""
_LOUD = (Severity.ERROR, Severity.WARNING)
_TRIES = 4
"""Changes tried for each case that is wanted: another relation may be the one that tells."""
_HOPELESS = 24
"""Changes after which a relation that none of them brought up is given up: others always tell first."""
Key = tuple[str, int, int, str, str]


@dataclass(frozen=True, slots=True)
class Case:
    """A finding on a changed cell, or beside it."""

    rule: str
    is_right: bool
    publication: str
    words: str


@dataclass(slots=True)
class Ground:
    """A publication as it is: what is known of it before a cell is changed."""

    source: Source
    known: frozenset[Key]
    related: dict[str, list[Spot]] = field(default_factory=lambda: defaultdict(list))


def sources(count: int) -> Iterator[Source]:
    """Yield publications with every fund, `count` of each template, frame set and layout, the seeds and budgets."""
    for template in sorted(TEMPLATES):
        for frames in ("a", "b"):
            for seed in range(701, 701 + count):
                made = generate(template, seed, frames, options=Options(wishes=FULL))
                yield Source(
                    f"{template}-{frames}-{seed}", f"generated:{frames}", tuple(made.lines), tuple(spots_of(made))
                )
    yield from (*written_budgets(count), *seed_sources(), *budget_sources())


def grounds(found: Iterable[Source]) -> list[Ground]:
    """Return publications with the cells of each of their relations."""
    made = []
    for source in found:
        result = _settled(source, None)
        ground = Ground(source, frozenset(_key(f) for f in result.findings))
        spots = {(s.line, s.start): s for s in source.spots if s.where == "cell"}
        for relation in result.relations:
            places = [spots.get((ref.number, ref.start)) for ref in relation.places]
            ground.related[relation.rule] += [spot for spot in places if spot is not None]
        made.append(ground)
    return made


def cases(
    ground: list[Ground], decided: Collection[str], prefixes: tuple[str, ...], enough: int, least: int
) -> Iterator[Case]:
    """Yield cases for every relation that does not decide yet, until it has enough or nothing more to change.

    Relations that fewer than `least` publications have are left out: they could not decide whatever was found.
    """
    rules = sorted({rule for one in ground for rule in one.related if rule.startswith(prefixes)} - {*decided})
    for rule in rules:
        rng = random.Random(rule)  # noqa: S311 - repeatable
        able = [one for one in ground if one.related.get(rule)]
        if len(able) < least:
            continue
        found = 0
        tried: set[tuple[str, Change]] = set()
        for at in range(enough * _TRIES):
            # the publications in turn: thirty cases of one publication would prove little
            one = able[at % len(able)]
            changes = list(one.source.around.changes(rng.choice(one.related[rule]), rng.choice(OPERATORS), rng))
            change = rng.choice(changes) if changes else None
            if found >= enough or (not found and len(tried) >= _HOPELESS):
                break
            if change is None or (one.source.name, change) in tried:
                continue
            tried.add((one.source.name, change))
            said = list(_said(one, change))
            found += any(case.rule == rule for case in said)
            yield from said


def _said(ground: Ground, change: Change) -> Iterator[Case]:
    """Yield what is said of one change: right where it cites the changed characters."""
    source = ground.source
    result = _settled(source, change)
    start, end = change.span
    for finding in result.findings:
        if finding.severity in _LOUD and _key(finding) not in ground.known:
            hit = any(r.number == change.spot.line and r.start < end and start < r.end for r in finding.places)
            words = (
                f"{source.name} L{change.spot.line} {change.operator} {change.old} -> {change.new} {finding.message}"
            )
            yield Case(finding.rule, hit, source.name, words)


def _settled(source: Source, change: Change | None) -> Reconciliation:
    rules = load_rules()
    return reconcile(recognize(_raw(source, change), rules.recognition), (), rules.reconciliation)


def _raw(source: Source, change: Change | None) -> RawDocument:
    if source.raw is not None:
        return source.raw if change is None else rooms_with(source.raw, change).read()
    lines = source.lines if change is None else change.on(source.lines)
    content = read_text("\n".join(lines).encode(), "f1", "publication.txt", ReadLimits())
    return RawDocument((SourceFile("f1", "publication.txt", "", "txt"),), content.lines)


def _key(finding: Finding) -> Key:
    place = finding.places[0]
    return finding.rule, place.number, place.start, finding.stated, finding.expected
