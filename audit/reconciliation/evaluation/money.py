"""The amounts of an evaluation report: what each is, whether it was budgeted or spent, and in which year."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Claim, Measure, Relation, Status
from audit.model.document import CellState, ParagraphKind
from audit.model.findings import Category, Severity
from audit.model.values import Interval, Unit
from audit.reconciliation.bounds import sums
from audit.reconciliation.narrative import Operand

if TYPE_CHECKING:
    from audit.model.document import Paragraph
    from audit.model.places import Ref
    from audit.model.prose_rules import Term
    from audit.model.rules import EvaluationRules
    from audit.reconciliation.narrative import Narrative

BUDGET, EXECUTED = "budget", "executed"
_YEAR = regex.compile(r"(?<!\d)(20\d\d)年")
_SENTENCE = regex.compile(r"[。；]")
_LONGEST_HEADING = 30
_HEADINGS_ABOVE = 6
_ITEM = regex.compile(r"(?:（\d{1,2}）|\d{1,2}[、.．](?!\d))")
_TABLE = "basic_information"
FUNDS, PROJECT = "funds", "project"


@dataclass(frozen=True, slots=True)
class Fact:
    """One amount in 万元 with what it is. `claim` is None for an amount of a table."""

    key: str
    kind: str
    year: int | None
    value: Decimal
    half: Decimal
    place: Ref
    claim: int | None
    paragraph: int
    position: int

    @property
    def operand(self) -> Operand:
        return Operand(Interval.of(self.value, self.half), self.value, self.place, self.claim)


@dataclass(frozen=True, slots=True)
class _Sum:
    """A whole with its parts, which do not make it up."""

    whole: Fact
    parts: tuple[Fact, ...]

    @property
    def added(self) -> Decimal:
        return sum((p.value for p in self.parts), Decimal(0))

    def is_mended_by(self, other: _Sum) -> bool:
        """Tell whether this sum closes once one of its parts is what that part's own parts add up to."""
        return other.whole in self.parts and self.added - other.whole.value + other.added == self.whole.value


