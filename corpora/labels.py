"""Labels in the form of hand-made ones: findings, claims and checklist of one publication."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corpora.checklist import answers_of
from corpora.planting import context

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpora.generator import Placed, Publication
    from corpora.planting import Label, Spot

Json = dict[str, Any]
UNITS = {"code": "", "percent": "%"}


def place_of(publication: Publication, spot: Spot) -> tuple[int, str]:
    """Return the line of a spot and its quote, which is an exact substring of that line."""
    draft, sheet = publication.draft, publication.sheet
    block = draft.block(spot.block)
    if spot.row is not None:
        line = sheet.row_line(spot.block, spot.row)
        return line, _within(sheet.lines[line - 1], spot.quote)
    start = spot.start if spot.start is not None else block.text.index(spot.quote)
    line, offset = sheet.place(spot.block, start)
    rest = sheet.lines[line - 1][offset:]
    return line, _within(rest, spot.quote)


def _within(line: str, quote: str) -> str:
    """Cut a quote to what stands on the line; at most 120 characters."""
    quote = quote[:120].rstrip()
    while quote and quote not in line:
        quote = quote[:-1]
    return quote


def finding(publication: Publication, number: int, label: Label) -> Json:
    """Return one finding."""
    places = [place_of(publication, spot) for spot in label.spots]
    line, quote = places[0]
    return {
        "id": f"F{number:02}",
        "category": label.category,
        "severity": label.severity,
        "certainty": label.certainty,
        "line": line,
        "quote": quote,
        "stated": label.stated,
        "expected": label.expected,
        "against": "; ".join(f"L{n} {q}" for n, q in places[1:]),
        "explain": label.explain,
        "lines": sorted({n for n, _ in places}),
        "section": publication.draft.block(label.spots[0].block).section,
        "reach": label.reach,
    }


def claim(publication: Publication, placed: Placed) -> Json:
    """Return one stated figure of the explanation."""
    line = publication.lines[placed.line - 1]
    low, high = context(line, placed.start, placed.end)
    stated = placed.stated
    kind = {"code": "date_or_id", "score": "other"}.get(stated.kind, stated.kind)
    ok: bool | None = True
    if (placed.block, stated.key) in publication.wrong:
        ok = False
    elif stated.verifiable == "no" or stated.key in publication.unclear:
        ok = None
    return {
        "line": placed.line,
        "quote": line[low:high],
        "kind": kind,
        "value": stated.value[:7] if stated.kind == "code" else stated.value,
        "unit": stated.unit,
        "verifiable": stated.verifiable,
        "evidence": stated.evidence or None,
        "ok": ok,
        "section": placed.section,
        "status": "agrees" if ok else "disagrees" if ok is False else "unverifiable",
        "key": stated.key,
    }


def rows(publication: Publication) -> list[Json]:
    """Return the answers to the form."""
    out = []
    for item, accepted in sorted(answers_of(publication.draft, publication.planted).items()):
        entry: Json = {"item": item, "verdict": accepted[0], "why": "as generated", "certainty": "definite"}
        if accepted == ("review",):
            entry["verdict"] = "unknown"
        elif len(accepted) > 1:
            entry["accept"] = list(accepted)
        out.append(entry)
    return out


def labels(publication: Publication, document: str) -> Json:
    """Return everything that is labelled of a publication."""
    findings = [x for one in publication.planted for x in one.labels]
    stated = [p for p in publication.placed if p.where == "prose" and p.section.startswith("explanation")]
    return {
        "document": document,
        "template": publication.template,
        "faults": list(publication.faults),
        "findings": [finding(publication, n, label) for n, label in enumerate(findings, 1)],
        "claims": [claim(publication, p) for p in stated],
        "checklist": rows(publication) if publication.draft.template.checklist else [],
    }


def as_json(value: Json) -> str:
    """Print labels, one finding, claim or row a line."""
    pieces = []
    for key, part in value.items():
        if isinstance(part, list) and part and isinstance(part[0], dict):
            inner = ",\n  ".join(json.dumps(x, ensure_ascii=False) for x in part)
            pieces.append(f" {json.dumps(key)}: [\n  {inner}\n ]")
        else:
            pieces.append(f" {json.dumps(key)}: {json.dumps(part, ensure_ascii=False)}")
    return "{\n" + ",\n".join(pieces) + "\n}\n"


def keys_of(publications: Sequence[Publication]) -> set[str]:
    """Return the names of all figures that some publications state."""
    return {p.stated.key for one in publications for p in one.placed}
