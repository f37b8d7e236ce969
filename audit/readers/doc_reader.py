"""Reads old and foreign text formats (.doc, .wps, .rtf, .odt) by letting LibreOffice turn them into Word files."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from audit.model.raw import ReadError
from audit.readers.docx_reader import read_docx

if TYPE_CHECKING:
    from collections.abc import Mapping

    from audit.readers.content import FileContent, Reader, ReadLimits

_FILTERS: Mapping[str, str] = MappingProxyType({"doc": "MS Word 97", "rtf": "Rich Text Format", "odt": "writer8"})
"""Named to LibreOffice, which would else read a broken file as plain text and find letters in it."""

FORMATS = tuple(_FILTERS)
PROGRAMS = ("soffice", "libreoffice")
_SECONDS = 120
_MACROS_OFF = "-env:DisableMacrosExecution=true"


def converting_reader(kind: str) -> Reader:
    """Return a reader of one format that LibreOffice knows."""

    def read_converted(data: bytes, file_id: str, path: str, limits: ReadLimits) -> FileContent:
        return read_docx(as_docx(data, kind, path), file_id, path, limits)

    return read_converted


def as_docx(data: bytes, kind: str, path: str, seconds: float = _SECONDS) -> bytes:
    """Convert a file. Raises ReadError E111 without LibreOffice, E112 where it fails or takes too long."""
    program = next((found for found in map(shutil.which, PROGRAMS) if found), None)
    if program is None:
        raise ReadError("E111", path=path, format=kind)
    with tempfile.TemporaryDirectory(prefix="gouji-") as folder:
        source = Path(folder) / f"document.{kind}"
        source.write_bytes(data)
        _convert(program, source, path, seconds)
        result = source.with_suffix(".docx")
        if not result.is_file():
            raise ReadError("E112", path=path, format=kind, reason="no result")
        return result.read_bytes()


def _convert(program: str, source: Path, path: str, seconds: float) -> None:
    """Run LibreOffice with a profile of its own, so that several can run at once and none touches the user's."""
    kind = source.suffix.lstrip(".")
    command = [
        program,
        f"-env:UserInstallation={(source.parent / 'profile').as_uri()}",
        _MACROS_OFF,
        f"--infilter={_FILTERS[kind]}",
        "--headless",
        "--norestore",
        "--convert-to",
        "docx:MS Word 2007 XML",
        "--outdir",
        str(source.parent),
        str(source),
    ]
    try:
        process = subprocess.Popen(  # noqa: S603 - the command is ours, the file's name is not part of it
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as error:
        raise ReadError("E112", path=path, format=kind, reason="not started") from error
    try:
        process.wait(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise ReadError("E112", path=path, format=kind, reason="too slow") from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a conversion with everything that it started."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
