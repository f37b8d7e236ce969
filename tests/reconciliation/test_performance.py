"""Performance: what reviews say of projects is held to their tables, and the tables to themselves."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit.model.claims import Status
from tests.reconciliation.evaluated import CLEAN, PATROL, ROAD, audited, settled, told
from tests.reconciliation.support import reconciled, with_words


def test_a_sound_publication_has_no_findings():
    assert told() == []


def test_every_figure_of_the_performance_part_is_settled_with_evidence():
    doc, claims, rec = audited()
    start = doc.section("explanation.performance").first
    verdicts = [rec.verdicts[c.index] for c in claims if c.paragraph >= start]
    assert {v.status for v in verdicts} == {Status.AGREES}
    assert all(v.evidence for v in verdicts)


@pytest.mark.parametrize(
    ("change", "finding"),
    [
        # amounts, rates and scores of a project
        (("全年预算数为75.5", "全年预算数为77.5"), ("P-adjusted_budget", "NARR_TABLE", "77.5", "75.5")),
        (("执行数为39.6", "执行数为36.9"), ("P-executed", "NARR_TABLE", "36.9", "39.6")),
        (("最后得分为94分", "最后得分为49分"), ("P-score", "NARR_TABLE", "49", "94")),
        (("自评得分99.8分", "自评得分98.8分"), ("P-score", "NARR_TABLE", "98.8", "99.8")),
        # the whole department
        (("调整预算数406.75", "调整预算数460.75"), ("P-adjusted_budget", "NARR_TABLE", "460.75", "406.75")),
        (("绩效自评得分96分", "绩效自评得分69分"), ("P-score", "NARR_TABLE", "69", "96")),
        # indicators
        (("指标目标值为≥24次", "指标目标值为≥42次"), ("P-target", "NARR_TABLE", "42", "24")),
        (("实际完成26次", "实际完成62次"), ("P-actual", "NARR_TABLE", "62", "26")),
        (("值为96.5%", "值为95.6%"), ("P-actual", "NARR_TABLE", "95.6", "96.5")),
        (("满意度达到93.4%", "满意度达到94.3%"), ("P-indicator", "NARR_TABLE", "94.3", "93.4")),
        (("超出目标值90%", "超出目标值80%"), ("P-target", "NARR_TABLE", "80", "90")),
        (("维护道路里程12公里", "维护道路里程21公里"), ("P-indicator", "NARR_TABLE", "21", "12")),
        (("扩大，得18分", "扩大，得17分"), ("P-score", "NARR_TABLE", "17", "18")),
        (("3200亩，设定分值20分", "3200亩，设定分值25分"), ("P-weight", "NARR_TABLE", "25", "20")),
        (("偏差率为10%", "偏差率为1%"), ("P-deviation", "NARR_ARITH", "1", "10")),
        # counts and money
        (("3个一级指标", "4个一级指标"), ("P-first", "NARR_TABLE", "4", "3")),
        (("4个三级指标", "5个三级指标"), ("P-third", "NARR_TABLE", "5", "4")),
        (("指标目标值为≥95%", "指标目标值为≥95.4%"), ("P-target", "NARR_TABLE", "95.4", "95")),
        (("一般公共预算项目2个", "一般公共预算项目4个"), ("P-projects", "NARR_ARITH", "4", "2")),
        (("资金20万元", "资金22万元"), ("P-funds", "NARR_TABLE", "22", "20")),
    ],
)
def test_a_figure_that_disagrees_is_found(change, finding):
    assert finding in told(change)


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        # rate, points by rate, total
        ("75.5\t60.4\t80%\t16", "75.5\t60.4\t84%\t16", ("P-rate", "TABLE_SUM", "84", "80")),
        ("75.5\t60.4\t80%\t16", "75.5\t60.4\t80%\t18", ("P-score_by_rate", "TABLE_SUM", "18", "16")),
        ("总分\t94", "总分\t95", ("P-total", "TABLE_SUM", "95", "94")),
        # a row
        ("96.5%\t20", "96.5%\t10", ("P-score", "TABLE_SUM", "10", "20")),
        ("93.4%\t20", "83.4%\t20", ("P-threshold", "LOGIC", "83.4%", "≥90%")),
        ("93.4%\t20", "93.4%\t24", ("P-score", "TABLE_SUM", "24", "20")),
        # the money, as the prose and the rate bear out
        ("75.5\t60.4\t80%", "75.5\t64.4\t80%", ("P-amount", "TABLE_SUM", "64.4", "60.4")),
    ],
)
def test_a_cell_that_is_wrong_is_found_in_its_table(old, new, finding):
    _, _, rec = reconciled(with_words(CLEAN, (PATROL, with_words(PATROL, (old, new)))))
    assert finding in [(f.rule, f.category.value, f.stated, f.expected) for f in rec.findings]


def test_the_prose_is_not_blamed_for_a_wrong_cell():
    """A total that the rows and the prose contradict is the table's fault alone."""
    _, _, rec = reconciled(with_words(CLEAN, (PATROL, with_words(PATROL, ("总分\t94", "总分\t95")))))
    assert [f.rule for f in rec.findings] == ["P-total"]


