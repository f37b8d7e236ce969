"""Between tables: an indicator of the whole department that is also one of a project says the same in both."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Status
from audit.model.findings import Category, Severity
from audit.reconciliation.performance.names import plain_name
from audit.reconciliation.performance.sheets import value_of
from audit.reconciliation.performance.values import compare

if TYPE_CHECKING:
    from audit.model.document import Cell
    from audit.reconciliation.performance.sheets import Indicator, Sheet
    from audit.reconciliation.performance.stage import Stage

_SHORTEST = 6
_BLANKS = regex.compile(r"\s+")
_FIGURE = regex.compile(r"\d[\d,]*(?:\.\d+)?")
_ENOUGH = 2
"""Values of a pair of tables that must agree before one that does not is a conflict."""


def settle_across(stage: Stage) -> None:
    """Compare the table of the whole department with those of the projects."""
    for whole in stage.cast.whole.sheets:
        for project in stage.cast.projects:
            for sheet in project.sheets:
                if whole.is_sound and sheet.is_sound:
                    _compare(stage, whole, sheet)


def _compare(stage: Stage, whole: Sheet, sheet: Sheet) -> None:
    theirs = _by_name(stage, sheet)
    agreeing = 0
    conflicts: list[tuple[str, Cell, Cell]] = []
    for name, indicator in _by_name(stage, whole).items():
        other = theirs.get(name)
        if other is None:
            continue
        for one, two in ((indicator.target, other.target), (indicator.actual, other.actual)):
            same = _same(one, two)
            agreeing += same is True
            if same is False and one is not None and two is not None:
                conflicts.append((indicator.name, one, two))
    if agreeing < _ENOUGH:
        return
    for label, one, two in conflicts:
        stage.story.findings.append(
            stage.story.wording.finding(
                "sheet.across", "P-across", Category.TABLE_CROSS, Severity.WARNING, [one.ref, two.ref],
                stated=one.text, expected=two.text, name=label,
            )
        )  # fmt: skip


def _by_name(stage: Stage, sheet: Sheet) -> dict[str, Indicator]:
    """Return the indicators of a table whose name stands in it once."""
    names = [(plain_name(i.name, stage.rules.words["noise"]), i) for i in sheet.indicators]
    counts = [name for name, _ in names]
    return {name: i for name, i in names if len(name) >= _SHORTEST and counts.count(name) == 1}


def _same(one: Cell | None, two: Cell | None) -> bool | None:
    """Tell whether two cells show the same figure; None where they are no figures of one kind."""
    first, second = value_of(one), value_of(two)
    if first is None and second is None and one is not None and two is not None:
        return _same_words(one.text, two.text)
    if first is None or second is None or first.unit != second.unit or first.sign is not second.sign:
        return None
    comparison = compare(first, second)
    return comparison is not None and comparison.status is Status.AGREES


def _same_words(one: str, two: str) -> bool | None:
    """Compare the only figures of two sentences that are the same but for them; else nothing can be told."""
    frames = [_FIGURE.sub("#", _BLANKS.sub("", text)) for text in (one, two)]
    figures = [_FIGURE.findall(_BLANKS.sub("", text)) for text in (one, two)]
    if frames[0] != frames[1] or frames[0].count("#") != 1 or len(frames[0]) < _SHORTEST:
        return None
    return Decimal(figures[0][0].replace(",", "")) == Decimal(figures[1][0].replace(",", ""))
