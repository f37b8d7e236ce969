"""A publication that prints all amounts in 元: findings speak of 元, and no step stumbles over its figures."""

from __future__ import annotations

from audit import pipeline
from tests.elsewhere.publication import publication


def changed(folder, name, old, new):
    text = publication(name).text
    assert text.count(old) == 1
    path = folder / "publication.txt"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return pipeline.audit_publication([path])


def test_a_level_that_its_table_denies_is_told_in_yuan(tmp_path):
    text = publication("river-town-2020").text
    spent = text.partition("较2019年")[0].rpartition("年初结转和结余")[2].partition("元")[0]
    other = f"{int(spent[0]) % 9 + 1}{spent[1:]}"
    report = changed(tmp_path, "river-town-2020", f"年初结转和结余{spent}元", f"年初结转和结余{other}元")
    (told,) = [f for f in report.findings if f.rule == "N-level"]
    assert told.stated == other
    assert told.expected == spent.replace(",", "").removesuffix(".00")
    assert "万元" not in told.message


def test_a_total_whose_own_table_has_told_it(tmp_path):
    """The total is at odds with its cell and with its parts: both are told of, the steps after that go on."""
    text = publication("lake-unit-budget-2021").text
    total = text.partition("“三公”经费预算数为")[2].partition("元")[0]
    other = f"{int(total[0]) % 9 + 1}{total[1:]}"
    report = changed(tmp_path, "lake-unit-budget-2021", f"“三公”经费预算数为{total}元", f"“三公”经费预算数为{other}元")
    assert not [f for f in report.findings if f.rule.startswith("internal")]
    assert other in {f.stated for f in report.findings}
