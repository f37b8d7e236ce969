"""What the prose says in words about its own amounts: larger, smaller, unchanged, none; last year's amounts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from audit import regex
from audit.model.claims import Measure, Period, Relation, Status
from audit.model.document import ParagraphKind
from audit.model.findings import Category, Severity
from audit.model.values import Comparator, Unit, plain
from audit.reconciliation.bounds import sums
from audit.reconciliation.changes import rate_direction

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.document import Paragraph, Table
    from audit.model.places import Ref
    from audit.reconciliation.facts import Figure
    from audit.reconciliation.narrative import Narrative

_CLAUSE = regex.compile(r"[，。；：、（）]")
_CLAUSE_END = regex.compile(r"[。；]")
_CHAPTER = 2
"""Steps of a section's path that make a chapter of the explanation: explanation.7."""
_BOTH = 2
_CHANGES = (Relation.CHANGE, Relation.GROWTH)


@dataclass(frozen=True, slots=True)
class _Said:
    """Words about two amounts: which sign they say, and where they stand."""

    paragraph: Paragraph
    start: int
    end: int
    sign: int
    base: str = ""

    @property
    def place(self) -> Ref:
        return self.paragraph.place(self.start, self.end)

    @property
    def words(self) -> str:
        return self.paragraph.text[self.start : self.end]


def settle_logic(story: Narrative) -> None:
    """Hold the words of the explanation to its own amounts and to the tables."""
    for claim in story.claims:
        _settle_previous(story, claim)
        _opposed(story, claim)
    for reached, target in pairwise(story.claims):
        _against_target(story, reached, target)
    for paragraph in story.doc.paragraphs:
        if paragraph.kind is ParagraphKind.TEXT:
            _compared(story, paragraph)
            _explained(story, paragraph)
            if not story.is_trial:
                # what a table holds of it does not change with a figure of the text
                _nothing(story, paragraph)
            _existing(story, paragraph)
    for table in story.doc.tables:
        _empty_table(story, table)
    _posts(story)


def _is_wrong(story: Narrative, *claims: Claim) -> bool:
    """Tell whether one of the claims, or a rate computed from it, is already known to be wrong."""
    numbers = {c.index for c in claims}
    for verdict in story.verdicts.values():
        if verdict.status is Status.DISAGREES:
            claim = story.claims[verdict.claim]
            if claim.against is not None and not story.claims[claim.against].quantity.value:
                # a rate on nothing is wrong for itself: its amounts may be right
                continue
            if claim.index in numbers or claim.about in numbers or claim.against in numbers:
                return True
    return False


def _sign(difference: Decimal, bound: Decimal) -> int:
    """Return +1 or -1 where a difference is beyond what rounding explains, else 0."""
    if abs(difference) <= bound:
        return 0
    return 1 if difference > 0 else -1


def _compared(story: Narrative, paragraph: Paragraph) -> None:
    """Compare 决算数大于年初预算数 with the budget and the final amount stated last before it."""
    words = story.logic.compared
    for sign, patterns in ((1, words.above), (-1, words.below), (0, words.level)):
        for pattern in patterns:
            for match in regex.finditer(pattern, paragraph.text):
                if sign == 0 and any(w in match[0] for w in story.logic.roughly):
                    continue
                said = _Said(paragraph, match.start(), match.end(), sign, match["base"])
                _against_budget(story, said)


def _against_budget(story: Narrative, said: _Said) -> None:
    before = [c for c in story.claims if c.paragraph == said.paragraph.index and c.end <= said.start]
    levels = [c for c in before if c.relation is Relation.LEVEL and c.period is Period.CURRENT]
    named = next((Measure(key) for key, word in story.logic.budgets.items() if word in said.base), None)
    budget = next((c for c in reversed(levels) if c.measure.is_budget), None)
    final = next((c for c in reversed(levels) if not c.measure.is_budget), None)
    if budget is None or final is None or budget.group != final.group or final.group != before[-1].group:
        return
    if named is not None and budget.measure not in (named, Measure.BUDGET):
        return
    if _topic(budget) != _topic(final) or budget.head != final.head or _is_wrong(story, budget, final):
        return
    if {c.index for c in levels if c.group == final.group} != {budget.index, final.index}:
        # with other amounts between, the words may speak of any of them
        return
    spent, planned = story.operand(final), story.operand(budget)
    actual = _sign(spent.value - planned.value, spent.interval.width / 2 + planned.interval.width / 2)
    if actual == said.sign or (said.sign == 0 and spent.value == planned.value):
        return
    if actual == 0 and spent.value != planned.value:
        return
    _contradicted(story, said.place, f"word.{('level', 'above', 'below')[actual]}", said.words, [budget, final])