def test_a_figure_stated_twice_is_held_to_the_other_place_too():
    """The review repeats the budget rightly: the other place is named, not the table alone."""
    extra = ("自评得分99.8分。", "自评得分99.8分。项目预算42万元。")
    _, _, rec = audited(extra)
    (finding,) = [f for f in rec.findings if f.rule == "P-budget"]
    assert (finding.category, finding.stated, finding.expected) == ("NARR_NARR", "42", "40")
    assert {p.table for p in finding.places} == {None, "2020年度茶艺培训项目自评表"}


def test_a_table_in_yuan_under_a_head_in_wan_yuan_agrees_with_the_prose():
    """Another finding tells the unit; none may say that the amounts differ."""
    yuan = with_words(PATROL, ("75.5\t60.4", "755000\t604000"))
    _, _, rec = reconciled(with_words(CLEAN, (PATROL, yuan)))
    assert not [f for f in rec.findings if f.rule.startswith(("P-executed", "P-adjusted", "P-amount", "P-rate"))]


def test_percentages_that_were_rounded_in_the_prose_agree():
    table = with_words(PATROL, ("93.4%", "93.42%"))
    _, _, rec = reconciled(with_words(CLEAN, (PATROL, table)))
    assert rec.findings == ()


@pytest.mark.parametrize(("printed", "words"), [("39.4", "93.4"), ("107.2", "93.4"), ("9.4", "93.4")])
def test_a_wrong_percentage_is_told_at_the_digits_of_the_text(printed, words):
    """The table has 93.42 %, and the text prints one place."""
    table = with_words(PATROL, ("93.4%", "93.42%"))
    text = with_words(CLEAN, (PATROL, table))
    _, _, rec = reconciled(with_words(text, ("93.4%", f"{printed}%")))
    (finding,) = [f for f in rec.findings if f.rule == "P-indicator"]
    assert finding.expected == "93.42"
    assert words in finding.diagnosis


def test_a_truncated_rate_is_rounding():
    table = with_words(ROAD, ("25\t20\t80%\t16", "600\t400\t66.66%\t13.33"), ("总分\t96", "总分\t93.33"))
    prose = (
        ("全年预算数为25万元", "全年预算数为600万元"),
        ("执行数为20万元，完成预算的80%", "执行数为400万元，完成预算的66.7%"),
    )
    _, _, rec = reconciled(with_words(CLEAN, (ROAD, table), *prose))
    assert [(f.rule, f.severity, f.expected) for f in rec.findings] == [("P-rate", "rounding", "66.67")]
    assert rec.findings[0].expected_label == "computed"
    assert "应为" not in rec.findings[0].message, "what is cut off need not be written otherwise"


