"""Cuts the content of a page into operators with their operands: what pdfminer's parser does, in a tenth of its time.

What is unusual (pictures inside the content, unbalanced brackets, broken numbers) is left to pdfminer.
"""

from __future__ import annotations

import re
from typing import Any, TypeAlias

from pdfminer.psparser import LIT, literal_name

Operand: TypeAlias = Any
Operation: TypeAlias = tuple[str, list[Operand]]

_LARGEST = 32 * 1024 * 1024
_TOKEN = re.compile(
    rb"[\x00\t\n\f\r ]+"
    rb"|([+-]?\d+(?=[\x00\t\n\f\r /\[\]<>()%]|$))"
    rb"|([+-]?(?:\d+\.\d*|\.\d+)(?=[\x00\t\n\f\r /\[\]<>()%]|$))"
    rb"|(\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.)*+\))*+\))"
    rb"|<([0-9A-Fa-f\x00\t\n\f\r ]*)>"
    rb"|/([^\x00\t\n\f\r ()<>\[\]{}/%#]*)(?=[\x00\t\n\f\r ()<>\[\]/%]|$)"
    rb"|([A-Za-z][A-Za-z0-9*]*(?=[\x00\t\n\f\r /\[\]<>()%]|$)|['\"])"
    rb"|(\[|\]|<<|>>)"
    rb"|(%[^\r\n]*)"
    rb"|(.)",
    re.DOTALL,
)
_INTEGER, _REAL, _STRING, _HEX, _NAME, _WORD, _BRACKET, _COMMENT, _UNKNOWN = range(1, 10)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"(": b"(", b")": b")", b"\\": b"\\"}
_CONSTANTS = {b"true": True, b"false": False}
_BLANKS = re.compile(rb"[\x00\t\n\f\r ]+")


class _UnusualError(Exception):
    """The content needs a parser that knows every corner."""


def cut_content(data: bytes) -> list[Operation] | None:
    """Return the operators of some content in order, each with the operands before it; None for unusual content."""
    if len(data) > _LARGEST:
        return None
    try:
        return _operations(data)
    except _UnusualError:
        return None


def _operations(data: bytes) -> list[Operation]:
    done: list[Operation] = []
    operands: list[Operand] = []
    outer: list[tuple[bytes, list[Operand]]] = []
    for token in _TOKEN.finditer(data):
        kind = token.lastindex
        if kind is None or kind == _COMMENT:
            continue
        if kind == _WORD:
            word = token.group(_WORD)
            if word in _CONSTANTS:
                operands.append(_CONSTANTS[word])
                continue
            if outer or word in (b"BI", b"ID", b"EI", b"null"):
                raise _UnusualError
            done.append((word.decode("ascii"), operands))
            operands = []
        elif kind == _BRACKET:
            operands = _bracket(token.group(_BRACKET), operands, outer)
        else:
            operands.append(_value(kind, token.group(kind)))
    if outer:
        raise _UnusualError
    return done


def _value(kind: int, text: bytes) -> Operand:
    if kind == _INTEGER:
        return int(text)
    if kind == _REAL:
        return float(text)
    if kind == _STRING:
        return _ESCAPE.sub(_unescaped, text[1:-1]) if b"\\" in text else text[1:-1]
    if kind == _HEX:
        digits = _BLANKS.sub(b"", text)
        # an odd digit at the end counts as pdfminer counts it
        odd = len(digits) % 2
        return bytes.fromhex((digits[: len(digits) - odd] + b"0" * odd + digits[len(digits) - odd :]).decode("ascii"))
    if kind == _NAME:
        try:
            return LIT(text.decode("utf-8"))
        except UnicodeDecodeError:
            raise _UnusualError from None
    raise _UnusualError


def _unescaped(found: re.Match[bytes]) -> bytes:
    """Return what an escape stands for; pdfminer drops the ones that PDF does not know."""
    text = found[1]
    return bytes((int(text, 8) & 255,)) if text[:1].isdigit() and text[:1] < b"8" else _ESCAPED.get(text, b"")


def _bracket(sign: bytes, operands: list[Operand], outer: list[tuple[bytes, list[Operand]]]) -> list[Operand]:
    """Open or close an array or a dictionary; return the list that takes the next operand."""
    if sign in (b"[", b"<<"):
        outer.append((sign, operands))
        return []
    if not outer or (outer[-1][0] == b"[") != (sign == b"]"):
        raise _UnusualError
    _, around = outer.pop()
    if sign == b"]":
        around.append(operands)
        return around
    if len(operands) % 2:
        raise _UnusualError
    around.append({literal_name(key): value for key, value in zip(operands[::2], operands[1::2], strict=True)})
    return around
