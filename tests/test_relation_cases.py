"""Cells of the relations are changed, and what is said of them counts for the rule that says it."""

from __future__ import annotations

from corpora import Options, generate
from corpora.mutate import spots_of
from tools.mutation_sources import Source
from tools.relation_cases import FULL, cases, grounds


def publication(seed: int) -> Source:
    made = generate("wuhan-2020", seed, "a", options=Options(wishes=FULL))
    return Source(f"a-{seed}", "generated:a", tuple(made.lines), tuple(spots_of(made)))


def test_each_relation_gets_cases_of_its_own_cells_from_all_publications():
    ground = grounds([publication(1), publication(2)])
    assert all("R-three-public-final" in one.related for one in ground)
    found = list(cases(ground, (), ("R-three-public-final-vehicle", "R-gov-funds-balance"), 4, 2))
    own = [case for case in found if case.rule == "R-gov-funds-balance"]
    assert len(own) >= 4
    assert {case.publication for case in own} == {"a-1", "a-2"}
    assert all(case.is_right for case in found)


def test_relations_that_decide_or_that_too_few_publications_have_are_left_out():
    ground = grounds([publication(1)])
    assert list(cases(ground, {"R-gov-funds-balance"}, ("R-gov-funds-balance",), 4, 1)) == []
    assert list(cases(ground, (), ("R-gov-funds-balance",), 4, 2)) == []
