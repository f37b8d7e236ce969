"""`gouji packs` and `gouji explain`."""

from __future__ import annotations

import pytest

from audit.cli import main
from audit.explain import explain
from audit.packs.checklists import load_packs
from audit.packs.loader import load_rules


def test_packs_lists_every_pack_and_template(capsys):
    assert main(["packs"]) == 0
    said = capsys.readouterr().out
    assert all(pack.head.id in said for pack in load_packs())
    assert all(template.id in said for template in load_rules().recognition.templates)


@pytest.mark.parametrize("item", [item for pack in load_packs() for item in pack.items], ids=lambda item: item.id)
def test_every_row_is_explained_with_source_and_examples(item):
    lines = explain(item.id)
    assert any(item.question in line for line in lines)
    assert any(item.basis in line for line in lines)
    assert sum("例如" in line for line in lines) >= 2


def test_the_inverted_row_says_so():
    assert any("反向" in line for line in explain("35"))


def test_a_relation_is_explained_with_both_sides():
    lines = explain("R-basic-economic")
    assert any("＝" in line and "〔" in line for line in lines)


@pytest.mark.parametrize("rule", ["N-level", "L-direction", "R-hierarchy", "text.year", "table.zero", "E-grade"])
def test_a_rule_is_explained_by_its_name_and_its_record(rule):
    lines = explain(rule)
    assert lines[0].startswith(f"规则 {rule}：")
    assert len(lines[0]) > len(f"规则 {rule}：")
    assert "实测" in lines[-1]


def test_a_rule_names_its_rows_and_what_it_says():
    told = "\n".join(explain("text.year"))
    assert "有关的行" in told
    assert "所报问题" in told


def test_an_unknown_name_is_a_wrong_usage(capsys):
    assert main(["explain", "no-such-row"]) == 2
    assert "no-such-row" in capsys.readouterr().err


def test_explain_without_a_name_is_a_wrong_usage():
    assert main(["explain"]) == 2
