"""A table whose classes fall short of its total by a whole row has lost one; a misprint is no lost row."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
import yaml

from audit.packs.loader import load_rules
from audit.pipeline import audit_publication
from audit.recognition import recognize
from tests.recognition.support import CODED_HEAD, coded, with_caption
from tests.reconciliation.support import raw_document
from tests.support import ROOT

TOTAL = "\t\t\t合计\t60.5\t40.5\t20"
ROWS = (
    "201\t\t\t一般公共服务支出\t30\t20\t10",
    "213\t\t\t农林水支出\t20.5\t12.5\t8",
    "221\t\t\t住房保障支出\t10\t8\t2",
)


def on_page(*rows):
    """Return the quality of a table that stands on a page."""
    raw = raw_document(with_caption("2020年度一般公共预算财政拨款支出决算表（表5）", *CODED_HEAD, *rows))
    lines = tuple(replace(line, page=1) for line in raw.lines)
    (table,) = recognize(replace(raw, lines=lines), load_rules().recognition).tables
    return table.quality


@pytest.mark.parametrize("lost", ROWS)
def test_a_row_that_a_page_has_lost_is_noticed(lost):
    assert on_page(TOTAL, *(row for row in ROWS if row != lost)) == ("not_closed",)


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        (*ROWS[:2], ROWS[2].replace("\t10\t8\t2", "\t10\t7\t2")),  # one figure misprinted
        (*ROWS[:2], ROWS[2].replace("\t10\t8\t2", "\t9\t7\t2")),  # and its sum
        (*ROWS[:2], ROWS[2].replace("\t10\t8\t2", "\t9\t7\t1")),  # figures that make up no row
        (*ROWS, "229\t\t\t其他支出\t5\t4\t1"),  # more than the total
    ],
)
def test_a_misprint_is_no_lost_row(rows):
    assert on_page(TOTAL, *rows) == ()


def test_a_text_loses_no_row():
    assert coded(TOTAL, *ROWS[:2]).quality == ()


def test_what_rests_on_such_a_table_is_no_finding_of_the_publication(tmp_path):
    from tests.readers.pdf_maker import Sheet  # noqa: PLC0415 - only this test sets a page

    sheet = Sheet().text(72, 60, "2020年度云梦茶站部门决算").text(72, 90, "一般公共预算财政拨款支出决算表")
    sheet.text(72, 110, "单位：万元")
    rows = [("科目编码", "科目名称", "小计", "基本支出", "项目支出"), ("", "合计", "60.50", "40.50", "20.00")]
    rows += [tuple(row.replace("\t\t\t", "\t").split("\t")) for row in ROWS[:2]]
    xs, ys = [72, 140, 280, 350, 420, 490], [120 + 20 * i for i in range(len(rows) + 1)]
    sheet.grid(xs, ys)
    for y, row in zip(ys, rows, strict=False):
        for x, text in zip(xs, row, strict=False):
            sheet.text(x + 4, y + 14, text, 10)
    path = tmp_path / "a.pdf"
    path.write_bytes(sheet.data())
    report = audit_publication([path])
    (table,) = report.document.tables
    assert "not_closed" in table.quality
    assert [f.cause.value for f in report.findings if f.rule == "R-hierarchy"] in ([], ["unclear"] * 3)
    assert not [f for f in report.findings if f.severity.value == "error" and f.rule == "R-hierarchy"]


def test_every_reason_has_its_words():
    said = yaml.safe_load((ROOT / "reports" / "strings.yaml").read_text(encoding="utf-8"))["quality"]
    code = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "audit" / "recognition").glob("*.py"))
    used = set(re.findall(r'quality\.append\("(\w+)"\)', code)) | {"not_closed"}
    assert len(used) >= 8
    assert used == set(said)
