"""Tables: are they there, in the prescribed form, with a note where they are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.evidence import (
    Defect,
    caption,
    failed,
    find,
    find_in,
    is_prose,
    passed,
    review,
    said,
)
from audit.model.document import CellState
from audit.model.findings import Category, Severity

if TYPE_CHECKING:
    from audit.checklist.evidence import Evidence, KindResult, Said
    from audit.model.document import Paragraph, Table
    from audit.model.packs import NilTablesNoted, TableForm, TableInSection, TablesPresent
    from audit.model.places import Ref

TITLE_EXTRA = 12
"""Characters that a title may have beside the table's name: year, number, entity."""
HEADER_LINES = 6
"""Rows that a header has at most, where its extent is not known."""


def tables_present(evidence: Evidence, params: TablesPresent) -> KindResult:
    """Check that every prescribed table is printed."""
    places, defects = [], []
    for role in params.roles:
        table = evidence.doc.table(role)
        if table is not None:
            places.append(caption(table))
        elif not _is_older(evidence, params.since.get(role)):
            defects.append(missing_table(evidence, role))
    if params.one_is_enough:
        defects = [] if places else defects[:1]
    elsewhere = find_in(params.apart, evidence.doc.paragraphs) if defects and params.apart else None
    if elsewhere is not None:
        names = "、".join(defect.expected for defect in defects)
        return review(said("tables.apart", tables=names), evidence=[elsewhere])
    if defects:
        titled = {defect.expected: place for defect in defects if (place := _title_alone(evidence, defect.expected))}
        if len(titled) == len(defects):
            return review(said("tables.titled", tables="、".join(titled)), evidence=titled.values())
        unread = [table for table in evidence.doc.tables if not table.role and _in_tables(evidence, table)]
        names = "、".join(defect.expected for defect in defects)
        if unread:
            return review(said("tables.unread", tables=names), evidence=[caption(table) for table in unread])
        return failed(said("tables.missing", tables=names), defects=defects)
    return passed(said("tables.pass", count=len(places)), evidence=places)


def _is_older(evidence: Evidence, since: int | None) -> bool:
    """Tell whether the publication is of a year in which a table was not prescribed yet."""
    year = evidence.doc.identity.fiscal_year
    return since is not None and year is not None and year < since


def _title_alone(evidence: Evidence, label: str) -> Ref | None:
    """Return where a table's title stands in the part of the tables though no table was read below it."""
    bare = label.partition("（")[0]
    for paragraph in evidence.paragraphs(("tables",)):
        text = paragraph.text.replace('"', "")
        if bare.replace("“", "").replace("”", "") in text and len(text) <= len(label) + TITLE_EXTRA:
            return paragraph.ref
    return None


def missing_table(evidence: Evidence, role: str) -> Defect:
    """Make the finding of a table that is missing: at the heading of the tables, with the table before it."""
    order = [table.role for table in evidence.pack.head.tables]
    before = order[: order.index(role)] if role in order else []
    places = [caption(table) for name in reversed(before) if (table := evidence.doc.table(name)) is not None]
    label = evidence.pack.label(role)
    return Defect(
        about=f"table:{role}",
        message=said("finding.table_missing", table=label),
        places=(evidence.place_under("tables"), *places[:1]),
        expected=label,
    )


def _in_tables(evidence: Evidence, table: Table) -> bool:
    """Tell whether a table stands where the prescribed ones do: in their part, or before the explanation."""
    explanation = evidence.doc.section("explanation")
    is_before = explanation is not None and table.after < explanation.first
    return is_before or "tables" in evidence.doc.keys_of(table.section)


def table_form(evidence: Evidence, params: TableForm) -> KindResult:
    """Compare the header words of each table with the prescribed ones.

    A word that is not found fails the row only where the printed 栏次 show that the column itself is missing.
    """
    places, defects, unsure = [], [], []
    for role in params.roles:
        rule, table = evidence.pack.table(role), evidence.doc.table(role)
        if rule is None or table is None or not rule.columns:
            continue
        places.append(caption(table))
        header = header_text(table)
        lacking = [word for word in rule.columns if not regex.search(word, header)]
        if not lacking:
            continue
        words = "、".join(word.split("|")[0] for word in lacking)
        highest = _highest_number(table)
        if rule.numbering and 0 < highest < rule.numbering:
            defects.append(
                Defect(
                    about=f"form:{role}",
                    message=said("finding.column_missing", table=rule.label, columns=words),
                    places=(caption(table), table.ref),
                    expected=words,
                )
            )
        else:
            unsure.append((caption(table), f"{rule.label}（{words}）"))
    tables = "；".join(t for _, t in unsure)
    open_ = review(said("form.unsure", tables=tables), evidence=[p for p, _ in unsure]) if unsure else None
    if defects:
        return failed(said("form.fail", tables="、".join(d.expected for d in defects)), defects=defects, rest=open_)
    if open_:
        return open_
    if not places:
        return review(said("tables.none"))
    return passed(said("form.pass", count=len(places)), evidence=places)


def header_text(table: Table) -> str:
    """Return the words of a table's header without white space, and of the lines of a list under one column."""
    lines = table.lines[: table.header_rows or HEADER_LINES]
    cells = ["".join(cell.text.split()) for line in lines for cell in line.cells] if lines else []
    text = "\n".join(cells) if cells else "".join("".join(line.text.split()) for line in lines)
    text = text.replace("(", "（").replace(")", "）") + "\n" + "".join(cells)
    if len(table.columns) == 1:
        text += "\n" + "\n".join(row.name for row in table.rows)
    return text


