"""A page number between the halves of a sentence once became part of the figure before it (1200.5 12 万元)."""

from __future__ import annotations

import pytest

from tests.reconciliation.support import errors, full_text, reconciled, verdict_of, with_words


@pytest.mark.parametrize("number", ["- 12 -", "12", "第12页"])
def test_a_page_break_between_a_figure_and_its_unit_changes_no_figure(number):
    clean = full_text()
    doc, claims, rec = reconciled(clean)
    section = doc.section("explanation.summary")
    claim = next(c for c in claims if section.first <= c.paragraph <= section.last and c.quantity.unit.is_money)
    printed = claim.quantity.printed
    place = doc.paragraphs[claim.paragraph].place(claim.start, claim.end)
    line = clean.split("\n")[place.line - 1]
    broken = line[: place.end] + f"\n\n{number}\n\n" + line[place.end :].lstrip()
    _, claims, rec = reconciled(with_words(clean, (line, broken)))
    assert errors(rec) == []
    assert verdict_of(claims, rec, printed).status == "agrees"
