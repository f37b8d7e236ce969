"""Finds the packs in rules/ and names their content by hash, so that a report says which rules it rests on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.datafiles import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

PACK_FILE = "pack.yaml"


@dataclass(frozen=True, slots=True)
class PackFolder:
    """A checklist pack as it lies on disk; its id is its folder's name."""

    id: str
    path: Path


def find_packs(root: Path | None = None) -> tuple[PackFolder, ...]:
    """Return the folders that hold a pack.yaml, by id. `root` is rules/checklists unless told."""
    folder = root or data_folder("rules") / "checklists"
    if not folder.is_dir():
        return ()
    found = (path for path in folder.iterdir() if (path / PACK_FILE).is_file())
    return tuple(PackFolder(path.name, path) for path in sorted(found))


def hash_folders(folders: Iterable[Path]) -> str:
    """Return one SHA-256 over the YAML files of some folders: their relative names, lengths and bytes.

    The order of the folders counts (a pack comes before the one that it extends), that of the files does not.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*.yaml"), key=lambda file: file.relative_to(folder).as_posix()):
            content = path.read_bytes()
            digest.update(f"{folder.name}/{path.relative_to(folder).as_posix()}\0{len(content)}\0".encode())
            digest.update(content)
    return digest.hexdigest()
