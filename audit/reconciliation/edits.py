"""The smallest single edit: which one figure, written otherwise, makes every relation that it takes part in hold.

A broken relation names several figures, and any of them may be the wrong one. Each is tried with the value that the
relation asks of it: the explanation is settled anew, and what is counted is how many conflicts are gone and how many
are new. Only an edit that is better than all others, and that one slip of the pen explains, is told as the cause.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

import regex

from audit.model.claims import Relation, Status
from audit.model.findings import ExpectedLabel, Finding, Severity
from audit.model.values import Unit, plain
from audit.reconciliation.diagnosis import decimals, is_slip, slips
from audit.reconciliation.ratios import by_rate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from audit.model.claims import Claim
    from audit.model.places import Ref
    from audit.reconciliation.narrative import Narrative

_SUMS = frozenset({"N-parts", "N-budget-sum"})
_RATES = frozenset({"N-growth", "N-completion", "N-share", "L-rise"})
_MOST_FINDINGS = 12
_FEW = 4
_MOST_TRIALS = 24
"""Edits tried for one finding: a text in which more would fit is not explained by any."""

_MOST_NAMED = 3
_ENOUGH = 3
"""Digits of a figure whose slips are few among all that could stand there."""
_LONGEST = 60
_BESIDE = 3
"""Figures of a text among which one may have been copied for another."""
_OWN = 1
"""A root cites its own place alone: what follows from it cites the root."""
_DIGITS = regex.compile(r"-?[\d,.]+")
Key = tuple[str, "Ref"]


@dataclass(frozen=True, slots=True)
class Solver:
    """How the explanation is settled: one claim for itself, or everything that its own arithmetic settles."""

    one: Callable[[Narrative, Claim], None]
    all: Callable[[Narrative], None]


@dataclass(frozen=True, slots=True)
class Edit:
    """One figure written otherwise, and what became of the conflicts."""

    claim: Claim
    value: Decimal
    resolved: frozenset[Key]
    harm: int
    """Conflicts that are new, and sums that close no more exactly."""
    agreeing: int
    echoed: bool
    """True where the value stands elsewhere in the same relation."""
    slip: bool
    unit: bool
    """True where the digits are right and the unit is not."""
    is_own: bool
    """True for the figure at which the conflict was found."""
    trial: Narrative

    @property
    def rank(self) -> tuple[int, int, int, int, int, int]:
        return len(self.resolved) - self.harm, -self.harm, self.unit, self.echoed, self.slip, self.agreeing


def settle_edits(story: Narrative, solver: Solver) -> None:
    """Put every conflict of the explanation's own arithmetic at the figure that explains it."""
    conflicts = [f for f in story.findings if f.severity is Severity.ERROR and f.rule in _SUMS | _RATES]
    if not conflicts or len(conflicts) > _MOST_FINDINGS:
        return
    trier = _Trier(story, solver)
    explained: set[Key] = set()
    for finding in conflicts:
        if _key(finding) in explained:
            continue
        edits = trier.best(finding)
        if len(edits) == 1:
            explained |= edits[0].resolved
            _put(story, finding, edits[0])
        elif len(edits) <= _MOST_NAMED:
            _name(story, finding, edits)


