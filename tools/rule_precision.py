"""Measures how often each rule is right, and keeps the record in rules/measured.yaml.

    python -m tools.rule_precision [--rounds N] [--mutations N] [--relations PREFIX] [--jobs N] [--add] [--write]

Cases are (a) every fault of corpora planted in publications of every template and both frame sets, and clean ones
beside them, in N times six publications each; (b) evaluation reports with planted faults, and budgets with faults in
their goal tables; (c) single figures changed in generated publications and in the seeds and budgets of ../shared;
(d) the labelled seeds themselves; (e) with --relations, cells of the tables' relations that do not decide yet. A
finding (error or warning) is right when one of its places shares words with a label or stands on another line that the
label names, or shares the changed characters; every other one is wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import audit
from audit.model.findings import Severity
from audit.model.measured import LEAST_PUBLICATIONS, ROW, Measured, RuleRecord, measured_key
from audit.packs.checklists import load_packs
from audit.packs.strict_yaml import load
from audit.pipeline import audit_publication
from corpora import Options, generate
from corpora.budgets import FAULTS as BUDGET_FAULTS
from corpora.budgets import LAYOUTS, make_budget
from corpora.evaluation import FAULTS, STYLES, make_report
from corpora.faults import REGISTRY, NotApplicable
from tools.mutation_sources import budget_sources, generated_sources, seed_sources
from tools.mutations import draw, try_mutation
from tools.relation_cases import cases, grounds, sources
from tools.shared import ROOT, labelled_seeds

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from audit.model.findings import Finding
    from audit.model.places import Ref

LOUD = (Severity.ERROR, Severity.WARNING)
HOUSES = tuple(
    (template, frames) for template in ("wuhan-2020", "wuhan-2023", "shanghai-2024") for frames in ("a", "b")
)
"""Templates and frame sets that planted faults stand in by turns."""
_MOST_ROUNDS = 6
"""Times the rounds asked for, after which a fault that few publications take is left with what it has."""
_APART = 1000
"""Between the seeds of two rounds, so that no two faults are planted in one publication."""
MOST_PLACES = 9
"""A finding's own place and the eight that score.py looks at."""
_ENOUGH = 36
"""Cases that let a rule decide if all are right, with one to spare."""
_PUBLICATIONS = 2
"""Generated publications of each template and frame set whose relations are tried."""
TARGET = ROOT / "rules" / "measured.yaml"
HEAD = """# How often each rule was right on publications whose defects are known. Written by tools/rule_precision.py.
# A rule with too few cases, or whose lower bound is too low, asks for a look (需核) and turns no row of a checklist.
"""


@dataclass(frozen=True, slots=True)
class Job:
    """One fault ("" for none) to plant in so many publications, from a seed on."""

    fault: str
    count: int
    start: int


@dataclass(frozen=True, slots=True)
class Said:
    """One finding: the rule, whether it is right, the publication, and its words for reading the wrong ones."""

    rule: str
    is_right: bool
    publication: str
    words: str


@dataclass(slots=True)
class Tally:
    """What was counted of one rule."""

    right: int = 0
    wrong: int = 0
    publications: set[str] = field(default_factory=set)

    @property
    def record(self) -> RuleRecord:
        return RuleRecord(self.right, self.wrong, len(self.publications))


def of_faults(rounds: int, faults: Sequence[str], executor: ProcessPoolExecutor, start: int) -> Iterator[Said]:
    """Yield the findings on planted faults, each in as many publications as were asked for.

    How many is fixed beforehand: to leave off a fault as soon as its rules decide would favour rules that were lucky
    early.
    """
    jobs = [Job(fault, rounds * len(HOUSES), start) for fault in faults]
    for found in executor.map(try_fault, jobs):
        yield from found


