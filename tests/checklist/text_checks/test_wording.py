"""Residue, doubled words, broken phrases, wrong years, units and levels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from audit.checklist.text_checks.wording import find
from tests.checklist.publication import UNIT, audited, hits, quotes, rules

SUMMARY = "2020年度收、支总计1200.5万元。"
GLOSSARY = "（一）基本支出：指为保障机构正常运转、完成日常工作任务而发生的人员支出和公用支出。"
REVIEW = "（一）茶园补植项目绩效自评综述："
WORK = "（一）预算绩效管理工作开展情况\n\n"
DUTIES = f"{UNIT}负责全区茶叶种植的技术指导。"


def found(folder, *changes):
    doc, _ = audited(folder, *changes)
    return find(doc, rules().wording)


def test_a_clean_text_has_no_finding(tmp_path):
    assert found(tmp_path) == ()


@pytest.mark.parametrize(
    ("old", "new", "rule", "quote"),
    [
        ("技术指导。", "技术指导多少12次。", "text.residue", "指导多少"),
        ("技术指导。", "技术指导XX次。", "text.residue", "XX"),
        ("技术指导。", "技术指导（据实填写）。", "text.residue", "（据实填写）"),
        ("增长20.1%", "下降（增长）20.1%", "text.alternative", "下降（增长）"),
        ("增长20.1%", "增长20.1", "text.unit_missing", "增长20.1"),
        ("茶园补植项目绩效", "茶园补植项目项目绩效", "text.doubled.word", "项目项目"),
        ("带动农户60户", "带动农户类类60户", "text.doubled.character", "类类"),
        ("带动农户60户", "带动农户、、散户60户", "text.doubled.sign", "农户、、"),
        ("新增良种推广项目。", "新增良种推广项目（含苗圃。", "text.unpaired", "良种推广项目（含苗圃。"),
        ("技术指导。", "技术指导，纳入政府基金预算。", "text.phrase", "政府基金"),
        ("新增良种推广项目。", "新增良种推广项目，较上一度有所增加。", "text.phrase", "上一度"),
        (GLOSSARY, GLOSSARY + "\n\n（三）其他专用名词。", "structure.placeholder", "（三）其他专用名词。"),
        (GLOSSARY, GLOSSARY + "\n\n（三）结余分配：", "structure.placeholder", "（三）结余分配："),
    ],
)
def test_what_drafting_left_behind_is_found_where_it_stands(tmp_path, old, new, rule, quote):
    findings = found(tmp_path, (old, new))
    assert [f.rule for f in findings] == [rule]
    assert quote in quotes(findings)[0]


@pytest.mark.parametrize(
    "new",
    [
        "技术指导，逐步逐步推进。",
        "技术指导，二〇二〇年完成。",
        "技术指导，为了了解各项项目的的士运力，以及及时处置。",
        "技术指导，《青岚XX办法》已印发。",
        "技术指导，参加人数不知多少。",
        "技术指导，1）选种；2）育苗。",
        "技术指导（含育苗）。",
        "技术指导，支出支出合计相符。",
        "技术指导，茶坡镇人民政府政府采购另行公开。",
        "技术指导，服务比上一年度增加，与上年度持平，较上度冬灌提前。",
    ],
)
def test_right_words_that_look_alike_are_left_alone(tmp_path, new):
    assert found(tmp_path, ("技术指导。", new)) == ()


def test_neighbouring_paragraphs_that_are_the_same_are_doubled(tmp_path):
    longer = DUTIES.replace("。", "，并承担良种引进和茶园改造的组织实施。")
    findings = found(tmp_path, (DUTIES, f"{longer}\n\n{longer.replace('组织实施', '组织推进')}"))
    assert [f.rule for f in findings] == ["text.doubled.paragraph"]
    assert findings[0].places[0].line > findings[0].places[1].line


def test_parallel_items_with_other_figures_are_not_doubled(tmp_path):
    one = "茶园补植项目全年投入资金120万元，补植良种茶园40亩，成活率达到目标。"
    assert found(tmp_path, (DUTIES, f"{one}\n\n{one.replace('120', '130')}")) == ()


@pytest.mark.parametrize(
    ("old", "new", "quote", "expected"),
    [
        (SUMMARY, SUMMARY.replace("2020", "2018"), "2018年度", "2020"),
        ("与2019年度相比，收、支", "与2018年度相比，收、支", "与2018年度", "2019"),
        ("2020年度支出决算表（表3）", "2018年度支出决算表（表3）", "2018年度", "2020"),
        (SUMMARY, f"{UNIT}2018年收入、支出总计1200.5万元。", "2018年", "2020"),
        (REVIEW, f"{WORK}本站对2018年度全部项目支出开展绩效自评。\n\n{REVIEW}", "对2018年度", "2020"),
        (REVIEW, f"{WORK}本站公开2018年度各项目的自评结果。\n\n{REVIEW}", "公开2018年度", "2020"),
    ],
)
def test_another_year_where_the_year_is_known_is_an_error(tmp_path, old, new, quote, expected):
    findings = hits(found(tmp_path, (old, new)), "text.year")
    assert quotes(findings) == [quote]
    assert findings[0].expected == expected


def test_a_wrong_year_on_the_cover_is_one_error_there(tmp_path):
    doc, _ = audited(tmp_path)
    cover = doc.paragraphs[0].text
    findings = hits(found(tmp_path, (cover, cover.replace("2020", "2019"))), "text.year")
    assert [(quotes([f]), f.expected, f.places[0].line) for f in findings] == [(["2019年度"], "2020", 2)]


def test_a_sentence_that_sets_two_years_side_by_side_is_right(tmp_path):
    both = "2019年度支出合计1000万元，2020年度支出合计1200.5万元。"
    assert found(tmp_path, ("2020年度支出合计1200.5万元。", both)) == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "本站对2018年度绩效评价中发现的问题进行整改。",
        "茶园补植项目自2018年起实施，本年开展了绩效自评。",
        "本站对2018年度结转项目和2020年度新增项目开展绩效自评。",
    ],
)
def test_a_year_before_that_the_sentence_is_about_is_right(tmp_path, sentence):
    assert hits(found(tmp_path, (REVIEW, f"{WORK}{sentence}\n\n{REVIEW}")), "text.year") == []


def test_words_of_another_level_of_government_are_one_finding(tmp_path):
    terms = (
        "（一）财政拨款收入：指市级财政当年拨付的资金。\n\n（二）其他收入：指市直部门取得的收入。\n\n（三）基本支出："
    )
    findings = found(tmp_path, ("（一）基本支出：", terms), ("（二）本部门使用", "（四）本部门使用"))
    assert [(f.rule, quotes([f]), len(f.places)) for f in findings] == [("text.level", ["市级财政"], 2)]
    assert found(tmp_path, ("（一）基本支出：指为", "（一）基本支出：指区级财政为")) == ()


def test_another_units_name_above_a_table_is_found(tmp_path):
    head = "2020年度支出决算表（表3）\n\n部门："
    findings = found(tmp_path, (head + UNIT, head + "武汉市云梦区档案馆"))
    assert [(f.rule, quotes([f])) for f in findings] == [("text.unit", ["武汉市云梦区档案馆"])]
    assert found(tmp_path, (head + UNIT, head + UNIT.replace("茶事", "荼亊"))) == ()


def test_a_note_must_name_the_budget_of_its_table(tmp_path):
    table = (
        "2020年度国有资本经营预算财政拨款支出决算表（表9）\n\n部门：{unit}\n\n单位：万元\n\n"
        "科目编码\t科目名称\t小计\t基本支出\t项目支出\n栏次\t\t1\t2\t3\n合计\t\t\t\t\n\n{note}\n\n"
        "第三部分 {unit}2020年度部门决算情况说明\n\n一、收"
    )
    last = f"第三部分 {UNIT}2020年度部门决算情况说明\n\n一、收入支出决算总体情况说明\n\n2020"
    right = "本部门没有国有资本经营预算收入，也没有使用国有资本经营预算安排的支出，故本表无数据。"
    wrong = "本部门没有政府性基金预算收入，也没有使用政府性基金预算安排的支出，故本表无数据。"
    tail = "入支出决算总体情况说明\n\n2020"
    assert found(tmp_path, (last, table.format(unit=UNIT, note=right) + tail)) == ()
    findings = found(tmp_path, (last, table.format(unit=UNIT, note=wrong) + tail))
    assert [(f.rule, f.stated) for f in findings] == [("text.note.budget", "政府性基金")]


def test_an_item_without_the_mark_that_its_siblings_have(tmp_path):
    findings = found(tmp_path, ("（款）科技转化与推广服务（项）：", "（款）科技转化与推广服务："))
    assert [(f.rule, quotes([f])) for f in findings] == [("text.mark", ["科技转化与推广服务"])]
    findings = found(tmp_path, ("住房保障（类）支出20万元", "住房保障支出20万元"))
    assert [(f.rule, f.expected) for f in findings] == [("text.mark", "住房保障（类）")]


def test_one_name_with_two_confusable_characters(tmp_path):
    findings = found(
        tmp_path,
        ("补植茶园120亩，", "补植茶园120亩，配备苗情版式软件2套，"),
        ("带动农户60户。", "带动农户60户，试用苗情板式软件。"),
    )
    assert findings == ()
    findings = found(
        tmp_path,
        ("补植茶园120亩，", "补植茶园120亩，配备茶苗情版式软件2套，"),
        ("带动农户60户。", "带动农户60户，试用茶苗情板式软件。"),
    )
    assert [(f.rule, {f.stated, f.expected}) for f in findings] == [
        ("text.two_spellings", {"茶苗情版式软件", "茶苗情板式软件"})
    ]


def test_phrases_are_held_to_their_parallels_only(tmp_path):
    reasons = "主要原因是良种推广。\n\n2018年情况如下，主要原因是苗圃改造。\n\n主要原因是灌溉。\n\n主要原因增加项目。"
    assert hits(found(tmp_path, ("主要原因是新增良种推广项目。", "主要原因新增良种推广项目。")), "text.phrase") == []
    findings = hits(found(tmp_path, ("主要原因是新增良种推广项目。", reasons)), "text.phrase")
    assert [f.stated for f in findings] == ["主要原因"]


def test_an_issued_form_that_was_never_filled_in_has_no_defects(tmp_path):
    doc, _ = audited(tmp_path, (UNIT, "武汉市XX局"), ("1200.5万元", "XX万元"), ("技术指导。", "技术指导多少12次。"))
    assert bool(find(doc, rules().wording)) is not doc.identity.is_blank_template


OTHER = "武汉市青岚区档案馆"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (SUMMARY, f"{OTHER}2020年度收、支总计1200.5万元。"),
        (f"第三部分 {UNIT}2020年度部门决算情况说明", f"第三部分 {OTHER}2020年度部门决算情况说明"),
    ],
)
def test_another_units_name_as_the_subject_is_left_over(tmp_path, old, new):
    findings = hits(found(tmp_path, (old, new)), "text.unit")
    assert [(quotes([f])[0], f.expected) for f in findings] == [(OTHER, UNIT)]


def test_a_unit_that_the_overview_names_is_no_other(tmp_path):
    told = (SUMMARY, f"{SUMMARY}\n\n{OTHER}2020年度机关运行经费20万元。")
    assert hits(found(tmp_path, told), "text.unit") != []
    assert (
        hits(found(tmp_path, told, ("在职实有人数8人。", f"在职实有人数8人，下属单位为{OTHER}。")), "text.unit") == []
    )


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("内设4个科室：办公室、业务科、财务科。", "3"),
        ("内设机构3个，包括：办公室、业务科和信息科。", ""),
        ("内设机构2个，包括：办公室、业务科和信息科。", ""),
        ("内设机构5个，包括：办公室、业务科和信息科。", "2~3"),
        ("内设四个科室，分别为办公室（党办）、业务科、财务科、监督科。", ""),
        ("内设五个科室，分别为办公室（党办）、业务科、财务科、监督科。", "4"),
        ("设有办公室、业务科、财务科等2个内设机构。", "3"),
        ("设有办公室、业务科、财务科等8个内设机构。", ""),
        ("内设8个科室：办公室、业务科、财务科等。", ""),
    ],
)
def test_a_list_holds_as_many_names_as_it_says(tmp_path, sentence, count):
    findings = hits(found(tmp_path, (DUTIES, sentence)), "text.count")
    assert [f.expected for f in findings] == ([count] if count else [])


JOINED = "武汉市云梦区茶事和林业服务站"


def joined(folder, name, *more):
    """Return the spellings found where the unit's name has parts that a word joins, and one sentence prints `name`."""
    changes = ((UNIT, JOINED), ("技术指导。", f"技术指导，{name}承办。"), *more)
    return hits(found(folder, *changes), "text.two_spellings")


