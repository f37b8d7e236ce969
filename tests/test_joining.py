"""A file of tables beside its text is one publication with it; of another unit, year or kind it never is."""

from __future__ import annotations

import os

import pytest

from audit import pipeline
from audit.cli import main
from audit.inputs import Input
from audit.joining import Glance, join_parts, look_at
from tests.elsewhere.publication import TEXTS, publication

TEXT = Glance("budget", "云岭县茶业局", 2022, is_tables_only=False, is_text_only=True)
TABLES = Glance("budget", "云岭县茶业局", 2022, is_tables_only=True, is_text_only=False)
NAME = "hill-budget-2022"


def joined(folder, glances):
    inputs = [Input(folder / name, name) for name in glances]
    looks = {folder / name: glance for name, glance in glances.items()}
    found = join_parts(inputs, look=lambda paths, _: {path: looks[path] for path in paths})
    return [(item.path.name, [file.name for file in item.files]) for item in found]


def test_the_tables_of_a_text_are_joined_to_it(tmp_path):
    found = joined(tmp_path, {"茶业局预算公开.pdf": TEXT, "茶业局预算公开表.pdf": TABLES, "林业局预算.pdf": None})
    assert found == [("茶业局预算公开.pdf", ["茶业局预算公开.pdf", "茶业局预算公开表.pdf"]), ("林业局预算.pdf", [])]


@pytest.mark.parametrize(
    "tables",
    [
        Glance("budget", "云岭县林业局", 2022, is_tables_only=True, is_text_only=False),
        Glance("budget", "云岭县茶业局", 2021, is_tables_only=True, is_text_only=False),
        Glance("budget", "云岭县茶业局", None, is_tables_only=True, is_text_only=False),
        Glance("budget", "", 2022, is_tables_only=True, is_text_only=False),
        Glance("final_accounts", "云岭县茶业局", 2022, is_tables_only=True, is_text_only=False),
        Glance("budget", "云岭县茶业局", 2022, is_tables_only=False, is_text_only=False),
        None,
    ],
    ids=["unit", "year", "no year", "no unit", "kind", "has a text of its own", "unreadable"],
)
def test_what_does_not_fit_stays_apart(tables, tmp_path):
    names = ["茶业局预算公开.pdf", "茶业局预算公开表.pdf"]
    assert joined(tmp_path, dict(zip(names, (TEXT, tables), strict=True))) == [(name, []) for name in names]


def test_a_text_with_tables_of_its_own_takes_no_others(tmp_path):
    whole = Glance("budget", "云岭县茶业局", 2022, is_tables_only=False, is_text_only=False)
    names = ["茶业局预算公开.pdf", "茶业局预算公开表.pdf"]
    assert joined(tmp_path, dict(zip(names, (whole, TABLES), strict=True))) == [(name, []) for name in names]


def test_where_two_would_fit_nothing_is_joined(tmp_path):
    texts = {"茶业局预算公开一.pdf": TEXT, "茶业局预算公开二.pdf": TEXT, "茶业局预算公开表.pdf": TABLES}
    assert all(not files for _, files in joined(tmp_path, texts))
    sheets = {"茶业局预算公开.pdf": TEXT, "茶业局预算公开表一.pdf": TABLES, "茶业局预算公开表二.pdf": TABLES}
    assert all(not files for _, files in joined(tmp_path, sheets))


def test_files_of_other_names_are_not_even_read(tmp_path):
    def never(paths, _):
        raise AssertionError(paths)

    for names in (["甲局预算.pdf", "乙中心预算表.pdf"], ["东区农业局决算表.pdf", "东区农业局决算公开表.pdf"]):
        inputs = [Input(tmp_path / name, name) for name in names]
        assert join_parts(inputs, look=never) == tuple(inputs)


def _die(_path):
    os._exit(1)


def test_a_file_whose_reading_dies_is_apart_and_takes_nothing_along(tmp_path, monkeypatch):
    monkeypatch.setattr("audit.joining.look_at", _die)
    inputs = [Input(tmp_path / name, name) for name in ("茶业局预算公开.pdf", "茶业局预算公开表.pdf")]
    assert join_parts(inputs) == tuple(inputs)


@pytest.fixture
def folder(tmp_path):
    """A publication in two files: what stands before its tables, and the tables."""
    text, title, tables = publication(NAME).text.partition("四、2022年部门预算表\n\n部门收支预算总表")
    assert title
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "市场监督管理局2022.txt").write_text(text, encoding="utf-8")
    head = "浙岭县市场监督管理局2022年部门预算\n\n部门收支预算总表"
    (folder / "市场监督管理局2022表.txt").write_text(head + tables, encoding="utf-8")
    return folder


def test_a_publication_in_two_files_is_audited_as_one_and_the_report_says_so(folder, tmp_path, capsys):
    assert look_at(folder / "市场监督管理局2022.txt").is_text_only
    assert look_at(folder / "市场监督管理局2022表.txt").is_tables_only
    out = tmp_path / "out"
    assert main(["audit", str(folder), "-o", str(out), "--jobs", "1", "--format", "html,json"]) == 0
    assert "--apart" in capsys.readouterr().err
    assert [entry.name for entry in out.iterdir() if entry.is_dir()] == ["市场监督管理局2022"]
    page = (out / "市场监督管理局2022" / "report.html").read_text(encoding="utf-8")
    assert "只有表格，与正文合为一份公开文件审核" in page
    files = [folder / "市场监督管理局2022.txt", folder / "市场监督管理局2022表.txt"]
    apart = pipeline.audit_publication(files[:1])
    together = pipeline.audit_publication(files, roles=("main", "tables"))
    assert together.coverage.settled > apart.coverage.settled


def test_the_option_keeps_them_apart(folder, tmp_path):
    out = tmp_path / "out"
    assert main(["audit", str(folder), "-o", str(out), "--jobs", "1", "--format", "json", "--apart", "-q"]) == 0
    assert sorted(entry.name for entry in out.iterdir() if entry.is_dir()) == [
        "市场监督管理局2022",
        "市场监督管理局2022表",
    ]


def test_the_publication_is_written_as_this_test_needs_it():
    assert "四、2022年部门预算表" in (TEXTS / f"{NAME}.txt").read_text(encoding="utf-8")
