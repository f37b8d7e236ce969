"""Settings and waivers end to end: gouji.yaml beside generated publications, run by the command."""

from __future__ import annotations

import json

import openpyxl
import pytest

from audit import cli, pipeline
from audit import run as runner
from audit.model.batch import BatchEntry, Failure
from audit.tailoring import unused
from corpora import generate

FAULTY = "公开.txt"
PACK = "wuhan-final-accounts-2020"


@pytest.fixture(scope="module")
def texts():
    faults = ["part_removed_key_work", "share_wrong", "level_wrong"]
    return {"faulty": generate(seed=2, faults=faults).text, "clean": generate(seed=3).text}


@pytest.fixture
def place(tmp_path, texts):
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / FAULTY).write_text(texts["faulty"], encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path, capsys, monkeypatch):
    """Run the command in this process; return (exit code, stderr, output folder)."""
    monkeypatch.setattr("audit.run.WorkLimits", lambda: None)

    def call(*arguments, out="out", pack=PACK):
        chosen = ["--pack", pack] if pack else []
        code = cli.main(["audit", *map(str, arguments), *chosen, "-o", str(tmp_path / out), "--jobs", "1"])
        heard = capsys.readouterr()
        return code, heard.err, tmp_path / out

    return call


def report_of(out, name="公开"):
    return json.loads((out / name / "report.json").read_text(encoding="utf-8"))


def settle(place, text):
    (place / "gouji.yaml").write_text(text, encoding="utf-8")


def waiver(finding, **more):
    lines = {"rule": finding["rule"], "fingerprint": finding["fingerprint"], "reason": "已核对原件", **more}
    keys = [f"{key}: {value}" for key, value in lines.items() if value is not None]
    return "  - " + "\n    ".join(keys) + "\n"


def test_a_matching_waiver_is_listed_and_turns_no_row(run, place):
    _, _, out = run(place)
    before = report_of(out)
    # the missing part of key work turns three rows and nothing else does
    key = next(f for f in before["findings"] if f["rule"] == "parts-in-order.missing")
    turned = [i["item"] for i in before["checklist"] if i["findings"] == [key["id"]]]
    assert {i["answer"] for i in before["checklist"] if i["item"] in turned} == {"no"}
    settle(place, "waivers:\n" + waiver(key, who="审计科", expiry="2999-12-31"))
    code, err, out = run(place)
    after = report_of(out)
    assert (code, err) == (0, "")
    (found,) = [f for f in after["findings"] if f["waived"]]
    assert found["waived"] == {"reason": "已核对原件", "who": "审计科", "expiry": "2999-12-31"}
    assert [f["fingerprint"] for f in after["findings"]] == [f["fingerprint"] for f in before["findings"]]
    rows = [i for i in after["checklist"] if i["item"] in turned]
    assert turned
    assert {i["outcome"] for i in rows} == {"pass"}
    assert all("已豁免" in i["reason"] and i["waived"] == [found["id"]] and not i["findings"] for i in rows)
    assert all(place_["quote"] for i in rows for place_ in i["evidence"][:1])
    assert after["score"]["fail"] == before["score"]["fail"] - len(turned)
    assert [w["state"] for w in after["waivers"]] == ["applied"]
    others = {i["id"]: i["outcome"] for i in before["checklist"] if i["item"] not in turned}
    assert {i["id"]: i["outcome"] for i in after["checklist"] if i["item"] not in turned} == others
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["publications"][0]["waived"] == summary["totals"]["waived"] == 1
    assert (
        summary["totals"]["error"]
        == sum(f["severity"] == "error" and f["root"] is None for f in before["findings"]) - 1
    )
    page = (out / "公开" / "report.html").read_text(encoding="utf-8")
    assert 'id="waived"' in page
    assert "已核对原件" in page
    book = openpyxl.load_workbook(out / "公开" / "checklist.xlsx")
    assert [cell.value for cell in book["豁免"][2]][:4] == ["有效", key["rule"], key["fingerprint"], "已核对原件"]


