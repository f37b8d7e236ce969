"""Runs the checks of every row and puts their results together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from audit.checklist.evidence import FOUND, MORE, Defect, Evidence, KindResult, Said, passed, review, said, told
from audit.checklist.form import FormRow, form_of, match_rows
from audit.checklist.kinds import KINDS, OF_CLAIMS
from audit.checklist.lost import CLAIMS, lost_rules, lost_said
from audit.checklist.score import score_items
from audit.checklist.text_checks import TextFindings
from audit.model.checklist import Answer, ItemResult, Outcome
from audit.model.findings import Category, Cause, ExpectedLabel, Finding, Severity
from audit.model.fingerprints import stamp
from audit.model.measured import measured_key
from audit.model.packs import Polarity
from audit.model.tailoring import Tailoring

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from audit.model.checklist import Score
    from audit.model.claims import Claim
    from audit.model.document import Document
    from audit.model.packs import Check, Item, OutsideEvidence, Pack
    from audit.model.places import Ref
    from audit.model.reconciled import Reconciliation

MOST_EVIDENCE = 24
NO_NAMES: Mapping[str, str] = MappingProxyType({})
CONTENTS_MISSING = "structure.contents.missing"
SAME_RULES = {"cells:zeros": "table.zero", "cells:decimals": "table.places"}
"""Findings of the text checks that say what a defect of the cells says."""
_SEVERAL = 2
_ABOUT_A_PLACE = frozenset({"results", "reason", "comparison", "order", "note", "depth", "whole_table"})
"""Defects that name the part or the table that they are about: that is nothing to be written there."""
_RANK = (Outcome.FAIL, Outcome.REVIEW, Outcome.PASS, Outcome.NOT_APPLICABLE)
"""The gravest outcome of a row's checks is the row's."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answered rows. `findings` are the new ones, which the rows made."""

    items: tuple[ItemResult, ...]
    findings: tuple[Finding, ...]
    score: Score
    crashes: tuple[tuple[str, Exception], ...] = ()
    """Rows whose check crashed, with the error; they are reviews."""


@dataclass(frozen=True, slots=True)
class _Row:
    item: Item
    results: tuple[KindResult, ...]
    """One for each of its checks."""
    crash: Exception | None = None
    waived: tuple[Finding, ...] = ()
    """Findings that would have turned it, and that somebody answers for."""

    @property
    def result(self) -> KindResult:
        return _join(self.results)


def evaluate(
    doc: Document,
    claims: tuple[Claim, ...],
    reconciliation: Reconciliation,
    pack: Pack,
    *,
    text: TextFindings | None = None,
    official_questions: Sequence[FormRow] | None = None,
    evidence: OutsideEvidence | None = None,
    evidence_places: Mapping[str, Ref] | None = None,
    tailoring: Tailoring | None = None,
    waived: Collection[tuple[str, str]] = (),
    crashed_rooms: Collection[str] = (),
    check_names: Mapping[str, str] = NO_NAMES,
) -> Evaluation:
    """Answer every row of the pack. The findings that are handed in must carry their fingerprints.

    `waived` are rule and fingerprint of the findings that turn no row; what `crashed_rooms` would have handed over
    is not known, and no row passes for want of it. `check_names` are what readers call the text checks.
    """
    tailoring = tailoring or Tailoring()
    text = text or TextFindings()
    rows_printed = tuple(official_questions) if official_questions is not None else form_of(doc, pack.vocabulary)
    looked_at = Evidence(
        doc=doc,
        pack=pack,
        claims=claims,
        verdicts={verdict.claim: verdict for verdict in reconciliation.verdicts},
        findings=(*reconciliation.findings, *text.findings),
        lost=lost_rules(crashed_rooms, text, check_names),
        outside=evidence,
        outside_places=evidence_places or {},
    )
    first = [_answer(looked_at, item) for item in pack.items]
    known = _known_defects(looked_at, first)
    first = [_known_row(known, row) for row in first]
    made = _with_severities(_findings_of(looked_at, first, rows_printed), tailoring)
    stamped = _stamp(doc, made, looked_at.findings)
    # rows that rest on findings see those of the other rows too
    looked_at = replace(looked_at, findings=(*looked_at.findings, *stamped.values()))
    rows = [
        _known_row(known | _known_defects(looked_at, [again]), again)
        if _rests_on_findings(row.item) and (again := _answer(looked_at, row.item))
        else row
        for row in first
    ]
    rows = [_guarded(row.item, partial(_without_waived, looked_at, row, stamped, waived)) for row in rows]
    rows = [_only_measured(pack, row) for row in rows]
    matched = match_rows(rows_printed, pack.items)
    items = tuple(_item_result(pack, row, stamped, matched.get(row.item.item)) for row in rows)
    items = tuple(replace(item, weight=tailoring.weights.get(item.id, item.weight)) for item in items)
    formula = pack.messages["score.formula_weighted" if tailoring.weights else "score.formula"]
    crashes = tuple((row.item.id, row.crash) for row in rows if row.crash is not None)
    return Evaluation(items, tuple(stamped.values()), score_items(items, formula), crashes)


