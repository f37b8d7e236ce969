"""Loads the short names of rules."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from audit.datafiles import data_folder
from audit.model.rule_names import RuleNames
from audit.packs.loader import load_rules
from audit.packs.strict_yaml import load

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME = "rule_names.yaml"


@cache
def load_rule_names(root: Path | None = None) -> RuleNames:
    """Load the names once per process. Raises RuleFileError, which names file, line and key."""
    names = load((root or data_folder("rules")) / FILE_NAME, RuleNames)
    return replace(names, titles={one.id: one.title for one in load_rules(root).reconciliation.relations})
