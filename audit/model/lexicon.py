"""The words of figures and of lists of them, as rules/lexicon says them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CounterWord:
    """What is counted or measured: 个, 批次, 小时, GB."""

    word: str
    not_in: tuple[str, ...] = ()
    """Words that begin with the same characters and are no counter: 支 is none in 支出."""
    numeral: bool = True
    """False where a Chinese numeral before it makes no count: 二期 is an ordinal, 一分为二 is an idiom."""
    measure: bool = False
    """True where it may have decimals: 公里, GB, 倍; people and things are whole."""
    time: bool = False
    """True for lengths of time: 内 after them means at most (24小时内)."""


@dataclass(frozen=True, slots=True)
class ComparatorWords:
    """Words and signs that compare, by their meaning."""

    at_least: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    at_most: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    equal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ApproximateWords:
    """Words that make a figure approximate. `not_after` are words that only end like one (节约, 最近)."""

    before: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NumeralWords:
    """Where a Chinese numeral is no figure."""

    not_after: tuple[str, ...] = ()
    """What may stand before a numeral that counts nothing: 第三个, 每一项, 统一."""
    fixed: tuple[str, ...] = ()
    """Words with a numeral inside: 十四五, 三公, 一件事."""


@dataclass(frozen=True, slots=True)
class ListingWords:
    """The words of lists of counts, as rules/lexicon/listings.yaml says them; all but words are patterns."""

    done: tuple[str, ...] = ()
    """Verbs that say what was done to what is counted."""
    total: str = "(?!)"
    total_again: str = "(?!)"
    """The words before a figure that only says the total of its list once more."""
    vehicle: str = ""
    """The counter of vehicles."""
    staff_counters: tuple[str, ...] = ()
    """Counters of what is counted by its kinds: vehicles and people."""
    staff: tuple[str, ...] = ()
    """Words of a total that make a count of people one of staff."""
    staff_kind: str = "(?!)"
    vehicle_kind: str = "(?!)"
    vehicle_rest: str = "(?!)"
    """The last kind of a list of vehicles, which leaves nothing out."""
    broken_down: str = "(?!)"
    """What breaks a total down by one property."""
    indicator_level: str = "(?!)"
    """What leads to the number of indicators of a level, and `indicator_kind` to that of one kind of it."""
    indicator_kind: str = "(?!)"


@dataclass(frozen=True, slots=True)
class QuantityWords:
    """All the vocabulary that a search for figures needs: rules/lexicon/counters.yaml."""

    counters: tuple[CounterWord, ...]
    score_not_in: tuple[str, ...]
    """Words that begin with 分 and are no score: 分钟, 分别."""
    yuan_not_in: tuple[str, ...]
    """Words that begin with 元 and are no money: 元旦."""
    before: ComparatorWords
    after: ComparatorWords
    within: str
    """The word after a length of time that means at most."""
    approximate: ApproximateWords
    numerals: NumeralWords
    labels: tuple[str, ...] = ()
    """Words whose number is a name: 表1, 附件2."""

    def __hash__(self) -> int:
        """Return a hash of a few words: to hash the whole vocabulary takes longer than to read a line by it."""
        return hash((self.within, self.labels, len(self.counters)))
