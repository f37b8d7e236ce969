"""Turns the paths that the user named into publications, each with the name of its report's folder."""

from __future__ import annotations

import os
import re
import unicodedata
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import yaml

from audit.readers.bundles import MAIN, ROLES, TABLES, are_alike, choose_roles

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

BUNDLE_FILE = "bundle.yaml"
"""Stands in a folder whose files are one publication."""
_LARGEST_MARKER = 64 * 1024

INDEX_NAMES = (
    "index.html",
    "summary.csv",
    "summary.json",
    "gouji.log",
    ".gouji-journal",
    "compare.html",
    "compare.csv",
    "compare.json",
    "gouji.sqlite",
    "working-papers.xlsx",
    "notices",
    "diff.html",
    "diff.json",
)
"""What stands in OUT beside the reports' folders; no folder may take such a name."""

_MAX_NAME_BYTES = 180
"""File systems allow 255; the rest is for a number that makes it unique and for temporary files."""
_UNSAFE = re.compile(r"[^\w.()（）《》〔〕\[\]+、，－—-]+")
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_FALLBACK = "publication"


@dataclass(frozen=True, slots=True)
class Input:
    """One publication to audit. `problem` is an error code where the path cannot even be tried, `reason` says more.

    A folder that holds one publication has `files`, the text first, and the role of each.
    """

    path: Path
    name: str
    problem: str = ""
    reason: str = ""
    files: tuple[Path, ...] = ()
    roles: tuple[str, ...] = ()


def find_inputs(paths: Sequence[Path], suffixes: Sequence[str], out: Path) -> tuple[Input, ...]:
    """Return the publications under the paths, in the order named, those of a folder sorted by path.

    Folders are searched with everything below them, save hidden entries, linked folders, `out` itself and office
    programs' lock files. A folder that holds one publication in several files is one. A path named twice counts once.
    """
    names = _Names(INDEX_NAMES)
    found: list[Input] = []
    seen: set[Path] = set()
    for item in _candidates(paths, suffixes, real_path(out)):
        place = real_path(item.path)
        if place not in seen:
            seen.add(place)
            found.append(replace(item, name=names.take(item.path.name if item.path.is_dir() else item.path.stem)))
    return tuple(found)


def name_inputs(found: Iterable[tuple[Path, str]]) -> tuple[Input, ...]:
    """Return files as inputs, each named after the stem that stands beside it."""
    names = _Names(INDEX_NAMES)
    return tuple(Input(path, names.take(stem), "" if path.exists() else "E120") for path, stem in found)


def real_path(path: Path) -> Path:
    """Return a path without links. One that runs in a circle is returned as far as it goes: opening it will fail."""
    return Path(os.path.realpath(path))


def safe_name(stem: str) -> str:
    """Return a stem as a folder's name: no separators, no control characters, not hidden, no device, not too long."""
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", stem)).strip("._ ")
    while len(name.encode("utf-8")) > _MAX_NAME_BYTES:
        name = name[:-1]
    name = name.rstrip("._ ") or _FALLBACK
    return f"_{name}" if _DEVICE.fullmatch(name) else name


def _candidates(paths: Iterable[Path], suffixes: Sequence[str], out: Path) -> Iterator[Input]:
    for path in paths:
        if path.is_dir():
            found = sorted(_search(path, suffixes, out), key=lambda item: item.path)
            yield from found
            if not found:
                yield Input(path, "", "E121")
        else:
            yield Input(path, "", "" if path.exists() else "E120")


def _search(folder: Path, suffixes: Sequence[str], out: Path) -> Iterator[Input]:
    try:
        entries = [entry for entry in folder.iterdir() if not entry.name.startswith((".", "~$"))]
    except OSError:
        return
    files = sorted(entry for entry in entries if entry.suffix.lower() in suffixes and not entry.is_dir())
    bundle = _bundle(folder, files)
    if bundle is not None:
        yield bundle
        return
    yield from (Input(file, "") for file in files)
    for entry in entries:
        if entry.is_dir() and not entry.is_symlink() and real_path(entry) != out:
            yield from _search(entry, suffixes, out)


def _bundle(folder: Path, files: Sequence[Path]) -> Input | None:
    """Return a folder as one publication: it says so in bundle.yaml, or holds one text and workbooks named alike."""
    marker = folder / BUNDLE_FILE
    if marker.is_file():
        return _declared_bundle(folder, marker, files)
    roles = choose_roles([file.name for file in files])
    texts = [name for name, role in roles if role == MAIN]
    tables = [name for name, role in roles if role == TABLES]
    if len(texts) != 1 or not tables or len(roles) != len(files):
        return None
    return _as_input(folder, roles) if all(are_alike(texts[0], name) for name in tables) else None


def _as_input(folder: Path, roles: Sequence[tuple[str, str]]) -> Input:
    return Input(folder, "", files=tuple(folder / name for name, _ in roles), roles=tuple(role for _, role in roles))


def _declared_bundle(folder: Path, marker: Path, files: Sequence[Path]) -> Input:
    """Read bundle.yaml: `files: [{path: ..., role: ...}]`; an empty one leaves the roles to the suffixes."""
    try:
        roles = _declared_roles(marker) or choose_roles([file.name for file in files])
    except (OSError, UnicodeError, yaml.YAMLError, ValueError) as error:
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        return Input(folder, "", "E127", reason=reason)
    if sum(role == MAIN for _, role in roles) != 1:
        return Input(folder, "", "E127", reason="one main file")
    missing = [name for name, _ in roles if not (folder / name).is_file()]
    return Input(folder, "", "E127", reason=missing[0]) if missing else _as_input(folder, roles)


def _declared_roles(marker: Path) -> list[tuple[str, str]]:
    """Return names and roles. Raises ValueError for what is not as it should be, names outside the folder included."""
    if marker.stat().st_size > _LARGEST_MARKER:
        raise ValueError("larger than 64 KiB")
    data = yaml.safe_load(marker.read_text(encoding="utf-8"))
    if data is None:
        return []
    if not isinstance(data, dict) or set(data) != {"files"} or not isinstance(data["files"], list):
        raise ValueError("files")
    roles = []
    for entry in data["files"]:
        if not isinstance(entry, dict) or set(entry) != {"path", "role"} or entry["role"] not in ROLES:
            raise ValueError("path, role")
        name = str(entry["path"])
        if PurePosixPath(name).name != name or name.startswith("."):
            raise ValueError(name)
        roles.append((name, str(entry["role"])))
    return sorted(roles, key=lambda pair: ROLES.index(pair[1]))


class _Names:
    """Hands out names that differ, also where capitals do not count."""

    def __init__(self, taken: Iterable[str]) -> None:
        self._taken = {name.casefold() for name in taken}

    def take(self, stem: str) -> str:
        base = safe_name(stem)
        name, count = base, 1
        while name.casefold() in self._taken:
            count += 1
            name = f"{base}-{count}"
        self._taken.add(name.casefold())
        return name
