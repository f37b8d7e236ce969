"""Holds the tables to their form: decimals, blanks for zero, one unit, columns under their right head."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Context, Decimal
from typing import TYPE_CHECKING

from audit import regex
from audit.checklist.text_checks.phrasing import build, distinct
from audit.checklist.text_checks.score_bands import find_bands
from audit.checklist.text_checks.table_lines import clean
from audit.model.document import CellState
from audit.model.findings import Category, Severity
from audit.model.values import Unit, plain

if TYPE_CHECKING:
    from audit.model.claims import Claim
    from audit.model.document import Document, Table
    from audit.model.findings import Finding
    from audit.model.places import Ref
    from audit.model.raw import RawCell, RawLine
    from audit.model.text_rules import TableFormatRules, TablePolicy

_MOST_DIGITS = 24
"""With its signs; what is longer are figures that ran together."""
_WIDE = Context(prec=100)
"""Wide enough for any amount with as many decimals as another one has."""
_NUMBER = regex.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
_WAN = Decimal(10_000)
_LEAST = Decimal(50_000)
_LEAST_DIGITS = 3
_MOST_PLACES = 2
_WAN_WORD = regex.compile(r"万元")
_AMOUNT_IN_WORDS = regex.compile(r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{4,}(?:\.\d+)?)\s*(?:万|亿)?元")
_BRACKETS = regex.compile(r"（[^（）]*）")


def find(
    doc: Document, rules: TableFormatRules, claims: tuple[Claim, ...] = (), template: str = ""
) -> tuple[Finding, ...]:
    """Return the breaches of form in tables. With claims, the amounts of the text are witnesses for a table's unit.

    `template` is the one that the publication is held to, where that is another than the one recognised.
    """
    if doc.identity.is_blank_template:
        return ()
    found: list[Finding] = []
    policy = next((p for p in rules.policies if (template or doc.identity.template) in p.templates), None)
    if policy is not None:
        for table in doc.tables:
            if table.rows and table.role in rules.roles:
                found.extend(_cells(table, policy, rules))
    known = _known(doc, claims)
    for table in doc.tables:
        found.extend(_units(table, known, rules))
        found.extend(_heads(table, rules))
        found.extend(_kinds(table, rules))
        found.extend(_labels(table, rules))
    found.extend(_separators(doc, rules))
    found.extend(find_bands(doc, rules))
    return distinct(doc, found)


# --- decimals and zeros ---------------------------------------------------------


def _cells(table: Table, policy: TablePolicy, rules: TableFormatRules) -> list[Finding]:
    cells = [cell for row in table.rows for cell in row.cells]
    found: list[Finding] = []
    zeros = [cell for cell in cells if cell.state is CellState.ZERO and cell.unit.is_money]
    if policy.blank_zeros and zeros:
        found.append(_format(rules, "table.zero", [c.ref for c in zeros], zeros[0].text, table, len(zeros), policy))
    if policy.places is not None:
        most = policy.places
        amounts = [c for c in cells if c.state is CellState.VALUE and c.unit.is_money]
        long = [c for c in amounts if _places(c.value) > most]
        if long and not (policy.slips_only and _MOST * len(amounts) < len(long)):
            found.append(_format(rules, "table.places", [c.ref for c in long], long[0].text, table, len(long), policy))
    return found


def _format(
    rules: TableFormatRules, key: str, refs: list[Ref], stated: str, table: Table, count: int, policy: TablePolicy
) -> Finding:
    return build(
        rules.messages, key, refs, category=Category.FORMAT, stated=stated, table=table.caption, count=count,
        policy=policy.basis,
    )  # fmt: skip


_MOST = 0.5
"""Share of the amounts above which more decimals are the table's own style."""


def _places(value: Decimal | None) -> int:
    exponent = value.as_tuple().exponent if value is not None else 0
    return max(0, -exponent) if isinstance(exponent, int) else 0


