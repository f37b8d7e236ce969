"""Everything that may be written in rules/ is read, and every name in it names something."""

from __future__ import annotations

import ast
import dataclasses
import re
from collections import Counter
from functools import cache
from string import Formatter

import pytest
import regex

from audit.model import lexicon, overview, packs, rules, text_rules
from audit.packs.loader import load_rules
from tests.support import ROOT

MODEL = (rules, packs, text_rules, lexicon, overview)
BY_NAME = ("Check", "OutsideEvidence")
"""Read by the name of the field: a kind of check, or the fact that a row asks for."""
RULES = load_rules()
SPECIAL_ROWS = {"", "*", "class+", "total", "first_total", "last_total", "above", "between"}


_TELLING = 3
"""Letters that a made-up key must share with a message: `{a}.{b}` would fit every one."""


def is_internal(field):
    return bool(field.metadata.get("internal"))


KEYS = sorted(
    {
        (cls.__name__, field.name)
        for module in MODEL
        for cls in vars(module).values()
        if isinstance(cls, type) and dataclasses.is_dataclass(cls) and cls.__module__ == module.__name__
        for field in dataclasses.fields(cls)
        if not is_internal(field)
    }
)


@cache
def read_names():
    """Return every name that is read as an attribute anywhere in audit/ or tools/."""
    names = set()
    for folder in ("audit", "tools"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
                    names.add(node.attr)
                elif isinstance(node, ast.MatchClass):
                    names.update(node.kwd_attrs)
    return names


@cache
def named_in_rules():
    """Return every word that stands in a row of a checklist, with the deadlines that go with a fact."""
    words = set()
    for path in sorted((ROOT / "rules" / "checklists").rglob("*.yaml")):
        words.update(re.findall(r"[a-z_]+", path.read_text(encoding="utf-8")))
    return words | {f"{word}_by" for word in words}


@cache
def strings():
    """Return every string that stands in audit/."""
    found = set()
    for path in sorted((ROOT / "audit").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                said = "".join(p.value for p in node.values if isinstance(p, ast.Constant))
                parts = [re.escape(p.value) if isinstance(p, ast.Constant) else r"[\w.]+" for p in node.values]
                if len(said.strip(".")) >= _TELLING:
                    found.add("~" + "".join(parts))
    return found


@pytest.mark.parametrize(("owner", "key"), KEYS, ids=[".".join(pair) for pair in KEYS])
def test_every_key_that_may_be_written_is_read(owner, key):
    if owner in BY_NAME:
        assert key in named_in_rules(), f"{owner}.{key} is asked for by no row"
        return
    assert key in read_names(), f"{owner}.{key} may be written in rules/, and no code reads it"


def test_every_message_is_used():
    exact = {text for text in strings() if not text.startswith("~")}
    made = [re.compile(text[1:]) for text in strings() if text.startswith("~") and "." in text]
    unused = {
        key
        for key in RULES.reconciliation.messages
        if key not in exact and not any(pattern.fullmatch(key) for pattern in made)
    }
    assert not unused


def test_every_message_says_something_and_its_place_holders_have_names():
    for key, message in RULES.reconciliation.messages.items():
        assert message.message.strip(), key
        for text in (message.message, message.basis):
            assert all(name is None or name.isidentifier() for _, name, _, _ in Formatter().parse(text)), key


# -- relations


def relations():
    return RULES.reconciliation.relations


def roles():
    """Return every role with the columns that any template gives it."""
    known: dict[str, set[str]] = {}
    for template in RULES.recognition.templates:
        for role in template.roles:
            known.setdefault(role.role, set()).update(column.key for column in role.columns)
    return known


def lines():
    found: dict[str, set[str]] = {}
    for template in RULES.recognition.templates:
        for role in template.roles:
            found.setdefault(role.role, set()).update(line.key for line in role.lines)
    return found


def test_ids_of_relations_are_unique():
    counts = Counter(rule.id for rule in relations())
    assert not [name for name, count in counts.items() if count > 1]


@pytest.mark.parametrize("rule", relations(), ids=lambda rule: rule.id)
def test_a_relation_speaks_of_cells_that_a_template_has(rule):
    assert rule.title
    assert rule.basis
    for term in (*rule.left, *rule.right):
        assert term.role in roles(), term
        assert term.column in roles()[term.role], term
        named = lines()[term.role] | {"personnel_total", "public_use_total"}
        known = term.row in SPECIAL_ROWS or term.row.isdecimal() or term.row.startswith("opening.")
        known = known or set(term.row.split("/")) <= named
        assert known, term
        assert term.sign in (1, -1)


@pytest.mark.parametrize("rule", relations(), ids=lambda rule: rule.id)
def test_the_options_of_a_relation_are_known(rule):
    assert rule.rows in ("all", "class", "section", "item")
    assert rule.absent in ("skip", "zero")


# -- bindings and partitions


def concepts():
    return {term.key for term in RULES.claims.lexicon.terms}


def test_every_concept_that_is_bound_is_one_of_the_lexicon():
    bound = {binding.concept for binding in RULES.reconciliation.bindings}
    assert not bound - concepts()


def test_every_concept_of_a_partition_is_one_of_the_lexicon():
    named = {key for p in RULES.reconciliation.partitions for key in (p.head, *p.parts, *p.optional)}
    assert not named - concepts()


def test_every_partition_says_why_and_has_one_head():
    partitions = RULES.reconciliation.partitions
    assert all(p.basis for p in partitions)
    assert all(p.head not in (*p.parts, *p.optional) for p in partitions)


@pytest.mark.parametrize("binding", RULES.reconciliation.bindings, ids=lambda b: f"{b.concept}@{'+'.join(b.sections)}")
def test_a_binding_names_cells_and_sections_that_exist(binding):
    sections = {section.key for template in RULES.recognition.templates for section in template.sections}
    assert not set(binding.sections) - sections
    for cell in binding.cells:
        assert cell.role in roles(), cell
        assert cell.column in roles()[cell.role], cell


def test_names_of_concepts_are_unique():
    counts = Counter((term.key, term.publication_types) for term in RULES.claims.lexicon.terms)
    assert not [name for name, count in counts.items() if count > 1]


def test_every_pattern_compiles():
    for template in RULES.recognition.templates:
        for section in template.sections:
            assert all(regex.compile(title) for title in section.titles)
        for role in template.roles:
            patterns = [*role.captions, *role.headers, *(p for x in (*role.columns, *role.lines) for p in x.labels)]
            assert all(regex.compile(pattern) for pattern in patterns)
    for term in (*RULES.claims.lexicon.terms, *RULES.claims.lexicon.measures):
        assert all(regex.compile(word) for word in term.words)


CONTRADICTIONS = (
    "logic.nothing", "logic.existing", "logic.posts", "logic.posts.kind", "goals.content", "goals.indicator",
    "goals.projects", "goals.units", "score.goals", "score.name", "score.denied", "sheet.across", "sheet.label",
)  # fmt: skip
"""Messages that hold two printed things against each other, neither of which is proven."""


@pytest.mark.parametrize("key", CONTRADICTIONS)
def test_of_two_places_that_contradict_each_other_none_is_called_right(key):
    assert RULES.reconciliation.messages[key].label == "elsewhere"


@pytest.mark.parametrize("key", ["narr.parts", "narr.parts.over", "narr.budget.sum", "goals.sum", "sheet.total"])
def test_a_sum_is_not_called_right(key):
    message = RULES.reconciliation.messages[key]
    assert message.label == "computed"
    assert "应为" not in message.message


@pytest.mark.parametrize("key", [key for key in RULES.reconciliation.messages if key.endswith("rounding")])
def test_rounding_asks_for_nothing_to_be_written_otherwise(key):
    assert "应为" not in RULES.reconciliation.messages[key].message
