"""Keeps what was read of a publication, so that rules can be run again without it (`gouji extract`, `gouji check`)."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import TYPE_CHECKING

from audit.codec import CodecError, decode, encode
from audit.model.extract import SCHEMA, Extract
from audit.model.raw import ReadError
from audit.writers.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


FILE_NAME = "extract.json"
_LARGEST = 1 << 30
"""Bytes of an extract when unpacked: far above any publication, far below what a machine holds."""
_GZIP = b"\x1f\x8b"


def save_extract(extract: Extract, path: Path) -> Path:
    """Write an extract as JSON, packed where the name ends in .gz. Raises OSError."""
    data = json.dumps(encode(extract), ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode(
        "utf-8", errors="surrogatepass"
    )
    if path.suffix == ".gz":
        data = gzip.compress(data, mtime=0)
    return write_atomically(path, data)


def read_extract(path: Path) -> Extract:
    """Read an extract. Raises ReadError where the file is none, or another version of the program wrote it."""
    try:
        content = path.read_bytes()
        if content.startswith(_GZIP):
            unpacker = zlib.decompressobj(wbits=31)
            content = unpacker.decompress(content, _LARGEST)
            if unpacker.unconsumed_tail:
                raise ReadError("E133", path=str(path), reason="unpacked bytes")
        data = json.loads(content.decode("utf-8", errors="surrogatepass"))
        if not isinstance(data, dict) or data.get("schema") != SCHEMA:
            raise ReadError("E133", path=str(path), reason="schema")
        return decode(Extract, data)
    except OSError as error:
        raise ReadError("E103", path=str(path), reason=error.strerror or type(error).__name__) from error
    except (CodecError, ValueError, RecursionError, zlib.error) as error:
        raise ReadError("E133", path=str(path), reason="schema") from error


def find_extracts(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Return the extracts under some paths: files as they are named, folders searched for extract.json."""
    found: list[Path] = []
    for path in paths:
        found += sorted(p for p in path.rglob(f"{FILE_NAME}*") if p.is_file()) if path.is_dir() else [path]
    return tuple(dict.fromkeys(found))
