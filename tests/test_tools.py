"""The measuring tools: what they call flagged, repaired and collateral, and their intervals."""

from __future__ import annotations

import pytest
import yaml

from audit.checklist.kinds import KINDS
from audit.model.findings import Severity
from audit.model.places import Ref
from audit.model.raw import RawCell, RawDocument, RawLine
from audit.packs.checklists import load_kinds
from corpora.mutate import Change, Spot
from tests.support import ROOT
from tools import golden, mutation_run, mutations, shared
from tools.examples import examples
from tools.mutation_sources import Source, generated_sources, rooms_with, seed_sources
from tools.mutations import Mutation, draw, try_mutation
from tools.shares import wilson

LINES = ("虚构市林务局2031年度部门决算", "收入总计120.50万元，支出总计99.10万元。", "合计\t77.00\t43.50")
SOURCE = Source("s", "generated:a", LINES, (Spot(2, 4, 10, "prose"), Spot(3, 3, 8, "cell")))
CHANGED = Mutation(SOURCE, Change("digit", SOURCE.spots[0], 4, 10, "120.50", "120.80"))


def test_a_mutation_changes_one_figure_and_nothing_else():
    changed = CHANGED.text.split("\n")
    assert changed == [LINES[0], "收入总计120.80万元，支出总计99.10万元。", LINES[2]]


def test_every_spot_of_a_generated_publication_is_a_number():
    for source in generated_sources(3, "a"):
        assert {spot.where for spot in source.spots} == {"prose", "cell"}
        for spot in source.spots:
            assert mutations._NUMBER.fullmatch(source.around.printed(spot))


@pytest.mark.skipif(not shared.seeds(), reason="the folder shared is not beside the checkout")
def test_final_accounts_without_labels_are_sources_too():
    sources = seed_sources()
    assert {source.group for source in sources} == {"seed", "seed, no labels"}
    for source in sources:
        for spot in source.spots:
            assert mutations._NUMBER.fullmatch(source.around.printed(spot))


def test_a_cell_of_a_page_is_changed_where_it_was_read():
    cells = (RawCell("合计", 0, 2), RawCell("77.00", 3, 8), RawCell("43.50", 9, 14))
    line = RawLine("f1", 3, LINES[2], page=1, cells=cells)
    raw = RawDocument((), (RawLine("f1", 1, LINES[0], page=1), RawLine("f1", 2, LINES[1], page=1), line))
    changed = rooms_with(raw, Change("unit", SOURCE.spots[1], 3, 8, "77.00", "770000")).read().lines
    assert changed[:2] == raw.lines[:2]
    assert [c.text for c in changed[2].cells] == ["合计", "770000", "43.50"]
    assert all(changed[2].text[c.start : c.end] == c.text for c in changed[2].cells)


def test_a_run_that_was_broken_off_is_taken_up_and_put_together(tmp_path, monkeypatch, capsys):
    tried: list[str] = []

    def outcome(mutation):
        tried.append(mutation.told)
        spot = mutation.change.spot
        return mutations.Outcome("g", spot.where, mutation.change.operator, True, False, 0, ("R",), (), mutation.told)

    monkeypatch.setattr(mutation_run, "try_mutation", outcome)
    monkeypatch.setattr(mutation_run, "seed_sources", list)
    monkeypatch.setattr(mutation_run, "generated_sources", lambda _count, frames: [SOURCE] if frames == "a" else [])
    first, second = tmp_path / "1.jsonl", tmp_path / "2.jsonl"
    for out, arguments in (
        (first, ["--count", "4"]),
        (first, ["--count", "6"]),
        (second, ["--start", "6", "--count", "2"]),
    ):
        monkeypatch.setattr("sys.argv", ["mutation_run", "--out", str(out), *arguments])
        mutation_run.main()
    assert len(tried) == len(set(tried)) == 8
    monkeypatch.setattr("sys.argv", ["mutation_run", "--show", str(first), str(second)])
    capsys.readouterr()
    mutation_run.main()
    assert "== mutations: 8 of 1 publications" in capsys.readouterr().out


