"""The language pipeline: tokens that never cross a figure or a term, and clauses.

Characters come first. Figures and terms are found by offset; the tokenizer cuts at every edge of theirs and lets jieba
divide only what lies between. Each pipeline owns its `jieba.Tokenizer`, so that no lexicon sees the words of another.
Importing this module loads spaCy: callers that need figures and terms alone take `find_quantities` and `TermFinder`.
"""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

import regex
import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span
from spacy.vocab import Vocab

from audit.claims.clauses import Clause, item_marks, split_clauses
from audit.claims.quantities import Numbers, find_numbers

with warnings.catch_warnings():
    # jieba imports pkg_resources and has unescaped backslashes; neither concerns who runs the command
    warnings.simplefilter("ignore")
    import jieba

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.claims.lexicon import FindsTerms, TermSpan
    from audit.claims.quantities import QuantitySpan
    from audit.model.lexicon import QuantityWords

QUANTITIES, TERMS, CLAUSES = "quantities", "terms", "clauses"
_MARK = regex.compile(r'[，,；;。！!？?：:、（）()【】〔〕〈〉《》"“”\s]')
_FOUND = "audit.found"
_USER_WORD_FREQUENCY = 20_000
_STRETCHES_KEPT, _LONGEST_KEPT = 10_000, 40


