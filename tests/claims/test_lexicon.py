"""Terms are found wherever they stand, nested ones too, and wordings are written out without rest."""

from __future__ import annotations

import time

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from audit.claims.lexicon import TermFinder, TermSpan, WordingError, spell_out

WORDS = {
    "支出": "expenditure",
    "项目支出": "project",
    "财政拨款": "appropriation",
    "财政拨款支出": "appropriation_expenditure",
    "款支": "noise",
    "收、支总计": "both",
}


def spans(found: tuple[TermSpan, ...]) -> list[tuple[int, int, str]]:
    return [(span.start, span.end, span.key) for span in found]


def test_nested_and_overlapping_terms_are_all_found() -> None:
    text = "其中财政拨款支出3万元"
    assert spans(TermFinder(WORDS).find(text)) == [
        (2, 8, "appropriation_expenditure"),
        (2, 6, "appropriation"),
        (5, 7, "noise"),
        (6, 8, "expenditure"),
    ]


def test_longest_takes_the_longest_from_the_left() -> None:
    found = TermFinder(WORDS).longest("财政拨款支出，项目支出，支出，收、支总计")
    assert spans(found) == [
        (0, 6, "appropriation_expenditure"),
        (7, 11, "project"),
        (12, 14, "expenditure"),
        (15, 20, "both"),
    ]
    assert found[1].words == "项目支出"


def test_nothing_is_found_in_nothing() -> None:
    finder = TermFinder(WORDS)
    assert finder.find("") == finder.longest("收入") == ()
    assert TermFinder({"": "empty"}).find("支出") == ()


@given(st.text(alphabet="支出项目财政拨款收、总计", max_size=40))
def test_find_agrees_with_a_plain_search(text: str) -> None:
    expected = sorted(
        (
            (at, at + len(words), key)
            for words, key in WORDS.items()
            for at in range(len(text))
            if text.startswith(words, at)
        ),
        key=lambda span: (span[0], -span[1]),
    )
    assert spans(TermFinder(WORDS).find(text)) == expected


@given(st.text(alphabet="支出项目财政拨款收、总计", max_size=40))
def test_longest_agrees_with_an_ordered_pattern(text: str) -> None:
    pattern = regex.compile("|".join(sorted(WORDS, key=len, reverse=True)))
    assert spans(TermFinder(WORDS).longest(text)) == [(*m.span(), WORDS[m[0]]) for m in pattern.finditer(text)]


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        ("支出", {"支出"}),
        ("支出(?:合计|总额)?", {"支出", "支出合计", "支出总额"}),
        ("收(?:、|和)?支", {"收支", "收、支", "收和支"}),
        ("费?用", {"费用", "用"}),
        ("甲|乙丙?", {"甲", "乙", "乙丙"}),
        ("(?:年(?:初|末))?结余", {"结余", "年初结余", "年末结余"}),
        ("因公出国（境）费", {"因公出国（境）费"}),
    ],
)
def test_wordings_are_written_out(wording: str, words: set[str]) -> None:
    assert set(spell_out(wording)) == words
    assert all(regex.fullmatch(wording, word) for word in words)


@pytest.mark.parametrize(
    "wording", ["支出.*", "支出+", "[收支]出", "(支出)", "支出)", "(?:支出", "(?=支)出", "\\d", "(?:甲|乙)" * 20]
)
def test_wordings_that_stand_for_too_much_are_refused(wording: str) -> None:
    with pytest.raises(WordingError, match="the wording"):
        spell_out(wording)


def test_the_first_key_keeps_a_word() -> None:
    finder = TermFinder.of_wordings([("first", ["支出"]), ("second", ["支出(?:合计)?"])])
    assert [span.key for span in finder.longest("支出，支出合计")] == ["first", "second"]


def test_repetitive_text_is_no_burden() -> None:
    finder = TermFinder({"支" * 40: "long"})
    started = time.perf_counter()
    finder.find("支" * 39 + "出")
    finder.find(("支" * 39 + "出") * 2_000)
    assert time.perf_counter() - started < 4
