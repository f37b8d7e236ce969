"""Finds lists of revenue or expenditure in the prose that name what no table has an amount for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.names import canonical
from audit.checklist.text_checks.outline import whole_paragraphs
from audit.checklist.text_checks.phrasing import build
from audit.checklist.text_checks.table_lines import clean
from audit.model.document import ParagraphKind
from audit.model.findings import Category, Severity

if TYPE_CHECKING:
    from audit.model.document import Document
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.text_rules import LineListRules

_ORDINAL = regex.compile(r"^(?:[一二三四五六七八九十]+[、.．]|（[一二三四五六七八九十]+）|\d{1,2}[.、．]|其中：)")
_LABEL = regex.compile(r"\p{Han}[\p{Han}（）]{2,24}")
_NUMBER = regex.compile(r"-?[\d,]+(?:\.\d+)?")
_NAME = regex.compile(r"\p{Han}[\p{Han}的]{2,20}")


def find_named_blanks(doc: Document, rules: LineListRules) -> list[Finding]:
    """Return, for each list, the finding for the names whose lines are blank in every table."""
    blanks = _blanks(doc, rules)
    found: list[Finding] = []
    for paragraph in whole_paragraphs(doc):
        if paragraph.kind is not ParagraphKind.TEXT or paragraph.section < 0:
            continue
        for head in rules.source_lists:
            for match in regex.finditer(head, paragraph.text):
                names = list(_NAME.finditer(paragraph.text, *match.span("list")))
                empty = [(m, blanks[_bare(m.group(), rules)]) for m in names if _bare(m.group(), rules) in blanks]
                if empty and len(empty) < len(names):
                    places = [paragraph.place(empty[0][0].start(), empty[-1][0].end()), *(ref for _, ref in empty)]
                    found.append(
                        build(
                            rules.messages,
                            "text.list.blank",
                            places,
                            category=Category.TEXT,
                            severity=Severity.ERROR,
                            stated="、".join(m.group() for m, _ in empty),
                        )
                    )
    return found


def _bare(name: str, rules: LineListRules) -> str:
    return canonical(name, rules.ignored, rules.suffixes)


def _blanks(doc: Document, rules: LineListRules) -> dict[str, Ref]:
    """Return the labels that no table prints with an amount, with their first place."""
    blank: dict[str, Ref] = {}
    filled: set[str] = set()
    for table in doc.tables:
        for line in table.lines:
            texts = [clean(cell.text) for cell in line.cells]
            for i, text in enumerate(texts[:-1]):
                label = _ORDINAL.sub("", text)
                if not _LABEL.fullmatch(label):
                    continue
                name = _bare(label, rules)
                # a line's amount stands beside it, a 行次 at most between
                if any(_NUMBER.fullmatch(t) and ("." in t or len(t) > 2) for t in texts[i + 1 : i + 3]):
                    filled.add(name)
                elif not texts[i + 1] or _NUMBER.fullmatch(texts[i + 1]):
                    blank.setdefault(name, line.ref(line.cells[i].start, line.cells[i].end))
    return {name: ref for name, ref in blank.items() if name not in filled}