def test_a_row_with_another_finding_still_fails(run, place):
    _, _, out = run(place)
    before = report_of(out)
    row = next(i for i in before["checklist"] if i["outcome"] == "fail" and len(i["findings"]) > 1)
    by_id = {f["id"]: f for f in before["findings"]}
    settle(place, "waivers:\n" + waiver(by_id[row["findings"][0]]))
    code, _, out = run(place)
    after = next(i for i in report_of(out)["checklist"] if i["id"] == row["id"])
    assert code == 0
    assert after["outcome"] == "fail"
    assert after["findings"] == row["findings"][1:]
    assert "已豁免" in after["reason"]


def test_a_row_of_findings_answers_by_what_is_left(run, place):
    _, _, out = run(place)
    before = report_of(out)
    rows = [i for i in before["checklist"] if i["id"] in ("explanations-agree", "other-errors") and i["findings"]]
    assert rows
    by_id = {f["id"]: f for f in before["findings"]}
    names = dict.fromkeys(name for row in rows for name in row["findings"])
    settle(place, "waivers:\n" + "".join(waiver(by_id[name]) for name in names))
    _, _, out = run(place)
    after = {i["id"]: i for i in report_of(out)["checklist"]}
    for row in rows:
        assert after[row["id"]]["outcome"] != "fail"
        assert after[row["id"]]["waived"] == row["findings"]


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("waivers:\n  - rule: a\n    fingerprint: b\n", 2, "reason"),
        ("waivers:\n  - rule: a\n    fingerprint: b\n    reason: '  '\n", 4, "reason"),
        ("waivers:\n  - {rule: a, fingerprint: b, reason: c, untill: d}\n", 2, "untill"),
        ("waivers:\n  - rule: a\n    fingerprint: b\n    reason: c\n    expiry: 31.12.2026\n", 5, "31.12.2026"),
        ("waivers:\n  - {rule: a, fingerprint: b, reason: c}\n  - {rule: a, fingerprint: b, reason: d}\n", 3, "b"),
        ("materiality: {amount: 1}\ncolour: red\n", 2, "colour"),
        ("pack: no-such-pack\n", 1, "no-such-pack"),
        ("rows:\n  charts: off\n  carts: off\n", 3, "carts"),
        ("rows: {charts: maybe}\n", 1, "maybe"),
        ("weights:\n  charts: -1\n", 2, "-1"),
        ("weights:\n  charts: NaN\n", 2, "NaN"),
        ("severity: {format: rounding}\n", 1, "rounding"),
        ("format: {text: no-such-policy}\n", 1, "no-such-policy"),
        ("materiality:\n  amount: 0\n", 2, "0"),
        ("waivers: [\n", 2, "YAML"),
        ("", 1, "空"),
    ],
)
def test_a_mistake_in_the_settings_stops_before_the_audit(run, place, text, line, word):
    settle(place, text)
    code, err, out = run(place)
    assert code == runner.WRONG_USAGE
    assert "E140" in err
    assert "gouji.yaml" in err
    assert f"第 {line} 行" in err
    assert word in err
    assert not out.exists()


def test_an_expired_waiver_is_told_first_and_waives_nothing(run, place):
    _, _, out = run(place)
    before = report_of(out)
    finding = before["findings"][0]
    settle(place, "waivers:\n" + waiver(finding, expiry="2020-01-01"))
    code, err, out = run(place)
    after = report_of(out)
    assert code == runner.FAIL_ON_MET
    assert "到期" in err
    assert "2020-01-01" in err
    assert not any(f["waived"] for f in after["findings"])
    assert [(w["state"], w["fault"], w["finding"]) for w in after["waivers"]] == [("expired", True, finding["id"])]
    assert after["checklist"] == before["checklist"]
    page = (out / "公开" / "report.html").read_text(encoding="utf-8")
    assert page.index('id="waiver-faults"') < page.index('id="verdict"')
    assert "2020-01-01" in (out / "index.html").read_text(encoding="utf-8")


def test_a_waiver_holds_on_its_last_day(place):
    report = pipeline.audit_publication([place / FAULTY])
    finding = report.findings[0]
    entry = {"rule": finding.rule, "fingerprint": finding.fingerprint}
    settle(place, "waivers:\n" + waiver(entry, expiry="2026-03-31"))
    states = [
        pipeline.audit_publication([place / FAULTY], pipeline.Settings(today=day)).waivers[0].state.value
        for day in ("2026-03-31", "2026-04-01")
    ]
    assert states == ["applied", "expired"]


