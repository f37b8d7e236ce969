"""Rows that the findings of the other rooms settle, and rows that only evidence from outside settles."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.evidence import (
    SHOWN,
    Defect,
    failed,
    find_in,
    not_applicable,
    passed,
    review,
    said,
    told,
)
from audit.checklist.lost import lost_said
from audit.model.document import ParagraphKind
from audit.model.findings import Cause, Severity
from audit.model.packs import Asks, Otherwise

if TYPE_CHECKING:
    from audit.checklist.evidence import Evidence, KindResult, Said
    from audit.model.findings import Finding
    from audit.model.packs import ExternalEvidence, FindingsOf
    from audit.model.places import Ref


def findings_of(evidence: Evidence, params: FindingsOf) -> KindResult:
    """Fail where certain findings exist. Those whose cause is not the publication only ask for a look."""
    found = [
        finding
        for finding in evidence.findings
        if _counts(finding, params)
        and (not params.sections or set(params.sections) & set(evidence.keys_at(finding.places[0])))
    ]
    firm = [finding for finding in found if finding.cause is Cause.PUBLICATION]
    if firm:
        return failed(*told(firm), grounds=firm)
    if found:
        return review(said("findings.unclear", count=len(found)), evidence=[f.places[0] for f in found[:SHOWN]])
    return _without_findings(evidence, params)


def _counts(finding: Finding, params: FindingsOf) -> bool:
    if finding.root:
        return False  # it is nothing of its own: its root is what the row turns on
    if params.categories and finding.category not in params.categories:
        return False
    if params.severities and finding.severity not in params.severities:
        return False
    if params.rules and not finding.rule.startswith(params.rules):
        return False
    return not (params.but and finding.rule.startswith(params.but))


def _concerns(lost: tuple[str, ...], params: FindingsOf) -> bool:
    """Tell whether findings that count may be among those that were lost."""
    if not params.rules:
        return True
    return any(rule.startswith(name) or name.startswith(rule) for rule in params.rules for name in lost)


def _without_findings(evidence: Evidence, params: FindingsOf) -> KindResult:
    coverage = evidence.coverage()
    settled, figures = coverage.settled, coverage.figures
    percent = 100 * settled // figures if figures else 0
    places = evidence.headings(params.proof)
    crashed = [name for name, rules in evidence.lost.items() if _concerns(rules, params)]
    if crashed:
        return review(*lost_said(crashed), evidence=places)
    if params.coverage and percent < params.coverage:
        return review(said("findings.coverage", settled=settled, figures=figures), evidence=places)
    passes = params.otherwise is Otherwise.PASS or (params.otherwise is Otherwise.PASS_IF_PAGED and evidence.is_paged)
    if params.otherwise is Otherwise.NOT_APPLICABLE:
        return not_applicable(said("findings.none"), evidence=places)
    if not passes:
        return review(said("findings.look"), evidence=places)
    if params.proof and not places:
        return review(said("findings.unplaced"))
    if params.coverage:
        return passed(said("findings.pass_covered", settled=settled, figures=figures), evidence=places)
    return passed(said("findings.pass"), evidence=places)


def external_evidence(evidence: Evidence, params: ExternalEvidence) -> KindResult:
    """Answer from evidence.yaml; without it say what to look at, and what the document lets guess."""
    value = getattr(evidence.outside, params.key) if evidence.outside is not None else None
    if value is None:
        nothing = _nothing_to_ask(evidence, params)
        if nothing is not None:
            return not_applicable(said(f"external.nil_{params.key}"), evidence=[nothing])
        return review(*_hints(evidence, params))
    place = evidence.outside_places.get(params.key)
    places = [place] if place is not None else []
    if params.asks is Asks.FLAG:
        good, shown, limit = bool(value), "", ""
    elif params.asks is Asks.COUNT:
        good, shown, limit = int(value) <= params.most, str(value), str(params.most)
    else:
        limit = getattr(evidence.outside, f"{params.key}_by", None) or params.deadline or _counted(evidence, params)
        if not limit:
            return review(said("external.no_deadline", value=_in_words(evidence, str(value))), evidence=places)
        good = _moment(str(value)) <= _moment(limit, end_of_day=True)
        shown, limit = (_in_words(evidence, str(one)) for one in (value, limit))
    reasons = [said(f"external.{params.asks.value}_{'yes' if good else 'no'}", value=shown, limit=limit)]
    address = getattr(evidence.outside, params.address, None) if params.address else None
    if address:
        reasons.append(said("external.address", address=address))
    if good:
        return passed(*reasons, evidence=places)
    place = place or evidence.doc.paragraphs[0].ref
    defect = Defect(f"external:{params.key}", said("finding.external"), (place,), Severity.WARNING, stated=shown)
    return failed(*reasons, defects=[defect])


def _counted(evidence: Evidence, params: ExternalEvidence) -> str:
    """Return the deadline that lies some days after another date of the evidence, "" where that is not known."""
    start = getattr(evidence.outside, params.after, None) if params.after else None
    if not start:
        return ""
    return f"{_moment(str(start)) + timedelta(days=params.days):%Y-%m-%d}"


def _moment(text: str, *, end_of_day: bool = False) -> datetime:
    """Read an ISO date or date and time; a deadline without time lasts to the end of its day."""
    moment = datetime.fromisoformat(text)
    if end_of_day and len(text) <= len("2021-10-08"):
        moment = moment.replace(hour=23, minute=59)
    return moment.replace(tzinfo=None)


def _nothing_to_ask(evidence: Evidence, params: ExternalEvidence) -> Ref | None:
    """Return where the text says that there is nothing to ask about, and nowhere the contrary."""
    prose = evidence.body(params.nil_sections)
    return None if find_in(params.nil_unless, prose) else find_in(params.nil, prose)


def _in_words(evidence: Evidence, date: str) -> str:
    """Return an ISO date, or a date and time, as a reader writes it."""
    moment = _moment(date)
    key = "external.day" if len(date) <= len("2021-10-08") else "external.moment"
    return evidence.pack.messages[key].format(
        year=moment.year, month=moment.month, day=moment.day, hour=moment.hour, minute=f"{moment.minute:02d}"
    )


def _hints(evidence: Evidence, params: ExternalEvidence) -> list[Said]:
    hints = [said(f"external.look_{params.key}")]
    if params.deadline:
        hints.append(said("external.limit", limit=_in_words(evidence, params.deadline)))
    found = cover_date(evidence)
    if params.tell_cover_date and found is not None:
        date, _ = found
        late = bool(params.deadline) and date > _moment(params.deadline, end_of_day=True)
        hints.append(
            said("external.cover_late" if late else "external.cover", date=_in_words(evidence, f"{date:%Y-%m-%d}"))
        )
    if params.tell_format:
        hints.append(said("external.format", format=evidence.doc.files[0].format.upper()))
    return hints


def cover_date(evidence: Evidence) -> tuple[datetime, Ref] | None:
    """Return the date printed on the cover, with its place."""
    pattern = regex.compile(evidence.pack.vocabulary.cover_date)
    for paragraph in evidence.doc.paragraphs:
        if paragraph.kind is not ParagraphKind.COVER:
            continue
        match = pattern.search(paragraph.text)
        if match:
            try:
                date = datetime(int(match["year"]), int(match["month"]), int(match["day"]))  # noqa: DTZ001 - a printed date has no zone
            except ValueError:
                continue
            return date, paragraph.place(match.start(), match.end())
    return None
