from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.model.raw import Damage
from audit.readers.pdf_device import is_pale
from audit.readers.pdf_figures import find_figures
from audit.readers.pdf_geometry import Char, PageObjects, Segment, Shape
from audit.readers.pdf_lines import cell_text, cluster_lines, join_wrapped, line_text, needs_blank
from audit.readers.pdf_page import without_doubles
from audit.readers.pdf_reader import page_damage, understand_page
from audit.readers.pdf_rules import build_grid, find_grids, join_segments


def char(text, x, top, size=10.0, width=None):
    return Char(text, x, top, x + (width or size), top + size, size)


def word(text, x, top, size=10.0):
    return [char(letter, x + index * size, top, size) for index, letter in enumerate(text)]


def page(chars=(), shapes=(), images=(), **values):
    return PageObjects(1, 600.0, 800.0, tuple(chars), tuple(shapes), tuple(images), **values)


@pytest.mark.parametrize(
    ("color", "pale"),
    [
        (1.0, True), ((1, 1, 1), True), ((0, 0, 0, 0), True), ((0.97, 1, 0.96), True),
        (0, False), (0.85, False), ((0, 0, 0, 1), False), ((1, 1, 0.8), False), (None, False),
        (("P0",), False), ((), False),
    ],
)  # fmt: skip
def test_pale_colours(color, pale):
    assert is_pale(color) is pale


def test_doubles_are_dropped_and_neighbours_are_not():
    chars = [char("1", 100, 50), char("1", 101, 50.5), char("1", 106, 50), char("2", 100, 50)]
    assert without_doubles(chars) == (chars[0], chars[2], chars[3])


@pytest.mark.parametrize(
    ("left", "right", "gap", "printed", "blank"),
    [
        ("元", "万", 5.0, False, False), ("元", "万", 9.0, False, True), ("元", "1", 2.5, False, False),
        ("元", "1", 4.0, False, True), ("元", "1", 2.5, True, True), ("0", "1", 0.5, True, False),
        ("，", "“", 5.0, True, False),
    ],
)  # fmt: skip
def test_blanks(left, right, gap, printed, blank):
    assert needs_blank(char(left, 100, 50), char(right, 110 + gap, 50), printed=printed) is blank


@given(st.permutations(word("收入合计", 100, 50) + word("1,234.50", 142, 46, size=9.0) + word("万元", 216, 50)))
def test_lines_do_not_depend_on_the_order_of_drawing(chars):
    lines = cluster_lines([*chars, *word("下一行", 100, 66)])
    assert [line_text(line) for line in lines] == ["收入合计1,234.50万元", "下一行"]


@given(st.lists(st.tuples(st.sampled_from("甲乙12"), st.integers(0, 500), st.integers(0, 700)), max_size=30))
def test_no_character_is_lost(items):
    walls = [Shape("line", (100, 100 + 50 * i, 300, 100 + 50 * i), filled=False, stroked=True) for i in range(3)]
    walls += [Shape("line", (100 + 50 * i, 100, 100 + 50 * i, 200), filled=False, stroked=True) for i in range(5)]
    understood = understand_page(page([char(text, x, y) for text, x, y in items], walls))
    texts = [line.text for line in understood.lines]
    texts += [cell.text for table in understood.tables for row in table.rows for cell in row.cells]
    assert sorted("".join(texts).replace(" ", "")) == sorted(text for text, _, _ in items)


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("机关事业单位", "养老保险", "机关事业单位养老保险"),
        ("2080", "505", "2080505"),
        ("1,234,5", "67.89", "1,234,567.89"),
        ("1,234.", "50", "1,234.50"),
        ("1,234.50", "5,678.00", "1,234.50 5,678.00"),
        ("1.50", "20", "1.50 20"),
        ("12,34", "5,678", "12,345,678"),
        ("1,2", "34,5", "1,2 34,5"),
        ("other", "uses", "other uses"),
        ("新建20", "门", "新建20门"),
        ("", "甲", "甲"),
    ],
)
def test_wrapped_text(first, second, joined):
    assert join_wrapped(first, second) == joined


