"""What nothing is known of where a room, or one of the text checks, crashed: silence there is no pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit.checklist.evidence import said

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from audit.checklist.evidence import Said
    from audit.checklist.text_checks import TextFindings

RECONCILED = ("E-", "G-", "L-", "N-", "P-", "R-")
"""Beginnings of the rules of reconciliation."""
CLAIMS = "claims"
LOST_WITH = {
    "reconciliation": RECONCILED,
    # without claims nothing of the prose is reconciled, and the text checks look at no figures
    CLAIMS: (*RECONCILED, "format.", "table."),
}
_TOLD = {"reconciliation": "review.lost_reconciliation", CLAIMS: "review.lost_claims"}


def lost_rules(
    rooms: Collection[str], text: TextFindings, check_names: Mapping[str, str]
) -> dict[str, tuple[str, ...]]:
    """Return the rooms and text checks that crashed, with the beginnings of the rules whose findings are lost.

    The text checks are named as readers know them.
    """
    checks = {check_names.get(check, check): (check,) for check, _ in text.crashes}
    return {room: LOST_WITH[room] for room in LOST_WITH if room in rooms} | checks


def lost_said(lost: Collection[str]) -> tuple[Said, ...]:
    """Say what crashed, and what to do about it."""
    checks = "、".join(name for name in lost if name not in LOST_WITH)
    rooms = tuple(said(_TOLD[room]) for room in LOST_WITH if room in lost)
    return (*rooms, said("review.lost_checks", checks=checks)) if checks else rooms
