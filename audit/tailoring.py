"""Applies a user's settings to findings: severities, materiality, and which waivers hold."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audit import messages
from audit.model.tailoring import Tailoring, WaiverResult, WaiverState

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from audit.model.batch import BatchEntry
    from audit.model.findings import Finding
    from audit.model.tailoring import Waiver

NOTHING = Tailoring()


@dataclass(frozen=True, slots=True)
class Bearing:
    """How the waivers bear on one publication."""

    names: frozenset[str] = frozenset()
    """Names by which a waiver may mean this publication."""
    today: str = ""
    """ISO date on which the audit is made; it decides what has expired."""
    is_alone: bool = True
    """True where no other publication is audited with it: a waiver without a publication is then meant for it."""

    def holds(self, waiver: Waiver) -> bool:
        """Tell whether a waiver is meant for this publication and has not expired."""
        return self.is_meant(waiver) and not self.is_expired(waiver)

    def is_meant(self, waiver: Waiver) -> bool:
        """Tell whether a waiver names this publication, or none."""
        return not waiver.publication or waiver.publication in self.names

    def is_expired(self, waiver: Waiver) -> bool:
        """Tell whether the last day of a waiver is over."""
        return bool(waiver.expiry) and waiver.expiry < self.today


def with_severities(findings: Iterable[Finding], tailoring: Tailoring) -> tuple[Finding, ...]:
    """Return the findings with the severities that the user gave to their rules."""
    given = []
    for finding in findings:
        severity = tailoring.severity_of(finding)
        changed = severity is not finding.severity
        given.append(replace(finding, severity=severity, own_severity=finding.severity) if changed else finding)
    return tuple(given)


def waived_names(tailoring: Tailoring, bearing: Bearing) -> frozenset[tuple[str, str]]:
    """Return rule and fingerprint of all findings that the waivers in force are meant for."""
    return frozenset((w.rule, w.fingerprint) for w in tailoring.waivers if bearing.holds(w))


def set_apart(findings: Iterable[Finding], tailoring: Tailoring, bearing: Bearing) -> tuple[Finding, ...]:
    """Mark what is waived, and what is below the threshold; nothing is left out."""
    waived = waived_names(tailoring, bearing)
    return tuple(
        replace(
            finding,
            is_waived=(finding.rule, finding.fingerprint) in waived,
            is_immaterial=tailoring.is_immaterial(finding),
        )
        for finding in findings
    )


def waiver_results(tailoring: Tailoring, bearing: Bearing, findings: Collection[Finding]) -> tuple[WaiverResult, ...]:
    """Return what became of each waiver, faults first."""
    rules = {finding.fingerprint: finding.rule for finding in findings}
    results = [_result(waiver, bearing, rules) for waiver in tailoring.waivers]
    results = [replace(result, message=_told(result, tailoring.source)) for result in results]
    return tuple(sorted(results, key=lambda result: (not result.state.is_fault, result.waiver.line)))


def _result(waiver: Waiver, bearing: Bearing, rules: dict[str, str]) -> WaiverResult:
    rule = rules.get(waiver.fingerprint, "")
    is_own = bool(waiver.publication) or bearing.is_alone
    if not bearing.is_meant(waiver) or not (rule or is_own):
        return WaiverResult(waiver, WaiverState.ELSEWHERE)
    if bearing.is_expired(waiver):
        return WaiverResult(waiver, WaiverState.EXPIRED, waiver.fingerprint if rule else "")
    if rule == waiver.rule:
        return WaiverResult(waiver, WaiverState.APPLIED, waiver.fingerprint)
    if rule:
        return WaiverResult(waiver, WaiverState.UNMATCHED, waiver.fingerprint, rule)
    return WaiverResult(waiver, WaiverState.STALE)


def _told(result: WaiverResult, source: str) -> str:
    """Return what became of a waiver as one sentence."""
    waiver = result.waiver
    if result.state is WaiverState.APPLIED:
        until = (
            messages.text("waiver.until", expiry=waiver.expiry) if waiver.expiry else messages.text("waiver.endless")
        )
        who = waiver.who or messages.text("waiver.nobody")
        return messages.text("waiver.applied", reason=waiver.reason, who=who, expiry=until)
    names = {
        WaiverState.EXPIRED: "waiver.expired",
        WaiverState.STALE: "waiver.stale",
        WaiverState.UNMATCHED: "waiver.unmatched",
        WaiverState.ELSEWHERE: "waiver.elsewhere",
    }
    return messages.text(
        names[result.state],
        source=source,
        line=waiver.line,
        expiry=waiver.expiry,
        rule=waiver.rule,
        fingerprint=waiver.fingerprint,
        reason=waiver.reason,
        found=result.found_rule,
    )


def unused(entries: Iterable[BatchEntry]) -> tuple[str, ...]:
    """Tell of the waivers of a batch that were for none of its publications: found nowhere, or for a missing file."""
    by_source: dict[str, list[tuple[WaiverResult, ...]]] = {}
    entries = tuple(entries)
    for entry in entries:
        if entry.audited and entry.audited.config:
            by_source.setdefault(entry.audited.config, []).append(entry.audited.waivers)
    all_audited = all(entry.audited for entry in entries)
    return tuple(
        sentence
        for source, results in sorted(by_source.items())
        for waiver in _for_none(results)
        if (sentence := _told_unused(waiver, source, all_audited=all_audited))
    )


def _for_none(results: Iterable[Iterable[WaiverResult]]) -> list[Waiver]:
    states: dict[int, set[WaiverState]] = {}
    waivers: dict[int, Waiver] = {}
    for result in (result for of_one in results for result in of_one):
        states.setdefault(result.waiver.line, set()).add(result.state)
        waivers[result.waiver.line] = result.waiver
    return [waivers[line] for line, found in sorted(states.items()) if found == {WaiverState.ELSEWHERE}]


def _told_unused(waiver: Waiver, source: str, *, all_audited: bool) -> str:
    values = {"source": source, "line": waiver.line, "rule": waiver.rule, "fingerprint": waiver.fingerprint}
    if waiver.publication:
        there = (Path(source).parent / waiver.publication).exists()
        return "" if there else messages.text("waiver.no_publication", publication=waiver.publication, **values)
    return messages.text("waiver.nowhere", reason=waiver.reason, **values) if all_audited else ""
