"""Runs extraction on one invented sentence that stands in a section of a publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from audit.claims import extract_claims
from audit.model.document import (
    Document,
    Identity,
    Paragraph,
    ParagraphKind,
    Piece,
    PublicationType,
    Row,
    RowKind,
    Section,
    Table,
)
from audit.model.places import Ref
from audit.model.raw import RawLine
from audit.model.values import Unit
from audit.packs.loader import load_rules
from audit.recognition.cleaning import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from audit.model.claims import Claim

_REF = Ref("f1")
_FIGURE = regex.compile(r"\d[\d,.]*|[〇零一二三四五六七八九十百千]+(?=个|人|辆|批|次|名|万|亿|元|项)")


def document(
    text: str, section: str, year: int = 2021, names: Iterable[str] = (), projects: Iterable[str] = ()
) -> Document:
    """Return a document of one paragraph under the section `section`, with tables that know the names."""
    line = RawLine("f1", 1, text)
    paragraph = Paragraph(
        0, text, (Piece(0, len(text), 0, 0, len(text)),), (line,), ParagraphKind.TEXT, len(_keys(section)) - 1
    )
    sections = tuple(
        Section(i, key, key, i + 1, None, i - 1, 0, 0, _REF, "explanation.1") for i, key in enumerate(_keys(section))
    )
    rows = tuple(Row(RowKind.ITEM, "", "", name, (), _REF) for name in names)
    tables = [Table(0, "expenditure", "", Unit.WAN_YUAN, (), rows, (), _REF, 0)]
    tables += [
        Table(i + 1, "", "", Unit.WAN_YUAN, (), (), (), _REF, 0, subject=name) for i, name in enumerate(projects)
    ]
    identity = Identity(PublicationType.FINAL_ACCOUNTS, "", year, Unit.WAN_YUAN, "", 1.0)
    return Document((), identity, (line,), (paragraph,), sections, tuple(tables))


def read_sentence(
    text: str, section: str, year: int = 2021, names: Iterable[str] = (), projects: Iterable[str] = ()
) -> tuple[Claim, ...]:
    """Return what a sentence states."""
    assert clean_text(text) == text, "write the sentence as recognition hands it over"
    return extract_claims(document(text, section, year, names, projects), load_rules().claims)


def skeleton(text: str, names: Iterable[str]) -> str:
    """Return a sentence without its figures and without the names of departments, projects and 科目."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "N")
    return str(_FIGURE.sub("#", text))


def _keys(section: str) -> list[str]:
    parts = section.split(".")
    return [".".join(parts[: i + 1]) for i in range(len(parts))]
