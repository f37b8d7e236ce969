"""Findings inside and between tables. One wrong cell is one finding, with every relation that it breaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import regex

from audit.model.claims import Status
from audit.model.document import RowKind
from audit.model.findings import Category, Cause, ExpectedLabel, Finding, Severity
from audit.reconciliation.ties import slip_of, told

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.model.places import Ref
    from audit.reconciliation.facts import FactIndex, Figure
    from audit.reconciliation.relations import Instance
    from audit.reconciliation.ties import Candidate
    from audit.reconciliation.wording import Wording

_MOST_PLACES = 14
_LINE_NOTE = regex.compile(r"(?P<line>\d{1,3})行=（(?P<from>\d{1,3})\+[^（）]*?(?P<to>\d{1,3})）行")
Key = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Suspects:
    """Cells that take part in a broken relation, and the values that restore those that are proven wrong."""

    keys: frozenset[Key]
    corrections: dict[Key, Decimal]
    alternatives: dict[Key, Decimal] = field(default_factory=dict)
    """What each of several cells should hold, any one of which may be the wrong one."""
    spans: dict[Key, Decimal] = field(default_factory=dict)
    """How far from its correction a cell may be by what rounding leaves open."""

    def corrected(self, figure: Figure) -> Decimal:
        """Return what a cell should hold. Raises ValueError for a damaged cell."""
        if figure.value is None:
            raise ValueError(figure.key)
        return self.corrections.get(figure.key, figure.value)

    def half(self, figure: Figure) -> Decimal:
        """Return half a unit of a cell's grid; for a corrected one what its relations leave open."""
        return max(figure.half, self.spans.get(figure.key, figure.half))


def table_findings(index: FactIndex, found: list[Instance], wording: Wording) -> tuple[list[Finding], Suspects]:
    """Return the findings of all relations, codes and printed notes, and the cells that are not to be trusted."""
    findings = code_findings(index, wording)
    findings += note_findings(index, wording)
    keys: set[Key] = set()
    corrections: dict[Key, Decimal] = {}
    alternatives: dict[Key, Decimal] = {}
    spans: dict[Key, Decimal] = {}
    broken = [i for i in found if i.status is Status.DISAGREES]
    sound = [i for i in broken if not i.unsound]
    holding = [i for i in found if i.status in (Status.AGREES, Status.ROUNDING)]
    for found_culprit, relations, tied in blame(sound, holding):
        culprit = _as_printed(found_culprit, relations, holding)
        likely = told(index, tied, max(r.bound for r in relations))
        findings.append(_broken_finding(culprit, relations, wording, likely))
        if culprit is not None and len(relations) > 1:
            corrections[culprit[0].key] = culprit[1]
            spans[culprit[0].key] = max(r.bound for r in relations)
        elif culprit is None:
            keys |= {figure.key for relation in relations for figure, _ in relation.terms}
            alternatives |= {figure.key: value for figure, value in _candidates(relations)}
    findings += [_unclear_finding(i, wording) for i in broken if i.unsound]
    findings += [_rounding_finding(i, wording) for i in found if i.status is Status.ROUNDING and not i.unsound]
    return findings, Suspects(frozenset(keys), corrections, alternatives, spans)


def blame(
    broken: list[Instance], holding: list[Instance]
) -> list[tuple[Candidate | None, list[Instance], list[Candidate]]]:
    """Part the broken relations by the single cell whose change restores most of them and breaks none.

    Yields (cell and its restoring value, relations, ties); the cell is None where several would do as well: these are
    the ties.
    """
    rest = list(broken)
    groups: list[tuple[Candidate | None, list[Instance], list[Candidate]]] = []
    while rest:
        best: tuple[tuple[int, int, int], list[Instance]] | None = None
        equal: list[Candidate] = []
        for figure, value in _candidates(rest):
            fixed = [r for r in rest if _touches(r, figure.key) and _holds(r.with_value(figure.key, value))]
            harmed, closer = _effect(holding, figure.key, value)
            score = (len(fixed) - harmed, -harmed, closer)
            if best is None or score > best[0]:
                best, equal = (score, fixed), [(figure, value)]
            elif score == best[0]:
                equal.append((figure, value))
        if best is None or best[0][0] <= 0:
            groups.extend((None, [r], []) for r in rest)
            break
        is_one = len({figure.key for figure, _ in equal}) == 1
        groups.append((equal[0] if is_one else None, best[1], [] if is_one else equal))
        rest = [r for r in rest if r not in best[1]]
    return groups