def _rests_on_findings(item: Item) -> bool:
    return any(check.findings_of is not None for check in item.checks)


def _answer(evidence: Evidence, item: Item) -> _Row:
    """Run a row's checks."""
    return _guarded(item, lambda: _Row(item, tuple(_run(evidence, check) for check in item.checks)))


def _guarded(item: Item, answer: Callable[[], _Row]) -> _Row:
    """Answer a row. A crash makes it a review."""
    try:
        return answer()
    except Exception as error:  # noqa: BLE001 - whatever went wrong in one row must not lose the others
        return _Row(item, (review(said("review.crash", error=type(error).__name__)),), error)


def _run(evidence: Evidence, check: Check) -> KindResult:
    (kind,) = check.kinds
    if CLAIMS in evidence.lost and kind in OF_CLAIMS:
        return review(*lost_said([CLAIMS]))
    return _sound(evidence, KINDS[kind](evidence, getattr(check, kind)))


def _sound(evidence: Evidence, result: KindResult) -> KindResult:
    """Hold a result to what makes it one: a place for a pass or n/a, a finding for a fail, readable pages."""
    if result.outcome is Outcome.FAIL:
        if evidence.is_incomplete and not result.grounds:
            return review(said("review.unreadable"), evidence=result.evidence)
        doubts = evidence.doubts
        firm = [defect for defect in result.defects if not doubts.shake(defect.category, defect.places)]
        if result.defects and not firm and not result.grounds:
            return review(said("review.recognised"), *result.reasons, evidence=result.evidence)
        if not result.defects and not result.grounds:
            return review(said("review.unproved"), *result.reasons, evidence=result.evidence)
    if result.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE) and not any(ref.quote for ref in result.evidence):
        return review(said("review.unproved"), *result.reasons)
    return result


def _join(results: Sequence[KindResult]) -> KindResult:
    """Join the results of a row's checks: the gravest outcome, with what was found for it."""
    if not results:
        return review(said("review.unproved"))
    outcome = min((result.outcome for result in results), key=_RANK.index)
    deciding = [result for result in results if result.outcome is outcome]
    if outcome is Outcome.PASS:
        deciding = [result for result in results if result.outcome in (Outcome.PASS, Outcome.NOT_APPLICABLE)]
    return KindResult(
        outcome=outcome,
        reasons=_reasons(results, deciding),
        evidence=tuple(dict.fromkeys(ref for result in deciding for ref in result.evidence)),
        defects=tuple(defect for result in results for defect in result.defects),
        grounds=tuple(finding for result in results for finding in result.grounds),
    )


def _reasons(results: Sequence[KindResult], deciding: Sequence[KindResult]) -> tuple[Said, ...]:
    """Return why a row is answered so, each reason once; what several checks found is told together."""
    finders = [result for result in results if any(reason.key == FOUND for reason in result.reasons)]
    reasons = list(dict.fromkeys(reason for result in deciding for reason in result.reasons))
    if len(finders) < _SEVERAL or not any(result in finders for result in deciding):
        return tuple(reasons)
    found = tuple(dict.fromkeys(finding for result in finders for finding in result.grounds))
    others = [reason for reason in reasons if reason.key not in (FOUND, MORE)]
    return (*told(found), *others)


def _known_row(known: Mapping[str, Finding], row: _Row) -> _Row:
    return replace(row, results=tuple(_with_known(known, result) for result in row.results))


