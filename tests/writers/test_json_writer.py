from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from audit.writers.json_writer import dump_report, report_to_dict, write_json
from tests.writers.sample import GENERATED_AT, bare_report, full_report
from tests.writers.sample_text import LINES, line_of

if TYPE_CHECKING:
    from pathlib import Path

CONTRACT_KEYS = {
    "": "schema tool_version settings generated_at document pack score coverage checklist findings claims tables "
    "sections text",
    "document": "path files publication_type entity fiscal_year unit template confidence",
    "pack": "id version sha256",
    "score": "pass fail review not_applicable value low high formula",
    "coverage": "figures settled ratio",
    "checklist": "item id category question answer outcome declared agrees reason basis findings evidence",
    "findings": "id fingerprint rule category severity cause message basis file line page start end quote stated "
    "expected expected_label diagnosis evidence",
    "claims": "file line page start end quote value unit kind relation status why concept evidence",
    "tables": "role caption file line page rows columns facts",
    "sections": "id title file line page",
    "text": "file line page text",
}
PLACE_KEYS = ["file", "line", "page", "start", "end", "quote", "table", "row", "column"]


@pytest.mark.parametrize("part", CONTRACT_KEYS)
def test_every_key_of_the_contract_stands(part: str) -> None:
    data = report_to_dict(full_report(), GENERATED_AT)
    value = data[part] if part else data
    for entry in value if isinstance(value, list) else [value]:
        assert set(CONTRACT_KEYS[part].split()) <= set(entry)


def test_places_carry_every_key_with_null_where_there_is_none() -> None:
    data = report_to_dict(full_report(), GENERATED_AT)
    places = [p for f in data["findings"] for p in f["evidence"]] + [p for c in data["claims"] for p in c["evidence"]]
    assert places
    for place in places:
        assert list(place)[: len(PLACE_KEYS)] == PLACE_KEYS
        assert place["page"] is None
        assert place["quote"] in LINES[place["line"] - 1]


def test_paged_places_have_a_page_a_block_and_a_box_but_no_line() -> None:
    data = report_to_dict(full_report(paged=True), GENERATED_AT)
    cited = data["claims"][0]["evidence"][0]
    assert cited["line"] is None
    assert cited["page"] == 1
    assert LINES[cited["block"] - 1][cited["start"] : cited["end"]] == cited["quote"] == "1299"
    assert len(cited["bbox"]) == 4


def test_a_finding_stands_at_its_first_place_and_cites_the_others() -> None:
    first = report_to_dict(full_report(), GENERATED_AT)["findings"][0]
    assert (first["id"], first["line"], first["quote"]) == (
        "F001",
        line_of("1.一般公共服务支出"),
        "支出决算为 1098.75 万元",
    )
    assert [place["quote"] for place in first["evidence"]] == ["1089.75"]
    assert first["at_stake"] == "9"


def test_roots_and_rows_name_findings_by_id() -> None:
    data = report_to_dict(full_report(), GENERATED_AT)
    assert [f["root"] for f in data["findings"][:3]] == [None, "F001", None]
    row = next(item for item in data["checklist"] if item["item"] == 11)
    assert row["findings"] == ["F001", "F002"]


def test_own_answers_agree_disagree_or_cannot_be_compared() -> None:
    rows = {item["item"]: item["agrees"] for item in report_to_dict(full_report(), GENERATED_AT)["checklist"]}
    assert rows[1] is True
    assert rows[3] is False
    assert rows[34] is None  # 需核: nothing to compare with
    assert rows[28] is None  # no own answer


def test_two_runs_differ_in_the_time_alone(tmp_path: Path) -> None:
    one = write_json(report_to_dict(full_report(), "A"), tmp_path / "one").read_text(encoding="utf-8")
    two = write_json(report_to_dict(full_report(), "B"), tmp_path / "two").read_text(encoding="utf-8")
    assert one != two
    assert one.replace('"generated_at": "A"', '"generated_at": "B"') == two


def test_the_text_tells_which_lines_are_one_paragraph() -> None:
    text = report_to_dict(full_report(), GENERATED_AT)["text"]
    broken = next(i for i, line in enumerate(text) if line["text"].endswith("19 批次、"))
    assert text[broken]["paragraph"] == text[broken + 1]["paragraph"] is not None
    assert text[broken]["paragraph"] != text[broken - 1]["paragraph"]


def test_a_table_that_was_not_understood_keeps_its_printed_cells() -> None:
    form = report_to_dict(full_report(), GENERATED_AT)["tables"][-1]
    assert form["heads"] == []
    assert [cell["text"] for cell in form["cells"][1]["cells"]] == ["预算数", "210", "执行数", "208.6"]


def test_nothing_is_left_behind_when_the_file_cannot_be_put_in_place(tmp_path: Path) -> None:
    (tmp_path / "report.json").mkdir()
    with pytest.raises(IsADirectoryError):
        write_json(report_to_dict(bare_report(), GENERATED_AT), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["report.json"]


def test_text_that_is_no_unicode_does_not_stop_the_report() -> None:
    report = bare_report()
    broken = replace(report, identity=replace(report.identity, entity="档案\ud83d馆"))
    assert json.loads(dump_report(report_to_dict(broken, GENERATED_AT)))["document"]["entity"] == "档案?馆"
