"""The figures of a publication that others hold too: its totals, and what it states of other years and budgets."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.chain import KeyFact, Stated
from audit.model.claims import Claim, Measure, Period, Relation, Status
from audit.model.document import PublicationType, RowKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.chain import ChainRules, Total
    from audit.reconciliation.facts import Figure
    from audit.reconciliation.narrative import Narrative, Operand

_CODED = (RowKind.CLASS, RowKind.SECTION, RowKind.ITEM)


def key_facts(narrative: Narrative, rules: ChainRules) -> tuple[KeyFact, ...]:
    """Return the figures of a settled publication by which others are compared with it, each key once."""
    reader = _Reader(narrative, rules)
    facts: dict[tuple[str, Stated], KeyFact] = {}
    for fact in (*reader.own(), *reader.said()):
        known = facts.get((fact.key, fact.stated))
        if known is None or (known.derived and not fact.derived):
            facts[fact.key, fact.stated] = fact
    return tuple(facts.values())


class _Reader:
    """Reads the figures of one publication."""

    def __init__(self, narrative: Narrative, rules: ChainRules) -> None:
        self.narrative = narrative
        self.rules = rules
        self.places = {
            (cell.role, cell.row, cell.column): total for total in rules.totals for cell in reversed(total.cells)
        }
        self.coded = {
            (cell.role, cell.column): total for total in rules.totals if total.by_code for cell in total.cells
        }

    def own(self) -> Iterator[KeyFact]:
        """Yield the publication's own totals, as its tables hold them, and as its prose does where no table does."""
        for total in self.rules.totals:
            figures = (self.narrative.binder.cell(cell) for cell in total.cells)
            figure = next((f for f in figures if f is not None and f.value is not None), None)
            if figure is not None:
                yield from self._fact(total.key, total.label, Stated.OWN, figure)
            if total.by_code:
                yield from self._by_code(total)
        for claim in self.narrative.claims:
            said = self._total_of_words(claim)
            level = claim.relation is Relation.LEVEL and claim.period is Period.CURRENT
            if said is not None and level and not claim.measure.is_budget:
                yield self._stated(claim, said.key, said.label, Stated.OWN)

    def _by_code(self, total: Total) -> Iterator[KeyFact]:
        index = self.narrative.index
        for cell in total.cells:
            rows = [(key, row, table) for key, row, table in index.rows(cell.role) if row.kind in _CODED]
            count = Counter(key for key, _, _ in rows)
            for key, row, table in rows:
                column = table.column(cell.column)
                figure = index.of_cell(table, row, column.index) if column else None
                if figure is not None and count[key] == 1:
                    yield from self._fact(f"{total.key}/{key}", f"{total.label}（{row.name}）", Stated.OWN, figure)

    def _fact(self, key: str, label: str, stated: Stated, figure: Figure) -> Iterator[KeyFact]:
        if figure.value is not None:
            doubtful = figure.key in self.narrative.suspects.keys
            yield KeyFact(key, label, stated, figure.value, figure.half, (figure.ref,), doubtful=doubtful)

    def said(self) -> Iterator[KeyFact]:
        """Yield what the prose states of the year before and of the budget."""
        for claim in self.narrative.claims:
            if claim.concept is None or not claim.quantity.unit.is_money:
                continue
            stated = self._stated_kind(claim)
            if stated is None:
                continue
            if claim.relation is Relation.CHANGE:
                yield from self._before_the_change(claim, stated)
            else:
                figure = self._figure(claim)
                named = self._name(figure) if figure else None
                if named is not None:
                    yield self._stated(claim, *named, stated)

    def _stated_kind(self, claim: Claim) -> Stated | None:
        """Tell what a claim states of another publication, None where it speaks of its own year's accounts."""
        is_budget = self.narrative.doc.identity.publication_type is PublicationType.BUDGET
        if claim.relation is Relation.CHANGE and claim.base is not None and claim.direction:
            if claim.base.period is not Period.LAST or claim.measure.is_budget:
                return None
            on_budget = claim.base.measure.is_budget
            if is_budget:
                # "than last year" may mean its budget or its accounts: only what is said counts
                return Stated.LAST_BUDGET if on_budget else None
            return None if on_budget else Stated.LAST_YEAR
        if claim.relation is not Relation.LEVEL or is_budget:
            return None
        if claim.period is Period.LAST and not claim.measure.is_budget:
            return Stated.LAST_YEAR
        initial = claim.measure is Measure.INITIAL_BUDGET and claim.period is Period.CURRENT
        return Stated.INITIAL_BUDGET if initial else None

    def _before_the_change(self, claim: Claim, stated: Stated) -> Iterator[KeyFact]:
        """Yield this year's figure less its rise, which is what the year before had."""
        figure = self._figure(claim)
        named = self._name(figure) if figure else None
        total = self._total_of_words(claim)
        if named is not None and figure is not None:
            now = self.narrative.of_figure(figure)
            doubtful = figure.key in self.narrative.suspects.keys
        elif total is not None and claim.concept is not None:
            named, now, doubtful = (total.key, total.label), self.narrative.said(claim, claim.concept.key), False
        else:
            return
        if named is not None and now is not None:
            yield self._less(claim, named, stated, now, doubtful=doubtful)

    def _less(self, claim: Claim, named: tuple[str, str], stated: Stated, now: Operand, *, doubtful: bool) -> KeyFact:
        change = self._stated(claim, *named, stated)
        return replace(
            change,
            value=now.value - claim.direction * change.value,
            half=now.interval.width / 2 + change.half,
            places=(*change.places, now.place),
            derived=True,
            doubtful=doubtful or change.doubtful,
        )

    def _stated(self, claim: Claim, key: str, label: str, stated: Stated) -> KeyFact:
        value, half = self.narrative.amount(claim)
        verdict = self.narrative.verdicts.get(claim.index)
        doubtful = verdict is not None and verdict.status is Status.DISAGREES
        if not claim.quantity.value:
            half = Decimal(0)
        return KeyFact(key, label, stated, value, half, (self.narrative.place(claim),), doubtful=doubtful)

    def _figure(self, claim: Claim) -> Figure | None:
        """Return the cell that holds this year's figure of what a claim is about."""
        concept = claim.concept.key if claim.concept else ""
        found = self.narrative.binder.lookup(concept, Measure.FINAL, claim)
        return next((figure for figure in found if self._name(figure) is not None), None)

    def _name(self, figure: Figure) -> tuple[str, str] | None:
        """Return key and label of the total that a cell holds."""
        at, line, position = figure.key
        table = self.narrative.doc.tables[at]
        if line < 0:
            return None
        row, column = table.rows[line], table.columns[position].key
        code = self.narrative.index.effective_code(table, row)
        total = self.places.get((table.role, code, column))
        if total is not None:
            return total.key, total.label
        total = self.coded.get((table.role, column))
        if total is not None and row.kind in _CODED:
            return f"{total.key}/{code}", f"{total.label}（{row.name}）"
        return None

    def _total_of_words(self, claim: Claim) -> Total | None:
        concept = claim.concept.key if claim.concept else ""
        return next((total for total in self.rules.totals if concept in total.concepts), None)
