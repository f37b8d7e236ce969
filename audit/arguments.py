"""The command line of `gouji`: its options, its help and what is said of a wrong usage, all from the catalogue."""

from __future__ import annotations

import argparse
import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from audit import messages, pipeline
from audit.console import printable
from audit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

COMMAND = "gouji"
DEFAULT_OUT = "audit-out"
MORE_COMMANDS: tuple[str, ...] = ("packs", "extract", "check", "compare", "query", "diff", "notice")
"""Commands with a module of their own in audit/commands."""
COMMANDS = ("audit", "settle", "explain", *MORE_COMMANDS)
FAIL_ON = ("never", "error", "any-no")
MOST_JOBS = 61
"""The most workers that a process pool takes on every system."""

__all__ = [
    "CommandParser",
    "UsageError",
    "add_reading_options",
    "add_run_options",
    "parse",
    "parse_known",
    "printable",
    "request_of",
]


class UsageError(Exception):
    """A command line that asks for nothing that can be done; the text is a sentence for the user."""


@dataclass(frozen=True, slots=True)
class Request:
    """One `gouji audit` as the user asked for it."""

    paths: tuple[Path, ...]
    out: Path
    settings: pipeline.Settings
    formats: tuple[str, ...] = pipeline.FORMATS
    jobs: int | None = None
    """None: as many as there are processors."""
    fail_on: str = FAIL_ON[0]
    quiet: bool = False
    verbose: bool = False
    resume: bool = False
    apart: bool = False
    """True where a file of tables is audited apart from its text."""
    store: str | None = None
    """Address of the result store that takes the reports in, None for none."""


@dataclass(frozen=True, slots=True)
class SettleRequest:
    """One `gouji settle`: the output folder of an audit."""

    out: Path


@dataclass(frozen=True, slots=True)
class AskRequest:
    """One `gouji explain NAME`."""

    name: str


class _Formatter(argparse.HelpFormatter):
    """Writes the usage line in the user's language and the options in one column."""

    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=28, width=100)

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[argparse._MutuallyExclusiveGroup],  # the type's name in typeshed, not an access
        prefix: str | None = None,
    ) -> None:
        """Add the usage line under the catalogue's word for it."""
        super().add_usage(usage, actions, groups, messages.text("cli.usage") if prefix is None else prefix)


class CommandParser(argparse.ArgumentParser):
    """A parser that raises UsageError instead of printing and leaving."""

    def __init__(self, prog: str, *, epilog: str = "") -> None:
        super().__init__(
            prog=prog,
            description=messages.text("cli.about"),
            epilog=epilog,
            formatter_class=_Formatter,
            add_help=False,
            allow_abbrev=False,
            exit_on_error=False,
        )
        self._positionals.title = messages.text("cli.positionals")
        self._optionals.title = messages.text("cli.options")
        self.add_argument("-h", "--help", action="help", help=messages.text("cli.help.help"))

    def error(self, message: str) -> NoReturn:
        """Say it as a UsageError. argparse's own words come here only for what the options leave open."""
        raise UsageError(message)


def parse(arguments: Sequence[str]) -> Request | SettleRequest | AskRequest:
    """Read the command line. Raises UsageError; --help and --version print and leave (SystemExit 0)."""
    top = _top_parser()
    first = next(iter(arguments), "")
    if first == "audit":
        parsed = parse_known(_audit_parser(), arguments[1:])
        return request_of(parsed, parsed.form, parsed.evidence)
    if first == "settle":
        parsed = parse_known(_settle_parser(), arguments[1:])
        if not parsed.out.is_dir():
            raise UsageError(messages.text("settle.none", out=printable(str(parsed.out))))
        return SettleRequest(parsed.out)
    if first == "explain":
        return _ask(arguments[1:])
    parse_known(top, arguments[:1] if first.startswith("-") else ())
    if not first:
        raise UsageError(messages.text("usage.no_command"))
    raise UsageError(messages.text("usage.unknown_command", value=printable(first), known=", ".join(COMMANDS)))


def top_help() -> str:
    """Return the help of the command itself."""
    return _top_parser().format_help()


def _top_parser() -> CommandParser:
    parser = CommandParser(COMMAND, epilog=messages.text("cli.examples"))
    parser.add_argument(
        "--version",
        action="version",
        version=f"{COMMAND} {__version__}",
        help=messages.text("cli.help.version"),
    )
    commands = parser.add_argument_group(messages.text("cli.commands"))
    commands.add_argument("audit", nargs="?", help=messages.text("cli.help.audit"))
    for name in COMMANDS[1:]:
        commands.add_argument(name, nargs="?", help=messages.text(f"cli.help.{name}"))
    return parser


def _settle_parser() -> CommandParser:
    parser = CommandParser(f"{COMMAND} settle")
    parser.add_argument(
        "out", nargs="?", metavar="OUT", type=Path, default=Path(DEFAULT_OUT), help=messages.text("cli.help.settle_out")
    )
    return parser


