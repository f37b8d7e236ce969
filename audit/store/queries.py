"""The questions that are often put to the store; each answer is a table."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, cast

from sqlalchemy import Select, and_, case, desc, func, select

from audit.store.saving import told
from audit.store.tables import CLAIMS, FACTS, FINDINGS, PUBLICATIONS, ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement, ScalarSelect, Table

    from audit.store.saving import Store

Value = str | int | float | bool | None
P, R, F, C = PUBLICATIONS.c, ROWS.c, FINDINGS.c, CLAIMS.c


@dataclass(frozen=True, slots=True)
class Answer:
    """A table: names of its columns, and its lines."""

    columns: tuple[str, ...]
    lines: tuple[tuple[Value, ...], ...]


def ask(store: Store, question: str, limit: int | None = None, batch: str | None = None) -> Answer:
    """Answer one of QUESTIONS; `batch` narrows it to one output folder. Raises KeyError, StoreError."""
    statement = QUESTIONS[question]
    if batch is not None:
        statement = statement.where(P.batch == batch)
    if limit is not None:
        statement = statement.limit(limit)
    with told(), store.engine.connect() as connection:
        result = connection.execute(statement)
        lines = cast("Iterable[Iterable[Value]]", result)
        return Answer(tuple(result.keys()), tuple(tuple(line) for line in lines))


def _count_of(table: Table, where: ColumnElement[bool]) -> ScalarSelect[int]:
    """Return the number of lines of a table that belong to a publication."""
    return select(func.count()).select_from(table).where(where).scalar_subquery()


_FAILED = _count_of(ROWS, and_(R.publication == P.id, R.outcome == "fail"))
_OPEN = _count_of(ROWS, and_(R.publication == P.id, R.outcome == "review"))
_ERRORS = _count_of(FINDINGS, and_(F.publication == P.id, F.severity == "error"))
_SEVERITY = case({"error": 0, "warning": 1, "rounding": 2}, value=F.severity, else_=3)

QUESTIONS: Mapping[str, Select[tuple[Value, ...]]] = MappingProxyType(
    {
        "worst-units": select(
            P.entity,
            func.count().label("publications"),
            func.sum(_FAILED).label("failed_rows"),
            func.sum(_OPEN).label("open_rows"),
            func.sum(_ERRORS).label("errors"),
            func.min(P.score).label("lowest_score"),
        )
        .group_by(P.entity)
        .order_by(desc("failed_rows"), desc("errors"), P.entity),
        "failed-rows": select(P.pack, R.item, R.row, R.question, func.count().label("publications"))
        .join_from(ROWS, PUBLICATIONS)
        .where(R.outcome == "fail")
        .group_by(P.pack, R.item, R.row, R.question)
        .order_by(desc("publications"), P.pack, R.item),
        "open-rows": select(P.entity, P.fiscal_year, P.name, R.item, R.question, R.reason)
        .join_from(ROWS, PUBLICATIONS)
        .where(R.outcome == "review")
        .order_by(P.entity, P.fiscal_year, P.name, R.item),
        "findings-by-rule": select(
            F.rule,
            F.category,
            F.severity,
            func.count().label("findings"),
            func.count(F.publication.distinct()).label("publications"),
            func.min(F.message).label("example"),
        )
        .join_from(FINDINGS, PUBLICATIONS)
        .group_by(F.rule, F.category, F.severity)
        .order_by(_SEVERITY, desc("findings"), F.rule),
        "findings": select(
            P.entity, P.fiscal_year, P.name, F.finding, F.severity, F.rule, F.message, F.quote, F.line, F.page
        )
        .join_from(FINDINGS, PUBLICATIONS)
        .order_by(P.entity, P.fiscal_year, P.name, F.finding),
        "unverified-figures": select(P.entity, P.fiscal_year, P.name, C.value, C.unit, C.quote, C.why, C.line, C.page)
        .join_from(CLAIMS, PUBLICATIONS)
        .where(C.status == "unverified")
        .order_by(P.entity, P.fiscal_year, P.name, C.line, C.page),
        "facts": select(
            P.entity, P.fiscal_year, P.name, FACTS.c.key, FACTS.c.label, FACTS.c.stated, FACTS.c.value, FACTS.c.doubtful
        )
        .join_from(FACTS, PUBLICATIONS)
        .order_by(P.entity, P.fiscal_year, P.name, FACTS.c.key, FACTS.c.stated),
        "publications": select(
            P.entity, P.fiscal_year, P.publication_type, P.name, P.pack, P.score, P.figures, P.settled
        ).order_by(P.entity, P.fiscal_year, P.name),
    }
)
"""Questions by the name that `gouji query` knows."""
