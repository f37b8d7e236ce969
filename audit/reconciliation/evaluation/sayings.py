"""Sentences of an evaluation report that cannot stand: levels misnamed, denials, years against themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Relation
from audit.model.findings import Category, Finding, Severity
from audit.reconciliation.evaluation.indicators import indicators, prose

if TYPE_CHECKING:
    from audit.model.document import Paragraph
    from audit.model.rules import EvaluationRules
    from audit.reconciliation.narrative import Narrative

_BEGINS = "，、：；。"
_NEGATION = regex.compile(r"(?:没有|未|不)[^，。；]{0,6}$")


def saying_findings(story: Narrative, rules: EvaluationRules) -> list[Finding]:
    """Return the sentences that cannot be true as they stand."""
    found = []
    for paragraph in prose(story.doc):
        found += [*_denials(story, rules, paragraph), *_same_years(story, rules, paragraph)]
        found += _additions(story, rules, paragraph)
        found += _levels(story, rules, paragraph)
    return found


def _denials(story: Narrative, rules: EvaluationRules, paragraph: Paragraph) -> list[Finding]:
    """Something is said, and denied in the same words in the same paragraph."""
    found = []
    for denied in regex.finditer(rules.denied, paragraph.text):
        what = denied["what"]
        at = paragraph.text.find(what)
        if at == denied.start("what") or _NEGATION.search(paragraph.text[:at]):
            continue
        places = [
            paragraph.place(denied.start(), denied.end()),
            paragraph.place(at, at + len(what)),
        ]
        found.append(
            story.wording.finding(
                "score.denied", "E-denied", Category.LOGIC, Severity.WARNING, places, stated=denied[0], expected=what
            )
        )
    return found


def _additions(story: Narrative, rules: EvaluationRules, paragraph: Paragraph) -> list[Finding]:
    """A count that the bracket behind it makes up otherwise: 12户（上年7户，后新增6户）."""
    counts = [c for c in story.claims if c.paragraph == paragraph.index and c.relation is Relation.COUNT]
    found = []
    for whole, first, more in zip(counts, counts[1:], counts[2:], strict=False):
        text = paragraph.text
        lead, between = text[whole.end : first.start], text[first.end : more.start]
        bracket = lead.startswith("（") and "）" not in lead + between and text[more.end : more.end + 1] == "）"
        alike = whole.quantity.counter == first.quantity.counter == more.quantity.counter
        if not (bracket and alike and regex.search(rules.added, between)):
            continue
        expected = first.quantity.value + more.quantity.value
        if whole.quantity.value != expected:
            found.append(
                story.wording.finding(
                    "score.added", "E-added", Category.LOGIC, Severity.WARNING,
                    [paragraph.place(whole.start, whole.end), paragraph.place(first.start, more.end)],
                    stated=whole.quantity.value, expected=expected, unit=whole.quantity.counter,
                    first=first.quantity.value, more=more.quantity.value,
                )
            )  # fmt: skip
    return found


def _same_years(story: Narrative, rules: EvaluationRules, paragraph: Paragraph) -> list[Finding]:
    """A year that is compared with itself."""
    return [
        story.wording.finding(
            "score.same_year", "E-same-year", Category.LOGIC, Severity.WARNING,
            [paragraph.place(said.start(), said.end())], stated=said[0],
        )
        for said in regex.finditer(rules.same_year, paragraph.text)
    ]  # fmt: skip


def _levels(story: Narrative, rules: EvaluationRules, paragraph: Paragraph) -> list[Finding]:
    """The one level of a list of weights that the scoring table calls otherwise."""
    levels = {i.first: i for i in reversed(indicators(story.doc)) if i.first}
    said = list(regex.finditer(rules.weighted, paragraph.text))
    if len(said) != len(levels) or not levels:
        return []
    missing = [level for level in levels if not any(m["name"].endswith(level) for m in said)]
    other = [
        m for m in said
        if not any(m["name"].endswith(level) for level in levels)
        and (m.start() == 0 or paragraph.text[m.start() - 1] in _BEGINS)
    ]  # fmt: skip
    if len(missing) != 1 or len(other) != 1:
        return []
    place = paragraph.place(other[0].start(), other[0].end())
    first = levels[missing[0]]
    cell = next((c for c in first.row.cells if c.text and c.text.replace(" ", "") == first.first), None)
    return [
        story.wording.finding(
            "score.name", "E-name", Category.TEXT, Severity.WARNING, [place, cell.ref if cell else first.place],
            stated=other[0]["name"], expected=missing[0],
        )
    ]  # fmt: skip
