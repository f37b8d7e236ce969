"""The same statement in two parts of a publication: the explanation and the summary attached to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from audit.model.claims import Status
from audit.reconciliation.performance.values import Printed, compare, of_quantity

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.bounds import Comparison
    from audit.reconciliation.performance.stage import Stage
    from audit.reconciliation.performance.statements import Statement

_SHORTEST = 4
_ENOUGH = 3
"""Statements of one subject that must agree in both parts before one that does not is a conflict."""
_BREAK = regex.compile(r"[，。；：、（）]")
_FIGURES = regex.compile(r"[<>≥≤≪≫=约\d.,%]|[\"“”]")
_PLAIN = regex.compile(r"[^\p{Han}A-Za-z]")
Key = tuple[int, str, str, str]


def settle_restated(stage: Stage) -> None:
    """Compare what the explanation and the attachments say in the same words of the same subject."""
    filler = regex.compile("(?:" + "|".join(stage.rules.words["filler"]) + ")+$")
    sides: tuple[dict[Key, list[Statement]], dict[Key, list[Statement]]] = ({}, {})
    for statement in stage.statements:
        if statement.subject is None or statement.claim.quantity.unit.is_money:
            continue
        key = _key(stage, statement, filler)
        if key is not None:
            sides[statement.scene.part == "attachments"].setdefault(key, []).append(statement)
    pairs = [(sides[0][k][0], sides[1][k][0]) for k in sides[0] if len(sides[0][k]) == 1 == len(sides[1].get(k, ()))]
    agreeing: dict[int, int] = {}
    compared = [(one, other, _compared(one, other)) for one, other in pairs]
    for one, _, comparison in compared:
        if comparison is not None and comparison.status is Status.AGREES:
            agreeing[id(one.subject)] = agreeing.get(id(one.subject), 0) + 1
    for one, other, comparison in compared:
        if comparison is None:
            continue
        here, there = stage.story.place(one.claim), stage.story.place(other.claim)
        if comparison.status is Status.AGREES:
            for claim, place in ((one.claim, there), (other.claim, here)):
                if stage.is_open(claim):
                    stage.agrees(claim, stage.text("why.agrees.text"), [place], comparison)
        elif agreeing.get(id(one.subject), 0) >= _ENOUGH and stage.is_open(one.claim):
            stage.disagrees(one, comparison, [], twins=[there], name=one.words)


def _key(stage: Stage, statement: Statement, filler: regex.Pattern[str]) -> Key | None:
    """Return subject, goal, words before and words behind a figure; None where the words are too few."""
    text = stage.story.paragraph(statement.claim).text
    lead = _lead(text, statement.claim)
    plain = filler.sub("", _PLAIN.sub("", lead))
    if len(plain) < _SHORTEST:
        return None
    quantity = of_quantity(statement.claim.quantity)
    return id(statement.subject), statement.scene.goal, str(plain), quantity.unit


def _lead(text: str, claim: Claim) -> str:
    starts = [m.end() for m in _BREAK.finditer(text, 0, claim.start)]
    return str(_FIGURES.sub("", text[starts[-1] if starts else 0 : claim.start]))


def _compared(one: Statement, other: Statement) -> Comparison | None:
    first, second = of_quantity(one.claim.quantity), of_quantity(other.claim.quantity)
    return compare(first, second) if _alike(first, second) else None


def _alike(first: Printed, second: Printed) -> bool:
    return first.sign is second.sign and first.unit == second.unit
