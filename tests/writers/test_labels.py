from __future__ import annotations

import re

import yaml

from audit.datafiles import data_folder
from audit.model.checklist import Answer, Outcome
from audit.model.claims import Status
from audit.model.document import PublicationType
from audit.model.findings import Category, Cause, ExpectedLabel, Severity
from audit.model.raw import Damage
from audit.model.tailoring import WaiverState
from audit.writers.differences import Fate
from audit.writers.labels import label, strings
from audit.writers.xlsx_writer import layout
from tests.support import ROOT

REPORTS = data_folder("reports")
BY_CODE = {
    "answer": Answer,
    "outcome": Outcome,
    "severity": Severity,
    "category": Category,
    "cause": Cause,
    "expected_label": ExpectedLabel,
    "status": Status,
    "kind": PublicationType,
    "damage": Damage,
    "waiver_state": WaiverState,
    "fate": Fate,
}


def test_every_code_of_the_model_has_a_word_and_every_word_a_code() -> None:
    for group, codes in BY_CODE.items():
        assert set(strings()[group]) == {code.value for code in codes}, group


def test_a_code_without_a_word_stands_for_itself() -> None:
    assert label("some_new_role", "role") == "some_new_role"
    assert label("three_public", "role") == "“三公”经费支出决算表"


def test_every_word_is_used_by_a_template_or_a_writer() -> None:
    templates = "\n".join(path.read_text(encoding="utf-8") for path in (REPORTS / "html").glob("*.j2"))
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "audit" / "writers").glob("*.py"))
    unused = []
    for group, words in strings().items():
        if (
            group in BY_CODE
            or group in ("role", "settled", "quality", "setting", "setting_value")
            or f"t.{group}[name]" in templates
        ):
            continue
        for name in words:
            pattern = rf't\.{group}\.{name}\b|t\.{group}\["{name}"\]'
            call = rf'"{group}",\s*"{name}"|strings\(\)\["{group}"\]'
            if not re.search(pattern, templates) and not re.search(call, code):
                unused.append(f"{group}.{name}")
    assert unused == []


def test_no_word_stands_twice_in_its_group() -> None:
    class Strict(yaml.SafeLoader):
        def construct_mapping(self, node, deep=False):  # noqa: FBT002  # the library's own signature
            keys = [key.value for key, _ in node.value]
            assert len(keys) == len(set(keys)), sorted(keys)
            return super().construct_mapping(node, deep)

    for path in (REPORTS / "strings.yaml", REPORTS / "xlsx" / "layout.yaml"):
        yaml.load(path.read_text(encoding="utf-8"), Loader=Strict)  # noqa: S506  # a safe loader with one check more


def test_the_sheets_begin_with_the_form_s_columns() -> None:
    assert [column.name for column in layout()["checklist"].columns[:5]] == [
        "item",
        "category",
        "question",
        "answer",
        "remark",
    ]
