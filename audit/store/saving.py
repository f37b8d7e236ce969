"""Saves reports into the store: each publication once, replaced where its report has changed."""

from __future__ import annotations

import hashlib
import json
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import URL, Engine, create_engine, delete, event, insert, select
from sqlalchemy.exc import SQLAlchemyError

from audit.store.migrations import NewerStoreError, migrate
from audit.store.tables import CHILDREN, CLAIMS, FACTS, FINDINGS, PUBLICATIONS, ROWS, SETTLEMENTS
from audit.writers.json_writer import FILE_NAME as REPORT_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import ColumnElement, Connection

    from audit.writers.contract import PlaceDict, ReportDict

OWN = "."
"""The batch of a store that lies in its output folder."""
SQLITE_NAME = "gouji.sqlite"
Record = dict[str, Any]
"""One line of a table; what a column holds is the table's matter."""


class StoreError(Exception):
    """The store cannot be used; the text says why in the database's own words."""


def sqlite_in(folder: Path) -> URL:
    """Return the address of the store that lies in an output folder."""
    return URL.create("sqlite", database=str((folder / SQLITE_NAME).absolute()))


class Store:
    """A store at an address of SQLAlchemy's, brought to the present form as it is opened. Raises StoreError."""

    def __init__(self, url: str | URL) -> None:
        with told():
            self.engine: Engine = create_engine(url)
            if self.engine.dialect.name == "sqlite":
                event.listen(self.engine, "connect", _keep_foreign_keys)
            with self.engine.begin() as connection:
                migrate(connection)

    def close(self) -> None:
        """Let go of the database."""
        self.engine.dispose()

    def take_in(self, out: Path, *, is_own: bool = False) -> int:
        """Take in the reports of an output folder, one at a time; return how many were new or had changed.

        Publications that are no longer there are removed. `is_own`: the store lies in that folder and holds nothing
        else, so that the folder may be moved.
        """
        batch, changed = OWN if is_own else str(out.resolve()), 0
        with told():
            with self.engine.begin() as connection:
                if is_own:
                    _remove(connection, PUBLICATIONS.c.batch != OWN)
                rows = connection.execute(
                    select(PUBLICATIONS.c.name, PUBLICATIONS.c.stamp).where(PUBLICATIONS.c.batch == batch)
                )
                stamps = {row.name: row.stamp for row in rows}
            paths = sorted(out.glob(f"*/{REPORT_NAME}"))
            for path in paths:
                state = path.stat()
                stamp = f"{state.st_mtime_ns} {state.st_size}"
                if stamps.get(_clean(path.parent.name)) != stamp:
                    changed += self._take_in_report(batch, path, stamp)
            gone = set(stamps) - {_clean(path.parent.name) for path in paths}
            with self.engine.begin() as connection:
                for name in sorted(gone):
                    _remove(connection, (PUBLICATIONS.c.batch == batch) & (PUBLICATIONS.c.name == name))
        return changed

    def _take_in_report(self, batch: str, path: Path, stamp: str) -> bool:
        try:
            data = cast("ReportDict", json.loads(path.read_text(encoding="utf-8")))
            return self.save(data, batch, path.parent.name, stamp)
        except (OSError, ValueError, KeyError, TypeError):
            return False  # what is no report of ours is not taken in; the index tells of it

    def save(self, data: ReportDict, batch: str, name: str, stamp: str = "") -> bool:
        """Save one report under its batch and name; return whether it was new or had changed. Raises StoreError."""
        name, content = _clean(name), content_of(data)
        with told(), self.engine.begin() as connection:
            at = (PUBLICATIONS.c.batch == batch) & (PUBLICATIONS.c.name == name)
            known = connection.execute(select(PUBLICATIONS.c.content).where(at)).scalar_one_or_none()
            if known == content:
                connection.execute(PUBLICATIONS.update().where(at).values(stamp=stamp))
                return False
            _remove(connection, at)
            head = _publication(data) | {"batch": batch, "name": name, "content": content, "stamp": stamp}
            (own,) = connection.execute(insert(PUBLICATIONS).values(**head)).inserted_primary_key or (0,)
            for table, records in _records(data).items():
                lines = [{"publication": own, **record} for record in records]
                if lines:
                    connection.execute(insert(next(t for t in CHILDREN if t.name == table)), lines)
        return True


