"""The rules of the text checks: every message is used, every pattern compiles, a wrong key is refused."""

from __future__ import annotations

import dataclasses
import shutil

import pytest
import regex

from audit.datafiles import data_folder
from audit.packs.strict_yaml import RuleFileError
from audit.packs.text_rules import load_text_rules
from tests.support import ROOT

CHECKS = [path.read_text(encoding="utf-8") for path in (ROOT / "audit" / "checklist" / "text_checks").glob("*.py")]


WORDS = {"messages", "expected", "basis", "sign", "name", "functional"}
"""Fields that hold no pattern."""


def strings(value):
    """Return every string of nested rules."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            if field.name not in WORDS:
                yield from strings(getattr(value, field.name))


def test_every_pattern_compiles():
    for text in strings(load_text_rules()):
        regex.compile(text)


def test_every_message_has_a_rule_that_uses_it():
    rules = load_text_rules()
    patterns = {pattern.rule for pattern in rules.wording.patterns}
    for field in dataclasses.fields(rules):
        messages = getattr(getattr(rules, field.name), "messages", {})
        unused = {key for key in messages if key not in patterns and not any(f'"{key}"' in code for code in CHECKS)}
        assert not unused, field.name


def test_every_rule_of_a_pattern_has_its_message():
    rules = load_text_rules().wording
    assert {pattern.rule for pattern in rules.patterns} <= set(rules.messages)


@pytest.mark.parametrize("name", ["number_format", "wording", "table_format"])
def test_an_unknown_key_is_refused_with_file_and_line(tmp_path, name):
    shutil.copytree(data_folder("rules"), tmp_path / "rules")
    path = tmp_path / "rules" / "formats" / f"{name}.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "\nwishes: []\n", encoding="utf-8")
    with pytest.raises(RuleFileError, match=rf"{name}\.yaml:\d+: unknown key 'wishes'"):
        load_text_rules(tmp_path / "rules")