@pytest.mark.parametrize("name", [JOINED.replace("和", "与"), JOINED.replace("和", "及")])
def test_the_units_name_with_another_conjunction_is_one_finding(tmp_path, name):
    findings = joined(tmp_path, name)
    assert [(f.stated, f.expected, f.places[0].quote) for f in findings] == [(name, JOINED, name)]


@pytest.mark.parametrize("name", [JOINED, "武汉市云梦区茶事与渔业服务站", "茶事与林业服务站"])
def test_the_units_own_name_and_other_units_are_left_alone(tmp_path, name):
    assert joined(tmp_path, name) == []


def test_labels_that_no_name_stands_behind_are_one_finding(tmp_path):
    findings = hits(found(tmp_path, (f"部门：{UNIT}\n\n单位：万元", "单位名称： 单位：万元")), "structure.unit_blank")
    assert [(quotes([f]), len(f.places)) for f in findings] == [(["单位名称："], 3)]


@pytest.mark.parametrize("line", [f"部门：\n\n{UNIT}\n\n单位：万元", f"部门：\t{UNIT}\n\n单位：万元", "单位：万元"])
def test_a_name_apart_from_its_label_is_no_blank(tmp_path, line):
    assert hits(found(tmp_path, (f"部门：{UNIT}\n\n单位：万元", line)), "structure.unit_blank") == []