class Money:
    """All amounts of one report, and the ways to find them again."""

    def __init__(self, story: Narrative, rules: EvaluationRules) -> None:
        self.story = story
        self.rules = rules
        self.year = story.doc.identity.fiscal_year
        self.wholes = {term.key: term.words for term in rules.wholes}
        self.concepts = [(t.key, _pattern(t)) for t in rules.concepts]
        self.budget = regex.limited("|".join(rules.budget) or "(?!)")
        self.executed = regex.limited("|".join(rules.executed) or "(?!)")
        self.facts = [*self._of_tables(), *self._of_prose()]

    # --- reading ------------------------------------------------------------------------------------------------------

    def _of_tables(self) -> list[Fact]:
        found = []
        for table in self.story.doc.tables:
            for row in table.rows if table.role == _TABLE else ():
                for cell in row.cells:
                    if cell.state not in (CellState.VALUE, CellState.ZERO) or cell.value is None:
                        continue
                    factor = cell.unit.in_yuan / Unit.WAN_YUAN.in_yuan
                    kind = table.columns[cell.column].key
                    found.append(
                        Fact(row.key, kind, self.year, cell.value * factor, Decimal(0), cell.ref, None, -1, 0)
                    )  # fmt: skip
        return found

    def _of_prose(self) -> list[Fact]:
        found: list[Fact] = []
        previous: Claim | None = None
        for claim in self.story.claims:
            if claim.relation is not Relation.LEVEL or not claim.quantity.unit.is_money:
                previous = claim
                continue
            before = previous.end if previous is not None and previous.paragraph == claim.paragraph else 0
            said = [f for f in found if f.paragraph == claim.paragraph]
            fact = self._read(claim, before, said)
            if fact is not None:
                found.append(fact)
            previous = claim
        return found

    def _read(self, claim: Claim, before: int, said: list[Fact]) -> Fact | None:
        text = self.story.paragraph(claim).text
        key = self._key(text, before, claim.start)
        # 预算 and 资金 alone are names where nothing else is, and where no named amount goes on
        if key in ("", FUNDS) and said and self._goes_on(text, before, claim):
            key = said[-1].key
        if not key:
            return None
        kind = self._kind(claim, text, before, said)
        if not kind:
            return None
        years = _YEAR.findall(text, 0, claim.start)
        value, half = self.story.amount(claim)
        year = int(years[-1]) if years else self.year
        return Fact(key, kind, year, value, half, self.story.place(claim), claim.index, claim.paragraph, claim.start)

    def _key(self, text: str, start: int, end: int) -> str:
        """Return the concept that is named last before a figure; of those that end there the longest."""
        found = [
            (m.end(), m.end() - m.start(), key)
            for key, pattern in self.concepts
            for m in pattern.finditer(text, start)
            if m.end() <= end
        ]
        named = [one for one in found if one[2] != FUNDS] or found
        return max(named)[2] if named else ""

    def concept_of(self, words: str) -> str:
        """Return the concept that some words name in full, "" where none does."""
        found = [(m.end() - m.start(), key) for key, p in self.concepts for m in [p.match(words)] if m]
        longest = max(found, default=(0, ""))
        return longest[1] if longest[0] == len(words) else ""

    def _goes_on(self, text: str, before: int, claim: Claim) -> bool:
        """Tell whether an amount without a name goes on with the last one: 预算为 x，实际执行为 y."""
        words = text[before : claim.start]
        return not _SENTENCE.search(words) and bool(self.executed.search(words) or self.budget.search(words))

    def _kind(self, claim: Claim, text: str, before: int, said: list[Fact]) -> str:
        """Tell budgeted from spent: by the words that lead to the figure, by its list, by the heading above."""
        words = text[before : claim.start]
        found = [(m.end(), BUDGET) for m in self.budget.finditer(words)]
        found += [(m.end(), EXECUTED) for m in self.executed.finditer(words)]
        if found:
            return max(found)[1]
        if claim.measure.is_budget:
            return BUDGET
        if claim.measure in (Measure.FINAL, Measure.EXECUTED):
            return EXECUTED
        if said:
            return said[-1].kind
        return self._kind_above(claim.paragraph)

    def _kind_above(self, index: int) -> str:
        for paragraph in reversed(self.story.doc.paragraphs[max(0, index - _HEADINGS_ABOVE) : index]):
            if not _is_title(paragraph):
                continue
            if self.executed.search(paragraph.text):
                return EXECUTED
            if self.budget.search(paragraph.text):
                return BUDGET
        return ""

    # --- finding again ------------------------------------------------------------------------------------------------

    def near(self, claim: Claim, kind: str, key: str = "") -> Fact | None:
        """Return the last amount of a kind before a claim in its paragraph."""
        for fact in reversed(self.facts):
            same = fact.paragraph == claim.paragraph and fact.position < claim.start and fact.kind == kind
            if same and (not key or fact.key == key):
                return fact
        return None

    def of_year(self, key: str, kind: str) -> Fact | None:
        """Return an amount of the year under review, from the table first."""
        return next((f for f in self.facts if f.key == key and f.kind == kind and f.year == self.year), None)

    def nothing(self, key: str, kind: str) -> Fact | None:
        """Return the whole that other parts make up, where that leaves nothing for a part."""
        for whole, parts in self.wholes.items():
            if key not in parts or self.of_year(key, kind) is not None:
                continue
            head = self.of_year(whole, kind)
            known = [f for p in parts for f in [self.of_year(p, kind)] if f is not None]
            if head is not None and known and head.value == sum(f.value for f in known):
                return head
        return None

    # --- settling -----------------------------------------------------------------------------------------------------

    def settle_parts(self) -> None:
        """Hold wholes to the parts that follow them in their paragraph."""
        broken = []
        for whole in self.facts:
            names = self.wholes.get(whole.key, ())
            if not names or whole.claim is None:
                continue
            parts: dict[str, Fact] = {}
            for fact in self.facts:
                if fact.paragraph == whole.paragraph and fact.position > whole.position and fact.kind == whole.kind:
                    if fact.key == whole.key:
                        break
                    if fact.key in names:
                        parts.setdefault(fact.key, fact)
            if not parts or self._closes(whole, list(parts.values())):
                continue
            if set(parts) == set(names) or _exceed(whole, list(parts.values())):
                broken.append(_Sum(whole, tuple(parts.values())))
        for one in broken:
            if not any(one.is_mended_by(other) for other in broken):
                self._report(one, [other for other in broken if other.is_mended_by(one)])

    def _closes(self, whole: Fact, parts: list[Fact]) -> bool:
        """Tell whether parts make up a whole; where they do, they bear each other out."""
        added = sum((p.value for p in parts), Decimal(0))
        comparison = sums(whole.value, added, whole.half + sum((p.half for p in parts), Decimal(0)))
        places = [p.place for p in parts]
        if comparison.status is Status.AGREES:
            why = self.story.wording.text("why.agrees.parts")
            for fact, evidence in [(whole, places), *((p, [whole.place]) for p in parts)]:
                self.agree(fact, why, evidence)
        return comparison.status is not Status.DISAGREES

    def _report(self, one: _Sum, mended: list[_Sum]) -> None:
        """Report a sum that does not close, with those that close once it does."""
        claim = self.story.claims[one.whole.claim] if one.whole.claim is not None else None
        if claim is None:
            return
        verdict = self.story.verdicts.get(claim.index)
        if verdict is not None and verdict.status is not Status.AGREES:
            return
        places = [p.place for p in one.parts] + [other.whole.place for other in mended]
        comparison = sums(one.whole.value, one.added, Decimal(0))
        name = regex.sub(self.rules.copula, "", self.story.name(claim))
        if verdict is None:
            # a whole that a larger sum bears out is right: then one of its parts is not
            why = self.story.wording.text("why.disagrees", expected=one.added)
            self.story.record(claim, Status.DISAGREES, why, places, comparison)
        self.story.findings.append(
            self.story.wording.finding(
                "narr.parts", "E-parts", Category.NARR_ARITH, Severity.ERROR, [*self.story.places(claim), *places],
                stated=claim.quantity.printed, expected=one.added, concept=name,
                unit=Unit.WAN_YUAN.value, at_stake=comparison.difference,
            )
        )  # fmt: skip

    def note_years(self) -> None:
        """Note an amount that a sentence dates otherwise than every other place that states it.

        The same whole to the last digit in two years is a year left over from an earlier report.
        """
        seen: set[Ref] = set()
        for fact in self.facts:
            if fact.claim is None or fact.year in (None, self.year):
                continue
            wanted = (fact.key, fact.kind, self.year, fact.value)
            twins = [f for f in self.facts if (f.key, f.kind, f.year, f.value) == wanted and f.key in self.wholes]
            twin = next(iter(twins), None)
            text = self.story.doc.paragraphs[fact.paragraph].text
            said = list(_YEAR.finditer(text, 0, fact.position))
            if twin is None or not said or fact.value == fact.value.to_integral_value():
                continue
            place = self.story.doc.paragraphs[fact.paragraph].place(said[-1].start(), said[-1].end())
            if place in seen:
                continue
            seen.add(place)
            self.story.findings.append(
                self.story.wording.finding(
                    "eval.year", "E-year", Category.TEXT, Severity.ERROR, [place, fact.place, twin.place],
                    stated=fact.year, expected=self.year, amount=fact.value,
                )
            )  # fmt: skip

    def agree(self, fact: Fact, why: str, evidence: list[Ref]) -> None:
        """Settle the claim of an amount, unless something settled it before."""
        if fact.claim is not None and fact.claim not in self.story.verdicts:
            self.story.record(self.story.claims[fact.claim], Status.AGREES, why, evidence)

    def settle_repeats(self) -> None:
        """An amount that another place of the report states for the same thing is borne out by it."""
        why = self.story.wording.text("why.agrees.text")
        for fact in self.facts:
            same = [f for f in self.facts if (f.key, f.kind, f.value) == (fact.key, fact.kind, fact.value)]
            other = next((f for f in same if f is not fact and f.paragraph != fact.paragraph), None)
            if other is not None:
                self.agree(fact, why, [other.place])


def _exceed(whole: Fact, parts: list[Fact]) -> bool:
    """Tell whether several parts of one year are more than their whole: then no part is missing from them."""
    if len(parts) == 1 or any(part.year != whole.year for part in parts):
        return False
    added = sum((p.value - p.half for p in parts), Decimal(0))
    return added > whole.value + whole.half


def _pattern(term: Term) -> regex.Limited:
    return regex.limited("|".join(term.words))


def _is_title(paragraph: Paragraph) -> bool:
    if paragraph.kind is ParagraphKind.HEADING:
        return True
    return len(paragraph.text) <= _LONGEST_HEADING and bool(_ITEM.match(paragraph.text))
