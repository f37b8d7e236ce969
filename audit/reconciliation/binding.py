"""Binds a claim to the cells that hold what it says: by concept, measure, section and fund, never by its digits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from audit.model.claims import Claim, Measure, Relation
from audit.model.document import RowKind

if TYPE_CHECKING:
    from audit.model.document import Document
    from audit.model.rules import Binding, ReconciliationRules
    from audit.reconciliation.facts import FactIndex, Figure

_BUDGETS = frozenset({Measure.INITIAL_BUDGET, Measure.FULL_YEAR_BUDGET, Measure.ADJUSTED_BUDGET, Measure.BUDGET})
_CODED = {
    "explanation.general_budget": "general_budget_expenditure",
    "explanation.basic": "general_budget_expenditure",
    "explanation.gov_funds": "gov_managed_funds",
    "explanation.state_capital": "state_capital",
    "explanation.expenditure": "expenditure",
    "explanation.revenue": "revenue",
}

_TAIL = regex.compile("支出$")
_SUMMARY_COLUMNS = {
    "general_budget_expenditure": "expenditure:general_budget",
    "gov_managed_funds": "expenditure:gov_funds",
    "state_capital": "expenditure:state_capital",
}


class Binder:
    """Looks up the figures of concepts."""

    def __init__(self, doc: Document, index: FactIndex, rules: ReconciliationRules) -> None:
        self.doc = doc
        self.index = index
        self.bindings = rules.bindings
        self.class_names = {name: e.code for e in rules.functional.classes for name in e.names}

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
            if measure in _BUDGETS:
                return []
            return self._coded(kind, name, claim, column)
        keys = self.doc.keys_of(claim.section)
        for binding in self.bindings:
            if binding.concept == concept and _in_sections(binding, keys) and self._fits(binding, measure):
                if of_base and binding.sections and not binding.cells:
                    continue
                found = [self.index.figure(c.role, c.row, c.column) for c in binding.cells]
                return [f for f in found if f is not None]
        return []

    def _fits(self, binding: Binding, measure: Measure) -> bool:
        """Budget figures stand in the table of 三公 only; elsewhere a budget is bound to nothing."""
        wants_budget = measure in _BUDGETS
        if binding.measure == "budget":
            return wants_budget
        return not wants_budget

    def _role(self, claim: Claim) -> str:
        for key in self.doc.keys_of(claim.section):
            for prefix, role in _CODED.items():
                if key == prefix or key.startswith(prefix + "."):
                    return role
        return ""

    def _coded(self, kind: str, name: str, claim: Claim, column: str) -> list[Figure]:
        """Return the figure of a 科目, by its path of names or by a name that only one row bears."""
        role = self._role(claim)
        table = self.index.table(role)
        if table is None:
            return []
        key = self.code_of_path(name.split("/"), role) if kind == "path" else self._code_of_name(name, role)
        if not key:
            return []
        found = [self.index.figure(role, key, column)]
        if len(key) == 3 and column == "total" and role in _SUMMARY_COLUMNS:
            # a 类 stands in the summary of appropriations too
            found.append(self.index.figure("appropriation_summary", key, _SUMMARY_COLUMNS[role]))
        return [f for f in found if f is not None]

    def code_of_path(self, parts: list[str], role: str) -> str:
        """Return the code of 类 / 款 / 项 names in a table, "" where a name of the path is not in it."""
        code = parts[0] if parts[0].isdecimal() else ""
        if not code:
            return ""
        rows = list(self.index.rows(role))
        if not any(key == code for key, _, _ in rows):
            return ""
        for part in parts[1:]:
            found = [
                k for k, r, _ in rows if k.startswith(code) and len(k) == len(code) + 2 and same_name(r.name, part)
            ]
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
