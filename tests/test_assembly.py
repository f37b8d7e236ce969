"""How a report is put together: order, ids, fingerprints, coverage, text."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from audit import assembly
from audit.checklist.evidence import Evidence
from audit.model.claims import Claim, Concept, Measure, Period, Relation, Status, Verdict
from audit.model.coverage import measure_coverage
from audit.model.document import (
    Document,
    Identity,
    Paragraph,
    ParagraphKind,
    Piece,
    PublicationType,
    Section,
    Table,
)
from audit.model.findings import Category, Cause, Finding, Severity
from audit.model.places import Ref
from audit.model.raw import RawLine, SourceFile
from audit.model.values import Quantity, Unit
from audit.packs.checklists import load_packs

TEXTS = (
    "第一部分 概况",
    "本单位有 12 人。",
    "第三部分 决算情况说明",
    "一、收入支出决算总体情况",
    "收、支总计 690.4 万元，比上年增长",
    "12.5%。",
    "",
    "收入\t690.4",
    "第四部分 名词解释",
    "结转 1 万元。",
)
LINES = tuple(RawLine("f1", number, text) for number, text in enumerate(TEXTS, 1))


def paragraph(index, numbers, section, kind=ParagraphKind.TEXT):
    lines = tuple(LINES[number - 1] for number in numbers)
    pieces, text = [], ""
    for at, line in enumerate(lines):
        pieces.append(Piece(len(text), len(text) + len(line.text), at, 0, len(line.text)))
        text += line.text
    return Paragraph(index, text, tuple(pieces), lines, kind, section)


def section(index, key, parent, first, last):
    title = PARAGRAPHS[first].text
    return Section(index, key, title, 1 if parent < 0 else 2, None, parent, first, last, PARAGRAPHS[first].ref)


PARAGRAPHS = (
    paragraph(0, [1], 0, ParagraphKind.HEADING),
    paragraph(1, [2], 0),
    paragraph(2, [3], 1, ParagraphKind.HEADING),
    paragraph(3, [4], 2, ParagraphKind.HEADING),
    paragraph(4, [5, 6], 2),
    paragraph(5, [9], 3, ParagraphKind.HEADING),
    paragraph(6, [10], 3),
)
SECTIONS = (
    section(0, "overview", -1, 0, 1),
    section(1, "explanation", -1, 2, 4),
    section(2, "explanation.summary", 1, 3, 4),
    section(3, "glossary", -1, 5, 6),
)
TABLE = Table(0, "", "", None, (), (), (LINES[7],), LINES[7].ref(), section=2)
DOC = Document(
    files=(SourceFile("f1", "a.txt", "0" * 64, "txt"),),
    identity=Identity(PublicationType.FINAL_ACCOUNTS, "虚构局", 2023, Unit.WAN_YUAN, "t", 1.0),
    lines=LINES,
    paragraphs=PARAGRAPHS,
    sections=SECTIONS,
    tables=(TABLE,),
)


def claim(index, paragraph_index, printed, unit, **more):
    text = PARAGRAPHS[paragraph_index].text
    start = text.index(printed)
    fields = {
        "index": index,
        "paragraph": paragraph_index,
        "start": start,
        "end": start + len(printed),
        "clause_start": 0,
        "clause_end": len(text),
        "quantity": Quantity(Decimal(printed.rstrip("%")), unit, printed),
        "relation": Relation.LEVEL,
        "concept": Concept("revenue_total", "总计", 0, 0),
        "measure": Measure.FINAL,
        "period": Period.CURRENT,
        "fund": "",
        "section": PARAGRAPHS[paragraph_index].section,
    }
    return Claim(**(fields | more))


PEOPLE = claim(0, 1, "12", Unit.COUNT)
PEOPLE = replace(PEOPLE, quantity=replace(PEOPLE.quantity, counter="人"))
TOTAL = claim(1, 4, "690.4", Unit.WAN_YUAN)
GROWTH = claim(2, 4, "12.5%", Unit.PERCENT)
GLOSS = claim(3, 6, "1", Unit.WAN_YUAN)
CLAIMS = (PEOPLE, TOTAL, GROWTH, GLOSS)
CELL = LINES[7].ref(3)


def finding(place, *, rule="R-1", stated="1", **more):
    return Finding(
        rule=rule,
        category=Category.NARR_TABLE,
        severity=Severity.ERROR,
        cause=Cause.PUBLICATION,
        message="",
        basis="",
        places=(place,),
        stated=stated,
        **more,
    )


def verdicts(*pairs):
    return {at: Verdict(at, status, "原因", evidence) for at, status, evidence in pairs}


def test_findings_stand_in_reading_order_file_by_file():
    late, early, other = (Ref("f10", line=1), Ref("f2", line=9), Ref("f2", line=9, start=4))
    stamped = assembly.stamp([finding(late), finding(other), finding(early)], ["f2", "f10"])
    assert [f.places[0] for f in stamped] == [early, other, late]
    assert [f.id for f in assembly.number(stamped)] == ["F001", "F002", "F003"]


def test_a_fingerprint_survives_moved_lines_and_other_spacing():
    old = finding(Ref("f1", line=5, start=3, quote="总计 690.4 万元", row="合计"))
    new = finding(Ref("f1", line=99, start=0, quote="总计690.4万元", row="合计"))
    assert assembly.fingerprint(old) == assembly.fingerprint(new)


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "R-2"},
        {"stated": "2"},
        {"category": Category.LOGIC},
        {"places": (Ref("f1", line=5, quote="别的"),)},
        {"places": (Ref("f1", line=5, quote="总计", row="合计"),)},
        {"places": (Ref("f1", line=5, quote="总计", column="决算数"),)},
    ],
)
def test_a_fingerprint_tells_different_findings_apart(change):
    base = finding(Ref("f1", line=5, quote="总计"))
    assert assembly.fingerprint(base) != assembly.fingerprint(replace(base, **change))


def test_equal_findings_keep_different_fingerprints():
    same = finding(Ref("f1", line=5, quote="总计"))
    prints = [f.fingerprint for f in assembly.stamp([same, same, same], ["f1"])]
    assert len(set(prints)) == 3
    assert prints[1] == f"{prints[0]}-2"


def test_coverage_counts_amounts_and_percentages_of_the_explanation():
    found = measure_coverage(DOC, CLAIMS, verdicts((1, Status.AGREES, (CELL,)), (3, Status.AGREES, (CELL,))))
    assert (found.figures, found.settled, found.ratio) == (2, 1, 0.5)


def test_nothing_is_settled_without_evidence():
    found = measure_coverage(DOC, CLAIMS, verdicts((1, Status.AGREES, ()), (2, Status.UNVERIFIED, (CELL,))))
    assert found.settled == 0


def test_without_an_explanation_part_all_figures_count():
    doc = replace(DOC, sections=tuple(replace(s, key="") for s in SECTIONS))
    assert measure_coverage(doc, CLAIMS, {}).figures == 3


@pytest.mark.parametrize("key", ["explanation", ""])
def test_the_rows_count_as_the_report_does(key):
    doc = DOC if key else replace(DOC, sections=tuple(replace(s, key="") for s in SECTIONS))
    settled = verdicts((1, Status.AGREES, (CELL,)), (2, Status.DISAGREES, (CELL,)))
    seen = Evidence(doc=doc, pack=load_packs()[0], claims=CLAIMS, verdicts=settled)
    assert seen.coverage() == measure_coverage(doc, CLAIMS, settled)
    assert seen.coverage().settled == 2


def test_a_claim_quotes_its_clause_and_marks_its_figure():
    shown = assembly.report_claims(DOC, CLAIMS, verdicts((1, Status.DISAGREES, (CELL,))), "没有结果")
    total = shown[1]
    assert (total.ref.line, total.ref.quote) == (5, TEXTS[4])
    assert TEXTS[4][total.ref.start : total.ref.end] == "690.4"
    assert (total.value, total.unit, total.kind, total.status) == ("690.4", "万元", "amount", "disagrees")
    assert total.evidence == (CELL,)


def test_a_figure_in_a_clause_over_two_lines_stands_in_its_own_line():
    shown = assembly.report_claims(DOC, CLAIMS, {}, "没有结果")
    assert (shown[2].ref.line, shown[2].ref.quote, shown[2].kind) == (6, TEXTS[5], "percent")


def test_a_claim_without_verdict_is_unverified_and_says_why():
    shown = assembly.report_claims(DOC, CLAIMS, verdicts((1, Status.AGREES, ())), "没有结果")
    assert [(c.status, c.why) for c in shown[:2]] == [("unverified", "没有结果"), ("unverified", "原因")]


def test_a_count_shows_its_counter():
    assert assembly.report_claims(DOC, CLAIMS, {}, "")[0].unit == "人"


def test_the_text_is_the_explanation_with_its_tables():
    assert [line.line for line in assembly.explanation_text(DOC)] == [3, 4, 5, 6, 8]
    assert [line.text for line in assembly.explanation_text(DOC)][-1] == TEXTS[7]


def test_without_an_explanation_part_the_text_is_all_prose():
    doc = replace(DOC, sections=tuple(replace(s, key="") for s in SECTIONS))
    assert [line.line for line in assembly.explanation_text(doc)] == [1, 2, 3, 4, 5, 6, 9, 10]


def test_a_gap_in_the_numbers_is_told_by_what_is_missing_there():
    def at(*lines):
        return tuple(Ref("f1", line) for line in lines)

    gap = replace(finding(Ref("f1", 1), rule="structure.number.gap"), places=at(30, 20, 10))
    other = replace(finding(Ref("f1", 1), rule="structure.number.gap"), places=at(50, 40, 10))
    missing = replace(finding(Ref("f1", 1), rule="reviews"), places=at(5, 10, 20, 30), stated="4")
    incomplete = replace(missing, stated="", expected="下一步改进措施")
    assert assembly.without_gaps((gap, other), (missing,)) == (other,)
    assert assembly.without_gaps((gap, other), (incomplete,)) == (gap, other)
    assert assembly.without_gaps((gap, missing), ()) == (gap, missing)


def test_a_wrong_year_in_a_title_is_not_told_against_the_contents_page_too():
    def made(rule, *lines):
        return replace(finding(Ref("f1", 1), rule=rule), places=tuple(Ref("f1", line) for line in lines))

    year, here = made("text.year", 30), made("structure.contents.year", 29, 5, 30)
    elsewhere = made("structure.contents.year", 40, 6)
    assert assembly.without_echoes((year, here, elsewhere)) == (year, elsewhere)
    assert assembly.without_echoes((here, elsewhere)) == (here, elsewhere)
