"""The Chinese words of the printed reports, read from reports/strings.yaml."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

import yaml

from audit.datafiles import data_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    Strings = Mapping[str, Mapping[str, str]]

_FILE_NAME = "strings.yaml"


@cache
def strings() -> Strings:
    """Return all words by group and name. Raises ValueError where the file holds anything but groups of words."""
    loaded = yaml.safe_load((data_folder("reports") / _FILE_NAME).read_text(encoding="utf-8"))
    groups: dict[str, Mapping[str, str]] = {}
    for group, words in loaded.items():
        if not isinstance(words, dict) or not all(isinstance(part, str) for pair in words.items() for part in pair):
            raise ValueError(
                f"{_FILE_NAME}: {group} must hold names with words; quote what YAML takes for another kind"
            )
        groups[group] = MappingProxyType(words)
    return MappingProxyType(groups)


def label(code: str, group: str) -> str:
    """Return the word for a code of the report; a code without a word stands for itself."""
    return strings()[group].get(code, code)


def phrase(group: str, name: str, **values: object) -> str:
    """Return a phrase with its place holders filled."""
    return strings()[group][name].format(**values)