def _explained(story: Narrative, paragraph: Paragraph) -> None:
    """增加 x 万元。减少主要原因是: the reason that follows a change is that of a change the other way."""
    changes = [c for c in story.claims if c.paragraph == paragraph.index and c.relation in _CHANGES]
    for sign, verbs in ((1, story.logic.rises), (-1, story.logic.falls)):
        pattern = rf"[，。；、]?(?P<word>(?:{'|'.join(verbs) or '(?!)'}){story.logic.reasons})"
        for match in regex.finditer(pattern, paragraph.text):
            before = [c for c in changes if c.end <= match.start()]
            # of several changes the reason may be of any
            if not before or before[-1].end != match.start() or any(c.direction != -sign for c in before):
                continue
            said = _Said(paragraph, match.start("word"), match.end("word"), sign)
            _contradicted(story, said.place, "word.fall" if sign > 0 else "word.rise", said.words, before[-1:])


def _topic(claim: Claim) -> str:
    return claim.concept.key if claim.concept else ""


def _contradicted(story: Narrative, place: Ref, actual: str, words: str, claims: list[Claim]) -> None:
    story.findings.append(
        story.wording.finding(
            "logic.direction", "L-direction", Category.LOGIC, Severity.ERROR,
            [place, *(story.place(c) for c in claims)],
            stated=words, expected=story.wording.text(actual), word=words, actual=story.wording.text(actual),
        )
    )  # fmt: skip


def _opposed(story: Narrative, claim: Claim) -> None:
    """增加 x 万元，下降 y%: a change and its rate cannot go two ways."""
    if claim.relation is not Relation.GROWTH or claim.about is None or not claim.quantity.value:
        return
    delta = story.claims[claim.about]
    if not delta.direction or not claim.direction or delta.direction == claim.direction:
        return
    if delta.base != claim.base or not delta.quantity.value or _topic(delta) != _topic(claim):
        return
    if delta.listing == claim.listing and not _CLAUSE_END.search(_between(story, delta, claim)):
        if rate_direction(story, claim) == claim.direction:
            actual = "word.rise" if claim.direction > 0 else "word.fall"
            _contradicted(story, story.place(delta), actual, _word(story, delta), [claim])
            return
        actual = "word.growth" if delta.direction > 0 else "word.decline"
        _contradicted(story, story.place(claim), actual, _word(story, claim), [delta])


def _against_target(story: Narrative, reached: Claim, target: Claim) -> None:
    """满意度达到 96%，高于目标值 95%: the words beside a percentage and its target cannot say the opposite."""
    percents = all(c.quantity.unit is Unit.PERCENT for c in (reached, target))
    if reached.paragraph != target.paragraph or not percents or reached.quantity.comparator is not Comparator.EQUAL:
        return
    words = regex.sub(r"\s", "", _between(story, reached, target))
    lead = story.paragraph(reached).text[reached.clause_start : reached.start]
    said = story.logic.targets
    is_less = reached.quantity.value < target.quantity.value
    denied = [*said.above, *(said.level if regex.search(story.logic.more_is_better, lead) else ())] if is_less else []
    if reached.quantity.value > target.quantity.value:
        denied = list(said.below)
    if any(regex.search(pattern, words) for pattern in denied) and not _is_wrong(story, reached, target):
        actual = "word.below_target" if is_less else "word.above_target"
        _contradicted(
            story, story.place(reached), actual, f"{words.lstrip('，、（')}{target.quantity.printed}", [target]
        )


def _between(story: Narrative, first: Claim, second: Claim) -> str:
    return story.paragraph(first).text[first.end : second.start]


def _word(story: Narrative, claim: Claim) -> str:
    return story.paragraph(claim).text[claim.clause_start : claim.end]


