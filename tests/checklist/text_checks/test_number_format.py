"""Figures of the running text against the format policy."""

from __future__ import annotations

import pytest

from audit.checklist.text_checks.number_format import find
from tests.checklist.publication import audited, hits, quotes, rules

KINDS = ("format.percent.fewer", "format.percent.more", "format.amount.zero", "format.amount.places")


def found(folder, *changes):
    doc, claims = audited(folder, *changes, figures=True)
    return find(doc, rules().number_format, claims)


def test_a_text_that_keeps_to_the_policy_has_no_finding(tmp_path):
    assert found(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "rule", "quote", "expected"),
    [
        ("增长20.1%", "增长20%", "format.percent.fewer", "20%", "20.0%"),
        ("增长20.1%", "增长20.08%", "format.percent.more", "20.08%", "20.1%"),
        ("占本年支出83.3%", "占本年支出100%", "format.percent.fewer", "100%", "100.0%"),
        ("公用经费40万元", "公用经费40.00万元", "format.amount.zero", "40.00万元", "40万元"),
        ("公用经费40万元", "公用经费40.10万元", "format.amount.zero", "40.10万元", "40.1万元"),
        ("公用经费40万元", "公用经费40.125万元", "format.amount.places", "40.125万元", "40.13万元"),
        ("各增加200.5万元", "各增加0.00万元", "format.amount.zero", "0.00万元", "0万元"),
    ],
)
def test_each_kind_of_breach_is_found_where_it_stands(tmp_path, old, new, rule, quote, expected):
    findings = found(tmp_path, (old, new))
    assert [f.rule for f in findings] == [rule]
    assert quotes(findings) == [quote]
    assert findings[0].expected == expected


def test_breaches_of_one_kind_are_one_finding_for_each_section(tmp_path):
    findings = found(tmp_path, ("16.7%", "17%"), ("83.3%", "83%"), ("98.3%", "98%"))
    assert [len(f.places) for f in findings] == [2, 1]


def test_table_cells_and_the_glossary_are_not_held_to_it(tmp_path):
    assert found(tmp_path, ("良种推广方面", "良种推广50%方面")) == ()
    assert "1180.50" in (text := "213	农林水支出	1180.50	180.50	1000")
    assert found(tmp_path, ("213	农林水支出	1180.5	180.5	1000", text)) == ()


def test_thousands_separators_are_used_throughout_or_not_at_all(tmp_path):
    findings = hits(found(tmp_path, ("收、支总计1200.5万元", "收、支总计1,200.5万元")), "format.separators")
    assert quotes(findings) == ["1,200.5万元"]
    assert findings[0].places[1].quote == "1200.5万元"
    assert findings[0].expected == "", "the form leaves it open which of the two is to be used"


def test_of_two_ways_to_print_amounts_the_rarer_one_is_shown(tmp_path):
    many = "、".join(f"甲{n},200.5万元" for n in range(1, 80))
    (mixed,) = hits(
        found(tmp_path, ("收、支总计1200.5万元", f"收、支总计1200.5万元，其中：{many}")), "format.separators"
    )
    assert "," not in mixed.places[0].quote
    assert "," in mixed.places[1].quote


def test_a_publication_of_another_place_may_print_two_decimals(tmp_path):
    doc, claims = audited(tmp_path, ("增长20.1%", "增长20.10%"), ("武汉市", "青岚市"), figures=True)
    elsewhere = [f for f in find(doc, rules().number_format, claims) if f.rule in KINDS]
    assert bool(elsewhere) is doc.identity.template.startswith("wuhan")
