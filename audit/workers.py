"""A few long-lived processes that work through a queue under a watchdog: one that hangs, swells or dies is replaced."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable
    from multiprocessing.connection import Connection

J = TypeVar("J")
R = TypeVar("R")

DIED, TOO_SLOW, TOO_LARGE = "E123", "E128", "E129"
_TICK = 0.25
_MOST_TRIES = 2
"""A worker may die for another's sake (the system ends the largest when memory is short), so its job is tried again."""


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """What one piece of work may take."""

    seconds: float = 300.0
    memory: int = 3 * 1024**3
    """Resident bytes of the process; watched where the system tells them (Linux)."""


@dataclass(slots=True)
class _Worker(Generic[J]):
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    job: J | None = None
    begun: float = 0.0
    peak: int = 0


def run_in_workers(
    waiting: deque[J],
    count: int,
    work: Callable[[J], R],
    finish: Callable[[J, R], None],
    failed: Callable[[J, str], R],
    limits: WorkLimits | None = None,
) -> None:
    """Work through a queue in `count` processes; `finish` hears of each result as it comes.

    `failed` makes a result of a job and the code that says why it has none: its process died twice, took longer than
    `limits` allow, or more memory.
    """
    # "spawn" on every system: a fork would copy the progress display's thread and its locks in the middle of their work
    pool = _Pool(work, limits or WorkLimits(float("inf"), 1 << 62))
    tries: dict[int, int] = {}
    try:
        while waiting or pool.is_busy:
            while waiting and pool.has_room(count):
                pool.give(waiting.popleft())
            for job, outcome in pool.outcomes():
                if isinstance(outcome, _Lost):
                    tries[id(job)] = tries.get(id(job), 0) + 1
                    if outcome.code == DIED and tries[id(job)] < _MOST_TRIES:
                        waiting.appendleft(job)
                    else:
                        finish(job, failed(job, outcome.code))
                else:
                    finish(job, outcome.result)
    finally:
        pool.close()


@dataclass(frozen=True, slots=True)
class _Lost:
    code: str


@dataclass(frozen=True, slots=True)
class _Done(Generic[R]):
    result: R


class _Pool(Generic[J, R]):
    """The processes; each has at most one job."""

    def __init__(self, work: Callable[[J], R], limits: WorkLimits) -> None:
        self._work = work
        self._limits = limits
        self._context = multiprocessing.get_context("spawn")
        self._workers: list[_Worker[J]] = []

    @property
    def is_busy(self) -> bool:
        return any(worker.job is not None for worker in self._workers)

    def has_room(self, count: int) -> bool:
        return sum(worker.job is not None for worker in self._workers) < count

    def give(self, job: J) -> None:
        """Give a job to an idle process, a new one where none is idle."""
        worker = next((one for one in self._workers if one.job is None), None) or self._start()
        worker.job, worker.begun = job, time.monotonic()
        try:
            worker.pipe.send(job)
        except (BrokenPipeError, ConnectionError):  # it died while it was idle
            self._remove(worker)
            self.give(job)

    def outcomes(self) -> list[tuple[J, _Done[R] | _Lost]]:
        """Wait a little; return what ended meanwhile."""
        busy = [worker for worker in self._workers if worker.job is not None]
        ready = wait([worker.pipe for worker in busy], timeout=_TICK)
        found: list[tuple[J, _Done[R] | _Lost]] = []
        for worker in busy:
            job = worker.job
            if job is None:
                continue
            worker.peak = max(worker.peak, resident_bytes(worker.process.pid))
            outcome = self._received(worker) if worker.pipe in ready else self._overstepped(worker)
            if outcome is not None:
                worker.job = None
                found.append((job, outcome))
                if isinstance(outcome, _Lost) or worker.peak > self._limits.memory // 2:
                    # memory that a large document took is seldom given back
                    self._remove(worker)
        return found

    def _received(self, worker: _Worker[J]) -> _Done[R] | _Lost:
        try:
            return _Done(worker.pipe.recv())
        except (EOFError, OSError):
            return _Lost(DIED)

    def _overstepped(self, worker: _Worker[J]) -> _Lost | None:
        if time.monotonic() - worker.begun > self._limits.seconds:
            return _Lost(TOO_SLOW)
        return _Lost(TOO_LARGE) if worker.peak > self._limits.memory else None

    def _start(self) -> _Worker[J]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        process.start()
        theirs.close()
        worker: _Worker[J] = _Worker(process, ours)
        self._workers.append(worker)
        return worker

    def _remove(self, worker: _Worker[J]) -> None:
        self._workers.remove(worker)
        worker.pipe.close()
        worker.process.kill()
        worker.process.join()

    def close(self) -> None:
        """End all processes, whatever they are doing."""
        for worker in list(self._workers):
            self._remove(worker)


def resident_bytes(pid: int | None) -> int:
    """Return how much memory a process holds, 0 where the system does not tell."""
    with suppress(OSError, ValueError, IndexError):
        pages = Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1]
        return int(pages) * os.sysconf("SC_PAGE_SIZE")
    return 0


def _serve(pipe: Connection, work: Callable[[J], R]) -> None:
    """Work until the other side hangs up. Ctrl-C is left to the parent, which ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        pipe.send(work(job))
