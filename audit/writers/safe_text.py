"""Makes text of a document harmless where a spreadsheet could take it for more than text."""

from __future__ import annotations

import re

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32_767
"""Spreadsheets refuse a whole workbook for one longer cell."""


def legal(text: str) -> str:
    """Return a text without the characters that no workbook may hold, cut to what one cell may hold."""
    return _ILLEGAL.sub("", text)[:_LONGEST_CELL]


def looks_like_formula(text: str) -> bool:
    """Return whether a spreadsheet would take the text for a formula if it were typed in."""
    return text.lstrip(" \u3000\u00a0\ufeff").startswith(FORMULA_STARTS)
