"""Publications of several files: which file is what, and what a ZIP archive holds. Nothing is unpacked to the disk."""

from __future__ import annotations

import posixpath
import re
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit.model.raw import ReadError
from audit.readers.archives import open_archive
from audit.readers.formats import detect_format

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.readers.content import ReadLimits

MAIN, TABLES, PAGE, FORM, EVIDENCE = "main", "tables", "page", "form", "evidence"
ROLES = (MAIN, TABLES, PAGE, FORM, EVIDENCE)

TEXT_SUFFIXES = (".pdf", ".docx", ".docm", ".doc", ".wps", ".odt", ".rtf", ".txt", ".md")
"""Suffixes of texts, the most telling first: of one text in two formats the first is read."""
TABLE_SUFFIXES = (".xlsx", ".xlsm", ".xls", ".et")
PAGE_SUFFIXES = (".html", ".htm", ".shtml", ".mht", ".mhtml")
ARCHIVE_SUFFIX = ".zip"

_DEEPEST = 2
_UTF8_NAME = 0x800
_LEAST_ALIKE = 4
_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a bundle: `path` is only shown, never opened."""

    path: str
    role: str
    data: bytes


def open_bundle(data: bytes, path: str, limits: ReadLimits) -> list[Member]:
    """Return the files of an archive that make up one publication, the text first.

    Raises ReadError E108 beyond the limits, E113 broken, E117 for several publications, E118 without any.
    """
    found = dict(_members(data, path, limits, depth=1))
    roles = choose_roles(list(found))
    mains = [name for name, role in roles if role == MAIN]
    if not roles:
        raise ReadError("E118", path=path)
    if len(mains) > 1:
        names = "、".join(posixpath.basename(name) for name in mains[:3])
        raise ReadError("E117", path=path, count=len(mains), names=names)
    return [Member(f"{path}/{name}", role, found[name]) for name, role in roles]


def choose_roles(names: Sequence[str]) -> list[tuple[str, str]]:
    """Say what each file of a publication is, by the suffixes: text, tables, page. Others are left out.

    Where there is no text, the page is the text, and where there is no page either, the tables are. Of one text in
    several formats one is taken. Several `main` files mean several publications.
    """
    texts = _one_of_each([name for name in names if _suffix(name) in TEXT_SUFFIXES])
    tables = _one_of_each([name for name in names if _suffix(name) in TABLE_SUFFIXES])
    pages = [name for name in names if _suffix(name) in PAGE_SUFFIXES]
    if not texts and len(pages) == 1:
        texts, pages = pages, []
    elif not texts:
        texts, tables = tables, []
    return [
        *((name, MAIN) for name in sorted(texts)),
        *((name, TABLES) for name in sorted(tables)),
        *((name, PAGE) for name in sorted(pages)),
    ]


def are_alike(text: str, tables: str) -> bool:
    """Tell whether a text and a workbook are named alike: one name begins with the other, or they share most of it."""
    one, other = (_WORD.sub("", posixpath.splitext(name)[0]).casefold() for name in (text, tables))
    shared = len(posixpath.commonprefix([one, other]))
    return shared >= _LEAST_ALIKE and shared * 2 >= min(len(one), len(other))


def _one_of_each(names: Sequence[str]) -> list[str]:
    """Return one file for each stem, in its most telling format."""
    order = (*TEXT_SUFFIXES, *TABLE_SUFFIXES)
    best: dict[str, str] = {}
    for name in sorted(names, key=lambda one: (order.index(_suffix(one)), one)):
        best.setdefault(posixpath.splitext(name)[0], name)
    return list(best.values())


def _suffix(name: str) -> str:
    return posixpath.splitext(name)[1].lower()


def _members(data: bytes, path: str, limits: ReadLimits, depth: int) -> Iterator[tuple[str, bytes]]:
    """Yield the readable files of an archive, those of archives inside it too."""
    archive = open_archive(data, path, limits)
    for info in archive.container.infolist():
        name = _shown_name(info.filename, info.flag_bits)
        suffix = _suffix(name)
        known = suffix in (*TEXT_SUFFIXES, *TABLE_SUFFIXES, *PAGE_SUFFIXES, ARCHIVE_SUFFIX)
        if info.is_dir() or not known or not _is_plain(name):
            continue
        content = archive.read(info.filename)
        if suffix == ARCHIVE_SUFFIX and detect_format(content, suffix) == "zip":
            if depth >= _DEEPEST:
                raise ReadError("E108", path=path, what="levels", size=f"> {_DEEPEST}", limit=_DEEPEST)
            rest = replace(limits, max_unpacked=limits.max_unpacked - archive.unpacked)
            for inner, found in _members(content, path, rest, depth + 1):
                archive.unpacked += len(found)
                yield f"{name}/{inner}", found
        elif suffix != ARCHIVE_SUFFIX:
            yield name, content


def _shown_name(name: str, flags: int) -> str:
    """Return a member's name; Chinese systems write it in GB18030 where the archive does not say UTF-8."""
    if not flags & _UTF8_NAME:
        with suppress(UnicodeError):
            name = name.encode("cp437").decode("gb18030")
    return name.replace("\\", "/")


def _is_plain(name: str) -> bool:
    """Tell names that stay inside the archive and are no system's own files."""
    parts = name.split("/")
    inside = not name.startswith("/") and ":" not in parts[0] and ".." not in parts
    return inside and name.isprintable() and not any(part.startswith((".", "~$", "__MACOSX")) for part in parts)