# --- 元 under 万元 ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Witness:
    """An amount in 万元 and where it stands."""

    value: Decimal
    ref: Ref


def _known(doc: Document, claims: tuple[Claim, ...]) -> list[_Witness]:
    """Return the amounts in 万元 of the tables whose cells are read and of the text."""
    found = [
        _Witness(cell.value, cell.ref)
        for table in doc.tables
        if table.unit is Unit.WAN_YUAN
        for row in table.rows
        for cell in row.cells
        if cell.state is CellState.VALUE and cell.unit is Unit.WAN_YUAN and cell.value is not None
    ]
    for claim in claims:
        if claim.quantity.unit is Unit.WAN_YUAN:
            place = doc.paragraphs[claim.paragraph].place(claim.start, claim.end)
            found.append(_Witness(claim.quantity.value, place))
    return [w for w in found if len(plain(abs(w.value)).replace(".", "").strip("0")) >= _LEAST_DIGITS]


def _units(table: Table, known: list[_Witness], rules: TableFormatRules) -> list[Finding]:
    """Return the finding for figures in 元 under a head that says 万元: an amount elsewhere proves it."""
    if table.role and table.role not in rules.unit_roles:
        # the other tables are held to their unit by the relations between them
        return []
    declared = _declared(table)
    if declared is None:
        return []
    proven: list[tuple[RawLine, RawCell, _Witness]] = []
    head = declared.number
    for line in table.lines:
        for cell in line.cells if line.number >= head else ():
            witness = _in_yuan(clean(cell.text), known)
            if witness is not None:
                proven.append((line, cell, witness))
    if not proven:
        return []
    line, cell, witness = proven[0]
    row = [c for c in line.cells if (_amount(clean(c.text)) or 0) >= _LEAST]
    here = line.ref(min(c.start for c in row), max(c.end for c in row))
    others = [li.ref(c.start, c.end) for li, c, _ in proven]
    first = [table.unit_ref, here] if table.unit_ref else [here, declared]
    return [
        build(
            rules.messages,
            "table.yuan",
            [*first, witness.ref, *others],
            category=Category.FORMAT,
            severity=Severity.ERROR,
            stated=clean(cell.text),
            expected=witness.value,
            table=table.caption,
        )
    ]


def _declared(table: Table) -> Ref | None:
    """Return where a table says that its amounts are in 万元."""
    if table.unit is Unit.WAN_YUAN and table.unit_ref:
        return table.unit_ref
    if table.unit is not None:
        return None
    for line in table.lines:
        for cell in line.cells:
            text = clean(cell.text)
            if _WAN_WORD.search(text) and len(text) < 30 and not _NUMBER.match(text):
                return line.ref(cell.start, cell.end)
    return None


def _amount(text: str) -> Decimal | None:
    is_amount = _NUMBER.fullmatch(text) and len(text) <= _MOST_DIGITS
    return Decimal(text.replace(",", "")) if is_amount else None


def _in_yuan(text: str, known: list[_Witness]) -> _Witness | None:
    """Return the amount in 万元 that a figure is ten thousand times of, to the digits printed."""
    value = _amount(text)
    if value is None or value < _LEAST:
        return None
    for witness in known:
        if (value / _WAN).quantize(Decimal(1).scaleb(-_places(witness.value)), context=_WIDE) == witness.value:
            return witness
    return None


# --- heads and kinds of indicators --------------------------------------------------


def _heads(table: Table, rules: TableFormatRules) -> list[Finding]:
    """Return column heads of a list of indicators that are no head of such a list."""
    found: list[Finding] = []
    for line in table.lines:
        cells = [(cell, _BRACKETS.sub("", clean(cell.text))) for cell in line.cells]
        texts = [text for _, text in cells]
        if rules.first_level not in texts or rules.second_level not in texts:
            continue
        at = texts.index(rules.second_level)
        following = next(((cell, text) for cell, text in cells[at + 1 :] if text), None)
        if following is None or any(regex.fullmatch(p, following[1]) for p in rules.third_levels):
            continue
        cell, text = following
        found.append(
            build(
                rules.messages,
                "table.head",
                [line.ref(cell.start, cell.end)],
                category=Category.TEXT,
                stated=text,
                expected=rules.third_level,
                table=table.caption,
            )
        )
    return found


