"""A table that goes on overleaf with fewer ruled columns: its cells stand in the columns of its first page."""

from __future__ import annotations

from audit.model.raw import RawCell, RawLine
from audit.recognition.column_places import align_columns
from audit.recognition.lines import survey


def row(number, page, *cells, grid=None):
    """Return a row of a ruled table; each cell is (text, left, right), "^" is merged with the cell on its left."""
    made, at, bbox = [], 0, None
    for text, left, right in cells:
        merged = text == "^"
        bbox = bbox if merged and bbox else (float(left), 10.0, float(right), 20.0)
        made.append(RawCell("" if merged else text, at, at + (0 if merged else len(text)), merged=merged, bbox=bbox))
        at = made[-1].end + 1
    text = "\t".join(cell.text for cell in made)
    return RawLine("f1", number, text, page, tuple(made), (0.0, 10.0, 400.0, 20.0), page if grid is None else grid)


def texts(*rows):
    return [[cell.text + "^" * cell.merged for cell in line.raw.cells] for line in align_columns(survey(rows))]


HEAD = row(1, 1, ("一级", 0, 100), ("二级", 100, 200), ("三级", 200, 300), ("值", 300, 400))


def test_a_cell_over_two_columns_of_the_first_page_stands_in_the_first_of_them():
    below = row(2, 2, ("产出", 0, 100), ("茶叶种植面积", 101, 299), ("五亩", 301, 400))
    assert texts(HEAD, below)[1] == ["产出", "茶叶种植面积", "^", "五亩"]
    line = align_columns(survey((HEAD, below)))[1].raw
    assert [line.ref(cell.start, cell.end).quote for cell in line.cells] == ["产出", "茶叶种植面积", "", "五亩"]


def test_the_first_page_may_be_the_one_with_fewer_columns():
    above = row(1, 1, ("项目名称", 0, 200), ("春茶补助", 200, 400))
    assert texts(above, row(2, 2, *((c, i * 100, i * 100 + 100) for i, c in enumerate("甲乙丙丁"))))[0] == [
        "项目名称", "^", "春茶补助", "^",
    ]  # fmt: skip


def test_columns_at_other_places_stay_as_they_are():
    below = row(2, 2, ("产出", 0, 150), ("面积", 150, 250), ("五亩", 250, 400))
    assert texts(HEAD, below)[1] == ["产出", "面积", "五亩"]


def test_rows_without_places_stay_as_they_are():
    bare = RawLine("f1", 2, "甲\t乙", 2, (RawCell("甲", 0, 1), RawCell("乙", 2, 3)), None, 2)
    assert texts(HEAD, bare)[1] == ["甲", "乙"]
    assert texts(HEAD) == [["一级", "二级", "三级", "值"]]
