"""Ways to get a printed number wrong. Each takes the printed digits and returns other ones, or None where it cannot."""

# ruff: noqa: ARG001
# Operators are all called alike; few of them need every argument.
from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from random import Random

Operator = Callable[[str, Random], "str | None"]


def _digits(printed: str) -> list[int]:
    return [n for n, c in enumerate(printed) if c.isdigit()]


def _valid(new: str, old: str) -> str | None:
    """Reject what is no number or the same number."""
    bare, was = new.replace(",", ""), old.replace(",", "")
    whole, _, part = bare.partition(".")
    if part.endswith("0") and not was.endswith("0"):
        return None
    if not whole or not bare.replace(".", "").isdigit() or (len(whole) > 1 and whole[0] == "0"):
        return None
    same = whole == was.partition(".")[0] and part.rstrip("0") == was.partition(".")[2].rstrip("0")
    return None if same or bare.endswith(".") or not any(c in "123456789" for c in bare) else _regrouped(new, old)


def _regrouped(new: str, old: str) -> str:
    """Put separators where the old number had them."""
    if "," not in old and len(old.partition(".")[0]) > 3:
        return new.replace(",", "")
    if "," in old:
        whole, dot, part = new.replace(",", "").partition(".")
        return f"{int(whole):,}{dot}{part}"
    return new


def digit(printed: str, rng: Random) -> str | None:
    """Another digit in one place."""
    n = rng.choice(_digits(printed))
    new = rng.choice([d for d in "123456789" if d != printed[n]])
    return _valid(printed[:n] + new + printed[n + 1 :], printed)


def drop(printed: str, rng: Random) -> str | None:
    """One digit left out."""
    n = rng.choice(_digits(printed))
    return _valid(printed[:n] + printed[n + 1 :], printed)


def double(printed: str, rng: Random) -> str | None:
    """One digit typed twice, in the whole part."""
    places = [n for n in _digits(printed) if n < len(printed.partition(".")[0])]
    n = rng.choice(places)
    return _valid(printed[:n] + printed[n] + printed[n:], printed)


def transpose(printed: str, rng: Random) -> str | None:
    """Two neighbouring digits exchanged."""
    pairs = [n for n in _digits(printed)[:-1] if printed[n + 1].isdigit() and printed[n] != printed[n + 1]]
    if not pairs:
        return None
    n = rng.choice(pairs)
    return _valid(printed[:n] + printed[n + 1] + printed[n] + printed[n + 2 :], printed)


def shift(printed: str, rng: Random) -> str | None:
    """The decimal point one place off."""
    bare = printed.replace(",", "")
    whole, _, part = bare.partition(".")
    if part and rng.random() < 0.5:
        return _valid((whole + part[0]).lstrip("0") + (f".{part[1:]}" if part[1:] else ""), printed)
    if len(whole) < 2:
        return None
    kept = f"{whole[-1]}{part}"[:2]
    return _valid(f"{whole[:-1]}.{kept}", printed)


def truncate(printed: str, rng: Random) -> str | None:
    """The decimals cut off."""
    return _valid(printed.partition(".")[0], printed)


def zero_inside(printed: str, rng: Random) -> str | None:
    """A zero behind the decimal point lost: 76.05 becomes 76.5."""
    whole, dot, part = printed.partition(".")
    return _valid(f"{whole}.{part[1:]}", printed) if dot and len(part) == 2 and part[0] == "0" else None


DIGIT_OPERATORS: dict[str, Operator] = {
    "digit": digit,
    "drop": drop,
    "double": double,
    "transpose": transpose,
    "shift": shift,
    "truncate": truncate,
    "zero_inside": zero_inside,
}


def spoil(printed: str, rng: Random, least: str = "0.05") -> str:
    """Return another number of the same kind, off by at least `least`: a digit changed, exchanged or left out."""
    old = Decimal(printed.replace(",", ""))
    for _ in range(60):
        name = rng.choice(("digit", "transpose", "drop", "digit"))
        new = DIGIT_OPERATORS[name](printed, rng)
        if new is not None and abs(Decimal(new.replace(",", "")) - old) >= Decimal(least):
            return new
    return f"{old + 1}"
