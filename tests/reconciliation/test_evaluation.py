"""Evaluation reports: clean ones of three styles have no finding, and every planted fault is found in its place."""

from __future__ import annotations

from decimal import Decimal

import pytest

from audit.model.claims import Status
from corpora.evaluation import FAULTS, STYLES, make_report
from corpora.planting import NotApplicable
from tests.reconciliation.reports import REPORT, SHEET
from tests.reconciliation.support import reconciled, with_words

SEEDS = (1, 2, 3, 4)
BY_OTHERS = {"problems_dropped", "rank_raised", "page_wrong"}
"""Faults that a row of the checklist finds, or a check of the text, not reconciliation."""
WITH_MORE = {"silent_deduction", "more_than_all"}
"""Faults with a second label: of what follows from them, which others see."""


def found(text):
    _, _, result = reconciled(text)
    return result.findings


def settled(text):
    """Return the quantities that are settled, as printed, with their status."""
    _, claims, result = reconciled(text)
    return [(claims[v.claim].quantity.printed, v.status) for v in result.verdicts if v.status is not Status.UNVERIFIED]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("spaced", [False, True])
def test_a_clean_report_has_no_finding_and_its_amounts_are_settled(style, seed, spaced):
    _, claims, result = reconciled(make_report(style, seed, spaced=spaced).text)
    assert result.findings == ()
    open_ = [
        claims[v.claim].quantity.printed
        for v in result.verdicts
        if v.status is Status.UNVERIFIED and claims[v.claim].quantity.unit.is_money
    ]
    assert open_ == []


def plantable():
    for fault in sorted(set(FAULTS) - BY_OTHERS):
        for style in STYLES:
            try:
                make_report(style, 3, [fault])
            except NotApplicable:
                continue
            yield fault, style


@pytest.mark.parametrize(("fault", "style"), list(plantable()))
def test_every_planted_fault_is_found_in_its_place(fault, style):
    report = make_report(style, 3, [fault])
    findings = found(report.text)
    assert findings
    labels = report.labels[:1] if fault in WITH_MORE else report.labels
    for label in labels:
        lines = {place.line for finding in findings for place in finding.places}
        assert label["line"] in lines, (label, findings)
        kinds = {f.category.value for f in findings}
        assert label["category"] in kinds


def test_a_score_that_its_table_disproves_needs_no_reason():
    findings = found(make_report("self", 3, ["score_wrong"]).text)
    assert [f.rule for f in findings] == ["P-score"]


def test_one_wrong_part_is_one_finding_where_two_sums_break():
    report = make_report("whole", 3, ["parts_wrong"])
    broken = [f for f in found(report.text) if f.rule == "E-parts"]
    (label,) = report.labels
    assert [(f.stated, f.expected) for f in broken] == [(label["stated"], label["expected"])]


def test_a_report_of_another_hand_has_no_finding():
    assert found(REPORT) == ()


@pytest.mark.parametrize(
    ("change", "rule", "quote"),
    [
        (("预算执行率为90%", "预算执行率为95%"), "N-completion", "预算执行率为95%"),
        (("制度健全。", "制度健全，但没有制定采购办法。"), "E-full-score", "但没有制定采购办法"),
        (("1、预算执行率\n", "1、预算完成率\n"), "E-name", "1、预算完成率"),
        (("没有测算依据，扣2分", "已测算"), "E-reason", "2、预算编制规范性"),
        (("1、市民满意度\n\n问卷调查显示市民满意度为95%", "各公园环境整洁"), "E-undiscussed", "（四）效果"),
        (("任务完成率为100%", "任务完成率为98%"), "N-completion", "任务完成率为98%"),
        (("得分96分，", "得分，"), "E-score-missing", "综合得分"),
        (("目标与职责相符。", "各项目标细化量化；没有将各项目标细化量化。"), "E-denied", "没有将各项目标细化量化"),
        (
            ("目标与职责相符。", "2020年“三公经费”预算数为4万元，比2020年预算增加1万元。"),
            "E-same-year",
            "2020年“三公经费”预算数为4万元，比2020年预算增加",
        ),
    ],
)
def test_one_changed_sentence_gives_one_finding(change, rule, quote):
    findings = found(with_words(REPORT, change))
    assert [f.rule for f in findings] == [rule]
    assert findings[0].places[0].quote.startswith(quote[:8])


@pytest.mark.parametrize(
    ("change", "stake"),
    [
        (("预算执行率为90%", "预算执行率为80%"), "82.05"),
        (("任务完成率为100%", "任务完成率为98%"), "0"),
    ],
)
def test_what_is_at_stake_is_the_share_of_the_whole_that_is_off(change, stake):
    (finding,) = found(with_words(REPORT, change))
    assert finding.at_stake == Decimal(stake)