def _as_printed(culprit: Candidate | None, relations: list[Instance], holding: list[Instance]) -> Candidate | None:
    """Return a culprit with the value that one slip explains, where rounding leaves open which one closes its sums."""
    if culprit is None:
        return culprit
    figure, value = culprit
    slip = slip_of(figure, value, max(r.bound for r in relations))
    if slip is None or slip == value:
        return culprit
    touched = [r for r in (*relations, *holding) if _touches(r, figure.key)]
    return (figure, slip) if all(_holds(r.with_value(figure.key, slip)) for r in touched) else culprit


def _effect(holding: list[Instance], key: Key, value: Decimal) -> tuple[int, int]:
    """Return how many relations that hold a change would break, and how many more of them it would close exactly."""
    harmed = closer = 0
    for relation in holding:
        if _touches(relation, key):
            after = relation.with_value(key, value).status
            harmed += after not in (Status.AGREES, Status.ROUNDING)
            closer += (after is Status.AGREES) - (relation.status is Status.AGREES)
    return harmed, closer


def _candidates(relations: list[Instance]) -> list[tuple[Figure, Decimal]]:
    found: dict[tuple[Key, Decimal], tuple[Figure, Decimal]] = {}
    for relation in relations:
        for figure, _ in relation.terms:
            value = relation.needed(figure.key)
            if value is not None and value >= 0 and figure.key[1] >= 0:
                found.setdefault((figure.key, value), (figure, value))
    return list(found.values())


def _touches(relation: Instance, key: Key) -> bool:
    return any(figure.key == key for figure, _ in relation.terms)


def _holds(relation: Instance) -> bool:
    return relation.status in (Status.AGREES, Status.ROUNDING)


def _label(figure: Figure) -> str:
    row = "" if figure.row == figure.table else figure.row  # a row without a name has that of its table
    return "·".join(part for part in (row, figure.column) if part)


def _places(first: Figure, relations: list[Instance], likely: Sequence[Figure] = ()) -> list[Ref]:
    """The wrong cell first, or those that are likely wrong; then the other cells, totals before parts."""
    others = [figure for relation in relations for figure, _ in (*relation.left, *relation.right)]
    shown = (first, *likely, *(figure for figure in others if figure.value))
    places = list(dict.fromkeys(figure.ref for figure in shown))
    if len(places) == 1:
        # what contradicts the one figure is nothing: the zeros, as far as they are printed
        places += [figure.ref for figure in others if not figure.is_blank and figure.ref != first.ref]
    return places[:_MOST_PLACES]


def _broken_finding(
    culprit: Candidate | None, relations: list[Instance], wording: Wording, likely: list[Candidate]
) -> Finding:
    relation = relations[0]
    left, right = relation.total(relation.left), relation.total(relation.right)
    first = culprit[0] if culprit else relation.left[0][0]
    # where a sum and a cross relation point at one cell, the sum says more plainly what is wrong
    inside = next((r for r in relations if not r.crosses), relation)
    category = Category.TABLE_CROSS if inside.crosses else Category.TABLE_SUM
    if culprit is not None:
        expected: object = culprit[1]
        diagnosis = wording.text("diagnosis.cell", cell=_label(first), value=culprit[1], count=len(relations))
        relation = inside
        left, right = relation.total(relation.left), relation.total(relation.right)
    else:
        expected, diagnosis = right, "；".join(_tied(figure, value, wording) for figure, value in likely)
    # nothing false is printed in an empty cell; in a text without pages its figure may have been lost on the way
    blank = culprit is not None and first.is_blank
    key = "hierarchy.sum" if relation.hierarchical else ("relation.cross" if relation.crosses else "relation.sum")
    return wording.finding(
        "relation.blank" if blank else key,
        relation.rule,
        category,
        Severity.WARNING if blank else Severity.ERROR,
        _places(first, relations, [figure for figure, _ in likely]),
        stated="" if blank or first.value is None else first.value,
        expected=expected,
        # where any of the cells may be the wrong one, the sum is no more right than the total
        expected_label=ExpectedLabel.EXPECTED if culprit else ExpectedLabel.COMPUTED,
        diagnosis="" if blank else diagnosis,
        cause=Cause.UNCLEAR if blank and first.ref.page is None else Cause.PUBLICATION,
        first=_label(first),
        at_stake=left - right,
        table=relation.left[0][0].table,
        title=relation.title,
        basis=relation.basis,
        left=left,
        right=right,
        left_label=_label(relation.left[0][0]),
        right_label=_label(relation.right[0][0]),
        difference=abs(left - right),
    )


