"""Tells a file's format by its first bytes; the name's suffix only where the bytes leave it open."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO

_MAGIC = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"{\\rtf", "rtf"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gz"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"), ("PowerPoint Document", "ppt"))
_ZIP_MEMBERS = (("word/", "docx"), ("xl/", "xlsx"), ("ppt/", "pptx"), ("OFD.xml", "ofd"))
_ODF = (("opendocument.text", "odt"), ("opendocument.spreadsheet", "ods"))
_ZIP_NAMES = frozenset(name for _, name in _ZIP_MEMBERS + _ODF)
_HTML = re.compile(rb"<(?:!doctype\s+html|html|head|body)[\s>]", re.IGNORECASE)
_PAGES = (".html", ".htm", ".shtml", ".xhtml")
_MAIL_HEAD = re.compile(rb"[\w-]{3,40}: ")
_MHTML = re.compile(rb"\ncontent-type:\s{0,9}multipart/related", re.IGNORECASE)
_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*<\?xml\s")
_HEAD = 1024
"""A PDF may carry up to 1 KiB before its header (Adobe's implementation note 13)."""


def detect_format(data: bytes, suffix: str = "") -> str:
    """Name the format of some bytes, `txt` where nothing speaks against text.

    `suffix` (`.docx`) decides only what a ZIP container that cannot be opened is called in the error.
    """
    head = data[:_HEAD]
    if b"%PDF-" in head:
        return "pdf"
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head.startswith(_OLE):
        return _ole_format(data)
    if head.startswith(b"PK\x03\x04"):
        return _zip_format(data, suffix)
    start = head.replace(b"\x00", b"")
    if _MAIL_HEAD.match(start) and _MHTML.search(start):
        return "mhtml"
    if _HTML.search(start) or (suffix.lower() in _PAGES and b"<" in start):
        return "html"
    return "xml" if _XML.match(start) else "txt"


def _ole_format(data: bytes) -> str:
    """Name the kind of an OLE2 container by its stream names, which stand there in UTF-16."""
    for stream, name in _OLE_STREAMS:
        if stream.encode("utf-16-le") in data:
            return name
    return "ole"


def _zip_format(data: bytes, suffix: str) -> str:
    """Name the kind of a ZIP container by its members."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            kind = archive.read("mimetype")[:100].decode("ascii", "replace") if "mimetype" in names else ""
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError):
        name = suffix.lstrip(".").lower()
        return name if name in _ZIP_NAMES else "zip"
    for mark, name in _ODF:
        if mark in kind:
            return name
    for start, name in _ZIP_MEMBERS:
        if any(member.startswith(start) for member in names):
            return name
    return "zip"
