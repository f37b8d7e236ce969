"""Turns frozen values into JSON and back, exactly: the type says what may stand there, anything else is an error."""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Json = str | int | float | bool | None | Sequence["Json"] | Mapping[str, "Json"]


class CodecError(ValueError):
    """What was read is not what the type asks for; the text names the place."""


def encode(value: object) -> Json:
    """Return a value as JSON holds it. A field that has its default is left out. Raises CodecError for other types."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Enum):
        return encode(value.value)
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, tuple | list):
        return [encode(item) for item in value]
    if isinstance(value, dict):
        return {str(key): encode(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        shown = {}
        for name, default in _defaults(type(value)):
            own = getattr(value, name)
            if default is dataclasses.MISSING or own != default:
                shown[name] = encode(own)
        return shown
    raise CodecError(f"{type(value).__name__} cannot be kept")


def decode(kind: type[T], data: Json, where: str = "") -> T:
    """Return the value of a type that JSON data holds. Raises CodecError where they do not fit."""
    return _decode(kind, data, where)  # type: ignore[return-value]  # _decode looks at the type at run time


def _decode(kind: object, data: Json, where: str) -> object:  # one branch for each kind of type
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        return _decode_optional(kind, data, where)
    if origin is tuple:
        return _decode_tuple(get_args(kind), data, where)
    if origin is dict:
        if not isinstance(data, Mapping):
            raise CodecError(f"{where}: a mapping is needed")
        key, item = get_args(kind)
        return {_decode(key, k, where): _decode(item, v, f"{where}.{k}") for k, v in data.items()}
    if isinstance(kind, type):
        if dataclasses.is_dataclass(kind):
            return _decode_fields(kind, data, where)
        if issubclass(kind, Enum) or kind is Decimal:
            return _decode_word(kind, data, where)
        if kind is float and isinstance(data, int) and not isinstance(data, bool):
            return float(data)
        if kind in (str, int, float, bool) and type(data) is kind:
            return data
    raise CodecError(f"{where}: {getattr(kind, '__name__', kind)} is needed, not {type(data).__name__}")


def _decode_word(kind: type, data: Json, where: str) -> object:
    if not isinstance(data, str):
        raise CodecError(f"{where}: a text is needed")
    try:
        return kind(data)
    except (ValueError, InvalidOperation) as error:
        raise CodecError(f"{where}: no {kind.__name__}") from error


def _decode_optional(kind: object, data: Json, where: str) -> object:
    if data is None and type(None) in get_args(kind):
        return None
    for choice in get_args(kind):
        if choice is not type(None):
            return _decode(choice, data, where)
    raise CodecError(f"{where}: nothing fits")


def _decode_tuple(kinds: tuple[object, ...], data: Json, where: str) -> tuple[object, ...]:
    if isinstance(data, str) or not isinstance(data, Sequence):
        raise CodecError(f"{where}: a list is needed")
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_decode(kinds[0], item, f"{where}[{at}]") for at, item in enumerate(data))
    if len(kinds) != len(data):
        raise CodecError(f"{where}: {len(kinds)} values are needed")
    return tuple(_decode(kind, item, where) for kind, item in zip(kinds, data, strict=True))


def _decode_fields(kind: type, data: Json, where: str) -> object:
    if not isinstance(data, Mapping):
        raise CodecError(f"{where}: {kind.__name__} is needed")
    hints = _hints(kind)
    unknown = set(data) - set(hints)
    if unknown:
        raise CodecError(f"{where}: {kind.__name__} has no {min(unknown)}")
    try:
        return kind(**{name: _decode(hints[name], item, f"{where}.{name}") for name, item in data.items()})
    except TypeError as error:
        raise CodecError(f"{where}: {kind.__name__} is not whole") from error


@cache
def _hints(kind: type) -> dict[str, object]:
    return get_type_hints(kind)


@cache
def _defaults(kind: type) -> tuple[tuple[str, object], ...]:
    return tuple((field.name, field.default) for field in dataclasses.fields(kind))
