"""Chooses the pack that a publication is judged by. A wrong template's rules are never applied silently."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.model.document import PublicationType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from audit.model.document import Identity
    from audit.model.packs import Pack

ANY_TEMPLATE = 0.5
"""Confidence in a pack that fits every publication of its type."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The pack, how sure it is, and why, in words."""

    pack: Pack | None
    confidence: float
    reason: str


def choose_pack(packs: Sequence[Pack], identity: Identity, wanted: str = "auto") -> Choice:
    """Return the pack of the publication's own template, else the one for its type, else none.

    A pack that the user asks for by id is taken, and the reason says where the template speaks against it.
    """
    if not packs:
        return Choice(None, 0.0, "")
    words = packs[0].messages
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
    general = next((pack for pack in fitting if not pack.head.template), None)
    if general is None:
        return Choice(None, identity.confidence, words["pack.no_pack"])
    return Choice(general, ANY_TEMPLATE, words["pack.by_type"].format(pack=general.head.title))


def _asked_for(pack: Pack | None, identity: Identity, words: Mapping[str, str], wanted: str) -> Choice:
    if pack is None:
        return Choice(None, 0.0, words["pack.not_found"].format(pack=wanted))
    if pack.head.publication_type is not identity.publication_type:
        return Choice(pack, 0.0, words["pack.asked_other_type"])
    if pack.head.template and pack.head.template != identity.template:
        return Choice(pack, 0.0, words["pack.asked_other_template"])
    return Choice(pack, identity.confidence, words["pack.asked"])