def _kinds(table: Table, rules: TableFormatRules) -> list[Finding]:
    """Return indicators whose second level does not belong to the first level beside it."""
    found: list[Finding] = []
    rows = [(line, [(cell, _BRACKETS.sub("", clean(cell.text))) for cell in line.cells]) for line in table.lines]
    texts = {text for _, cells in rows for _, text in cells}
    if not all(any(regex.fullmatch(kind.first, text) for text in texts) for kind in rules.kinds):
        # a form without one of the kinds files its indicators under another
        return []
    for line, cells in rows:
        for i, (_, first) in enumerate(cells):
            kind = next((k for k in rules.kinds if regex.fullmatch(k.first, first)), None)
            if kind is None:
                continue
            beside = next(((cell, text) for cell, text in cells[i + 1 : i + 3] if text), None)
            others = [k for k in rules.kinds if k is not kind]
            if beside and any(regex.fullmatch(p, beside[1]) for k in others for p in k.seconds):
                found.append(
                    build(
                        rules.messages,
                        "table.kind",
                        [line.ref(beside[0].start, beside[0].end), line.ref(cells[i][0].start, cells[i][0].end)],
                        category=Category.TEXT,
                        stated=beside[1],
                        expected=first,
                        table=table.caption,
                    )
                )
            break
    return found


def _labels(table: Table, rules: TableFormatRules) -> list[Finding]:
    """Return total lines under one name, and lines whose name is short of a word that their own part has."""
    labels = [(i, clean(cell.text), line, cell) for line in table.lines for i, cell in enumerate(line.cells)]
    found: list[Finding] = []
    seen: dict[tuple[int, str], Ref] = {}
    for i, text, line, cell in labels:
        total = next((t for t in rules.totals if text == t.name), None)
        if total is None:
            continue
        here = line.ref(cell.start, cell.end)
        before = seen.setdefault((i, text), here)
        if before != here:
            refs = [here, before]
            found.append(_label(rules, "table.total", refs, text, total.expected, table))
    texts = {text for _, text, _, _ in labels}
    for part in rules.parts:
        if part.sign not in texts:
            continue
        refs = [line.ref(cell.start, cell.end) for _, text, line, cell in labels if text == part.name]
        if refs:
            found.append(_label(rules, "table.part", refs, part.name, part.expected, table))
    return found


def _label(rules: TableFormatRules, key: str, refs: list[Ref], stated: str, expected: str, table: Table) -> Finding:
    return build(
        rules.messages, key, refs, category=Category.TEXT, stated=stated, expected=expected, table=table.caption
    )


# --- separators in the words of cells ------------------------------------------------


def _separators(doc: Document, rules: TableFormatRules) -> list[Finding]:
    """Return the finding for amounts in the words of cells of which few are printed with thousands separators."""
    uses = [
        ("," in match["number"], line.ref(match.start(), match.end()), match["number"])
        for table in doc.tables
        for line in table.lines
        for match in _AMOUNT_IN_WORDS.finditer(line.text)
    ]
    parted = [use for use in uses if use[0]]
    others = [use for use in uses if not use[0]]
    if not parted or len(others) <= len(parted):
        return []
    return [
        build(
            rules.messages,
            "table.separators",
            [*(use[1] for use in parted), others[0][1]],
            category=Category.FORMAT,
            stated=parted[0][2],
            expected=parted[0][2].replace(",", ""),
            count=len(parted),
            other=others[0][2],
        )
    ]