def test_the_draw_is_repeatable_and_without_copies():
    first, second = (draw([SOURCE], 12, seed=3) for _ in range(2))
    assert first == second
    assert first == draw([SOURCE], 20, seed=3)[:12]
    assert len({(m.change.spot, m.change.start, m.change.new) for m in first}) == len(first)
    assert all(m.change.new != m.change.old for m in first)


def place(line, start, end):
    return Ref("f1", line, start=start, end=end)


class Finding:
    def __init__(self, name, *places, expected="", diagnosis="", severity="error"):
        self.severity = Severity(severity)
        self.fingerprint = self.rule = name
        self.places, self.expected, self.diagnosis = places, expected, diagnosis


@pytest.mark.parametrize(
    ("new", "flagged", "repaired", "collateral"),
    [
        ([], False, False, 0),
        ([Finding("old", place(2, 4, 10))], False, False, 0),
        ([Finding("n", place(2, 4, 10), expected="120.5")], True, True, 0),
        ([Finding("n", place(3, 0, 2), place(2, 0, 12), expected="1.5")], True, False, 0),
        ([Finding("n", place(2, 13, 20))], False, False, 0),
        ([Finding("n", place(3, 0, 2))], False, False, 1),
        ([Finding("n", place(3, 0, 2), severity="warning")], False, False, 0),
        ([Finding("n", place(2, 4, 10), diagnosis="120.50 -> 120.80"), Finding("m", place(1, 0, 2))], True, True, 1),
    ],
)
def test_what_counts_as_seen(monkeypatch, new, flagged, repaired, collateral):
    monkeypatch.setattr(mutations, "baseline", lambda _source: (Finding("old", place(2, 4, 10)),))
    monkeypatch.setattr(mutations, "errors_of", lambda _text: tuple(new))
    outcome = try_mutation(CHANGED)
    assert (outcome.flagged, outcome.repaired, outcome.collateral) == (flagged, repaired, collateral)


@pytest.mark.parametrize(
    ("expected", "word", "named"),
    [("增加", "增长", True), ("减少", "增长", False), ("120.5 万元", "万元", True), ("1205", "万元", False)],
)
def test_a_changed_word_is_named_by_its_like(expected, word, named):
    assert mutations.names(Finding("n", expected=expected), "99.1", word) is named


@pytest.mark.parametrize(
    ("hits", "total", "interval"), [(0, 0, (0, 100)), (10, 10, (72, 100)), (0, 10, (0, 28)), (5, 10, (24, 76))]
)
def test_the_interval_of_a_share(hits, total, interval):
    assert tuple(round(edge) for edge in wilson(hits, total)) == interval


@pytest.mark.skipif(not golden.samples(), reason="corpora/samples is empty")
def test_the_samples_are_audited_as_when_the_golden_files_were_written():
    assert "\n".join(golden.differences()) == ""


def test_every_kind_of_check_has_an_example_that_a_checklist_really_holds():
    found = examples()
    assert set(found) == set(KINDS) == set(load_kinds())
    for kind, example in found.items():
        (check,) = yaml.safe_load(example.text)
        assert set(check) == {kind}
        held = yaml.safe_load((ROOT / "rules" / example.source).read_text(encoding="utf-8"))
        assert check in held["checks"]


def test_the_shortest_example_is_taken_without_what_follows_it(tmp_path):
    items = tmp_path / "checklists" / "invented" / "items"
    items.mkdir(parents=True)
    first = "  - charts:\n      section: one\n      captions: []\n"
    text = f"id: a\nchecks:\n{first}\n  # another\n  - charts: {{section: two}}\nitem: 1\n"
    (items / "a.yaml").write_text(text, encoding="utf-8")
    assert examples(tmp_path)["charts"].text == "- charts: {section: two}\n"
    (items / "a.yaml").write_text(text.replace("- charts: {section: two}", "- other: {}"), encoding="utf-8")
    assert examples(tmp_path)["charts"].text == "- charts:\n    section: one\n    captions: []\n"