def test_a_list_of_weights_may_open_its_paragraph():
    (finding,) = found(
        with_words(REPORT, ("评价组查阅资料、现场查看。", "方案权重20，过程权重40，产出权重20，效果权重20"))
    )
    assert (finding.rule, finding.stated, finding.expected) == ("E-name", "方案", "投入")


@pytest.mark.parametrize(
    "change",
    [
        ("制度健全。", "制度健全，内控手册没有缺项。"),
        ("目标与职责相符。", "2020年支出决算为400万元，比2020年年初预算增加20万元。"),
        ("目标与职责相符。", "各项目标没有将养护面积遗漏，细化量化。"),
        ("负责公园", "当年被评为优秀单位，负责公园"),
    ],
)
def test_sentences_that_only_look_alike_have_no_finding(change):
    assert [f for f in found(with_words(REPORT, change)) if f.rule.startswith("E-")] == []


@pytest.mark.parametrize(
    ("bands", "overlaps"),
    [
        ("90（含）-100分为优、80（含）-90分为良、60（含）-80分为中、60分以下为差", False),
        ("90分（含）以上为优，80（含）至90分为良，60（含）至80分为中，60分以下为差", False),
        ("90-100分为优，80-89分为良，60-79分为中，60分以下为差", False),
        ("100-90分（含90分）为优，90-80分（含80分）为良，80-60分（含60分）为中，60分以下为差", False),
        ("90-100分为优秀，80-90分为良好，60-80分为中等，60分以下为较差", True),
        ("90分以上为优，80-90分为良，60-80分（不含80分）为中，60分以下为差", True),
    ],
)
def test_bands_overlap_only_where_both_hold_a_score(bands, overlaps):
    text = with_words(REPORT, ("评价组查阅资料、现场查看。", f"评价组查阅资料、现场查看。{bands}。"))
    assert ("E-bands" in [f.rule for f in found(text)]) is overlaps


def test_the_points_that_can_be_had_are_not_taken_for_the_score():
    text = with_words(REPORT, ("评价组查阅资料、现场查看。", "评价总分100分，由评价组现场打分。"))
    assert found(text) == ()
    assert ("100", Status.AGREES) in settled(text)


@pytest.mark.parametrize("years", [("2021年支出预算总额为820.5万元，其中", "2020年支出预算总额为820.5万元，其中")])
def test_a_year_left_over_from_an_earlier_report_is_found_by_its_amount(years):
    (finding,) = found(with_words(REPORT, years))
    assert (finding.rule, finding.places[0].quote) == ("E-year", "2020年")
    last = (years[0], years[1].replace("820.5", "799.5").replace("，其中", "。2021年支出预算总额为820.5万元，其中"))
    assert found(with_words(REPORT, last)) == ()


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("全年帮扶33户（上年帮扶33户，后新增一户）。", 1),
        ("全年帮扶34户（上年帮扶33户，后新增1户）。", 0),
        ("全年帮扶33户（其中新增1户）。", 0),
        ("全年帮扶33户（上年帮扶30户，走访2次）。", 0),
    ],
)
def test_a_count_is_what_the_bracket_behind_it_adds_up_to(words, count):
    assert [f.rule for f in found(with_words(REPORT, ("制度健全。", f"制度健全。{words}")))] == ["E-added"] * count


def test_a_self_evaluation_table_alone_is_read_and_held_to_its_sums():
    doc, _, result = reconciled(SHEET)
    assert (doc.identity.publication_type.value, doc.identity.fiscal_year) == ("performance_evaluation", 2021)
    assert [table.role for table in doc.tables] == ["self_evaluation"]
    assert result.findings == ()


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (("96%\t15\t15", "96%\t15\t11"), "P-score"),
        (("90.33%\t9.03", "95.33%\t9.03"), "P-rate"),
        (("96%\t15\t15", "93%\t15\t15"), "P-threshold"),
        (("1260株\t20\t20", "1260株\t25\t20"), "P-weights"),
    ],
)
def test_one_wrong_cell_of_such_a_table_is_found(change, rule):
    assert [f.rule for f in found(with_words(SHEET, change))] == [rule]


PROJECT = """
茶园道路养护项目绩效评价报告

项目单位：云梦县茶事服务站

评价年度：2021年度

一、基本情况

项目总投资60万元，其中：省级补助资金20万元，区级配套资金40万元。

截至2021年底到位资金54万元，资金到位率90%；实际支出48万元，预算执行率80%。

二、评价结论

得分95分。
"""


def test_spending_without_a_name_is_held_to_the_one_budget_of_the_project():
    done = [printed for printed, status in settled(PROJECT) if status is Status.AGREES]
    assert {"54", "90", "48", "80"} <= set(done)
    assert found(PROJECT) == ()


