"""The vocabulary as the packs hand it to the room."""

from __future__ import annotations

from functools import cache

from audit.datafiles import data_folder
from audit.model.lexicon import QuantityWords
from audit.packs.strict_yaml import load


@cache
def quantity_words() -> QuantityWords:
    return load(data_folder("rules") / "lexicon" / "counters.yaml", QuantityWords)
