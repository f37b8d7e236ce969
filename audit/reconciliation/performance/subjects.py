"""Whom a paragraph speaks of: a project, the whole department, or nobody that is known."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit import regex
from audit.marks import opening_mark
from audit.model.document import ParagraphKind
from audit.reconciliation.performance.names import find_last, match_name, plain_name
from audit.reconciliation.performance.sheets import Indicator, Sheet, sheets_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.document import Document, Paragraph
    from audit.model.rules import PerformanceRules

_PART = 1
"""Level of 第一部分."""
_BREAK = regex.compile(r"[：。；]")
_DEEPEST_REVIEW = 5
_PERFORMANCE = "explanation.performance"
_ATTACHMENTS = "attachments"
REPORT = "report"
"""The part that an evaluation report is as a whole."""
_LONGEST_TITLE = 90
_LONGEST_ENDING = 4


@dataclass(slots=True)
class Subject:
    """A project, or the whole department (no name), with the tables about it."""

    name: str
    sheets: list[Sheet] = field(default_factory=list)
    reviews: list[int] = field(default_factory=list)
    """Paragraphs that open a review of it."""
    titles: list[int] = field(default_factory=list)
    """Paragraphs of the explanation that are nothing but its title: a list of what is attached."""
    attached: bool = False
    """True where an attachment is entitled so."""

    @property
    def is_whole(self) -> bool:
        return not self.name

    @property
    def main(self) -> Sheet | None:
        """Return its self-evaluation table."""
        return next((s for s in self.sheets if not s.is_summary), None)

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return the rows of all its tables; a row of several names also by each of them."""
        return tuple(i for sheet in self.sheets for i in (*sheet.indicators, *sheet.parts))


@dataclass(frozen=True, slots=True)
class Scene:
    """Where a paragraph stands: the part of the publication, its subject, and the indicator named above it."""

    part: str
    subject: Subject | None
    indicator: Indicator | None = None
    goal: str = ""


