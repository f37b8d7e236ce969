"""What the checks look at, and what each of them hands back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from audit import regex
from audit.model.checklist import Outcome
from audit.model.coverage import measure_coverage
from audit.model.document import ParagraphKind
from audit.model.doubts import Doubts
from audit.model.findings import Category, Severity
from audit.model.raw import Damage

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audit.model.claims import Claim, Verdict
    from audit.model.coverage import Coverage
    from audit.model.document import Document, Paragraph, Section, Table
    from audit.model.findings import Finding
    from audit.model.packs import OutsideEvidence, Pack
    from audit.model.places import Ref

Value = str | int
_RUNS_ON = regex.compile(r"[，。；：].")


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence of the catalogue with its values."""

    key: str
    values: tuple[tuple[str, Value], ...] = ()


def said(key: str, **values: Value) -> Said:
    """Name a sentence of the catalogue."""
    return Said(key, tuple(values.items()))


FOUND, MORE = "findings.fail", "findings.more"
SHOWN = 5
"""Findings that a reason names; the others stand beside it."""


def told(found: Sequence[Finding]) -> tuple[Said, ...]:
    """Say what was found: how many, the first of them, and that there are more."""
    examples = "；".join(finding.message.rstrip("。；") for finding in found[:SHOWN])
    more = (said(MORE, rest=len(found) - SHOWN),) if len(found) > SHOWN else ()
    return (said(FOUND, count=len(found), examples=examples), *more)


@dataclass(frozen=True, slots=True)
class Defect:
    """A finding in the making. Two with one `about` are one finding, whichever rows they turn."""

    about: str
    message: Said
    places: tuple[Ref, ...]
    severity: Severity = Severity.ERROR
    category: Category = Category.STRUCTURE
    stated: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class KindResult:
    """What one check makes of a row. A fail has defects or grounds, a pass and an n/a have evidence."""

    outcome: Outcome
    reasons: tuple[Said, ...] = ()
    evidence: tuple[Ref, ...] = ()
    defects: tuple[Defect, ...] = ()
    grounds: tuple[Finding, ...] = ()
    """Findings of the other rooms that turn the row."""
    rest: KindResult | None = None
    """What would be left of a fail without its defects; None: a pass."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that a check may look at."""

    doc: Document
    pack: Pack
    claims: tuple[Claim, ...] = ()
    verdicts: Mapping[int, Verdict] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    outside: OutsideEvidence | None = None
    outside_places: Mapping[str, Ref] = field(default_factory=dict)
    lost: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """What crashed, with the beginnings of the rules of which nothing is known for it."""

    @property
    def is_paged(self) -> bool:
        """Tell whether the look of the pages is known."""
        return any(file.pages is not None for file in self.doc.files)

    @property
    def is_incomplete(self) -> bool:
        """Tell whether pages could not be read: then nothing can be said to be missing."""
        return any(warning.kind is not Damage.RECOGNISED for warning in self.doc.warnings)

    @property
    def doubts(self) -> Doubts:
        """Return what was recognised from pictures and is not certain."""
        return Doubts.of(self.doc)

    def sections(self, keys: Iterable[str]) -> tuple[Section, ...]:
        """Return all sections of some canonical names, in reading order."""
        wanted = set(keys)
        found = tuple(section for section in self.doc.sections if section.key in wanted)
        # a text without parts: what would stand in one stands at the top
        above = tuple(f"{key}." for key in wanted if "." not in key)
        return found or tuple(s for s in self.doc.sections if s.parent < 0 and s.key.startswith(above))

    def paragraphs(self, keys: Iterable[str]) -> tuple[Paragraph, ...]:
        """Return the paragraphs under some sections, headings included, each once, in reading order."""
        found: dict[int, Paragraph] = {}
        for section in self.sections(keys):
            found |= {paragraph.index: paragraph for paragraph in self.doc.within(section)}
        return tuple(found[index] for index in sorted(found))

    def body(self, keys: Iterable[str]) -> tuple[Paragraph, ...]:
        """Return the same without contents, captions and pure headings."""
        return tuple(p for p in self.paragraphs(keys) if is_prose(p))

    def tables(self, role: str) -> tuple[Table, ...]:
        """Return all tables of a role."""
        return tuple(table for table in self.doc.tables if table.role == role)

    def headings(self, keys: Sequence[str]) -> list[Ref]:
        """Return the headings of sections, the titles of tables by their role, and the contents page."""
        places = [section.ref for section in self.sections(keys)]
        places += [caption(table) for table in self.doc.tables if table.role in keys]
        if "contents" in keys:
            places += [p.ref for p in self.doc.paragraphs if p.kind is ParagraphKind.CONTENTS][:1]
        return places

    def place_under(self, key: str) -> Ref:
        """Return the heading where a missing thing belongs: its section's, else the nearest one above."""
        while key:
            section = self.doc.section(key)
            if section is not None:
                return section.ref
            if key == "tables" and self.doc.tables:
                return caption(self.doc.tables[0])
            key = key.rpartition(".")[0]
        other = self.doc.section("explanation") or next(iter(self.doc.sections), None)
        return other.ref if other is not None else self.doc.paragraphs[0].ref

    def keys_at(self, place: Ref) -> tuple[str, ...]:
        """Return the canonical names of the sections around a place, innermost first."""
        section = -1
        for paragraph in self.doc.paragraphs:
            first = paragraph.lines[0]
            if first.file == place.file and first.number <= place.number:
                section = paragraph.section
        return self.doc.keys_of(section)

    def coverage(self) -> Coverage:
        """Count the amounts and percentages of the explanation, and how many of them are settled."""
        return measure_coverage(self.doc, self.claims, self.verdicts)


