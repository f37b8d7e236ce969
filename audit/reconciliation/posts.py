"""Posts and the people in them: none in posts that do not exist, and one number wherever a report states it."""

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
    """Return people in posts that do not exist, and totals of staff stated with two values."""
    return [*_without_posts(doc, rules, wording), *_stated_twice(doc, rules, wording)]


def _stated_twice(doc: Document, rules: EvaluationRules, wording: Wording) -> list[Finding]:
    """Return the totals of posts and of people that a later paragraph gives with another number."""
    found: list[Finding] = []
    for pattern in rules.staff_totals.values():
        stated = [
            (match["count"], paragraph.place(match.start(), match.end()))
            for paragraph in doc.paragraphs
            if paragraph.kind is ParagraphKind.TEXT
            for match in regex.finditer(pattern, paragraph.text)
            if not _is_dated(doc, paragraph.text[: match.start()], rules)
        ]
        others = [(count, place) for count, place in stated if count != stated[0][0]]
        if others:
            count, place = others[0]
            first, there = stated[0]
            found.append(
                wording.finding(
                    "narr.same", "E-staff", Category.NARR_NARR, Severity.ERROR, [place, there],
                    stated=count, expected=first, unit="",
                )
            )  # fmt: skip
    return found


def _is_dated(doc: Document, before: str, rules: EvaluationRules) -> bool:
    """Tell whether the sentence that leads to a number may speak of another day than the end of the year reported."""
    sentence = before[max(before.rfind(mark) for mark in "。；") + 1 :].replace(f"{doc.identity.fiscal_year}年", "")
    return any(regex.search(word, sentence) for word in rules.dated)


def _without_posts(doc: Document, rules: EvaluationRules, wording: Wording) -> list[Finding]:
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
