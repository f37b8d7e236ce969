"""The glossary's 科目 against the codes in the tables."""

from __future__ import annotations

from audit.checklist.text_checks.glossary import find
from tests.checklist.publication import audited, quotes, rules

HEADING = "（二）本部门使用的支出功能分类科目（到项级）"
ITEMS = [
    "1. 农林水支出（类）农业农村（款）事业运行（项）：反映事业单位的基本支出。",
    "2. 农林水支出（类）农业农村（款）科技转化与推广服务（项）：反映良种推广方面的支出。",
    "3. 住房保障支出（类）住房改革支出（款）住房公积金（项）：反映单位缴纳的住房公积金。",
]


def found(folder, *changes):
    doc, _ = audited(folder, *changes)
    return find(doc, rules().glossary)


def test_a_glossary_that_explains_what_is_used_has_no_finding(tmp_path):
    assert found(tmp_path) == ()


def test_a_used_item_that_is_not_explained(tmp_path):
    findings = found(tmp_path, (ITEMS[2], ""))
    assert [(f.rule, f.expected) for f in findings] == [("glossary.missing", "2210201 住房公积金")]
    assert quotes(findings) == [HEADING]


def test_an_explained_item_that_is_not_used(tmp_path):
    findings = found(
        tmp_path, (ITEMS[2], ITEMS[2] + "\n\n4. 农林水支出（类）水利（款）防汛（项）：反映防汛方面的支出。")
    )
    assert [(f.rule, quotes([f])) for f in findings] == [("glossary.unused", ["防汛"])]


def test_nothing_used_is_explained_is_one_finding(tmp_path):
    example = "一般公共服务（类）财政事务（款）行政运行（项）。"
    findings = found(tmp_path, (ITEMS[0], example), (ITEMS[1], ""), (ITEMS[2], ""))
    assert [f.rule for f in findings] == ["glossary.residue"]
    assert findings[0].stated == "行政运行"
    assert findings[0].expected.count("、") == 2


def test_an_entry_with_nothing_under_it(tmp_path):
    findings = found(tmp_path, *((item, "") for item in ITEMS))
    assert [f.rule for f in findings] == ["glossary.empty"]


def test_a_slip_in_a_name_is_not_an_item_missing(tmp_path):
    assert found(tmp_path, (ITEMS[1], ITEMS[1].replace("推广服务", "推广"))) == ()


def test_an_item_without_its_mark_is_explained_all_the_same(tmp_path):
    assert found(tmp_path, (ITEMS[2], ITEMS[2].replace("（项）", ""))) == ()


def test_a_name_without_an_explanation(tmp_path):
    findings = found(tmp_path, (ITEMS[2], ITEMS[2].partition("：")[0] + "。"))
    assert [f.rule for f in findings] == ["glossary.unexplained"]
