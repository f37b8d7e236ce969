"""Gathers what the index of a batch shows: publications one by one, rows, dimensions and findings that recur."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit.model.checklist import Outcome, Score
from audit.writers.summary import SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from audit.model.overview import OverviewRules
    from audit.writers.briefs import Brief, FindingBrief, RowBrief
    from audit.writers.summary_writer import EntryDict

CODES = {Outcome.PASS: "p", Outcome.FAIL: "f", Outcome.REVIEW: "r", Outcome.NOT_APPLICABLE: "n"}
NO_ANSWER = "-"
"""Stands for a row that this publication's version of the checklist does not have."""
_MESSAGES_IN_ALL = 60_000
"""Messages that the page holds at most, so that it opens at once; the reports hold them all."""
_FEWEST, _MOST = 3, 40
_MOST_TEXTS = 400
"""Different messages of one rule that are counted; those seen once are forgotten first."""


@dataclass(slots=True)
class RowTally:
    """One row of a checklist over all publications."""

    item: int
    id: str
    question: str
    dimension: str
    counts: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class PackTally:
    """One checklist over all publications that it was used for."""

    title: str
    rows: dict[str, RowTally] = field(default_factory=dict)
    publications: int = 0

    def codes_of(self, rows: Sequence[RowBrief]) -> str:
        """Return one letter for each row that the checklist has had so far, in its order."""
        own = {row.id: CODES[Outcome(row.outcome)] for row in rows}
        return "".join(own.get(name, NO_ANSWER) for name in self.rows)


@dataclass(slots=True)
class Tally:
    """One dimension over all publications."""

    label: str
    counts: Counter[str] = field(default_factory=Counter)
    failing: int = 0
    """Publications that have a row of it answered badly."""

    @property
    def score(self) -> Score:
        """The rows' share as a score, undecided where too few are decided."""
        return Score.of((o for o in Outcome for _ in range(self.counts[o.value])), "")


@dataclass(slots=True)
class Group:
    """Findings of one rule over all publications."""

    rule: str
    name: str
    """What the rule is called, "" where an older report does not say."""
    category: str
    severity: str
    findings: int = 0
    publications: list[tuple[int, str]] = field(default_factory=list)
    """Each publication once: its number, and the id of its first finding of the rule."""
    texts: Counter[str] = field(default_factory=Counter)

    def add(self, publication: int, finding: FindingBrief) -> None:
        """Count one finding."""
        self.findings += 1
        if SEVERITIES.index(finding.severity) < SEVERITIES.index(self.severity):
            self.severity = finding.severity
        if not self.publications or self.publications[-1][0] != publication:
            self.publications.append((publication, finding.id))
        self.texts[finding.message] += 1
        if len(self.texts) > _MOST_TEXTS:
            self.texts = Counter(dict(self.texts.most_common(_MOST_TEXTS // 2)))

    @property
    def wordings(self) -> list[tuple[str, int]]:
        """The messages that several findings share word for word, most frequent first; else one as an example."""
        common = sorted(self.texts.items(), key=lambda pair: (-pair[1], pair[0]))
        return [pair for pair in common if pair[1] > 1][:5] or common[:1]


@dataclass(frozen=True, slots=True)
class Publication:
    """One audited publication as the page shows it."""

    entry: EntryDict
    district: str
    pack: int
    """Number of its checklist, -1 without one."""
    codes: str
    failed_rows: tuple[tuple[int, str], ...]
    findings: tuple[FindingBrief, ...]
    more: int
    """Findings that are only in its report."""

    @property
    def severities(self) -> tuple[int, ...]:
        """How many findings of each severity."""
        counts = self.entry.get("findings", {})
        return tuple(counts.get(name, 0) for name in SEVERITIES)

    @property
    def weight(self) -> tuple[int, int, int, str]:
        """Sort key: most rows answered badly first, then most errors, then most open rows."""
        score = self.entry.get("score")
        rows = score["rows"] if score else {}
        return (-rows.get("fail", 0), -self.severities[0], -rows.get("review", 0), self.entry["name"])


class Board:
    """Takes the publications in one by one and keeps the little of each that the page shows."""

    def __init__(self, rules: OverviewRules, expected: int) -> None:
        self._rules = rules
        self._most = max(_FEWEST, min(_MOST, _MESSAGES_IN_ALL // max(1, expected)))
        self._packs: dict[str, PackTally] = {}
        self._groups: dict[str, Group] = {}
        self.dimensions = {one.id: Tally(one.label) for one in rules.dimensions}
        self.publications: list[Publication] = []
        self.failed: list[EntryDict] = []

    @property
    def packs(self) -> list[PackTally]:
        """The checklists in the order in which they came up."""
        return list(self._packs.values())

    @property
    def groups(self) -> list[Group]:
        """The rules that found something, gravest first, then by how many publications they found it in."""
        return sorted(self._groups.values(), key=lambda g: (SEVERITIES.index(g.severity), -len(g.publications), g.rule))

    @property
    def ranking(self) -> list[Publication]:
        """The publications, worst first."""
        return sorted(self.publications, key=lambda one: one.weight)

    def add(self, entry: EntryDict, brief: Brief | None) -> None:
        """Take in one publication; without its report in brief only its head is known."""
        if entry["status"] != "audited":
            self.failed.append(entry)
            return
        number = len(self.publications)
        pack, codes = self._take_rows(brief) if brief and brief.rows else (-1, "")
        findings = brief.findings if brief else ()
        told = [finding for finding in findings if finding.severity in ("error", "warning")]
        for finding in told:
            group = self._groups.setdefault(
                finding.rule, Group(finding.rule, finding.rule_name, finding.category, finding.severity)
            )
            group.add(number, finding)
        district = self._rules.districts.district_of(entry.get("entity", ""))
        failed = tuple((row.item, row.question) for row in brief.rows if row.outcome == "fail") if brief else ()
        self.publications.append(
            Publication(entry, district, pack, codes, failed, tuple(told[: self._most]), max(0, len(told) - self._most))
        )

    def _take_rows(self, brief: Brief) -> tuple[int, str]:
        pack = self._packs.setdefault(brief.pack, PackTally(brief.pack_title))
        pack.publications += 1
        failing = set()
        for row in brief.rows:
            tally = pack.rows.setdefault(row.id, RowTally(row.item, row.id, row.question, row.dimension))
            tally.counts[row.outcome] += 1
            if row.dimension in self.dimensions:
                self.dimensions[row.dimension].counts[row.outcome] += 1
                if row.outcome == "fail":
                    failing.add(row.dimension)
        for name in failing:
            self.dimensions[name].failing += 1
        return list(self._packs).index(brief.pack), pack.codes_of(brief.rows)