def _with_severities(made: Mapping[str, Finding], tailoring: Tailoring) -> dict[str, Finding]:
    """Return the new findings with the severities that the user gave to their rules."""
    given = {}
    for about, finding in made.items():
        severity = tailoring.severity_of(finding)
        changed = severity is not finding.severity
        given[about] = replace(finding, severity=severity, own_severity=finding.severity) if changed else finding
    return given


def _without_waived(
    evidence: Evidence, row: _Row, made: Mapping[str, Finding], waived: Collection[tuple[str, str]]
) -> _Row:
    """Answer a row by what is left without the waived findings; those that would have turned it are named."""
    if not waived:
        return row
    left = replace(evidence, findings=tuple(f for f in evidence.findings if (f.rule, f.fingerprint) not in waived))
    results: list[KindResult] = []
    named: list[Finding] = []
    for at, result in enumerate(row.results):
        turning = {d.about: made[d.about] for d in result.defects if d.about in made}
        own = [f for f in (*turning.values(), *result.grounds) if (f.rule, f.fingerprint) in waived]
        if not own:
            results.append(result)
            continue
        named += own
        if row.item.checks[at].findings_of is not None:
            results.append(_run(left, row.item.checks[at]))
            continue
        kept = replace(
            result,
            defects=tuple(d for d in result.defects if turning.get(d.about) not in own),
            grounds=tuple(f for f in result.grounds if f not in own),
        )
        places = [finding.places[0] for finding in own]
        is_settled = result.outcome is Outcome.FAIL and not kept.defects and not kept.grounds
        results.append((result.rest or passed(evidence=places)) if is_settled else kept)
    return replace(row, results=tuple(results), waived=tuple(dict.fromkeys(named)))


def _only_measured(pack: Pack, row: _Row) -> _Row:
    """Let only rules that were measured to be right turn a row; what the others find asks for a look."""
    measured = pack.measured
    if measured is None or row.result.outcome is not Outcome.FAIL:
        return row
    items = {item.id for item in pack.items}

    def may_decide(result: KindResult) -> bool:
        rules = [f"{row.item.id}.{defect.about.partition(':')[0]}" for defect in result.defects]
        rules += [finding.rule for finding in result.grounds]
        return any(measured.may_decide(measured_key(rule, items)) for rule in rules)

    def held(result: KindResult) -> KindResult:
        if result.outcome is not Outcome.FAIL or may_decide(result):
            return result
        return replace(result, outcome=Outcome.REVIEW, reasons=(*result.reasons, said("review.unmeasured")))

    return replace(row, results=tuple(held(result) for result in row.results))


def _known_defects(evidence: Evidence, rows: Iterable[_Row]) -> dict[str, Finding]:
    """Return the findings of the text checks that say what some row has in the making, by what it is about."""
    defects = (defect for row in rows for result in row.results for defect in result.defects)
    return {defect.about: found for defect in defects if (found := _known(evidence, defect)) is not None}


def _with_known(known: Mapping[str, Finding], result: KindResult) -> KindResult:
    """Put a finding of the text checks in the place of the same one in the making."""
    same = [known[defect.about] for defect in result.defects if defect.about in known]
    if not same:
        return result
    left = tuple(defect for defect in result.defects if defect.about not in known)
    return replace(result, defects=left, grounds=tuple(dict.fromkeys((*result.grounds, *same))))


def _known(evidence: Evidence, defect: Defect) -> Finding | None:
    """Return the finding that the contents page, or the words of a note, gave before."""
    kind = defect.about.partition(":")[0]
    for finding in evidence.findings:
        if finding.cause is not Cause.PUBLICATION:
            continue
        if kind == "missing" and finding.rule.startswith(CONTENTS_MISSING):
            is_same = defect.expected in finding.stated or finding.stated in defect.expected
        elif defect.about in SAME_RULES:
            is_same = finding.rule == SAME_RULES[defect.about]
        else:
            is_same = (
                kind == "note"
                and finding.category in (Category.TEXT, Category.STRUCTURE)
                and _overlap(defect.places[0], finding.places[0])
            )
        if is_same:
            return finding
    return None


def _overlap(here: Ref, there: Ref) -> bool:
    return here.line_id == there.line_id and here.start < there.end and there.start < here.end