class Cast:
    """All subjects of a document, and the scene of every paragraph about performance."""

    def __init__(self, doc: Document, rules: PerformanceRules) -> None:
        self.doc = doc
        self.words = rules.words
        self.whole = Subject("")
        self.projects: list[Subject] = []
        self.scenes: dict[int, Scene] = {}
        self._plain: list[str] = []
        self._place_sheets(sheets_of(doc))
        self._walk()

    def sheets(self) -> list[Sheet]:
        """Return all tables, those of the whole department first, then by project, then those of nobody known."""
        return [*(s for p in (self.whole, *self.projects) for s in p.sheets), *self.loose]

    def find(self, name: str) -> Subject | None:
        """Return the project of a name."""
        found = match_name(plain_name(name, self.words["noise"]), self._plain)
        return self.projects[found] if found is not None else None

    def _add(self, name: str) -> Subject:
        subject = Subject(name)
        self.projects.append(subject)
        self._plain.append(plain_name(name, self.words["noise"]))
        return subject

    def _place_sheets(self, sheets: Iterable[Sheet]) -> None:
        self.loose: list[Sheet] = []
        for sheet in sheets:
            if sheet.is_whole:
                self.whole.sheets.append(sheet)
            elif sheet.is_summary or not sheet.name:
                self.loose.append(sheet)
            else:
                (self.find(sheet.name) or self._add(sheet.name)).sheets.append(sheet)

    # --- walking ------------------------------------------------------------------------------------------------------

    def _walk(self) -> None:
        part, subject, level = "", None, 0
        indicator: Indicator | None = None
        goal = ""
        for paragraph in self.doc.paragraphs:
            here = self._part(paragraph)
            if here != part:
                part, level, goal, indicator = here, 0, "", None
                subject = self.whole if here in (f"{_PERFORMANCE}.whole", REPORT) else None
            if not here:
                continue
            mark = _mark(paragraph.text)
            told = self._told(paragraph, here, mark)
            if told is not None:
                subject, level = told[0], told[1]
                indicator, goal = None, ""
            elif mark and mark[0] <= level:
                subject, level, indicator = None, 0, None
            goal = self._goal(paragraph.text) or goal
            if mark:
                indicator = None
            self.scenes[paragraph.index] = Scene(here, subject, indicator, goal)
            indicator = self._named(paragraph, subject) or indicator
            self._give_loose(paragraph.index, subject)

    def _part(self, paragraph: Paragraph) -> str:
        keys = self.doc.keys_of(paragraph.section)
        for key in keys:
            if key.startswith(_PERFORMANCE) or key == _ATTACHMENTS:
                return key
        if self.doc.identity.publication_type.value == "performance_evaluation":
            return REPORT
        return ""

    def _told(self, paragraph: Paragraph, part: str, mark: tuple[int, int] | None) -> tuple[Subject | None, int] | None:
        """Return the subject that a paragraph opens, with the level of its mark; None where it opens none."""
        text = paragraph.text[mark[1] :] if mark else paragraph.text
        if part == REPORT:
            return None
        if len(text) <= _LONGEST_TITLE and (not mark or part == _ATTACHMENTS):
            title = next((m for p in self.words["title"] for m in [regex.match(p, text)] if m), None)
            if title is not None:
                level = mark[0] if mark else 1
                if any(regex.search(w, text) for w in self.words["whole"]):
                    return self.whole, level
                subject = self.find(title["name"]) or self._add(title["name"])
                if part == _ATTACHMENTS:
                    subject.attached = True
                elif paragraph.kind is ParagraphKind.TEXT:
                    subject.titles.append(paragraph.index)
                return subject, level
        if mark is None or part in (f"{_PERFORMANCE}.whole", _ATTACHMENTS) or mark[0] > _DEEPEST_REVIEW:
            return None
        return self._review(paragraph, text, mark[0])

    def _review(self, paragraph: Paragraph, text: str, level: int) -> tuple[Subject, int] | None:
        """Return the project that a numbered paragraph is about."""
        lead = _lead(text)
        cut = next((m for p in self.words["review"] for m in [regex.search(p, lead)] if m and m.start() > 1), None)
        subject = self.find(lead[: cut.start()] if cut else lead)
        if subject is None and cut is not None and _titled(lead, cut):
            subject = self._add(lead[: cut.start()])
        if subject is None or (cut is None and len(plain_name(lead, self.words["noise"])) > 2 * len(subject.name)):
            return None
        if cut is not None:
            subject.reviews.append(paragraph.index)
        return subject, level

    def _goal(self, text: str) -> str:
        found = next((m for p in self.words["goal"] for m in [regex.search(p, text)] if m), None)
        return found[0] if found is not None and len(text) <= _LONGEST_TITLE else ""

    def _named(self, paragraph: Paragraph, subject: Subject | None) -> Indicator | None:
        """Return the indicator that a heading names for the paragraphs below it: its last words."""
        if subject is None or not _mark(paragraph.text):
            return None
        text = paragraph.text.rstrip("：。；")
        found = find_last(text, len(text), [i.name for i in subject.indicators])
        return subject.indicators[found[0]] if found is not None and found[2] == len(text) else None

    def _give_loose(self, paragraph: int, subject: Subject | None) -> None:
        """Give a scoring table without a name to the subject of the paragraph above it."""
        for sheet in list(self.loose):
            if sheet.table.after == paragraph and subject is not None:
                subject.sheets.append(sheet)
                self.loose.remove(sheet)


def _mark(text: str) -> tuple[int, int] | None:
    """Return level and end of the mark that opens a text, None for that of a part."""
    mark = opening_mark(text)
    return (mark.level, mark.end) if mark is not None and mark.level > _PART else None


def _lead(text: str) -> str:
    """Return the words of an item up to its first full pause that does not stand in brackets."""
    depth = 0
    for at, char in enumerate(text[:_LONGEST_TITLE]):
        depth += (char in "（《") - (char in "）》")
        if depth <= 0 and _BREAK.match(char):
            return text[:at]
    return text[:_LONGEST_TITLE]


def _titled(lead: str, cut: regex.Match[str]) -> bool:
    """Tell whether a self-evaluation ends the lead: then it is a title (…自评综述), not a sentence."""
    return str(cut[0]).endswith("自评") and len(lead) - int(cut.end()) <= _LONGEST_ENDING
