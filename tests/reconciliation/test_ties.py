"""Several cells could be wrong: those that a slip explains are told, none is accused; a proven one is named."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.reconciliation.evaluated import CLEAN, PATROL, TRAINING, WHOLE
from tests.reconciliation.publication import TABLES
from tests.reconciliation.reports import SCORING
from tests.reconciliation.support import errors, reconciled, with_words

PARTS = """30101\t基本工资\t100.15\t30201\t办公费\t12.31
30102\t津贴补贴\t42.75\t30207\t邮电费\t3.68
30107\t绩效工资\t17.5\t30211\t差旅费\t0.95
\t\t\t30213\t维修费\t8.26
\t\t\t30228\t工会经费\t14.8
"""
LIST = (("30101\t基本工资\t160.4\t30201\t办公费\t40\n", PARTS),)
"""A list of five parts that make up 公用经费 and three that make up 人员经费."""
SCORED = PATROL.replace("实际完成值（B）\t得分", "实际完成值（B）\t分值\t得分")
for row, points in (("26次\t20", "20"), ("96.5%\t20", "20"), ("3250亩\t18", "20"), ("93.4%\t20", "20")):
    value, _, score = row.partition("\t")
    SCORED = SCORED.replace(row, f"{value}\t{points}\t{score}")


def of_list(old: str, new: str):
    _, _, rec = reconciled(with_words(TABLES, *LIST, (old, new)), prose=False)
    return errors(rec)


def test_the_list_itself_adds_up():
    assert of_list("差旅费\t0.95", "差旅费\t0.95") == []


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("邮电费\t3.68", "邮电费\t3.86", "“邮电费·决算数” 3.86 应为 3.68"),
        ("差旅费\t0.95", "差旅费\t12.31", "“差旅费·决算数” 12.31 应为 0.95"),
        ("维修费\t8.26", "维修费\t-8.26", "“维修费·决算数” -8.26 应为 8.26"),
        ("办公费\t12.31", "办公费\t12", "“办公费·决算数” 12 应为 12.31"),
    ],
)
def test_a_slip_a_copied_row_a_sign_and_lost_decimals_are_told(old, new, told):
    (finding,) = of_list(old, new)
    assert told in finding.diagnosis
    assert finding.rule == "R-hierarchy"
    assert finding.expected != told.rpartition(" ")[2], "the sum is what does not hold; no cell is accused"


def test_where_any_part_may_be_off_by_one_digit_none_is_told():
    (finding,) = of_list("工会经费\t14.8", "工会经费\t14.9")
    assert finding.diagnosis == ""


def test_a_value_that_its_column_could_not_print_is_no_slip():
    (finding,) = of_list("邮电费\t3.68", "邮电费\t3.86")
    values = [Decimal(said.rpartition(" ")[2]) for said in finding.diagnosis.split("；")]
    assert all(value == value.quantize(Decimal("0.01")) for value in values)


def test_an_amount_in_yuan_is_told_as_it_was_and_not_as_rounding_closes_the_sum():
    """The total is 0.01 more than its parts: 元 for 万元 says which of the two values was meant."""
    rounded = ("工资福利支出\t160.4\t", "工资福利支出\t160.41\t")
    total = ("人员经费合计\t\t160.4\t", "人员经费合计\t\t160.41\t")
    text = with_words(TABLES, *LIST, rounded, total, ("基本工资\t100.15", "基本工资\t1001500"))
    found = [f for f in errors(reconciled(text, prose=False)[2]) if f.rule == "R-hierarchy"]
    assert [f.diagnosis.rpartition(" ")[2] for f in found] == ["100.15"]


def test_prose_that_states_a_corrected_cell_as_its_parts_do_is_not_blamed_for_the_rounding():
    rows = ("2130106\t科技转化与推广服务\t120\t\t120", "2130106\t科技转化与推广服务\t1200000\t\t120.01")
    text = (
        with_words(TABLES, rows)
        + "\n第三部分 2020年度部门决算情况说明\n\n三、支出决算情况说明\n\n科技转化与推广服务（项）支出120.01万元。\n"
    )
    assert "N-level" not in {f.rule for f in errors(reconciled(text)[2])}


def test_a_part_that_may_have_been_left_out_is_told_as_such():
    _, _, rec = reconciled(with_words(TABLES, ("10\t\t8\t\t8\t2", "10\t\t8\t\t\t2")), prose=False)
    told = [f.diagnosis for f in rec.findings if f.rule == "R-three-public-budget-vehicle"]
    assert told
    assert all("公务用车运行费”漏填了 8" in said and "0 应为" not in said for said in told)


# -- points


def of_points(sheet: str, *changes: tuple[str, str]):
    _, _, rec = reconciled(with_words(CLEAN, (PATROL, with_words(sheet, *changes))))
    return [(f.rule, f.stated, f.expected) for f in rec.findings]


def test_points_that_a_column_prints_add_up():
    assert of_points(SCORED) == []


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        # more than all points, fewer than none: the row itself is proven wrong
        ("26次\t20\t20", "26次\t20\t200", ("P-score", "200", "20")),
        ("96.5%\t20\t20", "96.5%\t20\t-20", ("P-score", "-20", "20")),
    ],
)
def test_one_wrong_cell_of_points_is_one_finding_at_that_cell(old, new, finding):
    assert of_points(SCORED, (old, new)) == [finding]


def of_weights(*changes: tuple[str, str]):
    """Return what is said of points; that the report discusses no indicator is another matter."""
    return [f for f in reconciled(with_words(SCORING, *changes))[2].findings if f.rule.startswith("P-")]


def test_the_points_of_the_scoring_table_add_up():
    assert of_weights() == []


@pytest.mark.parametrize(
    ("old", "new", "stated", "expected"),
    [
        # fewer than the score, more than the printed rate allows
        ("任务完成率\t25", "任务完成率\t5", "5", "25"),
        ("预算执行率\t20", "预算执行率\t200", "200", "20"),
        ("茶农满意度\t15", "茶农满意度\t20", "20", "15"),
    ],
)
def test_points_at_odds_with_their_own_row_are_one_finding_at_that_cell(old, new, stated, expected):
    (finding,) = of_weights((old, new))
    assert (finding.rule, finding.stated, finding.expected) == ("P-weights", stated, expected)
    assert (finding.places[0].row or "").endswith(old.partition("\t")[0])


def test_points_that_only_one_row_can_have_too_many_of_are_that_rows():
    bare = tuple((row, row.rpartition("\t")[0] + "\t") for row in SCORING.splitlines() if row.endswith("%"))
    (finding,) = of_weights(*bare, ("绩效目标合理性\t12", "绩效目标合理性\t21"))
    assert (finding.stated, finding.expected) == ("21", "12")


def test_points_that_any_row_could_have_more_of_are_nobodys():
    bare = tuple((row, row.rpartition("\t")[0] + "\t") for row in SCORING.splitlines() if row.endswith("%"))
    (finding,) = of_weights(*bare, ("预算编制规范性\t8", "预算编制规范性\t7"))
    assert (finding.stated, finding.expected, finding.diagnosis) == ("100", "99", "")


def test_a_score_worked_out_from_the_rate_is_told_at_the_digits_of_the_scores():
    lost = with_words(TRAINING, ("39.6\t99%\t19.8", "39.6\t99%\t"), ("512人次\t60", "512人次\t66"))
    _, _, rec = reconciled(with_words(CLEAN, (TRAINING, lost)))
    assert ("66", "60") in [(f.stated, f.expected) for f in rec.findings]


def test_an_amount_of_the_whole_table_is_held_to_the_accounts_where_the_prose_is_silent():
    silent = ("实际支出325.4万元，", "")
    wrong = with_words(WHOLE, ("406.75\t325.4\t80%", "406.75\t235.4\t80%"))
    _, _, rec = reconciled(with_words(CLEAN, silent, (WHOLE, wrong)))
    assert ("P-amount", "235.4", "325.4") in [(f.rule, f.stated, f.expected) for f in rec.findings]
