"""Loads the checklist packs: heads, rows, what they extend, and the words that all of them share."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING

from audit.datafiles import data_folder
from audit.model.measured import Measured
from audit.model.pack_words import Kinds, KindWords, Words
from audit.model.packs import Item, ItemPatch, Pack, PackHead
from audit.packs.catalogue import PACK_FILE, find_packs, hash_folders
from audit.packs.strict_yaml import RuleFileError, line_of, load

if TYPE_CHECKING:
    from pathlib import Path

WORDING = "wording"
ITEMS = "items"
MEASURED = "measured.yaml"
"""The record of the rules, beside the folder of the packs."""


@cache
def load_packs(folder: Path | None = None) -> tuple[Pack, ...]:
    """Load all packs under rules/checklists, by id. Raises RuleFileError, which names file, line and key."""
    root = folder or data_folder("rules") / "checklists"
    words = load(root / WORDING / "words.yaml", Words)
    record = root.parent / MEASURED
    measured = load(record, Measured) if record.is_file() else None
    heads = {pack.id: load(pack.path / PACK_FILE, PackHead) for pack in find_packs(root)}
    return tuple(replace(_load_pack(root, name, heads, words), measured=measured) for name in sorted(heads))


@cache
def load_kinds(folder: Path | None = None) -> dict[str, KindWords]:
    """Load what each kind of check does, in words."""
    root = folder or data_folder("rules") / "checklists"
    return load(root / WORDING / "kinds.yaml", Kinds).kinds


def _load_pack(root: Path, name: str, heads: dict[str, PackHead], words: Words) -> Pack:
    chain = _chain(root, name, heads)
    head = heads[chain[0]]
    items: dict[str, Item] = {}
    for step in chain:
        own = heads[step]
        if own.id != step:
            raise RuleFileError(root / step / PACK_FILE, 1, f"id '{own.id}' is not the folder's name")
        head = replace(own, parts=own.parts or head.parts, tables=own.tables or head.tables)
        items = {key: item for key, item in items.items() if key not in own.drops}
        items |= _load_items(root / step / ITEMS, items)
    ordered = tuple(sorted(items.values(), key=lambda item: item.item))
    numbers = [item.item for item in ordered]
    if len(numbers) != len(set(numbers)):
        twice = ", ".join(item.id for item in ordered if numbers.count(item.item) > 1)
        raise RuleFileError.of(root / name / PACK_FILE, 1, "same_number", rows=twice)
    sha256 = hash_folders([root / WORDING, *(root / step for step in chain)])
    return Pack(head, ordered, words.vocabulary, words.messages, sha256)


def _chain(root: Path, name: str, heads: dict[str, PackHead]) -> list[str]:
    """Return the packs from the one that extends nothing to `name`."""
    chain = [name]
    while heads[chain[0]].extends:
        base = heads[chain[0]].extends
        if base not in heads or base in chain:
            path = root / chain[0] / PACK_FILE
            raise RuleFileError.of(path, line_of(path, "extends"), "extends", value=base, what="pack")
        chain.insert(0, base)
    return chain


def _load_items(folder: Path, known: dict[str, Item]) -> dict[str, Item]:
    """Load the rows of one pack; a row that the extended pack has states only what differs."""
    found: dict[str, Item] = {}
    for path in sorted(folder.glob("*.yaml")):
        name = path.stem
        base = known.get(name)
        if base is None:
            item = load(path, Item)
        else:
            patch = load(path, ItemPatch)
            changed = {f.name: getattr(patch, f.name) for f in fields(patch) if getattr(patch, f.name) is not None}
            item = replace(base, **changed)
        if item.id != name:
            raise RuleFileError(path, 1, f"id '{item.id}' is not the file's name")
        for check in item.checks:
            if len(check.kinds) != 1:
                raise RuleFileError(path, 1, f"a check must have one kind, not {len(check.kinds)}")
        found[name] = item
    return found
