"""What a physical line is: a mark opens it, or cells make it a row, or it is furniture."""

from __future__ import annotations

import pytest

from audit.recognition.lines import is_page_number, survey
from tests.reconciliation.support import raw_document


@pytest.mark.parametrize("text", ["3", "-12-", "— 5 —", "第7页", "·8·", "－9－"])
def test_page_numbers(text):
    assert is_page_number(text)


@pytest.mark.parametrize("text", ["2020", "3.5", "第7页说明", "", "3万元"])
def test_what_is_no_page_number(text):
    assert not is_page_number(text)


def test_tabs_make_a_row_and_a_row_has_no_mark():
    row, text, blank = survey(raw_document("一、本年收入\t27\t12.5\n一、本年收入情况\n").lines)
    assert row.is_row
    assert row.mark is None
    assert not text.is_row
    assert text.mark.level == 2
    assert blank.is_blank
