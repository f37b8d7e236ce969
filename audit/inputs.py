"""Turns the paths that the user named into publications, each with the name of its report's folder."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

INDEX_NAMES = ("index.html", "summary.csv", "summary.json", "gouji.log")
"""What stands in OUT beside the reports' folders; no folder may take such a name."""

_MAX_NAME_BYTES = 180
"""File systems allow 255; the rest is for a number that makes it unique and for temporary files."""
_UNSAFE = re.compile(r"[^\w.()（）《》〔〕\[\]+、，－—-]+")
_DEVICE = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
_FALLBACK = "publication"


@dataclass(frozen=True, slots=True)
class Input:
    """One publication to audit. `problem` is an error code where the path cannot even be tried."""

    path: Path
    name: str
    problem: str = ""


def find_inputs(paths: Sequence[Path], suffixes: Sequence[str], out: Path) -> tuple[Input, ...]:
    """Return the publications under the paths, in the order named, those of a folder sorted by path.

    Folders are searched with everything below them, save hidden entries, linked folders, `out` itself and office
    programs' lock files. A path named twice counts once.
    """
    names = _Names(INDEX_NAMES)
    found: list[Input] = []
    seen: set[Path] = set()
    for path, problem in _candidates(paths, suffixes, out.resolve()):
        place = path.resolve()
        if place not in seen:
            seen.add(place)
            found.append(Input(path, names.take(path.name if path.is_dir() else path.stem), problem))
    return tuple(found)


def safe_name(stem: str) -> str:
    """Return a stem as a folder's name: no separators, no control characters, not hidden, no device, not too long."""
    name = _UNSAFE.sub("_", unicodedata.normalize("NFC", stem)).strip("._ ")
    while len(name.encode("utf-8")) > _MAX_NAME_BYTES:
        name = name[:-1]
    name = name.rstrip("._ ") or _FALLBACK
    return f"_{name}" if _DEVICE.fullmatch(name) else name


def _candidates(paths: Iterable[Path], suffixes: Sequence[str], out: Path) -> Iterator[tuple[Path, str]]:
    for path in paths:
        if path.is_dir():
            files = sorted(_search(path, suffixes, out))
            yield from ((file, "") for file in files)
            if not files:
                yield path, "E121"
        else:
            yield path, "" if path.exists() else "E120"


def _search(folder: Path, suffixes: Sequence[str], out: Path) -> Iterator[Path]:
    try:
        entries = list(folder.iterdir())
    except OSError:
        return
    for entry in entries:
        if entry.name.startswith((".", "~$")):
            continue
        if entry.is_dir():
            if not entry.is_symlink() and entry.resolve() != out:
                yield from _search(entry, suffixes, out)
        elif entry.suffix.lower() in suffixes:
            yield entry


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