def is_prose(paragraph: Paragraph) -> bool:
    """Tell whether a paragraph says something: text, notes, and headings that run on into a sentence."""
    if paragraph.kind in (ParagraphKind.TEXT, ParagraphKind.NOTE):
        return True
    return paragraph.kind is ParagraphKind.HEADING and bool(_RUNS_ON.search(paragraph.text))


def find(patterns: Iterable[str], text: str) -> regex.Match[str] | None:
    """Return the first match of the first pattern that matches."""
    for pattern in patterns:
        match: regex.Match[str] | None = regex.search(pattern, text)
        if match:
            return match
    return None


def find_in(patterns: Iterable[str], paragraphs: Iterable[Paragraph]) -> Ref | None:
    """Return the place of the first paragraph's words that match some pattern."""
    patterns = tuple(patterns)
    for paragraph in paragraphs:
        match = find(patterns, paragraph.text)
        if match:
            return paragraph.place(match.start(), match.end())
    return None


def claim_ref(doc: Document, claim: Claim) -> Ref:
    """Return the place of a figure with the words of its clause that stand in the same line."""
    paragraph = doc.paragraphs[claim.paragraph]
    figure = paragraph.place(claim.start, claim.end)
    return paragraph.around(figure, claim.clause_start, claim.clause_end) or figure


def caption(table: Table) -> Ref:
    """Return the place of a table: its caption, else its first row."""
    return table.caption_ref or table.ref


def passed(*reasons: Said, evidence: Iterable[Ref] = ()) -> KindResult:
    """Make a pass."""
    return KindResult(Outcome.PASS, reasons, tuple(evidence))


def not_applicable(*reasons: Said, evidence: Iterable[Ref] = ()) -> KindResult:
    """Make an n/a."""
    return KindResult(Outcome.NOT_APPLICABLE, reasons, tuple(evidence))


def review(*reasons: Said, evidence: Iterable[Ref] = ()) -> KindResult:
    """Make a review."""
    return KindResult(Outcome.REVIEW, reasons, tuple(evidence))


def failed(
    *reasons: Said, defects: Iterable[Defect] = (), grounds: Iterable[Finding] = (), rest: KindResult | None = None
) -> KindResult:
    """Make a fail; its evidence are the places of its findings. `rest` is what would be left without them."""
    defects, grounds = tuple(defects), tuple(grounds)
    places = [defect.places[0] for defect in defects] + [finding.places[0] for finding in grounds]
    return KindResult(Outcome.FAIL, reasons, tuple(dict.fromkeys(places)), defects, grounds, rest)