def _ask(arguments: Sequence[str]) -> AskRequest:
    parser = CommandParser(f"{COMMAND} explain")
    parser.add_argument("name", nargs="?", default="", metavar="NAME", help=messages.text("cli.help.explain_what"))
    name = parse_known(parser, arguments).name
    if not name:
        raise UsageError(messages.text("usage.no_name"))
    return AskRequest(name)


def _audit_parser() -> CommandParser:
    parser = CommandParser(f"{COMMAND} audit", epilog=messages.text("cli.exit_codes"))
    parser.add_argument("paths", nargs="*", metavar="PATH", type=Path, help=messages.text("cli.help.path"))
    parser.add_argument("--form", type=Path, metavar="FILE", help=messages.text("cli.help.form"))
    parser.add_argument("--evidence", type=Path, metavar="FILE", help=messages.text("cli.help.evidence"))
    add_run_options(parser)
    return parser


def add_reading_options(parser: CommandParser) -> None:
    """Add the options that everything that reads many publications has."""
    add = parser.add_argument
    add("-o", "--out", type=Path, default=Path(DEFAULT_OUT), metavar="OUT", help=messages.text("cli.help.out"))
    add("--pack", type=_pack, default=pipeline.AUTO, metavar="ID", help=messages.text("cli.help.pack"))
    add("--config", type=Path, metavar="FILE", help=messages.text("cli.help.config"))
    add("--jobs", type=_jobs, metavar="N", help=messages.text("cli.help.jobs"))
    add("-q", "--quiet", action="store_true", help=messages.text("cli.help.quiet"))


def add_run_options(parser: CommandParser) -> None:
    """Add the options that every run that writes reports has."""
    add_reading_options(parser)
    formats = ",".join(pipeline.FORMATS)
    add = parser.add_argument
    add(
        "--format",
        type=_formats,
        default=pipeline.FORMATS,
        metavar="LIST",
        help=messages.text("cli.help.format", formats=formats),
    )
    add(
        "--fail-on",
        type=_one_of("--fail-on", FAIL_ON),
        default=FAIL_ON[0],
        metavar="WHAT",
        help=messages.text("cli.help.fail_on"),
    )
    add("--store", metavar="URL", help=messages.text("cli.help.store"))
    add("--apart", action="store_true", help=messages.text("cli.help.apart"))
    add("--resume", action="store_true", help=messages.text("cli.help.resume"))
    add("-v", "--verbose", action="store_true", help=messages.text("cli.help.verbose"))


def parse_known(parser: CommandParser, arguments: Sequence[str]) -> argparse.Namespace:
    """Parse all of the arguments. Raises UsageError where one is unknown or wants a value."""
    try:
        parsed, unknown = parser.parse_known_args(list(arguments))
    except argparse.ArgumentError as error:
        raise UsageError(messages.text("usage.value", option=error.argument_name)) from error
    if unknown:
        raise UsageError(messages.text("usage.unknown_option", value=printable(unknown[0])))
    return parsed


def request_of(parsed: argparse.Namespace, form: Path | None = None, evidence: Path | None = None) -> Request:
    """Return what was asked for with the options of a run. Raises UsageError where they do not fit together."""
    request = Request(
        paths=tuple(parsed.paths),
        out=parsed.out,
        settings=pipeline.Settings(pack=parsed.pack, form=form, evidence=evidence, config=parsed.config),
        jobs=parsed.jobs,
        quiet=parsed.quiet,
    )
    if "format" in parsed:
        request = replace(
            request,
            formats=parsed.format,
            fail_on=parsed.fail_on,
            verbose=parsed.verbose,
            resume=parsed.resume,
            apart=parsed.apart,
            store=parsed.store,
        )
    if not request.paths:
        raise UsageError(messages.text("usage.no_path"))
    if request.out.exists() and not request.out.is_dir():
        raise UsageError(messages.text("usage.out_is_file", out=request.out))
    return request


def _one_of(option: str, known: Sequence[str]) -> Callable[[str], str]:
    """Return a converter that takes one of the known words."""

    def convert(value: str) -> str:
        if value not in known:
            raise UsageError(
                messages.text("usage.choice", option=option, value=printable(value), known=", ".join(known))
            )
        return value

    return convert


def _formats(value: str) -> tuple[str, ...]:
    convert = _one_of("--format", pipeline.FORMATS)
    chosen = {convert(part.strip()) for part in value.split(",")}
    return tuple(name for name in pipeline.FORMATS if name in chosen)


def _pack(value: str) -> str:
    if value != pipeline.AUTO and value not in pipeline.pack_ids():
        raise UsageError(messages.text("usage.pack", value=printable(value)))
    return value


def _jobs(value: str) -> int:
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= MOST_JOBS:
        raise UsageError(messages.text("usage.jobs", most=MOST_JOBS, value=printable(value)))
    return int(value)


def default_jobs(inputs: int) -> int:
    """Return how many workers suit a number of publications on this machine."""
    return max(1, min(os.cpu_count() or 1, inputs, MOST_JOBS))
