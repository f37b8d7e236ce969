"""The outline: parts with and without a printed number, sections by their words, the form and the attachments."""

from __future__ import annotations

from tests.recognition.support import COVER
from tests.reconciliation.support import full_text, recognised

BODY = """第一部分 云梦茶站概况

一、部门主要职能

负责茶叶种植的技术指导。

第二部分 2020年度部门决算表

第三部分 2020年度部门决算情况说明

一、收入支出决算总体情况说明

收、支总计5万元。

五、一般公共预算财政拨款支出决算情况说明

（一）一般公共预算财政拨款支出决算总体情况

支出5万元。

（三）一般公共预算财政拨款支出决算具体情况

支出5万元。

七、一般公共预算财政拨款“三公”经费支出决算情况说明

没有三公经费支出。

第四部分 名词解释

（一）基本支出：指人员支出。

第五部分 附件

无。
"""


def outline(text):
    return [(s.key, s.path) for s in recognised(COVER + text).sections]


def test_sections_are_known_by_their_words():
    assert outline(BODY) == [
        ("overview", "overview"),
        ("overview.duties", "overview.1"),
        ("tables", "tables"),
        ("explanation", "explanation"),
        ("explanation.summary", "explanation.1"),
        ("explanation.general_budget", "explanation.5"),
        ("explanation.general_budget.overall", "explanation.5"),
        ("explanation.general_budget.detail", "explanation.5"),
        ("explanation.three_public", "explanation.7"),
        ("glossary", "glossary"),
        ("attachments", "attachments"),
    ]


def test_another_number_does_not_change_what_a_section_is():
    moved = BODY.replace("七、一般公共预算财政拨款“三公”", "八、一般公共预算财政拨款“三公”")
    assert ("explanation.three_public", "explanation.8") in outline(moved)


def test_parts_without_a_printed_number():
    bare = BODY.replace("第三部分 ", "").replace("第四部分 ", "")
    keys = [key for key, _ in outline(bare)]
    assert "explanation" in keys
    assert "explanation.three_public" in keys
    assert keys.count("glossary") == 1


def test_sections_enclose_what_stands_under_them():
    doc = recognised(COVER + BODY)
    explanation = doc.section("explanation")
    texts = [p.text for p in doc.within(explanation)]
    assert texts[0] == "第三部分2020年度部门决算情况说明"
    assert texts[-1] == "没有三公经费支出。"
    assert doc.keys_of(doc.section("explanation.general_budget.detail").index) == (
        "explanation.general_budget.detail", "explanation.general_budget", "explanation",
    )  # fmt: skip


def test_every_paragraph_stands_in_the_section_that_covers_it():
    doc = recognised(full_text())
    for paragraph in doc.paragraphs:
        if paragraph.section >= 0:
            section = doc.sections[paragraph.section]
            assert section.first <= paragraph.index <= section.last
    for section in doc.sections:
        if section.parent >= 0:
            parent = doc.sections[section.parent]
            assert parent.first < section.first <= section.last <= parent.last
            assert parent.level < section.level


def test_a_term_of_the_glossary_is_no_section():
    assert [key for key, _ in outline(BODY)].count("glossary") == 1
    doc = recognised(COVER + BODY)
    assert all("基本支出" not in s.title for s in doc.sections)


def test_the_form_stands_apart_from_the_glossary():
    doc = recognised(
        COVER
        + BODY.split("第五部分", maxsplit=1)[0]
        + "\n2020年度部门决算公开工作情况考核评分表\n\n序号\t考核内容\t是或否\n1\t公开目录\t是\n"
    )
    assert doc.section("form") is not None
    assert doc.section("glossary").last < doc.section("form").first


def test_a_year_before_the_title_and_items_with_a_title_of_their_own():
    text = """第三部分 情况说明

一、2020年度收入支出决算总体情况说明

收、支总计5万元。

七、云梦茶站2020年度政府性基金预算财政拨款收入支出决算情况说明

没有收支。

（十）其他重要事项的情况说明

1.机关运行经费支出情况。

本站没有机关运行经费。

2.政府采购支出情况。

政府采购支出总额3万元。

3.茶园的养护。

春茶前完成修剪。
"""
    sections = [(s.key, s.title) for s in recognised(COVER + text).sections]
    assert sections[1:] == [
        ("explanation.summary", "2020年度收入支出决算总体情况说明"),
        ("explanation.gov_funds", "云梦茶站2020年度政府性基金预算财政拨款收入支出决算情况说明"),
        ("explanation.other", "其他重要事项的情况说明"),
        ("explanation.operating", "机关运行经费支出情况。"),
        ("explanation.procurement", "政府采购支出情况。"),
    ]
    doc = recognised(COVER + text)
    (last,) = [p for p in doc.paragraphs if "修剪" in p.text]
    assert doc.keys_of(last.section)[0] == "explanation.other"
