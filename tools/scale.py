"""Measures a batch of many generated publications: processor time for each, memory over time, one worker against two.

python -m tools.scale 10000 --folder DIR                  make and audit so many, text and PDF mixed
python -m tools.scale 10000 --folder DIR --plot FILE.svg  the same, and plot it (needs matplotlib)
python -m tools.scale 10000 --folder DIR --index 50000     the index alone, of the reports of such a run linked anew
python -m tools.scale 600 --folder DIR --jobs 1 2         one worker and two, one run after the other

Publications that are already there are not made again. Every fifth is a PDF file. What is counted is the processor
time of the workers, so that other work on the machine blurs the figures little; wall time is told too, and means
something on a quiet machine only. Linux: processes are watched through /proc.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from audit.journal import FILE_NAME as JOURNAL
from audit.journal import Journal
from audit.output import write_batch
from audit.workers import resident_bytes
from corpora import generate
from corpora.templates import TEMPLATES
from tools.bench import peak_megabytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).resolve().parent.parent
_EVERY = 1.0
_PDF_EVERY = 5
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Sample:
    """One look at the run: seconds since its start, publications done, processor seconds and memory in MiB."""

    seconds: float
    done: int
    worker_seconds: float
    parent_seconds: float
    worker_memory: float
    """Of the largest worker."""
    parent_memory: float


@dataclass(frozen=True, slots=True)
class Run:
    """One batch."""

    publications: int
    jobs: int
    seconds: float
    last_done: float
    """When the last publication was done; what follows is the index."""
    samples: tuple[Sample, ...]


def make(count: int, folder: Path) -> None:
    """Make publications until there are so many."""
    folder.mkdir(parents=True, exist_ok=True)
    names = sorted(TEMPLATES)
    for number in range(count):
        stem = folder / f"p{number:06d}"
        target = stem.with_suffix(".pdf" if number % _PDF_EVERY == _PDF_EVERY - 1 else ".txt")
        if target.exists():
            continue
        made = generate(names[number % len(names)], f"scale-{number}")
        if target.suffix == ".pdf":
            target.write_bytes(made.pdf)
        else:
            target.write_text(made.text, encoding="utf-8")


def audit(inputs: Path, out: Path, jobs: int) -> Run:
    """Audit the folder in a process of its own and look at it once a second."""
    shutil.rmtree(out, ignore_errors=True)
    command = [sys.executable, "-m", "audit", "audit", str(inputs), "-o", str(out), "--jobs", str(jobs), "-q"]
    begun = time.monotonic()
    process = subprocess.Popen(command, cwd=ROOT)  # noqa: S603 - our own command
    samples, seen = [], _Workers()
    while process.poll() is None:
        time.sleep(_EVERY)
        memory = seen.look(process.pid)
        done = _lines(out / JOURNAL)
        parent = _processor_seconds(process.pid)
        resident = resident_bytes(process.pid) / _MIB
        samples.append(Sample(time.monotonic() - begun, done, seen.seconds, parent, memory, resident))
    samples = [one for one in samples if one.parent_memory]
    whole = max((one.done for one in samples), default=0)
    last = next((one.seconds for one in samples if one.done == whole), 0.0)
    return Run(whole, jobs, time.monotonic() - begun, last, tuple(samples))


class _Workers:
    """Adds up the processor time of workers, those that have been replaced included."""

    def __init__(self) -> None:
        self._spent: dict[int, float] = {}

    @property
    def seconds(self) -> float:
        return sum(self._spent.values())

    def look(self, parent: int) -> float:
        """Look at the workers of a process; return the memory of the largest in MiB."""
        largest = 0.0
        for worker in _children(parent):
            self._spent[worker] = max(self._spent.get(worker, 0.0), _processor_seconds(worker))
            largest = max(largest, resident_bytes(worker) / _MIB)
        return largest


def _children(parent: int) -> Iterator[int]:
    for place in Path("/proc").iterdir():
        fields = _fields(int(place.name)) if place.name.isdigit() else []
        if len(fields) > 1 and fields[1] == str(parent):
            yield int(place.name)


def _processor_seconds(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[11]) + int(fields[12])) / _TICKS if len(fields) > 12 else 0.0


def _fields(pid: int) -> list[str]:
    """Return what /proc tells of a process, from its state on; nothing of one that is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def _lines(path: Path) -> int:
    try:
        return path.read_bytes().count(b"\n")
    except OSError:
        return 0


