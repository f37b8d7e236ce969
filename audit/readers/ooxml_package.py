"""A Word or Excel file as a package of parts: found by their relations, unpacked one at a time when asked for."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from audit.model.raw import ReadError
from audit.readers.archives import Archive, open_archive
from audit.readers.xml_tree import attribute, children, parse_xml

if TYPE_CHECKING:
    from audit.readers.content import ReadLimits
    from audit.readers.xml_tree import Element


@dataclass(frozen=True, slots=True)
class Relation:
    """What a part refers to: the kind is the last word of the relation's type, `target` the name of a part."""

    kind: str
    target: str


@dataclass(slots=True)
class Package:
    """The parts of one file. Broken relations are left out, so that a picture that is missing loses no text."""

    archive: Archive
    path: str
    _names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._names = {name.replace("\\", "/").lstrip("/").casefold(): name for name in self.archive.names}

    def has(self, part: str) -> bool:
        """Tell whether a part is there; capitals do not count in part names."""
        return part.casefold() in self._names

    def size(self, part: str) -> int:
        """Return how large a part says it is, 0 for one that is not there."""
        name = self._names.get(part.casefold())
        return self.archive.container.getinfo(name).file_size if name is not None else 0

    def bytes(self, part: str) -> bytes:
        """Unpack a part. Raises ReadError E113 where it is missing or broken."""
        name = self._names.get(part.casefold())
        if name is None:
            raise ReadError("E113", path=self.path, reason="missing part")
        return self.archive.read(name)

    def xml(self, part: str) -> Element:
        """Parse a part. Raises ReadError E113 where it is missing or broken."""
        return parse_xml(self.bytes(part), self.path)

    def relations(self, part: str) -> dict[str, Relation]:
        """Return the relations of a part by id; those that lead outside the file or to nothing are left out."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(source):
            return {}
        found = {}
        for node in children(self.xml(source), "Relationship"):
            if attribute(node, "TargetMode").lower() == "external":
                continue
            target = unquote(attribute(node, "Target")).replace("\\", "/")
            whole = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            if self.has(whole):
                found[attribute(node, "Id")] = Relation(attribute(node, "Type").rpartition("/")[2], whole)
        return found

    def related(self, part: str, kind: str) -> str | None:
        """Return the first part of a kind that another part refers to."""
        return next((r.target for r in self.relations(part).values() if r.kind == kind), None)


def open_package(data: bytes, path: str, limits: ReadLimits) -> Package:
    """Open a package. Raises ReadError for a container that is broken or larger than the limits."""
    return Package(open_archive(data, path, limits), path)


def main_part(package: Package, usual: str) -> str:
    """Return the name of the part that holds the document itself."""
    found = package.related("", "officeDocument")
    if found is None and not package.has(usual):
        raise ReadError("E113", path=package.path, reason="missing part")
    return found or usual
