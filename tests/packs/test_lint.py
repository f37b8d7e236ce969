"""`gouji packs lint` and `gouji packs new`: what authors of rules are told, and what they begin with."""

from __future__ import annotations

import shutil

import pytest

from audit.cli import main
from audit.packs.lint import lint
from audit.packs.scaffold import ScaffoldError, new_pack
from tests.support import ROOT

ROW = """\
id: own-row
item: 60
category: 甲/乙
question: 是否公开
basis: 某办法第三条
decides: D
checks:
  - order_of_parts: {}
"""
MISSPELT_SECTION = "sections:\n  - {key: explanations, titles: ['决算解读']}\n"
MISSPELT_ROLE = "roles:\n  - {role: revenu, label: 收入表, captions: ['收入决算表'], layout: codes}\n"
NO_COLUMNS = "roles:\n  - {role: revenue, label: 收入表, captions: ['收入决算表'], layout: codes}\n"
CASES = "- {name: one, expect: pass}\n- {name: other, expect: fail}\n"


@pytest.fixture
def rules(tmp_path):
    """Copy rules/ into a folder of its own, beside an empty tests/rules."""
    shutil.copytree(ROOT / "rules", tmp_path / "rules")
    for pack in (ROOT / "tests" / "rules").iterdir():
        if pack.is_dir() and any(pack.glob("*.yaml")):
            shutil.copytree(pack, tmp_path / "tests" / "rules" / pack.name)
    return tmp_path / "rules"


def fill_in(rules, name):
    for path in (rules / "checklists" / name / "pack.yaml", rules / "templates" / f"{name}.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("待填：", ""), encoding="utf-8")


def told(rules):
    return [f"{fault.path.relative_to(rules).as_posix()}:{fault.line} {fault.message}" for fault in lint(rules)]


def test_the_rules_of_this_installation_are_sound():
    assert lint(ROOT / "rules") == ()


def test_a_new_pack_says_what_is_to_be_filled_in_and_is_sound_then(rules):
    made = new_pack(rules, "somewhere-2025", "national")
    assert [path.relative_to(rules).as_posix() for path in made.files] == [
        "checklists/somewhere-2025/pack.yaml",
        "templates/somewhere-2025.yaml",
    ]
    found = told(rules)
    assert {line.split(":")[0] for line in found} == {path.relative_to(rules).as_posix() for path in made.files}
    assert all("还没有填" in line for line in found)
    fill_in(rules, "somewhere-2025")
    assert told(rules) == []


@pytest.mark.parametrize(
    ("name", "base"), [("Somewhere", "national"), ("../x", "national"), ("x", "no-such-pack"), ("national", "national")]
)
def test_a_new_pack_needs_a_plain_name_that_is_free_and_a_base_that_there_is(rules, name, base):
    before = sorted(rules.rglob("*"))
    with pytest.raises(ScaffoldError):
        new_pack(rules, name, base)
    assert sorted(rules.rglob("*")) == before


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "says"),
    [
        ("items/own-row.yaml", "decides: D", "decides: D\ncolour: red", 7, "colour"),
        ("items/own-row.yaml", "某办法第三条", "''", 5, "basis"),
        ("items/own-row.yaml", "甲/乙", "甲", 3, "category"),
        ("items/own-row.yaml", "order_of_parts: {}", "order_of_things: {}", 8, "order_of_things"),
        ("items/own-row.yaml", "checks:\n  - order_of_parts: {}", "checks: []", 7, "需核"),
        ("items/own-row.yaml", "order_of_parts: {}", "tables_present: {roles: [no_such_table]}", 8, "no_such_table"),
        ("items/own-row.yaml", "order_of_parts: {}", "findings_of: {sections: [no.such]}", 8, "no.such"),
        ("items/own-row.yaml", "order_of_parts: {}", "external_evidence: {key: moon, asks: flag}", 8, "moon"),
        ("items/own-row.yaml", "decides: D", "decides: D\nmarks: ['(公开']", 7, "(公开"),
        ("items/own-row.yaml", "id: own-row", "id: other-row", 1, "other-row"),
        ("pack.yaml", "extends: national", "extends: nowhere", 7, "nowhere"),
        (
            "pack.yaml",
            "template: somewhere-2025",
            "template: wuhan-final-accounts-2020",
            9,
            "wuhan-final-accounts-2020",
        ),
        ("pack.yaml", "template: somewhere-2025", "template: no-such-template", 9, "no-such-template"),
        ("pack.yaml", "template: somewhere-2025", "template: national-budget", 9, "另一类"),
        ("pack.yaml", "template: somewhere-2025", "template: somewhere-2025\ndrops: [no-such-row]", 10, "no-such-row"),
        ("../../templates/somewhere-2025.yaml", "where: cover", "where: hat", 13, "hat"),
        ("../../templates/somewhere-2025.yaml", "'地名'", "'地名('", 13, "地名("),
        ("../../templates/somewhere-2025.yaml", "evidence:", MISSPELT_SECTION + "evidence:", 13, "是不是“explanation”"),
        ("../../templates/somewhere-2025.yaml", "evidence:", MISSPELT_ROLE + "evidence:", 13, "是不是“revenue”"),
        ("../../templates/somewhere-2025.yaml", "evidence:", NO_COLUMNS + "evidence:", 13, "columns"),
    ],
)
def test_a_fault_is_told_with_its_file_and_line(rules, file, old, new, line, says):
    new_pack(rules, "somewhere-2025", "national")
    fill_in(rules, "somewhere-2025")
    folder = rules / "checklists" / "somewhere-2025"
    (folder / "items" / "own-row.yaml").write_text(ROW, encoding="utf-8")
    cases = rules.parent / "tests" / "rules" / "somewhere-2025"
    cases.mkdir()
    (cases / "own-row.yaml").write_text(CASES, encoding="utf-8")
    assert told(rules) == []
    path = (folder / file).resolve()
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    faults = lint(rules)
    assert any(fault.path == path and fault.line == line and says in fault.message for fault in faults), faults


