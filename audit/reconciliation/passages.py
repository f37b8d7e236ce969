"""Texts reduced to what they say, so that two printings of one sentence can be laid side by side.

Letters are kept, every figure is `#`, every mark between clauses `|`. White space, quotation marks and what else
differs from printing to printing is gone. Figures that name a day, a year or a rank stay as they are: they are words.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex

if TYPE_CHECKING:
    from collections.abc import Callable

    from audit.model.claims import Claim
    from audit.model.places import Ref

_FIGURE = regex.compile(r"\d{1,3}(?:[,，]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
_BLANK = regex.compile(r"\s+")
_LETTER = regex.compile(r"[\p{Han}A-Za-z%≥≤<>]")
_MARK = regex.compile(r"[，。；：、！？,;:!?（）()]")
_HALF = Decimal("0.5")
_QUOTED = 60
"""Characters of a long sentence that are quoted before its figure."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One figure of a passage: where its `#` stands, and the claim that states it."""

    passage: Passage
    at: int
    value: Decimal
    half: Decimal
    printed: str
    claim: Claim | None

    @property
    def place(self) -> Ref:
        return self.passage.place(self.at)


@dataclass(frozen=True, slots=True, eq=False)
class Passage:
    """One paragraph or one cell. `side` is the part of the publication that it stands in."""

    side: str
    plain: str
    spans: tuple[tuple[int, int], ...]
    """Where each character of `plain` stands in the text."""
    ref: Callable[[int, int], Ref]
    subject: str = ""
    """Name of the project that it is about, "" where that is not known."""

    def place(self, at: int) -> Ref:
        """Return the place of the clause that leads to a figure, the figure with it."""
        first = self.plain.rfind("|", 0, at) + 1
        end = self.spans[at][1]
        return self.ref(max(self.spans[first][0], end - _QUOTED), end)


def passage_of(
    side: str,
    text: str,
    ref: Callable[[int, int], Ref],
    dated: str,
    claims: tuple[Claim, ...] = (),
    subject: str = "",
) -> tuple[Passage, list[Spot]]:
    """Reduce a text, and return its figures with it."""
    words, offsets = _without_blanks(text)
    named = {m.start("figure") for m in regex.finditer(dated, words)}
    plain, spans, figures = ["|"], [(0, 0)], []
    at = 0
    while at < len(words):
        found = _FIGURE.match(words, at)
        end = found.end() if found else at + 1
        kept = _kept(words[at:end], is_figure=found is not None and at not in named)
        if kept == "#" and found is not None:
            figures.append((len(plain), found[0]))
        if kept and not kept == plain[-1] == "|":
            for n, char in enumerate(kept):
                plain.append(char)
                spans.append((offsets[at + n], offsets[end - 1 if kept == "#" else at + n] + 1))
        at = end
    if plain[-1] != "|":
        plain.append("|")
        spans.append((len(text), len(text)))
    passage = Passage(side, "".join(plain), tuple(spans), ref, subject)
    return passage, [_spot(passage, at, printed, claims) for at, printed in figures]


def _without_blanks(text: str) -> tuple[str, list[int]]:
    """Return a text without white space, save between two figures, and where each character stood."""
    kept: list[int] = []
    for at, char in enumerate(text):
        if not char.isspace():
            kept.append(at)
            continue
        after = _BLANK.match(text, at)
        follows = text[after.end() : after.end() + 1] if after else ""
        if kept and kept[-1] == at - 1 and text[at - 1].isdigit() and follows.isdigit():
            kept.append(at)
    return "".join(text[at] for at in kept), kept


def _kept(piece: str, *, is_figure: bool) -> str:
    if is_figure:
        return "#"
    if piece[0].isdigit():
        return piece
    if _MARK.fullmatch(piece):
        return "|"
    return piece if _LETTER.fullmatch(piece) else ""


def _spot(passage: Passage, at: int, printed: str, claims: tuple[Claim, ...]) -> Spot:
    start = passage.spans[at][0]
    value = Decimal(regex.sub("[,，]", "", printed))
    exponent = value.as_tuple().exponent
    places = max(0, -exponent) if isinstance(exponent, int) else 0
    claim = next((c for c in claims if c.start <= start < c.end), None)
    return Spot(passage, at, value, _HALF.scaleb(-places), printed, claim)
