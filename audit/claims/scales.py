"""Reads a bare 万 as money where its sentence speaks of money: 公务接待费 1.5万 is 1.5 万元, 用户 6200万 is not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit import regex
from audit.model.values import Unit

if TYPE_CHECKING:
    from audit.claims.quantities import QuantitySpan

_SCALES = {"万": Unit.WAN_YUAN, "亿": Unit.YI_YUAN}
_SENTENCE_END = regex.compile(r"[。！？]")
_CLAUSE_END = regex.compile(r"[，。；：、（）]")
_CODE = regex.compile(r"2\d{2}类）|2\d{4}款）|2\d{6}项）")
_ITSELF = regex.compile(r"（不?含(?:本数)?）")


def read_scales(text: str, spans: tuple[QuantitySpan, ...], money: regex.Limited) -> tuple[QuantitySpan, ...]:
    """Return the figures with a bare 万 or 亿 turned into amounts where `money` words lead to one in their sentence."""
    starts = [m.end() for m in _SENTENCE_END.finditer(text)]
    said: set[int] = set()
    read: list[QuantitySpan] = []
    for span in spans:
        sentence = max((s for s in starts if s <= span.start), default=0)
        lead = text[sentence : span.start]
        clause = _CLAUSE_END.split(lead)[-1]
        amount = span.quantity.unit.is_money
        printed_as_money = sentence in said and "." in span.quantity.printed
        if _is_bare(text, span) and (printed_as_money or money.search(clause)):
            quantity = replace(span.quantity, unit=_SCALES[span.quantity.counter], counter="")
            read.append(replace(span, quantity=quantity))
            amount = True
        else:
            read.append(span)
        if amount:
            said.add(sentence)
    return tuple(read)


def _is_bare(text: str, span: QuantitySpan) -> bool:
    """Tell whether a figure ends with its scale: nothing that could be counted follows."""
    scaled = span.quantity.unit is Unit.COUNT and span.quantity.counter in _SCALES
    return scaled and (span.end >= len(text) or bool(_CLAUSE_END.match(text, span.end)))


def is_code(text: str, span: QuantitySpan) -> bool:
    """Tell whether a figure is the code of a 科目 in brackets: 教育支出（205类）."""
    return text[: span.start].endswith("（") and bool(_CODE.match(text, span.start))


def is_threshold(text: str, span: QuantitySpan) -> bool:
    """Tell whether a figure only bounds a class of things (单价50万元（含）以上)."""
    if not span.quantity.unit.is_money:
        return False
    return bool(_ITSELF.match(text, span.end)) or text[: span.start].endswith(("单价", "价值"))
