"""Planted faults by name. Importing this package registers them all."""

from __future__ import annotations

from corpora.faults import details, names, numbers, performance, points, slips, structure, tables, words
from corpora.planting import REGISTRY, Fault, NotApplicable, Planted

__all__ = [
    "REGISTRY",
    "Fault",
    "NotApplicable",
    "Planted",
    "details",
    "names",
    "numbers",
    "performance",
    "points",
    "slips",
    "structure",
    "tables",
    "words",
]
