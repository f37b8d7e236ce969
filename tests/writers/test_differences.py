from __future__ import annotations

import copy
import re

import pytest

from audit.writers.diff_writer import difference_to_dict, render_diff
from audit.writers.differences import Fate, compare_reports
from audit.writers.json_writer import report_to_dict
from tests.writers.sample import GENERATED_AT, full_report


@pytest.fixture
def old():
    return report_to_dict(full_report(), GENERATED_AT)


@pytest.fixture
def new(old):
    return copy.deepcopy(old)


def fates(difference):
    return {change.shown["fingerprint"]: change.fate for change in difference.findings}


def drop(report, fingerprint):
    report["findings"] = [f for f in report["findings"] if f["fingerprint"] != fingerprint]


def test_the_same_report_has_nothing_but_what_remains(old, new):
    found = compare_reports(old, new)
    assert set(fates(found).values()) == {Fate.REMAINING}
    assert found.rows == ()
    own = [f for f in old["findings"] if f["severity"] in ("error", "warning") and f["root"] is None]
    assert len(found.findings) == len(own)


def test_a_finding_that_is_gone_is_fixed_and_one_that_came_is_new(old, new):
    drop(new, "aa15")
    new["findings"].append({**new["findings"][0], "id": "F099", "fingerprint": "bb01", "rule": "R-other"})
    found = fates(compare_reports(old, new))
    assert (found["aa15"], found["bb01"]) == (Fate.FIXED, Fate.NEW)


def test_moved_lines_and_new_numbers_change_nothing(old, new):
    for number, finding in enumerate(reversed(new["findings"]), 50):
        finding["id"], finding["line"] = f"F{number:03d}", (finding["line"] or 0) + 7
    assert set(fates(compare_reports(old, new)).values()) == {Fate.REMAINING}


def test_what_stands_in_the_same_cell_with_another_figure_has_changed(old, new):
    finding = next(f for f in new["findings"] if f["fingerprint"] == "aa13")
    finding |= {"fingerprint": "bb13", "stated": "1102.36", "message": "差额不同", "quote": "1102.36"}
    found = compare_reports(old, new)
    assert [(c.old["fingerprint"], c.new["fingerprint"]) for c in found.of(Fate.CHANGED)] == [("aa13", "bb13")]
    assert not found.of(Fate.NEW)
    assert not found.of(Fate.FIXED)


def test_two_of_a_kind_are_never_paired_by_guess(old, new):
    for report, names in ((old, ("x1", "x2")), (new, ("y1", "y2"))):
        first = report["findings"][0]
        report["findings"] = [{**first, "id": name, "fingerprint": name} for name in names]
        for item in report["checklist"]:
            item["findings"] = []
    assert fates(compare_reports(old, new)) == {"y1": Fate.NEW, "y2": Fate.NEW, "x1": Fate.FIXED, "x2": Fate.FIXED}


def test_a_finding_whose_row_is_open_now_is_not_called_fixed(old, new):
    drop(new, "aa14")
    row = next(item for item in new["checklist"] if item["item"] == 10)
    row |= {"answer": "review", "outcome": "review", "findings": []}
    found = compare_reports(old, new)
    assert fates(found)["aa14"] is Fate.UNCLEAR
    assert [(r.item, r.old, r.new) for r in found.rows] == [(10, "no", "review")]


@pytest.mark.parametrize("harm", ["kind", "unread", "figures"])
def test_nothing_is_fixed_in_a_publication_that_could_not_be_read(old, new, harm):
    new["findings"] = []
    if harm == "kind":
        new["document"]["publication_type"] = "unknown"
    elif harm == "unread":
        new["document"]["warnings"] = [{"file": "f1", "page": 3, "kind": "no_text_layer"}]
    else:
        new["coverage"] = {"figures": 0, "settled": 0, "ratio": 0.0}
    assert set(fates(compare_reports(old, new)).values()) == {Fate.UNCLEAR}


def test_what_an_auditor_rejected_is_left_out(old, new):
    decision = {"answer": "rejected", "reviewer": "", "date": "", "reason": "x", "program": "upheld", "stale": False}
    next(f for f in old["findings"] if f["fingerprint"] == "aa11")["settled"] = decision
    assert "aa11" not in fates(compare_reports(old, new))


def test_what_is_waived_is_left_out(old, new):
    next(f for f in new["findings"] if f["fingerprint"] == "aa11")["waived"] = {"reason": "", "who": "", "expiry": ""}
    assert "aa11" not in fates(compare_reports(old, new))


def test_rows_of_another_checklist_are_not_compared(old, new):
    new["pack"]["id"] = "another"
    new["checklist"] = new["checklist"][:3]
    found = compare_reports(old, new)
    assert (found.rows, found.same_pack) == ((), False)


def test_the_page_names_each_fate_and_is_inert(old, new):
    drop(new, "aa15")
    new["findings"][0]["message"] = "<script>alert(1)</script>"
    head = {"name": "一", "old_name": "一", "entity": "<b>局", "kind": "budget", "year": None}
    head |= {"old_link": "./a/report.html", "new_link": "./b/report.html"}
    one = difference_to_dict(head, compare_reports(old, new))
    data = {"old": "a", "new": "b", "tool_version": "0", "generated_at": "x", "gone": [], "added": []}
    page = render_diff({**data, "totals": {fate.value: 1 for fate in Fate}, "publications": [one]})
    assert "<script" not in page
    assert "&lt;b&gt;局" in page
    assert re.search(r'<a href="./a/report.html#F005">F005</a>', page)
    assert "已改" in page
    assert "default-src 'none'" in page
