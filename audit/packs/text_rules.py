"""Loads rules/formats/ into the values that the text checks are handed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from audit.datafiles import data_folder
from audit.model.rules import FunctionalClasses
from audit.model.text_rules import (
    ClassificationRules,
    ContentsRules,
    GlossaryRules,
    LineListRules,
    NumberFormatRules,
    PersonalDataRules,
    TableFormatRules,
    TextRules,
    WordingRules,
)
from audit.packs.classification import load_classification
from audit.packs.strict_yaml import load

if TYPE_CHECKING:
    from pathlib import Path


@cache
def load_text_rules(root: Path | None = None) -> TextRules:
    """Load rules/formats/ once per process.

    `root` is rules/ unless told. Raises RuleFileError, which names file, line and key.
    """
    root = root or data_folder("rules")
    folder = root / "formats"
    functional = load(root / "lexicon" / "functional_classes.yaml", FunctionalClasses)
    line_lists = replace(load(folder / "line_lists.yaml", LineListRules), functional=functional)
    return TextRules(
        number_format=load(folder / "number_format.yaml", NumberFormatRules),
        contents_check=load(folder / "contents_check.yaml", ContentsRules),
        line_lists=line_lists,
        wording=replace(load(folder / "wording.yaml", WordingRules), functional=functional),
        glossary=replace(load(folder / "glossary.yaml", GlossaryRules), names=line_lists),
        personal_data=load(folder / "personal_data.yaml", PersonalDataRules),
        table_format=load(folder / "table_format.yaml", TableFormatRules),
        classification=replace(
            load(folder / "classification.yaml", ClassificationRules),
            names=load_classification(root / "classification"),
        ),
    )
