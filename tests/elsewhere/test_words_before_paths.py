"""Words of the sentence before a path of 科目 are no part of its name."""

from __future__ import annotations

import pytest

from audit import pipeline
from tests.elsewhere.test_prose import publications

HEAD = "八、政府性基金预算财政拨款收入支出决算情况说明"
PATH = "国有土地使用权出让收入安排的支出（款）城市建设支出（项）。"


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("支出全部为城乡社区支出（类）", 0),
        ("全部用于城乡社区支出（类）", 0),
        ("列入城乡社区支出（类）", 0),
        ("所付款项记入城乡社区支出（类）", 0),
        ("这笔钱均列城乡社区支出（类）", 0),
        ("均列农林水支出（类）", 1),
        ("农林水支出（类）", 1),
        ("支出全部为农林水支出（类）", 1),
    ],
)
def test_only_the_name_itself_is_compared(words, found, tmp_path):
    lines = list(publications("accounts-2022")[8].lines)
    at = lines.index(HEAD)
    path = tmp_path / "publication.txt"
    path.write_text(
        "\n".join([*lines[: at + 1], f"政府性基金预算财政拨款本年支出420.00万元。{words}{PATH}", *lines[at + 1 :]])
        + "\n",
        encoding="utf-8",
    )
    report = pipeline.audit_publication([path])
    assert len([f for f in report.findings if f.rule == "text.path.class"]) == found
