"""Opens ZIP containers under limits: one that unpacks into an enormous file is refused before it fills the memory."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from audit.model.raw import ReadError

if TYPE_CHECKING:
    from audit.readers.content import ReadLimits

_RATIO_FREE = 16 * 1024 * 1024
"""Members below this size may be compressed as far as they can: empty tables shrink a thousandfold."""
_CHUNK = 1 << 20
_ENCRYPTED = 0x1
_BROKEN = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError)


@dataclass(slots=True)
class Archive:
    """A ZIP container. What was unpacked so far counts against the limits, whatever the directory claims."""

    container: zipfile.ZipFile
    path: str
    limits: ReadLimits
    unpacked: int = 0

    @property
    def names(self) -> list[str]:
        """Return the names of the members that are files."""
        return [info.filename for info in self.container.infolist() if not info.is_dir()]

    def is_encrypted(self, name: str) -> bool:
        """Tell whether a member has a password."""
        return bool(self.container.getinfo(name).flag_bits & _ENCRYPTED)

    def has(self, name: str) -> bool:
        """Tell whether there is such a member."""
        return name in self.container.NameToInfo

    def read(self, name: str) -> bytes:
        """Unpack one member. Raises ReadError E104, E108, E113, and KeyError for a name that is not there."""
        info = self.container.getinfo(name)
        if info.flag_bits & _ENCRYPTED:
            raise ReadError("E104", path=self.path)
        budget = self.limits.max_unpacked - self.unpacked
        parts: list[bytes] = []
        size = 0
        try:
            with self.container.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._check(size, budget, info.compress_size)
                    parts.append(chunk)
        except _BROKEN as error:
            raise ReadError("E113", path=self.path, reason="damaged member") from error
        self.unpacked += size
        return b"".join(parts)

    def _check(self, size: int, budget: int, packed: int) -> None:
        if size > budget:
            limit = self.limits.max_unpacked
            raise ReadError("E108", path=self.path, what="unpacked bytes", size=f"> {limit}", limit=limit)
        if size > _RATIO_FREE and size > self.limits.max_ratio * max(packed, 1):
            limit = self.limits.max_ratio
            raise ReadError("E108", path=self.path, what="ratio", size=f"> {limit}", limit=limit)


def open_archive(data: bytes, path: str, limits: ReadLimits) -> Archive:
    """Open a ZIP container. Raises ReadError E113 where it is broken, E108 where it has too many members."""
    try:
        container = zipfile.ZipFile(BytesIO(data))
    except _BROKEN as error:
        raise ReadError("E113", path=path, reason="not a zip container") from error
    count = len(container.infolist())
    if count > limits.max_members:
        raise ReadError("E108", path=path, what="members", size=count, limit=limits.max_members)
    return Archive(container, path, limits)
