"""Personal data: found, and never printed again."""

from __future__ import annotations

import pytest

from audit.checklist.text_checks.personal_data import find, is_card, is_identity
from tests.checklist.publication import audited, rules

# made up, with a right check digit
IDENTITY = "11010519491231002X"
CARD = "6222021234567890128"
MOBILE = "13900000000"


def found(folder, *changes):
    doc, _ = audited(folder, *changes)
    return find(doc, rules().personal_data)


def test_check_digits():
    assert is_identity(IDENTITY)
    assert not is_identity(IDENTITY[:-1] + "1")
    assert is_card("79927398713")
    assert not is_card("79927398710")


def test_a_clean_text_has_no_finding(tmp_path):
    assert found(tmp_path) == ()


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (f"负责人身份证号{IDENTITY}。", "personal.identity"),
        (f"负责人手机{MOBILE}。", "personal.mobile"),
        ("负责人手机139 0000 0000。", "personal.mobile"),
    ],
)
def test_each_number_is_found_and_masked(tmp_path, text, rule):
    findings = found(tmp_path, ("技术指导。", f"技术指导。{text}"))
    assert [f.rule for f in findings] == [rule]
    for printed in (findings[0].message, findings[0].stated, findings[0].places[0].quote):
        assert not any(len(run) > 3 for run in "".join(c if c.isdigit() else " " for c in printed).split())
    assert findings[0].places[0].quote


def test_a_card_number_beside_the_word_account(tmp_path):
    digits = next(CARD[:-1] + str(d) for d in range(10) if is_card(CARD[:-1] + str(d)))
    findings = found(tmp_path, ("技术指导。", f"技术指导。收款账号{digits}。"))
    assert [f.rule for f in findings] == ["personal.card"]


@pytest.mark.parametrize(
    "text",
    [
        f"公开咨询电话：{MOBILE}。",
        "采购合同编号110105194912310021。",
        "资金13900000000.50元。",
        "统一编码2020123456789012345。",
        "咨询电话027-84210000。",
    ],
)
def test_other_numbers_are_left_alone(tmp_path, text):
    assert found(tmp_path, ("技术指导。", f"技术指导。{text}")) == ()
