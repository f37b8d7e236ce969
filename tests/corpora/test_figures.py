from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import pytest

from corpora import Options, generate
from corpora.draw import Wishes, draw
from corpora.figure_file import FigureFileError, read, write
from corpora.money import Style, amount_text, cell_text, grouped, half_up, rate_text
from corpora.sums import sums

if TYPE_CHECKING:
    from pathlib import Path

TEMPLATES = ("wuhan-2020", "wuhan-2023", "shanghai-2024")
RATES = {
    "summary.growth": ("summary.change", "summary.total"),
    "appropriation.growth": ("appropriation.change", "appropriation.total"),
    "general.growth": ("general.change", "general.spent"),
}


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_printed_sum_closes(template: str) -> None:
    checked = 0
    for seed in range(25):
        for one in sums(generate(template, seed).draft):
            checked += 1
            assert one.gap == 0, (seed, one)
    assert checked > 3000


def test_gaps_are_labelled_as_roundings() -> None:
    made = generate(seed=4, options=Options(wishes=Wishes(gaps=True)))
    assert made.rounding
    assert all(x.gap <= Decimal("0.05") for x in sums(made.draft))
    assert {f["severity"] for f in made.labels()["findings"]} == {"rounding"}


def stated(publication: object) -> dict[str, Decimal]:
    marks = [m.stated for b in reversed(publication.draft.blocks) for m in reversed(b.marks)]
    return {s.key: Decimal(s.value) for s in marks if s.kind in ("amount", "percent", "count", "score")}


def ratio(part: Decimal, whole: Decimal, places: int) -> Decimal:
    return (100 * part / whole).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@pytest.mark.parametrize("template", TEMPLATES)
@pytest.mark.parametrize("frames", ["a", "b"])
def test_every_stated_rate_follows_from_its_amounts(template: str, frames: str) -> None:
    for seed in range(12):
        made = generate(template, seed, frames)
        values = stated(made)
        places = made.draft.style.percent_places
        f = made.figures
        for key, value in values.items():
            if key.endswith(".completion"):
                stem = key.removesuffix(".completion")
                assert value == ratio(values[f"{stem}.final"], values[f"{stem}.budget"], places), (seed, key)
            if key.startswith("general.class.") and key.endswith(".share"):
                assert value == ratio(values[key.removesuffix(".share")], values["general.spent"], places), (seed, key)
            if key.startswith("review.") and key.endswith(".rate"):
                stem = key.removesuffix(".rate")
                assert value == ratio(values[f"{stem}.executed"], values[f"{stem}.budget"], places), (seed, key)
        for key, (change, level) in RATES.items():
            last = values[level] - (1 if _grew(f, level) else -1) * values[change]
            assert values[key] == ratio(values[change], last, places), (seed, key)


def _grew(figures: object, level: str) -> bool:
    now = {
        "summary.total": figures.total,
        "appropriation.total": figures.appropriation_total,
        "general.spent": figures.spent_by("general"),
    }[level]
    last = figures.last
    return now > {"summary.total": last.total, "appropriation.total": last.appropriation}.get(level, last.general)


@pytest.mark.parametrize("template", TEMPLATES)
def test_shares_add_to_a_hundred(template: str) -> None:
    for seed in range(12):
        values = stated(generate(template, seed))
        for stem in ("revenue.", "expenditure.", "general.class."):
            shares = [v for k, v in values.items() if k.startswith(stem) and k.endswith(".share")]
            assert sum(shares) == 100, (seed, stem)


def test_counts_of_projects_agree_everywhere() -> None:
    for seed in range(12):
        made = generate(seed=seed)
        values = stated(made)
        keys = [b.key for b in made.draft.blocks]
        reviews = [k for k in values if re.fullmatch(r"review\.\d+\.budget", k)]
        assert values["performance.count"] == len(reviews) == sum(k.startswith("table.review.") for k in keys)
        assert values["assets.held"] == sum(n for _, n in made.figures.assets.vehicles)


def test_number_policy_of_prose() -> None:
    for seed in range(12):
        for block in generate(seed=seed).draft.blocks:
            for mark in block.marks:
                text = mark.stated.printed
                if mark.stated.kind == "amount":
                    assert re.fullmatch(r"\d+(\.\d?[1-9])?", text), text
                if mark.stated.kind == "percent":
                    assert re.fullmatch(r"\d+\.\d", text), text


def test_variety_of_departments() -> None:
    made = [draw(seed, 2020) for seed in range(150)]
    sizes = {len(f.items) for f in made}
    assert min(sizes) <= 3
    assert max(sizes) >= 16
    assert {bool(f.fund("managed")) for f in made} == {True, False}
    assert {f.three_public.is_nil for f in made} == {True, False}
    assert any(f.three_public.groups for f in made)
    assert {f.department.administrative for f in made} == {True, False}
    assert {f.department.scope for f in made} == {"区", "市"}
    assert any(f.opening for f in made)
    assert any(f.own_source for f in made)
    assert len({f.department.entity for f in made}) > 60


def test_money_is_rounded_half_up_and_never_a_float() -> None:
    assert half_up(5, 10) == 1
    assert half_up(4, 10) == 0
    assert rate_text(1, 8) == "12.5"
    assert rate_text(1, 3, 2) == "33.33"
    assert rate_text(2, 3) == "66.7"
    assert amount_text(690_400_000, Style()) == "690.4"
    assert amount_text(690_400_000, Style(full_places=True)) == "690.40"
    assert amount_text(1_234_500_000, Style(separator=True)) == "1,234.5"
    assert amount_text(0, Style()) == "0"
    assert cell_text(0, Style()) == ""
    assert cell_text(4_900, Style()) == "", "less than half of 0.01 万元 prints as nothing"
    assert grouped("1234567.8") == "1,234,567.8"


@pytest.mark.parametrize("frames", ["a", "b"])
def test_a_body_founded_this_year_states_no_growth(frames: str) -> None:
    made = generate(seed=14, frames=frames, options=Options(wishes=Wishes(founded=True)))
    assert not [k for k in stated(made) if k.endswith(".growth")]
    assert made.text.count("可比") >= 3
    wrong = generate(seed=14, frames=frames, faults=["growth_on_nothing"], options=Options(wishes=Wishes(founded=True)))
    assert [f["category"] for f in wrong.labels()["findings"]] == ["LOGIC"]


def test_figure_file_round_trip(tmp_path: Path) -> None:
    figures = draw(12, 2020)
    path = tmp_path / "figures.yaml"
    write(figures, path)
    assert read(path) == figures
    assert generate(seed="x", options=Options(figures=read(path))).figures == figures


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("year: 2020", "yaer: 2020", "unknown key 'yaer'"),
        ("year: 2020", "year: soon", "must be int"),
        ("works:", "deeds:", "deeds"),
    ],
)
def test_figure_file_says_what_is_wrong(tmp_path: Path, old: str, new: str, says: str) -> None:
    path = tmp_path / "figures.yaml"
    write(draw(12, 2020), path)
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    with pytest.raises(FigureFileError, match=says):
        read(path)
