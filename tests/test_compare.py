"""Publications held against each other: planted breaks are found, and no others; what cannot be known stays open."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal

import pytest

from audit import audit_publication, cli, write_report
from audit.chains import compare_batch, compare_folder, read_published, read_units
from audit.compare import body_name, compare, families
from audit.model.batch import BatchEntry
from audit.model.chain import Head, KeyFact, Published, Stated, UnitEntry
from audit.model.claims import Status
from audit.model.document import PublicationType
from audit.model.places import Ref
from audit.model.raw import ReadError
from audit.packs.loader import load_chains
from audit.writers.compare_writer import compare_to_dict, render_csv, render_page
from corpora.chain import BREAKS, make_chain

RULES = load_chains()
FINAL, BUDGET = PublicationType.FINAL_ACCOUNTS, PublicationType.BUDGET
WHEN = "2030-01-01T00:00:00+00:00"
KEYS = {
    "total": ("grand_total",),
    "revenue": ("revenue_total",),
    "expenditure": ("expenditure_total",),
    "appropriation": ("appropriation_total",),
    "general": ("general_budget_expenditure",),
    "three_public": ("three_public", "official_reception"),
    "managed": ("gov_funds_expenditure",),
    "managed_opening": ("gov_funds_opening",),
    "managed_closing": ("gov_funds_closing",),
    "opening": ("opening", "appropriation_opening"),
    "closing": ("closing", "appropriation_closing"),
    "": ("general_budget_expenditure",),
}
"""What the generator calls a figure, and what the audit calls it; in the chain all money is appropriated."""
OPENING = {"all": ("opening",), "appropriation": ("appropriation_opening",), "managed": ("gov_funds_opening",)}


def expected(chain):
    """Return the pairs that do not agree, by the audit's names."""
    found = set()
    for one in chain.broken:
        names = OPENING[one.key] if one.kind == "opening" else KEYS.get(one.key)
        for key in names or (f"general_budget_expenditure/{one.key}",):
            found.add((f"chain.{one.kind}", one.entity, one.year, key))
    return found


def test_units_are_listed_beside_the_publication_too(tmp_path):
    chain = make_chain("all", BREAKS)
    units = audited(chain, tmp_path)
    told = compare_folder(tmp_path / "out", WHEN, units)
    for path in sorted((tmp_path / "out").glob("*/report.json")):
        data = json.loads(path.read_text(encoding="utf-8"))
        data["units"] = list(chain.units) if data["document"]["entity"] == chain.department else []
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    assert compare_folder(tmp_path / "out", WHEN).totals == told.totals
    assert compare_folder(tmp_path / "out", WHEN, units).totals == told.totals


def audited(chain, folder):
    """Audit the publications of a chain into a folder of reports; return the list of its units."""
    inputs = folder / "in"
    inputs.mkdir(parents=True)
    for name, text in chain.texts.items():
        path = inputs / name
        path.write_text(text, encoding="utf-8")
        write_report(audit_publication([path]), folder / "out" / path.stem, ("json",))
    units = folder / "units.csv"
    rows = "".join(f"{chain.department},{unit}\n" for unit in chain.units)
    units.write_text(f"部门,单位\n{rows}", encoding="utf-8")
    return units


@pytest.mark.slow
@pytest.mark.parametrize(("seed", "breaks"), [("clean", ()), ("all", BREAKS), ("sum", ("unit_sum", "last_general"))])
def test_every_planted_break_is_found_and_no_other(tmp_path, seed, breaks):
    chain = make_chain(seed, breaks)
    assert bool(chain.broken) == bool(breaks)
    units = audited(chain, tmp_path)
    found = compare_folder(tmp_path / "out", WHEN, units)
    assert {(one.rule, one.entity, one.year, one.key) for one in found.conflicts} == expected(chain)
    assert all(one.own.places and one.others[0].places and one.message for one in found.conflicts)
    # nothing was left open in publications that say everything
    assert found.open == found.conflicts
    assert found.totals[Status.AGREES] + found.totals[Status.ROUNDING] > 150
    told = json.loads((tmp_path / "out" / "compare.json").read_text(encoding="utf-8"))
    assert told["totals"] == {status: found.totals[Status(status)] for status in told["totals"]}
    assert len(told["comparisons"]) == len(found.open)
    # every kind of link was really drawn
    published = [read_published(folder, RULES) for folder in sorted((tmp_path / "out").iterdir()) if folder.is_dir()]
    rules = {one.rule for one in compare(published, RULES, read_units(units, RULES))}
    assert rules == {"chain.last_year", "chain.opening", "chain.initial_budget", "chain.units"}


