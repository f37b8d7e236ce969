"""The contents page: its TABs are no table, its page numbers no money, its entries no headings."""

from __future__ import annotations

from audit.model.raw import RawLine
from audit.recognition.contents import NO_CONTENTS, find_contents
from audit.recognition.lines import survey
from tests.reconciliation.support import raw_document, recognised

BODY = """
第一部分 云梦茶站概况
一、部门主要职能
云梦茶站负责茶叶种植的技术指导。
第二部分 2020年度部门决算表
第三部分 2020年度部门决算情况说明
一、收入决算情况说明
2020年度收入合计5万元。
"""
ENTRIES = [
    "第一部分云梦茶站概况",
    "一、部门主要职能",
    "第二部分2020年度部门决算表",
    "第三部分2020年度部门决算情况说明",
    "一、收入决算情况说明",
]


def contents_of(text):
    return find_contents(survey(raw_document(text).lines))


def titles(text):
    return [entry.title for entry in contents_of(text).entries]


def page(*lines):
    return "\n".join(("2020年度云梦茶站部门决算", "目 录", *lines, BODY))


PLAIN = page("第一部分 云梦茶站概况", "一、部门主要职能", "第二部分 2020年度部门决算表",
             "第三部分 2020年度部门决算情况说明", "一、收入决算情况说明")  # fmt: skip


def test_it_ends_where_the_first_entry_stands_again():
    found = contents_of(PLAIN)
    assert [entry.title for entry in found.entries] == ENTRIES
    assert [entry.number for entry in found.entries] == [1, 1, 2, 3, 1]
    assert [entry.level for entry in found.entries] == [1, 2, 1, 1, 2]
    assert (found.first, found.last) == (1, 6)


def test_tabs_and_dot_leaders_stand_before_page_numbers():
    found = contents_of(
        page(
            "第一部分 云梦茶站概况\t3",
            "一、部门主要职能........3",
            "第二部分 2020年度部门决算表……………12",
            "第三部分 2020年度部门决算情况说明\t\t21",
            "一、收入决算情况说明 · · · · · 21",
        )
    )
    assert [entry.title for entry in found.entries] == ENTRIES
    assert [entry.page for entry in found.entries] == [3, 3, 12, 21, 21]


def test_page_numbers_of_a_contents_page_make_no_table():
    doc = recognised(page("第一部分 云梦茶站概况\t3", "一、部门主要职能\t3", "第二部分 2020年度部门决算表\t12",
                          "第三部分 2020年度部门决算情况说明\t21", "一、收入决算情况说明\t21"))  # fmt: skip
    assert doc.tables == ()
    assert [s.title for s in doc.sections][:2] == ["云梦茶站概况", "部门主要职能"]


def test_two_entries_that_ran_together_are_parted():
    assert (
        titles(
            page(
                "第一部分 云梦茶站概况 一、部门主要职能",
                "第二部分 2020年度部门决算表",
                "第三部分 2020年度部门决算情况说明一、收入决算情况说明",
            )
        )
        == ENTRIES
    )


def test_an_entry_over_two_lines_is_one():
    assert (
        titles(
            page(
                "第一部分 云梦茶站概况\t3",
                "一、部门主要职能\t3",
                "第二部分 2020年度部门",
                "决算表\t12",
                "第三部分 2020年度部门决算情况说明\t21",
                "一、收入决算情况说明\t21",
            )
        )
        == ENTRIES
    )


NUMBERED = ("第一部分 云梦茶站概况\t3", "一、部门主要职能\t3", "第二部分 2020年度部门决算表\t12")


def test_entries_with_page_numbers_end_where_another_title_stands_again():
    body = "\n一、部门主要职能\n\n二、机构设置\n\n云梦茶站负责技术指导。\n"
    found = contents_of("\n".join(("2020年度云梦茶站部门决算", "目 录", *NUMBERED)) + body)
    assert [entry.title for entry in found.entries] == ENTRIES[:3]


def test_entries_with_page_numbers_end_with_their_page():
    lines = [(1, "目 录"), *((1, line.replace("\t", "....")) for line in NUMBERED)]
    body = [(2, "概况"), (2, "一、我站的职责"), (2, "（一）负责茶叶种植的技术指导"), (2, "（二）负责良种引进")]
    raw = [RawLine("f1", number, text, page) for number, (page, text) in enumerate([*lines, *body], 1)]
    found = find_contents(survey(tuple(raw)))
    assert [entry.title for entry in found.entries] == ENTRIES[:3]
    more = [RawLine("f1", 9, "第三部分 说明....21", 2), *raw[4:]]
    assert len(find_contents(survey((*raw[:4], *more))).entries) == 4


def test_a_misspelt_first_title_still_ends_it():
    text = PLAIN.replace(
        "第一部分 云梦茶站概况\n一、部门主要职能\n云梦", "第一部分 云梦茶站慨况\n一、部门主要职能\n云梦"
    )
    assert titles(text) == ENTRIES


def test_a_year_at_the_end_is_no_page_number():
    found = contents_of(page("第一部分 云梦茶站概况", "一、部门主要职能", "第二部分 部门决算表2020", "第三部分 说明"))
    assert found.entries[2].title == "第二部分部门决算表2020"
    assert found.entries[2].page is None


def test_a_publication_without_contents_page_has_none():
    assert contents_of(BODY) is NO_CONTENTS
    assert contents_of("目录\n\n正文写道：本部门没有下属单位。\n") is NO_CONTENTS
    assert contents_of("目录") is NO_CONTENTS


def test_lines_of_the_contents_page_are_no_headings():
    doc = recognised(PLAIN)
    assert [p.kind.value for p in doc.paragraphs if p.text in ENTRIES].count("contents") == 5
    assert len([s for s in doc.sections if s.level == 1]) == 3


def test_what_is_attached_after_the_contents_page_is_no_rest_of_its_last_entry():
    assert (
        titles(
            PLAIN.replace(
                "\n第一部分 云梦茶站概况\n一、部门主要职能\n云梦",
                "\n附件2\n\n第一部分 云梦茶站概况\n一、部门主要职能\n云梦",
            )
        )
        == ENTRIES
    )


def test_a_day_above_the_entries_is_none_of_them():
    contents = contents_of("目录\n公开时间：2021年9月20日\n" + "\n".join(ENTRIES) + "\n" + BODY)
    assert [entry.title for entry in contents.entries][-5:] == ENTRIES
    assert contents.last == 6
