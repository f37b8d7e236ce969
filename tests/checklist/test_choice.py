"""Which checklist a publication is judged by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.checklist.choice import choose_pack
from audit.model.document import Document, Identity, PublicationType, Section, Table
from audit.model.places import Ref
from audit.model.values import Unit
from audit.packs.checklists import load_packs

PACKS = load_packs()
REF = Ref("f1", line=1, quote="x")
NATIONAL = next(pack for pack in PACKS if pack.id == "national")


def document(
    template="national-final-accounts", confidence=0.9, kind=PublicationType.FINAL_ACCOUNTS, tables=9, *, blank=False
):
    identity = Identity(kind, "某局", 2020, Unit.WAN_YUAN, template, confidence, is_blank_template=blank)
    roles = [table.role for table in NATIONAL.head.tables][:tables]
    keys = ["overview", "tables", "explanation", "glossary"] if tables else []
    return Document(
        files=(),
        identity=identity,
        lines=(),
        paragraphs=(),
        sections=tuple(Section(i, key, key, 1, i, -1, i, i, REF) for i, key in enumerate(keys)),
        tables=tuple(Table(i, role, "", None, (), (), (), REF, -1) for i, role in enumerate(roles)),
    )


def test_the_template_decides_where_it_is_sure():
    choice = choose_pack(PACKS, document("wuhan-final-accounts-2023", 0.9))
    assert choice.pack.id == "wuhan-final-accounts-2023"
    assert choice.confidence == 0.9
    assert choice.pack.head.title in choice.reason


def test_a_template_that_is_only_guessed_does_not_bring_its_rules():
    assert choose_pack(PACKS, document("wuhan-final-accounts-2023", 0.4)).pack.id == "national"


@pytest.mark.parametrize("tables", [0, 2])
def test_a_publication_unlike_any_is_judged_by_none(tables):
    choice = choose_pack(PACKS, replace(document(tables=tables), sections=()))
    assert choice.pack is None
    assert "%" in choice.reason


def test_a_publication_that_the_packs_sources_do_not_govern_is_judged_by_none():
    choice = choose_pack(PACKS, document("central-final-accounts-2023"))
    assert choice.pack is None
    assert NATIONAL.head.title in choice.reason


def test_tables_without_a_word_are_no_whole_publication():
    choice = choose_pack(PACKS, replace(document("shanghai-final-accounts-2024"), sections=()))
    assert choice.pack is None
    assert "%" not in choice.reason


def test_other_places_are_judged_by_what_holds_everywhere():
    choice = choose_pack(PACKS, document("shanghai-final-accounts-2024"))
    assert (choice.pack.id, choice.confidence) == ("national", 1.0)


@pytest.mark.parametrize(
    "doc",
    [
        document(kind=PublicationType.BUDGET),
        document(kind=PublicationType.PERFORMANCE_EVALUATION),
        document(kind=PublicationType.UNKNOWN),
        document("wuhan-final-accounts-2020", blank=True),
    ],
    ids=["budget", "evaluation", "unknown", "blank"],
)
def test_what_no_pack_is_for_gets_none_and_a_reason(doc):
    choice = choose_pack(PACKS, doc)
    assert choice.pack is None
    assert choice.reason


def test_a_pack_that_is_asked_for_is_taken_and_a_doubt_is_told():
    choice = choose_pack(PACKS, document("shanghai-final-accounts-2024"), "wuhan-final-accounts-2020")
    assert choice.pack.id == "wuhan-final-accounts-2020"
    assert (
        choice.reason != choose_pack(PACKS, document("wuhan-final-accounts-2020"), "wuhan-final-accounts-2020").reason
    )
    assert choice.confidence == 0.0


def test_without_packs_there_is_no_choice():
    assert choose_pack((), document()).pack is None
