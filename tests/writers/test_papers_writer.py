from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from audit.packs.overview import load_overview_rules
from audit.writers import papers_writer
from audit.writers.briefs import brief_of
from audit.writers.json_writer import report_to_dict
from audit.writers.papers_writer import WorkingPapers
from audit.writers.summary_writer import batch_to_dict
from tests.writers.sample import GENERATED_AT, full_report
from tests.writers.test_index_writer import FAILED, entry

BRIEF = brief_of(report_to_dict(full_report(), GENERATED_AT), load_overview_rules())


def workbook(*pairs):
    papers = WorkingPapers("0.1", GENERATED_AT)
    listed = batch_to_dict([one for one, _ in pairs], "0.1", GENERATED_AT)["publications"]
    for one, (_, brief) in zip(listed, pairs, strict=True):
        papers.add(one, brief)
    return papers.content()


def sheets(content):
    return {page.title: page for page in load_workbook(io.BytesIO(content)).worksheets}


def test_every_publication_every_row_and_every_finding_has_its_line():
    pages = sheets(workbook((entry("一"), BRIEF), (FAILED, None), (entry("二", failed=6), BRIEF)))
    assert list(pages) == ["汇总", "武汉市部门决算公开检查表（2020）", "全部问题"]
    heads = [[cell.value for cell in row] for row in pages["汇总"].iter_rows(min_row=2)]
    assert [row[5] for row in heads] == [75, None, "未定"]
    assert heads[1][-1] == "文件是空的：请检查 <下载> 是否完整"
    matrix = pages["武汉市部门决算公开检查表（2020）"]
    assert (matrix.max_row, matrix.max_column) == (3, 2 + 44)
    assert [matrix.cell(2, column).value for column in (3, 5, 15)] == ["符合", "不符合", "需核"]
    assert pages["全部问题"].max_row == 1 + 2 * len(BRIEF.findings)


def test_a_finding_leads_to_its_place_in_its_report():
    page = sheets(workbook((entry("一 &#"), BRIEF)))["全部问题"]
    links = [page.cell(row, 1).hyperlink.target for row in range(2, page.max_row + 1)]
    assert links[0] == "%E4%B8%80%20%26%23/report.html#F001"
    assert len(set(links)) == len(BRIEF.findings)


def test_no_cell_is_a_formula_whatever_a_document_says():
    hostile = replace(BRIEF, entity="=1+1", pack_title="=cmd|' /C calc'!A0[*]")
    pages = sheets(workbook((entry("=2", entity="@SUM(1)"), hostile)))
    cells = [cell for page in pages.values() for row in page.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    found = [cell for cell in cells if cell.value in ("=1+1", "@SUM(1)")]
    assert found
    assert all(cell.quotePrefix for cell in found)


def test_findings_go_on_on_another_sheet_before_a_sheet_has_too_many_links(monkeypatch):
    monkeypatch.setattr(papers_writer, "_MOST_LINKS", 5)
    pages = sheets(workbook((entry("一"), BRIEF)))
    assert [(title, page.max_row) for title, page in pages.items() if title.startswith("全部问题")] == [
        ("全部问题", 6),
        ("全部问题 2", 4),
    ]


def test_two_versions_of_a_checklist_have_a_sheet_each():
    fewer = replace(BRIEF, rows=BRIEF.rows[:-1])
    pages = sheets(workbook((entry("一"), BRIEF), (entry("二"), fewer)))
    assert [page.max_column for title, page in pages.items() if title.startswith("武汉市")] == [46, 45]


@pytest.mark.parametrize("pairs", [(), ((FAILED, None),)])
def test_a_batch_without_findings_has_its_papers_too(pairs):
    assert list(sheets(workbook(*pairs))) == ["汇总", "全部问题"]


def test_the_same_batch_gives_the_same_bytes():
    assert workbook((entry("一"), BRIEF)) == workbook((entry("一"), BRIEF))
