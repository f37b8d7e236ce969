"""Measures the audit: score.py's tables for labelled publications, then the mutation run.

    python -m tools.accuracy [--out DIR] [--until 十三] [--mutations N] [--publications N] [--frames a] [--misses]

Labelled are the seeds of ../shared, where that folder is there, and the samples of corpora/. score.py is in ../shared.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from audit import pipeline
from audit.model.findings import Severity
from tools.mutation_run import outcomes, show_all
from tools.mutation_sources import generated_sources, seed_sources
from tools.mutations import baseline, draw
from tools.shared import SCORE, Labelled, labelled_samples, labelled_seeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tools.mutation_sources import Source


def score(title: str, pairs: Sequence[Labelled], out: Path, extra: Sequence[str]) -> None:
    """Audit labelled publications and let score.py print its tables."""
    print(f"== {title}")
    if not pairs or not SCORE.is_file():
        print("none here" if SCORE.is_file() else "score.py is not in the folder shared beside the checkout")
        return
    arguments: list[str] = []
    for pair in pairs:
        folder = out / pair.name
        report = pipeline.audit_publication([pair.document], pipeline.Settings(pack=pair.pack))
        pipeline.write_report(report, folder, ["json"], "")
        arguments += [str(folder / "report.json"), str(pair.labels)]
    command = [sys.executable, str(SCORE), *arguments, "--source", str(pairs[0].document.parent), *extra]
    sys.stdout.flush()
    subprocess.run(command, check=True)  # noqa: S603 - the paths are this checkout's own


def mutate(sources: Sequence[Source], count: int, seed: int, *, misses: bool) -> None:
    """Do the mutation run and print it."""
    mutations = draw(sources, count, seed)
    print(f"== mutations: {len(mutations)} of {count} drawn from {len(sources)} publications")
    clean = [source for source in sources if source.group.startswith("generated")]
    alarms = [(source, f) for source in clean for f in baseline(source) if f.severity is Severity.ERROR]
    print(f"false: {len(alarms)} errors on {len(clean)} clean publications")
    for source, finding in alarms if misses else ():
        print("false ", source.name, f"L{finding.places[0].line}", finding.rule, finding.places[0].quote)
    show_all(list(outcomes(mutations, os.cpu_count() or 1)), misses=misses)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, default=Path("out") / "accuracy")
    parser.add_argument("--until", help="count labels before this section of the explanation only, as 十三")
    parser.add_argument("--mutations", type=int, default=400)
    parser.add_argument("--publications", type=int, default=6)
    parser.add_argument("--frames", default="a")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--misses", action="store_true", help="list what was missed and what was extra")
    arguments = parser.parse_args()
    extra = ["--until", arguments.until] if arguments.until else []
    extra += ["--misses", "--extras"] if arguments.misses else []
    score("labelled seeds", labelled_seeds(), arguments.out, extra)
    score("labelled samples", labelled_samples(), arguments.out, extra)
    sources = [*generated_sources(arguments.publications, arguments.frames), *seed_sources()]
    mutate(sources, arguments.mutations, arguments.seed, misses=arguments.misses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
