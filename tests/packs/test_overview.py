from __future__ import annotations

import pytest

from audit.packs.checklists import load_packs
from audit.packs.overview import load_overview_rules
from audit.packs.strict_yaml import RuleFileError

RULES = load_overview_rules()


def test_the_five_dimensions_of_the_regulation_are_there_in_their_order():
    assert [one.label for one in RULES.dimensions] == ["完整性", "细化程度", "及时性", "真实性", "规范性"]


def test_every_row_of_every_checklist_belongs_to_a_dimension():
    rows = [(pack.head.id, item) for pack in load_packs() for item in pack.items]
    assert rows
    assert not [(pack, item.id) for pack, item in rows if not RULES.dimension_of(item.id, item.category)]


def test_every_row_named_in_a_dimension_exists_and_is_named_once():
    known = {item.id for pack in load_packs() for item in pack.items}
    named = [item for one in RULES.dimensions for item in one.items]
    assert len(named) == len(set(named))
    assert set(named) <= known


@pytest.mark.parametrize(
    ("item", "category", "dimension"),
    [
        ("some-row", "公开内容/部门决算表", "completeness"),
        ("functional-depth", "公开内容/部门决算表", "detail"),
        ("some-row", "公开时间/时间安排", "timeliness"),
        ("other-errors", "公开内容/其他情况", "accuracy"),
        ("some-row", "公开形式/网站形式", "form"),
        ("some-row", "没有见过的项目", ""),
    ],
)
def test_a_row_s_own_entry_goes_before_its_category(item, category, dimension):
    assert RULES.dimension_of(item, category) == dimension


@pytest.mark.parametrize(
    ("entity", "district"),
    [
        ("临江市东湖区大数据中心", "临江市东湖区"),
        ("东海省临江市安平县水务局", "东海省临江市安平县"),
        ("临江市市场监督管理局", "临江市"),
        ("临江经济技术开发区（东湖区）审计局", "临江经济技术开发区"),
        ("临江市社区服务指导中心", "临江市"),
        ("城市管理局", ""),
        ("临江市青少年活动中心（东湖区）", "临江市"),
        ("气象局", ""),
        ("", ""),
    ],
)
def test_the_district_is_what_the_unit_s_name_begins_with(entity, district):
    assert RULES.districts.district_of(entity) == district


def test_a_key_that_nobody_reads_is_an_error(tmp_path):
    (tmp_path / "overview.yaml").write_text("basis: x\ndimensions: []\ndistricts: {levels: [], never: [], most: 3}\n")
    with pytest.raises(RuleFileError, match="most"):
        load_overview_rules(tmp_path)
