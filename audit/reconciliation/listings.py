"""Which of the figures after a total are its parts: by what they count, not by where they stand."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from audit import regex

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.document import Document

_TOTAL_ALONE = regex.compile(r"[、和]?(?:总计|共计|合计)(?:为|是|：)?")
_TOTAL_WORDS = regex.compile(r"(?:总计|共计|合计|总共|共有|共)")
_VERBS = frozenset(("办理", "受理", "办结", "处理", "接听", "转办", "接待", "发放", "审批", "检查", "培训", "处置"))
_NEAR_FIGURE = 6
"""A verb that ends further before a figure belongs to another one."""
_CAR = "辆"
_REST = regex.compile(r"[、，]?其他(?:公务)?用车(?:共)?")
_KIND = regex.compile(r"[^，。；：]*用车(?:共)?")
_BROKEN_DOWN = regex.compile(r"[。，；：]?(?:其中)?[，：]?按(?:照)?[^，。；：\d]{1,12}?(?:分类|划分|区分|分|看)[，：]")
_PEOPLE_AND_CARS = frozenset({"辆", "人", "名"})


def _lead(doc: Document, claim: Claim) -> str:
    """Return the words of a claim's clause that stand before its figure."""
    return doc.paragraphs[claim.paragraph].text[claim.clause_start : claim.start]


def counted_alike(doc: Document, head: Claim, parts: list[Claim]) -> list[Claim]:
    """Keep the parts that count what their head counts: 办理 with 办理, vehicles and staff by their kinds."""
    words = _TOTAL_WORDS.sub("", _lead(doc, head))
    by_verb: dict[str, list[Claim]] = {}
    for part in parts:
        verb = _verb_of(_lead(doc, part))
        if verb and verb in words:
            by_verb.setdefault(verb, []).append(part)
    same = max(by_verb.values(), key=len, default=[])
    if len(same) > 1:
        return same
    if head.quantity.counter in _PEOPLE_AND_CARS and (head.concept is not None or "人数" in words or "编制" in words):
        return [p for p in parts if regex.fullmatch(r"[^，。；]*[用车制编务业休政工].{0,12}", _lead(doc, p) or "用")]
    return []


def _verb_of(lead: str) -> str:
    """Return what a count says was done: the verb nearest before the figure."""
    found = [(lead.rfind(verb), verb) for verb in _VERBS if verb in lead]
    at, verb = max(found, default=(-1, ""))
    return verb if at >= 0 and len(lead) - at <= _NEAR_FIGURE else ""


def kinds_after(doc: Document, head: Claim, following: tuple[Claim, ...]) -> list[Claim]:
    """Return the kinds that a total is broken down by right after it.

    They are vehicles behind a colon (共有车辆 11 辆：机要通信用车 4 辆), or what 按…分 says.
    """
    by_kind = _by_kind(doc, head, following)
    if by_kind:
        return by_kind
    if (
        head.quantity.counter != _CAR
        or head.concept is None
        or doc.paragraphs[head.paragraph].text[head.end : head.end + 1] != "："
    ):
        return []
    parts: list[Claim] = []
    for claim in following:
        same = claim.paragraph == head.paragraph and claim.quantity.counter == _CAR
        if not same or not _KIND.fullmatch(_lead(doc, claim)):
            break
        parts.append(claim)
    return parts


def _by_kind(doc: Document, head: Claim, following: tuple[Claim, ...]) -> list[Claim]:
    """Return the counts of the clause that breaks a total down by one property, where nothing else is added."""
    text = doc.paragraphs[head.paragraph].text
    told = _BROKEN_DOWN.match(text, head.end)
    if told is None or head.quantity.counter not in _PEOPLE_AND_CARS:
        return []
    end = next((at for at in range(told.end(), len(text)) if text[at] in "，。；"), len(text))
    alike = [c for c in following if c.paragraph == head.paragraph and c.quantity.counter == head.quantity.counter]
    parts = [c for c in alike if told.end() <= c.start and c.end <= end]
    if not parts or parts[-1].end != end or any("、" not in text[a.end : b.start] for a, b in pairwise(parts)):
        return []
    rest = next((c for c in alike if c.start >= end), None)
    added = rest is not None and "。" not in text[end : rest.start] and "中" not in text[end : rest.start]
    return [] if added else parts


def lists_all(doc: Document, head: Claim, parts: list[Claim]) -> bool:
    """Tell whether the parts are all that the head counts: it names them, or their list ends with the rest."""
    if parts and _by_kind(doc, head, tuple(parts)) == parts:
        return True
    return enumerates(doc, head, parts) or _ends_with_the_rest(doc, head, parts)


def _ends_with_the_rest(doc: Document, head: Claim, parts: list[Claim]) -> bool:
    """Tell whether a list of vehicles ends with 其他用车, as the form has it."""
    is_form = head.quantity.counter == _CAR and head.concept is not None and len(parts) > 1
    return is_form and bool(_REST.fullmatch(_lead(doc, parts[-1])))


def enumerates(doc: Document, head: Claim, parts: list[Claim]) -> bool:
    """Tell whether the head's own sentence names just these parts, one by one (甲、乙、丙共受理 ...)."""
    text = doc.paragraphs[head.paragraph].text
    start = max(text.rfind("。", 0, head.start), text.rfind("；", 0, head.start)) + 1
    # without its last clauses a sentence may open with a date: 2020年，甲、乙 ...
    names = [n for n in regex.split(r"[、和及]", regex.split(r"，", text[start : head.start])[-1]) if n]
    if len(names) != len(parts) or len(names) < 2:
        return False
    return all(_share_words(name, _lead(doc, part)) for name, part in zip(names, parts, strict=True))


def _share_words(name: str, lead: str) -> bool:
    return any(name[i : i + 2] in lead for i in range(len(name) - 1))


def is_restated(doc: Document, claim: Claim) -> bool:
    """Tell whether a figure only says the total of its list once more: nothing but 合计 leads to it."""
    return bool(_TOTAL_ALONE.fullmatch(_lead(doc, claim)))
