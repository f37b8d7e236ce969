"""Joins a publication whose tables stand in a file of their own beside its text.

Names only say which files are worth a look; what is in them decides: one unit, one year, one kind, the tables without
any section, the text without any table. Whatever else fits as well leaves the files apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit import pipeline
from audit.model.coverage import EXPLANATION
from audit.model.raw import ReadError
from audit.readers.bundles import MAIN, TABLES, TEXT_SUFFIXES, are_alike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from audit.inputs import Input
    from audit.model.document import Document

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


def join_parts(inputs: Sequence[Input], look: Callable[[Path], Glance | None] = look_at) -> tuple[Input, ...]:
    """Return the publications with each file of tables joined to the one text that it belongs to."""
    folders: defaultdict[Path, list[Input]] = defaultdict(list)
    for item in inputs:
        if not item.files and not item.problem and item.path.suffix.lower() in TEXT_SUFFIXES:
            folders[item.path.parent].append(item)
    pairs = [pair for items in folders.values() for pair in _pairs(items, look)]
    texts = {text.path: tables for text, tables in pairs}
    taken = {tables.path for _, tables in pairs}
    return tuple(_joined(item, texts.get(item.path)) for item in inputs if item.path not in taken)


def _pairs(items: Sequence[Input], look: Callable[[Path], Glance | None]) -> list[tuple[Input, Input]]:
    """Return the texts of a folder with their tables."""
    named = [item for item in items if _NAMED_TABLES.search(item.path.stem)]
    seen: dict[Path, Glance | None] = {}

    def seen_in(item: Input) -> Glance | None:
        if item.path not in seen:
            seen[item.path] = look(item.path)
        return seen[item.path]

    pairs = []
    for tables in named:
        others = [item for item in items if item is not tables and are_alike(item.path.name, tables.path.name)]
        shown = seen_in(tables) if others else None
        if shown is None or not shown.is_tables_only:
            continue
        texts = [other for other in others if _belongs(seen_in(other), shown)]
        if len(texts) == 1:
            pairs.append((texts[0], tables))
    return _unambiguous(pairs)


def _belongs(text: Glance | None, tables: Glance) -> bool:
    """Tell whether a file is the text of a publication whose tables are known."""
    if text is None or not text.is_text_only or not tables.entity or tables.fiscal_year is None:
        return False
    own = (text.entity, text.fiscal_year, text.publication_type)
    return own == (tables.entity, tables.fiscal_year, tables.publication_type)


def _unambiguous(pairs: Iterable[tuple[Input, Input]]) -> list[tuple[Input, Input]]:
    """Leave out texts that several files of tables would fit."""
    found: defaultdict[Path, list[tuple[Input, Input]]] = defaultdict(list)
    for text, tables in pairs:
        found[text.path].append((text, tables))
    return [both[0] for both in found.values() if len(both) == 1]


def _joined(text: Input, tables: Input | None) -> Input:
    if tables is None:
        return text
    return replace(text, files=(text.path, tables.path), roles=(MAIN, TABLES))
