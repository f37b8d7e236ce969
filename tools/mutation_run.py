"""Runs the mutations of tools/mutations.py in pieces that can be broken off, taken up again and put together.

    python -m tools.mutation_run --count 5000 --out FILE [--start N] [--seed N] [--jobs N]
    python -m tools.mutation_run --show FILE...

Every outcome is a line of FILE as soon as it is known; what FILE holds already is not done again. `--start N` leaves
out the first N of the draw: two machines may share one draw. `--show` prints the tables of one or more files.
"""

from __future__ import annotations

import argparse
import json
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from tools.mutation_sources import generated_sources, seed_sources
from tools.mutations import Outcome, draw, try_mutation
from tools.shares import show, show_rules

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tools.mutations import Mutation

_PART = 400


def of_files(files: Iterable[Path]) -> list[Outcome]:
    """Return the outcomes of one or more runs, each mutation once."""
    found: dict[str, Outcome] = {}
    for path in files:
        for row in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            held = json.loads(row)
            for name in ("rules", "stray_rules"):
                held[name] = tuple(held[name])
            outcome = Outcome(**held)
            found[outcome.told] = outcome
    return list(found.values())


def outcomes(mutations: list[Mutation], jobs: int) -> Iterator[Outcome]:
    """Yield what becomes of each mutation as it is known, part by part of the draw: a run broken off is a fair sample.

    Inside a part one publication's stay together.
    """
    for start in range(0, len(mutations), _PART):
        part = sorted(mutations[start : start + _PART], key=lambda m: m.source.name)
        if jobs == 1:
            yield from map(try_mutation, part)
        else:
            with ProcessPoolExecutor(jobs) as executor:
                yield from executor.map(try_mutation, part, chunksize=16)


def show_all(found: list[Outcome], *, misses: bool) -> None:
    """Print the tables of a run."""
    print(f"== mutations: {len(found)} of {len({o.told.partition(' ')[0] for o in found})} publications")
    show("source", found, lambda o: f"{o.group} {o.where}")
    show("operator", found, lambda o: o.operator)
    show("operator in seeds", [o for o in found if o.group.startswith("seed")], lambda o: f"{o.operator} {o.where}")
    show_rules(found)
    for outcome in found if misses else ():
        if not outcome.flagged or outcome.collateral:
            print("missed" if not outcome.flagged else "stray ", outcome.told, *outcome.stray_rules)
        elif not outcome.repaired:
            print("unnamed", outcome.told, *outcome.rules)


def main() -> int:
    """Run or show."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", type=Path, nargs="+", metavar="FILE", help="print the tables of these files only")
    parser.add_argument("--out", type=Path, default=Path("out") / "mutations.jsonl")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--start", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--publications", type=int, default=12, help="generated ones of each frame set")
    parser.add_argument("--where", choices=("prose", "cell"), help="only these figures")
    parser.add_argument("--misses", action="store_true", help="list what was missed, extra, or not named")
    arguments = parser.parse_args()
    if not arguments.show:
        made = [generated_sources(arguments.publications, frames) for frames in ("a", "b")]
        sources = [*made[0], *made[1], *seed_sources()]
        wanted = draw(sources, arguments.start + arguments.count, arguments.seed, where=arguments.where)
        wanted = wanted[arguments.start :]
        done = {outcome.told for outcome in of_files([arguments.out])}
        arguments.out.parent.mkdir(parents=True, exist_ok=True)
        with arguments.out.open("a", encoding="utf-8") as file:
            for outcome in outcomes([m for m in wanted if m.told not in done], arguments.jobs):
                file.write(json.dumps(asdict(outcome), ensure_ascii=False) + "\n")
                file.flush()
    show_all(of_files(arguments.show or [arguments.out]), misses=arguments.misses)
    return 0


if __name__ == "__main__":
    sys.exit(main())