def _tied(figure: Figure, value: Decimal, wording: Wording) -> str:
    """Say what one of several cells that could be wrong should hold, or that it was perhaps left empty."""
    key = "diagnosis.blank" if figure.is_blank else "diagnosis.tied"
    return wording.text(key, label=_label(figure), old=figure.value, value=value)


def _rounding_finding(relation: Instance, wording: Wording) -> Finding:
    left, right = relation.total(relation.left), relation.total(relation.right)
    first = relation.left[0][0]
    return wording.finding(
        "hierarchy.rounding" if relation.hierarchical else "relation.rounding",
        relation.rule,
        Category.TABLE_CROSS if relation.crosses else Category.TABLE_SUM,
        Severity.ROUNDING,
        _places(first, [relation]),
        stated=first.value if first.value is not None else "",
        expected=right,
        at_stake=Decimal(0),
        table=first.table,
        title=relation.title,
        basis=relation.basis,
        left=left,
        right=right,
        left_label=_label(first),
        difference=abs(left - right),
    )


def _unclear_finding(relation: Instance, wording: Wording) -> Finding:
    left, right = relation.total(relation.left), relation.total(relation.right)
    first = relation.left[0][0]
    return wording.finding(
        "relation.unclear",
        relation.rule,
        Category.TABLE_CROSS if relation.crosses else Category.TABLE_SUM,
        Severity.INFO,
        _places(first, [relation]),
        stated=first.value if first.value is not None else "",
        expected=right,
        cause=Cause.UNCLEAR,
        table=first.table,
        title=relation.title or _label(first),
        basis=relation.basis,
        left=left,
        right=right,
    )


def code_findings(index: FactIndex, wording: Wording) -> list[Finding]:
    """A 类 or 款 whose code does not open its children's codes, while its name or place proves which it should be."""
    findings = []
    for table in index.doc.tables:
        if not any(row.code for row in table.rows):
            continue
        for row in table.rows:
            right = index.effective_code(table, row)
            if row.code and right != row.code and row.code_ref is not None:
                children = [r for r in table.rows if r.kind is RowKind.SECTION and r.code.startswith(right)]
                places = [row.code_ref.at_cell(table.caption, row.name, None)]
                places += [r.code_ref for r in children if r.code_ref is not None]
                findings.append(
                    wording.finding(
                        "code.prefix", "R-code-prefix", Category.TABLE_CROSS, Severity.ERROR, places,
                        stated=row.code, expected=right, table=table.caption, name=row.name,
                        child=children[0].code if children else "",
                    )
                )  # fmt: skip
    return findings


def note_findings(index: FactIndex, wording: Wording) -> list[Finding]:
    """A printed relation note whose line numbers contradict the table's own labels."""
    findings = []
    for table in index.doc.tables:
        totals = {row.number: row for row in table.rows if row.number and row.kind is RowKind.TOTAL}
        for number in table.notes:
            note = index.doc.paragraphs[number]
            for match in _LINE_NOTE.finditer(note.text):
                line, low, high = (int(match[g]) for g in ("line", "from", "to"))
                if not low <= line <= high:
                    continue
                # a total cannot be one of its own addends: the label tells which line was meant
                after = [n for n in totals if n > high]
                if not after:
                    continue
                meant = totals[min(after)]
                places = [note.place(match.start(), match.end())]
                places += [meant.name_ref or meant.ref]
                findings.append(
                    wording.finding(
                        "note.line", "R-printed-note", Category.TEXT, Severity.WARNING, places,
                        stated=str(line), expected=str(min(after)), table=table.caption, label=meant.name,
                    )
                )  # fmt: skip
    return findings