def test_two_short_numbers_one_above_the_other_stay_apart():
    chars = word("12", 100, 50) + word("34", 100, 65)
    assert cell_text(chars, 100.0) == ("12 34", False)
    assert cell_text(chars, 24.0) == ("1234", True)


def test_segments_that_nearly_coincide_are_one():
    joined = join_segments([Segment(100, 0, 50), Segment(100.8, 52, 90), Segment(100, 95, 130), Segment(160, 0, 3)])
    assert [(round(s.start), round(s.end)) for s in joined] == [(0, 90), (95, 130)]
    assert joined[0].at == joined[1].at


def test_one_line_across_is_a_grid_only_with_open_ends_on_both_sides():
    across = [Segment(100.0, 0, 300)]
    down = [Segment(0.0, 60, 140), Segment(150.0, 60, 140), Segment(300.0, 60, 140)]
    grid = build_grid(across, down)
    assert grid is not None
    assert grid.ys == (60, 100, 140)
    assert len(grid.cells) == 4
    assert build_grid(across, [Segment(0.0, 96, 104), Segment(300.0, 96, 104)]) is None


def test_double_rules_are_one_wall():
    shapes = [Shape("line", (0, y, 200, y), filled=False, stroked=True) for y in (0, 2, 40, 42)]
    shapes += [Shape("line", (x, 0, x, 42), filled=False, stroked=True) for x in (0, 2, 100, 200)]
    (grid,), lone = find_grids(shapes)
    assert lone == []
    assert (len(grid.xs), len(grid.ys), len(grid.cells)) == (3, 2, 2)


@given(st.lists(st.integers(10, 40), min_size=2, max_size=6), st.lists(st.integers(10, 40), min_size=1, max_size=6))
def test_a_full_grid_has_a_cell_for_each_slot(widths, heights):
    xs = [sum(widths[:i]) for i in range(len(widths) + 1)]
    ys = [sum(heights[:i]) for i in range(len(heights) + 1)]
    grid = build_grid([Segment(float(y), 0, xs[-1]) for y in ys], [Segment(float(x), 0, ys[-1]) for x in xs])
    assert grid is not None
    assert [cell.bbox for cell in grid.cells] == [
        (left, top, right, bottom) for top, bottom in pairwise(ys) for left, right in pairwise(xs)
    ]


def test_labels_around_a_chart_belong_to_it():
    bars = [Shape("rect", (100 + 30 * i, 300, 120 + 30 * i, 400), filled=True, stroked=False) for i in range(4)]
    chars = word("正文正文正文正文正文", 100, 100, 16) + word("55%", 70, 350, 9) + word("图一", 120, 420, 16)
    understood = understand_page(page(chars, bars))
    assert understood.figures == ((70, 300, 210, 400),)
    assert find_figures(page(chars, bars[:2]), []) == []


def test_a_background_picture_is_no_figure():
    assert find_figures(page(word("正文", 100, 100), images=[(0, 0, 600, 800)]), []) == []
    assert find_figures(page(images=[(0, 0, 600, 800)]), []) == [(0, 0, 600, 800)]


def test_slices_of_a_picture_are_one_figure():
    slices = [(100.0, 100.0 + 20 * i, 300.0, 120.0 + 20 * i) for i in range(5)]
    assert find_figures(page(images=slices), []) == [(100, 100, 300, 200)]


def test_damage_of_a_page():
    text = word("正文" * 20, 100, 100)
    scan = [(0.0, 0.0, 600.0, 800.0)]
    outlines = [Shape("curve", (100 + i % 50, 100, 110, 110), filled=True, stroked=False) for i in range(300)]
    assert page_damage(page(text)) is None
    assert page_damage(page()) is None
    assert page_damage(page(text, images=scan)) is None
    assert page_damage(page(text, unreadable=20)) is Damage.UNREADABLE_FONT
    assert page_damage(page(text, images=scan, unpainted=40)) is Damage.NO_TEXT_LAYER
    assert page_damage(page(text[:3], images=scan)) is Damage.NO_TEXT_LAYER
    assert page_damage(page(shapes=outlines)) is Damage.NO_TEXT_LAYER
