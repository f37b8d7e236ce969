"""Names findings by what they say and of what, never by where: a name survives a re-audit of a changed file."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from audit.model.findings import Finding

FINGERPRINT_LENGTH = 16
_SPACE = re.compile(r"\s+")


def stamp(findings: Iterable[Finding], files: Sequence[str], taken: Iterable[str] = ()) -> tuple[Finding, ...]:
    """Return the findings in reading order, each with its fingerprint. `files` are the file ids in reading order.

    `taken` are fingerprints given before: a new finding that says the same gets a number.
    """
    rank = {name: position for position, name in enumerate(files)}

    def order(finding: Finding) -> tuple[int, int, int, str, str]:
        _, line, start = finding.places[0].order
        return (rank.get(finding.places[0].file, len(rank)), line, start, finding.rule, finding.stated)

    findings = sorted(findings, key=order)
    given = [*taken, *(finding.fingerprint for finding in findings if finding.fingerprint)]
    seen: Counter[str] = Counter(print_.partition("-")[0] for print_ in given)
    stamped = []
    for finding in findings:
        if finding.fingerprint:
            stamped.append(finding)
            continue
        print_ = fingerprint(finding)
        seen[print_] += 1
        if seen[print_] > 1:
            print_ = f"{print_}-{seen[print_]}"
        stamped.append(replace(finding, fingerprint=print_))
    return tuple(stamped)


def fingerprint(finding: Finding) -> str:
    """Name a finding by what it says and of what."""
    place = finding.places[0]
    parts = (
        finding.rule,
        finding.category.value,
        plain_text(place.quote),
        plain_text(finding.stated),
        plain_text(place.row or ""),
        plain_text(place.column or ""),
    )
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", errors="replace")).hexdigest()[:FINGERPRINT_LENGTH]


def plain_text(text: str) -> str:
    """Fold what another extraction of the same words may change: white space and character width."""
    return _SPACE.sub("", unicodedata.normalize("NFKC", text))
