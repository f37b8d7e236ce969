"""Writes the figures of a department to YAML and reads them back, so that accounts can be set by hand."""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import TYPE_CHECKING, Any

import yaml

from corpora.figures import Figures
from corpora.vocabulary import read_yaml

if TYPE_CHECKING:
    from pathlib import Path


class FigureFileError(Exception):
    """A figure file that does not say what it should. The text names file and key."""


def write(figures: Figures, path: Path) -> None:
    """Write figures as YAML. Amounts are in fen."""
    raw = _plain(figures)
    path.write_text(yaml.safe_dump(raw, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")


def read(path: Path) -> Figures:
    """Read figures. Raises FigureFileError for unknown, missing or wrong keys."""
    return typing.cast("Figures", _build(Figures, read_yaml(path), path, "figures"))


def _plain(value: object) -> object:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(x) for x in value]
    return value


def _build(kind: Any, raw: Any, path: Path, where: str) -> object:
    origin = typing.get_origin(kind)
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return _record(kind, raw, path, where)
    if origin is tuple:
        arguments = typing.get_args(kind)
        if not isinstance(raw, list):
            raise FigureFileError(f"{path}: {where} must be a list")
        if arguments[-1] is Ellipsis:
            return tuple(_build(arguments[0], x, path, f"{where}[{n}]") for n, x in enumerate(raw))
        return tuple(_build(k, x, path, where) for k, x in zip(arguments, raw, strict=True))
    if isinstance(kind, types.UnionType) or not isinstance(raw, kind) or (kind is int and isinstance(raw, bool)):
        raise FigureFileError(f"{path}: {where} must be {getattr(kind, '__name__', kind)}, not {raw!r}")
    return typing.cast("object", raw)


def _record(kind: type[Any], raw: Any, path: Path, where: str) -> object:
    hints = typing.get_type_hints(kind)
    fields = {f.name: f for f in dataclasses.fields(kind)}
    if not isinstance(raw, dict):
        raise FigureFileError(f"{path}: {where} must be a mapping")
    unknown = set(raw) - set(fields)
    if unknown:
        raise FigureFileError(f"{path}: unknown key {min(unknown)!r} in {where}")
    values = {name: _build(hints[name], raw[name], path, f"{where}.{name}") for name in fields if name in raw}
    lost = [n for n, f in fields.items() if n not in values and f.default is dataclasses.MISSING]
    if lost:
        raise FigureFileError(f"{path}: key {lost[0]!r} is missing in {where}")
    return kind(**values)
