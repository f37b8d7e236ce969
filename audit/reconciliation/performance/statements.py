"""What each figure of a review states: which measure, of which project, of which indicator."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit import regex
from audit.reconciliation.performance.names import find_last

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.document import Paragraph
    from audit.model.rules import PerformanceRules
    from audit.reconciliation.performance.sheets import Indicator
    from audit.reconciliation.performance.subjects import Scene, Subject

_PAUSE = regex.compile(r"[，。；]")
_WORD = regex.compile(r"[\p{Han}A-Za-z0-9]")
_STOP = regex.compile(r"[。；]")
_ITEM = regex.compile(r"(?:(?<=^|[。；：，（])(?:（\d{1,2}）|\d{1,2}[、.](?!\d)|[①-⑳]))")
_BEHIND = 8
_SHORTEST_NAME = 3
_SHORTEST_MISNAMED = 6
_SHORTEST_END = 5
_NUMBER = regex.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim with what its words say. `direct`: nothing but filler stands between the words and the figure."""

    claim: Claim
    scene: Scene
    measure: str = ""
    words: str = ""
    direct: bool = False
    bare: bool = False
    """True where nothing but filler stands before the words in their clause."""
    counted: str = ""
    counted_words: str = ""
    indicator: Indicator | None = None
    adjacent: bool = False
    """True where the indicator's name itself leads to the figure."""
    in_name: bool = False
    """True where the figure is part of the indicator's name."""
    misnamed: str = ""
    """The figure that the name has in the table, where this one stands in its place."""
    subject: Subject | None = None


