"""The pipeline cuts at every edge, keeps nothing between texts or lexicons, and writes nothing anywhere."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING

import jieba
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

from audit.claims.clauses import split_clauses
from audit.claims.language import CLAUSES, QUANTITIES, TERMS, Analysis, Analyzer, build_language
from audit.claims.lexicon import TermFinder
from audit.claims.quantities import find_numbers
from tests.claims.support import quantity_words
from tests.support import ROOT, shared_file

if TYPE_CHECKING:
    from pathlib import Path

TERM_WORDS = {
    "财政拨款": "appropriation",
    "财政拨款支出": "appropriation_expenditure",
    "支出": "expenditure",
    "一般公共预算": "general_budget",
    "公共预算财政": "crossing",
    "款支出年": "crossing_words",
    "三公": "three_public",
    "因公出国（境）费": "travel",
}
TEXT_A = "2021年度一般公共预算财政拨款支出年初预算为1,076.05万元（占98.5%），台式机0台（套），因公出国（境）费0万元。"
TEXT_B = "1.青禾县防汛抗旱项目支出67.86万元；2.“三公”经费比上年减少百分之五，培训400余人次。"


@cache
def analyzer() -> Analyzer:
    return Analyzer(quantity_words(), TermFinder(TERM_WORDS))


def inner_edges(analysis: Analysis) -> set[int]:
    spans = [(q.start, q.end) for q in analysis.quantities]
    spans += [(q.number_start, q.number_end) for q in analysis.quantities]
    spans += [(t.start, t.end) for t in analysis.terms]
    spans += [(c.start, c.end) for c in analysis.clauses]
    return {at for span in spans for at in span}


@pytest.mark.parametrize("text", [TEXT_A, TEXT_B, "", "无", " 3 4 ", "\ud800元"])
def test_no_token_crosses_an_edge(text: str) -> None:
    analysis = analyzer().analyze(text)
    for token in analysis.tokens:
        assert not any(token.start < edge < token.end for edge in inner_edges(analysis)), token
    assert [token.start for token in analysis.tokens[1:]] == [token.end for token in analysis.tokens[:-1]]


@settings(max_examples=150, deadline=None)
@given(st.text(alphabet='一般公共预算财政拨款支出三公经费12.,，%万元（）。；"① a\t年', max_size=50))
def test_tokens_make_up_the_text_and_respect_every_edge(text: str) -> None:
    analysis = analyzer().analyze(text)
    assert "".join(token.text for token in analysis.tokens) == text
    edges = inner_edges(analysis)
    assert not any(token.start < edge < token.end for token in analysis.tokens for edge in edges)
    assert analysis.numbers == find_numbers(text, quantity_words())


def test_numbers_are_one_token_and_nested_terms_are_kept() -> None:
    analysis = analyzer().analyze(TEXT_A)
    assert "1,076.05" in [token.text for token in analysis.tokens]
    assert {term.key for term in analysis.terms} == set(TERM_WORDS.values()) - {"three_public"}


def test_spans_stand_in_the_document() -> None:
    doc = analyzer().nlp(TEXT_A)
    assert [span.text for span in doc.spans[QUANTITIES]] == ["1,076.05万元", "98.5%", "0台（套）", "0万元"]
    assert [span.label_ for span in doc.spans[QUANTITIES]] == ["WAN_YUAN", "PERCENT", "COUNT", "WAN_YUAN"]
    assert "appropriation_expenditure" in [span.label_ for span in doc.spans[TERMS]]
    assert [(span.label_, span.text) for span in doc.spans[CLAUSES]][1:] == [
        ("1", "占98.5%"),
        ("0", "台式机0台（套）"),
        ("0", "因公出国（境）费0万元"),
    ]


def test_the_pipeline_finds_no_problem_in_itself() -> None:
    assert analyzer().nlp.pipe_names == ["audit_spans", "audit_clauses"]
    analysis = analyzer().nlp.analyze_pipes(keys=["assigns", "requires"])
    assert not any(analysis["problems"].values())
    assert analysis["summary"]["audit_clauses"]["requires"] == ["doc.spans"]


def test_a_pipeline_in_the_wrong_order_is_noticed() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("audit_clauses")
    nlp.add_pipe("audit_spans")
    assert nlp.analyze_pipes()["problems"]["audit_clauses"] == ["doc.spans"]


def test_a_foreign_document_is_refused() -> None:
    doc = spacy.blank("zh").make_doc("支出")
    with pytest.raises((TypeError, KeyError)):
        analyzer().nlp.get_pipe("audit_spans")(doc)


def test_the_order_of_texts_does_not_matter() -> None:
    first, second = (Analyzer(quantity_words(), TermFinder(TERM_WORDS)) for _ in range(2))
    a_then_b = [first.analyze(TEXT_A), first.analyze(TEXT_B)]
    b_then_a = [second.analyze(TEXT_B), second.analyze(TEXT_A)]
    assert a_then_b == b_then_a[::-1]


def test_one_lexicon_does_not_see_the_words_of_another() -> None:
    text = "青禾县防汛抗旱项目"
    before = analyzer().analyze(text)
    named = Analyzer(quantity_words(), TermFinder({}), ["禾县防汛抗"])
    assert "禾县防汛抗" in [token.text for token in named.analyze(text).tokens]
    assert analyzer().analyze(text) == before
    assert "禾县防汛抗" not in [token.text for token in before.tokens]
    assert not jieba.dt.initialized


def test_only_worthwhile_text_is_named_so() -> None:
    assert analyzer().is_worthwhile("支出情况")
    assert analyzer().is_worthwhile("共3辆")
    assert not analyzer().is_worthwhile("2021年，第三部分")


def test_clauses_of_the_pipeline_are_those_of_the_plain_function() -> None:
    analysis = analyzer().analyze(TEXT_A)
    whole = [(s.start, s.end) for s in (*analysis.quantities, *analysis.terms)]
    assert analysis.clauses == split_clauses(TEXT_A, whole)


def test_two_pipelines_live_side_by_side() -> None:
    one = build_language(quantity_words(), TermFinder({"支出": "a"}))
    other = build_language(quantity_words(), TermFinder({"收入": "b"}))
    assert [len(nlp("收入支出").spans[TERMS]) for nlp in (one, other)] == [1, 1]
    assert one.vocab is not other.vocab


def test_nothing_is_printed_and_no_cache_is_written(tmp_path: Path) -> None:
    code = (
        "from audit.claims.language import Analyzer\n"
        "from audit.claims.lexicon import TermFinder\n"
        "from tests.claims.support import quantity_words\n"
        "Analyzer(quantity_words(), TermFinder({'支出': 'x'})).analyze('支出3万元，青禾县')\n"
    )
    done = subprocess.run(
        [sys.executable, "-W", "default", "-c", code],
        cwd=ROOT,
        env={"TMPDIR": str(tmp_path), "PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=True,
    )
    assert not done.stdout
    assert "jieba" not in done.stderr
    assert "prefix dict" not in done.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("seed", ["002_d3a96bfeb8abfd5e", "004_b52739e0176eb4c3"])
def test_whole_publications_pass(seed: str) -> None:
    lines = shared_file(f"seeds/{seed}.txt").read_text(encoding="utf-8").splitlines()
    for line in lines:
        text = "".join(line.split())
        analysis = analyzer().analyze(text)
        assert "".join(token.text for token in analysis.tokens) == text
        edges = inner_edges(analysis)
        assert not any(token.start < edge < token.end for token in analysis.tokens for edge in edges)
