from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document

from audit.writers.json_writer import report_to_dict
from audit.writers.notice import corrected, notice_of
from audit.writers.notice_writer import notice_bytes
from tests.writers.sample import GENERATED_AT, bare_report, full_report

REJECTED = {"answer": "rejected", "reviewer": "", "date": "", "reason": "x", "program": "upheld", "stale": False}


@pytest.fixture
def data():
    return report_to_dict(full_report(), GENERATED_AT)


def words(content):
    """Return every text of a Word file, the cells of its tables included."""
    document = Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def messages(notice):
    return [demand.message for demand in notice.demands]


def test_errors_of_the_publication_are_demanded_and_unclear_ones_asked_for(data):
    notice = notice_of(data)
    told = "\n".join(messages(notice))
    assert "年度写作 2022" in told
    assert "表1 一般公共服务支出大于表5" not in told
    assert any("表1 一般公共服务支出大于表5" in question.text for question in notice.questions)


def test_a_warning_counts_where_it_makes_a_row_bad_and_never_else(data):
    assert "金额末尾的 0 应去掉" in messages(notice_of(data))
    for item in data["checklist"]:
        item["findings"] = [name for name in item["findings"] if name != "F007"]
    assert "金额末尾的 0 应去掉" not in messages(notice_of(data))


def test_what_follows_from_another_is_told_under_it(data):
    demand = next(d for d in notice_of(data).demands if "决算数与表5 不一致" in d.message)
    assert demand.follows == ("完成率按印出的预算数和决算数计算应为 119.8%",)
    assert demand.follows[0] not in messages(notice_of(data))


def test_what_an_auditor_rejected_is_not_demanded(data):
    wrong = next(f for f in data["findings"] if f["fingerprint"] == "aa15")
    wrong["settled"] = REJECTED
    assert wrong["message"] not in messages(notice_of(data))


def test_what_is_waived_or_below_the_threshold_is_not_demanded(data):
    waived, small = (next(f for f in data["findings"] if f["fingerprint"] == name) for name in ("aa15", "aa14"))
    waived["waived"] = {"reason": "x", "who": "", "expiry": ""}
    small["material"] = False
    assert not {waived["message"], small["message"]} & set(messages(notice_of(data)))


def test_where_nobody_knows_which_place_is_right_the_other_one_is_only_quoted(data):
    next(f for f in data["findings"] if f["fingerprint"] == "aa15")["expected_label"] = "elsewhere"
    text = words(notice_bytes("某局", [notice_of(data)], "0.1", GENERATED_AT))
    assert "印出 2022　　另一处为 2023" in text


def test_a_row_that_an_auditor_settled_as_good_is_not_demanded(data):
    row = next(item for item in data["checklist"] if item["item"] == 7)
    assert any("第 7 项" in message for message in messages(notice_of(data)))
    row["settled"] = {**REJECTED, "answer": "yes", "program": "no"}
    assert not any("第 7 项" in message for message in messages(notice_of(data)))


def test_open_rows_are_asked_for_apart(data):
    notice = notice_of(data)
    review = [item["item"] for item in data["checklist"] if item["outcome"] == "review"]
    assert all(any(f"第 {number} 项" in question.text for question in notice.questions) for number in review)
    assert not any(f"第 {number} 项" in message for number in review for message in messages(notice))


def test_a_clean_publication_needs_no_notice():
    assert not notice_of(report_to_dict(bare_report(), GENERATED_AT)).is_needed


@pytest.mark.parametrize(
    ("quote", "stated", "expected", "diagnosis", "table", "after"),
    [
        ("支出决算为 12.5 万元", "12.5", "15.2", "", None, "支出决算为 15.2 万元"),
        ("完成 96.1%", "96.1%", "97%", "", None, "完成 97%"),
        ("由 12.5 万元增至 12.5 万元", "12.5", "15.2", "", None, ""),
        ("支出决算为 112.5 万元", "12.5", "15.2", "", None, ""),
        ("支出决算为 12.5 万元", "12.5", "15.2", "或者另一处有误", None, ""),
        ("12.5", "12.5", "15.2", "", "some table", ""),
        ("支出决算为 12.5 万元", "12.5", "不可比", "", None, ""),
        ("支出决算为 12.5 万元", "12.5", "15.2 或 3", "", None, ""),
    ],
)
def test_the_corrected_sentence_is_given_only_for_one_certain_edit(quote, stated, expected, diagnosis, table, after):
    finding = {"quote": quote, "stated": stated, "expected": expected, "diagnosis": diagnosis, "table": table}
    assert corrected({**finding, "category": "NARR_TABLE"}) == after


def test_the_word_file_has_places_figures_basis_and_blanks_to_sign(data):
    notice = notice_of(data)
    text = words(notice_bytes("某局", [notice], "0.1", GENERATED_AT))
    assert "某局：" in text
    assert "“支出决算为 1098.75 万元”" in text
    assert "相邻两位数字颠倒" in text
    assert "财预〔2016〕143号" in text
    assert "签发人：" in text
    assert "整改情况反馈表" in text


def test_the_same_report_gives_the_same_bytes(data):
    notice = notice_of(data)
    assert notice_bytes("某局", [notice], "0.1", GENERATED_AT) == notice_bytes("某局", [notice], "0.1", GENERATED_AT)


def test_text_of_a_document_stays_text_in_the_word_file(data):
    data["findings"][0]["message"] = "<w:p/>&x;\x00\x07=HYPERLINK(1)"
    content = notice_bytes('</w:t><w:instrText>INCLUDETEXT "x"', [notice_of(data)], "0.1", GENERATED_AT)
    assert "<w:p/>&x;=HYPERLINK(1)" in words(content)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        body = package.read("word/document.xml").decode()
    assert "instrText>" not in body.replace("&lt;w:instrText&gt;", "")
    assert "fldSimple" not in body
    assert "w:hyperlink" not in body