def test_met_beside_deducted_points_is_one_warning():
    change = ("覆盖面积有所扩大，得18分", "达成预期指标，得18分")
    _, _, rec = audited(change)
    (finding,) = rec.findings
    assert (finding.rule, finding.category, finding.severity) == ("P-met", "LOGIC", "warning")


def test_partly_met_beside_deducted_points_is_no_finding():
    assert told(("覆盖面积有所扩大，得18分", "部分达成预期指标，得18分")) == []


def test_a_score_of_something_else_is_left_alone():
    """92.3 points of an outside ranking are not the project's own score."""
    change = ("维护道路里程12公里。", "维护道路里程12公里。该路在茶路评比中得分92.3分。")
    assert told(change) == []
    assert settled("92.3", change) == ["unverified"]


def test_a_project_without_a_table_is_not_compared_with_another_one():
    text = CLEAN.replace("3、库区茶园道路维护项目绩效自评综述", "3、茶圃灌溉渠项目绩效自评综述")
    _, _, rec = reconciled(text)
    assert not [f for f in rec.findings if f.rule.startswith("P-")]


def test_lost_cells_prove_nothing():
    """Where the score of the execution is lost it is computed; where a row's is lost nothing is said."""
    lost = with_words(PATROL, ("75.5\t60.4\t80%\t16", "75.5\t60.4"))
    _, _, rec = reconciled(with_words(CLEAN, (PATROL, lost)))
    assert rec.findings == ()
    torn = with_words(PATROL, ("96.5%\t20", "96.5%\t"))
    _, _, rec = reconciled(with_words(CLEAN, (PATROL, torn)))
    assert rec.findings == ()


def test_another_figure_inside_an_indicators_name_is_found():
    """The name is the same but for its figure: 全天24小时值守 is not 全天48小时值守."""
    named = (("完成重点任务", "实行全天24小时值守值班"), ("实际支出325.4", "实行全天48小时值守值班，实际支出325.4"))
    assert ("P-name", "NARR_TABLE", "48", "24") in told(*named)
    same = (named[0], (named[1][0], named[1][1].replace("48", "24")))
    assert told(*same) == []


def test_a_number_of_projects_that_reviews_and_tables_contradict_disagrees():
    """The checklist makes the finding; here the figure only gets its verdict."""
    change = ("共涉及3个项目", "共涉及5个项目")
    assert told(change) == []
    assert settled("5", change) == ["disagrees"]


def test_an_indicator_in_two_tables_says_the_same_in_both():
    row = "\t产出指标（60分）\t数量指标\t完成重点任务\t8项\t8项\t60"
    shared = (
        "\t产出指标（60分）\t质量指标\t抽检合格率总体水平\t≥95%\t96.5%\t20\n"
        "\t\t时效指标\t巡查任务按期完成率\t≥90%\t{}\t20\n"
        "\t\t数量指标\t完成重点任务\t8项\t8项\t20"
    )
    rows = (
        "\t产出指标（40分）\t数量指标\t巡查任务按期完成率\t≥90%\t92%\t20",
        "\t\t质量指标\t抽检合格率总体水平\t≥95%\t96.5%\t20",
    )
    old = ("\t产出指标（40分）\t数量指标\t茶园巡查次数\t≥24次\t26次\t20", "\t\t质量指标\t抽检合格率\t≥95%\t96.5%\t20")
    base = with_words(CLEAN, *zip(old, rows, strict=True))
    _, _, rec = reconciled(with_words(base, (row, shared.format("92%"))))
    assert not [f for f in rec.findings if f.rule == "P-across"]
    _, _, rec = reconciled(with_words(base, (row, shared.format("97%"))))
    assert [(f.category.value, f.stated, f.expected) for f in rec.findings if f.rule == "P-across"] == [
        ("TABLE_CROSS", "97%", "92%")
    ]


