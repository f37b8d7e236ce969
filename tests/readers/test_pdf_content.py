"""Content cut quickly is what pdfminer's own parser makes of it; what is unusual is left to that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.pdfinterp import PDFContentParser
from pdfminer.pdftypes import PDFStream
from pdfminer.psexceptions import PSEOF
from pdfminer.psparser import LIT, PSKeyword, keyword_name

from audit.readers.pdf_content import cut_content


def by_pdfminer(data):
    """Return the operators with their operands as pdfminer's parser gives them."""
    parser = PDFContentParser([PDFStream({}, data)])
    done, operands = [], []
    while True:
        try:
            _, token = parser.nextobject()
        except PSEOF:
            return done
        if isinstance(token, PSKeyword):
            done.append((keyword_name(token), operands))
            operands = []
        else:
            operands.append(token)


@pytest.mark.parametrize(
    "data",
    [
        b"q 1 0 0 1 72 720 cm BT /F1 12 Tf 0 -14.5 Td (abc) Tj ET Q ",
        b"[(a) -120 (b\\)c) .5 <0041 004>] TJ ",
        b"/P <</MCID 3 /A [1 2 /B]>> BDC EMC ",
        b"(one (two) three) Tj (line\\\nbroken) Tj (\\101\\7x\\q\\r) ' ",
        b"0.5 g f* % a remark (with brackets\n+1 -2 .25 4. re W n T* ",
        b'1 2 (s) " /Name/Other gs true false d0 ',
        b"\x001 0 0\trg\r\nS\f",
        b"",
        b"/\xe8\xa1\xa8 Do ",
    ],
)
def test_it_is_what_pdfminer_makes_of_it(data):
    assert cut_content(data) == by_pdfminer(data)


@pytest.mark.parametrize(
    "data",
    [
        b"BI /W 1 /H 1 ID x EI ",
        b"[1 2 Tj ",
        b"] TJ ",
        b"<< /A 1 ] Do ",
        b"<</A>> BDC ",
        b"1rg ",
        b"1..2 w ",
        b"(never closed Tj ",
        b"(((deep))) Tj ",
        b"{1} d ",
        b"/A#42 gs ",
        b"/\xff gs ",
        b"null gs ",
        b"(" * 50_000,
    ],
)
def test_the_unusual_is_left_to_pdfminer(data):
    assert cut_content(data) is None


NUMBERS = st.one_of(st.integers(-999, 999), st.floats(-999, 999).map(lambda x: round(x, 3)))


@given(st.lists(st.tuples(st.lists(NUMBERS, max_size=6), st.sampled_from(["m", "l", "re", "f*", "Tm"])), max_size=20))
def test_numbers_are_kept(operations):
    data = b"".join(
        b"".join(b"%s " % format(x, "f" if isinstance(x, float) else "d").encode() for x in numbers)
        + name.encode()
        + b"\n"
        for numbers, name in operations
    )
    assert cut_content(data) == by_pdfminer(data) == [(name, numbers) for numbers, name in operations]


def test_names_are_literals():
    assert cut_content(b"/Im1 Do ") == [("Do", [LIT("Im1")])]
