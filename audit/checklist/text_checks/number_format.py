"""Holds the figures of the running text to the format policy; table cells are no running text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.outline import is_flattened, part_of, top_section
from audit.checklist.text_checks.phrasing import build, distinct
from audit.model.document import ParagraphKind
from audit.model.findings import Category
from audit.model.values import Unit, plain

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.document import Document, Paragraph
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.text_rules import FormatPolicy, NumberFormatRules

_TITLE_IN_MARKS = regex.compile(r"《[^《》]*》")
_SHORT_UNIT = regex.compile(r"\d[\d,]*(?:\.\d+)?\s?万(?!元|余元|多元)")
_HEAD_ROWS = 2
_THOUSAND = 1000


@dataclass(frozen=True, slots=True)
class _Breach:
    kind: str
    section: int
    place: Ref
    stated: str
    expected: str


def find(doc: Document, rules: NumberFormatRules, claims: tuple[Claim, ...], template: str = "") -> tuple[Finding, ...]:
    """Return the breaches of the policy: one finding for each kind and first-level section.

    `template` is the one that the publication is held to, where that is another than the one recognised.
    """
    policy = _policy(doc, rules, template or doc.identity.template)
    if policy is None or doc.identity.is_blank_template:
        return ()
    figures = [claim for claim in claims if _is_held(doc, claim, rules)]
    breaches = [b for claim in figures for b in _breaches(doc, claim, policy, rules)]
    groups: dict[tuple[str, int], list[_Breach]] = {}
    for breach in breaches:
        groups.setdefault((breach.kind, breach.section), []).append(breach)
    found = [_grouped(doc, group, policy, rules) for group in groups.values()]
    if policy.uniform_separators:
        found.extend(_separators(doc, figures, policy, rules))
        found.extend(_units(doc, figures, policy, rules))
    return distinct(doc, found)


def _policy(doc: Document, rules: NumberFormatRules, template: str) -> FormatPolicy | None:
    for policy in rules.policies:
        if template in policy.templates:
            return policy
        if doc.identity.publication_type.value in policy.types and (not policy.marks or _is_marked(doc, policy)):
            return policy
    return None


def _is_marked(doc: Document, policy: FormatPolicy) -> bool:
    """Tell whether the publication's issuer is one of the policy's, by what stands above its text and tables."""
    kinds = (ParagraphKind.COVER, ParagraphKind.HEADING, ParagraphKind.CAPTION)
    texts = [p.text for p in doc.paragraphs if p.kind in kinds]
    texts += [cell.text for table in doc.tables for line in table.lines[:_HEAD_ROWS] for cell in line.cells]
    return any(regex.search(mark, text) for mark in policy.marks for text in texts)


def _is_held(doc: Document, claim: Claim, rules: NumberFormatRules) -> bool:
    paragraph = doc.paragraphs[claim.paragraph]
    if paragraph.kind not in (ParagraphKind.TEXT, ParagraphKind.HEADING) or claim.section < 0:
        return False
    if is_flattened(paragraph):
        return False
    if any(m.start() <= claim.start < m.end() for m in _TITLE_IN_MARKS.finditer(paragraph.text)):
        return False
    part = doc.sections[part_of(doc, claim.section)]
    if part.key:
        return part.key.partition(".")[0] in rules.parts
    return any(regex.search(title, part.title) for title in rules.part_titles)


def _group_of(doc: Document, claim: Claim, rules: NumberFormatRules) -> int:
    part = part_of(doc, claim.section)
    return part if doc.sections[part].key in rules.whole_parts else top_section(doc, claim.section)


def _breaches(doc: Document, claim: Claim, policy: FormatPolicy, rules: NumberFormatRules) -> list[_Breach]:
    quantity = claim.quantity
    place = doc.paragraphs[claim.paragraph].place(claim.start, claim.end)
    section = _group_of(doc, claim, rules)
    if quantity.unit is Unit.PERCENT and policy.percent_places is not None:
        if quantity.places == policy.percent_places:
            return []
        kind = "format.percent.more" if quantity.places > policy.percent_places else "format.percent.fewer"
        rounded = quantity.value.quantize(Decimal(1).scaleb(-policy.percent_places), ROUND_HALF_UP)
        return [_Breach(kind, section, place, f"{quantity.printed.strip('%')}%", f"{rounded}%")]
    if not quantity.unit.is_money:
        return []
    unit = quantity.unit.value
    if policy.amount_places is not None and quantity.places > policy.amount_places:
        rounded = quantity.value.quantize(Decimal(1).scaleb(-policy.amount_places), ROUND_HALF_UP)
        return [_Breach("format.amount.places", section, place, f"{quantity.printed}{unit}", f"{plain(rounded)}{unit}")]
    if (
        policy.drop_zeros
        and quantity.places
        and quantity.value == quantity.value.quantize(Decimal(1).scaleb(1 - quantity.places), ROUND_HALF_UP)
    ):
        return [
            _Breach("format.amount.zero", section, place, f"{quantity.printed}{unit}", f"{plain(quantity.value)}{unit}")
        ]
    return []


def _grouped(doc: Document, group: list[_Breach], policy: FormatPolicy, rules: NumberFormatRules) -> Finding:
    first = group[0]
    kinds = Counter(breach.stated for breach in group)
    return build(
        rules.messages,
        first.kind,
        (breach.place for breach in group),
        category=Category.FORMAT,
        stated=first.stated,
        expected=first.expected,
        section=rules.whole_parts.get(doc.sections[first.section].key) or doc.sections[first.section].title,
        count=len(group),
        all="、".join(kinds),
        policy=policy.basis,
    )


def _separators(doc: Document, figures: list[Claim], policy: FormatPolicy, rules: NumberFormatRules) -> list[Finding]:
    """Return the finding for a text that prints some amounts with thousands separators and some without."""
    large = [c for c in figures if c.quantity.unit.is_money and abs(c.quantity.value) >= _THOUSAND]
    parted = [c for c in large if "," in c.quantity.printed]
    plain_ones = [c for c in large if "," not in c.quantity.printed]
    if not parted or not plain_ones:
        return []

    def place(claim: Claim) -> Ref:
        return _paragraph(doc, claim).place(claim.start, claim.end)

    fewer, more = sorted((parted, plain_ones), key=len)
    return [
        build(
            rules.messages,
            "format.separators",
            [place(fewer[0]), place(more[0]), *map(place, fewer[1:]), *map(place, more[1:])],
            category=Category.FORMAT,
            stated=fewer[0].quantity.printed,
            parted=len(parted),
            plain=len(plain_ones),
            first=parted[0].quantity.printed,
            other=plain_ones[0].quantity.printed,
            policy=policy.basis,
        )
    ]


def _units(doc: Document, figures: list[Claim], policy: FormatPolicy, rules: NumberFormatRules) -> list[Finding]:
    """Return the finding for amounts printed as 万 where the others say 万元."""
    amounts = [claim for claim in figures if claim.quantity.unit is Unit.WAN_YUAN]
    short = [c for c in amounts if _SHORT_UNIT.match(_paragraph(doc, c).text, c.start)]
    if not short or len(short) * 2 > len(amounts):
        return []
    places = [_paragraph(doc, c).place(c.start, c.end + 1) for c in short]
    return [
        build(
            rules.messages,
            "format.unit",
            places,
            category=Category.FORMAT,
            stated=f"{short[0].quantity.printed}万",
            expected=f"{short[0].quantity.printed}{Unit.WAN_YUAN.value}",
            count=len(short),
            policy=policy.basis,
        )
    ]


def _paragraph(doc: Document, claim: Claim) -> Paragraph:
    return doc.paragraphs[claim.paragraph]