def content_of(data: ReportDict) -> str:
    """Name a report by what it says, the time at which it was written apart."""
    text = json.dumps({**data, "generated_at": ""}, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _remove(connection: Connection, at: ColumnElement[bool]) -> None:
    """Remove the publications at a place, with all that hangs on them."""
    own = select(PUBLICATIONS.c.id).where(at)
    for table in CHILDREN:
        connection.execute(delete(table).where(table.c.publication.in_(own)))
    connection.execute(delete(PUBLICATIONS).where(at))


def _publication(data: ReportDict) -> Record:
    document, score, coverage = data["document"], data["score"], data["coverage"]
    return _cleaned(
        {
            "path": document["path"],
            "entity": document["entity"],
            "fiscal_year": document["fiscal_year"],
            "publication_type": document["publication_type"],
            "template": document["template"],
            "pack": data["pack"]["id"],
            "score": score["value"],
            "score_low": score["low"],
            "score_high": score["high"],
            "figures": coverage["figures"],
            "settled": coverage["settled"],
            "tool_version": data["tool_version"],
        }
    )


def _records(data: ReportDict) -> dict[str, list[Record]]:
    """Return the lines of the other tables."""
    facts = [
        {**_picked(FACTS.c.keys(), fact), **_place(fact["places"][0] if fact["places"] else None)}
        for fact in data.get("facts", [])
    ]
    claims = [{**_picked(CLAIMS.c.keys(), claim), **_place(claim)} for claim in data["claims"]]
    # what only follows from another finding is counted nowhere
    findings = [
        {**_picked(FINDINGS.c.keys(), one), "finding": one["id"], **_place(one)}
        for one in data["findings"]
        if one["root"] is None
    ]
    rows = [{**_picked(ROWS.c.keys(), item), "row": item["id"]} for item in data["checklist"]]
    settled = [
        {"kind": kind, "target": target, **_picked(SETTLEMENTS.c.keys(), decision)}
        for kind, target, decision in (
            *(("row", item["id"], item["settled"]) for item in data["checklist"]),
            *(("finding", one["fingerprint"], one["settled"]) for one in data["findings"]),
        )
        if decision is not None
    ]
    found = {
        FACTS.name: facts, CLAIMS.name: claims, FINDINGS.name: findings, ROWS.name: rows, SETTLEMENTS.name: settled,
    }  # fmt: skip
    return {name: [_cleaned(record) for record in records] for name, records in found.items()}


def _picked(columns: list[str], entry: object) -> Record:
    held = cast("Record", entry)
    return {name: held[name] for name in columns if name in held}


def _place(place: PlaceDict | None) -> Record:
    if place is None:
        return {"file": "", "line": None, "page": None, "quote": ""}
    return {"file": place["file"], "line": place["line"], "page": place["page"], "quote": place["quote"]}


def _cleaned(record: Record) -> Record:
    return {name: _clean(value) if isinstance(value, str) else value for name, value in record.items()}


def _clean(text: str) -> str:
    """Return a text without what no database takes: halves of characters, and the character zero."""
    return text.encode("utf-8", errors="replace").decode("utf-8").replace("\x00", "�")


def _keep_foreign_keys(connection: Any, _record: object) -> None:
    """Let SQLite hold lines to their publication, which it does only when it is told for each connection."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


@contextmanager
def told() -> Iterator[None]:
    """Turn what the database library raises into a StoreError."""
    try:
        yield
    except NewerStoreError as error:
        raise StoreError("newer store") from error
    except (SQLAlchemyError, ImportError, OSError) as error:
        raise StoreError(str(getattr(error, "orig", None) or error).splitlines()[0]) from error
