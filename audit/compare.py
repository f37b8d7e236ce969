"""Holds publications against each other: last year's accounts, the year's budget, a department and its units. Pure."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.chain import Comparison, KeyFact, Published, Side, Stated
from audit.model.claims import Status
from audit.model.values import plain
from audit.reconciliation.bounds import same_quantity, sums

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.model.chain import ChainRules, Head, Link, UnitEntry, UnitSum
    from audit.model.document import PublicationType
    from audit.model.places import Ref

Body = tuple[str, int, "PublicationType"]
_BRACKETS = str.maketrans("()〔〕[]", "（）（）（）")


def body_name(entity: str) -> str:
    """Return a body's name without what another extraction may change: widths, blanks, kinds of brackets."""
    folded = unicodedata.normalize("NFKC", entity).translate(_BRACKETS)
    return "".join(char for char in folded if not char.isspace())


def compare(
    published: Sequence[Published], rules: ChainRules, units: Sequence[UnitEntry] = ()
) -> tuple[Comparison, ...]:
    """Compare all publications that share a figure; the results stand in the order of the publications."""
    shelf = _Shelf(published, rules)
    found: list[Comparison] = []
    for own in published:
        for link in rules.links:
            if own.publication_type is link.publication_type:
                found += shelf.linked(own, link)
        for rule in rules.units:
            found += shelf.summed(own, rule, units)
    return tuple(found)


def families(heads: Iterable[Head], units: Sequence[UnitEntry] = ()) -> list[list[str]]:
    """Return the names of the publications that can share figures, each family by itself, in the order given.

    A family is what one body has published, with the units of a department where a list names them. One publication
    alone, or copies of it, are none.
    """
    links = {body_name(one.unit): body_name(one.department) for one in units}
    found: dict[str, list[Head]] = defaultdict(list)
    for head in heads:
        found[_eldest(body_name(head.entity), links)].append(head)
    shared = (family for family in found.values() if len({(h.entity, h.year, h.publication_type) for h in family}) > 1)
    return [[head.name for head in family] for family in shared]


def _eldest(name: str, links: dict[str, str]) -> str:
    """Follow a unit up to its department; a list that runs in a circle is followed once around."""
    seen = {name}
    while name in links and links[name] not in seen:
        name = links[name]
        seen.add(name)
    return name