def fact(key="grand_total", value="100", stated=Stated.OWN, half="0.005", **more):
    place = Ref("f1", 3, quote="=1+1 <b>", table="表", row="总计", column="金额")
    return KeyFact(key, "收、支总计", stated, Decimal(value), Decimal(half), (place,), **more)


def published(name="a", year=2031, kind=FINAL, entity="虚构市盐务局", facts=(), **more):
    return Published(name, entity, year, kind, tuple(facts), **more)


def last_year(stated="100", before="100", **more):
    """Compare one stated figure of last year with that year's accounts."""
    now = published("now", 2032, facts=[fact(value=stated, stated=Stated.LAST_YEAR, **more)])
    return compare([now, published("before", facts=[fact(value=before)])], RULES)


def test_one_grid_leaves_equal_digits_only_and_a_derived_figure_its_bounds():
    assert [one.status for one in last_year()] == [Status.AGREES]
    assert [one.status for one in last_year(before="100.01")] == [Status.DISAGREES]
    assert [one.status for one in last_year(before="100.01", derived=True, half="0.01")] == [Status.ROUNDING]
    assert [one.status for one in last_year(before="100.02", derived=True, half="0.01")] == [Status.DISAGREES]
    (one,) = last_year(before="98")
    assert "相差 2 万元" in one.message
    assert (one.own.name, one.others[0].name) == ("now", "before")


def test_a_figure_that_its_own_publication_contradicts_is_left_open():
    (one,) = last_year(before="98", doubtful=True)
    assert one.status is Status.UNVERIFIED
    assert one.why == RULES.reasons["doubtful"]


def test_a_difference_that_the_text_explains_is_left_open():
    now = published("now", 2032, facts=[fact(value="90", stated=Stated.LAST_YEAR)], is_explained=True)
    (one,) = compare([now, published("before", facts=[fact()])], RULES)
    assert (one.status, one.why) == (Status.UNVERIFIED, RULES.reasons["explained"])


def test_two_publications_of_one_year_count_only_where_they_agree():
    now = published("now", 2032, facts=[fact(stated=Stated.LAST_YEAR)])
    twice = [published("x", facts=[fact()]), published("y", facts=[fact()])]
    assert [one.status for one in compare([now, *twice], RULES)] == [Status.AGREES]
    twice[1] = published("y", facts=[fact(value="7")])
    (one,) = compare([now, *twice], RULES)
    assert one.status is Status.UNVERIFIED
    assert "x、y" in one.why


def test_bodies_and_years_that_are_not_there_are_not_compared():
    now = published("now", 2033, facts=[fact(stated=Stated.LAST_YEAR)])
    assert compare([now, published("before", facts=[fact()])], RULES) == ()
    other = replace(now, year=2032, entity="虚构市盐务局（本级）")
    assert compare([other, published("before", facts=[fact()])], RULES) == ()


def test_the_opening_balance_is_last_years_closing_balance():
    now = published("now", 2032, facts=[fact("opening", "5"), fact("closing", "9")])
    (one,) = compare([now, published("before", facts=[fact("opening", "1"), fact("closing", "4")])], RULES)
    assert (one.rule, one.status, one.expected) == ("chain.opening", Status.DISAGREES, Decimal(4))


def test_the_initial_budget_is_that_of_the_years_budget():
    key = "general_budget_expenditure/2080505"
    now = published("now", facts=[fact(key, "30", Stated.INITIAL_BUDGET)])
    (one,) = compare([now, published("plan", kind=BUDGET, facts=[fact(key, "31")])], RULES)
    assert (one.rule, one.status) == ("chain.initial_budget", Status.DISAGREES)
    (one,) = compare([now, published("plan", kind=BUDGET)], RULES)
    assert one.status is Status.UNVERIFIED


def units(*facts, names=("甲站", "乙站"), entries=None, own=("general_budget_expenditure", "30")):
    head = published("head", facts=[fact(*own)])
    bodies = [published(f"u{n}", entity=name, facts=facts) for n, name in enumerate(names)]
    entries = entries or [UnitEntry("虚构市盐务局", "甲站"), UnitEntry("虚构市盐务局", "乙站")]
    return compare([head, *bodies], RULES, entries)


