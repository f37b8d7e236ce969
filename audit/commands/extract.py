"""`gouji extract PATH... -o OUT`: reads and recognises publications and keeps what was read, facts and claims."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from audit import messages, pipeline
from audit.arguments import (
    COMMAND,
    CommandParser,
    UsageError,
    add_reading_options,
    default_jobs,
    parse_known,
    request_of,
)
from audit.console import complain, say
from audit.extracts import FILE_NAME, save_extract
from audit.inputs import find_inputs
from audit.model.raw import ReadError
from audit.workers import WorkLimits, run_in_workers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.inputs import Input

_DONE, _USAGE, _NOT_ALL, _INTERRUPTED = 0, 2, 3, 130


@dataclass(frozen=True, slots=True)
class _Job:
    """One publication, where its extract goes, and the settings."""

    input: Input
    target: Path
    settings: pipeline.Settings


def run(arguments: Sequence[str]) -> int:
    """Extract every publication under the paths; 3 where one could not be read. Raises UsageError."""
    parser = CommandParser(f"{COMMAND} extract", epilog=messages.text("cli.exit_codes"))
    parser.add_argument("paths", nargs="*", metavar="PATH", type=Path, help=messages.text("cli.help.path"))
    parser.add_argument("--gzip", action="store_true", help=messages.text("cli.help.gzip"))
    add_reading_options(parser)
    parsed = parse_known(parser, arguments)
    request = request_of(parsed)
    inputs = find_inputs(request.paths, pipeline.SUPPORTED_SUFFIXES, request.out)
    name = f"{FILE_NAME}.gz" if parsed.gzip else FILE_NAME
    waiting = deque(_Job(item, request.out / item.name / name, request.settings) for item in inputs)
    failed: list[str] = []

    def finish(job: _Job, problem: str) -> None:
        if problem:
            failed.append(problem)
            complain(messages.text("extract.failed", name=job.input.name, message=problem))
        elif not request.quiet:
            say(messages.text("extract.done", name=job.input.name, path=job.target))

    whole = run_in_workers(waiting, request.jobs or default_jobs(len(inputs)), extract_one, finish, _lost, WorkLimits())
    if not whole:
        complain(messages.text("run.interrupted"))
        return _INTERRUPTED
    return _NOT_ALL if failed else _DONE


def extract_one(job: _Job) -> str:
    """Read one publication and keep it; return what went wrong, "" where nothing did."""
    item = job.input
    values: dict[str, object] = {"path": item.path}
    if item.problem:
        suffixes = " ".join(pipeline.SUPPORTED_SUFFIXES)
        return messages.error(item.problem, values | {"suffixes": suffixes, "reason": item.reason})
    try:
        extract = pipeline.extract_publication(item.files or (item.path,), job.settings, roles=item.roles)
        save_extract(extract, job.target)
    except ReadError as error:
        return messages.error(error.code, values | error.values)
    except OSError as error:
        return messages.error("E122", {"path": job.target, "reason": error.strerror or type(error).__name__})
    return ""


def _lost(job: _Job, code: str) -> str:
    limits = WorkLimits()
    values = {"seconds": round(limits.seconds), "memory": f"{limits.memory / 1024**3:.1f}"}
    return messages.error(code, {"path": job.input.path, **values})


__all__ = ["UsageError", "extract_one", "run"]
