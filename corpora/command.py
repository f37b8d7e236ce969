"""The command: single publications, and the committed samples."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from corpora.generator import generate
from corpora.templates import TEMPLATES

if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    arguments = parser().parse_args(argv)
    if arguments.command == "make":
        return make(arguments)
    return 2


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="corpora", description="Publications of fictional departments with labels.")
    commands = top.add_subparsers(dest="command", required=True)
    one = commands.add_parser("make", help="make one publication")
    one.add_argument("--template", choices=sorted(TEMPLATES), default="wuhan-2020")
    one.add_argument("--seed", default="1")
    one.add_argument("--frames", default="a")
    one.add_argument("--out", type=Path, required=True)
    return top


def make(arguments: argparse.Namespace) -> int:
    """Write one publication."""
    publication = generate(arguments.template, arguments.seed, arguments.frames)
    arguments.out.mkdir(parents=True, exist_ok=True)
    target = arguments.out / f"{arguments.template}_{arguments.seed}_{arguments.frames}.txt"
    target.write_text(publication.text, encoding="utf-8")
    sys.stdout.write(f"{target}\n")
    return 0
