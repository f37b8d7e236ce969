"""The commands beside `gouji audit`, one module each: its options, what it does, and its exit code."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from audit.arguments import MORE_COMMANDS

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(name: str, arguments: Sequence[str]) -> int:
    """Run one of MORE_COMMANDS with its arguments; return its exit code. Its libraries are loaded only now.

    Raises UsageError, KeyError for other names.
    """
    if name not in MORE_COMMANDS:
        raise KeyError(name)
    code: int = import_module(f"audit.commands.{name}").run(arguments)
    return code
