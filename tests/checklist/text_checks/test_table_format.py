"""The form of tables."""

from __future__ import annotations

import pytest

from audit.checklist.text_checks.table_format import find
from tests.checklist.publication import audited, quotes, rules

REVIEW = "群众满意率95.5%。"
SHEET = (
    "\n\n2020年度茶园补植项目自评表\n\n项目名称\t茶园补植项目\t\t\n预算执行情况（万元）\t预算数（A）\t执行数（B）\t执行率\n"
    "年度财政资金总额\t{budget}\t{spent}\t100%\n一级指标\t二级指标\t{head}\t年初目标值\n产出指标\t数量指标\t补植面积\t120亩\n"
    "效益指标\t{kind}\t带动农户\t60户\n满意度指标\t服务对象满意度指标\t群众满意率\t95%\n"
)
GOOD = {"budget": "1000.5", "spent": "1000", "head": "三级指标", "kind": "社会效益指标"}


def found(folder, *changes):
    doc, claims = audited(folder, *changes, figures=True)
    return find(doc, rules().table_format, claims)


def sheet(**changed):
    return (REVIEW, REVIEW + SHEET.format(**(GOOD | changed)))


def test_tables_in_good_form_have_no_finding(tmp_path):
    assert found(tmp_path) == ()
    assert found(tmp_path, sheet()) == ()


@pytest.mark.parametrize(
    ("old", "new", "rule", "quote"),
    [
        ("30202	印刷费	", "30202	印刷费	0.00", "table.zero", "0.00"),
        ("30211	差旅费	10", "30211	差旅费	10.125", "table.places", "10.125"),
    ],
)
def test_zeros_and_decimals_are_found_in_their_cell(tmp_path, old, new, rule, quote):
    findings = found(tmp_path, (old, new))
    assert [(f.rule, quotes([f])) for f in findings] == [(rule, [quote])]


def test_two_decimals_that_end_in_zero_are_right_in_a_table(tmp_path):
    assert found(tmp_path, ("30211	差旅费	10", "30211	差旅费	10.00")) == ()


def test_yuan_under_a_head_that_says_wan_yuan(tmp_path):
    findings = found(tmp_path, sheet(budget="12005000.00", spent="12005000.00"))
    assert [f.rule for f in findings] == ["table.yuan"]
    assert str(findings[0].expected) == "1200.5"
    assert "12005000.00" in quotes(findings)[0]


def test_a_large_figure_without_a_witness_proves_nothing(tmp_path):
    assert found(tmp_path, sheet(budget="98765432.10", spent="98765432.10")) == ()


def test_a_wrong_column_head_and_a_wrong_kind(tmp_path):
    findings = found(tmp_path, sheet(head="产出指标"))
    assert [(f.rule, quotes([f]), f.expected) for f in findings] == [("table.head", ["产出指标"], "三级指标")]
    findings = found(tmp_path, sheet(kind="服务对象满意度指标"))
    assert [(f.rule, quotes([f])) for f in findings] == [("table.kind", ["服务对象满意度指标"])]
    assert findings[0].expected_label == "elsewhere", "either level may be the wrong one"
    assert findings[0].places[1].quote == findings[0].expected


def test_a_total_line_printed_twice(tmp_path):
    twice = (
        "\n\n收支预算总表\n\n单位：万元\n\n收入\t预算数\n项目\t预算数\n一、财政拨款\t1200.5\n"
        "本年收入合计\t1200.5\n上年结余\t\n{last}\t1200.5\n"
    )
    assert found(tmp_path, (REVIEW, REVIEW + twice.format(last="收入总计"))) == ()
    findings = found(tmp_path, (REVIEW, REVIEW + twice.format(last="本年收入合计")))
    assert [(f.rule, f.expected) for f in findings] == [("table.total", "收入总计")]


STANDARD = "满意度指标\t服务对象满意度指标\t群众满意率\t95%"


@pytest.mark.parametrize(
    ("bands", "quoted"),
    [
        ("98%-100%得10分，90%-98%得8分，80%-91%得6分", True),
        ("对满意度达到90%—100%得10分；85%—92%得9分", True),
        ("95%-100%得10分，90%-95%得9分，80%-90%得8分", False),
        ("80%-90%得8分，90%-95%得9分，95%-100%得10分", False),
        ("95%-100%得10分，未达到的按比例计分", False),
        ("第1-3项得2分，第2-4项得3分", False),
    ],
)
def test_bands_of_a_scoring_standard_must_not_overlap(tmp_path, bands, quoted):
    findings = found(tmp_path, (REVIEW, REVIEW + SHEET.format(**GOOD).replace(STANDARD, f"{STANDARD}\t{bands}")))
    assert [(f.rule, f.category.value, quotes([f])) for f in findings] == (
        [("table.bands", "LOGIC", [bands])] if quoted else []
    )