def _settle_previous(story: Narrative, claim: Claim) -> None:
    """Hold a change against last year to this year's and last year's amounts where the item states all of them."""
    if claim.relation is not Relation.CHANGE or claim.base is None or claim.base.period is not Period.LAST:
        return
    item = [c for c in story.claims if c.paragraph == claim.paragraph and c.group == claim.group]
    levels = [c for c in item if c.relation is Relation.LEVEL and not c.measure.is_budget]
    same = [c for c in levels if claim.concept is not None and _topic(c) == _topic(claim)]
    # 增加 x 万元（上年 y 万元）: it may stand right behind the change
    previous = [c for c in same if c.period is Period.LAST and c.index <= claim.index + 1]
    current = [c for c in same if c.period is Period.CURRENT and c.index < claim.index]
    if len(current) == 1 and not previous:
        _all_of_it(story, claim, current[0])
    if len(previous) != 1 or len(current) != 1 or not claim.direction or _is_wrong(story, *previous, *current, claim):
        return
    now, then, change = (story.operand(c) for c in (current[0], previous[0], claim))
    true = now.value - then.value
    bound = (now.interval.width + then.interval.width + change.interval.width) / 2
    comparison = sums(change.value * claim.direction, true, bound)
    evidence = [now.place, then.place]
    if comparison.status is not Status.DISAGREES:
        why = story.wording.text("why.agrees.parts")
        for c, places in ((claim, evidence), (previous[0], [now.place, change.place])):
            if c.index not in story.verdicts:
                story.record(c, comparison.status, why, places, comparison)
    elif sums(change.value, abs(true), bound).status is not Status.DISAGREES:
        actual = "word.rise" if true > 0 else "word.fall"
        _contradicted(story, story.place(claim), actual, _word(story, claim), [current[0], previous[0]])
    elif story.is_proven(claim.index):
        # the rate bears the change out: last year's amount is the one that does not fit
        expected = now.value - change.value * claim.direction
        _off(story, previous[0], "narr.last_year", expected, [now.place, change.place])
    else:
        _off(story, claim, "narr.change.last", abs(true), evidence)


def _all_of_it(story: Narrative, claim: Claim, current: Claim) -> None:
    """Hold a rise to this year's amount where the text says right after it that there was nothing last year."""
    paragraph, year = story.paragraph(claim), story.doc.identity.fiscal_year
    said = regex.match(story.logic.nothing_before, paragraph.text, pos=claim.end)
    if said is None or claim.direction < 0 or _is_wrong(story, current, claim):
        return
    if said["year"] is not None and (year is None or int(said["year"]) != year - 1):
        return
    now, change = story.operand(current), story.operand(claim)
    comparison = sums(change.value, now.value, (now.interval.width + change.interval.width) / 2)
    evidence = [now.place, paragraph.place(said.start() + 1, said.end())]
    if comparison.status is Status.DISAGREES:
        _off(story, claim, "narr.change.last", now.value, evidence)
    elif claim.index not in story.verdicts:
        why = story.wording.text("why.agrees.ratio", formula=f"{plain(now.value)}－0")
        story.record(claim, comparison.status, why, evidence, comparison)


def _off(story: Narrative, claim: Claim, key: str, expected: Decimal, evidence: list[Ref]) -> None:
    story.record(claim, Status.DISAGREES, story.wording.text("why.disagrees", expected=expected), evidence)
    story.findings.append(
        story.wording.finding(
            key, "N-last-year", Category.NARR_ARITH, Severity.ERROR, [*story.places(claim), *evidence],
            stated=claim.quantity.printed, expected=expected, concept=story.name(claim), unit=Unit.WAN_YUAN.value,
            at_stake=expected,
        )
    )  # fmt: skip


