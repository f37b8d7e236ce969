"""Joins a publication whose tables stand in a file of their own beside its text.

Names only say which files are worth a look; what is in them decides: one unit, one year, one kind, the tables without
any section, the text without any table. Whatever else fits as well leaves the files apart.
"""

from __future__ import annotations

import re
from collections import defaultdict, deque
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit import pipeline
from audit.model.coverage import EXPLANATION
from audit.model.raw import ReadError
from audit.readers.bundles import MAIN, TABLES, TEXT_SUFFIXES, are_alike
from audit.workers import WorkLimits, run_in_workers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from audit.inputs import Input
    from audit.model.document import Document

    Glances = dict[Path, "Glance | None"]

_FEWEST_TABLES = 3
"""Prescribed tables that a file of tables has at least."""
_NAMED_TABLES = re.compile(r"(?i)tables?|sheets?|biao|附表|报表|表格|公开表|预算表|决算表|表")


@dataclass(frozen=True, slots=True)
class Glance:
    """What one file is."""

    publication_type: str
    entity: str
    fiscal_year: int | None
    is_tables_only: bool
    is_text_only: bool

    @classmethod
    def of(cls, doc: Document) -> Glance:
        roles = {table.role for table in doc.tables if table.role}
        explains = any(section.key.split(".")[0] == EXPLANATION for section in doc.sections)
        return cls(
            publication_type=doc.identity.publication_type.value,
            entity=doc.identity.entity,
            fiscal_year=doc.identity.fiscal_year,
            is_tables_only=len(roles) >= _FEWEST_TABLES and not doc.sections,
            is_text_only=explains and not roles,
        )


def look_at(path: Path) -> Glance | None:
    """Return what a file is, None where it cannot be read. Its figures are not looked at."""
    try:
        extract = pipeline.extract_publication([path], rooms=pipeline.Rooms(extract_claims=lambda *_: ()))
    except ReadError:
        return None
    return Glance.of(extract.document)


def look_at_all(paths: Sequence[Path], jobs: int = 1) -> Glances:
    """Return what files are. They are read under the watchdog of a batch: one that hangs or crashes is simply apart."""
    seen: Glances = {}
    run_in_workers(deque(paths), jobs, look_at, seen.__setitem__, lambda _, __: None, WorkLimits())
    return seen


def join_parts(
    inputs: Sequence[Input], jobs: int = 1, look: Callable[[Sequence[Path], int], Glances] = look_at_all
) -> tuple[Input, ...]:
    """Return the publications with each file of tables joined to the one text that it belongs to."""
    texts_of = _named_alike(inputs)
    seen = look([tables.path for tables, _ in texts_of], jobs) if texts_of else {}
    alone = [(tables, texts) for tables, texts in texts_of if _is_tables_only(seen.get(tables.path))]
    others = dict.fromkeys(text.path for _, texts in alone for text in texts)
    seen |= look(list(others), jobs) if others else {}
    found: defaultdict[Path, list[Input]] = defaultdict(list)
    for tables, texts in alone:
        fitting = [text for text in texts if _belongs(seen.get(text.path), seen.get(tables.path))]
        if len(fitting) == 1:
            found[fitting[0].path].append(tables)
    # a text that several files of tables would fit stays alone
    tables_of = {text: tables[0] for text, tables in found.items() if len(tables) == 1}
    taken = {tables.path for tables in tables_of.values()}
    return tuple(_joined(item, tables_of.get(item.path)) for item in inputs if item.path not in taken)


def _named_alike(inputs: Sequence[Input]) -> list[tuple[Input, list[Input]]]:
    """Return the files that are named after tables, each with those of its folder that may be its text by their names.

    A folder in which every file is named so is one of whole publications, and nothing of it is read for this.
    """
    folders: defaultdict[Path, list[Input]] = defaultdict(list)
    for item in inputs:
        if not item.files and not item.problem and item.path.suffix.lower() in TEXT_SUFFIXES:
            folders[item.path.parent].append(item)
    found = []
    for items in folders.values():
        texts = [item for item in items if not _NAMED_TABLES.search(item.path.stem)]
        for tables in (item for item in items if _NAMED_TABLES.search(item.path.stem)):
            alike = [text for text in texts if are_alike(text.path.name, tables.path.name)]
            if alike:
                found.append((tables, alike))
    return found


def _is_tables_only(glance: Glance | None) -> bool:
    return glance is not None and glance.is_tables_only


def _belongs(text: Glance | None, tables: Glance | None) -> bool:
    """Tell whether a file is the text of a publication whose tables are known."""
    if text is None or tables is None or not text.is_text_only or not tables.entity or tables.fiscal_year is None:
        return False
    own = (text.entity, text.fiscal_year, text.publication_type)
    return own == (tables.entity, tables.fiscal_year, tables.publication_type)


def _joined(text: Input, tables: Input | None) -> Input:
    if tables is None:
        return text
    return replace(text, files=(text.path, tables.path), roles=(MAIN, TABLES))
