"""Audits many publications with a few long-lived workers; one that cannot be audited never takes the others along."""

from __future__ import annotations

import io
import logging
import time
import traceback
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from audit import messages, pipeline
from audit.extracts import read_extract
from audit.journal import Journal, key_of
from audit.model.batch import Audited, BatchEntry, Failure
from audit.model.findings import Severity
from audit.model.raw import ReadError
from audit.output import keep_filled_workbook
from audit.workers import WorkLimits, run_in_workers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from audit.inputs import Input
    from audit.model.report import AuditReport


@dataclass(frozen=True, slots=True)
class Plan:
    """What holds for every publication of a batch."""

    out: Path
    settings: pipeline.Settings
    formats: tuple[str, ...]
    generated_at: str
    limits: WorkLimits | None = None
    """What one publication may take; with limits each is audited in a process of its own, which can be ended."""
    resume: bool = False
    """Take over what an earlier run finished, where nothing that it rests on has changed since."""


@dataclass(frozen=True, slots=True)
class Job:
    """One publication on its way to a worker."""

    index: int
    input: Input
    plan: Plan


def run_batch(
    inputs: Sequence[Input],
    plan: Plan,
    jobs: int,
    on_done: Callable[[BatchEntry], None],
    work: Callable[[Job], BatchEntry] | None = None,
    on_page: Callable[[str, int, int], None] | None = None,
) -> tuple[BatchEntry, ...]:
    """Audit the publications and write their reports; the entries come back in the order of the inputs.

    `on_done` hears of each one as it ends. With one job and no limits all happens in this process. After Ctrl-C only
    the entries of what was finished come back. `work` is for tests. `on_page` hears of the pages of a long scan:
    name, how many are read, of how many. Raises OSError where OUT cannot be written.
    """
    work = work or audit_one
    journal = Journal(plan.out)
    entries = _taken_over(inputs, plan, journal) if plan.resume else {}

    def finish(job: Job, entry: BatchEntry) -> None:
        journal.add(entry)
        on_done(entry)
        entries[job.index] = replace(entry, seconds=(), log="", kept="")

    journal.begin(entries.values())
    for entry in entries.values():
        on_done(entry)
    waiting = deque(Job(index, item, plan) for index, item in enumerate(inputs) if index not in entries)
    if jobs == 1 and plan.limits is None:
        for job in waiting:
            finish(job, work(job))
    else:
        alive = None if on_page is None else lambda job, page, pages: on_page(job.input.name, page, pages)
        run_in_workers(waiting, jobs, work, finish, _lost, plan.limits, alive)
    done = tuple(entry for _, entry in sorted(entries.items()))
    journal.finish(done)
    return done


def _taken_over(inputs: Sequence[Input], plan: Plan, journal: Journal) -> dict[int, BatchEntry]:
    """Return the entries of an earlier run that still hold: same files, settings and rules, reports still there."""
    known = journal.read()
    found = {}
    for index, item in enumerate(inputs):
        line = known.get(item.name)
        if line is None or line.entry.audited is None:
            continue
        folder = plan.out / item.name
        whole = all((folder / name).is_file() for name in line.entry.audited.files)
        if whole and line.key == _key(item, plan):
            found[index] = line.entry
    return found


def _key(item: Input, plan: Plan) -> str:
    """Name what the report of a publication rests on, "" where that cannot be read."""
    files = item.files or (item.path,)
    # which waivers have expired depends on the day, whose they are on whether the publication is alone
    day = f"{plan.settings.today} {plan.settings.is_alone}" if pipeline.has_waivers(files[0], plan.settings) else ""
    settings = (*(f"{name}={value}" for name, value in plan.settings.as_pairs()), *plan.formats, *item.roles, day)
    try:
        return key_of((*files, *pipeline.files_beside(plan.settings, files[0])), (*settings, str(item.path), item.name))
    except OSError:
        return ""


def _lost(job: Job, code: str) -> BatchEntry:
    """Return the entry of a publication whose process was ended or died."""
    limits = job.plan.limits or WorkLimits()
    values: dict[str, object] = {"seconds": round(limits.seconds), "memory": f"{limits.memory / 1024**3:.1f}"}
    return _failed(job, _Stopwatch(), code, values, None)


def audit_one(job: Job) -> BatchEntry:
    """Audit one publication and write its report. Never raises: what went wrong is the entry's failure."""
    item, settings = job.input, job.plan.settings

    def audit(watcher: pipeline.Watcher) -> AuditReport:
        return pipeline.audit_publication(item.files or (item.path,), settings, roles=item.roles, watcher=watcher)

    return _work_on(job, audit, pictures=True)


