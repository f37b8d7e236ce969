"""The few kinds of check. Each is a pure function of the evidence and its parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from audit.checklist.kinds.cells import cell_format, code_depth
from audit.checklist.kinds.changes import comparison_with_reason
from audit.checklist.kinds.components import component_statement
from audit.checklist.kinds.overruns import overruns_explained
from audit.checklist.kinds.parts import order_of_parts, sections_present
from audit.checklist.kinds.projects import project_reviews, self_evaluation_tables
from audit.checklist.kinds.settled import external_evidence, findings_of
from audit.checklist.kinds.statements import charts, project_results, statement
from audit.checklist.kinds.tables import nil_tables_noted, table_form, table_in_section, tables_present

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from audit.checklist.evidence import KindResult

KINDS: Mapping[str, Callable[[Any, Any], KindResult]] = {  # each kind has parameters of its own type
    "order_of_parts": order_of_parts,
    "sections_present": sections_present,
    "tables_present": tables_present,
    "table_form": table_form,
    "table_in_section": table_in_section,
    "cell_format": cell_format,
    "code_depth": code_depth,
    "nil_tables_noted": nil_tables_noted,
    "comparison_with_reason": comparison_with_reason,
    "charts": charts,
    "project_results": project_results,
    "component_statement": component_statement,
    "statement": statement,
    "project_reviews": project_reviews,
    "self_evaluation_tables": self_evaluation_tables,
    "overruns_explained": overruns_explained,
    "findings_of": findings_of,
    "external_evidence": external_evidence,
}

OF_CLAIMS = frozenset({"comparison_with_reason", "component_statement", "overruns_explained", "statement"})
"""Kinds that look at the figures of the prose: where these could not be taken out, they answer nothing."""
