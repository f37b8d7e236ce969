"""Rows of a self-evaluation table by their own words: points in the label above them, points by what was reached."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Status
from audit.model.findings import Category, Severity
from audit.model.values import Comparator, Interval, plain
from audit.reconciliation.bounds import percentage
from audit.reconciliation.performance.points import closes, score_sum
from audit.reconciliation.performance.values import compare, figures_in, printed, same_kind

if TYPE_CHECKING:
    from audit.model.document import Cell
    from audit.model.places import Ref
    from audit.reconciliation.bounds import Comparison
    from audit.reconciliation.performance.sheets import Indicator, Known, Sheet
    from audit.reconciliation.performance.stage import Stage
    from audit.reconciliation.performance.values import Printed

_LABEL_POINTS = regex.compile(r"（(\d+(?:\.\d+)?)分）")
_HOLDING = 2
"""Rows that score as their standard says before one that does not is wrong."""


def settle_rows(stage: Stage) -> None:
    """Check the rows of every table that is read in full."""
    sheets = [s for s in stage.cast.sheets() if s.is_sound and not s.is_summary]
    for sheet in sheets:
        _second_labels(stage, sheet)
    short = [s for sheet in sheets if _is_closed(stage, sheet) for s in _short_rows(stage, sheet)]
    if sum(s.comparison.status is not Status.DISAGREES for s in short) >= _HOLDING:
        for row in short:
            if row.comparison.status is Status.DISAGREES:
                _wrong_share(stage, row)


# --- points in the label of the second level --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Group:
    """The rows under one label of the second level."""

    name: str
    ref: Ref
    points: Decimal
    rows: tuple[Indicator, ...]

    @property
    def weights(self) -> Decimal:
        return sum((w.value for w in _weights(self.rows)), Decimal(0))


def _second_labels(stage: Stage, sheet: Sheet) -> None:
    """Report the only label whose points are not those of its rows, in a level that all its rows make up."""
    if "weight" not in sheet.labels:
        return
    levels: dict[Ref, list[Indicator]] = {}
    for indicator in sheet.indicators:
        cell = sheet.cell(indicator.row, "first")
        if cell is not None:
            levels.setdefault(cell.ref, []).append(indicator)
    for rows in levels.values():
        points = _points_in(sheet.cell(rows[0].row, "first"))
        groups = _groups(sheet, rows)
        if points is None or groups is None or sum((g.weights for g in groups), Decimal(0)) != points:
            continue
        wrong = [g for g in groups if g.points != g.weights]
        if len(wrong) == 1:
            only = wrong[0]
            stage.story.findings.append(
                stage.story.wording.finding(
                    "sheet.label", "P-label", Category.TABLE_SUM, Severity.WARNING,
                    [only.ref, *(w.ref for w in _weights(only.rows))],
                    name=only.name, stated=only.points, expected=only.weights,
                )
            )  # fmt: skip


def _groups(sheet: Sheet, rows: list[Indicator]) -> list[_Group] | None:
    """Return the rows of a level by their labels, None where a label or a row has no points."""
    found: dict[Ref, list[Indicator]] = {}
    cells: dict[Ref, Cell] = {}
    for indicator in rows:
        cell = sheet.cell(indicator.row, "second")
        if cell is None or _points_in(cell) is None or sheet.known(indicator.row, "weight") is None:
            return None
        found.setdefault(cell.ref, []).append(indicator)
        cells[cell.ref] = cell
    groups = []
    for ref, own in found.items():
        points = _points_in(cells[ref])
        if points is not None:
            groups.append(
                _Group(own[0].second, ref.at_cell(sheet.table.caption, own[0].name, None), points, tuple(own))
            )
    return groups


def _points_in(cell: Cell | None) -> Decimal | None:
    found = _LABEL_POINTS.search(cell.text) if cell is not None else None
    return Decimal(found[1]) if found is not None else None


def _weights(rows: tuple[Indicator, ...]) -> list[Known]:
    return [row.weight for row in rows if row.weight is not None]


# --- points by what was reached ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Short:
    """A row that fell short of its target, and what its score is against the share that was reached."""

    sheet: Sheet
    indicator: Indicator
    comparison: Comparison
    formula: str


def _is_closed(stage: Stage, sheet: Sheet) -> bool:
    """Tell whether the scores make up the total: then each of them is as it was meant to be printed."""
    added = score_sum(sheet, stage.rules.words["score_by_rate"])
    return added is not None and sheet.total is not None and closes(sheet.total, added) is Status.AGREES


def _short_rows(stage: Stage, sheet: Sheet) -> list[_Short]:
    """Return the rows whose standard gives points by the share of the target that was reached, and that fell short."""
    by_share = regex.compile("|".join(stage.rules.words["by_share"]))
    found = []
    for indicator in sheet.indicators:
        standard = sheet.cell(indicator.row, "standard")
        target, actual = _only_figure(indicator.target), _only_figure(indicator.actual)
        weight, score = indicator.weight, indicator.score
        if standard is None or target is None or actual is None or weight is None or score is None:
            continue
        reachable = target.sign in (Comparator.EQUAL, Comparator.AT_LEAST) and actual.sign is Comparator.EQUAL
        alike = same_kind(target, actual) and not _is_per(indicator.target) and compare(target, actual) is not None
        if not by_share.search(standard.text) or not reachable or not alike or not 0 < actual.value < target.value:
            continue
        worth = weight.value * actual.value / target.value
        found.append(
            _Short(
                sheet, indicator, percentage(score.value, score.places, Interval.exact(worth)),
                f"{plain(actual.value)}÷{plain(target.value)}×{plain(weight.value)}",
            )
        )  # fmt: skip
    return found


def _only_figure(cell: Cell | None) -> Printed | None:
    """Return the figure of a cell: the whole cell, or the only one that its words name."""
    if cell is None:
        return None
    figures = figures_in(cell.text)
    return printed(cell.text) or (figures[0] if len(figures) == 1 else None)


def _is_per(cell: Cell | None) -> bool:
    """Tell whether a target is set for each of several times: 4次/季."""
    return cell is not None and "/" in cell.text


def _wrong_share(stage: Stage, row: _Short) -> None:
    """Report a score that is not its share of the points."""
    indicator = row.indicator
    cells = (indicator.actual, indicator.target)
    known = [k.ref for k in (indicator.score, indicator.weight) if k is not None]
    stage.story.findings.append(
        stage.story.wording.finding(
            "sheet.by_share", "P-by_share", Category.TABLE_SUM, Severity.WARNING,
            [*known, *(c.ref for c in cells if c is not None)],
            name=indicator.name, stated=indicator.score.value if indicator.score else "",
            expected=row.comparison.expected, detail=row.formula,
        )
    )  # fmt: skip
