"""Writes report.json, the contract that everything printed afterwards is rendered from."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from audit.model.checklist import Answer
from audit.model.tailoring import WaiverState
from audit.model.values import plain
from audit.writers.cited import cited_lines
from audit.writers.contract import SCHEMA
from audit.writers.files import write_atomically
from audit.writers.places import quote_start

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from audit.model.chain import KeyFact
    from audit.model.checklist import ItemResult, Score
    from audit.model.document import Cell, Document, Section, Table
    from audit.model.findings import Finding
    from audit.model.places import BBox, Ref
    from audit.model.raw import RawLine
    from audit.model.report import AuditReport, ReportClaim, TextLine
    from audit.model.tailoring import Waiver, WaiverResult
    from audit.writers.contract import (
        CellDict,
        ClaimDict,
        DocumentDict,
        FactDict,
        FindingDict,
        HeadDict,
        ItemDict,
        PlaceDict,
        ReportDict,
        ScoreDict,
        SectionDict,
        TableDict,
        TableRowDict,
        TailoringDict,
        TextDict,
        WaiverDict,
    )

    _Lines = Mapping[tuple[str, int], str]

FILE_NAME = "report.json"
_OWN_ANSWERS = {"是": Answer.YES, "否": Answer.NO}


_CONTEXT = 60
"""How many characters around the quote of a finding are kept where the text of the report lacks its line."""


def report_to_dict(report: AuditReport, generated_at: str) -> ReportDict:
    """Return the report as report.json holds it. Pure: one report and one time give one dictionary."""
    doc, pack = report.document, report.pack
    names = [finding.id or f"F{number:03d}" for number, finding in enumerate(report.findings, start=1)]
    ids = _ids_by_name(report.findings, names)
    printed = {line.line_id for line in report.text}
    around = {raw.line_id: raw.text for raw in doc.lines if not raw.cells}
    around = {key: text for key, text in around.items() if key not in printed}
    called = dict(report.rule_names)
    waived = {result.finding: result.waiver for result in report.waivers if result.state is WaiverState.APPLIED}
    return {
        "schema": SCHEMA,
        "tool_version": report.tool_version,
        "settings": dict(report.settings),
        "generated_at": generated_at,
        "document": _document(report),
        "pack": {
            "id": pack.id,
            "version": pack.version,
            "sha256": pack.sha256,
            "title": pack.title,
            "confidence": pack.confidence,
            "reason": pack.reason,
        },
        "score": score_to_dict(report.score),
        "coverage": {
            "figures": report.coverage.figures,
            "settled": report.coverage.settled,
            "ratio": report.coverage.ratio,
        },
        "checklist": [_item(item, ids) for item in report.checklist],
        "findings": [_finding(*pair, ids, around, waived, called) for pair in zip(report.findings, names, strict=True)],
        "claims": [_claim(claim) for claim in report.claims],
        "tables": [_table(table) for table in doc.tables],
        "sections": [_section(section) for section in doc.sections],
        "text": _text(report.text, doc),
        "cited": _text(cited_lines(report), doc),
        "tailoring": _tailoring(report),
        "waivers": [_waiver(result, ids) for result in report.waivers],
        "facts": [_fact(fact) for fact in report.facts],
        "units": list(report.units),
        "settlement": None,
    }


def score_to_dict(score: Score) -> ScoreDict:
    """Return a score as report.json holds it."""
    names = ("pass", "fail", "review")
    weighted = dict(zip(names, map(plain, score.weighted), strict=True)) if score.weighted else None
    return {
        "pass": score.passed,
        "fail": score.failed,
        "review": score.review,
        "not_applicable": score.not_applicable,
        "value": score.value,
        "low": score.low,
        "high": score.high,
        "formula": score.formula,
        "weighted": weighted,
    }


def _tailoring(report: AuditReport) -> TailoringDict | None:
    tailoring = report.tailoring
    if tailoring is None:
        return None
    chosen = {"text": tailoring.format.text, "tables": tailoring.format.tables}
    return {
        "config": tailoring.source,
        "sha256": tailoring.sha256,
        "pack": tailoring.pack,
        "rows_off": sorted(tailoring.rows_off),
        "rows_unknown": list(report.rows_unknown),
        "severity": {name: severity.value for name, severity in sorted(tailoring.severity.items())},
        "weights": {name: plain(weight) for name, weight in sorted(tailoring.weights.items())},
        "format": {key: name for key, name in chosen.items() if name},
        "materiality": plain(tailoring.materiality.amount) if tailoring.materiality else None,
    }


def _waiver(result: WaiverResult, ids: dict[str, str]) -> WaiverDict:
    waiver = result.waiver
    return {
        "rule": waiver.rule,
        "fingerprint": waiver.fingerprint,
        "reason": waiver.reason,
        "who": waiver.who,
        "expiry": waiver.expiry,
        "publication": waiver.publication,
        "line": waiver.line,
        "state": result.state.value,
        "fault": result.state.is_fault,
        "finding": ids.get(result.finding) if result.finding else None,
        "message": result.message,
    }


def dump_report(data: ReportDict) -> bytes:
    """Return the bytes of report.json."""
    return (json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8", errors="replace")


def write_json(data: ReportDict, folder: Path) -> Path:
    """Write report.json into `folder`."""
    return write_atomically(folder / FILE_NAME, dump_report(data))


def _ids_by_name(findings: tuple[Finding, ...], names: list[str]) -> dict[str, str]:
    """Map what others may call a finding (its id or its fingerprint) to its id in the report."""
    ids = {name: name for name in names}
    ids.update((f.fingerprint, name) for f, name in zip(findings, names, strict=True) if f.fingerprint)
    return ids


def _document(report: AuditReport) -> DocumentDict:
    identity = report.identity
    return {
        "path": report.path,
        "files": [
            {"id": f.id, "path": f.path, "sha256": f.sha256, "format": f.format, "pages": f.pages, "role": f.role}
            for f in report.files
        ],
        "publication_type": identity.publication_type.value,
        "entity": identity.entity,
        "fiscal_year": identity.fiscal_year,
        "unit": identity.unit.value,
        "template": identity.template,
        "template_title": report.template_title,
        "confidence": identity.confidence,
        "is_blank_template": identity.is_blank_template,
        "warnings": [{"file": w.file, "page": w.page, "kind": w.kind.value} for w in report.document.warnings],
    }


def _box(box: BBox) -> list[float]:
    return [round(edge, 2) for edge in box]


def place_dict(ref: Ref) -> PlaceDict:
    """Return a place as the contract writes it."""
    place: PlaceDict = {
        "file": ref.file,
        "line": ref.line,
        "page": ref.page,
        "start": ref.start,
        "end": ref.end,
        "quote": ref.quote,
        "table": ref.table,
        "row": ref.row,
        "column": ref.column,
    }
    if ref.block is not None:
        place["block"] = ref.block
    if ref.bbox is not None:
        place["bbox"] = _box(ref.bbox)
    return place


def _place_in_context(ref: Ref, around: _Lines) -> PlaceDict:
    """Return a place with the words around it, where its line stands in `around`."""
    place = place_dict(ref)
    text = around.get(ref.line_id, "")
    start = quote_start(text, place) if text and ref.quote else -1
    if start >= 0:
        end = start + len(ref.quote)
        place["before"], place["after"] = text[max(0, start - _CONTEXT) : start], text[end : end + _CONTEXT]
    return place


def _item(item: ItemResult, ids: dict[str, str]) -> ItemDict:
    declared = _OWN_ANSWERS.get(item.declared or "")
    decided = item.answer in (Answer.YES, Answer.NO)
    return {
        "item": item.item,
        "id": item.id,
        "category": item.category,
        "question": item.question,
        "answer": item.answer.value,
        "outcome": item.outcome.value,
        "declared": item.declared,
        "agrees": declared is item.answer if declared and decided else None,
        "reason": item.reason,
        "basis": item.basis,
        "findings": [ids[name] for name in item.findings if name in ids],
        "evidence": [place_dict(ref) for ref in item.evidence],
        "abridged": item.abridged,
        "good": item.good.value,
        "fingerprints": list(item.findings),
        "weight": plain(item.weight),
        "waived": [ids[name] for name in item.waived if name in ids],
        "settled": None,
    }


def _finding(
    finding: Finding,
    name: str,
    ids: dict[str, str],
    around: _Lines,
    waivers: Mapping[str, Waiver],
    called: Mapping[str, str],
) -> FindingDict:
    waiver = waivers.get(finding.fingerprint) if finding.is_waived else None
    return {
        "id": name,
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "rule_name": called.get(finding.rule, ""),
        "category": finding.category.value,
        "severity": finding.severity.value,
        "cause": finding.cause.value,
        "message": finding.message,
        "basis": finding.basis,
        **_place_in_context(finding.places[0], around),
        "stated": finding.stated,
        "expected": finding.expected,
        "expected_label": finding.expected_label.value,
        "diagnosis": finding.diagnosis,
        "root": ids.get(finding.root),
        "at_stake": plain(finding.at_stake),
        "evidence": [_place_in_context(ref, around) for ref in finding.places[1:]],
        "own_severity": finding.own_severity.value if finding.own_severity else None,
        "waived": {"reason": waiver.reason, "who": waiver.who, "expiry": waiver.expiry} if waiver else None,
        "material": not finding.is_immaterial,
        "settled": None,
        "pictures": [],
    }


def _claim(claim: ReportClaim) -> ClaimDict:
    return {
        **place_dict(claim.ref),
        "value": claim.value,
        "unit": claim.unit,
        "kind": claim.kind,
        "relation": claim.relation,
        "status": claim.status,
        "why": claim.why,
        "concept": claim.concept,
        "expected": claim.expected,
        "evidence": [place_dict(place) for place in claim.evidence],
    }


def _fact(fact: KeyFact) -> FactDict:
    return {
        "key": fact.key,
        "label": fact.label,
        "stated": fact.stated.value,
        "value": plain(fact.value),
        "half": plain(fact.half),
        "derived": fact.derived,
        "doubtful": fact.doubtful,
        "places": [place_dict(place) for place in fact.places],
    }


def _table(table: Table) -> TableDict:
    heads: list[HeadDict] = [
        {"column": c.index, "key": c.key, "label": c.label, "panel": c.panel} for c in table.columns
    ]
    return {
        "role": table.role,
        "caption": table.caption,
        "file": table.ref.file,
        "line": table.ref.line,
        "page": table.ref.page,
        "rows": len(table.rows),
        "columns": len(table.columns),
        "facts": table.fact_count,
        "unit": table.unit.value if table.unit else None,
        "subject": table.subject,
        "quality": list(table.quality),
        "heads": heads if table.rows else [],
        "cells": _understood_rows(table) if table.rows else [_physical_row(line) for line in table.lines],
    }


def _understood_rows(table: Table) -> list[TableRowDict]:
    rows: list[TableRowDict] = []
    for row in table.rows:
        shown: TableRowDict = {
            "kind": row.kind.value,
            "code": row.code,
            "name": row.name,
            "panel": row.panel,
            "line": row.ref.line,
            "page": row.ref.page,
            "cells": [_cell(cell, row.ref) for cell in row.cells],
        }
        if row.ref.block is not None:
            shown["block"] = row.ref.block
        rows.append(shown)
    return rows


def _cell(cell: Cell, row: Ref) -> CellDict:
    ref = cell.ref
    entry: CellDict = {
        "column": cell.column,
        "text": cell.text,
        "state": cell.state.value,
        "start": ref.start,
        "end": ref.end,
    }
    if ref.number != row.number:
        entry["line"], entry["page"] = ref.line, ref.page
        if ref.block is not None:
            entry["block"] = ref.block
    if ref.bbox is not None:
        entry["bbox"] = _box(ref.bbox)
    return entry


def _physical_row(line: RawLine) -> TableRowDict:
    """Return a row as it is printed, for a table whose head was not understood."""
    cells: list[CellDict] = [
        {
            "column": i,
            "text": cell.text,
            "state": "merged" if cell.merged else "text",
            "start": cell.start,
            "end": cell.end,
        }
        for i, cell in enumerate(line.cells)
    ]
    if not cells:
        cells = [{"column": 0, "text": line.text, "state": "text", "start": 0, "end": len(line.text)}]
    ref = line.ref()
    shown: TableRowDict = {
        "kind": "physical",
        "code": "",
        "name": "",
        "panel": 0,
        "line": ref.line,
        "page": ref.page,
        "cells": cells,
    }
    if ref.block is not None:
        shown["block"] = ref.block
    return shown


def _section(section: Section) -> SectionDict:
    ref = section.ref
    entry: SectionDict = {
        "id": section.path or section.key or f"s{section.index}",
        "title": section.title,
        "file": ref.file,
        "line": ref.line,
        "page": ref.page,
        "key": section.key,
        "level": section.level,
    }
    if ref.block is not None:
        entry["block"] = ref.block
    return entry


def _text(lines: tuple[TextLine, ...], doc: Document) -> list[TextDict]:
    """Return the lines with the paragraph that each one belongs to."""
    owner: dict[tuple[str, int], tuple[int, str]] = {}
    for paragraph in doc.paragraphs:
        for raw in paragraph.lines:
            owner.setdefault(raw.line_id, (paragraph.index, paragraph.kind.value))
    out: list[TextDict] = []
    for line in lines:
        index, kind = owner.get(line.line_id, (None, ""))
        entry: TextDict = {
            "file": line.file,
            "line": line.line,
            "page": line.page,
            "text": line.text,
            "paragraph": index,
            "kind": kind,
        }
        if line.block is not None:
            entry["block"] = line.block
        out.append(entry)
    return out
