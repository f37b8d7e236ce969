from __future__ import annotations

import pytest

from audit.writers.exhibits import sentence_around
from audit.writers.figures import as_number, figure_span
from audit.writers.json_writer import report_to_dict
from audit.writers.places import CellAt, PlaceIndex
from tests.writers.sample import GENERATED_AT, full_report
from tests.writers.sample_text import line_of


@pytest.fixture(params=[False, True], ids=["text", "paged"])
def data(request):
    return report_to_dict(full_report(paged=request.param), GENERATED_AT)


def shown(data, at):
    return data["tables"][at.table]["cells"][at.row]["cells"][at.cell]


def test_every_cited_cell_is_found_by_where_it_stands(data):
    index = PlaceIndex(data["tables"], data["text"])
    cited = [place for claim in data["claims"] for place in claim["evidence"] if place["table"]]
    assert len(cited) > 8
    for place in cited:
        assert shown(data, index.cell(place))["text"] == place["quote"]


def test_two_panels_of_one_line_are_told_apart(data):
    index = PlaceIndex(data["tables"], data["text"])
    left, right = data["findings"][2], data["claims"][0]["evidence"][0]
    assert data["tables"][0]["cells"][index.cell(left).row]["panel"] == 1
    assert data["tables"][0]["cells"][index.cell(right).row]["panel"] == 0


def test_a_blank_cell_is_found_by_its_labels_and_a_whole_row_by_its_line(data):
    index = PlaceIndex(data["tables"], data["text"])
    row = data["tables"][1]["cells"][4]
    assert (row["code"], row["cells"][1]["state"]) == ("207", "blank")
    place = {
        "file": "f1",
        "line": row["line"],
        "page": row["page"],
        "start": 0,
        "end": 40,
        "quote": "",
        "table": "general_budget_expenditure",
        "row": "207 文化旅游体育与传媒支出",
        "column": "基本支出",
    }
    if "block" in row:
        place["block"] = row["block"]
    assert index.cell(place) == CellAt(1, 4, 1)
    assert index.cell({**place, "column": None}) == CellAt(1, 4, -1)


def test_a_page_without_line_numbers_is_searched_by_labels():
    data = report_to_dict(full_report(paged=True), GENERATED_AT)
    index = PlaceIndex(data["tables"], data["text"])
    place = {key: value for key, value in data["findings"][0]["evidence"][0].items() if key not in ("block", "bbox")}
    assert shown(data, index.cell(place))["text"] == "1089.75"
    assert index.cell({**place, "row": "没有这一行"}) is None


def test_a_place_outside_tables_and_text_is_neither():
    data = report_to_dict(full_report(), GENERATED_AT)
    index = PlaceIndex(data["tables"], data["text"])
    cover = data["findings"][4]["evidence"][0]
    assert cover["line"] == 1
    assert index.cell(cover) is None
    assert index.text(cover) is None


def test_of_two_equal_quotes_in_a_line_the_one_that_is_meant_is_found():
    data = report_to_dict(full_report(), GENERATED_AT)
    index = PlaceIndex(data["tables"], data["text"])
    line = next(entry for entry in data["text"] if entry["line"] == line_of("1.一般公共服务支出"))
    second = line["text"].index("年初预算", line["text"].index("年初预算") + 1)
    place = {**data["claims"][0], "line": line["line"], "quote": "年初预算", "start": second, "end": second + 4}
    assert index.text(place).start == second


@pytest.mark.parametrize(
    ("text", "value", "unit", "found"),
    [
        ("收入 1,569.06 万元", "1569.06", "万元", "1,569.06 万元"),
        ("收入 23, 286. 92 万元", "23286.92", "万元", "23, 286. 92 万元"),
        ("增长１２．５％。", "12.5", "%", "１２．５％"),
        ("下降 4.6%", "-4.6", "%", "4.6%"),
        ("2023年 12 辆", "12", "", "12"),
        ("收入 24.50 万元", "24.5", "万元", "24.50 万元"),
    ],
)
def test_the_printed_figure_is_found_by_its_value(text, value, unit, found):
    assert text[slice(*figure_span(text, 0, len(text), value, unit))] == found


def test_another_figure_is_not_taken_for_it():
    assert figure_span("收入 1569.06 万元", 0, 12, "569.06", "万元") is None
    assert figure_span("收入若干", 0, 4, "不可比", "") is None
    assert as_number("NaN") is None


def test_a_sentence_comes_with_the_short_one_that_says_what_it_is_about():
    text = "前面一句很长，" + "说" * 60 + "。1.教育支出（类）。年初预算为 5 万元，决算为 6 万元。下一句。"
    start = text.index("决算为")
    low, high = sentence_around(text, start, start + 7)
    assert text[low:high] == "1.教育支出（类）。年初预算为 5 万元，决算为 6 万元。"
