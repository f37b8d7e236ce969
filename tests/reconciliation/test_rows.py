"""Rows of a self-evaluation table by themselves."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import TABLES
from tests.reconciliation.support import reconciled, with_words

BY_SHARE = "完成值达到目标值计满分，未达到目标值按完成比率计分"
ROWS = (
    ("产出指标（40分）", "数量指标（24分）", "嫁接茶苗株数", "≥500株", "400株", "10", BY_SHARE, "8"),
    ("", "", "举办嫁接培训场次", "8场", "6场", "14", BY_SHARE, "10.5"),
    ("", "质量指标（16分）", "按期任务完成率", "≥90%", "按期任务完成率达63%", "16", BY_SHARE, "11.2"),
    ("满意度指标（40分）", "服务对象满意度指标（40分）", "茶农满意度", "≥90%", "95%", "40", "达到目标值得满分", "40"),
)
HEAD = "一级指标\t二级指标\t三级指标\t年初目标值（A）\t实际完成值（B）\t设置分值\t评分标准\t得分"
SHEET = "\n".join(
    (
        "十三、预算绩效情况说明",
        "",
        "2020年度茶苗嫁接推广项目自评表",
        "",
        "项目名称\t茶苗嫁接推广\t\t\t\t\t\t",
        "预算执行数\t年度财政资金总额\t预算数（A）\t执行数（B）\t执行率（B/A）\t设置分值\t评分标准\t得分（20分*执行率）",
        "（20分）\t\t40\t40\t100%\t20\t按执行率计分\t20",
        HEAD,
        *("\t".join(row) for row in ROWS),
        "总分\t\t\t\t\t100\t\t89.7",
        "",
    )
)


def told(*changes: tuple[str, str]) -> list[tuple[str, str, str]]:
    """Return rule, stated and expected of every finding of rows."""
    _, _, rec = reconciled(with_words(TABLES + SHEET, *changes))
    return [(f.rule, f.stated, f.expected) for f in rec.findings if f.rule in ("P-by_share", "P-label")]


def test_scores_that_follow_from_the_standard_are_right():
    assert told() == []


@pytest.mark.parametrize(
    ("changes", "stated", "expected"),
    [
        ((("\t11.2", "\t9.2"), ("\t89.7", "\t87.7")), "9.2", "11.2"),
        ((("\t10.5\n", "\t11.5\n"), ("\t89.7", "\t90.7")), "11.5", "10.5"),
    ],
)
def test_a_score_that_is_not_its_share_of_the_points(changes, stated, expected):
    """The other rows show how points are given, the total that the score was meant to be printed so."""
    assert told(*changes) == [("P-by_share", stated, expected)]


@pytest.mark.parametrize(
    "changes",
    [
        # the total does not close: the score may be misprinted, and that is told already
        (("\t11.2", "\t9.2"),),
        # another standard, a target for each of several times, two figures
        ((f"63%\t16\t{BY_SHARE}", "63%\t16\t酌情扣分"), ("\t11.2", "\t9.2"), ("\t89.7", "\t87.7")),
        (("8场\t6场", "8场/季\t6场"), ("\t10.5\n", "\t11.5\n"), ("\t89.7", "\t90.7")),
        (("达63%", "第一批63%，第二批72%"), ("\t11.2", "\t9.2"), ("\t89.7", "\t87.7")),
        # scored by the share to the last printed digit
        (("≥500株\t400株", "≥300株\t200株"), ("\t8\n", "\t6.67\n"), ("\t89.7", "\t88.37")),
    ],
)
def test_what_the_standard_does_not_settle_is_left_alone(changes):
    assert told(*changes) == []


def test_one_row_shows_no_rule():
    """Where no second row is scored by the share, nobody knows what the standard means."""
    met = (("400株\t10", "500株\t10"), ("\t8\n", "\t10\n"), ("8场\t6场", "8场\t8场"), ("\t10.5\n", "\t14\n"))
    assert told(*met, ("\t11.2", "\t9.2"), ("\t89.7", "\t93.2")) == []


def test_points_of_a_second_level_are_those_of_its_rows():
    """The level of 40 is made up by its rows, and is not by its labels."""
    assert told(("数量指标（24分）", "数量指标（14分）")) == [("P-label", "14", "24")]
    _, _, rec = reconciled(with_words(TABLES + SHEET, ("质量指标（16分）", "质量指标（6分）")))
    (finding,) = [f for f in rec.findings if f.rule == "P-label"]
    assert finding.places[0].quote == "质量指标（6分）"


@pytest.mark.parametrize(
    "changes",
    [
        # without a label of its own a row may belong to the one above
        (("数量指标（24分）", "数量指标（14分）"), ("质量指标（16分）", "质量指标")),
        # the rows do not make up the level either: its own points may be wrong
        (("数量指标（24分）", "数量指标（14分）"), ("产出指标（40分）", "产出指标（30分）")),
    ],
)
def test_labels_that_nothing_proves_wrong_are_left_alone(changes):
    assert told(*changes) == []


def test_an_indicator_that_ends_in_a_rate_is_no_rate_of_the_budget():
    review = (
        "茶苗嫁接推广项目绩效自评综述：项目全年预算数为40万元，执行数为40万元，完成预算的100%。"
        "主要产出：受冻害影响，任务完成率为63%。\n\n2020年度茶苗"
    )
    changed = with_words(TABLES + SHEET, ("2020年度茶苗", f"1、{review}"))
    _, claims, rec = reconciled(changed)
    (claim,) = [c for c in claims if c.quantity.printed.startswith("63")]
    assert rec.verdicts[claim.index].status == "agrees"
    assert rec.verdicts[claim.index].evidence[0].row == "按期任务完成率"
    # cut short it may be another rate: nothing refutes it
    _, claims, rec = reconciled(changed.replace("完成率为63%", "完成率为36%"))
    (claim,) = [c for c in claims if c.quantity.printed.startswith("36")]
    assert rec.verdicts[claim.index].status == "unverified"
    # the whole name is its own
    plain = changed.replace("，任务完成率为63%", "，按期任务完成率为36%").replace("按期任务完成率达63%", "63%")
    _, claims, rec = reconciled(plain)
    (claim,) = [c for c in claims if c.quantity.printed.startswith("36")]
    assert rec.verdicts[claim.index].status == "disagrees"
    assert [f.rule for f in rec.findings] == ["P-indicator"]