def _highest_number(table: Table) -> int:
    """Return the highest 栏次 of the header's row of numbers, 0 where it has none or skips one."""
    for line in table.lines[: (table.header_rows or HEADER_LINES) + 1]:
        short = [cell.text.strip() for cell in line.cells if len(cell.text.strip()) < 3]
        numbers = [int(text) for text in short if text.isdecimal()]
        if len(numbers) >= 2 and numbers == list(range(1, len(numbers) + 1)):
            return numbers[-1]
    return 0


def nil_tables_noted(evidence: Evidence, params: NilTablesNoted) -> KindResult:
    """Check that every table without figures says so, and names its own budget."""
    noted: list[Ref] = []
    defects: list[Defect] = []
    unsure: list[Ref] = []
    for role in params.roles:
        table = evidence.doc.table(role)
        if table is None or not table.is_nil:
            continue
        if is_unread(table):
            unsure.append(caption(table))
            continue
        notes = [evidence.doc.paragraphs[index] for index in table.notes]
        speaking = [note for note in notes if find(evidence.pack.vocabulary.nothing, note.text)]
        speaking = speaking or _note_beside(evidence, table) or _said_elsewhere(evidence, role)
        if not speaking:
            defects.append(_note_missing(evidence, table))
            continue
        wrong = _wrong_budget(evidence, role, speaking)
        if wrong is None:
            noted.append(speaking[0].ref)
        else:
            defects.append(wrong)
    open_ = review(said("nil.unsure"), evidence=unsure) if unsure else None
    if defects:
        return failed(*(_reason_of(defect) for defect in defects), defects=defects, rest=open_)
    if open_:
        return open_
    if noted:
        return passed(said("nil.pass", count=len(noted)), evidence=noted)
    filled = [caption(table) for role in params.roles if (table := evidence.doc.table(role)) is not None]
    return passed(said("nil.none"), evidence=filled)


def is_unread(table: Table) -> bool:
    """Tell whether figures may have been lost, so that a table only seems to be empty."""
    if {"header", "row_not_read", "not_closed"} & set(table.quality):
        return True
    return any(cell.state is CellState.DAMAGED for row in table.rows for cell in row.cells)


def _note_beside(evidence: Evidence, table: Table) -> list[Paragraph]:
    """Return the paragraphs right below a table that say there is nothing, where they were not taken for notes."""
    below = evidence.doc.paragraphs[table.after + 1 : table.after + 3]
    return [p for p in below if is_prose(p) and find(evidence.pack.vocabulary.nothing, p.text)]


def _said_elsewhere(evidence: Evidence, role: str) -> list[Paragraph]:
    """Return what the table's section of the explanation says of there being nothing."""
    rule = evidence.pack.table(role)
    prose = evidence.body((rule.section,)) if rule is not None and rule.section else ()
    return [p for p in prose if find(evidence.pack.vocabulary.nothing, p.text)]


def _note_missing(evidence: Evidence, table: Table) -> Defect:
    label = evidence.pack.label(table.role)
    return Defect(
        about=f"note:{table.role}",
        message=said("finding.note_missing", table=label),
        places=(caption(table),),
        expected=label,
    )


def _wrong_budget(evidence: Evidence, role: str, notes: list[Paragraph]) -> Defect | None:
    """Make the finding of a note that names another table's budget and not its own."""
    rules = {rule.role: rule for rule in evidence.pack.head.tables}
    own = rules[role].fund if role in rules else ()
    text = "".join(note.text for note in notes)
    if not own or find(own, text):
        return None
    for rule in evidence.pack.head.tables:
        match = find(rule.fund, notes[0].text) if rule.role != role and rule.fund else None
        table = evidence.doc.table(role)
        if match and table is not None:
            return Defect(
                about=f"note:{role}",
                message=said("finding.note_wrong_budget", table=rules[role].label, named=match.group()),
                places=(notes[0].place(match.start(), match.end()), caption(table)),
                category=Category.TEXT,
                stated=match.group(),
                expected=rules[role].label,
            )
    return None


def _reason_of(defect: Defect) -> Said:
    key = "nil.wrong" if defect.category is Category.TEXT else "nil.missing"
    return said(key, table=defect.expected)


def table_in_section(evidence: Evidence, params: TableInSection) -> KindResult:
    """Check that a section shows what it tells as a table too."""
    found = [table for table in evidence.tables(params.role) if len(table.lines) >= params.least_rows]
    found += [
        table
        for table in evidence.doc.tables
        if table.role != params.role
        and params.section in evidence.doc.keys_of(table.section)
        and len(table.lines) >= params.least_rows
        and not table.role
    ]
    if found:
        return passed(said("table_in_section.pass", table=params.label), evidence=[caption(found[0])])
    section = evidence.doc.section(params.section)
    defect = Defect(
        about=f"table:{params.role}" if section else f"missing:{params.section}",
        message=said("finding.not_as_table" if section else "finding.section_missing", section=params.label),
        places=(evidence.place_under(params.section),),
        severity=Severity.ERROR,
        expected=params.label,
    )
    if section is None:
        return failed(said("sections.missing", sections=params.label), defects=[defect])
    return failed(said("table_in_section.fail", table=params.label), defects=[defect])
