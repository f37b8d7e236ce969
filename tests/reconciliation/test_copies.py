"""Sentences that a publication prints twice in the same words."""

from __future__ import annotations

import pytest

from audit.model.claims import Status
from tests.reconciliation.evaluated import REVIEWS
from tests.reconciliation.publication import TABLES
from tests.reconciliation.support import reconciled, with_words

ROW = (
    "1\t办好茶事推广\t全年举办茶艺展演活动30场以上\t已完成。全年举办茶艺展演活动 38 场,接待观摩茶农 2,615 人次,"
    "带动社会投资 1.7 亿元,编印茶园防霜冻手册 640 册。"
)
TEXT = (
    TABLES
    + f"""五、一般公共预算财政拨款支出决算情况说明

（一）财政拨款支出决算具体情况

茶事推广经费主要成效：全年举办茶艺展演活动38场，接待观摩茶农2615人次，带动社会投资1.72亿元，编印茶园防霜冻手册640册。

第四部分 2020年重点工作完成情况

一、办好茶事推广

年内建成共享晾青棚27座，其中坡地茶园19座，平地茶园8座。

序号\t重要事项\t工作内容及目标\t完成情况
{ROW}
2\t共享晾青棚建设\t建成共享晾青棚20座\t已完成。年内建成共享晾青棚 27 座，其中坡地茶园 19 座，平地茶园 8 座。

第五部分 名词解释

（一）茶事推广：指向公众介绍茶叶知识的活动。
"""
)


def copied(*changes: tuple[str, str]) -> list[tuple[str, str, str, str]]:
    """Return stated and expected figures, how the latter is told, and the quote of each finding."""
    _, _, rec = reconciled(with_words(TEXT, *changes))
    return [(f.stated, f.expected, f.expected_label, f.places[0].quote) for f in rec.findings if f.rule == "N-copy"]


def statuses(printed: str, *changes: tuple[str, str]) -> list[Status]:
    _, claims, rec = reconciled(with_words(TEXT, *changes))
    return [rec.verdicts[c.index].status for c in claims if c.quantity.printed == printed]


def test_equal_figures_bear_each_other_out():
    """Separators, blanks and a coarser printing make no other figure."""
    assert copied() == []
    for printed in ("38", "2615", "1.72", "640", "27", "19", "8"):
        assert statuses(printed) == [Status.AGREES], printed


def test_evidence_is_the_clause_of_the_other_place():
    doc, claims, rec = reconciled(TEXT)
    claim = next(c for c in claims if c.quantity.printed == "2615")
    (place,) = rec.verdicts[claim.index].evidence
    line = next(line for line in doc.lines if line.number == place.line)
    assert place.quote == line.text[place.start : place.end] == "接待观摩茶农 2,615"


@pytest.mark.parametrize(
    ("change", "stated", "expected", "quote"),
    [
        (("茶农 2,615 人次", "茶农 2,165 人次"), "2,165", "2615", "接待观摩茶农 2,165"),
        (("手册640册", "手册460册"), "640", "460", "编印茶园防霜冻手册 640"),
    ],
)
def test_a_figure_that_differs_from_its_copy_is_reported_once(change, stated, expected, quote):
    assert copied(change) == [(stated, expected, "elsewhere", quote)]


def test_what_a_table_proves_is_right():
    spent = (
        "茶事推广经费主要成效：",
        "2020年度一般公共预算财政拨款支出300.4万元，惠及茶农2150户。茶事推广经费主要成效：",
    )
    said = ("1\t办好", "0\t收支\t执行预算\t2020年度一般公共预算财政拨款支出 304.0 万元，惠及茶农 2150 户。\n1\t办好")
    assert copied(spent, said)[0][:3] == ("304.0", "300.4", "expected")


@pytest.mark.parametrize(
    "change",
    [
        # another verb, another year, another thing: another fact
        (("活动 38 场", "活动 83 场"), ("已完成。全年举办", "已完成。全年筹备")),
        (("已完成。全年举办茶艺展演活动 38", "已完成。2019年举办茶艺展演活动 83"),),
        (("社会投资 1.7 亿元", "社会投资 1.3 万元"),),
        # so few words in common that two sentences may have them by chance
        (("接待观摩茶农2615人次，", "茶农2615人次。"), ("接待观摩茶农 2,615 人次", "接待观摩茶农 2,165 人次")),
        # so few other figures that a form of words may have been filled in for two things
        (("坡地茶园 19 座", "坡地茶园 17 座"),),
        # the same clause leads to the right figure as well: a cell that repeats itself is damaged
        (("640 册。", "460 册,编印茶园防霜冻手册 640 册。"),),
    ],
)
def test_other_words_are_no_copy(change):
    assert copied(*change) == []


def test_two_copies_outvote_the_third():
    """The odd one is wrong, wherever it stands."""
    sentence = "全年举办茶艺展演活动38场，接待观摩茶农2516人次，带动社会投资1.72亿元。"
    again = ("办好茶事推广\n\n年内", f"办好茶事推广\n\n{sentence}\n\n年内")
    found = copied(again)
    assert [f[:3] for f in found] == [("2516", "2615", "expected")]


def test_a_wrong_figure_that_is_repeated_is_one_finding():
    """The other place is quoted with it."""
    said = ("年内建成共享晾青棚27座，其中坡地茶园19座，平地茶园8座", "年内走访坡地茶园19家，平地茶园8家，合计28家")
    cell = (
        "年内建成共享晾青棚 27 座，其中坡地茶园 19 座，平地茶园 8 座",
        "年内走访坡地茶园 19 家，平地茶园 8 家，合计 28 家",
    )
    _, _, rec = reconciled(with_words(TEXT, said, cell))
    (finding,) = [f for f in rec.findings if f.stated == "28"]
    assert finding.rule == "N-parts"
    assert finding.places[-1].quote == "合计 28"


def test_a_form_of_words_is_filled_in_for_every_project():
    """What a review says of one project and an attachment of another is no copy."""
    reviews = """（三）项目支出自评结果

1、春茶质量巡查项目绩效自评综述：项目全年预算数为75.5万元，执行数为60.4万元，完成预算的80%。主要产出和效益是：巡查按期完成。

"""
    attached = """第四部分 附件

{}

项目全年预算数为{}万元，执行数为39.6万元，完成预算的{}%。主要产出和效益是：培训按期完成。
"""
    told = (
        ("2020年度茶艺培训项目绩效自评报告", "40", "99"),
        ("一、项目概况", "40", "99"),
        ("茶艺培训项目", "75.5", "52.5"),
    )
    for words in told:
        _, claims, rec = reconciled(TABLES + REVIEWS + reviews + attached.format(*words))
        assert rec.findings == ()
        assert rec.verdicts[next(c.index for c in claims if c.quantity.printed == "39.6")].status is Status.AGREES
