"""Single edits of a clean publication's text, for measuring: each one verifiable figure or cell, by one operator."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TYPE_CHECKING

from corpora.operators import DIGIT_OPERATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corpora.generator import Placed, Publication


@dataclass(frozen=True, slots=True)
class Mutation:
    """One edit: on `line` the characters from `start` to `end` became `new`."""

    operator: str
    placed: Placed
    line: int
    start: int
    end: int
    old: str
    new: str
    text: str
    """The whole text after the edit."""

    @property
    def new_end(self) -> int:
        return self.start + len(self.new)


WORDS = {"增加": "减少", "减少": "增加", "大于": "小于", "小于": "大于", "高于": "低于", "低于": "高于"}
LEAST = {"amount": Decimal("0.03"), "percent": Decimal("0.2"), "count": Decimal(1), "score": Decimal("0.2")}


def verifiable(placed: Placed) -> bool:
    """Tell whether a table or arithmetic settles a figure."""
    s = placed.stated
    if s.kind not in ("amount", "percent") or not s.printed or Decimal(s.value) == 0:
        return False
    if placed.where == "cell":
        return placed.section == "tables"
    return placed.section.startswith("explanation") and s.verifiable in ("table", "arith")


def mutations(publication: Publication, *, where: str = "", operators: tuple[str, ...] = ()) -> Iterator[Mutation]:
    """Yield every edit of every verifiable figure. `where` is prose, cell or "" for both."""
    placed = [p for p in publication.placed if verifiable(p) and (not where or p.where == where)]
    for n, one in enumerate(placed):
        rng = Random(f"{publication.template}/{publication.seed}/{n}")  # noqa: S311 - repeatable
        for name, new in edits(publication, one, placed, rng):
            if (not operators or name in operators) and far(one, new):
                yield edit(publication, one, name, new)


def far(placed: Placed, new: str) -> bool:
    """Tell whether an edit is larger than what rounding explains."""
    old = Decimal(placed.stated.value)
    return abs(Decimal(new.replace(",", "")) - old) > LEAST[placed.stated.kind]


def edits(publication: Publication, one: Placed, placed: list[Placed], rng: Random) -> Iterator[tuple[str, str]]:
    """Yield operator and new digits for one figure."""
    printed = one.stated.printed
    for name, operator in DIGIT_OPERATORS.items():
        new = operator(printed, rng)
        if new is not None:
            yield name, new
    same = [p for p in placed if p.stated.kind == one.stated.kind and p.where == one.where and p is not one]
    near = [p for p in same if abs(p.line - one.line) <= 2 and p.stated.value != one.stated.value]
    if near:
        yield "neighbour", rng.choice(near).stated.printed
    stale = stale_value(publication, one)
    if stale:
        yield "stale_year", stale
    if one.stated.kind == "percent" and (inverted := inverse(printed)):
        yield "inverted", inverted
    if one.stated.kind == "amount":
        yield "times_ten_thousand", str((Decimal(one.stated.value) * 10_000).quantize(Decimal(1)))


def stale_value(publication: Publication, one: Placed) -> str:
    """Return last year's value of a total, "" where none is known."""
    from corpora.money import amount_text  # noqa: PLC0415 - one use

    last = publication.figures.last
    known = {
        "summary.total": last.total,
        "revenue.total": last.revenue,
        "expenditure.total": last.expenditure,
        "appropriation.total": last.appropriation,
        "general.spent": last.general,
    }
    fen = known.get(one.stated.key)
    return amount_text(fen, publication.draft.style) if fen else ""


def inverse(printed: str) -> str:
    """Return a ratio's inverse in percent, "" where it is the same."""
    value = Decimal(printed.replace(",", ""))
    places = len(printed.partition(".")[2])
    new = (Decimal(10_000) / value).quantize(Decimal(1).scaleb(-places))
    return "" if new == value else str(new)


def edit(publication: Publication, one: Placed, name: str, new: str) -> Mutation:
    """Return the publication's text with one figure replaced."""
    lines = list(publication.lines)
    row = lines[one.line - 1]
    lines[one.line - 1] = row[: one.start] + new + row[one.end :]
    old = row[one.start : one.end]
    return Mutation(name, one, one.line, one.start, one.end, old, new, "\n".join(lines) + "\n")


def sign_mutations(publication: Publication) -> Iterator[Mutation]:
    """Yield edits that turn a direction word of the explanation against its amounts."""
    for one in publication.placed:
        if one.where != "prose" or not one.stated.key.endswith(".growth"):
            continue
        row = publication.lines[one.line - 1]
        low = max(0, one.start - 24)
        for word, other in WORDS.items():
            at = row.rfind(word, low, one.start)
            if at < 0:
                continue
            lines = list(publication.lines)
            lines[one.line - 1] = row[:at] + other + row[at + len(word) :]
            yield Mutation("sign", one, one.line, at, at + len(word), word, other, "\n".join(lines) + "\n")
            break
