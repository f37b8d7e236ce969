"""Patterns are kept once compiled, and a search that would not end is ended."""

from __future__ import annotations

import pytest

from audit import regex

ENDLESS = r"(?:a|aa|a?a)+$"


def test_a_pattern_is_compiled_once():
    assert regex.compile(r"万元{3}") is regex.compile(r"万元{3}")


def test_the_functions_do_what_the_library_does():
    assert regex.search(r"\d+", "共12项").group() == "12"
    assert regex.search(r"\d+", "共12项", pos=2).group() == "2"
    assert regex.match(r"\d+", "共12项") is None
    assert regex.fullmatch(r"共\d+项", "共12项")
    assert [m.start() for m in regex.finditer("项", "项目12项")] == [0, 4]
    assert regex.findall(r"\d", "1项2项") == ["1", "2"]
    assert regex.sub(r"\d", "", "1项2项") == "项项"
    assert regex.split("、", "甲、乙") == ["甲", "乙"]


@pytest.mark.parametrize("search", [regex.search, regex.match, regex.fullmatch, regex.findall])
def test_a_search_without_end_is_given_up(search, monkeypatch):
    monkeypatch.setattr(regex, "SECONDS", 0.05)
    with pytest.raises(TimeoutError):
        search(f"{ENDLESS}(?#{search.__name__})", "a" * 400 + "b")


@pytest.mark.parametrize("method", ["search", "match", "fullmatch", "findall", "split"])
def test_a_limited_pattern_gives_up_too(method, monkeypatch):
    monkeypatch.setattr(regex, "SECONDS", 0.05)
    compiled = regex.limited(ENDLESS + f"(?#{method})")
    with pytest.raises(TimeoutError):
        getattr(compiled, method)("a" * 400 + "b")


def test_a_limited_pattern_does_what_the_librarys_does():
    found = regex.limited(r"\d+")
    assert found.pattern == r"\d+"
    assert found.search("共12项", 2).group() == "2"
    assert found.sub("", "1项2项") == "项项"
    assert [m.start() for m in found.finditer("1项2项")] == [0, 2]
