"""Helpers that tests of several rooms share."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def shared_file(name: str) -> Path:
    """Return a file of the folder `shared` beside the checkout, or skip the test where it is absent."""
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not in the folder shared beside the checkout")
    return path
