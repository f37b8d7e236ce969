"""The one entry: a style, a seed and faults become an evaluation report with labels."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from corpora.evaluation.faults import FAULTS, Blemish
from corpora.evaluation.values import draw_values, with_sums
from corpora.frames import environment

if TYPE_CHECKING:
    from collections.abc import Sequence

STYLES = ("whole", "project", "self")
FRAMES = Path(__file__).parent / "frames"
_FIGURE = re.compile(r"(?<![\d.\-－〔（\t])(?<=[\u4e00-\u9fff])(\d+(?:\.\d+)?)(?=(?:万元|人|项|份|分(?![\d（])))")


@dataclass(frozen=True, slots=True)
class Report:
    """A generated report. `labels` are what its faults made wrong, in the form of hand-made labels."""

    style: str
    seed: int
    text: str
    labels: tuple[dict[str, Any], ...] = ()

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")


def make_report(style: str = "whole", seed: int = 1, faults: Sequence[str] = (), *, spaced: bool = False) -> Report:
    """Make a report. The same arguments always give the same bytes. `spaced` puts blanks around figures.

    Raises NotApplicable where a fault has nothing to spoil, KeyError for unknown names.
    """
    rng = Random(f"{style}/{seed}/{'/'.join(faults)}")  # noqa: S311 - repeatable
    values = draw_values(style, seed)
    blemishes: list[Blemish] = []
    for name in faults:
        values, made = FAULTS[name].before(values, rng)
        blemishes += made
    template = environment().from_string((FRAMES / f"{style}.txt.j2").read_text(encoding="utf-8"))
    text = re.sub(r"\n{3,}", "\n\n", template.render({"without_problems": False} | with_sums(values)))
    for name in faults:
        text, made = FAULTS[name].after(text, values, rng)
        blemishes += made
    if spaced:
        text = _FIGURE.sub(r" \1 ", text)
    return Report(style, seed, text, tuple(_label(text, one) for one in blemishes))


def _label(text: str, blemish: Blemish) -> dict[str, Any]:
    """Return a label with the line on which its quote stands first, and all lines on which it stands."""
    wanted = blemish.quote.replace(" ", "")
    lines = [number for number, line in enumerate(text.split("\n"), 1) if wanted in line.replace(" ", "")]
    if not lines:
        raise LookupError(blemish.quote)
    return {
        "category": blemish.category,
        "severity": blemish.severity,
        "line": lines[0],
        "lines": lines,
        "quote": blemish.quote,
        "stated": blemish.stated,
        "expected": blemish.expected,
    }
