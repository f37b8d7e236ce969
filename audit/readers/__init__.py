"""Turns the files of one publication into a RawDocument; one reader per format."""

from __future__ import annotations

import hashlib
import stat
from dataclasses import replace
from pathlib import Path, PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from audit.model.raw import PageWarning, RawDocument, RawFigure, RawLine, ReadError, SourceFile
from audit.readers.bundles import MAIN, PAGE, Member, open_bundle
from audit.readers.content import FileContent, Reader, ReadLimits
from audit.readers.doc_reader import FORMATS, converting_reader
from audit.readers.docx_reader import read_docx
from audit.readers.formats import detect_format
from audit.readers.html_reader import read_html, read_mhtml
from audit.readers.ocr_reader import FORMATS as PICTURES
from audit.readers.ocr_reader import read_picture
from audit.readers.ofd_reader import read_ofd
from audit.readers.office_password import without_password
from audit.readers.pdf_reader import read_pdf
from audit.readers.text_reader import read_text
from audit.readers.xls_reader import read_xls
from audit.readers.xlsx_reader import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["READERS", "SUFFIXES", "FileContent", "ReadLimits", "Reader", "detect_format", "read"]

READERS: Mapping[str, Reader] = MappingProxyType(
    {
        "txt": read_text,
        "pdf": read_pdf,
        "docx": read_docx,
        "xlsx": read_xlsx,
        "xls": read_xls,
        "html": read_html,
        "mhtml": read_mhtml,
        "ofd": read_ofd,
        **dict.fromkeys(PICTURES, read_picture),
        **{kind: converting_reader(kind) for kind in FORMATS},
    }
)
"""Format name (as `detect_format` gives it) -> reader."""

SUFFIXES: tuple[str, ...] = (
    *(".txt", ".md", ".tsv", ".pdf", ".docx", ".docm", ".doc", ".wps", ".rtf", ".odt"),
    *(".xlsx", ".xlsm", ".xls", ".et", ".html", ".htm", ".shtml", ".mht", ".mhtml", ".zip"),
    *(".ofd", ".png", ".jpg", ".jpeg", ".tif", ".tiff"),
)
"""Suffixes that a search through a folder takes up; the bytes decide what a file is."""


def read(paths: Sequence[Path], *, roles: Sequence[str] = (), limits: ReadLimits | None = None) -> RawDocument:
    """Read the files of one publication, in the order given, as f1, f2, ...

    `roles` names what each file is (main, tables, page, form, evidence); files without one are `main`. A ZIP archive
    stands for the files in it. Ruled tables are numbered over all files. A page beside a text only announces it and is
    not read. Raises ReadError for the first file that cannot be read.
    """
    held = limits or ReadLimits()
    sources = [source for index, path in enumerate(paths) for source in _sources(Path(path), _at(roles, index), held)]
    files: list[SourceFile] = []
    lines: list[RawLine] = []
    figures: list[RawFigure] = []
    warnings: list[PageWarning] = []
    grids = 0
    for number, source in enumerate(sources, 1):
        file, content = _read_file(source, f"f{number}", held)
        files.append(file)
        lines += (line if line.grid is None else replace(line, grid=line.grid + grids) for line in content.lines)
        grids += 1 + max((line.grid for line in content.lines if line.grid is not None), default=-1)
        figures += content.figures
        warnings += content.warnings
    return RawDocument(files=tuple(files), lines=tuple(lines), figures=tuple(figures), warnings=tuple(warnings))


def _at(roles: Sequence[str], index: int) -> str:
    return roles[index] if index < len(roles) else MAIN


def _sources(path: Path, role: str, limits: ReadLimits) -> list[Member]:
    """Return the bytes of a file, or of the files of an archive."""
    data = _load(path, limits)
    if role == MAIN and detect_format(data, path.suffix) == "zip":
        return open_bundle(data, str(path), limits)
    return [Member(str(path), role, data)]


def _read_file(source: Member, file_id: str, limits: ReadLimits) -> tuple[SourceFile, FileContent]:
    if not source.data:
        raise ReadError("E101", path=source.path)
    data = without_password(source.data, source.path)
    name = detect_format(data, PurePath(source.path).suffix)
    content = FileContent(())
    if source.role != PAGE:
        reader = READERS.get(name)
        if reader is None:
            raise ReadError("E107", path=source.path, format=name)
        content = reader(data, file_id, source.path, limits)
    digest = hashlib.sha256(source.data).hexdigest()
    return SourceFile(file_id, source.path, digest, name, pages=content.pages, role=source.role), content


def _load(path: Path, limits: ReadLimits) -> bytes:
    """Return the file's bytes, asking for its size first so that a huge file is never loaded."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            # reading a pipe or a device might never end
            raise ReadError("E103", path=str(path), reason="not a regular file")
        size = status.st_size
        if size > limits.max_bytes:
            raise ReadError("E108", path=str(path), size=size, limit=limits.max_bytes, what="bytes")
        return path.read_bytes()
    except OSError as error:
        raise ReadError("E103", path=str(path), reason=error.strerror or type(error).__name__) from error
