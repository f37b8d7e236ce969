"""Draws the distributions of a batch as SVG that stands in the page itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from leather import Axis, Chart, Linear
from markupsafe import Markup, escape

from audit.writers.labels import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.writers.board import Publication

_STEP = 10
_COUNTS = ((0, 0), (1, 1), (2, 2), (3, 5), (6, 10), (11, 20), (21, None))
_TICKS = 5
_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
"""Needed in a file of its own, not in a page."""
_WIDTH, _HEIGHT = 420, 240
_BAR, _UNDECIDED = "#4a6fa0", "#8b8577"


@dataclass(frozen=True, slots=True)
class Plot:
    """A picture with its title, and its figures in words for those who do not see it."""

    title: str
    picture: Markup
    words: str


def plots_of(publications: Sequence[Publication]) -> tuple[Plot, ...]:
    """Return the distributions of scores, of errors, and of how much of the figures was settled."""
    scored = [one.entry["score"]["value"] for one in publications if one.pack >= 0 and "score" in one.entry]
    coverage = [one.entry["coverage"] for one in publications if one.entry.get("coverage", {}).get("figures")]
    errors = [one.severities[0] for one in publications]
    plots = []
    if scored:
        bars = [*_by_tens([value for value in scored if value is not None])]
        bars.append((phrase("verdict", "undecided"), sum(value is None for value in scored)))
        plots.append(_plot(phrase("index", "plot_scores"), bars))
    if errors:
        plots.append(
            _plot(phrase("index", "plot_errors"), [(_range(*pair), _among(errors, *pair)) for pair in _COUNTS])
        )
    if coverage:
        shares = [100 * one["ratio"] for one in coverage]
        plots.append(_plot(phrase("index", "plot_coverage"), [*_by_tens(shares)]))
    return tuple(plots)


def _by_tens(values: Sequence[float]) -> list[tuple[str, int]]:
    """Count values from 0 to 100 by tens; 100 itself belongs to the last."""
    bins = [0] * (100 // _STEP)
    for value in values:
        bins[min(int(value // _STEP), len(bins) - 1)] += 1
    return [(f"{at * _STEP}～", count) for at, count in enumerate(bins)]


def _range(low: int, high: int | None) -> str:
    return f"{low}" if high == low else f"≥{low}" if high is None else f"{low}～{high}"


def _among(values: Sequence[int], low: int, high: int | None) -> int:
    return sum(low <= value and (high is None or value <= high) for value in values)


def _step(most: int) -> int:
    """Return the distance of the ticks: 1, 2 or 5 of some power of ten, so that a few of them hold the tallest."""
    power = 1
    while True:
        for digit in (1, 2, 5):
            if digit * power * _TICKS >= most:
                return digit * power
        power *= 10


def _plot(title: str, bars: Sequence[tuple[str, int]]) -> Plot:
    """Draw columns; fonts and colours of their words are the page's own style sheet's."""
    undecided = phrase("verdict", "undecided")
    most = max(count for _, count in bars)
    step = _step(most)
    top = step * -(-most // step) or 1
    chart = Chart()
    chart.set_y_scale(Linear(0, top))
    chart.set_y_axis(Axis(ticks=list(range(0, top + 1, step))))
    chart.add_columns(list(bars), fill_color=lambda datum: _UNDECIDED if datum.x == undecided else _BAR)
    words = "；".join(phrase("index", "plot_bar", label=label, n=count) for label, count in bars if count)
    picture = str(chart.to_svg(width=_WIDTH, height=_HEIGHT))
    picture = picture.replace(_NAMESPACE, "")
    told = f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}" '
    named = picture.replace("<svg ", told, 1)
    return Plot(title, Markup(named), words)  # noqa: S704  # drawn from figures and from our own words
