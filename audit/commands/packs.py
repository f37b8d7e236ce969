"""`gouji packs`: lists the checklists and templates, looks through rule files, lays out a new pack."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audit import messages
from audit.arguments import COMMAND, CommandParser, UsageError, parse_known, printable
from audit.console import say
from audit.datafiles import data_folder
from audit.explain import describe_packs
from audit.packs.lint import lint
from audit.packs.scaffold import ScaffoldError, new_pack
from audit.packs.strict_yaml import RuleFileError

if TYPE_CHECKING:
    from collections.abc import Sequence

SOUND, FAULTY = 0, 1
ACTIONS = ("lint", "new")
RULES = Path("rules")
GENERAL = "national"


def run(arguments: Sequence[str]) -> int:
    """List, lint or lay out; return the exit code. Raises UsageError."""
    action = next(iter(arguments), "")
    if action == "lint":
        return _lint(arguments[1:])
    if action == "new":
        return _new(arguments[1:])
    parser = CommandParser(f"{COMMAND} packs", epilog=messages.text("cli.packs_actions"))
    parser.add_argument("action", nargs="?", choices=("", *ACTIONS), default="", help=messages.text("cli.help.packs"))
    if parse_known(parser, arguments).action:
        raise UsageError(messages.text("usage.packs", known=", ".join(ACTIONS)))
    for line in describe_packs():
        say(line)
    return SOUND


def _lint(arguments: Sequence[str]) -> int:
    parser = CommandParser(f"{COMMAND} packs lint")
    parser.add_argument("path", nargs="?", type=Path, metavar="PATH", help=messages.text("cli.help.lint_path"))
    path: Path = parse_known(parser, arguments).path or data_folder("rules")
    try:
        faults = lint(path)
    except FileNotFoundError as error:
        raise UsageError(messages.text("lint.no_rules", path=printable(str(path)))) from error
    for fault in faults:
        say(messages.text("lint.line", path=_shown(fault.path), line=fault.line, message=fault.message))
    say(messages.text("lint.faults" if faults else "lint.sound", count=len(faults)))
    return FAULTY if faults else SOUND


def _new(arguments: Sequence[str]) -> int:
    parser = CommandParser(f"{COMMAND} packs new")
    parser.add_argument("name", nargs="?", default="", metavar="ID", help=messages.text("cli.help.new_id"))
    parser.add_argument("--from", dest="base", default=GENERAL, metavar="ID", help=messages.text("cli.help.new_from"))
    parser.add_argument("--to", type=Path, default=RULES, metavar="DIR", help=messages.text("cli.help.new_to"))
    parsed = parse_known(parser, arguments)
    if not parsed.name:
        raise UsageError(messages.text("packs.no_name"))
    try:
        made = new_pack(parsed.to, parsed.name, parsed.base)
    except ScaffoldError as error:
        raise UsageError(messages.text(error.name, **error.values)) from error
    except RuleFileError as error:
        raise UsageError(messages.error("E125", {"reason": error})) from error
    except OSError as error:
        raise UsageError(messages.text("lint.no_rules", path=printable(str(parsed.to)))) from error
    for path in made.files:
        say(messages.text("packs.made", path=path))
    say(messages.text("packs.next", path=made.files[0].parent, id=parsed.name))
    return SOUND


def _shown(path: Path) -> str:
    """Return a path as the user may open it: from here where it lies below."""
    here = Path.cwd()
    return path.relative_to(here).as_posix() if path.is_relative_to(here) else str(path)
