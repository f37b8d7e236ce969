"""What a publication is comes from its text: kind, year, entity, template, blank form."""

from __future__ import annotations

import pytest

from audit.model.document import PublicationType
from audit.model.values import Unit
from corpora import generate
from tests.budget_layouts import LAYOUTS
from tests.recognition.support import CODED_HEAD, COVER, with_caption
from tests.reconciliation.support import full_text, recognised


def identity(text):
    return recognised(text).identity


def test_final_accounts_speak_of_budgets_on_the_first_page_too():
    text = "2020年度云梦茶站部门决算\n\n本决算与2020年部门预算、2021年部门预算一并公开。\n\n第三部分 部门决算情况说明\n"
    found = identity(text)
    assert found.publication_type is PublicationType.FINAL_ACCOUNTS
    assert found.fiscal_year == 2020


def test_a_budget_is_no_final_account():
    parts = ("云梦茶站2021年部门预算", "目录", "一、部门收支预算总表", "二、收入预算总表", "三、预算情况说明")
    body = ("一、部门收支预算总表", "三、预算情况说明", "2020年决算数为5万元。")
    text = "\n\n".join((*parts, *body)) + "\n"
    found = identity(text)
    assert found.publication_type is PublicationType.BUDGET
    assert found.fiscal_year == 2021


def test_an_evaluation_report():
    found = identity("云梦茶站2020年度部门整体支出\n\n绩效评价报告\n\n一、评价结论\n\n得分95分。\n")
    assert found.publication_type is PublicationType.PERFORMANCE_EVALUATION


def test_another_text_is_of_no_kind():
    found = identity("关于放假的通知\n\n2020年5月1日放假。\n")
    assert found.publication_type is PublicationType.UNKNOWN
    assert found.template == ""


@pytest.mark.parametrize(
    ("cover", "year"),
    [
        ("2020年度云梦茶站部门决算", 2020),
        ("云梦茶站2023年部门决算", 2023),
        ("云梦茶站\n\n2022 年 度\n\n部门决算", 2022),
        ("二〇二一年度云梦茶站部门决算", 2021),
        ("二○一九年度云梦茶站部门决算", 2019),
    ],
)
def test_the_year_of_the_cover(cover, year):
    later = "\n\n2024年10月11日\n\n第三部分 部门决算情况说明\n\n与2017年度部门决算相比，收入增加5万元。\n"
    assert identity(cover + later).fiscal_year == year


TITLES = (
    "目录\n\n第二部分 2021年度部门决算表\n\n第三部分 2021年度部门决算情况说明\n\n"
    "第二部分 2021年度部门决算表\n\n第三部分 2021年度部门决算情况说明\n\n"
)


@pytest.mark.parametrize(
    ("body", "year"),
    [
        ("2021年度收、支总计90万元。与2020年度相比，增加5万元。\n", 2021),
        ("2020年度收、支总计90万元。\n", 2020),
        ("收、支总计90万元。\n", 2020),
    ],
)
def test_a_cover_that_all_titles_and_paragraphs_contradict_is_misprinted(body, year):
    """Old titles over paragraphs of the cover's year are a template's; titles alone settle nothing."""
    assert identity(f"2020年度云梦茶站部门决算\n\n{TITLES}{body}").fiscal_year == year


def test_the_year_is_not_that_of_publication():
    assert identity("云梦茶站部门决算\n\n2021年10月11日\n\n第三部分 2020年度部门决算情况说明\n").fiscal_year == 2020


@pytest.mark.parametrize("template", ["wuhan-2020", "wuhan-2023", "shanghai-2024"])
@pytest.mark.parametrize("seed", [1, 2])
def test_generated_publications_are_known(template, seed):
    made = generate(template, seed)
    found = identity(made.text)
    assert found.publication_type is PublicationType.FINAL_ACCOUNTS
    assert found.entity == made.figures.department.entity
    assert found.fiscal_year == int(template[-4:])
    assert found.template == "national-final-accounts"
    assert found.unit is Unit.WAN_YUAN
    assert not found.is_blank_template
    assert 0.6 <= found.confidence <= 1


@pytest.mark.parametrize("template", ["wuhan-2020", "wuhan-2023", "shanghai-2024"])
def test_the_template_of_a_place_is_known_by_the_place_and_the_year(template):
    made = generate(template, 1)
    place, year = template.split("-")
    city = {"wuhan": "武汉市", "shanghai": "上海市"}[place]
    found = identity(made.text.replace(made.figures.department.city, city))
    assert found.template == f"{place}-final-accounts-{year}"
    assert found.confidence >= 0.6


def test_the_name_of_the_file_says_nothing():
    assert identity(COVER + "第三部分 部门决算情况说明\n").publication_type is PublicationType.FINAL_ACCOUNTS


def test_a_form_that_was_never_filled_in():
    blank = COVER.replace("云梦茶站", "XX部门") + "第三部分 部门决算情况说明\n\n" + "收入XX万元，支出XX万元。\n\n" * 8
    assert identity(blank).is_blank_template
    assert not identity(full_text()).is_blank_template


def test_figures_of_a_table_name_no_year_and_no_entity():
    text = with_caption("2020年度一般公共预算财政拨款支出决算表", *CODED_HEAD, "\t\t\t合计\t2019\t2018\t1")
    assert identity(text).fiscal_year == 2020


@pytest.mark.parametrize(
    "cover",
    [
        "茶园道路维护项目绩效评价报告\n\n项目单位：云梦县茶事服务站\n\n评价年度：2021年度",
        "茶园道路维护项目绩效评价报告\n\n项目实施单位：云梦县茶事服务站\n\n评价年度：2021年度",
        "云梦县茶事服务站2021年度茶园道路维护项目绩效自评报告",
    ],
)
def test_a_report_on_a_project_names_the_unit_not_the_project(cover):
    found = identity(f"{cover}\n\n一、基本情况\n\n已完成。\n\n二、评价结论\n\n得分95分。\n")
    assert (found.entity, found.fiscal_year) == ("云梦县茶事服务站", 2021)


def test_a_template_is_not_that_of_a_place_that_the_text_does_not_name():
    here, there = (
        recognised(LAYOUTS["economies"]().replace("云梦茶站", name)) for name in ("武汉市云梦茶站", "云梦茶站")
    )
    assert here.identity.template == "wuhan-budget-2020"
    assert there.identity.template == "national-budget"


def test_the_layout_of_a_university_does_not_make_one():
    university, other = (
        recognised(LAYOUTS["universities"]().replace("云梦大学", name)) for name in ("云梦大学", "云梦茶站")
    )
    assert university.identity.template == "central-final-accounts-2023"
    assert other.identity.template == "national-final-accounts"
