"""Totals against the parts that a sentence lists."""

from __future__ import annotations

import pytest

from tests.reconciliation.publication import SECTIONS, TABLES, found, status, told
from tests.reconciliation.support import reconciled

GOODS = (
    "2020年度政府采购支出总额{}万元，其中：政府采购货物支出12.5万元、政府采购工程支出20万元、政府采购服务支出30.1万元。"
)
VEHICLES = "截至2020年12月31日，本部门共有车辆{}辆，其中：机要通信用车1辆、应急保障用车2辆、其他用车1辆。"


def test_parts_that_make_up_their_total_agree():
    assert status("procurement", GOODS.format("62.6"), "62.6") == "agrees"
    assert found("procurement", GOODS.format("62.6")) == []


def test_parts_that_do_not_make_it_up_are_one_finding():
    (finding,) = found("procurement", GOODS.format("66.2"))
    assert (finding.rule, finding.category) == ("N-parts", "NARR_ARITH")
    assert (finding.stated, finding.expected) == ("66.2", "62.6")
    assert {"12.5", "20", "30.1"} <= {
        number for place in finding.places for number in ("12.5", "20", "30.1") if number in place.quote
    }


def test_nobody_knows_whether_a_total_or_one_of_its_parts_is_wrong():
    (finding,) = found("procurement", GOODS.format("66.2"))
    assert finding.expected_label == "computed"
    assert "总额或其中某项有误" in finding.message
    (over,) = found("assets", VEHICLES.format("3"))
    assert over.expected_label == "computed"


def test_a_total_that_its_cell_proves_wrong_is_told_once():
    """Its parts come to what the cell holds: that is the same mistake, and no second one."""
    sentence = "2020年度本年支出合计{}万元，其中：基本支出{}万元，项目支出120万元。"
    assert found("expenditure", sentence.format("325.4", "205.4")) == []
    wrong = found("expenditure", sentence.format("328.9", "205.4"))
    assert [(f.rule, f.expected, f.expected_label) for f in wrong] == [("N-level", "325.4", "expected")]


def test_a_figure_beside_a_list_that_is_just_what_the_list_falls_short_of_is_named():
    """20.15 more than its parts: the agreement told right after them may have been counted in."""
    beside = "另签订框架协议{}万元。"
    (finding,) = found("procurement", GOODS.format("82.75") + beside.format("20.15"))
    assert "框架协议20.15万元" in finding.diagnosis
    assert "20.15" in finding.places[-1].quote
    (other,) = found("procurement", GOODS.format("82.75") + beside.format("20.16"))
    assert other.diagnosis == ""


def test_a_gap_of_one_or_two_digits_is_met_by_chance():
    (finding,) = found("procurement", GOODS.format("82.6") + "另签订框架协议20万元。")
    assert "框架协议" not in finding.diagnosis


def test_the_last_digit_of_a_sum_is_rounding():
    _, _, rec = told("procurement", GOODS.format("62.61"))
    assert [f.severity for f in rec.findings] == ["rounding"]
    assert [f.expected_label for f in rec.findings] == ["computed"], "it need not be written otherwise"


@pytest.mark.parametrize(("total", "rules"), [("4", []), ("3", ["N-parts"]), ("5", ["N-parts"])])
def test_counts_of_vehicles(total, rules):
    """A list that ends with 其他 names all that there is."""
    assert [f.rule for f in found("assets", VEHICLES.format(total))] == rules


def test_a_list_of_vehicles_without_the_rest_may_leave_some_out():
    assert found("assets", VEHICLES.format("5").replace("、其他用车1辆", "")) == []


def test_parts_that_leave_something_out_are_no_error():
    assert found("expenditure", "2020年度本年支出合计325.4万元，其中：基本支出205.4万元。") == []


def test_revenue_that_only_names_its_greatest_part_is_no_error():
    """What the list leaves out stands in the table: 其他收入 9.6."""
    assert found("revenue", "2020年度本年收入合计330万元，其中：财政拨款收入320.4万元。") == []


def test_parts_without_rest_must_make_up_their_total():
    sentence = "2020年度上级单位批准本年收入合计{}万元，其中：财政拨款收入320.4万元、其他收入9.6万元。"
    assert found("revenue", sentence.format("330")) == []
    assert found("revenue", sentence.format("303")) != []


def test_parts_that_exceed_their_total_are_an_error():
    sentence = "2020年度会议经费12万元，其中：场地租用9万元，材料印制8万元。"
    rules = [f.rule for f in found("procurement", sentence)]
    assert rules == ["N-parts"]


def test_similar_words_are_different_facts():
    """办理 and 受理, 注册 and 实名: no sum, no equality, no finding."""
    assert found("assets", "全年受理来电500件，办理480件，办结470件。") == []
    assert found("assets", "注册用户1200人，其中：实名用户900人。") == []


