"""Which publications the paths name, and what their reports' folders are called."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.inputs import INDEX_NAMES, find_inputs, safe_name

SUFFIXES = (".txt", ".pdf")


def write(path, content="x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


def found(*paths, out):
    return [(item.path, item.name, item.problem) for item in find_inputs(paths, SUFFIXES, out)]


def test_a_folder_gives_its_supported_files_sorted_and_those_below(tmp_path):
    for name in ("b.txt", "a.PDF", "c/d.txt", "e.docx", ".hidden.txt", ".git/f.txt", "~$lock.txt"):
        write(tmp_path / "in" / name)
    names = [
        item.path.relative_to(tmp_path / "in").as_posix() for item in find_inputs([tmp_path / "in"], SUFFIXES, tmp_path)
    ]
    assert names == ["a.PDF", "b.txt", "c/d.txt"]


def test_the_output_folder_is_not_searched(tmp_path):
    write(tmp_path / "a.txt")
    write(tmp_path / "out" / "a" / "old.txt")
    assert [name for _, name, _ in found(tmp_path, out=tmp_path / "out")] == ["a"]


def test_a_link_to_a_folder_is_not_followed(tmp_path):
    write(tmp_path / "in" / "a.txt")
    (tmp_path / "in" / "loop").symlink_to(tmp_path / "in", target_is_directory=True)
    assert len(found(tmp_path / "in", out=tmp_path / "out")) == 1


def test_a_named_file_is_tried_whatever_its_suffix(tmp_path):
    path = write(tmp_path / "a.dat")
    assert found(path, out=tmp_path / "out") == [(path, "a", "")]


def test_what_is_not_there_is_a_problem_and_not_left_out(tmp_path):
    (tmp_path / "empty").mkdir()
    paths = (tmp_path / "none.txt", tmp_path / "empty")
    assert found(*paths, out=tmp_path / "out") == [(paths[0], "none", "E120"), (paths[1], "empty", "E121")]


def test_a_path_named_twice_counts_once(tmp_path):
    path = write(tmp_path / "in" / "a.txt")
    assert len(found(path, tmp_path / "in", tmp_path / "in" / ".." / "in" / "a.txt", out=tmp_path / "out")) == 1


def test_equal_stems_get_different_names_in_the_order_of_the_inputs(tmp_path):
    paths = [write(tmp_path / name) for name in ("x/a.txt", "y/A.txt", "z/a.pdf", "z/a-2.txt")]
    assert [name for _, name, _ in found(*paths, out=tmp_path / "out")] == ["a", "A-2", "a-3", "a-2-2"]


def test_a_name_of_the_index_is_taken(tmp_path):
    path = write(tmp_path / "summary.csv.txt")
    assert [name for _, name, _ in found(path, out=tmp_path / "out")] == ["summary.csv-2"]


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("2023年度某局部门决算（公开）", "2023年度某局部门决算（公开）"),
        ("a b\tc", "a_b_c"),
        ("../../etc/passwd", "etc_passwd"),
        ("..", "publication"),
        ("", "publication"),
        ("\u202egpj.exe", "gpj.exe"),
        ("<img src=x onerror=alert(1)>", "img_src_x_onerror_alert(1)"),
        ("NUL", "_NUL"),
        ("com1.backup", "_com1.backup"),
        ("trailing. ", "trailing"),
    ],
)
def test_a_stem_becomes_a_harmless_name(stem, name):
    assert safe_name(stem) == name


@given(st.text())
def test_no_stem_leaves_the_output_folder_or_hides_in_it(stem):
    name = safe_name(stem)
    assert name
    assert not set(name) & set('/\\:*?"<>|\0\n\r')
    assert not name.startswith((".", " "))
    assert not name.endswith((".", " "))
    assert len(name.encode()) <= 200
    assert safe_name(name) == name


def test_every_name_beside_the_folders_is_reserved():
    assert {"index.html", "summary.csv", "summary.json"} <= set(INDEX_NAMES)


BUNDLE_SUFFIXES = (".txt", ".pdf", ".xlsx", ".html")


def bundles(folder):
    return [
        (item.path.relative_to(folder).as_posix(), item.problem, [file.name for file in item.files], list(item.roles))
        for item in find_inputs([folder], BUNDLE_SUFFIXES, folder / "out")
    ]


def test_a_folder_with_one_text_and_workbooks_named_alike_is_one_publication(tmp_path):
    for name in ("某局决算公开.pdf", "某局决算公开表.xlsx", "某局决算公开页.html", "logo.png"):
        write(tmp_path / "in" / "某局" / name)
    write(tmp_path / "in" / "b.txt")
    assert bundles(tmp_path / "in") == [
        ("b.txt", "", [], []),
        (
            "某局",
            "",
            ["某局决算公开.pdf", "某局决算公开表.xlsx", "某局决算公开页.html"],
            ["main", "tables", "page"],
        ),
    ]


@pytest.mark.parametrize(
    "names",
    [
        ("甲局决算公开.pdf", "甲局决算公开表.xlsx", "乙局决算公开.pdf"),
        ("甲局决算公开.pdf", "乙局收支总表.xlsx"),
        ("甲局决算公开.pdf", "甲局决算公开.html"),
    ],
)
def test_a_folder_of_many_publications_stays_a_batch(tmp_path, names):
    for name in names:
        write(tmp_path / "in" / name)
    assert [path for path, _, files, _ in bundles(tmp_path / "in") if not files] == sorted(names)


def test_a_folder_says_itself_that_it_is_one_publication(tmp_path):
    for name in ("a.txt", "b.xlsx", "c.txt"):
        write(tmp_path / "in" / name)
    listed = "files:\n- {path: b.xlsx, role: tables}\n- {path: a.txt, role: main}\n- {path: c.txt, role: evidence}\n"
    write(tmp_path / "in" / "bundle.yaml", listed)
    assert bundles(tmp_path / "in") == [(".", "", ["a.txt", "b.xlsx", "c.txt"], ["main", "tables", "evidence"])]


@pytest.mark.parametrize(
    "content",
    [
        "files: [{path: ../a.txt, role: main}]",
        "files: [{path: /etc/passwd, role: main}]",
        "files: [{path: a.txt, role: king}]",
        "files: [{path: a.txt, role: main, more: 1}]",
        "files: [{path: missing.txt, role: main}]",
        "files: [{path: b.xlsx, role: tables}]",
        "files: {",
        "other: 1",
        "[]",
        "x" * 70_000,
    ],
)
def test_a_marker_that_is_not_as_it_should_be_is_named(tmp_path, content):
    write(tmp_path / "in" / "a.txt")
    write(tmp_path / "in" / "b.xlsx")
    write(tmp_path / "in" / "bundle.yaml", content)
    assert [(path, problem) for path, problem, _, _ in bundles(tmp_path / "in")] == [(".", "E127")]
