"""The contents page against headings and captions."""

from __future__ import annotations

import pytest

from audit.checklist.text_checks.contents_check import find
from tests.checklist.publication import TEXT, UNIT, audited, hits, quotes, rules


def found(folder, *changes):
    doc, _ = audited(folder, *changes)
    return find(doc, rules().contents_check)


def test_a_contents_page_that_agrees_has_no_finding(tmp_path):
    assert found(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("五、预算绩效情况说明\n\n（一）", "五、预算绩效情况\n\n（一）"),
        ("二、部门人员构成\n\n" + UNIT, "二、单位人员构成情况\n\n" + UNIT),
        ("一、部门主要职能\n\n" + UNIT, "一、主要职能\n\n" + UNIT),
    ],
)
def test_a_heading_with_other_words_is_a_finding_at_the_heading(tmp_path, old, new):
    findings = found(tmp_path, (old, new))
    assert [f.rule for f in findings] == ["structure.contents.title"]
    assert quotes(findings) == [new.split("\n", maxsplit=1)[0]]
    assert findings[0].places[1].line < findings[0].places[0].line


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("五、预算绩效情况说明\n\n（一）", "五、 预算 绩效情况说明。\n\n（一）"),
        ("2020年度支出决算表（表3）", "支出决算表 (表3)"),
        (f"第二部分 {UNIT}2020年度部门决算表\n\n2020", f"第二部分 {UNIT} 部门决算表\n\n2020"),
        (
            f"第一部分 {UNIT}概况\n\n一、部门主要职能\n\n二",
            f"第一部分 {UNIT.replace('梦', '萝')}概况\n\n一、部门主要职能\n\n二",
        ),
    ],
)
def test_blanks_years_brackets_and_one_misread_character_make_no_difference(tmp_path, old, new):
    assert found(tmp_path, (old, new)) == ()


@pytest.mark.parametrize("year", ["2019年度", "2019年"])
def test_a_year_that_both_print_and_print_differently_is_a_finding(tmp_path, year):
    head = f"第二部分 {UNIT}{{}}部门决算表\n\n2020"
    findings = found(tmp_path, (head.format("2020年度"), head.format(year)))
    assert [(f.rule, quotes([f])) for f in findings] == [
        ("structure.contents.year", [head.format(year).partition("\n")[0]])
    ]


def test_a_year_with_and_without_its_last_word_is_one_year(tmp_path):
    head = f"第二部分 {UNIT}{{}}部门决算表\n\n2020"
    assert found(tmp_path, (head.format("2020年度"), head.format("2020年"))) == ()


def test_a_table_whose_year_the_contents_page_prints_otherwise_is_a_finding(tmp_path):
    entry = "一、{}支出决算表（表3）\n\n二"
    assert found(tmp_path, (entry.format(""), entry.format("2020年度"))) == ()
    findings = found(tmp_path, (entry.format(""), entry.format("2019年度")))
    assert [(f.rule, quotes([f])) for f in findings] == [("structure.contents.year", ["2020年度支出决算表（表3）"])]


def test_tables_whose_years_all_differ_in_one_way_are_one_finding(tmp_path):
    titles = ("一、支出决算表（表3）", "二、一般公共预算财政拨款支出决算表", "三、一般公共预算财政拨款基本支出决算表")
    changes = [(f"{title}", f"{title[:2]}2019年{title[2:]}") for title in titles]
    assert [f.rule for f in found(tmp_path, *changes)] == ["structure.contents.titles"]


def test_a_table_under_another_number_than_on_the_contents_page_is_a_finding(tmp_path):
    findings = found(tmp_path, ("2020年度支出决算表（表3）", "2020年度支出决算表（表2）"))
    assert [(f.rule, quotes([f])) for f in findings] == [("structure.contents.number", ["2020年度支出决算表（表2）"])]


def test_the_exchange_of_a_telling_character_is_a_finding(tmp_path):
    findings = found(tmp_path, ("2020年度支出决算表（表3）", "2020年度支出预算表（表3）"))
    assert quotes(findings) == ["2020年度支出预算表（表3）"]


def test_an_entry_without_a_heading_is_missing(tmp_path):
    findings = found(tmp_path, ("五、预算绩效情况说明\n\n（一）", "（一）"))
    missing = hits(findings, "structure.contents.missing")
    assert quotes(missing) == ["四、一般公共预算财政拨款基本支出决算情况说明"]
    assert [f.places[1].quote for f in missing] == ["五、预算绩效情况说明"]


def test_words_that_lead_to_a_list_are_no_heading(tmp_path):
    lead = f"纳入{UNIT}2020年度部门决算范围的单位包括："
    findings = found(tmp_path, (f"第二部分 {UNIT}2020年度部门决算表\n\n2020", f"{lead}\n\n本级\n\n2020"))
    assert lead not in quotes(findings)


def test_a_section_that_is_gone_is_one_finding_not_two(tmp_path):
    findings = found(tmp_path, ("二、支出决算情况说明\n\n2020", "2020"))
    assert [f.rule for f in findings] == ["structure.contents.missing"]


def test_a_table_that_is_gone_is_missing(tmp_path):
    start = TEXT.index("2020年度一般公共预算财政拨款基本支出决算表（表6）")
    gone = TEXT[start : TEXT.index("第三部分", start)]
    findings = found(tmp_path, (gone, ""))
    assert [(f.rule, f.stated) for f in findings] == [
        ("structure.contents.missing", "三、一般公共预算财政拨款基本支出决算表（表6）")
    ]


def test_many_differing_titles_of_one_part_are_one_finding(tmp_path):
    changes = [(f"{a}\n\n2020", f"{a.replace('情况说明', '有关情况')}\n\n2020") for a in (
        "一、收入支出决算总体情况说明", "二、支出决算情况说明", "三、一般公共预算财政拨款支出决算情况说明",
    )]  # fmt: skip
    findings = found(tmp_path, *changes)
    assert [(f.rule, len(f.places)) for f in findings] == [("structure.contents.titles", 6)]


def test_the_title_of_a_part_above_its_first_table_is_known_and_a_sentence_is_no_title(tmp_path):
    title = f"第二部分 {UNIT}2020年度部门决算表\n\n2020"
    sentence = f"纳入{UNIT}2020年度部门决算编制范围的单位包括：\n\n"
    staff = "在职实有人数8人。"
    changes = ((staff, f"{staff}\n\n{sentence}本级。"), (title, "茶事服务站2020年度部门决算表\n\n2020"))
    assert quotes(found(tmp_path, *changes)) == ["茶事服务站2020年度部门决算表"]
