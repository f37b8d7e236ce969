"""The command: single publications, the committed samples, the names of what can be planted."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpora import figure_file
from corpora.chain import BREAKS, make_chain
from corpora.draw import Wishes
from corpora.faults import REGISTRY, NotApplicable
from corpora.generator import Options, Publication, generate
from corpora.labels import as_json
from corpora.templates import STYLES, TEMPLATES, styled
from corpora.vocabulary import read_yaml

if TYPE_CHECKING:
    from collections.abc import Sequence

HERE = Path(__file__).parent
SAMPLES = HERE / "samples.yaml"


@dataclass(frozen=True, slots=True)
class Sample:
    """One line of samples.yaml."""

    name: str
    template: str
    seed: int
    frames: str
    formats: tuple[str, ...]
    faults: tuple[str, ...] = ()
    styles: tuple[str, ...] = ()
    items: int | None = None
    projects: int | None = None
    three_public: str | None = None
    gaps: bool = False
    form: bool = False

    def publication(self) -> Publication:
        """Make it."""
        wishes = Wishes(items=self.items, projects=self.projects, three_public=self.three_public, gaps=self.gaps)
        options = Options(wishes=wishes, style=styled(self.template, self.styles), form=self.form)
        return generate(self.template, self.seed, self.frames, self.faults, options)


def samples(path: Path = SAMPLES) -> tuple[Sample, ...]:
    """Read the list of committed samples."""
    raw: list[dict[str, Any]] = read_yaml(path)
    return tuple(Sample(**_tuples(one)) for one in raw)


def _tuples(raw: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    arguments = parser().parse_args(argv)
    if arguments.command == "build":
        return build(arguments.out)
    if arguments.command == "chain":
        return chain(arguments)
    if arguments.command == "faults":
        sys.stdout.writelines(f"{name:32} {one.summary}\n" for name, one in REGISTRY.items())
        return 0
    return make(arguments)


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    top = argparse.ArgumentParser(prog="corpora", description="Publications of fictional departments with labels.")
    commands = top.add_subparsers(dest="command", required=True)
    all_ = commands.add_parser("build", help="rebuild the committed samples")
    all_.add_argument("--out", type=Path, required=True)
    commands.add_parser("faults", help="list the faults that can be planted")
    linked = commands.add_parser("chain", help="make a department and its units over three years, with their budgets")
    linked.add_argument("--seed", default="1")
    linked.add_argument("--units", type=int, default=2)
    linked.add_argument("--break", dest="breaks", action="append", default=[], choices=BREAKS, metavar="NAME")
    linked.add_argument("--out", type=Path, required=True)
    one = commands.add_parser("make", help="make one publication with its labels")
    one.add_argument("--template", choices=sorted(TEMPLATES), default="wuhan-2020")
    one.add_argument("--seed", default="1")
    one.add_argument("--frames", choices=("a", "b"), default="a")
    one.add_argument("--fault", action="append", default=[], choices=sorted(REGISTRY), metavar="NAME")
    one.add_argument("--style", action="append", default=[], choices=sorted(STYLES))
    one.add_argument("--format", choices=("txt", "pdf", "ofd"), default="txt")
    one.add_argument("--form", action="store_true", help="append the filled-in form")
    one.add_argument("--gaps", action="store_true", help="let printed sums miss by a rounding")
    one.add_argument("--figures", type=Path, help="take the accounts from this YAML file")
    one.add_argument("--save-figures", type=Path, help="write the accounts to this YAML file")
    one.add_argument("--out", type=Path, required=True)
    return top


def chain(arguments: argparse.Namespace) -> int:
    """Write the publications of a chain, the list of its units, and the pairs of figures that do not agree."""
    made = make_chain(arguments.seed, arguments.breaks, units=arguments.units)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for name, text in made.texts.items():
        (arguments.out / name).write_text(text, encoding="utf-8")
    units = "".join(f"{made.department},{unit}\n" for unit in made.units)
    (arguments.out / "units.csv").write_text(f"部门,单位\n{units}", encoding="utf-8")
    broken = [asdict(one) for one in made.broken]
    (arguments.out / "labels.json").write_text(json.dumps(broken, ensure_ascii=False, indent=1), encoding="utf-8")
    sys.stdout.write(f"{len(made.texts)} publications in {arguments.out}, {len(broken)} pairs do not agree\n")
    return 0


def make(arguments: argparse.Namespace) -> int:
    """Write one publication and its labels."""
    figures = figure_file.read(arguments.figures) if arguments.figures else None
    style = styled(arguments.template, arguments.style)
    options = Options(wishes=Wishes(gaps=arguments.gaps), style=style, figures=figures, form=arguments.form)
    try:
        made = generate(arguments.template, arguments.seed, arguments.frames, arguments.fault, options)
    except NotApplicable as error:
        sys.stderr.write(f"{error}: nothing in this publication can be spoiled so; try another seed\n")
        return 1
    if arguments.save_figures:
        figure_file.write(made.figures, arguments.save_figures)
    stem = "_".join((arguments.template, str(arguments.seed), arguments.frames, *arguments.fault))
    for path in save(made, arguments.out, stem, (arguments.format,)):
        sys.stdout.write(f"{path}\n")
    return 0


def save(made: Publication, out: Path, stem: str, formats: Sequence[str]) -> list[Path]:
    """Write a publication in some formats, each with its labels beside it."""
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for kind in formats:
        target = out / (f"{stem}.txt" if kind == "txt" else f"{stem}_pages.{kind}")
        if kind != "txt":
            target.write_bytes(made.pdf if kind == "pdf" else made.ofd)
        else:
            target.write_text(made.text, encoding="utf-8")
        beside = target.with_suffix(".json")
        beside.write_text(as_json(made.labels(target.name, paged=kind != "txt")), encoding="utf-8")
        written += [target, beside]
    return written


def build(out: Path) -> int:
    """Write all samples; remove samples that are no longer on the list."""
    kept = {path for one in samples() for path in save(one.publication(), out, one.name, one.formats)}
    for old in sorted(out.iterdir()):
        if old not in kept and (old.suffix in (".txt", ".pdf", ".json")):
            old.unlink()
    sys.stdout.write(f"{len(kept)} files in {out}\n")
    return 0
