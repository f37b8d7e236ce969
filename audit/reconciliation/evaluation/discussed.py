"""What the prose says of every scored indicator: is it there, by its own name, and does it bear out the score."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from audit import regex
from audit.likeness import likeness
from audit.model.claims import Relation, Status
from audit.model.findings import Category, Finding, Severity
from audit.model.values import Unit
from audit.reconciliation.evaluation.indicators import (
    Discussion,
    Indicator,
    bare,
    discussions,
    indicators,
    level_section,
    prose,
)

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.document import Section
    from audit.model.places import Ref
    from audit.model.rules import EvaluationRules
    from audit.reconciliation.narrative import Narrative

_FULL_RATE = 100
_HUNDRED = Decimal(100)
_SAME_ENDS = 2
_LEAST_NAME = 4
_TAIL = 3
_LEAST_ALIKE = 0.5
_FEW = 2
_LEAST_SAID = 4
_MOST_LOST = 8


class Discussed:
    """The indicators of one report beside the titles under which its prose discusses them."""

    def __init__(self, story: Narrative, rules: EvaluationRules) -> None:
        self.story = story
        self.rules = rules
        self.indicators = indicators(story.doc)
        self.text = bare("".join(p.text for p in prose(story.doc)))
        self.levels = {i.first: level_section(story.doc, i.first, rules) for i in self.indicators}
        self.named: dict[int, Discussion] = {}
        """Discussions by the place of their indicator in the list."""
        self.renamed: list[tuple[int, Discussion]] = []
        for first, section in self.levels.items():
            if section is not None:
                self._match(first, section)
        self._match_loose()

    # --- matching titles ----------------------------------------------------------------------------------------------

    def _match(self, first: str, section: Section) -> None:
        """Match the titles of a level's section with its indicators: by name, then by their place in the order."""
        inside = range(section.first, section.last + 1)
        titles = [d for d in discussions(self.story.doc) if d.head.index in inside]
        own = [n for n, i in enumerate(self.indicators) if i.first == first]
        taken: dict[int, int] = {}
        for position, said in enumerate(titles):
            fitting = [n for n in own if n not in taken and _names(said.title, self.indicators[n])]
            if fitting:
                taken[fitting[0]] = position
                self.named[fitting[0]] = said
        ends = [(own[0] - 1, -1), *sorted(taken.items()), (own[-1] + 1, len(titles))] if own else []
        for (low, first_title), (high, last_title) in pairwise(ends):
            free = [n for n in own if low < n < high and n not in taken]
            between = titles[first_title + 1 : last_title]
            for n in free:
                alike = [d for d in between if _alike(d.title, self.indicators[n].name)]
                if len(alike) == 1 and sum(_alike(alike[0].title, self.indicators[m].name) for m in free) == 1:
                    self.named[n] = alike[0]
                    self.renamed.append((n, alike[0]))

    def _match_loose(self) -> None:
        """Match what is left with the titles of the whole report that say exactly an indicator's name."""
        taken = {d.head.index for d in self.named.values()}
        titles: dict[str, Discussion] = {}
        for said in discussions(self.story.doc):
            if said.head.index not in taken:
                titles.setdefault(bare(said.title), said)
        for n, indicator in enumerate(self.indicators):
            if n not in self.named and indicator.bare in titles:
                self.named[n] = titles.pop(indicator.bare)

    def is_said(self, indicator: Indicator) -> bool:
        """Tell whether the prose knows the indicator: its name, or most of it, stands somewhere."""
        if indicator.note or indicator.bare in self.text or self.indicators.index(indicator) in self.named:
            return True
        name = indicator.bare
        least = max(_LEAST_SAID, -(-len(name) * 2 // 3))
        return any(name[i : i + least] in self.text for i in range(max(0, len(name) - least) + 1))

    # --- findings -----------------------------------------------------------------------------------------------------

    def findings(self) -> list[Finding]:
        """Return what the prose leaves unsaid of the indicators, calls otherwise, or says against their scores."""
        return [
            *self._deductions(),
            *self._reasons(),
            *self._undiscussed(),
            *self._renamed(),
            *self._other_names(),
            *self._shortcomings(),
            *self._full_scores(),
        ]

    def _deductions(self) -> list[Finding]:
        """Points taken off an indicator of which the report does not say a word."""
        return [
            self.story.wording.finding(
                "score.deduction", "E-deduction", Category.STRUCTURE, Severity.WARNING,
                [i.place, i.score.ref], stated=i.points[1], full=i.points[0], name=i.name,
            )
            for n, i in enumerate(self.indicators)
            if i.lost and n not in self.named and not self._is_named(i) and not self._by_rate(i)
        ]  # fmt: skip

    def _is_named(self, indicator: Indicator) -> bool:
        """Tell whether the prose names the indicator, be it without the word before its last: 执行率 for 预算执行率."""
        name = indicator.bare
        if indicator.note:
            return True
        return name in self.text or (len(name) > _LEAST_NAME and name[_SAME_ENDS:] in self.text)

    def _by_rate(self, indicator: Indicator) -> bool:
        """Tell whether the prose states the indicator's rate, and the score is the weight times it: that explains it.

        A rate that is wrong itself is told apart, and so is a score that does not fit its table.
        """
        weight, score = indicator.points
        places = max(0, -int(score.as_tuple().exponent))
        tail = indicator.bare[-_TAIL:]
        for claim in self.story.claims:
            if claim.quantity.unit is not Unit.PERCENT:
                continue
            verdict = self.story.verdicts.get(claim.index)
            is_wrong = verdict is not None and verdict.status is Status.DISAGREES
            fits = round(weight * claim.quantity.value / _HUNDRED, places) == score
            if (fits or is_wrong) and tail in self.story.paragraph(claim).text[claim.clause_start : claim.start]:
                return True
        return any(f.places[0] == indicator.score.ref for f in self.story.findings)

    def _reasons(self) -> list[Finding]:
        """Points taken off an indicator under whose title nothing is said against it: one finding for all."""
        silent = [
            (self.indicators[n], said)
            for n, said in sorted(self.named.items())
            if self.indicators[n].lost
            and not self.indicators[n].note
            and not self._by_rate(self.indicators[n])
            and not any(regex.search(self.rules.deduction_reason, p.text) for p in said.body)
        ]  # fmt: skip
        if not silent:
            return []
        places = [ref for i, said in silent for ref in (said.place, i.score.ref, i.place)]
        return [
            self.story.wording.finding(
                "score.reason", "E-reason", Category.STRUCTURE, Severity.WARNING, places[:_MOST_LOST],
                stated=len(silent), names="、".join(i.name for i, _ in silent),
            )
        ]  # fmt: skip

    def _undiscussed(self) -> list[Finding]:
        """Measured indicators of which a level's own section does not speak, where other levels are gone through."""
        found = []
        for first, section in self.levels.items():
            own = [i for i in self.indicators if i.first == first]
            silent = [i for i in own if not i.lost and not self.is_said(i)]
            measured = any(regex.search(self.rules.measured, i.name) for i in silent)
            others = [i for i in self.indicators if i.first != first]
            gone_through = _FEW * sum(self.is_said(i) for i in others) >= len(others) > 0
            if section is None or not measured or not gone_through:
                continue
            places = [section.ref, *(ref for i in silent for ref in (i.place, i.score.ref))]
            found.append(
                self.story.wording.finding(
                    "score.undiscussed", "E-undiscussed", Category.STRUCTURE, Severity.WARNING, places[:_MOST_LOST],
                    stated=first, names="、".join(i.name for i in silent),
                )
            )  # fmt: skip
        return found

    def _renamed(self) -> list[Finding]:
        return [
            self._name(said.place, said.title, self.indicators[n].name, self.indicators[n].place)
            for n, said in self.renamed
        ]

    def _name(self, place: Ref, stated: str, expected: str, other: Ref) -> Finding:
        return self.story.wording.finding(
            "score.name", "E-name", Category.TEXT, Severity.WARNING, [place, other], stated=stated, expected=expected
        )

    def _other_names(self) -> list[Finding]:
        """A named system (…APP) of an indicator that the prose only knows by another first word."""
        found = []
        for indicator in self.indicators:
            for part in regex.split("[、和及与]", indicator.name):
                own = regex.match(r"(?P<head>\p{Han}{2})(?P<tail>\p{Han}{2,}[A-Za-z]{2,})", part)
                if own is None or bare(own[0]) in self.text:
                    continue
                pattern = regex.compile(rf"\p{{Han}}{{2}}{regex.escape(own['tail'])}")
                heads = [(p, m) for p in prose(self.story.doc) for m in pattern.finditer(p.text)]
                if len({m[0] for _, m in heads}) == 1:
                    paragraph, said = heads[0]
                    place = paragraph.place(said.start(), said.end())
                    found.append(self._name(place, said[0], own[0], indicator.place))
        return found

    def _shortcomings(self) -> list[Finding]:
        """A full score for an indicator of which its own paragraph says what it lacks."""
        found = []
        for n, said in sorted(self.named.items()):
            indicator = self.indicators[n]
            for paragraph in said.body if indicator.is_full else ():
                lack = regex.search(self.rules.shortcoming, paragraph.text)
                if lack is not None:
                    found.append(
                        self.story.wording.finding(
                            "score.shortcoming", "E-full-score", Category.LOGIC, Severity.WARNING,
                            [paragraph.place(lack.start(), lack.end()), indicator.score.ref, indicator.place],
                            stated=lack[0], name=indicator.name, score=indicator.points[1],
                        )
                    )  # fmt: skip
                    break
        return found

    def _full_scores(self) -> list[Finding]:
        """A full score for a rate of control above 100 %, or for a change that should have been a fall."""
        found = []
        for n, said in sorted(self.named.items()):
            indicator = self.indicators[n]
            control = regex.search(self.rules.control, indicator.name)
            change = regex.search(self.rules.change, indicator.name)
            if not (control or change) or not indicator.is_full:
                continue
            below = {p.index for p in said.body}
            for claim in self.story.claims:
                if claim.paragraph not in below or claim.quantity.unit is not Unit.PERCENT:
                    continue
                too_high = bool(control) and _is_rate(claim) and claim.quantity.value > _FULL_RATE
                rises = bool(change) and claim.relation is Relation.GROWTH and claim.direction > 0
                if too_high or rises:
                    found.append(
                        self.story.wording.finding(
                            "score.control" if too_high else "score.change", "E-full-score", Category.LOGIC,
                            Severity.WARNING, [self.story.place(claim), indicator.score.ref, indicator.place],
                            stated=claim.quantity.printed.rstrip("%"), name=indicator.name, score=indicator.points[1],
                        )
                    )  # fmt: skip
                    break
        return found


def discussion_findings(story: Narrative, rules: EvaluationRules) -> list[Finding]:
    """Return what the prose leaves unsaid of the scored indicators, or says against them."""
    return Discussed(story, rules).findings()


def _is_rate(claim: Claim) -> bool:
    return claim.relation is Relation.COMPLETION


def _names(title: str, indicator: Indicator) -> bool:
    """Tell whether a title names an indicator: its name, or its name after its second level's."""
    wanted, said = indicator.bare, bare(title)
    return (
        said == wanted
        or (said.endswith(wanted) and said[: -len(wanted)] in indicator.second)
        or said.startswith(wanted)
    )


def _alike(title: str, name: str) -> bool:
    """Tell whether a title is an indicator's name in other words: same ends, most characters in common."""
    one, other = bare(title), bare(name)
    if min(len(one), len(other)) < _LEAST_NAME or one[:_SAME_ENDS] != other[:_SAME_ENDS] or one[-1] != other[-1]:
        return False
    return likeness(one, other) > _LEAST_ALIKE
