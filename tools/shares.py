"""Prints shares with their intervals, and the tables of the mutation run."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from audit.model.measured import RuleRecord

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tools.mutations import Outcome


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, in percent."""
    low, high = RuleRecord(hits, total - hits, 0).interval
    return 100 * low, 100 * high


def line(name: str, hits: int, total: int) -> str:
    """Return a share with its interval."""
    low, high = wilson(hits, total)
    share = 100 * hits / total if total else 0.0
    return f"  {name:34}{hits:>6}/{total:<6}{share:>6.1f} %   [{low:.0f}, {high:.0f}]"


def show(title: str, outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> None:
    """Print flagged, repaired and collateral by some key."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[key(outcome)].append(outcome)
    print(f"-- by {title}")
    for name, members in sorted(groups.items()):
        print(line(f"{name} flagged", sum(o.flagged for o in members), len(members)))
        print(line(f"{name} repaired", sum(o.repaired for o in members), len(members)))
        print(line(f"{name} with collateral", sum(o.collateral > 0 for o in members), len(members)))


def show_rules(outcomes: Sequence[Outcome]) -> None:
    """Print what each rule saw, and what it said elsewhere."""
    hits = Counter(rule for outcome in outcomes for rule in outcome.rules)
    strays = Counter(rule for outcome in outcomes for rule in outcome.stray_rules)
    print("-- by rule (precision: findings on the change against findings elsewhere)")
    for rule in sorted({*hits, *strays}):
        print(line(rule, hits[rule], hits[rule] + strays[rule]))