def test_a_department_is_the_sum_of_its_units():
    key = "general_budget_expenditure"
    assert [one.status for one in units(fact(key, "15"))] == [Status.AGREES]
    (one,) = units(fact(key, "14"))
    assert (one.status, one.expected, len(one.others)) == (Status.DISAGREES, Decimal(28), 2)
    (one,) = units(fact(key, "15.01"))
    assert one.status is Status.DISAGREES
    (one,) = units(fact(key, "15.005", half="0.05"))
    assert one.status is Status.ROUNDING


def test_a_unit_that_was_not_audited_leaves_the_sum_open():
    (one,) = units(fact("general_budget_expenditure", "15"), names=("甲站",))
    assert one.status is Status.UNVERIFIED
    assert "乙站" in one.why


def test_a_department_is_no_unit_of_its_own_and_a_unit_counts_once():
    names = ("虚构市盐务局", "甲站", "甲 站", "乙站")
    entries = [UnitEntry("虚构市盐务局", name) for name in names]
    assert [one.status for one in units(fact("general_budget_expenditure", "15"), entries=entries)] == [Status.AGREES]


def test_a_list_for_another_year_does_not_count():
    entries = [UnitEntry("虚构市盐务局", "甲站", 2030)]
    assert units(fact("general_budget_expenditure", "15"), entries=entries) == ()


def test_money_that_units_give_each_other_is_counted_twice():
    found = units(fact(value="15"), fact("superior_subsidy", "3"), own=("grand_total", "30"))
    assert [one.status for one in found] == [Status.UNVERIFIED]
    assert [one.status for one in units(fact(value="15"), own=("grand_total", "30"))] == [Status.AGREES]


def test_a_unit_without_a_line_has_nothing_of_it_if_it_prints_the_table():
    code = "general_budget_expenditure/2080505"
    top = fact("general_budget_expenditure", "15")
    assert [one.status for one in units(top, own=(code, "0"))] == [Status.AGREES]
    assert [one.status for one in units(fact("closing", "1"), own=(code, "0"))] == [Status.UNVERIFIED]


def test_names_are_the_same_whatever_the_width():
    assert body_name("虚构市 盐务局(本级)") == body_name("虚构市盐务局（本级）")
    assert body_name("虚构市盐务局") != body_name("虚构市盐务局（本级）")


def test_a_family_is_a_body_with_its_years_budgets_and_units():
    def head(name, entity, year=2031, kind=FINAL):
        return Head(name, entity, year, kind)

    assert families([head("a", "甲 局"), head("b", "甲局", kind=BUDGET), head("c", "乙局")]) == [["a", "b"]]
    assert families([head("a", "甲局"), head("copy", "甲局"), head("c", "乙局")]) == []
    entries = [UnitEntry("甲局", "乙局"), UnitEntry("乙局", "丙站"), UnitEntry("丙站", "甲局")]
    listed = [UnitEntry("甲局", "乙局")]
    assert families([head("a", "甲局"), head("c", "乙局"), head("d", "丁局")], listed) == [["a", "c"]]
    assert len(families([head("a", "甲局"), head("c", "丙站")], entries)) <= 1


@pytest.mark.parametrize(
    ("content", "count"),
    [
        ("部门,单位\n甲局,甲站\n", 1),
        ("\ufeff年度,主管部门,所属单位\n2031,甲局,甲站\n,甲局,乙站\n\n", 2),
        ("department,unit,year\na,b,\n", 1),
    ],
)
def test_a_list_of_units_is_read(tmp_path, content, count):
    path = tmp_path / "units.csv"
    path.write_text(content, encoding="utf-8")
    assert len(read_units(path, RULES)) == count


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"\xff\xfe\x00", "部门,单位,年度\n甲,乙,今年\n".encode()])
def test_a_list_that_cannot_be_read_is_refused(tmp_path, content):
    path = tmp_path / "units.csv"
    path.write_bytes(content)
    with pytest.raises(ReadError) as caught:
        read_units(path, RULES)
    assert caught.value.code == "E134"


