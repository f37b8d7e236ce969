"""The words of the packs: what the kinds of check look for, and what they say."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that the kinds of check look for, as patterns."""

    reason: tuple[str, ...]
    bare: tuple[str, ...]
    """Clauses without a figure that give no reason either: any other one may be the reason."""
    differs_from_budget: tuple[str, ...]
    """Statements of a difference between budget and final amount."""
    differs_from_last_year: tuple[str, ...]
    """Statements of a change."""
    same: tuple[str, ...]
    """Statements that there is none."""
    delegates: tuple[str, ...]
    """Ends of a sentence that hand over to its parts."""
    explains: tuple[str, ...]
    """Beginnings of a paragraph that gives the reason of the changes told above it."""
    nothing: tuple[str, ...]
    """What a note says of a table without data."""
    review_titles: tuple[str, ...]
    """Beginning of a project's review, with the group `name`."""
    review_figures: tuple[str, ...]
    """Beginning of a review that has no title: a name, with the group `name`, and its budget."""
    table_titles: tuple[str, ...]
    """Title of a self-evaluation table, with the group `name`."""
    whole_department: tuple[str, ...]
    project_counts: tuple[str, ...]
    """How many projects were evaluated, with the group `count`."""
    fund_scopes: tuple[str, ...]
    """Words by which such a count is of one budget only."""
    name_noise: tuple[str, ...]
    """What may stand around a project's name."""
    cover_date: str
    yes: str
    no: str
    caption: str
    """A chart's caption."""


@dataclass(frozen=True, slots=True)
class KindWords:
    """A kind of check in words: how it decides, and an example of a pass and of a fail."""

    how: str
    passes: str
    fails: str


@dataclass(frozen=True, slots=True)
class Kinds:
    """rules/checklists/wording/kinds.yaml."""

    kinds: dict[str, KindWords]


@dataclass(frozen=True, slots=True)
class Words:
    """rules/checklists/wording/words.yaml."""

    vocabulary: Vocabulary
    messages: dict[str, str]
