"""Joins the rooms: the files of one publication in, one AuditReport out. The only module that knows all the rooms."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from audit import assembly, clock, messages, tailoring
from audit.attached import (
    EVIDENCE,
    EVIDENCE_FILE,
    FORM,
    MAIN,
    evidence_places,
    in_words,
    lines_of,
    main_part,
    read_evidence,
)
from audit.checklist import Evaluation, TextFindings, check_text, choose_pack, evaluate, read_form
from audit.claims import extract_claims
from audit.crashes import Blind, Watcher, attempt, check_finding, check_name, crashed_rooms, required
from audit.model.checklist import Score
from audit.model.coverage import measure_coverage
from audit.model.doubts import Doubts
from audit.model.extract import SCHEMA as EXTRACT_SCHEMA
from audit.model.extract import Extract
from audit.model.raw import ReadError
from audit.model.reconciled import Reconciliation
from audit.model.report import AuditReport, PackInfo
from audit.output import FORMATS, REPORT_FILES, remove_report, report_dict, write_batch, write_report
from audit.packs.catalogue import find_packs
from audit.packs.checklists import load_packs
from audit.packs.loader import load_rules
from audit.packs.rule_names import load_rule_names
from audit.packs.strict_yaml import RuleFileError
from audit.packs.tailoring import find_config, load_tailoring, tailor_pack, tailor_text
from audit.packs.text_rules import load_text_rules
from audit.readers import SUFFIXES, read
from audit.recognition import recognize
from audit.reconciliation import reconcile
from audit.tailoring import NOTHING, Bearing
from audit.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from audit.model.checklist import ItemResult
    from audit.model.claims import Claim
    from audit.model.document import Document
    from audit.model.findings import Finding
    from audit.model.packs import Pack
    from audit.model.raw import RawDocument
    from audit.model.rules import Rules
    from audit.model.tailoring import Tailoring

__all__ = [
    "AUTO",
    "FORMATS",
    "REPORT_FILES",
    "SUPPORTED_SUFFIXES",
    "Rooms",
    "Settings",
    "Watcher",
    "audit_publication",
    "check_extract",
    "extract_publication",
    "files_beside",
    "has_waivers",
    "pack_ids",
    "remove_report",
    "report_dict",
    "tailoring_of",
    "write_batch",
    "write_report",
]

SUPPORTED_SUFFIXES = SUFFIXES
AUTO = "auto"


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user decides about one audit."""

    pack: str = AUTO
    form: Path | None = None
    """The checklist as the department itself filled it in."""
    evidence: Path | None = None
    config: Path | None = None
    """gouji.yaml; None: the nearest one above the publication."""
    today: str = ""
    """ISO date that decides which waivers have expired; empty: the day on which the audit runs."""
    is_alone: bool = True
    """True where no other publication is audited together with it."""

    def as_pairs(self) -> tuple[tuple[str, str], ...]:
        """Return the settings as the report prints them."""
        return (("pack", self.pack), ("form", str(self.form or "")), ("evidence", str(self.evidence or "")))

    @classmethod
    def of_pairs(cls, pairs: Sequence[tuple[str, str]]) -> Settings:
        """Return the settings that were printed so."""
        held = dict(pairs)
        form, evidence = (Path(held[name]) if held.get(name) else None for name in ("form", "evidence"))
        return cls(held.get("pack", AUTO), form, evidence)


@dataclass(frozen=True, slots=True)
class Rooms:
    """The rooms that a publication passes through; a test may put another in the place of one."""

    read: Callable[..., RawDocument] = read
    recognize: Callable[..., Document] = recognize
    extract_claims: Callable[..., tuple[Claim, ...]] = extract_claims
    reconcile: Callable[..., Reconciliation] = reconcile
    check_text: Callable[..., TextFindings] = check_text
    evaluate: Callable[..., Evaluation] = evaluate


