"""What an evaluation report says of its scores: bands and grade, goals counted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from audit import regex
from audit.model.findings import Category, Finding, Severity
from audit.reconciliation.evaluation.indicators import ITEM, total_score

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph
    from audit.model.places import Ref
    from audit.model.rules import EvaluationRules
    from audit.reconciliation.narrative import Narrative

_TOP = Decimal(100)
_FEW = 2


@dataclass(frozen=True, slots=True)
class _Band:
    """A band of scores with its grade; each end may belong to it or not."""

    low: Decimal
    high: Decimal
    holds_low: bool
    holds_high: bool
    grade: str
    place: Ref

    def holds(self, score: Decimal) -> bool:
        above = score > self.low or (score == self.low and self.holds_low)
        return above and (score < self.high or (score == self.high and self.holds_high))


def score_findings(story: Narrative, rules: EvaluationRules) -> list[Finding]:
    """Return what the scores of a report cannot be, and what it leaves unsaid of them."""
    bands = _bands(story.doc, rules)
    return [
        *_overlaps(story, bands),
        *_grade(story, rules, bands),
        *_missing_score(story, rules),
        *_goals(story, rules),
    ]


# --- bands and grade --------------------------------------------------------------------------------------------------


def _bands(doc: Document, rules: EvaluationRules) -> list[_Band]:
    """Return the bands of the first paragraph that states some of them."""
    for paragraph in doc.paragraphs:
        said = [(m, _band(m, _place(paragraph, m))) for m in regex.finditer(rules.band, paragraph.text)]
        between = [band for m, band in said]
        # 90（含）-100、80（含）-90: who names one side with 含 leaves the other out
        if any(m["low_held"] for m, _ in said) and not any(m["high_held"] for m, _ in said):
            between = [replace(band, holds_high=band.high == _TOP) for band in between]
        elif any(m["high_held"] for m, _ in said) and not any(m["low_held"] for m, _ in said):
            between = [replace(band, holds_low=not band.low) for band in between]
        found = list(between)
        found += [
            _Band(
                Decimal(m["low"]), _TOP, not (m["low_open"] or m["above_open"]), True, m["grade"], _place(paragraph, m)
            )
            for m in regex.finditer(rules.band_above, paragraph.text)
        ]
        # 60分以下 after bands that begin at 60 is meant without it
        found += [
            _Band(Decimal(0), Decimal(m["high"]), True, False, m["grade"], _place(paragraph, m))
            for m in regex.finditer(rules.band_below, paragraph.text)
        ]
        if len(found) > _FEW:
            return sorted(found, key=lambda b: (b.low, b.high))
    return []


def _band(said: regex.Match[str], place: Ref) -> _Band:
    """Read a band; some print the higher end first."""
    low, high = Decimal(said["low"]), Decimal(said["high"])
    holds_low, holds_high = not said["low_open"], not said["high_open"]
    if low <= high:
        return _Band(low, high, holds_low, holds_high, said["grade"], place)
    return _Band(high, low, holds_high, holds_low, said["grade"], place)


def _overlaps(story: Narrative, bands: list[_Band]) -> list[Finding]:
    found = []
    for lower, upper in pairwise(bands):
        both = lower.high > upper.low or (lower.high == upper.low and lower.holds_high and upper.holds_low)
        if both:
            found.append(
                story.wording.finding(
                    "score.bands", "E-bands", Category.LOGIC, Severity.WARNING, [lower.place, upper.place],
                    stated=lower.high, low=lower.grade, high=upper.grade, score=upper.low,
                )
            )  # fmt: skip
    return found


def _grade(story: Narrative, rules: EvaluationRules, bands: list[_Band]) -> list[Finding]:
    """The grade that is given against the band in which the score lies."""
    total = total_score(story.doc)
    if total is None or total.value is None:
        return []
    fitting = [b for b in bands if total.value is not None and b.holds(total.value)]
    if len(fitting) != 1:
        return []
    right = fitting[0]
    for paragraph in story.doc.paragraphs:
        for said in regex.finditer(rules.grade, paragraph.text):
            if said["grade"][0] != right.grade[0] and paragraph.place(0, 1) != right.place:
                place = _place(paragraph, said)
                return [
                    story.wording.finding(
                        "score.grade", "E-grade", Category.LOGIC, Severity.ERROR, [place, right.place, total.ref],
                        stated=said["grade"], expected=right.grade, score=total.value,
                    )
                ]  # fmt: skip
    return []


def _missing_score(story: Narrative, rules: EvaluationRules) -> list[Finding]:
    """A score that is announced, and not printed."""
    return [
        story.wording.finding(
            "score.missing", "E-score-missing", Category.TEXT, Severity.WARNING, [_place(paragraph, said)],
            stated="", words=said[0],
        )
        for paragraph in story.doc.paragraphs
        if regex.search(rules.grade, paragraph.text)
        for said in regex.finditer(rules.score_missing, paragraph.text)
    ]  # fmt: skip


# --- goals ------------------------------------------------------------------------------------------------------------


def _goals(story: Narrative, rules: EvaluationRules) -> list[Finding]:
    """A number of goals against the list that the report prints."""
    listed, first = _listed_goals(story.doc, rules)
    if listed < _FEW or first is None:
        return []
    found = []
    for paragraph in story.doc.paragraphs:
        said = regex.search(rules.goals_counted, paragraph.text)
        if said is not None and int(said["count"]) != listed:
            found.append(
                story.wording.finding(
                    "score.goals", "E-goals", Category.NARR_NARR, Severity.WARNING, [_place(paragraph, said), first],
                    stated=said["count"], expected=str(listed),
                )
            )  # fmt: skip
    return found


def _listed_goals(doc: Document, rules: EvaluationRules) -> tuple[int, Ref | None]:
    """Return how many numbered goals stand under the heading of the list, and where the last one stands."""
    start = next((i for i, p in enumerate(doc.paragraphs) if regex.fullmatch(rules.goals_listed, p.text)), None)
    if start is None:
        return 0, None
    count, last = 0, None
    for paragraph in doc.paragraphs[start + 1 :]:
        numbers = [int(m["number"]) for m in ITEM.finditer(paragraph.text) if m.start() == 0]
        if not numbers or numbers[0] != count + 1:
            break
        count, last = numbers[0], paragraph.ref
    return count, last


def _place(paragraph: Paragraph, match: regex.Match[str]) -> Ref:
    return paragraph.place(match.start(), match.end())
