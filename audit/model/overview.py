"""How the overview of a batch sorts rows into dimensions and units into districts (rules/overview.yaml), as values."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Dimension:
    """One of the dimensions by which the regulation inspects disclosure."""

    id: str
    label: str
    items: tuple[str, ...]
    """Ids of rows that belong to it whatever their category is."""
    categories: tuple[str, ...]
    """Patterns of the categories whose rows belong to it."""


@dataclass(frozen=True, slots=True)
class DistrictRules:
    """How the district is read from the beginning of a unit's name."""

    levels: tuple[str, ...]
    """Patterns of province, city and county, in their order; each may be missing."""
    never: tuple[str, ...]
    """Endings of words that only look like one."""

    def district_of(self, entity: str) -> str:
        """Return the districts that a unit's name begins with, "" where it names none."""
        at = 0
        for level in self.levels:
            found = re.compile(level).match(entity, at)
            if found and not found.group().endswith(self.never):
                at = found.end()
        return entity[:at]


@dataclass(frozen=True, slots=True)
class OverviewRules:
    """How rows and units of a batch are sorted."""

    basis: str
    dimensions: tuple[Dimension, ...]
    districts: DistrictRules

    def dimension_of(self, item: str, category: str) -> str:
        """Return the id of a row's dimension, "" where none is known."""
        for dimension in self.dimensions:
            if item in dimension.items:
                return dimension.id
        for dimension in self.dimensions:
            if any(re.search(pattern, category) for pattern in dimension.categories):
                return dimension.id
        return ""
