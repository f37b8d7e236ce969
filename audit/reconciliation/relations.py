"""Relations of the tables: the rules of rules/relations, and the hierarchy of codes, evaluated on every row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Status
from audit.model.document import RowKind, Table
from audit.reconciliation.bounds import sums

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.model.rules import RelationRule, RelationTerm
    from audit.reconciliation.facts import FactIndex, Figure

_KINDS = {"class": RowKind.CLASS, "section": RowKind.SECTION, "item": RowKind.ITEM}
_UNSOUND = frozenset({"row_cells", "row_not_read"})


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
    for rule in rules:
        for key in _row_keys(index, rule):
            instance = _instance(index, rule, key)
            if instance is not None:
                found.append(instance)
    for table in index.doc.tables:
        found.extend(_hierarchy(index, table))
    return found


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


def _instance(index: FactIndex, rule: RelationRule, key: str) -> Instance | None:
    left = _side(index, rule.left, key, rule.absent)
    right = _side(index, rule.right, key, rule.absent)
    if left is None or right is None or not (left and right):
        return None
    figures = [f for f, _ in (*left, *right)]
    tables = {f.key[0] for f in figures}
    doc = index.doc
    unsound = any(_UNSOUND & set(doc.tables[t].quality) for t in tables) and len(figures) != len(set(tables))
    return Instance(rule.id, rule.title, rule.basis, tuple(left), tuple(right), len(tables) > 1, unsound=unsound)


def _side(index: FactIndex, terms: tuple[RelationTerm, ...], key: str, absent: str) -> list[tuple[Figure, int]] | None:
    found: list[tuple[Figure, int]] = []
    for term in terms:
        if term.row == "class+":
            found.extend((f, term.sign) for f in _classes(index, term))
            continue
        row_key = key if term.row == "*" else term.row
        figure = index.figure(term.role, row_key, term.column)
        if figure is not None:
            found.append((figure, term.sign))
        elif absent != "zero" or index.table(term.role) is None:
            return None
    return found


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


def _hierarchy(index: FactIndex, table: Table) -> Iterator[Instance]:
    """合计 = Σ 类, 类 = Σ 款, 款 = Σ 项: for each column, where the lower level is printed at all."""
    coded = [(index.effective_code(table, row), row) for row in table.rows if row.code or row.kind is RowKind.TOTAL]
    codes = [code for code, row in coded if row.code]
    economic = any(code.startswith("3") for code in codes)
    if len(codes) != len(set(codes)):
        return
    for key, row in coded:
        if row.kind is RowKind.TOTAL:
            children = [] if economic else [r for k, r in coded if r.kind is RowKind.CLASS]
        elif row.kind in (RowKind.CLASS, RowKind.SECTION):
            children = [r for k, r in coded if len(k) == len(key) + 2 and k.startswith(key)]
        else:
            children = []
        if not children:
            continue
        for column in table.columns:
            figures = [index.of_cell(table, r, column.index) for r in children]
            own = index.of_cell(table, row, column.index)
            if own is not None and all(f is not None for f in figures):
                yield Instance(
                    "R-hierarchy", "", "", ((own, 1),), tuple((f, 1) for f in figures if f is not None),
                    crosses=False, hierarchical=True, unsound=bool(_UNSOUND & set(table.quality)),
                )  # fmt: skip