class Token(NamedTuple):
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the pipeline makes of one paragraph. All offsets are in its text."""

    text: str
    clauses: tuple[Clause, ...]
    numbers: Numbers
    terms: tuple[TermSpan, ...]
    words: tuple[str, ...]
    """The tokens; together they are the text."""

    @property
    def tokens(self) -> tuple[Token, ...]:
        ends = accumulate(map(len, self.words))
        return tuple(Token(end - len(word), end, word) for word, end in zip(self.words, ends, strict=True))

    @property
    def quantities(self) -> tuple[QuantitySpan, ...]:
        return self.numbers.quantities


@dataclass(frozen=True, slots=True)
class _Found:
    """What was found by offset before the text was cut, and the words it was cut into."""

    text: str
    numbers: Numbers
    terms: tuple[TermSpan, ...]
    marks: tuple[tuple[int, int], ...]
    words: tuple[str, ...] = ()

    def whole(self) -> list[tuple[int, int]]:
        """Return the spans that neither a token nor a clause may end in."""
        spans = [(q.start, q.end) for q in self.numbers.quantities]
        spans.extend((o.start, o.end) for o in self.numbers.others)
        spans.extend((t.start, t.end) for t in self.terms)
        return spans


class CuttingTokenizer:
    """Cuts a text at the edges of its figures and terms and at punctuation; jieba divides the words between."""

    def __init__(self, vocab: Vocab, words: QuantityWords, terms: FindsTerms, names: Iterable[str]) -> None:
        self._vocab = vocab
        self._words = words
        self._terms = terms
        self._jieba = _own_jieba(names)
        # short stretches between figures recur: 万元, 比上年增加, 其中
        self._recurring = lru_cache(_STRETCHES_KEPT)(lambda stretch: tuple(self._jieba.cut(stretch)))

    def __call__(self, text: str) -> Doc:
        # half a surrogate pair cannot be stored; a question mark keeps its place
        text = text.encode("utf-8", "replace").decode("utf-8")
        found = _Found(text, find_numbers(text, self._words), self._terms.find(text), item_marks(text))
        words: list[str] = []
        for start, end, is_figure in _segments(text, found):
            words.extend((text[start:end],) if is_figure else self._divide(text[start:end]))
        doc = Doc(self._vocab, words=words, spaces=[False] * len(words))
        doc.user_data[_FOUND] = replace(found, words=tuple(words))
        return doc

    def _divide(self, stretch: str) -> Iterable[str]:
        if len(stretch) == 1:
            return (stretch,)
        return self._recurring(stretch) if len(stretch) <= _LONGEST_KEPT else self._jieba.cut(stretch)


@Language.component("audit_spans", assigns=["doc.spans"])
def audit_spans(doc: Doc) -> Doc:
    """Put down figures (`quantities`, labelled with their unit) and terms (`terms`, labelled with their key)."""
    found = _found_in(doc)
    doc.spans[QUANTITIES] = [_span(doc, q.start, q.end, q.quantity.unit.name) for q in found.numbers.quantities]
    doc.spans[TERMS] = [_span(doc, t.start, t.end, t.key) for t in found.terms]
    return doc


@Language.component("audit_clauses", requires=["doc.spans"], assigns=["doc.spans"])
def audit_clauses(doc: Doc) -> Doc:
    """Put down the clauses, labelled with their depth; no clause ends inside a figure or a term."""
    whole = [(s.start_char, s.end_char) for key in (QUANTITIES, TERMS) for s in doc.spans[key]]
    # the text that was cut: a Doc would put its own together again, word by word
    found = _found_in(doc)
    clauses = split_clauses(found.text, whole, found.marks)
    group = [_span(doc, c.start, c.end, str(c.depth)) for c in clauses]
    doc.spans[CLAUSES] = group
    doc.spans[CLAUSES].attrs[CLAUSES] = clauses
    return doc


def build_language(words: QuantityWords, terms: FindsTerms, names: Iterable[str] = ()) -> Language:
    """Return a pipeline for one lexicon. `names`: words that jieba must keep whole, as the names of projects."""
    # a vocabulary of plain words: nobody asks one whether it looks like a number or an address
    nlp = spacy.blank("zh", vocab=Vocab())
    nlp.tokenizer = CuttingTokenizer(nlp.vocab, words, terms, names)
    nlp.add_pipe("audit_spans")
    nlp.add_pipe("audit_clauses")
    return nlp


class Analyzer:
    """A pipeline with plain values before and after it."""

    def __init__(self, words: QuantityWords, terms: FindsTerms, names: Iterable[str] = ()) -> None:
        self._words = words
        self._terms = terms
        self.nlp = build_language(words, terms, names)

    def is_worthwhile(self, text: str) -> bool:
        """Tell cheaply whether a text has a figure or a term at all; others need not be analyzed."""
        return bool(find_numbers(text, self._words).quantities or self._terms.find(text))

    def analyze(self, text: str) -> Analysis:
        """Return clauses, figures, terms and tokens of a paragraph."""
        doc = self.nlp(text)
        found = _found_in(doc)
        clauses: tuple[Clause, ...] = doc.spans[CLAUSES].attrs[CLAUSES]
        return Analysis(text, clauses, found.numbers, found.terms, found.words)


def _found_in(doc: Doc) -> _Found:
    found = doc.user_data[_FOUND]
    if not isinstance(found, _Found):
        raise TypeError("this document was not made by the pipeline's own tokenizer")
    return found


def _span(doc: Doc, start: int, end: int, label: str) -> Span:
    """Return the span of two offsets. The tokenizer cut at both, so that there always is one."""
    span = doc.char_span(start, end, label=label)
    if span is None:
        raise ValueError(f"a token crosses the edge of {start}..{end}")
    return span


def _segments(text: str, found: _Found) -> list[tuple[int, int, bool]]:
    """Divide a text at all edges; True marks the digits of a number, which are one token."""
    numbers = {(q.number_start, q.number_end) for q in found.numbers.quantities}
    edges = {0, len(text), *(at for span in found.whole() for at in span), *(at for span in numbers for at in span)}
    edges.update(at for mark in found.marks for at in mark)
    in_number = bytearray(len(text))
    for start, end in numbers:
        in_number[start:end] = b"\1" * (end - start)
    for match in _MARK.finditer(text):
        if not in_number[match.start()]:
            edges.update(match.span())
    return [(start, end, (start, end) in numbers) for start, end in pairwise(sorted(edges))]


@cache
def _base_frequencies() -> tuple[dict[str, int], int]:
    """Read jieba's dictionary once. Nobody changes the result: every tokenizer copies it.

    `Tokenizer.initialize` would write a cache into the common temporary folder, where another user can put a file in
    its place and other processes write at the same time, and would log; reading the dictionary itself does neither.
    """
    with jieba.Tokenizer().get_dict_file() as file:
        frequencies, total = jieba.Tokenizer.gen_pfdict(io.BytesIO(file.read()))
    return frequencies, total


def _own_jieba(names: Iterable[str]) -> jieba.Tokenizer:
    """Return a tokenizer that shares nothing changeable with any other."""
    frequencies, total = _base_frequencies()
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total, tokenizer.initialized = dict(frequencies), total, True
    # a name of one character keeps nothing whole
    for name in sorted({name for name in names if len(name) > 1 and not name.isspace()}):
        tokenizer.add_word(name, _USER_WORD_FREQUENCY)
    return tokenizer
