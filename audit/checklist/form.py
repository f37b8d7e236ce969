"""Reads a form that the department filled in itself: official questions and its own answers, by 序号."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

from audit.checklist.evidence import find

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from audit.model.document import Document
    from audit.model.pack_words import Vocabulary
    from audit.model.packs import Item
    from audit.model.places import Ref
    from audit.model.raw import RawLine

ROLE = "disclosure_form"
_NUMBER = re.compile(r"\d{1,3}")
_SHORTEST_QUESTION = 5
OWN_FORM = 60
"""Percent of rows that ask what the pack's row of that number asks, for a form to be the pack's own."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row of a printed form."""

    number: int
    question: str
    declared: str | None
    ref: Ref
    """Where its question stands."""


def read_form(lines: Iterable[RawLine], vocabulary: Vocabulary) -> tuple[FormRow, ...]:
    """Read the rows of a form. The answer's column jumps: it is the only cell that is 是 or 否."""
    rows: dict[int, FormRow] = {}
    for line in lines:
        row = _read_row(line, vocabulary)
        if row is not None and row.number not in rows:
            rows[row.number] = row
    return tuple(rows[number] for number in sorted(rows))


def form_of(doc: Document, vocabulary: Vocabulary) -> tuple[FormRow, ...]:
    """Read the form that the publication itself prints, () where it prints none."""
    lines = [line for table in doc.tables if table.role == ROLE for line in table.lines]
    return read_form(lines, vocabulary)


def _read_row(line: RawLine, vocabulary: Vocabulary) -> FormRow | None:
    cells = [(_plain(cell.text), cell) for cell in line.cells]
    filled = [(text, cell) for text, cell in cells if text]
    if len(filled) < 2 or not _NUMBER.fullmatch(filled[0][0]):
        return None
    answers = [(at, text) for at, (text, _) in enumerate(filled) if find((vocabulary.yes, vocabulary.no), text)]
    at = answers[0][0] if len(answers) == 1 else len(filled)
    words = [(text, cell) for text, cell in filled[1:at] if len(text) >= _SHORTEST_QUESTION]
    if not words:
        return None
    question, cell = max(words, key=lambda pair: len(pair[0]))
    declared = None
    if len(answers) == 1:
        declared = "是" if find((vocabulary.yes,), answers[0][1]) else "否"
    return FormRow(int(filled[0][0]), question, declared, line.ref(cell.start, cell.end))


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def match_rows(rows: Sequence[FormRow], items: Sequence[Item]) -> Mapping[int, FormRow]:
    """Match printed rows to the pack's, by number where what they ask agrees, else by what they ask alone.

    A form with other numbers or rows thus never lends its answers to the wrong question. Where most numbers agree it is
    the pack's own form, and its other wordings are taken by number.
    """
    by_number = {row.number: row for row in rows}
    pairs = [(item, by_number[item.item]) for item in items if item.item in by_number]
    agreeing = [(item, row) for item, row in pairs if not item.marks or _fits(item, row)]
    if pairs and 100 * len(agreeing) >= OWN_FORM * len(pairs) and 2 * len(pairs) > len(items):
        return {item.item: row for item, row in pairs}
    matched = {item.item: row for item, row in agreeing}
    used = {row.number for row in matched.values()}
    for item in items:
        if item.item in matched or not item.marks:
            continue
        fitting = [row for row in rows if row.number not in used and _fits(item, row)]
        if len(fitting) == 1:
            matched[item.item] = fitting[0]
            used.add(fitting[0].number)
    return matched


def _fits(item: Item, row: FormRow) -> bool:
    text = "".join(row.question.split()).replace("(", "（").replace(")", "）")
    return find(item.marks, text) is not None
