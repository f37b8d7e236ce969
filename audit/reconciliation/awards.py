"""Awards to 中小企业: 货物、工程、服务 are told as shares only, and together they make up the stated award."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audit.model.claims import Relation, Status
from audit.model.findings import Category, ExpectedLabel, Severity
from audit.model.values import Interval, from_wan_yuan
from audit.reconciliation.diagnosis import slips

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative, Operand

_HALF = Decimal("0.5")
_HUNDRED = Decimal(100)
_LEAST = 2
_FEW = 3
"""Slips that a diagnosis names at most."""
_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class _Part:
    """One kind of procurement: the share of it that was awarded, and what was spent on it."""

    share: Claim
    base: Operand

    def amount(self, rate: Decimal) -> Interval:
        """Return what a rate of the base may be, printed on the grid of the share."""
        half = _HALF.scaleb(-self.share.quantity.places)
        low, high = max(rate - half, Decimal(0)), rate + half
        return Interval(low * self.base.interval.low / _HUNDRED, high * self.base.interval.high / _HUNDRED)


def settle_awards(story: Narrative) -> None:
    """Hold every stated award to the shares of its kinds."""
    for award in story.claims:
        if award.concept is None or award.concept.key != "sme_award" or award.relation is not Relation.LEVEL:
            continue
        parts = _parts(story, award)
        if len(parts) < _LEAST:
            continue
        value, half = story.amount(award)
        stated = Interval.of(value, half)
        if _total(parts).meets(stated):
            for part in parts:
                if part.base.value:
                    why = story.wording.text("why.agrees.parts")
                    story.record(part.share, Status.AGREES, why, [story.place(award), part.base.place])
        elif _covers_all(story, award, parts):
            _do_not_close(story, award, parts, stated)


def _parts(story: Narrative, award: Claim) -> list[_Part]:
    """Return the shares of an award by kind, none where one of them has no stated base."""
    shares = [
        c for c in story.claims
        if c.paragraph == award.paragraph and c.relation is Relation.SHARE and c.index not in story.verdicts
        and c.concept is not None and c.concept.key.startswith("sme_award_") and c.base is not None
    ]  # fmt: skip
    bases = [story.said(c, c.base.concept) if c.base else None for c in shares]
    parts = [_Part(c, b) for c, b in zip(shares, bases, strict=True) if b is not None]
    return parts if len(parts) == len(shares) else []


def _total(parts: list[_Part], other: _Part | None = None, rate: Decimal = Decimal(0)) -> Interval:
    whole = Interval.exact(Decimal(0))
    for part in parts:
        whole += part.amount(rate if part is other else part.share.quantity.value)
    return whole


def _covers_all(story: Narrative, award: Claim, parts: list[_Part]) -> bool:
    """Tell whether the kinds that have a share are all that was bought: their amounts make up the whole."""
    whole = story.said(award, "procurement_total")
    spent = Interval.exact(Decimal(0))
    for part in parts:
        spent += part.base.interval
    return whole is not None and spent.meets(whole.interval)


def _do_not_close(story: Narrative, award: Claim, parts: list[_Part], stated: Interval) -> None:
    """Report an award that its shares do not make up; the share that one slip explains alone is the wrong one."""
    mended = [
        (part, value)
        for part in parts
        for value in slips(part.share.quantity.printed)
        if part.base.value and 0 <= value <= _HUNDRED and _total(parts, part, value).meets(stated)
    ]
    true = _total(parts).middle.quantize(_CENT)
    proven = story.is_proven(award.index)
    culprits = {part.share.index for part, _ in mended} if proven else set()
    wrong = next(p.share for p in parts if p.share.index in culprits) if len(culprits) == 1 else award
    expected = mended[0][1] if wrong is not award and len(mended) == 1 else None
    unit = award.quantity.unit
    total = from_wan_yuan(true, unit)
    right = total if wrong is award else expected
    evidence = [story.place(award), *(story.place(p.share) for p in parts), *(p.base.place for p in parts)]
    if wrong is not award or not proven:
        if right is not None:
            why = story.wording.text("why.disagrees", expected=right)
        else:
            why = story.wording.text("why.awards", award=award.quantity.printed, unit=unit.value)
        story.record(wrong, Status.DISAGREES, why, evidence)
    hints = [story.wording.text("diagnosis.slip", old=p.share.quantity.printed, value=v) for p, v in mended]
    story.findings.append(
        story.wording.finding(
            "narr.awards", "N-awards", Category.NARR_ARITH, Severity.ERROR, [*story.places(wrong), *evidence],
            stated=wrong.quantity.printed.rstrip("%"), expected="" if right is None else right,
            award=award.quantity.printed, total=total, unit=unit.value,
            diagnosis="；".join(hints) if len(hints) <= _FEW and expected is None else "",
            at_stake=abs(true - story.amount(award)[0]),
            expected_label=None if wrong is award else ExpectedLabel.EXPECTED,
        )
    )  # fmt: skip