def check_one(job: Job) -> BatchEntry:
    """Apply the rules to one extract and write its report. Never raises."""

    def check(watcher: pipeline.Watcher) -> AuditReport:
        with watcher.stage("readers"):
            extract = read_extract(job.input.path)
        asked = job.plan.settings
        if asked.pack == pipeline.AUTO:
            asked = replace(asked, pack=pipeline.Settings.of_pairs(extract.settings).pack)
        return pipeline.check_extract(extract, asked, watcher=watcher)

    return _work_on(job, check, pictures=False)


def _work_on(job: Job, make: Callable[[pipeline.Watcher], AuditReport], *, pictures: bool) -> BatchEntry:
    path, folder = job.input.path, job.plan.out / job.input.name
    watcher = _Stopwatch()
    key = "" if job.input.problem else _key(job.input, job.plan)
    if job.input.problem:
        values: dict[str, object] = {"suffixes": " ".join(pipeline.SUPPORTED_SUFFIXES), "reason": job.input.reason}
        return _failed(job, watcher, job.input.problem, values, None)
    try:
        with watcher.listening():
            report = make(watcher)
            kept = keep_filled_workbook(folder)
            with watcher.stage("writers"):
                files = pipeline.write_report(
                    report, folder, job.plan.formats, job.plan.generated_at, pictures=pictures
                )
    except ReadError as error:
        # a refusal is no crash: its traceback is worth keeping only where it hides another error
        return _failed(job, watcher, error.code, error.values, error if error.__cause__ else None)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        return _failed(job, watcher, "E122", {"path": folder, "reason": reason}, error)
    except Exception as error:  # noqa: BLE001 - the batch goes on, and the entry names the crash
        room = messages.text("room.writers")
        return _failed(job, watcher, "E124", {"path": path, "room": room, "error": type(error).__name__}, error)
    return BatchEntry(
        name=job.input.name,
        path=report.path,
        audited=_head(report, tuple(file.name for file in files)),
        seconds=watcher.seconds,
        log=watcher.log,
        key=key,
        kept=kept.name if kept else "",
    )


def _head(report: AuditReport, files: tuple[str, ...]) -> Audited:
    counts = dict.fromkeys(Severity, 0)
    for finding in report.findings:
        if not finding.is_apart and not finding.root:
            counts[finding.severity] += 1
    source = report.tailoring.source if report.tailoring else ""
    return Audited(
        publication_type=report.identity.publication_type,
        entity=report.identity.entity,
        fiscal_year=report.identity.fiscal_year,
        template=report.identity.template,
        pack=report.pack.id,
        score=report.score,
        coverage=report.coverage,
        severities=tuple((severity.value, count) for severity, count in counts.items()),
        files=files,
        is_blank_template=report.identity.is_blank_template,
        waived=sum(finding.is_waived for finding in report.findings),
        immaterial=sum(finding.is_immaterial and not finding.is_waived for finding in report.findings),
        waivers=report.waivers,
        config=source,
        units=report.units,
        faults=tuple(result.message for result in report.waivers if result.state.is_fault),
    )


def _failed(job: Job, watcher: _Stopwatch, code: str, values: dict[str, object], error: Exception | None) -> BatchEntry:
    """Return the entry of a publication that could not be audited, and clear away an earlier run's report of it."""
    kept = None
    with suppress(OSError):
        kept = keep_filled_workbook(job.plan.out / job.input.name)
        pipeline.remove_report(job.plan.out / job.input.name)
    if error is not None:
        watcher.note(error)
    return BatchEntry(
        name=job.input.name,
        path=str(job.input.path),
        failure=Failure(code, messages.error(code, {"path": job.input.path, **values})),
        seconds=watcher.seconds,
        log=watcher.log,
        kept=kept.name if kept else "",
    )


class _Stopwatch:
    """Takes the time of each room and keeps what a log should know."""

    def __init__(self) -> None:
        self._seconds: dict[str, float] = {}
        self._log = io.StringIO()

    @property
    def seconds(self) -> tuple[tuple[str, float], ...]:
        return tuple(self._seconds.items())

    @property
    def log(self) -> str:
        return self._log.getvalue()

    @contextmanager
    def stage(self, room: str) -> Iterator[None]:
        """Take the time of one room."""
        start = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[room] = self._seconds.get(room, 0.0) + time.perf_counter() - start

    def crashed(self, room: str, error: Exception) -> None:
        """Keep the traceback of a crash that the audit goes on without."""
        self._log.write(f"[{room}] ")
        self.note(error)

    def note(self, error: Exception) -> None:
        """Keep a traceback."""
        self._log.write("".join(traceback.format_exception(error)))

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Keep what libraries log meanwhile, instead of letting it out on stderr."""
        handler, root = logging.StreamHandler(self._log), logging.getLogger()
        root.addHandler(handler)
        try:
            yield
        finally:
            root.removeHandler(handler)
