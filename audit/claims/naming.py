"""Names what a figure is about where the lexicon has no term for it: whole words, cut by the language pipeline."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import regex

from audit.claims.lexicon import TermFinder

if TYPE_CHECKING:
    from audit.claims.language import Analyzer
    from audit.model.lexicon import QuantityWords
    from audit.model.prose_rules import Term
    from audit.model.rules import ClaimRules

_LONGEST = 24
_EDGE = regex.compile(r"[，。；：、（）\"]")


class Namer:
    """Names the figures of one paragraph; the pipeline runs only where a figure needs a name."""

    def __init__(self, rules: ClaimRules, text: str) -> None:
        self._rules = rules
        self._text = text
        self._edges: list[int] | None = None

    def name(self, start: int, end: int) -> str:
        """Return the last words before a figure, `start..end` being what leads to it: no word is cut in two."""
        lead = self._text[start:end].rstrip("：，、")
        end = start + len(lead)
        at = max((m.end() + start for m in _EDGE.finditer(lead)), default=start)
        if end - at > _LONGEST:
            at = next((edge for edge in self._tokens() if edge >= end - _LONGEST), at)
        return self._text[at:end]

    def _tokens(self) -> list[int]:
        """Return where tokens begin."""
        if self._edges is None:
            analyzer = _analyzer(self._rules.quantities, self._rules.lexicon.terms)
            self._edges = [token.start for token in analyzer.analyze(self._text).tokens]
        return self._edges


@cache
def _analyzer(words: QuantityWords, terms: tuple[Term, ...]) -> Analyzer:
    """Return the pipeline of a lexicon, made once and never changed. spaCy is loaded only when it is needed."""
    from audit.claims.language import Analyzer  # noqa: PLC0415 - loading spaCy takes a second

    plain = ((term.key, [word for word in term.words if not _looks_around(word)]) for term in terms)
    return Analyzer(words, TermFinder.of_wordings(plain))


def _looks_around(wording: str) -> bool:
    """Tell whether a wording depends on what stands beside it: it cannot be spelt out."""
    return any(sign in wording for sign in ("(?!", "(?=", "(?<"))
