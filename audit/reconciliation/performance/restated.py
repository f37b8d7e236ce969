"""The same fact in two parts of a publication: what the explanation and the summary attached to it say alike."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Status
from audit.model.findings import Category, Severity
from audit.model.values import Unit
from audit.reconciliation.diagnosis import at_slipped_digits, is_slip
from audit.reconciliation.performance.values import compare, of_quantity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.places import Ref
    from audit.reconciliation.bounds import Comparison
    from audit.reconciliation.performance.stage import Stage
    from audit.reconciliation.performance.statements import Statement

_SHORTEST = 4
_ENOUGH = 3
"""Facts of one subject that must agree in both parts before one that does not is a conflict."""
_ENOUGH_IN_ALL = 8
_HUNDRED = Decimal(100)
_BREAK = regex.compile(r"[，。；：（）]")
_STOP = regex.compile(r"[。；：]")
_QUOTED = regex.compile(r'["“](?P<name>[^"“”、]+)["”][^"“”\p{Han}]*$')
_PLAIN = regex.compile(r"[^\p{Han}A-Za-z]")
_ATTACHED = "attachments"
Key = tuple[int, str, str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement with the names of what it is about; several where one figure holds for all of them."""

    statement: Statement
    names: tuple[str, ...]

    def terms(self) -> list[Key]:
        role = "target" if self.statement.measure == "target" else "actual"
        role = "rate" if self.statement.measure == "rate" else role
        return [(id(self.statement.subject), self.statement.scene.goal, name, role) for name in self.names]


def _role(fact: Fact) -> str:
    return fact.terms()[0][3]


def settle_restated(stage: Stage) -> None:
    """Compare what the explanation and the attachments say of one name of one subject."""
    facts = [f for f in _facts(stage) if f.statement.subject is not None]
    sides = (
        [f for f in facts if f.statement.scene.part != _ATTACHED],
        [f for f in facts if f.statement.scene.part == _ATTACHED],
    )
    if not sides[0] or not sides[1]:
        return
    held = _by_key(sides[1])
    own = _by_key(sides[0])
    compared = [(f, _partners(f, own, held)) for f in sides[0]]
    agreeing: dict[int, int] = {}
    for fact, partners in compared:
        if partners and all(_agrees(fact, p) for p in partners):
            agreeing[id(fact.statement.subject)] = agreeing.get(id(fact.statement.subject), 0) + 1
            _both_agree(stage, fact, partners)
    for fact, partners in compared:
        one_value = len({p.statement.claim.quantity.value for p in partners}) == 1
        if one_value and stage.is_open(fact.statement.claim) and _is_restatement(fact, partners[0], agreeing):
            _differ(stage, fact, partners, facts)
    _near_names(stage, sides, facts, agreeing)


def _differ(stage: Stage, fact: Fact, partners: list[Fact], facts: list[Fact]) -> None:
    """Report two figures of one fact that differ; other places that say it again tell which of them is wrong."""
    comparison = _compared(fact, partners[0])
    if comparison is None or comparison.status is not Status.DISAGREES:
        return
    names = {*fact.names, *partners[0].names}
    rest = [f for f in facts if f not in (fact, *partners) and names & set(f.names) and _role(f) == _role(fact)]
    own, others = ([f for f in rest if _agrees(f, one)] for one in (fact, partners[0]))
    wrong, right = (partners[0], [fact, *own]) if own and not others else (fact, [*partners, *others])
    if not own and not others and _is_beyond_all(stage, partners[0]) and not _is_beyond_all(stage, fact):
        wrong, right = partners[0], [fact]
    sure = bool(own) != bool(others) or _is_beyond_all(stage, wrong)
    places = [stage.story.place(f.statement.claim) for f in right]
    if wrong is not fact:
        comparison = replace(comparison, expected=fact.statement.claim.quantity.value)
    meant = _meant(wrong, right)
    stage.disagrees(wrong.statement, comparison, [], twins=places, name=wrong.names[0], meant=meant, odd=sure)


def _is_beyond_all(stage: Stage, fact: Fact) -> bool:
    """Tell whether a figure is a share of more than everything."""
    claim = fact.statement.claim
    lead = stage.story.paragraph(claim).text[claim.clause_start : claim.start]
    percent = claim.quantity.unit is Unit.PERCENT and claim.quantity.value > _HUNDRED
    return percent and regex.search(stage.story.logic.bounded, lead) is not None


def _meant(wrong: Fact, right: list[Fact]) -> Decimal:
    """Return what a figure was meant to be: at the digits from which one slip makes what is printed."""
    printed = wrong.statement.claim.quantity.printed
    values = sorted((f.statement.claim.quantity for f in right), key=lambda q: -q.places)
    found = (at_slipped_digits(printed, quantity.value) for quantity in values)
    return next((value for value in found if value is not None), values[0].value)


def _is_restatement(fact: Fact, partner: Fact, agreeing: dict[int, int]) -> bool:
    """Tell whether enough agrees for the rest to be the same facts: of this subject, or of all and a slip apart."""
    own = agreeing.get(id(fact.statement.subject), 0)
    return own >= _ENOUGH or (_is_slip_apart(fact, partner) and sum(agreeing.values()) >= _ENOUGH_IN_ALL)


def _is_slip_apart(one: Fact, other: Fact) -> bool:
    """Tell whether one slip makes either figure of the other, as far as its digits go."""
    pairs = ((one, other), (other, one))
    return any(is_slip(a.statement.claim.quantity.printed, _meant(a, [b])) for a, b in pairs)


