"""The parts of an OFD file (GB/T 33190): its documents, their pages and page templates, and the pictures they show."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.model.raw import ReadError
from audit.readers.ooxml_package import Package, open_package
from audit.readers.xml_tree import attribute, child, children, descendants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from audit.readers.content import ReadLimits
    from audit.readers.xml_tree import Element

_ROOT = "OFD.xml"
_ENCRYPTED = ("encryptions.xml", "decryptionseed")
_LARGEST_PART = 64 * 1024 * 1024
"""Bytes of one page's description: the fullest real one takes less than a hundredth."""

A4 = (0.0, 0.0, 210.0, 297.0)
"""Millimetres; what a page measures that does not say."""

Box = tuple[float, float, float, float]
"""x, y, width, height in millimetres."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: what it draws, from the back, and its paper."""

    layers: tuple[Element, ...]
    box: Box
    pictures: dict[str, str] = field(default_factory=dict)
    """Resource id of a picture -> its part."""


@dataclass(slots=True)
class OfdFile:
    """An opened file. Parts that are missing or broken are named by the page that needs them."""

    package: Package
    path: str
    limits: ReadLimits

    def documents(self) -> list[str]:
        """Return the root parts of the documents. Raises ReadError where there is none."""
        root = self._xml(_ROOT)
        found = [
            resolve(_ROOT, text_of(node)) for body in children(root, "DocBody") for node in children(body, "DocRoot")
        ]
        if not found:
            raise ReadError("E113", path=self.path, reason="missing part")
        return found

    def pages(self, document: str) -> Iterator[Page | None]:
        """Yield the pages of a document, None for one whose part is missing or broken."""
        root = self._xml(document)
        common = child(root, "CommonData")
        paper = box_of(text_of(child(common, "PageArea", "PhysicalBox"))) or A4
        pictures = self._pictures(document, common)
        templates = {
            attribute(node, "ID"): resolve(document, attribute(node, "BaseLoc"))
            for node in children(common, "TemplatePage")
        }
        drawn: dict[str, tuple[Element, ...]] = {}
        for node in children(child(root, "Pages"), "Page"):
            part = resolve(document, attribute(node, "BaseLoc"))
            try:
                page = self._xml(part)
            except ReadError as error:
                if error.code != "E113":
                    raise
                yield None
                continue
            behind, before = self._template_layers(page, templates, drawn)
            box = box_of(text_of(child(page, "Area", "PhysicalBox"))) or paper
            own = tuple(children(child(page, "Content"), "Layer"))
            yield Page((*behind, *own, *before), box, pictures | self._pictures(part, page, "PageRes"))

    def picture(self, part: str) -> bytes | None:
        """Return the bytes of a picture, None where its part is missing or broken."""
        try:
            return self.package.bytes(part)
        except ReadError as error:
            if error.code != "E113":
                raise
            return None

    def _template_layers(
        self, page: Element, templates: dict[str, str], drawn: dict[str, tuple[Element, ...]]
    ) -> tuple[tuple[Element, ...], tuple[Element, ...]]:
        """Return what the page's templates draw behind it and before it."""
        behind: list[Element] = []
        before: list[Element] = []
        for node in children(page, "Template"):
            part = templates.get(attribute(node, "TemplateID"))
            if part is None or not self.package.has(part):
                continue
            if part not in drawn:
                drawn[part] = tuple(children(child(self._xml(part), "Content"), "Layer"))
            (before if attribute(node, "ZOrder") == "Foreground" else behind).extend(drawn[part])
        return tuple(behind), tuple(before)

    def _pictures(self, part: str, node: Element | None, *names: str) -> dict[str, str]:
        """Return the pictures that the resources of a document or page name."""
        found: dict[str, str] = {}
        for name in names or ("PublicRes", "DocumentRes"):
            for entry in children(node, name):
                source = resolve(part, text_of(entry))
                if not self.package.has(source):
                    continue
                root = self._xml(source)
                folder = posixpath.join(posixpath.dirname(source), attribute(root, "BaseLoc"), "x")
                for media in descendants(root, "MultiMedia"):
                    target = text_of(child(media, "MediaFile"))
                    found[attribute(media, "ID")] = resolve(folder, target)
        return found

    def _xml(self, part: str) -> Element:
        data_size = self.package.size(part)
        if data_size > _LARGEST_PART:
            raise ReadError("E108", path=self.path, what="bytes", size=data_size, limit=_LARGEST_PART)
        return self.package.xml(part)


def open_ofd(data: bytes, path: str, limits: ReadLimits) -> OfdFile:
    """Open a file. Raises ReadError E104 for an encrypted one, and for a container that is broken or too large."""
    package = open_package(data, path, limits)
    names = [posixpath.basename(name).lower() for name in package.archive.names]
    if any(name.startswith(mark) for name in names for mark in _ENCRYPTED):
        raise ReadError("E104", path=path)
    return OfdFile(package, path, limits)


def resolve(part: str, target: str) -> str:
    """Return the name of a part that another one refers to; it never leads out of the file."""
    joined = posixpath.join("/", posixpath.dirname(part), target.replace("\\", "/"))
    return posixpath.normpath(joined).lstrip("/")


def text_of(node: Element | None) -> str:
    """Return an element's own text without white space around it."""
    return (node.text or "").strip() if node is not None else ""


def box_of(text: str) -> Box | None:
    """Read a box of four numbers, None for anything else."""
    values = numbers(text)
    if len(values) != 4 or values[2] <= 0 or values[3] <= 0:
        return None
    return values[0], values[1], values[2], values[3]


def numbers(text: str) -> list[float]:
    """Read numbers that stand with blanks between them; empty where one of them is none, or is beyond all measure."""
    try:
        values = [float(value) for value in text.split()]
    except ValueError:
        return []
    return values if all(abs(value) < 1e6 for value in values) else []
