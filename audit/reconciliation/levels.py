"""Stated levels against the cells that hold them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Period, Relation, Status, Verdict
from audit.model.findings import Category, Severity
from audit.model.values import Interval, Unit, plain
from audit.reconciliation.bounds import is_loose, loosely, same_quantity

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.bounds import Comparison
    from audit.reconciliation.facts import Figure
    from audit.reconciliation.narrative import Narrative

_YUAN_PER_WAN = 10_000
_OF_IT = regex.compile(r"的(?:比例为?|比重为?)?\d[\d.]*[%％]")
_CURRENT_TOTALS = {"revenue_grand_total": "revenue_total", "expenditure_grand_total": "expenditure_total"}


def settle_level(story: Narrative, claim: Claim) -> None:
    """Compare a stated level with every cell that holds it by the form; one that agrees is enough."""
    if claim.period is not Period.CURRENT:
        return
    figures = story.binder.figures(claim, story.claims)
    if not figures:
        return
    known = [f for f in figures if f.value is not None]
    if not known:
        story.verdicts[claim.index] = Verdict(claim.index, Status.UNVERIFIED, story.wording.text("why.damaged"))
        return
    compared = _compare_loosely(story, claim, known) if is_loose(claim.quantity) else _compare(story, claim, known)
    if not compared:
        return
    if not _agreeing(compared) and _says_total_of_the_current_year(story, claim):
        compared = _current_total(story, claim)
    fitting = next(iter(_agreeing(compared)), None)
    figure, comparison = fitting or compared[0]
    key = "why.agrees.nil" if figure.is_nil_table else "why.agrees.cell"
    if fitting:
        why = story.wording.text(key, table=figure.table, row=figure.row, column=figure.column)
        story.record(claim, Status.AGREES, why, [f.ref for f, _ in _agreeing(compared)], comparison)
        return
    if story.binder.is_soft(claim) or _is_whole_of_rate(story, claim) or _is_of_something_smaller(story, claim, figure):
        return
    printed_in_yuan = next((f for f, _ in compared if _is_in_yuan(story, claim, f)), None)
    if printed_in_yuan is not None:
        inferred = printed_in_yuan
        why = story.wording.text("why.agrees.yuan", table=inferred.table, row=inferred.row, column=inferred.column)
        story.record(claim, Status.AGREES, why, [inferred.ref])
        return
    why = story.wording.text("why.disagrees", expected=comparison.expected)
    story.record(claim, Status.DISAGREES, why, [f.ref for f, _ in compared], comparison)
    own = claim.quantity.unit if claim.quantity.unit.is_money else Unit.WAN_YUAN
    unit = story.unit_of(claim)
    key = "narr.table" if own is unit else "narr.table.unit"
    expected = plain(story.told(claim, comparison.expected)) + ("" if own is unit else f" {unit.value}")
    story.findings.append(
        story.wording.finding(
            key, "N-level", Category.NARR_TABLE, Severity.ERROR,
            [*story.places(claim), *(f.ref for f, _ in compared)],
            stated=claim.quantity.printed, expected=expected, concept=story.name(claim),
            table=figure.table, unit=unit.value, own=own.value,
            difference=story.told(claim, comparison.difference),
            at_stake=comparison.difference,
        )
    )  # fmt: skip


def _is_whole_of_rate(story: Narrative, claim: Claim) -> bool:
    """Tell whether an amount is what a rate is of: 占本年支出合计 x 万元的 y% may mean the whole beyond its section."""
    return _OF_IT.match(story.paragraph(claim).text, claim.end) is not None


def _is_of_something_smaller(story: Narrative, claim: Claim, figure: Figure) -> bool:
    """Tell whether a part stands under a head that no table holds and that is less than the part's own cell.

    涉及资金 a 万元，其中一般公共预算拨款 b 万元 speaks of some of that appropriation, not of all of it.
    """
    head = story.claims[claim.head] if claim.head is not None else None
    if head is None or head.relation is not Relation.LEVEL or figure.value is None:
        return False
    if story.binder.figures(head, story.claims):
        return False
    whole, half = story.amount(head)
    return figure.value > whole + half + figure.half and story.amount(claim)[0] <= whole + half


def _is_in_yuan(story: Narrative, claim: Claim, figure: Figure) -> bool:
    """Tell whether a table without a unit line prints just this amount in 元: no unit is then contradicted."""
    if not figure.value or story.doc.tables[figure.key[0]].unit is not None:
        return False
    value, half = story.amount(claim)
    in_yuan = same_quantity(value, half, figure.value / _YUAN_PER_WAN, Decimal(0)).status is Status.AGREES
    return in_yuan and not any(_bears_out(story, other, figure.key[0]) for other in story.claims if other != claim)


def _bears_out(story: Narrative, other: Claim, table: int) -> bool:
    """Tell whether another amount of the text is in a table just as it stands there: then the table is in 万元."""
    if other.relation is not Relation.LEVEL or other.period is not Period.CURRENT or not other.quantity.value:
        return False
    held = [f for f in story.binder.figures(other, story.claims) if f.key[0] == table and f.value]
    return bool(_agreeing(_compare(story, other, held)))


def _compare(story: Narrative, claim: Claim, figures: list[Figure]) -> list[tuple[Figure, Comparison]]:
    """Compare a stated level with each of its figures, as corrected where the table itself shows what was meant."""
    value, half = story.amount(claim)
    known = [f for f in figures if f.value is not None]
    return [(f, same_quantity(value, half, story.suspects.corrected(f), story.suspects.half(f))) for f in known]


def _compare_loosely(story: Narrative, claim: Claim, figures: list[Figure]) -> list[tuple[Figure, Comparison]]:
    """Hold a bound or a rough number to its figures; those that it says nothing of are left out."""
    value, _ = story.amount(claim)
    found = []
    for figure in figures:
        comparison = loosely(
            claim.quantity, value, Interval.of(story.suspects.corrected(figure), story.suspects.half(figure))
        )
        if comparison is not None:
            found.append((figure, comparison))
    return found


def _agreeing(compared: list[tuple[Figure, Comparison]]) -> list[tuple[Figure, Comparison]]:
    return [(figure, comparison) for figure, comparison in compared if comparison.status is Status.AGREES]


def _says_total_of_the_current_year(story: Narrative, claim: Claim) -> bool:
    """Tell whether the publication calls 本年合计 总计: on both sides, but for a figure that is neither of the two."""
    if claim.concept is None or claim.concept.key not in _CURRENT_TOTALS:
        return False
    totals = [
        c
        for c in story.claims
        if c.concept is not None
        and c.concept.key in _CURRENT_TOTALS
        and c.relation is Relation.LEVEL
        and c.period is Period.CURRENT
    ]
    sides = {c.concept.key for c in totals if c.concept is not None}
    fits = [
        (
            bool(_agreeing(_current_total(story, c))),
            bool(_agreeing(_compare(story, c, story.binder.figures(c, story.claims)))),
        )
        for c in totals
    ]
    meant, wrong = fits.count((True, False)), fits.count((False, False))
    return sides == set(_CURRENT_TOTALS) and (False, True) not in fits and 0 < meant >= wrong


def _current_total(story: Narrative, claim: Claim) -> list[tuple[Figure, Comparison]]:
    """Compare a stated total with 本年合计 of its side."""
    if claim.concept is None:
        return []
    key = _CURRENT_TOTALS[claim.concept.key]
    return _compare(story, claim, story.binder.lookup(key, claim.measure, claim))
