"""`gouji notice OUT`: notices of rectification as Word files, one for each unit."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audit import messages
from audit.arguments import COMMAND, DEFAULT_OUT, CommandParser, UsageError, parse_known, printable
from audit.console import complain, say
from audit.notices import write_notices

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, CANNOT_WRITE = 0, 2


def run(arguments: Sequence[str]) -> int:
    """Write the notices of an output folder."""
    parser = CommandParser(f"{COMMAND} notice")
    parser.add_argument(
        "out", nargs="?", metavar="OUT", type=Path, default=Path(DEFAULT_OUT), help=messages.text("cli.help.settle_out")
    )
    parser.add_argument("--force", action="store_true", help=messages.text("cli.help.notice_force"))
    parsed = parse_known(parser, arguments)
    try:
        written = write_notices(parsed.out, force=parsed.force)
    except OSError as error:
        complain(messages.error("E122", {"path": parsed.out, "reason": error.strerror or type(error).__name__}))
        return CANNOT_WRITE
    if not written:
        raise UsageError(messages.text("settle.none", out=printable(str(parsed.out))))
    for one in written:
        values = {"name": one.path or one.entity, "demands": one.demands, "questions": one.questions}
        name = "notice.none" if one.path is None else "notice.kept" if one.is_kept else "notice.done"
        say(messages.text(name, **values))
    return DONE
