"""Clauses end at separators and item marks; brackets are clauses of their own."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.claims.clauses import Clause, split_clauses


def outline(text: str, whole: tuple[tuple[int, int], ...] = ()) -> list[tuple[int, str]]:
    return [(clause.depth, text[clause.start : clause.end]) for clause in split_clauses(text, whole)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收入增加，支出减少；其中：基本支出。", [(0, "收入增加"), (0, "支出减少"), (0, "其中：基本支出")]),
        (
            "在职9人（行政0人，事业9人），退休2人",
            [(0, "在职9人（行政0人，事业9人）"), (1, "行政0人"), (1, "事业9人"), (0, "退休2人")],
        ),
        ("甲（乙（丙）丁）戊", [(0, "甲（乙（丙）丁）戊"), (1, "乙（丙）丁"), (2, "丙")]),
        ("原因是：1.机构改革；2.新增项目", [(0, "原因是："), (0, "1.机构改革"), (0, "2.新增项目")]),
        ("（1）防汛①抗旱", [(0, "（1）防汛"), (0, "①抗旱")]),
        ("工作如下。一是巡查。二是维修", [(0, "工作如下"), (0, "一是巡查"), (0, "二是维修")]),
        (
            "按《水利，防汛办法（试行）》执行，完成",
            [(0, "按《水利，防汛办法（试行）》执行"), (1, "水利，防汛办法（试行）"), (2, "试行"), (0, "完成")],
        ),
        ("支出（未闭合。收入", [(0, "支出（未闭合"), (1, "未闭合"), (0, "收入")]),
        ("支出（甲。乙）完", [(0, "支出（甲。乙）完"), (1, "甲"), (1, "乙")]),
        ("）多余，括号（", [(0, "）多余"), (0, "括号（")]),
        ("，。；", []),
        ("", []),
    ],
)
def test_clauses(text: str, expected: list[tuple[int, str]]) -> None:
    assert outline(text) == expected


def test_whole_spans_are_not_divided() -> None:
    text = "共1，304.5元，台式机0台（套）"
    assert outline(text, ((1, 9), (13, 18))) == [(0, "共1，304.5元"), (0, "台式机0台（套）")]
    assert (1, "套") in outline(text)


def test_items_and_parents_are_numbered() -> None:
    text = "概况：1.甲（子，丑）。2.乙"
    assert split_clauses(text) == (
        Clause(0, 3, item=0),
        Clause(3, 11, item=1),
        Clause(7, 8, depth=1, parent=1, item=1),
        Clause(9, 10, depth=1, parent=1, item=1),
        Clause(12, 15, item=2),
    )


@given(st.text(alphabet="甲乙，。；（）《》【】1.一是、①：", max_size=60))
def test_clauses_are_well_formed(text: str) -> None:
    clauses = split_clauses(text)
    for index, clause in enumerate(clauses):
        assert 0 <= clause.start < clause.end <= len(text)
        assert clause.parent < index
        if clause.depth:
            outer = clauses[clause.parent]
            assert outer.depth == clause.depth - 1
            assert outer.start <= clause.start
            assert clause.end <= outer.end
    covered = {at for clause in clauses for at in range(clause.start, clause.end)}
    assert all(at in covered for at, character in enumerate(text) if character in "甲乙")


@pytest.mark.parametrize("piece", ["（", "（。", "（，）", "1.", "《，", "。"])
def test_hostile_text_does_not_hang(piece: str) -> None:
    started = time.perf_counter()
    split_clauses(piece * (60_000 // len(piece)))
    assert time.perf_counter() - started < 5
