"""Chooses the pack that a publication is judged by. A wrong template's rules are never applied silently."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from audit.checklist.form import form_of, match_rows
from audit.model.document import PublicationType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.model.document import Document, Identity
    from audit.model.packs import Pack

LEAST_FIT = 60
"""Percent of a general pack's parts and tables that a publication must have to be judged by it."""
LEAST_FORM = 80
"""Percent of a pack's rows that a printed form must have to speak for it."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The pack, how sure it is, and why, in words."""

    pack: Pack | None
    confidence: float
    reason: str


def choose_pack(packs: Sequence[Pack], doc: Document, wanted: str = "auto") -> Choice:
    """Return the pack of the publication's own template or printed form, else the one for its type, else none.

    A pack that the user asks for by id is taken, and the reason says where the template speaks against it.
    """
    if not packs:
        return Choice(None, 0.0, "")
    identity, words = doc.identity, packs[0].messages
    if wanted != "auto":
        return _asked_for({pack.id: pack for pack in packs}.get(wanted), identity, words, wanted)
    if identity.is_blank_template:
        return Choice(None, identity.confidence, words["pack.blank"])
    if identity.publication_type is PublicationType.UNKNOWN:
        return Choice(None, identity.confidence, words["pack.unknown_type"])
    fitting = [pack for pack in packs if pack.head.publication_type is identity.publication_type]
    for pack in fitting:
        own = bool(pack.head.template) and pack.head.template == identity.template
        if own and 100 * identity.confidence >= pack.head.least_confidence:
            return Choice(pack, identity.confidence, words["pack.by_template"].format(pack=pack.head.title))
    return _by_form(fitting, doc) or _by_type(fitting, doc, words)


def _by_form(packs: Sequence[Pack], doc: Document) -> Choice | None:
    """Choose by the form that the publication prints; of two with the same rows the one whose tables stand so."""
    found: list[tuple[int, int, Pack]] = []
    for pack in packs:
        marked = [item for item in pack.items if item.marks]
        rows = form_of(doc, pack.vocabulary) if marked else ()
        matched = match_rows(rows, marked)
        share = 100 * len(matched) // len(marked) if marked else 0
        if pack.head.template and share >= LEAST_FORM:
            found.append((share, _in_order(pack, doc), pack))
    if not found:
        return None
    share, _, pack = max(found, key=lambda one: (one[0], one[1]))
    return Choice(pack, share / 100, pack.messages["pack.by_form"].format(pack=pack.head.title))


def _in_order(pack: Pack, doc: Document) -> int:
    """Count the tables that follow each other as in the pack."""
    order = [table.role for table in pack.head.tables]
    roles = [order.index(table.role) for table in doc.tables if table.role in order]
    return sum(one < other for one, other in pairwise(roles))


def _by_type(packs: Sequence[Pack], doc: Document, words: Mapping[str, str]) -> Choice:
    general = next((pack for pack in packs if not pack.head.template), None)
    if general is None:
        return Choice(None, doc.identity.confidence, words["pack.no_pack"])
    if doc.identity.template in general.head.excludes:
        return Choice(None, doc.identity.confidence, words["pack.excluded"].format(pack=general.head.title))
    fit = _fit(general, doc)
    if fit < LEAST_FIT:
        return Choice(None, fit / 100, words["pack.unfit"].format(fit=fit))
    if not doc.sections:
        return Choice(None, fit / 100, words["pack.tables_only"])
    return Choice(general, fit / 100, words["pack.by_type"].format(pack=general.head.title, fit=fit))


def _fit(pack: Pack, doc: Document) -> int:
    """Return the percentage of a pack's parts and tables that a publication has."""
    roles = {table.role for table in doc.tables}
    keys = {section.key for section in doc.sections}
    has = [part.key in keys or bool(roles & set(part.roles)) for part in pack.head.parts]
    has += [table.role in roles for table in pack.head.tables]
    return 100 * sum(has) // len(has) if has else 0


def _asked_for(pack: Pack | None, identity: Identity, words: Mapping[str, str], wanted: str) -> Choice:
    if pack is None:
        return Choice(None, 0.0, words["pack.not_found"].format(pack=wanted))
    if pack.head.publication_type is not identity.publication_type:
        return Choice(pack, 0.0, words["pack.asked_other_type"])
    if pack.head.template and pack.head.template != identity.template:
        return Choice(pack, 0.0, words["pack.asked_other_template"])
    return Choice(pack, identity.confidence, words["pack.asked"])