@pytest.mark.parametrize(
    ("change", "state"),
    [({"fingerprint": "0" * 16}, "stale"), ({"rule": "no.such.rule"}, "unmatched")],
)
def test_a_waiver_without_its_finding_is_an_error(run, place, change, state):
    _, _, out = run(place)
    finding = report_of(out)["findings"][0]
    settle(place, "waivers:\n" + waiver({**finding, **change}))
    code, err, out = run(place)
    assert code == runner.FAIL_ON_MET
    assert err
    after = report_of(out)
    assert [(w["state"], w["fault"]) for w in after["waivers"]] == [(state, True)]
    assert not any(f["waived"] for f in after["findings"])


def test_a_waiver_for_another_publication_waives_nothing_here(run, place, texts):
    (place / "另一份.txt").write_text(texts["clean"], encoding="utf-8")
    _, _, out = run(place)
    finding = report_of(out)["findings"][0]
    settle(place, "waivers:\n" + waiver(finding, publication="另一份.txt"))
    code, err, out = run(place)
    assert code == runner.FAIL_ON_MET
    assert "另一份" in err
    assert not any(f["waived"] for f in report_of(out)["findings"])
    assert [w["state"] for w in report_of(out)["waivers"]] == ["elsewhere"]
    assert [w["state"] for w in report_of(out, "另一份")["waivers"]] == ["stale"]


def test_in_a_batch_a_waiver_finds_its_publication(run, place, texts):
    (place / "另一份.txt").write_text(texts["clean"], encoding="utf-8")
    _, _, out = run(place)
    finding = report_of(out)["findings"][0]
    settle(place, "waivers:\n" + waiver(finding))
    code, err, out = run(place)
    assert (code, err) == (0, "")
    assert [w["state"] for w in report_of(out)["waivers"]] == ["applied"]
    assert [w["state"] for w in report_of(out, "另一份")["waivers"]] == ["elsewhere"]
    settle(place, "waivers:\n" + waiver({**finding, "fingerprint": "f" * 16}))
    code, err, out = run(place)
    assert code == runner.FAIL_ON_MET
    assert "没有用上" in err


def test_a_waiver_for_a_file_that_there_is_not_is_told(run, place):
    _, _, out = run(place)
    settle(place, "waivers:\n" + waiver(report_of(out)["findings"][0], publication="没有的.txt"))
    code, err, _ = run(place)
    assert code == runner.FAIL_ON_MET
    assert "没有的.txt" in err


def test_nothing_is_called_unused_while_a_publication_was_not_audited():
    assert unused([BatchEntry("a", "a", failure=Failure("E101", ""))]) == ()


def test_rows_can_be_switched_off(run, place):
    _, _, out = run(place)
    before = report_of(out)
    settle(place, "rows:\n  charts: off\n  overview: on\n")
    code, _, out = run(place)
    after = report_of(out)
    assert code == 0
    assert {i["id"] for i in before["checklist"]} - {i["id"] for i in after["checklist"]} == {"charts"}
    assert after["tailoring"]["rows_off"] == ["charts"]
    assert "charts" in (out / "公开" / "report.html").read_text(encoding="utf-8")


def test_a_severity_is_changed_and_told(run, place):
    _, _, out = run(place)
    before = report_of(out)
    rule = "parts-in-order.missing"
    settle(place, f"severity:\n  parts-in-order: info\n  {rule}: warning\n  N-share: warning\n")
    code, _, out = run(place)
    after = report_of(out)
    assert code == 0
    assert {f["severity"] for f in after["findings"] if f["rule"] == "N-share"} == {"warning"}
    changed = [f for f in after["findings"] if f["rule"] == rule]
    assert changed
    assert {(f["severity"], f["own_severity"]) for f in changed} == {("warning", "error")}
    assert {f["fingerprint"] for f in after["findings"]} == {f["fingerprint"] for f in before["findings"]}


def test_weights_change_the_score_and_are_told(run, place):
    _, _, out = run(place)
    before = report_of(out)["score"]
    failing = next(i["id"] for i in report_of(out)["checklist"] if i["outcome"] == "fail")
    settle(place, f"weights:\n  {failing}: 3\n")
    _, _, out = run(place)
    after = report_of(out)["score"]
    assert (after["pass"], after["fail"]) == (before["pass"], before["fail"])
    assert after["weighted"] == {
        "pass": str(before["pass"]),
        "fail": str(before["fail"] + 2),
        "review": str(before["review"]),
    }
    assert after["value"] == round(100 * before["pass"] / (before["pass"] + before["fail"] + 2), 1)
    assert "权重" in after["formula"]
    assert "权重" in (out / "公开" / "report.html").read_text(encoding="utf-8")


