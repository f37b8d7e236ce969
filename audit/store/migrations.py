"""Brings a store to the present form, step by step. A step that has been published is never changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Column, Integer, MetaData, Table, insert, inspect, select, text, update

from audit.store.tables import CLAIMS, FACTS, FINDINGS, PUBLICATIONS, ROWS, SETTLEMENTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

_OWN = MetaData()
VERSION = Table("gouji_schema", _OWN, Column("version", Integer, nullable=False))


class NewerStoreError(Exception):
    """The store was written by a newer version of the program."""


def migrate(connection: Connection) -> int:
    """Bring the store to the present form; return its version. Raises NewerStoreError for one from the future."""
    if not inspect(connection).has_table(VERSION.name):
        VERSION.create(connection)
        connection.execute(insert(VERSION).values(version=0))
    version = connection.execute(select(VERSION.c.version)).scalar_one()
    if version > len(STEPS):
        raise NewerStoreError
    for number, step in enumerate(STEPS[version:], version + 1):
        step(connection)
        connection.execute(update(VERSION).values(version=number))
    return len(STEPS)


def _what_reports_say(connection: Connection) -> None:
    """Create publications, facts, claims, findings and rows."""
    for table in (PUBLICATIONS, FACTS, CLAIMS, FINDINGS, ROWS):
        table.create(connection)


def _what_auditors_decided(connection: Connection) -> None:
    """Create settlements, and indexes for the questions that are asked most."""
    SETTLEMENTS.create(connection)
    connection.execute(text("CREATE INDEX findings_by_rule ON findings (rule)"))
    connection.execute(text('CREATE INDEX rows_by_item ON rows ("row", outcome)'))


STEPS: tuple[Callable[[Connection], None], ...] = (_what_reports_say, _what_auditors_decided)
