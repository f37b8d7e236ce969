"""Seals a workbook, so that one that somebody has filled in is told from one that nobody has touched."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PROPERTIES = "docProps/core.xml"
_LARGEST = 64 * 1024
"""The properties of our own workbooks take under 1 KiB; a larger part is not ours."""
_PLACE = re.compile(rb"(?=</cp:coreProperties>)")
_ELEMENT = '<dc:identifier xmlns:dc="http://purl.org/dc/elements/1.1/">gouji:{}</dc:identifier>'
_SEAL = re.compile(rb"<dc:identifier[^>]*>gouji:([0-9a-f]{64})</dc:identifier>")


def sealed(content: bytes) -> bytes:
    """Return the workbook with a seal among its properties, made of the checksums of all its other parts."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        seal = _ELEMENT.format(_digest(source)).encode("ascii")
        for info in source.infolist():
            part = source.read(info)
            target.writestr(info, _PLACE.sub(seal, part, count=1) if info.filename == _PROPERTIES else part)
    return stream.getvalue()


def is_untouched(path: Path) -> bool:
    """Return True for a workbook that is as it was sealed.

    Only the directory of the archive and its properties are read. A program that saves the workbook changes the parts
    or drops the seal; a file that is no workbook, or was made before there were seals, counts as touched.
    """
    try:
        with zipfile.ZipFile(path) as book:
            if book.getinfo(_PROPERTIES).file_size > _LARGEST:
                return False
            found = _SEAL.search(book.read(_PROPERTIES))
            return found is not None and found[1].decode("ascii") == _digest(book)
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, RuntimeError, NotImplementedError):
        return False


def _digest(book: zipfile.ZipFile) -> str:
    parts = sorted((i.filename, i.CRC, i.file_size) for i in book.infolist() if i.filename != _PROPERTIES)
    return hashlib.sha256(repr(parts).encode("utf-8", errors="replace")).hexdigest()