def _facts(stage: Stage) -> list[Fact]:
    """Return every statement with the names of what it is about."""
    filler = regex.compile("(?:" + "|".join(stage.rules.words["filler"]) + ")+$")
    together = regex.compile("|".join(stage.rules.words["respectively"]))
    found: list[Fact] = []
    paragraph, end = -1, 0
    names: tuple[str, ...] = ()
    waiting: list[str] = []
    for statement in stage.statements:
        claim = statement.claim
        text = stage.story.paragraph(claim).text
        if claim.paragraph != paragraph:
            paragraph, end, names, waiting = claim.paragraph, 0, (), []
        if _STOP.search(text, end, claim.start):
            names, waiting = (), []
        starts = [m.end() for m in _BREAK.finditer(text, end, claim.start)]
        lead = text[starts[-1] if starts else end : claim.start]
        end = claim.end
        if claim.quantity.unit.is_money:
            continue
        if waiting and len(_PLAIN.sub("", lead)) < 2:
            names = (waiting.pop(0),)
        else:
            listed = _names(lead, statement, filler, together)
            waiting = (
                listed[1:]
                if together.search(lead) and len(listed) > 1 and text[claim.end : claim.end + 1] == "、"
                else []
            )
            if listed:
                names = (listed[0],) if waiting else tuple(listed)
        if names:
            found.append(Fact(statement, names))
    return found


def _names(lead: str, statement: Statement, filler: regex.Pattern[str], together: regex.Pattern[str]) -> list[str]:
    """Return the names that lead to a figure, without measure and filler words."""
    words = lead
    if statement.measure and statement.words:
        at = words.rfind(statement.words)
        words = words[:at] if at >= 0 else words
    words = together.sub("", words)
    quoted = _QUOTED.search(words)
    names = [str(filler.sub("", _PLAIN.sub("", part))) for part in words.split("、")]
    kept = [n for n in names if len(n) >= _SHORTEST]
    if not kept and quoted is not None:
        # a name in quotation marks is whole: its last words are no filler
        kept = [n for n in [str(_PLAIN.sub("", quoted["name"]))] if len(n) >= _SHORTEST]
    return kept


def _by_key(facts: Iterable[Fact]) -> dict[Key, list[Fact]]:
    found: dict[Key, list[Fact]] = {}
    for fact in facts:
        for key in fact.terms():
            found.setdefault(key, []).append(fact)
    return found


def _partners(fact: Fact, own: dict[Key, list[Fact]], held: dict[Key, list[Fact]]) -> list[Fact]:
    """Return the facts of the other part under the same names, where each name stands once in both parts."""
    keys = [k for k in fact.terms() if len(own[k]) == 1 and len(held.get(k, ())) == 1]
    return list({id(held[k][0]): held[k][0] for k in keys}.values())


def _compared(one: Fact, other: Fact) -> Comparison | None:
    first, second = of_quantity(one.statement.claim.quantity), of_quantity(other.statement.claim.quantity)
    return compare(first, second) if first.sign is second.sign and first.unit == second.unit else None


def _agrees(one: Fact, other: Fact) -> bool:
    comparison = _compared(one, other)
    return comparison is not None and comparison.status is Status.AGREES


def _both_agree(stage: Stage, fact: Fact, partners: list[Fact]) -> None:
    places: list[Ref] = [stage.story.place(p.statement.claim) for p in partners]
    _agree(stage, fact, places)
    for partner in partners:
        _agree(stage, partner, [stage.story.place(fact.statement.claim)])


def _agree(stage: Stage, fact: Fact, places: list[Ref]) -> None:
    if stage.is_open(fact.statement.claim):
        stage.agrees(fact.statement.claim, stage.text("why.agrees.text"), places)


def _near_names(
    stage: Stage, sides: tuple[list[Fact], list[Fact]], facts: list[Fact], agreeing: dict[int, int]
) -> None:
    """Let figures bear each other out whose names differ in a word: one contains the other, and no other name does.

    Where they differ by no more than a slip, and enough of their subject agrees, one of them is wrong.
    """
    here, there = sides
    own, held = _by_key(here), _by_key(there)
    for fact in here:
        if not stage.is_open(fact.statement.claim) or len(fact.names) != 1:
            continue
        near = [
            other for other in there
            if other.terms()[0][:2] == fact.terms()[0][:2] and len(other.names) == 1
            and (fact.names[0] in other.names[0] or other.names[0] in fact.names[0])
        ]  # fmt: skip
        if len(near) != 1 or _role(fact) != _role(near[0]):
            continue
        known = near[0].terms()[0] in own or fact.terms()[0] in held
        if _agrees(fact, near[0]):
            _both_agree(stage, fact, near)
        elif not known and stage.is_open(near[0].statement.claim) and _is_slip_apart(fact, near[0]):
            enough = agreeing.get(id(fact.statement.subject), 0) >= _ENOUGH
            if enough or sum(agreeing.values()) >= _ENOUGH_IN_ALL:
                _differ(stage, fact, near, facts)


def settle_attached(stage: Stage) -> None:
    """A project that the list of attachments names, and that has neither a review nor an attachment."""
    known = [p for p in stage.cast.projects if p.reviews or p.sheets or p.attached]
    listed = [p for p in known if p.titles]
    unknown = [p for p in stage.cast.projects if p.titles and p not in known]
    if len(listed) < _ENOUGH or len(listed) + len(unknown) != len(known):
        return
    missing = [p for p in known if not p.titles]
    for project in unknown:
        meant = missing[0] if len(missing) == len(unknown) == 1 else None
        places = [stage.cast.doc.paragraphs[project.titles[0]].ref]
        places += [stage.cast.doc.paragraphs[p].ref for p in (meant.reviews[:1] if meant else [])]
        stage.story.findings.append(
            stage.story.wording.finding(
                "perf.attached", "P-attached", Category.TEXT, Severity.WARNING, places, stated=project.name,
                expected=meant.name if meant else "",
            )
        )  # fmt: skip
