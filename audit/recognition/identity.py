"""Decides what a publication is from evidence in its text, never from its file name."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.model.document import Identity, PublicationType, Table
from audit.model.values import Unit

if TYPE_CHECKING:
    from audit.model.places import Ref
    from audit.model.rules import EvidenceRule, IdentityRules, TemplateRule
    from audit.recognition.lines import Line

_LONGEST_COVER = 12
_COVER_WITHOUT_CONTENTS = 8
"""Lines that may be the cover where no contents page ends it."""
_YEAR = regex.compile(r"(?<!\d)(20[0-4]\d)年(?:度)?")
_CHINESE_YEAR = regex.compile(r"二[〇○零]([一二三四])([〇○零一二三四五六七八九])年度?")
_NUMERALS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}
_FISCAL = regex.compile(r"(?<!\d)(20[0-4]\d)年(?:度)?[^，。；]{0,60}?(?:部门|单位)?(?:整体支出)?(?:决算|预算|绩效)")
_LABELLED = regex.compile(r"(?:(?:评价|预算|决算|所属|项目)年(?:度|份)：(?=20)|^（(?=20\d\d年度）$))(20[0-4]\d)年")
_OPENING = regex.compile(r"^(?:\d{1,2}[.、])?(20[0-4]\d)年(?:度)?(?!\d)")
_ENOUGH_TITLES = 3
"""Titles of one other year that outweigh a cover whose own year opens no title and no paragraph."""
_ENOUGH_PLACE_HOLDERS = 12
_SHORTEST_NAME = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """The parts of the text in which evidence is looked for."""

    cover: list[Line]
    headings: list[str]
    tables: list[str]
    everything: list[Line]

    def texts(self, where: str) -> list[str]:
        if where == "cover":
            return [line.text for line in self.cover]
        if where == "headings":
            return self.headings
        if where == "tables":
            return self.tables
        return [line.text for line in self.everything]


def gather(
    lines: list[Line], first_body: int, contents: list[str], headings: list[str], captions: list[str]
) -> Evidence:
    """Sort the document's lines by what they can prove."""
    filled = [line for line in lines if not line.is_blank]
    cover = [line for line in filled if line.index < first_body][:_LONGEST_COVER] or _bare_cover(filled)
    return Evidence(cover, headings + contents, captions + contents, filled)


def _bare_cover(filled: list[Line]) -> list[Line]:
    """Return the first lines of a publication without contents page, up to its first part or sentence."""
    cover: list[Line] = []
    for line in filled[:_COVER_WITHOUT_CONTENTS]:
        if cover and (line.is_row or (line.mark and line.mark.level <= 2) or line.text.endswith("。")):
            break
        cover.append(line)
    return cover


def weigh(rules: tuple[EvidenceRule, ...], evidence: Evidence) -> Decimal:
    """Return the share 0..1 of the rules' weight that the text bears out, 0 where it lacks what is needed."""
    total = sum((rule.weight for rule in rules), Decimal(0))
    if not total:
        return Decimal(0)
    met = Decimal(0)
    for rule in rules:
        pattern = regex.limited(rule.pattern)
        if any(pattern.search(text) for text in evidence.texts(rule.where)):
            met += rule.weight
        elif rule.needed:
            return Decimal(0)
    return met / total


def publication_type(rules: IdentityRules, evidence: Evidence) -> PublicationType:
    """Return the kind with the most evidence, unknown where there is next to none or a tie."""
    shares = sorted(((weigh(t.evidence, evidence), t.type) for t in rules.types), reverse=True)
    if not shares or shares[0][0] < Decimal("0.3") or (len(shares) > 1 and shares[0][0] == shares[1][0]):
        return PublicationType.UNKNOWN
    return shares[0][1]


def choose_template(
    templates: tuple[TemplateRule, ...], kind: PublicationType, year: int | None, evidence: Evidence
) -> tuple[TemplateRule | None, Decimal]:
    """Return the template with the most evidence among those of the kind; the base one where no other is sure."""
    fitting = [t for t in templates if t.publication_type is kind]
    base = next((t for t in fitting if not t.extends), None)
    best: tuple[Decimal, TemplateRule] | None = None
    for template in fitting:
        if not template.extends or (template.years and year not in template.years):
            continue
        share = weigh(template.evidence, evidence)
        if best is None or share > best[0]:
            best = (share, template)
    if best and best[0] >= Decimal("0.6"):
        return best[1], best[0]
    return base, (weigh(base.evidence, evidence) if base else Decimal(0))


