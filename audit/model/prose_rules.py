"""What the prose says in words, as values: terms, comparisons, statements that there is nothing."""

from __future__ import annotations

from dataclasses import dataclass, field

from audit.model.document import PublicationType
from audit.model.tallies import DateRules, TallyRules


@dataclass(frozen=True, slots=True)
class Term:
    """A concept of the prose: canonical key and the wordings that name it."""

    key: str
    words: tuple[str, ...]
    publication_types: tuple[PublicationType, ...] = ()
    """Kinds of publication that speak so; empty: all."""


@dataclass(frozen=True, slots=True)
class ComparedWords:
    """Patterns of 决算数大于预算数 and the like, with the group `base`: which budget is meant."""

    above: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    level: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LogicRules:
    """What the prose says in words about its own amounts, and statements that there is nothing."""

    compared: ComparedWords = field(default_factory=ComparedWords)
    budgets: dict[str, str] = field(default_factory=dict)
    """The word that tells which budget is meant, by its measure."""
    roughly: tuple[str, ...] = ()
    """Words before 持平 that leave room."""
    nothing: tuple[Term, ...] = ()
    """Concepts with the patterns that say that there is none of them."""
    bounded: str = "(?!)"
    """Pattern of what leads to a percentage that cannot be more than a hundred."""
    savings: str = "(?!)"
    """Pattern of what leads to the share of a budget that was saved."""
    targets: ComparedWords = field(default_factory=ComparedWords)
    """Patterns of what stands between a percentage reached and its target; `level`: the target was reached."""
    more_is_better: str = "(?!)"
    """Pattern of what leads to a percentage that reaches its target from below."""
    existing: tuple[Term, ...] = ()
    """Concepts with the patterns that say that somebody has some of them."""
    elsewhere: tuple[str, ...] = ()
    """Words before such a statement that make it speak of something else than this year's accounts."""
    empty_table: tuple[str, ...] = ()
    nothing_before: str = "(?!)"
    """Pattern of what follows a change right away and says that there was nothing last year."""
    posts: tuple[str, ...] = ()
    """Words that lead to a number of posts."""
    staff: tuple[str, ...] = ()
    """Words between a number of posts and the number of people in them."""
    repeated: tuple[str, ...] = ()
    """Concepts that mean one thing wherever the explanation states them."""
    unnarrowed: str = ""
    """Pattern of what may stand before such a fact in its clause without narrowing it."""
    tallies: TallyRules = field(default_factory=TallyRules)
    dates: DateRules = field(default_factory=DateRules)
    rises: tuple[str, ...] = ()
    """Verbs of rising that may stand before what rose, and `falls` of falling."""
    falls: tuple[str, ...] = ()
    reasons: str = "(?!)"
    """Pattern of what makes such a verb right after a change the opening of the change's reason."""
    only_parts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    """Wholes with parts that may be all of them."""
    parted: tuple[str, ...] = ()
    """Words after which a figure of a list is a part of another, or stands outside the list."""
    passing: str = "(?!)"
    """What leads to the rate of what passed; `inspected`, `failed` and `mended` to or around the counts of it."""
    inspected: str = "(?!)"
    failed: str = "(?!)"
    mended: str = "(?!)"
    dated: str = "(?!)"
    """Pattern of a figure that is a day, a year or a rank, with `figure`: two sentences that differ in it differ."""
    copied_tables: tuple[str, ...] = ()
    """Roles of the tables whose cells may hold sentences of the running text."""
