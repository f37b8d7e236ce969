"""What every reader takes and gives: the limits, and the content of one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from audit.model.raw import PageWarning, RawFigure, RawLine


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """How large an input may be before it is refused (E108) instead of filling the machine."""

    max_bytes: int = 200 * 1024 * 1024
    max_pages: int = 2_000
    max_lines: int = 1_000_000
    max_line: int = 50_000
    """Characters of one line: no paragraph of a publication is longer, and patterns take their time."""
    max_unpacked: int = 400 * 1024 * 1024
    """What all parts of a packed file may unpack to."""
    max_ratio: int = 300
    """How many times its packed size a part above 16 MiB may unpack to."""
    max_members: int = 10_000
    max_cells: int = 2_000_000


@dataclass(frozen=True, slots=True)
class FileContent:
    """The lines of one file. `pages` is None for formats without pages; `grid` numbers start at 0 in every file."""

    lines: tuple[RawLine, ...]
    figures: tuple[RawFigure, ...] = ()
    warnings: tuple[PageWarning, ...] = ()
    pages: int | None = None


class Reader(Protocol):
    """Reads the bytes of one file. `path` is only named in errors, it is never opened."""

    def __call__(self, data: bytes, file_id: str, path: str, limits: ReadLimits) -> FileContent:
        """Return the content. Raises ReadError for bad input."""
