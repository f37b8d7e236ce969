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
    from audit.model.packs import Item, Vocabulary
    from audit.model.places import Ref
    from audit.model.raw import RawLine

ROLE = "disclosure_form"
_NUMBER = re.compile(r"\d{1,3}")
_SHORTEST_QUESTION = 5


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
    """Match printed rows to the pack's, by number where the row's marks agree, else by marks alone.

    A form with other numbers or rows thus never lends its answers to the wrong question.
    """
    by_number = {row.number: row for row in rows}
    matched: dict[int, FormRow] = {}
    for item in items:
        row = by_number.get(item.item)
        if row is not None and (not item.marks or _fits(item, row)):
            matched[item.item] = row
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
