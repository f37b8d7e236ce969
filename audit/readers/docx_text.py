"""The text of one Word paragraph as it is printed: insertions accepted, deletions gone, breaks and symbols kept."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from audit.readers.xml_tree import attribute, child, descendants, is_on, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from audit.readers.xml_tree import Element

_DROPPED = frozenset(
    ("del", "moveFrom", "delText", "instrText", "delInstrText", "rPr", "pPr", "tblPr", "rt", "fldData", "sdtPr")
)
_SIGNS: Mapping[str, str] = MappingProxyType(
    {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
)
_SYMBOLS: Mapping[tuple[str, int], str] = MappingProxyType(
    {
        ("wingdings", 0xFC): "√", ("wingdings", 0xFE): "☑", ("wingdings", 0xA8): "□", ("wingdings", 0x6F): "□",
        ("wingdings", 0xFB): "×", ("wingdings", 0xFD): "☒", ("wingdings 2", 0x50): "√", ("wingdings 2", 0x52): "☑",
        ("wingdings 2", 0xA3): "□", ("wingdings 2", 0x4F): "×", ("wingdings 2", 0x53): "☒", ("symbol", 0xB3): "≥",
        ("symbol", 0xA3): "≤", ("symbol", 0xB1): "±", ("symbol", 0xB4): "×",
    }
)  # fmt: skip
"""Symbol fonts print these characters; any other symbol is an ornament."""

_EMU_PER_POINT = 12_700
_MIN_WIDTH, _MIN_HEIGHT = 60.0, 40.0
"""Smaller pictures are rules, seals and icons; the PDF reader draws the same line."""
_LENGTH = re.compile(r"(width|height)\s*:\s*([\d.]+)\s*(pt|in|cm|mm|px)?")
_POINTS = MappingProxyType({"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75, "": 1.0})


@dataclass(slots=True)
class Inline:
    """What a paragraph holds: its text, and what is anchored in it."""

    parts: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    charts: list[str] = field(default_factory=list)
    """Relation ids of charts."""
    pictures: int = 0
    notes: list[tuple[str, str]] = field(default_factory=list)
    """Kind and id of footnotes and endnotes."""

    @property
    def text(self) -> str:
        return "".join(self.parts)


def read_inline(paragraph: Element) -> Inline:
    """Read the content of a paragraph."""
    found = Inline()
    _collect(paragraph, found)
    return found


def without_alternatives(nodes: Iterable[Element]) -> list[Element]:
    """Return what an AlternateContent shows: its choice where there is one, else its fallback."""
    options = sorted((node for node in nodes if local(node)), key=lambda node: local(node) != "Choice")
    return options[:1]


def mark_is_deleted(paragraph: Element) -> bool:
    """Tell whether a tracked change took the end of a paragraph away, so that the next one goes on in it."""
    return child(paragraph, "pPr", "rPr", "del") is not None


def _collect(node: Element, found: Inline) -> None:
    for one in node:
        name = local(one)
        if name in _DROPPED or not name:
            continue
        if name in _SIGNS:
            found.parts.append(_SIGNS[name])
        elif name == "t":
            found.parts.append(one.text or "")
        elif name == "sym":
            found.parts.append(_symbol(one))
        elif name == "r":
            if not is_on(child(one, "rPr", "vanish")):
                _collect(one, found)
        elif name == "AlternateContent":
            for option in without_alternatives(one):
                _collect(option, found)
        elif name in ("drawing", "pict", "object"):
            _drawing(one, found)
        elif name in ("footnoteReference", "endnoteReference"):
            found.notes.append((name, attribute(one, "id")))
        else:
            _collect(one, found)


def _symbol(node: Element) -> str:
    try:
        code = int(attribute(node, "char"), 16)
    except ValueError:
        return ""
    return _SYMBOLS.get((attribute(node, "font").lower(), code & 0xFF), "")


def _drawing(node: Element, found: Inline) -> None:
    boxes = [box for box in descendants(node, "txbxContent") if not _is_second(box, node)]
    found.boxes += boxes
    charts = [attribute(chart, "id") for chart in descendants(node, "chart") if attribute(chart, "id")]
    found.charts += charts
    if boxes or charts:
        return
    holds = next(descendants(node, "blip", "imagedata", "relIds"), None)
    width, height = _size(node)
    if holds is not None and width >= _MIN_WIDTH and height >= _MIN_HEIGHT:
        found.pictures += 1


def _is_second(box: Element, top: Element) -> bool:
    """Tell whether a text box lies inside another one, or in the fallback of one that is read already."""
    above = box.getparent()
    while above is not None and above is not top:
        if local(above) in ("txbxContent", "Fallback"):
            return True
        above = above.getparent()
    return False


def _size(node: Element) -> tuple[float, float]:
    """Return width and height in points; where a drawing does not say, it counts as large."""
    extent = next(descendants(node, "extent"), None)
    if extent is not None:
        sides = attribute(extent, "cx"), attribute(extent, "cy")
        if all(side.isdecimal() for side in sides):
            return int(sides[0]) / _EMU_PER_POINT, int(sides[1]) / _EMU_PER_POINT
    for shape in descendants(node, "shape", "rect"):
        lengths = {name: float(size) * _POINTS[unit] for name, size, unit in _LENGTH.findall(attribute(shape, "style"))}
        if len(lengths) == 2:
            return lengths["width"], lengths["height"]
    return _MIN_WIDTH, _MIN_HEIGHT