def fiscal_year(evidence: Evidence) -> tuple[int | None, Ref | None]:
    """Return the year that the cover names, else the one most named before 决算 / 预算 / 绩效."""
    year, ref = _cover_year(evidence)
    if year is not None:
        return _year_of_titles(evidence, year) or year, ref
    counts = Counter(int(m[1]) for line in evidence.everything for m in _FISCAL.finditer(line.text))
    if counts:
        return counts.most_common(1)[0][0], None
    return None, None


def _year_of_titles(evidence: Evidence, cover: int) -> int | None:
    """Return the year of all titles where nothing but the cover names the cover's: it is the one misprinted."""
    titles = Counter(int(m[1]) for title in (*evidence.headings, *evidence.tables) for m in _FISCAL.finditer(title))
    first = {line.index for line in evidence.cover}
    body = [line for line in evidence.everything if line.index not in first and not line.is_row]
    opened = {int(m[1]) for line in body if (m := _OPENING.search(line.text))}
    if len(titles) != 1 or cover in titles or cover in opened:
        return None
    year, count = titles.most_common(1)[0]
    return year if count >= _ENOUGH_TITLES and year in opened else None


def _cover_year(evidence: Evidence) -> tuple[int | None, Ref | None]:
    """Return the year that the cover names, with its line."""
    for line in evidence.cover:
        found = _FISCAL.search(line.text) or _LABELLED.search(line.text)
        if found:
            return int(found[1]), line.raw.ref()
        chinese = _CHINESE_YEAR.search(line.text)
        if chinese and "度" in chinese[0]:
            return 2000 + _NUMERALS[chinese[1]] * 10 + _NUMERALS[chinese[2]], line.raw.ref()
    joined = "".join(line.text for line in evidence.cover)
    found = _FISCAL.search(joined)
    if found:
        return int(found[1]), evidence.cover[0].raw.ref()
    return None, None


def entity(rules: IdentityRules, evidence: Evidence) -> tuple[str, Ref | None]:
    """Return the name of the department: as labels give it, else as the cover, else as most lines of the text do."""
    everything = [(line.text, line) for line in evidence.everything]
    cover = [(line.text, line) for line in evidence.cover]
    whole = [("".join(text for text, _ in cover), cover[0][1])] if cover else []
    searched = [(pattern, everything) for pattern in rules.entity_marks]
    # a title may be broken over the lines of a cover
    searched += [(pattern, lines) for lines in (whole, cover, everything) for pattern in rules.entity_titles]
    for pattern, lines in searched:
        name, ref = _most_named(pattern, lines)
        if name:
            return name, ref
    return "", None


def _most_named(pattern: str, lines: list[tuple[str, Line]]) -> tuple[str, Ref | None]:
    """Return the name that a pattern finds on most lines."""
    compiled = regex.limited(pattern)
    counts: Counter[str] = Counter()
    first: dict[str, Ref] = {}
    for text, line in lines:
        found = compiled.search(text)
        if found:
            name = regex.sub(r"^20\d\d年度?", "", found["entity"]).strip("：* ")
            if len(name) >= _SHORTEST_NAME:
                counts[name] += 1
                first.setdefault(name, line.raw.ref())
    if not counts:
        return "", None
    name = max(counts, key=lambda n: (counts[n], len(n)))
    return name, first[name]


def identify(
    rules: IdentityRules,
    evidence: Evidence,
    chosen: tuple[PublicationType, TemplateRule | None, Decimal],
    tables: list[Table],
) -> Identity:
    """Put the identity together."""
    kind, template, confidence = chosen
    year, year_ref = fiscal_year(evidence)
    name, name_ref = entity(rules, evidence)
    units = Counter(t.unit for t in tables if t.unit is not None)
    holders = sum(
        len(regex.findall(p, line.text)) for p in rules.place_holders for line in evidence.everything if not line.is_row
    )
    return Identity(
        publication_type=kind,
        entity=name,
        fiscal_year=year,
        unit=units.most_common(1)[0][0] if units else Unit.WAN_YUAN,
        template=template.id if template else "",
        confidence=float(round(confidence, 2)),
        is_blank_template=holders >= _ENOUGH_PLACE_HOLDERS,
        evidence=tuple(ref for ref in (year_ref, name_ref) if ref),
    )
