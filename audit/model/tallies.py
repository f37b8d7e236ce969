"""How the prose states counts and dates: patterns of rules/relations/logic.yaml."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """A count that means one thing wherever the explanation states it."""

    key: str
    words: tuple[str, ...]
    """Patterns of what leads to it."""
    counters: tuple[str, ...]
    """What it is counted by."""
    one_chapter: bool = False
    """True where another chapter may mean more by the same words: all vehicles, not those of the three expenses."""


@dataclass(frozen=True, slots=True)
class TallyRules:
    """Counts that are stated in more than one place."""

    counts: tuple[Tally, ...] = ()
    before: str = ""
    """Pattern of what may stand before such a count in its clause."""
    narrowed: str = "(?!)"
    """Pattern of what makes it another count."""


@dataclass(frozen=True, slots=True)
class DateRules:
    """Dates and periods, as patterns with named groups."""

    day: str = "(?!)"
    """A day, with `year`, `month` and `day`."""
    period: str = "(?!)"
    """A period, with year, month and day of both ends: `year1`, `year2` ..."""
    published: str = "(?!)"
    """When accounts were made public, with `year`."""
