"""What was read from a picture with doubt is never the ground of a 否."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.model.doubts import Doubts
from audit.model.findings import Category, Cause
from audit.model.places import Ref
from audit.model.raw import Damage, PageWarning
from audit.pipeline import Rooms, Settings, audit_publication
from audit.readers import read
from corpora import generate

PACK = "wuhan-final-accounts-2020"


@pytest.fixture(scope="module")
def pages(tmp_path_factory):
    """Return a publication with a wrong level as it is read from its pages."""
    path = tmp_path_factory.mktemp("pages") / "a.pdf"
    path.write_bytes(generate("wuhan-2020", 7, "a", ("level_wrong",)).pdf)
    return path, read([path])


def as_scan(raw, doubtful=lambda _: False):
    """Pretend that every page is a picture, and some of its lines were read with doubt."""
    lines = tuple(replace(line, doubts=((0, len(line.text)),)) if doubtful(line) else line for line in raw.lines)
    recognised = tuple(PageWarning("f1", page + 1, Damage.RECOGNISED) for page in range(raw.files[0].pages))
    return replace(raw, lines=lines, warnings=recognised)


def audited(path, raw):
    return audit_publication([path], Settings(pack=PACK), rooms=Rooms(read=lambda *_, **__: raw))


def wrong_levels(report):
    return [finding for finding in report.findings if finding.rule == "N-level" and finding.severity == "error"]


def outcomes(report):
    return {item.item: item.outcome.value for item in report.checklist}


def test_what_is_read_without_doubt_is_held_against_the_publication(pages):
    path, raw = pages
    plain, scan = audited(path, raw), audited(path, as_scan(raw))
    assert [f.cause for f in wrong_levels(plain)] == [f.cause for f in wrong_levels(scan)] == [Cause.PUBLICATION]
    fails = {item for item, outcome in outcomes(plain).items() if outcome == "fail"}
    assert fails
    assert {item for item, outcome in outcomes(scan).items() if outcome == "fail"} <= fails


def test_a_sentence_read_with_doubt_settles_nothing(pages):
    path, raw = pages
    (wrong,) = wrong_levels(audited(path, raw))
    report = audited(path, as_scan(raw, lambda line: line.number == wrong.places[0].block))
    (doubted,) = wrong_levels(report)
    assert doubted.cause is Cause.EXTRACTION
    statuses = {c.status for c in report.claims if c.ref.block == wrong.places[0].block and c.value == wrong.stated}
    assert statuses == {"unverified"}
    firm = {f.fingerprint for f in report.findings if f.cause is Cause.PUBLICATION}
    for item in report.checklist:
        assert doubted.fingerprint not in item.findings or firm & set(item.findings)


def test_a_row_of_a_table_read_with_doubt_settles_nothing(pages):
    path, raw = pages
    (wrong,) = wrong_levels(audited(path, raw))
    cells = {place.block for place in wrong.places[1:]}
    (doubted,) = wrong_levels(audited(path, as_scan(raw, lambda line: line.number in cells)))
    assert doubted.cause is Cause.EXTRACTION


def test_nothing_is_held_against_a_publication_that_is_all_doubt(pages):
    path, raw = pages
    report = audited(path, as_scan(raw, lambda line: bool(line.text.strip())))
    assert "fail" not in outcomes(report).values()
    assert {f.cause for f in report.findings if f.severity == "error"} <= {Cause.EXTRACTION, Cause.UNCLEAR}


# --- single places ---


def place(quote, start, block=1, page=1):
    return Ref("f1", page=page, start=start, end=start + len(quote), quote=quote, block=block)


@pytest.fixture
def doubts(pages):
    line = replace(pages[1].lines[0], text="收入共12.5万元。支出共8.0万元。", number=1, doubts=((13, 14),), cells=())
    return Doubts({("f1", 1): line}, frozenset({("f1", 1)}), (("f1", 1, 5), ("f1", 6, 9)))


def test_doubt_reaches_as_far_as_its_sentence(doubts):
    assert not doubts.touch(place("12.5", 3))
    assert doubts.touch(place("8.0", 13))
    assert doubts.touch(place("支出", 10))
    assert not doubts.touch(place("8.0", 13, block=2))


@pytest.mark.parametrize(
    ("category", "quote", "block", "unsure"),
    [
        (Category.FORMAT, "〔2020）", 2, True),  # brackets look alike
        (Category.FORMAT, "12.50", 2, False),
        (Category.TEXT, "2019年", 2, False),
        (Category.STRUCTURE, "一、概况", 3, True),  # what is missing may be what could not be read
        (Category.STRUCTURE, "二、决算表", 7, False),
        (Category.NARR_TABLE, "（一）", 2, False),
    ],
)
def test_what_a_picture_cannot_prove(doubts, category, quote, block, unsure):
    assert doubts.shake(category, [place(quote, 0, block)]) is unsure


def test_a_text_has_no_doubts():
    assert not Doubts({}, frozenset()).shake(Category.FORMAT, [place("（", 0)])
