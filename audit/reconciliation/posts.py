"""Posts and the people in them by kind: nobody can hold a post of a kind of which there is none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import ParagraphKind
from audit.model.findings import Category, Finding, Severity

if TYPE_CHECKING:
    from audit.model.document import Document, Paragraph
    from audit.model.places import Ref
    from audit.model.rules import EvaluationRules
    from audit.reconciliation.wording import Wording


def post_findings(doc: Document, rules: EvaluationRules, wording: Wording) -> list[Finding]:
    """Return people in posts of a kind of which the same paragraph says that there is none; repeats are evidence."""
    places: dict[tuple[str, str], list[Ref]] = {}
    for paragraph in doc.paragraphs:
        if paragraph.kind is not ParagraphKind.TEXT:
            continue
        for kind, count, refs in _conflicts(paragraph, rules):
            places.setdefault((kind, count), []).extend(refs)
    return [
        wording.finding(
            "logic.posts.kind", "L-posts", Category.LOGIC, Severity.ERROR, refs,
            stated=count, expected="0", kind=kind,
        )
        for (kind, count), refs in places.items()
    ]  # fmt: skip


def _conflicts(paragraph: Paragraph, rules: EvaluationRules) -> list[tuple[str, str, list[Ref]]]:
    """Return kind, people and places of every conflict of a paragraph: posts come first, then the people."""
    text = paragraph.text
    head = regex.search(rules.staff_head, text)
    if head is None:
        return []
    posts = {m["kind"]: m for m in regex.finditer(rules.post_kind, text, endpos=head.start())}
    found = []
    for staff in regex.finditer(rules.staff_kind, text, pos=head.end()):
        own = posts.get(staff["kind"])
        if own is not None and int(own["count"]) == 0 and int(staff["count"]) > 0:
            refs = [paragraph.place(m.start(), m.end()) for m in (staff, own)]
            found.append((staff["kind"], staff["count"], refs))
    return found
