"""The labels of a chart that shows what its section has listed: they are the shares of the list, all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from audit.model.claims import Relation, Status
from audit.model.document import ParagraphKind
from audit.model.values import Unit

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.reconciliation.narrative import Narrative

_SENTENCE = regex.compile(r"[。；]")
_LEAST = 3
"""Two percentages may be alike by chance."""


def settle_charts(story: Narrative) -> None:
    """Settle the percentages of a chart by the shares of its section.

    The words of a legend come out of a page apart from their labels, so that no label says what it is of. All labels
    together must be all shares of one list; else they prove nothing.
    """
    labels: dict[int, list[Claim]] = {}
    for claim in story.claims:
        if _is_label(story, claim):
            labels.setdefault(claim.section, []).append(claim)
    for section, shown in labels.items():
        shares = [c for c in story.claims if c.section == section and c.relation is Relation.SHARE]
        paragraphs = {c.paragraph for c in shares}
        # a list in one paragraph, or with a line for each of its parts
        for listed in ([c for c in shares if c.paragraph in some] for some in (*({p} for p in paragraphs), paragraphs)):
            if len(shown) >= _LEAST and _values(listed) == _values(shown):
                _settle(story, shown, listed)


def _is_label(story: Narrative, claim: Claim) -> bool:
    """Tell whether a percentage stands among words that are no sentence."""
    paragraph = story.paragraph(claim)
    if claim.relation is not Relation.OTHER or claim.quantity.unit is not Unit.PERCENT or claim.index in story.verdicts:
        return False
    return paragraph.kind in (ParagraphKind.TEXT, ParagraphKind.CAPTION) and not _SENTENCE.search(paragraph.text)


def _values(claims: list[Claim]) -> list[str]:
    return sorted(claim.quantity.printed.rstrip("%") for claim in claims)


def _settle(story: Narrative, shown: list[Claim], listed: list[Claim]) -> None:
    for label in shown:
        same = next(c for c in listed if _values([c]) == _values([label]))
        why = story.wording.text("why.agrees.text")
        story.record(label, Status.AGREES, why, [story.place(same)])