def test_spending_without_a_name_is_held_to_nothing_where_two_budgets_are_stated():
    text = with_words(PROJECT, ("二、评价结论", "另一项目预算70万元。\n\n二、评价结论"))
    assert "48" not in [printed for printed, _ in settled(text)]


def test_a_printed_division_is_held_to_its_result():
    words = "在职人员控制率=52/56=92.86%。"
    text = with_words(REPORT, ("制度健全。", f"制度健全。{words}"))
    assert ("92.86", Status.AGREES) in settled(text)
    wrong = with_words(text, ("92.86%", "93.86%"))
    assert [f.rule.split("-")[0] for f in found(wrong)] == ["N"]


def test_a_table_that_gives_its_own_reasons_needs_none_in_the_prose():
    silent = ("但补植苗木的数量没有测算依据，扣2分", "已审核")
    assert [f.rule for f in found(with_words(REPORT, silent))] == ["E-reason"]
    noted = ("预算编制规范性\t10\t8", "预算编制规范性\t10\t8\t苗木数量没有测算依据")
    assert found(with_words(REPORT, silent, ("分值\t得分", "分值\t得分\t扣分原因"), noted)) == ()


@pytest.mark.parametrize("words", ["但没有发现挪用情况。", "但没有超范围支出。", "但未发生安全事故。"])
def test_what_did_not_go_wrong_is_no_shortcoming(words):
    assert found(with_words(REPORT, ("制度健全。", f"制度健全，{words}"))) == ()


def test_a_score_that_follows_from_its_rate_needs_no_other_reason():
    text = with_words(REPORT, ("1、预算执行率\n\n", ""))
    assert found(text) == ()


def test_the_sources_of_a_project_make_up_its_budget():
    words = "项目预算60万元，其中：省级补助资金20万元，占项目预算的33.33%；区级配套资金40万元。"
    text = with_words(REPORT, ("目标与职责相符。", words))
    assert [(p, s) for p, s in settled(text) if p in ("60", "20", "33.33", "40")].count(("33.33", Status.AGREES)) == 1
    assert found(text) == ()
    wrong = with_words(REPORT, ("目标与职责相符。", words.replace("33.33%", "35%")))
    assert [f.rule for f in found(wrong)] == ["N-share"]


@pytest.mark.parametrize(
    "link", ["（包含人员经费支出{}万元、日常公用经费80.5万元）", "（人员经费{}万元，公用经费80.5万元）"]
)
@pytest.mark.parametrize(("personnel", "rules"), [("240", []), ("204", ["E-parts"])])
def test_the_parts_of_basic_expenditure_add_up_in_a_report_without_tables_of_accounts(link, personnel, rules):
    text = with_words(REPORT, ("基本支出320.5万元，", f"基本支出320.5万元{link.format(personnel)}；"))
    assert [f.rule for f in found(text)] == rules


@pytest.mark.parametrize(
    ("again", "rules"),
    [
        ("截至2021年底，中心总编制人数42人，在职实有人数40人。", []),
        ("截至2021年底，中心总编制人数43人，在职实有人数40人。", ["E-staff"]),
        ("截至2021年底，中心总编制人数42人，在职人员39人。", ["E-staff"]),
        ("2020年末中心总编制人数45人，在职实有人数41人。", []),
    ],
)
def test_the_number_of_posts_and_of_people_is_one_throughout(again, rules):
    here = "负责公园和行道树的养护。"
    text = with_words(
        REPORT,
        (here, f"{here}中心总编制人数42人，在职实有人数40人。"),
        ("目标与职责相符。", f"目标与职责相符。{again}"),
    )
    assert [f.rule for f in found(text)] == rules


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ("2021年“三公”经费预算数5万元，其中：公务接待费1万元，公务用车运行维护费4万元。", []),
        ("2021年“三公”经费预算数5万元，其中：公务接待费2万元，公务用车运行维护费4万元。", ["E-parts"]),
        ("2021年“三公”经费预算数5万元，其中：公务接待费1万元，公务用车运行维护费3万元。", []),
    ],
)
def test_parts_that_are_more_than_their_whole_need_not_be_complete(said, rules):
    assert [f.rule for f in found(with_words(REPORT, ("目标与职责相符。", f"目标与职责相符。{said}")))] == rules


def test_an_amount_spent_that_is_dated_a_year_before_in_one_place():
    again = "{}年支出总额为738.45万元。"
    text = with_words(REPORT, ("目标与职责相符。", f"目标与职责相符。2021年实际{again.format('')[1:]}"))
    assert [f.rule for f in found(text)] == []
    dated = text.replace("2021年实际支出总额", "2020年实际支出总额")
    assert [f.rule for f in found(dated + again.format("2021"))] == ["E-year"]