class StatementReader:
    """Reads the statements of one document."""

    def __init__(self, rules: PerformanceRules, whole: Subject) -> None:
        self.words = rules.words
        self.measures = [(t.key, regex.compile("|".join(t.words))) for t in rules.measures]
        self.counted = [(t.key, regex.compile("|".join(t.words))) for t in rules.counted]
        filler = "|".join(rules.words["filler"])
        self.filler = regex.compile(rf"(?:{filler}|[：:\"“”（）<>≥≤≪≫=约、\s])*")
        self.filler_ends = regex.compile(rf"^(?:{filler})+|(?:{filler}|[：:\"“”（）<>≥≤≪≫=约、\s])+$")
        self.satisfaction = regex.compile("|".join(rules.words["satisfaction"]))
        self.whole_words = regex.compile("|".join(rules.words["whole"]))
        self.of_budget = regex.compile("|".join(rules.words["rate_indicator"]))
        self.whole = whole

    def read(self, paragraph: Paragraph, claims: list[Claim], scene: Scene) -> list[Statement]:
        """Read the claims of one paragraph from left to right."""
        found: list[Statement] = []
        before = 0
        last: Indicator | None = None
        item = 0
        for claim in claims:
            here = _item_start(paragraph.text, claim.start)
            if here != item:
                item, last = here, None
            statement = self._statement(paragraph.text, claim, scene, (max(before, here), here), last)
            last = statement.indicator or last
            found.append(statement)
            before = claim.end
        return found

    def _statement(
        self, text: str, claim: Claim, scene: Scene, bounds: tuple[int, int], last: Indicator | None
    ) -> Statement:
        start = max([bounds[0], *(m.end() for m in _PAUSE.finditer(text, bounds[0], claim.start))])
        lead = text[start : claim.start]
        measure, words, end = self._measure(lead)
        indicator, adjacent, in_name = self._indicator(text, claim, scene, bounds, last)
        rest = lead[end:]
        if indicator is not None:
            # the indicator's name, or the last words of it, may stand between the measure and its figure
            named = self.filler_ends.sub("", rest)
            rest = (
                "" if len(named) >= _SHORTEST_NAME and named in indicator.name else rest.replace(indicator.name, "", 1)
            )
        if measure == "rate" and self._is_named(words, indicator):
            measure, words = "", ""
        if not measure and text[claim.end : claim.end + _BEHIND].startswith(self.words["target_behind"]):
            measure = "target"
        counted, counted_words = self._counted(text, claim, lead)
        misnamed = ""
        if not in_name and scene.subject is not None:
            twin = _misnamed(text, claim, scene.subject.indicators)
            indicator, misnamed = twin or (indicator, "")
        return Statement(
            claim,
            scene,
            measure,
            words,
            bool(measure) and bool(self.filler.fullmatch(rest)),
            bool(self.filler.fullmatch(lead[: end - len(words)].replace(indicator.name if indicator else "", ""))),
            counted,
            counted_words,
            indicator,
            adjacent,
            in_name,
            misnamed,
            self._subject(text, claim, scene),
        )

    def _subject(self, text: str, claim: Claim, scene: Scene) -> Subject | None:
        """Return whom a figure is about: the paragraph's subject, else the whole where its sentence says so."""
        if scene.subject is not None:
            return scene.subject
        start = max([0, *(m.end() for m in _STOP.finditer(text, 0, claim.start))])
        return self.whole if self.whole_words.search(text, start, claim.start) else None

    def _measure(self, lead: str) -> tuple[str, str, int]:
        """Return the measure that leads to a figure, its words and where they end."""
        found = [(m.end(), m.end() - m.start(), key, m[0]) for key, p in self.measures for m in p.finditer(lead)]
        if not found:
            return "", "", 0
        end, _, key, words = max(found, key=lambda f: (f[0], f[1]))
        return key, words, end

    def _counted(self, text: str, claim: Claim, lead: str) -> tuple[str, str]:
        """Return what a count is of: named behind it, or right before it."""
        behind = text[claim.end : claim.end + _BEHIND]
        for key, pattern in self.counted:
            found = pattern.match(behind)
            if found:
                return key, found[0]
        for key, pattern in self.counted:
            ends = [(m.end(), m[0]) for m in pattern.finditer(lead)]
            if ends and self.filler.fullmatch(lead[ends[-1][0] :]):
                return key, ends[-1][1]
        return "", ""

    def _indicator(
        self, text: str, claim: Claim, scene: Scene, bounds: tuple[int, int], last: Indicator | None
    ) -> tuple[Indicator | None, bool, bool]:
        """Return the indicator of a figure, whether its name leads to it, and whether the figure is in the name."""
        if scene.subject is None:
            return None, False, False
        indicators = scene.subject.indicators
        names = [i.name for i in indicators]
        for indicator in indicators:
            at = text.find(indicator.name, max(0, claim.start - len(indicator.name)))
            if (
                len(indicator.name) > claim.end - claim.start
                and at >= 0
                and at <= claim.start < at + len(indicator.name)
            ):
                return indicator, False, True
        found = find_last(text[bounds[1] : claim.start], claim.start - bounds[1], names)
        if found is not None:
            begin, end = bounds[1] + found[1], bounds[1] + found[2]
            adjacent = self._whole_name(text, begin) and bool(self.filler.fullmatch(text[end : claim.start]))
            if adjacent:
                return indicators[found[0]], True, False
        ended = self._ended(text[bounds[0] : claim.start], indicators)
        if ended is not None:
            # a name cut short may be another thing's: it is not refuted
            return ended, False, False
        if found is not None:
            return indicators[found[0]], False, False
        start = max([bounds[0], *(m.end() for m in _STOP.finditer(text, bounds[0], claim.start))])
        if self.satisfaction.search(text, start, claim.start):
            return self._satisfied(indicators), False, False
        return last or scene.indicator, False, False

    def _whole_name(self, text: str, start: int) -> bool:
        """Tell whether a name begins where it stands: 硬件数量 in 软件硬件数量 is another name's tail."""
        return (
            start == 0
            or not _WORD.match(text, start - 1)
            or bool(self.filler_ends.search(text[max(0, start - 4) : start]))
        )

    def _ended(self, lead: str, indicators: tuple[Indicator, ...]) -> Indicator | None:
        """Return the only indicator whose name ends as the clause at a figure says: 任务完成率 for 重点任务完成率."""
        pauses = [m.end() for m in _PAUSE.finditer(lead)]
        clause = lead[pauses[-1] if pauses else 0 :]
        for end in range(len(clause), _SHORTEST_END - 1, -1):
            if self.filler.fullmatch(clause, end):
                found = [i for i in indicators if i.name.endswith(clause[:end]) and len(i.name) < 2 * end]
                if found:
                    return found[0] if len(found) == 1 else None
        return None

    def _is_named(self, words: str, indicator: Indicator | None) -> bool:
        """Tell whether words that read like a measure are the last ones of an indicator's name: 任务完成率."""
        return indicator is not None and indicator.name.endswith(words) and not self.of_budget.fullmatch(indicator.name)

    def _satisfied(self, indicators: tuple[Indicator, ...]) -> Indicator | None:
        """Return the only indicator of satisfaction: by its own name, else by the level above it."""
        named = [i for i in indicators if self.satisfaction.search(i.name)]
        only = named or [i for i in indicators if self.satisfaction.search(i.first)]
        return only[0] if len(only) == 1 else None


def _misnamed(text: str, claim: Claim, indicators: tuple[Indicator, ...]) -> tuple[Indicator, str] | None:
    """Return the only indicator whose name the text prints around a figure, with another figure in it."""
    found = []
    for indicator in indicators:
        figures = list(_NUMBER.finditer(indicator.name))
        words = len(indicator.name) - sum(len(f[0]) for f in figures)
        if len(figures) != 1 or words < _SHORTEST_MISNAMED:
            continue
        before, after = indicator.name[: figures[0].start()], indicator.name[figures[0].end() :]
        number_end = claim.start + len(_NUMBER.match(text, claim.start)[0]) if _NUMBER.match(text, claim.start) else 0
        if number_end and text[: claim.start].endswith(before) and text.startswith(after, number_end):
            found.append((indicator, figures[0][0]))
    return found[0] if len(found) == 1 else None


def _item_start(text: str, position: int) -> int:
    """Return where the item begins in which a position stands."""
    starts = [m.start() for m in _ITEM.finditer(text, 0, position)]
    return starts[-1] if starts else 0