ITEMS = [
    "1. 编制良种目录。",
    "2. 组织茶园改造，并对改造后的茶园开展巡查。",
    "3. 培训茶农，推广良种。",
    "4. 检验茶叶质量。",
    "5. 承办其他事项。",
]


@pytest.mark.parametrize(
    ("items", "quote"),
    [
        (ITEMS, []),
        ([*ITEMS[:2], "3. 培训茶农，推广良种", *ITEMS[3:]], ["3. 培训茶农，推广良种"]),
        # two without: the list has a style of its own
        ([ITEMS[0], *(item.rstrip("。") for item in ITEMS[1:3]), *ITEMS[3:]], []),
        # the longest line: its stop may hang in the margin
        ([ITEMS[0], "2. 组织茶园改造，并对改造后的茶园开展巡查", *ITEMS[2:]], []),
        # too few to show how the list is ended
        ([ITEMS[0], ITEMS[1], "3. 培训茶农，推广良种"], []),
    ],
)
def test_the_one_item_that_nothing_ends(tmp_path, items, quote):
    text = "\n\n".join([f"{UNIT}职能如下：", *items])
    assert quotes(hits(found(tmp_path, (DUTIES, text)), "text.no_stop")) == quote


def test_an_item_at_the_foot_of_a_page_may_go_on_overleaf(tmp_path):
    text = "\n\n".join([f"{UNIT}职能如下：", *ITEMS[:2], "3. 培训茶农，推广良种", *ITEMS[3:]])
    doc, _ = audited(tmp_path, (DUTIES, text))
    last = next(p.index for p in doc.paragraphs if p.text.endswith("培训茶农，推广良种"))
    for break_after, quote in ((last, []), (last + 1, ["3. 培训茶农，推广良种"])):
        paged = [
            replace(p, lines=tuple(replace(line, page=1 + (p.index > break_after)) for line in p.lines))
            for p in doc.paragraphs
        ]
        told = find(replace(doc, paragraphs=tuple(paged)), rules().wording)
        assert quotes(hits(told, "text.no_stop")) == quote


