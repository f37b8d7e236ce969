"""A saved web page without what surrounds its text: navigation, scripts, lists of links; and the files it links to."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from lxml import etree, html

from audit.model.raw import ReadError
from audit.readers.text_reader import decode
from audit.readers.xml_tree import local

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.readers.xml_tree import Element

_META = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w-]{3,20})", re.IGNORECASE)
_HEAD = 4096
_INVISIBLE = frozenset((
    "script", "style", "noscript", "template", "head", "nav", "footer", "aside", "select", "button", "textarea",
    "input", "svg", "map", "object", "embed", "iframe", "audio", "video", "title", "link", "meta",
))  # fmt: skip
_AROUND = re.compile(
    r"(?:^|[-_\s])(?:nav(?:bar|igation)?|mainnav|menu|footer?|foot-info|header|breadcrumbs?|crumbs?|currentpath"
    r"|sidebar|side-nav|share|toolbar|pagination|copyright|search(?:box|bar)?|banner|friend-?links?)(?:$|[-_\s])",
    re.IGNORECASE,
)
"""Words in id or class that mark what surrounds a text, as site builders name it."""
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_FILE = re.compile(r"\.(?:pdf|docx?|xlsx?|wps|et|ofd|zip|rar|7z)\b", re.IGNORECASE)
_BLOCKS = frozenset(("ul", "ol", "dl", "div", "table", "section"))
_MANY_LINKS = 5
_LINK_SHARE = 0.7
_MAIN_SHARE = 0.9
_TITLE_END = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]{2,30}$")
_BLANKS = re.compile(r"[ \t\r\n\f]+")


def parse_page(data: bytes, path: str) -> tuple[Element, bool]:
    """Parse a page; the flag says that it is nested deeper than can be read. Raises ReadError for what is no page."""
    text = _decoded(data, path).replace("\x00", "")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ReadError("E116", path=path) from error
    too_deep = any("depth" in entry.message.lower() for entry in parser.error_log)
    return root, too_deep


def _decoded(data: bytes, path: str) -> str:
    """Decode by mark and validity; what the page itself declares is asked where both fail."""
    try:
        return decode(data, path)[0]
    except ReadError:
        found = _META.search(data[:_HEAD])
        if found is None:
            raise
        try:
            return data.decode(codecs.lookup(found[1].decode("ascii")).name, "replace")
        except LookupError:
            pass
        raise


def page_title(root: Element) -> str:
    """Return the page's title without the site's name."""
    node = next((one for one in root.iter() if local(one) == "title"), None)
    return _TITLE_END.sub("", collapsed(node.text or "")) if node is not None else ""


def attachments(root: Element) -> list[str]:
    """Return the names of the files that a page links to or shows in a frame, each once."""
    names: dict[str, None] = {}
    for node in root.iter():
        name = local(node)
        target = node.get("href") if name == "a" else node.get("src") or node.get("data") or ""
        if name not in ("a", "iframe", "embed", "object") or not target:
            continue
        shown = collapsed(all_text(node))
        place = unquote(target.partition("?file=")[2] or urlsplit(target).path)
        if _FILE.search(shown) or _FILE.search(place):
            names.setdefault(shown or place.rpartition("/")[2])
    return [name[:80] for name in names if name]


def strip_surroundings(root: Element) -> None:
    """Take out everything that is not the page's text, in place."""
    for node in list(root.iter()):
        parent = node.getparent()
        if parent is None or not local(node):
            continue
        marks = f"{node.get('id') or ''} {node.get('class') or ''} {node.get('role') or ''}"
        small = local(node) not in ("body", "html")
        if local(node) in _INVISIBLE or _HIDDEN.search(node.get("style") or "") or (small and _AROUND.search(marks)):
            _drop(node)
    for node in list(root.iter()):
        if local(node) in _BLOCKS and node.getparent() is not None and _is_link_list(node):
            _drop(node)


def main_part(root: Element) -> Element:
    """Return the smallest element that holds nearly all of the text."""
    node = next((one for one in root.iter() if local(one) == "body"), root)
    while True:
        whole = _length(node)
        inner = next((one for one in node if local(one) and _length(one) >= _MAIN_SHARE * whole), None)
        if inner is None or not whole or local(inner) in ("table", "tbody", "tr", "p", "span"):
            return node
        node = inner


def collapsed(text: str) -> str:
    """Return a text with its white space as a browser shows it."""
    return _BLANKS.sub(" ", text).strip(" \u3000\u00a0")


def _drop(node: Element) -> None:
    """Remove an element and keep the text that follows it."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
    parent.remove(node)


def _is_link_list(node: Element) -> bool:
    """Tell a list of links to other pages, by the share of its text that is linked."""
    links = [one for one in _links(node) if not _FILE.search(all_text(one) + (one.get("href") or ""))]
    if len(links) < _MANY_LINKS:
        return False
    return sum(_length(link) for link in links) >= _LINK_SHARE * max(_length(node), 1)


def _links(node: Element) -> Iterator[Element]:
    return (one for one in node.iter() if local(one) == "a" and (one.get("href") or "").strip() not in ("", "#"))


def _length(node: Element) -> int:
    return sum(len(text.strip()) for text in node.itertext())


def all_text(node: Element) -> str:
    """Return the whole text of an element."""
    return "".join(map(str, node.itertext()))