def test_what_a_publication_says_is_inert_in_page_and_table():
    now = published("=cmd", 2032, entity="<script>局", facts=[fact(value="90", stated=Stated.LAST_YEAR)])
    before = published("@b", entity="<script>局", facts=[fact()])
    data = compare_to_dict([now, before], compare([now, before], RULES), {Status.DISAGREES: 1}, "0", WHEN)
    page = render_page(data)
    assert "<script" not in page
    assert "&lt;script&gt;局" in page
    rows = list(csv.reader(render_csv(data).removeprefix("\ufeff").splitlines()))
    assert rows[1][9:] == ["'=cmd", "'@b"]
    assert data["totals"] == {"disagrees": 1, "unverified": 0, "rounding": 0, "agrees": 0}


def test_a_page_holds_no_more_than_a_browser_carries(monkeypatch):
    now = published("now", 2032, facts=[fact(stated=Stated.LAST_YEAR)])
    found = compare([now, published("before", facts=[fact(value="90")])], RULES) * 5
    monkeypatch.setattr("audit.writers.compare_writer.MOST_ON_PAGE", 2)
    data = compare_to_dict([now], found, {Status.DISAGREES: 5}, "0", WHEN)
    page = render_page(data)
    assert page.count("<tr id=") == 2
    assert "另有 3 项没有列在本页" in page
    assert len(render_csv(data).splitlines()) == 6


def test_the_command_says_what_it_found(tmp_path, capsys):
    assert cli.main(["compare", str(tmp_path)]) == 2
    for name, year, stated in (("now", 2032, "last_year"), ("before", 2031, "own")):
        folder = tmp_path / name
        folder.mkdir()
        facts = [
            {"key": "grand_total", "label": "收、支总计", "stated": stated, "value": str(year), "half": "0.005",
             "derived": False, "doubtful": False, "places": []}
        ]  # fmt: skip
        document = {"entity": "虚构局", "fiscal_year": year, "publication_type": "final_accounts"}
        data = {"document": document | {"is_blank_template": False}, "facts": facts, "text": []}
        (folder / "report.json").write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / "report.json").write_text("{", encoding="utf-8")
    assert read_published(tmp_path / "broken", RULES) is None
    capsys.readouterr()
    assert cli.main(["compare", str(tmp_path)]) == 0
    assert "不一致 1 项" in capsys.readouterr().out
    assert cli.main(["compare", str(tmp_path), "--fail-on-conflict"]) == 1
    assert {"compare.html", "compare.csv", "compare.json"} <= {path.name for path in tmp_path.iterdir()}
    assert cli.main(["compare", str(tmp_path), "--units", str(tmp_path / "none.csv")]) == 3
    assert compare_batch([BatchEntry("now", "now.txt")], tmp_path, WHEN) is None
    assert not (tmp_path / "compare.html").exists()


def test_a_batch_compares_what_one_body_published_and_its_index_leads_there(tmp_path):
    chain = make_chain(6, years=(2022, 2023))
    inputs, out = tmp_path / "in", tmp_path / "out"
    inputs.mkdir()
    for name in (f"{chain.units[0]}2022决算.txt", f"{chain.units[0]}2023决算.txt"):
        (inputs / name).write_text(chain.texts[name], encoding="utf-8")
    command = ["audit", str(inputs), "-o", str(out), "--jobs", "1", "--format", "json", "-q"]
    assert cli.main(command) == 0
    assert json.loads((out / "compare.json").read_text(encoding="utf-8"))["totals"]["agrees"] > 5
    assert './compare.html"' in (out / "index.html").read_text(encoding="utf-8")
    (inputs / f"{chain.units[0]}2022决算.txt").unlink()
    assert cli.main(command) == 0
    assert not (out / "compare.html").exists()
    assert "compare.html" not in (out / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("sentence", "explains"),
    [
        ("因机构改革，下属单位划转至盐政处。", True),
        ("上年数按调整后的口径列示，口径有所变化。", True),
        ("因前期差错更正，年初结转和结余调整 3.2 万元。", True),
        ("主要原因是人员增加、单位新增信息系统维护项目。", False),
        ("年初结转和结余 3.2 万元，比上年增加 1 万元。", False),
        ("继续推进部门预算管理。", False),
    ],
)
def test_only_what_explains_a_difference_between_publications_counts_as_such(tmp_path, sentence, explains):
    document = {"entity": "虚构局", "fiscal_year": 2031, "publication_type": "final_accounts"}
    data = {"document": document | {"is_blank_template": False}, "facts": [], "text": [{"text": sentence}]}
    (tmp_path / "report.json").write_text(json.dumps(data), encoding="utf-8")
    assert read_published(tmp_path, RULES).is_explained is explains
