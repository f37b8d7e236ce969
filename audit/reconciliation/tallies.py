"""Counts that the explanation states in two places: groups, people, batches and vehicles of the three expenses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Relation, Status
from audit.model.findings import Category, Severity
from audit.model.values import Comparator

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.tallies import Tally
    from audit.reconciliation.narrative import Narrative

_EXPLANATION = "explanation"
_CHAPTER = 2
"""Steps of a section's path that make a chapter of the explanation: explanation.7."""
_SENTENCE_END = regex.compile(r"[。；]")
_CLAUSE_END = regex.compile(r"[，。；：（）]")


def settle_tallies(story: Narrative) -> None:
    """Hold every later statement of a count to the first one: same subject, this year's, of the whole department."""
    said: dict[tuple[str, str], Claim] = {}
    for claim in story.claims:
        tally = _tally(story, claim)
        if tally is None:
            continue
        chapter = story.doc.path_of(claim.section).split(".")[:_CHAPTER] if tally.one_chapter else []
        first = said.setdefault((tally.key, ".".join(chapter)), claim)
        verdicts = [story.verdicts.get(c.index) for c in (first, claim)]
        if first is claim or any(v is not None and v.status is Status.DISAGREES for v in verdicts):
            continue
        if first.quantity.value == claim.quantity.value:
            _agree(story, first, claim)
        else:
            _disagree(story, first, claim)


def _tally(story: Narrative, claim: Claim) -> Tally | None:
    """Return which count of the whole year a claim states, None where it is another one or a part of one."""
    quantity = claim.quantity
    if claim.relation is not Relation.COUNT or quantity.approximate or quantity.comparator is not Comparator.EQUAL:
        return None
    if not any(key.split(".")[0] == _EXPLANATION for key in story.doc.keys_of(claim.section)):
        return None
    text = story.paragraph(claim).text
    start = max((m.end() for m in _SENTENCE_END.finditer(text, 0, claim.start)), default=0)
    lead = text[start : claim.start]
    rules = story.logic.tallies
    if regex.search(rules.narrowed, lead):
        return None
    years = {int(year[0]) for year in regex.finditer(r"20\d\d(?=年)", lead)}
    if years - {story.doc.identity.fiscal_year}:
        return None
    for tally in rules.counts:
        found = next((m for p in tally.words for m in [regex.search(f"(?:{p})$", lead)] if m is not None), None)
        if quantity.counter in tally.counters and found is not None:
            before = _CLAUSE_END.split(lead[: found.start()])[-1].replace(story.doc.identity.entity, "")
            return tally if regex.fullmatch(rules.before, before) else None
    return None


def _agree(story: Narrative, first: Claim, later: Claim) -> None:
    why = story.wording.text("why.agrees.text")
    for claim, other in ((first, later), (later, first)):
        old = story.verdicts.get(claim.index)
        if old is None or old.status is Status.UNVERIFIED:
            story.record(claim, Status.AGREES, why, [story.place(other)])


def _disagree(story: Narrative, first: Claim, later: Claim) -> None:
    expected = first.quantity.value
    why = story.wording.text("why.elsewhere", expected=expected)
    story.record(later, Status.DISAGREES, why, [story.place(first)])
    stated = later.quantity.printed
    story.findings.append(
        story.wording.finding(
            "narr.tally", "N-tally", Category.NARR_NARR, Severity.ERROR, [*story.places(later), story.place(first)],
            stated=stated, expected=expected, unit=later.quantity.counter,
            diagnosis=story.wording.text("diagnosis.either", stated=stated, expected=expected),
        )
    )  # fmt: skip
