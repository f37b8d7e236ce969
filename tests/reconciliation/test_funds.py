"""The money of all projects against their tables, where a table is the one that is wrong."""

from __future__ import annotations

import pytest

from audit.pipeline import audit_publication
from corpora import generate


@pytest.mark.parametrize("frames", ["a", "b"])
def test_a_table_in_yuan_is_no_wrong_sum_of_the_prose(tmp_path, frames):
    made = generate("wuhan-2023", seed=10795, frames=frames, faults=["sheet_in_yuan"])
    path = tmp_path / "publication.txt"
    path.write_text(made.text, encoding="utf-8", newline="\n")
    rules = {finding.rule for finding in audit_publication([path]).findings}
    assert "table.yuan" in rules
    assert "P-funds" not in rules