DONE = "年初预算为180.5万元，支出决算为180.5万元，完成年初预算的100.0%。"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("万元。完成年初", ["万元，完成年初预算"]),
        ("万元。按年初预算，完成年初", []),
        ("万元。已完成年初", []),
    ],
)
def test_a_stop_before_what_must_go_on(tmp_path, words, expected):
    findings = found(tmp_path, (DONE, DONE.replace("万元，完成年初", words)))
    assert [f.expected for f in hits(findings, "text.stop")] == expected


@pytest.mark.parametrize(
    ("kind", "slips", "stated"),
    [
        ("pdf", [("302\t商品和服务支出", "302\t商品和服努支出")], ["商品和服努支出"]),
        # a dump may have misread it
        ("txt", [("302\t商品和服务支出", "302\t商品和服努支出")], []),
        # two of them: the text itself is in doubt
        ("pdf", [("302\t商品和服务支出", "302\t商品和服努支出"), ("301\t工资福利支出", "301\t工资褔利支出")], []),
    ],
)
def test_a_misspelt_class_that_stands_once_counts_where_the_text_was_typed(tmp_path, kind, slips, stated):
    doc, _ = audited(tmp_path, *slips)
    typed = replace(doc, files=tuple(replace(file, format=kind) for file in doc.files))
    assert [f.stated for f in hits(find(typed, rules().wording), "text.misspelt")] == stated


@pytest.mark.parametrize(
    ("sentence", "count"),
    [
        ("纳入本部门决算编制范围的单位共3个（本级和2个所属单位）。", ""),
        ("纳入本部门决算编制范围的单位共3个（本级和3个所属单位）。", "4"),
        ("纳入本部门决算编制范围的单位共4个，包括本级和所属单位2个。", "3"),
        ("预算单位共1个（云梦茶站本级和0个下属单位）。", ""),
        ("预算单位共5个（云梦茶站本级和2个所属行政单位、2个所属事业单位）。", ""),
    ],
)
def test_a_number_of_units_is_the_unit_itself_and_the_others(tmp_path, sentence, count):
    findings = hits(found(tmp_path, (DUTIES, sentence)), "text.count")
    assert [f.expected for f in findings] == ([count] if count else [])


@pytest.mark.parametrize(
    ("words", "quote"),
    [
        ("技术指导（含育苗)。", ["（含育苗)"]),
        ("技术指导(含育苗）。", ["(含育苗）"]),
        ("技术指导（含育苗）和培训(含修剪)。", []),
    ],
)
def test_brackets_of_two_widths_are_one_finding(tmp_path, words, quote):
    assert quotes(hits(found(tmp_path, ("技术指导。", words)), "style.brackets")) == quote
