"""Rows that findings settle: which of them count, and how a reason tells them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.checklist.evaluation import _join
from audit.checklist.evidence import Evidence, failed, passed, said, told
from audit.checklist.kinds.settled import findings_of
from audit.model.checklist import Outcome
from audit.model.document import Document, Identity, Paragraph, ParagraphKind, PublicationType
from audit.model.findings import Category, Cause, Finding, Severity
from audit.model.packs import FindingsOf
from audit.model.raw import RawLine, SourceFile
from audit.model.values import Unit
from audit.packs.checklists import load_packs

LINES = tuple(RawLine("f1", number, f"云梦茶站第{number}句。") for number in range(1, 9))
DOC = Document(
    files=(SourceFile("f1", "a.txt", "0" * 64, "txt"),),
    identity=Identity(PublicationType.FINAL_ACCOUNTS, "云梦茶站", 2020, Unit.WAN_YUAN, "t", 1.0),
    lines=LINES,
    paragraphs=tuple(Paragraph(i, one.text, (), (one,), ParagraphKind.TEXT, -1) for i, one in enumerate(LINES)),
    sections=(),
    tables=(),
)
PACKS = {pack.id: pack for pack in load_packs()}
WUHAN = PACKS["wuhan-final-accounts-2020"]


def finding(number, *, rule="N-level", category=Category.NARR_TABLE, **more):
    place = LINES[number].ref(0, 4)
    return Finding(
        rule,
        category,
        Severity.ERROR,
        Cause.PUBLICATION,
        f"第{number}条",
        "",
        (place,),
        fingerprint=f"p{number}",
        **more,
    )


def looked_at(*findings):
    return Evidence(doc=DOC, pack=WUHAN, findings=findings)


def in_words(reasons):
    return [WUHAN.messages[one.key].format(**dict(one.values)) for one in reasons]


def test_a_reason_names_five_findings_and_says_that_there_are_more():
    assert in_words(told([finding(n) for n in range(5)])) == ["发现5处：第0条；第1条；第2条；第3条；第4条"]
    assert in_words(told([finding(n) for n in range(7)])) == [
        "发现7处：第0条；第1条；第2条；第3条；第4条",
        "其余2处见本项的相关问题",
    ]


def test_what_follows_from_another_finding_turns_no_row():
    params = FindingsOf(categories=(Category.NARR_TABLE,))
    root, effect = finding(1), finding(2, root="p1")
    result = findings_of(looked_at(root, effect), params)
    assert result.grounds == (root,)
    alone = findings_of(looked_at(effect), params)
    assert alone.outcome is not Outcome.FAIL


def test_what_several_checks_of_a_row_found_is_told_once():
    one = failed(*told([finding(1), finding(2)]), grounds=[finding(1), finding(2)])
    two = failed(*told([finding(2), finding(3)]), grounds=[finding(2), finding(3)])
    assert in_words(_join([one, two]).reasons) == ["发现3处：第1条；第2条；第3条"]
    other = passed(said("tables.pass", count=9), evidence=[LINES[0].ref(0, 2)])
    assert in_words(_join([one, other]).reasons) == ["发现2处：第1条；第2条"]


@pytest.mark.parametrize(("pack", "row"), [("wuhan-final-accounts-2020", 35), ("national", 21)])
def test_amounts_in_yuan_under_another_unit_belong_to_the_row_of_amounts_that_do_not_fit(pack, row):
    item = next(item for item in PACKS[pack].items if item.item == row)
    wrong = finding(1, rule="table.yuan", category=Category.FORMAT)
    results = [findings_of(looked_at(wrong), check.findings_of) for check in item.checks if check.findings_of]
    assert [result.grounds for result in results if result.outcome is Outcome.FAIL] == [(wrong,)]
    separators = replace(wrong, rule="table.separators", severity=Severity.WARNING)
    results = [findings_of(looked_at(separators), check.findings_of) for check in item.checks if check.findings_of]
    assert not any(result.outcome is Outcome.FAIL for result in results)
