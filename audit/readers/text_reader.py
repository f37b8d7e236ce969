"""Reads plain text: UTF-8, GB18030, UTF-16. Lines are kept as they stand, so that every quote is an exact substring."""

from __future__ import annotations

import codecs
import re

from audit.model.raw import Damage, PageWarning, RawCell, RawLine, ReadError
from audit.readers.content import FileContent, ReadLimits

_LINE_END = re.compile(r"\r?\n")
"""Nothing else ends a line: a lone CR or a form feed would shift every number that a label or an editor shows."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark starts with the same two bytes
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.01
_MIN_COMMON_SHARE = 0.6
"""Nearly any bytes are valid GB18030; a real text has most of its characters in the old core set GB 2312."""


def read_text(data: bytes, file_id: str, path: str, limits: ReadLimits) -> FileContent:
    """Read a text file into numbered lines; a line with TABs also gets cells."""
    text, truncated = decode(data, path)
    if not text.strip():
        raise ReadError("E101", path=path)
    texts = split_lines(text)
    if len(texts) > limits.max_lines:
        raise ReadError("E108", path=path, size=len(texts), limit=limits.max_lines, what="lines")
    longest = max(map(len, texts))
    if longest > limits.max_line:
        raise ReadError("E108", path=path, size=longest, limit=limits.max_line, what="line characters")
    lines = tuple(
        RawLine(file=file_id, number=number, text=line, cells=tab_cells(line)) for number, line in enumerate(texts, 1)
    )
    warnings = (PageWarning(file=file_id, page=None, kind=Damage.TRUNCATED),) if truncated else ()
    return FileContent(lines=lines, warnings=warnings)


def split_lines(text: str) -> list[str]:
    """Split at LF and CRLF only."""
    return _LINE_END.split(text)


def tab_cells(line: str) -> tuple[RawCell, ...]:
    """Cut a line at its TABs; each cell's text is stripped, its offsets point into the line as it stands."""
    if "\t" not in line:
        return ()
    cells = []
    offset = 0
    for part in line.split("\t"):
        text = part.strip()
        start = offset + len(part) - len(part.lstrip()) if text else offset
        cells.append(RawCell(text=text, start=start, end=start + len(text)))
        offset += len(part) + 1
    return tuple(cells)


def decode(data: bytes, path: str) -> tuple[str, bool]:
    """Decode by validity; the flag says that the file ends inside a character.

    Raises ReadError E102 for binary data and E109 for text in no encoding that is known here.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            text, truncated = _decode_strictly(data[len(mark) :], encoding, path)
            return _checked(text, path), truncated
    if b"\x00" in data:
        raise ReadError("E102", path=path)
    try:
        return _checked(data.decode("utf-8"), path), False
    except UnicodeDecodeError as error:
        cut_off = error.reason == "unexpected end of data" and error.start >= len(data) - 3
        if cut_off and not data[: error.start].isascii():
            return _checked(data[: error.start].decode("utf-8"), path), True
    text, truncated = _decode_strictly(data, "gb18030", path)
    if not _looks_chinese(text):
        raise ReadError("E109", path=path, encoding="gb18030", offset=0)
    return _checked(text, path), truncated


def _decode_strictly(data: bytes, encoding: str, path: str) -> tuple[str, bool]:
    """Decode or raise E109; bytes missing at the very end are told apart from bytes that are wrong."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError as error:
        raise ReadError("E109", path=path, encoding=encoding, offset=error.start) from error
    pending = decoder.getstate()[0]
    return text, bool(pending)


def _looks_chinese(text: str) -> bool:
    """Tell text from bytes that happen to be valid GB18030."""
    wide = [char for char in text if ord(char) > 0x7F]
    common = len("".join(wide).encode("gb2312", "ignore")) // 2
    return common >= _MIN_COMMON_SHARE * len(wide)


def _checked(text: str, path: str) -> str:
    """Return the text, or raise E102 where control characters show that it is none."""
    if len(_CONTROL.findall(text)) > _MAX_CONTROL_SHARE * len(text):
        raise ReadError("E102", path=path)
    return text
