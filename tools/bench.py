"""Says where the time goes: each room's share, characters a second, and the whole against pdfplumber alone.

    python -m tools.bench [--repeat 3] [PATH ...]

Without paths: corpora/samples, and the seeds and publications of ../shared where they are there. The first audit of the
process, which loads rules and dictionaries, is told apart as the start. The other times are medians.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pdfplumber

from audit import pipeline
from audit.claims import extract_claims
from audit.claims.language import Analyzer
from audit.claims.lexicon import TermFinder
from audit.claims.quantities import find_numbers
from audit.model.raw import ReadError
from audit.packs.loader import load_rules
from tools.shared import SAMPLES, SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from audit.model.document import Document

ROOMS = ("readers", "recognition", "claims", "reconciliation", "checklist", "writers")


class Stopwatch:
    """Takes the time of each room: that of the processor, so that what else runs on the machine does not count."""

    def __init__(self) -> None:
        self.seconds = dict.fromkeys(ROOMS, 0.0)

    @contextmanager
    def stage(self, room: str) -> Iterator[None]:
        """Take the time of one room."""
        start = time.process_time()
        yield
        self.seconds[room] += time.process_time() - start

    def crashed(self, room: str, error: Exception) -> None:
        """Let the crash out: what crashed was not measured."""
        raise AssertionError(room) from error


def audit_once(path: Path, folder: Path) -> tuple[dict[str, float], int]:
    """Audit and write one publication; return the seconds in each room and its number of characters."""
    watch = Stopwatch()
    report = pipeline.audit_publication([path], watcher=watch)
    with watch.stage("writers"):
        pipeline.write_report(report, folder, pipeline.FORMATS, "")
    return watch.seconds, sum(len(line.text) for line in report.document.lines)


def pdfplumber_alone(path: Path) -> float:
    """Return the seconds that pdfplumber needs for text and tables of a file, nothing else done."""
    start = time.process_time()
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_text()
            page.extract_tables()
            page.close()
    return time.process_time() - start


def start_seconds() -> float:
    """Return the seconds that the command needs before it does anything."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "audit", "--version"], check=True, capture_output=True)
    return time.perf_counter() - start


def peak_megabytes() -> float:
    """Return the most memory that this process has held, 0 where the system does not tell."""
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 / (1024 if sys.platform == "darwin" else 1)


def measure(path: Path, folder: Path, repeat: int) -> tuple[dict[str, float], int]:
    """Return the median seconds of each room over some audits of one publication."""
    runs = [audit_once(path, folder) for _ in range(repeat)]
    return {room: statistics.median(seconds[room] for seconds, _ in runs) for room in ROOMS}, runs[0][1]


def show_prose(paths: Sequence[Path]) -> None:
    """Print how fast prose is read, and how fast it would be if every paragraph with a figure were tokenised."""
    rules = load_rules().claims
    documents = [document for path in paths if (document := document_of(path))]
    prose = [paragraph.text for document in documents for paragraph in document.paragraphs]
    with_figures = [text for text in prose if find_numbers(text, rules.quantities).quantities]
    start = time.process_time()
    for document in documents:
        extract_claims(document, rules)
    spent = time.process_time() - start
    size = sum(map(len, prose))
    print(f"prose: {size} characters, read for its figures at {size / spent:.0f} characters a second")
    terms = TermFinder.of_wordings((term.key, [w for w in term.words if "(?" not in w]) for term in rules.lexicon.terms)
    analyzer = Analyzer(rules.quantities, terms)
    analyzer.analyze(with_figures[0])
    start = time.process_time()
    for text in with_figures:
        analyzer.analyze(text)
    spent, size = time.process_time() - start, sum(map(len, with_figures))
    print(f"tokenised: {len(with_figures)} paragraphs with figures, {size / spent:.0f} characters a second")


def document_of(path: Path) -> Document | None:
    """Return what was recognised of a file, None for one that the audit refuses."""
    try:
        return pipeline.audit_publication([path]).document
    except ReadError:
        return None


def default_paths() -> list[Path]:
    """Return what is measured unless told."""
    folders = (SAMPLES, SHARED / "seeds", SHARED / "publications")
    return [path for folder in folders for path in sorted(folder.glob("*")) if path.suffix in (".txt", ".pdf")]


def show(paths: Sequence[Path], folder: Path, repeat: int) -> None:
    """Print one line for each publication, and their sum."""
    head = "".join(f"{room:>15}" for room in ROOMS)
    print(f"{'publication':40}{'chars':>9}{head}{'whole':>9}{'chars/s':>11}{'/pdfplumber':>13}")
    total = dict.fromkeys(ROOMS, 0.0)
    for path in paths:
        try:
            seconds, characters = measure(path, folder / path.stem, repeat)
        except ReadError as error:
            print(f"{path.stem[:38]:40} not audited: {error.code}")
            continue
        whole = sum(seconds.values())
        total = {room: total[room] + seconds[room] for room in ROOMS}
        ratio = ""
        if path.suffix == ".pdf":
            ratio = f"{whole / statistics.median(pdfplumber_alone(path) for _ in range(repeat)):>13.2f}"
        cells = "".join(f"{seconds[room]:>15.3f}" for room in ROOMS)
        print(f"{path.stem[:38]:40}{characters:>9}{cells}{whole:>9.3f}{characters / whole:>11.0f}{ratio}")
    whole = sum(total.values()) or 1.0
    print(f"{'share of the time':49}" + "".join(f"{total[room] / whole:>15.1%}" for room in ROOMS))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--out", type=Path, default=Path("out") / "bench")
    arguments = parser.parse_args()
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    paths = arguments.paths or default_paths()
    if not paths:
        print("nothing to measure: corpora/samples is empty")
        return 1
    print(f"start of the command: {start_seconds():.2f} s")
    start = time.perf_counter()
    audit_once(paths[0], arguments.out / paths[0].stem)
    print(f"first audit of a process ({paths[0].stem}): {time.perf_counter() - start:.2f} s")
    show(paths, arguments.out, arguments.repeat)
    show_prose(paths)
    print(f"peak memory: {peak_megabytes():.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