def test_a_format_policy_can_be_chosen(run, place, texts):
    (place / FAULTY).write_text(texts["clean"].replace("%", "0%").replace("00%", "0%"), encoding="utf-8")
    _, _, out = run(place)
    assert any(f["rule"].startswith("format.percent") for f in report_of(out)["findings"])
    settle(place, "format: {text: uniform, tables: off}\n")
    _, _, out = run(place)
    assert not any(f["rule"].startswith("format.percent") for f in report_of(out)["findings"])


def test_small_differences_stand_apart_and_are_never_hidden(run, place):
    _, _, out = run(place)
    before = report_of(out)
    stakes = sorted(float(f["at_stake"]) for f in before["findings"] if float(f["at_stake"]) > 0)
    settle(place, f"materiality: {{amount: {stakes[-1] + 1}}}\n")
    _, _, out = run(place)
    after = report_of(out)
    small = [f for f in after["findings"] if not f["material"]]
    assert len(small) == len(stakes)
    assert len(after["findings"]) == len(before["findings"])
    assert after["checklist"] == before["checklist"]
    summary = json.loads((out / "summary.json").read_text(encoding="utf-8"))
    assert summary["totals"]["immaterial"] == len(stakes)
    assert 'id="immaterial"' in (out / "公开" / "report.html").read_text(encoding="utf-8")


def test_the_pack_of_the_settings_gives_way_to_the_command_line(run, place):
    settle(place, "pack: national # the general one\n")
    _, _, out = run(place, pack=None)
    assert report_of(out)["pack"]["id"] == "national"
    _, _, out = run(place)
    assert report_of(out)["pack"]["id"] == PACK


def test_settings_are_found_upwards_and_the_nearest_holds(run, place):
    below = place / "甲" / "乙"
    below.mkdir(parents=True)
    (below / FAULTY).write_bytes((place / FAULTY).read_bytes())
    settle(place, "rows: {charts: off}\n")
    _, _, out = run(below)
    assert report_of(out)["tailoring"]["rows_off"] == ["charts"]
    settle(place / "甲", "rows: {overview: off}\n")
    _, _, out = run(below)
    assert report_of(out)["tailoring"]["rows_off"] == ["overview"]
    _, _, out = run(below, "--config", place / "gouji.yaml")
    assert report_of(out)["tailoring"]["rows_off"] == ["charts"]


def test_two_runs_with_settings_differ_in_nothing(run, place):
    _, _, out = run(place)
    finding = report_of(out)["findings"][0]
    settle(place, "weights: {charts: 2}\nmateriality: {amount: 1}\nwaivers:\n" + waiver(finding))
    reports = []
    for name in ("one", "two"):
        _, _, out = run(place, out=name)
        data = report_of(out)
        data.pop("generated_at")
        reports.append(json.dumps(data, ensure_ascii=False))
    assert reports[0] == reports[1]


def test_resuming_asks_anew_where_a_waiver_has_come_or_expired(run, place):
    _, _, out = run(place)
    finding = report_of(out)["findings"][0]
    settle(place, "waivers:\n" + waiver(finding))
    code, _, out = run(place, "--resume")
    assert code == 0
    assert [w["state"] for w in report_of(out)["waivers"]] == ["applied"]
    settle(place, "waivers:\n" + waiver(finding, expiry="2001-01-01"))
    code, err, out = run(place, "--resume")
    assert code == runner.FAIL_ON_MET
    code, again, out = run(place, "--resume")
    assert (code, again) == (runner.FAIL_ON_MET, err)


def test_hostile_words_of_a_waiver_stay_words(run, place):
    _, _, out = run(place)
    reason = "'=1+1<script>alert(1)</script>'"
    settle(place, "waivers:\n" + waiver(report_of(out)["findings"][0], reason=reason, who="'=cmd'"))
    _, _, out = run(place)
    assert "<script>alert(1)" not in (out / "公开" / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(out / "公开" / "checklist.xlsx")
    assert book["豁免"]["D2"].data_type == "s"
    assert book["豁免"]["E2"].data_type == "s"
