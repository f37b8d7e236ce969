"""What the figures of one paragraph hand on to those that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Base, Measure

if TYPE_CHECKING:
    from audit.claims.vocabulary import Span
    from audit.model.document import Document, Paragraph

_FUNDS = (
    ("gov_managed_funds", "explanation.gov_funds"),
    ("state_capital", "explanation.state_capital"),
    ("general_budget", "explanation.general_budget"),
    ("general_budget", "explanation.basic"),
)


@dataclass(slots=True)
class Context:
    """What a figure may inherit inside its item."""

    topic: Span | None = None
    named: Span | None = None
    """What the last figure spoke of, whatever it states of it."""
    is_title: bool = False
    """True where the topic is the item's title, a sentence of its own."""
    level: int | None = None
    counted: int | None = None
    change: int | None = None
    budget: int | None = None
    base: Base | None = None
    previous: int | None = None
    """Last year's level, where the item states it."""
    last: int | None = None
    """The claim stated last, whatever it states."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of parts: the claim that they make up, its number, and whether a full stop ends it."""

    head: int | None = None
    number: int = 0
    ends_with_sentence: bool = False
    carried: bool = False
    """True for a list that runs on over the paragraphs that follow."""
    start: int = 0
    """Where the word that opens it stands."""
    marks: str = ""
    """Kind of the marks before its parts, "" where they have none."""


def budget_measure(words: str) -> Measure:
    """Return which budget some words name."""
    if "年初" in words:
        return Measure.INITIAL_BUDGET
    if "全年" in words:
        return Measure.FULL_YEAR_BUDGET
    if "调整" in words:
        return Measure.ADJUSTED_BUDGET
    return Measure.BUDGET


def fund_of(doc: Document, paragraph: Paragraph) -> str:
    """Return which fund the section of a paragraph is about, "" where it is about all of them."""
    keys = doc.keys_of(paragraph.section)
    for fund, key in _FUNDS:
        if any(k == key or k.startswith(key + ".") for k in keys):
            return fund
    return ""


def clause_start(text: str, start: int, figure: int) -> int:
    """Return where the clause of a figure begins, for quoting it."""
    at = start
    for mark in regex.finditer(r"[，。；：]", text[start:figure]):
        if start + mark.end() < figure:
            at = start + mark.end()
    return at
