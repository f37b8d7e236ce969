"""Sentences that a publication prints twice in the same words: their figures bear each other out, or one is wrong.

The account of the year says again in a table of key work what the explanation says of a project, an attachment repeats
a whole subsection, a cell holds the sentence of the review. Nothing but the words tells that it is the same fact: the
whole clause must be the same in both places, and stand nowhere else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Status
from audit.model.document import ParagraphKind
from audit.model.findings import Category, ExpectedLabel, Severity
from audit.model.values import Unit
from audit.reconciliation.bounds import same_quantity
from audit.reconciliation.passages import Spot, passage_of
from audit.reconciliation.performance.subjects import Cast

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.model.claims import Claim
    from audit.model.places import Ref
    from audit.reconciliation.bounds import Comparison
    from audit.reconciliation.narrative import Narrative

    Figures = dict[tuple[int, int], Spot]

_SIDES = ("explanation", "key_work", "attachments")
_CELLS = "cells"
_SHORTEST_CELL = 8
_KEY = 6
_SAME = 8
"""Letters in a row, the whole clause among them, after which equal figures are one fact."""
_DIFFERENT = 12
"""Letters after which figures that differ are one fact as well, if as many as `_BEHIND` go on alike behind them."""
_BEHIND = 4
_TELLING = 4
"""Digits of the other figures of the sentence that must be equal: a form of words is used of many projects (执行数为 …
万元，完成预算的 …%), and only their figures tell that both places speak of the same one."""
_COMMON = frozenset({Decimal(0), Decimal(100)})
_LETTER = regex.compile(r"[^#|]")


@dataclass(frozen=True, slots=True)
class _Run:
    """What two figures have alike before and behind them."""

    letters: int
    behind: int
    back: int
    """Characters alike before the figures, `ahead` behind them, marks and figures among them."""
    ahead: int
    is_whole: bool
    """True where a clause begins in both places at once."""

    @property
    def length(self) -> int:
        return self.letters + self.behind


def settle_copies(story: Narrative) -> None:
    """Hold the figures of sentences that are printed twice to each other."""
    spots = _spots(story)
    index: dict[str, list[Spot]] = {}
    for spot in spots:
        index.setdefault(_key(spot), []).append(spot)
    best = {id(spot): _partners(spot, index[_key(spot)]) for spot in spots}
    figures = {(id(spot.passage), spot.at): spot for spot in spots}
    seen: set[int] = set()
    for spot in spots:
        group = [spot, *(p for p in best[id(spot)] if spot in best[id(p)])]
        if len(group) < 2 or any(id(s) in seen for s in group) or all(s.claim is None for s in group):
            continue
        seen.update(id(s) for s in group)
        _settle(story, group, figures)


def _spots(story: Narrative) -> list[Spot]:
    """Return every figure of the running text and of the cells that hold text."""
    doc, dated = story.doc, story.logic.dated
    claims: dict[int, list[Claim]] = {}
    for claim in story.claims:
        claims.setdefault(claim.paragraph, []).append(claim)
    found: list[Spot] = []
    scenes = Cast(doc, story.performance).scenes if story.performance.measures else {}
    for paragraph in doc.paragraphs:
        side = next((s for s in _SIDES if s in doc.keys_of(paragraph.section)), None)
        if side is not None and paragraph.kind in (ParagraphKind.TEXT, ParagraphKind.HEADING):
            own = tuple(claims.get(paragraph.index, ()))
            scene = scenes.get(paragraph.index)
            subject = scene.subject.name if scene is not None and scene.subject is not None else ""
            found += passage_of(side, paragraph.text, paragraph.place, dated, own, subject)[1]
    printed = {(line.file, line.number): line.text for line in doc.lines}
    for table in doc.tables:
        for line in table.lines if table.role in story.logic.copied_tables else ():
            # a row that was put together from two pages stands nowhere as it is
            if printed.get((line.file, line.number)) != line.text:
                continue
            for cell in line.cells:
                if cell.end - cell.start >= _SHORTEST_CELL:
                    words = line.text[cell.start : cell.end]
                    ref = _at(line.ref, cell.start)
                    found += passage_of(_CELLS, words, ref, dated, subject=table.subject)[1]
    return found


def _at(ref: Callable[[int, int], Ref], offset: int) -> Callable[[int, int], Ref]:
    """Return the way from a cell's own offsets to its place in the line."""
    return lambda start, end: ref(offset + start, offset + end)


def _key(spot: Spot) -> str:
    """Return the words around a figure without which two figures are not compared."""
    plain = spot.passage.plain
    return plain[max(0, spot.at - _KEY) : spot.at + 2]


def _partners(spot: Spot, alike: list[Spot]) -> list[Spot]:
    """Return the figure of each other part that has the most words in common with one; none where several have.

    Nor is one returned that differs where the same clause leads to an equal figure elsewhere in that part.
    """
    found: dict[str, list[tuple[_Run, Spot]]] = {}
    for other in alike:
        if other.passage.side != spot.passage.side and not _is_of_another(spot, other):
            run = _run(spot, other)
            if run.is_whole:
                found.setdefault(other.passage.side, []).append((run, other))
    kept = []
    for ranked in found.values():
        most = max(run.length for run, _ in ranked)
        longest = [(run, other) for run, other in ranked if run.length == most]
        run, nearest = longest[0]
        is_said = any(_agree(spot, other) for _, other in ranked)
        if len(longest) == 1 and run.letters >= _SAME and (_agree(spot, nearest) or not is_said):
            kept.append(nearest)
    return kept


