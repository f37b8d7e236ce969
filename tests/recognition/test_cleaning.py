"""Cleaning takes away what means nothing, and every character that is left knows where it stood."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from audit.recognition.cleaning import clean, clean_text

MATTER = st.text(
    alphabet=" \t\u3000\u00a0\u200b0123456789０１２,.，．(（)）%％$*\\geqle<>/span一二年度万元决算表。；:：-#",
    max_size=60,
)
"""What dumps of publications are made of."""


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("收 入 支 出", "收入支出"),
        ("２０２０年度（类）", "2020年度（类）"),
        ("支出(类)", "支出（类）"),
        ("＜span＞", "<span>"),
        ("占９．５％", "占9.5%"),
        ("决算数为 1, 569. 06 万元", "决算数为1,569.06万元"),
        ("决算数为 286. 92万元", "决算数为286.92万元"),
        ("1. 2020年", "1. 2020年"),
        ("12 34", "12 34"),
        ("收入，支出,结余", "收入，支出，结余"),
        ("2020,2021年", "2020，2021年"),
        ("1，569.06", "1,569.06"),
        (r"完成率$\geq 95\%$", "完成率≥95%"),
        (r"$\leq$24小时", "≤24小时"),
        (r"\leftarrow", r"\leftarrow"),
        ("**第一部分** 概况", "第一部分概况"),
        ("<td>合计</td>", "合计"),
        ("## 一、收入", "一、收入"),
        ("- 办公费", "办公费"),
        ("-5.2", "-5.2"),
        ("机关\u200b运行\ufeff经费", "机关运行经费"),
        ("“三公”经费", '"三公"经费'),
        ("", ""),
        (" \u3000\t", ""),
    ],
)
def test_residue_of_dumps_goes_and_forms_are_folded(raw, cleaned):
    assert clean_text(raw) == cleaned


def test_a_code_and_the_figure_beside_it_stay_two_numbers():
    assert clean_text("2010301 1 569") == "2010301 1 569"


def test_two_readings_of_one_cell_are_not_glued():
    assert clean_text("12.5\t13.5") == "12.5 13.5"


@given(MATTER)
@example("1. 2020")
@example("$\\geq 95$")
@example("1, 569. 06")
def test_every_run_maps_back_to_its_own_characters(raw):
    cleaned = clean(raw)
    at = 0
    for run in cleaned.runs:
        assert run.start == at, "runs cover the text without gap"
        at = run.end
        source = raw[run.offset : run.offset + run.length]
        kept = cleaned.text[run.start : run.end]
        assert run.length > 0
        if run.length == run.end - run.start:
            assert all(clean_text(a) in ("", b) or folded(a, b) for a, b in zip(source, kept, strict=True))
    assert at == len(cleaned.text)
    offsets = [run.offset for run in cleaned.runs]
    assert offsets == sorted(offsets)
    assert all(a.offset + a.length <= b.offset for a, b in zip(cleaned.runs, cleaned.runs[1:], strict=False))


def folded(raw, kept):
    """A comma is folded by what stands around it; a blank between two numbers is kept as one."""
    return (raw in ",，" and kept in ",，") or (raw.isspace() and kept == " ")


@given(MATTER)
def test_digits_are_neither_lost_nor_made(raw):
    digits = [c for c in raw if c.isdigit()]
    kept = [c for c in clean_text(raw) if c.isdigit()]
    inside_tags = "<" in raw
    assert inside_tags or len(kept) == len(digits)


@given(MATTER)
def test_no_white_space_is_left_save_between_digits(raw):
    text = clean_text(raw)
    for at, char in enumerate(text):
        if char.isspace():
            assert char == " "
            assert text[at + 1].isdigit()
            assert text[at - 1].isdigit() or text[at - 1] == "."


@given(MATTER)
def test_clean_text_is_clean(raw):
    """What was cleaned once is not changed by cleaning it again, save markup that only now stands together."""
    once = clean_text(raw)
    if not set(once) & set("<>$*\\#-."):
        assert clean_text(once) == once