class _Trier:
    """Tries edits on a copy of the story."""

    def __init__(self, story: Narrative, solver: Solver) -> None:
        self.story = story
        self.solver = solver
        self.at = {story.place(c): c for c in story.claims}
        self.before = self._run(story.claims)

    def best(self, finding: Finding) -> list[Edit]:
        """Return the edit that explains a finding better than every other; several where they do as well."""
        edits = [self._try(finding, claim, value) for claim, value in self._candidates(finding)]
        good = [e for e in edits if _key(finding) in e.resolved and not e.harm]
        good = [e for e in good if e.is_own or _is_told(finding, e)]
        highest = max((e.rank for e in good), default=None)
        return [e for e in good if e.rank == highest]

    def _candidates(self, finding: Finding) -> Iterator[tuple[Claim, Decimal]]:
        """Yield every figure of a finding with the values that it may have had."""
        named = [self.at[p] for p in finding.places if p in self.at]
        named = list({c.index: c for c in named}.values())
        own = named[0] if named else None
        expected, stated = _number(finding.expected), _number(finding.stated)
        if own is None or expected is None or stated is None:
            return
        if finding.rule in _SUMS:
            yield from self._addends(named, abs(self.story.amount(own)[0] - expected))
            return
        if own.relation is not Relation.CHANGE:
            yield own, expected
        for claim in self._operands(own, named):
            tries = slips(claim.quantity.printed)
            fitting = [v for v in tries if v >= 0 and self._is_on_grid(claim, v) and self._fits(own, claim, v)]
            echoed = [v for v in fitting if self._echoed(claim, v) or self.story.is_unit_slip(claim, v)]
            yield from ((claim, v) for v in (echoed or fitting)[:_MOST_TRIALS])

    def _addends(self, named: list[Claim], gap: Decimal) -> Iterator[tuple[Claim, Decimal]]:
        """Yield every figure of a sum with what closes it: exactly, or by one slip as far as rounding lets it."""
        bound = sum((self.story.amount(c)[1] for c in named), Decimal(0))
        for claim in named:
            unit = claim.quantity.unit.in_yuan / Unit.WAN_YUAN.in_yuan if claim.quantity.unit.is_money else Decimal(1)
            needed = [v for v in (claim.quantity.value + gap / unit, claim.quantity.value - gap / unit) if v >= 0]
            if claim.measure.is_budget:
                needed = [by_rate(self.story, claim, v * unit, bound) / unit for v in needed]
            tries = [v for v in slips(claim.quantity.printed) if self._is_on_grid(claim, v)]
            near = [v for v in tries if any(abs(v - n) <= bound / unit for n in needed)]
            exact = [n for n in needed if is_slip(claim.quantity.printed, n)]
            yield from ((claim, v) for v in dict.fromkeys((*needed, *(() if exact else near[:_FEW]))))

    def _is_on_grid(self, claim: Claim, value: Decimal) -> bool:
        """Tell whether a figure could be printed so: with no more decimals than others, or in another unit."""
        return decimals(value) <= self.story.places_of(claim) or self.story.is_unit_slip(claim, value)

    def _operands(self, own: Claim, named: list[Claim]) -> list[Claim]:
        """Return the amounts that a rate is computed from, as far as the text and no table states them."""
        numbers = {c.index for c in named} | {n for n in (own.about, own.against) if n is not None}
        amounts = [self.story.claims[n] for n in sorted(numbers) if self.story.claims[n].quantity.unit.is_money]
        return [c for c in amounts if not self._is_tabled(c)]

    def _is_tabled(self, claim: Claim) -> bool:
        verdict = self.before.verdicts.get(claim.index)
        return verdict is not None and verdict.status is Status.AGREES and any(e.table for e in verdict.evidence)

    def _fits(self, own: Claim, claim: Claim, value: Decimal) -> bool:
        """Tell whether a rate, or the rate of a change, is right with another amount."""
        rate = own if own.quantity.unit is Unit.PERCENT else self._rate_of(own)
        if rate is None:
            return False
        trial = self.story.with_claims(_edited(self.story.claims, claim, value))
        self.solver.one(trial, trial.claims[rate.index])
        verdict = trial.verdicts.get(rate.index)
        return verdict is not None and verdict.status is Status.AGREES

    def _rate_of(self, change: Claim) -> Claim | None:
        return next((c for c in self.story.claims if c.relation is Relation.GROWTH and c.about == change.index), None)

    def _echoed(self, claim: Claim, value: Decimal) -> bool:
        """Tell whether the text states a value once more in the same relation."""
        return any(
            c.relation is claim.relation and c.quantity.unit is claim.quantity.unit and c.quantity.value == value
            and c.direction == claim.direction and c.index != claim.index
            for c in self.story.claims
        )  # fmt: skip

    def _is_neighbours(self, claim: Claim) -> bool:
        """Tell whether a figure is that of the amount beside it, copied once more."""
        beside = [
            c for c in self.story.claims[max(0, claim.index - _BESIDE) : claim.index + _BESIDE + 1]
            if c.paragraph == claim.paragraph and c.relation is claim.relation and c.index != claim.index
        ]  # fmt: skip
        same = [c for c in beside if c.quantity.unit is claim.quantity.unit]
        return bool(claim.quantity.value) and any(c.quantity.value == claim.quantity.value for c in same)

    def _try(self, finding: Finding, claim: Claim, value: Decimal) -> Edit:
        trial = self._run(_edited(self.story.claims, claim, value))
        old, new = _errors(self.before), _errors(trial)
        agreeing = sum(v.status is Status.AGREES for v in trial.verdicts.values())
        rounded = _roundings(trial) - _roundings(self.before) - old
        # a relation that now closes but for rounding is no worse than one that did not close at all
        harm = len(new - old) + sum(place not in finding.places for _, place in rounded)
        own = finding.places[0] == self.story.place(claim)
        return Edit(
            claim, value, frozenset(old - new), harm, agreeing, self._echoed(claim, value),
            is_slip(claim.quantity.printed, value) or self._is_neighbours(claim),
            self.story.is_unit_slip(claim, value), own, trial,
        )  # fmt: skip

    def _run(self, claims: tuple[Claim, ...]) -> Narrative:
        trial = self.story.with_claims(claims)
        self.solver.all(trial)
        return trial


