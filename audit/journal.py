"""Remembers what a batch has finished, so that a run that was cut short goes on where it stopped (`--resume`)."""

from __future__ import annotations

import errno
import hashlib
import json
from contextlib import suppress
from dataclasses import replace
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

from audit.codec import CodecError, decode, encode
from audit.datafiles import data_folder
from audit.model.batch import JournalLine
from audit.version import __version__
from audit.writers.files import write_atomically

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from io import TextIOWrapper

    from audit.model.batch import BatchEntry

FILE_NAME = ".gouji-journal"
SCHEMA = "gouji-journal/1"
LIBRARIES = (
    "jieba", "jinja2", "lxml", "openpyxl", "pdfminer.six", "pdfplumber", "pypdfium2", "python-docx", "rapidfuzz",
    "rapidocr", "regex", "spacy", "xlrd",
)  # fmt: skip
"""What is read from a file, and how it looks in a report, rests on these too."""
_PACKAGE = Path(__file__).resolve().parent


class Journal:
    """A line for each publication that was audited, in the output folder; a line that was torn off does not count."""

    def __init__(self, out: Path) -> None:
        self._path = out / FILE_NAME
        self._stream: TextIOWrapper | None = None

    def read(self) -> dict[str, JournalLine]:
        """Return the last line of each publication by the name of its folder."""
        found: dict[str, JournalLine] = {}
        with suppress(OSError), self._path.open(encoding="utf-8", errors="replace") as stream:
            for text in stream:
                with suppress(ValueError):  # CodecError and JSONDecodeError are both
                    line = decode(JournalLine, json.loads(text))
                    if line.schema == SCHEMA and text.endswith("\n"):
                        found[line.entry.name] = line
        return found

    def begin(self, kept: Iterable[BatchEntry]) -> None:
        """Begin anew with the entries that are taken over. Raises OSError where nothing can be written."""
        self.close()
        self._rewrite(kept)
        self._stream = self._path.open("a", encoding="utf-8", errors="replace")

    def add(self, entry: BatchEntry) -> None:
        """Add an audited publication; what failed is tried again and not kept."""
        if self._stream is not None and entry.audited and entry.key:
            self._stream.write(_line(entry))
            self._stream.flush()

    def finish(self, entries: Iterable[BatchEntry]) -> None:
        """Write the journal in the order of the batch, which does not depend on which worker was faster."""
        self.close()
        self._rewrite(entries)

    def close(self) -> None:
        """Let go of the file."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _rewrite(self, entries: Iterable[BatchEntry]) -> None:
        lines = (_line(entry) for entry in entries if entry.audited and entry.key)
        write_atomically(self._path, "".join(lines).encode("utf-8", errors="replace"))


def _line(entry: BatchEntry) -> str:
    line = JournalLine(SCHEMA, entry.key, replace(entry, seconds=(), log="", kept=""))
    return json.dumps(encode(line), ensure_ascii=False, allow_nan=False) + "\n"


def key_of(files: Iterable[Path], settings: Sequence[str]) -> str:
    """Name all that a report depends on: the bytes of its files, the settings, and this installation. Raises OSError.

    Equal keys mean equal reports, apart from the time printed in them.
    """
    digest = hashlib.sha256(installation().encode())
    for text in settings:
        digest.update(f"{len(text)}\0{text}\0".encode("utf-8", errors="replace"))
    for path in files:
        if not path.is_file():
            # to open a pipe is to wait for somebody to write into it
            raise OSError(errno.EINVAL, "not a regular file", str(path))
        with path.open("rb") as stream:
            content = hashlib.file_digest(stream, "sha256").hexdigest()
        digest.update(f"{path.name}\0{content}\0".encode("utf-8", errors="replace"))
    return digest.hexdigest()


@cache
def installation() -> str:
    """Return one hash over the versions, the program and its data: rules that change make every report old."""
    digest = hashlib.sha256(__version__.encode())
    for name in LIBRARIES:
        with suppress(PackageNotFoundError):
            digest.update(f"{name}=={version(name)}\0".encode())
    for root, pattern in ((_PACKAGE, "*.py"), (data_folder("rules"), "*"), (data_folder("reports"), "*")):
        for path in sorted(p for p in root.rglob(pattern) if p.is_file()):
            digest.update(f"{path.relative_to(root).as_posix()}\0".encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


__all__ = ["FILE_NAME", "CodecError", "Journal", "installation", "key_of"]
