"""Loads rules/overview.yaml into the value by which the overview of a batch is sorted."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from audit.datafiles import data_folder
from audit.model.overview import OverviewRules
from audit.packs.strict_yaml import load

if TYPE_CHECKING:
    from pathlib import Path


@cache
def load_overview_rules(root: Path | None = None) -> OverviewRules:
    """Load the rules. `root` is rules/ unless told. Raises RuleFileError, which names file, line and key."""
    return load((root or data_folder("rules")) / "overview.yaml", OverviewRules)
