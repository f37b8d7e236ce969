"""The command `gouji`: what it says while it works, and with which exit code it ends."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from audit import messages, pipeline
from audit.arguments import COMMAND, AskRequest, Request, SettleRequest, UsageError, default_jobs, parse, printable
from audit.batch import Plan, run_batch
from audit.explain import describe_packs, explain
from audit.inputs import find_inputs, real_path
from audit.settle import settle_folder
from audit.workers import WorkLimits

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from audit.inputs import Input
    from audit.model.batch import BatchEntry

AUDITED, FAIL_ON_MET, WRONG_USAGE, NOT_ALL_AUDITED = 0, 1, 2, 3
INTERRUPTED = 130
"""What shells expect of a program that Ctrl-C ended."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    _speak_utf8()
    try:
        request = parse(sys.argv[1:] if arguments is None else arguments)
        if isinstance(request, SettleRequest):
            return _settle(request)
        return _answer(request) if isinstance(request, AskRequest) else _run(request)
    except UsageError as error:
        _complain(messages.text("usage.error", message=str(error)))
        _complain(messages.text("usage.more", command=COMMAND))
        return WRONG_USAGE
    except KeyboardInterrupt:
        _complain(messages.text("run.interrupted"))
        return INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a user gets a sentence, never a traceback
        _complain(messages.error("E126", {"error": f"{type(error).__name__}: {error}"}))
        return NOT_ALL_AUDITED


def exit_code(entries: Sequence[BatchEntry], fail_on: str) -> int:
    """Return the exit code of a finished batch: 3 where something could not be audited, 1 where --fail-on is met."""
    if any(entry.failure for entry in entries):
        return NOT_ALL_AUDITED
    met = {
        "never": False,
        "error": any(entry.count("error") for entry in entries),
        "any-no": any(entry.audited and entry.audited.score.failed for entry in entries),
    }
    return FAIL_ON_MET if met[fail_on] else AUDITED


def _run(request: Request) -> int:
    inputs = _inputs(request)
    generated_at = datetime.now(tz=UTC).isoformat(timespec="seconds")
    try:
        request.out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return _cannot_write(request.out, error)
    plan = Plan(request.out, request.settings, request.formats, generated_at, WorkLimits())
    with _voice(request, len(inputs)) as voice:
        entries = run_batch(inputs, plan, request.jobs or default_jobs(len(inputs)), voice.tell)
    try:
        index = pipeline.write_batch(entries, request.out, generated_at)
        if request.verbose:
            _write_log(entries, request.out)
    except OSError as error:
        return _cannot_write(request.out, error)
    if not request.quiet:
        failed = sum(entry.failure is not None for entry in entries)
        _say(messages.text("run.total", total=len(entries), audited=len(entries) - failed, failed=failed, index=index))
    return exit_code(entries, request.fail_on)


def _answer(request: AskRequest) -> int:
    """List the packs, or say what a row or a rule is."""
    lines = explain(request.name) if request.name else describe_packs()
    if not lines:
        raise UsageError(messages.text("explain.none", value=printable(request.name)))
    for line in lines:
        _say(line)
    return AUDITED


def _settle(request: SettleRequest) -> int:
    """Settle the reports of an output folder; 3 where something was refused."""
    outcomes = settle_folder(request.out)
    if not outcomes:
        raise UsageError(messages.text("settle.none", out=request.out))
    for outcome in outcomes:
        for message in outcome.refused:
            _complain(messages.text("settle.refused", name=outcome.name, message=message))
        if not outcome.refused:
            value = messages.text("settle.no_value") if outcome.value is None else outcome.value
            counts = {"rows": outcome.rows, "findings": outcome.findings, "stale": outcome.stale}
            _say(messages.text("settle.done", name=outcome.name, value=value, **counts))
    return NOT_ALL_AUDITED if any(outcome.refused for outcome in outcomes) else AUDITED


def _inputs(request: Request) -> tuple[Input, ...]:
    """Return the publications to audit. Raises UsageError where the options do not fit them."""
    inputs = find_inputs(request.paths, pipeline.SUPPORTED_SUFFIXES, request.out)
    out = real_path(request.out)
    for item in inputs:
        place = real_path(item.path)
        if place == out or out in place.parents:
            raise UsageError(messages.text("usage.input_in_out", path=printable(str(item.path)), out=request.out))
    for option, extra in (("--form", request.settings.form), ("--evidence", request.settings.evidence)):
        if extra is None:
            continue
        if len(inputs) != 1:
            raise UsageError(messages.text("usage.one_publication", option=option, count=len(inputs)))
        if not request.quiet:
            _complain(messages.text("run.unused_file", option=option))
    return inputs


@dataclass(slots=True)
class _Voice:
    """Tells of each publication as it ends: failures on stderr, the others on stdout."""

    request: Request
    total: int
    advance: Callable[[], None]
    done: int = 0

    def tell(self, entry: BatchEntry) -> None:
        """Tell of one publication."""
        self.done += 1
        self.advance()
        if entry.failure or not self.request.quiet:
            result = messages.text("run.failed", message=entry.failure.message) if entry.failure else _result(entry)
            line = messages.text("run.line", done=self.done, total=self.total, name=entry.name, result=result)
            (_complain if entry.failure else _say)(line)
        if self.request.verbose and entry.audited:
            stages = "，".join(f"{messages.text(f'room.{room}')} {spent:.2f}" for room, spent in entry.seconds)
            _say(messages.text("run.stages", seconds=f"{sum(s for _, s in entry.seconds):.2f}", stages=stages))


@contextmanager
def _voice(request: Request, total: int) -> Iterator[_Voice]:
    """Return a voice, with a progress bar where someone is looking."""
    console = Console(stderr=True)
    if request.quiet or not console.is_terminal:
        yield _Voice(request, total, advance=lambda: None)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # rich would send stdout's lines to stderr too, which is right only where both are one terminal
    shared = sys.stdout.isatty()
    with Progress(*columns, console=console, transient=True, redirect_stdout=shared) as progress:
        task = progress.add_task(messages.text("run.progress"), total=total)
        yield _Voice(request, total, advance=lambda: progress.advance(task))


def _result(entry: BatchEntry) -> str:
    if entry.audited is None:
        return ""
    if entry.audited.is_blank_template:
        return messages.text("run.blank_template")
    if entry.audited.is_empty:
        return messages.text("run.nothing")
    coverage = entry.audited.coverage
    return messages.text(
        "run.result",
        errors=entry.count("error"),
        warnings=entry.count("warning"),
        rounding=entry.count("rounding"),
        figures=coverage.figures,
        settled=coverage.settled,
        ratio=f"{coverage.ratio:.0%}",
    )


def _write_log(entries: Sequence[BatchEntry], out: Path) -> None:
    parts = [f"== {entry.name}\n{entry.log}\n" for entry in entries if entry.log]
    path = out / "gouji.log"
    path.write_text("".join(parts), encoding="utf-8", errors="replace")
    if parts:
        _say(messages.text("run.log", path=path))


def _cannot_write(out: Path, error: OSError) -> int:
    """Tell that nothing can be written; what was asked for cannot be had, so it is a matter of usage."""
    values = {"path": out, "reason": error.strerror or type(error).__name__}
    _complain(messages.error("E122", values))
    return WRONG_USAGE


def _say(text: str) -> None:
    sys.stdout.write(printable(text) + "\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(printable(text) + "\n")


def _speak_utf8() -> None:
    """Let no terminal's encoding stop the program: what it cannot show is replaced."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
