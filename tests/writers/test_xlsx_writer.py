from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from audit.model.findings import ExpectedLabel
from audit.writers.json_writer import report_to_dict
from audit.writers.xlsx_writer import META_SHEET, layout, workbook_bytes, write_xlsx
from tests.writers.sample import GENERATED_AT, bare_report, full_report, undecided_report

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

    from audit.model.report import AuditReport

HOSTILE = ("=1+1", "+1", "-1+2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "　=1", '=HYPERLINK("http://example.invalid")')


def book_of(report: AuditReport) -> Workbook:
    return load_workbook(io.BytesIO(workbook_bytes(report_to_dict(report, GENERATED_AT))))


def rows_of(page: Worksheet, name: str, first: int) -> list[dict[str, object]]:
    names = [column.name for column in layout()[name].columns]
    return [dict(zip(names, row, strict=True)) for row in page.iter_rows(min_row=first + 1, values_only=True)]


def test_the_first_sheet_has_the_form_s_columns_and_one_row_for_each_of_its_own() -> None:
    page = book_of(full_report())["检查表"]
    assert [cell.value for cell in page[4]][:5] == ["序号", "项目", "考核内容", "是或否", "备注"]
    rows = rows_of(page, "checklist", 4)
    assert [row["item"] for row in rows] == list(range(1, 45))
    eleventh = rows[10]
    assert (eleventh["answer"], eleventh["declared"]) == ("否", "是")
    assert eleventh["remark"] == "一处说明数字与表5 不符。\n问题 F001 F002"
    assert eleventh["settled"] is None


def test_the_columns_for_settling_take_only_known_answers_and_dates() -> None:
    page = book_of(full_report())["检查表"]
    checks = {validation.type: validation for validation in page.data_validations.dataValidation}
    assert checks["list"].formula1 == '"是,否,需核,不适用"'
    assert str(checks["list"].sqref) == "G5:G48"
    assert str(checks["date"].sqref) == "I5:I48"


def test_an_undecided_score_is_told_as_such() -> None:
    assert "得分未定" in book_of(undecided_report())["检查表"]["A2"].value
    assert "得分 66.7" in book_of(full_report())["检查表"]["A2"].value


def test_findings_carry_their_fingerprints_and_what_they_follow_from() -> None:
    rows = rows_of(book_of(full_report())["问题"], "findings", 1)
    assert [row["fingerprint"] for row in rows[:2]] == ["aa11", "aa12"]
    assert rows[1]["root"] == "F001"
    assert {"rule", "rule_name"} <= set(rows[0])
    assert rows[0]["at_stake"] == 9
    assert rows[0]["items"] == "11 35"


def test_what_another_place_says_is_told_as_such_under_the_column_of_what_is_right() -> None:
    report = full_report()
    first, *rest = report.findings
    changed = replace(report, findings=(replace(first, expected_label=ExpectedLabel.ELSEWHERE), *rest))
    known, unknown = (rows_of(book_of(r)["问题"], "findings", 1)[0]["expected"] for r in (report, changed))
    assert (known, unknown) == (first.expected, f"另一处为 {first.expected}")


def test_figures_are_numbers_and_say_what_became_of_them() -> None:
    rows = rows_of(book_of(full_report())["数字"], "figures", 1)
    wrong = next(row for row in rows if row["value"] == pytest.approx(1098.75))
    assert (wrong["status"], wrong["expected"]) == ("不符", "1089.75")
    assert {row["status"] for row in rows} == {"相符", "不符", "尾差", "未核"}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_the_document_never_becomes_a_formula(text: str) -> None:
    report = full_report()
    finding = replace(report.findings[0], message=text, stated=text, diagnosis=text)
    item = replace(report.checklist[0], question=text, reason=text)
    claim = replace(report.claims[0], why=text, value=text)
    hostile = replace(
        report,
        identity=replace(report.identity, entity=text),
        findings=(finding, *report.findings[1:]),
        checklist=(item, *report.checklist[1:]),
        claims=(claim, *report.claims[1:]),
    )
    content = workbook_bytes(report_to_dict(hostile, GENERATED_AT))
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheets = [parts.read(name) for name in parts.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(sheets) == 4
    assert not any(b"<f>" in sheet or b't="e"' in sheet for sheet in sheets)
    cell = load_workbook(io.BytesIO(content))["问题"]["D2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.strip() == text.strip()


def test_characters_that_no_workbook_may_hold_are_left_out() -> None:
    report = full_report()
    finding = replace(report.findings[0], message="甲\x00乙\x0b丙\ud83d\ufffe")
    hostile = replace(report, findings=(finding,), checklist=(), claims=())
    assert book_of(hostile)["问题"]["D2"].value == "甲乙丙"


def test_a_report_without_a_checklist_still_has_its_findings_sheet() -> None:
    book = book_of(bare_report())
    assert book.sheetnames == ["检查表", "问题", "数字", META_SHEET]
    assert book["检查表"].max_row == 4
    assert not book["检查表"].data_validations.dataValidation


def test_two_runs_give_the_same_bytes_and_the_hidden_sheet_names_its_report(tmp_path: Path) -> None:
    data = report_to_dict(full_report(), GENERATED_AT)
    one, two = write_xlsx(data, tmp_path / "one"), write_xlsx(data, tmp_path / "two")
    assert one.read_bytes() == two.read_bytes()
    page = load_workbook(one)[META_SHEET]
    facts = {row[0]: row[1] for row in page.iter_rows(values_only=True)}
    assert page.sheet_state == "hidden"
    assert facts["pack"] == "wuhan-final-accounts-2020"
    assert facts["sha256.f1"] == "0" * 64


def test_a_stake_keeps_its_decimals() -> None:
    report = full_report()
    finding = replace(report.findings[0], at_stake=Decimal("0.07"))
    row = rows_of(book_of(replace(report, findings=(finding,), checklist=()))["问题"], "findings", 1)[0]
    assert row["at_stake"] == 0.07