def test_rows_need_cases_on_both_sides(rules):
    new_pack(rules, "somewhere-2025", "national")
    fill_in(rules, "somewhere-2025")
    items = rules / "checklists" / "somewhere-2025" / "items"
    (items / "own-row.yaml").write_text(ROW, encoding="utf-8")
    (items / "same-number.yaml").write_text(ROW.replace("own-row", "same-number"), encoding="utf-8")
    (items / "nine-tables.yaml").write_text("id: nine-tables\n", encoding="utf-8")
    cases = rules.parent / "tests" / "rules" / "somewhere-2025"
    cases.mkdir()
    (cases / "same-number.yaml").write_text("- {name: one, expect: pass}\n", encoding="utf-8")
    (cases / "nine-tables.yaml").write_text("- one\n", encoding="utf-8")
    found = "\n".join(map(str, lint(rules)))
    assert "tests/rules/somewhere-2025/own-row.yaml" in found
    assert "例子只有“pass”" in found
    assert "须为“键: 值”的形式" in found
    assert "完全相同" in found
    assert "序号相同" in found


@pytest.mark.parametrize(
    ("case", "says"),
    [
        ("{name: one, expect: failed}", "failed"),
        ("{name: one, expect: fail, edit: []}", "edit"),
        ("{name: one, expect: fail, says: [电话]}", "says"),
        ("{name: one, expect: fail, evidence: {moon: true}}", "moon"),
        ("{name: one, expect: fail, edits: [{}]}", "只写一个"),
        ("{name: one, expect: fail, edits: [{drop: a, cut: true, within: [a, b]}]}", "只写一个"),
        ("{name: one, expect: fail, edits: [{replace: a}]}", "by"),
        ("{name: one, expect: fail, edits: [{drop: a, within: [a]}]}", "within"),
        ("{name: one, expect: fail, edits: [{cut: true}]}", "within"),
        ("{name: one, expect: fail, edits: [{drop: '(a'}]}", "正则表达式"),
    ],
)
def test_a_slip_in_a_case_is_told_with_its_line(rules, case, says):
    path = rules.parent / "tests" / "rules" / "yunling-final-accounts-2025" / "enquiry-phone.yaml"
    path.write_text(f"- {{name: good, expect: pass}}\n- {case}\n", encoding="utf-8")
    (fault,) = lint(rules)
    assert (fault.path, fault.line) == (path, 2)
    assert says in fault.message


def test_a_row_may_use_what_the_patterns_of_this_house_know(rules):
    path = rules / "checklists" / "yunling-final-accounts-2025" / "items" / "enquiry-phone.yaml"
    text = path.read_text(encoding="utf-8")
    assert "咨询电话：0" in text
    path.write_text(text.replace("咨询电话：0", r"\p{Han}+电话：0"), encoding="utf-8")
    assert told(rules) == []


def test_the_command_names_faults_and_ends_with_1(rules, capsys):
    new_pack(rules, "somewhere-2025", "national")
    assert main(["packs", "lint", str(rules / "templates")]) == 1
    heard = capsys.readouterr().out
    assert "templates/somewhere-2025.yaml:3: " in heard.replace("\\", "/")
    assert "checklists/" not in heard
    assert main(["packs", "lint", str(rules / "checklists" / "national")]) == 0
    assert main(["packs", "lint", str(rules.parent)]) == 2
    assert "不是规则文件夹" in capsys.readouterr().err


def test_the_command_lays_out_a_pack(rules, capsys, monkeypatch):
    monkeypatch.chdir(rules.parent)
    assert main(["packs", "new", "somewhere-2025", "--from", "wuhan-final-accounts-2023"]) == 0
    assert "packs lint" in capsys.readouterr().out
    assert "extends: wuhan-final-accounts-2023" in (rules / "checklists/somewhere-2025/pack.yaml").read_text("utf-8")
    assert main(["packs", "new", "somewhere-2025"]) == 2
    assert main(["packs", "new"]) == 2
    assert main(["packs", "paint"]) == 2