def try_fault(job: Job) -> list[Said]:
    """Plant a fault in publications of every template and frame set in turn, or audit clean ones.

    A publication in which it cannot be planted does not count, so that a fault that few take has as many cases.
    """
    said: list[Said] = []
    made = 0
    first = 3000 + sorted(["", *REGISTRY]).index(job.fault)
    for number in range(job.start, job.start + _MOST_ROUNDS * max(1, job.count // len(HOUSES))):
        for template, frames in HOUSES:
            if made == job.count:
                return said
            # the form that the department fills in is Wuhan's; clean publications have all sentences that there are
            options = Options(form=template.startswith("wuhan"), asides=not job.fault and number % 2 == 1)
            seed = first + _APART * number
            try:
                publication = generate(template, seed, frames, (job.fault,) if job.fault else (), options)
            except NotApplicable:
                continue
            made += 1
            labels = cast("list[Any]", publication.labels()["findings"])
            said += _audited(publication.text, labels, publication.lines, f"{template}/{frames}/{seed}/{job.fault}")
    return said


def _audited(text: str, labels: Sequence[Any], lines: Sequence[str], name: str) -> list[Said]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "publication.txt"
        path.write_text(text, encoding="utf-8", newline="\n")
        return list(judged(audit_publication([path]).findings, labels, lines, name))


def judged(findings: Iterable[Finding], labels: Sequence[Any], lines: Sequence[str], name: str) -> Iterator[Said]:
    """Hold loud findings to labels. `labels` are those of a label file, `lines` the publication's."""
    for finding in findings:
        if finding.severity in LOUD:
            right = any(meets(finding, label, lines) for label in labels)
            line = finding.places[0].line
            yield Said(finding.rule, right, name, f"{name} L{line} {finding.message[:100]}")


def meets(finding: Finding, label: Any, lines: Sequence[str]) -> bool:
    """Tell whether a finding shows a label's defect.

    One of its places shares characters with the label's words, or it cites another line that shows the defect.
    """
    start = lines[label["line"] - 1].find(label["quote"])
    end = start + len(label["quote"])
    places = finding.places[:MOST_PLACES]
    others = {*(label.get("lines") or ())} - {label["line"]}
    return any(ref.line in others for ref in places) or any(_overlaps(ref, label["line"], start, end) for ref in places)


def _overlaps(ref: Ref, line: int, start: int, end: int) -> bool:
    return ref.line == line and ref.start < end and start < ref.end


def try_evaluation(job: Job) -> list[Said]:
    """Plant a fault in evaluation reports of every style in turn, or audit clean ones."""
    said: list[Said] = []
    made = 0
    for number in range(job.start, job.start + job.count):
        for style in STYLES:
            if made == job.count:
                return said
            try:
                report = make_report(style, 500 + number, (job.fault,) if job.fault else ())
            except NotApplicable:
                continue
            made += 1
            said += _audited(report.text, report.labels, report.lines, f"{style}/{500 + number}/{job.fault}")
    return said


def of_evaluations(count: int, start: int, executor: ProcessPoolExecutor) -> Iterator[Said]:
    """Yield the findings on evaluation reports with planted faults, and on clean ones."""
    for found in executor.map(try_evaluation, [Job(fault, count, start) for fault in ("", *FAULTS)]):
        yield from found


def try_budget(job: Job) -> list[Said]:
    """Plant a fault in budgets of every layout that takes it, or audit clean ones.

    These budgets are tables with few words; what a checklist misses in them is not there.
    """
    items = frozenset(item.id for pack in load_packs() for item in pack.items)
    said: list[Said] = []
    for number in range(job.start, job.start + job.count):
        for layout in LAYOUTS:
            try:
                made = make_budget(layout, 500 + number, (job.fault,) if job.fault else ())
            except NotApplicable:
                continue
            said += _audited(made.text, made.labels, made.lines, f"budget/{layout}/{500 + number}/{job.fault}")
    return [one for one in said if not measured_key(one.rule, items).startswith(ROW)]


def of_budgets(count: int, start: int, executor: ProcessPoolExecutor) -> Iterator[Said]:
    """Yield the findings on budgets with planted faults, and on clean ones."""
    for found in executor.map(try_budget, [Job(fault, count, start) for fault in ("", *BUDGET_FAULTS)]):
        yield from found


def of_seeds() -> Iterator[Said]:
    """Yield the findings on the labelled seeds of ../shared."""
    for pair in labelled_seeds():
        labels = json.loads(pair.labels.read_text(encoding="utf-8"))["findings"]
        lines = pair.document.read_text(encoding="utf-8-sig").replace("\r\n", "\n").split("\n")
        yield from judged(audit_publication([pair.document]).findings, labels, lines, pair.name)


def of_mutations(count: int, seed: int, executor: ProcessPoolExecutor) -> Iterator[Said]:
    """Yield what each rule said of changed figures: on the change is right, elsewhere is wrong."""
    sources = [*generated_sources(6, "a"), *generated_sources(6, "b"), *seed_sources(), *budget_sources()]
    ordered = sorted(draw(sources, count, seed), key=lambda mutation: mutation.source.name)
    for outcome in executor.map(try_mutation, ordered, chunksize=16):
        name = outcome.told.split(" ")[0]
        yield from (Said(rule, True, name, "") for rule in outcome.rules)
        yield from (Said(rule, False, name, outcome.told) for rule in outcome.stray_rules)


def of_relations(prefixes: Sequence[str], record: Measured) -> Iterator[Said]:
    """Yield what is said of cells of the tables' relations, for those that do not decide yet."""
    decided = {rule for rule, known in record.rules.items() if known.is_proven}
    ground = grounds(sources(_PUBLICATIONS))
    for case in cases(ground, decided, tuple(prefixes), _ENOUGH, LEAST_PUBLICATIONS):
        print(f"  {case.rule} {case.is_right} {case.words[:120]}", file=sys.stderr)
        yield Said(case.rule, case.is_right, case.publication, case.words)


def tally(said: Iterable[Said], items: frozenset[str]) -> dict[str, Tally]:
    """Count by rule."""
    counted: dict[str, Tally] = defaultdict(Tally)
    for one in said:
        own = counted[measured_key(one.rule, items)]
        own.right += one.is_right
        own.wrong += not one.is_right
        own.publications.add(one.publication)
    return counted


def add_record(counted: dict[str, Tally], record: Measured) -> None:
    """Add what was measured before. Its publications are other ones."""
    for rule, known in record.rules.items():
        own = counted[rule]
        own.right += known.right
        own.wrong += known.wrong
        own.publications |= {f"before {number}" for number in range(known.publications)}


def as_yaml(counted: dict[str, Tally], command: str) -> str:
    """Print the record."""
    rows = [
        f"  {json.dumps(rule)}: {{right: {own.right}, wrong: {own.wrong}, publications: {len(own.publications)}}}"
        for rule, own in sorted(counted.items())
    ]
    return (
        f"{HEAD}version: {json.dumps(audit.__version__)}\ncommand: {json.dumps(command)}\nrules:\n"
        + "\n".join(rows)
        + "\n"
    )


def table(counted: dict[str, Tally]) -> Iterator[str]:
    """Yield a line a rule."""
    for rule, own in sorted(counted.items()):
        record = own.record
        low, high = record.interval
        proven = "" if record.is_proven else "  needs a look"
        yield (
            f"  {rule:38}{own.right:>6}/{own.right + own.wrong:<6}"
            f"[{100 * low:.0f}, {100 * high:.0f}]  {len(own.publications):>4} publications{proven}"
        )


def markdown(record: Measured) -> Iterator[str]:
    """Yield the record as a table of docs/accuracy.md."""
    yield "| rule | right | of | interval | publications | may turn a row |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for rule, own in sorted(record.rules.items()):
        low, high = (round(100 * edge) for edge in own.interval)
        told = "yes" if own.is_proven else "needs a look"
        total = own.right + own.wrong
        yield f"| `{rule}` | {own.right} | {total} | {low}–{high} % | {own.publications} | {told} |"


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=6, help="six publications of each fault are one round")
    parser.add_argument("--mutations", type=int, default=600)
    parser.add_argument("--evaluations", type=int, default=36, help="evaluation reports for each fault")
    parser.add_argument("--budgets", type=int, default=36, help="budgets for each fault")
    parser.add_argument("--fault", action="append", choices=sorted(REGISTRY), metavar="NAME", help="only these faults")
    parser.add_argument("--start", type=int, default=0, help="number of the first round: other numbers, other texts")
    parser.add_argument("--relations", action="append", default=[], metavar="PREFIX", help="cells of these relations")
    parser.add_argument("--add", action="store_true", help="add to the record that is there")
    parser.add_argument("--write", action="store_true", help="keep the record in rules/measured.yaml")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="processes at a time")
    parser.add_argument("--extras", action="store_true", help="list the findings that count as wrong")
    parser.add_argument("--markdown", action="store_true", help="print the record as it is, for docs/accuracy.md")
    arguments = parser.parse_args()
    if arguments.markdown:
        print("\n".join(markdown(load(TARGET, Measured))))
        return 0
    items = frozenset(item.id for pack in load_packs() for item in pack.items)
    with ProcessPoolExecutor(arguments.jobs) as executor:
        faults = arguments.fault or ["", *sorted(REGISTRY)]
        said = [*of_faults(arguments.rounds, faults, executor, arguments.start)]
        said += [
            *of_evaluations(arguments.evaluations, arguments.start, executor),
            *of_budgets(arguments.budgets, arguments.start, executor),
            *(of_mutations(arguments.mutations, 7 + arguments.start, executor) if arguments.mutations else ()),
        ]
        said += [] if arguments.add else [*of_seeds()]
    record = load(TARGET, Measured)
    said += [*of_relations(arguments.relations, record)] if arguments.relations else []
    counted = tally(said, items)
    commands = [f"python -m tools.rule_precision {' '.join(sys.argv[1:])}"]
    if arguments.add:
        add_record(counted, record)
        commands.insert(0, record.command)
    print("\n".join(table(counted)))
    for one in said if arguments.extras else ():
        if not one.is_right:
            print("wrong", one.rule, one.words)
    if arguments.write:
        TARGET.write_text(as_yaml(counted, "; ".join(commands)), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
