"""Chinese numerals are read as people write them, and nothing else is taken for one."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.numerals import LONGEST, parse_numeral, write_numeral


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("零", 0),
        ("〇", 0),
        ("七", 7),
        ("两", 2),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("一百一十", 110),
        ("一百一", 110),
        ("二百五", 250),
        ("两千三", 2_300),
        ("三千零二十", 3_020),
        ("一万二", 12_000),
        ("一万零二", 10_002),
        ("十二万三千四百五十六", 123_456),
        ("一亿二千万", 120_000_000),
        ("三亿零五", 300_000_005),
        ("一万亿", 10**12),
        ("二〇二〇", 2020),
        ("壹拾贰", 12),
        ("叁佰万", 3_000_000),
    ],
)
def test_numerals(text: str, value: int) -> None:
    assert parse_numeral(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    ["", "百", "万", "千百", "一二十", "十百", "百二十", "三个", "二十十", "一百零", "十百千", "一" * (LONGEST + 1)],
)
def test_what_is_no_numeral(text: str) -> None:
    assert parse_numeral(text) is None


@given(st.integers(min_value=0, max_value=99_999_999))
def test_written_numerals_are_read_back(value: int) -> None:
    assert parse_numeral(write_numeral(value)) == value


@given(st.text(alphabet="零一二两十百千万亿〇", max_size=26))
def test_no_run_of_characters_fails(text: str) -> None:
    value = parse_numeral(text)
    assert value is None or value >= 0


@pytest.mark.parametrize("value", [-1, 100_000_000])
def test_writing_refuses_what_it_cannot_write(value: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        write_numeral(value)
