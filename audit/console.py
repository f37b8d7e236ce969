"""Speaks to the user's terminal: nothing that a name or a document says is obeyed there, no encoding stops it."""

from __future__ import annotations

import os
import sys
import unicodedata

_UNPRINTABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def printable(text: str) -> str:
    """Return a text of unknown origin without what a terminal would obey."""
    return "".join("�" if unicodedata.category(char) in _UNPRINTABLE else char for char in text)


def say(text: str) -> None:
    """Write a line to stdout. Work goes on where its reader has gone away, as `head` does."""
    try:
        sys.stdout.write(printable(text) + "\n")
        sys.stdout.flush()
    except BrokenPipeError:
        # the descriptor too: what is left in the buffer is written when the process ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(text: str) -> None:
    """Write a line to stderr."""
    sys.stderr.write(printable(text) + "\n")


def speak_utf8() -> None:
    """Let no terminal's encoding stop the program: what it cannot show is replaced."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
