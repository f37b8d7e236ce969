from __future__ import annotations

import difflib
from functools import lru_cache

import pytest

from corpora import Options, Publication, generate
from corpora.checklist import answers_of, clean_answers
from corpora.command import main
from corpora.faults import REGISTRY, NotApplicable

RENUMBERED = {"glossary_item_missing"}
"""What follows gets other numbers."""
ANSWERS = {"yes", "no", "n/a", "review"}


@lru_cache(maxsize=512)
def planted(
    name: str, template: str = "wuhan-2020", frames: str = "a", seeds: int = 60
) -> tuple[Publication, Publication]:
    """The first publication that a fault fits, clean and spoiled."""
    options = Options(form=True, asides=REGISTRY[name].needs_asides)
    for seed in range(seeds):
        try:
            spoiled = generate(template, seed, frames, [name], options)
        except NotApplicable:
            continue
        return generate(template, seed, frames, (), options), spoiled
    raise AssertionError(f"{name} fits no publication")


def changes(clean: Publication, spoiled: Publication) -> tuple[list[int], list[int]]:
    """Lines of the clean text that are gone, lines of the spoiled text that are new."""
    matcher = difflib.SequenceMatcher(None, clean.lines, spoiled.lines, autojunk=False)
    gone: list[int] = []
    new: list[int] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag != "equal":
            gone += [n + 1 for n in range(a, b) if clean.lines[n]]
            new += [n + 1 for n in range(c, d) if spoiled.lines[n]]
    return gone, new


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_a_fault_changes_the_text_only_where_it_says(name: str) -> None:
    clean, spoiled = planted(name)
    gone, new = changes(clean, spoiled)
    assert gone or new, "nothing changed"
    said = {n for f in spoiled.labels()["findings"] for n in f["lines"]}
    if name == "parts_swapped":
        assert sorted(clean.lines) == sorted(spoiled.lines)
    elif name not in RENUMBERED:
        assert set(new) <= said, [spoiled.lines[n - 1] for n in new if n not in said]


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_the_edit_lies_at_the_quote(name: str) -> None:
    clean, spoiled = planted(name)
    gone, new = changes(clean, spoiled)
    if len(gone) != 1 or len(new) != 1:
        return
    old, now = clean.lines[gone[0] - 1], spoiled.lines[new[0] - 1]
    start = next((n for n, (x, y) in enumerate(zip(old, now, strict=False)) if x != y), min(len(old), len(now)))
    quotes = [f["quote"] for f in spoiled.labels()["findings"] if f["line"] == new[0]]
    if name.startswith("review_without") or name in ("form_unanswered", "contents_mismatch"):
        assert spoiled.labels()["findings"]
        return
    assert any(now.find(q) - 3 <= start <= now.find(q) + len(q) + 3 for q in quotes), (old, now, quotes)


def test_every_template_and_frame_set_takes_most_faults() -> None:
    for template, frames, least in (("wuhan-2020", "b", 84), ("wuhan-2023", "a", 75), ("shanghai-2024", "b", 45)):
        fits = 0
        for name in REGISTRY:
            try:
                planted(name, template, frames, 6)
            except AssertionError:
                continue
            fits += 1
        assert fits >= least, (template, frames, fits)


@pytest.mark.parametrize("name", sorted(REGISTRY))
def test_flips_are_rows_that_were_answered_otherwise(name: str) -> None:
    _, spoiled = planted(name)
    one = spoiled.planted[0]
    clean = clean_answers(spoiled.draft)
    now = answers_of(spoiled.draft, spoiled.planted)
    assert set(now) == set(range(1, 45))
    for row, answer in one.flips.items():
        assert answer in ANSWERS
        assert clean[row][0] != answer, f"row {row} does not turn"
        assert now[row][0] == answer
    for row in set(now) - set(one.flips) - one.either - {35}:
        assert now[row] == clean[row]
    errors = [x for x in one.labels if x.severity == "error" and x.category not in ("FORMAT", "STRUCTURE")]
    assert (now[35][0] == "yes") == bool(errors)


def test_format_faults_break_the_format_and_nothing_else() -> None:
    for name in ("trailing_zero", "percent_without_decimal", "mixed_separator", "percent_two_decimals"):
        clean, spoiled = planted(name)
        labels = spoiled.labels()
        assert [f["category"] for f in labels["findings"]] == ["FORMAT"]
        assert all(c["ok"] is not False for c in labels["claims"])
        row = {c["item"]: c["verdict"] for c in labels["checklist"]}
        assert row[3] == "no"
        assert row[35] == "no"
        assert clean.text != spoiled.text


def test_faults_can_be_planted_together() -> None:
    names = ["level_wrong", "caption_dropped", "trailing_zero", "doubled_paragraph", "cell_economic"]
    made = generate(seed=14, faults=names)
    assert [f["category"] for f in made.labels()["findings"]] == [
        "NARR_TABLE", "STRUCTURE", "FORMAT", "TEXT", "TABLE_SUM",
    ]  # fmt: skip
    for label in made.labels()["findings"]:
        assert label["quote"] in made.lines[label["line"] - 1]


def test_unknown_names_are_errors() -> None:
    with pytest.raises(KeyError):
        generate(faults=["no_such_fault"])
    with pytest.raises(KeyError):
        generate("no-such-template")


def test_command_writes_text_pages_and_labels(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path)
    assert main(["make", "--seed", "14", "--fault", "level_wrong", "--out", out]) == 0
    assert main(["make", "--seed", "14", "--format", "pdf", "--out", out]) == 0
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == [
        "wuhan-2020_14_a_level_wrong.json",
        "wuhan-2020_14_a_level_wrong.txt",
        "wuhan-2020_14_a_pages.json",
        "wuhan-2020_14_a_pages.pdf",
    ]
    assert (tmp_path / "wuhan-2020_14_a_pages.pdf").read_bytes().startswith(b"%PDF")
    assert main(["faults"]) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in REGISTRY)


def test_command_says_when_a_fault_does_not_fit(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["make", "--template", "shanghai-2024", "--fault", "form_unanswered", "--out", str(tmp_path)]) == 1
    assert "another seed" in capsys.readouterr().err
