"""The measuring tools: what they call flagged, repaired and collateral, and their intervals."""

from __future__ import annotations

import pytest

from audit.model.findings import Severity
from tools import golden, mutations, shared
from tools.accuracy import wilson
from tools.mutations import Mutation, Site, Source, draw, generated_sources, try_mutation

LINES = ("虚构市林务局2031年度部门决算", "收入总计120.50万元，支出总计99.10万元。", "合计\t77.00\t43.50")
SOURCE = Source("s", "generated:a", LINES, (Site(2, 4, 10, "prose"), Site(3, 3, 8, "cell")))


def test_a_mutation_changes_one_figure_and_nothing_else():
    changed = Mutation(SOURCE, SOURCE.sites[0], "digit", "120.50", "120.80").text.split("\n")
    assert changed == [LINES[0], "收入总计120.80万元，支出总计99.10万元。", LINES[2]]


def test_every_site_of_a_generated_publication_is_a_number():
    (source,) = generated_sources(1, "a")
    assert {site.where for site in source.sites} == {"prose", "cell"}
    for site in source.sites:
        assert mutations._NUMBER.fullmatch(source.lines[site.line - 1][site.start : site.end])


@pytest.mark.skipif(not shared.seeds(), reason="the folder shared is not beside the checkout")
def test_final_accounts_without_labels_are_sources_too():
    sources = mutations.seed_sources()
    assert {source.group for source in sources} == {"seed", "seed, no labels"}
    for source in sources:
        for site in source.sites:
            assert mutations._NUMBER.fullmatch(source.lines[site.line - 1][site.start : site.end])


def test_the_draw_is_repeatable_and_without_copies():
    first, second = (draw([SOURCE], 12, seed=3) for _ in range(2))
    assert first == second
    assert len({(m.site, m.new) for m in first}) == len(first)
    assert all(m.new != m.old for m in first)


class Ref:
    def __init__(self, line, start, end):
        self.line, self.start, self.end = line, start, end


class Finding:
    def __init__(self, name, *places, expected="", diagnosis="", severity="error"):
        self.severity = Severity(severity)
        self.fingerprint = self.rule = name
        self.places, self.expected, self.diagnosis = places, expected, diagnosis


@pytest.mark.parametrize(
    ("new", "flagged", "repaired", "collateral"),
    [
        ([], False, False, 0),
        ([Finding("old", Ref(2, 4, 10))], False, False, 0),
        ([Finding("n", Ref(2, 4, 10), expected="120.5")], True, True, 0),
        ([Finding("n", Ref(3, 0, 2), Ref(2, 0, 12), expected="1.5")], True, False, 0),
        ([Finding("n", Ref(2, 13, 20))], False, False, 0),
        ([Finding("n", Ref(3, 0, 2))], False, False, 1),
        ([Finding("n", Ref(3, 0, 2), severity="warning")], False, False, 0),
        ([Finding("n", Ref(2, 4, 10), diagnosis="120.50 -> 120.80"), Finding("m", Ref(1, 0, 2))], True, True, 1),
    ],
)
def test_what_counts_as_seen(monkeypatch, new, flagged, repaired, collateral):
    monkeypatch.setattr(mutations, "baseline", lambda _source: (Finding("old", Ref(2, 4, 10)),))
    monkeypatch.setattr(mutations, "errors_of", lambda _text: tuple(new))
    outcome = try_mutation(Mutation(SOURCE, SOURCE.sites[0], "digit", "120.50", "120.80"))
    assert (outcome.flagged, outcome.repaired, outcome.collateral) == (flagged, repaired, collateral)


@pytest.mark.parametrize(
    ("hits", "total", "interval"), [(0, 0, (0, 100)), (10, 10, (72, 100)), (0, 10, (0, 28)), (5, 10, (24, 76))]
)
def test_the_interval_of_a_share(hits, total, interval):
    assert tuple(round(edge) for edge in wilson(hits, total)) == interval


@pytest.mark.skipif(not golden.samples(), reason="corpora/samples is empty")
def test_the_samples_are_audited_as_when_the_golden_files_were_written():
    assert "\n".join(golden.differences()) == ""
