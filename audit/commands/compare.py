"""`gouji compare OUT`: holds the audited publications of an output folder against each other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audit import messages
from audit.arguments import COMMAND, DEFAULT_OUT, CommandParser, UsageError, parse_known
from audit.chains import compare_folder, tell
from audit.clock import now
from audit.console import complain, printable, say
from audit.model.raw import ReadError

if TYPE_CHECKING:
    from collections.abc import Sequence

_DONE, _CONFLICT, _NOT_DONE = 0, 1, 3


def run(arguments: Sequence[str]) -> int:
    """Compare; 1 with --fail-on-conflict where two publications contradict each other. Raises UsageError."""
    parser = CommandParser(f"{COMMAND} compare")
    parser.add_argument("out", nargs="?", metavar="OUT", type=Path, default=Path(DEFAULT_OUT), help=_help("settle_out"))
    parser.add_argument("--units", type=Path, metavar="FILE", help=_help("units"))
    parser.add_argument("--fail-on-conflict", action="store_true", help=_help("fail_on_conflict"))
    parsed = parse_known(parser, arguments)
    if not any(parsed.out.glob("*/report.json")):
        raise UsageError(messages.text("settle.none", out=printable(str(parsed.out))))
    try:
        found = compare_folder(parsed.out, now(), parsed.units)
    except ReadError as error:
        complain(messages.error(error.code, error.values))
        return _NOT_DONE
    except OSError as error:
        complain(messages.error("E122", {"path": parsed.out, "reason": error.strerror or type(error).__name__}))
        return _NOT_DONE
    for one in found.conflicts:
        say(messages.text("compare.line", entity=one.entity, message=one.message))
    say(tell(found, parsed.out))
    return _CONFLICT if found.conflicts and parsed.fail_on_conflict else _DONE


def _help(name: str) -> str:
    return messages.text(f"cli.help.{name}")
