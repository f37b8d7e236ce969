"""Dates that cannot be: days that no calendar has, periods that end before they begin, accounts ahead of their year."""

from __future__ import annotations

import calendar
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import ParagraphKind, PublicationType
from audit.model.findings import Category, Severity

if TYPE_CHECKING:
    from audit.model.document import Paragraph
    from audit.reconciliation.narrative import Narrative

_MONTHS = 12
_SILENT = (ParagraphKind.CONTENTS, ParagraphKind.FORM)


def settle_dates(story: Narrative) -> None:
    """Check the dates of the whole text by themselves."""
    for paragraph in story.doc.paragraphs:
        if paragraph.kind not in _SILENT:
            _impossible(story, paragraph)
            _backwards(story, paragraph)
            _ahead(story, paragraph)


def _impossible(story: Narrative, paragraph: Paragraph) -> None:
    for match in regex.finditer(story.logic.dates.day, paragraph.text):
        year, month, day = (int(match[name]) for name in ("year", "month", "day"))
        if 1 <= month <= _MONTHS and 1 <= day <= calendar.monthrange(year, month)[1]:
            continue
        _report(story, paragraph, match.span(), "logic.date", match[0])


def _backwards(story: Narrative, paragraph: Paragraph) -> None:
    for match in regex.finditer(story.logic.dates.period, paragraph.text):
        first = _point(match, "1")
        last = _point(match, "2")
        size = min(len(first), len(last))
        if last[:size] < first[:size]:
            _report(story, paragraph, match.span(), "logic.period", match[0])


def _point(match: regex.Match[str], end: str) -> tuple[int, ...]:
    """Return year and month, and the day where it is printed."""
    return tuple(int(match[name + end]) for name in ("year", "month", "day") if match[name + end])


def _ahead(story: Narrative, paragraph: Paragraph) -> None:
    """公开时间：2021年3月5日 on the accounts of 2021: they are closed when the year is over."""
    identity = story.doc.identity
    if identity.publication_type is not PublicationType.FINAL_ACCOUNTS or identity.fiscal_year is None:
        return
    for match in regex.finditer(story.logic.dates.published, paragraph.text):
        if int(match["year"]) <= identity.fiscal_year:
            _report(story, paragraph, match.span(), "logic.published", match[0], year=identity.fiscal_year)


def _report(
    story: Narrative, paragraph: Paragraph, span: tuple[int, int], key: str, stated: str, year: int = 0
) -> None:
    place = paragraph.place(*span)
    story.findings.append(
        story.wording.finding(key, "L-dates", Category.LOGIC, Severity.ERROR, [place], stated=stated, year=year)
    )