def _is_told(finding: Finding, edit: Edit) -> bool:
    """Tell whether something else than one rate speaks for an edit: a sum is exact, a rate fits many figures."""
    if edit.unit:
        return True
    digits = max(_digits(edit.claim.quantity.printed), _digits(plain(edit.value)))
    several = len(edit.resolved) > 1
    # any count of one or two digits is one slip away from any other
    return edit.slip and (digits >= _ENOUGH or several) and (several or edit.echoed or finding.rule in _SUMS)


def _digits(printed: str) -> int:
    return sum(c.isdigit() for c in printed)


def _put(story: Narrative, finding: Finding, edit: Edit) -> None:
    """Put a finding at the figure that explains it. A rate that followed from it stays wrong, with this as its root."""
    claim, at = edit.claim, story.findings.index(finding)
    diagnosis = _diagnosis(story, edit)
    if edit.is_own:
        if finding.rule in _RATES or _is_told(finding, edit):
            hint = "；".join(said for said in (diagnosis, finding.diagnosis) if said)
            story.findings[at] = replace(
                finding, expected=story.shown(claim, edit.value), diagnosis=hint, expected_label=ExpectedLabel.EXPECTED
            )
        return
    known = [
        n for n, f in enumerate(story.findings) if f.severity is Severity.ERROR and f.places[0] == story.place(claim)
    ]
    if known:
        told = story.findings[known[0]]
        if edit.unit:
            told = replace(told, expected=story.shown(claim, edit.value), diagnosis="")
        story.findings[known[0]] = replace(told, diagnosis=told.diagnosis or diagnosis)
        return
    unit = claim.quantity.unit.value if claim.quantity.unit is not Unit.COUNT else claim.quantity.counter
    root = story.wording.finding(
        "narr.unit" if edit.unit else "narr.figure", finding.rule, finding.category, finding.severity,
        [*story.places(claim), *finding.places], stated=claim.quantity.printed,
        expected=story.shown(claim, edit.value), concept=story.name(claim), unit=unit, diagnosis=diagnosis,
        at_stake=abs(claim.quantity.value - edit.value) if claim.quantity.unit.is_money else Decimal(0),
    )  # fmt: skip
    if finding.rule in _RATES:
        story.findings.insert(at, replace(root, places=root.places[:_OWN]))
    else:
        story.findings[at] = root
        _restore(story, edit)
    why = story.wording.text("why.disagrees", expected=story.shown(claim, edit.value))
    story.record(claim, Status.DISAGREES, why, list(finding.places))


def _name(story: Narrative, finding: Finding, edits: list[Edit]) -> None:
    """Name the slips that would each explain a conflict, where nothing tells which it is."""
    told = story.slips([(e.claim, e.value) for e in edits if e.slip or e.unit])
    if told and not finding.diagnosis:
        at = story.findings.index(finding)
        story.findings[at] = replace(finding, diagnosis=told)


def _diagnosis(story: Narrative, edit: Edit) -> str:
    """Return what to write instead: the figure, how many relations it restores, the sentence with it."""
    claim, text = edit.claim, story.paragraph(edit.claim).text
    after = claim.end if edit.unit else claim.start + _width(claim)
    value = story.shown(claim, edit.value)
    words = f"{text[claim.clause_start : claim.start]}{value}{text[after : claim.clause_end]}"
    return story.wording.text("diagnosis.edit", value=value, count=len(edit.resolved), words=words[-_LONGEST:])


def _restore(story: Narrative, edit: Edit) -> None:
    """What was blamed in its stead is right again."""
    for index, verdict in edit.trial.verdicts.items():
        old = story.verdicts.get(index)
        blamed = old is not None and old.status is Status.DISAGREES
        if index != edit.claim.index and blamed and verdict.status is Status.AGREES and verdict.evidence:
            story.verdicts[index] = verdict


def _width(claim: Claim) -> int:
    """Return how long the digits of a figure are, its unit left out."""
    found = _DIGITS.match(claim.quantity.printed)
    return found.end() if found else len(claim.quantity.printed)


def _edited(claims: tuple[Claim, ...], claim: Claim, value: Decimal) -> tuple[Claim, ...]:
    quantity = replace(claim.quantity, value=value, printed=plain(value))
    return (*claims[: claim.index], replace(claim, quantity=quantity), *claims[claim.index + 1 :])


def _key(finding: Finding) -> Key:
    return finding.rule, finding.places[0]


def _errors(story: Narrative) -> set[Key]:
    return {_key(f) for f in story.findings if f.severity is Severity.ERROR}


def _roundings(story: Narrative) -> set[Key]:
    return {_key(f) for f in story.findings if f.severity is Severity.ROUNDING}


def _number(printed: str) -> Decimal | None:
    try:
        return Decimal(printed.replace(",", "").rstrip("%"))
    except InvalidOperation:
        return None
