"""Binds a claim to the cells that hold what it says: by concept, measure, section and fund, never by its digits."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import regex

from audit.model.claims import Claim, Measure, Relation
from audit.model.document import RowKind
from audit.reconciliation.hierarchy import PLACES, listed

if TYPE_CHECKING:
    from audit.model.chain import Locator
    from audit.model.document import Document
    from audit.model.rules import Addends, Binding, CodedBinding, ReconciliationRules
    from audit.reconciliation.facts import FactIndex, Figure

_TAIL = regex.compile("支出$")
_ANY_CLASS = "?"
_ITEM = 7
"""Digits of a 项."""


class Binder:
    """Looks up the figures of concepts."""

    def __init__(self, doc: Document, index: FactIndex, rules: ReconciliationRules) -> None:
        self.doc = doc
        self.index = index
        self.bindings = rules.bindings
        self.coded = rules.coded

    def figures(self, claim: Claim, claims: tuple[Claim, ...]) -> list[Figure]:
        """Return the figures that a level claim must equal; all of them hold the same quantity by the form."""
        if claim.concept is None:
            return []
        column = self._scope(claim, claims)
        return self.lookup(claim.concept.key, claim.measure, claim, column=column)

    def lookup(
        self, concept: str, measure: Measure, claim: Claim, *, column: str = "total", of_base: bool = False
    ) -> list[Figure]:
        """Return the figures of a concept as the claim's section means it."""
        kind, _, name = concept.partition(":")
        if kind in ("path", "name") and name:
            if measure.is_budget:
                return []
            return self._coded(kind, name, claim, column)
        return self._bound(concept, measure, claim, of_base=of_base)[0]

    def is_soft(self, claim: Claim) -> bool:
        """Tell whether the figures of a claim's concept can bear it out but not refute it."""
        return claim.concept is not None and self._bound(claim.concept.key, claim.measure, claim)[1]

    def _bound(
        self, concept: str, measure: Measure, claim: Claim, *, of_base: bool = False
    ) -> tuple[list[Figure], bool]:
        """Return the figures that a concept is bound to, and whether only softly: that comes where no others are."""
        keys = self.doc.keys_of(claim.section)
        passed = False
        for binding in self.bindings:
            named = binding.concept == concept and _in_sections(binding, keys) and self._fits(binding, measure)
            if not named or (passed and not binding.soft) or (of_base and binding.sections and not binding.cells):
                continue
            passed = True
            held = [f for f in map(self.cell, binding.cells) if f is not None]
            held = held or [f for f in map(self.added, binding.sums) if f is not None]
            if held:
                return held, binding.soft
        return [], False

    def cell(self, cell: Locator) -> Figure | None:
        """Return one cell, or the total that a list of lines has at a place."""
        if cell.row not in PLACES:
            return self.index.figure(cell.role, cell.row, cell.column)
        return next(iter(listed(self.index, cell.role, cell.column, cell.row)), None)

    def added(self, addends: Addends) -> Figure | None:
        """Return the sum of some cells as a figure; the place is that of the first one that holds anything."""
        found = [self.cell(c) for c in addends.cells]
        figures = [f for f in found if f is not None]
        values = [f.value for f in figures if f.value is not None]
        if not figures or len(values) < len(figures):
            return None
        shown = next((f for f in figures if f.value), figures[0])
        labels = [f.row for f in figures if f.value] or [shown.row]
        return replace(
            shown, value=sum(values, Decimal(0)), half=sum((f.half for f in figures), Decimal(0)), row="＋".join(labels)
        )

    def _fits(self, binding: Binding, measure: Measure) -> bool:
        """Budget figures stand in the table of 三公 only; elsewhere a budget is bound to nothing."""
        wants_budget = measure.is_budget
        if binding.measure == "budget":
            return wants_budget
        return not wants_budget

    def _places(self, claim: Claim) -> CodedBinding | None:
        """Return where the 科目 stand that the claim's section names."""
        for key in self.doc.keys_of(claim.section):
            for coded in self.coded:
                if any(key == s or key.startswith(s + ".") for s in coded.sections):
                    return coded
        return next((coded for coded in self.coded if not coded.sections), None)

    def _coded(self, kind: str, name: str, claim: Claim, column: str) -> list[Figure]:
        """Return the figures of a 科目, by its path of names or by a name that only one row of a table bears."""
        coded = self._places(claim)
        if coded is None:
            return []
        key = ""
        found: list[Figure | None] = []
        for cell in coded.cells:
            if self.index.table(cell.role) is None:
                continue
            own = (
                self.code_of_path(name.split("/"), cell.role) if kind == "path" else self._code_of_name(name, cell.role)
            )
            key = key or own
            if key and (column == "total" or ":" not in cell.column):
                found.append(self.index.figure(cell.role, own or key, cell.column if column == "total" else column))
        if not key and coded.absent_is_zero and not claim.quantity.value:
            found = [self.index.nil(cell.role, cell.column) for cell in coded.cells]
        return [f for f in found if f is not None]

    def code_of_path(self, parts: list[str], role: str) -> str:
        """Return the code of 类 / 款 / 项 names in a table, "" where a name of the path is not in it."""
        code = parts[0] if parts[0].isdecimal() else ""
        rows = list(self.index.rows(role))
        if parts[0] == _ANY_CLASS:
            codes = {self.code_of_path([key, *parts[1:]], role) for key, r, _ in rows if r.kind is RowKind.CLASS} - {""}
            return codes.pop() if len(codes) == 1 else ""
        if not code:
            return ""
        own = [row.name for key, row, _ in rows if key == code]
        if not own:
            return ""
        for part in parts[1:]:
            below = [(k, r.name) for k, r, _ in rows if k.startswith(code) and len(k) == len(code) + 2]
            found = [k for k, name in below if same_name(name, part)]
            # two characters changed places: no other name is written with just these
            found = found or [k for k, name in below if sorted(name) == sorted(part)]
            if not found and len(below) == 1 and len(below[0][0]) < _ITEM and same_name(part, own[0]):
                # the name of the 类 once more, in the place of its only 款
                found = [below[0][0]]
            if len(found) != 1:
                return ""
            code = found[0]
        return code

    def _code_of_name(self, name: str, role: str) -> str:
        """Return the code of a name. A 款 and its only 项 may share a name: then both hold one figure."""
        found = [key for key, row, _ in self.index.rows(role) if row.name == name and row.kind is not RowKind.UNIT]
        if not found:
            return ""
        longest = max(found, key=len)
        return longest if all(longest.startswith(key) for key in found) else ""

    def code(self, claim: Claim) -> str:
        """Return the code of the 科目 that a claim is about, "" where it is about something else."""
        kind, _, name = (claim.concept.key if claim.concept else "").partition(":")
        places = self._places(claim) if kind in ("path", "name") else None
        for role in (cell.role for cell in places.cells) if places is not None else ():
            own = self.code_of_path(name.split("/"), role) if kind == "path" else self._code_of_name(name, role)
            if own:
                return own
        return ""

    def _scope(self, claim: Claim, claims: tuple[Claim, ...]) -> str:
        """Return the column that is meant: parts of 项目支出 stand in its column."""
        head = claims[claim.head] if claim.head is not None else None
        while head is not None:
            key = head.concept.key if head.concept else ""
            if key == "project_expenditure" and head.relation is Relation.LEVEL:
                return "project"
            if key == "basic_expenditure" and head.relation is Relation.LEVEL:
                return "basic"
            head = claims[head.head] if head.head is not None and head.head < head.index else None
        return "total"


def same_name(printed: str, said: str) -> bool:
    """Tell whether two printings of a 科目 name are the same: 支出 at the end may be left out."""
    return printed == said or _TAIL.sub("", printed) == _TAIL.sub("", said)


def _in_sections(binding: Binding, keys: tuple[str, ...]) -> bool:
    if not binding.sections:
        return True
    return any(k == s or k.startswith(s + ".") for k in keys for s in binding.sections)
