"""The message catalogue: every sentence that the program itself says to its user stands in rules/messages.yaml."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml

from audit.datafiles import data_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

CATALOGUE = "messages.yaml"
_TRANSLATED = frozenset({"reason", "what"})
"""Place holders that carry words of the operating system or of a reader."""


class CatalogueError(Exception):
    """The catalogue says something that no code reads, or leaves something out."""


@dataclass(frozen=True, slots=True)
class Problem:
    """An error code: what happened, where, and what to do about it."""

    code: str
    what: str
    where: str
    todo: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The whole catalogue, read once."""

    problems: Mapping[str, Problem]
    texts: Mapping[str, str]
    reasons: Mapping[str, str]
    """Words of the operating system and of the readers, as the user reads them."""


class _Values(dict[str, object]):
    """Leaves a place holder standing for which no value came, so that a message is never lost to its own form."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def text(name: str, /, **values: object) -> str:
    """Return a sentence of the catalogue. Raises KeyError for a name that it does not have."""
    return _fill(catalogue().texts[name], values)


def error(code: str, values: Mapping[str, object]) -> str:
    """Return an error as one line: code, what, where, what to do. An unknown code is told as an internal error."""
    known = catalogue().problems
    if code not in known:
        values, code = {"room": code, "error": "", **values}, "E124"
    found = known[code]
    parts = {"what": found.what, "where": found.where, "todo": found.todo}
    return text("error.line", code=code, **{name: _fill(part, values) for name, part in parts.items()})


def reason(words: str) -> str:
    """Return what the operating system said in the user's words, unchanged where the catalogue has none."""
    return catalogue().reasons.get(words, words)


@cache
def catalogue() -> Catalogue:
    """Return the catalogue of this installation, read once per process."""
    return read_catalogue(data_folder("rules") / CATALOGUE)


def read_catalogue(path: Path) -> Catalogue:
    """Read and check a catalogue. Raises CatalogueError where it is not as the code needs it."""
    data = _mapping(yaml.safe_load(path.read_text(encoding="utf-8")), "the catalogue")
    if set(data) != {"errors", "texts", "reasons"}:
        raise CatalogueError(f"{CATALOGUE} must have the keys errors, texts and reasons, not {', '.join(sorted(data))}")
    return Catalogue(
        problems=MappingProxyType({problem.code: problem for problem in _problems(data["errors"])}),
        texts=MappingProxyType(_strings(data["texts"], "texts")),
        reasons=MappingProxyType(_strings(data["reasons"], "reasons")),
    )


def _problems(node: object) -> Iterator[Problem]:
    for code, entry in _mapping(node, "errors").items():
        parts = _strings(entry, code)
        if set(parts) != {"what", "where", "todo"}:
            raise CatalogueError(f"{CATALOGUE}: {code} must have exactly the keys what, where and todo")
        yield Problem(code, parts["what"], parts["where"], parts["todo"])


def _strings(node: object, where: str) -> dict[str, str]:
    return {key: _string(value, f"{where}.{key}") for key, value in _mapping(node, where).items()}


def _string(node: object, where: str) -> str:
    if not isinstance(node, str):
        raise CatalogueError(f"{CATALOGUE}: {where} must be a text, not {type(node).__name__}")
    return node


def _mapping(node: object, where: str) -> dict[str, object]:
    if not isinstance(node, dict):
        raise CatalogueError(f"{CATALOGUE}: {where} must be a mapping, not {type(node).__name__}")
    return {str(key): value for key, value in node.items()}


def _fill(template: str, values: Mapping[str, object]) -> str:
    shown = {name: reason(str(value)) if name in _TRANSLATED else value for name, value in values.items()}
    return template.format_map(_Values(shown))
