"""Parses XML without entities, external files or endless depth, and looks things up by local name.

Word and Excel write the same elements in two families of namespaces (transitional and strict), so names are compared
without them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from lxml import etree

from audit.model.raw import ReadError

if TYPE_CHECKING:
    from collections.abc import Iterator

Element: TypeAlias = etree._Element  # noqa: SLF001 - lxml has no public name for the type of its elements

_DECLARATION = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)")
_HEAD = 4096


def parse_xml(data: bytes, path: str) -> Element:
    """Parse one part of a file. Raises ReadError E114 for entities or a document type, E113 where it is broken."""
    check_declarations(data, path)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("E113", path=path, reason="damaged xml") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ReadError("E114", path=path)
    return root


def check_declarations(data: bytes, path: str) -> None:
    """Raise ReadError E114 where a part declares a document type or entities; office formats never do."""
    head = data[:_HEAD].replace(b"\x00", b"").decode("latin-1")
    if _DECLARATION.search(head):
        raise ReadError("E114", path=path)


def local(node: Element) -> str:
    """Return an element's name without its namespace, "" for comments and the like."""
    tag = node.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(node: Element | None, name: str, default: str = "") -> str:
    """Return an attribute by its local name."""
    if node is None:
        return default
    plain = node.get(name)
    if plain is not None:
        return str(plain)
    for key, value in node.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return default


def child(node: Element | None, *names: str) -> Element | None:
    """Return the first child of that name, then its first child of the next name, and so on."""
    found = node
    for name in names:
        if found is None:
            return None
        found = next((one for one in found if local(one) == name), None)
    return found


def children(node: Element | None, name: str) -> Iterator[Element]:
    """Yield the direct children of a name."""
    if node is not None:
        for one in node:
            if local(one) == name:
                yield one


def descendants(node: Element, *names: str) -> Iterator[Element]:
    """Yield everything below an element that has one of the names, in order."""
    for one in node.iter():
        if local(one) in names and one is not node:
            yield one


def is_on(node: Element | None) -> bool:
    """Tell whether a switch such as <w:vanish/> is there and not turned off."""
    return node is not None and attribute(node, "val", "true").lower() not in ("0", "false", "off", "none")