def test_the_whole_table_is_held_to_the_expenditure_table():
    _, _, rec = reconciled(with_words(CLEAN, ("基本支出总额\t205.4", "基本支出总额\t204.5")))
    assert [(f.rule, f.category.value, f.stated, f.expected) for f in rec.findings] == [
        ("P-parts", "TABLE_CROSS", "204.5", "205.4")
    ]
    assert "基本支出总额印为 204.5 万元" in rec.findings[0].message
    assert "项目支出总额" not in rec.findings[0].message


@pytest.mark.parametrize(("basic", "found"), [("200.4", 0), ("204.4", 1)])
def test_the_whole_table_may_count_what_the_finance_office_gave(basic, found):
    whole = ("基本支出总额\t205.4", f"基本支出总额\t{basic}")
    _, _, rec = reconciled(with_words(CLEAN, whole))
    assert len([f for f in rec.findings if "决算表一致" in f.basis and "总额印为" in f.message]) == found


SUMMARY = """
第六部分 附件

2020年度茶艺培训项目自评结果（摘要版）

一、自评得分

评价得分为99.8分，得分情况如下：

项目\t设定分值\t评价得分\t得分率
产出指标\t60\t60\t100%
满意度指标\t20\t20\t100%
预算执行\t20\t19.8\t99%
合计\t100\t99.8\t99.8%

二、目标完成情况

教材发放率100%；实操考核通过率97.5%；外聘教师到课率98%；结业证书发放率96.2%。
"""
SAID = ("培训茶农人次512人次。", "教材发放率100%；实操考核通过率97.5%；外聘教师到课率98%；结业证书发放率96.2%。")


def test_a_summary_that_says_the_same_bears_the_explanation_out():
    _, claims, rec = reconciled(with_words(CLEAN, SAID) + SUMMARY)
    assert rec.findings == ()
    assert {rec.verdicts[c.index].status for c in claims if c.quantity.printed == "97.5"} == {Status.AGREES}


def test_an_attachment_of_an_unknown_project_is_found():
    """The list of attachments names one project otherwise than reviews and tables do."""
    names = ("春茶质量巡查", "茶艺培训", "库区茶园道路维护")
    listed = "附件：\n\n" + "\n\n".join(f"2020年度{name}项目自评结果；" for name in names)
    more = CLEAN.replace("3、库区", listed + "\n\n3、库区", 1)
    _, _, rec = reconciled(more)
    assert rec.findings == ()
    fourth = "\n\n4、茶圃灌溉渠项目绩效自评综述：主要产出和效益是完成管护。\n"
    wrong = more.replace(
        "库区茶园道路维护项目自评结果；", "库区茶园道路维护项目自评结果；\n\n2020年度制茶机具更新项目自评结果；", 1
    )
    _, _, rec = reconciled(wrong + fourth)
    assert [(f.rule, f.category.value, f.stated, f.expected) for f in rec.findings] == [
        ("P-attached", "TEXT", "制茶机具更新", "茶圃灌溉渠")
    ]


def test_a_summary_that_says_otherwise_is_found():
    _, _, rec = reconciled(with_words(CLEAN, SAID) + SUMMARY.replace("到课率98%", "到课率89%"))
    assert [(f.rule, f.category.value, f.stated, f.expected) for f in rec.findings] == [
        ("P-indicator", "NARR_NARR", "98", "89")
    ]


def test_a_name_in_quotation_marks_is_whole():
    """“按期完成率”目标值: the last words of a name are no filler, and both parts speak of one thing."""
    said = (SAID[0], f"{SAID[1]}“按期完成率”目标值90%，实际为62%。")
    summary = SUMMARY.replace("结业证书发放率96.2%。", "结业证书发放率96.2%。“按期完成率”目标值90%，实际为{}%。")
    _, claims, rec = reconciled(with_words(CLEAN, said) + summary.format("62"))
    assert {rec.verdicts[c.index].status for c in claims if c.quantity.printed == "62"} == {Status.AGREES}
    _, _, rec = reconciled(with_words(CLEAN, said) + summary.format("26"))
    assert [(f.rule, f.stated, f.expected, f.expected_label) for f in rec.findings] == [
        ("P-actual", "62", "26", "elsewhere")
    ]
    assert "改为 26" in rec.findings[0].diagnosis


