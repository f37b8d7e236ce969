"""Finds, for every kind of check, how one of the installed checklists writes it: the shortest one, word for word."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import TYPE_CHECKING

import yaml

from audit.datafiles import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Example:
    """One entry of the `checks` of a row. The order is from the shortest on."""

    lines: int
    characters: int
    source: str
    """Path of its file under rules/."""
    kind: str
    text: str


def examples(folder: Path | None = None) -> dict[str, Example]:
    """Return the example of each kind that any row uses."""
    root = folder or data_folder("rules")
    found: dict[str, Example] = {}
    for path in sorted(root.glob("checklists/*/items/*.yaml")):
        for example in _checks(path, path.relative_to(root).as_posix()):
            found[example.kind] = min(example, found.get(example.kind, example))
    return found


def _checks(path: Path, source: str) -> Iterator[Example]:
    text = path.read_text(encoding="utf-8")
    row = yaml.compose(text, yaml.SafeLoader)
    for key, value in row.value if row else ():
        if key.value == "checks":
            for check in value.value:
                # the dash of the list stands in the line of the first key
                cut = textwrap.dedent(_lines(text, check.start_mark.line, check.end_mark.line))
                for kind, _ in check.value:
                    yield Example(cut.count("\n"), len(cut), source, kind.value, cut)


def _lines(text: str, first: int, end: int) -> str:
    """Return whole lines, without what only separates them from the next entry."""
    kept = text.splitlines()[first : end if end > first else first + 1]
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("#")):
        kept.pop()
    return "\n".join(kept) + "\n"
