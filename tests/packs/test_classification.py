"""rules/classification: what the lists hold, and what the loader refuses."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

import pytest

from audit.packs.classification import load_classification
from audit.packs.strict_yaml import RuleFileError
from tests.support import ROOT

NAMES = load_classification(ROOT / "rules" / "classification")
HEAD = "code,name,valid_from,valid_to,source\n"


def test_every_code_has_one_name_today_and_no_gap_between_its_names():
    by_code = defaultdict(list)
    for name in NAMES:
        by_code[name.code].append(name)
    for code, names in by_code.items():
        open_ended = [name for name in names if name.valid_to is None]
        assert len(open_ended) <= 1, code
        for earlier, later in pairwise(names):
            assert earlier.valid_to is not None, code
            assert later.valid_from is not None, code
            assert later.valid_from - 1 <= earlier.valid_to <= later.valid_from, code


def test_a_code_stands_in_the_list_of_its_kind():
    for path in (ROOT / "rules" / "classification").glob("*.csv"):
        digit = {"functional": "2", "economic": "3"}[path.stem]
        codes = [line.split(",")[0] for line in path.read_text(encoding="utf-8").splitlines()[1:]]
        assert all(code.startswith(digit) for code in codes)
        assert codes == sorted(codes)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("code,name\n", 1, "columns"),
        (HEAD + "201,甲,,,乙\n20,甲,,,乙\n", 3, "no code"),
        (HEAD + "201,,,,乙\n", 2, "empty"),
        (HEAD + "201,甲,,,\n", 2, "empty"),
        (HEAD + "201,甲,,乙\n", 2, "cells"),
        (HEAD + "201,甲,,,乙\n201,甲,,,丙\n", 3, "twice"),
        (HEAD + "201,甲,19,,乙\n", 2, "no year"),
        (HEAD + "201,甲,2020,2019,乙\n", 2, "comes after"),
    ],
)
def test_a_list_with_a_mistake_is_refused_with_its_line(tmp_path, text, line, says):
    (tmp_path / "functional.csv").write_text(text, encoding="utf-8")
    with pytest.raises(RuleFileError, match=says) as caught:
        load_classification(tmp_path)
    assert caught.value.line == line