def audit_publication(
    files: Sequence[Path],
    settings: Settings | None = None,
    *,
    roles: Sequence[str] = (),
    rooms: Rooms | None = None,
    watcher: Watcher | None = None,
) -> AuditReport:
    """Audit the files of one publication. Raises ReadError, which says why, where nothing could be audited.

    `roles` says what each file is; files without one are the publication's text.
    """
    extract = extract_publication(files, settings, roles=roles, rooms=rooms, watcher=watcher)
    return check_extract(extract, settings, rooms=rooms, watcher=watcher)


def extract_publication(
    files: Sequence[Path],
    settings: Settings | None = None,
    *,
    roles: Sequence[str] = (),
    rooms: Rooms | None = None,
    watcher: Watcher | None = None,
) -> Extract:
    """Read and recognise one publication and take its claims out. Raises ReadError where it cannot be read."""
    settings, rooms, watcher = settings or Settings(), rooms or Rooms(), watcher or Blind()
    settings = _with_evidence_beside(settings, files[0])
    path = str(files[0])
    tailoring_of(files[0], settings)  # a mistake in the settings is told before anything is read
    rules = _rules()
    raw = required("readers", path, watcher, lambda: _read(files, roles, settings, rooms))
    doc = required("recognition", path, watcher, lambda: rooms.recognize(main_part(raw), rules.recognition))
    crashes: list[Finding] = []
    claims: tuple[Claim, ...] = attempt(
        "claims", doc, watcher, crashes, lambda: rooms.extract_claims(doc, rules.claims), otherwise=()
    )
    return Extract(
        schema=EXTRACT_SCHEMA,
        tool_version=__version__,
        path=path,
        files=tuple(map(str, files)),
        settings=settings.as_pairs(),
        raw=raw,
        document=doc,
        claims=claims,
        evidence=read_evidence(settings.evidence) if settings.evidence else None,
        crashes=tuple(crashes),
    )


def check_extract(
    extract: Extract,
    settings: Settings | None = None,
    *,
    rooms: Rooms | None = None,
    watcher: Watcher | None = None,
) -> AuditReport:
    """Apply the rules to what was read: reconcile, answer the checklist, put the report together.

    The publication's files are not opened. `settings` may ask for another checklist or another gouji.yaml than stood
    above the publication; its form and its evidence are those that were read.
    """
    rooms, watcher, rules = rooms or Rooms(), watcher or Blind(), _rules()
    kept = Settings.of_pairs(extract.settings)
    settings = replace(settings, form=kept.form, evidence=kept.evidence) if settings else kept
    files = tuple(map(Path, extract.files))
    tailored, bearing = tailoring_of(files[0], settings), _bearing(files, settings)
    doc, claims, crashes = extract.document, extract.claims, list(extract.crashes)
    reconciliation = attempt(
        "reconciliation",
        doc,
        watcher,
        crashes,
        lambda: Doubts.of(doc).hold_back(
            doc, claims, rooms.reconcile(doc, claims, rules.reconciliation), messages.text("why.recognised")
        ),
        otherwise=Reconciliation((), ()),
    )
    judged = attempt(
        "checklist",
        doc,
        watcher,
        crashes,
        lambda: _judge(replace(extract, crashes=tuple(crashes)), reconciliation, settings, rooms, tailored, bearing),
        otherwise=_Judged(reconciliation.findings, PackInfo(None, "", "", reason=messages.text("pack.none"))),
    )
    for check, error in judged.crashes:
        watcher.crashed(check, error)
    return _report(
        extract=extract,
        settings=settings,
        reconciliation=reconciliation,
        judged=judged,
        crashes=crashes,
        tailored=tailored,
        bearing=bearing,
    )


def tailoring_of(file: Path, settings: Settings) -> Tailoring:
    """Return what gouji.yaml says for a publication, nothing without one. Raises ReadError where it is wrong."""
    path = settings.config or find_config(file.parent)
    if path is None:
        return NOTHING
    shown = str(path) if settings.config or file.is_absolute() else os.path.relpath(path)
    try:
        return load_tailoring(path, Path(shown).as_posix())
    except RuleFileError as error:
        raise ReadError("E140", path=shown, reason=in_words(error), line=error.line) from error
    except OSError as error:
        raise ReadError("E103", path=shown, reason=error.strerror or type(error).__name__) from error


