"""The tables of the store as they are now. How an older store gets there stands in migrations.py."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, ForeignKey, Integer, MetaData, String, Table, Text, UniqueConstraint

METADATA = MetaData()


def _owner() -> Column[int]:
    return Column("publication", Integer, ForeignKey("publications.id", ondelete="CASCADE"), nullable=False, index=True)


def _place() -> list[Column[int] | Column[str]]:
    return [
        Column("file", String(64), nullable=False),
        Column("line", Integer),
        Column("page", Integer),
        Column("quote", Text, nullable=False),
    ]


PUBLICATIONS = Table(
    "publications",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("batch", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("content", String(64), nullable=False),
    Column("stamp", String(64), nullable=False),
    Column("entity", Text, nullable=False),
    Column("fiscal_year", Integer),
    Column("publication_type", String(32), nullable=False),
    Column("template", Text, nullable=False),
    Column("pack", Text),
    Column("score", Float),
    Column("score_low", Float, nullable=False),
    Column("score_high", Float, nullable=False),
    Column("figures", Integer, nullable=False),
    Column("settled", Integer, nullable=False),
    Column("tool_version", String(32), nullable=False),
    UniqueConstraint("batch", "name"),
)
FACTS = Table(
    "facts",
    METADATA,
    _owner(),
    Column("key", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("stated", String(32), nullable=False),
    Column("value", Text, nullable=False),
    Column("half", Text, nullable=False),
    Column("derived", Boolean, nullable=False),
    Column("doubtful", Boolean, nullable=False),
    *_place(),
)
CLAIMS = Table(
    "claims",
    METADATA,
    _owner(),
    Column("value", Text, nullable=False),
    Column("unit", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("relation", String(16), nullable=False),
    Column("concept", Text, nullable=False),
    Column("status", String(16), nullable=False),
    Column("why", Text, nullable=False),
    Column("expected", Text, nullable=False),
    *_place(),
)
FINDINGS = Table(
    "findings",
    METADATA,
    _owner(),
    Column("finding", String(16), nullable=False),
    Column("fingerprint", String(32), nullable=False),
    Column("rule", Text, nullable=False),
    Column("category", String(16), nullable=False),
    Column("severity", String(16), nullable=False),
    Column("cause", String(16), nullable=False),
    Column("message", Text, nullable=False),
    Column("basis", Text, nullable=False),
    Column("stated", Text, nullable=False),
    Column("expected", Text, nullable=False),
    Column("at_stake", Text, nullable=False),
    *_place(),
)
ROWS = Table(
    "rows",
    METADATA,
    _owner(),
    Column("item", Integer, nullable=False),
    Column("row", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("question", Text, nullable=False),
    Column("answer", String(16), nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("declared", Text),
    Column("reason", Text, nullable=False),
)
SETTLEMENTS = Table(
    "settlements",
    METADATA,
    _owner(),
    Column("kind", String(16), nullable=False),
    Column("target", Text, nullable=False),
    Column("answer", String(16), nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("date", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("stale", Boolean, nullable=False),
)
CHILDREN = (FACTS, CLAIMS, FINDINGS, ROWS, SETTLEMENTS)
