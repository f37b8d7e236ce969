"""Lays out a new pack and its template, commented for those who know the regulation (`gouji packs new`)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.packs.catalogue import PACK_FILE
from audit.packs.checklists import ITEMS, load_packs
from audit.packs.lint import CHECKLISTS, TEMPLATES
from audit.packs.loader import load_templates

if TYPE_CHECKING:
    from pathlib import Path

    from audit.model.packs import Pack

FOLDER = "scaffold"
NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class ScaffoldError(Exception):
    """What stands against a new pack: `name` is a sentence of the catalogue, `values` fill it."""

    def __init__(self, name: str, **values: object) -> None:
        super().__init__(name)
        self.name, self.values = name, values


@dataclass(frozen=True, slots=True)
class Made:
    """The files of a new pack."""

    files: tuple[Path, ...]


def new_pack(root: Path, name: str, base: str) -> Made:
    """Write a pack that extends `base`, and a template of the same name. Raises ScaffoldError, OSError."""
    if not NAME.fullmatch(name):
        raise ScaffoldError("packs.bad_name", value=name)
    packs = {pack.id: pack for pack in load_packs.__wrapped__(root / CHECKLISTS)}
    if base not in packs:
        raise ScaffoldError("packs.no_base", value=base, known=", ".join(sorted(packs)))
    folder, template = root / CHECKLISTS / name, root / TEMPLATES / f"{name}.yaml"
    for path in (folder, template):
        if path.exists():
            raise ScaffoldError("packs.exists", path=path)
    values = _values(root, name, packs[base])
    (folder / ITEMS).mkdir(parents=True)
    files = (folder / PACK_FILE, template)
    for path, source in zip(files, ("pack", "template"), strict=True):
        words = (root / FOLDER / f"{source}.yaml.txt").read_text(encoding="utf-8")
        path.write_text(words.format_map(values[source]), encoding="utf-8", newline="\n")
    return Made(files)


def _values(root: Path, name: str, base: Pack) -> dict[str, dict[str, str]]:
    """Return what fills the two files."""
    kind = base.head.publication_type
    fitting = [rule for rule in load_templates(root / TEMPLATES) if rule.publication_type is kind]
    template = next((rule for rule in fitting if not rule.extends), None)
    if template is None:
        raise ScaffoldError("packs.no_base_template", value=kind.value)
    common = {"id": name, "publication_type": kind.value}
    parts = [f"#   - {{key: {part.key}, label: {part.label}}}" for part in base.head.parts]
    tables = [f"#   - {{role: {table.role}, label: {table.label}}}" for table in base.head.tables]
    own = {"base": base.id, "base_title": base.head.title, "parts": "\n".join(parts), "tables": "\n".join(tables)}
    return {
        "pack": {**common, **own},
        "template": {**common, "base": template.id, "base_title": template.title},
    }
