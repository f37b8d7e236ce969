"""What holds for every module: length, docstrings, and where Chinese may stand."""

from __future__ import annotations

import ast
import re
import sys

import pytest

from audit.model.values import Unit
from tests.support import ROOT

MODULES = sorted((ROOT / "audit").rglob("*.py"))
NAMES = [path.relative_to(ROOT).as_posix() for path in MODULES]
MAX_FUNCTION, MAX_MODULE = 60, 500
CHINESE_SENTENCE = re.compile(r"[\u4e00-\u9fff]{2}[，。；：！？]|[，。；：！？][\u4e00-\u9fff]{2}")
"""Words that recognise a document's text stand alone; words with a mark between them speak to someone."""
PATTERN_SIGNS = re.compile(r"\[.*\]|\(\?|\\", re.DOTALL)
NUMERALS = re.compile(r"[零〇一二三四五六七八九十百千万萬亿億两壹贰叁肆伍陆柒捌玖拾佰仟]+")
PATTERN_CALLS = {"compile", "limited", "search", "match", "fullmatch", "sub", "finditer", "findall", "split"}

UNITS = {unit.value for unit in Unit}
FONTS = {"仿宋", "黑体"}
"""Word processors know them by these names."""

Function = ast.FunctionDef | ast.AsyncFunctionDef


@pytest.fixture(params=MODULES, ids=NAMES)
def tree(request):
    return ast.parse(request.param.read_text(encoding="utf-8"))


def functions(tree):
    return [node for node in ast.walk(tree) if isinstance(node, Function)]


def docstrings(tree):
    """Return the nodes that are docstrings, those under an assignment included."""
    return {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def patterns(tree):
    """Return the nodes inside calls of a regular expression, where Chinese is syntax."""
    found = set()
    for node in ast.walk(tree):
        is_call = (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PATTERN_CALLS
        )
        if is_call:
            found |= {id(inner) for inner in ast.walk(node)}
    return found


def test_no_function_is_longer_than_a_screen(tree):
    long = {node.name: node.end_lineno - node.lineno + 1 for node in functions(tree)}
    assert not {name: lines for name, lines in long.items() if lines > MAX_FUNCTION}


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_no_module_does_more_than_one_thing(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MAX_MODULE


def test_every_public_function_says_what_it_does(tree):
    bare = [
        node.name
        for node in tree.body
        if isinstance(node, Function) and is_public(node) and not ast.get_docstring(node)
    ]
    assert not bare


def test_every_docstring_begins_with_a_sentence(tree):
    nodes = [node for node in ast.walk(tree) if isinstance(node, Function | ast.ClassDef | ast.Module)]
    firsts = [ast.get_docstring(node).splitlines()[0] for node in nodes if ast.get_docstring(node)]
    assert not [first for first in firsts if not re.search(r"[.:;?]$", first)]


def test_no_sentence_for_users_stands_in_code(tree):
    """Sentences live in rules/, reports/ and the catalogue: see what CHINESE_SENTENCE takes for one."""
    exempt = docstrings(tree) | patterns(tree)
    spoken = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in exempt
        and speaks(node.value)
    ]
    assert not spoken


def test_words_stand_only_where_documents_are_matched(tree):
    """A module without regular expressions has no Chinese at all, save single signs of a document's own syntax."""
    statements = [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]
    imported = {alias.name for node in statements for alias in node.names}
    if imported & {"re", "regex"}:
        return
    exempt = docstrings(tree)
    words = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in exempt
        and re.search(r"[\u4e00-\u9fff]{2}", node.value)
    }
    assert not {word for word in words - UNITS - FONTS if not NUMERALS.fullmatch(word)}


def test_lists_of_words_stand_in_the_rules(tree):
    """Two words may be syntax; more of them are vocabulary, also beside regular expressions."""
    lists = [node for node in ast.walk(tree) if isinstance(node, ast.Tuple | ast.List | ast.Set | ast.Dict)]
    lists = [[*node.keys, *node.values] if isinstance(node, ast.Dict) else node.elts for node in lists]
    words = [[node.value for node in nodes if is_word(node)] for nodes in lists]
    assert not [found for found in words if len(found) > 2]


def is_word(node):
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and bool(re.fullmatch("[\u4e00-\u9fff]{2,}", node.value))
        and not NUMERALS.fullmatch(node.value)
    )


def test_the_model_knows_no_any_and_no_binary_money():
    for path in (ROOT / "audit" / "model").rglob("*.py"):
        names = {
            node.id for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Name)
        }
        assert "Any" not in names, path.name


def test_nothing_under_audit_prints_or_configures_logging():
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                assert called not in {"print", "logging.basicConfig"}, f"{path.name}:{node.lineno}"


def test_no_module_is_named_like_one_that_it_could_hide():
    assert not {path.stem for path in MODULES} & set(sys.stdlib_module_names) - {"__init__", "__main__"}


def speaks(text):
    """Tell whether a string is a sentence for someone, not a pattern."""
    return bool(CHINESE_SENTENCE.search(text)) and not PATTERN_SIGNS.search(text)


def is_public(node):
    return not node.name.startswith("_")


@pytest.mark.parametrize(
    ("text", "is_sentence"),
    [
        ("决算数大于预算数，原因是新增项目", True),
        ("文件打不开。", True),
        ("单位：{unit}", True),
        ("数字：万元", True),
        ("年初预算", False),
        ("，。；：", False),
        (r"单位[:：]\s*(?:万元|元)", False),
        ("（类）", False),
    ],
)
def test_what_counts_as_a_sentence(text, is_sentence):
    assert speaks(text) is is_sentence