def _is_of_another(one: Spot, other: Spot) -> bool:
    """Tell whether two passages speak of two projects."""
    first, second = one.passage.subject, other.passage.subject
    return bool(first) and bool(second) and first not in second and second not in first


def _run(one: Spot, other: Spot) -> _Run:
    """Measure what stands alike before and behind two figures."""
    first, second = one.passage.plain, other.passage.plain
    back = 0
    while back < min(one.at, other.at) and first[one.at - back - 1] == second[other.at - back - 1]:
        back += 1
    ahead = 1
    while first[one.at + ahead : one.at + ahead + 1] == second[other.at + ahead : other.at + ahead + 1] != "":
        ahead += 1
    same = first[one.at - back : one.at]
    letters = len(_LETTER.findall(same))
    ends = one.at + ahead >= len(first.rstrip("|")) and other.at + ahead >= len(second.rstrip("|"))
    return _Run(letters, _BEHIND if ends else ahead - 1, back, ahead, "|" in same)


def _settle(story: Narrative, group: list[Spot], figures: Figures) -> None:
    """Settle the figures of one fact: all alike, or one of them odd."""
    first = group[0]
    odd = [s for s in group if not _agree(first, s)]
    if not odd:
        for spot in group:
            _borne_out(story, spot, [s for s in group if s is not spot])
        return
    rest = [s for s in group if s not in odd]
    wrong, right = _tell(story, rest, odd)
    if len(wrong) != 1 or not all(_is_copy(wrong[0], s, figures) for s in right) or _is_known(story, group):
        return
    _report(story, wrong[0], right, sure=len(right) > 1 or any(_is_proven(story, s) for s in right))


def _agree(one: Spot, other: Spot) -> bool:
    return _compared(one, other).status is Status.AGREES


def _compared(one: Spot, other: Spot) -> Comparison:
    return same_quantity(one.value, one.half, other.value, other.half)


def _tell(story: Narrative, some: list[Spot], others: list[Spot]) -> tuple[list[Spot], list[Spot]]:
    """Return the figures that are wrong and those that are right: what a table proves, else what more places say."""
    proven = [any(_is_proven(story, s) for s in side) for side in (some, others)]
    if proven[0] != proven[1]:
        return (others, some) if proven[0] else (some, others)
    return (some, others) if len(some) < len(others) else (others, some)


def _is_proven(story: Narrative, spot: Spot) -> bool:
    return spot.claim is not None and story.is_proven(spot.claim.index)


def _is_known(story: Narrative, group: list[Spot]) -> bool:
    """Tell whether one of the figures is known to be wrong already: then that is the finding."""
    verdicts = [story.verdicts.get(s.claim.index) for s in group if s.claim is not None]
    return any(v is not None and v.status is Status.DISAGREES for v in verdicts)


def _is_copy(one: Spot, other: Spot, figures: Figures) -> bool:
    """Tell whether so much stands alike around two figures, other figures too, that one sentence is a copy."""
    run = _run(one, other)
    if run.letters < _DIFFERENT or run.behind < _BEHIND:
        return False
    pairs = [
        (figures.get((id(one.passage), one.at + step)), figures.get((id(other.passage), other.at + step)))
        for step in range(-run.back, run.ahead)
        if step and one.passage.plain[one.at + step] == "#"
    ]
    if any(a is None or b is None or not _agree(a, b) for a, b in pairs):
        return False
    telling = {a.value for a, _ in pairs if a is not None and a.value not in _COMMON}
    return sum(len(value.as_tuple().digits) for value in telling) >= _TELLING


def _borne_out(story: Narrative, spot: Spot, others: list[Spot]) -> None:
    """Let the other places bear a figure out; where it is known to be wrong they repeat the error."""
    if spot.claim is None:
        return
    verdict = story.verdicts.get(spot.claim.index)
    places = [s.place for s in others]
    if verdict is None or verdict.status is Status.UNVERIFIED:
        story.record(spot.claim, Status.AGREES, story.wording.text("why.agrees.text"), places)
        return
    if verdict.status is Status.DISAGREES:
        own = story.place(spot.claim)
        story.findings[:] = [
            replace(f, places=(*f.places, *(p for p in places if p not in f.places))) if f.places[0] == own else f
            for f in story.findings
        ]


def _report(story: Narrative, wrong: Spot, right: list[Spot], *, sure: bool) -> None:
    """Report the figure that is not what its copy says."""
    comparison = _compared(wrong, right[0])
    places = [s.place for s in right]
    expected = comparison.expected
    why = story.wording.text("why.disagrees" if sure else "why.elsewhere", expected=expected)
    if wrong.claim is not None:
        story.record(wrong.claim, Status.DISAGREES, why, places, comparison)
    own = story.places(wrong.claim) if wrong.claim is not None else [wrong.place]
    told = story.wording.text("diagnosis.either", stated=wrong.printed, expected=expected)
    story.findings.append(
        story.wording.finding(
            "narr.same", "N-copy", Category.NARR_NARR, Severity.ERROR, [*own, *places],
            stated=wrong.printed, expected=right[0].printed, unit=_unit(wrong, right),
            expected_label=ExpectedLabel.EXPECTED if sure else ExpectedLabel.ELSEWHERE,
            diagnosis="" if sure else told,
        )
    )  # fmt: skip


def _unit(wrong: Spot, right: list[Spot]) -> str:
    """Return the unit of a figure, as a claim about it reads it."""
    claim = next((s.claim for s in (wrong, *right) if s.claim is not None), None)
    if claim is None:
        return ""
    unit = claim.quantity.unit
    return claim.quantity.counter if unit is Unit.COUNT else unit.value.strip("-")
