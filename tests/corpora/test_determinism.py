from __future__ import annotations

import ast
from pathlib import Path

import pytest

import corpora
from corpora import generate
from corpora.command import SAMPLES, samples, save

PACKAGE = Path(corpora.__file__).parent
COMMITTED = PACKAGE / "samples"


@pytest.mark.parametrize("template", ["wuhan-2020", "wuhan-2023", "shanghai-2024"])
def test_same_seed_gives_same_bytes(template: str) -> None:
    one, two = generate(template, 8, "b"), generate(template, 8, "b")
    assert one.text == two.text
    assert one.pdf == two.pdf
    assert one.labels("x") == two.labels("x")


def test_other_seed_frames_or_fault_give_other_texts() -> None:
    texts = {generate(seed=s, frames=f).text for s in (1, 2, 3) for f in "ab"}
    texts.add(generate(seed=1, faults=["level_wrong"]).text)
    assert len(texts) == 7


def test_a_publication_does_not_depend_on_what_was_made_before() -> None:
    alone = generate(seed=2).text
    generate("shanghai-2024", 5, "b", ["share_wrong"])
    assert generate(seed=2).text == alone


@pytest.mark.parametrize("sample", samples(), ids=lambda s: s.name)
def test_committed_samples_are_what_the_generator_makes(sample: object, tmp_path: Path) -> None:
    made = sample.publication()
    for path in save(made, tmp_path, sample.name, sample.formats):
        assert path.read_bytes() == (COMMITTED / path.name).read_bytes(), f"{path.name}: run corpora build"


def test_no_sample_is_left_over() -> None:
    listed = {s.name for s in samples()}
    found = {p.stem.removesuffix("_pages") for p in COMMITTED.iterdir()}
    assert found == listed, f"samples and {SAMPLES.name} differ"


def test_corpora_stands_alone() -> None:
    for path in PACKAGE.rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(text)):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not any(n.split(".")[0] == "audit" for n in names), path
        assert '"rules' not in text, path