def _findings_of(evidence: Evidence, rows: Sequence[_Row], printed: Sequence[FormRow]) -> dict[str, Finding]:
    """Make the findings of all rows. What two rows miss is one finding, of the first of them."""
    pack, doubts = evidence.pack, evidence.doubts
    made: dict[str, Finding] = {}
    for row in rows:
        for defect in row.result.defects:
            made.setdefault(defect.about, doubts.without_ground(_finding(pack, defect, row.item)))
    if printed:
        unanswered = [row for row in printed if row.declared is None]
        if unanswered:
            numbers = "、".join(str(row.number) for row in unanswered)
            made["form:unanswered"] = Finding(
                rule="form.unanswered",
                category=Category.STRUCTURE,
                severity=Severity.WARNING,
                cause=Cause.PUBLICATION,
                message=_fill(pack.messages["finding.form_unanswered"], {"rows": numbers, "count": len(unanswered)}),
                basis=pack.messages["basis.form"],
                places=tuple(row.ref for row in unanswered),
                stated=numbers,
            )
    return made


def _finding(pack: Pack, defect: Defect, item: Item) -> Finding:
    kind = defect.about.partition(":")[0]
    return Finding(
        rule=f"{item.id}.{kind}",
        category=defect.category,
        severity=defect.severity,
        cause=Cause.PUBLICATION,
        message=_text(pack, item, defect.message),
        basis=item.basis,
        places=tuple(dict.fromkeys(defect.places)),
        stated=defect.stated,
        expected="" if kind in _ABOUT_A_PLACE else defect.expected,
        expected_label=ExpectedLabel.ELSEWHERE if defect.stated else ExpectedLabel.MISSING,
    )


def _stamp(doc: Document, made: Mapping[str, Finding], others: Iterable[Finding]) -> dict[str, Finding]:
    """Give the new findings their fingerprints, unlike those given before."""
    files = [file.id for file in doc.files]
    names = {id(finding): about for about, finding in made.items()}
    order = sorted(made.values(), key=lambda finding: (finding.places[0].order, finding.rule, finding.stated))
    stamped: dict[str, Finding] = {}
    taken = [finding.fingerprint for finding in others]
    for finding in order:
        (done,) = stamp([finding], files, taken)
        taken.append(done.fingerprint)
        stamped[names[id(finding)]] = done
    return stamped


def _item_result(pack: Pack, row: _Row, made: Mapping[str, Finding], printed: FormRow | None) -> ItemResult:
    item, result = row.item, row.result
    reasons = list(result.reasons)
    if row.waived:
        shown = "；".join(finding.message.rstrip("。；") for finding in row.waived)
        reasons.append(said("waived.row", count=len(row.waived), findings=shown))
    prints = [made[defect.about].fingerprint for defect in result.defects if defect.about in made]
    prints += [finding.fingerprint for finding in result.grounds]
    return ItemResult(
        item=item.item,
        id=item.id,
        category=item.category,
        question=printed.question if printed else item.question,
        answer=_answer_of(item, result.outcome),
        outcome=result.outcome,
        reason=_join_sentences(_text(pack, item, reason) for reason in reasons),
        basis=item.basis,
        declared=printed.declared if printed else None,
        findings=tuple(dict.fromkeys(prints)),
        evidence=result.evidence[:MOST_EVIDENCE],
        good=Answer.YES if item.polarity is Polarity.YES else Answer.NO,
        abridged=printed is None,
        waived=tuple(finding.fingerprint for finding in row.waived),
    )


def _answer_of(item: Item, outcome: Outcome) -> Answer:
    if outcome is Outcome.REVIEW:
        return Answer.REVIEW
    if outcome is Outcome.NOT_APPLICABLE:
        return Answer.NOT_APPLICABLE
    good = outcome is Outcome.PASS
    return Answer.YES if good is (item.polarity is Polarity.YES) else Answer.NO


def _text(pack: Pack, item: Item, sentence: Said) -> str:
    words = (item.says or {}).get(sentence.key) or pack.messages[sentence.key]
    return _fill(words, dict(sentence.values))


def _fill(words: str, values: Mapping[str, str | int]) -> str:
    return words.format_map(values)


def _join_sentences(sentences: Iterable[str]) -> str:
    return "".join(s if s.endswith(("。", "！", "？")) else f"{s}。" for s in dict.fromkeys(sentences))
