"""Relations of the tables: the rules of rules/relations, and the hierarchy of codes, evaluated on every row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Status
from audit.model.document import RowKind
from audit.reconciliation.bounds import sums
from audit.reconciliation.hierarchy import PLACES, listed, sums_by_code

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.rules import RelationRule, RelationTerm
    from audit.reconciliation.facts import FactIndex, Figure

_KINDS = {"class": RowKind.CLASS, "section": RowKind.SECTION, "item": RowKind.ITEM}
_UNSOUND = frozenset({"row_cells", "row_not_read", "not_closed"})


@dataclass(frozen=True, slots=True)
class Instance:
    """One relation on actual cells: sum of left (with signs) = sum of right."""

    rule: str
    title: str
    basis: str
    left: tuple[tuple[Figure, int], ...]
    right: tuple[tuple[Figure, int], ...]
    crosses: bool
    """True where cells of two tables meet."""
    hierarchical: bool = False
    unsound: bool = False
    """True where a table's extraction is known to be incomplete: a difference proves nothing."""

    @property
    def terms(self) -> tuple[tuple[Figure, int], ...]:
        return (*self.left, *((f, -s) for f, s in self.right))

    def total(self, side: tuple[tuple[Figure, int], ...]) -> Decimal:
        return sum((f.value * s for f, s in side if f.value is not None), Decimal(0))

    @property
    def is_known(self) -> bool:
        return all(f.value is not None for f, _ in self.terms)

    @property
    def bound(self) -> Decimal:
        return sum((f.half for f, _ in self.terms), Decimal(0))

    @property
    def status(self) -> Status:
        if not self.is_known:
            return Status.UNVERIFIED
        if not self.crosses and self.is_identity and self.total(self.left) != self.total(self.right):
            # one figure printed twice in one table: nothing was added, so nothing was rounded
            return Status.DISAGREES
        return sums(self.total(self.left), self.total(self.right), self.bound).status

    @property
    def is_identity(self) -> bool:
        """True where at most one term of each side is not zero."""
        return all(sum(1 for f, _ in side if f.value) <= 1 for side in (self.left, self.right))

    def with_value(self, key: tuple[int, int, int], value: Decimal) -> Instance:
        """Return the relation as it were if one cell had another value."""

        def swap(side: tuple[tuple[Figure, int], ...]) -> tuple[tuple[Figure, int], ...]:
            return tuple((replace(f, value=value) if f.key == key else f, s) for f, s in side)

        return replace(self, left=swap(self.left), right=swap(self.right))

    def needed(self, key: tuple[int, int, int]) -> Decimal | None:
        """Return the value of one cell that makes the relation close exactly."""
        sign = sum(s for f, s in self.terms if f.key == key)
        if sign not in (1, -1):
            return None
        rest = sum((f.value * s for f, s in self.terms if f.key != key and f.value is not None), Decimal(0))
        return -rest * sign


def instances(index: FactIndex, rules: tuple[RelationRule, ...]) -> list[Instance]:
    """Return every relation that the tables can be held to."""
    found: list[Instance] = []
    open_: dict[int, list[Instance]] = {}
    for rule in rules:
        for key in _row_keys(index, rule):
            ways = _ways(index, rule, key)
            if len(ways) > 1:
                open_[len(found)] = ways
            found += ways[:1]
    for table in index.doc.tables:
        for own, parts in sums_by_code(index, table):
            unsound = bool(_UNSOUND & set(table.quality))
            found.append(Instance("R-hierarchy", "", "", own, parts, crosses=False, hierarchical=True, unsound=unsound))
    _meant(found, open_)
    return found


def _meant(found: list[Instance], open_: dict[int, list[Instance]]) -> None:
    """Of several ways to print a side none of which holds, take the one that is mended with another broken relation."""
    broken = [one for at, one in enumerate(found) if at not in open_ and one.status is Status.DISAGREES]
    for at, ways in open_.items():
        found[at] = next((way for way in ways if any(_mends(way, one) for one in broken)), ways[0])