def test_of_which_takes_nothing_from_a_total_of_another_measure():
    parts = "公务接待费支出决算为1.5万元，公务用车运行维护费支出决算为6万元"
    sentence = f"2020年度“三公”经费支出年初预算为10万元，支出决算为7.5万元，其中：{parts}。"
    assert found("three_public", sentence) == []


def test_a_list_under_the_total_of_both_sides_may_tell_both_sides():
    came_in, went_out = "财政拨款收入320.4万元、其他收入9.6万元", "基本支出205.4万元、项目支出124.6万元"
    sentence = f"2020年度收、支总计330万元，其中：{came_in}、{went_out}。"
    assert not [f for f in found("summary", sentence) if f.rule == "N-parts"]


LISTED = (
    "2020年度一般公共预算财政拨款支出300.4万元，其中：基本支出200.4万元，项目支出100万元。项目支出主要用于：",
    "茶圃管护经费{}万元，主要成效：完成管护。",
    "制茶机具更新经费38.26万元，主要成效：完成更新。",
    "茶艺培训经费35.02万元，主要成效：完成培训。",
)


def listed(first: str):
    """Return the errors where the list is all that the section says."""
    sentences = [s.format(first) for s in LISTED]
    _, _, rec = reconciled(TABLES + SECTIONS["general"] + "\n\n" + "\n\n".join(sentences) + "\n")
    return [f for f in rec.findings if f.severity == "error"]


def test_a_list_over_paragraphs_is_off_by_one_slip_in_one_part():
    (finding,) = listed("26.27")
    assert (finding.rule, finding.stated, finding.expected) == ("N-parts", "26.27", "26.72")
    assert listed("26.72") == []


def test_a_list_over_paragraphs_that_no_slip_explains_proves_nothing():
    """Another part may stand where nobody looked for it."""
    assert listed("11.4") == []
    assert listed("16.72") == [], "a part of 10 may be told elsewhere"


@pytest.mark.parametrize(("unit", "rules"), [("万元", []), ("元", ["N-parts"])])
def test_a_total_in_another_unit_than_its_parts(unit, rules):
    sentence = f"2020年度云梦茶站政府采购支出总额62.6{unit}，其中：政府采购货物支出32.5万元、政府采购服务支出30.1万元。"
    findings = found("procurement", sentence)
    assert [f.rule for f in findings] == rules
    assert all(f.stated == "62.6" for f in findings)


@pytest.mark.parametrize(("total", "rules"), [("4", []), ("5", ["N-parts"])])
def test_vehicles_by_kind_behind_a_colon(total, rules):
    kinds = "机要通信用车1辆，应急保障用车2辆，其他用车1辆。占用的设备中，单价50万元（含）以上的通用设备1台（套）。"
    sentence = f"2020年末，本部门占用的车辆为{total}辆：{kinds}"
    assert [f.rule for f in found("assets", sentence)] == rules


def test_vehicles_of_some_kinds_behind_a_colon_prove_nothing():
    assert found("assets", "2020年末，本部门占用的车辆为9辆：机要通信用车1辆，应急保障用车2辆。") == []


STAFF = "截至2020年末，本单位共有在职人员{}人。按编制性质分，行政人员12人、事业人员9人{}"


@pytest.mark.parametrize(
    ("total", "rest", "rules"),
    [
        ("21", "。", []),
        ("23", "。", ["N-parts"]),
        ("21", "，事业人员中参照公务员法管理4人。", []),
        ("23", "，事业人员中参照公务员法管理4人。", ["N-parts"]),
        ("23", "，编外人员2人。", []),
        ("23", "。另有离退休人员2人。", ["N-parts"]),
    ],
)
def test_persons_that_the_next_sentence_breaks_down_by_kind(total, rest, rules):
    """What 按…分 names is the whole, unless its sentence goes on with others."""
    assert [f.rule for f in found("assets", STAFF.format(total, rest))] == rules


def test_a_breakdown_of_some_of_them_proves_nothing():
    sentence = "本单位共有在职人员23人，其中行政人员12人。按学历分，硕士以上5人。"
    assert found("assets", sentence) == []


def test_what_the_other_side_consists_of_is_no_part_of_the_last_figure_before_it():
    said = "合计90万元，来源有当年拨款60万元和上年余款30万元；去向一方包括当年花费70万元和留待下年20万元。"
    assert not [f for f in found("procurement", said) if f.rule == "N-parts"]
    wrong = "维修支出30万元；主要包括门窗20万元、屋面40万元。"
    assert [f.rule for f in found("procurement", wrong)] == ["N-parts"]
