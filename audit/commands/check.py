"""`gouji check EXTRACT... -o OUT`: applies the rules to what `gouji extract` kept, without reading the files again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from audit import messages
from audit.arguments import COMMAND, CommandParser, UsageError, add_run_options, parse_known, request_of
from audit.batch import check_one
from audit.console import printable
from audit.extracts import FILE_NAME, find_extracts
from audit.inputs import name_inputs, real_path
from audit.run import run as carry_out

if TYPE_CHECKING:
    from collections.abc import Sequence


def run(arguments: Sequence[str]) -> int:
    """Check all extracts under the paths; write what `gouji audit` writes. Raises UsageError."""
    parser = CommandParser(f"{COMMAND} check", epilog=messages.text("cli.exit_codes"))
    parser.add_argument("paths", nargs="*", metavar="EXTRACT", type=Path, help=messages.text("cli.help.check_path"))
    add_run_options(parser)
    request = request_of(parse_known(parser, arguments))
    found = find_extracts(request.paths)
    if not found:
        raise UsageError(messages.text("extract.none", path=printable(str(request.paths[0]))))
    out = real_path(request.out)
    for path in found:
        if out in real_path(path).parents and real_path(path).parent.parent != out:
            raise UsageError(messages.text("usage.input_in_out", path=printable(str(path)), out=request.out))
    return carry_out(request, name_inputs((path, _name(path)) for path in found), check_one)


def _name(path: Path) -> str:
    """Return the folder's name for a file of the usual name, else what stands before its suffixes."""
    stem = path.name.removesuffix(".gz").removesuffix(".json")
    return path.resolve().parent.name if stem == FILE_NAME.removesuffix(".json") else stem