def quarters(run: Run) -> list[float]:
    """Return the processor seconds of a worker for each publication, in each quarter of the run."""
    bounds = [run.publications * part // 4 for part in range(5)]
    at = [next((one for one in run.samples if one.done >= bound), run.samples[-1]) for bound in bounds]
    return [
        (later.worker_seconds - earlier.worker_seconds) / max(1, later.done - earlier.done)
        for earlier, later in pairwise(at)
    ]


def describe(run: Run) -> str:
    """Return the figures of a run as lines."""
    last = run.samples[-1]
    per = last.worker_seconds / max(1, run.publications)
    peaks = max(one.worker_memory for one in run.samples), max(one.parent_memory for one in run.samples)
    parent = next(one.parent_seconds for one in run.samples if one.seconds >= run.last_done)
    return "\n".join(
        (
            f"{run.publications} publications, {run.jobs} workers: {run.seconds:.0f} s of wall time",
            f"  processor time of the workers: {per:.3f} s each, {60 / per:.0f} publications a minute and core",
            f"  in each quarter: {'  '.join(f'{value:.3f}' for value in quarters(run))} s",
            f"  processor time of the parent while they work: {1000 * parent / run.publications:.1f} ms each",
            f"  index: {run.seconds - run.last_done:.1f} s, processor {last.parent_seconds - parent:.1f} s",
            f"  most memory: worker {peaks[0]:.0f} MiB, parent {peaks[1]:.0f} MiB",
        )
    )


def plot(runs: Sequence[Run], target: Path) -> None:
    """Plot throughput and memory as one SVG."""
    matplotlib = import_module("matplotlib")
    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "gouji"
    figure, (left, right) = import_module("matplotlib.pyplot").subplots(1, 2, figsize=(10, 3.6))
    for run in runs:
        done = [one.done for one in run.samples]
        left.plot(done, [one.worker_seconds for one in run.samples], label=f"{run.jobs} workers")
        right.plot(done, [one.worker_memory for one in run.samples], label=f"largest of {run.jobs} workers")
        right.plot(done, [one.parent_memory for one in run.samples], linestyle="--", label=f"parent of {run.jobs}")
    left.set(xlabel="publications done", ylabel="processor seconds of the workers", ylim=0, xlim=0)
    right.set(xlabel="publications done", ylabel="resident memory, MiB", ylim=0, xlim=0)
    for axes in (left, right):
        axes.legend(fontsize=8)
        axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(target, format="svg", metadata={"Date": None})


def index_of_many(out: Path, count: int, folder: Path) -> str:
    """Write the index of so many reports, made by linking those of a run again and again; return what it took."""
    known = [line.entry for line in Journal(out).read().values()]
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    entries = []
    for number in range(count):
        entry = known[number % len(known)]
        name = f"{entry.name}-{number // len(known)}"
        (folder / name).mkdir()
        os.link(out / entry.name / "report.json", folder / name / "report.json")
        entries.append(replace(entry, name=name))
    before, begun, spent = peak_megabytes(), time.monotonic(), time.process_time()
    write_batch(entries, folder, "")
    seconds, busy = time.monotonic() - begun, time.process_time() - spent
    sizes = ", ".join(f"{p.name} {p.stat().st_size / _MIB:.1f} MiB" for p in sorted(folder.glob("*.*")) if p.is_file())
    memory = f"memory {before:.0f} -> {peak_megabytes():.0f} MiB"
    each = f"processor {busy:.1f} s, {1000 * busy / count:.1f} ms each"
    return f"index of {count}: {seconds:.1f} s, {each}, {memory}; {sizes}"


def main() -> int:
    """Make, audit, print, plot."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int)
    parser.add_argument("--folder", type=Path, required=True, help="for publications and reports; may grow large")
    parser.add_argument("--jobs", type=int, nargs="+", default=[2])
    parser.add_argument("--plot", type=Path)
    parser.add_argument("--index", type=int, metavar="N", help="only: the index of N reports of a run made before")
    arguments = parser.parse_args()
    if arguments.index:
        done = arguments.folder / f"out-{arguments.count}-{arguments.jobs[0]}"
        print(index_of_many(done, arguments.index, arguments.folder / f"index-{arguments.index}"))
        return 0
    inputs = arguments.folder / f"in-{arguments.count}"
    make(arguments.count, inputs)
    runs = []
    for jobs in arguments.jobs:
        run = audit(inputs, arguments.folder / f"out-{arguments.count}-{jobs}", jobs)
        runs.append(run)
        print(describe(run))
    (arguments.folder / f"runs-{arguments.count}.json").write_text(json.dumps([asdict(run) for run in runs]))
    if arguments.plot:
        plot(runs, arguments.plot)
    return 0


if __name__ == "__main__":
    sys.exit(main())
