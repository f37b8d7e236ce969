"""Measures the audit: score.py's tables for labelled publications, then the mutation run.

    python -m tools.accuracy [--out DIR] [--until 十三] [--mutations N] [--publications N] [--frames a] [--misses]

Labelled are the seeds of ../shared, where that folder is there, and the samples of corpora/. score.py is in ../shared.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections import Counter, defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from audit import pipeline
from audit.model.findings import Severity
from audit.model.measured import RuleRecord
from tools.mutations import baseline, draw, generated_sources, seed_sources, try_mutation
from tools.shared import SCORE, Labelled, labelled_samples, labelled_seeds

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tools.mutations import Outcome, Source


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


def wilson(hits: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a share, in percent."""
    low, high = RuleRecord(hits, total - hits, 0).interval
    return 100 * low, 100 * high


def line(name: str, hits: int, total: int) -> str:
    """Return a share with its interval."""
    low, high = wilson(hits, total)
    share = 100 * hits / total if total else 0.0
    return f"  {name:34}{hits:>6}/{total:<6}{share:>6.1f} %   [{low:.0f}, {high:.0f}]"


def show(title: str, outcomes: Sequence[Outcome], key: Callable[[Outcome], str]) -> None:
    """Print flagged, repaired and collateral by some key."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups[key(outcome)].append(outcome)
    print(f"-- by {title}")
    for name, members in sorted(groups.items()):
        print(line(f"{name} flagged", sum(o.flagged for o in members), len(members)))
        print(line(f"{name} repaired", sum(o.repaired for o in members), len(members)))
        print(line(f"{name} with collateral", sum(o.collateral > 0 for o in members), len(members)))


def show_rules(outcomes: Sequence[Outcome]) -> None:
    """Print what each rule saw, and what it said elsewhere."""
    hits = Counter(rule for outcome in outcomes for rule in outcome.rules)
    strays = Counter(rule for outcome in outcomes for rule in outcome.stray_rules)
    print("-- by rule (precision: findings on the change against findings elsewhere)")
    for rule in sorted({*hits, *strays}):
        print(line(rule, hits[rule], hits[rule] + strays[rule]))


def mutate(sources: Sequence[Source], count: int, seed: int, *, misses: bool) -> None:
    """Do the mutation run and print it."""
    mutations = draw(sources, count, seed)
    print(f"== mutations: {len(mutations)} of {count} drawn from {len(sources)} publications")
    clean = [source for source in sources if source.group.startswith("generated")]
    alarms = [(source, f) for source in clean for f in baseline(source) if f.severity is Severity.ERROR]
    print(f"false: {len(alarms)} errors on {len(clean)} clean publications")
    for source, finding in alarms if misses else ():
        print("false ", source.name, f"L{finding.places[0].line}", finding.rule, finding.places[0].quote)
    ordered = sorted(
        mutations, key=lambda m: m.source.name
    )  # one source's stay together, so its baseline is audited once
    with ProcessPoolExecutor(os.cpu_count()) as executor:
        outcomes = list(executor.map(try_mutation, ordered, chunksize=16))
    show("source", outcomes, lambda o: f"{o.group} {o.where}")
    show("operator", outcomes, lambda o: o.operator)
    show_rules(outcomes)
    for outcome in outcomes if misses else ():
        if not outcome.flagged or outcome.collateral:
            print("missed" if not outcome.flagged else "stray ", outcome.told, *outcome.stray_rules)


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
