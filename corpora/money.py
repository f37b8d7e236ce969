"""Amounts in fen (1/100 yuan), rates and their printing. Integers only, half up."""

from __future__ import annotations

from dataclasses import dataclass

WAN = 1_000_000
"""Fen in one 万元."""
CENT = 10_000
"""Fen in 0.01 万元."""


@dataclass(frozen=True, slots=True)
class Style:
    """How figures are printed. One style holds for a whole publication."""

    separator: bool = False
    """Thousands separators, in prose and in tables."""
    full_places: bool = False
    """Two decimals always (690.40); else trailing zeros are dropped (690.4)."""
    percent_places: int = 1
    full_cells: bool = False
    """Two decimals always in tables, whatever prose does."""
    yuan_tables: bool = False
    """The nine tables are in 元; prose stays in 万元."""
    zero_cell: str = ""
    """What stands in a table cell that is zero."""
    zero_summary: str = ""
    """What stands in a zero cell of the two summaries."""
    zero_text: str = "0"
    """What stands in prose for an amount of nothing."""
    spaces: bool = False
    """A blank between digits and Chinese characters in prose."""
    code_by_level: bool = False
    """In tables with three code columns: each code under its own level, not all in the first column."""
    page_breaks: bool = False
    """Text only: paragraphs are cut by page breaks, in the middle of a sentence."""


def half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded half up. Both are not negative."""
    return (2 * numerator + denominator) // (2 * denominator)


def cents(fen: int) -> int:
    """Return an amount in hundredths of a 万元, rounded half up."""
    return half_up(fen, CENT) if fen >= 0 else -half_up(-fen, CENT)


def decimal_text(value: int, places: int) -> str:
    """Print an integer number of 10**-places units with all its places."""
    sign, value = ("-", -value) if value < 0 else ("", value)
    if not places:
        return f"{sign}{value}"
    whole, part = divmod(value, 10**places)
    return f"{sign}{whole}.{part:0{places}d}"


def grouped(text: str) -> str:
    """Add thousands separators to a printed number."""
    whole, dot, part = text.partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}{dot}{part}"


def stripped(text: str) -> str:
    """Drop trailing zeros after the decimal point."""
    return text.rstrip("0").rstrip(".") if "." in text else text


def printed(fen: int, *, full: bool, separator: bool) -> str:
    """Print an amount in 万元."""
    text = decimal_text(cents(fen), 2)
    text = text if full else stripped(text)
    return grouped(text) if separator else text


def amount_text(fen: int, style: Style) -> str:
    """Print an amount in 万元 as prose does."""
    return printed(fen, full=style.full_places, separator=style.separator) if fen else style.zero_text


def cell_text(fen: int, style: Style, *, summary: bool = False) -> str:
    """Print an amount in 万元 as a table cell does."""
    if cents(fen) == 0:
        return style.zero_summary if summary else style.zero_cell
    full = style.full_places or style.full_cells
    if style.yuan_tables:
        text = decimal_text(fen, 2) if full else stripped(decimal_text(fen, 2))
        return grouped(text) if style.separator else text
    return printed(fen, full=full, separator=style.separator)


def rate(numerator: int, denominator: int, places: int = 1) -> int:
    """Return 100 * numerator / denominator in units of 10**-places percent, half up."""
    return half_up(100 * 10**places * numerator, denominator)


def rate_text(numerator: int, denominator: int, places: int = 1) -> str:
    """Print a rate without its percent sign."""
    return decimal_text(rate(numerator, denominator, places), places)
