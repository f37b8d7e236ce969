"""Explanations in words that no corpus knows, beside fixed tables: nothing false is found, and changes are seen.

`prose/<name>.txt` is a publication with a slot for every section; `prose/<name>.yaml` has, for each slot, paragraphs of
other houses that all state the same figures. A figure in braces is held by a table or by its own sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from itertools import zip_longest
from pathlib import Path

import pytest
import yaml

from audit import pipeline
from audit.model.claims import Status
from audit.model.findings import Category, Severity

HERE = Path(__file__).parent / "prose"
NAMES = tuple(sorted(path.stem for path in HERE.glob("*.txt")))
FIGURES = re.compile(r"\{([^{}]+)\}")
COMPUTED = tuple(c for c in Category if c.name.startswith(("NARR", "TABLE", "LOGIC")))
EVERY = 4
"""One figure in so many is changed."""


@dataclass(frozen=True)
class Written:
    """A publication with one paragraph in each slot, and where its figures stand: line, start, end."""

    lines: tuple[str, ...]
    held: tuple[tuple[int, int, int], ...]

    def with_figure(self, at: int, printed: str) -> Written:
        line, start, end = self.held[at]
        text = self.lines[line]
        lines = (*self.lines[:line], text[:start] + printed + text[end:], *self.lines[line + 1 :])
        return Written(lines, self.held)


@cache
def publications(name: str) -> tuple[Written, ...]:
    """Return the publication once for every turn: the first paragraphs of all slots, then the second ones."""
    slots = yaml.safe_load((HERE / f"{name}.yaml").read_text("utf-8"))
    body = (HERE / f"{name}.txt").read_text("utf-8").splitlines()
    turns = zip_longest(*slots.values())
    return tuple(written(body, dict(zip(slots, turn, strict=True))) for turn in turns)


def written(body: list[str], chosen: dict[str, str | None]) -> Written:
    lines: list[str] = []
    held: list[tuple[int, int, int]] = []
    for line in body:
        text = chosen[line[2:-2]] if line.startswith("[[") else line
        if text is None:
            continue
        plain = ""
        for n, piece in enumerate(FIGURES.split(text)):
            if n % 2:
                held.append((len(lines), len(plain), len(plain) + len(piece)))
            plain += piece
        lines.append(plain)
    return Written(tuple(lines), tuple(held))


def audited(publication, folder):
    path = folder / "publication.txt"
    path.write_text("\n".join(publication.lines) + "\n", encoding="utf-8")
    return pipeline.audit_publication([path])


def errors(report):
    """Return the errors by rule and first place, with all the lines that each rests on."""
    loud = [f for f in report.findings if f.severity is Severity.ERROR]
    return {(f.rule, f.places[0].line, f.places[0].quote): {place.line for place in f.places} for f in loud}


def turns():
    return [(name, turn) for name in NAMES for turn in range(len(publications(name)))]


@pytest.mark.parametrize(("name", "turn"), turns())
def test_nothing_false_is_found_and_what_is_held_agrees(name, turn, tmp_path):
    publication = publications(name)[turn]
    report = audited(publication, tmp_path)
    assert [f.message for f in report.findings if f.severity is Severity.ERROR and f.category in COMPUTED] == []
    verdicts = {v.claim: v.status for v in report.verdicts}
    agreeing = {
        (place.line - 1, place.start)
        for claim in report.raw_claims
        if verdicts.get(claim.index) is Status.AGREES
        for place in [report.document.paragraphs[claim.paragraph].place(claim.start, claim.end)]
    }
    open_ = [publication.lines[line][:end] for line, start, end in publication.held if (line, start) not in agreeing]
    assert open_ == []


@pytest.mark.slow
@pytest.mark.parametrize(("name", "turn"), turns())
def test_a_changed_figure_is_seen(name, turn, tmp_path):
    publication = publications(name)[turn]
    known = errors(audited(publication, tmp_path))
    for at in range(turn % EVERY, len(publication.held), EVERY):
        line, start, end = publication.held[at]
        printed = publication.lines[line][start:end]
        found = errors(audited(publication.with_figure(at, other(printed)), tmp_path))
        new = [lines for key, lines in found.items() if key not in known]
        assert any(line + 1 in lines for lines in new), (printed, publication.lines[line][:end])


def other(printed: str) -> str:
    """Return a figure with its middle digit changed."""
    digits = [n for n, char in enumerate(printed) if char.isdigit()]
    at = digits[len(digits) // 2]
    digit = int(printed[at]) % 9 + 1
    return f"{printed[:at]}{digit}{printed[at + 1 :]}"
