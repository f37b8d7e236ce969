"""Planted faults of what must be printed: each is found at its place, once, and nothing else is said."""

from __future__ import annotations

import contextlib

import pytest

from audit.model.findings import Severity
from audit.pipeline import Settings, audit_publication
from corpora import Options, generate
from corpora.faults import NotApplicable

LOUD = (Severity.ERROR, Severity.WARNING)
FAULTS = [
    ("part_removed_overview", "wuhan-2020", "a"),
    ("part_removed_key_work", "wuhan-2023", "b"),
    ("contents_removed", "wuhan-2020", "b"),
    ("section_removed_procurement", "wuhan-2020", "a"),
    ("section_removed_assets", "wuhan-2023", "a"),
    ("section_removed_agency", "wuhan-2020", "b"),
    ("section_removed_capital", "wuhan-2020", "a"),
    ("table_removed", "wuhan-2020", "a"),
    ("note_missing", "wuhan-2023", "b"),
    ("batches_removed", "wuhan-2020", "a"),
    ("bought_removed", "wuhan-2020", "a"),
    ("comparison_deleted", "wuhan-2020", "a"),
    ("reason_deleted_item", "wuhan-2023", "a"),
    ("review_removed", "wuhan-2023", "a"),
    ("self_evaluation_missing", "wuhan-2023", "a"),
    ("sme_removed", "wuhan-2020", "b"),
    ("glossary_item_swapped", "wuhan-2020", "a"),
    ("form_unanswered", "wuhan-2020", "a"),
]


@pytest.mark.parametrize(("fault", "template", "frames"), FAULTS)
def test_what_is_missing_is_said_once_and_where_it_belongs(fault, template, frames, tmp_path):
    publication = _planted(fault, template, frames)
    path = tmp_path / "publication.txt"
    path.write_text(publication.text, encoding="utf-8")
    found = [f for f in audit_publication([path], Settings()).findings if f.severity in LOUD]
    labels = publication.labels(path.name)["findings"]
    assert found
    for label in labels:
        assert any(_meets(finding, label) for finding in found), label["explain"]
    strangers = [finding.message for finding in found if not any(_meets(finding, label) for label in labels)]
    assert not strangers


def _planted(fault, template, frames):
    """Return the first publication that has something which the fault can spoil."""
    for seed in range(41, 60):
        with contextlib.suppress(NotApplicable):
            return generate(template, seed=seed, frames=frames, faults=(fault,), options=Options(form=True))
    raise AssertionError(fault)


def _meets(finding, label):
    """Tell whether some place of a finding shares words with the label's own on its line."""
    return any(
        ref.line == label["line"] and (ref.quote in label["quote"] or label["quote"] in ref.quote)
        for ref in finding.places[:9]
    )