def has_waivers(file: Path, settings: Settings) -> bool:
    """Tell whether somebody waives findings of a publication, or might: settings that cannot be read say nothing."""
    try:
        return bool(tailoring_of(file, settings).waivers)
    except ReadError:
        return False


def _bearing(files: Sequence[Path], settings: Settings) -> Bearing:
    """Return how waivers bear on a publication: by which names they may mean it, and on which day."""
    config = settings.config or find_config(files[0].parent)
    paths = [files[0], *([files[0].parent] if len(files) > 1 else [])]
    names = {path.name for path in paths}
    if config is not None:
        base = config.absolute().parent
        own = (path.absolute() for path in paths)
        names |= {path.relative_to(base).as_posix() for path in own if path.is_relative_to(base)}
    return Bearing(frozenset(names), settings.today or clock.today(), settings.is_alone)


def pack_ids() -> tuple[str, ...]:
    """Return the ids of the installed checklists."""
    return tuple(pack.id for pack in find_packs())


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the text checks and the checklist made of a publication."""

    findings: tuple[Finding, ...]
    pack: PackInfo
    items: tuple[ItemResult, ...] = ()
    score: Score | None = None
    rows_unknown: tuple[str, ...] = ()
    crashes: tuple[tuple[str, Exception], ...] = ()
    """Text checks and rows that crashed, with the error."""


def _judge(
    extract: Extract,
    reconciliation: Reconciliation,
    settings: Settings,
    rooms: Rooms,
    tailored: Tailoring,
    bearing: Bearing,
) -> _Judged:
    """Check the text, choose the checklist and answer its rows."""
    raw, doc, claims = extract.raw, extract.document, extract.claims
    wanted = tailored.pack if settings.pack == AUTO and tailored.pack else settings.pack
    choice = choose_pack(load_packs(), doc, wanted)
    pack = choice.pack
    if pack is not None and (pack.head.template or wanted != AUTO):
        # the number style goes with the template that the publication is judged by
        template = pack.head.template or _general_template(pack)
        doc = replace(doc, identity=replace(doc.identity, template=template))
    text = rooms.check_text(doc, claims, tailor_text(load_text_rules(), tailored, doc.identity.template))
    said = map(Doubts.of(doc).without_ground, text.findings)
    found = assembly.without_echoes((*reconciliation.findings, *said))
    found = (*found, *(check_finding(name, doc, error) for name, error in text.crashes))
    findings = assembly.stamp(found, [file.id for file in raw.files])
    findings = tailoring.with_severities(findings, tailored)
    if pack is None:
        reason = choice.reason or messages.text("pack.none")
        info = PackInfo(None, "", "", confidence=choice.confidence, reason=reason)
        return _Judged(findings, info, crashes=text.crashes)
    form = lines_of(raw, FORM)

    def answers(told: tuple[Finding, ...]) -> Evaluation:
        return rooms.evaluate(
            doc,
            claims,
            replace(reconciliation, findings=told),
            tailor_pack(pack, tailored),
            text=replace(text, findings=()),
            official_questions=read_form(form, pack.vocabulary) if form else None,
            evidence=extract.evidence,
            evidence_places=evidence_places(raw),
            tailoring=tailored,
            waived=tailoring.waived_names(tailored, bearing),
            crashed_rooms=crashed_rooms(extract.crashes),
            check_names={check: check_name(check) for check, _ in text.crashes},
        )

    evaluation = answers(findings)
    if (told := assembly.without_gaps(findings, evaluation.findings)) != findings:
        findings, evaluation = told, answers(told)
    info = PackInfo(pack.id, pack.head.version, pack.sha256, pack.head.title, choice.confidence, choice.reason)
    named = {*tailored.rows, *tailored.weights} - {item.id for item in pack.items}
    return _Judged(
        findings=(*findings, *evaluation.findings),
        pack=info,
        items=evaluation.items,
        score=evaluation.score,
        rows_unknown=tuple(sorted(named)),
        crashes=(*text.crashes, *evaluation.crashes),
    )


def _general_template(pack: Pack) -> str:
    """Return the template of a pack that fits any publication of its kind: the one that extends none."""
    templates = _rules().recognition.templates
    kind = pack.head.publication_type
    return next((t.id for t in templates if t.publication_type is kind and not t.extends), "")


def files_beside(settings: Settings, file: Path) -> tuple[Path, ...]:
    """Return the files that a report rests on besides the publication's own."""
    settings = _with_evidence_beside(settings, file)
    config = settings.config or find_config(file.parent)
    return tuple(path for path in (settings.form, settings.evidence, config) if path)


