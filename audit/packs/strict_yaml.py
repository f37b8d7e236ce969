"""Reads YAML into frozen dataclasses. A key that no field reads is an error that names file, line and key."""

from __future__ import annotations

import dataclasses
import types
import typing
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

from audit.datafiles import data_folder

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")


SENTENCES = {
    "record": "{where} must be a mapping",
    "list": "{where} must be a list",
    "scalar": "{where} must be a single value",
    "unknown_key": "unknown key '{key}' in {where}; known keys: {known}",
    "twice": "key '{key}' stands twice in {where}",
    "missing": "key '{key}' is missing in {where}",
    "flag": "{where} must be true or false, not '{value}'",
    "choice": "{where} must be one of {known}, not '{value}'",
    "number": "{where} must be a number, not '{value}'",
    "date": "{where} must be a date like 2021-10-15 or 2021-10-15T16:00, not '{value}'",
    "extends": "'extends: {value}' names no other {what}",
    "same_number": "two rows have one number: {rows}",
    "no_yaml": "malformed YAML: {problem}",
    "no_text": "is not YAML in UTF-8",
    "empty": "is empty",
    "edit_kind": "an edit in '{where}' must have exactly one of drop, replace and cut",
    "edit_by": "an edit in '{where}' must have replace and by together",
    "edit_within": "within must hold two patterns in '{where}', and cut needs it",
    "edit_pattern": "an edit in '{where}' has a malformed pattern",
}
"""What may be wrong with a file, for developers; the catalogue has the same for auditors under `yaml.`."""


class RuleFileError(Exception):
    """A rule file that says something no code reads. The text names file, line, key and what to do.

    `kind` is a name of SENTENCES, "" for a message that stands for itself; `values` fill the sentence.
    """

    def __init__(self, path: Path, line: int, message: str, kind: str = "", **values: object) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message, self.kind, self.values = path, line, message, kind, values

    @classmethod
    def of(cls, path: Path, line: int, kind: str, **values: object) -> RuleFileError:
        """Make the error of a kind."""
        return cls(path, line, SENTENCES[kind].format(**values), kind, **values)


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, node: yaml.Node, kind: str, **values: object) -> typing.NoReturn:
        raise RuleFileError.of(self.path, node.start_mark.line + 1, kind, **values)

    def read(self, node: yaml.Node, kind: Any, where: str) -> Any:
        """Turn a node into a value of the annotated kind."""
        origin = typing.get_origin(kind)
        if origin in (types.UnionType, typing.Union):
            if isinstance(node, yaml.ScalarNode) and node.tag == "tag:yaml.org,2002:null":
                return None
            kinds = [k for k in typing.get_args(kind) if k is not type(None)]
            return self.read(node, kinds[0], where)
        if dataclasses.is_dataclass(kind):
            return self._record(node, kind, where)
        if origin is tuple:
            return self._sequence(node, typing.get_args(kind)[0], where)
        if origin is dict:
            return self._mapping(node, typing.get_args(kind)[1], where)
        return self._scalar(node, kind, where)

    def _record(self, node: yaml.Node, kind: Any, where: str) -> Any:
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, "record", where=where)
        hints = typing.get_type_hints(kind)
        fields = {f.name: f for f in dataclasses.fields(kind)}
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            name = str(key_node.value)
            if name not in fields or fields[name].metadata.get("internal"):
                known = ", ".join(n for n, f in fields.items() if not f.metadata.get("internal"))
                self.fail(key_node, "unknown_key", key=name, where=where, known=known)
            if name in values:
                self.fail(key_node, "twice", key=name, where=where)
            values[name] = self.read(value_node, hints[name], f"{where}.{name}")
        for name, field in fields.items():
            required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
            if required and name not in values:
                self.fail(node, "missing", key=name, where=where)
        return kind(**values)

    def _sequence(self, node: yaml.Node, kind: Any, where: str) -> tuple[Any, ...]:
        if isinstance(node, yaml.ScalarNode) and kind is str:
            return (self.read(node, kind, where),)
        if not isinstance(node, yaml.SequenceNode):
            self.fail(node, "list", where=where)
        return tuple(self.read(child, kind, f"{where}[{i}]") for i, child in enumerate(node.value))

    def _mapping(self, node: yaml.Node, kind: Any, where: str) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, "record", where=where)
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            name = str(key_node.value)
            if name in values:
                self.fail(key_node, "twice", key=name, where=where)
            values[name] = self.read(value_node, kind, f"{where}.{name}")
        return values

    def _scalar(self, node: yaml.Node, kind: Any, where: str) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            self.fail(node, "scalar", where=where)
        text = str(node.value)
        if kind is bool:
            if text not in ("true", "false"):
                self.fail(node, "flag", where=where, value=text)
            return text == "true"
        if isinstance(kind, type) and issubclass(kind, Enum):
            try:
                return kind(text)
            except ValueError:
                known = ", ".join(str(k.value) for k in kind)
                self.fail(node, "choice", where=where, known=known, value=text)
        if kind in (int, float, Decimal):
            try:
                return kind(text)
            except (ValueError, InvalidOperation):
                self.fail(node, "number", where=where, value=text)
        return text


def load(path: Path, kind: type[T]) -> T:
    """Read one YAML file into `kind`.

    Raises RuleFileError for malformed YAML, unknown, repeated or missing keys and values of the wrong kind.
    """
    return typing.cast("T", _Reader(path).read(_compose(path), kind, path.stem))


def line_of(path: Path, *keys: str | int) -> int:
    """Return the line on which a value of a file stands, named by its keys; the last one found for keys not there."""
    node: yaml.Node | None = _compose(path)
    line = 1
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pairs = [(name, value) for name, value in node.value if str(name.value) == str(key)]
            node, at = (pairs[0][1], pairs[0][0]) if pairs else (None, None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = at = node.value[key]
        else:
            node = at = None
        if at is None:
            break
        line = at.start_mark.line + 1
    return line


def _loader(path: Path) -> Any:
    """Return libyaml's loader for our own rules, many times quicker; no file of a user may reach its bare C stack."""
    quick = getattr(yaml, "CSafeLoader", None)
    return quick if quick is not None and path.is_relative_to(data_folder("rules")) else yaml.SafeLoader


def _compose(path: Path) -> yaml.Node:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_loader(path))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleFileError.of(path, line, "no_yaml", problem=error.problem) from error
    except (UnicodeDecodeError, yaml.YAMLError, RecursionError) as error:
        raise RuleFileError.of(path, 1, "no_text") from error
    if node is None:
        raise RuleFileError.of(path, 1, "empty")
    return node