class _Shelf:
    """The publications by body, year and kind."""

    def __init__(self, published: Sequence[Published], rules: ChainRules) -> None:
        self.rules = rules
        self.found: dict[Body, list[Published]] = defaultdict(list)
        for one in published:
            self.found[body_name(one.entity), one.year, one.publication_type].append(one)

    def linked(self, own: Published, link: Link) -> Iterator[Comparison]:
        """Compare what one publication states with what another one of the same body holds."""
        others = self.found.get((body_name(own.entity), own.year - link.back, link.against), [])
        if not others:
            return
        pairs = {pair.own: pair.other for pair in link.pairs}
        for fact in own.facts:
            if fact.stated is not link.stated or (pairs and fact.key not in pairs):
                continue
            wanted = pairs.get(fact.key, fact.key)
            held = [(other, _own_fact(other, wanted)) for other in others]
            whole = [(other, figure) for other, figure in held if figure is not None]
            yield self._compared(own, fact, link, others, whole)

    def _compared(
        self,
        own: Published,
        fact: KeyFact,
        link: Link,
        others: Sequence[Published],
        whole: Sequence[tuple[Published, KeyFact]],
    ) -> Comparison:
        if not whole:
            why = self._why("no_figure", name=others[0].name, label=fact.label)
            return _open(link.id, link.basis, own, fact, why, [Side(other.name, ()) for other in others])
        sides = [Side(other.name, figure.places) for other, figure in whole]
        if len({(figure.value, figure.half) for _, figure in whole}) > 1:
            why = self._why(
                "same_twice",
                entity=own.entity,
                year=own.year - link.back,
                type=self.rules.reasons.get(link.against.value, link.against.value),
                names="、".join(other.name for other, _ in whole),
            )
            return _open(link.id, link.basis, own, fact, why, sides)
        figure = whole[0][1]
        if fact.derived:
            result = sums(figure.value, fact.value, figure.half + fact.half)
        else:
            result = same_quantity(fact.value, fact.half, figure.value, figure.half)
        message = link.message.format(
            year=own.year, label=fact.label, other=figure.label, stated=plain(fact.value), expected=plain(figure.value),
            difference=plain(result.difference), how=self._why("derived") if fact.derived else "",
        )  # fmt: skip
        return self._judged(
            Comparison(
                link.id, result.status, own.entity, own.year, fact.key, fact.label, fact.value, figure.value,
                result.difference, result.bound, message, link.basis, "", Side(own.name, fact.places), tuple(sides),
            ),
            doubtful=fact.doubtful or figure.doubtful,
            explained=own.is_explained,
        )  # fmt: skip

    def summed(self, own: Published, rule: UnitSum, units: Sequence[UnitEntry]) -> Iterator[Comparison]:
        """Compare a department with the sum of its units."""
        department = body_name(own.entity)
        listed = (u for u in units if body_name(u.department) == department and u.year in (None, own.year))
        names = list({body_name(one.unit): one.unit for one in listed if body_name(one.unit) != department}.values())
        if not names:
            return
        held = {name: self.found.get((body_name(name), own.year, own.publication_type), []) for name in names}
        missing = [name for name, found in held.items() if not found]
        members = [found[0] for found in held.values() if found]
        transfers = self._transfers([own, *members], rule)
        for fact in own.facts:
            top, _, code = fact.key.partition("/")
            is_closed = fact.key in rule.totals or (bool(code) and top in rule.by_code)
            if fact.stated is not Stated.OWN or not (is_closed or fact.key in rule.open_totals):
                continue
            sides = [Side(one.name, _places(one, fact)) for one in members]
            if missing:
                yield _open(rule.id, rule.basis, own, fact, self._why("no_units", names="、".join(missing)), sides)
            elif transfers and not is_closed:
                yield _open(rule.id, rule.basis, own, fact, self._why("transfers", label=transfers), sides)
            else:
                yield self._sum(own, fact, rule, members, sides)

    def _sum(
        self, own: Published, fact: KeyFact, rule: UnitSum, members: Sequence[Published], sides: Sequence[Side]
    ) -> Comparison:
        figures = []
        for member in members:
            figure = _own_fact(member, fact.key) or _nothing(member, fact)
            if figure is None:
                why = self._why("no_figure", name=member.name, label=fact.label)
                return _open(rule.id, rule.basis, own, fact, why, sides)
            figures.append(figure)
        total = sum((figure.value for figure in figures), Decimal(0))
        result = sums(fact.value, total, fact.half + sum((figure.half for figure in figures), Decimal(0)))
        message = rule.message.format(
            year=own.year, entity=own.entity, label=fact.label, count=len(members), stated=plain(fact.value),
            expected=plain(total), difference=plain(result.difference),
        )  # fmt: skip
        return self._judged(
            Comparison(
                rule.id, result.status, own.entity, own.year, fact.key, fact.label, fact.value, total,
                result.difference, result.bound, message, rule.basis, "", Side(own.name, fact.places), tuple(sides),
            ),
            doubtful=fact.doubtful or any(figure.doubtful for figure in figures),
            explained=False,
        )  # fmt: skip

    def _transfers(self, published: Iterable[Published], rule: UnitSum) -> str:
        """Return the name of a transfer between the units that one of them prints, "" where there is none."""
        for one in published:
            for key in rule.transfers:
                fact = _own_fact(one, key)
                if fact is not None and fact.value:
                    return fact.label
        return ""

    def _judged(self, made: Comparison, *, doubtful: bool, explained: bool) -> Comparison:
        """Leave a conflict to a person where it may be one publication's own, or is explained."""
        if made.status is not Status.DISAGREES or not (doubtful or explained):
            return made
        return _left_open(made, self._why("doubtful" if doubtful else "explained"))

    def _why(self, reason: str, /, **values: object) -> str:
        return self.rules.reasons[reason].format(**values)


def _own_fact(one: Published, key: str) -> KeyFact | None:
    return next((fact for fact in one.facts if fact.key == key and fact.stated is Stated.OWN), None)


def _places(one: Published, fact: KeyFact) -> tuple[Ref, ...]:
    """Return where a unit has a figure, or the total of the table that does not list it."""
    held = _own_fact(one, fact.key) or _nothing(one, fact)
    return held.places if held else ()


def _nothing(one: Published, fact: KeyFact) -> KeyFact | None:
    """Return the nothing that a unit has of a 科目 which its table does not list, None where it has no such table."""
    top, _, code = fact.key.partition("/")
    whole = _own_fact(one, top) if code else None
    if whole is None:
        return None
    return KeyFact(fact.key, fact.label, Stated.OWN, Decimal(0), Decimal(0), whole.places, doubtful=whole.doubtful)


def _open(rule: str, basis: str, own: Published, fact: KeyFact, why: str, sides: Sequence[Side]) -> Comparison:
    return Comparison(
        rule, Status.UNVERIFIED, own.entity, own.year, fact.key, fact.label, fact.value, None, None, None, "", basis,
        why, Side(own.name, fact.places), tuple(sides),
    )  # fmt: skip


def _left_open(made: Comparison, why: str) -> Comparison:
    return replace(made, status=Status.UNVERIFIED, why=why)