def test_ratios_of_a_score_summary_are_recomputed():
    _, _, rec = reconciled(CLEAN + SUMMARY.replace("19.8\t99%", "19.8\t89%"))
    assert [(f.rule, f.stated, f.expected) for f in rec.findings] == [("P-ratio", "89", "99")]


WHOLE = "\n2020年度部门整体绩效自评结果（摘要版）\n\n一、目标完成情况\n\n外聘教师到课率{}%。\n"


def facts_of(rec):
    return [(f.rule, f.stated, f.expected, f.expected_label.value) for f in rec.findings if f.severity == "error"]


def test_of_three_places_the_one_that_says_otherwise_is_wrong():
    """98 stands in the explanation and in the summary of the whole: the project's own summary is the odd one."""
    _, _, rec = reconciled(with_words(CLEAN, SAID) + SUMMARY + WHOLE.format("98"))
    assert facts_of(rec) == []
    _, _, rec = reconciled(with_words(CLEAN, SAID) + SUMMARY.replace("到课率98%", "到课率89%") + WHOLE.format("98"))
    assert facts_of(rec) == [("P-indicator", "89", "98", "expected")]


def test_names_that_differ_in_a_word_and_figures_that_differ_by_a_slip():
    """外聘教师到课率 and 教师到课率 of one project: 89 in the place of 98 is a slip, 74 may be of something else."""
    text = with_words(CLEAN, SAID)
    for value, findings in (("98", []), ("89", [("P-indicator", "98", "89", "elsewhere")]), ("74", [])):
        _, _, rec = reconciled(text + SUMMARY.replace("外聘教师到课率98%", f"聘教师到课率{value}%"))
        assert facts_of(rec) == findings, value


@pytest.mark.parametrize(
    ("change", "rule", "stake"),
    [
        (
            ("项目全年预算数为75.5万元，执行数为60.4万元，完成预算的80%", "项目预算资金执行率为60%"),
            "N-completion",
            "15.1",
        ),
        (
            ("资金100万元，占一般公共预算项目支出总额的100%", "资金50万元，占一般公共预算项目支出总额的40%"),
            "N-share",
            "10",
        ),
    ],
)
def test_what_is_at_stake_is_the_share_of_the_whole_that_is_off(change, rule, stake):
    _, _, rec = audited(change)
    assert [finding.at_stake for finding in rec.findings if finding.rule == rule] == [Decimal(stake)]


FUNDS = """八、政府性基金预算财政拨款收入支出决算情况说明

农林水支出（类）大中型水库库区基金安排的支出（款）支出20万元，主要成效：库区茶园道路维护项目{}万元，村道通畅。{}

"""


def named_in_funds(spent, more=""):
    """Return the findings that name the funds' project where it is told with an amount, and the amount's status."""
    text = FUNDS.format(spent, more)
    doc, claims, rec = audited(("十三、预算绩效情况说明", text + "十三、预算绩效情况说明"))
    at = next(
        c.index for c in claims if doc.paragraphs[c.paragraph].text[: c.start].endswith("成效：库区茶园道路维护项目")
    )
    return [f.rule for f in rec.findings if f.stated == spent], rec.verdicts[at].status


def test_an_amount_told_with_a_projects_name_is_what_its_table_says_was_spent():
    assert named_in_funds("20") == ([], Status.AGREES)
    assert named_in_funds("2") == (["P-listed"], Status.DISAGREES)


def test_it_may_be_one_part_of_it_where_the_projects_named_do_not_make_up_the_amount():
    assert named_in_funds("8", "春茶质量巡查项目12万元。") == ([], Status.UNVERIFIED)