def _mends(way: Instance, broken: Instance) -> bool:
    """Tell whether the value with which one cell of the right side closes a relation closes a broken one too."""
    touched = {figure.key for figure, _ in broken.terms}
    values = ((figure.key, way.needed(figure.key)) for figure, _ in way.right if figure.key in touched)
    return any(v is not None and broken.with_value(key, v).status is not Status.DISAGREES for key, v in values)


def _row_keys(index: FactIndex, rule: RelationRule) -> list[str]:
    """Return the rows that a rule runs over; one empty name for a rule without `*`."""
    first = rule.left[0]
    if first.row != "*":
        return [""]
    keys: dict[str, None] = {}
    for term in (*rule.left, *rule.right):
        panel = term.column.split(":")[0] if ":" in term.column else ""
        for key, row, _ in index.rows(term.role, panel):
            is_class = row.kind is RowKind.CLASS or (row.kind is RowKind.LINE and key.isdecimal())
            wanted = rule.rows == "all" or (rule.rows == "class" and is_class) or row.kind is _KINDS.get(rule.rows)
            if wanted and row.kind is not RowKind.UNIT and key:
                keys[key] = None
    return list(keys)


def _ways(index: FactIndex, rule: RelationRule, key: str) -> list[Instance]:
    """Return a rule on actual cells. Of several ways to print a side the one that holds is the printed one.

    Where none holds all are returned.
    """
    if any(f is not None and f.value for t in rule.unless for f in [index.figure(t.role, t.row, t.column)]):
        return []
    left = _side(index, rule.left, key, rule)
    ways: list[Instance] = []
    for terms in (rule.right, *rule.alternatives):
        right = _side(index, terms, key, rule)
        if left is None or right is None or not (left and right):
            continue
        found = _put(index, rule, left, right)
        if found.status is not Status.DISAGREES:
            return [found]
        ways.append(found)
    return ways


def _put(
    index: FactIndex, rule: RelationRule, left: list[tuple[Figure, int]], right: list[tuple[Figure, int]]
) -> Instance:
    figures = [f for f, _ in (*left, *right)]
    tables = {f.key[0] for f in figures}
    doc = index.doc
    unsound = any(_UNSOUND & set(doc.tables[t].quality) for t in tables) and len(figures) != len(set(tables))
    return Instance(rule.id, rule.title, rule.basis, tuple(left), tuple(right), len(tables) > 1, unsound=unsound)


def _side(
    index: FactIndex, terms: tuple[RelationTerm, ...], key: str, rule: RelationRule
) -> list[tuple[Figure, int]] | None:
    found: list[tuple[Figure, int]] = []
    for term in terms:
        if term.row == "class+":
            found.extend((f, term.sign) for f in _classes(index, term))
            continue
        if term.row in PLACES:
            lines = listed(index, term.role, term.column, term.row)
            if not lines:
                return None
            found.extend((f, term.sign) for f in lines)
            continue
        row_key = key if term.row == "*" else term.row
        figure = index.figure(term.role, row_key, term.column)
        if figure is not None and rule.absent == "zero" and index.is_of_which(figure):
            # only some of the parts are printed
            return None
        if figure is not None:
            found.append((figure, term.sign))
        elif index.table(term.role) is None and term.optional:
            continue
        elif rule.absent != "zero" or index.table(term.role) is None or _lacks_kind(index, term, rule.rows):
            return None
    return found


def _lacks_kind(index: FactIndex, term: RelationTerm, rows: str) -> bool:
    """Tell whether a table prints no 类 at all: then one that is missing is not nothing."""
    if rows != "class" or term.row != "*" or ":" in term.column:
        return False
    kinds = {row.kind for _, row, _ in index.rows(term.role)}
    return RowKind.CLASS not in kinds and bool(kinds & {RowKind.SECTION, RowKind.ITEM})


def _classes(index: FactIndex, term: RelationTerm) -> Iterator[Figure]:
    table = index.table(term.role)
    column = table.column(term.column) if table else None
    if table is None or column is None:
        return
    panel = term.column.split(":")[0] if ":" in term.column else ""
    for key, row, _ in index.rows(term.role, panel):
        if (key.isdecimal() and len(key) == 3) or key.startswith("line:"):
            figure = index.of_cell(table, row, column.index)
            if figure is not None:
                yield figure
