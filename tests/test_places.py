"""Places: a quote must name the words that are meant, also to someone who only has the quote."""

from __future__ import annotations

import pytest

from audit.model.places import QUOTE_LIMIT, Ref, unmistakable
from audit.model.raw import RawLine
from audit.writers.places import own_words


@pytest.mark.parametrize(
    ("text", "words", "at", "quote"),
    [
        ("2010301\t行政运行\t12.5\t12.5\t0", "12.5", 1, "12.5\t12.5"),
        ("合计\t10\t0", "0", 1, "10\t0"),
        ("办公费\t3.2\t1.1", "1.1", 0, "1.1"),
        ("年初预算为 0 万元，支出决算为 0 万元", "0 万元", 1, "决算为 0 万元"),
    ],
)
def test_a_quote_is_widened_until_its_first_occurrence_is_the_one_meant(text, words, at, quote):
    start = -1
    for _ in range(at + 1):
        start = text.index(words, start + 1)
    ref = unmistakable(RawLine("f1", 1, text).ref(start, start + len(words)), text)
    assert (ref.start, ref.end) == (start, start + len(words))
    assert ref.quote == quote
    assert text.find(ref.quote) + len(ref.quote) == ref.end


def test_a_quote_that_would_get_too_long_stays():
    text = "0\t" + "0\t" * QUOTE_LIMIT + "0"
    ref = RawLine("f1", 1, text).ref(len(text) - 1, len(text))
    assert unmistakable(ref, text) == ref


def test_a_wider_clause_that_holds_the_figure_is_left_alone():
    ref = Ref("f1", line=1, start=5, end=7, quote="比上年增 10 万元")
    assert unmistakable(ref, "比上年增 10 万元，预算增 10 万元") is ref


def test_a_cell_is_shown_by_its_own_words():
    place = {"start": 3, "end": 4, "quote": "10\t0"}
    assert own_words(place) == "0"
    assert own_words({"start": 0, "end": 4, "quote": "10\t0"}) == "10\t0"


@pytest.mark.parametrize(("page", "number"), [(None, 7), (3, 12)])
def test_a_place_bears_the_number_of_its_line_in_a_text_and_on_a_page(page, number):
    line = RawLine("f1", number, "茶亭局收入12.5万元", page=page)
    ref = line.ref(3, 7)
    assert (ref.number, ref.line_id) == (number, line.line_id)
    assert Ref("f1", page=page).number == 0
