"""Single edits: one span, an other text that is false, nothing that could be just as true."""

from __future__ import annotations

from random import Random

import pytest

from corpora import generate
from corpora.mutate import OPERATORS, Spot, Surroundings, mutations

PROSE = "本年支出合计120.50万元，与2030年度相比，支出合计增加25.00万元，增长26.2%，占总额的40.0%。"
RNG = Random(1)  # noqa: S311 - repeatable
ROWS = ("合计\t120.50\t77.00", "教育支出\t61.25\t30.00", "卫生健康支出\t8.75\t0.00", "农林水支出\t50.50\t47.00")
LINES = (PROSE, *ROWS, "没有表格的一行77.00万元。")


def spot(line: int, printed: str) -> Spot:
    start = LINES[line - 1].index(printed)
    return Spot(line, start, start + len(printed), "prose" if line in (1, len(LINES)) else "cell")


SPOTS = (
    *(spot(1, p) for p in ("120.50", "25.00", "26.2", "40.0")),
    *(spot(n, p) for n, row in enumerate(ROWS, 2) for p in row.split("\t")[1:]),
    spot(6, "77.00"),
)


def edits(line: int, printed: str, operator: str) -> list[str]:
    around = Surroundings(LINES, SPOTS)
    one = next(s for s in SPOTS if s.line == line and around.printed(s) == printed)
    changes = list(around.changes(one, operator, RNG))
    return [c.on(LINES)[line - 1][max(0, c.span[0]) : c.span[1]] for c in changes]


@pytest.mark.parametrize(
    ("line", "printed", "operator", "expected"),
    [
        (1, "120.50", "unit", ["120.50元", "120.50亿元"]),
        (2, "77.00", "unit", ["770000"]),
        (4, "0.00", "unit", []),
        (1, "25.00", "sign", ["减少25.00"]),
        (1, "26.2", "sign", ["下降26.2"]),
        (1, "40.0", "sign", []),
        (3, "30.00", "sign", ["-30.00"]),
        (1, "120.50", "stale_year", ["95.50"]),
        (2, "120.50", "stale_year", ["95.50"]),
        (3, "30.00", "stale_year", []),
        (1, "40.0", "inverted", ["250.0"]),
        (1, "120.50", "inverted", []),
        (1, "120.50", "neighbour", ["25.00"]),
        (3, "61.25", "neighbour", ["30.00", "120.50", "8.75"]),
        (3, "61.25", "wrong_row", ["50.50"]),
        (1, "120.50", "wrong_row", ["61.25"]),
    ],
)
def test_what_stands_around_a_figure_gives_other_figures(line, printed, operator, expected):
    assert edits(line, printed, operator) == expected


@pytest.mark.parametrize("printed", ["100.0", "100"])
def test_the_inverse_of_the_whole_is_no_edit(printed):
    around = Surroundings([f"完成{printed}%。"], [one := Spot(1, 2, 2 + len(printed), "prose")])
    assert not list(around.changes(one, "inverted", RNG))


def test_a_direction_that_nothing_repeats_may_be_as_true_the_other_way():
    lines = ["本年支出增加20.50万元，主要原因是人员增加。"]
    around = Surroundings(lines, [one := Spot(1, 6, 11, "prose")])
    assert not list(around.changes(one, "sign", RNG))


@pytest.mark.parametrize(("text", "digits", "told"), [("97.2%", "97.2", False), ("97.6%", "97.6", True)])
def test_a_percentage_cut_off_as_rounding_would_is_no_edit(text, digits, told):
    around = Surroundings([text], [one := Spot(1, 0, len(digits), "prose")])
    assert bool(list(around.changes(one, "truncate", RNG))) is told


def test_mutations_change_one_span_and_nothing_else():
    made = generate(seed=11)
    seen: set[str] = set()
    for n, one in enumerate(mutations(made)):
        if n % 29:
            continue
        seen.add(one.operator)
        lines = one.on(made.lines)
        changed = [k for k, (x, y) in enumerate(zip(made.lines, lines, strict=True), 1) if x != y]
        assert changed == [one.spot.line]
        row = lines[one.spot.line - 1]
        end = one.start + len(one.new)
        assert row[one.start : end] == one.new
        assert made.lines[one.spot.line - 1] == row[: one.start] + one.old + row[end:]
    assert len(seen) >= 10


def test_mutations_are_plenty_and_repeatable():
    made = generate(seed=11)
    first = list(mutations(made, where="prose"))
    assert len(first) > 500
    assert first == list(mutations(made, where="prose"))
    assert {m.operator for m in mutations(made, operators=("double",))} == {"double"}
    assert {m.operator for m in mutations(made)} == set(OPERATORS)
