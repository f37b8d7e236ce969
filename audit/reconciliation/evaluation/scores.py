"""What an evaluation report says of its scores: bands and grade, goals counted, deductions, rates that earn none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

import regex

from audit.model.claims import Relation
from audit.model.document import CellState, ParagraphKind, RowKind
from audit.model.findings import Category, Finding, Severity
from audit.model.values import Unit

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.document import Cell, Document, Paragraph, Row, Table
    from audit.model.places import Ref
    from audit.model.rules import EvaluationRules
    from audit.reconciliation.narrative import Narrative

_SCORING = ("scoring", "score_summary")
_TOP = Decimal(100)
_FULL_RATE = Decimal(100)
_NOISE = regex.compile(r"[\s\"（）、，。；：]")
_ITEM = regex.compile(r"(?P<number>\d{1,2})[、.．](?!\d)")
_TITLES_ABOVE = 2
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
        *_deductions(story),
        *_full_scores(story, rules),
    ]


# --- bands and grade --------------------------------------------------------------------------------------------------


def _bands(doc: Document, rules: EvaluationRules) -> list[_Band]:
    """Return the bands of the first paragraph that states some of them."""
    for paragraph in doc.paragraphs:
        found = []
        for said in regex.finditer(rules.band, paragraph.text):
            low, high = Decimal(said["low"]), Decimal(said["high"])
            low, high, first, second = (
                (low, high, said["low_open"], said["high_open"])
                if low <= high
                else (high, low, said["high_open"], said["low_open"])
            )
            found.append(_Band(low, high, not first, not second, said["grade"], _place(paragraph, said)))
        found += [
            _Band(Decimal(m["low"]), _TOP, not m["low_open"], True, m["grade"], _place(paragraph, m))
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
    total = _total(story.doc)
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


def _total(doc: Document) -> Cell | None:
    """Return the score of the whole in the scoring table."""
    for table in doc.tables:
        row = table.row("total") if table.role in _SCORING else None
        cell = _of(table, row, "score") if row is not None else None
        if cell is not None and cell.state is CellState.VALUE:
            return cell
    return None


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
        numbers = [int(m["number"]) for m in _ITEM.finditer(paragraph.text) if m.start() == 0]
        if not numbers or numbers[0] != count + 1:
            break
        count, last = numbers[0], paragraph.ref
    return count, last


# --- indicators -------------------------------------------------------------------------------------------------------


def _of(table: Table, row: Row, key: str) -> Cell | None:
    return next((c for c in row.cells if table.columns[c.column].key == key), None)


def _indicators(doc: Document) -> list[tuple[str, Row, Cell, Cell]]:
    """Return the indicators of the scoring table with weight and score."""
    found = []
    table = doc.table("scoring")
    for row in table.rows if table is not None else ():
        if row.kind is not RowKind.RECORD or not row.key.startswith("indicator:") or table is None:
            continue
        weight, score = _of(table, row, "weight"), _of(table, row, "score")
        if weight is not None and score is not None and weight.value is not None and score.value is not None:
            found.append((row.name, row, weight, score))
    return found


def _deductions(story: Narrative) -> list[Finding]:
    """Points taken off an indicator of which the report does not say a word."""
    prose = _NOISE.sub("", "".join(p.text for p in story.doc.paragraphs if p.kind is not ParagraphKind.CONTENTS))
    found = []
    for name, row, weight, score in _indicators(story.doc):
        lost = weight.value is not None and score.value is not None and score.value < weight.value
        if lost and _NOISE.sub("", name) not in prose:
            found.append(
                story.wording.finding(
                    "score.deduction", "E-deduction", Category.STRUCTURE, Severity.WARNING,
                    [row.name_ref or row.ref, score.ref], stated=score.value or 0, expected=weight.value or 0,
                    name=name,
                )
            )  # fmt: skip
    return found


def _full_scores(story: Narrative, rules: EvaluationRules) -> list[Finding]:
    """A full score for a rate of control above 100 %, or for a change that should have been a fall."""
    found = []
    for name, row, weight, score in _indicators(story.doc):
        control, change = regex.search(rules.control, name), regex.search(rules.change, name)
        if not (control or change) or score.value != weight.value:
            continue
        for claim in story.claims:
            if claim.quantity.unit is not Unit.PERCENT or not _speaks_of(story, claim, name):
                continue
            too_high = bool(control) and claim.relation is Relation.COMPLETION and claim.quantity.value > _FULL_RATE
            rises = bool(change) and claim.relation is Relation.GROWTH and claim.direction > 0
            if too_high or rises:
                found.append(
                    story.wording.finding(
                        "score.control" if too_high else "score.change", "E-full-score", Category.LOGIC,
                        Severity.WARNING, [story.place(claim), score.ref, row.name_ref or row.ref],
                        stated=claim.quantity.printed.rstrip("%"), name=name, score=score.value or 0,
                    )
                )  # fmt: skip
                break
    return found


def _speaks_of(story: Narrative, claim: Claim, name: str) -> bool:
    """Tell whether a claim stands under the title of an indicator."""
    wanted = _NOISE.sub("", name)
    for index in range(claim.paragraph, max(-1, claim.paragraph - _TITLES_ABOVE), -1):
        text = _NOISE.sub("", _ITEM.sub("", story.doc.paragraphs[index].text))
        if text.startswith(wanted):
            return True
        if index < claim.paragraph and _ITEM.match(story.doc.paragraphs[index].text):
            return False
    return False


def _place(paragraph: Paragraph, match: regex.Match[str]) -> Ref:
    return paragraph.place(match.start(), match.end())
