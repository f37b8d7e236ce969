"""Generated evaluation reports: the same arguments give the same text, and labels stand where they say."""

from __future__ import annotations

import pytest

from corpora.evaluation import FAULTS, STYLES, make_report
from corpora.planting import NotApplicable


@pytest.mark.parametrize("style", STYLES)
def test_the_same_arguments_give_the_same_report(style):
    assert make_report(style, 4).text == make_report(style, 4).text
    assert make_report(style, 4).text != make_report(style, 5).text


@pytest.mark.parametrize("style", STYLES)
def test_no_place_holder_is_left(style):
    for seed in range(1, 8):
        text = make_report(style, seed).text
        assert "{" not in text
        assert "\n\n\n" not in text


@pytest.mark.parametrize("fault", sorted(FAULTS))
def test_a_fault_changes_the_text_and_its_labels_quote_it(fault):
    planted = 0
    for style in STYLES:
        try:
            report = make_report(style, 2, [fault])
        except NotApplicable:
            continue
        planted += 1
        assert report.text != make_report(style, 2).text
        assert report.labels
        for label in report.labels:
            assert label["quote"] in report.lines[label["line"] - 1]
    assert planted


def test_figures_may_stand_between_blanks():
    assert " 万元" in make_report("whole", 2, spaced=True).text
    assert " 万元" not in make_report("whole", 2).text
