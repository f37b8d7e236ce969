"""Tables with lines across only: columns are told by the white space that runs down between their figures.

Nothing here may take a paragraph between two lines for a table, so the figures must stand in columns in most rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.readers.pdf_geometry import Char, Segment, char_bounds
from audit.readers.pdf_lines import cluster_lines, line_text
from audit.readers.pdf_rules import Grid, build_grid

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.model.places import BBox

_SAME_END = 6.0
_MIN_RULES = 3
_MIN_WIDTH = 150.0
_WORD_GAP = 1.0
"""White space, in units of the font size, that parts two columns in one line."""

_MIN_ROWS = 3
_MIN_FIGURES = 0.3
_MIN_PARTED = 0.7
_FULL_LINE = 0.8
_MIN_GAP = 4.0
_FIGURE = re.compile(r"[-+]?[\d,]*\d(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    bbox: BBox


_Line = tuple[_Word, ...]


def open_grids(across: Iterable[Segment], chars: Sequence[Char]) -> list[Grid]:
    """Find tables between lines across the page that no line down meets; `chars` stand in no other table."""
    grids = []
    for rules in _bundles(across):
        left, right = min(rule.start for rule in rules), max(rule.end for rule in rules)
        top, bottom = rules[0].at, rules[-1].at
        inside = [char for char in chars if left <= char.x <= right and top <= char.y <= bottom]
        lines = [_words(line) for line in cluster_lines(inside)]
        if _is_tabular(lines):
            grid = _grid(rules, lines, left, right)
            if grid is not None:
                grids.append(grid)
    return grids


def _bundles(across: Iterable[Segment]) -> list[list[Segment]]:
    """Group lines across that start and end at the same places: three or more make a table's rules."""
    bundles: list[list[Segment]] = []
    for rule in sorted(across, key=lambda rule: rule.at):
        for bundle in bundles:
            if abs(bundle[0].start - rule.start) <= _SAME_END and abs(bundle[0].end - rule.end) <= _SAME_END:
                bundle.append(rule)
                break
        else:
            bundles.append([rule])
    return [bundle for bundle in bundles if len(bundle) >= _MIN_RULES and bundle[0].length >= _MIN_WIDTH]


def _words(chars: Sequence[Char]) -> _Line:
    """Part one line where the white space is as wide as a character."""
    groups: list[list[Char]] = []
    for char in chars:
        if char.is_blank:
            continue
        if groups and char.x0 - groups[-1][-1].x1 <= _WORD_GAP * char.size:
            groups[-1].append(char)
        else:
            groups.append([char])
    return tuple(_Word(line_text(group), char_bounds(group)) for group in groups)


def _is_tabular(lines: Sequence[_Line]) -> bool:
    """Tell a table from text: most lines stand in parts, and many of the parts are figures."""
    parted = [line for line in lines if len(line) > 1]
    words = [word for line in parted for word in line]
    if len(parted) < max(_MIN_ROWS, _MIN_PARTED * len(lines)):
        return False
    return sum(_is_figure(word) for word in words) >= _MIN_FIGURES * len(words)


def _is_figure(word: _Word) -> bool:
    return _FIGURE.fullmatch(word.text) is not None


def _grid(rules: Sequence[Segment], lines: Sequence[_Line], left: float, right: float) -> Grid | None:
    """Add the walls that the printer left out, and build the grid as if it had been ruled."""
    xs = [left, *_column_walls(lines), right]
    ys = [rules[0].at]
    for upper, lower in pairwise(rules):
        band = [line for line in lines if upper.at <= _middle(line) < lower.at]
        ys += [*_row_walls(band), lower.at]
    across = [Segment(y, left, right) for y in ys]
    down = [Segment(x, ys[0], ys[-1]) for x in (left, right)]
    for top, bottom in pairwise(ys):
        row = [word for line in lines if top <= _middle(line) < bottom for word in line]
        free = [x for x in xs[1:-1] if not any(word.bbox[0] < x < word.bbox[2] for word in row)]
        down += [Segment(x, top, bottom) for x in free]
    return build_grid(across, down)


def _column_walls(lines: Sequence[_Line]) -> list[float]:
    """Return the middles of the white space between columns.

    Every figure stands in one column; other words only count in full lines, since a head may span columns.
    """
    most = max(len(line) for line in lines)
    spans = sorted(
        (word.bbox[0], word.bbox[2])
        for line in lines
        for word in line
        if _is_figure(word) or len(line) >= _FULL_LINE * most
    )
    walls = []
    reach = spans[0][1]
    for start, end in spans:
        if start - reach >= _MIN_GAP:
            walls.append((reach + start) / 2)
        reach = max(reach, end)
    return walls


def _row_walls(band: Sequence[_Line]) -> list[float]:
    """Part the lines between two rules where each has figures of its own; a line without any goes on the one above."""
    starts = [line for line in band if len(line) > 1 and any(_is_figure(word) for word in line)]
    if len(starts) < 2:
        return []
    walls = []
    for above, below in pairwise(band):
        if below in starts:
            walls.append((max(word.bbox[3] for word in above) + min(word.bbox[1] for word in below)) / 2)
    return walls


def _middle(line: _Line) -> float:
    return (line[0].bbox[1] + line[0].bbox[3]) / 2