def _nothing(story: Narrative, paragraph: Paragraph) -> None:
    """无政府性基金预算财政拨款收入 beside a table that has some. The opposite, 0 beside a blank, agrees."""
    for term in story.logic.nothing:
        for match in (m for p in term.words for m in regex.finditer(p, paragraph.text)):
            marks = [m.end() for m in _CLAUSE.finditer(paragraph.text, 0, match.start())]
            lead = paragraph.text[marks[-1] if marks else 0 : match.start()]
            years = [int(y[0]) for y in regex.finditer(r"20\d\d(?=年)", lead)]
            if any(w in lead for w in story.logic.elsewhere) or any(y != story.doc.identity.fiscal_year for y in years):
                continue
            figures = [f for f in _cells(story, term.key, paragraph) if f.value is not None]
            if not figures or any(f.value == 0 or f.key in story.suspects.keys for f in figures):
                continue
            amount = figures[0].value or Decimal(0)
            story.findings.append(
                story.wording.finding(
                    "logic.nothing", "L-nothing", Category.NARR_TABLE, Severity.ERROR,
                    [paragraph.place(match.start(), match.end()), *(f.ref for f in figures)],
                    stated=match[0], expected=amount, concept=figures[0].column,
                    table=figures[0].table, unit=Unit.WAN_YUAN.value, at_stake=amount,
                )
            )  # fmt: skip


def _existing(story: Narrative, paragraph: Paragraph) -> None:
    """有三公经费预算的单位包括… in a chapter that states a budget of nothing and a final amount of nothing."""
    for term in story.logic.existing:
        match = next((m for p in term.words for m in regex.finditer(p, paragraph.text)), None)
        if match is None:
            continue
        chapter = story.doc.path_of(paragraph.section).split(".")[:_CHAPTER]
        stated = [
            c for c in story.claims
            if _topic(c) == term.key and c.relation is Relation.LEVEL and c.period is Period.CURRENT
            and story.doc.path_of(c.section).split(".")[:_CHAPTER] == chapter
        ]  # fmt: skip
        kinds = {c.measure.is_budget for c in stated}
        if len(kinds) == _BOTH and all(c.quantity.value == 0 for c in stated):
            name = stated[0].concept.words if stated[0].concept else ""
            story.findings.append(
                story.wording.finding(
                    "logic.existing", "L-existing", Category.LOGIC, Severity.WARNING,
                    [paragraph.place(match.start(), match.end()), *(story.place(c) for c in stated)],
                    stated=match[0], expected="0", concept=name,
                )
            )  # fmt: skip


def _cells(story: Narrative, concept: str, paragraph: Paragraph) -> list[Figure]:
    """Return the cells of a concept as the section of a paragraph means it."""
    keys = story.doc.keys_of(paragraph.section)
    if not any(k.startswith("explanation") for k in keys):
        return []
    asked = next((c for c in story.claims if c.relation is Relation.LEVEL), None)
    if asked is None:
        return []
    stand_in = replace(asked, section=paragraph.section, paragraph=paragraph.index, head=None, fund="")
    return story.binder.lookup(concept, Measure.NONE, stand_in)


def _empty_table(story: Narrative, table: Table) -> None:
    """本表为空表 under a table that has figures."""
    if table.is_nil or not table.role or table.quality:
        return
    for number in table.notes:
        note = story.doc.paragraphs[number]
        for pattern in story.logic.empty_table:
            match = regex.search(pattern, note.text)
            if match is None or regex.search(r"[如若]", note.text[: match.start()]):
                continue
            cell = next((c for r in table.rows for c in r.cells if c.value), None)
            if cell is None:
                return
            story.findings.append(
                story.wording.finding(
                    "logic.empty_table", "L-empty-table", Category.NARR_TABLE, Severity.ERROR,
                    [note.place(match.start(), match.end()), cell.ref],
                    stated=match[0], expected="", table=table.caption,
                )
            )  # fmt: skip
            break


def _posts(story: Narrative) -> None:
    """行政编制 0 人，实有 2 人."""
    for posts, staff in zip(story.claims, story.claims[1:], strict=False):
        if posts.paragraph != staff.paragraph or posts.relation is not Relation.COUNT or posts.quantity.value:
            continue
        if staff.relation is not Relation.COUNT or not staff.quantity.value:
            continue
        text = story.paragraph(posts).text
        leads = text[posts.clause_start : posts.start], text[posts.end : staff.start]
        if all(
            any(regex.search(p, lead) for p in patterns)
            for lead, patterns in zip(leads, (story.logic.posts, story.logic.staff), strict=True)
        ):
            story.findings.append(
                story.wording.finding(
                    "logic.posts", "L-posts", Category.LOGIC, Severity.ERROR,
                    [*story.places(staff), story.place(posts)],
                    stated=staff.quantity.printed, expected="0", unit=staff.quantity.counter,
                )
            )  # fmt: skip
