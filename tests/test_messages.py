"""The message catalogue: complete, used, filled in, and safe against missing values."""

from __future__ import annotations

import ast
import re
import string

import pytest

from audit import messages
from tests.support import ROOT

SOURCES = sorted((ROOT / "audit").rglob("*.py"))
DYNAMIC = (
    "room.",
    "check.",
    "csv.",
    "status.",
    "type.",
    "explain.good.",
    "explain.decides.",
    "cli.help.",
    "yaml.",
    "lint.",
)
"""Names that code puts together from a prefix and a word; the words are checked where they are used."""


def strings_in_code() -> set[str]:
    """Return every string literal of the package, the constant parts of f-strings included."""
    found = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found


LITERALS = strings_in_code()


def test_every_code_raised_is_in_the_catalogue():
    raised = {text for text in LITERALS if re.fullmatch(r"E\d{3}", text)}
    assert raised <= set(messages.catalogue().problems)


def test_every_code_of_the_catalogue_is_raised():
    assert set(messages.catalogue().problems) <= LITERALS


def test_every_text_of_the_catalogue_is_used():
    unused = {name for name in messages.catalogue().texts if name not in LITERALS and not name.startswith(DYNAMIC)}
    assert not unused


def test_every_text_named_in_code_is_in_the_catalogue():
    prefixes = {name.split(".")[0] for name in messages.catalogue().texts}
    pattern = re.compile(rf"(?:{'|'.join(sorted(prefixes))})(?:\.[a-z_]+)+")
    calls = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "messages.text":
                calls |= {a.value for a in node.args if isinstance(a, ast.Constant) and isinstance(a.value, str)}
    named = {name for name in calls if pattern.fullmatch(name)}
    assert named
    assert named <= set(messages.catalogue().texts)


@pytest.mark.parametrize("code", sorted(messages.catalogue().problems))
def test_a_code_says_what_where_and_what_to_do(code):
    problem = messages.catalogue().problems[code]
    assert problem.what
    assert problem.where
    assert problem.todo.startswith("请")
    fields = {name for _, name, _, _ in string.Formatter().parse(problem.what + problem.where) if name}
    values = dict.fromkeys(fields, "X")
    line = messages.error(code, values)
    assert line.startswith(f"{code} ")
    assert "{" not in line
    assert "\n" not in line


def test_no_code_or_text_stands_twice():
    lines = (ROOT / "rules" / messages.CATALOGUE).read_text(encoding="utf-8").splitlines()
    keys = [line.split(":")[0] for line in lines if re.match(r"  [\w.]+:", line)]
    assert len(keys) == len(set(keys))


def test_an_error_reads_as_one_sentence():
    line = messages.error("E103", {"path": "甲.txt", "reason": "Permission denied"})
    assert line == "E103 文件打不开（没有权限）：甲.txt。请检查路径和读取权限。"


def test_a_path_is_never_translated():
    assert "：pages。" in messages.error("E101", {"path": "pages"})


def test_a_value_with_braces_is_printed_as_it_stands():
    assert "{0.__class__}" in messages.error("E101", {"path": "{0.__class__}"})


def test_a_missing_value_leaves_its_place_holder():
    assert "{path}" in messages.error("E101", {})


def test_an_unknown_code_is_told_as_an_internal_error():
    line = messages.error("E999", {"path": "甲.txt"})
    assert line.startswith("E124 ")
    assert "E999" in line
    assert "甲.txt" in line


def test_an_unknown_text_is_a_mistake_of_the_code():
    with pytest.raises(KeyError):
        messages.text("no.such.text")


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("errors: {}\ntexts: {}\n", "must have the keys"),
        ("errors: {E1: {what: a, where: b}}\ntexts: {}\nreasons: {}\n", "E1 must have exactly"),
        ("errors: {}\ntexts: {a: 1}\nreasons: {}\n", "texts.a must be a text"),
        ("errors: []\ntexts: {}\nreasons: {}\n", "errors must be a mapping"),
    ],
)
def test_a_catalogue_that_is_not_as_the_code_needs_it_is_refused(tmp_path, content, complaint):
    path = tmp_path / "messages.yaml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(messages.CatalogueError, match=complaint):
        messages.read_catalogue(path)
