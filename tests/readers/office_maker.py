"""Packs tiny Word and Excel files from their parts, so that a test decides every element."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

TYPES = (
    f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/numbering.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"/></Types>'
)


def pack(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a ZIP container with these members."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def relations(targets: Mapping[str, tuple[str, str]]) -> str:
    """Return a relations part: id -> (kind, target)."""
    rows = "".join(
        f'<Relationship Id="{name}" Type="{RELATION}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def docx(body: str, numbering: str = "", styles: str = "", more: Mapping[str, tuple[str, str]] | None = None) -> bytes:
    """Return a Word file. `more`: relation id -> (kind, XML of the part `word/<id>.xml`)."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": TYPES,
        "_rels/.rels": relations({"main": ("officeDocument", "word/document.xml")}),
        "word/document.xml": f"{HEAD}<w:document {NAMES}><w:body>{body}</w:body></w:document>",
    }
    targets = {}
    for name, kind, xml in (("numbering", "numbering", numbering), ("styles", "styles", styles)):
        if xml:
            parts[f"word/{name}.xml"] = f"{HEAD}<w:{name} {NAMES}>{xml}</w:{name}>"
            targets[name] = (kind, f"{name}.xml")
    for name, (kind, xml) in (more or {}).items():
        parts[f"word/{name}.xml"] = HEAD + xml
        targets[name] = (kind, f"{name}.xml")
    parts["word/_rels/document.xml.rels"] = relations(targets)
    return pack(parts)


def p(text: str = "", properties: str = "", inner: str = "") -> str:
    """Return a paragraph with one run of text and what else stands in it."""
    run = f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>' if text else ""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{run}{inner}</w:p>"


def tc(text: str = "", properties: str = "", inner: str = "") -> str:
    """Return a table cell."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{p(text)}{inner}</w:tc>"


def tbl(*rows: str) -> str:
    """Return a table of rows, each a string of cells."""
    return "<w:tbl><w:tblPr/>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def num(list_id: int, level: int = 0) -> str:
    """Return the property that puts a paragraph into a list."""
    return f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/></w:numPr>'


def level(at: int, form: str, text: str, more: str = "") -> str:
    """Return one level of an abstract list."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f'<w:suff w:val="nothing"/>{more}</w:lvl>'
    )


def lists(levels: str, instances: str = '<w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>') -> str:
    """Return a numbering part with one abstract list."""
    return f'<w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{instances}'
