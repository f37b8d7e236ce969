"""Labels in the form of hand-made ones: findings, claims and checklist of one publication."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from corpora.checklist import answers_of
from corpora.planting import context, row_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corpora.generator import Placed, Publication
    from corpora.planting import Label, Spot

Json = dict[str, Any]
UNITS = {"code": "", "percent": "%"}


def place_of(publication: Publication, spot: Spot, *, paged: bool = False) -> tuple[int, str]:
    """Return the line (or page) of a spot and its quote.

    In text the quote is an exact substring whose first occurrence on the line is meant; on a page it is the part that
    stands there.
    """
    block = publication.draft.block(spot.block)
    if spot.row is not None:
        text = row_text(block, spot.row)
        offset = spot.start if spot.start is not None else text.index(spot.quote)
    else:
        text = block.text
        offset = spot.start if spot.start is not None else text.index(spot.quote)
    if paged:
        page, end = paged_place(publication, spot, offset, len(text))
        end = min(end, offset + min(len(spot.quote), 120))
        return page, unique(text, offset, end)
    sheet = publication.sheet
    if spot.row is not None:
        line = sheet.row_line(spot.block, spot.row)
    else:
        line, offset = sheet.place(spot.block, offset)
    text = sheet.lines[line - 1]
    return line, unique(text, offset, min(len(text), offset + min(len(spot.quote), 120)))


def paged_place(publication: Publication, spot: Spot, offset: int, length: int) -> tuple[int, int]:
    """Return the page of a spot and where its text on that page ends."""
    if spot.row is not None:
        return publication.paged.rows[spot.block][spot.row], length
    return publication.paged.page_of(spot.block, offset)


def unique(line: str, start: int, end: int) -> str:
    """Widen a span to the left until its words occur nowhere before it on the line."""
    while start < end and line[start].isspace():
        start += 1
    while start > 0 and line.find(line[start:end]) != start:
        start -= 1
    while start > 0 and line[start].isspace():
        start -= 1
    return line[start:end].rstrip()


def finding(publication: Publication, number: int, label: Label, *, paged: bool) -> Json:
    """Return one finding."""
    places = [place_of(publication, spot, paged=paged) for spot in label.spots]
    at, mark = ("page", "p") if paged else ("line", "L")
    return {
        "id": f"F{number:02}",
        "category": label.category,
        "severity": label.severity,
        "certainty": label.certainty,
        at: places[0][0],
        "quote": places[0][1],
        "stated": label.stated,
        "expected": label.expected,
        "against": "; ".join(f"{mark}{n} {q}" for n, q in places[1:]),
        "explain": label.explain,
        f"{at}s": sorted({n for n, _ in places}),
        "section": publication.draft.block(label.spots[0].block).section,
        "reach": label.reach,
    }


def claim(publication: Publication, placed: Placed, *, paged: bool) -> Json:
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
    place: Json = {"line": placed.line}
    if paged:
        block = publication.draft.block(placed.block)
        start = next(m.start for m in block.marks if m.stated is stated)
        place = {"page": publication.paged.page_of(placed.block, start)[0]}
    return place | {
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


def labels(publication: Publication, document: str, *, paged: bool = False) -> Json:
    """Return everything that is labelled of a publication."""
    findings = [*(x for one in publication.planted for x in one.labels), *publication.rounding]
    stated = [p for p in publication.placed if p.where == "prose" and p.section.startswith("explanation")]
    return {
        "document": document,
        "template": publication.template,
        "faults": list(publication.faults),
        "findings": [finding(publication, n, label, paged=paged) for n, label in enumerate(findings, 1)],
        "claims": [claim(publication, p, paged=paged) for p in stated],
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
