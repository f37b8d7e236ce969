"""What is wrong with a file is told with its line, for developers and for auditors."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from audit import messages
from audit.packs.strict_yaml import SENTENCES, RuleFileError, line_of, load


@dataclass(frozen=True, slots=True)
class Example:
    name: str
    count: int = 0
    tags: tuple[str, ...] = ()


@pytest.mark.parametrize(
    ("text", "line", "kind"),
    [
        ("name: a\ncolour: red\n", 2, "unknown_key"),
        ("name: a\nname: b\n", 2, "twice"),
        ("count: 3\n", 1, "missing"),
        ("name: a\ncount: many\n", 2, "number"),
        ("name: [a]\n", 1, "scalar"),
        ("name: a\ntags: {b: c}\n", 2, "list"),
        ("- a\n", 1, "record"),
        ("name: 'a\n", 2, "no_yaml"),
        ("", 1, "empty"),
    ],
)
def test_a_fault_has_its_line_and_a_sentence_in_both_languages(tmp_path, text, line, kind):
    path = tmp_path / "example.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError) as caught:
        load(path, Example)
    assert (caught.value.line, caught.value.kind) == (line, kind)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    shown = messages.text(f"yaml.{kind}", **caught.value.values)
    assert "{" not in shown


def test_every_sentence_stands_in_the_catalogue():
    told = {name.removeprefix("yaml.") for name in messages.catalogue().texts if name.startswith("yaml.")}
    assert told == set(SENTENCES)


def test_the_line_of_a_value_is_found_by_its_keys(tmp_path):
    path = tmp_path / "example.yaml"
    path.write_text("a: 1\nb:\n  - {c: 2}\n  - c: 3\n    d: 4\n", encoding="utf-8")
    assert [line_of(path, *keys) for keys in [("a",), ("b", 1), ("b", 1, "d"), ("b", 1, "e"), ("x",)]] == [
        1,
        4,
        5,
        4,
        1,
    ]
