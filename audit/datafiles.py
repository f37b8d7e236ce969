"""Finds rules/ and reports/: inside the installed wheel first, in the checkout second."""

from __future__ import annotations

from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def data_folder(name: str) -> Path:
    """Return the folder `rules` or `reports`. Raises FileNotFoundError when the installation is incomplete."""
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"the data folder {name}/ is missing beside {_PACKAGE}; install gouji again")
