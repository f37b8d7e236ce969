"""Carries out one run over many publications: tells of each as it ends, writes the index, and knows the exit code."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from audit import clock, messages, pipeline
from audit.arguments import default_jobs
from audit.batch import Plan, run_batch
from audit.chains import compare_batch, tell
from audit.console import complain, say
from audit.tailoring import unused
from audit.workers import WorkLimits
from audit.writers.xlsx_writer import FILE_NAME as WORKBOOK_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from audit.arguments import Request
    from audit.batch import Job
    from audit.inputs import Input
    from audit.model.batch import BatchEntry

AUDITED, FAIL_ON_MET, WRONG_USAGE, NOT_ALL_AUDITED = 0, 1, 2, 3
INTERRUPTED = 130
"""What shells expect of a program that Ctrl-C ended."""


def exit_code(entries: Sequence[BatchEntry], fail_on: str) -> int:
    """Return the exit code of a finished batch: 3 where something could not be audited, 1 where --fail-on is met.

    A waiver that does not hold is 1 too: everything was audited, but what the user relies on is not so.
    """
    if any(entry.failure for entry in entries):
        return NOT_ALL_AUDITED
    met = {
        "never": False,
        "error": any(entry.count("error") for entry in entries),
        "any-no": any(entry.audited and entry.audited.score.failed for entry in entries),
    }
    is_faulty = any(entry.audited and entry.audited.faults for entry in entries) or bool(unused(entries))
    return FAIL_ON_MET if met[fail_on] or is_faulty else AUDITED


def run(request: Request, inputs: Sequence[Input], work: Callable[[Job], BatchEntry] | None = None) -> int:
    """Audit the publications (or do other `work` on each), write what was asked for, return the exit code."""
    generated_at = clock.now()
    settings = replace(request.settings, today=clock.today(), is_alone=len(inputs) == 1)
    plan = Plan(request.out, settings, request.formats, generated_at, WorkLimits(), resume=request.resume)
    try:
        request.out.mkdir(parents=True, exist_ok=True)
        with _log(request) as log, _voice(request, len(inputs), log) as voice:
            entries = run_batch(inputs, plan, request.jobs or default_jobs(len(inputs)), voice.tell, work, voice.page)
        compared = compare_batch(entries, request.out, generated_at)
        index = pipeline.write_batch(entries, request.out, generated_at)
    except OSError as error:
        return cannot_write(request.out, error)
    if request.store and not _stored(request.store, request.out):
        return NOT_ALL_AUDITED
    for message in unused(entries):
        complain(messages.text("run.waiver_fault", name=request.out, message=message))
    if not request.quiet:
        failed = sum(entry.failure is not None for entry in entries)
        counts = {"total": len(entries), "audited": len(entries) - failed, "failed": failed}
        say(messages.text("run.total", **counts, index=index, seconds=f"{voice.seconds:.0f}"))
        if compared:
            say(tell(compared, request.out))
        if voice.taken_over:
            say(messages.text("run.taken_over", count=voice.taken_over))
    if len(entries) < len(inputs):
        complain(messages.text("run.stopped", done=len(entries), total=len(inputs), out=request.out))
        return INTERRUPTED
    return exit_code(entries, request.fail_on)


def _stored(url: str, out: Path) -> bool:
    """Take the reports into the result store; tell where that cannot be."""
    from audit.store import Store, StoreError  # noqa: PLC0415 - a database library that most runs do without

    try:
        store = Store(url)
        store.take_in(out)
        store.close()
    except StoreError as error:
        complain(messages.error("E135", {"path": url, "reason": str(error)}))
        return False
    return True


@dataclass(slots=True)
class _Voice:
    """Tells of each publication as it ends: failures on stderr, the others on stdout."""

    request: Request
    total: int
    advance: Callable[[str], None]
    """Moves the progress bar on by one; told how fast it goes."""
    log: Callable[[BatchEntry], None]
    describe: Callable[[str], None] = lambda _: None
    """Says beside the progress bar what is being done."""
    done: int = 0
    taken_over: int = 0
    """How many of them an earlier run had done."""
    begun: float = field(default_factory=time.monotonic)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.begun

    def page(self, name: str, page: int, pages: int) -> None:
        """Tell how far the recognition of a scan is."""
        self.describe(messages.text("run.pages", name=name, page=page, pages=pages))

    def tell(self, entry: BatchEntry) -> None:
        """Tell of one publication."""
        self.done += 1
        self.log(entry)
        self.describe(messages.text("run.progress"))
        is_taken_over = entry.audited is not None and not entry.seconds
        self.taken_over += is_taken_over
        worked = self.done - self.taken_over
        self.advance(messages.text("run.rate", rate=f"{60 * worked / max(self.seconds, 0.001):.0f}"))
        for message in entry.audited.faults if entry.audited else ():
            complain(messages.text("run.waiver_fault", name=entry.name, message=message))
        if is_taken_over:
            return
        if entry.kept:
            names = {"file": entry.kept, "workbook": WORKBOOK_NAME}
            complain(messages.text("run.kept", name=entry.name, **names))
        if entry.failure or not self.request.quiet:
            result = messages.text("run.failed", message=entry.failure.message) if entry.failure else _result(entry)
            line = messages.text("run.line", done=self.done, total=self.total, name=entry.name, result=result)
            (complain if entry.failure else say)(line)
        if self.request.verbose and entry.audited:
            stages = "，".join(f"{messages.text(f'room.{room}')} {spent:.2f}" for room, spent in entry.seconds)
            say(messages.text("run.stages", seconds=f"{sum(s for _, s in entry.seconds):.2f}", stages=stages))


@contextmanager
def _voice(request: Request, total: int, log: Callable[[BatchEntry], None]) -> Iterator[_Voice]:
    """Return a voice, with a progress bar where someone is looking."""
    console = Console(stderr=True)
    if request.quiet or not console.is_terminal:
        yield _Voice(request, total, lambda _: None, log)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    # rich would send stdout's lines to stderr too, which is right only where both are one terminal
    shared = sys.stdout.isatty()
    with Progress(*columns, console=console, transient=True, redirect_stdout=shared) as progress:
        task = progress.add_task(messages.text("run.progress"), total=total, rate="")
        yield _Voice(
            request,
            total,
            lambda rate: progress.update(task, advance=1, rate=rate),
            log,
            lambda text: progress.update(task, description=text),
        )


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


@contextmanager
def _log(request: Request) -> Iterator[Callable[[BatchEntry], None]]:
    """Return what keeps an entry's log: written as it comes, so that a large batch does not hold it all."""
    if not request.verbose:
        yield lambda _: None
        return
    path = request.out / "gouji.log"
    with path.open("w", encoding="utf-8", errors="replace") as stream:

        def keep(entry: BatchEntry) -> None:
            if entry.log:
                stream.write(f"== {entry.name}\n{entry.log}\n")

        yield keep
    if path.stat().st_size:
        say(messages.text("run.log", path=path))


def cannot_write(out: Path, error: OSError) -> int:
    """Tell that nothing can be written; what was asked for cannot be had, so it is a matter of usage."""
    values = {"path": out, "reason": error.strerror or type(error).__name__}
    complain(messages.error("E122", values))
    return WRONG_USAGE
