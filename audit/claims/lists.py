"""Lists of parts in a paragraph: what opens them, what they are parts of, and the brackets that they stand in."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from audit import regex
from audit.claims.clauses import mark_kind
from audit.claims.context import Context, Listing
from audit.model.claims import Period, Relation

if TYPE_CHECKING:
    from audit.claims.patterns import Patterns
    from audit.claims.vocabulary import Span, Vocabulary
    from audit.model.claims import Claim

_BRACKET = regex.compile(r"（[^（）]{4,}）")
_USED_FOR = "主要用于"
_CONSISTS_OF = ("包括", "包含")
_OWN_SUBJECT = regex.compile(r"；(?!主要|具体|其中?|分别|各)([^；。，：]{2,})$")


class Lists:
    """Keeps, while a paragraph is read, the list that a figure is a part of."""

    def __init__(self, text: str, vocabulary: Vocabulary, patterns: Patterns, first: int, carried: Listing) -> None:
        self.text = text
        self.patterns = patterns
        self.concepts: list[Span] = vocabulary.concepts(text)
        self.measures: list[Span] = vocabulary.measures(text)
        self.first = first
        """Number of the paragraph's first claim."""
        self.claims: list[Claim] = []
        self.context = Context()
        self.listing = carried
        self.outer = carried
        self.listings = first * 100
        self.brackets: list[tuple[Context, Listing]] = []

    def leave_brackets(self, before: int, start: int) -> None:
        """After a bracket（其中：…）what was said before it holds again."""
        closed, _ = _brackets(self.text[before:start])
        for _ in range(min(closed, len(self.brackets))):
            self.context, self.listing = self.brackets.pop()

    def open_listing(self, before: int, start: int, items: list[int], said: Context) -> None:
        """Note a head whose parts follow (其中, 主要用于); items that come after it are its parts."""
        found = None
        for match in self.patterns.of_which.finditer(self.text, before, start):
            found = match if self._opens_list(match, before, start) else found
        if found is not None and (not items or found.start() < items[-1] or self.context.last is not None):
            own, opens_items = self.context, bool(items) and found.start() < items[0]
            # 甲 x 万元，其中：（1）…: the head was said before the first item
            self.context = said if opens_items else own
            head = self.head_before(found.start(), before)
            self.context = own
            self._enter_brackets(before, start)
            self.listings += 1
            self.listing = Listing(head, self.listings, found[0].startswith("其中"), start=found.start())
            if any(found.start() < item for item in items):
                self.listing = self.outer = replace(self.listing, marks=mark_kind(self.text, items[-1]))
        elif self._enter_brackets(before, start):
            # 基本支出 x 万元（人员经费 y 万元，…）: an aside is no part of the list that it stands in
            self.listings += 1
            self.listing = Listing(None, self.listings)
        elif items:
            if self.outer.marks not in ("", mark_kind(self.text, items[-1])):
                # the items of another order: those of the list have ended
                self.outer = Listing()
            self.listing = self.outer

    def _enter_brackets(self, before: int, start: int) -> bool:
        """Remember what holds outside of the brackets that open between two figures; tell whether any does."""
        _, opened = _brackets(self.text[before:start])
        self.brackets.extend((replace(self.context), self.listing) for _ in range(opened))
        return opened > 0

    def _opens_list(self, match: regex.Match[str], before: int, start: int) -> bool:
        """Tell whether a word like 主要用于 opens a list of parts; after a figure it says what the money was for."""
        if match[0] in _CONSISTS_OF:
            # 主要包括：基本工资、奖金；公用经费 x 万元: the list of names has ended
            return not regex.search(r"[；。]", self.text[match.end() : start])
        if match[0] != _USED_FOR:
            return True
        named = [c for c in self.concepts if before <= c.start and c.end <= match.start()]
        follows_name = bool(named) and self.is_filler(named[-1].end, match.start())
        return follows_name or self.text.startswith("：", match.end())

    def head_before(self, at: int, before: int) -> int | None:
        """Return the claim that a list belongs to: of the concept named just before it, else the last one stated."""
        named = [c for c in self.concepts if before <= c.start and c.end <= at]
        if (both := self.patterns.total_of_sides(self.text[:at], self.claims)) is not None:
            return both
        if named and self.is_filler(named[-1].end, at):
            key = named[-1].key
            for claim in reversed(self.claims):
                if claim.concept is not None and claim.concept.key == key and claim.relation is Relation.LEVEL:
                    return claim.index
        if self._has_own_subject(at, before):
            return None
        if self.text[:at].endswith("。") and len(self._subjects_before(at)) > 1:
            # 其中 after a full stop may mean any of the totals of the sentence before
            return None
        last = self.claim_at(self.context.last)
        if last is None:
            return self.context.level
        if last.relation in (Relation.CHANGE, Relation.GROWTH) and last.concept is not None:
            # 支出较上年增加 x，其中基本支出 y: the parts are those of what changed
            said = [c for c in self.claims if c.relation is Relation.LEVEL and c.period is Period.CURRENT]
            return next((c.index for c in reversed(said) if c.concept and c.concept.key == last.concept.key), None)
        if last.relation is Relation.LEVEL:
            return last.index
        if self.context.counted is None:
            return self.context.level
        if self.context.level is None or self.context.counted > self.context.level:
            return self.context.counted
        return self.context.level

    def _has_own_subject(self, at: int, before: int) -> bool:
        """Tell whether 包括 is said of something after a semicolon: 收入方包括甲 x 万元；支出方包括乙 y 万元."""
        said = _OWN_SUBJECT.search(self.text[before:at])
        return (
            said is not None and self.text.startswith(_CONSISTS_OF, at) and not self.patterns.filler.fullmatch(said[1])
        )

    def is_aside(self, at: int) -> bool:
        """Tell whether a figure stands in a bracket inside its list: 事业22人（含参照公务员法管理7人）."""
        depth = 0
        for char in reversed(self.text[self.listing.start : at]):
            depth += {"）": 1, "（": -1}.get(char, 0)
            if depth < 0:
                return True
        return False

    def _subjects_before(self, at: int) -> set[str]:
        """Return what the levels of the sentence that ends at `at` are about."""
        start = self.text.rfind("。", 0, at - 1) + 1
        levels = [c for c in self.claims if start <= c.start < at and c.relation is Relation.LEVEL]
        return {c.concept.key if c.concept else c.subject for c in levels}

    def is_filler(self, start: int, end: int) -> bool:
        """Tell whether nothing but measure and relation words stand between a concept and its figure."""
        text = _BRACKET.sub("", self.text[start:end])
        for measure in self.measures:
            if start <= measure.start and measure.end <= end:
                text = text.replace(measure.words, "", 1)
        return bool(self.patterns.filler.fullmatch(text))

    def claim_at(self, index: int | None) -> Claim | None:
        return self.claims[index - self.first] if index is not None else None


def _brackets(text: str) -> tuple[int, int]:
    """Return how many brackets a text closes that were open before it, and how many it leaves open."""
    closed = opened = 0
    for char in text:
        if char == "（":
            opened += 1
        elif char == "）" and opened:
            opened -= 1
        elif char == "）":
            closed += 1
    return closed, opened
