"""Writes a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

_PART = ".gouji-part"


def write_atomically(path: Path, content: bytes) -> Path:
    """Write `content` beside `path` and move it into place, so that no reader ever sees half a file.

    Raises OSError when the folder cannot be written; nothing is left behind then.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_PART, dir=path.parent)
    part = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
        part.chmod(0o644)  # mkstemp makes it 0600, which a colleague on a shared drive could not open
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return path


def remove_leftovers(folder: Path) -> None:
    """Remove the half files of a process that was killed while it wrote into `folder`."""
    for part in folder.glob(f".*{_PART}"):
        part.unlink(missing_ok=True)
