"""A few long-lived processes that work through a queue under a watchdog: one that hangs, swells or dies is replaced."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import wait
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from audit.heartbeat import heard_by

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

J = TypeVar("J")
R = TypeVar("R")

DIED, TOO_SLOW, TOO_LARGE = "E123", "E128", "E129"
_TICK = 0.25
_MOST_TRIES = 2
"""A worker may die for another's sake (the system ends the largest when memory is short), so its job is tried again."""
_PATIENCE = 30.0
"""After Ctrl-C the work that has begun may end within so many seconds; a second Ctrl-C ends it at once."""


@dataclass(frozen=True, slots=True)
class WorkLimits:
    """What one piece of work may take."""

    seconds: float = 300.0
    """Since it began, or since its last sign of life: recognising a long scan takes minutes, each page seconds."""
    memory: int = 3 * 1024**3
    """Resident bytes of the process; watched where the system tells them (Linux)."""
    jobs: int = 500
    """After so many pieces a process is replaced by a fresh one, so that nothing small piles up."""


@dataclass(frozen=True, slots=True)
class _Alive:
    """A sign of life from a process: how many of how many long steps are done."""

    done: int
    total: int


@dataclass(slots=True)
class _Worker(Generic[J]):
    process: multiprocessing.process.BaseProcess
    pipe: Connection
    job: J | None = None
    begun: float = 0.0
    peak: int = 0
    done: int = 0


def run_in_workers(
    waiting: deque[J],
    count: int,
    work: Callable[[J], R],
    finish: Callable[[J, R], None],
    failed: Callable[[J, str], R],
    limits: WorkLimits | None = None,
    alive: Callable[[J, int, int], None] | None = None,
) -> bool:
    """Work through a queue in `count` processes; `finish` hears of each result as it comes.

    `failed` makes a result of a job and the code that says why it has none: its process died twice, took longer than
    `limits` allow, or more memory. Ctrl-C lets the work that has begun end and leaves the rest;
    then False is returned. `alive` hears of the steps of long work.
    """
    # "spawn" on every system: a fork would copy the progress display's thread and its locks in the middle of their work
    pool = _Pool(work, limits or WorkLimits(float("inf"), 1 << 62), alive)
    tries: dict[int, int] = {}
    with _heeding_ctrl_c() as stop, closing(pool):
        while (waiting or pool.is_busy) and not stop.is_set():
            while waiting and pool.has_room(count):
                pool.give(waiting.popleft())
            for job, outcome in pool.outcomes():
                if isinstance(outcome, _Done):
                    finish(job, outcome.result)
                elif outcome.code == DIED and tries.get(id(job), 1) < _MOST_TRIES:
                    tries[id(job)] = tries.get(id(job), 1) + 1
                    waiting.appendleft(job)
                else:
                    finish(job, failed(job, outcome.code))
        _end_what_has_begun(pool, finish)
        return not stop.is_set()


def _end_what_has_begun(pool: _Pool[J, R], finish: Callable[[J, R], None]) -> None:
    """Wait for the work that has begun; what does not end in time, or dies, is left undone."""
    until = time.monotonic() + _PATIENCE
    with suppress(KeyboardInterrupt):
        while pool.is_busy and time.monotonic() < until:
            for job, outcome in pool.outcomes():
                if isinstance(outcome, _Done):
                    finish(job, outcome.result)


@dataclass(frozen=True, slots=True)
class _Lost:
    code: str


@dataclass(frozen=True, slots=True)
class _Done(Generic[R]):
    result: R


class _Pool(Generic[J, R]):
    """The processes; each has at most one job."""

    def __init__(
        self, work: Callable[[J], R], limits: WorkLimits, alive: Callable[[J, int, int], None] | None = None
    ) -> None:
        self._work = work
        self._limits = limits
        self._alive = alive
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
                worker.done += 1
                found.append((job, outcome))
                swollen = worker.peak > self._limits.memory // 2  # what a large document took is seldom given back
                if isinstance(outcome, _Lost) or swollen or worker.done >= self._limits.jobs:
                    self._remove(worker)
        return found

    def _received(self, worker: _Worker[J]) -> _Done[R] | _Lost | None:
        try:
            answer = worker.pipe.recv()
        except (EOFError, OSError):
            return _Lost(DIED)
        if not isinstance(answer, _Alive):
            return _Done(answer)
        worker.begun = time.monotonic()
        if self._alive is not None and worker.job is not None:
            self._alive(worker.job, answer.done, answer.total)
        return None

    def _overstepped(self, worker: _Worker[J]) -> _Lost | None:
        if time.monotonic() - worker.begun > self._limits.seconds:
            return _Lost(TOO_SLOW)
        return _Lost(TOO_LARGE) if worker.peak > self._limits.memory else None

    def _start(self) -> _Worker[J]:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._work), daemon=True)
        with _deaf_to_ctrl_c():
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


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Let a process that is started meanwhile be deaf to Ctrl-C from its first moment on: it inherits the mask."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _heeding_ctrl_c() -> Iterator[threading.Event]:
    """Return an event that the first Ctrl-C sets; the second one is a KeyboardInterrupt as ever."""
    stop = threading.Event()

    def heed(_signal: int, _frame: object) -> None:
        if stop.is_set():
            raise KeyboardInterrupt
        stop.set()

    if threading.current_thread() is not threading.main_thread():  # signals are none of our business there
        yield stop
        return
    before = signal.signal(signal.SIGINT, heed)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _serve(pipe: Connection, work: Callable[[J], R]) -> None:
    """Work until the other side hangs up. Ctrl-C is left to the parent, which ends its workers itself."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_die_with_parent, daemon=True).start()
    while True:
        try:
            job = pipe.recv()
        except (EOFError, OSError):
            return
        with heard_by(lambda done, total: pipe.send(_Alive(done, total))):
            result = work(job)
        pipe.send(result)


def _die_with_parent() -> None:
    """End this process as soon as its parent is gone, so that no orphan writes into the folder of the next run."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
