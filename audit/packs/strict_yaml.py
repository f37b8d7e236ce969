"""Reads YAML into frozen dataclasses. A key that no field reads is an error that names file, line and key."""

from __future__ import annotations

import dataclasses
import types
import typing
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeVar

import yaml

if TYPE_CHECKING:
    from pathlib import Path

T = TypeVar("T")


class RuleFileError(Exception):
    """A rule file that says something no code reads. The text names file, line, key and what to do."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


class _Reader:
    def __init__(self, path: Path) -> None:
        self.path = path

    def fail(self, node: yaml.Node, message: str) -> typing.NoReturn:
        raise RuleFileError(self.path, node.start_mark.line + 1, message)

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
            self.fail(node, f"{where} must be a mapping")
        hints = typing.get_type_hints(kind)
        fields = {f.name: f for f in dataclasses.fields(kind)}
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            name = str(key_node.value)
            if name not in fields or fields[name].metadata.get("internal"):
                known = ", ".join(n for n, f in fields.items() if not f.metadata.get("internal"))
                self.fail(key_node, f"unknown key '{name}' in {where}; known keys: {known}")
            if name in values:
                self.fail(key_node, f"key '{name}' stands twice in {where}")
            values[name] = self.read(value_node, hints[name], f"{where}.{name}")
        for name, field in fields.items():
            required = field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING
            if required and name not in values:
                self.fail(node, f"key '{name}' is missing in {where}")
        return kind(**values)

    def _sequence(self, node: yaml.Node, kind: Any, where: str) -> tuple[Any, ...]:
        if isinstance(node, yaml.ScalarNode) and kind is str:
            return (self.read(node, kind, where),)
        if not isinstance(node, yaml.SequenceNode):
            self.fail(node, f"{where} must be a list")
        return tuple(self.read(child, kind, f"{where}[{i}]") for i, child in enumerate(node.value))

    def _mapping(self, node: yaml.Node, kind: Any, where: str) -> dict[str, Any]:
        if not isinstance(node, yaml.MappingNode):
            self.fail(node, f"{where} must be a mapping")
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            name = str(key_node.value)
            if name in values:
                self.fail(key_node, f"key '{name}' stands twice in {where}")
            values[name] = self.read(value_node, kind, f"{where}.{name}")
        return values

    def _scalar(self, node: yaml.Node, kind: Any, where: str) -> Any:
        if not isinstance(node, yaml.ScalarNode):
            self.fail(node, f"{where} must be a single value")
        text = str(node.value)
        if kind is bool:
            if text not in ("true", "false"):
                self.fail(node, f"{where} must be true or false, not '{text}'")
            return text == "true"
        if isinstance(kind, type) and issubclass(kind, Enum):
            try:
                return kind(text)
            except ValueError:
                self.fail(node, f"{where} must be one of {', '.join(str(k.value) for k in kind)}, not '{text}'")
        if kind in (int, float, Decimal):
            try:
                return kind(text)
            except (ValueError, InvalidOperation):
                self.fail(node, f"{where} must be a number, not '{text}'")
        return text


def load(path: Path, kind: type[T]) -> T:
    """Read one YAML file into `kind`.

    Raises RuleFileError for malformed YAML, unknown, repeated or missing keys and values of the wrong kind.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise RuleFileError(path, line, f"malformed YAML: {error.problem}") from error
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise RuleFileError(path, 1, "is not YAML in UTF-8") from error
    if node is None:
        raise RuleFileError(path, 1, "is empty")
    return typing.cast("T", _Reader(path).read(node, kind, path.stem))
