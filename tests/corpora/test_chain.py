"""Chains: the same arguments give the same bytes; clean ones agree in all that is printed; each break shows."""

from __future__ import annotations

import json

import pytest

from corpora.chain import BREAKS, make_chain
from corpora.command import main


def test_a_chain_is_made_of_every_bodys_budget_and_accounts_of_every_year():
    chain = make_chain(3, units=3)
    assert len(chain.texts) == 4 * 3 * 2
    assert chain.broken == ()
    assert all(chain.department in name or any(unit in name for unit in chain.units) for name in chain.texts)
    assert chain.texts == make_chain(3, units=3).texts


@pytest.mark.parametrize("name", BREAKS)
def test_a_break_changes_few_publications_and_shows(name):
    clean, broken = make_chain(4), make_chain(4, [name])
    assert broken.broken
    changed = [key for key, text in broken.texts.items() if clean.texts[key] != text]
    assert 1 <= len(changed) <= 2


def test_the_command_writes_labels_and_the_list_of_units(tmp_path):
    assert main(["chain", "--seed", "2", "--break", "opening", "--out", str(tmp_path)]) == 0
    labels = json.loads((tmp_path / "labels.json").read_text(encoding="utf-8"))
    assert {one["kind"] for one in labels} == {"opening"}
    assert (tmp_path / "units.csv").read_text(encoding="utf-8").startswith("部门,单位\n")
    assert len(list(tmp_path.glob("*.txt"))) == 18
