from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import corpora
from corpora import Options, generate
from corpora.checklist import clean_answers
from corpora.faults import REGISTRY, NotApplicable
from corpora.templates import TEMPLATES, styled

SAMPLES = Path(corpora.__file__).parent / "samples"
CATEGORIES = {
    "NARR_TABLE", "NARR_ARITH", "TABLE_SUM", "TABLE_CROSS", "NARR_NARR", "FORMAT", "STRUCTURE", "TEXT", "LOGIC",
}  # fmt: skip


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@pytest.mark.parametrize("styles", [(), ("spaces", "page_breaks")], ids=["plain", "spaced"])
@pytest.mark.parametrize("template", sorted(TEMPLATES))
@pytest.mark.parametrize("frames", ["a", "b"])
def test_quotes_are_exact_substrings_of_their_lines(template: str, frames: str, styles: tuple[str, ...]) -> None:
    options = Options(form=True, style=styled(template, styles))
    for name in REGISTRY:
        for seed in range(3):
            try:
                made = generate(template, seed, frames, [name], options)
            except NotApplicable:
                continue
            for label in made.labels()["findings"]:
                line = made.lines[label["line"] - 1]
                assert label["quote"], name
                assert len(label["quote"]) <= 160, name
                assert label["quote"] in line, (name, label)
                assert label["line"] in label["lines"], name
                assert label["category"] in CATEGORIES, name
                assert label["severity"] in ("error", "warning"), name
            break


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_claims_point_at_their_figures(template: str) -> None:
    for styles in ((), ("spaces", "page_breaks", "separator")):
        made = generate(template, 6, options=Options(style=styled(template, styles)))
        claims = made.labels()["claims"]
        assert len(claims) > 60
        for claim in claims:
            line = made.lines[claim["line"] - 1]
            assert claim["quote"] in line
            assert claim["value"] in claim["quote"].replace(",", ""), claim
            assert claim["section"].startswith("explanation.")
            assert claim["ok"] is not False
        for placed in made.placed:
            assert made.lines[placed.line - 1][placed.start : placed.end] == placed.stated.printed


def test_wrong_claims_are_the_spoiled_ones() -> None:
    made = generate(seed=14, faults=["level_wrong", "completion_inverted"])
    wrong = [c for c in made.labels()["claims"] if c["ok"] is False]
    assert {c["key"] for c in wrong} == {key for _, key in made.wrong}
    assert len(wrong) == 2
    assert {c["status"] for c in wrong} == {"disagrees"}


def test_clean_checklist_knows_what_does_not_apply() -> None:
    seen = set()
    for seed in range(30):
        made = generate(seed=seed)
        answers = clean_answers(made.draft)
        assert set(answers) == set(range(1, 45))
        assert answers[35] == ("no",)
        nil = made.figures.three_public.is_nil
        assert (answers[16][0] == "n/a") == nil
        assert (answers[17][0] == "n/a") == (made.figures.three_public.groups == 0)
        seen.add((nil, answers[28][0]))
        assert made.labels()["findings"] == []
    assert len(seen) >= 3


def test_paged_labels_stand_on_their_pages(tmp_path: Path) -> None:
    pdfplumber = pytest.importorskip("pdfplumber")
    made = generate("wuhan-2020", 14, "a", ["level_wrong", "cell_economic", "glossary_wrong_level", "caption_dropped"])
    path = tmp_path / "made.pdf"
    path.write_bytes(made.pdf)
    with pdfplumber.open(path) as pdf:
        pages = [squeeze("".join(c["text"] for c in page.chars)) for page in pdf.pages]
    for label in made.labels("made.pdf", paged=True)["findings"]:
        assert squeeze(label["quote"]) in pages[label["page"] - 1], label
    for claim in made.labels("made.pdf", paged=True)["claims"]:
        assert claim["value"] in pages[claim["page"] - 1], claim


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda p: p.stem)
def test_labels_of_samples_name_their_document(path: Path) -> None:
    labels = json.loads(path.read_text(encoding="utf-8"))
    document = SAMPLES / labels["document"]
    assert document.exists()
    assert document.stem == path.stem
    if document.suffix == ".txt":
        lines = document.read_text(encoding="utf-8").split("\n")
        for one in (*labels["findings"], *labels["claims"]):
            assert one["quote"] in lines[one["line"] - 1]