def _with_evidence_beside(settings: Settings, file: Path) -> Settings:
    """Take evidence.yaml beside the publication where the user names no other."""
    beside = file.with_name(EVIDENCE_FILE)
    return settings if settings.evidence or not beside.is_file() else replace(settings, evidence=beside)


def _report(
    *,
    extract: Extract,
    settings: Settings,
    reconciliation: Reconciliation,
    judged: _Judged,
    crashes: list[Finding],
    tailored: Tailoring,
    bearing: Bearing,
) -> AuditReport:
    """Put together what the rooms handed over."""
    raw, doc, claims = extract.raw, extract.document, extract.claims
    verdicts = {verdict.claim: verdict for verdict in reconciliation.verdicts}
    findings = assembly.stamp((*judged.findings, *crashes), [file.id for file in raw.files])
    findings = tailoring.set_apart(findings, tailored, bearing)
    pairs = settings.as_pairs()
    no_score = Score(0, 0, 0, 0, value=None, low=0.0, high=0.0, formula=messages.text("score.formula"))
    return AuditReport(
        tool_version=__version__,
        settings=(*pairs, ("config", tailored.source)) if tailored is not NOTHING else pairs,
        path=extract.path,
        files=raw.files,
        identity=doc.identity,
        pack=judged.pack,
        score=judged.score or no_score,
        coverage=measure_coverage(doc, claims, verdicts),
        checklist=judged.items,
        findings=assembly.number(assembly.in_their_lines(doc, findings)),
        claims=assembly.report_claims(doc, claims, verdicts, messages.text("why.not_reconciled")),
        document=doc,
        raw_claims=claims,
        verdicts=reconciliation.verdicts,
        text=assembly.explanation_text(doc),
        tailoring=tailored if tailored is not NOTHING else None,
        waivers=tailoring.waiver_results(tailored, bearing, findings),
        rows_unknown=judged.rows_unknown,
        facts=reconciliation.facts,
        rule_names=_rule_names(findings),
        template_title=next((t.title for t in _rules().recognition.templates if t.id == doc.identity.template), ""),
        units=extract.evidence.units if extract.evidence else (),
    )


def _rule_names(findings: Sequence[Finding]) -> tuple[tuple[str, str], ...]:
    names = load_rule_names()
    return tuple((rule, names.name_of(rule)) for rule in sorted({finding.rule for finding in findings}))


def _rules() -> Rules:
    try:
        return load_rules()
    except (RuleFileError, OSError) as error:
        raise ReadError("E125", reason=str(error)) from error


def _read(files: Sequence[Path], roles: Sequence[str], settings: Settings, rooms: Rooms) -> RawDocument:
    extra = [(path, role) for path, role in ((settings.form, FORM), (settings.evidence, EVIDENCE)) if path]
    if settings.evidence:
        read_evidence(settings.evidence)
    paths = [*files, *(path for path, _ in extra)]
    own = [roles[at] if at < len(roles) else MAIN for at in range(len(files))]
    return rooms.read(paths, roles=[*own, *(role for _, role in extra)])
